"""QR codes as outlines."""

from __future__ import annotations

import importlib.util
import sys
from functools import cache, lru_cache
from typing import Any

from printkit.geometry import Outline, Rect, Segment
from printkit.units import Length, mm

QUIET = 4
"""Modules of empty paper around the code, as ISO/IEC 18004 asks."""

SMALLEST_MODULE = mm(0.33)
"""As printed; below it, telephones held at arm's length begin to miss."""


def modules(url: str) -> int:
    """Return the width of the code for ``url`` in modules, quiet zone included."""
    return len(_matrix(url)) + 2 * QUIET


def smallest(url: str) -> Length:
    """Return the smallest width a code for ``url`` may have on paper, quiet zone included."""
    return modules(url) * SMALLEST_MODULE


def outline(url: str, box: Rect) -> Outline:
    """Return the dark modules of a code that fills ``box``, quiet zone included.

    Modules that touch in a row are one rectangle, so that no hairline shows between them.
    """
    matrix = _matrix(url)
    unit = min(box.width, box.height) // (len(matrix) + 2 * QUIET)
    side = unit * (len(matrix) + 2 * QUIET)
    left = box.x + (box.width - side) // 2 + QUIET * unit
    top = box.y + (box.height - side) // 2 + QUIET * unit
    result: list[Segment] = []
    for j, line in enumerate(matrix):
        start: int | None = None
        for i, dark in enumerate((*line, 0)):
            if dark and start is None:
                start = i
            elif not dark and start is not None:
                x1, x2 = left + start * unit, left + i * unit
                y1, y2 = top + j * unit, top + (j + 1) * unit
                result += [("M", x1, y1), ("L", x2, y1), ("L", x2, y2), ("L", x1, y2), ("Z",)]
                start = None
    return tuple(result)


@lru_cache(maxsize=16)
def _matrix(url: str) -> tuple[bytes, ...]:
    code = _encoder().encode(url, error="m", micro=False)
    return tuple(bytes(row) for row in code.matrix)


@cache
def _encoder() -> Any:
    """Return segno's encoder, without its writers of image files.

    They import urllib, http and ssl, which takes as long as setting the poster (40 ms). So
    the package is made known but not run while the encoder is imported from it. Whoever
    imports segno afterwards gets all of it.
    """
    spec = importlib.util.find_spec("segno")
    if "segno" in sys.modules or spec is None:
        from segno import encoder

        return encoder
    sys.modules["segno"] = importlib.util.module_from_spec(spec)
    try:
        from segno import encoder
    finally:
        del sys.modules["segno"]
    return encoder
