"""How many letters fit into so many lines: measured on a sample text that is really shaped."""

from __future__ import annotations

from bisect import bisect_right
from math import ceil
from typing import Final

from msgspec import Struct

from printkit.fonts.library import FontLibrary
from printkit.locales.model import Locale
from printkit.scene.model import Style
from printkit.text.breaking import letters
from printkit.text.shaping import shape_paragraph
from printkit.units import Length

SURE: Final = 0.05
"""Of all places where the sample may be begun, so many may hold fewer letters than told."""


class _Shaped(Struct, frozen=True):
    """The sample in a font and weight, widths in em. ``starts`` are its words' in letters."""

    sums: list[float]  # the width of the first so many letters
    starts: list[int]
    ends: list[int]  # where a line may end, in letters, white space left out
    nexts: list[int]  # and where the next one then begins


class Capacity:
    """Measures one sample text in any style, and remembers what it found."""

    def __init__(self, fonts: FontLibrary, locale: Locale, sample: str) -> None:
        self.fonts = fonts
        self.locale = locale
        self.sample = sample
        self._shapes: dict[tuple[str, int, float, int], _Shaped] = {}
        self._found: dict[tuple[object, ...], int] = {}

    def letters(self, style: Style, width: Length, lines: int) -> int:
        """Return about how many letters of the sample's language fit into ``lines`` lines.

        A text of very long words or wide letters may need more room all the same.
        """
        wanted = (style.font, style.weight, style.tracking, style.size, width, lines)
        if wanted not in self._found:
            self._found[wanted] = self._letters(style, width / style.size, lines)
        return self._found[wanted]

    def _letters(self, style: Style, limit: float, lines: int) -> int:
        if lines < 1 or not self.sample:
            return 0
        once = self._shape(style, 1)
        # From any start so many lines have to lie within the repeated sample.
        shaped = self._shape(style, 1 + ceil(lines * (limit + 3) / max(once.sums[-1], 1)))
        held = sorted(_held(shaped, start, limit, lines) for start in once.starts)
        return held[int(SURE * len(held))] if held else 0

    def _shape(self, style: Style, times: int) -> _Shaped:
        wanted = (style.font, style.weight, style.tracking, times)
        if wanted not in self._shapes:
            text = " ".join([self.sample] * times)
            shaped = shape_paragraph(
                text,
                [(len(text), style.weight)],
                fonts=self.fonts,
                role=style.font,
                hand=self.locale.hand,
                lang=self.locale.tag,
                direction=self.locale.direction,
                tracking=style.tracking,
            )
            offsets = [0, *letters(text, self.locale.tag)]
            number = {offset: n for n, offset in enumerate(offsets)}
            breaks = [b for b in shaped.breaks if b.end in number and b.next in number]
            starts = [0, *(number[b.next] for b in breaks if b.next < len(text))]
            self._shapes[wanted] = _Shaped(
                [shaped.sums[offset] for offset in offsets],
                starts,
                [number[b.end] for b in breaks],
                [number[b.next] for b in breaks],
            )
        return self._shapes[wanted]


def _held(shaped: _Shaped, start: int, limit: float, lines: int) -> int:
    """Return how many letters from ``start`` on fit; the last line may end within a word."""
    here = start
    for _ in range(lines - 1):
        # A line may also reach as far as a word that is followed by white space.
        last = bisect_right(shaped.sums, shaped.sums[here] + limit) - 1
        place = bisect_right(shaped.ends, last) - 1
        if place < 0 or shaped.nexts[place] <= here:  # a word wider than the line
            here = max(last, here + 1)
        else:
            here = shaped.nexts[place]
    return bisect_right(shaped.sums, shaped.sums[here] + limit) - 1 - start
