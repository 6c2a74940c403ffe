"""What is said: the framework, its credit, and the kit's own words.

Every text keeps its key (a path of ids, never of positions), its language and its place
in the file, so that a text that does not fit can be named.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from printkit.diagnostics import Span


@dataclass(frozen=True, slots=True)
class Text:
    """One text: NFC, with the small inline markup as typed (``**strong**``, ``*stress*``)."""

    key: str
    value: str
    lang: str
    span: Span
    note: str = ""

    def __bool__(self) -> bool:
        return bool(self.value)


OpKind: TypeAlias = Literal["L", "S", "X", "F", "T", "P", "I", "D", "d", "R", "W", "t"]


@dataclass(frozen=True, slots=True)
class Op:
    """One step of a motif (visual alphabet): a letter, then a path or ``(x, y, r)``."""

    kind: OpKind
    path: str = ""
    circle: tuple[float, float, float] | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """A skill or an attitude."""

    id: str
    kind: Literal["skill", "attitude"]
    title: Text
    line: Text
    definition: Text
    practice: tuple[Text, ...]
    ask: Text
    motif: str  # a name of the alphabet, or "" for the fallback by position
    span: Span
    ops: tuple[Op, ...] = ()  # a motif of the content's own


@dataclass(frozen=True, slots=True)
class Area:
    id: str
    title: Text
    line: Text
    skills: tuple[Entry, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Heart:
    """The centre: the attitudes all threads pass through."""

    title: Text  # "At the centre: the attitudes we bring"
    label: Text  # "At the centre", on cards
    short: Text  # "Attitudes at the centre", on the sheet
    line: Text
    attitudes: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Permission:
    statement: Text
    where: str
    seen: str


@dataclass(frozen=True, slots=True)
class Credit:
    """Who made it. Required; nothing downstream may drop or shrink it."""

    line: Text  # the whole line, on poster and sheet
    short: Text  # on every card
    protected: tuple[str, ...]  # names that survive letter for letter
    source_url: str
    placeholder: bool  # the address is not yet supplied: said on the page and by the run
    permission: Permission
    wording: Text | None = None  # whose words these are


@dataclass(frozen=True, slots=True)
class Item:
    """A titled sentence with an id: a step, a question, a piece of advice."""

    id: str
    title: Text | None
    text: Text


@dataclass(frozen=True, slots=True)
class SheetWords:
    title: Text
    subtitle: Text
    steps: tuple[Item, ...]
    ask_title: Text
    ask_prompt: Text
    questions: tuple[Item, ...]  # the notes fields, in order


@dataclass(frozen=True, slots=True)
class Instruction:
    """The card that says how to play."""

    label: Text
    title: Text
    line: Text
    steps: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Guide:
    """The page "How to use this map"."""

    title: Text
    intro: Text
    advice: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Asset:
    """An image or logo in ``content/assets/``."""

    id: str
    file: str
    digest: str
    width: int
    height: int
    owner: str
    alt: Text
    slot: str = ""  # logo frame: source, partner, adapter


@dataclass(frozen=True, slots=True)
class Framework:
    id: str
    version: str
    date: str  # the project's date, as printed: "2026-11"
    language: str
    title: Text  # a line break in the text is a wish for the poster's title
    intro: Text
    prompts: tuple[Item, ...]
    areas: tuple[Area, ...]
    heart: Heart
    sheet: SheetWords
    instruction: Instruction
    guide: Guide
    credit: Credit
    span: Span
    assets: tuple[Asset, ...] = ()


@dataclass(frozen=True, slots=True)
class Kit:
    """The kit's own words: whole sentences with named placeholders, by key."""

    language: str
    texts: Mapping[str, Text] = field(default_factory=dict)

    def say(self, key: str, **values: object) -> Text:
        """Return the text ``key`` with its ``{placeholders}`` filled in."""
        text = self.texts[key]
        if not values:
            return text
        filled = text.value.format(**values)
        return Text(text.key, filled, text.lang, text.span, text.note)
