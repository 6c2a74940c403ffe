"""Pictures and logos: what a file in ``content/assets/`` is, without drawing it."""

from __future__ import annotations

import hashlib
import io
import re
from typing import TYPE_CHECKING, Final

from printkit.content.model import Drawing, Shape
from printkit.diagnostics import PrintkitError
from printkit.shapes import decode

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_MOST_BYTES: Final = 20_000_000
_MOST_PIXELS: Final = 20_000
_SVG: Final = "{http://www.w3.org/2000/svg}"
_SILENT: Final = frozenset({"title", "desc", "metadata"})
_ON_GROUP: Final = frozenset({"id", "fill", "fill-rule", "stroke"})
_ON_ROOT: Final = frozenset({"viewBox", "width", "height", "version", "role", "aria-label"})
_ATTRIBUTES: Final = {
    "svg": _ON_GROUP | _ON_ROOT,
    "g": _ON_GROUP,
    "path": _ON_GROUP | {"d"},
}
_HEX: Final = re.compile(r"#(?:[0-9a-fA-F]{3}|[0-9a-fA-F]{6})")
_NAMED: Final = {"black": "#000000", "white": "#ffffff"}
_FORMATS: Final = {"png": "PNG", "jpg": "JPEG", "jpeg": "JPEG"}
_PLAIN: Final = "save it as plain SVG with every object turned into a path, without strokes"


class AssetError(ValueError):
    """An asset that cannot be used; ``hint`` says what to do about it."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


def digest(data: bytes) -> str:
    """Return the name a scene knows these bytes by."""
    return hashlib.sha256(data).hexdigest()


def measure(name: str, data: bytes) -> tuple[int, int, Drawing | None]:
    """Return width and height, in pixels or view box units, and the drawing of an SVG.

    Raises AssetError for what cannot be printed.
    """
    if len(data) > _MOST_BYTES:
        raise AssetError(f"{name!r} has more than 20 MB", "make the picture smaller")
    if name.lower().endswith(".svg"):
        drawing = read_drawing(name, data)
        return max(1, round(drawing.width)), max(1, round(drawing.height)), drawing
    return *_raster(name, data), None


def _raster(name: str, data: bytes) -> tuple[int, int]:
    from PIL import Image, UnidentifiedImageError

    wanted = _FORMATS[name.lower().rpartition(".")[2]]
    try:
        with Image.open(io.BytesIO(data)) as image:
            found, (width, height) = image.format, image.size
            image.verify()
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        raise AssetError(f"{name!r} is no {wanted} file, or is damaged") from None
    if found != wanted:
        raise AssetError(f"{name!r} is a {found} file, not {wanted}", "give it its right ending")
    if max(width, height) > _MOST_PIXELS:
        raise AssetError(f"{name!r} has {width} x {height} pixels, more than can be printed")
    return width, height


def read_drawing(name: str, data: bytes) -> Drawing:
    """Return an SVG file as filled paths; raises AssetError for anything else in it."""
    from xml.etree import ElementTree

    try:
        text = decode(data, name)
    except PrintkitError as error:
        raise AssetError(f"{name!r} is no SVG text: {error.diagnostics[0].message}") from None
    if "<!DOCTYPE" in text.upper() or "<!ENTITY" in text.upper():
        raise AssetError(f"{name!r} holds a DOCTYPE, which is not read", "delete its line")
    try:
        root = ElementTree.fromstring(text)
    except ElementTree.ParseError as error:
        line, column = error.position
        message = f"{name!r} is not XML: something is wrong at line {line}, column {column + 1}"
        raise AssetError(message) from None
    if root.tag != f"{_SVG}svg":
        raise AssetError(f"{name!r} is XML, but no SVG")
    shapes: list[Shape] = []
    _collect(name, root, ("#000000", False), shapes)
    if not shapes:
        raise AssetError(f"{name!r} holds no path", _PLAIN)
    return Drawing(*_view_box(name, root), tuple(shapes))


def _view_box(name: str, root: Element) -> tuple[float, float, float, float]:
    numbers = root.get("viewBox", "").replace(",", " ").split()
    if not numbers:
        sizes = [root.get(side, "").removesuffix("px") for side in ("width", "height")]
        numbers = ["0", "0", *sizes]
    try:
        x, y, width, height = map(float, numbers)
    except ValueError:
        raise AssetError(f"{name!r} has no viewBox of four numbers") from None
    if not (0 < width < 1e6 and 0 < height < 1e6):
        raise AssetError(f"{name!r} has a viewBox without a size")
    return x, y, width, height


def _collect(name: str, element: Element, given: tuple[str, bool], shapes: list[Shape]) -> None:
    """Walk an element; ``given`` is the fill and the rule of what it stands in."""
    tag = element.tag.removeprefix(_SVG)
    if tag in _SILENT or tag.startswith("{"):
        return  # said, not drawn: titles, and the notes of drawing programs
    allowed = _ATTRIBUTES.get(tag)
    if allowed is None:
        raise AssetError(f"{name!r} holds <{tag}>; only paths are drawn", _PLAIN)
    for key, value in element.attrib.items():
        if key.endswith("}href"):
            raise AssetError(f"{name!r} points to something outside itself", _PLAIN)
        if key.startswith("{"):
            continue
        if key not in allowed or (key == "stroke" and value != "none"):
            message = f"{name!r} uses {key!r} on <{tag}>; only filled paths are drawn"
            raise AssetError(message, _PLAIN)
    fill = element.get("fill", given[0])
    evenodd = element.get("fill-rule", "evenodd" if given[1] else "") == "evenodd"
    if tag == "path":
        _path(name, element.get("d", ""), fill, evenodd, shapes)
    for child in element:
        _collect(name, child, (fill, evenodd), shapes)


def _path(name: str, d: str, fill: str, evenodd: bool, shapes: list[Shape]) -> None:
    from printkit.paths import parse_path

    if fill == "none":
        return
    colour = _NAMED.get(fill.lower(), fill)
    if not _HEX.fullmatch(colour):
        raise AssetError(f"{name!r} has the fill {fill!r}; write it as '#1b1a3d'")
    digits = colour[1:] if len(colour) == 7 else "".join(c * 2 for c in colour[1:])
    rgb = (int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:], 16))
    try:
        outline = parse_path(d)
    except ValueError as error:
        raise AssetError(f"{name!r} has a path that cannot be read: {error}") from None
    if evenodd:
        from printkit.content.evenodd import nonzero

        try:
            nonzero(outline)
        except ValueError as error:
            hint = "join its shapes in a drawing program ('union'), and save it again"
            raise AssetError(f"{name!r} has a path that is not drawn: {error}", hint) from None
    shapes.append(Shape(d, rgb, evenodd))
