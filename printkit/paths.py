"""Outlines: built from circles and corners, joined, measured; lengths in EMU.

``parse_path`` and ``path_data`` read and write them as SVG path text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from math import ceil, floor, hypot, sqrt
from typing import Final, NamedTuple, TypeAlias

from printkit.geometry import Outline, Rect, Segment
from printkit.pathtext import parse_path, path_data
from printkit.units import EMU_PER, Length

__all__ = [
    "Curve",
    "Spot",
    "bounds",
    "circle",
    "curves",
    "ellipse",
    "flatten",
    "join",
    "length",
    "line",
    "parse_path",
    "path_data",
    "point_at",
    "polyline",
    "rectangle",
    "reverse",
    "rounded",
    "subpaths",
]

XY: TypeAlias = tuple[float, float]
Curve: TypeAlias = tuple[XY, ...]  # two points of a line, or four of a cubic

_KAPPA: Final = 4 / 3 * (sqrt(2) - 1)


class Spot(NamedTuple):
    """A place on an outline and the unit direction in which the outline runs there."""

    x: float
    y: float
    dx: float
    dy: float


# -- building ------------------------------------------------------------------------------


def circle(cx: float, cy: float, r: float) -> Outline:
    """Return a closed circle, clockwise on the page from its leftmost point."""
    return ellipse(cx, cy, r, r)


def ellipse(cx: float, cy: float, rx: float, ry: float) -> Outline:
    """Return a closed ellipse, clockwise on the page from its leftmost point."""
    kx, ky = rx * _KAPPA, ry * _KAPPA
    left, right, top, bottom = round(cx - rx), round(cx + rx), round(cy - ry), round(cy + ry)
    x, y = round(cx), round(cy)
    return (
        ("M", left, y),
        ("C", left, round(cy - ky), round(cx - kx), top, x, top),
        ("C", round(cx + kx), top, right, round(cy - ky), right, y),
        ("C", right, round(cy + ky), round(cx + kx), bottom, x, bottom),
        ("C", round(cx - kx), bottom, left, round(cy + ky), left, y),
        ("Z",),
    )


def rectangle(box: Rect) -> Outline:
    """Return ``box`` as an outline."""
    return rounded(box, 0)


def rounded(box: Rect, r: float) -> Outline:
    """Return ``box`` with its corners rounded by ``r`` (at most half of a side)."""
    r = max(0.0, min(r, box.width / 2, box.height / 2))
    if not r:
        return (
            ("M", box.x, box.y),
            ("L", box.right, box.y),
            ("L", box.right, box.bottom),
            ("L", box.x, box.bottom),
            ("Z",),
        )
    q = round(r)
    k = round(r * (1 - _KAPPA))
    left, top, right, bottom = box.x, box.y, box.right, box.bottom
    return (
        ("M", left + q, top),
        ("L", right - q, top),
        ("C", right - k, top, right, top + k, right, top + q),
        ("L", right, bottom - q),
        ("C", right, bottom - k, right - k, bottom, right - q, bottom),
        ("L", left + q, bottom),
        ("C", left + k, bottom, left, bottom - k, left, bottom - q),
        ("L", left, top + q),
        ("C", left, top + k, left + k, top, left + q, top),
        ("Z",),
    )


def polyline(points: Iterable[tuple[float, float]], *, closed: bool = False) -> Outline:
    """Return straight lines through ``points``."""
    result: list[Segment] = []
    for x, y in points:
        place = (round(x), round(y))
        result.append(("L", *place) if result else ("M", *place))
    if closed and result:
        result.append(("Z",))
    return tuple(result)


def line(x1: float, y1: float, x2: float, y2: float) -> Outline:
    """Return one straight line."""
    return polyline(((x1, y1), (x2, y2)))


def subpaths(outline: Outline) -> tuple[Outline, ...]:
    """Return the outline's pieces, each with its own M."""
    pieces: list[list[Segment]] = []
    for segment in outline:
        if segment[0] == "M" or not pieces:
            pieces.append([])
        pieces[-1].append(segment)
    return tuple(tuple(piece) for piece in pieces if len(piece) > 1)


def join(outlines: Iterable[Outline]) -> Outline:
    """Return the outlines as one, a piece that starts where the last one ended running on.

    So a dash does not restart where two drawings of a thread meet.
    """
    result: list[Segment] = []
    pen: tuple[Length, Length] | None = None
    for segment in (segment for outline in outlines for segment in outline):
        if segment[0] == "Z":
            pen = None
        else:
            end = (segment[-2], segment[-1])
            if segment[0] == "M" and end == pen:
                continue
            pen = end
        result.append(segment)
    return tuple(result)


def reverse(outline: Outline) -> Outline:
    """Return the outline run from its end to its start."""
    result: list[Segment] = []
    for piece in reversed(subpaths(outline)):
        closed = piece[-1][0] == "Z"
        steps = [segment for segment in piece if segment[0] != "Z"]
        ends = [(segment[-2], segment[-1]) for segment in steps]
        result.append(("M", *ends[-1]))
        for index in range(len(steps) - 1, 0, -1):
            match steps[index]:
                case ("C", x1, y1, x2, y2, _, _):
                    result.append(("C", x2, y2, x1, y1, *ends[index - 1]))
                case _:
                    result.append(("L", *ends[index - 1]))
        if closed:
            result.append(("Z",))
    return tuple(result)


# -- measuring -----------------------------------------------------------------------------


def curves(outline: Outline) -> Iterator[Curve]:
    """Yield every line (two points) and cubic (four); a closing line only if it has length."""
    pen: XY = (0.0, 0.0)
    start = pen
    for segment in outline:
        match segment:
            case ("M", x, y):
                pen = start = (x, y)
            case ("L", x, y):
                yield pen, (x, y)
                pen = (x, y)
            case ("C", x1, y1, x2, y2, x, y):
                yield pen, (x1, y1), (x2, y2), (x, y)
                pen = (x, y)
            case _:
                if pen != start:
                    yield pen, start
                pen = start


def length(outline: Outline) -> float:
    """Return the arc length in EMU, within a thousandth of a point."""
    return sum(map(_curve_length, curves(outline)))


def point_at(outline: Outline, distance: float) -> Spot:
    """Return the place ``distance`` along the outline; before and after it, its ends.

    Raises ValueError for an outline without any length.
    """
    rest = max(0.0, distance)
    last: Curve | None = None
    for curve in curves(outline):
        size = _curve_length(curve)
        if not size:
            continue
        if rest <= size:
            return _spot(curve, _parameter(curve, rest, size))
        rest -= size
        last = curve
    if last is None:
        raise ValueError("an outline without length has no point at a distance")
    return _spot(last, 1.0)


def bounds(outline: Outline) -> Rect:
    """Return the smallest whole box around the curves themselves, not around their handles.

    An end that nothing is drawn from or to counts only where there is no curve at all.
    """
    drawn = [s for n, s in enumerate(outline) if s[0] != "M" or _begins(outline, n)]
    places = [(s[-2], s[-1]) for s in drawn or outline if s[0] != "Z"]
    if not places:
        return Rect(0, 0, 0, 0)
    xs, ys = zip(*places, strict=True)
    left, right, top, bottom = float(min(xs)), float(max(xs)), float(min(ys)), float(max(ys))
    x = y = 0
    for segment in outline:
        if segment[0] == "Z":
            continue
        if segment[0] == "C":
            _, x1, y1, x2, y2, x3, y3 = segment
            # A curve never leaves the hull of its points: most turn nowhere further out.
            if min(x1, x2) < left or max(x1, x2) > right:
                turns = tuple(_extremes((x, x1, x2, x3)))
                left, right = min(left, *turns), max(right, *turns)
            if min(y1, y2) < top or max(y1, y2) > bottom:
                turns = tuple(_extremes((y, y1, y2, y3)))
                top, bottom = min(top, *turns), max(bottom, *turns)
        x, y = segment[-2], segment[-1]
    # The extremes of a cubic are rounded reals; a millionth of an EMU is not an extent.
    return Rect.of(floor(left + 1e-6), floor(top + 1e-6), ceil(right - 1e-6), ceil(bottom - 1e-6))


def _begins(outline: Outline, number: int) -> bool:
    """Return whether anything is drawn from the move at ``number``."""
    return number + 1 < len(outline) and outline[number + 1][0] != "M"


def flatten(outline: Outline, tolerance: float = EMU_PER["mm"] / 50) -> tuple[tuple[XY, ...], ...]:
    """Return each piece as points no further than ``tolerance`` from the curve."""
    result: list[tuple[XY, ...]] = []
    for piece in subpaths(outline):
        points: list[XY] = []
        for curve in curves(piece):
            if not points:
                points.append(curve[0])
            if len(curve) == 4:
                # The distance to the chord is at most the second difference over eight n².
                bend = max(
                    hypot(a[0] - 2 * b[0] + c[0], a[1] - 2 * b[1] + c[1])
                    for a, b, c in (curve[:3], curve[1:])
                )
                steps = max(1, ceil(sqrt(6 * bend / (8 * tolerance))))
                points.extend(_at(curve, i / steps) for i in range(1, steps))
            points.append(curve[-1])
        result.append(tuple(points))
    return tuple(result)


def _at(curve: Curve, t: float) -> XY:
    if len(curve) == 2:
        (ax, ay), (bx, by) = curve
        return ax + (bx - ax) * t, ay + (by - ay) * t
    u = 1 - t
    weights = (u * u * u, 3 * u * u * t, 3 * u * t * t, t * t * t)
    return (
        sum(w * p[0] for w, p in zip(weights, curve, strict=True)),
        sum(w * p[1] for w, p in zip(weights, curve, strict=True)),
    )


def _velocity(curve: Curve, t: float) -> XY:
    if len(curve) == 2:
        return curve[1][0] - curve[0][0], curve[1][1] - curve[0][1]
    u = 1 - t
    weights = (3 * u * u, 6 * u * t, 3 * t * t)
    steps = list(pairwise(curve))
    return (
        sum(w * (b[0] - a[0]) for w, (a, b) in zip(weights, steps, strict=True)),
        sum(w * (b[1] - a[1]) for w, (a, b) in zip(weights, steps, strict=True)),
    )


def _spot(curve: Curve, t: float) -> Spot:
    vx, vy = _velocity(curve, t)
    if not hypot(vx, vy):  # a handle lies on its end: look past it
        ends = curve if t < 0.5 else tuple(reversed(curve))
        other = next((p for p in ends[1:] if p != ends[0]), ends[0])
        vx, vy = other[0] - ends[0][0], other[1] - ends[0][1]
        if t >= 0.5:
            vx, vy = -vx, -vy
    size = hypot(vx, vy) or 1.0
    x, y = _at(curve, t)
    return Spot(x, y, vx / size, vy / size)


# Five Gauss-Legendre points on [-1, 1] with their weights.
_GAUSS: Final[Sequence[XY]] = (
    (0.0, 0.5688888888888889),
    (-0.5384693101056831, 0.47862867049936647),
    (0.5384693101056831, 0.47862867049936647),
    (-0.906179845938664, 0.23692688505618908),
    (0.906179845938664, 0.23692688505618908),
)


def _curve_length(curve: Curve) -> float:
    if len(curve) == 2:
        return hypot(curve[1][0] - curve[0][0], curve[1][1] - curve[0][1])
    return _span_length(curve, 0.0, 1.0)


def _span_length(curve: Curve, a: float, b: float) -> float:
    # The velocity is a quadratic in t; its coefficients once, not for each of many points.
    (x0, y0), (x1, y1), (x2, y2), (x3, y3) = curve
    ax, ay = 3 * (x3 - x0) + 9 * (x1 - x2), 3 * (y3 - y0) + 9 * (y1 - y2)
    bx, by = 6 * (x0 - 2 * x1 + x2), 6 * (y0 - 2 * y1 + y2)
    cx, cy = 3 * (x1 - x0), 3 * (y1 - y0)

    def gauss(lo: float, hi: float) -> float:
        half, middle = (hi - lo) / 2, (hi + lo) / 2
        total = 0.0
        for g, w in _GAUSS:
            t = middle + half * g
            total += w * hypot((ax * t + bx) * t + cx, (ay * t + by) * t + cy)
        return half * total

    def refine(lo: float, hi: float, rough: float, depth: int) -> float:
        middle = (lo + hi) / 2
        left, right = gauss(lo, middle), gauss(middle, hi)
        if depth == 0 or abs(left + right - rough) < 4:
            return left + right
        return refine(lo, middle, left, depth - 1) + refine(middle, hi, right, depth - 1)

    return refine(a, b, gauss(a, b), 12)


def _parameter(curve: Curve, distance: float, size: float) -> float:
    """Return the parameter at which the curve has run ``distance`` of its ``size``."""
    t = distance / size
    if len(curve) == 2:
        return t
    low, high = 0.0, 1.0
    for _ in range(24):
        excess = _span_length(curve, 0.0, t) - distance
        if abs(excess) < 0.5:
            break
        low, high = (low, t) if excess > 0 else (t, high)
        speed = hypot(*_velocity(curve, t))
        nearer = t - excess / speed if speed else low
        t = nearer if low < nearer < high else (low + high) / 2
    return t


def _extremes(values: Sequence[float]) -> Iterator[float]:
    """Yield the ends of one coordinate of a curve and its turning points between them."""
    yield values[0]
    yield values[-1]
    if len(values) == 2:
        return
    p0, p1, p2, p3 = values
    if min(p0, p3) <= min(p1, p2) and max(p1, p2) <= max(p0, p3):
        return  # a curve never leaves the hull of its points
    a, b, c = p3 - 3 * p2 + 3 * p1 - p0, 2 * (p2 - 2 * p1 + p0), p1 - p0
    roots: list[float] = []
    if abs(a) < 1e-9:
        roots = [-c / b] if b else []
    elif (under := b * b - 4 * a * c) >= 0:
        roots = [(-b + sign * sqrt(under)) / (2 * a) for sign in (1, -1)]
    for t in roots:
        if 0 < t < 1:
            u = 1 - t
            yield u * u * u * p0 + 3 * u * u * t * p1 + 3 * u * t * t * p2 + t * t * t * p3
