"""Nodes to SVG elements, and the definitions they refer to.

Text is outlines: each glyph once in ``defs``, in font units, then used at its place. What
belongs to one tag stands in one group, which says in words what it shows.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Final, assert_never

from printkit.geometry import Outline
from printkit.render.numbers import short
from printkit.render.outlines import glyph_path
from printkit.render.pathdata import path_data
from printkit.render.svg.elements import (
    UNIT,
    Element,
    box_attributes,
    colour,
    reference,
    transform_attribute,
    units,
)
from printkit.scene.model import (
    FontKey,
    GlyphRun,
    Group,
    Image,
    Link,
    Metadata,
    Node,
    Path,
    PlacedPage,
    Stroke,
    StructNode,
    Symbol,
    TagId,
    Use,
)
from printkit.scene.walk import block_text, leaves

if TYPE_CHECKING:
    from printkit.fonts.library import FontLibrary

FINE: Final = 4  # decimals of dashes: what is rounded off here adds up along a thread


class Definitions:
    """The outlines one picture refers to.

    ``fonts`` gives the prefix of each font's glyph ids. It is the whole scene's, so that
    pages put into one document mean the same by the same id.
    """

    def __init__(self, library: FontLibrary, fonts: Mapping[FontKey, str], page: int) -> None:
        self._library = library
        self._prefixes = fonts
        self._page = page
        self._paths: dict[FontKey, dict[int, str]] = {}  # path data by glyph
        self._clips: dict[Outline, str] = {}

    def glyphs(self, run: GlyphRun) -> Iterator[tuple[str, int, int]]:
        """Yield (id, x, y) for the inked glyphs of a run, y downward, in font units."""
        pen = 0
        face = self._library.face(run.font)
        paths = self._paths.setdefault(run.font, {})
        prefix = self._prefixes[run.font]
        for glyph in run.glyphs:
            gid = glyph.gid
            path = paths.get(gid)
            if path is None:
                path = paths[gid] = glyph_path(face, gid)
            if path:
                yield f"{prefix}{gid}", pen + glyph.x_offset, -glyph.y_offset
            pen += glyph.x_advance

    def scale(self, run: GlyphRun) -> str:
        """Return units of the picture per font unit."""
        return short(run.size / UNIT / self._library.face(run.font).upem, 6)

    def clip(self, outline: Outline) -> str:
        return self._clips.setdefault(outline, f"clip{self._page}-{len(self._clips) + 1}")

    def elements(self) -> Iterator[Element]:
        """Yield what goes into ``defs``: glyphs by font, then clips."""
        for font in sorted(self._paths, key=list(self._prefixes).index):
            prefix = self._prefixes[font]
            axes = ",".join(f"{tag}={value:g}" for tag, value in font.axes)
            group = Element(
                "g",
                {
                    "id": f"font-{prefix}",
                    "data-font": font.name,
                    "data-digest": font.digest,
                    **({"data-axes": axes} if axes else {}),
                },
            )
            for gid, path in sorted(self._paths[font].items()):
                if path:
                    group.add(Element("path", {"id": f"{prefix}{gid}", "d": path}))
            yield group
        for outline, name in self._clips.items():
            clip = Element("clipPath", {"id": name})
            clip.add(Element("path", {"d": path_data(outline, UNIT)}))
            yield clip


class Painter:
    """Turns nodes into elements; ``credits`` are the tags of placed credits on this page."""

    def __init__(
        self,
        definitions: Definitions,
        symbols: Mapping[str, Symbol],
        symbol_ids: Mapping[str, str],
        assets: Mapping[str, bytes],
        owners: Mapping[TagId, StructNode],
        credits: frozenset[TagId],
        metadata: Metadata,
    ) -> None:
        self._definitions = definitions
        self._symbols = symbols
        self._ids = symbol_ids
        self._assets = assets
        self._owners = owners
        self._credits = credits
        self._metadata = metadata

    def paint(self, nodes: Iterable[Node], into: Element) -> None:
        """Add the elements of ``nodes`` to ``into``, in paint order."""
        for tag, some in groupby(nodes, key=_tag):
            group = tuple(some)
            if tag is None:
                self._paint(group, into)
            else:
                block = Element("g", self._words(tag, group))
                self._paint(group, block)
                into.add(block)

    def _words(self, tag: TagId, nodes: Sequence[Node]) -> dict[str, str]:
        """Return the attributes that say what the nodes of a tag mean."""
        owner = self._owners.get(tag)
        lang = owner.lang if owner else ""
        role = "credit" if tag in self._credits else owner.role if owner else ""
        runs = [n for n, _, _ in leaves(nodes, self._symbols) if isinstance(n, GlyphRun)]
        label = (owner.alt if owner else "") or block_text(runs, self._metadata.direction, lang)
        lang = lang or next((run.lang for run in runs), "")
        attributes = {"aria-label": label} if label else {}
        if role:
            attributes["data-role"] = role
        if lang and lang != self._metadata.lang:
            attributes.update({"lang": lang, "xml:lang": lang})
        return attributes

    def _paint(self, nodes: Iterable[Node], into: Element) -> None:
        for node in nodes:
            match node:
                case GlyphRun():
                    if node.glyphs:
                        into.add(self._run(node))
                case Path():
                    if node.fill is not None or node.stroke is not None:
                        into.add(_path(node))
                case Image():
                    into.add(self._image(node))
                case PlacedPage():
                    raise ValueError("a page of a PDF cannot stand in an SVG")
                case Link():
                    into.add(self._link(node))
                case Group():
                    into.add(self._group(node))
                case Use():
                    target = reference(self._ids[node.symbol])
                    into.add(Element("use", {**target, **transform_attribute(node.transform)}))
                case _:
                    assert_never(node)

    def _run(self, run: GlyphRun) -> Element:
        place = f"translate({units(run.x, 1)} {units(run.baseline, 1)})"
        scale = self._definitions.scale(run)
        text = Element("g", {"transform": f"{place}scale({scale})", "fill": colour(run.ink)})
        for name, x, y in self._definitions.glyphs(run):
            attributes = reference(name)
            if x:
                attributes["x"] = str(x)
            if y:
                attributes["y"] = str(y)
            text.add(Element("use", attributes))
        return text

    def _image(self, image: Image) -> Element:
        data = self._assets[image.digest]
        kind = "png" if data.startswith(b"\x89PNG") else "jpeg"
        box = image.box
        return Element(
            "image",
            {
                **box_attributes(box.x, box.y, box.width, box.height),
                "preserveAspectRatio": "none",
                "xlink:href": f"data:image/{kind};base64,{b64encode(data).decode('ascii')}",
            },
        )

    def _link(self, link: Link) -> Element:
        # The words of a link stand beside it, as ink: the area itself is not seen.
        anchor = Element("a", {"href": link.target, "xlink:href": link.target})
        box = link.box
        area = box_attributes(box.x, box.y, box.width, box.height)
        anchor.add(Element("rect", {**area, "pointer-events": "all"}))
        return anchor

    def _group(self, group: Group) -> Element:
        attributes = transform_attribute(group.transform)
        if group.clip is not None:
            attributes["clip-path"] = f"url(#{self._definitions.clip(group.clip)})"
        element = Element("g", attributes)
        self.paint(group.nodes, element)
        return element


def _path(path: Path) -> Element:
    attributes = {"d": path_data(path.outline, UNIT)}
    if path.fill is not None:
        attributes["fill"] = colour(path.fill)
    if path.stroke is not None:
        attributes.update(_stroke(path.stroke))
    return Element("path", attributes)


def _stroke(stroke: Stroke) -> dict[str, str]:
    """Return a stroke's attributes; round joins and butt caps are the picture's default."""
    attributes = {"stroke": colour(stroke.ink), "stroke-width": units(stroke.width, 2)}
    if stroke.dash:
        attributes["stroke-dasharray"] = " ".join(units(part, FINE) for part in stroke.dash)
        if stroke.phase:
            attributes["stroke-dashoffset"] = units(stroke.phase, FINE)
    if stroke.cap != "butt":
        attributes["stroke-linecap"] = stroke.cap
    if stroke.join != "round":
        attributes["stroke-linejoin"] = stroke.join
    return attributes


def _tag(node: Node) -> TagId | None:
    return None if isinstance(node, Group) else node.tag


def prefixes(fonts: Iterable[FontKey]) -> dict[FontKey, str]:
    """Return a short name for each font: a, b, ... z, aa, ab."""
    names: dict[FontKey, str] = {}
    for number, font in enumerate(fonts, 1):
        name = ""
        while number:
            number, letter = divmod(number - 1, 26)
            name = chr(ord("a") + letter) + name
        names[font] = name
    return names
