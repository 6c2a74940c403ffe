"""Where things stand and how type is set, solved for one size, script and theme."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from msgspec import Struct, field

from printkit.content.model import Op
from printkit.geometry import Rect, Sides, Size
from printkit.scene.model import Ink, Style
from printkit.units import Length, mm

LineStyle = Literal["solid", "cased", "beaded", "dashed", "triple", "ticked"]
MarkerShape = Literal["circle", "square", "triangle", "diamond", "pentagon", "plus"]


class AreaInks(Struct, frozen=True):
    """What tells one area from another, in colour and without it."""

    thread: Ink
    tint: Ink
    tone: Ink  # text of the area's colour on paper
    on: Ink  # text on the thread's colour
    line: LineStyle
    marker: MarkerShape


class Motif(Struct, frozen=True):
    """A drawing of the visual alphabet: box 100 x 60, the thread at y = 30."""

    name: str
    ops: tuple[Op, ...]
    simple: tuple[Op, ...]  # for thin threads; the same as ops where none is drawn
    mirror: bool = True


class Format(Struct, frozen=True):
    """A paper or a card by name."""

    id: str  # "A1", "letter", "70x120", "poker"
    label: str
    size: Size
    kind: Literal["paper", "card"]
    bleed: Length
    safe: Length
    radius: Length = 0


class Theme(Struct, frozen=True):
    """A variant: inks are in the layout already; these say what changes shape."""

    id: str
    label: str
    heart: Literal["flood", "outline"]  # the band filled, or ruled
    backs: Literal["flood", "bar"]  # card backs filled, or with a bar of colour
    keyline: Length  # ink line outside every thread; 0 for none
    type_scale: float  # body text factor (large print)


class FrameBox(Struct, frozen=True):
    """A frame with its edges solved. Boxes are as for left-to-right; engines mirror."""

    name: str
    box: Rect
    style: str = ""
    text: str = ""  # template of a generic frame: "{guide.title}"
    role: str = ""  # structure type of a generic frame
    settings: Mapping[str, Any] | None = None  # keys the engine asked for (EngineSchema.frame)
    face: str = ""  # frames of different faces (pages, sides) never meet


class EngineSchema(Struct, frozen=True):
    """What an engine asks of its layout file; unknown keys elsewhere are errors.

    ``settings`` and ``tier`` map a key to the kind of its value. ``frames`` and
    ``styles`` must be present; a layout without its ``credit`` frame never loads. Lengths
    and numbers must be given, flags and texts may be left out. ``frame`` are the engine's
    own keys of a frame, all of them optional.
    """

    settings: Mapping[str, Literal["length", "number", "integer", "text", "flag", "lengths"]]
    frames: tuple[str, ...]
    styles: tuple[str, ...]
    optional_frames: tuple[str, ...] = ()
    optional_styles: tuple[str, ...] = ()
    tier: Mapping[str, Literal["length", "number", "integer", "text", "flag"]] | None = None
    credit: str = "credit"
    frame: Mapping[
        str, Literal["length", "number", "integer", "text", "flag", "ink", "style"]
    ] = field(default_factory=dict)


class Tier(Struct, frozen=True):
    """One step of a layout's ladder of densities; styles of the tier win over the layout's."""

    name: str
    values: Mapping[str, float]  # lengths in EMU on this page, numbers as they are
    styles: Mapping[str, Style]


class Layout(Struct, frozen=True):
    """One layout file, solved: every length is in EMU as printed on this page.

    Layouts are drawn on a page ``design width`` wide; ``scale`` is this page's width over
    that, and sizes, frames and settings have been multiplied by it already.
    """

    name: str
    engine: str
    file: str
    format: Format
    page: Size
    scale: float
    theme: Theme
    inks: Mapping[str, Ink]
    areas: tuple[AreaInks, ...]
    frames: Mapping[str, FrameBox]
    styles: Mapping[str, Style]
    values: Mapping[str, float]
    texts: Mapping[str, str]
    tiers: tuple[Tier, ...]
    motifs: Mapping[str, Motif]
    script: Mapping[str, float]  # this script's settings: offsets (EMU, scaled) and factors
    safe: Sides = Sides()
    lists: Mapping[str, tuple[Length, ...]] = field(default_factory=dict)  # kind "lengths"
    label: str = ""

    def mm(self, value: float) -> Length:
        """Return ``value`` design millimetres on this page."""
        return round(mm(1) * value * self.scale)

    def box(self, name: str) -> Rect:
        return self.frames[name].box
