"""The page that goes with what is printed at home: how to print it, and how to cut it.

One page, black alone, in the product's language: a line to check the size with, the steps,
and a small drawing of the sheet, front and back, with the piles its cards are cut into.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from printkit.geometry import Rect, Size
from printkit.paths import circle, line, rectangle
from printkit.scene.model import (
    GlyphRun,
    Ink,
    Metadata,
    Node,
    Page,
    Path,
    PlacedCredit,
    Scene,
    Stroke,
    StructNode,
    Style,
)
from printkit.text.compose import Typesetter
from printkit.text.model import Block
from printkit.units import Length, mm, pt

BLACK: Final = Ink("ink", (27, 26, 61), (0, 0, 0, 100))
GREY: Final = Ink("label", (85, 84, 111), (0, 0, 0, 70))
PALE: Final = Ink("panel", (243, 242, 248), (0, 0, 0, 6))

_RULER: Final = mm(100)
_MARGIN: Final = mm(20)
_DISC: Final = mm(3.4)  # radius of a step's number
_HANG: Final = mm(12)  # from a step's number to its text
_APART: Final = mm(0.8)  # between the paragraphs of the credit
_DRAWING: Final = mm(80)  # the longer side of a sheet in the drawing, at most


class CreditText(Struct, frozen=True):
    """A paragraph of the credit, and the names in it that have to be read letter for letter."""

    text: str
    lang: str
    protected: tuple[str, ...] = ()


class Side(Struct, frozen=True):
    """One side of the first sheet in small: its size, and its cards with their piles' numbers."""

    size: Size
    cells: tuple[tuple[Rect, str], ...]
    fold: tuple[Length, Length, Length, Length] | None = None  # from x, y to x, y


class Instructions(Struct, frozen=True):
    """What the page says, every text in its own language and order."""

    title: str
    about: str  # the product, by its title
    count: str  # how many sheets of what
    ruler: str
    steps: tuple[str, ...]
    sides: tuple[Side, ...]
    credit: tuple[CreditText, ...]


def instructions(
    what: Instructions,
    paper: Size,
    typesetter: Typesetter,
    font: str,
    metadata: Metadata,
) -> Scene:
    """Return the page as a scene; raises PrintkitError for a character no font has.

    ``font`` is the role of the text's font. ``paper`` is upright and at least as large as A5.
    """
    return _Sheet(what, paper, typesetter, font).scene(metadata)


class _Sheet:
    """The page in the making: ``top`` is where the next thing may begin."""

    def __init__(self, what: Instructions, paper: Size, typesetter: Typesetter, font: str) -> None:
        self.what = what
        self.paper = paper
        self.typesetter = typesetter
        self.font = font
        self.rtl = typesetter.locale.direction == "rtl"
        self.width = paper.width - 2 * _MARGIN
        self.top = _MARGIN
        self.foot = paper.height - _MARGIN  # where the credit begins
        self.nodes: list[Node] = []
        self.kids: list[StructNode] = []
        self.credits: list[PlacedCredit] = []
        self.tag = 0

    def scene(self, metadata: Metadata) -> Scene:
        credit = self._set_credit()
        height = sum(block.height + _APART for block, _ in credit)
        self.foot = self.paper.height - mm(12) - height
        self._text(self.what.title, pt(26), 700, "H1", tight=True)
        self.top += mm(2)
        self._text(self.what.about, pt(12.5), 600, "P")
        self._text(self.what.count, pt(12.5), 400, "P")
        self.top += mm(7)
        self._ruler()
        self.top += mm(9)
        for number, step in enumerate(self.what.steps, 1):
            self._step(number, step)
        self.top += mm(6)
        self._drawing()
        self._credit(credit)
        page = Page("how-to-print", self.paper, tuple(self.nodes))
        return Scene(
            (page,),
            replace(metadata, title=f"{self.what.title}: {self.what.about}"),
            structure=(StructNode("Document", metadata.lang, kids=tuple(self.kids)),),
            credits=tuple(self.credits),
        )

    # -- pieces ---------------------------------------------------------------------------

    def _x(self, x: Length, width: Length = 0) -> Length:
        """Return where something stands that begins ``x`` from the side where lines begin."""
        return self.paper.width - x - width if self.rtl else x

    def _style(self, size: Length, weight: int, leading: float = 1.35) -> Style:
        return Style("print", self.font, weight, size, size, leading, BLACK)

    def _tag(self) -> int:
        self.tag += 1
        return self.tag

    def _text(
        self,
        text: str,
        size: Length,
        weight: int,
        role: str,
        *,
        tight: bool = False,
        ink: Ink = BLACK,
    ) -> None:
        style = self._style(size, weight, 1.12 if tight else 1.35)
        block = self.typesetter.set(text, style, self.width, balance=tight)
        self._put(block, _MARGIN, self.width, role, ink)

    def _put(self, block: Block, x: Length, width: Length, role: str, ink: Ink = BLACK) -> int:
        """Place a block under what stands there, at the top, and return its tag."""
        tag = self._tag()
        baseline = self.top + block.ascent
        self.nodes += block.place(self._x(x, width), baseline, width, tag=tag, ink=ink)
        self.kids.append(StructNode(role, tags=(tag,)))
        self.top += block.height
        return tag

    def _ruler(self) -> None:
        start, end = self._x(_MARGIN), self._x(_MARGIN + _RULER)
        y = self.top + mm(1.6)
        stroke = Stroke(BLACK, pt(0.75))
        self.nodes.append(Path(line(start, y, end, y), stroke=stroke))
        for count in range(11):
            x = start + (end - start) * count // 10
            half = mm(1.6) if count in (0, 10) else mm(0.8)
            self.nodes.append(Path(line(x, y - half, x, y + half), stroke=stroke))
        self.top = y + mm(3)
        self._text(self.what.ruler, pt(9.5), 400, "P", ink=GREY)

    def _step(self, number: int, text: str) -> None:
        style = self._style(pt(14), 400)
        block = self.typesetter.set(text, style, self.width - _HANG)
        first = self.top + block.ascent
        middle = first - block.cap // 2
        x = self._x(_MARGIN + _DISC)
        self.nodes.append(Path(circle(x, middle, _DISC), stroke=Stroke(BLACK, pt(1))))
        self.nodes += self._centred(str(number), x, middle, pt(10.5), 700)
        self._put(block, _MARGIN + _HANG, self.width - _HANG, "P")
        self.top += mm(4)

    def _centred(
        self, text: str, x: Length, y: Length, size: Length, weight: int
    ) -> tuple[GlyphRun, ...]:
        """Return a number in Latin digits, its middle at a point."""
        block = self.typesetter.set(text, self._style(size, weight), lang="en")
        return block.place(x - block.width // 2, y + block.cap // 2, block.width)

    def _drawing(self) -> None:
        """Draw the sides of the first sheet side by side, as they are printed."""
        sides = self.what.sides
        if not sides:
            return
        room = self.foot - mm(6) - self.top
        gap = mm(10)
        across = (self.width - gap * (len(sides) - 1)) / len(sides)
        scale = min(
            min(across / side.size.width, room / side.size.height,
                _DRAWING / max(side.size.width, side.size.height))
            for side in sides
        )  # fmt: skip
        if scale * min(sides[0].size.width, sides[0].size.height) < mm(12):
            return  # too small to tell anything
        tag = self._tag()
        at = _MARGIN
        for side in sides:
            width = round(side.size.width * scale)
            left = self._x(at, width)
            self.nodes += (replace_tag(node, tag) for node in self._side(side, left, scale))
            at += width + gap
        self.kids.append(StructNode("Figure", alt=" ".join(self.what.steps[-2:]), tags=(tag,)))

    def _side(self, side: Side, left: Length, scale: float) -> Iterator[Node]:
        def box(rect: Rect) -> Rect:
            return Rect(
                left + round(rect.x * scale), self.top + round(rect.y * scale),
                round(rect.width * scale), round(rect.height * scale),
            )  # fmt: skip

        sheet = box(Rect(0, 0, side.size.width, side.size.height))
        yield Path(rectangle(sheet), fill=PALE, stroke=Stroke(GREY, pt(0.5)))
        for rect, label in side.cells:
            cell = box(rect)
            paper = Ink("paper", (255, 255, 255), (0, 0, 0, 0))
            yield Path(rectangle(cell), fill=paper, stroke=Stroke(BLACK, pt(0.5)))
            if label:
                size = min(pt(12), cell.height // 2, cell.width // 2)
                yield from self._centred(label, cell.centre.x, cell.centre.y, size, 600)
        if side.fold is not None:
            x1, y1, x2, y2 = side.fold
            yield Path(
                line(
                    left + round(x1 * scale), self.top + round(y1 * scale),
                    left + round(x2 * scale), self.top + round(y2 * scale),
                ),
                stroke=Stroke(BLACK, pt(0.75), (mm(1.5), mm(1))),
            )  # fmt: skip

    def _set_credit(self) -> list[tuple[Block, CreditText]]:
        size = pt(8 if self.typesetter.locale.script == "Arab" else 7)
        style = self._style(size, 400, 1.3)
        return [
            (self.typesetter.set(part.text, style, self.width, lang=part.lang or None), part)
            for part in self.what.credit
        ]

    def _credit(self, blocks: list[tuple[Block, CreditText]]) -> None:
        self.top = self.foot
        for block, part in blocks:
            tag = self._put(block, _MARGIN, self.width, "P")
            self.credits.append(PlacedCredit(0, tag, part.text, part.protected, block.style.size))
            self.top += _APART


def replace_tag(node: Node, tag: int) -> Node:
    """Return a node that belongs to the element ``tag``."""
    return replace(node, tag=tag) if isinstance(node, GlyphRun | Path) else node
