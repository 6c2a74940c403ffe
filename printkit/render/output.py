"""What a PDF is made for: a screen, an office printer, a press.

Apart from the renderer, so that whoever only says what is wanted does not load it.
"""

from __future__ import annotations

from typing import Final, Literal, TypeAlias

from msgspec import Struct

from printkit.icc import Intent

Colour: TypeAlias = Literal["rgb", "grey", "cmyk"]
Standard: TypeAlias = Literal["", "PDF/X-4"]
Dialog: TypeAlias = Literal["long", "short", "one"]


class PdfOutput(Struct, frozen=True):
    """How a file is written. PDF/X-4 is CMYK and needs an intent; it is PDF/A-2b as well.

    ``spots`` are the spot colours the press has; inks that name any other are printed in
    CMYK. ``ink_limit`` holds for pictures: swatches are within it before they come here.
    ``dialog`` is what a print dialog begins with: actual size, and the edge that sheets are
    turned over on, or one side.
    """

    colour: Colour = "rgb"
    standard: Standard = ""
    intent: Intent | None = None
    spots: tuple[str, ...] = ()
    ink_limit: float = 400.0
    dialog: Dialog | None = None


SCREEN: Final = PdfOutput()
