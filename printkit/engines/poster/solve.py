"""The poster's solver: tries densities from the roomiest down until all is measured to fit.

A candidate is a tier, a factor on type and motifs, a number of columns, and whether the
one-line texts are shown. Every height comes from composed text and drawn motifs; the
tiers only say what is wished for.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import IntEnum
from functools import cache
from math import ceil

from msgspec import Struct
from msgspec.structs import replace

from printkit import paths
from printkit.content.model import Text
from printkit.diagnostics import Diagnostic, PrintkitError
from printkit.engines.board import Draft
from printkit.engines.motifs import WIDTH, Figure, Palette, figure
from printkit.engines.poster import surround
from printkit.engines.poster.heart import HeartPlanner
from printkit.engines.poster.plan import (
    AreaPlan,
    Columns,
    FooterPlan,
    HeaderPlan,
    HeartPlan,
    Placed,
    PosterPlan,
    RowPlan,
    Tile,
)
from printkit.layout.model import Tier
from printkit.scene.model import Style
from printkit.text.model import Block
from printkit.units import Length, to_mm

RUNGS = (1.0, 0.95, 0.9, 0.85)
"""The fit ladder: factors on the size of a whole role, in every column at once."""

GROWTH = (1.2, 1.15, 1.1, 1.05)
_ROOMY = 13.0  # design mm of gap beyond which a poster grows rather than spreads
_WEIGHTS = {"header": 0.7, "between": 1.0, "heart": 0.9, "footer": 0.9}


class Lines(IntEnum):
    """Which one-line texts are shown; the attitudes' go first."""

    NONE = 0
    SKILLS = 1
    ALL = 2


class Candidate(Struct, frozen=True):
    tier: Tier
    factor: float
    count: int
    lines: Lines


class _Area(Struct, frozen=True):
    """An area measured from its own top."""

    plan: AreaPlan
    height: Length


class Solver:
    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.layout = draft.job.layout
        self.content = draft.job.framework
        self.above = len(self.content.areas) // 2
        self.below = len(self.content.areas) - self.above
        self._nearest: list[Diagnostic] = []
        self._least = 0
        self._too_tall = False
        self._header = cache(lambda tier: surround.header(self, self._tiers[tier]))
        self._footer = cache(lambda tier: surround.footer(self, self._tiers[tier]))
        self._tiers = {tier.name: tier for tier in self.layout.tiers}
        self._roles: dict[tuple[object, ...], list[Block] | None] = {}

    def style(self, tier: Tier, role: str, factor: float = 1.0) -> Style:
        """Return a style of the tier, never below the smallest size it may be printed at."""
        style = tier.styles.get(role) or self.layout.styles[role]
        return replace(style, size=max(round(style.size * factor), style.minimum))

    # -- the search ------------------------------------------------------------------------

    def solve(self) -> PosterPlan:
        """Return the first plan that fits; raises PrintkitError when none does.

        A poster that says more in smaller type goes before one of names alone.
        """
        for lines in (Lines.ALL, Lines.NONE):
            for tier in self.layout.tiers:
                if lines and not tier.values["lines"]:
                    continue
                for shown in (Lines.ALL, Lines.SKILLS) if lines else (Lines.NONE,):
                    plan = self._tier(tier, shown)
                    if plan is not None:
                        return plan
        if not self._nearest:
            short = f"{to_mm(self._least) / self.layout.scale:.0f} mm"
            self._nearest.append(
                Diagnostic(
                    "overset",
                    f"the areas need {short} more height than {self.draft.where} has, drawn at A1",
                    self.content.span,
                    hint="make two posters, or leave out some skills or areas",
                )
            )
        raise PrintkitError(self._nearest)

    def _tier(self, tier: Tier, lines: Lines) -> PosterPlan | None:
        """Return the tier's plan at the largest factor that fits."""
        self._nearest = []
        largest, *between, smallest = RUNGS
        found = self._at(tier, lines, largest)
        if found is not None:
            candidate, plan, gap = found
            return self._grown(plan, candidate) if gap > self.layout.mm(_ROOMY) else plan
        last = self._at(tier, lines, smallest)
        if last is None:  # what the smallest type cannot do, the sizes between cannot either
            return None
        for factor in between:
            found = self._at(tier, lines, factor)
            if found is not None:
                return found[1]
        return last[1]

    def _at(
        self, tier: Tier, lines: Lines, factor: float
    ) -> tuple[Candidate, PosterPlan, Length] | None:
        """Return the plan with the fewest rows; fewer columns where words ask for it."""
        for count in self._counts(tier):
            candidate = Candidate(tier, factor, count, lines)
            self._too_tall = False
            found = self._try(candidate)
            if found is not None:
                return candidate, *found
            if self._too_tall:
                return None  # fewer columns have more rows and are taller still
        return None

    def _grown(self, plan: PosterPlan, base: Candidate) -> PosterPlan:
        """Return the plan in larger type, as large as breaks no name into more lines."""
        for factor in GROWTH:
            if factor > base.tier.values["grow"]:
                continue
            found = self._try(replace(base, factor=factor))
            if found is None or found[1] < self.layout.mm(_ROOMY - 3):
                continue
            if _name_lines(found[0]) <= _name_lines(plan):
                return found[0]
        return plan

    def _counts(self, tier: Tier) -> Iterator[int]:
        """Yield numbers of columns, those with the fewest rows first, then the fewest."""
        sizes = [len(area.skills) for area in self.content.areas]
        least, most = int(tier.values["columns-minimum"]), int(tier.values["columns-maximum"])

        def rows(count: int) -> int:
            return sum(ceil(size / count) for size in sizes)

        yield from sorted(range(least, most + 1), key=lambda count: (rows(count), count))

    # -- one candidate ---------------------------------------------------------------------

    def _try(self, candidate: Candidate) -> tuple[PosterPlan, Length] | None:
        values = candidate.tier.values
        columns = self.columns(candidate.tier, candidate.count)
        if columns.tile < values["column"]:
            return None
        widest = (columns.tile - self.layout.mm(4)) / WIDTH
        motif = min(
            values["motif"] * self.layout.mm(1) * candidate.factor,
            values["motif-maximum"] * self.layout.mm(1),
            widest,
        )
        if motif < 0.84 * values["motif"] * self.layout.mm(1):
            return None
        header, footer = self._header(candidate.tier.name), self._footer(candidate.tier.name)
        short = self._at_least(candidate, columns, motif) - (footer.top - header.bottom)
        if short > 0:
            self._fell_short(candidate, short)
            return None
        areas = self._areas(candidate, columns, motif)
        if areas is None:
            return None
        heart = HeartPlanner(self, candidate, columns).plan()
        if heart is None:
            return None
        return self._stack(candidate, columns, motif, header, areas, heart, footer)

    def _at_least(self, candidate: Candidate, columns: Columns, motif: float) -> Length:
        """Return a height that any layout of the candidate needs; quick, to rule it out.

        One line of every text, motifs half as tall as they may be, and no gaps.
        """
        tier, factor = candidate.tier, candidate.factor
        sizes = [len(area.skills) for area in self.content.areas]
        rows = sum(ceil(size / columns.count) for size in sizes)
        line = self.style(tier, "skill-line", factor).size if candidate.lines else 0
        tile = self.style(tier, "skill", factor).size + line + round(WIDTH * motif * 0.3)
        heading = self.style(tier, "heading", factor).size
        disc = round(2 * tier.values["disc"] * 0.5)
        return rows * round(0.7 * tile) + len(sizes) * round(0.7 * heading) + disc

    def _fell_short(self, candidate: Candidate, shortfall: Length) -> None:
        """Keep the smallest shortfall at the last tier, to tell when nothing fits."""
        self._too_tall = True
        if candidate.tier is self.layout.tiers[-1]:
            self._least = min(self._least or shortfall, shortfall)

    def columns(self, tier: Tier, count: int) -> Columns:
        """Return the horizontal plan; lanes stand outside it on either side."""
        values, mm = tier.values, self.layout.mm
        lane, edge = values["lane"], self.layout.values["lane-edge"]
        bend = self.layout.values["bend"]
        badge = round(values["start"] + lane * (self.below - 2))
        start = round(badge + values["badge"] + values["badge-gap"])
        end = round(self.layout.page.width - edge - lane * max(0, self.above - 1) - bend)
        return Columns(badge, start, end - mm(0.5), count)

    def _stack(
        self,
        candidate: Candidate,
        columns: Columns,
        motif: float,
        header: HeaderPlan,
        areas: list[_Area],
        heart: HeartPlan,
        footer: FooterPlan,
    ) -> tuple[PosterPlan, Length] | None:
        """Share the spare height among the gaps; None when there is too little."""
        mm = self.layout.mm
        between = max(0, self.above - 1) + max(0, self.below - 1)
        weight = (
            _WEIGHTS["header"]
            + _WEIGHTS["between"] * between
            + 2 * _WEIGHTS["heart"]
            + _WEIGHTS["footer"]
        )
        used = sum(area.height for area in areas) + heart.bottom - heart.top
        spare = footer.top - header.bottom - used
        gap = round(spare / weight)
        least = round(self.layout.values["gap-minimum"])
        if gap < least:
            self._fell_short(candidate, round((least - gap) * weight))
            return None
        most = round(self.layout.values["gap-maximum"])
        y = header.bottom + round(_WEIGHTS["header"] * min(gap, most))
        placed: list[AreaPlan] = []
        extra = max(0, round((gap - most) * weight))
        share = extra // (len(areas) + 2)
        y += share
        for number, area in enumerate(areas):
            if number == self.above:
                y += round((_WEIGHTS["heart"] - _WEIGHTS["between"]) * min(gap, most))
                heart = _lowered_heart(heart, y)
                y = heart.bottom + round(_WEIGHTS["heart"] * min(gap, most)) + share
            placed.append(_lowered(area.plan, y))
            y += area.height + round(_WEIGHTS["between"] * min(gap, most)) + share
        tiers = PosterPlan(
            candidate.tier,
            columns,
            bool(candidate.lines),
            motif,
            round(candidate.tier.values["lane"]),
            header,
            heart,
            tuple(placed),
            footer,
        )
        return tiers, min(gap, most + mm(1) if extra else gap)

    # -- areas -----------------------------------------------------------------------------

    def _areas(self, candidate: Candidate, columns: Columns, motif: float) -> list[_Area] | None:
        tier, values, mm = candidate.tier, candidate.tier.values, self.layout.mm
        content = self.content
        factor = candidate.factor
        width = columns.tile - round(values["tile-gap"])
        skills = [entry for area in content.areas for entry in area.skills]
        names = self._role(
            [entry.title for entry in skills], self.style(tier, "skill", factor), width, 3, factor
        )
        lines: list[Block] | None = []
        if candidate.lines:
            lines = self._role(
                [entry.line for entry in skills],
                self.style(tier, "skill-line", factor),
                width,
                4,
                factor,
            )
        if names is None or lines is None:
            return None
        full = columns.end - columns.start
        heads = self._role(
            [area.title for area in content.areas],
            self.style(tier, "heading", min(factor, 1.1)),
            full,
            1,
            factor,
        )
        subs = self._role(
            [area.line for area in content.areas],
            self.style(tier, "area-line", min(factor, 1.1)),
            full,
            1,
            factor,
        )
        if heads is None or subs is None:
            return None
        beside = all(
            head.width + sub.width + mm(12) <= full for head, sub in zip(heads, subs, strict=True)
        )
        figures = self._figures(tier, motif, columns, columns.count)
        weight = round(values["thread"])
        extents = [_extent(item, weight) for item in figures.values()]
        up = max(-top for top, _ in extents)
        down = max(bottom for _, bottom in extents)
        rise = max(-head.ink_top for head in heads)
        fall = max(head.ink_bottom for head in heads)
        if not beside:
            sub_rise = max(-sub.ink_top for sub in subs)
            sub_drop = max(fall + mm(2) + sub_rise, heads[0].style.size * 3 // 4)
            fall = sub_drop + max(sub.ink_bottom for sub in subs)
        thread = rise + fall + round(values["heading-gap"]) + up
        name_rise = max(-block.ink_top for block in names)
        drop = _drop(names, lines)
        result: list[_Area] = []
        index = 0
        for number, area in enumerate(content.areas):
            y = thread
            rows: list[RowPlan] = []
            bottom = y
            for first in range(0, len(area.skills), columns.count):
                if first:
                    y = bottom + round(values["row-gap"]) + up
                baseline = y + down + round(values["text-gap"]) + name_rise
                tiles: list[Tile] = []
                for place, entry in enumerate(area.skills[first : first + columns.count]):
                    x = columns.start + place * columns.tile
                    name = Placed(names[index], x, baseline, width, entry.title)
                    line = None
                    if lines:
                        under = baseline + names[index].last_baseline + drop
                        line = Placed(lines[index], x, under, width, entry.line)
                    tiles.append(Tile(entry, x, figures[entry.id], name, line))
                    index += 1
                rows.append(RowPlan(y, tuple(tiles)))
                bottom = max(tile.bottom for tile in tiles)
            heading = Placed(heads[number], columns.start, rise, full, area.title)
            if beside:
                x = columns.start + heads[number].width + mm(12)
                line = Placed(subs[number], x, rise, columns.end - x, area.line)
            else:
                line = Placed(subs[number], columns.start, rise + sub_drop, full, area.line)
            plan = AreaPlan(number, area, 0, bottom, heading, line, tuple(rows))
            result.append(_Area(plan, bottom))
        return result

    def _role(
        self, texts: list[Text], style: Style, width: Length, lines: int, factor: float
    ) -> list[Block] | None:
        """Compose a role at one size; None, with the oversets noted, when it does not fit."""
        key = (style, width, lines, factor, len(texts))
        if key not in self._roles:
            slots = [self.draft.slot(text, width, max_lines=lines, balance=True) for text in texts]
            ladder = (1.0,) if factor > 1 else tuple(r / factor for r in RUNGS if r <= factor)
            fitted = self.draft.fit_quietly(slots, style, ladder)
            if fitted.overset:
                self.note(self.draft.oversets(fitted))
            self._roles[key] = None if fitted.overset else list(fitted.blocks)
        return self._roles[key]

    def note(self, problems: list[Diagnostic]) -> None:
        """Keep what stood in the way last: it is told when no candidate fits."""
        self._nearest = problems

    def _figures(
        self, tier: Tier, motif: float, columns: Columns, count: int
    ) -> Mapping[str, Figure]:
        result: dict[str, Figure] = {}
        simple = bool(tier.values["simple"])
        for number, area in enumerate(self.content.areas):
            inks = self.layout.areas[number]
            palette = Palette(
                inks.thread, inks.tint, self.layout.inks["ink"], self.layout.inks["paper"]
            )
            for place, entry in enumerate(area.skills):
                ops = self.draft.ops(entry, place, simple=simple)
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


def _name_lines(plan: PosterPlan) -> int:
    return sum(
        len(tile.name.block.lines) for area in plan.areas for row in area.rows for tile in row.tiles
    )


def _lowered(plan: AreaPlan, y: Length) -> AreaPlan:
    def down(placed: Placed) -> Placed:
        return replace(placed, baseline=placed.baseline + y)

    rows = tuple(
        RowPlan(
            row.y + y,
            tuple(
                replace(t, name=down(t.name), line=down(t.line) if t.line else None)
                for t in row.tiles
            ),
        )
        for row in plan.rows
    )
    return replace(
        plan,
        top=plan.top + y,
        bottom=plan.bottom + y,
        heading=down(plan.heading),
        line=down(plan.line),
        rows=rows,
    )


def _lowered_heart(plan: HeartPlan, y: Length) -> HeartPlan:
    def down(placed: Placed) -> Placed:
        return replace(placed, baseline=placed.baseline + y)

    return replace(
        plan,
        top=plan.top + y,
        bottom=plan.bottom + y,
        heading=down(plan.heading),
        line=down(plan.line),
        discs=tuple(
            replace(d, y=d.y + y, name=down(d.name), line=down(d.line) if d.line else None)
            for d in plan.discs
        ),
    )
