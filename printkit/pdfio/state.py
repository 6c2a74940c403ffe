"""The graphics state of PDF content: what operators change and forms inherit.

Whoever walks content keeps one, hands it every operator, and copies it at ``q``. Paths, text
positions and painting are the walker's own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import copy
from typing import Any, Final

from printkit.pdfio.colours import (
    BLACK,
    CMYK,
    GREY,
    PATTERN,
    RGB,
    Colour,
    Space,
    first_colour,
    read_space,
)
from printkit.pdfio.faults import FAULTS
from printkit.pdfio.fonts import NO_FONT, Font, read_font
from printkit.pdfio.matrix import UNIT, Box, Matrix
from printkit.pdfio.outline import SIDES, Side

_NORMAL: Final = ("Normal", "Compatible")


class Shelf:
    """Colour spaces and fonts of one open file, each read once."""

    def __init__(self) -> None:
        self._spaces: dict[Any, Space] = {}
        self._fonts: dict[Any, Font] = {}

    def space(self, value: Any, resources: Any) -> Space:
        key = _key(value)
        if key is None:
            named = lookup(resources, "/ColorSpace", str(value))
            key = _key(named)
        if key is None:
            return read_space(value, resources)
        if key not in self._spaces:
            self._spaces[key] = read_space(value, resources)
        return self._spaces[key]

    def font(self, value: Any) -> Font:
        if value is None:
            return NO_FONT
        key = _key(value)
        if key is None:
            return read_font(value)
        if key not in self._fonts:
            self._fonts[key] = read_font(value)
        return self._fonts[key]


def _key(value: Any) -> Any:
    try:
        return value.objgen if value.is_indirect else None
    except AttributeError:
        return None


def lookup(resources: Any, kind: str, name: str) -> Any:
    """Return a named resource, None where there is none."""
    try:
        return resources.get(kind).get(name)
    except FAULTS:
        return None


class State:
    """Everything ``q`` saves. Lengths are in the units of the content."""

    __slots__ = (
        "alpha",
        "blend",
        "cap",
        "clip",
        "dashed",
        "fill",
        "flat",
        "font",
        "leading",
        "masked",
        "matrix",
        "mode",
        "opm",
        "overprint",
        "rise",
        "size",
        "spacing",
        "stretch",
        "stroke",
        "stroke_alpha",
        "stroke_overprint",
        "veiled",
        "width",
        "word",
    )

    def __init__(self, matrix: Matrix = UNIT, clip: Box | None = None) -> None:
        self.matrix = matrix
        self.clip = clip
        self.flat: frozenset[Side] = frozenset(SIDES)  # the straight sides of the clip
        self.fill: Colour = BLACK
        self.stroke: Colour = BLACK
        self.width = 1.0
        self.cap = 0
        self.dashed = False
        self.overprint = self.stroke_overprint = False
        self.opm = 0
        self.alpha = self.stroke_alpha = 1.0
        self.blend = "Normal"
        self.masked = False  # by a soft mask
        self.veiled = False  # within a form that lets through what is below
        self.font: Font = NO_FONT
        self.size = 0.0
        self.spacing = self.word = self.leading = self.rise = 0.0
        self.stretch = 1.0
        self.mode = 0

    def copy(self) -> State:
        return copy(self)

    @property
    def lets_through(self) -> bool:
        return (
            self.masked or self.veiled or self.blend not in _NORMAL
            or self.alpha < 1 or self.stroke_alpha < 1
        )  # fmt: skip

    def grouped(self) -> State:
        """Return what a transparency group begins with when it is painted now."""
        inner = copy(self)
        inner.veiled = self.lets_through
        inner.alpha = inner.stroke_alpha = 1.0
        inner.blend = "Normal"
        inner.masked = False
        return inner


def change(state: State, operator: str, operands: Sequence[Any], of: Any, shelf: Shelf) -> bool:
    """Make the change an operator asks for; return whether it was one that asks for any.

    ``of`` are the resources of the content. Raises what broken operands lead to.
    """
    act = _CHANGES.get(operator)
    if act is None:
        return False
    act(state, operands, of, shelf)
    return True


def floats(operands: Sequence[Any]) -> tuple[float, ...]:
    return tuple(float(value) for value in operands)


def _device(space: Space, field: str) -> Any:
    def act(state: State, operands: Sequence[Any], of: Any, shelf: Shelf) -> None:
        values = floats(operands)
        if len(values) != space.components:
            raise ValueError(f"a colour of {len(values)} components")
        setattr(state, field, Colour(space, values))

    return act


def _space(field: str) -> Any:
    def act(state: State, operands: Sequence[Any], of: Any, shelf: Shelf) -> None:
        setattr(state, field, first_colour(shelf.space(operands[0], of)))

    return act


def _values(field: str) -> Any:
    def act(state: State, operands: Sequence[Any], of: Any, shelf: Shelf) -> None:
        space = getattr(state, field).space
        named = operands[-1] if operands and not _is_number(operands[-1]) else None
        values = floats(operands[:-1] if named is not None else operands)
        if named is None:
            setattr(state, field, Colour(space, values))
            return
        pattern = lookup(of, "/Pattern", str(named))
        space = space if space.family == "Pattern" else PATTERN
        setattr(state, field, Colour(space, values, pattern))

    return act


def _is_number(value: Any) -> bool:
    try:
        float(value)
    except (TypeError, ValueError):
        return False
    return True


def _number(field: str, factor: float = 1.0) -> Any:
    def act(state: State, operands: Sequence[Any], of: Any, shelf: Shelf) -> None:
        setattr(state, field, float(operands[0]) * factor)

    return act


def _dash(state: State, operands: Sequence[Any], of: Any, shelf: Shelf) -> None:
    state.dashed = any(float(value) > 0 for value in operands[0])


def _cap(state: State, operands: Sequence[Any], of: Any, shelf: Shelf) -> None:
    state.cap = int(operands[0])


def _mode(state: State, operands: Sequence[Any], of: Any, shelf: Shelf) -> None:
    state.mode = int(operands[0])


def _font(state: State, operands: Sequence[Any], of: Any, shelf: Shelf) -> None:
    state.size = float(operands[1])
    state.font = shelf.font(lookup(of, "/Font", str(operands[0])))


def _graphics(state: State, operands: Sequence[Any], of: Any, shelf: Shelf) -> None:
    values = lookup(of, "/ExtGState", str(operands[0]))
    if values is None:
        raise KeyError(f"no graphics state {operands[0]}")
    for key, value in values.items():
        match key:
            case "/OP":
                state.stroke_overprint = bool(value)
                if "/op" not in values:
                    state.overprint = bool(value)
            case "/op":
                state.overprint = bool(value)
            case "/OPM":
                state.opm = int(value)
            case "/ca":
                state.alpha = float(value)
            case "/CA":
                state.stroke_alpha = float(value)
            case "/BM":
                state.blend = str(value if str(value).startswith("/") else value[0])[1:]
            case "/SMask":
                state.masked = str(value) != "/None"
            case "/LW":
                state.width = float(value)
            case "/LC":
                state.cap = int(value)
            case "/D":
                state.dashed = any(float(part) > 0 for part in value[0])
            case "/Font":
                state.font, state.size = shelf.font(value[0]), float(value[1])


_CHANGES: Final[Mapping[str, Any]] = {
    "g": _device(GREY, "fill"),
    "G": _device(GREY, "stroke"),
    "rg": _device(RGB, "fill"),
    "RG": _device(RGB, "stroke"),
    "k": _device(CMYK, "fill"),
    "K": _device(CMYK, "stroke"),
    "cs": _space("fill"),
    "CS": _space("stroke"),
    "sc": _values("fill"),
    "scn": _values("fill"),
    "SC": _values("stroke"),
    "SCN": _values("stroke"),
    "w": _number("width"),
    "J": _cap,
    "d": _dash,
    "gs": _graphics,
    "Tf": _font,
    "Tc": _number("spacing"),
    "Tw": _number("word"),
    "Tz": _number("stretch", 0.01),
    "TL": _number("leading"),
    "Ts": _number("rise"),
    "Tr": _mode,
}
