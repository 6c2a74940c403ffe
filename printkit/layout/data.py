"""The data files all layouts share: papers, cards, inks, themes, motifs."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final, cast

from msgspec import Struct

from printkit.content.model import Op
from printkit.content.motif import OpShape, check_ends
from printkit.diagnostics import did_you_mean
from printkit.geometry import Size
from printkit.layout.model import Format, LineStyle, MarkerShape, Motif, Theme
from printkit.layout.output import PROFILES, SHEETS
from printkit.scene.model import Ink
from printkit.shapes import (
    FLAG,
    TEXT,
    At,
    Choice,
    Invalid,
    LengthText,
    ListOf,
    MapOf,
    Node,
    Number,
    Record,
    Shape,
    optional,
    required,
)
from printkit.units import mm

PAPERS: Final = "papers.toml"
CARDS: Final = "card-sizes.toml"
INKS: Final = "inks.toml"
THEMES: Final = "themes.toml"
MOTIFS: Final = "motifs.toml"
DATA_FILES: Final = (PAPERS, CARDS, INKS, THEMES, MOTIFS, PROFILES, SHEETS)

_HEX: Final = re.compile(r"#[0-9A-Fa-f]{6}")


class AreaNames(Struct, frozen=True):
    """One area's inks by name, before a theme replaces any."""

    thread: str
    tint: str
    tone: str
    on: str
    line: LineStyle
    marker: MarkerShape


class Palette(Struct, frozen=True):
    inks: Mapping[str, Ink]
    areas: tuple[AreaNames, ...]


class ThemeSpec(Struct, frozen=True):
    theme: Theme  # its keyline as on an A1 page
    inks: Mapping[str, Ink]  # those it replaces


class _Colour:
    """``#RRGGBB``."""

    def read(self, at: At) -> tuple[int, int, int] | Invalid:
        value = at.node.value
        if not isinstance(value, str) or not _HEX.fullmatch(value):
            return at.error(
                "colour", f"needs a colour as #RRGGBB, found {at.node.kind()}",
                hint="six digits 0-9 A-F: two each for red, green and blue",
            )  # fmt: skip
        return int(value[1:3], 16), int(value[3:5], 16), int(value[5:7], 16)

    def schema(self, typed: bool) -> dict[str, Any]:
        return {"type": "string", "pattern": f"^{_HEX.pattern}$"}


def _ink(values: dict[str, Any], at: At) -> Ink:
    cyan, magenta, yellow, black = map(float, values["cmyk"])
    return Ink(at.name, values["rgb"], (cyan, magenta, yellow, black), values["spot"])


INK: Final = Record(
    {
        "rgb": required(_Colour(), "on screen, as #RRGGBB"),
        "cmyk": required(
            ListOf(Number(0, 100), 4, 4, ("number", "numbers")),
            "in press files, per cent of cyan, magenta, yellow and black",
        ),
        "spot": optional(TEXT, "the name of a spot colour"),
    },
    _ink,
    about="a named swatch",
)

_AREA: Final = Record(
    {
        "thread": required(TEXT, "the ink of its thread"),
        "tint": required(TEXT, "the ink of its ground"),
        "tone": required(TEXT, "the ink of its text on paper"),
        "on": required(TEXT, "the ink of text on its thread"),
        "line": required(
            Choice(("solid", "cased", "beaded", "dashed", "triple", "ticked")), "how it is drawn"
        ),
        "marker": required(
            Choice(("circle", "square", "triangle", "diamond", "pentagon", "plus")), "its shape"
        ),
    },
    lambda v, at: AreaNames(**v),
)


def _palette(values: dict[str, Any], at: At) -> Palette:
    inks: dict[str, Ink] = values["ink"]
    areas = at.key("area", at.node.get("area") or at.node)
    for number, area in enumerate(cast("list[Node]", areas.node.value), 1):
        item = areas.entry(number, area)
        for part in ("thread", "tint", "tone", "on"):
            known_ink(item.key(part, area.get(part) or area), inks)
    return Palette(inks, values["area"])


def known_ink(at: At, inks: Mapping[str, Ink]) -> None:
    """Report an ink that inks.toml does not have."""
    name = str(at.node.value)
    if name not in inks:
        at.error("ink", f"there is no ink {name!r}{did_you_mean(name, inks)}")


PALETTE: Final = Record(
    {
        "ink": required(MapOf(INK), "the swatches, [ink.NAME]"),
        "area": required(
            ListOf(_AREA, 6, 6, ("area", "areas")), "what tells the six areas apart, [[area]]"
        ),
    },
    _palette,
)


def _format(kind: str) -> Shape[Format]:
    positive = LengthText(mm(10), mm(5000))
    margin = LengthText(0, mm(100))
    return Record(
        {
            "label": required(TEXT, "its name for people"),
            "width": required(positive, "across, of the upright sheet"),
            "height": required(positive, "down, of the upright sheet"),
            "bleed": required(margin, "beyond the trim, on each side"),
            "safe": required(margin, "inside the trim, on each side"),
            "radius": optional(margin, "of the corners", 0),
        },
        lambda v, at: Format(
            at.name,
            v["label"],
            Size(v["width"], v["height"]),
            cast("Any", kind),
            v["bleed"],
            v["safe"],
            v["radius"],
        ),
    )


PAPER_FILE: Final = Record(
    {"paper": required(MapOf(_format("paper")), "papers, [paper.NAME]")}, lambda v, at: v["paper"]
)
CARD_FILE: Final = Record(
    {"card": required(MapOf(_format("card")), "cards, [card.NAME]")}, lambda v, at: v["card"]
)


_THEME: Final = Record(
    {
        "label": required(TEXT, "its name for people"),
        "heart": required(Choice(("flood", "outline")), "the band at the centre"),
        "backs": required(Choice(("flood", "bar")), "the backs of cards"),
        "keyline": required(LengthText(0, mm(10)), "ink outside every thread, on an A1 page"),
        "type-scale": required(Number(0.5, 3), "body text times this"),
        "ink": optional(MapOf(INK), "inks it replaces, [theme.NAME.ink.INK]", {}),
    },
    lambda v, at: ThemeSpec(
        Theme(at.name, v["label"], v["heart"], v["backs"], v["keyline"], v["type-scale"]), v["ink"]
    ),
)

THEME_FILE: Final = Record(
    {"theme": required(MapOf(_THEME), "themes, [theme.NAME]")}, lambda v, at: v["theme"]
)


def _motif(values: dict[str, Any], at: At) -> Motif:
    ops: tuple[Op, ...] = values["ops"]
    simple: tuple[Op, ...] | None = values["simple"]
    if values["thread"]:
        check_ends(at.key("ops", at.node.get("ops") or at.node), ops)
        if simple is not None:
            check_ends(at.key("simple", at.node.get("simple") or at.node), simple)
    return Motif(at.name, ops, ops if simple is None else simple, values["mirror"])


_OPS: Final = ListOf(OpShape(), 1, 60, ("step", "steps"))

_MOTIF: Final = Record(
    {
        "about": required(TEXT, "what the line does, in a few words"),
        "ops": required(_OPS, "its steps, in paint order"),
        "simple": optional(_OPS, "its steps where the thread is thick for its size"),
        "thread": optional(FLAG, "false: it stands alone, no thread enters or leaves", True),
        "mirror": optional(FLAG, "false: never mirrored on right-to-left pages", True),
    },
    _motif,
)

MOTIF_FILE: Final = Record(
    {"motif": required(MapOf(_MOTIF), "motifs, [motif.NAME]")}, lambda v, at: v["motif"]
)

