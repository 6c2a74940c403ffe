"""Raster images as PDF objects: JPEG as it is, everything else unpacked and packed anew."""

from __future__ import annotations

import io
from typing import Any

from printkit.diagnostics import Diagnostic, PrintkitError
from printkit.render.pdf.canvas import Name, PageCanvas, Reference, Stream


def add_image(canvas: PageCanvas, data: bytes, digest: str, name: str) -> Reference:
    """Put an image into the file under ``name``; raises PrintkitError for unreadable data."""
    from PIL import Image, UnidentifiedImageError

    try:
        picture = Image.open(io.BytesIO(data))
        entries = _entries(picture)
        if picture.format == "JPEG" and picture.mode in ("L", "RGB"):
            entries |= {"ColorSpace": _space(picture.mode), "Filter": Name("DCTDecode")}
            stream = Stream(data, entries, compressed=False)
            return canvas.add(stream, name)
        return _pixels(canvas, picture, entries, name)
    except (UnidentifiedImageError, OSError, SyntaxError) as error:
        raise PrintkitError(
            Diagnostic(
                "image",
                f"the image {digest[:12]} cannot be read: {str(error).lower()}",
                hint="save it again as PNG or JPEG",
            )
        ) from None


def _pixels(canvas: PageCanvas, picture: Any, entries: dict[str, Any], name: str) -> Reference:
    if "A" in picture.getbands() or "transparency" in picture.info:
        full = picture.convert("RGBA")
        mask = full.getchannel("A").tobytes()
        entries["SMask"] = canvas.add(Stream(mask, {**entries, "ColorSpace": _space("L")}))
        picture = full.convert("RGB")
    elif picture.mode.startswith("I"):  # 16 bits a sample, which PIL would clip
        picture = picture.convert("I").point(lambda value: value * (1 / 257)).convert("L")
    elif picture.mode not in ("L", "RGB"):
        picture = picture.convert("L" if picture.mode == "1" else "RGB")
    space = _space(picture.mode)
    return canvas.add(Stream(picture.tobytes(), {**entries, "ColorSpace": space}), name)


def _entries(picture: Any) -> dict[str, Any]:
    return {
        "Type": Name("XObject"),
        "Subtype": Name("Image"),
        "Width": picture.width,
        "Height": picture.height,
        "BitsPerComponent": 8,
    }


def _space(mode: str) -> Any:
    return Name("DeviceGray" if mode == "L" else "DeviceRGB")
