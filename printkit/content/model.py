"""What is said: the framework, its credit, and the kit's own words.

Every text keeps its key (a path of ids, never of positions), its language and its place
in the file, so that a text that does not fit can be named.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, TypeAlias

from msgspec import Struct, field

from printkit.diagnostics import Span


class Text(Struct, frozen=True):
    """One text: NFC, with the small inline markup as typed (``**strong**``, ``*stress*``).

    ``formerly`` has the keys it had before an id on its way was renamed.
    """

    key: str
    value: str
    lang: str
    span: Span
    note: str = ""
    formerly: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.value)


OpKind: TypeAlias = Literal["L", "S", "X", "F", "T", "P", "I", "D", "d", "R", "W", "t"]


class Op(Struct, frozen=True):
    """One step of a motif (visual alphabet): a letter, then a path or ``(x, y, r)``."""

    kind: OpKind
    path: str = ""
    circle: tuple[float, float, float] | None = None


class Entry(Struct, frozen=True):
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


class Area(Struct, frozen=True):
    id: str
    title: Text
    line: Text
    skills: tuple[Entry, ...]
    span: Span


class Heart(Struct, frozen=True):
    """The centre: the attitudes all threads pass through."""

    title: Text  # "At the centre: the attitudes we bring"
    label: Text  # "At the centre", on cards
    short: Text  # "Attitudes at the centre", on the sheet
    line: Text
    attitudes: tuple[Entry, ...]


class Permission(Struct, frozen=True):
    statement: Text
    where: str
    seen: str


class Credit(Struct, frozen=True):
    """Who made it. Required; nothing downstream may drop or shrink it."""

    line: Text  # the whole line, on poster and sheet
    short: Text  # on every card
    protected: tuple[str, ...]  # names that survive letter for letter
    source_url: str
    placeholder: bool  # the address is not yet supplied: said on the page and by the run
    permission: Permission
    wording: Text | None = None  # whose words these are
    chain: tuple[Text, ...] = ()  # who translated and adapted it: added to, never taken from
    unreviewed: Text | None = None  # "translation not yet checked", until a reader has signed
    contributors: tuple[str, ...] = ()  # who is named in the chain, for the files' own records
    original: Text | None = None  # the whole line as its owners wrote it, where it is translated

    @property
    def whole(self) -> tuple[Text, ...]:
        """The line and the chain: what no copy may be without."""
        return (self.line, *self.chain)


class By(Struct, frozen=True):
    """Who adapted a framework, where and when."""

    name: str
    place: str = ""
    year: str = ""
    contact: str = ""


class Change(Struct, frozen=True):
    """One decision of an adaptation. ``title`` names the item it is about, for the credit.

    ``key`` is the one it is translated by. ``stale`` says that the text it was made
    against has changed since: what was decided still prints, and is to be looked at.
    """

    kind: Literal["drop", "set", "add", "move"]
    key: str
    title: Text
    why: str
    by: By
    date: str
    span: Span
    stale: bool = False


class Item(Struct, frozen=True):
    """A titled sentence with an id: a step, a question, a piece of advice."""

    id: str
    title: Text | None
    text: Text


class SheetWords(Struct, frozen=True):
    title: Text
    subtitle: Text
    steps: tuple[Item, ...]
    ask_title: Text
    ask_prompt: Text
    questions: tuple[Item, ...]  # the notes fields, in order


class Instruction(Struct, frozen=True):
    """The card that says how to play."""

    label: Text
    title: Text
    line: Text
    steps: tuple[Item, ...]


class Guide(Struct, frozen=True):
    """The page "How to use this map"."""

    title: Text
    intro: Text
    advice: tuple[Item, ...]


class Shape(Struct, frozen=True):
    """One filled path of a drawing, in the units of its view box."""

    d: str
    fill: tuple[int, int, int]
    evenodd: bool = False


class Drawing(Struct, frozen=True):
    """A logo as filled paths. ``x, y, width, height`` is its view box."""

    x: float
    y: float
    width: float
    height: float
    shapes: tuple[Shape, ...]


class Asset(Struct, frozen=True):
    """An image or logo in ``content/assets/``: pixels by digest, or an SVG's drawing."""

    id: str
    file: str
    digest: str
    width: int  # pixels, or whole units of the view box
    height: int
    owner: str
    alt: Text
    slot: str = ""  # logo frame: source, partner, adapter
    drawing: Drawing | None = None

    @property
    def size(self) -> tuple[float, float]:
        """Return what the ratio of width and height is reckoned from."""
        shown = self.drawing
        return (self.width, self.height) if shown is None else (shown.width, shown.height)


class Framework(Struct, frozen=True):
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
    adaptation: str = ""  # its id, where this is an adapted framework
    adapted: tuple[By, ...] = ()  # who adapted it, the earliest first
    changes: tuple[Change, ...] = ()  # of adaptations, in order
    draft: bool = False  # every page says that it is one
    part: tuple[int, int] | None = None  # so many cards of how many, where not all are finished


class Kit(Struct, frozen=True):
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
