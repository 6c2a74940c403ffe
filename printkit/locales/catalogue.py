"""Translations of one locale, by key, and how each stands to the text it translates.

A key is a path of ids (``skills.listening-deeply.title``), so that a translation stays
with its card however the English is reworded or moved about.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal, TypeAlias

from msgspec import Struct, field

from printkit.diagnostics import Span

State: TypeAlias = Literal["done", "same", "stale", "unsure", "missing"]
"""How far a text is translated.

done     translated, and the source has not changed since
same     the translation is the source, letter for letter, on purpose
stale    translated, and the source has changed since: what was printed before still is
unsure   marked "needs work" by a person or a tool that did not say what has changed
missing  not translated
"""

STATES: Final[tuple[State, ...]] = ("done", "same", "stale", "unsure", "missing")
PRINTS: Final = frozenset({"done", "same", "stale"})


class Unit(Struct, frozen=True):
    """A text to translate. ``formerly`` are keys it had before an id was renamed."""

    key: str
    source: str
    about: tuple[str, ...] = ()  # what its translator should know, a paragraph each
    file: str = ""
    formerly: tuple[str, ...] = ()
    lang: str = ""  # what it is written in


class Message(Struct, frozen=True):
    """One translation as it stands in its file.

    ``source`` is the text it is written beside; ``previous`` the one it was made from,
    where a tool or ``synchronised`` noted that it has changed since. ``borrowed`` is the
    other key that it was made for, where it is somebody's guess.
    """

    key: str
    source: str
    text: str
    span: Span
    fuzzy: bool = False
    previous: str = ""
    borrowed: str = ""
    comment: str = ""  # the translator's own
    flags: tuple[str, ...] = ()  # all but "fuzzy"

    @property
    def basis(self) -> str:
        """The text that was translated."""
        return self.previous if self.fuzzy and self.previous else self.source


class Catalogue(Struct, frozen=True):
    """The translations of a locale, as read from ``file``."""

    tag: str
    file: str
    headers: Mapping[str, str] = field(default_factory=dict)
    messages: Mapping[str, Message] = field(default_factory=dict)
    obsolete: Mapping[str, Message] = field(default_factory=dict)
    comment: str = ""  # at the head of the file

    @property
    def translators(self) -> str:
        return self.headers.get("X-Printkit-Translated-By", "").strip()

    @property
    def reviewer(self) -> str:
        """The native reader who signed it, and when; nothing while nobody has."""
        return self.headers.get("X-Printkit-Reviewed-By", "").strip()

    def find(self, unit: Unit) -> Message | None:
        """Return the translation of a unit: its own, or what it had under an earlier key.

        An entry without a text is returned only where there is no text at all.
        """
        for keys in (self.messages, self.obsolete):
            for key in (unit.key, *unit.formerly):
                if (found := keys.get(key)) is not None and found.text:
                    return found
        return self.messages.get(unit.key)


def state(unit: Unit, message: Message | None) -> State:
    """Return how a translation stands to the text as it is now."""
    if message is None or not message.text or message.borrowed:
        return "missing"
    if message.fuzzy and message.previous in ("", message.source):
        return "unsure"  # nothing has changed, so whoever marked it meant something else
    if message.basis != unit.source:
        return "stale"
    if message.fuzzy:
        return "done"  # the source is again what was translated
    return "same" if message.text == unit.source else "done"
