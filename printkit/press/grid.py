"""Cards on a sheet: the grid that holds most of them, and how backs get behind fronts.

Cards stand upright on the page; the page lies as holds most. The grid is centred, so that it
meets itself when the sheet is turned over. Everything is whole EMU: backs lie exactly.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Final, Literal, TypeAlias

from msgspec import Struct

from printkit.diagnostics import Diagnostic, PrintkitError
from printkit.geometry import IDENTITY, Point, Rect, Sides, Size, Transform, enclosing
from printkit.layout.output import Flip, PressSheet, Stock
from printkit.scene.model import Direction
from printkit.units import Length, format_mm, mm

Axis: TypeAlias = Literal["vertical", "horizontal"]
"""The line of a page about which it is turned over, or folded."""

Correcting: TypeAlias = Callable[[Size], tuple[Transform, Transform]]
"""From a sheet as its page lies to the maps of its front and its back that undo what a printer
does to them.
"""

CLEAR_OF_FOLD: Final = mm(3)
"""Cards lie as far from a fold as this, or right on it: a thinner strip cannot be cut off."""

SLACK: Final = mm(0.5)
"""How far a card may differ from the stock it is printed on."""


def as_it_is(sheet: Size) -> tuple[Transform, Transform]:
    """Return the maps for a printer that prints true."""
    return IDENTITY, IDENTITY


class Grid(Struct, frozen=True):
    """Where the fronts of cards lie on a page; ``page`` and ``margin`` are of it as it lies.

    ``cells`` are what is cut out, row by row from the top left, each around the card's trim.
    ``turned`` cards lie on their left side. ``fold`` is the line about which the page is
    folded, which has fronts on one side of it alone. ``cut`` is false where the stock is cut.
    """

    page: Size
    margin: Sides
    card: Size
    cells: tuple[Rect, ...]
    columns: int
    rows: int
    gap: Size
    turned: bool = False
    fold: Axis | None = None
    cut: bool = True

    def placing(self, cell: int) -> Transform:
        """Return the map from a card's own space to the page, for the front in ``cell``."""
        box = self.cells[cell]
        if self.turned:
            x = box.x + (box.width - self.card.height) // 2
            y = box.y + (box.height - self.card.width) // 2
            return Transform(0.0, -1.0, 1.0, 0.0, x, y + self.card.width)
        x = box.x + (box.width - self.card.width) // 2
        y = box.y + (box.height - self.card.height) // 2
        return Transform.move(x, y)

    def behind(self, cell: int, axis: Axis) -> Transform:
        """Return the same for the back of that card, on the page turned over about ``axis``.

        The card is mirrored about its own upright axis, laid where the front lies, and goes
        over with the paper: two mirrors, so that the back reads as it should.
        """
        card = Transform.mirror(self.card.width)
        return card.then(self.placing(cell)).then(turned_over(self.page, axis))

    def reach(self, cell: int) -> Rect:
        """Return what the front in ``cell`` may ink: half the way to its neighbours, and as far
        as a fold or the edge of the paper.
        """
        row, column = divmod(cell, self.columns)
        box = self.cells[cell]
        across, down = self.gap.width // 2, self.gap.height // 2
        left = box.x - across if column else 0
        right = box.right + across if column < self.columns - 1 else self.page.width
        top = box.y - down if row else 0
        bottom = box.bottom + down if row < self.rows - 1 else self.page.height
        middle = Point(self.page.width // 2, self.page.height // 2)
        if self.fold == "vertical":
            left, right = (left, min(right, middle.x)) if box.x < middle.x else (
                max(left, middle.x), right
            )
        elif self.fold == "horizontal":
            bottom = min(bottom, middle.y)
        return Rect.of(left, top, right, bottom)

    def reading(self, direction: Direction) -> tuple[int, ...]:
        """Return the cells in the order of reading: row by row, from the right in Urdu."""
        columns = range(self.columns)
        along = columns if direction == "ltr" else columns[::-1]
        return tuple(row * self.columns + column for row in range(self.rows) for column in along)

    @property
    def block(self) -> Rect:
        """The box around all fronts."""
        box = enclosing(self.cells)
        assert box is not None, "a grid has a cell"
        return box


def turned_over(page: Size, axis: Axis) -> Transform:
    """Return where a place on the front of a page is on its back."""
    if axis == "vertical":
        return Transform.mirror(page.width)
    return Transform(d=-1.0, f=page.height)


def flip_axis(page: Size, sides: Flip, fold: Axis | None = None) -> Axis:
    """Return the line about which the page is turned over.

    ``long`` and ``short`` are edges of the paper, whichever way the page lies on it. A pile
    that is turned by hand (``separate``) is turned as a leaf of a book.
    """
    if fold is not None:
        return fold
    if sides in ("long", "short"):
        upright = page.height >= page.width
        return "vertical" if upright == (sides == "long") else "horizontal"
    return "vertical"


def fit(
    card: Size,
    sheet: PressSheet,
    *,
    gutter: Length = 0,
    bleed: Length = 0,
    fold: bool = False,
    direction: Direction = "ltr",
    known: Iterable[PressSheet] = (),
) -> Grid:
    """Return the grid that holds most cards of ``sheet``, upright where both ways hold as many.

    ``gutter`` lies between cards; with 0 they touch and share their cuts. Half of it, at most
    ``bleed``, is kept free inside the margins too. With ``fold`` fronts lie in one half.
    Raises PrintkitError for a card that does not fit; ``known`` are sheets to name instead.
    """
    if sheet.stock is not None:
        return _perforated(card, sheet, sheet.stock, fold)
    least = min(card.width, card.height)
    if least <= 0:
        raise ValueError("a card has a size")
    for margin, side, name in (
        (2 * _across(sheet), sheet.size.width, "wide"),
        (2 * _down(sheet), sheet.size.height, "high"),
    ):
        if margin >= side:
            raise _error(
                f"the margins of {sheet.id} leave nothing: it is {format_mm(side)} {name}, and"
                f" {format_mm(margin // 2)} on each side stay bare",
                "make its margin in sheets.toml smaller: 5 to 10 mm is usual",
            )
    if gutter < 0 or gutter > min(sheet.size.width, sheet.size.height) // 2:
        raise _error(
            f"a gutter of {format_mm(gutter)} is not possible on {sheet.id}",
            f"cards need no more than twice their bleed: {format_mm(2 * bleed)}",
        )
    grid = _best(card, sheet, gutter, bleed, fold, direction)
    if grid is None:
        raise _error(*_too_large(card, sheet, gutter, bleed, fold, known))
    return grid


def _best(
    card: Size,
    sheet: PressSheet,
    gutter: Length,
    bleed: Length,
    fold: bool,
    direction: Direction,
) -> Grid | None:
    edge = min(bleed, gutter // 2)
    upright = (sheet.size, Sides(_down(sheet), _across(sheet), _down(sheet), _across(sheet)))
    lying = (sheet.size.turned(), Sides(_across(sheet), _down(sheet), _across(sheet), _down(sheet)))
    if sheet.size.width > sheet.size.height:
        upright, lying = lying, upright
    ways: tuple[tuple[tuple[Size, Sides], Axis | None], ...] = (
        # Of two folds alike, the sheet is folded across its middle, as a card is opened.
        ((lying, "vertical"), (upright, "horizontal"), (upright, "vertical"), (lying, "horizontal"))
        if fold
        else ((upright, None), (lying, None))
    )
    best: Grid | None = None
    for (page, margin), axis in ways:
        grid = _grid(card, page, margin, gutter, edge, axis, direction)
        if grid is not None and (best is None or len(grid.cells) > len(best.cells)):
            best = grid
    return best


def _grid(
    card: Size,
    page: Size,
    margin: Sides,
    gutter: Length,
    edge: Length,
    fold: Axis | None,
    direction: Direction,
) -> Grid | None:
    columns, x = _along(page.width, margin.left, card.width, gutter, edge, fold == "vertical")
    rows, y = _along(page.height, margin.top, card.height, gutter, edge, fold == "horizontal")
    if columns < 1 or rows < 1:
        return None
    if fold == "vertical" and direction == "rtl":
        x = page.width - x - columns * (card.width + gutter) + gutter
    cells = tuple(
        Rect(
            x + column * (card.width + gutter),
            y + row * (card.height + gutter),
            card.width,
            card.height,
        )
        for row in range(rows)
        for column in range(columns)
    )
    gap = Size(gutter, gutter)
    return Grid(page, margin, card, cells, columns, rows, gap, fold=fold)


def _along(
    page: Length, margin: Length, card: Length, gutter: Length, edge: Length, folded: bool
) -> tuple[int, Length]:
    """Return how many cards stand along one side of a page, and where the first begins."""
    whole = page // 2 if folded else page
    room = whole - 2 * edge - (margin if folded else 2 * margin)
    count = (room + gutter) // (card + gutter)
    block = count * (card + gutter) - gutter
    if not folded:
        return count, (page - block) // 2
    free = whole - margin - block
    clear = free // 2 if free // 2 >= max(CLEAR_OF_FOLD, edge) else edge
    return count, whole - clear - block


def _perforated(card: Size, sheet: PressSheet, stock: Stock, fold: bool) -> Grid:
    """Return the grid of perforated or pre-cut stock, whose page is never turned: it need not
    be the same from both ends, and printers differ in the way they turn a page that lies.
    """
    turned = not _near(card, stock.size)
    size = card.turned() if turned else card
    if not _near(size, stock.size):
        raise _error(
            f"the cards of {sheet.id} are {size_text(stock.size)}, and yours {size_text(card)}",
            "take stock of your size, or plain paper and cut it",
        )
    if fold:
        raise _error(
            f"{sheet.id} is cut already, so it cannot be folded over",
            "print both sides (--sides long), or fronts alone (--sides none)",
        )
    gap = Size(stock.pitch.width - stock.size.width, stock.pitch.height - stock.size.height)
    return Grid(
        sheet.size,
        sheet.margin,
        card,
        stock.cells(),
        stock.columns,
        stock.rows,
        gap,
        turned=turned,
        cut=False,
    )


def _near(one: Size, other: Size) -> bool:
    return abs(one.width - other.width) <= SLACK and abs(one.height - other.height) <= SLACK


def _across(sheet: PressSheet) -> Length:
    """Return the margin left and right: the wider, for the sheet is turned over."""
    return max(sheet.margin.left, sheet.margin.right)


def _down(sheet: PressSheet) -> Length:
    return max(sheet.margin.top, sheet.margin.bottom)


def _too_large(
    card: Size,
    sheet: PressSheet,
    gutter: Length,
    bleed: Length,
    fold: bool,
    known: Iterable[PressSheet],
) -> tuple[str, str]:
    room = Size(sheet.size.width - 2 * _across(sheet), sheet.size.height - 2 * _down(sheet))
    half = ", folded over" if fold else ""
    edge = min(bleed, gutter // 2)
    around = f" with {format_mm(edge)} of bleed" if edge else ""
    message = (
        f"a card of {size_text(card)}{around} does not fit on {sheet.id}{half}, where"
        f" {size_text(room)} can be printed"
    )
    fitting = (
        other
        for other in known
        if other.stock is None
        and _best(card, other, gutter, bleed, fold, "ltr") is not None
    )
    # Where A4 is the paper, A3 is nearer than tabloid, though that is smaller.
    shape = sheet.size.height / sheet.size.width
    nearest = min(
        fitting,
        key=lambda one: (
            abs(one.size.height / one.size.width - shape) > 0.02,
            one.size.width * one.size.height,
        ),
        default=None,
    )
    if nearest is not None:
        return message, f"it fits on {nearest.id}; or make smaller cards"
    return message, "take a larger sheet, or make smaller cards"


def size_text(size: Size) -> str:
    """Write a size for people: ``"63.5 x 88.9 mm"``."""
    return f"{format_mm(size.width).removesuffix(' mm')} x {format_mm(size.height)}"


def _error(message: str, hint: str) -> PrintkitError:
    return PrintkitError(Diagnostic("imposition", message, hint=hint))


def edges(cells: Iterable[Rect]) -> tuple[tuple[Length, ...], tuple[Length, ...]]:
    """Return where cells are cut: the upright lines from the left, the level ones from the top."""
    boxes = tuple(cells)
    upright = {x for box in boxes for x in (box.x, box.right)}
    level = {y for box in boxes for y in (box.y, box.bottom)}
    return tuple(sorted(upright)), tuple(sorted(level))


def distribute(
    count: int, cells: int, order: Literal["stack", "sheet"]
) -> tuple[tuple[int | None, ...], ...]:
    """Return, for each sheet, which of ``count`` cards lies in each cell, None where none does.

    ``stack``: the sheets are cut as one pile, and its piles laid on one another in the order
    of the cells are the deck in order. ``sheet``: cell by cell, sheet by sheet.
    """
    sheets = -(-count // cells)

    def cards(sheet: int) -> Iterator[int]:
        for cell in range(cells):
            yield cell * sheets + sheet if order == "stack" else sheet * cells + cell

    return tuple(
        tuple(card if card < count else None for card in cards(sheet)) for sheet in range(sheets)
    )
