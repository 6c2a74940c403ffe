"""The scene: glyph runs, outlines and images at fixed places, their meaning beside them.

Nodes stand in paint order. Structure stands in reading order and names nodes by tag; a
node without a tag is an artifact, ink without meaning. Fonts and images are named by
digest, so that a scene can be compared, hashed, dumped and sent to another process.
"""

from __future__ import annotations

from typing import Final, Literal, TypeAlias

from msgspec import Struct

from printkit.geometry import IDENTITY, Outline, Rect, Sides, Size, Transform
from printkit.units import Length

TagId: TypeAlias = int
Align: TypeAlias = Literal["start", "end", "centre"]
Direction: TypeAlias = Literal["ltr", "rtl"]

EVERY_PLATE: Final = "All"
"""The spot name of the ink of printer's marks, which goes on each plate there is."""


class Ink(Struct, frozen=True):
    """A named swatch: sRGB 0-255 for screens, CMYK in per cent for presses."""

    name: str
    rgb: tuple[int, int, int]
    cmyk: tuple[float, float, float, float]
    spot: str | None = None


class Stroke(Struct, frozen=True):
    """A line along an outline. Dashes and phase are lengths, as PDF and SVG read them."""

    ink: Ink
    width: Length
    dash: tuple[Length, ...] = ()
    phase: Length = 0
    cap: Literal["butt", "round"] = "butt"
    join: Literal["miter", "round"] = "round"


class Style(Struct, frozen=True):
    """How a text is set on one page and in one script, sizes as they will be printed.

    ``leading`` is a factor of the size, ``tracking`` a fraction of an em. ``minimum`` is
    the smallest size the fit ladder may reach. ``role`` names the style in its layout.
    """

    role: str
    font: str
    weight: int
    size: Length
    minimum: Length
    leading: float
    ink: Ink
    align: Align = "start"
    tracking: float = 0.0


class FontKey(Struct, frozen=True):
    """A font file by digest, with the place on its axes, e.g. ``(("wght", 700.0),)``."""

    digest: str
    name: str
    axes: tuple[tuple[str, float], ...] = ()


class Glyph(Struct, frozen=True):
    """One inked glyph, in font units; ``cluster`` is the index into the run's text."""

    gid: int
    cluster: int
    x_advance: int
    x_offset: int = 0
    y_offset: int = 0


class GlyphRun(Struct, frozen=True):
    """Shaped text in one font, one size, one script and one direction.

    ``text`` is in reading order. ``glyphs`` are in the order they are inked, from left to
    right, which for Urdu and for Devanagari is not the same. ``x`` is the left end of the
    baseline, whatever the direction; offsets grow upward, as fonts have them.
    """

    font: FontKey
    size: Length
    x: Length
    baseline: Length
    text: str
    lang: str
    direction: Direction
    glyphs: tuple[Glyph, ...]
    ink: Ink
    width: Length
    tag: TagId | None = None


class Path(Struct, frozen=True):
    """An outline with a fill, a stroke, or both (fill first). Fill is non-zero."""

    outline: Outline
    fill: Ink | None = None
    stroke: Stroke | None = None
    tag: TagId | None = None


class Image(Struct, frozen=True):
    """A raster image by digest, filling ``box``."""

    digest: str
    box: Rect
    tag: TagId | None = None


class PlacedPage(Struct, frozen=True):
    """A page of a foreign PDF, by digest: its bleed box fills ``box``. Only a PDF can hold it."""

    digest: str
    page: int
    box: Rect
    tag: TagId | None = None


class Link(Struct, frozen=True):
    """An area that opens ``target`` on screen; no ink."""

    box: Rect
    target: str
    tag: TagId | None = None


class Group(Struct, frozen=True):
    """Nodes under one transform and, where wanted, one clip (in the group's own space)."""

    nodes: tuple[Node, ...]
    transform: Transform = IDENTITY
    clip: Outline | None = None


class Use(Struct, frozen=True):
    """A symbol placed once more: an SVG ``use``, a PDF form object."""

    symbol: str
    transform: Transform = IDENTITY
    tag: TagId | None = None


Node: TypeAlias = GlyphRun | Path | Image | PlacedPage | Link | Group | Use


class Symbol(Struct, frozen=True):
    """Nodes drawn in many places: a motif, a common back. ``box`` bounds its ink."""

    id: str
    nodes: tuple[Node, ...]
    box: Rect


class StructNode(Struct, frozen=True):
    """One element of the reading order; ``role`` is a PDF structure type (H1, P, Figure).

    ``tags`` are the page nodes it owns, ``alt`` replaces ink that has no words.
    ``entry`` names the content text or item it came from.
    """

    role: str
    lang: str = ""
    alt: str = ""
    tags: tuple[TagId, ...] = ()
    kids: tuple[StructNode, ...] = ()
    entry: str = ""


class PlacedCredit(Struct, frozen=True):
    """Where a credit stands, what it has to say, and what it must not lose.

    ``text`` is the whole line as content gives it; ``protected`` the names in it that no
    one may change; ``minimum`` the smallest printed size.
    """

    page: int
    tag: TagId
    text: str
    protected: tuple[str, ...]
    minimum: Length


class Page(Struct, frozen=True):
    """One page. ``bleed`` is an outset of the trim, ``safe`` an inset of it.

    ``slug`` is an outset of the bleed, where printer's marks stand; the medium ends with it.
    """

    id: str
    trim: Size
    nodes: tuple[Node, ...]
    bleed: Sides = Sides()
    safe: Sides = Sides()
    label: str = ""
    slug: Sides = Sides()

    @property
    def paper(self) -> Rect:
        """The trim, in the page's own space."""
        return Rect(0, 0, self.trim.width, self.trim.height)

    @property
    def bleed_box(self) -> Rect:
        return self.paper.outset(self.bleed)

    @property
    def medium(self) -> Rect:
        return self.bleed_box.outset(self.slug)


class Metadata(Struct, frozen=True):
    title: str
    lang: str
    direction: Direction = "ltr"
    subject: str = ""
    author: str = ""
    keywords: tuple[str, ...] = ()
    version: str = ""
    credit: str = ""
    source_url: str = ""
    contributors: tuple[str, ...] = ()  # who translated and adapted
    rights: str = ""  # the credit, its chain and the permission, in ``lang``
    original: str = ""  # the credit as its owners wrote it, where ``credit`` is a translation
    original_lang: str = ""
    date: str = ""  # of the content, as it gives it: "2026-11"


class Frame(Struct, frozen=True):
    """A named area of a page, for the proof overlay; never inked in a product."""

    page: int
    name: str
    box: Rect


class Scene(Struct, frozen=True):
    """A whole product: pages, the symbols they share, and their structure."""

    pages: tuple[Page, ...]
    metadata: Metadata
    symbols: tuple[Symbol, ...] = ()
    structure: tuple[StructNode, ...] = ()
    credits: tuple[PlacedCredit, ...] = ()
    frames: tuple[Frame, ...] = ()
