"""Measuring inks, texts and drawings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from printkit import paths
from printkit.engines.motifs import moved
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


def centred(items: Sequence[Path], x: Length, y: Length) -> tuple[Path, ...]:
    """Return outlines moved so that the middle of their ink is at (x, y)."""
    middle = ink_bounds(items).centre
    return moved(items, x - middle.x, y - middle.y)
