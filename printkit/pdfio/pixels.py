"""Images turned into pictures of printing plates by Pillow, which is many times as fast as
having a viewer work out a colour space pixel by pixel. What it cannot do is left to that.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from math import sqrt
from typing import TYPE_CHECKING, Any, Final

from printkit.pdfio.colours import ALL, PROCESS, Space

if TYPE_CHECKING:
    from PIL.Image import Image

MOST: Final = 2_000_000  # pixels that are worth looking at
_MODES: Final = {1: "L", 3: "RGB", 4: "CMYK"}
_PICTURES: Final = ("/DCTDecode", "/JPXDecode")


def plate_pixels(
    image: Any, space: Space, plates: Sequence[str], most: int = MOST
) -> tuple[int, int, bytes] | None:
    """Return width, height and RGB pixels that show three plates, or None where it cannot.

    Large images come out smaller, at about ``most`` pixels, each the mean of several.
    """
    if space.family == "Indexed" or _keyed(image):
        return None
    try:
        bands = _bands(image, space, max(1, int(sqrt(_size(image) / most))))
    except (OSError, ValueError, RuntimeError, SyntaxError):
        return None
    if bands is None:
        return None
    from PIL import Image as Pillow

    shown = _shown(bands, space, plates)
    if shown is None:
        return None
    merged = Pillow.merge("RGB", shown)
    return merged.width, merged.height, merged.tobytes()


def _size(image: Any) -> int:
    return int(image["/Width"]) * int(image["/Height"])


def _keyed(image: Any) -> bool:
    """Return whether some colours are left out by their numbers."""
    mask = image.get("/Mask")
    return mask is not None and not hasattr(mask, "read_raw_bytes")


def _bands(image: Any, space: Space, fewer: int) -> Sequence[Image] | None:
    """Return the components of an image, with its Decode applied."""
    from PIL import Image as Pillow
    from PIL import ImageChops

    mode = _MODES.get(space.components)
    filters = _filters(image)
    if mode is None:
        return None
    if filters and filters[-1] in _PICTURES:
        if len(filters) > 1 or mode != "RGB":
            return None  # the viewer is quick with those, and knows their inversions
        opened = Pillow.open(io.BytesIO(image.read_raw_bytes()))
        opened.draft("RGB", (opened.width // fewer, opened.height // fewer))
        if opened.mode != "RGB":
            return None
        picture: Image = opened
    else:
        if int(image.get("/BitsPerComponent", 8)) != 8:
            return None
        size = int(image["/Width"]), int(image["/Height"])
        data = image.read_bytes()
        if len(data) < size[0] * size[1] * space.components:
            return None
        picture = Pillow.frombytes(mode, size, data)
        if fewer > 1:
            picture = picture.reduce(fewer)
    bands = picture.split()
    decode = [float(value) for value in image.get("/Decode", ())]
    if not decode or decode == [0.0, 1.0] * len(bands):
        return bands
    if decode == [1.0, 0.0] * len(bands):
        return [ImageChops.invert(band) for band in bands]
    return None


def _filters(image: Any) -> list[str]:
    value = image.get("/Filter")
    if value is None:
        return []
    return [str(value)] if str(value).startswith("/") else [str(one) for one in value]


def _shown(
    bands: Sequence[Image], space: Space, plates: Sequence[str]
) -> tuple[Image, Image, Image] | None:
    """Return what each plate shows: white where there is no ink."""
    from PIL import Image as Pillow
    from PIL import ImageChops

    white = Pillow.new("L", bands[0].size, 255)
    if space.coloured:
        if space.kind == "Lab":
            return None
        most = ImageChops.lighter(ImageChops.lighter(bands[0], bands[1]), bands[2])
        rest = ImageChops.invert(most)
        found = {
            name: ImageChops.add(band, rest) for name, band in zip(PROCESS, bands, strict=False)
        }
        found["Black"] = most
    elif space.names:
        found = {
            name: ImageChops.invert(band) for name, band in zip(space.names, bands, strict=True)
        }
    elif len(bands) == 4:
        found = {name: ImageChops.invert(band) for name, band in zip(PROCESS, bands, strict=True)}
    elif len(bands) == 1:
        found = {"Black": bands[0]}
    else:
        return None
    first, second, third = (found.get(name, found.get(ALL, white)) for name in plates)
    return first, second, third
