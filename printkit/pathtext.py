"""SVG path text, read and written.

Path text is M L H V C S Q T A Z in both cases; inside there is only M, L, C and Z. Arcs
become one cubic to the quarter turn, which strays by less than 0.03 % of the radius.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from math import acos, ceil, cos, hypot, pi, radians, sin, sqrt, tan
from typing import Final, TypeAlias

from printkit.geometry import Outline, Segment
from printkit.units import EMU_PER, Length

XY: TypeAlias = tuple[float, float]

_NUMBER: Final = re.compile(r"[\s,]*([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)")
_FLAG: Final = re.compile(r"[\s,]*([01])")
_SPACE: Final = re.compile(r"[\s,]*")
_COUNT: Final = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "S": 4, "Q": 4, "T": 2, "A": 7, "Z": 0}


@lru_cache(maxsize=2048)
def parse_path(d: str, scale: float = EMU_PER["mm"]) -> Outline:
    """Read SVG path text; ``scale`` is EMU to the unit of the text (a millimetre).

    Raises ValueError, in the reader's words, naming the place in ``d``.
    """
    result: list[Segment] = []

    def whole(x: float, y: float) -> tuple[Length, Length]:
        return round(x * scale), round(y * scale)

    x = y = start_x = start_y = 0.0
    handle: XY = (0.0, 0.0)  # the last handle, for S and T to mirror
    before = ""
    for command, values in _commands(d):
        kind, ox, oy = command.upper(), 0.0, 0.0
        if before == "Z" and kind not in "MZ":
            result.append(("M", *whole(x, y)))
        if command != kind:
            ox, oy = x, y
        match kind:
            case "M":
                x, y = ox + values[0], oy + values[1]
                start_x, start_y = x, y
                result.append(("M", *whole(x, y)))
            case "Z":
                x, y = start_x, start_y
                result.append(("Z",))
            case "L" | "H" | "V":
                if kind == "L":
                    x, y = ox + values[0], oy + values[1]
                elif kind == "H":
                    x = ox + values[0]
                else:
                    y = oy + values[0]
                result.append(("L", *whole(x, y)))
            case "A":
                end = (ox + values[5], oy + values[6])
                for curve in _arc((x, y), end, values):
                    if len(curve) == 1:
                        result.append(("L", *whole(*curve[0])))
                    else:
                        one, two, three = curve
                        result.append(("C", *whole(*one), *whole(*two), *whole(*three)))
                x, y = end
            case _:
                points = [(ox + values[i], oy + values[i + 1]) for i in range(0, len(values), 2)]
                if kind in "ST":
                    like = "CS" if kind == "S" else "QT"
                    mirrored = (2 * x - handle[0], 2 * y - handle[1])
                    points.insert(0, mirrored if before in like and before else (x, y))
                end = points[-1]
                handle = points[-2]
                if kind in "QT":
                    (qx, qy), (ex, ey) = handle, end
                    points = [
                        (x + (qx - x) * 2 / 3, y + (qy - y) * 2 / 3),
                        (ex + (qx - ex) * 2 / 3, ey + (qy - ey) * 2 / 3),
                        end,
                    ]
                result.append(("C", *whole(*points[0]), *whole(*points[1]), *whole(*points[2])))
                x, y = end
        before = kind
    return tuple(result)


def _commands(d: str) -> Iterator[tuple[str, list[float]]]:
    """Yield each command with its numbers; repeated ones get their letter back."""
    place = _skip(d, 0)
    if place < len(d) and d[place] not in "Mm":
        raise ValueError(f"path {_shown(d)} has to start with M")
    while place < len(d):
        command = d[place]
        kind = command.upper()
        if kind not in _COUNT:
            raise ValueError(
                f"path {_shown(d)} has {command!r} at place {place + 1}; "
                "its letters are M L H V C S Q T A Z"
            )
        letter_at = place = place + 1
        while True:
            values: list[float] = []
            for index in range(_COUNT[kind]):
                pattern = _FLAG if kind == "A" and index in (3, 4) else _NUMBER
                match = pattern.match(d, place)
                if match is None:
                    raise ValueError(
                        f"path {_shown(d)}: {command} at place {letter_at} needs "
                        f"{_COUNT[kind]} numbers"
                    )
                if abs(value := float(match[1])) > 1e9:
                    raise ValueError(f"path {_shown(d)} has {match[1]}, far outside any page")
                values.append(value)
                place = match.end()
            yield command, values
            place = _skip(d, place)
            if place >= len(d) or d[place].isalpha():
                break
            if kind == "Z":
                raise ValueError(f"path {_shown(d)} has a number after Z at place {place + 1}")
            command = {"M": "L", "m": "l"}.get(command, command)
            kind = command.upper()


def _skip(d: str, place: int) -> int:
    match = _SPACE.match(d, place)
    return match.end() if match else place


def _shown(d: str) -> str:
    return repr(d if len(d) <= 40 else d[:37] + "...")


def _arc(start: XY, end: XY, values: Sequence[float]) -> Iterator[tuple[XY, ...]]:
    """Yield an elliptical arc as cubics (three points each), or one point for a line.

    After the implementation notes of SVG 1.1, appendix F.6: too small radii grow.
    """
    if start == end:
        return
    rx, ry, turn = abs(values[0]), abs(values[1]), values[2]
    large, sweep = bool(values[3]), bool(values[4])
    if not rx or not ry:
        yield (end,)
        return
    c, s = cos(radians(turn)), sin(radians(turn))
    hx, hy = (start[0] - end[0]) / 2, (start[1] - end[1]) / 2
    px, py = c * hx + s * hy, -s * hx + c * hy
    grow = (px / rx) ** 2 + (py / ry) ** 2
    if grow > 1:
        rx, ry = rx * sqrt(grow), ry * sqrt(grow)
    below = (rx * py) ** 2 + (ry * px) ** 2
    factor = sqrt(max(0.0, (rx * ry) ** 2 / below - 1)) * (-1 if large == sweep else 1)
    qx, qy = factor * rx * py / ry, -factor * ry * px / rx
    cx = c * qx - s * qy + (start[0] + end[0]) / 2
    cy = s * qx + c * qy + (start[1] + end[1]) / 2
    first = _angle((1.0, 0.0), ((px - qx) / rx, (py - qy) / ry))
    sweep_by = _angle(((px - qx) / rx, (py - qy) / ry), ((-px - qx) / rx, (-py - qy) / ry))
    if sweep and sweep_by < 0:
        sweep_by += 2 * pi
    elif not sweep and sweep_by > 0:
        sweep_by -= 2 * pi
    parts = max(1, ceil(abs(sweep_by) / (pi / 2) - 1e-9))
    step = sweep_by / parts
    k = 4 / 3 * tan(step / 4)

    def place(ux: float, uy: float) -> XY:
        return c * rx * ux - s * ry * uy + cx, s * rx * ux + c * ry * uy + cy

    for part in range(parts):
        a, b = first + part * step, first + (part + 1) * step
        yield (
            place(cos(a) - k * sin(a), sin(a) + k * cos(a)),
            place(cos(b) + k * sin(b), sin(b) - k * cos(b)),
            end if part == parts - 1 else place(cos(b), sin(b)),
        )


def _angle(u: XY, v: XY) -> float:
    size = hypot(*u) * hypot(*v)
    angle = acos(max(-1.0, min(1.0, (u[0] * v[0] + u[1] * v[1]) / size)))
    return angle if u[0] * v[1] - u[1] * v[0] >= 0 else -angle


def path_data(outline: Outline, per_unit: float = EMU_PER["mm"], digits: int = 3) -> str:
    """Return SVG path text: ``per_unit`` EMU to its unit (1 for EMU), ``digits`` decimals.

    Steps are relative and short; they are differences of rounded places, so nothing drifts.
    """
    if per_unit == 1:
        digits = 0
    ten = 10**digits
    factor = ten / per_unit
    out: list[str] = []
    x = y = start_x = start_y = 0
    before = ""

    def put(letter: str, values: Sequence[int]) -> None:
        nonlocal before
        text = _numbers(values, ten, digits)
        if letter == before:
            out.append(text if text.startswith("-") else " " + text)
        else:
            out.append(letter + text)
        before = letter

    for segment in outline:
        match segment:
            case ("M", mx, my):
                nx, ny = round(mx * factor), round(my * factor)
                put("M", (nx, ny))
                before = "M"
                start_x, start_y = nx, ny
            case ("L", lx, ly):
                nx, ny = round(lx * factor), round(ly * factor)
                if ny == y and nx != x:
                    put("h", (nx - x,))
                elif nx == x and ny != y:
                    put("v", (ny - y,))
                else:
                    put("l", (nx - x, ny - y))
            case ("C", *rest):
                whole = [round(value * factor) for value in rest]
                nx, ny = whole[4], whole[5]
                put("c", [w - (x if i % 2 == 0 else y) for i, w in enumerate(whole)])
            case _:
                out.append("z")
                before = "z"
                nx, ny = start_x, start_y
        x, y = nx, ny
    return "".join(out)


def _numbers(values: Sequence[int], ten: int, digits: int) -> str:
    text = ""
    for value in values:
        word = _decimal(value, ten, digits)
        text += word if not text or word.startswith("-") else " " + word
    return text


def _decimal(value: int, ten: int, digits: int) -> str:
    if not digits:
        return str(value)
    whole, part = divmod(abs(value), ten)
    word = f"{whole}.{part:0{digits}d}".rstrip("0").rstrip(".")
    if word.startswith("0."):
        word = word[1:]
    return f"-{word}" if value < 0 else word
