"""Cutting a paragraph into items: one direction, one script, one font each.

Where a font lacks a character of a word, the whole word goes to another font: a word of
Nastaliq put together from two fonts falls apart. Digits, spaces and punctuation belong to
the script around them, and are set in its font when it has them, else in the Latin one.

A *hand* is what a font is picked by: the script, or a manner of writing it (``Aran``, the
Arabic script as Nastaliq), or scripts written together (``Jpan``).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from printkit.diagnostics import MissingError
from printkit.fonts.face import script_of
from printkit.fonts.library import COMPANION, FontLibrary
from printkit.scene.model import Direction, FontKey
from printkit.text import bidi

COMMON = "Zyyy"

_HANDS: Final = {
    "Aran": ("Arab",),
    "Jpan": ("Hira", "Kana", "Hani"),
    "Kore": ("Hang", "Hani"),
    "Hans": ("Hani", "Bopo"),
    "Hant": ("Hani", "Bopo"),
}
"""The scripts of a hand; text of them together is shaped as the first."""

_ISOLATES: Final = frozenset("\u2066\u2067\u2068\u2069")


class Item(Struct, frozen=True):
    """Characters ``[start, end)`` of a paragraph, to be shaped in one go.

    ``key`` is None where no font has a word; ``missing`` then names its characters.
    ``scale`` makes a guest's letters as large as those of the page's own font look.
    """

    start: int
    end: int
    level: int
    script: str
    key: FontKey | None
    missing: tuple[str, ...] = ()
    scale: float = 1.0

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
    hand: str,
) -> tuple[Item, ...]:
    """Return the items of ``text`` in reading order; together they cover it.

    ``levels`` are its bidi levels, ``weights`` pairs (end, font weight) in order, and
    ``hand`` what the text is written in as a whole.
    """
    if not any(levels) and len(weights) == 1:
        return tuple(_run(text, 0, len(text), 0, weights[0][1], fonts, role, hand))
    items: list[Item] = []
    start = 0
    for end, weight in weights:
        for level, run in groupby(range(start, end), levels.__getitem__):
            indices = list(run)
            items += _run(text, indices[0], indices[-1] + 1, level, weight, fonts, role, hand)
        start = end
    return tuple(_wider_spaces(text, items))


def _run(
    text: str, start: int, end: int, level: int, weight: int,
    fonts: FontLibrary, role: str, hand: str,
) -> Iterator[Item]:  # fmt: skip
    """Yield the items of one level run in one weight, neighbours alike made one."""
    piece = text[start:end]
    own = fonts.pick(role, hand, weight)
    native = all(script_of(c) in (*_scripts(hand), COMMON) for c in set(piece))
    if native and fonts.face(own).covers(piece):
        yield Item(start, end, level, _scripts(hand)[0], own)
        return
    waiting: Item | None = None
    for first, after, of in _words(piece, hand):
        word = piece[first:after]
        found, key = _font(word, of, weight, fonts, role)
        lacking = () if key else _lacking(word, of, weight, fonts, role)
        scale = fonts.match(key, own) if key else 1.0
        script = _scripts(found)[0]
        item = Item(start + first, start + after, level, script, key, lacking, scale)
        if waiting and not lacking and (waiting.script, waiting.key) == (script, key):
            item = replace(item, start=waiting.start)
        elif waiting:
            yield waiting
        waiting = item
    if waiting:
        yield waiting


def _wider_spaces(text: str, items: Sequence[Item]) -> Iterator[Item]:
    """Set the space between right-to-left words and left-to-right ones in the latter's font.

    A word space of Nastaliq, made for words that overlap, is too narrow beside Latin. The
    signs that keep a name's direction apart may stand between the two.
    """
    for i, item in enumerate(items):
        places = range(item.start, item.end)
        before = items[i - 1] if i else item
        after = items[i + 1] if i + 1 < len(items) else item
        wide: dict[int, Item] = {}
        for beside, inwards in ((before, places), (after, places[::-1])):
            at = next((j for j in inwards if text[j] not in _ISOLATES), item.start)
            if _widens(beside, item) and text[at] == " ":
                wide.setdefault(at, beside)
        here = item.start
        for at in sorted(wide):
            if here < at:
                yield replace(item, start=here, end=at)
            yield _space(at, item, wide[at])
            here = at + 1
        if here < item.end:
            yield replace(item, start=here, end=item.end)


def _space(at: int, item: Item, like: Item) -> Item:
    return replace(like, start=at, end=at + 1, level=item.level)


def _widens(beside: Item, item: Item) -> bool:
    turns = item.direction == "rtl" and beside.direction == "ltr"
    return turns and beside.key not in (None, item.key)


def _scripts(hand: str) -> tuple[str, ...]:
    return _HANDS.get(hand, (hand,))


def _words(text: str, hand: str) -> Iterator[tuple[int, int, str]]:
    """Yield (start, end, hand): words of one hand, or single signs that scripts share.

    Marks and joiners stay with what they stand on.
    """
    scripts = _scripts(hand)
    own = [hand if (found := script_of(c)) in scripts else found for c in text]
    resolved = _surroundings(text, own, hand)
    first = 0
    for i, character in enumerate(text):
        shared = own[i] == COMMON
        tied = shared and unicodedata.category(character) in ("Mn", "Mc", "Me", "Cf")
        if i > first and not tied and (shared or own[i] != own[first]):
            yield first, i, resolved[first]
            first = i
    if text:
        yield first, len(text), resolved[first]


def _surroundings(text: str, own: Sequence[str], hand: str) -> list[str]:
    """Give every sign that scripts share the hand around it.

    Between two hands, or with none around, that is ``hand``; at an end, the only
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
            found = near.pop() if len(near) == 1 else hand
        if character in bidi.CLOSING:
            opened.append((bidi.CLOSING[character], found))
        elif character in bidi.OPENING:
            while opened:
                closing, opening_hand = opened.pop()
                if closing == character:
                    found = opening_hand
                    break
        resolved.append(found)
    return resolved


def _font(
    word: str, hand: str, weight: int, fonts: FontLibrary, role: str
) -> tuple[str, FontKey | None]:
    """Return the first font that has the whole word, and the hand to shape it as."""
    for candidate in dict.fromkeys((hand, COMPANION, *sorted(fonts.scripts(role)))):
        try:
            key = fonts.pick(role, candidate, weight)
        except MissingError:
            continue
        if fonts.face(key).covers(word):
            shared = all(script_of(c) == COMMON for c in word)
            return (candidate if shared else hand), key
    return hand, None


def _lacking(word: str, hand: str, weight: int, fonts: FontLibrary, role: str) -> tuple[str, ...]:
    """Return which characters no font has, or which the hand's own font lacks."""
    known = sorted(fonts.scripts(role))
    faces = [fonts.face(fonts.pick(role, name, weight)) for name in known]
    nowhere = tuple(c for c in dict.fromkeys(word) if not any(f.covers(c) for f in faces))
    if nowhere or hand not in known:
        return nowhere or tuple(dict.fromkeys(word))
    return fonts.face(fonts.pick(role, hand, weight)).missing(word)
