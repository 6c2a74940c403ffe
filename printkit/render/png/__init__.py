"""Proofs as PNG, made from the PDF's own bytes, so that they show the very file."""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from struct import pack

from printkit.pdfio.read import Raster, count_pages, rasterise

__all__ = ["encode_png", "render_png"]


def render_png(
    pdf: bytes, dpi: float = 100, pages: Iterable[int] | None = None
) -> tuple[bytes, ...]:
    """Return ``pages`` (counted from 0; None for all) of a PDF as PNG, one each.

    Raises ValueError when ``pdf`` is none, IndexError for a page it does not have.
    """
    wanted = range(count_pages(pdf)) if pages is None else pages
    return tuple(encode_png(rasterise(pdf, dpi, page), dpi) for page in wanted)


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
