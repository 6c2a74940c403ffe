"""The calibration page: scales at the corners, how to read them, and room for what was read.

Front and back are drawn for an upright sheet in black alone, so that any printer can print
them. Every word comes from the caller, in the reader's language.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from printkit import paths
from printkit.diagnostics import Diagnostic, PrintkitError
from printkit.geometry import Rect, Size, Transform
from printkit.press.scales import BY_LIGHT, BY_RULER, Example, Pen, example, scales
from printkit.press.verniers import VERNIERS
from printkit.scene.model import (
    Align,
    Group,
    Ink,
    Metadata,
    Node,
    Page,
    Path,
    Scene,
    Stroke,
    StructNode,
    Style,
)
from printkit.text.compose import Typesetter
from printkit.text.model import Block
from printkit.units import Length, format_mm, mm, pt

WORDS: Final = (
    "print.actual-size",
    "print.flip-long",
    "calibrate.title",
    "calibrate.about",
    "calibrate.ruler",
    "calibrate.tenths",
    "calibrate.others",
    "calibrate.light",
    "calibrate.plain",
    "calibrate.enter",
    "calibrate.front",
    "calibrate.back",
    "calibrate.through",
    "calibrate.ideal",
    "calibrate.behind",
)
"""The kit's words that stand on the page."""

_COLUMNS: Final = (("front", "front"), ("back", "back"), ("light", "through"))
_ASIDE: Final = mm(33)  # from the paper's edges to the words: what is between is for scales
_RUNGS: Final = tuple(1.08 - step / 25 for step in range(14))
_LEAST: Final = pt(7)
_TITLE: Final = 0.34  # of a product's title
_INDENT: Final = mm(9)
_GAP: Final = mm(2.4)
_GAPS: Final = 14  # on the front
_EXAMPLE: Final = mm(25)
_BOX: Final = mm(8)


class Look(Struct, frozen=True):
    """What the page is set and drawn with; the styles are named as in layouts."""

    styles: Mapping[str, Style]
    ink: Ink
    paper: Ink
    grey: Ink  # of small numbers
    pale: Ink  # of lines that shine through
    tint: Ink


def calibration_page(
    words: Mapping[str, str],
    sheet: Size,
    typesetter: Typesetter,
    look: Look,
    *,
    command: str,
    label: str,
    correct: tuple[Transform, Transform] | None = None,
) -> Scene:
    """Return front and back of the page for an upright ``sheet``.

    ``words`` has all of ``WORDS``, ``command`` is what the user types next, ``label`` names
    sheet and language at the foot. ``correct`` moves front and back as a calibrated printer
    needs it, to see whether it does. Raises PrintkitError where the words do not fit.
    """
    return _Sheet(words, sheet, typesetter, look).scene(command, label, correct)


class _Sheet:
    """The page in the making; ``y`` is how far down its words have come."""

    def __init__(
        self, words: Mapping[str, str], sheet: Size, typesetter: Typesetter, look: Look
    ) -> None:
        self.words = words
        self.sheet = sheet
        self.typesetter = typesetter
        self.look = look
        self.rtl = typesetter.locale.direction == "rtl"
        self.room = Rect.of(_ASIDE, _ASIDE, sheet.width - _ASIDE, sheet.height - _ASIDE)
        number = look.styles["number"]
        self.pen = Pen(
            typesetter,
            replace(number, size=pt(6.5), weight=600),
            replace(number, size=pt(10.5)),
            look.ink,
            look.paper,
            look.grey,
            look.pale,
            look.tint,
        )
        self.factor = 1.0
        self.gap = _GAP
        self.y: Length = 0
        self.nodes: list[Node] = []
        self.kids: list[StructNode] = []

    def scene(self, command: str, label: str, correct: tuple[Transform, Transform] | None) -> Scene:
        pages: list[Page] = []
        kids: list[StructNode] = []
        for number, side in enumerate(("front", "back")):
            self.fit(side, command)
            nodes: tuple[Node, ...] = (
                *scales(self.pen, side, self.sheet),
                *self.nodes,
                *self.pen.text(
                    label, self.pen.number, self.sheet.width / 2, self.sheet.height - mm(14)
                ),
            )
            if correct is not None:
                nodes = (Group(nodes, correct[number]),)
            pages.append(Page(side, self.sheet, nodes, label=self.words[f"calibrate.{side}"]))
            kids += self.kids
        locale = self.typesetter.locale
        return Scene(
            tuple(pages),
            Metadata(self.words["calibrate.title"], locale.tag, locale.direction),
            structure=(StructNode("Document", locale.tag, kids=tuple(kids)),),
        )

    def fit(self, side: str, command: str) -> None:
        """Set a page as large as its words have room; raises PrintkitError if nothing does."""
        for factor in _RUNGS:
            if self.draw(side, command, factor, _GAP):
                spare = (self.room.bottom - self.y) // _GAPS
                if side == "front":  # what room is left goes between the steps
                    self.draw(side, command, factor, _GAP + min(spare, _GAP))
                return
        size = f"{format_mm(self.sheet.width)} x {format_mm(self.sheet.height)}"
        raise PrintkitError(
            Diagnostic(
                "overset",
                f"the calibration page has no room for its words in {self.typesetter.locale.tag} "
                f"on a sheet of {size}",
                hint="take a larger sheet, or shorten the texts kit.calibrate",
            )
        )

    def draw(self, side: str, command: str, factor: float, gap: Length) -> bool:
        """Set a page anew; return whether everything has room."""
        self.factor, self.gap = factor, gap
        self.y, self.nodes, self.kids = self.room.y, [], []
        wide = self.front(command) if side == "front" else self.back()
        return self.y <= self.room.bottom and not wide

    def front(self, command: str) -> bool:
        """Set the front; return whether a word is too long for its line."""
        words = self.words
        wide = self.heading(words["calibrate.title"])
        wide |= self.paragraph(words["calibrate.about"], "intro")
        self.y += mm(1.5)
        actual = f"{words['print.actual-size']} {words['print.flip-long']}"
        wide |= self.step(1, actual)
        wide |= self.step(2, words["calibrate.ruler"])
        wide |= self.step(3, words["calibrate.tenths"])
        self.example(BY_RULER)
        wide |= self.paragraph(words["calibrate.plain"], "body", _INDENT)
        wide |= self.step(4, words["calibrate.others"])
        wide |= self.step(5, words["calibrate.light"])
        self.example(BY_LIGHT)
        wide |= self.step(6, words["calibrate.enter"])
        self.command(command)
        return wide | self.boxes()

    def back(self) -> bool:
        wide = self.heading(self.words["calibrate.back"])
        return wide | self.paragraph(self.words["calibrate.behind"], "intro")

    # -- pieces ----------------------------------------------------------------------------

    def style(self, name: str, factor: float = 1.0) -> Style:
        """Return a style at the page's rung, in the one ink, never below its smallest size."""
        style = self.look.styles[name]
        size = max(round(style.size * factor * self.factor), min(style.minimum, _LEAST))
        return replace(style, size=size, ink=self.look.ink)

    def start(self, x: Length, width: Length) -> Length:
        """Return the left edge of a box ``x`` from where lines begin."""
        return self.room.right - x - width if self.rtl else self.room.x + x

    def place(self, block: Block, role: str, x: Length, width: Length) -> bool:
        """Put a text at ``y`` and go on below it; return whether it is too wide."""
        tag = len(self.kids) + 1
        nodes = block.place(self.start(x, width), self.y + block.ascent, width, tag=tag)
        self.nodes += nodes
        self.kids.append(StructNode(role, self.typesetter.locale.tag, tags=(tag,)))
        self.y += block.height
        return block.width > width

    def heading(self, text: str) -> bool:
        block = self.typesetter.set(
            text, self.style("title", _TITLE), self.room.width, balance=True
        )
        wide = self.place(block, "H1", 0, self.room.width)
        self.y += self.gap
        return wide

    def paragraph(self, text: str, style: str, indent: Length = 0) -> bool:
        width = self.room.width - indent
        wide = self.place(
            self.typesetter.set(text, self.style(style), width, balance=True), "P", indent, width
        )
        self.y += self.gap
        return wide

    def step(self, number: int, text: str) -> bool:
        """Put a numbered step: its disc stands at the height of the first line's letters."""
        top = self.y
        wide = self.paragraph(text, "body", _INDENT)
        block = self.typesetter.set(text, self.style("body"))
        middle = top + block.ascent - block.cap / 2
        radius = mm(2.5)
        x = self.start(0, 2 * radius) + radius
        self.nodes += self.pen.disc(f"{number}", x, middle, radius)
        return wide

    def example(self, shown: Example) -> None:
        """Put a drawn reading: the ruler runs to the right in every language."""
        width = self.room.width - _INDENT
        wide = min(mm(92), width * 3 // 4)
        left = self.start(_INDENT, wide)
        self.nodes += example(self.pen, shown, Rect(left, self.y, wide, _EXAMPLE))
        said = self.start(_INDENT + wide + mm(4), width - wide - mm(4))
        style = replace(self.pen.letter, size=pt(12))
        baseline = self.y + _EXAMPLE // 2 + self.pen.capital(style) // 2
        edge = said + width - wide - mm(4) if self.rtl else said
        align: Align = "end" if self.rtl else "start"
        self.nodes += self.pen.text(shown.value, style, edge, baseline, align)
        self.y += _EXAMPLE + self.gap

    def command(self, command: str) -> None:
        """Put what is to be typed, in a box of its own, from left to right."""
        style = replace(self.style("body"), weight=600)
        block = self.typesetter.set(command, style, lang="en")
        high = block.ascent + block.descent + mm(2)
        width = self.room.width - _INDENT
        box = Rect(self.start(_INDENT, width), self.y - mm(1), width, high)
        self.nodes.append(Path(paths.rounded(box, mm(1)), fill=self.look.tint))
        self.nodes += block.place(
            box.x + mm(3), box.y + mm(1) + block.ascent, block.width, align="start"
        )
        self.y += high + self.gap

    def boxes(self) -> bool:
        """Put a box for every reading, in three columns; return whether a heading is too wide."""
        column = (self.room.width - _INDENT - 2 * mm(4)) // 3
        top, wide = self.y, False
        deepest = top
        for number, (side, name) in enumerate(_COLUMNS):
            x = _INDENT + number * (column + mm(4))
            self.y = top
            head = replace(self.style("body"), weight=700)
            wide |= self.place(
                self.typesetter.set(self.words[f"calibrate.{name}"], head, column), "P", x, column
            )
            ideal = next(one.ideal for one in VERNIERS if one.side == side)
            exact = self.words["calibrate.ideal"].format(value=f"{ideal:.1f}")
            wide |= self.place(
                self.typesetter.set(exact, self.style("label"), column), "P", x, column
            )
            self.y += mm(1.2)
            self.fields(side, self.start(x, column), column)
            deepest = max(deepest, self.y)
        self.y = deepest
        return wide

    def fields(self, side: str, left: Length, column: Length) -> None:
        """Put the boxes of one column, two and two."""
        half = (column - mm(2)) // 2
        for number, one in enumerate(one for one in VERNIERS if one.side == side):
            place = number % 2 if not self.rtl else 1 - number % 2
            x = left + place * (half + mm(2))
            y = self.y + number // 2 * (_BOX + mm(1.6))
            box = Rect(x, y, half, _BOX)
            self.nodes.append(
                Path(paths.rounded(box, mm(1)), stroke=Stroke(self.look.ink, mm(0.25)))
            )
            baseline = y + (_BOX + self.pen.capital(self.pen.letter)) // 2
            self.nodes += self.pen.text(one.name, self.pen.letter, x + mm(1.8), baseline, "start")
        self.y += 2 * _BOX + mm(1.6)
