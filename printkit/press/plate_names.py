"""Plates and their names: each printed in its own ink, so that no plate is taken for another."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Final

from printkit.content.markup import Marked
from printkit.geometry import Size
from printkit.press.marks import PROCESS
from printkit.press.room import Align, Edge, Room
from printkit.press.slug import turned_into
from printkit.scene.model import Direction, Ink, Node, Style
from printkit.text.compose import Typesetter
from printkit.text.model import Block
from printkit.units import Length, mm, pt

_SIZES: Final = tuple(map(pt, (7, 6.5, 6)))
_EDGES: Final[tuple[Edge, ...]] = ("bottom", "top", "left", "right")
_BETWEEN: Final = mm(1.5)
_CLEAR: Final = (mm(3), mm(1.3))  # from other marks, that the line beside them ends visibly
_ENGLISH: Final = "en"  # presses everywhere call their plates so


def spot_inks(inks: Iterable[Ink], spots: Collection[str]) -> dict[str, Ink]:
    """Return those of a press's ``spots`` that ``inks`` are printed from, by name: of the tints
    of each the fullest.
    """
    found: dict[str, Ink] = {}
    for ink in inks:
        if ink.spot is not None and ink.spot in spots:
            other = found.setdefault(ink.spot, ink)
            if sum(ink.cmyk) > sum(other.cmyk):
                found[ink.spot] = ink
    return dict(sorted(found.items()))


class PlateNames:
    """Sets the names of plates beside one another, in the same way on every page."""

    def __init__(
        self, font: str, setter: Typesetter, spots: Mapping[str, Ink], direction: Direction
    ) -> None:
        self._align: Align = "start" if direction == "ltr" else "end"
        self._sets = [
            [_name(setter, font, size, *plate) for plate in {**PROCESS, **spots}.items()]
            for size in _SIZES
        ]

    def set(self, rooms: Sequence[Room]) -> tuple[Node, ...]:
        """Return the names where there is room for all of them, together if may be; or nothing."""
        for room in rooms:
            for blocks in self._sets:
                for rows in (1, 2, len(blocks)):
                    for clear in _CLEAR:
                        if nodes := self._together(blocks, rows, room, clear):
                            return nodes
        return next(filter(None, (self._apart(self._sets[-1], room) for room in rooms)), ())

    def _together(
        self, blocks: Sequence[Block], rows: int, room: Room, clear: Length
    ) -> tuple[Node, ...]:
        """Return names in so many rows, nothing where there is no room for them."""
        each = -(-len(blocks) // rows)
        lines = [blocks[at : at + each] for at in range(0, len(blocks), each)]
        wide = max(sum(block.width for block in line) + _BETWEEN * (each - 1) for line in lines)
        top = min(block.ink_top for block in blocks)
        pitch = round(blocks[0].style.size * blocks[0].style.leading)
        bottom = max(block.ink_bottom for block in blocks)
        size = Size(wide, pitch * (len(lines) - 1) + bottom - top)
        found = room.take(size, _EDGES, self._align, turned=True, lined=True, apart=clear)
        if found is None:
            return ()
        edge, box = found
        nodes: list[Node] = []
        for row, line in enumerate(lines):
            x = 0
            for block in line:
                nodes += block.place(x, row * pitch - top, block.width)
                x += block.width + _BETWEEN
        return turned_into(nodes, edge, box)

    def _apart(self, blocks: Sequence[Block], room: Room) -> tuple[Node, ...]:
        """Return every name in a place of its own, nothing unless there is room for all."""
        before = list(room.taken)
        nodes: list[Node] = []
        for block in blocks:
            if not (name := self._together([block], 1, room, _CLEAR[-1])):
                room.taken[:] = before
                return ()
            nodes += name
        return tuple(nodes)


def _name(setter: Typesetter, font: str, size: Length, name: str, ink: Ink) -> Block:
    style = Style("slug", font, 400, size, size, 1.1, ink)
    return setter.set((Marked(name, strong=False, stress=False),), style, lang=_ENGLISH)
