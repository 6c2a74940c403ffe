"""What a PDF is made for: a screen, an office printer, a press."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, Literal, TypeAlias

from msgspec import Struct

from printkit.icc import Intent
from printkit.render.numbers import short
from printkit.scene.model import EVERY_PLATE, Ink

Colour: TypeAlias = Literal["rgb", "grey", "cmyk"]
Standard: TypeAlias = Literal["", "PDF/X-4"]


class PdfOutput(Struct, frozen=True):
    """How a file is written. PDF/X-4 is CMYK and needs an intent; it is PDF/A-2b as well.

    ``spots`` are the spot colours the press has; inks that name any other are printed in
    CMYK. ``ink_limit`` holds for pictures: swatches are within it before they come here.
    """

    colour: Colour = "rgb"
    standard: Standard = ""
    intent: Intent | None = None
    spots: tuple[str, ...] = ()
    ink_limit: float = 400.0


SCREEN: Final = PdfOutput()


class Inks:
    """The operators of one document's inks, and the colour spaces they call for.

    Black alone overprints: where plates do not meet, no paper shows around letters. Letters
    stand on light grounds. Lines cross anything, so they overprint only if black over the
    heaviest of ``inks`` is still within the ink limit.
    """

    def __init__(self, output: PdfOutput, inks: Iterable[Ink]) -> None:
        self.colour: Colour = output.colour
        self._spots = {*output.spots, EVERY_PLATE}
        heaviest = max((sum(ink.cmyk[:3]) for ink in inks if self.spot(ink) is None), default=0)
        self._lines = 100 + heaviest <= output.ink_limit
        self.spaces: dict[str, Ink] = {}
        """Spot names to the ink that says how each looks where there is no such plate."""

    def spot(self, ink: Ink) -> str | None:
        """Return the spot name an ink is printed by, None for process colours."""
        if self.colour != "cmyk" or ink.spot not in self._spots:
            return None
        return ink.spot

    def space(self, spot: str) -> str:
        """Return the name a spot's colour space has in resources."""
        return f"C{list(self.spaces).index(spot) + 1}"

    def operator(self, ink: Ink, *, stroke: bool) -> str:
        """Return the operator that takes up ``ink`` for fills, or for strokes."""
        if (spot := self.spot(ink)) is not None:
            self.spaces.setdefault(spot, ink)
            select, tint = ("CS", "SCN") if stroke else ("cs", "scn")
            return f"/{self.space(spot)} {select} 1 {tint}"
        if self.colour == "cmyk":
            values = " ".join(short(value / 100, 4) for value in ink.cmyk)
            return f"{values} {'K' if stroke else 'k'}"
        if self.colour == "grey":
            return f"{short(grey(ink), 4)} {'G' if stroke else 'g'}"
        values = " ".join(short(value / 255, 4) for value in ink.rgb)
        return f"{values} {'RG' if stroke else 'rg'}"

    def overprints(self, ink: Ink, *, line: bool) -> bool:
        """Return whether a text or a line in ``ink`` leaves the other plates alone under it."""
        if self.colour != "cmyk" or ink.cmyk != (0, 0, 0, 100):
            return False
        return self.spot(ink) is None and (self._lines or not line)


def grey(ink: Ink) -> float:
    """Return how light an ink is on a printer that has black alone, 0 to 1.

    Black in print is black here too, so that type is never made of dots.
    """
    cyan, magenta, yellow, black = ink.cmyk
    if not (cyan or magenta or yellow):
        return 1 - black / 100
    red, green, blue = map(_linear, ink.rgb)
    light = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    return light * 12.92 if light <= 0.0031308 else 1.055 * light ** (1 / 2.4) - 0.055


def _linear(value: int) -> float:
    part = value / 255
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)
