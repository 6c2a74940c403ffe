"""What sheets say in their margins: whose they are, in which order to cut and to stack.

Words are set in the document's own language and script, in 7 pt or, where room is scarce, on
more lines and smaller, down to 5 pt; they are never shortened.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final, Literal, TypeAlias

from msgspec import Struct

from printkit.content.markup import Marked
from printkit.geometry import Outline, Rect, Size, Transform
from printkit.paths import line
from printkit.press.grid import Grid
from printkit.press.marks import BLACK, HAIRLINE, Crop
from printkit.press.room import Align, Edge, Room
from printkit.scene.model import Direction, Group, Ink, Node, Path, Stroke, Style
from printkit.text.compose import Typesetter
from printkit.text.model import Block
from printkit.units import Length, mm, pt

_SIZES: Final = tuple(map(pt, (7, 6.5, 6, 5.5, 5)))
_FORMS: Final = 4
_APART: Final = _FORMS  # one more
_DOT: Final = " · "
_PAUSES: Final = " :,–—-·،"  # between a title and what it is the title of
_LEVEL: Final[tuple[Edge, ...]] = ("bottom", "top")
_ALL: Final[tuple[Edge, ...]] = ("bottom", "top", "left", "right")
_DIGITS: Final = pt(5)
_CLOSE: Final = mm(0.4)  # between a number and its line
_CLEAR: Final = mm(1.3)  # around words
_CELLS: Final = ((mm(4.2), mm(3)), (mm(3.4), mm(2.4)), (mm(3), mm(2)))  # of the map of piles

_FAINT: Final = Ink("mark-faint", (110, 110, 110), (0, 0, 0, 60))


Counted: TypeAlias = Literal["page", "sheet", "front", "back"]
"""What a line counts: pages, sheets that have one side, or a side of those that have two."""


class Words(Struct, frozen=True):
    """What a slug says, in the document's words. Nothing is said of what is empty.

    ``product`` begins with the ``title`` of the work. ``page`` has the page's number for
    ``{page}`` and their count for ``{pages}``; ``sheet``, ``front`` and ``back`` have a sheet's
    for ``{sheet}`` and ``{sheets}``. ``font`` is a role of the font library.
    """

    product: str
    version: str = ""
    locale: str = ""
    credit: str = ""
    title: str = ""
    page: str = "Page {page} of {pages}"
    sheet: str = "Sheet {sheet} of {sheets}"
    front: str = "Sheet {sheet} of {sheets}, front"
    back: str = "Sheet {sheet} of {sheets}, back"
    font: str = "sans"

    def said(
        self, number: int, count: int, what: Counted = "page", script: str = "Latn"
    ) -> tuple[str, str]:
        """Return whose page or sheet it is, and the credit.

        The title is said once where the credit says it. A press elsewhere reads which it is in
        figures alone, where the words are in another script than its own.
        """
        noun = "page" if what == "page" else "sheet"
        counted: str = getattr(self, what)
        counted = counted.replace(f"{{{noun}}}", str(number)).replace(f"{{{noun}s}}", str(count))
        figures = "" if script == "Latn" else f"{number}/{count}"
        if figures in counted.replace(" ", ""):
            figures = ""
        parts = (self._product(), self.version, self.locale, counted, figures)
        return _DOT.join(part for part in parts if part), self.credit

    def _product(self) -> str:
        """Return the product without the title of the work, if the credit says that."""
        if not self.title or self.title not in self.credit:
            return self.product
        rest = self.product.removeprefix(self.title).lstrip(_PAUSES)
        return rest[:1].upper() + rest[1:]


class Slug:
    """Sets one line after another in the same way, for the pages of a file are alike.

    Once one has found no room, no other is set.
    """

    def __init__(self, words: Words, setter: Typesetter) -> None:
        self._words = words
        self._setter = setter
        self._ways = [
            (room, edges, size, form)
            for room in (0, 1)
            for sizes in (_SIZES[:3], _SIZES[3:])
            for edges in (_LEVEL, _ALL)
            for size in sizes
            for form in range(_FORMS + 1)
        ]

    def set(self, said: tuple[str, str], rooms: tuple[Room, Room]) -> tuple[Node, ...]:
        """Return what is ``said`` where there is room for it, as large as may be, or nothing.

        The second of ``rooms`` is the last resort.
        """
        blocks: dict[int, Block | None] = {}
        while self._ways:
            place, edges, size, form = self._ways[0]
            room = rooms[place]
            if form == _APART:
                nodes = self._parted(said, size, room, edges)
                if nodes:
                    return nodes
            else:
                if form not in blocks:
                    blocks[form] = self._block(said, form, _SIZES[0])
                if (model := blocks[form]) is not None and _hold(room, model, size):
                    block = self._block(said, form, size)
                    if block is not None and (nodes := _placed(block, room, edges)):
                        return nodes
            del self._ways[0]
        return ()

    def _parted(
        self, said: tuple[str, str], size: Length, room: Room, edges: Sequence[Edge]
    ) -> tuple[Node, ...]:
        """Return the credit in a place of its own; nothing unless there is room for both."""
        before = list(room.taken)
        found: list[Node] = []
        for part in filter(None, said):
            blocks = (self._block((part, ""), form, size) for form in (0, 2, 3, 4))
            tried = (_placed(block, room, edges) for block in blocks if block is not None)
            nodes = next(filter(None, tried), ())
            if not nodes:
                room.taken[:] = before
                return ()
            found += nodes
        return tuple(found)

    def _block(self, said: tuple[str, str], form: int, size: Length) -> Block | None:
        """Return the text set in one of the forms: on one line; the credit on a line of its
        own; on so many lines, as equal as they can be. None if it does not come so.
        """
        style = _style(self._words, size)
        parts = [part for part in said if part]
        if form == 1:
            return self._setter.set(_plain("\n".join(parts)), style) if len(parts) > 1 else None
        text = _plain(_DOT.join(parts))
        whole = self._setter.set(text, style)
        if form == 0:
            return whole
        for slack in (1.02, 1.1, 1.25):
            width = round(whole.width / form * slack)
            block = self._setter.set(text, style, width, balance=True)
            if len(block.lines) == form:
                return block
        return None


def _placed(block: Block, room: Room, edges: Sequence[Edge]) -> tuple[Node, ...]:
    align: Align = "start" if block.direction == "ltr" else "end"
    found = room.take(_ink(block), edges, align, turned=True, lined=True, apart=_CLEAR)
    return () if found is None else _set(block, *found)


def _plain(text: str) -> tuple[Marked, ...]:
    """Return text in which an asterisk is an asterisk."""
    return (Marked(text, strong=False, stress=False),)


def _ink(block: Block) -> Size:
    return Size(block.width, block.ink_bottom - block.ink_top)


def _hold(room: Room, model: Block, size: Length) -> bool:
    """Return whether any strip is large enough for ``model`` set in ``size``."""
    ink = _ink(model)
    scale = size / model.style.size * 0.98  # rounding may go either way
    return room.holds(Size(round(ink.width * scale), round(ink.height * scale)))


def _set(block: Block, edge: Edge, box: Rect) -> tuple[Node, ...]:
    """Return a block in a place it fits."""
    width = box.width if edge in ("top", "bottom") else box.height
    return turned_into(block.place(0, -block.ink_top, width), edge, box)


def turned_into(nodes: Iterable[Node], edge: Edge, box: Rect) -> tuple[Node, ...]:
    """Return what was laid out from the origin in its place in a strip; along an upright one it
    reads from below upward.
    """
    if edge in ("top", "bottom"):
        return (Group(tuple(nodes), Transform.move(box.x, box.y)),)
    return (Group(tuple(nodes), Transform(0.0, -1.0, 1.0, 0.0, box.x, box.bottom)),)


def _style(words: Words, size: Length, ink: Ink = BLACK) -> Style:
    return Style("slug", words.font, 400, size, size, 1.1, ink)


# -- the order of cuts ---------------------------------------------------------------------


def cut_numbers(
    crops: Iterable[Crop],
    grid: Grid,
    direction: Direction,
    words: Words,
    setter: Typesetter,
    taken: Sequence[Rect],
    area: Rect,
) -> tuple[tuple[Node, ...], tuple[Rect, ...]]:
    """Return numbers at the crop marks of fronts, and the boxes around them: first the level
    cuts from the top, then the upright ones as one reads. So the rows come off whole, and the
    cards off each row in order.

    There is none, unless there is room in ``area`` and beside what is ``taken`` for all.
    """
    side: Edge = "left" if direction == "ltr" else "right"
    within = grid.block
    found = sorted((one for one in crops if _at(one, within)), key=lambda one: one.at)
    level = [one for one in found if one.edge == side]
    upright = [one for one in found if one.edge == "top"]
    if not (level and upright):
        return (), ()
    if direction == "rtl":
        upright.reverse()
    runs: list[Node] = []
    boxes: list[Rect] = []
    style = _style(words, _DIGITS)
    for number, crop in enumerate((*level, *upright), 1):
        block = setter.set(str(number), style)
        width, height = block.width, block.ink_bottom - block.ink_top
        mark = crop.box
        if crop.axis == "horizontal":
            outer = mark.x if side == "left" else mark.right - width
            box = Rect(outer, mark.y - _CLOSE - height, width, height)
        else:
            x = mark.right + _CLOSE if direction == "ltr" else mark.x - _CLOSE - width
            box = Rect(x, mark.y, width, height)
        fits = width <= mark.width if crop.axis == "horizontal" else height <= mark.height
        others = (other for other in (*taken, *boxes) if other != mark)
        if not (fits and area.contains(box)) or any(map(box.overlaps, others)):
            return (), ()
        boxes.append(box)
        runs += block.place(box.x, box.y - block.ink_top, width)
    return tuple(runs), tuple(boxes)


def _at(crop: Crop, within: Rect) -> bool:
    if crop.axis == "vertical":
        return within.x <= crop.at <= within.right
    return within.y <= crop.at <= within.bottom


# -- the map of piles ----------------------------------------------------------------------


def pile_map(
    piles: Sequence[int | None],
    columns: int,
    direction: Direction,
    words: Words,
    setter: Typesetter,
    rooms: Sequence[Room],
) -> tuple[Node, ...]:
    """Return a small plan of the sheet with a number in each cell, row by row; blank ones bare.

    Nothing where there is no room for it.
    """
    rows = len(piles) // columns
    edges: tuple[Edge, ...] = ("bottom", "top", "right", "left")
    align: Align = "end" if direction == "ltr" else "start"
    for room in rooms:
        for width, height in _CELLS:
            size = Size(columns * width, rows * height)
            found = room.take(size, edges, align, apart=2 * _CLEAR)
            if found is not None:
                cell = Size(width, height)
                return tuple(_plan(piles, columns, cell, found[1], words, setter))
    return ()


def _plan(
    piles: Sequence[int | None],
    columns: int,
    cell: Size,
    box: Rect,
    words: Words,
    setter: Typesetter,
) -> Iterator[Node]:
    rows = len(piles) // columns
    for place, pile in enumerate(piles):
        row, column = divmod(place, columns)
        x, y = box.x + column * cell.width, box.y + row * cell.height
        if pile is not None:
            block = setter.set(str(pile), _style(words, _DIGITS))
            middle = y + cell.height // 2
            yield from block.place(
                x, middle - (block.ink_top + block.ink_bottom) // 2, cell.width, align="centre"
            )
    yield Path(_rules(box, columns, rows), stroke=Stroke(_FAINT, HAIRLINE, join="miter"))


def _rules(box: Rect, columns: int, rows: int) -> Outline:
    """Return the lines of a table as one outline."""
    level = (box.y + box.height * n // rows for n in range(rows + 1))
    upright = (box.x + box.width * n // columns for n in range(columns + 1))
    return (
        *(step for y in level for step in line(box.x, y, box.right, y)),
        *(step for x in upright for step in line(x, box.y, x, box.bottom)),
    )
