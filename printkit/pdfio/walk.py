"""Walking a page's content: every text, fill, line, image and shading it paints.

Forms, patterns and drawn fonts are entered. What cannot be understood is left out and noted;
content is never believed to end, nor to nest, as it should.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import hypot
from typing import Any, Final

from printkit.pdfio.colours import CMYK, GREY, RGB, UNKNOWN, Colour, Space
from printkit.pdfio.faults import FAULTS
from printkit.pdfio.fonts import NO_FONT, Font
from printkit.pdfio.matrix import (
    Box,
    Matrix,
    bounds,
    common,
    least_scale,
    point,
    then,
    upright,
)
from printkit.pdfio.outline import SIDES, Edge, Outline, Side, clipped, sides
from printkit.pdfio.painted import (
    MOST_DEEP,
    MOST_STEPS,
    Content,
    Kind,
    Library,
    Painted,
    Step,
    resources,
)
from printkit.pdfio.state import State, change, floats, lookup

_PLAIN: Final = {
    "BT", "ET", "BMC", "BDC", "EMC", "MP", "DP", "BX", "EX", "i", "j", "M", "ri", "d0",
    "d1",
}  # fmt: skip


def painted(page: Any, base: Matrix, medium: Box, library: Library) -> Content:
    """Return everything a page paints. ``base`` maps its points to points from the trim."""
    walker = _Walker(library, base)
    state = State(base, medium)
    walker.run(page, resources(page), state, 0)
    endless = walker.steps > MOST_STEPS
    return Content(tuple(walker.found), tuple(dict.fromkeys(walker.notes)), endless)


class _Walker:
    def __init__(self, library: Library, base: Matrix) -> None:
        self.found: list[Painted] = []
        self.notes: list[str] = []
        self._library = library
        self._base = base
        self.steps = 0
        self._within: list[Any] = []
        self._drawn: set[Any] = set()

    def run(self, holder: Any, resources: Any, state: State, deep: int) -> None:
        """Walk content; ``state`` is used up."""
        try:
            steps = self._library.steps(holder)
        except FAULTS:
            self.notes.append("content that cannot be read")
            return
        run = _Run(self, self._library, resources, state, deep)
        for step in steps:
            self.steps += 1
            if self.steps > MOST_STEPS:
                return
            try:
                run.take(step)
            except FAULTS:
                self.notes.append(f"an operator {step.operator} that makes no sense")
        if run.saved:
            self.notes.append("q without Q")

    def form(self, form: Any, state: State, of: Any, deep: int) -> None:
        """Walk a form; ``state`` is that of the moment it is painted."""
        key = form.objgen if form.is_indirect else id(form)
        if deep >= MOST_DEEP or key in self._within:
            self.notes.append("forms nested without end")
            return
        inner = state.grouped() if form.get("/Group") is not None else state.copy()
        matrix = form.get("/Matrix")
        if matrix is not None:
            inner.matrix = then(_matrix(matrix), inner.matrix)
        box = form.get("/BBox")
        if box is not None:
            straight = upright(inner.matrix)
            cut = bounds(inner.matrix, *floats(list(box)))
            _cut(inner, cut, frozenset(SIDES) if straight else frozenset())
        self._within.append(key)
        try:
            self.run(form, form.get("/Resources", of), inner, deep + 1)
        finally:
            self._within.pop()

    def pattern(self, colour: Colour, box: Box, deep: int) -> None:
        """Walk the cell of a tiling pattern once, within what it fills."""
        pattern = colour.pattern
        if pattern is None or int(pattern.get("/PatternType", 0)) != 1:
            return
        key = ("pattern", pattern.objgen, tuple(round(v) for v in box))
        if deep >= MOST_DEEP or key in self._within or key in self._drawn:
            return
        matrix = _matrix(pattern.get("/Matrix", (1, 0, 0, 1, 0, 0)))
        state = State(then(matrix, self._base), None)
        if colour.space.base is not None:  # an uncoloured pattern
            state.fill = state.stroke = Colour(colour.space.base, colour.values)
        self._drawn.add(key)
        self._within.append(key)
        first = len(self.found)
        try:
            self.run(pattern, pattern.get("/Resources"), state, deep + 1)
        finally:
            self._within.pop()
        # A cell is repeated all over: what it paints may stand anywhere in the filled box.
        self.found[first:] = [
            one._replace(box=box, whole=box, edges=()) for one in self.found[first:]
        ]

    def glyph(self, font: Font, code: int, state: State, deep: int) -> None:
        """Walk a letter of a drawn font, the first time it is met."""
        procedure = font.glyphs.get(code)
        key = ("glyph", id(font), code)
        if procedure is None or key in self._drawn or deep >= MOST_DEEP:
            return
        self._drawn.add(key)
        self.run(procedure, font.resources, state, deep + 1)


class _Run:
    """One content stream on its way: path, text position, saved states."""

    def __init__(
        self, walker: _Walker, library: Library, resources: Any, state: State, deep: int
    ) -> None:
        self._walker = walker
        self._library = library
        self._of = resources
        self._state = state
        self._deep = deep
        self.saved: list[State] = []
        self._path = Outline()
        self._clipping = False
        self._line: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
        self._text: Matrix = self._line

    def take(self, step: Step) -> None:
        operator, operands, _ = step
        act = _ACTS.get(operator)
        if act is not None:
            act(self, operands)
        elif operator not in _PLAIN and not change(
            self._state, operator, operands, self._of, self._library
        ):
            self._walker.notes.append(f"the unknown operator {operator[:12]!r}")

    # -- state -------------------------------------------------------------------------

    def save(self, operands: Sequence[Any]) -> None:
        if len(self.saved) > 10_000:
            raise ValueError("too many")
        self.saved.append(self._state.copy())

    def restore(self, operands: Sequence[Any]) -> None:
        if self.saved:
            self._state = self.saved.pop()
        else:
            self._walker.notes.append("Q without q")

    def concat(self, operands: Sequence[Any]) -> None:
        self._state.matrix = then(_matrix(operands), self._state.matrix)

    # -- paths -------------------------------------------------------------------------

    def move(self, operands: Sequence[Any]) -> None:
        self._path.move(*point(self._state.matrix, *floats(operands[:2])))

    def line(self, operands: Sequence[Any]) -> None:
        self._path.line(*point(self._state.matrix, *floats(operands[:2])))

    def curve(self, operands: Sequence[Any]) -> None:
        values, m = floats(operands), self._state.matrix
        pairs = zip(values[::2], values[1::2], strict=True)
        self._path.curve([point(m, x, y) for x, y in pairs])

    def rectangle(self, operands: Sequence[Any]) -> None:
        x, y, width, height = floats(operands)
        m = self._state.matrix
        corners = (x, y), (x + width, y), (x + width, y + height), (x, y + height)
        self._path.polygon([point(m, *corner) for corner in corners])

    def close(self, operands: Sequence[Any]) -> None:
        self._path.close()

    def clip(self, operands: Sequence[Any]) -> None:
        self._clipping = True

    def paint(self, fills: bool, strokes: bool, closes: bool) -> None:
        if closes:
            self._path.close()
        box = self._path.box()
        if box is not None:
            if fills:
                self._fill(box)
            if strokes:
                self._stroke(box)
        self.done(())

    def done(self, operands: Sequence[Any]) -> None:
        if self._clipping:
            box = self._path.box()
            edges = self._path.edges(box) if box else ()
            straight = frozenset(edge.side for edge in edges if edge.flat)
            _cut(self._state, box or (0.0, 0.0, 0.0, 0.0), straight)
        self._path, self._clipping = Outline(), False

    def _fill(self, box: Box) -> None:
        thin = min(box[2] - box[0], box[3] - box[1])  # no fill is thicker than its box
        self._put("fill", box, self._state.fill, self._path.edges(box), width=thin)

    def _stroke(self, box: Box) -> None:
        state = self._state
        width = state.width * least_scale(state.matrix)
        half = width / 2
        wide = (box[0] - half, box[1] - half, box[2] + half, box[3] + half)
        edges = self._path.line_edges(box, width, state.cap)
        self._put("stroke", wide, state.stroke, edges, width=width, dashed=state.dashed)

    def _put(
        self, kind: Kind, whole: Box, colour: Colour, edges: tuple[Edge, ...] = (), **facts: Any
    ) -> None:
        state = self._state
        box = common(state.clip, whole) or whole
        if box[2] < box[0] or box[3] < box[1]:
            return  # clipped away
        pattern = colour.pattern
        if pattern is not None:
            if int(pattern.get("/PatternType", 0)) == 2:
                colour = Colour(_shading_space(pattern.get("/Shading"), self._library, self._of))
                kind = "shading" if kind == "fill" else kind
            else:
                self._walker.pattern(colour, box, self._deep)
                kind = kind if kind in ("text", "hidden") else "shading"
                colour = Colour(colour.space.base or UNKNOWN, colour.values)
        strokes = kind == "stroke"
        overprint = state.stroke_overprint if strokes else state.overprint
        alpha = state.stroke_alpha if strokes else state.alpha
        through = state.masked or state.veiled or alpha < 1 or state.blend not in (
            "Normal", "Compatible",
        )  # fmt: skip
        facts.setdefault("lets_through", through)
        if kind not in ("text", "hidden"):
            facts["edges"] = clipped(edges, whole, state.clip, state.flat)
        self._walker.found.append(
            Painted(kind, box, whole, colour, overprint=overprint, opm=state.opm, **facts)
        )

    # -- text --------------------------------------------------------------------------

    def begin(self, operands: Sequence[Any]) -> None:
        self._line = self._text = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)

    def set_text(self, operands: Sequence[Any]) -> None:
        self._line = self._text = _matrix(operands)

    def shift(self, operands: Sequence[Any]) -> None:
        x, y = floats(operands)
        self._line = self._text = then((1.0, 0.0, 0.0, 1.0, x, y), self._line)

    def shift_leading(self, operands: Sequence[Any]) -> None:
        self._state.leading = -float(operands[1])
        self.shift(operands)

    def next_line(self, operands: Sequence[Any]) -> None:
        self.shift((0.0, -self._state.leading))

    def show(self, operands: Sequence[Any]) -> None:
        self._show((operands[0],))

    def show_many(self, operands: Sequence[Any]) -> None:
        self._show(operands[0])

    def show_next(self, operands: Sequence[Any]) -> None:
        self.next_line(())
        self._show((operands[-1],))

    def show_spaced(self, operands: Sequence[Any]) -> None:
        self._state.word, self._state.spacing = float(operands[0]), float(operands[1])
        self.show_next(operands)

    def _show(self, items: Any) -> None:
        state, font = self._state, self._state.font
        if font is NO_FONT:
            self._walker.notes.append("text without a font")
            return
        size, stretch = state.size, state.stretch
        x, least, most = 0.0, 0.0, 0.0
        notdef = inked = False
        for item in items:
            try:
                x -= float(item) / 1000 * size * stretch
            except (TypeError, ValueError):
                for code in font.codes(bytes(item)):
                    inked = inked or code != 32 or font.two_bytes
                    notdef = notdef or (font.first_is_notdef and code == 0)
                    if font.glyphs:
                        self._glyph(font, code, x)
                    x += (font.width(code) * size + state.spacing) * stretch
                    if code == 32 and not font.two_bytes:
                        x += state.word * stretch
            least, most = min(least, x), max(most, x)
        full = then(self._text, state.matrix)
        self._text = then((1.0, 0.0, 0.0, 1.0, x, 0.0), self._text)
        if not inked:
            return
        low, high = font.descent * size + state.rise, font.ascent * size + state.rise
        tall = abs(size) * hypot(full[2], full[3])
        if font.kind == "Type3" and font.matrix:
            tall *= abs(font.matrix[3]) * 1000
        mode = state.mode % 8
        kind: Kind = "hidden" if mode in (3, 7) else "text"
        outlined = mode in (1, 5)
        box = bounds(full, least, low, most, high)
        colour = state.stroke if outlined else state.fill
        self._put(kind, box, colour, font=font, size=tall, notdef=notdef)
        if mode in (1, 2, 5, 6):
            width = state.width * least_scale(state.matrix)
            self._put("stroke", box, state.stroke, width=width)

    def _glyph(self, font: Font, code: int, x: float) -> None:
        state = self._state.copy()
        across = state.size * state.stretch
        matrix = then((across, 0.0, 0.0, state.size, x, state.rise), self._text)
        inner: Matrix = font.matrix if len(font.matrix) == 6 else (0.001, 0, 0, 0.001, 0, 0)
        state.matrix = then(then(inner, matrix), state.matrix)
        self._walker.glyph(font, code, state, self._deep)

    # -- objects -----------------------------------------------------------------------

    def do(self, operands: Sequence[Any]) -> None:
        thing = lookup(self._of, "/XObject", str(operands[0]))
        if thing is None:
            self._walker.notes.append(f"the object {operands[0]} that is not there")
            return
        match str(thing.get("/Subtype", "")):
            case "/Form":
                self._walker.form(thing, self._state, self._of, self._deep)
            case "/Image":
                self._image(thing)
            case other:
                self._walker.notes.append(f"an object of kind {other[1:13] or 'none'}")

    def inline(self, operands: Sequence[Any]) -> None:
        image = operands[0]
        space = image.colorspace
        found = UNKNOWN if space is None else self._library.space(_named(space), self._of)
        bits = 1 if image.image_mask else int(image.bits_per_component or 8)
        self._pixels(image.width, image.height, bits, found, bool(image.image_mask), False)

    def _image(self, image: Any) -> None:
        mask = bool(image.get("/ImageMask", False))
        value = image.get("/ColorSpace")
        space = UNKNOWN if value is None else self._library.space(value, self._of)
        if value is None and not mask:
            space = _inside(image)
        bits = 1 if mask else int(image.get("/BitsPerComponent", 8))
        soft = image.get("/SMask") is not None
        width, height = int(image["/Width"]), int(image["/Height"])
        self._pixels(width, height, bits, space, mask, soft)

    def _pixels(
        self, width: int, height: int, bits: int, space: Space, mask: bool, soft: bool
    ) -> None:
        m = self._state.matrix
        lengths = (width, hypot(m[0], m[1])), (height, hypot(m[2], m[3]))
        dpi = min(72 * pixels / side if side else 0.0 for pixels, side in lengths)
        colour = self._state.fill if mask else Colour(space)
        facts: dict[str, Any] = {"lets_through": True} if soft else {}
        box = bounds(m, 0, 0, 1, 1)
        self._put(
            "image", box, colour, sides(box, flat=upright(m)), dpi=dpi, bits=bits,
            pixels=(width, height), **facts,
        )  # fmt: skip

    def shade(self, operands: Sequence[Any]) -> None:
        shading = lookup(self._of, "/Shading", str(operands[0]))
        space = _shading_space(shading, self._library, self._of)
        clip, flat = self._state.clip, self._state.flat
        if clip is not None:
            edges = tuple(e._replace(flat=e.side in flat) for e in sides(clip, flat=True))
            self._put("shading", clip, Colour(space), edges)


def _cut(state: State, box: Box, straight: frozenset[Side]) -> None:
    """Clip to what ``box`` leaves; ``straight`` are its sides that stand upright."""
    before, state.clip = state.clip, common(state.clip, box)
    if before is None:
        state.flat = straight
    else:
        state.flat = frozenset(
            side
            for side, old, new in zip(SIDES, before, box, strict=True)
            if side in (state.flat if (old > new) == (side in ("left", "top")) else straight)
            or (old == new and side in state.flat | straight)
        )


def _inside(image: Any) -> Space:
    """Return the space of a picture that keeps it to itself: JPEG 2000."""
    return {"/DeviceGray": GREY, "/DeviceCMYK": CMYK}.get(str(image.get("/ColorSpace", "")), RGB)


def _named(space: Any) -> Any:
    import pikepdf

    return pikepdf.Name(space) if isinstance(space, str) else space


def _shading_space(shading: Any, library: Library, of: Any) -> Space:
    value = shading.get("/ColorSpace") if shading is not None else None
    return UNKNOWN if value is None else library.space(value, of)


def _matrix(values: Any) -> Matrix:
    a, b, c, d, e, f = (float(value) for value in values)
    return a, b, c, d, e, f


def _painter(fills: bool, strokes: bool, closes: bool = False) -> Any:
    return lambda run, operands: run.paint(fills, strokes, closes)


_ACTS: Final[dict[str, Any]] = {
    "q": _Run.save,
    "Q": _Run.restore,
    "cm": _Run.concat,
    "m": _Run.move,
    "l": _Run.line,
    "c": _Run.curve,
    "v": _Run.curve,
    "y": _Run.curve,
    "re": _Run.rectangle,
    "h": _Run.close,
    "W": _Run.clip,
    "W*": _Run.clip,
    "n": _Run.done,
    "f": _painter(True, False),
    "F": _painter(True, False),
    "f*": _painter(True, False),
    "B": _painter(True, True),
    "B*": _painter(True, True),
    "b": _painter(True, True, True),
    "b*": _painter(True, True, True),
    "S": _painter(False, True),
    "s": _painter(False, True, True),
    "BT": _Run.begin,
    "Tm": _Run.set_text,
    "Td": _Run.shift,
    "TD": _Run.shift_leading,
    "T*": _Run.next_line,
    "Tj": _Run.show,
    "TJ": _Run.show_many,
    "'": _Run.show_next,
    '"': _Run.show_spaced,
    "Do": _Run.do,
    "INLINE IMAGE": _Run.inline,
    "sh": _Run.shade,
}
