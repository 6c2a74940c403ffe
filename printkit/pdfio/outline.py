"""Paths as they come out on the page, and the edges where their ink ends.

Lengths are points on the page, y down. Only edges that stand upright or lie level count: what
is cut off by a trim, which is a rectangle, ends in one.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import hypot, sqrt
from typing import Final, Literal, NamedTuple, TypeAlias

from printkit.pdfio.matrix import Box

Side: TypeAlias = Literal["left", "top", "right", "bottom"]
SIDES: Final[tuple[Side, ...]] = ("left", "top", "right", "bottom")

_SAME: Final = 0.02  # points; nearer than this is on one line
_LEAST: Final = 0.3  # how much of an end's direction must go to a side
_LOST: Final = 1.42  # half a millimetre: as much as a round end may lose on each side
ROUND: Final = 1
SQUARE: Final = 2


class Edge(NamedTuple):
    """Where ink ends: at ``at`` on a ``side``, from ``low`` to ``high`` along it.

    ``flat``: a straight edge, where a curve only touches the line.
    """

    side: Side
    at: float
    low: float
    high: float
    flat: bool = True


class Outline:
    """The path that is being built, its points mapped to the page."""

    def __init__(self) -> None:
        self._parts: list[list[tuple[float, float]]] = []
        self._closed: set[int] = set()
        self._curved = False

    def move(self, x: float, y: float) -> None:
        self._parts.append([(x, y)])

    def line(self, x: float, y: float) -> None:
        self._part().append((x, y))

    def curve(self, points: list[tuple[float, float]]) -> None:
        if points:
            self._curved = True
            self._part().extend(points)

    def polygon(self, points: list[tuple[float, float]]) -> None:
        self._parts.append(points)
        self.close()

    def close(self) -> None:
        if self._parts:
            self._closed.add(len(self._parts) - 1)

    def _part(self) -> list[tuple[float, float]]:
        if not self._parts:
            self._parts.append([])
        elif len(self._parts) - 1 in self._closed:  # it goes on from where it was closed
            self._parts.append(self._parts[-1][:1])
        return self._parts[-1]

    def box(self) -> Box | None:
        """Return the box around the path's points; None without any."""
        points = [point for part in self._parts for point in part]
        if not points:
            return None
        xs, ys = [p[0] for p in points], [p[1] for p in points]
        return min(xs), min(ys), max(xs), max(ys)

    def edges(self, box: Box) -> tuple[Edge, ...]:
        """Return a filled path's edges: its straight ones on its box, and where curves touch."""
        found = list(self._flat(box, box))
        told = {edge.side for edge in found}
        return (*found, *(each for each in sides(box, flat=False) if each.side not in told))

    def line_edges(self, box: Box, width: float, cap: int) -> tuple[Edge, ...]:
        """Return a stroked path's edges: its ends, and its sides along its box."""
        half = width / 2
        wide = (box[0] - half, box[1] - half, box[2] + half, box[3] + half)
        found = list(self._flat(box, wide))
        loose = False
        for number, part in enumerate(self._parts):
            if number not in self._closed and len(part) > 1:
                loose = True
                found += _end(part, half, cap)
                found += _end(part[::-1], half, cap)
        if not loose and self._curved:
            told = {edge.side for edge in found}
            found += (each for each in sides(wide, flat=False) if each.side not in told)
        return tuple(found)

    def _flat(self, box: Box, at: Box) -> Iterator[Edge]:
        """Yield an edge for every side of the box that straight lines of the path lie on."""
        for index, side in enumerate(SIDES):
            axis, other = index % 2, 1 - index % 2
            line = box[index]
            reach: list[float] = []
            for number, part in enumerate(self._parts):
                before = part[-1] if number in self._closed else part[0]
                for here in part:
                    if abs(here[axis] - line) <= _SAME and abs(before[axis] - line) <= _SAME:
                        reach += (here[other], before[other])
                    before = here
            if reach and max(reach) - min(reach) > _SAME:
                yield Edge(side, at[index], min(reach), max(reach))


def sides(box: Box, *, flat: bool) -> tuple[Edge, ...]:
    """Return the four edges of a box."""
    left, top, right, bottom = box
    return (
        Edge("left", left, top, bottom, flat),
        Edge("top", top, left, right, flat),
        Edge("right", right, top, bottom, flat),
        Edge("bottom", bottom, left, right, flat),
    )


def _end(part: list[tuple[float, float]], half: float, cap: int) -> Iterator[Edge]:
    """Yield where the last point of a line ends it, on the sides it goes to."""
    end = part[-1]
    start = next((p for p in reversed(part) if hypot(p[0] - end[0], p[1] - end[1]) > _SAME), None)
    if start is None:
        return
    long = hypot(end[0] - start[0], end[1] - start[1])
    way = ((end[0] - start[0]) / long, (end[1] - start[1]) / long)
    for index, side in enumerate(SIDES):
        axis, other = index % 2, 1 - index % 2
        outward = 1 if index > 1 else -1
        if way[axis] * outward < _LEAST:
            continue
        across = half * abs(way[axis])
        at = end[axis] + way[axis] * _past(half, cap)
        yield Edge(side, at, end[other] - across, end[other] + across)


def _past(half: float, cap: int) -> float:
    """Return how far beyond its last point a line still has nearly all its thickness."""
    if cap == SQUARE:
        return half
    if cap != ROUND or half <= 0:
        return 0.0
    return sqrt(half * half - max(0.0, half - _LOST) ** 2)


def clipped(edges: tuple[Edge, ...], whole: Box, clip: Box | None, flat: frozenset[Side]) -> (
    tuple[Edge, ...]
):
    """Return the edges of what a clip leaves. ``flat`` are the clip's straight sides."""
    if clip is None:
        return edges
    left = tuple(
        (max if index < 2 else min)(whole[index], clip[index]) for index in range(4)
    )
    found = []
    for side, at, low, high, straight in edges:
        index = SIDES.index(side)
        other = 1 - index % 2
        low, high = max(low, left[other]), min(high, left[other + 2])
        if low <= high and left[index % 2] <= at <= left[index % 2 + 2]:
            found.append(Edge(side, at, low, high, straight))
    for index, side in enumerate(SIDES):
        if left[index] != whole[index]:
            other = 1 - index % 2
            found.append(Edge(side, left[index], left[other], left[other + 2], side in flat))
    return tuple(found)
