"""How a document writes its inks: operators, spot colours, and what may overprint."""

from __future__ import annotations

from collections.abc import Iterable

from printkit import colour
from printkit.render.numbers import short
from printkit.render.output import Colour, PdfOutput
from printkit.scene.model import EVERY_PLATE, Ink


class Inks:
    """The operators of one document's inks, and the colour spaces they call for.

    Black alone overprints: where plates do not meet, no paper shows around letters. Letters
    stand on light grounds. Lines cross anything, so they overprint only if black over the
    heaviest of ``inks`` is still within the ink limit.

    Inks of one spot colour are its tints: the one with most ink is the full colour.
    """

    def __init__(self, output: PdfOutput, inks: Iterable[Ink]) -> None:
        self.colour: Colour = output.colour
        self._spots = {*output.spots, EVERY_PLATE}
        self.spaces: dict[str, Ink] = {}
        """Spot names to the ink that says how each looks where there is no such plate."""
        heaviest = 0.0
        for ink in inks:
            spot = self.spot(ink)
            if spot is None:
                heaviest = max(heaviest, sum(ink.cmyk[:3]))
            elif spot not in self.spaces or sum(ink.cmyk) > sum(self.spaces[spot].cmyk):
                self.spaces[spot] = ink
        self._lines = 100 + heaviest <= output.ink_limit

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
            tint = sum(ink.cmyk) / (sum(self.spaces[spot].cmyk) or 1)
            select, take = ("CS", "SCN") if stroke else ("cs", "scn")
            return f"/{self.space(spot)} {select} {short(tint, 4)} {take}"
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
    *colours, black = ink.cmyk
    return colour.grey(ink.rgb) if any(colours) else 1 - black / 100
