"""Reading written bytes back, before they take their name: is the credit really there?

A PDF is asked for its text and where its letters are inked. An SVG holds outlines, so the
glyphs drawn in its credit are compared, one by one, with those of the scene.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from printkit.build.credit import squash
from printkit.content.markup import plain
from printkit.diagnostics import Diagnostic, PrintkitError
from printkit.geometry import Rect, enclosing
from printkit.scene.model import GlyphRun, PlacedCredit, Scene
from printkit.scene.walk import tagged

if TYPE_CHECKING:
    from printkit.fonts.library import FontLibrary

_WORD: Final = re.compile(r"[^\W\d]+|\d+")  # marks part words here, which does no harm

_RLO: Final = "\u202e"

# What could hide ink that is drawn; the renderer writes none of it.
_VEIL: Final = re.compile(
    rb"<[^>]*\s((?:fill-)?opacity|display|visibility|mask|filter|style|class)="
)


def check_pdf(data: bytes, scene: Scene, fonts: FontLibrary) -> None:
    """Raise PrintkitError unless every page of a PDF says and inks its credits."""
    from printkit.pdfio.read import read_areas
    from printkit.render.readback import inked_clusters, pdf_faults

    credits = [
        (placed, inked_clusters(scene, placed.page, placed.tag, fonts)) for placed in scene.credits
    ]
    ink: dict[int, list[Rect]] = {}
    for placed, clusters in credits:
        ink.setdefault(placed.page, []).extend(cluster.box for cluster in clusters)
    areas = {page: enclosing(boxes) or Rect(0, 0, 0, 0) for page, boxes in ink.items()}
    count, pages = read_areas(data, areas)
    faults = []
    if count != len(scene.pages):
        faults.append(f"the PDF has {count} pages, not {len(scene.pages)}")
    for placed, clusters in credits:
        if placed.page >= count:
            continue
        page = pages[placed.page]
        if not _says(page.text, placed, scene):
            faults.append(f"the credit cannot be read in the PDF, on page {placed.page + 1}")
        said = next(pdf_faults(page, clusters), None)
        if said is not None:
            faults.append(f"in the credit of page {placed.page + 1} of the PDF {said}")
    _raise(faults)


def check_svg(data: bytes, scene: Scene, page: int, fonts: FontLibrary) -> None:
    """Raise PrintkitError unless the credits drawn in a page's SVG are the scene's."""
    from printkit.render.readback import svg_faults
    from printkit.render.svg.read import read_svg  # loads svgwrite, which a PDF does not need

    tags = [placed.tag for placed in scene.credits if placed.page == page]
    if not tags:
        return
    if veil := _VEIL.search(data):
        _raise([f"the SVG of page {page + 1} hides things by {veil.group(1).decode()!r}"])
    facts = read_svg(data)
    _raise(
        f"in the credit of the SVG of page {page + 1}, {fault}"
        for fault in svg_faults(facts, "credit", scene, page, tags, fonts)
    )


def _says(text: str, placed: PlacedCredit, scene: Scene) -> bool:
    """Return whether what PDFium reads on a page holds a credit.

    It turns the words of a second direction around ("community Q" and "0.1v" in a line of
    Urdu), and the parts of a line in two scripts that is printed upside down, as backs on a
    sheet are. There each word and number is looked for by itself; that all stand in their
    places, the ink tells.
    """
    meant = plain(placed.text)
    if _read(meant) in _read(text):
        return True
    found = tagged(scene, placed.page, placed.tag)
    directions = {one.node.direction for one in found if isinstance(one.node, GlyphRun)}
    upright = all(one.transform.a > 0 for one in found)
    if len(directions) < 2 and _RLO not in meant and upright:
        return False
    letters = _letters(text)
    words = _WORD.findall(meant)
    # Overridden letters, as of the pseudo-locale ar-XB, are read as they stand: turned around.
    turned = letters[::-1] if _RLO in meant else ""
    return all((one := _letters(word)) in letters or one in turned for word in words)


def _letters(text: str) -> str:
    return "".join(c for c in squash(text) if c.isalnum() or unicodedata.category(c)[0] == "M")


def _read(text: str) -> str:
    """Return text as it can be compared; PDFium takes a hyphen at a line's end away."""
    return squash(text).translate(dict.fromkeys((0x2D, 0x2010)))


def _raise(faults: Iterable[str]) -> None:
    found = [
        Diagnostic("credit", fault, hint="no file was changed; please report this")
        for fault in faults
    ]
    if found:
        raise PrintkitError(found)
