"""Pages as pictures, and how far two pictures of one page lie apart.

PDFium puts the origin of small glyphs and the edges of upright boxes on whole pixels, which
resvg does not. So both draw finer than they are compared, and are averaged down.
"""

from __future__ import annotations

import io

from PIL import Image, ImageChops

from printkit.pdfio.read import rasterise

FINER = 4
FAR = 64


def pdf_picture(pdf: bytes, page: int = 0, dpi: int = 100, finer: int = FINER) -> Image.Image:
    """Return a page of a PDF as PDFium draws it."""
    drawn = rasterise(pdf, dpi * finer, page)
    picture = Image.frombytes("RGB", (drawn.width, drawn.height), drawn.data)
    return picture.reduce(finer)


def svg_picture(svg: bytes, dpi: int = 100, finer: int = FINER) -> Image.Image:
    """Return an SVG as resvg draws it, on white."""
    import resvg_py

    data = resvg_py.svg_to_bytes(
        svg_string=svg.decode(), dpi=dpi * finer, background="#ffffff", skip_system_fonts=True
    )
    return Image.open(io.BytesIO(bytes(data))).convert("RGB").reduce(finer)


def apart(one: Image.Image, other: Image.Image, far: int = FAR) -> float:
    """Return the per cent of pixels that differ by more than ``far`` in any channel.

    The pictures may differ by a pixel in size, as renderers round.
    """
    assert abs(one.width - other.width) <= 1, (one.size, other.size)
    assert abs(one.height - other.height) <= 1, (one.size, other.size)
    frame = (0, 0, min(one.width, other.width), min(one.height, other.height))
    red, green, blue = ImageChops.difference(one.crop(frame), other.crop(frame)).split()
    most = ImageChops.lighter(ImageChops.lighter(red, green), blue)
    counts = most.histogram()
    return 100 * sum(counts[far + 1 :]) / sum(counts)
