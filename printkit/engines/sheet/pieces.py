"""What the sheet is made of: blocks, what they need, and where they come to stand.

Boxes are on the page, x from the start edge.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from msgspec import Struct

from printkit.geometry import Rect
from printkit.units import Length

Kind = Literal["area", "attitudes", "ask", "note"]

PEOPLE = 3
"""How many people the sheet asks."""


class Part(Struct, frozen=True):
    """A block before it has a place; ``rows`` is 0 for "ask others"."""

    kind: Kind
    index: int
    rows: int = 0

    @property
    def steps(self) -> int:
        """Return the distances between its rows."""
        return max(0, self.rows - 1)


class Heading(Struct, frozen=True):
    """A question over its writing lines, measured."""

    drop: Length  # from the top of its field to its first baseline
    rest: Length  # and from that to its last


class Needs(Struct, frozen=True):
    """What the blocks need, measured."""

    parts: tuple[Part, ...]
    questions: int
    columns: int
    gutter: Length
    head: Length  # from the top of a block to the centre of its first row
    foot: Length  # from the centre of its last row to its end
    pitch_least: Length
    pitch_wish: Length
    pitch_most: Length
    ease: float  # the attitudes' pitch over the areas'
    apart: float  # how far apart the two may be: the greater over the lesser
    gap: Length
    gap_most: Length
    writing: Length  # least distance of writing lines
    lines_least: int
    lines_most: int
    lines_page: int  # at most, where the notes have columns of their own
    lines_dense: int  # at least, where a full other side leaves the notes one low column
    first_line: Length  # from a heading's last baseline to the first writing line
    note_gap: Length
    ask: Length  # the panel without its writing lines
    ask_lines: int
    headings: Callable[[tuple[Length, ...]], tuple[Heading, ...]]
    """The headings of all notes fields, given the fields' widths: they share one size."""

    def height(self, part: Part, pitch: float) -> float:
        return self.head + part.steps * pitch + self.foot

    def ask_height(self, lines: int) -> Length:
        return self.ask + PEOPLE * lines * self.writing


class Tile(Struct, frozen=True):
    """A block at its place; ``pitch`` is that of its rows or of its writing lines."""

    kind: Kind
    index: int
    box: Rect
    pitch: Length
    count: int  # rows, or writing lines (for "ask others": those of one person)


class Side(Struct, frozen=True):
    body: Rect
    tiles: tuple[Tile, ...]
    cost: float  # how far from an evenly filled side; lower is better
    pitch: float


def column(needs: Needs, body: Rect, number: int) -> Rect:
    """Return a column, counted from the start side."""
    width = (body.width - (needs.columns - 1) * needs.gutter) / needs.columns
    left = round(body.x + number * (width + needs.gutter))
    return Rect(left, body.y, round(width), body.height)
