"""The poster's plan: everything measured and placed, nothing drawn yet.

Lengths are on the page; x runs from the start edge.
"""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from printkit.content.model import Area, Entry, Text
from printkit.engines.motifs import Figure
from printkit.geometry import Rect
from printkit.layout.model import Tier
from printkit.text.model import Block
from printkit.units import Length


class Placed(Struct, frozen=True):
    """A block of text at its place; ``text`` is what it says."""

    block: Block
    x: Length
    baseline: Length
    width: Length
    text: Text

    @property
    def bottom(self) -> Length:
        return self.baseline + self.block.ink_bottom

    @property
    def top(self) -> Length:
        return self.baseline + self.block.ink_top

    def lowered(self, y: Length) -> Placed:
        return replace(self, baseline=self.baseline + y)


class Tile(Struct, frozen=True):
    """One skill in its column."""

    entry: Entry
    x: Length
    figure: Figure
    name: Placed
    line: Placed | None

    @property
    def bottom(self) -> Length:
        return self.line.bottom if self.line else self.name.bottom

    def lowered(self, y: Length) -> Tile:
        line = self.line.lowered(y) if self.line else None
        return replace(self, name=self.name.lowered(y), line=line)


class RowPlan(Struct, frozen=True):
    y: Length  # the thread
    tiles: tuple[Tile, ...]

    def lowered(self, y: Length) -> RowPlan:
        return RowPlan(self.y + y, tuple(tile.lowered(y) for tile in self.tiles))


class AreaPlan(Struct, frozen=True):
    index: int
    area: Area
    top: Length
    bottom: Length
    heading: Placed
    line: Placed
    rows: tuple[RowPlan, ...]

    @property
    def y(self) -> Length:
        """The thread of the first row, where the badge sits."""
        return self.rows[0].y

    @property
    def height(self) -> Length:
        return self.bottom - self.top

    def lowered(self, y: Length) -> AreaPlan:
        return replace(
            self,
            top=self.top + y,
            bottom=self.bottom + y,
            heading=self.heading.lowered(y),
            line=self.line.lowered(y),
            rows=tuple(row.lowered(y) for row in self.rows),
        )


class Disc(Struct, frozen=True):
    """One attitude: the centre of its disc, its texts below it (or above, in a zigzag)."""

    entry: Entry
    x: Length
    y: Length
    name: Placed
    line: Placed | None

    def lowered(self, y: Length) -> Disc:
        line = self.line.lowered(y) if self.line else None
        return replace(self, y=self.y + y, name=self.name.lowered(y), line=line)


class HeartPlan(Struct, frozen=True):
    top: Length
    bottom: Length
    radius: Length
    heading: Placed
    line: Placed
    discs: tuple[Disc, ...]

    @property
    def height(self) -> Length:
        return self.bottom - self.top

    def lowered(self, y: Length) -> HeartPlan:
        return replace(
            self,
            top=self.top + y,
            bottom=self.bottom + y,
            heading=self.heading.lowered(y),
            line=self.line.lowered(y),
            discs=tuple(disc.lowered(y) for disc in self.discs),
        )


class HeaderPlan(Struct, frozen=True):
    title: Placed
    intro: Placed | None
    bottom: Length


class FooterPlan(Struct, frozen=True):
    top: Length
    prompts: tuple[Placed, ...]
    credits: tuple[Placed, ...]  # the source, whose words these are, the chain
    licence: tuple[Placed, ...]
    qr: Rect
    logos: tuple[tuple[str, Rect], ...] = ()  # slots with a logo, and their boxes


class Columns(Struct, frozen=True):
    """The horizontal plan: badges, the start and end of rows, the width of a tile."""

    badge: Length
    start: Length
    end: Length
    count: int

    @property
    def tile(self) -> Length:
        return (self.end - self.start) // self.count


class PosterPlan(Struct, frozen=True):
    tier: Tier
    columns: Columns
    lines: bool  # whether skills and attitudes show their one-line texts
    motif: float  # EMU to a unit of a motif's box
    lane: Length
    header: HeaderPlan
    heart: HeartPlan
    areas: tuple[AreaPlan, ...]
    footer: FooterPlan

    @property
    def above(self) -> int:
        """How many areas stand above the heart."""
        return len(self.areas) // 2

    @property
    def name_lines(self) -> int:
        """How many lines the names of all skills take together."""
        return sum(
            len(tile.name.block.lines)
            for area in self.areas
            for row in area.rows
            for tile in row.tiles
        )
