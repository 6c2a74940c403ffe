"""What is painted where on a page: the guard's eye, which trusts no engine.

Every leaf becomes a mark in page space, in paint order, with the clips it stands under.
Clips only ever make a mark smaller here where that is certain, so that what is asked of
marks ("does anything cover this?") errs towards yes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from math import hypot
from typing import TypeAlias

from msgspec import Struct

from printkit.fonts.library import FontLibrary
from printkit.geometry import IDENTITY, Rect, Sides, Transform
from printkit.paths import flatten
from printkit.scene.model import (
    GlyphRun,
    Group,
    Image,
    Ink,
    Link,
    Node,
    Page,
    Path,
    PlacedPage,
    Symbol,
    TagId,
    Use,
)
from printkit.scene.walk import leaf_box
from printkit.units import Length, mm

XY: TypeAlias = tuple[float, float]
Contours: TypeAlias = Sequence[Sequence[XY]]

_FINE = mm(0.05)


class Mark(Struct, frozen=True, dict=True):
    """One leaf as it stands on the page; ``box`` bounds its ink, clips taken off."""

    node: GlyphRun | Path | Image | PlacedPage
    transform: Transform
    box: Rect
    clips: tuple[Contours, ...]
    tag: TagId | None

    @property
    def scale(self) -> float:
        """How much smaller or larger than drawn, along the tighter axis."""
        t = self.transform
        return min(hypot(t.a, t.b), hypot(t.c, t.d))

    @cached_property
    def contours(self) -> Contours:
        if isinstance(self.node, Path):
            return flatten(self.transform.outline(self.node.outline), _FINE)
        box = self.node.box if isinstance(self.node, Image | PlacedPage) else self.box
        corners = ((box.x, box.y), (box.right, box.y), (box.right, box.bottom), (box.x, box.bottom))
        return (tuple(self.transform.point(*corner) for corner in corners),)

    @property
    def _half(self) -> float:
        node = self.node
        if isinstance(node, Path) and node.stroke:
            t = self.transform
            return node.stroke.width * max(hypot(t.a, t.b), hypot(t.c, t.d)) / 2
        return 0.0

    def ink_at(self, x: float, y: float) -> Ink | None:
        """Return the ink of a path at a point, None where it leaves the point bare."""
        node = self.node
        if not isinstance(node, Path) or not _holds(self.box, x, y):
            return None
        if not all(_inside(clip, x, y) for clip in self.clips):
            return None
        if node.stroke and _near(self.contours, x, y, self._half):
            return node.stroke.ink
        return node.fill if node.fill and _inside(self.contours, x, y) else None

    def plain_under(self, box: Rect) -> Ink | None:
        """Return the ink of an upright rectangle that lies whole under ``box``, else None."""
        node = self.node
        if not isinstance(node, Path) or not node.fill or not self.box.contains(box):
            return None
        steps = [segment[0] for segment in node.outline]
        if steps not in (["M", "L", "L", "L", "Z"], ["M", "L", "L", "L", "L", "Z"]):
            return None
        t = self.transform
        if (t.b or t.c) and (t.a or t.d):
            return None
        (contour,) = self.contours
        xs, ys = {x for x, _ in contour}, {y for _, y in contour}
        upright = len(xs) == len(ys) == 2 and all(
            a[0] == b[0] or a[1] == b[1] for a, b in _edges(self.contours, closed=True)
        )
        inner = box.inset(Sides.all(-round(self._half)))
        return node.fill if upright and self.box.contains(inner) and whole(self, box) else None

    def touches(self, box: Rect) -> bool:
        """Return whether any ink of a path or an image falls into ``box``."""
        if not self.box.overlaps(box):
            return False
        node = self.node
        if isinstance(node, Image | PlacedPage):
            return True
        if not isinstance(node, Path):
            return False
        if node.fill and (
            _inside(self.contours, box.centre.x, box.centre.y)
            or any(_crosses(a, b, box) for a, b in _edges(self.contours, closed=True))
        ):
            return True
        if node.stroke:
            wide = box.inset(Sides.all(-round(self._half)))
            return any(_crosses(a, b, wide) for a, b in _edges(self.contours, closed=False))
        return False


def marks(page: Page, symbols: Mapping[str, Symbol]) -> tuple[Mark, ...]:
    """Return everything inked on a page, in paint order, symbols entered where used."""
    return tuple(_marks(page.nodes, symbols, IDENTITY, (), None, None))


def _marks(
    nodes: Iterable[Node],
    symbols: Mapping[str, Symbol],
    transform: Transform,
    clips: tuple[Contours, ...],
    room: Rect | None,
    tag: TagId | None,
) -> Iterator[Mark]:
    for node in nodes:
        match node:
            case Group():
                inner = node.transform.then(transform)
                if node.clip is None:
                    yield from _marks(node.nodes, symbols, inner, clips, room, tag)
                else:
                    shape = flatten(inner.outline(node.clip), _FINE)
                    bounds = _common(room, _around(shape))
                    yield from _marks(node.nodes, symbols, inner, (*clips, shape), bounds, tag)
            case Use():
                inner = node.transform.then(transform)
                owner = tag if node.tag is None else node.tag
                yield from _marks(symbols[node.symbol].nodes, symbols, inner, clips, room, owner)
            case Link():
                pass
            case _:
                box = transform.rect(leaf_box(node))
                if room is not None:
                    box = _common(room, box)
                yield Mark(node, transform, box, clips, tag if node.tag is None else node.tag)


def glyph_boxes(mark: Mark, fonts: FontLibrary) -> tuple[Rect, ...]:
    """Return the boxes around the ink of a run's glyphs, on the page."""
    run = mark.node
    if not isinstance(run, GlyphRun):
        return ()
    face = fonts.face(run.font)
    unit = run.size / face.upem
    found = []
    pen = 0
    for glyph in run.glyphs:
        box = face.extents(glyph.gid)
        if box is not None:
            left, low, right, high = box
            x, y = pen + glyph.x_offset, glyph.y_offset
            found.append(
                mark.transform.rect(
                    Rect.of(
                        round(run.x + (x + left) * unit),
                        round(run.baseline - (y + high) * unit),
                        round(run.x + (x + right) * unit),
                        round(run.baseline - (y + low) * unit),
                    )
                )
            )
        pen += glyph.x_advance
    return tuple(found)


def whole(mark: Mark, box: Rect) -> bool:
    """Return whether the clips over ``mark`` leave all of ``box`` to be seen."""
    corners = [(x, y) for x in (box.x, box.right) for y in (box.y, box.bottom)]
    return all(_inside(clip, x, y) for clip in mark.clips for x, y in corners)


# -- plane geometry ------------------------------------------------------------------------


def _around(contours: Contours) -> Rect:
    xs = [x for contour in contours for x, _ in contour]
    ys = [y for contour in contours for _, y in contour]
    if not xs:
        return Rect(0, 0, 0, 0)
    return Rect.of(round(min(xs)), round(min(ys)), round(max(xs)), round(max(ys)))


def _common(one: Rect | None, other: Rect) -> Rect:
    return other if one is None else one.common(other)


def _holds(box: Rect, x: float, y: float) -> bool:
    return box.x <= x <= box.right and box.y <= y <= box.bottom


def _edges(contours: Contours, closed: bool) -> Iterator[tuple[XY, XY]]:
    for contour in contours:
        for i in range(1, len(contour)):
            yield contour[i - 1], contour[i]
        if closed and len(contour) > 2 and contour[-1] != contour[0]:
            yield contour[-1], contour[0]


def _inside(contours: Contours, x: float, y: float) -> bool:
    """Return whether a point lies inside by the non-zero rule."""
    winding = 0
    for (x1, y1), (x2, y2) in _edges(contours, closed=True):
        if (y1 <= y) != (y2 <= y):
            side = (x2 - x1) * (y - y1) - (x - x1) * (y2 - y1)
            if y2 > y1 and side > 0:
                winding += 1
            elif y2 < y1 and side < 0:
                winding -= 1
    return winding != 0


def _near(contours: Contours, x: float, y: float, distance: float) -> bool:
    for (x1, y1), (x2, y2) in _edges(contours, closed=False):
        dx, dy = x2 - x1, y2 - y1
        along = dx * dx + dy * dy
        t = max(0.0, min(1.0, ((x - x1) * dx + (y - y1) * dy) / along)) if along else 0.0
        if hypot(x - x1 - t * dx, y - y1 - t * dy) <= distance:
            return True
    return False


def _crosses(a: XY, b: XY, box: Rect) -> bool:
    """Return whether the line from ``a`` to ``b`` enters ``box`` (Liang and Barsky)."""
    t0, t1 = 0.0, 1.0
    for start, delta, low, high in (
        (a[0], b[0] - a[0], box.x, box.right),
        (a[1], b[1] - a[1], box.y, box.bottom),
    ):
        if delta == 0:
            if not low < start < high:
                return False
            continue
        near, far = sorted(((low - start) / delta, (high - start) / delta))
        t0, t1 = max(t0, near), min(t1, far)
        if t0 >= t1:
            return False
    return True


def samples(box: Rect) -> Iterator[tuple[Length, Length]]:
    """Yield a few points of a glyph's box: its middle and its corners."""
    yield box.centre.x, box.centre.y
    for x in (box.x, box.right):
        for y in (box.y, box.bottom):
            yield x, y
