"""The poster's solver: tries densities from the roomiest down until all is measured to fit.

A candidate is a tier, a factor on type and motifs, a number of columns, and whether the
one-line texts are shown. Every height comes from composed text and drawn motifs; the
tiers only say what is wished for.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil

from msgspec.structs import replace

from printkit.diagnostics import Diagnostic, PrintkitError
from printkit.engines.board import Draft
from printkit.engines.motifs import WIDTH
from printkit.engines.poster import surround
from printkit.engines.poster.areas import plan_areas
from printkit.engines.poster.heart import plan_heart
from printkit.engines.poster.measure import Candidate, Lines, Measure
from printkit.engines.poster.plan import (
    AreaPlan,
    Columns,
    FooterPlan,
    HeaderPlan,
    HeartPlan,
    PosterPlan,
)
from printkit.layout.model import Tier
from printkit.text.fit import LADDER
from printkit.units import Length, to_mm

GROWTH = (1.2, 1.15, 1.1, 1.05)
_ROOMY = 13.0  # design mm of gap beyond which a poster grows rather than spreads
_HEADER, _BETWEEN, _HEART, _FOOTER = 0.7, 1.0, 0.9, 0.9  # what each gap has of the spare height


class Solver:
    def __init__(self, draft: Draft) -> None:
        self.measure = Measure(draft)
        self.layout = draft.job.layout
        self.content = draft.job.framework
        self._surroundings: dict[str, tuple[HeaderPlan, FooterPlan]] = {}
        self._least = 0
        self._too_tall = False

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
        if not self.measure.obstacles:
            short = f"{to_mm(self._least) / self.layout.scale:.0f} mm"
            where = self.measure.draft.where
            raise PrintkitError(
                Diagnostic(
                    "overset",
                    f"the areas need {short} more height than {where} has, drawn at A1",
                    self.content.span,
                    hint="make two posters, or leave out some skills or areas",
                )
            )
        raise PrintkitError(self.measure.obstacles)

    def least(self, plan: PosterPlan) -> PosterPlan | None:
        """Return a plan like ``plan`` in the smallest type, None where that does not fit."""
        lines = Lines.NONE
        if plan.lines:
            lines = Lines.ALL if all(disc.line for disc in plan.heart.discs) else Lines.SKILLS
        found = self._at(plan.tier, lines, LADDER[-1])
        return None if found is None else found[1]

    def _tier(self, tier: Tier, lines: Lines) -> PosterPlan | None:
        """Return the tier's plan at the largest factor that fits."""
        self.measure.obstacles = []
        largest, *between, smallest = LADDER
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
        """Return the plan in larger type, as large as breaks hardly a name anew.

        Then its motifs grow on their own, while there is still room to spare.
        """
        enough = self.layout.mm(_ROOMY - 3)
        for factor in GROWTH:
            if factor > base.tier.values["grow"]:
                continue
            found = self._try(replace(base, factor=factor))
            if found is None or found[1] < enough:
                continue
            if found[0].name_lines <= plan.name_lines + 2:
                plan, base = found[0], replace(base, factor=factor)
                break
        for drawn in GROWTH:
            found = self._try(replace(base, drawn=drawn))
            if found is not None and found[1] >= enough:
                return found[0]
        return plan

    def _counts(self, tier: Tier) -> Iterator[int]:
        """Yield numbers of columns, those with the fewest rows first, then the fewest."""
        sizes = [len(area.skills) for area in self.content.areas]
        last = tier is self.layout.tiers[-1]
        least, most = int(tier.values["columns-minimum"]), int(tier.values["columns-maximum"])

        def rows(count: int) -> int:
            return sum(ceil(size / count) for size in sizes)

        def lonely(count: int) -> bool:
            """Whether a skill would stand alone in a second row; smaller type is better."""
            return any(size > count and size % count == 1 for size in sizes)

        counts = [n for n in range(least, most + 1) if last or not lonely(n)]
        yield from sorted(counts, key=lambda count: (rows(count), count))

    # -- one candidate ---------------------------------------------------------------------

    def _try(self, candidate: Candidate) -> tuple[PosterPlan, Length] | None:
        values = candidate.tier.values
        columns = self.columns(candidate.tier, candidate.count)
        if columns.tile < values["column"]:
            return None
        widest = (columns.tile - self.layout.mm(4)) / WIDTH
        motif = min(
            values["motif"] * self.layout.mm(1) * candidate.factor * candidate.drawn,
            values["motif-maximum"] * self.layout.mm(1),
            widest,
        )
        if motif < 0.84 * values["motif"] * self.layout.mm(1):
            return None
        header, footer = self._surrounding(candidate.tier)
        short = self._at_least(candidate, columns, motif) - (footer.top - header.bottom)
        if short > 0:
            self._fell_short(candidate, short)
            return None
        areas = plan_areas(self.measure, candidate, columns, motif)
        heart = plan_heart(self.measure, candidate, columns)
        if areas is None or heart is None:
            return None
        return self._stack(candidate, columns, motif, header, areas, heart, footer)

    def _surrounding(self, tier: Tier) -> tuple[HeaderPlan, FooterPlan]:
        """Return header and footer, the same for all candidates of a tier."""
        if tier.name not in self._surroundings:
            found = surround.header(self.measure, tier), surround.footer(self.measure, tier)
            self._surroundings[tier.name] = found
        return self._surroundings[tier.name]

    def _at_least(self, candidate: Candidate, columns: Columns, motif: float) -> Length:
        """Return a height that any layout of the candidate needs; quick, to rule it out.

        One line of every text, motifs half as tall as they may be, and no gaps.
        """
        tier, factor = candidate.tier, candidate.factor
        sizes = [len(area.skills) for area in self.content.areas]
        rows = sum(ceil(size / columns.count) for size in sizes)
        style = self.measure.style
        line = style(tier, "skill-line", factor).size if candidate.lines else 0
        tile = style(tier, "skill", factor).size + line + round(WIDTH * motif * 0.3)
        heading = style(tier, "heading", factor).size
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
        badge = round(values["start"] + lane * (self.measure.below - 2))
        start = round(badge + values["badge"] + values["badge-gap"])
        end = round(self.layout.page.width - edge - lane * max(0, self.measure.above - 1) - bend)
        return Columns(badge, start, end - mm(0.5), count)

    def _stack(
        self,
        candidate: Candidate,
        columns: Columns,
        motif: float,
        header: HeaderPlan,
        areas: list[AreaPlan],
        heart: HeartPlan,
        footer: FooterPlan,
    ) -> tuple[PosterPlan, Length] | None:
        """Share the spare height among the gaps; None when there is too little."""
        mm, above = self.layout.mm, self.measure.above
        between = len(areas) - 2 if above else len(areas) - 1
        weight = _HEADER + _BETWEEN * between + 2 * _HEART + _FOOTER
        used = sum(area.height for area in areas) + heart.height
        gap = round((footer.top - header.bottom - used) / weight)
        least = round(self.layout.values["gap-minimum"])
        if gap < least:
            self._fell_short(candidate, round((least - gap) * weight))
            return None
        most = round(self.layout.values["gap-maximum"])
        step = min(gap, most)
        # What is left over when no gap may grow further goes everywhere alike.
        share = max(0, round((gap - most) * weight)) // (len(areas) + 2)
        y = header.bottom + round(_HEADER * step) + share
        placed: list[AreaPlan] = []
        for number, area in enumerate(areas):
            if number == above:
                y += round((_HEART - _BETWEEN) * step)
                heart = heart.lowered(y)
                y = heart.bottom + round(_HEART * step) + share
            placed.append(area.lowered(y))
            y += area.height + round(_BETWEEN * step) + share
        plan = PosterPlan(
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
        return plan, gap if gap <= most else most + mm(1)
