"""Even-odd fills as non-zero ones, the only kind a scene has.

Where no two lines of a path cross, both rules agree once every ring inside another runs
the other way round. Crossing lines are refused: joining shapes is a drawing program's work.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import TypeAlias

from printkit.geometry import Outline
from printkit.paths import bounds, flatten, reverse, subpaths

XY: TypeAlias = tuple[float, float]
Ring: TypeAlias = Sequence[XY]


@lru_cache(maxsize=256)
def nonzero(outline: Outline) -> Outline:
    """Return an even-odd outline so that it looks the same when filled non-zero.

    Raises ValueError when its lines cross one another.
    """
    pieces = subpaths(outline)
    box = bounds(outline)
    fine = max(box.width, box.height, 1) / 4000
    rings = [ring for piece in pieces for ring in flatten(piece, fine)]
    if _crosses(rings):
        raise ValueError("its lines cross one another, and it is filled by the even-odd rule")
    turned: list[Outline] = []
    for number, (piece, ring) in enumerate(zip(pieces, rings, strict=True)):
        spot = ((ring[0][0] + ring[1][0]) / 2, (ring[0][1] + ring[1][1]) / 2)
        others = (other for place, other in enumerate(rings) if place != number)
        depth = sum(_inside(other, spot) for other in others)
        right = (_area(ring) > 0) == (depth % 2 == 0)
        turned.append(piece if right else reverse(piece))
    return tuple(segment for piece in turned for segment in piece)


def _edges(ring: Ring) -> Iterator[tuple[XY, XY]]:
    for number, point in enumerate(ring):
        yield ring[number - 1], point


def _area(ring: Ring) -> float:
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in _edges(ring))


def _inside(ring: Ring, spot: XY) -> bool:
    x, y = spot
    odd = False
    for (x1, y1), (x2, y2) in _edges(ring):
        if (y1 > y) != (y2 > y) and x < x1 + (y - y1) * (x2 - x1) / (y2 - y1):
            odd = not odd
    return odd


def _crosses(rings: Sequence[Ring]) -> bool:
    """Return whether any two edges cross, other than by touching. From left to right."""
    edges = sorted((min(a, b), max(a, b)) for ring in rings for a, b in _edges(ring) if a != b)
    open_: list[tuple[XY, XY]] = []
    for edge in edges:
        open_ = [other for other in open_ if other[1][0] > edge[0][0]]
        if any(_cross(edge, other) for other in open_):
            return True
        open_.append(edge)
    return False


def _cross(one: tuple[XY, XY], other: tuple[XY, XY]) -> bool:
    (a, b), (c, d) = one, other
    if max(a[1], b[1]) <= min(c[1], d[1]) or max(c[1], d[1]) <= min(a[1], b[1]):
        return False
    return _side(a, b, c) * _side(a, b, d) < 0 and _side(c, d, a) * _side(c, d, b) < 0


def _side(a: XY, b: XY, c: XY) -> int:
    """Return on which side of a to b the point c lies; 0 within a whisker of the line."""
    turn = (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
    slack = 1e-9 * (abs(b[0] - a[0]) + abs(b[1] - a[1])) * (abs(c[0] - a[0]) + abs(c[1] - a[1]))
    return 0 if abs(turn) <= slack else 1 if turn > 0 else -1
