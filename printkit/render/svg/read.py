"""What an SVG of ours shows, read back from its bytes: words, and the glyphs drawn for them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final, NamedTuple, TypeAlias
from xml.etree import ElementTree

from msgspec import Struct

from printkit.render.svg.elements import UNIT
from printkit.scene.model import FontKey

Matrix: TypeAlias = tuple[float, float, float, float, float, float]

_SVG: Final = "{http://www.w3.org/2000/svg}"
_XLINK: Final = "{http://www.w3.org/1999/xlink}href"
_XML_LANG: Final = "{http://www.w3.org/XML/1998/namespace}lang"
_IDENTITY: Final[Matrix] = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_STEP: Final = re.compile(r"(translate|scale|matrix)\(([^)]*)\)")
_DEEPEST: Final = 32


class SvgGlyph(NamedTuple):
    """A glyph where it stands on the page, its origin in EMU from the trim's corner.

    ``unit`` is EMU per font unit across the baseline; ``outline`` its path data.
    """

    font: FontKey
    gid: int
    x: float
    y: float
    unit: float
    fill: str
    outline: str


class SvgBlock(Struct, frozen=True):
    """A group with a role or words, and all that is drawn in it, symbols included."""

    role: str
    label: str
    lang: str
    glyphs: tuple[SvgGlyph, ...]


class SvgFacts(Struct, frozen=True):
    """``width`` and ``height`` as the file writes them: ``"594mm"``."""

    title: str
    desc: str
    lang: str
    width: str
    height: str
    blocks: tuple[SvgBlock, ...]


def read_svg(data: bytes) -> SvgFacts:
    """Return what one of our pictures holds; raises ValueError when it is none."""
    try:
        root = ElementTree.fromstring(data)
    except ElementTree.ParseError as error:
        raise ValueError(f"it is no readable SVG: {error}") from None
    if root.tag != f"{_SVG}svg":
        raise ValueError("it is no SVG")
    reader = _Reader(root)
    for child in root:
        if child.tag != f"{_SVG}defs":
            reader.read(child, _IDENTITY, "", None)
    return SvgFacts(
        title=root.findtext(f"{_SVG}title", ""),
        desc=root.findtext(f"{_SVG}desc", ""),
        lang=root.get(_XML_LANG, ""),
        width=root.get("width", ""),
        height=root.get("height", ""),
        blocks=tuple(block.finished() for block in reader.blocks),
    )


def drawn_glyphs(data: bytes, role: str) -> tuple[tuple[FontKey, int], ...]:
    """Return (font, glyph) of all that is drawn in groups of ``role``, in paint order."""
    return tuple(
        (glyph.font, glyph.gid)
        for block in read_svg(data).blocks
        if block.role == role
        for glyph in block.glyphs
    )


@dataclass(slots=True)
class _Block:
    role: str
    label: str
    lang: str
    glyphs: list[SvgGlyph] = field(default_factory=list)

    def finished(self) -> SvgBlock:
        return SvgBlock(self.role, self.label, self.lang, tuple(self.glyphs))


class _Reader:
    def __init__(self, root: ElementTree.Element) -> None:
        self.blocks: list[_Block] = []
        self._ids = {name: el for el in root.iter() if (name := el.get("id"))}
        self._glyphs = dict(_glyph_table(root))

    def read(
        self,
        element: ElementTree.Element,
        matrix: Matrix,
        fill: str,
        block: _Block | None,
        depth: int = 0,
    ) -> None:
        """Follow one element and all it holds or refers to."""
        if depth > _DEEPEST:
            raise ValueError("its elements refer to one another in a circle")
        if steps := element.get("transform"):
            matrix = _then(_matrix(steps), matrix)
        fill = element.get("fill", fill)
        role, label = element.get("data-role", ""), element.get("aria-label", "")
        if role or label:
            block = _Block(role, label, element.get(_XML_LANG, ""))
            self.blocks.append(block)
        if element.tag == f"{_SVG}use":
            name = (element.get("href") or element.get(_XLINK) or "").removeprefix("#")
            shift = (1.0, 0.0, 0.0, 1.0, float(element.get("x", 0)), float(element.get("y", 0)))
            if name in self._glyphs:
                if block is not None:
                    placed = _then(shift, matrix)
                    font, gid, outline = self._glyphs[name]
                    unit = (placed[0] ** 2 + placed[1] ** 2) ** 0.5 * UNIT
                    block.glyphs.append(
                        SvgGlyph(font, gid, placed[4] * UNIT, placed[5] * UNIT, unit, fill, outline)
                    )
            elif name in self._ids:
                self.read(self._ids[name], _then(shift, matrix), fill, block, depth + 1)
        for child in element:
            self.read(child, matrix, fill, block, depth + 1)


def _glyph_table(
    root: ElementTree.Element,
) -> Iterator[tuple[str, tuple[FontKey, int, str]]]:
    for group in root.iter(f"{_SVG}g"):
        name = group.get("data-font")
        if name is None:
            continue
        prefix = group.get("id", "").removeprefix("font-")
        axes = tuple(
            (tag, float(value))
            for pair in filter(None, group.get("data-axes", "").split(","))
            for tag, _, value in (pair.partition("="),)
        )
        font = FontKey(group.get("data-digest", ""), name, axes)
        for path in group:
            glyph = path.get("id", "")
            yield glyph, (font, int(glyph.removeprefix(prefix)), path.get("d", ""))


def _matrix(text: str) -> Matrix:
    """Return a ``transform`` attribute as one matrix."""
    result = _IDENTITY
    for kind, inner in _STEP.findall(text):
        values = [float(value) for value in inner.replace(",", " ").split()]
        if kind == "translate":
            step: Matrix = (1.0, 0.0, 0.0, 1.0, values[0], values[1])
        elif kind == "scale":
            step = (values[0], 0.0, 0.0, values[-1], 0.0, 0.0)
        else:
            a, b, c, d, e, f = values
            step = (a, b, c, d, e, f)
        result = _then(step, result)
    return result


def _then(first: Matrix, after: Matrix) -> Matrix:
    a, b, c, d, e, f = first
    p, q, r, s, t, u = after
    return (
        p * a + r * b,
        q * a + s * b,
        p * c + r * d,
        q * c + s * d,
        p * e + r * f + t,
        q * e + s * f + u,
    )
