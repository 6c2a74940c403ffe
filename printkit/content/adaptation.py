"""The shape of an adaptation: ``content/adaptations/<slug>.yaml``, changes laid on a framework.

What a change means for the framework is found out when it is made, in ``adapt``; here is
what can be known from the file alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, Literal

from msgspec import Struct

from printkit.content.kit import LANGUAGE, VERSION
from printkit.content.model import By
from printkit.content.words import LINE, NAME, NOTE, PROSE
from printkit.shapes import SLUG, At, Invalid, ListOf, Node, Record, optional, required
from printkit.shapes import Text as Plain
from printkit.shapes.scalars import Schema

Verb = Literal["drop", "set", "add", "move"]
Side = Literal["after", "before", "area", "list"]

SIDES: Final[tuple[Side, ...]] = ("after", "before", "area", "list")
MOST: Final = 300

_YEAR: Final = Plain(20, r"\d{4}(?:[-–]\d{2,4})?", "a year such as '2026'")
_DATE: Final = Plain(
    10,
    r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?",
    "a date such as '2026-11-30'",
    "write a year, month and day, as in 2026-11-30; month and day can be left out",
)
_DIGEST: Final = Plain(
    80,
    r"sha256:[0-9a-f]{64}",
    "the digest of the content, as in 'sha256:9f86…'",
    "leave it out, and `printkit check` says what to write",
)


class Base(Struct, frozen=True):
    """What an adaptation was made from. ``adaptation`` is one that it is laid on, if any."""

    id: str
    version: str
    digest: str = ""
    adaptation: str = ""


class Place(Struct, frozen=True):
    """Where an item goes: beside another, or at the end of an area or of another list."""

    side: Side
    word: str
    node: Node


class Step(Struct, frozen=True):
    """One change as it is written. ``node`` is the id or key that it names."""

    verb: Verb
    word: str
    node: Node
    why: str
    by: By | None
    date: str
    at: At
    was: Node | None = None
    to: Node | None = None
    item: Node | None = None
    place: Place | None = None


class Adaptation(Struct, frozen=True):
    """An adaptation as it is written."""

    id: str
    adapts: Base
    by: By
    language: str  # of its texts; "" for the framework's own
    steps: tuple[Step, ...]
    node: Node


class _Any(Struct, frozen=True):
    """Whatever stands here; it is checked where it is put."""

    like: Mapping[str, Any]

    def read(self, at: At) -> Node:
        return at.node

    def schema(self, typed: bool) -> Schema:
        return dict(self.like)


class _Name(Struct, frozen=True):
    """Somebody, by name alone or with place and year."""

    whole: Record[By]

    def read(self, at: At) -> By | Invalid:
        if isinstance(at.node.value, dict):
            return self.whole.read(at)
        name = Plain(NAME).read(at)
        return name if isinstance(name, Invalid) else By(name)

    def schema(self, typed: bool) -> Schema:
        return {"anyOf": [Plain(NAME).schema(typed), self.whole.schema(typed)]}


class _Change(Struct, frozen=True):
    """One of the four kinds of change, told apart by the key it begins with."""

    kinds: Mapping[str, Record[Step]]

    def read(self, at: At) -> Step | Invalid:
        found = at.node.value
        verbs = [verb for verb in self.kinds if isinstance(found, dict) and verb in found]
        if len(verbs) == 1:
            return self.kinds[verbs[0]].read(at)
        named = ", ".join(map(repr, self.kinds))
        if isinstance(found, dict) and verbs:
            both = " and ".join(map(repr, verbs))
            hint = "give each change an entry of its own, with its own 'why'"
            return at.error("change", f"{both} are two changes", hint=hint)
        hint = "as in '- drop: brokering', with 'why' on the next line"
        return at.error("change", f"a change begins with one of {named}", hint=hint)

    def schema(self, typed: bool) -> Schema:
        return {"oneOf": [kind.schema(typed) for kind in self.kinds.values()]}


def _placed(at: At) -> None:
    """See that a place is named, and one only."""
    named = [side for side in SIDES if at.node.get(side) is not None]
    if len(named) > 1:
        words = " and ".join(map(repr, named))
        hint = "keep one of them"
        at.error("change", f"{words} name two places", hint=hint)
    elif not named:
        hint = (
            "write 'after' or 'before' and the id of its neighbour; "
            "or 'area' and the id of an area, to put it at the end there"
        )
        at.error("change", "it does not say where", hint=hint)


_TEXT: Final = {"type": ["string", "number", "boolean", "object"]}
_PLACES: Final = {
    "after": optional(Plain(NAME), "id of the item it follows"),
    "before": optional(Plain(NAME), "id of the item it goes before"),
    "area": optional(
        Plain(NAME), "id of the area at whose end it goes; 'heart' for the attitudes"
    ),
    "list": optional(
        Plain(NAME), "key of another list at whose end it goes: 'assets', 'guide.advice'"
    ),
}


def adaptation_shape() -> Record[Adaptation]:
    """Return the shape of an adaptation file."""
    note = optional(Plain(NOTE), "for those who come after you; never printed")
    by = Record(
        {
            "name": required(Plain(NAME), "who made this, as the credit names them"),
            "place": optional(Plain(NAME), "where, as the credit says it", ""),
            "year": required(_YEAR, "the year, as the credit says it"),
            "contact": optional(Plain(LINE), "how to reach you; never printed", ""),
        },
        lambda v, at: By(v["name"], v["place"], v["year"], v["contact"]),
    )
    reason = {
        "why": required(Plain(PROSE), "the reason, for whoever looks at this in a year"),
        "by": optional(_Name(by), "who decided it, if not the one above"),
        "date": optional(_DATE, "when it was decided; the year above if absent", ""),
        "note": note,
    }
    word = Plain(LINE)
    kinds = {
        "drop": Record(
            {"drop": required(word, "id of what is left out"), **reason},
            lambda v, at: _step("drop", v, at),
        ),
        "set": Record(
            {
                "set": required(word, "key of the text: an id and what it is, 'openness.title'"),
                "was": optional(_Any(_TEXT), "the text this was decided against"),
                "to": required(_Any(_TEXT), "the text that is printed instead"),
                **reason,
            },
            lambda v, at: _step("set", v, at),
        ),
        "add": Record(
            {
                "add": required(SLUG, "a new id that nothing else has"),
                **_PLACES,
                "item": required(
                    _Any({"type": "object"}), "what is added, with the keys its neighbours have"
                ),
                **reason,
            },
            lambda v, at: _step("add", v, at),
            _placed,
        ),
        "move": Record(
            {"move": required(word, "id of what goes elsewhere"), **_PLACES, **reason},
            lambda v, at: _step("move", v, at),
            _placed,
        ),
    }
    adapts = Record(
        {
            "id": required(SLUG, "id of the framework this is made from"),
            "version": required(Plain(32), "its version when you last looked at all of it"),
            "digest": optional(_DIGEST, "the digest of its file then", ""),
            "adaptation": optional(SLUG, "id of an adaptation that this one is laid on", ""),
        },
        lambda v, at: Base(v["id"], v["version"], v["digest"], v["adaptation"]),
    )
    return Record(
        {
            "schema": VERSION,
            "id": required(SLUG, "id of the adaptation: the name of this file"),
            "adapts": required(adapts, "what it is made from"),
            "by": required(by, "who made it; the credit says so on everything"),
            "language": optional(LANGUAGE, "the language of the texts written here", ""),
            "changes": optional(
                ListOf(_Change(kinds), 0, MOST, ("change", "changes")), "what is different", ()
            ),
            "note": note,
        },
        _adaptation,
        about="An adaptation: what somebody changed for their own place, and why.",
    )


def _step(verb: Verb, v: dict[str, Any], at: At) -> Step:
    written = at.node.value
    assert isinstance(written, dict)
    places = [Place(side, v[side], written[side]) for side in SIDES if v.get(side)]
    return Step(
        verb, v[verb], written[verb], v["why"], v["by"], v["date"], at,
        v.get("was"), v.get("to"), v.get("item"), places[0] if places else None,
    )  # fmt: skip


def _adaptation(v: dict[str, Any], at: At) -> Adaptation:
    return Adaptation(v["id"], v["adapts"], v["by"], _tag(v["language"]), v["changes"], at.node)


def _tag(language: str) -> str:
    """Return a language tag with the capitals that tags are compared by."""
    first, *more = language.split("-")
    sizes = {2: str.upper, 4: str.title}
    return "-".join([first.lower(), *(sizes.get(len(part), str.lower)(part) for part in more)])
