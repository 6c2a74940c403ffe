"""The least circle around a drawing's ink."""

from __future__ import annotations

from math import hypot

import pytest
from hypothesis import given
from hypothesis import strategies as st

from printkit import paths
from printkit.engines.cards.measure import ink_circle
from printkit.scene.model import Ink, Path, Stroke
from printkit.units import mm

INK = Ink("ink", (0, 0, 0), (0, 0, 0, 100))
SPOTS = st.lists(
    st.tuples(st.integers(0, mm(50)), st.integers(0, mm(50))), min_size=3, max_size=12, unique=True
)


def drawing(spots: list[tuple[int, int]]) -> list[Path]:
    first, *rest = spots
    return [Path((("M", *first), *(("L", *spot) for spot in rest)), fill=INK)]


def test_a_stroked_circle_is_its_own_least_circle() -> None:
    ring = Path(paths.circle(mm(20), mm(30), mm(10)), stroke=Stroke(INK, mm(2)))
    assert ink_circle([ring]) == pytest.approx((mm(20), mm(30), mm(11)), abs=mm(0.05))


@given(SPOTS)
def test_no_point_lies_outside_and_no_smaller_circle_would_do(
    spots: list[tuple[int, int]],
) -> None:
    x, y, radius = ink_circle(drawing(spots))
    far = [hypot(px - x, py - y) for px, py in spots]
    assert max(far) <= radius + 2
    # The least circle is held by two opposite points, or by three around its centre.
    edge = [(px - x, py - y) for (px, py), d in zip(spots, far, strict=True) if d >= radius - 50]
    for dx, dy in ((1, 0), (0, 1), (-1, 0), (0, -1), (1, 1), (-1, 1), (1, -1), (-1, -1)):
        assert any(px * dx + py * dy >= -100 for px, py in edge)
