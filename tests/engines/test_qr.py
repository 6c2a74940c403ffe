"""QR codes: the same modules as the library's own front door, and large enough to read."""

from __future__ import annotations

import pytest
import segno

from printkit.engines import qr
from printkit.geometry import Rect
from printkit.units import mm

URLS = (
    "https://example.org",
    "https://q.health.org.uk/skills?lang=hi&v=2",
    "https://e.org/" + "a" * 90,
)


@pytest.mark.parametrize("url", URLS)
def test_the_modules_are_those_of_the_librarys_front_door(url: str) -> None:
    code = segno.make_qr(url, error="m")
    assert qr.modules(url) == len(code.matrix) + 2 * qr.QUIET
    box = Rect(0, 0, mm(40), mm(40))
    unit = box.width // qr.modules(url)
    inked = set()
    corners = [step[1:] for step in qr.outline(url, box) if step[0] in "ML"]
    left = (box.width - unit * qr.modules(url)) // 2 + qr.QUIET * unit
    for first in range(0, len(corners), 4):
        (x1, y1), _, (x2, _y2), _ = corners[first : first + 4]
        row = (y1 - left) // unit
        inked |= {(row, column) for column in range((x1 - left) // unit, (x2 - left) // unit)}
    dark = {(j, i) for j, line in enumerate(code.matrix) for i, on in enumerate(line) if on}
    assert inked == dark


@pytest.mark.parametrize("url", URLS)
def test_the_smallest_code_has_readable_modules_and_a_quiet_zone(url: str) -> None:
    side = qr.smallest(url)
    assert side / qr.modules(url) >= mm(0.33)
    box = Rect(mm(10), mm(20), side, side)
    xs = [step[1] for step in qr.outline(url, box) if step[0] in "ML"]
    assert min(xs) - box.x >= 4 * mm(0.33)
    assert box.right - max(xs) >= 4 * mm(0.33)
