"""Matrices as PDF has them, on plain floats: a page has thousands."""

from __future__ import annotations

from math import hypot
from typing import Final, TypeAlias

from printkit.geometry import Rect
from printkit.units import EMU_PER

Matrix: TypeAlias = tuple[float, float, float, float, float, float]
"""a, b, c, d, e, f: x' = a·x + c·y + e, y' = b·x + d·y + f."""

Box: TypeAlias = tuple[float, float, float, float]
"""Left, top, right and bottom in points."""

UNIT: Final[Matrix] = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_POINT: Final = EMU_PER["pt"]
_FAR: Final = 1e7  # points; what lies beyond is broken


def then(first: Matrix, after: Matrix) -> Matrix:
    """Return the map that applies ``first`` and then ``after``."""
    a, b, c, d, e, f = first
    g, h, i, j, k, m = after
    return (
        a * g + b * i,
        a * h + b * j,
        c * g + d * i,
        c * h + d * j,
        e * g + f * i + k,
        e * h + f * j + m,
    )


def inverse(m: Matrix) -> Matrix:
    """Return the map that undoes ``m``; raises ZeroDivisionError where nothing does."""
    a, b, c, d, e, f = m
    whole = a * d - b * c
    return (
        d / whole,
        -b / whole,
        -c / whole,
        a / whole,
        (c * f - d * e) / whole,
        (b * e - a * f) / whole,
    )


def point(m: Matrix, x: float, y: float) -> tuple[float, float]:
    return m[0] * x + m[2] * y + m[4], m[1] * x + m[3] * y + m[5]


def bounds(m: Matrix, left: float, low: float, right: float, high: float) -> Box:
    """Return the box around the mapped corners of a box."""
    a, b, c, d, e, f = m
    xs = (a * left + c * low, a * left + c * high, a * right + c * low, a * right + c * high)
    ys = (b * left + d * low, b * left + d * high, b * right + d * low, b * right + d * high)
    return min(xs) + e, min(ys) + f, max(xs) + e, max(ys) + f


def least_scale(m: Matrix) -> float:
    """Return how large a unit comes out along the tighter axis."""
    return min(hypot(m[0], m[1]), hypot(m[2], m[3]))


def upright(m: Matrix) -> bool:
    """Return whether rectangles stay rectangles that stand straight."""
    return (abs(m[1]) < 1e-6 and abs(m[2]) < 1e-6) or (abs(m[0]) < 1e-6 and abs(m[3]) < 1e-6)


def common(one: Box | None, other: Box | None) -> Box | None:
    """Return what two boxes share; None is everything. It may be empty or inside out."""
    if one is None or other is None:
        return one or other
    return (
        max(one[0], other[0]),
        max(one[1], other[1]),
        min(one[2], other[2]),
        min(one[3], other[3]),
    )


def rect(box: Box) -> Rect:
    """Return a box of points as lengths."""
    left, top, right, bottom = (round(min(_FAR, max(-_FAR, v)) * _POINT) for v in box)
    return Rect.of(left, top, right, bottom)
