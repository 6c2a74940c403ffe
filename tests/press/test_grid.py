"""How many cards a sheet holds, where they lie, and what is said where they do not fit."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from printkit.diagnostics import PrintkitError
from printkit.geometry import Rect, Sides, Size
from printkit.layout.output import PressSheet
from printkit.press.grid import Grid, distribute, fit, turned_over
from printkit.units import inch, mm
from tests.press.sheets import PLAIN, shipped, size

CARDS = {
    "poker": size(63.5, 88.9),
    "poker-eu": size(63, 88),
    "bridge": size(57.15, 88.9),
    "tarot": size(69.85, 120.65),
    "square-70": size(70, 70),
    "A6": size(105, 148),
    "A7": size(74, 105),
    "business-eu": size(85, 55),
    "business-us": size(88.9, 50.8),
    "business-in": size(90, 54),
}

BUTT = """
poker        9 P3x3   8 L4x2  18 L6x3  16 P4x4  18 L6x3  18 L6x3  21 L7x3
poker-eu     9 P3x3   8 L4x2  18 L6x3  16 P4x4  18 L6x3  18 L6x3  21 L7x3
bridge       9 P3x3   8 L4x2  21 L7x3  16 P4x4  21 L7x3  21 L7x3  25 P5x5
tarot        4 P2x2   4 P2x2  12 P4x3  10 L5x2  12 P4x3  12 P4x3  12 P4x3
square-70    8 P2x4   6 P2x3  20 P4x5  15 P3x5  24 P4x6  24 P4x6  24 P4x6
A6           2 L2x1   2 L2x1   4 P2x2   4 P2x2   8 L4x2   4 P2x2   8 L4x2
A7           4 P2x2   4 P2x2  10 L5x2  10 L5x2  16 P4x4  12 P3x4  16 P4x4
business-eu 10 P2x5   9 L3x3  21 P3x7  21 P3x7  25 L5x5  25 L5x5  25 L5x5
business-us 10 P2x5  10 P2x5  21 P3x7  20 L4x5  24 P3x8  24 P3x8  30 L5x6
business-in 10 P2x5   8 P2x4  21 P3x7  16 L4x4  21 P3x7  24 P3x8  25 L5x5
"""

BLEED = """
poker        8 L4x2   6 L3x2  16 P4x4  12 P3x4  18 L6x3  18 L6x3  18 L6x3
poker-eu     8 L4x2   6 L3x2  16 P4x4  12 P3x4  18 L6x3  18 L6x3  18 L6x3
bridge       8 L4x2   8 L4x2  16 P4x4  16 P4x4  18 L6x3  18 L6x3  21 L7x3
tarot        4 P2x2   4 P2x2  10 L5x2  10 L5x2  10 L5x2  10 L5x2  12 P4x3
square-70    6 P2x3   6 P2x3  15 P3x5  15 P3x5  15 P3x5  15 P3x5  24 P4x6
A6           2 L2x1   2 L2x1   4 P2x2   4 P2x2   4 P2x2   4 P2x2   8 L4x2
A7           4 P2x2   4 P2x2  10 L5x2  10 L5x2  10 L5x2  10 L5x2  12 P3x4
business-eu  9 L3x3   8 P2x4  18 P3x6  16 L4x4  21 P3x7  21 P3x7  25 L5x5
business-us  8 P2x4   8 P2x4  16 L4x4  16 L4x4  21 P3x7  21 P3x7  24 P3x8
business-in  8 P2x4   8 P2x4  16 L4x4  16 L4x4  21 P3x7  16 L4x4  21 P3x7
"""


def cells(table: str) -> list[tuple[str, str, str]]:
    found = []
    for line in table.strip().splitlines():
        card, *words = line.split()
        pairs = zip(words[::2], words[1::2], strict=True)
        found += [(card, sheet, " ".join(pair)) for sheet, pair in zip(PLAIN, pairs, strict=True)]
    return found


def said(grid: Grid) -> str:
    way = "P" if grid.page.height >= grid.page.width else "L"
    return f"{len(grid.cells)} {way}{grid.columns}x{grid.rows}"


@pytest.mark.parametrize(("card", "sheet", "capacity"), cells(BUTT))
def test_cards_that_touch_fill_a_sheet(card: str, sheet: str, capacity: str) -> None:
    assert said(fit(CARDS[card], shipped().sheets[sheet])) == capacity


@pytest.mark.parametrize(("card", "sheet", "capacity"), cells(BLEED))
def test_cards_with_3_mm_of_bleed_fill_a_sheet(card: str, sheet: str, capacity: str) -> None:
    grid = fit(CARDS[card], shipped().sheets[sheet], gutter=mm(6), bleed=mm(3))
    assert said(grid) == capacity


lengths = st.integers(mm(40), mm(160))
sheets = st.sampled_from(PLAIN)
gutters = st.integers(0, mm(12))


@settings(deadline=None)
@given(lengths, lengths, sheets, gutters, st.integers(0, mm(6)), st.booleans())
def test_cards_lie_within_the_margins_and_apart(
    width: int, height: int, name: str, gutter: int, bleed: int, fold: bool
) -> None:
    sheet = shipped().sheets[name]
    try:
        grid = fit(Size(width, height), sheet, gutter=gutter, bleed=bleed, fold=fold)
    except PrintkitError:
        return
    printed = Rect(0, 0, grid.page.width, grid.page.height).inset(grid.margin)
    if fold:
        over = turned_over(grid.page, grid.fold or "vertical")
        assert not any(over.rect(a).overlaps(b) for a in grid.cells for b in grid.cells)
    else:
        edge = min(bleed, gutter // 2)
        assert printed.contains(grid.block.outset(Sides.all(edge)))
    for number, cell in enumerate(grid.cells):
        assert (cell.width, cell.height) == (width, height)
        assert printed.contains(cell)
        assert grid.reach(number).contains(cell)
        for other in range(number):
            assert not cell.overlaps(grid.cells[other])
            assert not grid.reach(number).overlaps(grid.reach(other))


@settings(deadline=None)
@given(st.integers(mm(10), mm(75)), st.integers(mm(10), mm(75)), sheets, gutters)
def test_a_grid_turned_over_lies_on_itself(
    half_width: int, half_height: int, name: str, half_gutter: int
) -> None:
    card = Size(2 * half_width, 2 * half_height)
    try:
        grid = fit(card, shipped().sheets[name], gutter=2 * half_gutter)
    except PrintkitError:
        return
    for axis in ("vertical", "horizontal"):
        over = turned_over(grid.page, axis)
        assert {over.rect(cell) for cell in grid.cells} == set(grid.cells)


@settings(deadline=None)
@given(lengths, lengths, sheets, st.booleans())
def test_backs_are_turned_and_never_mirrored(
    width: int, height: int, name: str, fold: bool
) -> None:
    try:
        grid = fit(Size(width, height), shipped().sheets[name], fold=fold)
    except PrintkitError:
        return
    for axis in ("vertical", "horizontal"):
        for cell in range(len(grid.cells)):
            t = grid.behind(cell, axis)
            assert t.a * t.d - t.b * t.c == 1
            assert {abs(t.a), abs(t.b)} == {0, 1}


def test_fronts_of_a_folded_sheet_clear_the_fold_or_lie_on_it() -> None:
    for name in PLAIN:
        for card in CARDS.values():
            try:
                grid = fit(card, shipped().sheets[name], fold=True)
            except PrintkitError:
                continue
            block, page = grid.block, grid.page
            gap = {
                "vertical": page.width // 2 - block.right,
                "horizontal": page.height // 2 - block.bottom,
            }[grid.fold or "vertical"]
            assert gap == 0 or gap >= mm(3)


def test_fronts_of_a_folded_right_to_left_sheet_lie_on_its_right() -> None:
    ltr, rtl = (
        fit(CARDS["poker"], shipped().sheets["A4"], fold=True, direction=direction)
        for direction in ("ltr", "rtl")
    )
    assert ltr.fold == rtl.fold == "vertical"
    assert rtl.block == ltr.block.mirrored(ltr.page.width)


@pytest.mark.parametrize(("width", "height", "turned"), [(88.9, 50.8, False), (51, 89.2, True)])
def test_perforated_stock_takes_its_card_either_way_up(
    width: float, height: float, turned: bool
) -> None:
    sheet = shipped().sheets["avery-5371"]
    assert sheet.stock is not None
    grid = fit(size(width, height), sheet)
    assert grid.cells == sheet.stock.cells()
    assert (grid.turned, grid.page, grid.cut) == (turned, sheet.size, False)
    for cell, box in enumerate(grid.cells):
        card = Rect(0, 0, grid.card.width, grid.card.height)
        trim = grid.placing(cell).rect(card)
        assert abs(trim.centre.x - box.centre.x) <= 1 and abs(trim.centre.y - box.centre.y) <= 1


A4 = PressSheet("A4", "A4", size(210, 297), Sides.all(mm(8)))
STOCK = shipped().sheets["avery-5371"]


@pytest.mark.parametrize(
    ("card", "sheet", "gutter", "fold", "message", "hint"),
    [
        (size(220, 300), A4, 0, False, "does not fit on A4, where 194 x 281 mm", "fits on A3;"),
        (size(900, 900), A4, 0, False, "does not fit on A4", "take a larger sheet"),
        (size(194, 281), A4, 0, True, "does not fit on A4, folded over, where", "fits on A3;"),
        (size(194, 278), A4, 6, False, "with 3 mm of bleed does not fit", "fits on A3;"),
        (size(63, 88), replace(A4, margin=Sides.all(mm(105))), 0, False, "leave nothing", "margin"),
        (size(63, 88), A4, 200, False, "a gutter of 200 mm is not possible on A4", "6 mm"),
        (size(63, 88), A4, -1, False, "a gutter of -1 mm", "6 mm"),
        (size(63, 88), STOCK, 0, False, "are 88.9 x 50.8 mm, and yours 63 x 88 mm", "your size"),
        (size(88.9, 50.8), STOCK, 0, True, "cut already", "--sides"),
    ],
)
def test_what_cannot_be_is_told(
    card: Size, sheet: PressSheet, gutter: float, fold: bool, message: str, hint: str
) -> None:
    known = shipped().sheets.values()
    with pytest.raises(PrintkitError) as caught:
        fit(card, sheet, gutter=mm(gutter), bleed=mm(3), fold=fold, known=known)
    (found,) = caught.value.diagnostics
    assert message in found.message
    assert hint in found.hint


@settings(deadline=None)
@given(st.integers(1, 200), st.integers(1, 30))
def test_piles_laid_on_one_another_are_the_deck(count: int, cells: int) -> None:
    sheets = distribute(count, cells, "stack")
    piles = ([sheet[cell] for sheet in sheets] for cell in range(cells))
    assert [card for pile in piles for card in pile if card is not None] == list(range(count))


@settings(deadline=None)
@given(st.integers(1, 200), st.integers(1, 30))
def test_blank_pieces_lie_at_the_end_of_the_piles(count: int, cells: int) -> None:
    sheets = distribute(count, cells, "stack")
    piles = [sheet[cell] for cell in range(cells) for sheet in sheets]
    assert None not in piles[:count]
    assert len(sheets) == len(distribute(count, cells, "sheet"))


@settings(deadline=None)
@given(st.integers(1, 200), st.integers(1, 30))
def test_sheets_can_be_filled_one_by_one(count: int, cells: int) -> None:
    sheets = distribute(count, cells, "sheet")
    read = [card for sheet in sheets for card in sheet if card is not None]
    assert read == list(range(count))
    assert all(None not in sheet for sheet in sheets[:-1])


def test_inches_and_millimetres_are_centred_alike() -> None:
    grid = fit(Size(inch(2.5), inch(3.5)), A4)
    left, right = grid.block.x, grid.page.width - grid.block.right
    assert left == right == mm(9.75)
