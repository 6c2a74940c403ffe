"""Where the verniers of the calibration page stand, and how they are read.

Two kinds. At two diagonal corners of each side, scales A to H of 10 divisions to 9 mm stand
at a known distance from the paper's edges; a ruler laid along one, its 0 on the edge, is the
main scale. J to M compare the sides: millimetres on the front, 10 divisions to 9 mm on the
back, looked at from the front against the light. Every one looks the same when the page is
turned upside down, so that one way of reading serves all, and so that the back fits its
front whichever edge the sheet was flipped on.
"""

from __future__ import annotations

from functools import cache
from math import floor
from typing import Final, Literal, TypeAlias, cast

from msgspec import Struct

from printkit.geometry import Point, Size
from printkit.units import mm

Side: TypeAlias = Literal["front", "back", "light"]
Axis: TypeAlias = Literal["x", "y"]

EDGE: Final = mm(15)
"""From the paper's edge to a scale's 0. Farther out it would be lost where a printer is far
off; farther in, a sheet's corners would be less certain: at 15 mm, whole millimetres of a
plain ruler still give them within 1 mm."""

DIVISIONS: Final = 10
PITCH: Final = mm(0.9)
MIDDLE: Final = 10  # what J to M say where the back lies exactly behind the front
LINES: Final = 30  # millimetres of the front's scale


_PLACES: Final = {
    (False, "x"): Point(EDGE, EDGE),
    (False, "y"): Point(mm(31), EDGE),
    (True, "x"): Point(mm(50), EDGE),
    (True, "y"): Point(EDGE, mm(27)),
}
"""Where scales have their 0 on an upright sheet, in its top left corner: ruled ones, and the
front's millimetres of those against the light. As near the corner as they do not meet."""


class Vernier(Struct, frozen=True):
    """One scale. ``axis`` is what it measures along; ``far``: from the right or bottom edge."""

    name: str
    side: Side
    axis: Axis
    far: bool

    @property
    def ideal(self) -> float:
        """What it says of a printer that does nothing wrong."""
        return MIDDLE if self.side == "light" else EDGE / mm(1)

    def zero(self, sheet: Size) -> Point:
        """Return where its 0 stands on its page: that of the millimetres for J to M."""
        point = _PLACES[self.side == "light", self.axis]
        return Point(sheet.width - point.x, sheet.height - point.y) if self.far else point

    def behind(self, sheet: Size) -> Point:
        """Return where J to M have their 0 of the back, looked at from the front."""
        step = mm(MIDDLE)
        point = self.zero(sheet)
        way = -step if self.far else step
        return Point(point.x + way, point.y) if self.axis == "x" else Point(point.x, point.y + way)


VERNIERS: Final = tuple(
    Vernier(name, cast("Side", side), cast("Axis", axis), far)
    for name, side, axis, far in (
        ("A", "front", "x", False),
        ("B", "front", "y", False),
        ("C", "front", "x", True),
        ("D", "front", "y", True),
        ("E", "back", "x", False),
        ("F", "back", "y", False),
        ("G", "back", "x", True),
        ("H", "back", "y", True),
        ("J", "light", "x", False),
        ("K", "light", "y", False),
        ("L", "light", "x", True),
        ("M", "light", "y", True),
    )
)  # fmt: skip
BY_NAME: Final = {one.name: one for one in VERNIERS}


def seen(place: float, pitch: float = 0.9) -> float:
    """Return what a person reads where a vernier's 0 stands at ``place`` on its main scale.

    Whole divisions before it, and for tenths the line, 0 to 10, that best meets one of the
    main scale's, among those that the 0 itself makes likely. ``pitch`` is from line to line;
    a print that is stretched has another.
    """
    whole = floor(place)
    likely = (i for i in range(DIVISIONS + 1) if abs(i / DIVISIONS - place + whole) <= _GLANCE)
    line = min(likely, key=lambda i: round(abs(place + i * pitch - round(place + i * pitch)), 9))
    return whole + line / DIVISIONS


_GLANCE: Final = 0.3  # how well one sees, without counting, where between two lines a 0 stands


def meant(value: float, pitch: float) -> tuple[float, float]:
    """Return between which places a vernier's 0 stands when ``value`` is read.

    That is 0.05 to either side on a print of the right size. On one that is stretched the
    lines meet elsewhere, and some values stand for more than a tenth.
    """
    whole = floor(value + 0.05)
    low, high = _meant(round(value - whole, 2), round(pitch, 4))
    return whole + low, whole + high


@cache
def _meant(value: float, pitch: float) -> tuple[float, float]:
    places = [value + n * _STEP for n in range(-70, 71)]
    found = [place for place in places if abs(seen(place, pitch) - value) < 0.05]
    if not found:  # a line that this pitch never shows
        return value - 0.1, value + 0.1
    return found[0] - _STEP / 2, found[-1] + _STEP / 2


_STEP: Final = 0.005
