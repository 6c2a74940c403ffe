"""Raster images as PDF objects, in the colours a file is written in.

On screen a JPEG stays as it is; everything else is unpacked and packed anew. For a press,
colours are converted and held below the ink limit; pictures without colour stay on the black
plate, and those of one bit keep their sharp edge.
"""

from __future__ import annotations

import io
from typing import Any

from printkit.diagnostics import Diagnostic, PrintkitError
from printkit.render.output import PdfOutput
from printkit.render.pdf.canvas import Name, PageCanvas, Stream


def add_image(
    canvas: PageCanvas, data: bytes, digest: str, name: str, output: PdfOutput
) -> bool:
    """Put an image into the file under ``name``; return whether it lets the page through.

    Raises PrintkitError for unreadable data.
    """
    from PIL import Image, UnidentifiedImageError

    try:
        picture = Image.open(io.BytesIO(data))
        if picture.format == "JPEG" and picture.mode in _JPEG[output.colour]:
            entries = {**_entries(picture), "Filter": Name("DCTDecode")}
            canvas.add(Stream(data, entries, compressed=False), name)
            return False
        pixels, mask = _pixels(picture, output)
    except (UnidentifiedImageError, OSError, SyntaxError) as error:
        raise PrintkitError(
            Diagnostic(
                "image",
                f"the image {digest[:12]} cannot be read: {str(error).lower()}",
                hint="save it again as PNG or JPEG",
            )
        ) from None
    entries = _entries(pixels)
    if mask is not None:
        entries["SMask"] = canvas.add(Stream(mask.tobytes(), _entries(mask)))
    canvas.add(Stream(pixels.tobytes(), entries), name)
    return mask is not None


_JPEG = {"rgb": ("L", "RGB"), "grey": ("L",), "cmyk": ("L",)}
"""The modes in which a JPEG is taken as it is."""


def _pixels(picture: Any, output: PdfOutput) -> tuple[Any, Any | None]:
    """Return a picture in a mode that PDF knows and the output asks for, and its mask."""
    mask = None
    if picture.mode.startswith("I"):  # 16 bits a sample, which Pillow would clip
        picture = picture.convert("I").point(lambda value: value * (1 / 257)).convert("L")
    elif "A" in picture.getbands() or "transparency" in picture.info:
        own = picture.info.get("icc_profile")
        whole = picture.convert("LA" if picture.mode in ("L", "LA") else "RGBA")
        mask = whole.getchannel("A")
        picture = whole.convert(whole.mode.removesuffix("A"))
        picture.info["icc_profile"] = own
        if mask.getextrema() == (255, 255):
            mask = None
    elif picture.mode == "CMYK":
        picture = _upright(picture)
    elif picture.mode not in ("1", "L", "RGB"):
        picture = picture.convert("RGB")
    return _coloured(picture, output), mask


def _coloured(picture: Any, output: PdfOutput) -> Any:
    if picture.mode in ("1", "L"):
        return picture
    if output.colour == "rgb":
        return picture.convert("RGB")
    if output.colour == "grey":
        return picture.convert("RGB").convert("L")
    if picture.mode == "RGB" and _colourless(picture):
        return picture.convert("L")
    from printkit.icc import limited, to_cmyk

    if output.intent is not None:
        return to_cmyk(picture, output.intent, output.ink_limit)
    return limited(picture if picture.mode == "CMYK" else _plain_cmyk(picture), output.ink_limit)


def _plain_cmyk(picture: Any) -> Any:
    """Return RGB as ink where no condition says how it prints: what all three share is black."""
    from PIL import Image, ImageChops

    inks = [ImageChops.invert(light) for light in picture.split()]
    black = ImageChops.darker(ImageChops.darker(inks[0], inks[1]), inks[2])
    return Image.merge("CMYK", (*(ImageChops.subtract(ink, black) for ink in inks), black))


def _upright(picture: Any) -> Any:
    """Return a CMYK picture with its ink the right way round.

    Adobe writes JPEGs upside down, and Pillow takes each for one of Adobe's.
    """
    if picture.format != "JPEG" or "adobe" in picture.info:
        return picture
    from PIL import ImageChops

    return ImageChops.invert(picture)


def _colourless(picture: Any) -> bool:
    from PIL import ImageChops

    red, green, blue = picture.split()
    return not (
        ImageChops.difference(red, green).getbbox() or ImageChops.difference(green, blue).getbbox()
    )


def _entries(picture: Any) -> dict[str, Any]:
    return {
        "Type": Name("XObject"),
        "Subtype": Name("Image"),
        "Width": picture.width,
        "Height": picture.height,
        "BitsPerComponent": 1 if picture.mode == "1" else 8,
        "ColorSpace": Name(_SPACES[picture.mode]),
    }


_SPACES = {"1": "DeviceGray", "L": "DeviceGray", "RGB": "DeviceRGB", "CMYK": "DeviceCMYK"}
