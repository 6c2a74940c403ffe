"""How findings of engines are told: paths as people read them, places in the file, each once."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from msgspec.structs import replace

from printkit.content.texts import translation_key
from printkit.diagnostics import Diagnostic, PrintkitError, Span
from printkit.files import Files
from printkit.shapes import decode
from printkit.text.fit import one_of_each

# The lists of the content: what follows one of these in a key is an item's id.
_LISTS: Final = frozenset(
    {"areas", "skills", "attitudes", "practice", "prompts", "steps", "questions", "advice",
     "assets"}
)  # fmt: skip
_CHARACTER: Final = re.compile(r"\(U\+([0-9A-F]{4,6}) ")
_FAR: Final = 4_000  # a text is not longer than this in its file


def told(problems: Iterable[Diagnostic], files: Files, content: str) -> tuple[Diagnostic, ...]:
    """Return the problems of all targets as their writer is told of them.

    ``content`` is the path of the content file: what is said of a character is said where
    it stands there.
    """
    label = files.label(content)
    found = one_of_each([replace(item, path=_path(item)) for item in problems])
    if not any(item.code == "missing-glyph" and item.span for item in found):
        return found
    try:
        lines = decode(files.read(content), label).split("\n")
    except (OSError, PrintkitError):
        return found
    return tuple(_at_character(item, lines, label) for item in found)


def _path(item: Diagnostic) -> str:
    """Return a finding's path as its file has it: a catalogue has keys."""
    if item.span is not None and item.span.file.endswith(".po"):
        return translation_key(item.path)
    return shown(item.path)


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
