"""Drawing the scales of the calibration page, and enlarged examples of reading them.

A scale is drawn as if it ran to the right from its 0. Those that run down or back are the
same, turned: with the page turned until its letter is upright, each is read like the first.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from printkit import paths
from printkit.geometry import Outline, Point, Rect, Size, Transform
from printkit.press.verniers import DIVISIONS, EDGE, LINES, PITCH, VERNIERS, Vernier
from printkit.scene.model import Align, Group, Ink, Node, Path, Stroke, Style
from printkit.text.compose import Typesetter
from printkit.units import Length, mm

FINE: Final = mm(0.15)
_THROUGH: Final = mm(0.2)  # what shines through paper has to be a little heavier
_OVERLAP: Final = mm(1.5)  # lines of front and back run over one another where they meet
_TIP: Final = mm(7)  # from the paper's edge to the arrow that points to it


class Pen(Struct, frozen=True):
    """What scales are drawn with. Figures are those of a ruler, 0-9, in every language."""

    typesetter: Typesetter
    number: Style
    letter: Style
    ink: Ink
    paper: Ink
    grey: Ink
    pale: Ink
    tint: Ink

    def line(
        self,
        x1: float,
        y1: float,
        x2: float,
        y2: float,
        width: Length = FINE,
        ink: Ink | None = None,
    ) -> Path:
        return Path(paths.line(x1, y1, x2, y2), stroke=Stroke(ink or self.ink, width))

    def fill(self, outline: Outline, ink: Ink | None = None) -> Path:
        return Path(outline, fill=ink or self.ink)

    def text(
        self,
        text: str,
        style: Style,
        x: float,
        baseline: float,
        align: Align = "centre",
        ink: Ink | None = None,
    ) -> tuple[Node, ...]:
        """Return one line in Latin letters and figures: from ``x``, to it, or about it."""
        block = self.typesetter.set(text, replace(style, ink=ink or self.ink), lang="en")
        left = x - {"centre": block.width / 2, "start": 0, "end": block.width}[align]
        return block.place(round(left), round(baseline), block.width, align="start")

    def capital(self, style: Style) -> Length:
        """Return the height of figures in a style."""
        return self.typesetter.set("0", style, lang="en").cap

    def disc(self, text: str, x: float, y: float, r: Length) -> tuple[Node, ...]:
        """Return a letter or a number in a disc."""
        baseline = y + self.capital(self.letter) / 2
        return (
            self.fill(paths.circle(x, y, r)),
            *self.text(text, self.letter, x, baseline, ink=self.paper),
        )


def scales(pen: Pen, side: str, sheet: Size) -> Iterator[Node]:
    """Yield every scale of the front or of the back, where it stands on that page."""
    for vernier in VERNIERS:
        turn = _turn(vernier)
        if vernier.side == side:
            yield Group(tuple(_ruled(pen, vernier.name)), turn.then(_to(vernier.zero(sheet))))
        elif vernier.side == "light" and side == "front":
            nodes = _millimetres(pen, vernier.name)
            yield Group(tuple(nodes), turn.then(_to(vernier.zero(sheet))))
        elif vernier.side == "light":
            # Drawn as it is looked at from the front, then mirrored onto its own page.
            seen = turn.then(_to(vernier.behind(sheet)))
            yield Group(tuple(_shining(pen)), seen.then(Transform.mirror(sheet.width)))


def _turn(vernier: Vernier) -> Transform:
    """Return how a scale is turned: down, a quarter clockwise; far ones, upside down."""
    turn = Transform() if vernier.axis == "x" else Transform(0, 1, -1, 0)
    return turn.then(Transform(-1, 0, 0, -1)) if vernier.far else turn


def _to(point: Point) -> Transform:
    return Transform.move(point.x, point.y)


def _ruled(pen: Pen, name: str) -> Iterator[Node]:
    """Yield a scale for a ruler, which is laid below it with its 0 on the paper's edge."""
    end = DIVISIONS * PITCH
    tip = _TIP - EDGE
    yield pen.line(tip, 0, end + mm(3), 0)
    yield pen.fill(_arrow(tip, 0, mm(2.4)))
    yield from _ticks(pen, range(DIVISIONS + 1), PITCH, -1)
    yield from _marks(pen, ((0, "0"), (5, "5"), (10, "10")), PITCH, -1)
    yield from pen.disc(name, -mm(4.4), -mm(4.2), mm(2.6))


def _millimetres(pen: Pen, name: str) -> Iterator[Node]:
    """Yield the front's part of a scale that is read against the light."""
    yield from _ticks(pen, range(LINES + 1), mm(1), -1, _OVERLAP)
    numbers = ((n, f"{n}") for n in range(0, LINES + 1, 5))
    yield from _marks(pen, numbers, mm(1), -1)
    yield from pen.disc(name, LINES * mm(1) + mm(5), -mm(2.4), mm(2.6))


def _shining(pen: Pen) -> Iterator[Node]:
    """Yield the back's part, which shines through below the front's."""
    yield from _ticks(pen, range(DIVISIONS + 1), PITCH, 1, _OVERLAP, _THROUGH)
    yield from _marks(pen, ((0, "0"), (5, "5"), (10, "10")), PITCH, 1)


def _ticks(
    pen: Pen, lines: Iterable[int], pitch: Length, way: int, overlap: Length = 0,
    width: Length = FINE,
) -> Iterator[Node]:  # fmt: skip
    """Yield lines upward (-1) or downward (1) from where two scales meet."""
    for n in lines:
        yield pen.line(n * pitch, -way * overlap, n * pitch, way * _height(n), width)


def _height(n: int) -> Length:
    return next((high for each, high in ((10, mm(6)), (5, mm(5))) if n % each == 0), mm(4))


def _marks(pen: Pen, numbers: Iterable[tuple[int, str]], pitch: Length, way: int) -> Iterator[Node]:
    gap = mm(0.8)
    for n, text in numbers:
        foot = _height(n) + gap
        baseline = -foot if way < 0 else foot + pen.capital(pen.number)
        yield from pen.text(text, pen.number, n * pitch, baseline)


def _arrow(x: float, y: float, size: Length) -> Outline:
    """Return an arrowhead whose tip, at ``x``, points left."""
    return paths.polyline(
        ((x, y), (x + size, y - size * 0.42), (x + size, y + size * 0.42)), closed=True
    )


# -- examples ------------------------------------------------------------------------------


class Example(Struct, frozen=True):
    """A reading shown large: a vernier's 0 at ``whole`` and ``tenths`` of the main scale."""

    whole: int
    tenths: int
    light: bool

    @property
    def value(self) -> str:
        return f"{self.whole} + 0.{self.tenths} = {self.whole}.{self.tenths}"


BY_RULER: Final = Example(16, 3, light=False)
BY_LIGHT: Final = Example(9, 6, light=True)


def example(pen: Pen, shown: Example, box: Rect) -> Iterator[Node]:
    """Yield a reading drawn large in ``box``: two scales that meet halfway, and what they say.

    On paper the vernier is above the ruler; against the light the front's millimetres are.
    """
    first, last = shown.whole - 1, shown.whole + 11
    unit = box.width / (last - first + 0.6)
    y = box.y + box.height / 2
    zero = shown.whole + shown.tenths / 10
    main, vernier = (-1, 1) if shown.light else (1, -1)
    main_ink, vernier_ink = (pen.ink, pen.pale) if shown.light else (pen.grey, pen.ink)
    meets = shown.whole + shown.tenths

    def x(place: float) -> float:
        return box.x + (place - first + 0.3) * unit

    def tick(place: float, n: int, way: int, ink: Ink, heavy: bool) -> Path:
        high = _height(n) * 1.3
        start = _OVERLAP if shown.light else 0
        ink, width = (pen.ink, mm(0.7)) if heavy else (ink, mm(0.25))
        return pen.line(x(place), y - way * start, x(place), y + way * high, width, ink)

    def number(text: str, place: float, n: int, way: int, heavy: bool) -> Iterator[Node]:
        foot = _height(n) * 1.3 + mm(1.2)
        rise = pen.capital(pen.letter if heavy else pen.number)
        baseline = y - foot if way < 0 else y + foot + rise
        style, ink = (pen.letter, pen.ink) if heavy else (pen.number, pen.grey)
        yield from pen.text(text, style, x(place), baseline, ink=ink)

    if not shown.light:
        ruler = Rect.of(box.x, round(y), box.right, box.bottom)
        yield Path(paths.rounded(ruler, mm(1)), fill=pen.tint)
    for n in range(first, last + 1):
        yield tick(n, n, main, main_ink, n == meets)
    for n in range(DIVISIONS + 1):
        yield tick(zero + n * 0.9, n, vernier, vernier_ink, n == shown.tenths)
    yield from number(f"{shown.whole}", shown.whole, shown.whole, main, True)
    for n in range(first, last + 1):
        if n % (5 if shown.light else 10) == 0:
            yield from number(f"{n}" if shown.light else f"{n // 10} cm", n, n, main, False)
    yield from number(f"{shown.tenths}", zero + shown.tenths * 0.9, shown.tenths, vernier, True)
    for n in (0, 5, 10):
        yield from number(f"{n}", zero + n * 0.9, n, vernier, False)
