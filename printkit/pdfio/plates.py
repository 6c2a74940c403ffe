"""The printing plates of a PDF's pages as pictures, and how much ink lies where.

No colour is judged by eye: PDFium draws pages that were rewritten to show plates (see
``separate``), so that fonts, clips, images and blending are those of a real viewer.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import sqrt
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeAlias

from msgspec import Struct

from printkit.geometry import Rect
from printkit.pdfio.colours import ALL, PROCESS
from printkit.pdfio.painted import Library, resources
from printkit.pdfio.read import rasterise_pages
from printkit.pdfio.separate import Plates as Names
from printkit.pdfio.separate import Separator, passes
from printkit.pdfio.structure import Leaf
from printkit.units import EMU_PER, Length

if TYPE_CHECKING:
    import pikepdf
    from PIL.Image import Image

_POINT: Final = EMU_PER["pt"]
_CELL: Final = 8  # pixels a side of what is joined to one place
_MOST: Final = 40_000_000  # pixels of one picture: A0 at 160 dpi


Cell: TypeAlias = tuple[int, int]
Extent: TypeAlias = tuple[int, int, int, int, int]
"""Left, top, right and bottom in pixels, and the most ink within."""


class Heavy(NamedTuple):
    """A place with more ink than wanted, in the page's own space, and its most, per cent."""

    box: Rect
    ink: float


class Plates:
    """The plates of one page's bleed box. ``complete``: nothing was left out of them."""

    def __init__(self, inked: Rect, plates: Mapping[str, Image], complete: bool) -> None:
        self._inked = inked
        self._plates = dict(plates)
        self.complete = complete

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self._plates)

    def picture(self, name: str) -> Image:
        """Return a plate, black where there is no ink, white where there is all."""
        return self._plates[name]

    def most(self, name: str) -> float:
        """Return the most ink of one plate anywhere, per cent."""
        return _most(self._plates[name])

    def mean(self, box: Rect) -> dict[str, float]:
        """Return the mean ink of every plate within ``box``, per cent; nothing outside."""
        from PIL import ImageStat

        part = self._pixels(box)
        if part is None:
            return {}
        return {
            name: ImageStat.Stat(plate.crop(part)).mean[0] / 2.55
            for name, plate in self._plates.items()
        }

    def total(self, finer: Length = 0) -> Image:
        """Return all inks together, 255 for each full plate; specks up to ``finer`` away."""
        from PIL import ImageFilter, ImageMath

        plates = {f"plate{n}": plate for n, plate in enumerate(self._plates.values())}
        total: Any = ImageMath.lambda_eval(lambda of: sum(of[name] for name in plates), **plates)
        width = self._wide(finer)
        picture: Image = total.filter(ImageFilter.MinFilter(width)) if width > 1 else total
        return picture

    def heaviest(self, finer: Length) -> float:
        """Return the most ink in one place, per cent of all plates together."""
        return _most(self.total(finer))

    def heavy(self, limit: float, finer: Length) -> tuple[Heavy, ...]:
        """Return the places with more than ``limit`` per cent, the worst first."""
        total = self.total(finer)
        if _most(total) <= limit:
            return ()
        cells: dict[Cell, Extent] = {}
        words = memoryview(total.tobytes()).cast("i")
        least = limit * 2.55
        for y in range(total.height):
            row = words[y * total.width : (y + 1) * total.width]
            if max(row) <= least:
                continue
            for x, value in enumerate(row):
                if value > least:
                    cell = x // _CELL, y // _CELL
                    own = x, y, x + 1, y + 1, value
                    cells[cell] = _around(cells[cell], own) if cell in cells else own
        return tuple(sorted(self._joined(cells), key=lambda one: (-one.ink, one.box.y)))

    def _joined(self, cells: dict[Cell, Extent]) -> Iterator[Heavy]:
        """Yield places of cells that touch."""
        left = dict(cells)
        while left:
            first, whole = left.popitem()
            waiting = [first]
            while waiting:
                x, y = waiting.pop()
                for near in ((x + 1, y), (x - 1, y), (x, y + 1), (x, y - 1)):
                    if near in left:
                        whole = _around(whole, left.pop(near))
                        waiting.append(near)
            left_most, top, right, bottom, most = whole
            box = Rect.of(
                self._inked.x + round(left_most * self._pixel),
                self._inked.y + round(top * self._pixel),
                self._inked.x + round(right * self._pixel),
                self._inked.y + round(bottom * self._pixel),
            )
            yield Heavy(box, _per_cent(most))

    @property
    def _size(self) -> tuple[int, int]:
        return next(iter(self._plates.values())).size

    @property
    def _pixel(self) -> float:
        return self._inked.width / self._size[0]

    def _wide(self, finer: Length) -> int:
        """Return the odd number of pixels that ``finer`` takes, one less where it would."""
        return max(1, round(finer / self._pixel)) // 2 * 2 + 1

    def _pixels(self, box: Rect) -> tuple[int, int, int, int] | None:
        width, height = self._size
        left = max(0, int((box.x - self._inked.x) / self._pixel))
        top = max(0, int((box.y - self._inked.y) / self._pixel))
        right = min(width, int((box.right - self._inked.x) / self._pixel) + 1)
        bottom = min(height, int((box.bottom - self._inked.y) / self._pixel) + 1)
        return (left, top, right, bottom) if left < right and top < bottom else None


def _around(one: Extent, other: Extent) -> Extent:
    return (
        min(one[0], other[0]),
        min(one[1], other[1]),
        max(one[2], other[2]),
        max(one[3], other[3]),
        max(one[4], other[4]),
    )


def _per_cent(value: float) -> float:
    return value / 2.55


def _most(picture: Image) -> float:
    extremes: Any = picture.getextrema()
    return _per_cent(extremes[1])


class PlateFile(Struct, frozen=True):
    """Pages rewritten to show plates, a few for each page of the file; pictures come later.

    ``complete`` says of each page whether nothing was left out.
    """

    data: bytes
    leaves: tuple[Leaf, ...]
    rounds: tuple[Names, ...]
    complete: tuple[bool, ...]
    dpi: float

    def each(self) -> Iterator[Plates]:
        """Yield the plates of every page in turn; only one page's are kept at a time."""
        from PIL import Image, ImageChops

        sizes = [pixels(leaf.inked, self.dpi) for leaf in self.leaves for _ in self.rounds]
        rasters = rasterise_pages(self.data, sizes)
        for leaf, complete in zip(self.leaves, self.complete, strict=True):
            layers: dict[str, Any] = {}
            for names in self.rounds:
                raster = next(rasters)
                whole = Image.frombytes("RGB", (raster.width, raster.height), raster.data)
                for name, layer in zip(names, whole.split(), strict=True):
                    if name:
                        layers[name] = ImageChops.invert(layer)
            yield Plates(leaf.inked, layers, complete)


def plate_file(
    pdf: pikepdf.Pdf,
    leaves: Sequence[Leaf],
    library: Library,
    spots: Iterable[str] = (),
    dpi: float = 72,
) -> PlateFile:
    """Return the plates of every page, its bleed box at ``dpi``.

    ``spots`` are the spot colours to look for beside the process colours. The open file is
    used up: its pages are replaced.
    """
    import pikepdf

    rounds = passes(sorted(set(spots) - {*PROCESS, ALL, "None"}))
    separators = [Separator(pdf, library, plates) for plates in rounds]
    made: list[Any] = []
    complete: list[bool] = []
    for page, leaf in zip(list(pdf.pages), leaves, strict=True):
        for one in separators:
            one.steps, one.complete = 0, True
            made.append(one.page(page, resources(page), _own(leaf), leaf.turns))
        complete.append(all(one.complete for one in separators))
    for key in {str(key) for key in pdf.Root} - {"/Type", "/Pages"}:
        del pdf.Root[key]  # only the pages are looked at
    del pdf.pages[:]
    for new in made:
        pdf.pages.append(pikepdf.Page(new))
    out = io.BytesIO()
    pdf.save(out, compress_streams=False, fix_metadata_version=False)
    return PlateFile(out.getvalue(), tuple(leaves), rounds, tuple(complete), dpi)


def pixels(box: Rect, dpi: float) -> tuple[int, int]:
    """Return the size of a picture of ``box``, smaller where it would be beyond all measure."""
    inch = EMU_PER["in"]
    width, height = box.width / inch * dpi, box.height / inch * dpi
    fewer = max(1.0, sqrt(width * height / _MOST))
    return max(1, round(width / fewer)), max(1, round(height / fewer))


def _own(leaf: Leaf) -> tuple[float, float, float, float]:
    """Return the bleed box in the page's own points."""
    a, b, c, d, e, f = leaf.base
    det = a * d - b * c
    box = leaf.inked
    xs, ys = [], []
    for px, py in ((box.x, box.y), (box.right, box.bottom)):
        x, y = px / _POINT - e, py / _POINT - f
        xs.append((d * x - c * y) / det)
        ys.append((a * y - b * x) / det)
    return min(xs), min(ys), max(xs), max(ys)
