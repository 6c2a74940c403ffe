"""Cutting a paragraph into items: one direction, one script, one font each.

Where a font lacks a character of a word, the whole word goes to another font: a word of
Nastaliq put together from two fonts falls apart. Digits, spaces and punctuation belong to
the script around them, and are set in its font when it has them, else in the Latin one.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from itertools import groupby

from msgspec import Struct
from msgspec.structs import replace

from printkit.diagnostics import MissingError
from printkit.fonts.face import script_of
from printkit.fonts.library import COMPANION, FontLibrary
from printkit.scene.model import Direction, FontKey
from printkit.text import bidi

COMMON = "Zyyy"


class Item(Struct, frozen=True):
    """Characters ``[start, end)`` of a paragraph, to be shaped in one go.

    ``key`` is None where no font has a word; ``missing`` then names its characters.
    """

    start: int
    end: int
    level: int
    script: str
    key: FontKey | None
    missing: tuple[str, ...] = ()

    @property
    def direction(self) -> Direction:
        return "rtl" if self.level & 1 else "ltr"


def itemize(
    text: str,
    levels: Sequence[int],
    weights: Sequence[tuple[int, int]],
    *,
    fonts: FontLibrary,
    role: str,
    script: str,
) -> tuple[Item, ...]:
    """Return the items of ``text`` in reading order; together they cover it.

    ``levels`` are its bidi levels, ``weights`` pairs (end, font weight) in order, and
    ``script`` what the text is written in as a whole.
    """
    if not any(levels) and len(weights) == 1:
        return tuple(_run(text, 0, len(text), 0, weights[0][1], fonts, role, script))
    items: list[Item] = []
    start = 0
    for end, weight in weights:
        for level, run in groupby(range(start, end), levels.__getitem__):
            indices = list(run)
            items += _run(text, indices[0], indices[-1] + 1, level, weight, fonts, role, script)
        start = end
    return tuple(_wider_spaces(text, items))


def _run(
    text: str, start: int, end: int, level: int, weight: int,
    fonts: FontLibrary, role: str, script: str,
) -> Iterator[Item]:  # fmt: skip
    """Yield the items of one level run in one weight, neighbours alike made one."""
    piece = text[start:end]
    own = fonts.pick(role, script, weight)
    native = all(script_of(c) in (script, COMMON) for c in set(piece))
    if native and fonts.face(own).covers(piece):
        yield Item(start, end, level, script, own)
        return
    waiting: Item | None = None
    for first, after, of in _words(piece, script):
        word = piece[first:after]
        found, key = _font(word, of, weight, fonts, role)
        lacking = () if key else _lacking(word, of, weight, fonts, role)
        item = Item(start + first, start + after, level, found, key, lacking)
        if waiting and not lacking and (waiting.script, waiting.key) == (found, key):
            item = Item(waiting.start, item.end, level, found, key)
        elif waiting:
            yield waiting
        waiting = item
    if waiting:
        yield waiting


def _wider_spaces(text: str, items: Sequence[Item]) -> Iterator[Item]:
    """Set the space between right-to-left words and left-to-right ones in the latter's font.

    A word space of Nastaliq, made for words that overlap, is too narrow beside Latin.
    """
    for i, item in enumerate(items):
        start, end = item.start, item.end
        before = items[i - 1] if i else item
        after = items[i + 1] if i + 1 < len(items) else item
        if _widens(before, item) and text[start] == " ":
            yield replace(item, end=start + 1, key=before.key, script=before.script)
            start += 1
        if _widens(after, item) and start < end and text[end - 1] == " ":
            end -= 1
        if start < end:
            yield replace(item, start=start, end=end)
        if end < item.end:
            yield replace(item, start=end, key=after.key, script=after.script)


def _widens(beside: Item, item: Item) -> bool:
    turns = item.direction == "rtl" and beside.direction == "ltr"
    return turns and beside.key not in (None, item.key)


def _words(text: str, script: str) -> Iterator[tuple[int, int, str]]:
    """Yield (start, end, script): words of one script, or single signs that scripts share.

    Marks and joiners stay with what they stand on.
    """
    own = [script_of(c) for c in text]
    resolved = _surroundings(text, own, script)
    first = 0
    for i, character in enumerate(text):
        shared = own[i] == COMMON
        tied = shared and unicodedata.category(character) in ("Mn", "Mc", "Me", "Cf")
        if i > first and not tied and (shared or own[i] != own[first]):
            yield first, i, resolved[first]
            first = i
    if text:
        yield first, len(text), resolved[first]


def _surroundings(text: str, own: Sequence[str], script: str) -> list[str]:
    """Give every sign that scripts share the script around it.

    Between two scripts, or with none around, that is ``script``; at an end, the only
    neighbour's. A closing bracket goes with its opening one.
    """
    after = list(own)
    for i in range(len(own) - 2, -1, -1):
        if after[i] == COMMON:
            after[i] = after[i + 1]
    resolved: list[str] = []
    opened: list[tuple[str, str]] = []
    before = COMMON
    for i, character in enumerate(text):
        found = own[i]
        if found != COMMON:
            before = found
        else:
            near = {before, after[i]} - {COMMON}
            found = near.pop() if len(near) == 1 else script
        if character in bidi.CLOSING:
            opened.append((bidi.CLOSING[character], found))
        elif character in bidi.OPENING:
            while opened:
                closing, opening_script = opened.pop()
                if closing == character:
                    found = opening_script
                    break
        resolved.append(found)
    return resolved


def _font(
    word: str, script: str, weight: int, fonts: FontLibrary, role: str
) -> tuple[str, FontKey | None]:
    """Return the first font that has the whole word, and the script to shape it as."""
    for candidate in dict.fromkeys((script, COMPANION, *sorted(fonts.scripts(role)))):
        try:
            key = fonts.pick(role, candidate, weight)
        except MissingError:
            continue
        if fonts.face(key).covers(word):
            shared = all(script_of(c) == COMMON for c in word)
            return (candidate if shared else script), key
    return script, None


def _lacking(word: str, script: str, weight: int, fonts: FontLibrary, role: str) -> tuple[str, ...]:
    """Return which characters no font has, or which the script's own font lacks."""
    known = sorted(fonts.scripts(role))
    faces = [fonts.face(fonts.pick(role, name, weight)) for name in known]
    nowhere = tuple(c for c in dict.fromkeys(word) if not any(f.covers(c) for f in faces))
    if nowhere or script not in known:
        return nowhere or tuple(dict.fromkeys(word))
    return fonts.face(fonts.pick(role, script, weight)).missing(word)
