"""The shape of a framework file: its keys, their limits, and what is made of them."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final

from printkit.content import motif
from printkit.content.checks import counts_and_ids, protected_names
from printkit.content.kit import LANGUAGE, VERSION
from printkit.content.model import (
    Area,
    Asset,
    Credit,
    Entry,
    Framework,
    Guide,
    Heart,
    Instruction,
    Item,
    Op,
    Permission,
    SheetWords,
    Text,
)
from printkit.content.words import LINE, NAME, NOTE, PROSE, TITLE, Words
from printkit.diagnostics import Severity
from printkit.shapes import (
    FLAG,
    SLUG,
    At,
    Choice,
    Either,
    Field,
    Invalid,
    ListOf,
    Record,
    optional,
    required,
)
from printkit.shapes import Text as Plain

AREAS: Final = (3, 6)
ATTITUDES: Final = (3, 12)
SLOTS: Final = ("source", "partner", "adapter")

_URL: Final = r"https?://[^\s/?#]+\.[^\s]+"
_NOT_YET: Final = re.compile(
    r"https?://(?:[^/?#]*\.)?(?:example\.(?:org|com|net)|(?:[^/?#]+\.)?(?:example|invalid|test))"
    r"(?:[:/?#].*)?"
)
_DATE: Final = r"\d{4}-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?"
_FILE: Final = r"[A-Za-z0-9][A-Za-z0-9._-]*\.(?:svg|png|jpg|jpeg|SVG|PNG|JPG|JPEG)"

MakeAsset = Callable[[dict[str, Any], At], Asset | Invalid]


def _no_asset(values: dict[str, Any], at: At) -> Invalid:
    return at.error("asset", "assets are read together with their files")


def framework_shape(
    language: str,
    motifs: tuple[str, ...] | None = None,
    asset: MakeAsset = _no_asset,
) -> Record[Framework]:
    """Return the shape of a framework written in ``language``.

    ``motifs`` are the names of the visual alphabet, None if any will do; ``asset`` looks
    at the file of an asset.
    """
    name, line = Words(language, NAME), Words(language, LINE)
    title = Words(language, TITLE)
    prose = Words(language, PROSE, "paragraphs")
    note = optional(Plain(NOTE), "for translators; never printed")
    slug = required(SLUG, "id that never changes: lower-case words joined by hyphens")
    formerly = optional(
        ListOf(SLUG, 1, 20, ("id", "ids")),
        "ids it had before, so that its translations and adaptations are found",
        (),
    )

    line_item = Record(
        {"id": slug, "formerly": formerly, "text": required(line, "the text"), "note": note},
        _item,
    )
    item = Record(
        {
            "id": slug,
            "formerly": formerly,
            "title": optional(name, "a few words, set in bold before the text"),
            "text": required(prose, "the text"),
            "note": note,
        },
        _item,
    )

    def entry(kind: str) -> Record[Entry]:
        return Record(
            {
                "id": slug,
                "formerly": formerly,
                "title": required(name, f"name of the {kind}, as printed large"),
                "line": required(line, "one line that says it in other words"),
                "definition": required(prose, "what it is, on the back of the card"),
                "practice": required(
                    ListOf(line_item, 2, 2, ("line", "lines"), ids=True),
                    "two lines that say what it looks like day to day",
                ),
                "ask": required(line, "a question to ask each other"),
                "motif": optional(
                    Either(
                        SLUG if motifs is None else Choice(motifs, "a known motif", "motif"),
                        ListOf(motif.OpShape(), 1, 60, ("step", "steps")),
                    ),
                    "name of the drawing, or a list of steps of your own",
                    "",
                ),
                "note": note,
            },
            _skill if kind == "skill" else _attitude,
        )

    area = Record(
        {
            "id": slug,
            "formerly": formerly,
            "title": required(name, "name of the area"),
            "line": required(line, "one line under it"),
            "skills": required(
                ListOf(entry("skill"), 1, None, ("skill", "skills")), "its skills, in order"
            ),
            "note": note,
        },
        _area,
    )
    return Record(
        {
            "schema": VERSION,
            "id": required(SLUG, "id of the framework; begins the names of files"),
            "version": required(
                Plain(32, r"\d[0-9A-Za-z.+-]*", "a version such as '1.2'"), "version, as printed"
            ),
            "date": required(
                Plain(
                    40,
                    _DATE,
                    "a date such as '2026-11' or '2026-11-30'",
                    "write a year and month, as in 2026-11",
                ),
                "date, as printed",
            ),
            "language": required(LANGUAGE, "the language this file is in"),
            "title": required(
                Words(language, TITLE, "wished"),
                "the title; a line break is a wish for the poster",
            ),
            "intro": required(prose, "what the map is for"),
            "prompts": required(
                ListOf(line_item, 1, 6, ("prompt", "prompts"), ids=True),
                "what to do with the map, at its foot",
            ),
            "areas": required(
                ListOf(area, *AREAS, ("area", "areas"), ids=True), "3 to 6 areas, in order"
            ),
            "heart": required(
                Record(
                    {
                        "title": required(title, "over the attitudes, on the poster"),
                        "label": required(name, "the same in fewer words, on cards"),
                        "short": required(name, "the same on the sheet"),
                        "line": required(line, "one line under the title"),
                        "attitudes": required(
                            ListOf(entry("attitude"), *ATTITUDES, ("attitude", "attitudes")),
                            "3 to 12 attitudes, in order",
                        ),
                        "note": note,
                    },
                    _heart,
                ),
                "the centre: attitudes all threads pass through",
            ),
            "sheet": required(_sheet(title, line, line_item, item, note), "the reflection sheet"),
            "instruction": required(
                Record(
                    {
                        "label": required(name, "small, at the top of the card"),
                        "title": required(title, "large"),
                        "line": required(line, "under the title"),
                        "steps": required(
                            ListOf(item, 1, 8, ("step", "steps"), ids=True), "how to play"
                        ),
                        "note": note,
                    },
                    _instruction,
                ),
                "the card that says how to play",
            ),
            "guide": required(
                Record(
                    {
                        "title": required(title, "title of the page"),
                        "intro": required(prose, "what comes first"),
                        "advice": required(
                            ListOf(item, 1, 12, ("piece of advice", "pieces of advice"), ids=True),
                            "advice, in order",
                        ),
                        "note": note,
                    },
                    _guide,
                ),
                "the page 'How to use this map'",
            ),
            "credit": required(
                _credit_shape(language, note),
                "who made this; content without its credit does not load, and content/README.md "
                "has the whole block to copy back",
            ),
            "assets": optional(
                ListOf(_asset_shape(line, note, asset), 0, 40, ("asset", "assets"), ids=True),
                "pictures and logos in the folder 'assets'",
                (),
            ),
            "note": note,
        },
        _framework,
        counts_and_ids,
        "A framework: its areas and skills, its attitudes, and the words around them.",
    )


def _sheet(
    title: Words, line: Words, line_item: Record[Item], item: Record[Item], note: Field
) -> Record[SheetWords]:
    ask = {
        "title": required(title, "over the panel"),
        "prompt": required(line, "what to ask, and whom"),
        "note": note,
    }
    return Record(
        {
            "title": required(title, "title of the sheet"),
            "subtitle": required(line, "what it is for"),
            "steps": required(
                ListOf(item, 1, 8, ("step", "steps"), ids=True), "what to do, in order"
            ),
            "ask": required(Record(ask, lambda values, at: values), "the panel 'ask others'"),
            "questions": required(
                ListOf(line_item, 1, 6, ("question", "questions"), ids=True),
                "what people ask themselves: the fields for notes",
            ),
            "note": note,
        },
        lambda v, at: SheetWords(
            v["title"], v["subtitle"], v["steps"], v["ask"]["title"], v["ask"]["prompt"],
            v["questions"],
        ),
    )  # fmt: skip


def _credit_shape(language: str, note: Field) -> Record[Credit]:
    prose = Words(language, PROSE, "paragraphs")
    permission = Record(
        {
            "statement": required(Words(language, LINE), "what is allowed, as printed"),
            "where": required(Plain(LINE), "where this was said"),
            "seen": required(
                Plain(
                    40,
                    _DATE,
                    "a date such as '2026-11-22'",
                    "write a year, month and day, as in 2026-11-22",
                ),
                "when it was last seen there",
            ),
            "note": note,
        },
        lambda v, at: Permission(v["statement"], v["where"], v["seen"]),
    )
    notice = Record(
        {
            "id": required(SLUG, "id of the notice, such as 'ngo-x-2026'"),
            "text": required(prose, "who did what, where and when, as printed"),
            "note": note,
        },
        lambda v, at: v["text"],
    )
    return Record(
        {
            "line": required(Words(language, LINE), "the whole credit, as its owners ask for it"),
            "short": required(Words(language, LINE), "the credit on every card"),
            "protected": required(
                ListOf(Plain(NAME), 1, 20, ("name", "names")),
                "names that stay letter for letter in every language",
            ),
            "source_url": required(
                Plain(400, _URL, "an address that starts with https://"), "address of the source"
            ),
            "placeholder": optional(FLAG, "yes while the address is not the real one", False),
            "permission": required(permission, "the owners' permission"),
            "wording": optional(prose, "whose words these are"),
            "chain": optional(
                ListOf(notice, 0, 40, ("notice", "notices"), ids=True),
                "who translated and adapted it before you, in order; add to it, never take away",
                (),
            ),
            "note": note,
        },
        _credit,
        protected_names,
    )


def _asset_shape(line: Words, note: Field, asset: MakeAsset) -> Record[Asset]:
    return Record(
        {
            "id": required(SLUG, "id of the picture"),
            "file": required(
                Plain(80, _FILE, "the name of an SVG, PNG or JPEG file"),
                "name of the file in the folder 'assets'",
            ),
            "owner": required(Plain(LINE), "whose it is"),
            "alt": required(line, "what it shows, for people who do not see it"),
            "slot": optional(Choice(SLOTS), "logo frame it stands in", ""),
            "note": note,
        },
        asset,
    )


# -- values --------------------------------------------------------------------------------


def _item(v: dict[str, Any], at: At) -> Item:
    return Item(v["id"], v.get("title"), v["text"])


def _skill(v: dict[str, Any], at: At) -> Entry | Invalid:
    if isinstance(v["motif"], tuple):
        before = len(at.problems)
        motif.check_ends(at.key("motif", at.node.get("motif") or at.node), v["motif"])
        if len(at.problems) > before:
            return Invalid()
    return _entry("skill", v, at)


def _attitude(v: dict[str, Any], at: At) -> Entry:
    return _entry("attitude", v, at)  # an attitude's motif has no thread to join


def _entry(kind: Any, v: dict[str, Any], at: At) -> Entry:
    own: tuple[Op, ...] = v["motif"] if isinstance(v["motif"], tuple) else ()
    practice: tuple[Text, ...] = tuple(item.text for item in v["practice"])
    return Entry(
        v["id"], kind, v["title"], v["line"], v["definition"], practice, v["ask"],
        "" if own else v["motif"], at.node.span, own,
    )  # fmt: skip


def _area(v: dict[str, Any], at: At) -> Area:
    return Area(v["id"], v["title"], v["line"], v["skills"], at.node.span)


def _heart(v: dict[str, Any], at: At) -> Heart:
    return Heart(v["title"], v["label"], v["short"], v["line"], v["attitudes"])


def _instruction(v: dict[str, Any], at: At) -> Instruction:
    return Instruction(v["label"], v["title"], v["line"], v["steps"])


def _guide(v: dict[str, Any], at: At) -> Guide:
    return Guide(v["title"], v["intro"], v["advice"])


def _credit(v: dict[str, Any], at: At) -> Credit:
    sample = _NOT_YET.fullmatch(v["source_url"]) is not None
    placeholder = v["placeholder"] or sample
    if placeholder:
        key = "source_url" if sample else "placeholder"
        place = at.key(key, at.node.get(key) or at.node)
        hint = (
            "put the real address here"
            if sample
            else "if this address is the real one, delete "
            f"the line 'placeholder: {at.node.text(key)}'"
        )
        if sample and v["placeholder"]:
            hint += " and delete the line 'placeholder'"
        place.error(
            "placeholder",
            "the address of the source is a placeholder; the pages and their QR codes say so",
            hint=hint,
            severity=Severity.NOTE,
        )
    return Credit(
        v["line"], v["short"], v["protected"], v["source_url"], placeholder, v["permission"],
        v["wording"], v["chain"],
    )  # fmt: skip


def _framework(v: dict[str, Any], at: At) -> Framework:
    values = {key: value for key, value in v.items() if key not in ("schema", "note")}
    return Framework(**values, span=at.node.span)
