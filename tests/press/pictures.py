"""The calibration page as pixels, printed by a bad printer and read along its scales.

Every scale is looked at with the page turned until it runs to the right from the left edge.
What is dark and narrow on a row is a line; where it stands is counted in pixels.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import cos, floor, radians, sin
from typing import Protocol

import pymupdf
from PIL import Image

DPI = 600
MM = DPI / 25.4


class Wrong(Protocol):
    @property
    def x(self) -> float: ...
    @property
    def y(self) -> float: ...
    @property
    def angle(self) -> float: ...
    @property
    def scale(self) -> float: ...


def read_picture(data: bytes, front: Wrong, back: Wrong, flip: str) -> dict[str, str]:
    """Return all twelve readings of a page of A4 that was printed like that."""
    one, two = (
        printed(picture, fault)
        for picture, fault in zip(pictures(data), (front, back), strict=True)
    )
    mirror = Image.Transpose.FLIP_LEFT_RIGHT if flip == "long" else Image.Transpose.FLIP_TOP_BOTTOM
    through = two.transpose(mirror)
    seen: dict[str, str] = {}
    for n, turn in enumerate((None, Image.Transpose.ROTATE_90, Image.Transpose.ROTATE_180,
                              Image.Transpose.ROTATE_270)):  # fmt: skip
        near, far, shone = (
            picture.transpose(turn) if turn is not None else picture
            for picture in (one, two, through)
        )
        down = n % 2 == 1
        ruled = near.height / MM - 31 if down else 15.0
        lit = near.height / MM - 15 if down else 15.0
        seen["ABCD"[n]] = by_ruler(near, ruled)
        seen["EFGH"[n]] = by_ruler(far, ruled)
        seen["JKLM"[n]] = by_light(near, shone, lit, 27 if down else 50)
    return seen


def pictures(data: bytes) -> Iterator[Image.Image]:
    with pymupdf.open(stream=data) as document:
        for page in document:
            pixels = page.get_pixmap(dpi=DPI, colorspace=pymupdf.csGRAY)
            yield Image.frombytes("L", (pixels.width, pixels.height), pixels.samples)


def printed(picture: Image.Image, fault: Wrong) -> Image.Image:
    """Return a picture moved, turned and stretched about its middle, on white paper."""
    turn = radians(fault.angle)
    a, b = cos(turn) / fault.scale, sin(turn) / fault.scale
    cx, cy = picture.width / 2, picture.height / 2
    x, y = cx + fault.x * MM, cy + fault.y * MM
    back = (a, b, cx - a * x - b * y, -b, a, cy + b * x - a * y)
    return picture.transform(
        picture.size, Image.Transform.AFFINE, back, Image.Resampling.BICUBIC, fillcolor=255
    )


def strokes(picture: Image.Image, row: float, start: float, end: float) -> list[float]:
    """Return where narrow dark lines cross a row, all in millimetres."""
    left = round(start * MM)
    box = (left, round(row * MM), round(end * MM), round(row * MM) + 1)
    values = list(picture.crop(box).tobytes())
    found: list[float] = []
    run: list[tuple[int, int]] = []
    for n, value in enumerate((*values, 255)):
        if value < 128:
            run.append((n, 255 - value))
        elif run:
            if len(run) < 0.4 * MM:
                weight = sum(w for _, w in run)
                found.append((left + 0.5 + sum(k * w for k, w in run) / weight) / MM)
            run = []
    return found


def by_ruler(picture: Image.Image, line: float) -> str:
    ticks = strokes(picture, line - 2.5, 11, 27.5)[-11:]
    assert len(ticks) == 11
    gaps = [abs(tick - round(tick)) for tick in ticks]
    return reading(floor(ticks[0]), ticks[0] - floor(ticks[0]), gaps)


def by_light(front: Image.Image, back: Image.Image, line: float, start: float) -> str:
    main = strokes(front, line - 2.5, start - 5, start + 34)
    ticks = strokes(back, line + 2.5, start, start + 30)
    assert (len(main), len(ticks)) == (31, 11)
    before = max(n for n, place in enumerate(main) if place <= ticks[0])
    gaps = [min(abs(tick - place) for place in main) for tick in ticks]
    return reading(before, (ticks[0] - main[before]) / (main[1] - main[0]), gaps)


def reading(whole: int, part: float, gaps: list[float]) -> str:
    likely = [n for n in range(11) if abs(n / 10 - part) <= 0.3]
    return f"{whole + min(likely, key=lambda n: gaps[n]) / 10:.1f}"
