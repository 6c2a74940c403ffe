"""Columns of blocks: one pitch for all areas of a side, blocks level where they can be."""

from __future__ import annotations

from collections.abc import Sequence

from printkit.engines.sheet.pieces import PEOPLE, Needs, Part, Side, Tile, column
from printkit.geometry import Rect
from printkit.units import Length


def _pitches(
    needs: Needs, groups: Sequence[Sequence[Part]], height: Length
) -> tuple[float, tuple[float, ...]] | None:
    """Return the areas' pitch, and the attitudes' as each column allows."""
    pitch = float(needs.pitch_most)
    rooms: list[float] = []
    for group in groups:
        room = float(height - (len(group) - 1) * needs.gap)
        room -= sum(
            needs.height(part, 0) if part.rows else needs.ask_height(needs.ask_lines)
            for part in group
        )
        areas = sum(part.steps for part in group if part.kind == "area")
        others = sum(part.steps for part in group if part.kind == "attitudes")
        if room < (areas + others) * needs.pitch_least:
            return None
        if areas:
            own = room / (areas + needs.ease * others)
            if others and own * needs.ease < needs.pitch_least:
                own = (room - others * needs.pitch_least) / areas
            pitch = min(pitch, own)
        rooms.append(room)
    if not any(part.kind == "area" for group in groups for part in group):
        pitch = float(needs.pitch_wish)
    eased = _eased(needs, groups, rooms, pitch)
    # Two rhythms on one side are one too many: the wider one comes nearer.
    near = max(needs.pitch_least, needs.apart * min(eased, default=pitch))
    if pitch > near:
        pitch = near
        eased = _eased(needs, groups, rooms, pitch)
    return pitch, eased


def _eased(
    needs: Needs, groups: Sequence[Sequence[Part]], rooms: Sequence[float], pitch: float
) -> tuple[float, ...]:
    """Return the attitudes' pitch in each column; the areas' own where it has none."""
    eased: list[float] = []
    for group, room in zip(groups, rooms, strict=True):
        areas = sum(part.steps for part in group if part.kind == "area")
        others = sum(part.steps for part in group if part.kind == "attitudes")
        beside = any(part.kind == "ask" for part in group)
        wished = max(float(needs.pitch_least), needs.ease * pitch) if beside else pitch
        eased.append(min(wished, (room - areas * pitch) / others) if others else pitch)
    return tuple(eased)


def stack(
    needs: Needs, groups: Sequence[Sequence[Part]], body: Rect, columns: Sequence[int]
) -> Side | None:
    """Return the groups as columns, or None when one of them does not hold."""
    found = _pitches(needs, groups, body.height)
    if found is None:
        return None
    pitch, eased = found
    heights = [
        [
            needs.height(part, own if part.kind == "attitudes" else pitch) if part.rows else 0.0
            for part in group
        ]
        for group, own in zip(groups, eased, strict=True)
    ]
    tops = _tops(needs, groups, heights, body.height)
    tiles: list[Tile] = []
    holes: list[float] = [1.0] * (len(columns) - len(groups))
    for number, group in enumerate(groups):
        area = column(needs, body, columns[number])
        end = 0.0
        for part, top, height in zip(group, tops[number], heights[number], strict=True):
            if part.rows:
                step = eased[number] if part.kind == "attitudes" else pitch
                lines = part.rows
            else:
                room = body.height - top
                lines = max(1, int((room - needs.ask) // (PEOPLE * needs.writing)))
                step = (room - needs.ask) / (PEOPLE * lines)
                height = room
            box = Rect(area.x, round(area.y + top), area.width, round(height))
            tiles.append(Tile(part.kind, part.index, box, round(step), lines))
            end = top + height
        holes.append(1 - end / body.height)
    return Side(body, tuple(tiles), cost(needs, pitch, holes), pitch)


def _tops(
    needs: Needs,
    groups: Sequence[Sequence[Part]],
    heights: Sequence[Sequence[float]],
    height: Length,
) -> list[list[float]]:
    """Return the tops of the blocks: level across columns where they can be."""
    tops: list[list[float]] = []
    for own in heights:
        tops.append([])
        top = 0.0
        for item in own:
            tops[-1].append(top)
            top += item + needs.gap
    by_count: dict[int, list[int]] = {}
    for number, group in enumerate(groups):
        if all(part.rows for part in group):
            by_count.setdefault(len(group), []).append(number)
    for count, numbers in by_count.items():
        if count == 1:
            continue
        level = [0.0]
        for place in range(1, count):
            level.append(
                max(level[place - 1] + heights[n][place - 1] for n in numbers) + needs.gap
            )
        spare = min(height - level[-1] - heights[n][-1] for n in numbers)
        if spare >= 0:
            extra = min(spare / (count - 1), needs.gap_most - needs.gap)
            if count == 2:
                extra = _level_with_ask(needs, groups, tops, level[1], extra, height)
            for n in numbers:
                tops[n] = [top + extra * place for place, top in enumerate(level)]
            continue
        for n in numbers:
            spare = height - tops[n][-1] - heights[n][-1]
            extra = min(spare / (count - 1), needs.gap_most - needs.gap)
            tops[n] = [top + extra * place for place, top in enumerate(tops[n])]
    return tops


def _level_with_ask(
    needs: Needs,
    groups: Sequence[Sequence[Part]],
    tops: Sequence[list[float]],
    top: float,
    extra: float,
    height: Length,
) -> float:
    """Return how far the second blocks move down from ``top``, ``extra`` at most.

    They and "ask others" beside them stand level where both can; ``tops`` has its new top.
    """
    for number, group in enumerate(groups):
        if len(group) == 2 and group[1].kind == "ask":
            lowest = height - needs.ask_height(needs.ask_lines)
            common = min(top + extra, lowest)
            if common >= max(top, tops[number][1]):
                tops[number][1] = common
                return common - top
    return extra


def cost(needs: Needs, pitch: float, holes: Sequence[float]) -> float:
    span = needs.pitch_wish - needs.pitch_least
    tight = max(0.0, (needs.pitch_wish - pitch) / span) if span > 0 else 0.0
    open_ = [max(0.0, hole) for hole in holes] or [0.0]
    return 0.35 * tight + sum(open_) / len(open_) + 0.3 * max(open_)
