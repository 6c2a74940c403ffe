"""Pages of other people's PDFs: what they measure, and how they get into a file of ours.

A scene names such a page by its file's digest (``PlacedPage``). The renderer writes a form
that holds its place; ``fill`` puts the page into it, vectors and fonts as they are.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from msgspec import Struct

from printkit.geometry import Rect, Sides, Size
from printkit.pdfio.faults import FAULTS
from printkit.pdfio.matrix import Box, bounds, inverse, then
from printkit.pdfio.structure import Leaf, output_intents, read_info, read_leaf, unclear, word
from printkit.units import EMU_PER

if TYPE_CHECKING:
    import pikepdf

STAND_IN: Final = "/PrintkitPage"
_POINT: Final = EMU_PER["pt"]


class ForeignPage(Struct, frozen=True):
    """The finished size of a page as it is seen upright, and what it has beyond that.

    ``cropped`` is one that shows less than its trim: its edge is bare.
    """

    trim: Size
    bleed: Sides
    cropped: bool = False


def open_pdf(data: bytes, *, encrypted: bool = False) -> pikepdf.Pdf:
    """Return a PDF opened; raises ValueError, in words, for what cannot be used.

    A password for opening is asked for by nobody here, so such a file is refused, and every
    other encrypted one unless ``encrypted`` ones will do.
    """
    import pikepdf

    try:
        pdf = pikepdf.open(io.BytesIO(data))
    except pikepdf.PasswordError:
        raise ValueError("it is encrypted, and opens with a password only") from None
    except pikepdf.PdfError as error:
        raise ValueError(f"it is damaged, or no PDF: {_reason(error)}") from None
    if pdf.is_encrypted and not encrypted:
        raise ValueError("it is encrypted")
    try:
        count = len(pdf.pages)
    except (pikepdf.PdfError, RuntimeError) as error:
        raise ValueError(f"its pages cannot be read: {_reason(error)}") from None
    if not count:
        raise ValueError("it has no pages")
    return pdf


def _reason(error: Exception) -> str:
    return str(error).rpartition(": ")[2] or type(error).__name__


def foreign_pages(data: bytes) -> tuple[ForeignPage, ...]:
    """Return what every page measures; raises ValueError, in words, for an unusable file.

    A page without trim box is as large as its art box, its crop box or, without any, its medium.
    """
    with open_pdf(data) as pdf:
        return tuple(_measured(page, number) for number, page in enumerate(pdf.pages, 1))


def _measured(page: Any, number: int) -> ForeignPage:
    leaf = read_leaf(page, number)
    if wrong := ", ".join(unclear(page)):
        raise ValueError(f"page {number} does not say clearly how large it is: {wrong}")
    trim, whole = leaf.paper, _whole(leaf)
    if not (trim.width > _POINT and trim.height > _POINT):
        raise ValueError(f"page {number} is empty: its trim box has no room")
    if not trim.overlaps(leaf.medium):
        raise ValueError(f"page {number} is empty: its trim box lies beyond its medium")
    bleed = Sides(
        top=trim.y - whole.y,
        right=whole.right - trim.right,
        bottom=whole.bottom - trim.bottom,
        left=trim.x - whole.x,
    )
    return ForeignPage(trim.size, bleed, not leaf.shown.contains(trim))


def _whole(leaf: Leaf) -> Rect:
    """Return the box of a page that is placed: its trim whole, and what it shows beyond that."""
    return leaf.shown.union(leaf.paper)


class PressIntent(NamedTuple):
    """What a file for a press says of how it is to be printed."""

    icc: bytes
    identifier: str
    info: str
    registry: str


def press_intent(data: bytes) -> PressIntent | None:
    """Return the output intent of a PDF/X file with its profile, None where there is none."""
    with open_pdf(data) as pdf:
        for intent in output_intents(pdf.Root):
            if word(intent.get("/S")) != "GTS_PDFX":
                continue
            identifier, info, registry = (
                word(intent.get(key))
                for key in ("/OutputConditionIdentifier", "/Info", "/RegistryName")
            )
            try:
                icc = intent.get("/DestOutputProfile").read_bytes()
            except FAULTS:
                continue
            return PressIntent(icc, identifier, info, registry)
    return None


def told(data: bytes) -> dict[str, str]:
    """Return what a PDF says of itself: Title, Author, Subject and what else it has, by key."""
    with open_pdf(data) as pdf:
        return {"Lang": word(pdf.Root.get("/Lang")), **read_info(pdf)}


def fill(data: bytes, sources: Mapping[str, bytes]) -> bytes:
    """Return a PDF of ours with the pages it keeps places for; ``sources`` by digest.

    The same input gives the same bytes. Raises KeyError for a source that is not there,
    ValueError for an unusable one.
    """
    import pikepdf

    with ExitStack() as stack:
        ours = stack.enter_context(open_pdf(data))
        opened: dict[str, pikepdf.Pdf] = {}
        for form in list(ours.objects):
            if not isinstance(form, pikepdf.Stream) or STAND_IN not in form:
                continue
            name, number = form[STAND_IN]
            digest = str(name)
            if digest not in opened:
                opened[digest] = stack.enter_context(open_pdf(sources[digest]))
            page = opened[digest].pages[int(number)]
            try:
                _put(ours, form, page, int(number) + 1)
            except FAULTS as error:
                raise ValueError(
                    f"page {int(number) + 1} cannot be taken along: {_reason(error)}"
                ) from None
        out = io.BytesIO()
        ours.save(
            out,
            deterministic_id=True,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            compress_streams=True,
        )
        return out.getvalue()


def _put(ours: pikepdf.Pdf, form: Any, page: pikepdf.Page, number: int) -> None:
    """Make a stand-in show a page upright, what it has of trim and bleed on the unit square."""
    import pikepdf

    leaf = read_leaf(page, number)
    box = _whole(leaf)
    shown = ours.copy_foreign(page.as_form_xobject(handle_transformations=False))
    seen = bounds(inverse(leaf.base), *_points(leaf.shown))
    shown.BBox = pikepdf.Array([round(value, 6) for value in seen])
    left, top, right, bottom = _points(box)
    width, height = right - left, bottom - top
    square = (1 / width, 0.0, 0.0, -1 / height, -left / width, bottom / height)
    matrix = " ".join(f"{value:.12f}" for value in then(leaf.base, square))
    del form[STAND_IN]
    form.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Page=shown))
    form.write(f"q {matrix} cm /Page Do Q".encode("ascii"))


def _points(box: Rect) -> Box:
    return box.x / _POINT, box.y / _POINT, box.right / _POINT, box.bottom / _POINT
