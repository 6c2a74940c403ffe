"""Which block of the sheet stands on which side and in which column: arithmetic alone.

Blocks come in a fixed order: areas, attitudes, "ask others", notes. They fill columns from
the start side down. What does not fit on the first side flows to the next; nothing shrinks
for it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise

from msgspec.structs import replace

from printkit.engines.sheet.notes import notes, strip_boxes
from printkit.engines.sheet.pieces import Needs, Part, Side, Tile
from printkit.engines.sheet.stack import stack
from printkit.geometry import Rect

_SIDES_MOST = 4


def plan(needs: Needs, front: Rect, back: Rect) -> tuple[Side, ...] | None:
    """Return the fewest sides that hold everything, and of those the most even ones."""
    for count in range(1, _SIDES_MOST + 1):
        # What can be turned over for keeps its full height.
        own = replace(needs, lines_dense=needs.lines_least) if count == 1 else needs
        found = list(_flows(own, needs.parts, (front, *[back] * (count - 1))))
        if found:
            return min(found, key=lambda sides: sum(side.cost for side in sides))
    return None


def _flows(
    needs: Needs, parts: Sequence[Part], bodies: Sequence[Rect]
) -> Iterator[tuple[Side, ...]]:
    if len(bodies) == 1:
        best = min(_last_sides(needs, parts, bodies[0]), key=lambda s: s.cost, default=None)
        if best is not None:
            yield (best,)
        return
    for cut in range(1, len(parts) + 1):
        # The further a side reaches the better: what follows has to be turned over for.
        sides = list(_full_sides(needs, parts[:cut], bodies[0]))
        if not sides:
            break
        first = min(sides, key=lambda s: s.cost)
        first = replace(first, cost=first.cost - 0.04 * cut)
        for rest in _flows(needs, parts[cut:], bodies[1:]):
            yield (first, *rest)


def _full_sides(needs: Needs, parts: Sequence[Part], body: Rect) -> Iterator[Side]:
    """Yield the ways to fill a side that has no notes."""
    for groups in _groups(parts, min(needs.columns, len(parts))):
        side = stack(needs, groups, body, range(needs.columns))
        if side is not None:
            yield side


def _last_sides(needs: Needs, parts: Sequence[Part], body: Rect) -> Iterator[Side]:
    """Yield the ways to fill the side that ends with the notes."""
    for used in range(min(needs.columns, len(parts)) + 1):
        if (used == 0) != (not parts):
            continue
        for groups in _groups(parts, used):
            if used == needs.columns:
                yield from _over_strip(needs, groups, body)
            else:
                fields = notes(needs, body, range(used, needs.columns))
                side = stack(needs, groups, body, range(used))
                if fields and side:
                    yield replace(side, tiles=side.tiles + fields)
    yield from _two_rows(needs, parts, body)


def _groups(parts: Sequence[Part], count: int) -> Iterator[tuple[tuple[Part, ...], ...]]:
    """Yield the ways to cut ``parts`` into ``count`` columns, none of them empty."""
    if not count:
        yield ()
        return
    for cuts in combinations(range(1, len(parts)), count - 1):
        edges = (0, *cuts, len(parts))
        yield tuple(tuple(parts[a:b]) for a, b in pairwise(edges))


def _over_strip(
    needs: Needs, groups: Sequence[Sequence[Part]], body: Rect
) -> Iterator[Side]:
    """Yield columns of blocks with the notes side by side below them."""
    boxes = strip_boxes(needs, body)
    headings = needs.headings(tuple(box.width for box in boxes))
    drop = max((own.drop for own in headings), default=0)
    heading = drop + max((own.rest for own in headings), default=0)
    chosen: Side | None = None
    for lines in range(needs.lines_least, needs.lines_most + 1):
        height = heading + needs.first_line + (lines - 1) * needs.writing
        top = body.bottom - height
        upper = Rect.of(body.x, body.y, body.right, top - needs.gap)
        side = stack(needs, groups, upper, range(needs.columns))
        if side is None or (chosen is not None and side.pitch < needs.pitch_wish):
            break
        fields = tuple(
            Tile(
                "note",
                n,
                # Headings of one and of two lines begin on one baseline.
                Rect.of(box.x, top + drop - own.drop, box.right, body.bottom),
                needs.writing,
                lines,
            )
            for n, (box, own) in enumerate(zip(boxes, headings, strict=True))
        )
        chosen = replace(side, body=body, tiles=side.tiles + fields)
    if chosen is not None:
        yield chosen


def _two_rows(needs: Needs, parts: Sequence[Part], body: Rect) -> Iterator[Side]:
    """Yield areas across the top with attitudes, "ask others" and notes below them."""
    upper, lower = parts[: needs.columns], parts[needs.columns :]
    if len(upper) < needs.columns or not all(part.rows for part in upper):
        return
    if len(lower) >= needs.columns or any(part.kind == "area" for part in lower):
        return
    groups = [(part,) for part in lower]
    least = max(
        (
            needs.height(part, needs.pitch_least)
            if part.rows
            else needs.ask_height(needs.ask_lines)
            for part in lower
        ),
        default=0,
    )
    free = range(len(lower), needs.columns)
    highest = max(needs.height(part, needs.pitch_most) for part in upper)
    room = body.height - needs.gap
    height = round(max(least, room - highest))
    fields = None
    while fields is None and height < room:
        row = Rect(body.x, body.bottom - height, body.width, height)
        fields = notes(needs, row, free)
        height += 0 if fields else needs.writing // 4
    if fields is None:
        return
    top = Rect(body.x, body.y, body.width, room - height)
    first = stack(needs, [(part,) for part in upper], top, range(needs.columns))
    second = stack(needs, groups, row, range(len(lower)))
    if first is not None and second is not None:
        yield Side(
            body,
            first.tiles + second.tiles + fields,
            (first.cost * top.height + second.cost * row.height) / body.height,
            first.pitch,
        )
