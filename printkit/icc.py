"""ICC: what a printing condition makes of colours and pictures.

The only door to littleCMS, which comes with Pillow. Swatches are never converted: they say
their CMYK themselves. What has no CMYK of its own, pictures and the colours of logos, is
converted relative to the paper with black point compensation, and held below an ink limit.
"""

from __future__ import annotations

import io
from functools import lru_cache
from typing import Any, TypeAlias

from msgspec import Struct

from printkit.colour import RGB
from printkit.diagnostics import Diagnostic, PrintkitError, Span

CMYK: TypeAlias = tuple[float, float, float, float]
"""Per cent."""


class Intent(Struct, frozen=True):
    """A printing condition that a file is made for: its profile, and what a press calls it."""

    icc: bytes
    identifier: str
    info: str = ""
    registry: str = ""


def read_intent(
    icc: bytes, file: str, identifier: str = "", info: str = "", registry: str = ""
) -> Intent:
    """Return the condition that ``icc`` describes, an output profile for CMYK.

    Without an identifier it goes by the profile's own name. Raises PrintkitError, naming
    ``file``, for a profile that is broken, of another colour space, or of no printer.
    """
    from PIL import ImageCms

    if icc[36:40] == b"acsp" and int.from_bytes(icc[:4]) > len(icc):  # its size is at its head
        raise _error(file, "is not whole: a part of it is missing")
    try:
        profile = ImageCms.ImageCmsProfile(io.BytesIO(icc)).profile
        space, kind = profile.xcolor_space.strip(), profile.device_class
        name = (profile.profile_description or "").strip()
        if (space, kind) == ("CMYK", "prtr"):
            _transform(icc, _SRGB)  # its tables are read only now
    except (OSError, ImageCms.PyCMSError, ValueError):
        raise _error(file, "is no ICC profile, or is broken") from None
    if kind != "prtr":
        kinds = {"mntr": "a screen", "scnr": "a camera or scanner", "link": "two devices"}
        raise _error(file, f"describes {kinds.get(kind, 'no printer')}, not how ink prints")
    if space != "CMYK":
        raise _error(file, f"is a profile for {space}, not for CMYK")
    name = name or file.rpartition("/")[2].rpartition(".")[0]
    return Intent(icc, identifier or name, info or name, registry)


def _error(file: str, what: str) -> PrintkitError:
    return PrintkitError(
        Diagnostic(
            "icc", f"the profile {what}", Span(file),
            hint="ask the press for its CMYK output profile, or leave it out: "
            "FOGRA39 comes with printkit",
        )
    )  # fmt: skip


def ink_of(rgb: RGB, intent: Intent, limit: float = 400.0) -> CMYK:
    """Return an sRGB colour in per cent of ink; its greys are black alone, as type is."""
    from PIL import Image

    if len(set(rgb)) == 1:
        return (0.0, 0.0, 0.0, round(100 - rgb[0] / 2.55, 1))
    picture = to_cmyk(Image.new("RGB", (1, 1), rgb), intent, limit)
    cyan, magenta, yellow, black = picture.getpixel((0, 0))
    return _percent(cyan), _percent(magenta), _percent(yellow), _percent(black)


def held(cmyk: CMYK, limit: float) -> CMYK:
    """Return an ink of at most ``limit`` per cent, made less as ``limited`` does with pixels."""
    *colour, black = cmyk
    part = min(1.0, max(0.0, limit - black) / (sum(colour) or 1))
    cyan, magenta, yellow = (int(value * part * 10) / 10 for value in colour)
    return cyan, magenta, yellow, black


def _percent(value: int) -> float:
    return int(value / 2.55 * 10) / 10  # never up: the sum stays below its limit


def to_cmyk(picture: Any, intent: Intent, limit: float = 400.0) -> Any:
    """Return an RGB or a CMYK picture of Pillow in CMYK, nowhere with more ink than ``limit``.

    RGB is read by the profile the picture brings, or as sRGB. CMYK stays as it is but for the
    limit: whoever made it chose its black.
    """
    from PIL import ImageCms

    if picture.mode != "CMYK":
        own = picture.info.get("icc_profile") or _SRGB
        try:
            transform = _transform(intent.icc, own)
        except (OSError, ImageCms.PyCMSError, ValueError):
            transform = _transform(intent.icc, _SRGB)
        picture = ImageCms.applyTransform(picture, transform)
    return limited(picture, limit)


_SRGB = b""
"""Stands for sRGB, which littleCMS knows by itself."""


@lru_cache(maxsize=8)
def _transform(icc: bytes, source: bytes) -> Any:
    from PIL import ImageCms

    def opened(data: bytes) -> Any:
        return ImageCms.ImageCmsProfile(io.BytesIO(data))

    return ImageCms.buildTransform(
        opened(source) if source else ImageCms.createProfile("sRGB"),
        opened(icc),
        "RGB",
        "CMYK",
        ImageCms.Intent.RELATIVE_COLORIMETRIC,
        ImageCms.Flags.BLACKPOINTCOMPENSATION,
    )


def limited(picture: Any, limit: float) -> Any:
    """Return a CMYK picture with no pixel over ``limit`` per cent; its black is kept.

    Where there is too much ink, cyan, magenta and yellow become less in the same proportion:
    the hue stays, and black already carries the drawing in the shadows.
    """
    from PIL import Image, ImageMath

    if limit >= 400:
        return picture
    most = int(limit * 2.55)

    def less(f: dict[str, Any]) -> Any:
        colour = f["c"] + f["m"] + f["y"]
        room = f["max"](most - f["k"], 0)
        kept = f["one"] * f["min"](room, colour) / f["max"](colour, 1)  # whole numbers, cut off
        return f["convert"](kept, "L")

    result = picture.copy()
    for top in range(0, picture.height, _BAND):  # whole numbers take four times the memory
        box = (0, top, picture.width, min(top + _BAND, picture.height))
        bands = picture.crop(box).split()
        named = dict(zip("cmyk", bands, strict=True))
        colours = [ImageMath.lambda_eval(less, one=one, **named) for one in bands[:3]]
        result.paste(Image.merge("CMYK", (*colours, bands[3])), box)
    return result


_BAND = 256
"""Rows of pixels that are worked on together."""
