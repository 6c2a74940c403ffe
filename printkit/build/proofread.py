"""Proofreading translations: what can be seen to be wrong without knowing the language."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import Final

from msgspec import Struct

from printkit.content.kit import KEYS, placeholders
from printkit.content.markup import plain, spans, unclosed
from printkit.content.words import REFUSED
from printkit.diagnostics import Diagnostic, Severity
from printkit.fonts.face import script_of
from printkit.locales.catalogue import Message, Unit
from printkit.locales.model import Locale

FOREIGN: Final = 0.4
"""Of the letters of a text, so large a part in Latin is a text that was not translated."""

LEFT: Final = 4
"""So many words of the source in a row are a sentence left inside, not a name."""

NAMES_OF_WORKS: Final = frozenset({"credit.line", "credit.short"})
"""Texts that name the source as it is called, in its own language and letters."""

_LONG: Final = (300, 5)  # letters, and times the source's: a text pasted by mistake
_URL: Final = re.compile(r"https?://\S+|\{[^{}]*\}")
_OPEN: Final = "\u2066\u2067\u2068"
_POP: Final = "\u2069"
_CLOSING: Final = "\"'“”‘’«»‹›)]}\u2069*_ \u200e\u200f"
_STOPS: Final = ".।॥۔。．｡։။"
_ENDS: Final = {
    "a question mark": "?؟;？՞",
    "an exclamation mark": "!！՜",
    "a colon": ":：",
    "a full stop": f"{_STOPS}!?؟…",
}
_UNPUNCTUATED: Final = frozenset({"Thai", "Laoo", "Khmr"})  # written without full stops


class _Finding(Struct, frozen=True):
    code: str
    message: str
    hint: str
    severity: Severity = Severity.ERROR


def read(
    unit: Unit, message: Message, locale: Locale, protected: Sequence[str], source_language: str
) -> tuple[str, tuple[Diagnostic, ...]]:
    """Return a translation as it is printed, and what is wrong with it.

    An error among the findings means that it must not be printed.
    """
    value = tidy(message.text, unit.source)
    found = [
        *_characters(value),
        *_markup(unit.source, value),
        *_placeholders(unit.key, unit.source, value),
        *_names(unit.source, value, protected),
        *(
            _language(unit.source, value, locale, protected, source_language)
            if unit.key not in NAMES_OF_WORKS
            else ()
        ),
        *_ending(unit.source, value, locale),
        *_length(unit.source, value),
    ]
    return value, tuple(
        Diagnostic(f.code, f.message, message.span, unit.key, f.hint, f.severity) for f in found
    )


def tidy(text: str, source: str) -> str:
    """Return a translation with its white space as the source's: line breaks only where it has."""
    text = unicodedata.normalize("NFC", text)
    if "\n" not in source:
        return " ".join(text.split())
    return "\n".join(line for part in text.split("\n") if (line := " ".join(part.split())))


def _characters(value: str) -> Iterator[_Finding]:
    for char in dict.fromkeys(REFUSED.findall(value)):
        name = unicodedata.name(char, "control character").lower()
        yield _Finding(
            "control-character",
            f"holds the invisible character U+{ord(char):04X} ({name})",
            "delete it; it may have come with text pasted from elsewhere",
        )
    depth = lowest = 0
    for char in value:
        depth += (char in _OPEN) - (char == _POP)
        lowest = min(lowest, depth)
    if depth or lowest:
        yield _Finding(
            "bidi",
            "an isolate (an invisible sign for the direction of words) is opened and not closed, "
            "or closed and not opened",
            "delete these signs; printkit keeps words of another direction together by itself",
        )


def _markup(source: str, value: str) -> Iterator[_Finding]:
    if (start := unclosed(value)) is not None:
        yield _Finding(
            "markup",
            f"the mark at {value[start : start + 12]!r} is never closed",
            r"write **strong** or *stress*, and \* for a star",
        )
        return
    for name, mark in (("strong", "**"), ("stress", "*")):
        here, there = (sum(getattr(s, name) for s in spans(text)) for text in (value, source))
        if here != there:
            yield _Finding(
                "markup",
                f"{_times(here)} set in {mark}…{mark}, and in the source {_times(there)}",
                "mark the same words as the source does",
                Severity.WARNING,
            )


def _times(count: int) -> str:
    return "nothing is" if not count else f"{count} {'place is' if count == 1 else 'places are'}"


def _placeholders(key: str, source: str, value: str) -> Iterator[_Finding]:
    word = KEYS.get(key.removeprefix("kit.")) if key.startswith("kit.") else None
    if word is None:
        return
    listed = ", ".join(f"{{{name}}}" for name in (*word.must, *word.may))
    hint = f"use {listed}, as the source does" if listed else "this text has no placeholders"
    found, fault = placeholders(value)
    if fault:
        yield _Finding("placeholder", fault, hint)
        return
    wanted = (*word.must, *(name for name in word.may if f"{{{name}}}" in source))
    for name in found:
        if name not in (*word.must, *word.may):
            message = f"the placeholder {{{name}}} is not known here"
            yield _Finding("placeholder", message, f"{hint}; its name is not translated")
    for name in wanted:
        if name not in found:
            yield _Finding("placeholder", f"the placeholder {{{name}}} is missing", hint)


def _names(source: str, value: str, protected: Sequence[str]) -> Iterator[_Finding]:
    for name in protected:
        if name in source and name not in value:
            yield _Finding(
                "protected",
                f"the name {name!r} is missing; it stands in every language letter for letter",
                f"write {name!r} in Latin letters" if name.isascii() else f"write {name!r}",
            )


def _language(
    source: str, value: str, locale: Locale, protected: Sequence[str], source_language: str
) -> Iterator[_Finding]:
    bare, meant = plain(value), plain(source)
    for name in protected:
        bare, meant = bare.replace(name, " "), meant.replace(name, " ")
    bare, meant = _URL.sub(" ", bare), _URL.sub(" ", meant)
    if locale.script != "Latn":
        letters = [script_of(c) for c in bare if c.isalpha()]
        latin = letters.count("Latn")
        if latin > 2 and latin > FOREIGN * len(letters):
            yield _Finding(
                "wrong-script",
                f"{round(100 * latin / len(letters))} % of it is in Latin letters",
                f"translate it to {locale.english}",
                Severity.WARNING,
            )
            return
    if bare.split() == meant.split():
        return  # the same on purpose
    left = _longest_common(_words(meant), _words(bare))
    if len(left) >= LEFT:
        yield _Finding(
            "left-over",
            f"a piece of the source is left inside: {' '.join(left)!r}",
            f"translate it from {source_language} too",
            Severity.WARNING,
        )


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+(?:[’'][^\W_]+)*", text.casefold())


def _longest_common(some: list[str], others: list[str]) -> list[str]:
    """Return the longest run of words that stands in both."""
    best: list[str] = []
    lengths = [0] * (len(others) + 1)
    for i, word in enumerate(some, 1):
        row = [0] * (len(others) + 1)
        for j, other in enumerate(others, 1):
            if word == other:
                row[j] = lengths[j - 1] + 1
                if row[j] > len(best):
                    best = some[i - row[j] : i]
        lengths = row
    return best


def _ending(source: str, value: str, locale: Locale) -> Iterator[_Finding]:
    if locale.script in _UNPUNCTUATED:
        return
    meant, found = source.rstrip(_CLOSING)[-1:], value.rstrip(_CLOSING)[-1:]
    kind = next((kind for kind, signs in _ENDS.items() if meant and meant in signs), "")
    hint = "end it as the source ends"
    if kind and found not in _ENDS[kind]:
        yield _Finding(
            "punctuation", f"it does not end with {kind}", hint, Severity.WARNING
        )
    elif not kind and found and found in _STOPS and meant.isalnum():
        message = "it ends with a full stop, and the source does not"
        yield _Finding("punctuation", message, hint, Severity.WARNING)


def _length(source: str, value: str) -> Iterator[_Finding]:
    letters, times = _LONG
    if len(value) > letters and len(value) > times * len(source):
        yield _Finding(
            "too-long",
            f"it is {len(value)} letters long, and the source {len(source)}",
            "see whether another text was pasted here",
        )
