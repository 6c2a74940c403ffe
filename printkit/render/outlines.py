"""Glyph outlines as path data, drawn once a face: most pages ink the same letters."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeAlias
from weakref import WeakKeyDictionary

from printkit.render.pathdata import path_data

if TYPE_CHECKING:
    from printkit.fonts.face import Face

ControlBox: TypeAlias = tuple[float, float, float, float]
"""x_min, y_min, x_max, y_max of an outline's points, handles too, in font units, y upward."""

_PATHS: Final[WeakKeyDictionary[Face, dict[int, str]]] = WeakKeyDictionary()
_BOXES: Final[WeakKeyDictionary[Face, dict[int, ControlBox | None]]] = WeakKeyDictionary()


def glyph_path(face: Face, gid: int) -> str:
    """Return a glyph's path data in font units, y downward; empty for no ink."""
    paths = _PATHS.get(face)
    if paths is None:
        paths = _PATHS[face] = {}
    path = paths.get(gid)
    if path is None:
        path = paths[gid] = path_data(face.outline(gid), down=-1)
    return path


def control_box(face: Face, gid: int) -> ControlBox | None:
    """Return the box FreeType, and so PDFium, takes a glyph's ink to fill; None for no ink."""
    boxes = _BOXES.get(face)
    if boxes is None:
        boxes = _BOXES[face] = {}
    if gid not in boxes:
        places = [segment[1:] for segment in face.outline(gid)]
        xs = [x for place in places for x in place[::2]]
        ys = [y for place in places for y in place[1::2]]
        boxes[gid] = (min(xs), min(ys), max(xs), max(ys)) if xs else None
    return boxes[gid]
