"""What pages paint, as values, and the parsed content that all who walk it share."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, Literal, NamedTuple, TypeAlias

from printkit.geometry import Rect
from printkit.pdfio.colours import Colour
from printkit.pdfio.fonts import Font
from printkit.pdfio.matrix import Box, rect
from printkit.pdfio.outline import Edge
from printkit.pdfio.state import Shelf

Kind: TypeAlias = Literal["text", "hidden", "fill", "stroke", "image", "shading"]

MOST_DEEP: Final = 24  # forms within forms
MOST_STEPS: Final = 3_000_000  # operators of one page, forms counted each time
class Painted(NamedTuple):
    """One object as it comes out on the page; lengths in points, boxes from the trim, y down.

    ``box`` is what its clips leave of it, ``whole`` all of it. ``width`` is that of a line as
    printed, or the thinner side of a fill's box; ``size`` that of type as printed.
    ``edges`` are where ink ends, as far as the trim may care; none of text.
    """

    kind: Kind
    box: Box
    whole: Box
    colour: Colour
    width: float = 0.0
    font: Font | None = None
    size: float = 0.0
    notdef: bool = False
    dpi: float = 0.0
    pixels: tuple[int, int] = (0, 0)
    bits: int = 0
    edges: tuple[Edge, ...] = ()
    dashed: bool = False
    overprint: bool = False
    opm: int = 0
    lets_through: bool = False

    @property
    def place(self) -> Rect:
        return rect(self.box)


class Content(NamedTuple):
    """All a page paints in paint order, and what of it could not be read.

    ``endless``: forms show forms so often that nobody should try to draw the page.
    """

    objects: tuple[Painted, ...]
    notes: tuple[str, ...]
    endless: bool = False


class Step(NamedTuple):
    """One operator with its operands; ``raw`` is what the file's reader made of both."""

    operator: str
    operands: Sequence[Any]
    raw: Any


class Library(Shelf):
    """What pages of one file share, read once: spaces, fonts, parsed content."""

    def __init__(self) -> None:
        super().__init__()
        self._steps: dict[Any, tuple[Step, ...]] = {}

    def steps(self, holder: Any) -> tuple[Step, ...]:
        """Return the operators of a page or a stream; raises what broken content leads to."""
        import pikepdf

        thing = getattr(holder, "obj", holder)
        key = thing.objgen if thing.is_indirect else None
        if key is not None and key in self._steps:
            return self._steps[key]
        found = []
        for each in pikepdf.parse_content_stream(holder):
            if isinstance(each, pikepdf.ContentStreamInlineImage):
                found.append(Step("INLINE IMAGE", (each.iimage,), each))
            else:
                found.append(Step(str(each.operator), tuple(each.operands), each))
        if key is not None:
            self._steps[key] = tuple(found)
        return tuple(found)


def resources(page: Any) -> Any:
    """Return the resources of a page, its own or those of a parent."""
    node = page.obj
    for _ in range(50):
        if node is None or (found := node.get("/Resources")) is not None:
            return None if node is None else found
        node = node.get("/Parent")
    return None
