"""Colours as a PDF has them, and what each puts on which printing plate.

A plate is named as the file names its ink: Cyan, Magenta, Yellow and Black, a spot colour by
its own name. ``All`` stands for every plate, as registration marks have it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, NamedTuple

import pikepdf

from printkit.pdfio.faults import FAULTS

PROCESS: Final = ("Cyan", "Magenta", "Yellow", "Black")
ALL: Final = "All"
MOST_DEEP: Final = 8  # of colour spaces that stand upon others

_DEVICE: Final = {
    "/DeviceGray": ("DeviceGray", 1),
    "/G": ("DeviceGray", 1),
    "/CalGray": ("CalGray", 1),
    "/DeviceRGB": ("DeviceRGB", 3),
    "/RGB": ("DeviceRGB", 3),
    "/CalRGB": ("CalRGB", 3),
    "/DeviceCMYK": ("DeviceCMYK", 4),
    "/CMYK": ("DeviceCMYK", 4),
    "/Lab": ("Lab", 3),
    "/Pattern": ("Pattern", 0),
}


class Space(NamedTuple):
    """A colour space: its family, how many components, the names of its inks.

    ``base`` is what Indexed and uncoloured patterns stand upon, ``table`` the colours of an
    Indexed one; ``object`` is as the file has it.
    """

    family: str
    components: int
    names: tuple[str, ...] = ()
    base: Space | None = None
    table: bytes = b""
    object: Any = None

    @property
    def kind(self) -> str:
        """The family of what is in the end printed from: that of the base, if it has one."""
        return self.base.kind if self.base is not None else self.family

    @property
    def coloured(self) -> bool:
        """Whether it is RGB, Lab or the like, which says nothing of plates."""
        if self.base is not None:
            return self.base.coloured
        return self.family in ("DeviceRGB", "CalRGB", "Lab") or (
            self.family == "ICCBased" and self.components == 3
        )


class Colour(NamedTuple):
    """A colour: its space and the value of each component, as the file gives them."""

    space: Space
    values: tuple[float, ...] = ()
    pattern: Any = None

    @property
    def plates(self) -> tuple[tuple[str, float], ...] | None:
        """The inks it is made of, each from 0 to 1, those of zero too; None where unknown."""
        return plates_of(self.space, self.values)

    @property
    def inks(self) -> dict[str, float]:
        """The inks that leave anything on the paper."""
        return {name: value for name, value in self.plates or () if value > 0.001}


GREY: Final = Space("DeviceGray", 1)
RGB: Final = Space("DeviceRGB", 3)
CMYK: Final = Space("DeviceCMYK", 4)
PATTERN: Final = Space("Pattern", 0)
UNKNOWN: Final = Space("unknown", 0)
BLACK: Final = Colour(GREY, (0.0,))


def read_space(value: Any, resources: Any, deep: int = 0) -> Space:
    """Return a colour space of a file; of family "unknown" where it makes no sense."""
    if deep > MOST_DEEP or value is None:
        return UNKNOWN
    if isinstance(value, pikepdf.Name):
        known = _DEVICE.get(str(value))
        if known:
            return Space(*known, object=value)
        named = resources.get("/ColorSpace", {}).get(str(value)) if resources is not None else None
        return read_space(named, None, deep + 1) if named is not None else UNKNOWN
    try:
        return _array(value, resources, deep)
    except FAULTS:
        return UNKNOWN


def _array(value: Any, resources: Any, deep: int) -> Space:
    family = str(value[0])
    match family:
        case "/ICCBased":
            return Space("ICCBased", int(value[1]["/N"]), object=value)
        case "/Separation":
            return Space("Separation", 1, (_word(value[1]),), object=value)
        case "/DeviceN":
            names = tuple(_word(name) for name in value[1])
            return Space("DeviceN", len(names), names, object=value)
        case "/Indexed" | "/I":
            base = read_space(value[1], resources, deep + 1)
            entry = value[3]
            table = entry.read_bytes() if isinstance(entry, pikepdf.Stream) else bytes(entry)
            return Space("Indexed", 1, (), base, table, value)
        case "/Pattern" if len(value) > 1:
            return Space(
                "Pattern", 0, (), read_space(value[1], resources, deep + 1), object=value
            )
        case _ if family in _DEVICE:
            return Space(*_DEVICE[family], object=value)
    return UNKNOWN


def _word(name: Any) -> str:
    return str(name).removeprefix("/")


def plates_of(space: Space, values: Sequence[float]) -> tuple[tuple[str, float], ...] | None:
    """Return the inks of a colour, or None where a colour says nothing of inks."""
    if space.family == "Indexed" and space.base is not None:
        base = space.base
        at = round(values[0]) * base.components if values else 0
        entry = space.table[at : at + base.components]
        return plates_of(base, [byte / 255 for byte in entry])
    if len(values) < space.components or space.coloured or not space.components:
        return None
    if space.components == 1 and space.family in ("DeviceGray", "CalGray", "ICCBased"):
        return (("Black", _unit(1 - values[0])),)
    if space.family in ("DeviceCMYK", "ICCBased"):
        return tuple(zip(PROCESS, map(_unit, values), strict=False))
    if space.names:
        return tuple(
            (name, _unit(value))
            for name, value in zip(space.names, values, strict=False)
            if name != "None"
        )
    return None


def _unit(value: float) -> float:
    return min(1.0, max(0.0, value))


def first_colour(space: Space) -> Colour:
    """Return what a colour space begins with when it is chosen."""
    match space.family:
        case "DeviceCMYK":
            return Colour(space, (0.0, 0.0, 0.0, 1.0))
        case "Separation" | "DeviceN":
            return Colour(space, (1.0,) * space.components)
        case _:
            return Colour(space, (0.0,) * space.components)
