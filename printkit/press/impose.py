"""Imposition: the pages of cards become the pages of sheets, each back behind its front.

Scene to scene. Every face is a symbol that is used where it lies, clipped to what it may ink.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal, TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from printkit.diagnostics import Diagnostic, PrintkitError
from printkit.geometry import Rect, Sides, Size, Transform
from printkit.layout.output import Flip, Mark, PressSheet
from printkit.paths import rectangle
from printkit.press.dress import Lettering, SheetMarks, spots_in
from printkit.press.faces import Face, Faces
from printkit.press.grid import (
    Axis,
    Correcting,
    Grid,
    as_it_is,
    distribute,
    fit,
    flip_axis,
    size_text,
    turned_over,
)
from printkit.press.pages import chosen
from printkit.scene.model import Group, Metadata, Node, Page, Scene, Symbol, Use
from printkit.scene.walk import used_symbols
from printkit.units import Length

Order: TypeAlias = Literal["stack", "sheet"]
Sheet: TypeAlias = tuple[int | None, ...]
"""Which card lies in each cell of a grid, None where none does."""


class Card(Struct, frozen=True):
    """A card to be printed: two pages of a scene, or a front alone, so many times."""

    id: str
    scene: Scene
    front: int
    back: int | None = None
    copies: int = 1


class Imposition(Struct, frozen=True):
    """How cards are laid on sheets.

    ``gutter`` of None is twice the cards' bleed. ``stack`` cuts into piles that are the deck in
    order when laid on one another; ``sheet`` fills sheet by sheet. ``correct`` undoes what a
    printer does to each side.
    """

    sheet: PressSheet
    sides: Flip = "long"
    gutter: Length | None = None
    order: Order = "stack"
    marks: tuple[Mark, ...] = ()
    correct: Correcting = as_it_is


class Imposed(Struct, frozen=True):
    """Sheets: one scene, or two where fronts and backs are files of their own.

    ``sheets`` tell for each sheet which of ``cards`` lies in each cell of ``grid``; ``axis`` is
    the line about which its page is turned over, or folded. ``notes`` say what had no room.
    """

    scenes: tuple[Scene, ...]
    grid: Grid
    cards: tuple[Card, ...]
    sheets: tuple[Sheet, ...]
    axis: Axis
    notes: tuple[Diagnostic, ...] = ()


def cards_of(
    scene: Scene, copies: Mapping[str, int] | int = 1, only: Iterable[str] = ()
) -> tuple[Card, ...]:
    """Return the cards of a deck by the ids of its pages, ``ID-front`` and ``ID-back``.

    ``copies`` are of every card or, by id, of some; ``only`` leaves the others out. Raises
    PrintkitError for an id that no card has and for a number of copies that is none.
    """
    pages = {page.id: number for number, page in enumerate(scene.pages)}
    ids = [id.removesuffix("-front") for id in pages if id.endswith("-front")]
    wanted = tuple(only)
    some: Mapping[str, int] = copies if isinstance(copies, Mapping) else dict.fromkeys(ids, copies)
    unknown = [id for id in dict.fromkeys((*wanted, *some)) if id not in ids]
    faults = [
        *(_fault(f"there is no card {id!r}", f"cards: {', '.join(ids)}") for id in unknown),
        *(
            _fault(f"{count} copies of {id!r} cannot be printed", "write a number from 0 up")
            for id, count in some.items()
            if count < 0
        ),
    ]
    if faults:
        raise PrintkitError(faults)
    return tuple(
        Card(id, scene, pages[f"{id}-front"], pages.get(f"{id}-back"), some.get(id, 1))
        for id in ids
        if not wanted or id in wanted
    )


def impose(
    cards: Sequence[Card],
    how: Imposition,
    *,
    lettering: Lettering | None = None,
    metadata: Metadata | None = None,
    known: Iterable[PressSheet] = (),
) -> Imposed:
    """Return ``cards`` on sheets. They may be of several scenes; the first says what it is all
    called and which way it is read, unless ``metadata`` does.

    Raises PrintkitError where they do not fit, or differ in size; ``known`` are sheets to name
    in their stead.
    """
    printed = [card for card in cards for _ in range(card.copies)]
    if not printed:
        raise PrintkitError(_fault("no card is to be printed", "ask for one copy at least"))
    about = metadata or printed[0].scene.metadata
    size, bleed = _measures(printed)
    grid = fit(
        size,
        how.sheet,
        gutter=2 * bleed if how.gutter is None else how.gutter,
        bleed=bleed,
        fold=how.sides == "fold",
        direction=about.direction,
        known=known,
    )
    axis = flip_axis(grid.page, how.sides, grid.fold)
    cells = grid.reading(about.direction)
    sheets = tuple(
        tuple(card for _, card in sorted(zip(cells, filled, strict=True), key=lambda one: one[0]))
        for filled in distribute(len(printed), len(cells), how.order)
    )
    laid = _Laying(grid, axis, printed, bleed)
    spots = spots_in(_used(printed, two_sided=how.sides != "none"), lettering)
    marks = SheetMarks(
        grid,
        axis,
        laid.inked,
        bleed,
        how.marks,
        about.direction,
        _piles(cells, sheets) if how.order == "stack" else None,
        lettering,
        spots,
    )
    two_sided = how.sides != "none" and any(card.back is not None for card in printed)
    files = _files(laid, marks, sheets, how, grid, two_sided)
    scenes = tuple(_scene(pages, laid.faces.symbols, about) for pages in files if pages)
    notes = tuple(marks.notes(how.sheet.id))
    return Imposed(scenes, grid, tuple(printed), sheets, axis, notes)


def _used(cards: Iterable[Card], *, two_sided: bool) -> Iterator[Scene]:
    """Yield the scenes of cards, each once, with those of their pages that are printed."""
    found: dict[int, tuple[Scene, set[int]]] = {}  # by identity: scenes are large to compare
    for card in cards:
        _, numbers = found.setdefault(id(card.scene), (card.scene, set()))
        numbers.add(card.front)
        if two_sided and card.back is not None:
            numbers.add(card.back)
    for scene, numbers in found.values():
        yield chosen(scene, sorted(numbers))


def _piles(cells: Sequence[int], sheets: Sequence[Sheet]) -> tuple[int | None, ...] | None:
    """Return for each cell which pile it gives, counting as piles are stacked, from 1; None
    where there is one pile alone.
    """
    numbers = {cell: number for number, cell in enumerate(cells, 1)}
    piles = tuple(
        numbers[cell] if any(sheet[cell] is not None for sheet in sheets) else None
        for cell in range(len(cells))
    )
    return piles if sum(pile is not None for pile in piles) > 1 else None


def _files(
    laid: _Laying,
    marks: SheetMarks,
    sheets: Sequence[Sheet],
    how: Imposition,
    grid: Grid,
    two_sided: bool,
) -> tuple[list[tuple[Page, _Side]], list[tuple[Page, _Side]]]:
    """Return the pages of the file, or of the two: fronts, and backs."""
    first: list[tuple[Page, _Side]] = []
    second: list[tuple[Page, _Side]] = []
    backs = second if how.sides == "separate" else first
    alternate = two_sided and grid.fold is None
    corrections = how.correct(grid.page)
    for number, sheet in enumerate(sheets, 1):
        front = laid.fronts(sheet)
        name, label = f"sheet-{number}", str(number)
        if grid.fold is not None:
            front = _together(front, laid.backs(sheet))
        front = _with_marks(front, marks.front(number, len(sheets), alone=not alternate))
        end = "-front" if alternate else ""
        first.append((_page(f"{name}{end}", label, front, grid.page, corrections[0]), front))
        if alternate:
            back = laid.backs(sheet)
            back = _with_marks(back, marks.back(number, len(sheets)))
            backs.append((_page(f"{name}-back", label, back, grid.page, corrections[1]), back))
    return first, second


def _with_marks(side: _Side, marks: tuple[Node, ...]) -> _Side:
    return replace(side, nodes=(*side.nodes, *marks))


class _Side(Struct, frozen=True):
    """What lies on one side of a sheet, in the space of its page: nodes, and whose they are.

    ``block`` is around all trims, ``inked`` around their bleed too.
    """

    nodes: tuple[Node, ...]
    faces: tuple[Face, ...]
    block: Rect
    inked: Rect


class _Laying:
    """Lays the faces of cards in the cells of a grid."""

    def __init__(self, grid: Grid, axis: Axis, cards: Sequence[Card], bleed: Length) -> None:
        self.faces = Faces()
        self._cards = cards
        self._over = turned_over(grid.page, axis)
        cells = range(len(grid.cells))
        self._reach = tuple(map(grid.reach, cells))
        self._front = tuple(map(grid.placing, cells))
        self._back = tuple(grid.behind(cell, axis) for cell in cells)
        self._block = grid.block
        self.inked = grid.block
        for cell, reach in zip(grid.cells, self._reach, strict=True):
            self.inked = self.inked.union(reach.common(cell.outset(Sides.all(bleed))))

    def fronts(self, sheet: Sheet) -> _Side:
        nodes: list[Node] = []
        faces: dict[str, Face] = {}
        for cell, place in enumerate(sheet):
            if place is not None:
                card = self._cards[place]
                face = self.faces.face(card.scene, card.front)
                faces[face.symbol] = face
                nodes.append(_laid(face, self._front[cell], self._reach[cell]))
        return _Side(tuple(nodes), tuple(faces.values()), self._block, self.inked)

    def backs(self, sheet: Sheet) -> _Side:
        nodes: list[Node] = []
        faces: dict[str, Face] = {}
        for cell, place in enumerate(sheet):
            if place is not None and (back := self._cards[place].back) is not None:
                face = self.faces.face(self._cards[place].scene, back)
                faces[face.symbol] = face
                nodes.append(_laid(face, self._back[cell], self._over.rect(self._reach[cell])))
        over = self._over
        return _Side(
            tuple(nodes), tuple(faces.values()), over.rect(self._block), over.rect(self.inked)
        )


def _laid(face: Face, placing: Transform, reach: Rect) -> Node:
    clip = reach.common(placing.rect(face.box))
    return Group((Use(face.symbol, placing),), clip=rectangle(clip))


def _together(front: _Side, back: _Side) -> _Side:
    """Return both sides on one, as a sheet that is folded over has them."""
    return _Side(
        (*front.nodes, *back.nodes),
        tuple({face.symbol: face for face in (*front.faces, *back.faces)}.values()),
        front.block.union(back.block),
        front.inked.union(back.inked),
    )


def _page(id: str, label: str, side: _Side, paper: Size, correction: Transform) -> Page:
    """Return a side of a sheet as a page whose trim is what is cut out, so that its margin is
    the slug, where marks stand. What a correction moves, its boxes move with.
    """
    block, inked = correction.rect(side.block), correction.rect(side.inked)
    bleed = Sides(
        block.y - inked.y, inked.right - block.right, inked.bottom - block.bottom, block.x - inked.x
    )
    slug = Sides(inked.y, paper.width - inked.right, paper.height - inked.bottom, inked.x)
    to_page = correction.then(Transform.move(-block.x, -block.y))
    return Page(id, block.size, (Group(side.nodes, to_page),), bleed, label=label, slug=slug)


def _scene(
    sides: Sequence[tuple[Page, _Side]], symbols: Sequence[Symbol], metadata: Metadata
) -> Scene:
    table = {symbol.id: symbol for symbol in symbols}
    nodes = (node for page, _ in sides for node in page.nodes)
    credits = tuple(
        replace(placed, page=number)
        for number, (_, side) in enumerate(sides)
        for face in side.faces
        for placed in face.credits
    )
    return Scene(
        tuple(page for page, _ in sides),
        metadata,
        tuple(table[name] for name in used_symbols(nodes, table)),
        credits=credits,
    )


def _measures(cards: Sequence[Card]) -> tuple[Size, Length]:
    """Return the size of all cards and the most that one bleeds; raises where they differ."""
    bleed = 0
    sizes: dict[Size, str] = {}
    for card in {(id(card.scene), card.front, card.back): card for card in cards}.values():
        for number in (card.front, card.back):
            if number is not None:
                page = card.scene.pages[number]
                sizes.setdefault(page.trim, card.id)
                bleed = max(bleed, page.bleed.top, page.bleed.right, page.bleed.bottom,
                            page.bleed.left)  # fmt: skip
    if len(sizes) > 1:
        (one, first), (other, second), *_ = sizes.items()
        raise PrintkitError(
            _fault(
                f"cards of two sizes cannot share a sheet: {first!r} is {size_text(one)},"
                f" {second!r} {size_text(other)}",
                "impose each size by itself",
            )
        )
    return next(iter(sizes)), bleed


def _fault(message: str, hint: str) -> Diagnostic:
    return Diagnostic("imposition", message, hint=hint)
