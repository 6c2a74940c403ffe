"""The kit's own words: ``content/kit.yaml``. ``KEYS`` is the whole list of them."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby
from string import Formatter
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from printkit.content.model import Kit, Text
from printkit.content.reader import read_yaml
from printkit.content.words import Words
from printkit.diagnostics import Diagnostic, did_you_mean
from printkit.files import Files
from printkit.shapes import (
    At,
    Field,
    Invalid,
    Node,
    Record,
    check,
    optional,
    required,
    settled,
)
from printkit.shapes import Text as Plain
from printkit.shapes.scalars import Schema


class Word(NamedTuple):
    """What a word of the kit is for, and the placeholders it must and may have."""

    about: str
    must: tuple[str, ...] = ()
    may: tuple[str, ...] = ()


KEYS: Final[Mapping[str, Word]] = MappingProxyType(
    {
        "scale.not-yet": Word("first circle of the sheet's scale"),
        "scale.starting": Word("second circle"),
        "scale.often": Word("third circle"),
        "scale.help-others": Word("fourth circle"),
        "sheet.name": Word("label of the line for a name"),
        "sheet.team": Word("label of the line for a team"),
        "sheet.date": Word("label of the line for a date"),
        "sheet.others": Word("over the squares that others tick"),
        "sheet.who": Word("who was asked"),
        "sheet.saw": Word("what they see, and when"),
        "sheet.page": Word("page number of a sheet with two sides", ("page", "pages")),
        "card.ask": Word("over the question on a card's back"),
        "card.practice": Word("over the two 'in practice' lines"),
        "card.count": Word("how many skills an area has", ("count",)),
        "card.count-one": Word("the same for one skill", (), ("count",)),
        "credit.version": Word(
            "version, language and date of the content", ("version", "language", "date")
        ),
        "credit.url-placeholder": Word("said where the source's address is not yet supplied"),
        "credit.card-title": Word("title of the credit card"),
        "credit.about": Word("what the credit card says first", (), ("title",)),
        "credit.translated": Word("who translated", ("names",)),
        "credit.adapted": Word("who adapted, with place and year", ("names",)),
        "credit.not-endorsed": Word("whose word this version is not", ("owners",)),
        "credit.unreviewed": Word("said until a native reader has signed the translation"),
        "credit.unreviewed-short": Word("the same in two or three words, on every card"),
        "credit.changes": Word("over the list of what an adaptation changed"),
        "credit.change-dropped": Word("what was left out", ("titles",)),
        "credit.change-added": Word("what was added", ("titles",)),
        "credit.change-reworded": Word("what was reworded", ("titles",)),
        "credit.change-moved": Word("what was moved", ("titles",)),
        "credit.part": Word("how much of the deck there is", ("count", "total")),
        "draft.mark": Word("across every page of a draft, in large letters"),
        "draft.about": Word("small, on every page of a draft"),
        "alt.qr": Word("alternative text of a QR code", ("url",)),
        "alt.logo": Word("alternative text of a logo", ("owner",)),
        "alt.motif": Word("alternative text of a motif", (), ("title",)),
        "titles.poster": Word("title of the poster's file", ("title",)),
        "titles.sheet": Word("title of the sheet's file", ("title",)),
        "titles.cards": Word("title of the deck's file", ("title",)),
        "titles.guide": Word("title of the page that tells how to use the map", ("title",)),
        "form.field": Word("tool tip of a field on the sheet", ("label", "skill")),
        "print.title": Word("title of the page that says how to print and cut"),
        "print.sheets": Word("what is printed on, and how many of it", ("paper", "sheets")),
        "print.actual-size": Word("print instruction: at actual size"),
        "print.ruler": Word("under a line that shows whether the size is right"),
        "print.flip-long": Word("print instruction: on both sides, flipped on the long edge"),
        "print.flip-short": Word("the same on the short edge"),
        "print.one-side": Word("print instruction: on one side"),
        "print.again": Word("fronts first, then the same sheets fed again for the backs"),
        "print.test": Word("hold one sheet to the light: backs behind fronts"),
        "print.calibrate": Word("what to do where backs are not behind fronts"),
        "print.fold": Word("fold and glue, where both faces are on one side"),
        "print.cut": Word("print instruction: cut along the marks"),
        "print.order": Word("in which order to cut"),
        "print.measure": Word(
            "what to do where a cut took marks of later ones away", ("width", "height")
        ),
        "print.piles": Word("how the piles are laid on each other"),
        "print.perforated": Word("how perforated cards are parted"),
        "print.sheet": Word("in the margin of a sheet printed on one side", ("sheet", "sheets")),
        "print.front": Word("in the margin of a sheet, on its front", ("sheet", "sheets")),
        "print.back": Word("in the margin of a sheet, on its back", ("sheet", "sheets")),
        "calibrate.title": Word("title of the page by which a printer is calibrated"),
        "calibrate.about": Word("what that page is for; printkit is the name of the program"),
        "calibrate.ruler": Word("its first step; A is a letter printed beside a scale"),
        "calibrate.tenths": Word("how a scale is read; a drawing follows"),
        "calibrate.others": Word("the other scales that a ruler is laid to"),
        "calibrate.light": Word("the scales that are read against the light; a drawing follows"),
        "calibrate.plain": Word("for whoever cannot tell which lines meet"),
        "calibrate.enter": Word("over the boxes for the readings and the command to type"),
        "calibrate.front": Word("over the boxes of the front; also the front page's name"),
        "calibrate.back": Word("over the boxes of the back; also the back page's name"),
        "calibrate.through": Word("over the boxes of what is read against the light"),
        "calibrate.ideal": Word("what a printer without fault gives", ("value",)),
        "calibrate.behind": Word("on the back page"),
        "tile.title": Word("title of the page that says how a poster's sheets are joined"),
        "tile.label": Word("which sheet of a poster this is", ("row", "column")),
        "tile.cut": Word("how the sheets of a poster are cut; hatched strips stay on"),
        "tile.join": Word("how the sheets of a poster are glued, from the first", ("tile",)),
        "tile.glue": Word("on a hatched strip: which sheet is glued onto it", ("tile",)),
    }
)

_LONG: Final = 600
_GROUPS: Final = {
    "scale": "the four circles, from left to right",
    "sheet": "labels of the reflection sheet",
    "card": "labels of the cards",
    "credit": "sentences around the credit",
    "draft": "said on drafts",
    "alt": "alternative texts, read aloud to people who do not see the picture",
    "titles": "titles of files, shown by viewers",
    "form": "tool tips of the sheet's fields",
    "print": "instructions for printing",
    "calibrate": "the page by which a printer is calibrated",
    "tile": "instructions for joining the sheets of a poster",
}

LANGUAGE: Final = Plain(35, r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*", "a language tag such as 'en-GB'")


class Form:
    """The number of the form a file is written in. There is one so far."""

    def read(self, at: At) -> int | Invalid:
        if at.node.value == "1":
            return 1
        message = f"needs the number of a form this version reads, 1, found {at.node.kind()}"
        return at.error("value", message, hint="write 'schema: 1', or get a newer printkit")

    def schema(self, typed: bool) -> Schema:
        return {"const": 1}


VERSION: Final = required(Form(), "number of the form this file is written in: 1")


class Sentence(Struct, frozen=True):
    """A text with exactly the placeholders its word allows."""

    words: Words
    word: Word

    def read(self, at: At) -> Text | Invalid:
        text = self.words.read(at)
        if isinstance(text, Invalid):
            return text
        inner = at.node.get("text") or at.node
        found, fault = placeholders(text.value)
        if fault:
            return at.error("placeholder", fault, hint=self._hint(), span=inner.span)
        known = (*self.word.must, *self.word.may)
        result: Text | Invalid = text
        for name in found:
            if name not in known:
                near = did_you_mean(name, known)
                message = f"the placeholder {{{name}}} is not known here{near}"
                result = at.error("placeholder", message, hint=self._hint(), span=inner.span)
        for name in self.word.must:
            if name not in found:
                message = f"the placeholder {{{name}}} is missing"
                result = at.error("placeholder", message, hint=self._hint(), span=inner.span)
        return result

    def _hint(self) -> str:
        must = [f"{{{name}}}" for name in self.word.must]
        may = [f"{{{name}}} if wanted" for name in self.word.may]
        listed = ", ".join((*must, *may))
        return f"use {listed}" if listed else "this text has no placeholders"

    def schema(self, typed: bool) -> Schema:
        return self.words.schema(typed)


def placeholders(value: str) -> tuple[tuple[str, ...], str]:
    """Return the names in braces, each once, and what is wrong with the braces, if anything."""
    names: dict[str, None] = {}
    try:
        for _, name, spec, conversion in Formatter().parse(value):
            if name is None:
                continue
            if spec or conversion or not name.isidentifier():
                return (), f"a placeholder is a word in braces, found {{{name}}}"
            names[name] = None
    except ValueError:
        return (), "a brace has no partner; a placeholder is a word in braces"
    return tuple(names), ""


def kit_shape(language: str) -> Record[Kit]:
    """Return the shape of the kit's words, written in ``language``."""
    words = Words(language, _LONG)
    prose = Words(language, _LONG, "paragraphs")
    fields: dict[str, Field] = {
        "schema": VERSION,
        "language": required(LANGUAGE, "the language these words are in"),
        "note": optional(words, "for translators; never printed"),
    }
    for group, keys in groupby(KEYS, lambda key: key.partition(".")[0]):
        inner: dict[str, Field] = {
            key.partition(".")[2]: required(
                Sentence(prose if key == "credit.about" else words, KEYS[key]), KEYS[key].about
            )
            for key in keys
        }
        inner["note"] = optional(words, "for translators; never printed")
        fields[group] = required(Record(inner, _group), _GROUPS[group])
    return Record(fields, _kit, about="The words of the kit itself: labels and sentences.")


def _group(values: dict[str, Any], at: At) -> dict[str, Text]:
    return {
        f"{at.name}.{key}": replace(text, key=f"kit.{text.key}")
        for key, text in values.items()
        if key != "note"
    }


def _kit(values: dict[str, Any], at: At) -> Kit:
    texts: dict[str, Text] = {}
    for group in _GROUPS:
        texts |= values[group]
    return Kit(values["language"], texts)


def load_kit(
    files: Files, path: str = "content/kit.yaml", *, warn: list[Diagnostic] | None = None
) -> Kit:
    """Return the kit's words; raises PrintkitError with all problems.

    Findings that do not stop a run are put into ``warn``.
    """
    node, refused = read_yaml(files, path)
    value, problems = check(kit_shape(language_of(node)), node)
    return settled(value, (*refused, *problems), warn)


def language_of(node: Node) -> str:
    """Return the language a file says it is in, before anything is checked."""
    return node.text("language") or "und"
