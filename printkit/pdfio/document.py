"""A whole PDF read for judging: what it says of itself, what it paints, its plates."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from functools import cached_property
from typing import Final

from printkit.geometry import Rect
from printkit.pdfio.colours import ALL, PROCESS
from printkit.pdfio.faults import FAULTS
from printkit.pdfio.foreign import open_pdf
from printkit.pdfio.matrix import Box
from printkit.pdfio.painted import Content, Library
from printkit.pdfio.plates import PlateFile, Plates, pixels, plate_file
from printkit.pdfio.read import PdfCharacter, Raster, rasterise, read_areas
from printkit.pdfio.structure import Leaf, Structure, read_structure
from printkit.pdfio.walk import painted
from printkit.units import EMU_PER

_POINT: Final = EMU_PER["pt"]
_DPI: Final = 72.0


class Document:
    """A PDF that was read. Pictures of it are made when they are asked for."""

    def __init__(
        self,
        data: bytes,
        structure: Structure,
        contents: tuple[Content, ...],
        plates: PlateFile | None,
    ) -> None:
        self._data = data
        self.structure = structure
        self.contents = contents
        self._plates = plates

    @property
    def drawable(self) -> bool:
        return not any(content.endless for content in self.contents)

    @cached_property
    def pages(self) -> tuple[tuple[Leaf, Content], ...]:
        return tuple(zip(self.structure.leaves, self.contents, strict=True))

    def plates(self) -> Iterator[Plates | None]:
        """Yield every page's plates; None where not wanted, or where it cannot be drawn."""
        done = 0
        if self._plates is not None:
            # A file may be too damaged to be drawn, and tell of much else all the same.
            with suppress(*FAULTS):
                for one in self._plates.each():
                    yield one
                    done += 1
        yield from [None] * (len(self.contents) - done)

    def letters(self, leaf: Leaf) -> tuple[PdfCharacter, ...]:
        """Return the letters on a page by their ink, where that can be had, else none."""
        if not self.drawable:
            return ()
        known = leaf.trim or leaf.medium  # what the letters are measured from
        if leaf.turns or known != leaf.paper or leaf.base[0] != 1.0:
            return ()
        try:
            _, pages = read_areas(self._data, {leaf.number - 1: leaf.medium})
        except FAULTS:
            return ()
        return pages[leaf.number - 1].characters if pages else ()

    def picture(self, leaf: Leaf, dpi: float) -> tuple[Raster, Rect] | None:
        """Return a page as it looks and the box it shows; None where it cannot be drawn."""
        if not self.drawable:
            return None
        try:
            shown = leaf.crop or leaf.medium
            return rasterise(self._data, dpi, leaf.number - 1, pixels(shown, dpi)), shown
        except FAULTS:
            return None


def read_document(data: bytes, *, plates: bool = False) -> Document:
    """Return a PDF read whole; raises ValueError, in words, when it cannot be."""
    with open_pdf(data, encrypted=True) as pdf:
        structure = read_structure(pdf)
        library = Library()
        contents = tuple(
            painted(page, leaf.base, _points(leaf.medium), library)
            for page, leaf in zip(pdf.pages, structure.leaves, strict=True)
        )
        made: PlateFile | None = None
        if plates and not any(content.endless for content in contents):
            with suppress(*FAULTS):
                made = plate_file(pdf, structure.leaves, library, spots(contents), _DPI)
        return Document(data, structure, contents, made)


def spots(contents: tuple[Content, ...]) -> tuple[str, ...]:
    """Return the names of the spot colours that are painted with, sorted."""
    found: set[str] = set()
    for content in contents:
        for one in content.objects:
            space = one.colour.space
            found.update(space.names or (space.base.names if space.base else ()))
    return tuple(sorted(found - {*PROCESS, ALL, "None"}))


def _points(box: Rect) -> Box:
    return box.x / _POINT, box.y / _POINT, box.right / _POINT, box.bottom / _POINT
