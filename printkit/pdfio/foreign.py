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

from printkit.geometry import Sides, Size
from printkit.units import EMU_PER

if TYPE_CHECKING:
    import pikepdf

STAND_IN: Final = "/PrintkitPage"
_POINT: Final = EMU_PER["pt"]


class ForeignPage(Struct, frozen=True):
    """The finished size of a page as it is seen upright, and what it has beyond that."""

    trim: Size
    bleed: Sides


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

    A page without trim box is as large as its crop box or, without one, as its medium.
    """
    with open_pdf(data) as pdf:
        return tuple(_measured(page, number) for number, page in enumerate(pdf.pages, 1))


class PressIntent(NamedTuple):
    """What a file for a press says of how it is to be printed."""

    icc: bytes
    identifier: str
    info: str
    registry: str


def press_intent(data: bytes) -> PressIntent | None:
    """Return the output intent of a PDF/X file with its profile, None where there is none."""
    with open_pdf(data) as pdf:
        for intent in pdf.Root.get("/OutputIntents", ()):
            profile = intent.get("/DestOutputProfile")
            if str(intent.get("/S", "")) == "/GTS_PDFX" and profile is not None:
                identifier, info, registry = (
                    str(intent.get(key, ""))
                    for key in ("/OutputConditionIdentifier", "/Info", "/RegistryName")
                )
                return PressIntent(profile.read_bytes(), identifier, info, registry)
    return None


def told(data: bytes) -> dict[str, str]:
    """Return what a PDF says of itself: Title, Author, Subject and what else it has, by key."""
    with open_pdf(data) as pdf:
        language = pdf.Root.get("/Lang")
        found = {str(key)[1:]: str(value) for key, value in pdf.docinfo.items()}
        return found if language is None else {"Lang": str(language), **found}


def _measured(page: Any, number: int) -> ForeignPage:
    unit = float(page.obj.get("/UserUnit", 1)) * _POINT
    try:
        trim, bleed = _box(page.trimbox), _box(page.bleedbox)
    except (ValueError, TypeError, AttributeError, KeyError):
        raise ValueError(f"page {number} does not say how large it is") from None
    left, bottom, right, top = trim
    if not (right - left > 1 and top - bottom > 1):
        raise ValueError(f"page {number} is empty: its trim box has no room")
    outer = Sides(
        top=round(max(0.0, bleed[3] - top) * unit),
        right=round(max(0.0, bleed[2] - right) * unit),
        bottom=round(max(0.0, bottom - bleed[1]) * unit),
        left=round(max(0.0, left - bleed[0]) * unit),
    )
    size = Size(round((right - left) * unit), round((top - bottom) * unit))
    for _ in range(_turns(page)):  # a quarter turn clockwise: what was left is on top
        size = size.turned()
        outer = Sides(top=outer.left, right=outer.top, bottom=outer.right, left=outer.bottom)
    return ForeignPage(size, outer)


def _turns(page: Any) -> int:
    return int(page.obj.get("/Rotate", 0)) // 90 % 4


def _box(array: Any) -> tuple[float, float, float, float]:
    x1, y1, x2, y2 = (float(value) for value in array)
    return min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2)


def fill(data: bytes, sources: Mapping[str, bytes]) -> bytes:
    """Return a PDF of ours with the pages it keeps places for; ``sources`` by digest.

    The same input gives the same bytes. Raises KeyError for a source that is not there,
    ValueError for an unusable one.
    """
    import pikepdf

    with ExitStack() as stack:
        ours = stack.enter_context(pikepdf.open(io.BytesIO(data)))
        opened: dict[str, pikepdf.Pdf] = {}
        for form in list(ours.objects):
            if not isinstance(form, pikepdf.Stream) or STAND_IN not in form:
                continue
            name, number = form[STAND_IN]
            digest = str(name)
            if digest not in opened:
                opened[digest] = stack.enter_context(open_pdf(sources[digest]))
            _put(ours, form, opened[digest].pages[int(number)])
        out = io.BytesIO()
        ours.save(
            out,
            deterministic_id=True,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            compress_streams=True,
        )
        return out.getvalue()


def _put(ours: pikepdf.Pdf, form: Any, page: pikepdf.Page) -> None:
    """Make a stand-in show a page: its bleed box on the unit square, upright."""
    import pikepdf

    box = _box(page.bleedbox)
    shown = ours.copy_foreign(page.as_form_xobject(handle_transformations=False))
    shown.BBox = pikepdf.Array([*box])
    left, bottom, right, top = box
    width, height = right - left, top - bottom
    # From the box to the unit square, then turned as the page is, clockwise.
    a, b, c, d, e, f = 1 / width, 0.0, 0.0, 1 / height, -left / width, -bottom / height
    for _ in range(_turns(page)):
        a, b, c, d, e, f = b, -a, d, -c, f, 1 - e
    matrix = " ".join(f"{value:.9g}" for value in (a, b, c, d, e, f))
    del form[STAND_IN]
    form.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Page=shown))
    form.write(f"q {matrix} cm /Page Do Q".encode("ascii"))

