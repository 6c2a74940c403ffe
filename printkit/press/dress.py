"""Sheets and pages with their marks: what is drawn, what is said, and that neither collides."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from printkit.diagnostics import Diagnostic, Severity
from printkit.geometry import Rect, Sides
from printkit.layout.output import Mark
from printkit.press.grid import Axis, Grid, turned_over
from printkit.press.marks import BRIM, Ground, crops, drawn, over
from printkit.press.room import Room
from printkit.press.slug import Counted, Slug, Words, cut_numbers, pile_map
from printkit.scene.model import Direction, Node, Page, Scene
from printkit.text.compose import Typesetter
from printkit.units import mm

SLUG: Final = mm(10)
"""The strip for marks around a page that is printed by itself."""

_EDGE: Final = mm(1)  # of a medium that is cut to size: nothing is drawn on its very edge


class Lettering(Struct, frozen=True):
    """What marks say, and who sets it.

    ``spots`` are the spot colours the press has; None where it is not for a press, and plates
    have no names.
    """

    words: Words
    setter: Typesetter
    spots: tuple[str, ...] | None = None

    def said(self, number: int, count: int, what: Counted) -> tuple[str, str]:
        """Return whose page or sheet it is, and the credit."""
        return self.words.said(number, count, what, self.setter.locale.script)


def marked(
    scene: Scene,
    marks: Iterable[Mark],
    lettering: Lettering | None = None,
    folds: Sequence[tuple[Axis, int]] = (),
) -> tuple[Scene, tuple[Diagnostic, ...]]:
    """Return a scene whose pages have marks around their bleed, and notes of what found no room.

    ``folds`` are where every page is folded, from its left or its top. Without ``lettering``
    nothing is said.
    """
    wanted = tuple(marks)
    if not wanted:
        return scene, ()
    pages: list[Page] = []
    lost: list[int] = []
    line = Slug(*_with(lettering)) if lettering is not None and "slug" in wanted else None
    cache: dict[Page, tuple[tuple[Node, ...], tuple[Rect, ...]]] = {}
    for number, page in enumerate(scene.pages, 1):
        page = replace(page, slug=Sides.all(SLUG))
        bleed = max(page.bleed.top, page.bleed.right, page.bleed.bottom, page.bleed.left)
        area = page.medium.inset(Sides.all(_EDGE))
        ground = Ground(area, area, (page.paper,), page.bleed_box, bleed, tuple(folds))
        shape = Page("", page.trim, (), page.bleed)
        if shape not in cache:
            cache[shape] = drawn(ground, wanted, scene.metadata.direction)
        nodes, taken = cache[shape]
        if lettering is not None and line is not None:
            text = lettering.said(number, len(scene.pages), "page")
            room = Room(area, page.bleed_box, taken)
            said = line.set(text, (room, room))
            nodes += said
            if not said:
                lost.append(number)
        pages.append(replace(page, nodes=(*page.nodes, *nodes)))
    notes: tuple[Diagnostic, ...] = ()
    if lost:
        where = f"page {lost[0]}" if len(lost) == 1 else f"the margin of {len(lost)} pages"
        notes = (_unsaid(where, "the properties of the file say it too"),)
    return replace(scene, pages=tuple(pages)), notes


class SheetMarks:
    """The marks of all sheets of one grid: drawn once, turned over for the backs.

    ``inked`` is around the fronts and their bleed. ``piles`` number the cells that cards lie
    in, in the order in which their piles are stacked; None where there is no such order.
    """

    def __init__(
        self,
        grid: Grid,
        axis: Axis,
        inked: Rect,
        bleed: int,
        marks: Sequence[Mark],
        direction: Direction,
        piles: Sequence[int | None] | None,
        lettering: Lettering | None,
    ) -> None:
        self._over = turned_over(grid.page, axis)
        self._grid = grid
        self._piles = piles
        self._direction: Direction = direction
        self._lettering = lettering
        wanted = tuple(mark for mark in marks if grid.cut or mark not in ("crop", "fold"))
        trims = grid.cells
        folds: tuple[tuple[Axis, int], ...] = ()
        if grid.fold is not None:
            trims = (*trims, *map(self._over.rect, trims))
            inked = inked.union(self._over.rect(inked))
            middle = (grid.page.width if grid.fold == "vertical" else grid.page.height) // 2
            folds = ((grid.fold, middle),)
        paper = Rect(0, 0, grid.page.width, grid.page.height)
        brim = paper.inset(Sides.all(BRIM))
        area = paper.inset(grid.margin).common(brim)
        self._ground = Ground(area, brim, trims, inked, bleed, folds)
        self._nodes, self._taken = drawn(self._ground, wanted, direction)
        self._numbers: tuple[Node, ...] = ()
        self._digits: tuple[Rect, ...] = ()  # the boxes around those
        if "crop" in wanted and lettering is not None:
            found = crops(self._ground)
            self._numbers, self._digits = cut_numbers(
                found, grid, direction, *_with(lettering), self._taken, brim
            )
        self._lines: dict[bool, Slug] = {}
        if "slug" in wanted and lettering is not None:
            self._lines = {front: Slug(*_with(lettering)) for front in (True, False)}
        self.lost: set[str] = set()

    def front(self, sheet: int, sheets: int, *, alone: bool) -> tuple[Node, ...]:
        """Return all that stands in the margins of a front, or of a sheet that has one side
        ``alone``.
        """
        room = Room(self._ground.area, self._ground.inked, (*self._taken, *self._digits))
        said = self._said(room, sheet, sheets, "sheet" if alone else "front")
        nodes = self._nodes + self._numbers + said
        if not self._lines or self._piles is None or self._lettering is None:
            return nodes
        rooms = room, room.wider(self._ground.brim)
        columns = self._grid.columns
        plan = pile_map(self._piles, columns, self._direction, *_with(self._lettering), rooms)
        if not plan:
            self.lost.add("piles")
        return nodes + plan

    def back(self, sheet: int, sheets: int) -> tuple[Node, ...]:
        """Return what stands in the margins of a back."""
        turn = self._over.rect
        room = Room(self._ground.area, turn(self._ground.inked), map(turn, self._taken))
        return over(self._nodes, self._over) + self._said(room, sheet, sheets, "back")

    def _said(self, room: Room, sheet: int, sheets: int, side: Counted) -> tuple[Node, ...]:
        if not self._lines or self._lettering is None:
            return ()
        rooms = room, room.wider(self._ground.brim)
        said = self._lines[side != "back"].set(self._lettering.said(sheet, sheets, side), rooms)
        if not said:
            self.lost.add("slug")
        return said

    def notes(self, sheet: str) -> Iterator[Diagnostic]:
        """Yield what found no room on the sheets made so far."""
        if "slug" in self.lost:
            yield _unsaid(f"the margin of {sheet}", "a larger sheet or a wider margin has room")
        if "piles" in self.lost:
            yield Diagnostic(
                "marks",
                f"the margin of {sheet} has no room for the plan of the piles",
                hint="lay the piles on one another row by row",
                severity=Severity.NOTE,
            )


def _with(lettering: Lettering) -> tuple[Words, Typesetter]:
    return lettering.words, lettering.setter


def _unsaid(where: str, hint: str) -> Diagnostic:
    return Diagnostic(
        "marks",
        f"{where} has no room for the line of product, version and credit",
        hint=hint,
        severity=Severity.NOTE,
    )
