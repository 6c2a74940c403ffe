"""Where a poster is parted: tiles of equal room, with seams that spare what should stay whole.

Along each axis everything is reckoned in reading direction: the first tile is where reading
begins, and each is glued onto the flap of the one before it, its edge on the seam.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence
from itertools import pairwise
from math import ceil
from typing import Final, TypeAlias

from msgspec import Struct

from printkit.diagnostics import Diagnostic, PrintkitError
from printkit.geometry import Rect, Sides, Size
from printkit.layout.output import PressSheet
from printkit.press.grid import size_text
from printkit.scene.model import Direction
from printkit.units import Length, format_mm, mm

LEAST: Final = mm(30)
"""A tile shows as much, flaps aside: a thinner strip of paper cannot be handled."""

_STEP: Final = mm(1)  # seams are looked for at every millimetre
_WIDEST: Final = 200  # places on either side of the middle one
_CLEAR: Final = mm(1)  # between a seam and what it spares
_UNEVEN: Final = 0.01  # what a millimetre off the even place counts; a line of text counts 1

Span: TypeAlias = tuple[Length, Length]
_Way: TypeAlias = tuple[Length, float, tuple[Length, ...]]
"""Where a tile begins, what all seams so far part, and where they are."""


class Precious(Struct, frozen=True):
    """A part of the poster that a seam should not run through, and how much it matters."""

    box: Rect
    weight: float = 1.0


class Tile(Struct, frozen=True):
    """A piece of a poster, in the poster's space. ``row`` and ``column`` count from 0 as one
    reads; ``shown`` is ``box`` without its flaps, which neighbours hide.
    """

    row: int
    column: int
    box: Rect
    shown: Rect

    @property
    def name(self) -> str:
        """A letter for the row and a number for the column, as on a map: "B3"."""
        return tile_name(self.row, self.column)


class Tiling(Struct, frozen=True):
    """A poster's tiles row by row as one reads; ``page`` and ``margin`` are of the sheet as
    it lies.
    """

    poster: Size
    page: Size
    margin: Sides
    overlap: Length
    rows: int
    columns: int
    tiles: tuple[Tile, ...]
    direction: Direction

    @property
    def free(self) -> Rect:
        """What can be printed of a sheet."""
        return Rect(0, 0, self.page.width, self.page.height).inset(self.margin)


def tile_name(row: int, column: int) -> str:
    """Return what a tile is called: 1A, 1B, 2A. Never A1, which is a size of paper."""
    letters = ""
    number = column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{row + 1}{letters}"


def part(
    poster: Size,
    sheet: PressSheet,
    overlap: Length,
    direction: Direction = "ltr",
    precious: Iterable[Precious] = (),
) -> Tiling:
    """Return the tiling of a poster that takes fewest sheets, upright or lying.

    Raises PrintkitError where it is no larger than the sheet, and where margins and overlap
    leave nothing of the sheet.
    """
    upright = sheet.size, sheet.margin
    margin = sheet.margin
    lying = sheet.size.turned(), Sides(margin.left, margin.top, margin.right, margin.bottom)
    if _within(poster, sheet.size) or _within(poster, sheet.size.turned()):
        raise PrintkitError(
            Diagnostic(
                "tile",
                f"a page of {size_text(poster)} is no larger than {sheet.id}",
                hint=f"print it as it is, or tile a larger size on {sheet.id}",
            )
        )
    if overlap < 0:
        raise PrintkitError(Diagnostic("tile", "an overlap is 0 mm or more", hint="try 10 mm"))
    found = []
    for page, edges in (upright, lying):
        free = Rect(0, 0, page.width, page.height).inset(edges)
        columns = _count(poster.width, free.width, overlap)
        rows = _count(poster.height, free.height, overlap)
        if columns and rows:
            seams = rows * poster.width * (rows > 1) + columns * poster.height * (columns > 1)
            found.append((columns * rows, seams, page, edges, columns, rows, free))
    if not found:
        raise PrintkitError(
            Diagnostic(
                "tile",
                f"margins and an overlap of {format_mm(overlap)} leave less than"
                f" {format_mm(LEAST)} of {sheet.id}",
                hint="take a larger sheet, or a smaller overlap",
            )
        )
    _, _, page, edges, columns, rows, free = min(found, key=lambda one: one[:2])
    kept = tuple(precious)
    if direction == "rtl":
        kept = tuple(Precious(one.box.mirrored(poster.width), one.weight) for one in kept)
    across = _seams(
        poster.width, columns, free.width, overlap,
        [(one.box.x, one.box.right, one.weight) for one in kept],
    )  # fmt: skip
    down = _seams(
        poster.height, rows, free.height, overlap,
        [(one.box.y, one.box.bottom, one.weight) for one in kept],
    )  # fmt: skip
    tiles = tuple(
        _tile(row, column, one, other, poster, direction)
        for row, other in enumerate(_spans(down, poster.height, overlap))
        for column, one in enumerate(_spans(across, poster.width, overlap))
    )
    return Tiling(poster, page, edges, overlap, rows, columns, tiles, direction)


def _within(poster: Size, page: Size) -> bool:
    return poster.width <= page.width and poster.height <= page.height


def _count(length: Length, free: Length, overlap: Length) -> int:
    """Return how many tiles cover ``length``; 0 where a sheet has no room for one."""
    if free - overlap < LEAST:
        return 0
    return max(1, ceil((length - overlap) / (free - overlap)))


def _spans(seams: Sequence[Length], length: Length, overlap: Length) -> list[tuple[Span, Span]]:
    """Return each tile's own span and that which is shown of it."""
    edges = [0, *seams, length]
    return [
        ((start, min(length, end + overlap)), (start, end))
        for start, end in pairwise(edges)
    ]


def _tile(
    row: int,
    column: int,
    across: tuple[Span, Span],
    down: tuple[Span, Span],
    poster: Size,
    direction: Direction,
) -> Tile:
    box, shown = (
        Rect.of(across[n][0], down[n][0], across[n][1], down[n][1]) for n in (0, 1)
    )
    if direction == "rtl":
        box, shown = box.mirrored(poster.width), shown.mirrored(poster.width)
    return Tile(row, column, box, shown)


def _seams(
    length: Length,
    count: int,
    free: Length,
    overlap: Length,
    precious: Sequence[tuple[Length, Length, float]],
) -> list[Length]:
    """Return where each tile but the first begins: as even as may be, past what is precious.

    Tiles are no longer than ``free``. Of all ways to place the seams, at whole millimetres off
    the even ones, the one that parts least is taken.
    """
    even = [(length - overlap) * n // count for n in range(1, count)]
    choices = [
        [at for step in range(-_WIDEST, _WIDEST + 1) if (at := middle + step * _STEP) >= LEAST]
        for middle in even
    ]

    def cost(at: Length, middle: Length) -> float:
        parted = sum(
            weight for low, high, weight in precious if low - _CLEAR < at < high + _CLEAR
        )
        return parted + _UNEVEN * abs(at - middle) / _STEP

    # best: for each place of a seam, the least that it and those before it part.
    best: list[_Way] = [(0, 0.0, ())]
    for number, places in enumerate(choices, 1):
        left = (count - number) * (free - overlap) + overlap  # what the tiles to come can hold
        following: list[_Way] = []
        near: deque[_Way] = deque()  # ways the tile may begin with, ever dearer
        waiting = iter(best)
        coming = next(waiting, None)
        for at in places:
            while coming is not None and coming[0] <= at - max(LEAST, overlap):
                while near and near[-1][1:] >= coming[1:]:
                    near.pop()
                near.append(coming)
                coming = next(waiting, None)
            while near and near[0][0] < at - (free - overlap):
                near.popleft()
            if near and (count - number) * LEAST <= length - at <= left:
                _, total, chain = near[0]
                following.append((at, total + cost(at, even[number - 1]), (*chain, at)))
        best = following
    return list(min((way[1:] for way in best), default=(0.0, tuple(even)))[1])
