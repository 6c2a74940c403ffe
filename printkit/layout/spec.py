"""What a layout file may hold, as written: before any page, script or theme is chosen."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, Generic, Literal, TypeAlias, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from printkit.diagnostics import Diagnostic
from printkit.layout.edges import ACROSS, AXES, DOWN, Edge, EdgeShape
from printkit.layout.model import EngineSchema
from printkit.shapes import (
    FLAG,
    INTEGER,
    LENGTH,
    NUMBER,
    TEXT,
    At,
    Choice,
    Field,
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
)
from printkit.units import Length, mm

T = TypeVar("T")

Kind = Literal["title", "heading", "name", "body"]
KINDS: Final[tuple[Kind, ...]] = ("title", "heading", "name", "body")

_SHAPES: Final[Mapping[str, Shape[Any]]] = {
    "length": LENGTH,
    "number": NUMBER,
    "integer": INTEGER,
    "text": TEXT,
    "flag": FLAG,
    "lengths": ListOf(LENGTH),
    "ink": TEXT,
    "style": TEXT,
}


class StyleSpec(Struct, frozen=True):
    """A style as written, on the layout's own page."""

    font: str
    weight: int
    size: Length
    minimum: Length
    leading: float
    tracking: float
    ink: str
    align: Literal["start", "end", "centre"]
    kind: Kind
    floor: Literal["reading", "label"]
    fixed: bool


class PageSpec(Struct, frozen=True):
    design_width: Length | None
    sizes: tuple[str, ...]
    default: str
    orientation: Literal["portrait", "landscape"]


class FrameSpec(Struct, frozen=True):
    edges: Mapping[str, tuple[Edge, Node]]
    style: str
    text: str
    role: str
    overlap: bool
    face: str
    settings: Mapping[str, Any]
    node: Node


class ScriptSpec(Struct, frozen=True):
    """How a script is set; factors and leadings as they are, shifts on an A1 page."""

    factors: Mapping[str, float]  # by kind
    leadings: Mapping[str, float]
    shifts: Mapping[str, Length]
    floors: Mapping[str, Length]
    tracking: float
    also: tuple[str, ...]


class TierSpec(Struct, frozen=True):
    values: Mapping[str, Any]
    styles: Mapping[str, StyleSpec]


class LayoutSpec(Struct, frozen=True):
    """One layout file with its parents, for one size."""

    engine: str
    label: str
    page: PageSpec | None
    frames: Mapping[str, FrameSpec]
    styles: Mapping[str, StyleSpec]
    settings: Mapping[str, Any]
    tiers: Mapping[str, TierSpec]
    scripts: Mapping[str, ScriptSpec]


_STYLE: Final[Mapping[str, Field]] = {
    "font": optional(TEXT, "role of the font", "sans"),
    "weight": optional(Integer(100, 900), "100 to 900", 400),
    "size": required(LengthText(1), "on the layout's own page, as '12pt' or '4.2mm'"),
    "minimum": optional(LengthText(1), "the fit ladder never goes below it"),
    "leading": optional(Number(0.5, 4), "line to line, in sizes", 1.2),
    "tracking": optional(Number(-0.2, 0.5), "in ems", 0.0),
    "ink": optional(TEXT, "a name in inks.toml", "ink"),
    "align": optional(Choice(("start", "end", "centre")), "where lines stand", "start"),
    "kind": optional(Choice(KINDS), "picks the script's factors", "body"),
    "floor": optional(Choice(("reading", "label")), "the smallest printed size", "reading"),
    "fixed": optional(FLAG, "true: never shrunk to fit", False),
}


def _style(values: dict[str, Any], at: At) -> StyleSpec:
    size: Length = values["size"]
    minimum: Length = values["minimum"] or round(size * 0.85)
    if minimum > size:
        node = at.node.get("minimum") or at.node
        at.key("minimum", node).error(
            "style", "is larger than the size", hint="the minimum is where shrinking ends"
        )
    return StyleSpec(**{**values, "minimum": minimum})


STYLE: Final = Record(_STYLE, _style, about="how a text is set")

_SCRIPT_KEYS: Final[Mapping[str, str]] = {
    "title": "the size of titles, times this",
    "heading": "the size of headings, times this",
    "name": "the size of names, times this",
    "body": "the size of body text, times this",
    "leading-title": "the least leading of titles",
    "leading-head": "the least leading of headings",
    "leading-name": "the least leading of names",
    "leading-body": "the least leading of body text",
}


def _script(values: dict[str, Any], at: At) -> ScriptSpec:
    leading: dict[str, float] = {
        kind: values[f"leading-{'head' if kind == 'heading' else kind}"] for kind in KINDS
    }
    return ScriptSpec(
        {kind: values[kind] for kind in KINDS},
        leading,
        {kind: values[f"shift-{kind}"] for kind in ("heading", "name")},
        {kind: values[f"floor-{kind}"] for kind in ("reading", "label")},
        values["tracking"],
        values["also"],
    )


SCRIPT: Final = Record(
    {
        **{key: required(Number(0.2, 3), about) for key, about in _SCRIPT_KEYS.items()},
        "shift-heading": optional(LENGTH, "headings move down by this, on an A1 page", 0),
        "shift-name": optional(LENGTH, "names move down by this, on an A1 page", 0),
        "tracking": optional(Number(0, 1), "the styles' tracking, times this", 0.0),
        "floor-reading": required(LengthText(1), "the smallest printed reading text"),
        "floor-label": required(LengthText(1), "the smallest printed label"),
        "also": optional(ListOf(TEXT), "scripts set in the same way", ()),
    },
    _script,
    about="how a script is set",
)


def _page(values: dict[str, Any], at: At) -> PageSpec:
    if values["default"] is None:
        values["default"] = values["sizes"][0]
    elif values["default"] not in values["sizes"]:
        node = at.node.get("default") or at.node
        at.key("default", node).error("size", f"{values['default']!r} is not among the sizes")
    return PageSpec(
        values["design-width"], values["sizes"], values["default"], values["orientation"]
    )


PAGE: Final = Record(
    {
        "design-width": optional(LengthText(mm(10)), "lengths are drawn on a page this wide"),
        "sizes": required(ListOf(TEXT, 1, None, ("size", "sizes")), "papers or cards by name"),
        "default": optional(TEXT, "the size made when none is asked for"),
        "orientation": optional(Choice(("portrait", "landscape")), "how it lies", "portrait"),
    },
    _page,
)


class _Anything:
    """A table that is looked at later, laid on the layout it changes."""

    def read(self, at: At) -> Node:
        return at.node

    def schema(self, typed: bool) -> dict[str, Any]:
        return {"type": "object"}


Memo: TypeAlias = dict[int, tuple[Node, Any, list[Diagnostic]]]


class _Once(Struct, Generic[T], frozen=True):
    """A shape read once for each node: what layouts and sizes share is the same node."""

    shape: Shape[T]
    memo: Memo

    def read(self, at: At) -> T | Invalid:
        known = self.memo.get(id(at.node))
        if known is None:
            before = len(at.problems)
            value = self.shape.read(at)
            # The node is kept with it, so that its id is not given to another.
            self.memo[id(at.node)] = (at.node, value, at.problems[before:])
            return value
        at.problems += known[2]
        found: T | Invalid = known[1]
        return found

    def schema(self, typed: bool) -> dict[str, Any]:
        return self.shape.schema(typed)


def unknown_keys(schema: EngineSchema | None, root: Node) -> list[Diagnostic]:
    """Return the unknown keys of one file by itself.

    Laid on its parents, a table has the keys it misspells, and nothing could be suggested.
    """
    found = check(_partial(layout_shape(schema)), root)[1]
    return [item for item in found if item.code == "unknown-key"]


def _partial(shape: Shape[Any]) -> Shape[Any]:
    """Return a shape that misses nothing; its values are of no use."""
    match shape:
        case Record():
            fields = {
                name: replace(item, shape=_partial(item.shape), required=False)
                for name, item in shape.fields.items()
            }
            return Record(fields, lambda values, at: values)
        case MapOf():
            return MapOf(_partial(shape.shape))
        case _Once():
            return _partial(shape.shape)
        case _:
            return shape


def layout_shape(schema: EngineSchema | None, memo: Memo | None = None) -> Record[LayoutSpec]:
    """Return the shape of a layout of an engine; None for a parent without one.

    Shapes that are given the same ``memo`` read what their trees share only once.
    """
    memo = {} if memo is None else memo
    own = {name: optional(_SHAPES[kind], kind) for name, kind in (schema.frame if schema else {})
           .items()}  # fmt: skip
    frame = {
        **{edge: optional(EdgeShape(edge), "an edge") for edge in (*ACROSS, *DOWN)},
        "style": optional(TEXT, "the style of its text", ""),
        "text": optional(Text(4000), "a template: '{guide.title}'", ""),
        "role": optional(TEXT, "what it is to a screen reader: H1, P ...", ""),
        "overlap": optional(FLAG, "true: it may lie over other frames", False),
        "face": optional(TEXT, "frames of different faces never meet", ""),
        **own,
    }

    def make_frame(values: dict[str, Any], at: At) -> FrameSpec:
        edges = {
            edge: (values[edge], at.node.get(edge) or at.node)
            for axis in AXES
            for edge in axis
            if values[edge] is not None
        }
        settings = {name: values[name] for name in own if values[name] is not None}
        return FrameSpec(
            edges, values["style"], values["text"], values["role"], values["overlap"],
            values["face"], settings, at.node,
        )  # fmt: skip

    fields: dict[str, Field] = {
        "extends": optional(TEXT, "the layout this one changes"),
        "engine": optional(TEXT, "what draws it", ""),
        "label": optional(TEXT, "its name for people", ""),
        "frame": optional(MapOf(_Once(Record(frame, make_frame), memo)), "where things stand", {}),
        "style": optional(MapOf(_Once(STYLE, memo)), "how type is set", {}),
        "script": optional(_Once(MapOf(SCRIPT), memo), "how scripts are set", {}),
        "page": optional(PAGE, "the paper"),
        "size": optional(MapOf(_Anything()), "changes for one size, [size.NAME...]", {}),
    }
    if schema is not None:
        fields["page"] = required(PAGE, "the paper, [page]")
        fields["settings"] = (required if _must(schema.settings) else optional)(
            _values(schema.settings), "what the engine asks for, [settings]"
        )
        if schema.tier is not None:
            fields["tier"] = required(MapOf(_tier(schema, memo)), "densities, [tier.NAME]")

    def make(values: dict[str, Any], at: At) -> LayoutSpec:
        return LayoutSpec(
            values["engine"],
            values["label"],
            values["page"],
            values["frame"],
            values["style"],
            values.get("settings") or {},
            values.get("tier") or {},
            values["script"],
        )

    return Record(fields, make)


def _must(kinds: Mapping[str, str]) -> bool:
    return any(kind not in ("flag", "text") for kind in kinds.values())


def _fields(kinds: Mapping[str, str]) -> dict[str, Field]:
    return {
        name: optional(_SHAPES[kind], kind, False if kind == "flag" else "")
        if kind in ("flag", "text")
        else required(_SHAPES[kind], f"a {kind}, which the engine needs")
        for name, kind in kinds.items()
    }


def _values(kinds: Mapping[str, str]) -> Record[dict[str, Any]]:
    return Record(_fields(kinds), lambda values, at: values)


def _tier(schema: EngineSchema, memo: Memo) -> Record[TierSpec]:
    fields = _fields(schema.tier or {})
    # A tier's styles are read laid on the layout's own (``with_tier_styles``).
    fields["style"] = optional(MapOf(_Once(STYLE, memo)), "styles of this density", {})

    def make(values: dict[str, Any], at: At) -> TierSpec:
        styles = values.pop("style")
        return TierSpec(values, styles)

    return Record(fields, make)
