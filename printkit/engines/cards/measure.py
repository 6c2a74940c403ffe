"""Measuring inks, texts and drawings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise
from math import hypot
from typing import Final

from printkit import paths
from printkit.geometry import Rect, enclosing
from printkit.scene.model import Ink, Path
from printkit.text.model import Block
from printkit.units import Length

LEGIBLE: Final = 4.5
"""The least contrast of text on its ground (WCAG 2, AA)."""


def luminance(ink: Ink) -> float:
    """Return the relative luminance of an ink on screen (WCAG 2)."""

    def linear(value: int) -> float:
        part = value / 255
        return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4

    red, green, blue = map(linear, ink.rgb)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Ink, other: Ink) -> float:
    """Return the contrast of two inks, 1 to 21 (WCAG 2)."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


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


def ink_circle(items: Iterable[Path]) -> tuple[float, float, float]:
    """Return x, y and radius of the least circle around the ink, within a hundredth."""
    points = list(dict.fromkeys(point for item in items for point in _edge(item)))
    x, y = points[0]
    for step in range(1, 400):  # ever shorter steps towards the point furthest off
        far = max(points, key=lambda p: (p[0] - x) ** 2 + (p[1] - y) ** 2)
        x += (far[0] - x) / (step + 1)
        y += (far[1] - y) / (step + 1)
    return x, y, max(hypot(px - x, py - y) for px, py in points)


def _edge(item: Path) -> Iterator[tuple[float, float]]:
    """Yield points of an outline's edge, on both sides of its stroke."""
    half = item.stroke.width / 2 if item.stroke is not None else 0.0
    for piece in paths.flatten(item.outline):
        for (x1, y1), (x2, y2) in pairwise(piece):
            run = hypot(x2 - x1, y2 - y1) or 1.0
            dx, dy = half * (y2 - y1) / run, half * (x1 - x2) / run
            yield from ((x1 + dx, y1 + dy), (x1 - dx, y1 - dy))
            yield from ((x2 + dx, y2 + dy), (x2 - dx, y2 - dy))
