"""Products made for a press, and what is found in the files without trusting who wrote them."""

from __future__ import annotations

import io
import re
import subprocess
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path

import pikepdf
from PIL import Image, ImageChops, ImageMath

from printkit.icc import Intent, read_intent
from printkit.press.inks import separated
from printkit.render.output import PdfOutput
from printkit.render.pdf import render_pdf
from printkit.scene.model import Scene
from tests.jobs import ROOT, fonts, job, make

Judge = Callable[[str], str]
FOGRA39 = "layouts/icc/FOGRA39L_coated.icc"


@cache
def fogra39() -> Intent:
    return read_intent(
        (ROOT / FOGRA39).read_bytes(),
        FOGRA39,
        "FOGRA39",
        "Coated FOGRA39 (ISO 12647-2:2004)",
        "http://www.color.org",
    )


def press(limit: float = 300, *spots: str) -> PdfOutput:
    return PdfOutput("cmyk", "PDF/X-4", fogra39(), spots, limit)


@cache
def pressed(product: str, size: str = "", theme: str = "colour", limit: float = 300) -> Scene:
    """Return a product with 3 mm of bleed, in inks for a press."""
    the_job = job(product, size, theme=theme, bleed=3)
    return separated(make(the_job).scene, the_job.layout.inks, limit, intent=fogra39())


@cache
def press_pdf(product: str, size: str = "", theme: str = "colour", limit: float = 300) -> bytes:
    return render_pdf(pressed(product, size, theme, limit), fonts(), {}, output=press(limit))


# -- plates, as Ghostscript makes them -------------------------------------------------------


def plates(
    judge: Judge, data: bytes, folder: Path, dpi: int = 72, pages: str = ""
) -> tuple[Mapping[str, Image.Image], ...]:
    """Return each page's plates by name: 255 where a plate is full, 0 where it is bare."""
    source = folder / "plates.pdf"
    source.write_bytes(data)
    command = [
        judge("gs"), "-q", "-dNOPAUSE", "-dBATCH", "-dSAFER", "-sDEVICE=tiffsep", f"-r{dpi}",
        *([f"-sPageList={pages}"] if pages else ()), "-o", str(folder / "p%03d.tif"), str(source),
    ]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True)
    found: dict[str, dict[str, Image.Image]] = {}
    for path in sorted(folder.glob("p*(*).tif")):
        number, name = re.fullmatch(r"p(\d+)\((.+)\)\.tif", path.name).groups()  # type: ignore[union-attr]
        with Image.open(path) as plate:
            found.setdefault(number, {})[name] = ImageChops.invert(plate.convert("L"))
        path.unlink()
    return tuple(found[number] for number in sorted(found))


def inked(page: Mapping[str, Image.Image]) -> set[str]:
    """Return the plates that have any ink on them."""
    return {name for name, plate in page.items() if plate.getbbox()}


def most_ink(page: Mapping[str, Image.Image]) -> float:
    """Return the most ink in one place, in per cent."""
    first, *others = (plate.convert("I") for plate in page.values())
    for plate in others:
        first = ImageMath.lambda_eval(lambda f: f["a"] + f["b"], a=first, b=plate)
    return float(first.getextrema()[1]) / 2.55


# -- objects, as pikepdf reads them ----------------------------------------------------------

_COLOUR = {
    "rg": "rgb", "RG": "rgb", "g": "grey", "G": "grey", "k": "cmyk", "K": "cmyk",
    "cs": "space", "CS": "space", "scn": "space", "SCN": "space", "sc": "space", "SC": "space",
}  # fmt: skip


def streams(document: pikepdf.Pdf) -> Iterator[pikepdf.Stream]:
    """Yield everything that has operators: pages and forms."""
    for page in document.pages:
        yield page.Contents
    for thing in document.objects:
        if isinstance(thing, pikepdf.Stream) and thing.get("/Subtype") == "/Form":
            yield thing


def colour_operators(data: bytes) -> set[str]:
    """Return the kinds of colour that any operator of the file asks for."""
    with pikepdf.open(io.BytesIO(data)) as document:
        return {
            _COLOUR[str(instruction.operator)]
            for stream in streams(document)
            for instruction in pikepdf.parse_content_stream(stream)
            if str(instruction.operator) in _COLOUR
        }


def colour_spaces(data: bytes) -> set[str]:
    """Return every colour space that an object of the file names, however deep it stands."""
    known = ("Device", "Cal", "Lab", "ICCBased", "Separation", "Indexed", "Pattern")
    found: set[str] = set()

    def look(thing: object) -> None:
        if isinstance(thing, pikepdf.Name):
            if str(thing)[1:].startswith(known):
                found.add(str(thing)[1:])
        elif isinstance(thing, pikepdf.Array):
            for item in thing:  # type: ignore[attr-defined]
                if not getattr(item, "is_indirect", False):
                    look(item)
        elif isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
            for _, item in thing.items():
                if not getattr(item, "is_indirect", False):
                    look(item)

    with pikepdf.open(io.BytesIO(data)) as document:
        for thing in document.objects:
            look(thing)
    return found
