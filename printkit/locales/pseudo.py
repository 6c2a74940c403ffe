"""Pseudo-locales: English made longer (``en-XA``) or turned around (``ar-XB``), by rule.

They show what a translation will meet before there is one: a frame too small for another
language, a page that does not mirror, a text that no translator was given. Placeholders,
inline markup, names that stay letter for letter, and line breaks are left whole.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Final

PSEUDO: Final = ("en-XA", "ar-XB")

_ACCENTS: Final = str.maketrans(
    "AaCcDdEeGgHhIiJjKkLlNnOoRrSsTtUuWwYyZz", "ÅåÇçĎďÉéĜĝĤĥÎîĴĵĶķĻļÑñÖöŔŕŠšŢţÛûŴŵÝýŽž"
)
_FILLER: Final = ("öñé", "ţŵö", "ţĥŕéé", "föûŕ", "fîvé", "šîx", "šévéñ", "éîĝĥţ", "ñîñé", "ţéñ")
_FACTORS: Final = ((10, 2.0), (20, 1.7))  # short texts grow most, as they do in translation
_LONG: Final = 1.4
_RLO, _PDF = "\u202e", "\u202c"
_FSI, _PDI = "\u2068", "\u2069"


def pseudo(text: str, tag: str, protected: Sequence[str] = ()) -> str:
    """Return an English text as the pseudo-locale ``tag`` says it.

    ``protected`` are names that stay as they are. Raises KeyError for any other tag.
    """
    maker = {"en-XA": _longer, "ar-XB": _turned}[tag]
    return maker(text, protected) if text.strip() else text


def _longer(text: str, protected: Sequence[str]) -> str:
    letters = 0

    def stretch(word: str) -> str:
        nonlocal letters
        letters += len(word)
        return re.sub("([aeiouyAEIOUY])", lambda m: m[1] + m[1].lower(), word)

    stretched = _mapped(text, protected, stretch)
    factor = next((factor for most, factor in _FACTORS if letters <= most), _LONG)
    accented = _mapped(stretched, protected, lambda word: word.translate(_ACCENTS))
    wanted = len(text) + round(letters * (factor - 1))
    body, end = accented.rstrip(), accented[len(accented.rstrip()) :]
    number = 0
    while len(body) + 2 < wanted:
        body += f" {_FILLER[number % len(_FILLER)]}"
        number += 1
    return f"[{body}]{end}"


def _turned(text: str, protected: Sequence[str]) -> str:
    # A word at a time, so that lines still break; what has digits runs as they do.
    def turn(word: str) -> str:
        if word.isdigit():
            return word
        has_digits = any(map(str.isdigit, word))
        return f"{_FSI}{word}{_PDI}" if has_digits else f"{_RLO}{word}{_PDF}"

    return "".join(
        turn(part) if own else f"{_FSI}{part}{_PDI}" if part in protected else part
        for part, own in _words(text, protected)
    )


def _mapped(text: str, protected: Sequence[str], change: Callable[[str], str]) -> str:
    return "".join(change(part) if own else part for part, own in _words(text, protected))


def _words(text: str, protected: Sequence[str]) -> Iterator[tuple[str, bool]]:
    """Yield the parts of a text in order, and whether each is a word to be changed."""
    names = sorted(protected, key=len, reverse=True)
    kept = [*map(re.escape, names), r"\{[^{}]*\}", r"\\[\\*]", r"\*+", r"\s+"]
    end = 0
    for match in re.finditer("|".join(kept), text):
        if match.start() > end:
            yield text[end : match.start()], True
        yield match.group(), False
        end = match.end()
    if end < len(text):
        yield text[end:], True
