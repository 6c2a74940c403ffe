"""Sheets and pages with their marks: what is drawn, what is said, and that neither collides."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from printkit.diagnostics import Diagnostic, Severity
from printkit.geometry import Rect, Sides
from printkit.layout.output import Mark
from printkit.press.grid import Axis, Grid, turned_over
from printkit.press.marks import BRIM, Drawn, Ground, crops, drawn, over
from printkit.press.plate_names import PlateNames, spot_inks
from printkit.press.room import Room
from printkit.press.slug import Counted, Slug, Words, cut_numbers, pile_map
from printkit.scene.model import Direction, Ink, Node, Page, Scene
from printkit.scene.walk import used_inks
from printkit.text.compose import Typesetter
from printkit.units import mm

SLUG: Final = mm(10)
"""The strip for marks around a page that is printed by itself."""

_WIDER: Final = "a larger sheet or a wider margin has room"
_LOST: Final = {
    "registration": "all registration marks",
    "colour-bar": "the colour bar",
    "slug": "the line of product, version and credit",
    "piles": "the plan of the piles",
    "plates": "the names of the plates",
}

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
    lost: dict[str, list[int]] = {}
    direction = scene.metadata.direction
    spots = spots_in((scene,), lettering)
    line = Slug(*_with(lettering)) if lettering is not None and "slug" in wanted else None
    names = _plate_names(wanted, lettering, spots, direction)
    cache: dict[Page, Drawn] = {}
    for number, page in enumerate(scene.pages, 1):
        page = replace(page, slug=Sides.all(SLUG))
        bleed = max(page.bleed.top, page.bleed.right, page.bleed.bottom, page.bleed.left)
        area = page.medium.inset(Sides.all(_EDGE))
        ground = Ground(area, area, (page.paper,), page.bleed_box, bleed, tuple(folds))
        shape = Page("", page.trim, (), page.bleed)
        if shape not in cache:
            cache[shape] = drawn(ground, wanted, direction, tuple(spots.values()))
        found = cache[shape]
        for mark in found.lost:
            lost.setdefault(mark, []).append(number)
        nodes = found.nodes
        room = Room(area, page.bleed_box, found.taken, page.paper)
        if lettering is not None and line is not None:
            said = line.set(lettering.said(number, len(scene.pages), "page"), (room, room))
            nodes += said
            if not said:
                lost.setdefault("slug", []).append(number)
        if names is not None:
            named = names.set((room,))
            nodes += named
            if not named:
                lost.setdefault("plates", []).append(number)
        pages.append(replace(page, nodes=(*page.nodes, *nodes)))
    notes = tuple(
        _lost(
            what,
            f"page {lost[what][0]}" if len(lost[what]) == 1 else f"{len(lost[what])} pages",
            "the properties of the file say it too" if what == "slug" else _WIDER,
        )
        for what in _LOST
        if what in lost
    )
    return replace(scene, pages=tuple(pages)), notes


def spots_in(scenes: Iterable[Scene], lettering: Lettering | None) -> dict[str, Ink]:
    """Return the inks of the press's spot colours that scenes are printed in, by name."""
    if lettering is None or not lettering.spots:
        return {}
    return spot_inks((ink for scene in scenes for ink in used_inks(scene)), lettering.spots)


def _plate_names(
    wanted: Sequence[Mark],
    lettering: Lettering | None,
    spots: Mapping[str, Ink],
    direction: Direction,
) -> PlateNames | None:
    """Return what sets the names of plates; None where there is no press, or nothing is said."""
    if lettering is None or lettering.spots is None or "slug" not in wanted:
        return None
    return PlateNames(lettering.words.font, lettering.setter, spots, direction)


class SheetMarks:
    """The marks of all sheets of one grid: drawn once, turned over for the backs.

    ``inked`` is around the fronts and their bleed. ``piles`` number the cells that cards lie
    in, in the order in which their piles are stacked; None where there is no such order.
    ``spots`` are the spot colours cards are printed in.
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
        spots: Mapping[str, Ink],
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
        found = drawn(self._ground, wanted, direction, tuple(spots.values()))
        self._nodes, self._taken = found.nodes, found.taken
        self._trim = self._ground.block
        self._numbers: tuple[Node, ...] = ()
        self._digits: tuple[Rect, ...] = ()  # the boxes around those
        if "crop" in wanted and lettering is not None:
            self._numbers, self._digits = cut_numbers(
                crops(self._ground), grid, direction, *_with(lettering), self._taken, brim
            )
        self._lines: dict[bool, Slug] = {}
        if "slug" in wanted and lettering is not None:
            self._lines = {front: Slug(*_with(lettering)) for front in (True, False)}
        self._names = _plate_names(wanted, lettering, spots, direction)
        self.lost: set[str] = set(found.lost)

    def front(self, sheet: int, sheets: int, *, alone: bool) -> tuple[Node, ...]:
        """Return all that stands in the margins of a front, or of a sheet that has one side
        ``alone``.
        """
        taken = (*self._taken, *self._digits)
        room = Room(self._ground.area, self._ground.inked, taken, self._trim)
        said = self._said(room, sheet, sheets, "sheet" if alone else "front")
        nodes = self._nodes + self._numbers + said
        if self._lines and self._piles is not None and self._lettering is not None:
            rooms = room, room.wider(self._ground.brim)
            words = _with(self._lettering)
            plan = pile_map(self._piles, self._grid.columns, self._direction, *words, rooms)
            nodes += plan
            if not plan:
                self.lost.add("piles")
        return nodes + self._named(room)

    def back(self, sheet: int, sheets: int) -> tuple[Node, ...]:
        """Return what stands in the margins of a back."""
        turn = self._over.rect
        taken = map(turn, self._taken)
        room = Room(self._ground.area, turn(self._ground.inked), taken, turn(self._trim))
        said = self._said(room, sheet, sheets, "back")
        return over(self._nodes, self._over) + said + self._named(room)

    def _named(self, room: Room) -> tuple[Node, ...]:
        if self._names is None:
            return ()
        nodes = self._names.set((room, room.wider(self._ground.brim)))
        if not nodes:
            self.lost.add("plates")
        return nodes

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
        hints = {"piles": "lay the piles on one another row by row"}
        for what in _LOST:
            if what in self.lost:
                yield _lost(what, sheet, hints.get(what, _WIDER))


def _with(lettering: Lettering) -> tuple[Words, Typesetter]:
    return lettering.words, lettering.setter


def _lost(what: str, where: str, hint: str) -> Diagnostic:
    return Diagnostic(
        "marks",
        f"the margin of {where} has no room for {_LOST[what]}",
        hint=hint,
        severity=Severity.NOTE,
    )
