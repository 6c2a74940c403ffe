"""Bringing a catalogue up to the texts as they are now, by key and never by likeness.

Tools that look for the nearest source text give the translation of one card to another
when a title is reworded and a new card has a similar one. A key cannot be mistaken.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from msgspec import Struct
from msgspec.structs import replace

from printkit.diagnostics import Span
from printkit.locales.catalogue import Catalogue, Message, Unit, state


class Changes(Struct, frozen=True):
    """What a synchronisation did, as keys."""

    added: tuple[str, ...] = ()
    stale: tuple[str, ...] = ()  # newly
    settled: tuple[str, ...] = ()  # stale before, and no longer
    gone: tuple[str, ...] = ()
    revived: tuple[str, ...] = ()
    minor: tuple[tuple[str, str, str], ...] = ()  # key, source translated from, source now

    def __bool__(self) -> bool:
        return any((self.added, self.stale, self.settled, self.gone, self.revived))


def synchronised(
    units: Iterable[Unit], old: Catalogue, minor: Collection[str] = ()
) -> tuple[Catalogue, Changes]:
    """Return the catalogue for ``units``, in their order, and what that changed.

    A translation whose source changed is marked and keeps the text it was made from, over
    several changes. ``minor`` names keys (or what they begin with, ``skills.openness``)
    whose translation is right although the source changed; ``*`` is all of them. What no
    unit has any more is kept as obsolete.
    """
    messages: dict[str, Message] = {}
    taken: set[str] = set()
    added: list[str] = []
    stale: list[str] = []
    settled: list[str] = []
    revived: list[str] = []
    small: list[tuple[str, str, str]] = []
    for unit in units:
        found = old.find(unit)
        if found is None:
            messages[unit.key] = Message(unit.key, unit.source, "", Span(old.file))
            added.append(unit.key)
            continue
        taken.add(found.key)
        if found.key in old.obsolete and found.key not in old.messages:
            revived.append(unit.key)
        now = state(unit, found)
        before = found.fuzzy
        if now == "stale" and not is_named(unit.key, minor):
            new = replace(found, fuzzy=True, previous=found.basis)
            if not before:
                stale.append(unit.key)
        elif now in ("stale", "done", "same"):
            new = replace(found, fuzzy=False, previous="")
            if before or now == "stale":
                settled.append(unit.key)
            if now == "stale":
                small.append((unit.key, found.basis, unit.source))
        else:  # missing, or somebody's doubt, which only a person can settle
            new = found
        messages[unit.key] = replace(new, key=unit.key, source=unit.source)
    obsolete = {
        key: _aside(message)
        for key, message in {**old.obsolete, **old.messages}.items()
        if key not in taken and key not in messages and message.text
    }
    gone = tuple(key for key in obsolete if key not in old.obsolete)
    new_catalogue = replace(old, messages=messages, obsolete=dict(sorted(obsolete.items())))
    return new_catalogue, Changes(
        tuple(added), tuple(stale), tuple(settled), gone, tuple(revived), tuple(small)
    )


def _aside(message: Message) -> Message:
    """Return a message as it is put aside: the text it was made from, and any doubt about it.

    So it comes back as it went, whatever the source says by then. A guess comes back as a doubt.
    """
    doubted = message.fuzzy and (not message.previous or bool(message.borrowed))
    return replace(message, source=message.basis, fuzzy=doubted, previous="", borrowed="")


def is_named(key: str, names: Collection[str]) -> bool:
    """Return whether a key is among ``names``, or below one of them."""
    return any(name in ("*", key) or key.startswith(f"{name}.") for name in names)
