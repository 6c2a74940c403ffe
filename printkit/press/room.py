"""Room for marks: the bare strips around what is printed, where nothing meets anything."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final, Literal, TypeAlias

from printkit.geometry import Rect, Sides, Size
from printkit.units import Length, mm

Edge: TypeAlias = Literal["top", "right", "bottom", "left"]
Align: TypeAlias = Literal["start", "centre", "end"]

APART: Final = mm(1)
"""How far marks keep from one another."""

OFF: Final = mm(0.8)  # and from what is printed


class Room:
    """Four strips between ``area``, which can be printed, and ``inked``, which is.

    ``taken`` is what stands there already. Words line up with ``trim``.
    """

    def __init__(
        self, area: Rect, inked: Rect, taken: Iterable[Rect] = (), trim: Rect | None = None
    ) -> None:
        self._inked = inked
        self._trim = trim
        inked = inked.outset(Sides.all(OFF))
        self._strips: dict[Edge, Rect] = {
            "top": area.common(Rect.of(area.x, area.y, area.right, inked.y)),
            "bottom": area.common(Rect.of(area.x, inked.bottom, area.right, area.bottom)),
            "left": area.common(Rect.of(area.x, inked.y, inked.x, inked.bottom)),
            "right": area.common(Rect.of(inked.right, inked.y, area.right, inked.bottom)),
        }
        self.taken = list(taken)

    def wider(self, area: Rect) -> Room:
        """Return the room in a larger area around the same things."""
        room = Room(area, self._inked, trim=self._trim)
        room.taken = self.taken
        return room

    def take(
        self,
        size: Size,
        edges: Sequence[Edge],
        align: Align = "start",
        *,
        middle: bool = False,
        turned: bool = False,
        lined: bool = False,
        apart: Length = APART,
    ) -> tuple[Edge, Rect] | None:
        """Return the first place for something of ``size``, which is taken then; None if full.

        It stands at the outer edge of its strip, or in its ``middle``; what is ``turned``
        lies along the strips that stand upright. What is ``lined`` stands beside the trim
        itself, and not at the corners, wherever there is room for that.
        """
        for within in (self._trim, None) if lined and self._trim else (None,):
            for edge in edges:
                upright = edge in ("left", "right")
                wanted = size.turned() if turned and upright else size
                for box in self._places(edge, wanted, align, middle, apart, within):
                    around = box.outset(Sides.all(apart))
                    if not any(around.overlaps(other) for other in self.taken):
                        self.taken.append(box)
                        return edge, box
        return None

    def holds(self, size: Size) -> bool:
        """Return whether a strip is large enough for ``size``, lying along it."""
        return any(
            size.width <= max(strip.width, strip.height)
            and size.height <= min(strip.width, strip.height)
            for strip in self._strips.values()
        )

    def _places(
        self,
        edge: Edge,
        size: Size,
        align: Align,
        middle: bool,
        apart: Length,
        within: Rect | None,
    ) -> Iterator[Rect]:
        strip = self._strips[edge]
        if within is not None:
            if edge in ("top", "bottom"):
                within = Rect(within.x, strip.y, within.width, strip.height)
            else:
                within = Rect(strip.x, within.y, strip.width, within.height)
            strip = strip.common(within)
        if size.width > strip.width or size.height > strip.height:
            return
        if middle:
            x = strip.x + (strip.width - size.width) // 2
            y = strip.y + (strip.height - size.height) // 2
        else:
            x = strip.right - size.width if edge == "right" else strip.x
            y = strip.bottom - size.height if edge == "bottom" else strip.y
        if edge in ("top", "bottom"):
            near = ((box.x, box.right) for box in self.taken)
            for start in _starts(strip.x, strip.right, size.width, near, align, apart):
                yield Rect(start, y, size.width, size.height)
        else:
            near = ((box.y, box.bottom) for box in self.taken)
            for start in _starts(strip.y, strip.bottom, size.height, near, align, apart):
                yield Rect(x, start, size.width, size.height)


def _starts(
    low: Length,
    high: Length,
    size: Length,
    taken: Iterable[tuple[Length, Length]],
    align: Align,
    apart: Length,
) -> list[Length]:
    """Return where something may begin in a strip, the best first: at its ends, in its middle,
    and beside what is there.
    """
    centre = (low + high - size) // 2
    found = {low, high - size, centre}
    for start, end in taken:
        found |= {end + apart, start - apart - size}
    kept = [start for start in found if low <= start <= high - size]
    if align == "centre":
        return sorted(kept, key=lambda start: (abs(start - centre), start))
    return sorted(kept, reverse=align == "end")
