"""Measuring inks, texts and drawings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise
from math import hypot
from random import Random
from typing import Final, TypeAlias

from printkit import paths
from printkit.geometry import Rect, enclosing
from printkit.scene.model import Path
from printkit.text.model import Block
from printkit.units import Length

XY: TypeAlias = tuple[float, float]
Circle: TypeAlias = tuple[float, float, float]

LEGIBLE: Final = 4.5
"""The least contrast of text on its ground (WCAG 2, AA)."""


def leading(block: Block) -> Length:
    """Return the leading of a block's style, the same for all its texts."""
    return round(block.style.leading * block.style.size)


def below(upper: Block, lower: Block, gap: Length) -> Length:
    """Return how far the first baseline of ``lower`` lies below that of ``upper``.

    The gap comes on top of the leading of both, so that it looks alike in all scripts;
    where letters reach further, their ink decides.
    """
    usual = (leading(upper) + leading(lower)) // 2 + gap
    reach = upper.ink_bottom - upper.last_baseline - lower.ink_top + gap // 3
    return upper.last_baseline + max(usual, reach)


def ink_bounds(items: Iterable[Path]) -> Rect:
    """Return the box around outlines with their strokes; empty at 0 when there are none."""
    boxes: list[Rect] = []
    for item in items:
        box = paths.bounds(item.outline)
        if item.stroke is not None:
            half = item.stroke.width // 2
            box = Rect(box.x - half, box.y - half, box.width + 2 * half, box.height + 2 * half)
        boxes.append(box)
    return enclosing(boxes) or Rect(0, 0, 0, 0)


def ink_circle(items: Iterable[Path]) -> Circle:
    """Return x, y and radius of the least circle around the ink.

    Welzl's algorithm: a point outside the circle so far lies on the edge of the next one.
    """
    points = list(dict.fromkeys(point for item in items for point in _edge(item)))
    Random(0).shuffle(points)  # along an outline every point would be the furthest so far
    circle: Circle = (*points[0], 0.0)
    for i, first in enumerate(points):
        if _inside(circle, first):
            continue
        circle = (*first, 0.0)
        for j, second in enumerate(points[:i]):
            if _inside(circle, second):
                continue
            circle = _around(first, second)
            for third in points[:j]:
                if not _inside(circle, third):
                    circle = _through(first, second, third)
    return circle


def _inside(circle: Circle, point: XY) -> bool:
    return hypot(point[0] - circle[0], point[1] - circle[1]) <= circle[2] + 1


def _around(one: XY, other: XY) -> Circle:
    x, y = (one[0] + other[0]) / 2, (one[1] + other[1]) / 2
    return x, y, hypot(one[0] - x, one[1] - y)


def _through(one: XY, other: XY, third: XY) -> Circle:
    """Return the circle through three points, around the outer two where they are in line."""
    ax, ay = other[0] - one[0], other[1] - one[1]
    bx, by = third[0] - one[0], third[1] - one[1]
    cross = 2 * (ax * by - ay * bx)
    if not cross:
        pairs = ((one, other), (one, third), (other, third))
        return max((_around(*pair) for pair in pairs), key=lambda circle: circle[2])
    a, b = ax * ax + ay * ay, bx * bx + by * by
    x, y = (by * a - ay * b) / cross, (ax * b - bx * a) / cross
    return one[0] + x, one[1] + y, hypot(x, y)


def _edge(item: Path) -> Iterator[tuple[float, float]]:
    """Yield points of an outline's edge, on both sides of its stroke."""
    half = item.stroke.width / 2 if item.stroke is not None else 0.0
    for piece in paths.flatten(item.outline):
        for (x1, y1), (x2, y2) in pairwise(piece):
            run = hypot(x2 - x1, y2 - y1) or 1.0
            dx, dy = half * (y2 - y1) / run, half * (x1 - x2) / run
            yield from ((x1 + dx, y1 + dy), (x1 - dx, y1 - dy))
            yield from ((x2 + dx, y2 + dy), (x2 - dx, y2 - dy))
