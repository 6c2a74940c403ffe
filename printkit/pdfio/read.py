"""What a PDF says and shows, read back by PDFium, and its pages as pixels.

The only door to pypdfium2. It believes the file alone: nothing here knows how it was made.
"""

from __future__ import annotations

import ctypes
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any, Final, NamedTuple, TypeAlias

import pypdfium2 as pdfium
from msgspec import Struct
from pypdfium2 import raw

from printkit.geometry import Rect
from printkit.units import EMU_PER, Length

PdfBox: TypeAlias = tuple[float, float, float, float]
"""Left, bottom, right and top in points, as the file has them."""

_HYPHENS: Final = dict.fromkeys((0x0002, 0xFFFE))  # PDFium's mark for a word cut by a line end


class PdfCharacter(NamedTuple):
    """One character in reading order, and the box around its ink as the font draws it.

    The box stands in the page's own space: from the trim's top left corner, y downward.
    Characters of one syllable share its ink.
    """

    text: str
    box: Rect


class PdfPage(Struct, frozen=True):
    """Boxes are None where the file leaves them out. ``text`` is in reading order."""

    media: PdfBox
    trim: PdfBox | None
    bleed: PdfBox | None
    crop: PdfBox | None
    text: str
    characters: tuple[PdfCharacter, ...] = ()


class PdfFontFact(Struct, frozen=True):
    """A font by the name it goes by, and whether its letters are in the file."""

    name: str
    embedded: bool


class PdfFacts(Struct, frozen=True):
    pages: tuple[PdfPage, ...]
    fonts: tuple[PdfFontFact, ...]
    title: str
    lang: str
    info: tuple[tuple[str, str], ...] = ()


class Raster(NamedTuple):
    """Pixels, row by row from the top, three bytes each: red, green, blue."""

    width: int
    height: int
    data: bytes


def read_pdf(data: bytes, *, characters: Collection[int] = ()) -> PdfFacts:
    """Return what the file holds. ``characters``: the pages whose letters are wanted one by one.

    Raises ValueError when it is no PDF.
    """
    document = _open(data)
    try:
        pages: list[PdfPage] = []
        found: set[PdfFontFact] = set()
        for number, page in enumerate(document):
            pages.append(_page(page, number in characters))
            found.update(_fonts(page))
            page.close()
        info = document.get_metadata_dict(skip_empty=True)
        return PdfFacts(
            tuple(pages),
            tuple(sorted(found, key=lambda font: font.name)),
            info.get("Title", ""),
            _language(document),
            tuple(sorted(info.items())),
        )
    finally:
        document.close()


def read_areas(data: bytes, areas: Mapping[int, Rect]) -> tuple[int, Mapping[int, PdfPage]]:
    """Return how many pages there are, and those of ``areas`` with the letters inked there.

    What nobody asks for is not loaded, which takes as long as writing it. Raises ValueError
    when it is no PDF.
    """
    document = _open(data)
    try:
        count = len(document)
        pages: dict[int, PdfPage] = {}
        for number in sorted(areas):
            if number < count:
                page = document[number]
                pages[number] = _page(page, True, areas[number])
                page.close()
        return count, pages
    finally:
        document.close()


def count_pages(data: bytes) -> int:
    document = _open(data)
    try:
        return len(document)
    finally:
        document.close()


def rasterise(
    data: bytes, dpi: float, page: int = 0, size: tuple[int, int] | None = None
) -> Raster:
    """Return a page of a PDF as pixels on white, its whole media box.

    The page fills whole pixels: ``size`` of them, or as many as ``dpi`` asks for, rounded.
    Raises IndexError for a page the file does not have, ValueError when it is no PDF.
    """
    document = _open(data)
    try:
        if not 0 <= page < len(document):
            raise IndexError(f"the file has {len(document)} pages, and no page {page + 1}")
        leaf = document[page]
        width, height = size or (
            max(1, round(leaf.get_width() * dpi / 72)),
            max(1, round(leaf.get_height() * dpi / 72)),
        )
        return _raster(leaf, width, height)
    finally:
        document.close()


def rasterise_pages(data: bytes, sizes: Iterable[tuple[int, int]]) -> Iterator[Raster]:
    """Yield the first pages of a PDF as pixels on white, each at a size of its own."""
    document = _open(data)
    try:
        for number, (width, height) in enumerate(sizes):
            leaf = document[number]
            yield _raster(leaf, width, height)
            leaf.close()
    finally:
        document.close()


def _raster(leaf: Any, width: int, height: int) -> Raster:
    bitmap = pdfium.PdfBitmap.new_native(width, height, raw.FPDFBitmap_BGR, rev_byteorder=True)
    bitmap.fill_rect((255, 255, 255, 255), 0, 0, width, height)
    flags = raw.FPDF_REVERSE_BYTE_ORDER | raw.FPDF_ANNOT
    raw.FPDF_RenderPageBitmap(bitmap, leaf, 0, 0, width, height, 0, flags)
    pixels = bytes(bitmap.buffer)
    row = width * 3
    if bitmap.stride != row:  # rows end on whole words
        starts = range(0, bitmap.stride * height, bitmap.stride)
        pixels = b"".join(pixels[start : start + row] for start in starts)
    return Raster(width, height, pixels)


def _open(data: bytes) -> Any:
    try:
        return pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        raise ValueError(f"it is no readable PDF: {error}") from None


def _page(page: Any, characters: bool, area: Rect | None = None) -> PdfPage:
    text = page.get_textpage()
    try:
        media: PdfBox = page.get_mediabox()
        trim: PdfBox | None = page.get_trimbox(fallback_ok=False)
        return PdfPage(
            media,
            trim,
            page.get_bleedbox(fallback_ok=False),
            page.get_cropbox(fallback_ok=False),
            text.get_text_range().replace("\r\n", "\n").translate(_HYPHENS),
            tuple(_characters(text, trim or media, area)) if characters else (),
        )
    finally:
        text.close()


def _characters(text: Any, trim: PdfBox, area: Rect | None) -> Iterator[PdfCharacter]:
    """Yield every character but white space, which has no ink and may be PDFium's own.

    With ``area``, only those whose ink touches it.
    """
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    start, _, _, above = trim
    for index in range(text.count_chars()):
        code = raw.FPDFText_GetUnicode(text, index)
        if code <= 0x20 or code == 0xA0:
            continue
        raw.FPDFText_GetCharBox(text, index, left, right, bottom, top)
        x, y = _length(left.value - start), _length(above - top.value)
        width, height = _length(right.value - left.value), _length(top.value - bottom.value)
        box = Rect(x, y, width, height)
        if area is None or box.overlaps(area):
            yield PdfCharacter(chr(code), box)


def _length(points: float) -> Length:
    return round(points * EMU_PER["pt"])


def _fonts(page: Any) -> Iterator[PdfFontFact]:
    for item in page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT]):
        font = item.get_font()
        yield PdfFontFact(font.get_base_name(), bool(font.is_embedded))


def _language(document: Any) -> str:
    size = raw.FPDFCatalog_GetLanguage(document, None, 0)
    if not size:
        return ""
    buffer = (ctypes.c_ushort * ((size + 1) // 2))()
    raw.FPDFCatalog_GetLanguage(document, buffer, size)
    return bytes(buffer).decode("utf-16-le").rstrip("\0")
