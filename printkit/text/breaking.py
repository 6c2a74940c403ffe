"""Where a line may end (UAX #14), and where a letter does (UAX #29), both by ICU.

ICU also knows where words end in Thai, Lao, Khmer and Burmese.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from icu4py.breakers import CharacterBreaker, LineBreaker

SOFT_HYPHEN: Final = "\u00ad"


class Break(NamedTuple):
    """A line may end at ``end``, its white space left out; the next begins at ``next``."""

    end: int
    next: int


def line_breaks(text: str, lang: str) -> tuple[Break, ...]:
    """Return every place where a line of ``text`` may end, the end of the text included.

    Offsets count characters. ``text`` is one paragraph, without a forced break.
    """
    offsets = [end for _, end in LineBreaker(text, lang.replace("-", "_")).segments()]
    if not text.isascii() and max(text) > "\uffff":
        characters = _from_utf16(text)
        offsets = [characters[offset] for offset in offsets]
    return tuple(Break(_without_space(text, at), at) for at in offsets)


def letters(text: str, lang: str = "") -> tuple[int, ...]:
    """Return where each letter of ``text`` ends, in characters.

    A letter is what readers take for one: a grapheme cluster, with its vowel signs, marks
    and, in Indic scripts, the consonants it is joined with. क्षे is one letter.
    """
    if text.isascii() and "\r" not in text:
        return tuple(range(1, len(text) + 1))
    offsets = [end for _, end in CharacterBreaker(text, lang.replace("-", "_")).segments()]
    if max(text) > "\uffff":
        characters = _from_utf16(text)
        offsets = [characters[offset] for offset in offsets]
    return tuple(offsets)


def letter_count(text: str, lang: str = "") -> int:
    """Return how many letters a reader counts in ``text``, spaces and points included."""
    return len(letters(text, lang))


def _without_space(text: str, end: int) -> int:
    # A no-break space stays: whoever wrote it means the room it takes.
    while end and text[end - 1] in " \t\u2002\u2003\u2009\u200b\u3000":
        end -= 1
    return end


def _from_utf16(text: str) -> dict[int, int]:
    """Map ICU's offsets, in UTF-16 units, to characters."""
    result = {0: 0}
    units = 0
    for index, character in enumerate(text, 1):
        units += 1 + (character > "\uffff")
        result[units] = index
    return result


def kept_whole(text: str, breaks: Sequence[Break], names: Iterable[str]) -> tuple[Break, ...]:
    """Return those of ``breaks`` that part none of ``names``: "Q community" stays on one line."""
    spans = [
        found.span()
        for name in names
        if name in text
        for found in re.finditer(re.escape(name), text)
    ]
    return tuple(one for one in breaks if not any(start < one.end < end for start, end in spans))
