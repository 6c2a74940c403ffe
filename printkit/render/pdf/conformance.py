"""What a file for a press has beside its pages: intents, spot colours, overprint, blending."""

from __future__ import annotations

from typing import Any

from printkit.icc import Intent
from printkit.render.numbers import short
from printkit.render.pdf.canvas import (
    Dictionary,
    Name,
    PageCanvas,
    Raw,
    Stream,
    Text,
    array,
    numbers,
    spelled,
)
from printkit.render.pdf.inks import Inks
from printkit.render.pdf.paint import KNOCKOUT, OVERPRINT


def output_intents(canvas: PageCanvas, intent: Intent, standard: str) -> Any:
    """Return /OutputIntents: one profile, for PDF/X and, where a standard is kept, PDF/A."""
    profile = canvas.add(Stream(intent.icc, {"N": 4}))
    entries = {
        "Type": Name("OutputIntent"),
        "OutputConditionIdentifier": Text(intent.identifier),
        "Info": Text(intent.info or intent.identifier),
        "DestOutputProfile": profile,
    }
    if intent.registry:
        entries["RegistryName"] = Text(intent.registry)
    kinds = ("GTS_PDFX", "GTS_PDFA1") if standard else ("GTS_PDFX",)
    return array([canvas.add(Dictionary({"S": Name(kind), **entries})) for kind in kinds])


def add_states(canvas: PageCanvas, inks: Inks) -> None:
    """Add what streams name but no node is: overprint and knockout, and spots by number.

    Mode 1 makes an ink that a swatch has none of one that is left alone.
    """
    if inks.colour != "cmyk":
        return
    for name, over in ((OVERPRINT, True), (KNOCKOUT, False)):
        entries = {"op": _flag(over), "OP": _flag(over), "OPM": int(over)}
        canvas.add(Dictionary({"Type": Name("ExtGState"), **entries}), name)
    for spot, ink in inks.spaces.items():
        ends = [value / 100 for value in ink.cmyk]
        tint = {
            "FunctionType": 2,
            "Domain": numbers((0, 1)),
            "N": 1,
            "C0": numbers((0, 0, 0, 0)),
            "C1": Raw("[" + " ".join(short(value, 4) for value in ends) + "]"),
        }
        space = array(
            [Name("Separation"), spelled(spot), Name("DeviceCMYK"), canvas.add(Dictionary(tint))]
        )
        canvas.add(space, inks.space(spot))


def blending() -> Any:
    """Return the group of a page that lets things show through: it blends in CMYK."""
    return Dictionary(
        {
            "Type": Name("Group"),
            "S": Name("Transparency"),
            "CS": Name("DeviceCMYK"),
            "I": Raw("true"),
        }
    )


def _flag(value: bool) -> Raw:
    return Raw("true" if value else "false")
