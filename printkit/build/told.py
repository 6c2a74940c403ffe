"""How findings of engines are told: paths as people read them, places in the file, each once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Final, TypeAlias

from msgspec.structs import replace

from printkit.content.texts import translation_key
from printkit.diagnostics import Diagnostic, Excess, PrintkitError, Span
from printkit.files import Files
from printkit.shapes import decode
from printkit.text.fit import too_long

# The lists of the content: what follows one of these in a key is an item's id.
_LISTS: Final = frozenset(
    {"areas", "skills", "attitudes", "practice", "prompts", "steps", "questions", "advice",
     "assets"}
)  # fmt: skip
_CHARACTER: Final = re.compile(r"\(U\+([0-9A-F]{4,6}) ")
_NAMED: Final = 3  # so many places are named
_FAR: Final = 4_000  # a text is not longer than this in its file


Fits: TypeAlias = Mapping[tuple[str, str], Sequence[str]]
"""Where a text fits, "the poster at A1", by locale and key."""

_NOWHERE: Final[Fits] = MappingProxyType({})


def told(
    problems: Iterable[Diagnostic],
    files: Files,
    content: str,
    fits: Fits = _NOWHERE,
) -> tuple[Diagnostic, ...]:
    """Return the problems of all targets as their writer is told of them.

    ``content`` is the path of the content file: what is said of a character is said where
    it stands there.
    """
    label = files.label(content)
    found = [replace(item, path=_path(item)) for item in one_of_each(problems, fits)]
    if not any(item.code == "missing-glyph" and item.span for item in found):
        return tuple(found)
    try:
        lines = decode(files.read(content), label).split("\n")
    except (OSError, PrintkitError):
        return tuple(found)
    return tuple(_at_character(item, lines, label) for item in found)


def _path(item: Diagnostic) -> str:
    """Return a finding's path as its file has it: a catalogue has keys."""
    if item.span is not None and item.span.file.endswith(".po"):
        return translation_key(item.path)
    return shown(item.path)


def one_of_each(
    problems: Iterable[Diagnostic], fits: Fits = _NOWHERE
) -> tuple[Diagnostic, ...]:
    """Return problems with one finding for each text that is too long.

    It names all places the text is too long for, the worst first, and where it fits.
    """
    found: dict[object, Diagnostic] = {}
    places: dict[object, dict[Excess, None]] = {}
    for item in problems:
        if item.excess is None:
            found[item] = item
            continue
        key = (item.span, item.path, item.excess.what)
        found.setdefault(key, item)
        places.setdefault(key, {})[item.excess] = None
    for text, listed in places.items():
        one = found[text]
        message = one.message
        if len(listed) > 1:
            (worst, *rest) = sorted(listed, key=lambda place: (-place.letters, place.where))
            said = [f"{too_long(worst)} in {worst.locale}"]
            said += (f"{place.letters} for {place.where} in {place.locale}" for place in rest)
            message = f"{worst.what} is about {_some(said, 'other places')}"
        held = fits.get((next(iter(listed)).locale, one.path))
        if held:
            message = f"{message}; it fits {_some(held)}"
        found[text] = replace(one, message=message)
    return tuple(found.values())


def _some(places: Sequence[str], others: str = "more") -> str:
    """Return "the poster at A1, the poster at A2, the sheet at A3 and 4 more"."""
    named = list(dict.fromkeys(places))
    if len(named) > _NAMED + 1:
        named[_NAMED:] = [f"{len(named) - _NAMED} {others}"]
    return " and ".join(filter(None, (", ".join(named[:-1]), named[-1])))


def shown(key: str) -> str:
    """Return a text's key, ``areas.listening.title``, as ``areas[listening].title``.

    The kit's words are named as in their own file, which knows no ``kit``.
    """
    key = key.removeprefix("kit.")
    words: list[str] = []
    item = False
    for step in key.split("."):
        words.append(f"[{step}]" if item else f".{step}")
        item = step in _LISTS and not item
    return "".join(words).removeprefix(".")


def _at_character(item: Diagnostic, lines: list[str], label: str) -> Diagnostic:
    """Return a missing glyph's finding at the first of the characters it names."""
    span = item.span
    if item.code != "missing-glyph" or span is None or not span.line or span.file != label:
        return item
    named = [chr(int(match, 16)) for match in _CHARACTER.findall(item.message)]
    text = "\n".join([lines[span.line - 1][span.column - 1 :], *lines[span.line :]])[:_FAR]
    places = [at for char in named if (at := text.find(char)) >= 0]
    if not places:
        return item
    before = text[: min(places)]
    if (down := before.count("\n")) == 0:
        return replace(item, span=Span(label, span.line, span.column + len(before)))
    return replace(item, span=Span(label, span.line + down, len(before) - before.rfind("\n")))
