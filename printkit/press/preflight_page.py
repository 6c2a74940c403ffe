"""What preflight asks of the page as paper: bleed, safe area, type size, lines, images."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from printkit.geometry import Rect, Sides, enclosing
from printkit.pdfio.document import Document
from printkit.pdfio.painted import Painted
from printkit.pdfio.read import Raster
from printkit.pdfio.structure import Leaf
from printkit.press.preflight import Hit, Place
from printkit.press.rules import Limits
from printkit.units import EMU_PER, Length, mm, to_mm

_POINT: Final = EMU_PER["pt"]
_AT_TRIM: Final = mm(0.25)  # a straight edge this near the trim is meant to be at it
_ON_TRIM: Final = mm(0.05)  # any other edge
_SEEN: Final = mm(1)  # less of an edge is not worth a word
_STEP: Final = mm(0.4)  # from an edge to where its two sides are looked at
_LOOK: Final = 100  # dots per inch for looking
_DIFFERENT: Final = 20  # of 255, in one of red, green and blue


def check(document: Document, limits: Limits) -> Iterator[Hit]:
    for leaf, content in document.pages:
        objects = [one for one in content.objects if one.place.overlaps(leaf.inked)]
        shown = [one for one in objects if one.kind != "hidden"]
        for one in objects:
            yield from _type(one, leaf)
        for one in shown:
            yield from _lines(one, leaf)
            yield from _image(one, leaf)
        if limits.printed:
            yield from _safe(document, leaf, shown, limits)
            yield from _bleed(document, leaf, shown, limits)


def _type(one: Painted, leaf: Leaf) -> Iterator[Hit]:
    font = one.font
    if font is None:
        return
    place = Place(leaf.number, one.place)
    if not font.embedded:
        yield Hit("font-embedded", place, what=font.name or "without a name")
    if one.notdef:
        yield Hit("notdef", place, what=font.name or "without a name")
    if one.kind == "text" and one.place.overlaps(leaf.paper):
        yield Hit("small-text", place, one.size)


def _lines(one: Painted, leaf: Leaf) -> Iterator[Hit]:
    place = Place(leaf.number, one.place)
    if one.kind == "stroke":
        if one.width <= 1e-4:
            yield Hit("zero-width", place)
            return
        yield Hit("hairline", place, one.width)
    elif one.kind == "fill":
        longer = max(one.whole[2] - one.whole[0], one.whole[3] - one.whole[1])
        if 1e-4 < one.width < 1 and longer > 2:  # a line drawn as a thin shape
            yield Hit("hairline", place, one.width)


def _image(one: Painted, leaf: Leaf) -> Iterator[Hit]:
    if one.kind != "image" or one.dpi <= 0 or min(one.pixels) < 2:
        return  # a single row of pixels is a gradient or a plain colour
    code = "bitmap-dpi" if one.bits == 1 else "image-dpi"
    yield Hit(code, Place(leaf.number, one.place), one.dpi)


# -- safe area -----------------------------------------------------------------------------


def _safe(
    document: Document, leaf: Leaf, objects: Sequence[Painted], limits: Limits
) -> Iterator[Hit]:
    """Yield what stands too near the edge: text by its ink, images that do not bleed."""
    widest = mm(max(limits.numbers["safe-margin-error"], limits.numbers["safe-margin-warning"]))
    near = [
        one
        for one in objects
        if one.kind == "text" and one.place.overlaps(leaf.paper)
        and _inside(one.place, leaf.paper) < widest
    ]  # fmt: skip
    letters = document.letters(leaf) if near else ()
    for one in near:
        box = one.place
        own = [c.box for c in letters if c.box.overlaps(box) and box.contains(_middle(c.box))]
        ink = enclosing(own) if own else None
        box = ink or box
        if box.overlaps(leaf.paper):
            yield Hit("safe-margin", Place(leaf.number, box), to_mm(_inside(box, leaf.paper)))
    for one in objects:
        if one.kind == "image" and leaf.paper.contains(one.place):
            yield Hit("safe-image", Place(leaf.number, one.place),
                      to_mm(_inside(one.place, leaf.paper)))  # fmt: skip


def _middle(box: Rect) -> Rect:
    return Rect(box.centre.x, box.centre.y, 0, 0)


def _inside(box: Rect, paper: Rect) -> Length:
    """Return how far within the paper a box keeps; negative where it leaves it."""
    return min(
        box.x - paper.x, box.y - paper.y, paper.right - box.right, paper.bottom - box.bottom
    )


# -- bleed ---------------------------------------------------------------------------------


def _bleed(
    document: Document, leaf: Leaf, objects: Sequence[Painted], limits: Limits
) -> Iterator[Hit]:
    """Yield artwork that touches the trim and stops before the bleed does, where that shows.

    An edge there is only suspected: whether the page changes at it is looked at. A background
    of the same colour below, or something painted over, hides it.
    """
    needed = mm(limits.numbers["bleed-artwork-error"])
    if needed <= 0:
        return
    goal = leaf.paper.outset(Sides.all(needed))
    found: dict[tuple[str, Rect], tuple[Painted, Length]] = {}
    for one in objects:
        if one.kind in _NAMES:
            for at, beyond in _short(one, leaf.paper, needed):
                found.setdefault(at, (one, beyond))
    if not found:
        return
    picture = document.picture(leaf, _LOOK)
    view = None if picture is None else _View(*picture)
    for (side, edge), (one, beyond) in found.items():
        if view is not None:
            if view.changes(edge, side, goal) < _SEEN:
                continue
            if one.dashed and not view.runs(edge, side, beyond):
                continue  # a dash ends there, and none crosses the trim
        yield Hit("bleed-artwork", Place(leaf.number, edge), to_mm(beyond), what=_NAMES[one.kind])


_NAMES: Final = {
    "fill": "a shape", "image": "an image", "shading": "a gradient", "stroke": "a line",
}  # fmt: skip


def _short(
    one: Painted, paper: Rect, needed: Length
) -> Iterator[tuple[tuple[str, Rect], Length]]:
    """Yield the edges of an object that end at the trim or within the bleed.

    An edge is a strip as long as it is over the page, and how far beyond the trim it lies.
    """
    if one.place.width < _SEEN and one.place.height < _SEEN:
        return
    shared = one.place.common(paper)
    if shared.width <= 0 or shared.height <= 0:
        return  # it lies outside the page: marks, or a strip of bleed
    for side, at, low, high, flat in one.edges:
        line, start, end = (round(value * _POINT) for value in (at, low, high))
        far = {
            "left": paper.x - line,
            "top": paper.y - line,
            "right": line - paper.right,
            "bottom": line - paper.bottom,
        }[side]
        near, most = (_AT_TRIM, needed - _AT_TRIM) if flat else (_ON_TRIM, _ON_TRIM)
        if not -near <= far < most:
            continue
        upright = side in ("left", "right")
        least, last = (
            (shared.y, shared.bottom) if upright else (shared.x, shared.right)
        )
        start, end = max(start, least), min(end, last)
        if end <= start:
            continue
        edge = Rect.of(line, start, line, end) if upright else Rect.of(start, line, end, line)
        yield (side, edge), max(0, far)


class _View:
    """A page as it looks, asked for colours in the page's own space."""

    def __init__(self, raster: Raster, box: Rect) -> None:
        self._raster = raster
        self._box = box

    def changes(self, edge: Rect, side: str, goal: Rect) -> Length:
        """Return along how much of an edge the page looks different on both sides."""
        outward = -1 if side in ("left", "top") else 1
        upright = side in ("left", "right")
        line = edge.x if upright else edge.y
        last = {"left": goal.x, "right": goal.right, "top": goal.y, "bottom": goal.bottom}[side]
        outside = line + outward * min(_STEP, abs(last - line) // 2)
        inside = line - outward * _STEP
        start, length = (edge.y, edge.height) if upright else (edge.x, edge.width)
        count = max(1, length // mm(0.25))
        different = 0
        for n in range(count):
            along = start + length * (2 * n + 1) // (2 * count)
            one = self._at(inside, along) if upright else self._at(along, inside)
            other = self._at(outside, along) if upright else self._at(along, outside)
            different += any(abs(a - b) > _DIFFERENT for a, b in zip(one, other, strict=True))
        return different * length // count

    def runs(self, edge: Rect, side: str, beyond: Length) -> bool:
        """Return whether what ends at an edge comes from the trim without a gap.

        ``beyond`` is how far the edge lies beyond the trim.
        """
        back = 1 if side in ("left", "top") else -1
        middle = edge.centre
        upright = side in ("left", "right")
        seen = []
        for step in range(_STEP, beyond + 2 * _STEP, mm(0.2)):
            x, y = (middle.x + back * step, middle.y) if upright else (
                middle.x, middle.y + back * step
            )  # fmt: skip
            seen.append(self._at(x, y))
        return all(
            abs(a - b) <= _DIFFERENT
            for colour in seen
            for a, b in zip(seen[0], colour, strict=True)
        )

    def _at(self, x: Length, y: Length) -> tuple[int, int, int]:
        raster, box = self._raster, self._box
        column = (x - box.x) * raster.width // box.width
        row = (y - box.y) * raster.height // box.height
        if not (0 <= column < raster.width and 0 <= row < raster.height):
            return (255, 255, 255)
        at = (row * raster.width + column) * 3
        red, green, blue = raster.data[at : at + 3]
        return red, green, blue
