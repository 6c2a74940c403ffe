"""Nodes to operators. Coordinates stay as in the scene, y downward; the page turns them over.

One painter writes one stream: a page's or a symbol's. It repeats no setting that holds.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import TYPE_CHECKING, Final, assert_never

from printkit.geometry import IDENTITY, Outline, Rect, Transform
from printkit.render.numbers import short
from printkit.scene.model import (
    GlyphRun,
    Group,
    Image,
    Ink,
    Link,
    Node,
    Path,
    PlacedPage,
    Stroke,
    Use,
)
from printkit.units import EMU_PER, Length

if TYPE_CHECKING:
    from printkit.render.pdf.fonts import FontBook
    from printkit.render.pdf.inks import Inks

POINT: Final = EMU_PER["pt"]
PLACES: Final = 3  # of a point: a third of a micrometre
FINE_PLACES: Final = 5  # dashes: what is rounded off here adds up along a thread
BEAD: Final = 13  # a thousandth of a point

OVERPRINT: Final = "GO"
KNOCKOUT: Final = "GK"
"""Names of graphics states in resources."""

_CAPS: Final = {"butt": 0, "round": 1}
_JOINS: Final = {"miter": 0, "round": 1}


def points(length: float, places: int = PLACES) -> str:
    """Return a length as a number of points."""
    return short(length / POINT, places)


def matrix(transform: Transform) -> str:
    """Return the operator that applies ``transform`` to all that follows."""
    linear = (transform.a, transform.b, transform.c, transform.d)
    turned = " ".join(short(value, 6) for value in linear)
    return f"{turned} {points(transform.e)} {points(transform.f)} cm"


def outline_operators(outline: Outline) -> str:
    """Return the operators that make ``outline`` the current path."""
    out: list[str] = []
    for segment in outline:
        match segment:
            case ("M", x, y):
                out.append(f"{points(x)} {points(y)} m")
            case ("L", x, y):
                out.append(f"{points(x)} {points(y)} l")
            case ("C", x1, y1, x2, y2, x, y):
                handles = f"{points(x1)} {points(y1)} {points(x2)} {points(y2)}"
                out.append(f"{handles} {points(x)} {points(y)} c")
            case _:
                out.append("h")
    return " ".join(out)


def dash_operator(stroke: Stroke) -> str:
    """Return the operator for a stroke's dashes.

    A dash of no length, a bead under a round cap, is written a thousandth of a point long:
    PDFium draws nought as a tenth of a point, without making the gap shorter, so that the
    beads of a long thread would wander.
    """
    if not stroke.dash:
        return "[] 0 d"
    lengths = list(stroke.dash) * (1 + len(stroke.dash) % 2)  # an odd list runs twice
    for at in range(0, len(lengths), 2):
        if lengths[at] == 0 and lengths[at + 1] > BEAD:
            lengths[at : at + 2] = BEAD, lengths[at + 1] - BEAD
    written = " ".join(points(length, FINE_PLACES) for length in lengths)
    return f"[{written}] {points(stroke.phase, FINE_PLACES)} d"


class Painter:
    """Writes the operators of nodes; afterwards knows what the stream refers to.

    ``symbols``, ``images`` and ``pages`` (of other PDFs) give the names by which resources
    hold them, ``inks`` how inks are written. A stream ``inside`` others is a symbol's.
    """

    def __init__(
        self,
        fonts: FontBook,
        symbols: Mapping[str, str],
        images: Mapping[str, str],
        pages: Mapping[tuple[str, int], str],
        inks: Inks,
        *,
        inside: bool = False,
    ) -> None:
        self.code: list[str] = []
        self.used: dict[str, dict[str, None]] = {
            "Font": {}, "XObject": {}, "ColorSpace": {}, "ExtGState": {},
        }  # fmt: skip
        self._fonts = fonts
        self._symbols = symbols
        self._images = images
        self._pages = pages
        self._inks = inks
        # What stands inside another stream begins with whatever held where it is used.
        self._state: dict[str, str] = {} if inside else {"overprint": f"/{KNOCKOUT} gs"}

    def paint(self, nodes: Iterable[Node]) -> None:
        """Write ``nodes`` in order. Runs side by side share one text object."""
        for is_text, some in groupby(nodes, key=lambda node: isinstance(node, GlyphRun)):
            if is_text:
                self._text(node for node in some if isinstance(node, GlyphRun))
            else:
                for node in some:
                    self._paint(node)

    def _paint(self, node: Node) -> None:
        match node:
            case GlyphRun():
                self._text((node,))
            case Path():
                self._path(node)
            case Image():
                self._picture(self._images[node.digest], node.box)
            case PlacedPage():
                self._picture(self._pages[node.digest, node.page], node.box)
            case Link():
                pass  # an annotation of the page, not ink
            case Group():
                self._group(node)
            case Use():
                name = self._symbols[node.symbol]
                self.used["XObject"][name] = None
                self.code.append(f"q {matrix(node.transform)} /{name} Do Q")
            case _:
                assert_never(node)

    # -- state ---------------------------------------------------------------------------

    def _set(self, what: str, operator: str) -> None:
        """Write ``operator`` unless it is what already holds for ``what``."""
        if self._state.get(what) != operator:
            self._state[what] = operator
            self.code.append(operator)

    def _fill(self, ink: Ink) -> None:
        self._set("fill", self._operator(ink, stroke=False))

    def _stroke(self, stroke: Stroke) -> None:
        self._set("stroke", self._operator(stroke.ink, stroke=True))
        self._set("width", f"{points(stroke.width)} w")
        self._set("cap", f"{_CAPS[stroke.cap]} J")
        self._set("join", f"{_JOINS[stroke.join]} j")
        self._set("dash", dash_operator(stroke))

    def _operator(self, ink: Ink, *, stroke: bool) -> str:
        operator = self._inks.operator(ink, stroke=stroke)
        if (spot := self._inks.spot(ink)) is not None:
            self.used["ColorSpace"][self._inks.space(spot)] = None
        return operator

    def _overprint(self, wanted: bool) -> None:
        """Let what comes next leave other plates alone, or knock it out of them."""
        if self._inks.colour != "cmyk":
            return
        name = OVERPRINT if wanted else KNOCKOUT
        if self._state.get("overprint") != f"/{name} gs":
            self.used["ExtGState"][name] = None
            self._set("overprint", f"/{name} gs")

    # -- nodes ---------------------------------------------------------------------------

    def _path(self, path: Path) -> None:
        if path.fill is None and path.stroke is None:
            return
        # Of a shape with a fill the line knocks out too: no fill is ever told to overprint.
        line = path.stroke.ink if path.stroke is not None and path.fill is None else None
        self._overprint(line is not None and self._inks.overprints(line, line=True))
        if path.fill is not None:
            self._fill(path.fill)
        if path.stroke is not None:
            self._stroke(path.stroke)
        finish = "f" if path.stroke is None else "S" if path.fill is None else "B"
        self.code.append(f"{outline_operators(path.outline)} {finish}")

    def _picture(self, name: str, box: Rect) -> None:
        self._overprint(False)
        self.used["XObject"][name] = None
        # Images stand on their feet in a space that is upside down: turn them back.
        size = f"{points(box.width)} 0 0 {points(-box.height)}"
        self.code.append(f"q {size} {_place(box.x, box.bottom)} cm /{name} Do Q")

    def _group(self, group: Group) -> None:
        plain = group.transform == IDENTITY and group.clip is None
        held = self._state
        if not plain:
            self._state = dict(held)
            self.code.append("q")
            if group.transform != IDENTITY:
                self.code.append(matrix(group.transform))
            if group.clip is not None:
                self.code.append(f"{outline_operators(group.clip)} W n")
        self.paint(group.nodes)
        if not plain:
            self.code.append("Q")
            self._state = held

    def _text(self, runs: Iterable[GlyphRun]) -> None:
        shown = [run for run in runs if run.glyphs]
        if not shown:
            return
        self.code.append("BT")
        for run in shown:
            font = self._fonts.font(run.font)
            self.used["Font"][font.name] = None
            self._overprint(self._inks.overprints(run.ink, line=False))
            self._fill(run.ink)
            self._set("font", f"/{font.name} {points(run.size)} Tf")
            place = _place(run.x, run.baseline)
            self.code.append(f"1 0 0 -1 {place} Tm {font.show(run)}")
        self.code.append("ET")


def _place(x: Length, y: Length) -> str:
    return f"{points(x)} {points(y)}"
