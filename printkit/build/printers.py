"""Calibrated printers: what ``[printer.NAME]`` of ``printkit.toml`` says, and writing it.

A person's file stays as it is written, with its comments and its order; only the values of
one printer change.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, Literal, cast

from msgspec import Struct
from msgspec.structs import replace

from printkit.diagnostics import Diagnostic, PrintkitError, Span, UsageError, did_you_mean
from printkit.geometry import Sides, Size, Transform
from printkit.press.correction import Correction, clear, turned
from printkit.shapes import (
    FLAG,
    SLUG,
    TEXT,
    At,
    Choice,
    LengthText,
    MapOf,
    Number,
    Record,
    Shape,
    optional,
)
from printkit.units import Length, mm, to_mm

Turn = Literal["long", "short"]
BARE: Final = mm(5)
"""What office printers leave unprinted along the edges: 4.2 to 5 mm."""


class Printer(Struct, frozen=True):
    """A printer, and how content is moved before it is printed there.

    ``sides`` is the edge a sheet is turned over on when the printer prints both sides.
    ``bare`` is what it leaves unprinted along every edge.
    """

    name: str
    label: str = ""
    sheet: str = ""  # the sheet it was calibrated on
    sides: Turn = "long"
    duplex: bool = True
    bare: Length = BARE
    fronts: Correction = Correction()
    backs: Correction = Correction()
    readings: str = ""

    def front(self, sheet: Size) -> Transform:
        """Return the map of the content of fronts, on a sheet as its page lies."""
        return _map(self.fronts, sheet)

    def back(self, sheet: Size, sides: str = "") -> Transform:
        """Return the map of the content of backs, each page as it is looked at.

        A sheet turned over on the other edge than when it was calibrated has its backs the
        other way up, and needs the opposite.
        """
        return _map(self._backs(sides), sheet)

    def clear(self, sheet: Size, sides: str = "") -> Sides:
        """Return the margins content must keep, so that no correction moves it off the print."""
        upright = sheet if sheet.height >= sheet.width else sheet.turned()
        found = clear((self.fronts, self._backs(sides)), upright, self.bare)
        if upright == sheet:
            return found
        return Sides(found.right, found.bottom, found.left, found.top)

    def _backs(self, sides: str) -> Correction:
        if sides in ("long", "short") and sides != self.sides:
            return replace(self.backs, x=-self.backs.x, y=-self.backs.y)
        return self.backs


def _map(correction: Correction, sheet: Size) -> Transform:
    if sheet.width <= sheet.height:
        return correction.transform(sheet)
    return turned(correction.transform(sheet.turned()), sheet)


def printer_named(printers: Mapping[str, Printer], name: str) -> Printer:
    """Return a printer of the project; raises UsageError where it has none of that name."""
    if name in printers:
        return printers[name]
    hint = f"known: {', '.join(printers)}; " if printers else ""
    raise UsageError(
        Diagnostic(
            "printer",
            f"there is no printer {name!r}{did_you_mean(name, printers)}",
            hint=f"{hint}`printkit calibrate` makes a page to calibrate one by",
        )
    )


# -- reading -------------------------------------------------------------------------------

_SHIFT: Final = LengthText(mm(-30), mm(30))
_SIDE: Final = Record(
    {
        "x": optional(_SHIFT, "moved to the right, as in '-0.4mm'", 0),
        "y": optional(_SHIFT, "moved down", 0),
        "angle": optional(Number(-5, 5), "turned clockwise, in degrees", 0.0),
        "scale": optional(Number(90, 110), "of its size, in per cent", 100.0),
    },
    lambda v, at: Correction(v["x"], v["y"], float(v["angle"]), v["scale"] / 100),
    about="what is done to a side before it is printed",
)


def _printer(v: dict[str, Any], at: At) -> Printer:
    return Printer(
        at.name, v["label"], v["sheet"], cast("Turn", v["sides"]), v["duplex"], v["margin"],
        v["front"], v["back"], v["readings"],
    )  # fmt: skip


PRINTERS: Final[Shape[dict[str, Printer]]] = MapOf(
    Record(
        {
            "label": optional(TEXT, "its name for people", ""),
            "sheet": optional(TEXT, "the sheet it was calibrated on", ""),
            "sides": optional(
                Choice(("long", "short")), "the edge it turns sheets over on", "long"
            ),
            "duplex": optional(FLAG, "false: it prints on one side only", True),
            "margin": optional(
                LengthText(0, mm(30)), "what it leaves unprinted along the edges", BARE
            ),
            "front": optional(_SIDE, "what fronts need, [printer.NAME.front]", Correction()),
            "back": optional(_SIDE, "what backs need, [printer.NAME.back]", Correction()),
            "readings": optional(TEXT, "what was read on the calibration page", ""),
        },
        _printer,
        about="a calibrated printer",
    ),
    SLUG,
)
"""The shape of the table ``printer`` in ``printkit.toml``."""


# -- writing -------------------------------------------------------------------------------


def with_printer(data: bytes, printer: Printer, shown: str) -> bytes:
    """Return a ``printkit.toml`` that holds ``printer``, all else as it was.

    ``shown`` names the file to people. Raises PrintkitError for a file that is no TOML.
    """
    import tomlkit
    from tomlkit.exceptions import TOMLKitError
    from tomlkit.items import Table

    try:
        document = tomlkit.parse(data.decode("utf-8-sig"))
        printers = document.get("printer")
        if not isinstance(printers, dict):
            printers = document["printer"] = tomlkit.table(is_super_table=True)
            printers = document["printer"]
        own = printers.get(printer.name)
        if not isinstance(own, dict):
            printers[printer.name] = tomlkit.table()
            own = printers[printer.name]
        own["sheet"], own["sides"] = printer.sheet, printer.sides
        own["readings"] = printer.readings
        for name, side in (("front", printer.fronts), ("back", printer.backs)):
            table: Table | Any = own.get(name)
            if not isinstance(table, dict):
                own[name] = tomlkit.table()
                table = own[name]
                if name == "front":
                    table.comment("what is done to each side before it is printed")
            for key, value in _written(side).items():
                new = key not in table
                table[key] = value
                if new and key in _UNITS:
                    table[key].comment(_UNITS[key])
        return tomlkit.dumps(document).encode()
    except (TOMLKitError, TypeError, AttributeError) as error:
        raise PrintkitError(
            Diagnostic(
                "printer",
                "the calibration cannot be written into this file",
                Span(shown),
                hint=f"see that [printer.{printer.name}] is a table of the usual form",
            )
        ) from error


_UNITS: Final = {"angle": "degrees, clockwise", "scale": "per cent"}


def _written(side: Correction) -> dict[str, str | float]:
    return {
        "x": f"{to_mm(side.x):.2f}mm",
        "y": f"{to_mm(side.y):.2f}mm",
        "angle": round(side.angle, 4),
        "scale": round(side.scale * 100, 4),
    }
