"""A paragraph shaped once, in em, so that it can be broken at any width and size for little.

Widths come from running sums of the advances. Glyphs of a line are taken from the whole
paragraph's; only where a line ends inside a ligature, a kern or a joined word is the rest
of that item shaped anew.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Container, Sequence
from functools import lru_cache

from msgspec import Struct, field

from printkit.fonts.face import Face, Shaped
from printkit.fonts.library import COMPANION, FontLibrary
from printkit.scene.model import Direction, Glyph
from printkit.text import bidi
from printkit.text.breaking import SOFT_HYPHEN, Break, kept_whole, line_breaks
from printkit.text.itemize import Item, itemize

# Letters set apart must not be joined in one place and apart in the next.
_UNJOINED = {"liga": False, "clig": False}


# The same letter stands at the same place in many lines: it is made once.
_glyph = lru_cache(maxsize=1 << 16)(Glyph)


class Run(Struct, frozen=True):
    """A glyph run without a size: heights in em, upward; ``advance`` in font units.

    Its letters are ``scale`` times as large as the line's.
    """

    face: Face
    text: str
    direction: Direction
    glyphs: tuple[Glyph, ...]
    advance: int
    top: float
    bottom: float
    scale: float = 1.0

    @property
    def unit(self) -> float:
        """One unit of the font in em of the line."""
        return self.scale / self.face.upem


class ShapedLine(Struct, frozen=True):
    """A line without a size: its runs from left to right; lengths in em, heights upward."""

    text: str
    runs: tuple[Run, ...]
    width: float
    top: float
    bottom: float


class _Piece(Struct, frozen=True):
    """An item and its glyphs. ``cuts`` are the offsets where a line may cut them apart."""

    item: Item
    face: Face
    glyphs: list[Shaped]
    cuts: frozenset[int]


class ShapedParagraph(Struct):
    """One paragraph; ``sums[i]`` is the width in em of the first ``i`` characters.

    ``last_space[i]`` is the tracking after character ``i - 1``, which a line that ends
    there does not have. ``missing`` names the characters no font has.
    """

    text: str
    breaks: tuple[Break, ...]
    missing: tuple[str, ...]
    _lang: str
    _tracking: float
    _pieces: list[_Piece] = field(default_factory=list)
    sums: list[float] = field(default_factory=list)
    last_space: list[float] = field(default_factory=list)
    _lines: dict[tuple[int, int], ShapedLine] = field(default_factory=dict)

    def width(self, start: int, end: int) -> float:
        """Return the width of a line in em, as measured before its ends are shaped."""
        if end <= start:
            return 0.0
        return self.sums[end] - self.sums[start] - self.last_space[end]

    def line(self, start: int, end: int) -> ShapedLine:
        """Return the line of the characters ``[start, end)``."""
        found = self._lines.get((start, end))
        if found is None:
            found = self._lines[start, end] = self._line(start, end)
        return found

    def _line(self, start: int, end: int) -> ShapedLine:
        first = bisect_right(self._pieces, start, key=lambda piece: piece.item.end)
        after = bisect_left(self._pieces, end, key=lambda piece: piece.item.start)
        within = self._pieces[first:after]
        order = bidi.visual_order([p.item.level for p in within])
        runs = tuple(self._run(within[i], start, end) for i in order)
        return ShapedLine(
            self.text[start:end],
            runs,
            sum(run.advance * run.unit for run in runs),
            max((run.top for run in runs), default=0.0),
            min((run.bottom for run in runs), default=0.0),
        )

    def _run(self, piece: _Piece, start: int, end: int) -> Run:
        item, face = piece.item, piece.face
        unit = item.scale / face.upem
        first, after = max(start, item.start), min(end, item.end)
        text = self.text[first:after]
        inked = text
        if after == end < len(self.text) and text.endswith(SOFT_HYPHEN) and face.covers("-"):
            inked = f"{text[:-1]}-"  # the text keeps its soft hyphen, so that it can be searched
        if inked != text or not ({first, after} <= piece.cuts):
            raw = _shape(face, inked, item, self._lang, self._tracking)
            shift = 0
        else:
            shift = first - item.start
            raw = _between(piece.glyphs, shift, after - item.start, item.direction)
        spare = round(self.last_space[end] / unit) if after == end else 0
        if spare and raw:
            raw = [*raw[:-1], raw[-1]._replace(x_advance=raw[-1].x_advance - spare)]
        advance = top = bottom = 0
        glyphs: list[Glyph] = []
        for gid, cluster, x_advance, x_offset, y_offset, _ in raw:
            glyphs.append(_glyph(gid, cluster - shift, x_advance, x_offset, y_offset))
            advance += x_advance
            box = face.extents(gid)
            if box:
                top = max(top, box[3] + y_offset)
                bottom = min(bottom, box[1] + y_offset)
        return Run(
            face=face,
            text=text,
            direction=item.direction,
            glyphs=tuple(glyphs),
            advance=advance,
            top=top * unit,
            bottom=bottom * unit,
            scale=item.scale,
        )


def shape_paragraph(
    text: str,
    weights: Sequence[tuple[int, int]],
    *,
    fonts: FontLibrary,
    role: str,
    hand: str,
    lang: str,
    direction: Direction,
    tracking: float,
    names: Sequence[str] = (),
) -> ShapedParagraph:
    """Shape ``text``, which holds no forced break; ``weights`` are pairs (end, weight).

    No line ends inside one of ``names``.
    """
    levels = bidi.resolve(text, 1 if direction == "rtl" else 0).levels
    items = itemize(text, levels, weights, fonts=fonts, role=role, hand=hand)
    missing = tuple(dict.fromkeys(c for item in items for c in item.missing))
    breaks = kept_whole(text, line_breaks(text, lang), names) if text else ()
    paragraph = ShapedParagraph(text, breaks, missing, lang, tracking)
    if missing:
        return paragraph
    advances = [0.0] * len(text)
    paragraph.last_space = [0.0] * (len(text) + 1)
    ends = sorted({place for found in breaks for place in found})
    for item in items:
        assert item.key is not None
        face = fonts.face(item.key)
        unit = item.scale / face.upem
        cuttable = set(ends[bisect_left(ends, item.start) : bisect_right(ends, item.end)])
        within = {place - item.start for place in cuttable}
        glyphs = _shape(face, text[item.start : item.end], item, lang, tracking, within)
        for glyph in glyphs:
            advances[item.start + glyph.cluster] += glyph.x_advance * unit
            if not glyph.gid:  # .notdef: whatever coverage said, it must not be inked
                paragraph.missing += (text[item.start + glyph.cluster],)
        clusters = {item.start + g.cluster for g in glyphs}
        unsafe = {item.start + g.cluster for g in glyphs if g.unsafe}
        cuts = (clusters & cuttable) - unsafe | {item.start, item.end}
        paragraph._pieces.append(_Piece(item, face, glyphs, frozenset(cuts)))
        if _tracked(item, tracking):
            space = round(tracking * face.upem) * unit
            paragraph.last_space[item.start + 1 : item.end + 1] = [space] * (item.end - item.start)
    total = 0.0
    paragraph.sums = [0.0]
    for advance in advances:
        total += advance
        paragraph.sums.append(total)
    return paragraph


def _between(glyphs: list[Shaped], first: int, after: int, direction: Direction) -> list[Shaped]:
    """Return the glyphs of the clusters from ``first`` up to ``after``."""
    if direction == "ltr":
        start = bisect_left(glyphs, first, key=lambda glyph: glyph.cluster)
        return glyphs[start : bisect_left(glyphs, after, key=lambda glyph: glyph.cluster)]
    start = bisect_right(glyphs, -after, key=lambda glyph: -glyph.cluster)
    return glyphs[start : bisect_right(glyphs, -first, key=lambda glyph: -glyph.cluster)]


def _tracked(item: Item, tracking: float) -> bool:
    """Only Latin is tracked: it would tear the head line of Devanagari and the joins of Urdu."""
    return bool(tracking) and item.script == COMPANION and item.direction == "ltr"


def _shape(
    face: Face, text: str, item: Item, lang: str, tracking: float, ends: Container[int] = ()
) -> list[Shaped]:
    apart = _tracked(item, tracking)
    glyphs = face.shape_raw(
        text,
        script=item.script,
        lang=lang,
        direction=item.direction,
        features=_UNJOINED if apart else None,
        ends=ends,
    )
    if not apart:
        return glyphs
    space = round(tracking * face.upem)
    return [
        glyph._replace(x_advance=glyph.x_advance + space)
        if i + 1 == len(glyphs) or glyphs[i + 1].cluster != glyph.cluster
        else glyph
        for i, glyph in enumerate(glyphs)
    ]
