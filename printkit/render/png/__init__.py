"""Proofs as PNG, made from the PDF's own bytes, so that they show the very file."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence
from io import BytesIO
from struct import pack
from typing import Final

from printkit.pdfio.read import Raster, count_pages, rasterise, read_pdf

__all__ = ["contact_sheet", "encode_png", "picture_sheet", "render_png"]


def render_png(
    pdf: bytes, dpi: float = 100, pages: Iterable[int] | None = None
) -> tuple[bytes, ...]:
    """Return ``pages`` (counted from 0; None for all) of a PDF as PNG, one each.

    Raises ValueError when ``pdf`` is none, IndexError for a page it does not have.
    """
    wanted = range(count_pages(pdf)) if pages is None else pages
    return tuple(encode_png(rasterise(pdf, dpi, page), dpi) for page in wanted)


_GROUND: Final = b"\xc8\xc8\xc8"  # between the pages of a contact sheet
_GAP: Final = 12  # pixels


def contact_sheet(pdf: bytes, pixels: int = 2000, most: int = 0) -> bytes:
    """Return all pages of a PDF side by side as one PNG, about ``pixels`` wide and high.

    A single page stands alone. ``most`` limits the pages, 0 does not. Raises ValueError when
    ``pdf`` is none.
    """
    facts = read_pdf(pdf)
    boxes = [page.media for page in facts.pages]
    boxes = boxes[:most] if most else boxes
    wide = max(right - left for left, _, right, _ in boxes)
    high = max(top - bottom for _, bottom, _, top in boxes)
    columns, rows = _rows(len(boxes), wide, high)
    scale = min((pixels - _GAP) / columns / wide, (pixels - _GAP) / rows / high) * 72
    return _side_by_side([rasterise(pdf, scale, n) for n in range(len(boxes))], columns, scale)


def picture_sheet(pictures: Iterable[bytes], pixels: int = 2000) -> bytes:
    """Return PNG or JPEG pictures side by side, made smaller, as one PNG."""
    from PIL import Image

    opened = [Image.open(BytesIO(data)).convert("RGB") for data in pictures]
    wide, high = max(one.width for one in opened), max(one.height for one in opened)
    columns, rows = _rows(len(opened), wide, high)
    scale = min((pixels - _GAP) / columns / wide, (pixels - _GAP) / rows / high, 1.0)
    small = [
        one.resize((max(1, round(one.width * scale)), max(1, round(one.height * scale))))
        for one in opened
    ]
    return _side_by_side([Raster(*one.size, one.tobytes()) for one in small], columns, 72)


def _rows(count: int, wide: float, high: float) -> tuple[int, int]:
    """Return columns and rows for so many pages: backs beside their fronts."""
    columns = max(1, round((count * high / wide) ** 0.5))
    columns += columns % 2 if count > 2 else 0
    return columns, -(-count // columns)


def _side_by_side(pages: Sequence[Raster], columns: int, dpi: float) -> bytes:
    rows = -(-len(pages) // columns)
    cell_width = max(page.width for page in pages) + _GAP
    cell_height = max(page.height for page in pages) + _GAP
    width, height = columns * cell_width + _GAP, rows * cell_height + _GAP
    whole = bytearray(_GROUND * (width * height))
    for number, page in enumerate(pages):
        left = _GAP + number % columns * cell_width
        top = _GAP + number // columns * cell_height
        for row in range(page.height):
            at = ((top + row) * width + left) * 3
            start = row * page.width * 3
            whole[at : at + page.width * 3] = page.data[start : start + page.width * 3]
    return encode_png(Raster(width, height, bytes(whole)), dpi)


def encode_png(raster: Raster, dpi: float) -> bytes:
    """Return pixels as PNG that knows its own size on paper."""
    row = raster.width * 3
    rows = b"".join(
        b"\0" + raster.data[start : start + row] for start in range(0, len(raster.data), row)
    )
    per_metre = round(dpi / 0.0254)
    return b"".join(
        (
            b"\x89PNG\r\n\x1a\n",
            _chunk(b"IHDR", pack(">IIBBBBB", raster.width, raster.height, 8, 2, 0, 0, 0)),
            _chunk(b"sRGB", b"\0"),
            _chunk(b"pHYs", pack(">IIB", per_metre, per_metre, 1)),
            _chunk(b"IDAT", zlib.compress(rows, 6)),
            _chunk(b"IEND", b""),
        )
    )


def _chunk(kind: bytes, data: bytes) -> bytes:
    return pack(">I", len(data)) + kind + data + pack(">I", zlib.crc32(kind + data))
