"""How products leave the house: output profiles, printing conditions, sheets of paper.

Three data files of ``layouts/``: ``profiles.toml`` has what printers and printing services
want, ``sheets.toml`` the paper that cards are imposed on, plain or perforated.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final, Literal, TypeAlias, TypeVar, cast

from msgspec import Struct, field

from printkit.diagnostics import Diagnostic, PrintkitError, UsageError, did_you_mean, nearest
from printkit.files import Files, layers_of
from printkit.geometry import Point, Rect, Sides, Size
from printkit.layout.model import Format
from printkit.shapes import (
    FLAG,
    NUMBER,
    TEXT,
    At,
    Choice,
    Integer,
    Invalid,
    LengthText,
    ListOf,
    MapOf,
    Node,
    Number,
    Record,
    Shape,
    Text,
    check,
    optional,
    required,
    table,
)
from printkit.shapes.toml import read_toml
from printkit.units import Length, format_mm, mm

T = TypeVar("T")

PROFILES: Final = "profiles.toml"
SHEETS: Final = "sheets.toml"

ColourSpace: TypeAlias = Literal["rgb", "grey", "cmyk"]
Standard: TypeAlias = Literal["", "PDF/X-4"]
Order: TypeAlias = Literal["front-back", "back-front", "fronts-then-backs", "separate"]
Mark: TypeAlias = Literal["crop", "registration", "fold", "colour-bar", "slug"]
Flip: TypeAlias = Literal["long", "short", "separate", "fold", "none"]

THRESHOLDS: Final = (
    "background-ink", "bitmap-dpi-error", "bitmap-dpi-warning", "bleed-artwork-error",
    "bleed-error", "hairline-error", "hairline-inks-warning", "image-dpi-error",
    "image-dpi-warning", "page-count-multiple", "rich-black-text-error", "safe-image-warning",
    "safe-margin-error", "safe-margin-warning", "small-colour-text-error",
    "small-colour-text-warning", "small-text-error", "total-ink-error", "total-ink-speck",
    "trim-size-error", "white-text-error", "white-text-warning",
)  # fmt: skip
"""The numbers of preflight that a profile may set; its rules say what each is by default."""

MARKS: Final = ("crop", "registration", "fold", "colour-bar", "slug")
SIDES: Final = ("long", "short", "separate", "fold")
"""How a deck is printed: never without its backs, where the credit stands."""


class Condition(Struct, frozen=True):
    """A printing condition: what ink does on which paper. ``icc`` is a path of the project."""

    id: str
    label: str
    icc: str
    identifier: str  # as the press knows it: "FOGRA39"
    registry: str = ""


class SizeRule(Struct, frozen=True):
    """What a printing service wants of one size; None where it wants what the size says."""

    bleed: Length | None = None
    safe: Length | None = None
    pixels: tuple[int, int] | None = None  # of a PNG with its bleed, upright


class Profile(Struct, frozen=True):
    """What a printer or a printing service wants.

    ``bleed`` and ``safe`` of None are those of the size. ``ink_limit`` is the most ink in one
    place, per cent of all plates together. ``marks`` stand on single pages, ``sheet_marks`` on
    sheets that are cut. Without ``sizes`` every size is taken.
    """

    id: str
    label: str
    colour: ColourSpace
    standard: Standard = ""
    condition: str = ""
    ink_limit: float = 400.0
    spots: tuple[str, ...] = ()
    bleed: Length | None = None
    safe: Length | None = None
    marks: tuple[Mark, ...] = ()
    sheet_marks: tuple[Mark, ...] = ("crop", "fold", "slug")
    order: Order = "front-back"
    format: Literal["pdf", "png"] = "pdf"
    dpi: int = 300
    theme: str = ""
    sheet: str = ""  # the sheet it prints on, unless another is named
    sides: Flip = "long"
    duplex: bool = True
    home: bool = False  # whoever prints it has no press operator: instructions come with it
    sizes: Mapping[str, SizeRule] = field(default_factory=dict)
    preflight: Mapping[str, float] = field(default_factory=dict)  # thresholds of its own
    about: str = ""  # what is to be known before a file is sent
    source: str = ""  # where these values were read, and when

    def rule(self, size: str) -> SizeRule:
        return self.sizes.get(size, SizeRule())


class Stock(Struct, frozen=True):
    """Perforated or pre-cut stock: where its cards lie on the upright sheet."""

    size: Size
    columns: int
    rows: int
    first: Point  # the top left corner of the first card
    pitch: Size  # from one card to the next
    radius: Length = 0

    def cells(self) -> tuple[Rect, ...]:
        """Return the cards' boxes, row by row."""
        return tuple(
            Rect(
                self.first.x + column * self.pitch.width,
                self.first.y + row * self.pitch.height,
                self.size.width,
                self.size.height,
            )
            for row in range(self.rows)
            for column in range(self.columns)
        )


class PressSheet(Struct, frozen=True):
    """A sheet of paper as a printer feeds it. ``size`` is of the upright sheet.

    Nothing is printed in ``margin``. A sheet with ``stock`` is perforated or pre-cut.
    """

    id: str
    label: str
    size: Size
    margin: Sides
    stock: Stock | None = None


class Outputs(Struct, frozen=True):
    """Everything the two files hold, all of it good."""

    profiles: Mapping[str, Profile]
    conditions: Mapping[str, Condition]
    sheets: Mapping[str, PressSheet]


def load_outputs(
    files: Files,
    formats: Mapping[str, Format],
    themes: Mapping[str, Any],
    folder: str = "layouts",
) -> Outputs:
    """Read both files; raises PrintkitError with everything wrong in them.

    What a project's own file has is added to what printkit brings, and goes before it.

    ``formats`` and ``themes`` are what the layouts know: a profile and a sheet name them.
    """
    problems: list[Diagnostic] = []

    def read(file: str, shape: Shape[T]) -> list[tuple[Node, T]]:
        """Return what each tree has under this name, what printkit brings first."""
        path = f"{folder}/{file}"
        found = []
        for layer in reversed(layers_of(files, path) or (files,)):
            node = read_toml(layer, path)
            value, said = check(shape, node)
            problems.extend(said)
            if value is not None:
                found.append((node, value))
        return found

    papers = read(SHEETS, _sheet_file(formats))
    sheets = {name: one for _, some in papers for name, one in some.items()}
    parts = read(PROFILES, _PROFILE_FILE)
    _twins("sheet", [node for node, _ in papers], problems)
    for key in ("profile", "condition"):
        _twins(key, [node for node, _ in parts], problems)
    conditions = {name: one for _, part in parts for name, one in part["condition"].items()}
    profiles = {name: one for _, part in parts for name, one in part["profile"].items()}
    if not problems:
        for node, part in parts:
            _known(node, part["profile"], conditions, sheets, formats, themes, problems)
    if problems:
        raise PrintkitError(problems)
    return Outputs(profiles, conditions, sheets)


def named(kind: Literal["profile", "sheet"], word: str, known: Mapping[str, T]) -> T:
    """Return the profile or sheet that somebody means by a word, in capitals or not.

    Raises UsageError for one there is not.
    """
    lower = {name.casefold(): name for name in known}
    name = word if word in known else lower.get(word.casefold(), "")
    if name:
        return known[name]
    near = lower.get(nearest(word.casefold(), lower))
    guess = f"; did you mean {near!r}?" if near else ""
    raise UsageError(
        Diagnostic(
            f"unknown-{kind}",
            f"there is no {kind} {word!r}{guess}",
            hint=f"known: {', '.join(known)}",
        )
    )


def _twins(key: str, roots: Iterable[Node], problems: list[Diagnostic]) -> None:
    """Report names that differ in their capitals alone: they would share their files."""
    seen: dict[str, str] = {}
    for root in roots:
        top = At(root, problems)
        tables = root.get(key)
        found = tables.value if tables is not None else None
        for name, node in found.items() if isinstance(found, dict) else ():
            first = seen.setdefault(name.casefold(), name)
            if first != name:
                top.key(key, root).key(name, node).error(
                    "duplicate", f"{name!r} and {first!r} differ in their capitals alone",
                    hint="write the name as it is there, or take another", span=node.key_span,
                )  # fmt: skip


def _known(
    root: Node,
    profiles: Mapping[str, Profile],
    conditions: Mapping[str, Condition],
    sheets: Mapping[str, PressSheet],
    formats: Mapping[str, Format],
    themes: Mapping[str, Any],
    problems: list[Diagnostic],
) -> None:
    """Report every name a profile uses and nothing has."""
    top = At(root)
    at = top.key("profile", root.get("profile") or root)
    for name, profile in profiles.items():
        node = at.node.get(name) or at.node
        here = at.key(name, node)
        for key, word, known in (
            ("condition", profile.condition, conditions),
            ("theme", profile.theme, themes),
            ("sheet", profile.sheet, sheets),
        ):
            if word and word not in known:
                here.key(key, node.get(key) or node).error(
                    "choice", f"there is no {key} {word!r}{did_you_mean(word, known)}",
                    hint=f"known: {', '.join(known)}",
                )  # fmt: skip
        sizes = node.get("size") or node
        for size in profile.sizes:
            if size not in formats:
                here.key(size, sizes.get(size) or sizes).error(
                    "size", f"there is no size {size!r}{did_you_mean(size, formats)}",
                    hint="sizes are in papers.toml and card-sizes.toml",
                )  # fmt: skip
        if profile.standard and (profile.colour != "cmyk" or not profile.condition):
            here.key("standard", node.get("standard") or node).error(
                "value", f"{profile.standard} needs colour = 'cmyk' and a condition"
            )
    problems += top.problems


# -- shapes --------------------------------------------------------------------------------

_MARGIN = LengthText(0, mm(100))
_NAME: Final = Text(
    64, r"[^\W_](?:[\w-]|\.(?!\.))*", "letters and digits, with '.', '_' or '-' between them",
    "the name becomes a part of file names",
)  # fmt: skip
_STEP: Final = r"(?!\.\.?(?:/|$))[^/\\:\x00-\x1f]+"
_ICC: Final = Text(
    200, f"{_STEP}(?:/{_STEP})*", "the path of a file below layouts/",
    "put the file there, and write its path from there, as in 'icc/our-paper.icc'",
)  # fmt: skip
_MARKS = ListOf(Choice(MARKS), unit=("mark", "marks"))

_THRESHOLD: Final = Choice(THRESHOLDS, "a threshold of preflight", "threshold")

_SIZE_RULE: Final = Record(
    {
        "bleed": optional(_MARGIN, "beyond the trim, on each side"),
        "safe": optional(_MARGIN, "inside the trim, on each side"),
        "pixels": optional(
            ListOf(Integer(1, 20_000), 2, 2, ("number", "numbers")),
            "width and height of a PNG of the upright card, bleed included",
        ),
    },
    lambda v, at: SizeRule(v["bleed"], v["safe"], v["pixels"]),
)


def _profile(v: dict[str, Any], at: At) -> Profile | Invalid:
    if v["format"] == "png" and v["marks"]:
        return at.key("marks", at.node.get("marks") or at.node).error(
            "value", "marks stand beside the page, and a PNG ends where its bleed does",
            hint="leave marks out, or write format = 'pdf'",
        )  # fmt: skip
    return Profile(
        at.name,
        v["label"],
        v["colour"],
        v["standard"],
        v["condition"],
        v["ink-limit"],
        v["spots"],
        v["bleed"],
        v["safe"],
        v["marks"],
        v["sheet-marks"],
        v["order"],
        v["format"],
        v["dpi"],
        v["theme"],
        v["sheet"],
        v["sides"],
        v["duplex"],
        v["home"],
        v["size"],
        v["preflight"],
        v["about"],
        v["source"],
    )


_PROFILE: Final = Record(
    {
        "label": required(TEXT, "its name for people"),
        "colour": required(Choice(("rgb", "grey", "cmyk")), "what inks are written in"),
        "standard": optional(Choice(("PDF/X-4",)), "the standard its PDF keeps", ""),
        "condition": optional(TEXT, "the printing condition, [condition.NAME]", ""),
        "ink-limit": optional(Number(100, 400), "the most ink in one place, per cent", 400.0),
        "spots": optional(ListOf(TEXT, unit=("name", "names")), "spot colours it prints", ()),
        "bleed": optional(_MARGIN, "beyond the trim; that of the size if absent"),
        "safe": optional(_MARGIN, "inside the trim; that of the size if absent"),
        "marks": optional(_MARKS, "printer's marks on single pages", ()),
        "sheet-marks": optional(_MARKS, "marks on sheets that are cut", ("crop", "fold", "slug")),
        "order": optional(
            Choice(("front-back", "back-front", "fronts-then-backs", "separate")),
            "the order of a deck's pages; separate: two files",
            "front-back",
        ),
        "format": optional(Choice(("pdf", "png")), "kind of file; png: one for each face", "pdf"),
        "dpi": optional(Integer(36, 1200), "of a PNG whose pixels no size gives", 300),
        "theme": optional(TEXT, "the theme it is made in unless another is named", ""),
        "sheet": optional(TEXT, "the sheet it prints on, [sheet.NAME]", ""),
        "sides": optional(Choice(SIDES), "how backs get behind their fronts", "long"),
        "duplex": optional(FLAG, "false: it prints on one side only", True),
        "home": optional(FLAG, "true: instructions for printing come with every file", False),
        "size": optional(MapOf(_SIZE_RULE), "what it takes, and wants of it, [….size.NAME]", {}),
        "preflight": optional(MapOf(NUMBER, _THRESHOLD), "thresholds of its own", {}),
        "about": optional(TEXT, "what is to be known before a file is sent", ""),
        "source": optional(TEXT, "where these values were read, and when", ""),
    },
    _profile,
    about="what a printer or a printing service wants",
)

_CONDITION: Final = Record(
    {
        "label": required(TEXT, "its name for people"),
        "icc": required(_ICC, "its ICC profile, a file below layouts/"),
        "identifier": required(TEXT, "the name the press knows it by"),
        "registry": optional(TEXT, "who keeps that name", ""),
    },
    lambda v, at: Condition(
        at.name, v["label"], v["icc"], v["identifier"], v["registry"]
    ),
)

_PROFILE_FILE: Final = table(
    {
        "profile": optional(MapOf(_PROFILE, _NAME), "output profiles, [profile.NAME]", {}),
        "condition": optional(
            MapOf(_CONDITION, _NAME), "printing conditions, [condition.NAME]", {}
        ),
    }
)


def _stock(v: dict[str, Any], at: At) -> Stock | Invalid:
    size = Size(v["width"], v["height"])
    pitch = Size(v["pitch-x"] or size.width, v["pitch-y"] or size.height)
    wrong: Invalid | None = None
    for key, step, side, count in (
        ("pitch-x", pitch.width, size.width, v["columns"]),
        ("pitch-y", pitch.height, size.height, v["rows"]),
    ):
        if step < side and count > 1:
            wrong = at.key(key, at.node.get(key) or at.node).error(
                "sheet", f"its cards overlap: they are {format_mm(side)} long on this side, and "
                f"the next begins after {format_mm(step)}",
                hint="the pitch is from the edge of a card to the same edge of the next",
            )  # fmt: skip
    first = Point(v["x0"], v["y0"])
    return wrong or Stock(size, v["columns"], v["rows"], first, pitch, v["radius"])


_LONG = LengthText(mm(5), mm(2000))
_STOCK: Final = Record(
    {
        "width": required(_LONG, "of a card, as the sheet stands upright"),
        "height": required(_LONG, "of a card"),
        "columns": required(Integer(1, 50), "cards across"),
        "rows": required(Integer(1, 50), "cards down"),
        "x0": required(_MARGIN, "from the left edge of the sheet to the first card"),
        "y0": required(LengthText(0, mm(500)), "from the top edge to the first card"),
        "pitch-x": optional(_LONG, "from one card to the next; its width if absent"),
        "pitch-y": optional(_LONG, "the same downwards; its height if absent"),
        "radius": optional(_MARGIN, "of pre-cut corners", 0),
    },
    _stock,
)


def _sheet_file(formats: Mapping[str, Format]) -> Any:
    papers = {name: one for name, one in formats.items() if one.kind == "paper"}

    def sheet(v: dict[str, Any], at: At) -> Any:
        paper = papers.get(v["paper"])
        if paper is None:
            return at.key("paper", at.node.get("paper") or at.node).error(
                "size", f"there is no paper {v['paper']!r}{did_you_mean(v['paper'], papers)}",
                hint="papers are in papers.toml",
            )  # fmt: skip
        stock: Stock | None = v["stock"]
        if stock is not None:
            whole = Rect(0, 0, paper.size.width, paper.size.height)
            if not all(whole.contains(cell) for cell in stock.cells()):
                return at.key("stock", at.node.get("stock") or at.node).error(
                    "sheet", "its cards leave the sheet",
                    hint="look at x0, y0 and the pitches: they are from the sheet's top left",
                )  # fmt: skip
        return PressSheet(
            at.name, v["label"] or paper.label, paper.size, Sides.all(v["margin"]), stock
        )

    shape = Record(
        {
            "paper": required(TEXT, "a paper of papers.toml"),
            "label": optional(TEXT, "its name for people; the paper's if absent", ""),
            "margin": optional(_MARGIN, "where its printer cannot print", mm(8)),
            "stock": optional(_STOCK, "the cards of perforated or pre-cut stock"),
        },
        sheet,
    )
    return Record(
        {"sheet": required(MapOf(shape, _NAME), "sheets, [sheet.NAME]")},
        lambda v, at: cast("dict[str, PressSheet]", v["sheet"]),
    )
