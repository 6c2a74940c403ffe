"""A scene as PDF: text that can be read back, outlines, symbols as form objects, boxes.

The only door to ReportLab. The same scene gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final

from printkit import __version__
from printkit.geometry import Rect, Sides, Transform
from printkit.render.output import SCREEN, PdfOutput
from printkit.render.pdf.canvas import (
    Box,
    Dictionary,
    Name,
    PageCanvas,
    Reference,
    Stream,
    Text,
    array,
    numbers,
    resource_dictionary,
)
from printkit.render.pdf.conformance import add_states, blending, output_intents
from printkit.render.pdf.fonts import FontBook
from printkit.render.pdf.images import add_image
from printkit.render.pdf.inks import Inks
from printkit.render.pdf.paint import POINT, Painter, matrix
from printkit.render.pdf.xmp import info_date, moment, packet
from printkit.scene.model import (
    Image,
    Link,
    Metadata,
    Node,
    Page,
    PlacedPage,
    Scene,
    Symbol,
    TagId,
)
from printkit.scene.walk import (
    bounds,
    leaves,
    owners,
    symbol_table,
    used_images,
    used_inks,
    used_pages,
    used_symbols,
)

if TYPE_CHECKING:
    from printkit.fonts.library import FontLibrary

__all__ = ["render_pdf"]


def render_pdf(
    scene: Scene,
    fonts: FontLibrary,
    assets: Mapping[str, bytes],
    *,
    output: PdfOutput = SCREEN,
) -> bytes:
    """Return the scene as one PDF file, a page for each of its pages.

    ``assets`` holds the images by digest, ``output`` says what the file is for. Swatches are
    written as they are: what a press allows is settled before (press/inks.py). PDF/X-4 is
    PDF 1.6 and has no links; anything else is PDF 1.7. Raises PrintkitError for an image
    that cannot be read, KeyError for an asset or a symbol that is not there, ValueError for
    PDF/X-4 without CMYK and an intent.
    """
    if output.standard and (output.colour != "cmyk" or output.intent is None):
        raise ValueError(f"{output.standard} needs CMYK and an output intent")
    return _Document(scene, fonts, assets, output).data()


_DUPLEX: Final = {
    "long": "DuplexFlipLongEdge",
    "short": "DuplexFlipShortEdge",
    "one": "Simplex",
}


class _Document:
    """One PDF in the making."""

    def __init__(
        self, scene: Scene, fonts: FontLibrary, assets: Mapping[str, bytes], output: PdfOutput
    ) -> None:
        about = scene.metadata
        self._scene = scene
        self._output = output
        self._date = moment(about.date) if about.date or output.standard else ""
        self._info = _info(about, self._date)
        version = (1, 6) if output.standard else (1, 7)
        self._canvas = PageCanvas(about.lang, self._info, version)
        if output.dialog is not None:
            self._canvas.set_dialog(_DUPLEX[output.dialog])
        self._fonts = FontBook(fonts, self._canvas)
        self._inks = Inks(output, used_inks(scene))
        self._digest = sha256(repr((about, output.standard)).encode())
        self._table = symbol_table(scene)
        self._symbols = {symbol.id: f"S{n}" for n, symbol in enumerate(scene.symbols, 1)}
        self._images = {digest: f"I{n}" for n, digest in enumerate(used_images(scene), 1)}
        self._pages = {key: f"P{n}" for n, key in enumerate(used_pages(scene), 1)}
        self._words = {tag: node.alt for tag, node in owners(scene).items() if node.alt}
        self._clear = {
            digest
            for digest, name in self._images.items()
            if add_image(self._canvas, assets[digest], digest, name, output)
        }
        for (digest, number), name in self._pages.items():
            self._canvas.add(Stream(b"", _stand_in(digest, number)), name)

    def data(self) -> bytes:
        for page in self._scene.pages:
            self._page(page)
        pages = (node for page in self._scene.pages for node in page.nodes)
        for name in used_symbols(pages, self._table):
            self._symbol(self._table[name])
        self._fonts.embed()
        add_states(self._canvas, self._inks)
        if self._output.intent is not None:
            intents = output_intents(self._canvas, self._output.intent, self._output.standard)
            self._canvas.set_catalog("OutputIntents", intents)
        xmp = packet(
            self._scene.metadata,
            self._info,
            self._digest.digest(),
            date=self._date,
            standard=self._output.standard,
        )
        entries = {"Type": Name("Metadata"), "Subtype": Name("XML")}
        self._canvas.set_catalog("Metadata", Stream(xmp, entries, compressed=False))
        return self._canvas.data()

    def _painter(self, nodes: Iterable[Node], *, inside: bool = False) -> Painter:
        painter = Painter(
            self._fonts, self._symbols, self._images, self._pages, self._inks, inside=inside
        )
        painter.paint(nodes)
        return painter

    def _resources(self, painter: Painter) -> dict[str, dict[str, Reference]]:
        return {
            kind: {name: self._canvas.reference(name) for name in names}
            for kind, names in painter.used.items()
        }

    def _page(self, page: Page) -> None:
        media = page.medium
        # From the trim's top left corner, y down, to the media's bottom left corner, y up.
        turn = Transform(1.0, 0.0, 0.0, -1.0, -media.x, media.bottom)
        boxes = {"MediaBox": media, "BleedBox": page.bleed_box, "TrimBox": page.paper}
        painter = self._painter(page.nodes)
        operators = "\n".join([matrix(turn), *painter.code]).encode("ascii")
        self._digest.update(operators)
        found = tuple(leaves(page.nodes, self._table))
        clear = any(
            isinstance(node, PlacedPage)  # of another's making: it may be clear too
            or (isinstance(node, Image) and node.digest in self._clear)
            for node, _, _ in found
        )
        self._canvas.add_page(
            operators,
            {name: _points(turn.rect(box)) for name, box in boxes.items()},
            self._resources(painter),
            [
                self._link(node, transform.then(turn), tag)
                for node, transform, tag in found
                if isinstance(node, Link) and not self._output.standard
            ],
            blending() if clear and self._output.colour == "cmyk" else None,
        )

    def _symbol(self, symbol: Symbol) -> None:
        painter = self._painter(symbol.nodes, inside=True)
        inked = bounds(symbol.nodes, self._table)
        box = (inked.union(symbol.box) if inked else symbol.box).inset(Sides.all(-POINT))
        entries = {
            "Type": Name("XObject"),
            "Subtype": Name("Form"),
            "BBox": numbers([v / POINT for v in (box.x, box.y, box.right, box.bottom)], 2),
            "Resources": resource_dictionary(self._resources(painter)),
        }
        content = "\n".join(painter.code).encode("ascii")
        self._digest.update(content)
        self._canvas.add(Stream(content, entries), self._symbols[symbol.id])

    def _link(self, link: Link, transform: Transform, tag: TagId | None) -> dict[str, Any]:
        return {
            "Type": Name("Annot"),
            "Subtype": Name("Link"),
            "Rect": numbers(_points(transform.rect(link.box)), 2),
            "Border": numbers((0, 0, 0)),
            "Contents": Text(self._words.get(tag, link.target) if tag else link.target),
            "A": _uri(link.target),
        }


def _stand_in(digest: str, page: int) -> dict[str, Any]:
    """Return a form that holds the place of another PDF's page until that is put in."""
    return {
        "Type": Name("XObject"),
        "Subtype": Name("Form"),
        "BBox": numbers((0, 0, 1, 1)),
        "PrintkitPage": array([Text(digest), page]),
    }


def _uri(target: str) -> Any:
    return Dictionary({"S": Name("URI"), "URI": Text(target)})


def _points(box: Rect) -> Box:
    return (box.x / POINT, box.y / POINT, box.right / POINT, box.bottom / POINT)


def _info(about: Metadata, date: str) -> dict[str, str]:
    tool = f"printkit {__version__}"
    dates = dict.fromkeys(("CreationDate", "ModDate"), info_date(date)) if date else {}
    return {
        **dates,
        "Title": about.title,
        "Author": about.author,
        "Subject": about.subject,
        "Keywords": ", ".join(about.keywords),
        "Creator": tool,
        "Producer": f"{tool}, ReportLab",
        "Version": about.version,
        "Credit": about.credit,
        "Source": about.source_url,
        "Contributor": "; ".join(about.contributors),
        "Rights": about.rights,
        "Original": about.original,
    }
