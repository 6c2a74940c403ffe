"""The ways of the poster's threads: along rows, round lanes, through the plait."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from msgspec import Struct

from printkit.engines.motifs import Figure, Row, row
from printkit.engines.poster.plait import Plait, plait
from printkit.engines.poster.plan import AreaPlan, PosterPlan, RowPlan
from printkit.engines.threads import Route
from printkit.geometry import Outline
from printkit.layout.model import Layout
from printkit.units import Length

RING = 0.78
"""Radius of an end ring, and below it the width of its stroke, in weights of the thread."""
RING_STROKE = 0.58
_INTO_RING = 0.85  # a strand ends under its ring's stroke


class AreaThreads(Struct, frozen=True):
    """All strands of one area.

    ``whole`` are the long paths that join its motifs. ``passing`` is the one through the
    heart. ``styled`` are the outlines that show the line style, None for all: where motifs
    are drawn simply, it stays on the plain stretches between them.
    """

    rows: tuple[Row, ...]
    whole: tuple[Outline, ...]
    passing: Outline
    styled: tuple[Outline, ...] | None
    rings: tuple[tuple[Length, Length], ...]  # centres of the rings at its ends


class Router:
    """Finds the ways, given a plan. ``pitch`` is from slot to slot in the plait."""

    def __init__(self, plan: PosterPlan, layout: Layout) -> None:
        self.plan = plan
        self.layout = layout
        self.weight = round(plan.tier.values["thread"])
        self.total = len(plan.areas)
        # Open where there is room, closer where a disc must hide all slots.
        room = (2 * plan.heart.radius - self.weight - layout.mm(3)) / max(1, self.total - 1)
        self.pitch: Length = min(plan.lane, round(room))
        self.plait: Plait = plait(plan.above, self.total - plan.above, len(plan.heart.discs))
        self._simple = bool(plan.tier.values["simple"])

    def slot(self, slot: float) -> Length:
        """Return how far a slot lies below the middle of the plait."""
        return round((slot - (self.total - 1) / 2) * self.pitch)

    def casing(self) -> Length:
        """Return the paper on each side of a thread inside the heart.

        Where the casings of neighbouring lanes leave less than two millimetres of the
        band between them, they close up: a sliver reads as a misprint.
        """
        side = round(self.layout.values["band-casing"])
        between = self.plan.lane - self.weight
        if between - 2 * side < self.layout.mm(2):
            side = between // 2 + self.layout.mm(0.05)
        return min(side, self.pitch - self.weight)

    def area(self, area: AreaPlan) -> AreaThreads:
        """Return an area's threads: its first row on the journey, the others on branches."""
        above = area.index < self.plan.above
        first, passing, plain = self._above(area) if above else self._below(area)
        rows = [first]
        whole = [passing] if first.route is None else [first.route.outline]
        rings = [] if above else [(self.plan.columns.end + round(0.35 * self.weight), area.y)]
        styled = [*plain]
        y = area.y
        for extra in area.rows[1:]:
            radius = min(self.layout.mm(12), round(0.4 * (extra.y - y)))
            ring = self._ring(extra)
            end = ring - round(_INTO_RING * self.weight)
            branch = self._branch(y, extra.y, radius)
            hung = row(_figures(extra), extra.y, branch)
            if hung.route is not None:
                whole.append(hung.route.to(end, extra.y).outline)
            rows.append(hung)
            rings.append((ring, extra.y))
            lead = self._branch(y, extra.y, radius).to(extra.tiles[0].x, extra.y)
            styled += [lead.outline, *_between(extra), *_tail(extra, end)]
            y = extra.y - radius
        shown = tuple(styled) if self._simple else None
        return AreaThreads(tuple(rows), tuple(whole), passing, shown, tuple(rings))

    def _above(self, area: AreaPlan) -> tuple[Row, Outline, list[Outline]]:
        """Badge, row, lane on the end side, heart."""
        first = area.rows[0]
        hung = row(_figures(first), area.y, Route(self.plan.columns.badge, area.y))
        tail = first.tiles[-1].x + first.tiles[-1].figure.width
        lane = self._woven(area.index, self._entering(area.index, Route(tail, area.y))).outline
        lead = Route(self.plan.columns.badge, area.y).to(first.tiles[0].x, area.y).outline
        plain = [lead, *_between(first), lane]
        if hung.route is not None:
            self._woven(area.index, self._entering(area.index, hung.route))
        passing = lane if self._simple or hung.route is None else hung.route.outline
        return hung, passing, plain

    def _below(self, area: AreaPlan) -> tuple[Row, Outline, list[Outline]]:
        """Heart, lane on the start side, badge, row."""
        first = area.rows[0]
        end = self.plan.columns.end - round((_INTO_RING - 0.35) * self.weight)
        lane = self._arriving(area.index).to(first.tiles[0].x, area.y).outline
        hung = row(_figures(first), area.y, self._arriving(area.index))
        if hung.route is not None:
            hung.route.to(end, area.y)
        plain = [lane, *_between(first), *_tail(first, end)]
        if self._simple:
            return hung, lane, plain
        # The path from the heart is the route itself, or the first strand it was cut into.
        longest = [*hung.strands, *([hung.route.outline] if hung.route else [])]
        return hung, next(s for s in longest if s[0] == lane[0]), plain

    def _arriving(self, index: int) -> Route:
        last = self.plan.heart.discs[-1]
        start = Route(last.x, last.y + self.slot(self.plait.slots[index][0]))
        return self._leaving(index, self._woven(index, start))

    def _entering(self, index: int, route: Route) -> Route:
        """Lead an area above the heart round the end-side lane to the last disc."""
        plan, bend = self.plan, self.layout.values["bend"]
        nest = plan.above - 1 - index
        lane = self.layout.page.width - self.layout.values["lane-edge"] - plan.lane * index
        rx, ry = bend + plan.lane * nest, bend + self.pitch * nest
        top = plan.areas[index].y
        last = plan.heart.discs[-1]
        bottom = last.y + self.slot(nest)
        route.to(lane - rx, top).turn(lane, top + rx, horizontal=True)
        route.to(lane, bottom - ry).turn(lane - rx, bottom, horizontal=False)
        return route.to(last.x, bottom)

    def _woven(self, index: int, route: Route) -> Route:
        """Follow an area's thread from the last disc to the first, slot by slot."""
        discs = self.plan.heart.discs[::-1]
        slots = self.plait.slots[index]
        for number in range(1, len(discs)):
            x, y = discs[number].x, discs[number].y + self.slot(slots[number])
            middle = (discs[number - 1].x + x) / 2
            route.curve(middle, route.y, middle, y, x, y)
        return route

    def _leaving(self, index: int, route: Route) -> Route:
        """Lead an area below the heart round the start-side lane to its badge."""
        plan, bend = self.plan, self.layout.values["bend"]
        order = index - plan.above
        below = self.total - plan.above
        lane = self.layout.values["lane-edge"] + plan.lane * (below - 1 - order)
        rx, ry = bend + plan.lane * order, bend + self.pitch * order
        first = plan.heart.discs[0]
        leaves = first.y + self.slot(self.total - 1 - order)
        clear = max(lane + rx + self.layout.mm(1), first.x - plan.heart.radius * 1.5)
        if round(leaves) != round(route.y):
            middle = (first.x + clear) / 2
            route.curve(middle, route.y, middle, leaves, clear, leaves)
        bottom = plan.areas[index].y
        route.to(lane + rx, leaves).turn(lane, leaves + ry, horizontal=True)
        return route.to(lane, bottom - rx).turn(lane + rx, bottom, horizontal=False)

    def _branch(self, above: Length, y: Length, radius: Length) -> Route:
        """Fall from the badge, or from where the last branch turned off, into a row."""
        trunk = self.plan.columns.badge
        route = Route(trunk, above).to(trunk, y - radius)
        return route.turn(trunk + radius, y, horizontal=False)

    def _ring(self, extra: RowPlan) -> Length:
        """Return where a branch's ring stands: clear of the last motif, inside the row."""
        tail = extra.tiles[-1].x + extra.tiles[-1].figure.width
        outer = round((RING + RING_STROKE / 2) * self.weight)
        wished = tail + outer + max(self.layout.mm(5), self.weight)
        return min(wished, self.plan.columns.end + round(0.35 * self.weight))


def _figures(planned: RowPlan) -> list[tuple[Length, Figure]]:
    return [(tile.x, tile.figure) for tile in planned.tiles]


def _between(planned: RowPlan) -> Iterator[Outline]:
    """Yield the plain stretches from motif to motif."""
    for one, other in pairwise(planned.tiles):
        yield (("M", one.x + one.figure.width, planned.y), ("L", other.x, planned.y))


def _tail(planned: RowPlan, end: Length) -> Iterator[Outline]:
    tail = planned.tiles[-1].x + planned.tiles[-1].figure.width
    if end > tail:
        yield (("M", tail, planned.y), ("L", end, planned.y))
