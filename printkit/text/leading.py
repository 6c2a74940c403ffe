"""Heights of a style's lines, and how near two lines may come before their inks touch."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import floor, inf
from typing import Final, NamedTuple, TypeAlias

from printkit.fonts.face import Face
from printkit.locales.model import Locale
from printkit.scene.model import Align, Direction, FontKey
from printkit.text.shaping import ShapedLine

GAP: Final = 0.03
"""The least white between the inks of neighbouring lines, in em."""

NASTALIQ_GAP: Final = 0.1
"""The same for Nastaliq, whose steep words reach far into the line above."""

NASTALIQ_REACH: Final = 2
"""So many columns to either side are looked at too: bowls and heads pass side by side."""

COLUMNS: Final = 16
"""To the em: the inks of neighbouring lines are compared column by column."""

_Ink: TypeAlias = dict[int, tuple[float, float]]
_Pair: TypeAlias = tuple[int, int, float, float]

# Letters that reach as high and as low as a text of the script usually does, and one that
# stands as tall as a capital. Fonts' own ascents are made for stacks no poster has.
_LETTERS: Final = {
    "Latn": ("ÅÉhgpjy", "H"),
    "Cyrl": ("ЙБдруф", "Н"),
    "Grek": ("ΆΏβφξγ", "Η"),
    "Deva": ("र्की में हुं द्ध क्रू", "क"),
    "Beng": ("র্কি টি চৌ কু দ্ধ", "ক"),
    "Guru": ("ਕੀ ਮੈਂ ਹੂੰ ਪ੍ਰ", "ਕ"),
    "Gujr": ("ર્કી મેં હું દ્ધ ક્રૂ", "ક"),
    "Orya": ("ର୍କି ମୈଁ ହୁ ଦ୍ଧ ସ୍ତୁ", "କ"),
    "Taml": ("கீ ளி கூ ழு து று", "க"),
    "Telu": ("కీ మై క్రూ స్త్ర డ్డు", "క"),
    "Knda": ("ಕೀ ಮೈ ಕ್ರೂ ಸ್ತ್ರ ಡ್ಡು", "ಕ"),
    "Mlym": ("കീ മൈ ക്രൂ ക്യ ണ്ണ", "ക"),
    "Arab": ("آ أ إ كي لج ع گاؤ", "ا"),
    "Aran": ("آ کے لیٹر ہج ٹی گاؤ", "ا"),
    "Thai": ("ที่ อื่ ปู่ ผู้ ใจ", "ก"),
}


class LineBox(NamedTuple):
    """In em and positive: above the baseline, below it, and the height of a capital."""

    ascent: float
    descent: float
    cap: float


def line_box(face: Face, locale: Locale) -> LineBox:
    """Return the line box of a style, the same for every text set in it."""
    tall, capital = _LETTERS.get(locale.hand, ("", ""))
    if not face.covers(tall) or not tall:
        return LineBox(
            face.ascender / face.upem, -face.descender / face.upem, face.cap_height / face.upem
        )
    top, bottom = _ink(face, tall, locale)
    return LineBox(top, -bottom, _ink(face, capital, locale)[0])


def _ink(face: Face, text: str, locale: Locale) -> tuple[float, float]:
    tops, bottoms = [0], [0]
    for glyph in face.shape(
        text, script=locale.script, lang=locale.tag, direction=locale.direction
    ):
        box = face.extents(glyph.gid)
        if box:
            tops.append(box[3] + glyph.y_offset)
            bottoms.append(box[1] + glyph.y_offset)
    return max(tops) / face.upem, min(bottoms) / face.upem


class Leading:
    """Measures how near two lines may come; remembers them and the inks of glyphs."""

    def __init__(self) -> None:
        self._glyphs: dict[tuple[FontKey, int, float], _Ink] = {}
        # By the identity of the lines, which are held so that it stays their own.
        self._pairs: dict[_Pair, tuple[ShapedLine, ShapedLine, float]] = {}

    def forget(self) -> None:
        """Let go of the lines that were compared."""
        self._pairs.clear()

    def least(
        self, lines: Sequence[ShapedLine], wanted: float, align: Align, direction: Direction
    ) -> float:
        """Return ``wanted``, or more where inks would come nearer than they may; all in em.

        ``align`` and ``direction`` say how the lines stand above one another.
        """
        found = wanted
        for upper, lower in pairwise(lines):
            steep = _nastaliq(upper) and _nastaliq(lower)
            gap = NASTALIQ_GAP if steep else GAP
            if lower.top - upper.bottom + gap <= found:
                continue  # enough wherever the letters stand
            room = lower.width - upper.width
            if align == "centre":
                shift = room / 2
            else:
                shift = 0.0 if (align == "start") == (direction == "ltr") else room
            pair = (id(upper), id(lower), shift, wanted)
            known = self._pairs.get(pair)
            if known is None:
                near = self._near(upper, lower, shift, wanted, steep)
                known = self._pairs[pair] = (upper, lower, near)
            found = max(found, known[2])
        return found

    def _near(
        self, upper: ShapedLine, lower: ShapedLine, shift: float, wanted: float, steep: bool
    ) -> float:
        """Return the least leading of two lines, or ``wanted`` where that is enough."""
        gap, reach = (NASTALIQ_GAP, NASTALIQ_REACH) if steep else (GAP, 0)
        deep = self._ink(upper, shift, below=lower.top + gap - wanted)
        tall = self._ink(lower, 0.0, above=upper.bottom - gap + wanted)
        near = [
            tall[beside][1] - ink[0]
            for column, ink in deep.items()
            for beside in range(column - reach, column + reach + 1)
            if beside in tall
        ]
        return max(wanted, max(near) + gap) if near else wanted

    def _ink(
        self, line: ShapedLine, shift: float, *, below: float = -inf, above: float = inf
    ) -> _Ink:
        """Return the ink by column of those glyphs that reach below or above a height.

        The line is moved right by ``shift``; all in em.
        """
        found: _Ink = {}
        pen = shift
        for run in line.runs:
            em = run.unit
            for glyph in run.glyphs:
                at = pen + glyph.x_offset * em
                pen += glyph.x_advance * em
                box = run.face.extents(glyph.gid)
                rise = glyph.y_offset * em
                if not box or (box[1] * em + rise >= below and box[3] * em + rise <= above):
                    continue
                first = floor(at * COLUMNS)
                for column, (low, high) in self._glyph(run.face, glyph.gid, em).items():
                    low += rise
                    high += rise
                    # A glyph stands between two columns, so its ink counts in both.
                    for place in (first + column, first + column + 1):
                        old = found.get(place)
                        if old is None:
                            found[place] = (low, high)
                        elif low < old[0] or high > old[1]:
                            found[place] = (min(low, old[0]), max(high, old[1]))
        return found

    def _glyph(self, face: Face, gid: int, em: float) -> _Ink:
        ink = self._glyphs.get((face.key, gid, em))
        if ink is None:
            ink = self._glyphs[face.key, gid, em] = _glyph_ink(face, gid, em)
        return ink


def _nastaliq(line: ShapedLine) -> bool:
    return any("Nastaliq" in run.face.key.name for run in line.runs)


def _glyph_ink(face: Face, gid: int, em: float) -> _Ink:
    """Return the lowest and highest ink by column, in em, from the outline and its handles."""
    found: _Ink = {}
    step = 1 / (em * COLUMNS)
    x0 = y0 = 0.0
    for segment in face.outline(gid):
        points: tuple[float, ...] = segment[1:]
        if segment[0] == "M":
            x0, y0 = points
            continue
        for x1, y1 in zip(points[::2], points[1::2], strict=True):
            for column, low, high in _crossed(x0, y0, x1, y1, step):
                old = found.get(column, (inf, -inf))
                found[column] = (min(old[0], low * em), max(old[1], high * em))
            x0, y0 = x1, y1
    return found


def _crossed(
    x0: float, y0: float, x1: float, y1: float, step: float
) -> Iterator[tuple[int, float, float]]:
    """Yield each column a straight line crosses, with its lowest and highest place there."""
    left, right = (x0, x1) if x0 <= x1 else (x1, x0)
    first, last = floor(left / step), floor(right / step)
    for column in range(first, last + 1):
        if first == last:
            ends = (y0, y1)
        else:
            slope = (y1 - y0) / (x1 - x0)
            start = max(column * step, left)
            end = min((column + 1) * step, right)
            ends = (y0 + slope * (start - x0), y0 + slope * (end - x0))
        yield column, min(ends), max(ends)
