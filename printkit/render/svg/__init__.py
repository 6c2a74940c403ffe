"""A scene as SVG, a picture a page: outlines alone, so that no font is needed to see it.

The only door to svgwrite. The same scene gives the same bytes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from printkit.render.numbers import short
from printkit.render.svg.elements import Element, Picture, text_element, units
from printkit.render.svg.paint import Definitions, Painter, prefixes
from printkit.scene.model import Metadata, Page, Scene
from printkit.scene.walk import owners, symbol_table, used_fonts, used_symbols
from printkit.units import to_mm

if TYPE_CHECKING:
    from printkit.fonts.library import FontLibrary

__all__ = ["render_svg"]


def render_svg(scene: Scene, fonts: FontLibrary, assets: Mapping[str, bytes]) -> tuple[bytes, ...]:
    """Return one SVG a page. The picture is the trim, with the bleed where there is one.

    ``assets`` holds the images by digest. Raises KeyError for an asset or a symbol that
    is not there.
    """
    common = _Common(scene, fonts, assets)
    return tuple(_page(common, number) for number in range(len(scene.pages)))


class _Common:
    """What the pages of a scene share."""

    def __init__(self, scene: Scene, fonts: FontLibrary, assets: Mapping[str, bytes]) -> None:
        self.scene = scene
        self.fonts = fonts
        self.assets = assets
        self.prefixes = prefixes(used_fonts(scene))
        self.symbols = symbol_table(scene)
        self.names = {name: f"symbol{n}-{_slug(name)}" for n, name in enumerate(self.symbols, 1)}
        self.owners = owners(scene)


def _page(common: _Common, number: int) -> bytes:
    scene = common.scene
    page = scene.pages[number]
    picture = Picture(_root(scene.metadata, page))
    for element in _about(scene, page):
        picture.elements.append(element)
    definitions = Definitions(common.fonts, common.prefixes, number + 1)
    painter = Painter(
        definitions,
        common.symbols,
        common.names,
        common.assets,
        common.owners,
        frozenset(credit.tag for credit in scene.credits if credit.page == number),
        scene.metadata,
    )
    symbols: list[Element] = []
    for name in used_symbols(page.nodes, common.symbols):
        group = Element("g", {"id": common.names[name]})
        painter.paint(common.symbols[name].nodes, group)
        symbols.append(group)
    body = Element("g")
    painter.paint(page.nodes, body)
    defs = Element("defs")
    defs.elements = [*definitions.elements(), *symbols]
    picture.elements += [defs, *body.elements]
    text: str = picture.tostring()
    return text.encode() + b"\n"


def _root(about: Metadata, page: Page) -> dict[str, str]:
    whole = page.medium
    sides = (whole.x, whole.y, whole.width, whole.height)
    return {
        "width": f"{short(to_mm(whole.width), 4)}mm",
        "height": f"{short(to_mm(whole.height), 4)}mm",
        "viewBox": " ".join(units(side, 2) for side in sides),
        "lang": about.lang,
        "xml:lang": about.lang,
        **({"direction": "rtl"} if about.direction == "rtl" else {}),
        "role": "img",
        "aria-labelledby": "title desc",
        "fill": "none",
        "stroke-linejoin": "round",
        "stroke-miterlimit": "10",  # as PDF has it; SVG's own is 4
    }


def _about(scene: Scene, page: Page) -> Iterator[Element]:
    about = scene.metadata
    title = f"{about.title} – {page.label}" if page.label else about.title
    yield text_element("title", title, {"id": "title"})
    yield text_element("desc", about.subject or about.credit or title, {"id": "desc"})
    yield _metadata(about, title)


def _metadata(about: Metadata, title: str) -> Element:
    """Return the picture's record: Dublin Core in RDF, as drawing programs read it."""
    work = Element("rdf:Description", {"rdf:about": ""})
    for name, value, lang in (
        ("title", title, ""),
        ("creator", about.author, ""),
        *(("contributor", name, "") for name in about.contributors),
        ("description", about.subject, ""),
        ("rights", about.rights or about.credit, about.lang),
        ("rights", about.original, about.original_lang),
        ("source", about.source_url, ""),
        ("language", about.lang, ""),
        ("subject", ", ".join(about.keywords), ""),
        ("identifier", about.version, ""),
    ):
        if value:
            work.add(text_element(f"dc:{name}", value, {"xml:lang": lang} if lang else None))
    spaces = {
        "xmlns:rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
        "xmlns:dc": "http://purl.org/dc/elements/1.1/",
    }
    record = Element("rdf:RDF", spaces)
    record.add(work)
    metadata = Element("metadata")
    metadata.add(record)
    return metadata


def _slug(name: str) -> str:
    return re.sub(r"[^A-Za-z0-9_-]+", "-", name)
