"""SVG elements by svgwrite, without its validator, and the words their attributes take."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from svgwrite.base import BaseElement
from svgwrite.drawing import Drawing
from svgwrite.params import Parameter

from printkit.geometry import IDENTITY, Transform
from printkit.render.numbers import short
from printkit.scene.model import Ink
from printkit.units import EMU_PER, Length

UNIT: Final = EMU_PER["mm"] // 100
"""One unit of a picture: a hundredth of a millimetre, so that whole numbers will do."""

_ESCAPES: Final = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"})

_QUICK: Final = Parameter(debug=False, profile="full")


class Element(BaseElement):  # type: ignore[misc]
    """An element whose attributes stand in the order given and are text already."""

    def __init__(self, name: str, attributes: Mapping[str, str] | None = None) -> None:
        self._parameter = _QUICK
        self.elementname = name
        self.attribs: dict[str, str] = dict(attributes or {})
        self.elements: list[Element] = []
        self.text = ""

    def add(self, element: Element) -> None:
        self.elements.append(element)

    def write(self, out: list[str]) -> None:
        """Append the element as markup.

        svgwrite builds a second tree for that and writes it through a codec, piece by
        piece, which for a page of letters takes five times as long.
        """
        name = self.elementname
        out.append(f"<{name}")
        for key, value in self.attribs.items():
            out.append(f' {key}="{value.translate(_ESCAPES)}"')
        if not self.text and not self.elements:
            out.append("/>")
            return
        out.append(f">{self.text.translate(_ESCAPES)}")
        for element in self.elements:
            element.write(out)
        out.append(f"</{name}>")


class Picture(Drawing):  # type: ignore[misc]
    """The root element; names only the name spaces that are used."""

    def __init__(self, attributes: Mapping[str, str]) -> None:
        super().__init__(debug=False)
        self.elements: list[Element] = []
        self._root = Element(
            "svg",
            {
                "xmlns": "http://www.w3.org/2000/svg",
                "xmlns:xlink": "http://www.w3.org/1999/xlink",
                "version": "1.1",
                **attributes,
            },
        )

    def tostring(self) -> str:
        self._root.elements = self.elements
        out: list[str] = []
        self._root.write(out)
        return "".join(out)


def text_element(name: str, text: str, attributes: Mapping[str, str] | None = None) -> Element:
    element = Element(name, attributes)
    element.text = text
    return element


def reference(target: str) -> dict[str, str]:
    """Return a link to an id, in the new spelling and the one older programs know."""
    return {"href": f"#{target}", "xlink:href": f"#{target}"}


def units(length: float, places: int = 0) -> str:
    """Return a length in units of the picture."""
    return short(length / UNIT, places)


def colour(ink: Ink) -> str:
    red, green, blue = ink.rgb
    return f"#{red:02x}{green:02x}{blue:02x}"


def transform_attribute(transform: Transform) -> dict[str, str]:
    """Return the attribute for ``transform``, in its shortest form; none for identity."""
    if transform == IDENTITY:
        return {}
    linear = (transform.a, transform.b, transform.c, transform.d)
    move = f"{units(transform.e, 2)} {units(transform.f, 2)}"
    if linear == (1, 0, 0, 1):
        return {"transform": f"translate({move})"}
    turned = " ".join(short(value, 6) for value in linear)
    return {"transform": f"matrix({turned} {move})"}


def box_attributes(x: Length, y: Length, width: Length, height: Length) -> dict[str, str]:
    return {
        "x": units(x, 2),
        "y": units(y, 2),
        "width": units(width, 2),
        "height": units(height, 2),
    }
