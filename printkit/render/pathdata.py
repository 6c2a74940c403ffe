"""Outlines as path data: whole numbers, each step relative to the last, nothing repeated.

Points are rounded first and steps taken between rounded points, so nothing adds up.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from printkit.geometry import Segment

if TYPE_CHECKING:
    from printkit.fonts.face import FontSegment


def path_data(
    segments: Iterable[Segment] | Iterable[FontSegment], per_unit: float = 1, down: int = 1
) -> str:
    """Return the ``d`` of a path. Lengths are divided by ``per_unit``.

    ``down`` is -1 for outlines whose y grows upward, as fonts have them.
    """
    out: list[str] = []
    last = ""
    x = y = start_x = start_y = 0
    for kind, *places in segments:
        if kind == "Z":
            if last not in ("z", ""):
                out.append("z")
                last = "z"
            x, y = start_x, start_y
            continue
        if per_unit != 1:
            places = [place / per_unit for place in places]
        steps: list[int] = []
        px, py = x, y
        for at in range(0, len(places), 2):
            px, py = round(places[at]), round(places[at + 1]) * down
            steps += (px - x, py - y)
        letter = kind.lower()
        if kind == "L":
            dx, dy = steps
            if dy == 0:
                # A line of no length is a dot under a round cap, but only where a piece begins.
                if dx == 0 and last != "m":
                    continue
                letter, steps = "h", [dx]
            elif dx == 0:
                letter, steps = "v", [dy]
        if letter != last or letter == "m":
            out.append(f"{letter}{steps.pop(0)}")
        out += [str(step) if step < 0 else f" {step}" for step in steps]
        last = letter
        x, y = px, py
        if kind == "M":
            start_x, start_y = x, y
    return "".join(out)
