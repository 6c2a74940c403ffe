"""The poster's areas, measured: headings, motifs on their threads, names and lines."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from printkit import paths
from printkit.engines.motifs import Figure, Palette, figure
from printkit.engines.poster.measure import Candidate, Measure
from printkit.engines.poster.plan import AreaPlan, Columns, Placed, RowPlan, Tile
from printkit.layout.model import Tier
from printkit.text.model import Block
from printkit.units import Length


class _Heads(NamedTuple):
    """All headings and lines of areas, and where they stand below an area's top."""

    titles: list[Block]
    lines: list[Block]
    rise: Length  # the titles' baseline
    under: Length  # the lines' baseline
    beside: bool  # the lines stand at the end of the titles' own line
    bottom: Length


class _Names(NamedTuple):
    """The texts of all skills, in their order."""

    titles: list[Block]
    lines: list[Block]  # none when they are not shown
    drop: Length  # from a title's last baseline to its line's first
    width: Length


def plan_areas(
    measure: Measure, candidate: Candidate, columns: Columns, motif: float
) -> list[AreaPlan] | None:
    """Return every area from its own top; None when a text does not fit its place."""
    names = _names(measure, candidate, columns)
    heads = _heads(measure, candidate, columns)
    if names is None or heads is None:
        return None
    values = candidate.tier.values
    figures = _figures(measure, candidate.tier, motif)
    extents = {id: _extent(item, round(values["thread"])) for id, item in figures.items()}
    # One rhythm for all areas: the thread as far below the heading in each, the names as
    # far below the thread. What decides is the tightest tile, not the highest motif
    # together with the lowest heading where the two never meet.
    thread = _to_thread(measure, columns, heads, extents, round(values["heading-gap"]))
    skills = [entry for area in measure.content.areas for entry in area.skills]
    to_names = round(values["text-gap"]) + max(
        extents[entry.id][1] - title.ink_top
        for entry, title in zip(skills, names.titles, strict=True)
    )
    up = max(-top for top, _ in extents.values())
    result: list[AreaPlan] = []
    index = 0
    for number, area in enumerate(measure.content.areas):
        y = bottom = thread
        rows: list[RowPlan] = []
        for first in range(0, len(area.skills), columns.count):
            if first:
                y = bottom + round(values["row-gap"]) + up
            baseline = y + to_names
            tiles: list[Tile] = []
            for place, entry in enumerate(area.skills[first : first + columns.count]):
                x = columns.start + place * columns.tile
                name = Placed(names.titles[index], x, baseline, names.width, entry.title)
                line = None
                if names.lines:
                    under = baseline + names.titles[index].last_baseline + names.drop
                    line = Placed(names.lines[index], x, under, names.width, entry.line)
                tiles.append(Tile(entry, x, figures[entry.id], name, line))
                index += 1
            rows.append(RowPlan(y, tuple(tiles)))
            bottom = max(tile.bottom for tile in tiles)
        full = columns.end - columns.start
        heading = Placed(heads.titles[number], columns.start, heads.rise, full, area.title)
        x = columns.start
        if heads.beside:
            x += heads.titles[number].width + measure.layout.mm(12)
        line = Placed(heads.lines[number], x, heads.under, columns.end - x, area.line)
        result.append(AreaPlan(number, area, 0, bottom, heading, line, tuple(rows)))
    return result


def _to_thread(
    measure: Measure,
    columns: Columns,
    heads: _Heads,
    extents: Mapping[str, tuple[Length, Length]],
    gap: Length,
) -> Length:
    """Return how far below an area's top its thread lies, so that no motif meets a text."""
    needed = 0
    for number, area in enumerate(measure.content.areas):
        title, line = heads.titles[number], heads.lines[number]
        title_foot = heads.rise + title.ink_bottom
        line_foot = heads.under + line.ink_bottom
        title_end = columns.start + title.width
        line_start = columns.end - line.width if heads.beside else columns.start
        line_end = columns.end if heads.beside else columns.start + line.width
        for place, entry in enumerate(area.skills[: columns.count]):
            left = columns.start + place * columns.tile
            right = left + columns.tile
            foot = gap  # beside the texts a motif may rise to the area's own top
            if left < title_end:
                foot = title_foot + gap
            if left < line_end and right > line_start:
                foot = max(foot, line_foot + gap)
            needed = max(needed, foot - extents[entry.id][0])
    return needed


def _names(measure: Measure, candidate: Candidate, columns: Columns) -> _Names | None:
    tier, factor = candidate.tier, candidate.factor
    width = columns.tile - round(tier.values["tile-gap"])
    skills = [entry for area in measure.content.areas for entry in area.skills]
    style = measure.style(tier, "skill", factor)
    titles = measure.role([entry.title for entry in skills], style, width, 3, factor)
    lines: list[Block] | None = []
    if candidate.lines:
        style = measure.style(tier, "skill-line", factor)
        lines = measure.role([entry.line for entry in skills], style, width, 4, factor)
    if titles is None or lines is None:
        return None
    return _Names(titles, lines, _drop(titles, lines), width)


def _heads(measure: Measure, candidate: Candidate, columns: Columns) -> _Heads | None:
    """Compose headings; every area's line stands beside its heading, or none does."""
    mm, tier, factor = measure.layout.mm, candidate.tier, candidate.factor
    full = columns.end - columns.start
    size = min(factor, 1.1)
    areas = measure.content.areas
    titles = measure.role(
        [area.title for area in areas], measure.style(tier, "heading", size), full, 1, factor
    )
    lines = measure.role(
        [area.line for area in areas], measure.style(tier, "area-line", size), full, 1, factor
    )
    if titles is None or lines is None:
        return None
    rise = max(-title.ink_top for title in titles)
    bottom = rise + max(title.ink_bottom for title in titles)
    pairs = zip(titles, lines, strict=True)
    if all(title.width + line.width + mm(12) <= full for title, line in pairs):
        for pair in zip(titles, lines, strict=True):
            measure.draft.share(pair, full - mm(12))
        return _Heads(titles, lines, rise, rise, True, bottom)
    under = bottom + max(mm(2) + max(-line.ink_top for line in lines), titles[0].style.size // 2)
    bottom = under + max(line.ink_bottom for line in lines)
    return _Heads(titles, lines, rise, under, False, bottom)


def _figures(measure: Measure, tier: Tier, motif: float) -> Mapping[str, Figure]:
    """Return every skill's motif at a scale, by the skill's id."""
    layout = measure.layout
    result: dict[str, Figure] = {}
    for number, area in enumerate(measure.content.areas):
        inks = layout.areas[number]
        palette = Palette(
            inks.thread,
            inks.tint,
            layout.inks["figure"],
            layout.inks["paper"],
            layout.theme.keyline,
        )
        for place, entry in enumerate(area.skills):
            ops = measure.draft.ops(entry, place, simple=bool(tier.values["simple"]))
            result[entry.id] = figure(ops, motif, palette)
    return result


def _extent(item: Figure, weight: Length) -> tuple[Length, Length]:
    """Return how far a motif's ink reaches above and below its thread (top negative)."""
    top, bottom = -weight // 2, weight // 2
    for outline in (*item.strands, *item.spurs, *item.crossings):
        box = paths.bounds(outline)
        top, bottom = min(top, box.y - weight // 2), max(bottom, box.bottom + weight // 2)
    for path in (*item.tints, *item.marks):
        box = paths.bounds(path.outline)
        edge = path.stroke.width // 2 if path.stroke else 0
        top, bottom = min(top, box.y - edge), max(bottom, box.bottom + edge)
    return top, bottom


def _drop(names: list[Block], lines: list[Block]) -> Length:
    """Return the distance from a name's last baseline to its line's first, one for all."""
    if not lines:
        return 0
    style = lines[0].style
    wished = round(style.size * max(1.36, style.leading * 1.12))
    needed = max(
        (name.ink_bottom - name.last_baseline) - line.ink_top
        for name, line in zip(names, lines, strict=True)
    )
    return max(wished, needed + style.size // 8)
