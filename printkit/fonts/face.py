"""One font at one place on its axes: shaping, metrics, outlines, subsets.

The only door to HarfBuzz. Everything is in the font's own units with y upward; nothing
is rounded to a page before a renderer writes it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Container, Iterable, Mapping
from functools import cache
from typing import Any, Final, Literal, NamedTuple, TypeAlias

import uharfbuzz as hb
from msgspec import Struct

from printkit.scene.model import Direction, FontKey, Glyph

FontSegment: TypeAlias = (
    tuple[Literal["M"], float, float]
    | tuple[Literal["L"], float, float]
    | tuple[Literal["Q"], float, float, float, float]
    | tuple[Literal["C"], float, float, float, float, float, float]
    | tuple[Literal["Z"]]
)
"""One step of a glyph's outline in font units, y upward: handles first, then the end."""

KEPT_TABLES: Final = frozenset({"glyf", "loca", "head", "hhea", "hmtx", "maxp"})
"""What a PDF needs of a TrueType font whose text is already shaped."""

_UNSAFE: Final = hb.GlyphFlags.UNSAFE_TO_BREAK.value

# Format characters that are drawn: number signs that stretch under digits.
_INKED_FORMATS: Final = frozenset(
    {*range(0x600, 0x606), 0x6DD, 0x70F, 0x890, 0x891, 0x8E2, 0x110BD, 0x110CD}
)

_AXIS_TABLES: Final = frozenset({"fvar", "gvar", "avar", "HVAR"})


class Shaped(NamedTuple):
    """One glyph as shaping leaves it; text cut before an ``unsafe`` one is shaped anew."""

    gid: int
    cluster: int
    x_advance: int
    x_offset: int
    y_offset: int
    unsafe: bool


class SubsetFont(Struct, frozen=True):
    """A few glyphs of a font as TrueType tables, every axis pinned.

    ``gid_map`` gives the new id of each glyph asked for, and of the parts it is made of.
    """

    tables: Mapping[str, bytes]
    gid_map: Mapping[int, int]
    glyph_count: int


class Face:
    """A TrueType font. ``data`` is the whole file; ``key`` says where on its axes."""

    def __init__(self, data: bytes, key: FontKey) -> None:
        self.key = key
        self._face = hb.Face(hb.Blob(data))
        if "glyf" not in self._face.table_tags:
            raise ValueError("it has no TrueType outlines (no glyf table)")
        self._font = hb.Font(self._face)
        if key.axes:
            self._font.set_variations(dict(key.axes))
        self.upem: int = self._face.upem
        box = self._font.get_font_extents("ltr")
        self.ascender: int = box.ascender
        self.descender: int = box.descender
        cap = self._font.get_metric_position(hb.OTMetricsTag.CAP_HEIGHT)
        self.cap_height: int = cap or round(self.ascender * 0.7)
        self._unicodes: frozenset[int] = frozenset(self._face.unicodes)
        self._covered: dict[str, bool] = {}
        self._extents: dict[int, tuple[int, int, int, int] | None] = {}

    @property
    def ps_name(self) -> str:
        """The PostScript name of this instance, ``AnekDevanagari-Bold``."""
        return self.key.name

    # ---- coverage

    def _covers(self, character: str) -> bool:
        known = self._covered.get(character)
        if known is None:
            known = self._covered[character] = _covered(character, self._unicodes)
        return known

    def covers(self, text: str) -> bool:
        """Return whether every character can be inked, directly or through its parts."""
        return all(map(self._covers, text))

    def missing(self, text: str) -> tuple[str, ...]:
        """Return the characters the font lacks, each once, in the order of the text."""
        return tuple(dict.fromkeys(c for c in text if not self._covers(c)))

    # ---- shaping

    def shape_raw(
        self,
        text: str,
        *,
        script: str,
        lang: str,
        direction: Direction,
        features: Mapping[str, bool] | None = None,
        ends: Container[int] = (),
    ) -> list[Shaped]:
        """Shape ``text`` and return its glyphs from left to right.

        Clusters are indices into ``text``: whole graphemes left to right, so that a
        syllable of Devanagari stays one; characters right to left, where joined letters
        have to be told apart. ``ends`` are the indices where a line may be cut: only there
        is it asked whether that is safe.
        """
        buffer = hb.Buffer()
        buffer.add_str(text)
        buffer.direction = direction
        buffer.script = script
        buffer.language = lang
        buffer.cluster_level = (
            hb.BufferClusterLevel.MONOTONE_GRAPHEMES
            if direction == "ltr"
            else hb.BufferClusterLevel.MONOTONE_CHARACTERS
        )
        hb.shape(self._font, buffer, dict(features) if features else None)
        found: list[Shaped] = []
        for info, at in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
            cluster = info.cluster
            unsafe = cluster in ends and bool(info.flags.value & _UNSAFE)
            found.append(
                Shaped(info.codepoint, cluster, at.x_advance, at.x_offset, at.y_offset, unsafe)
            )
        return found

    def shape(
        self, text: str, *, script: str, lang: str, direction: Direction
    ) -> tuple[Glyph, ...]:
        """Shape ``text`` and return its glyphs from left to right, as a scene holds them."""
        shaped = self.shape_raw(text, script=script, lang=lang, direction=direction)
        return tuple(Glyph(*glyph[:5]) for glyph in shaped)

    # ---- glyphs

    def advance(self, gid: int) -> int:
        return int(self._font.get_glyph_h_advance(gid))

    def extents(self, gid: int) -> tuple[int, int, int, int] | None:
        """Return the ink's box (x_min, y_min, x_max, y_max), or None for no ink."""
        try:
            return self._extents[gid]
        except KeyError:
            box = self._font.get_glyph_extents(gid)
        found = None
        if box and box.width and box.height:
            right, bottom = box.x_bearing + box.width, box.y_bearing + box.height
            found = (box.x_bearing, bottom, right, box.y_bearing)
        self._extents[gid] = found
        return found

    def outline(self, gid: int) -> tuple[FontSegment, ...]:
        """Return the glyph's outline; overlapping contours are filled non-zero."""
        segments: list[FontSegment] = []
        self._font.draw_glyph(gid, _recorder(), segments)
        return tuple(segments)

    def subset(self, gids: Iterable[int]) -> SubsetFont:
        """Return a font of ``gids``, .notdef and their parts, axes pinned, without hints."""
        wanted = hb.SubsetInput()
        wanted.glyph_set.update({0, *gids})
        wanted.flags = (
            hb.SubsetFlags.NO_HINTING
            | hb.SubsetFlags.NOTDEF_OUTLINE
            | hb.SubsetFlags.NO_LAYOUT_CLOSURE
            | hb.SubsetFlags.NO_BIDI_CLOSURE
        )
        drop = wanted.drop_table_tag_set
        for tag in self._face.table_tags:
            if tag not in KEPT_TABLES and tag not in _AXIS_TABLES:
                drop.add(int.from_bytes(tag.encode(), "big"))
        pinned = dict(self.key.axes)
        for axis in self._face.axis_infos:
            if axis.tag in pinned:
                wanted.pin_axis_location(self._face, axis.tag, pinned[axis.tag])
            else:
                wanted.pin_axis_to_default(self._face, axis.tag)
        plan = hb.SubsetPlan(self._face, wanted)
        small = plan.execute()
        return SubsetFont(
            tables={
                tag: bytes(small.reference_table(tag).data)
                for tag in sorted(small.table_tags)
                if tag in KEPT_TABLES
            },
            gid_map=dict(plan.old_to_new_glyph_mapping.items()),
            glyph_count=small.glyph_count,
        )


@cache
def script_of(character: str) -> str:
    """Return the ISO 15924 script of a character; ``Zyyy`` for those many scripts share."""
    buffer = hb.Buffer()
    buffer.add_str(character)
    buffer.guess_segment_properties()
    return str(buffer.script or "Zyyy")


def _covered(character: str, unicodes: frozenset[int]) -> bool:
    if ord(character) in unicodes:
        return True
    category = unicodedata.category(character)
    # Joiners and the like leave no ink; HarfBuzz makes every space from U+0020.
    if category == "Cf":
        return ord(character) not in _INKED_FORMATS
    if category == "Zs" and 0x20 in unicodes:
        return True
    if unicodedata.name(character, "").startswith("VARIATION SELECTOR"):
        return True
    parts = unicodedata.normalize("NFD", character)
    return parts != character and all(ord(part) in unicodes for part in parts)


def _number(value: float) -> float:
    """Return whole numbers as int: they are written shorter, and equal in every build."""
    return int(value) if value == int(value) else round(value, 2)


@cache
def _recorder() -> Any:
    """Return draw functions that append segments to the list they are given."""
    draw = hb.DrawFuncs()

    def move(x: float, y: float, to: list[FontSegment]) -> None:
        to.append(("M", _number(x), _number(y)))

    def line(x: float, y: float, to: list[FontSegment]) -> None:
        to.append(("L", _number(x), _number(y)))

    def quadratic(x1: float, y1: float, x: float, y: float, to: list[FontSegment]) -> None:
        to.append(("Q", _number(x1), _number(y1), _number(x), _number(y)))

    def cubic(
        x1: float, y1: float, x2: float, y2: float, x: float, y: float, to: list[FontSegment]
    ) -> None:
        to.append(("C", _number(x1), _number(y1), _number(x2), _number(y2), _number(x), _number(y)))

    def close(to: list[FontSegment]) -> None:
        to.append(("Z",))

    draw.set_move_to_func(move)
    draw.set_line_to_func(line)
    draw.set_quadratic_to_func(quadratic)
    draw.set_cubic_to_func(cubic)
    draw.set_close_path_func(close)
    return draw
