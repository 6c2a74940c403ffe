"""The page before a poster's sheets: how to join them, and where each belongs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from msgspec import Struct

from printkit.content.markup import Marked
from printkit.geometry import Rect, Sides, Transform
from printkit.layout.output import PressSheet
from printkit.locales.tags import digits
from printkit.paths import line, rectangle
from printkit.press.marks import BLACK
from printkit.press.seams import Tile, Tiling
from printkit.scene.model import (
    Group,
    Ink,
    Node,
    Page,
    Path,
    PlacedCredit,
    Stroke,
    Style,
    Symbol,
    TagId,
    Use,
)
from printkit.text.compose import Typesetter
from printkit.text.model import Block
from printkit.units import Length, mm, pt

WHITE: Final = Ink("tile-white", (255, 255, 255), (0, 0, 0, 0))
DARK: Final = Ink("tile-dark", (60, 60, 60), (0, 0, 0, 85))

MAP: Final = mm(16)

_GAP: Final = mm(5)
_EDGE: Final = mm(4)  # from what the printer can print to text
_RULER: Final = mm(100)
_TICK: Final = mm(1.5)
_TITLE: Final = pt(18)
_TEXT: Final = pt(11)
_CREDIT: Final = pt(8)
_SMALLEST: Final = pt(6)
_SMALLEST_NASTALIQ: Final = pt(7)
_NUMBER: Final = mm(6)


class TileWords(Struct, frozen=True):
    """What the sheets of a poster say, in the document's words.

    ``sheets`` has {sheets} and {paper}, ``label`` {row} and {column}, ``glue`` and, among
    ``steps``, the one on joining {tile}. ``font`` is a role of the font library.
    """

    title: str
    sheets: str
    steps: tuple[str, ...]
    ruler: str
    label: str
    glue: str
    font: str = "sans"


def plan_page(
    tiling: Tiling,
    symbol: str,
    sheet: PressSheet,
    words: TileWords,
    setter: Typesetter,
    said: Sequence[tuple[PlacedCredit, str]],
    tag: TagId,
    id: str,
) -> tuple[Page, tuple[PlacedCredit, ...]]:
    """Return the page, and the credits it carries: each of ``said``, with its language.

    They are tagged from ``tag`` on. ``symbol`` is the poster.
    """
    page = tiling.page
    area = tiling.free.inset(Sides.all(_EDGE))
    lying = page.width > page.height
    start = tiling.direction == "ltr"
    width = (area.width - 2 * _GAP) // 2 if lying else area.width
    x = area.x if start or not lying else area.right - width
    nodes: list[Node] = []
    credits: list[PlacedCredit] = []
    foot = area.bottom
    for number, (one, lang) in reversed(list(enumerate(said))):
        block = _set(setter, words, one.text, _CREDIT, width, lang=lang)
        foot -= block.ink_bottom
        runs = block.place(x, foot, width, tag=tag + number)
        nodes += runs
        least = _SMALLEST_NASTALIQ if any("Nastaliq" in r.font.name for r in runs) else _SMALLEST
        credits.append(PlacedCredit(0, tag + number, one.text, one.protected, least))
        foot += block.ink_top - mm(1.5)
    flow = _Flow(x, area.y, width, setter, words)
    flow.text(words.title, _TITLE, strong=True)
    count = words.sheets.replace("{sheets}", digits(len(tiling.tiles), setter.locale))
    flow.text(count.replace("{paper}", sheet.label or sheet.id), _TEXT, before=mm(1.5))
    for place, step in enumerate(words.steps, 1):
        step = step.replace("{tile}", tiling.tiles[0].name)
        flow.step(digits(place, setter.locale), step)
    flow.ruler(words.ruler, rtl=not start)
    nodes += flow.nodes
    if lying:
        left = area.x + width + 2 * _GAP if start else area.x
        frame = Rect(left, area.y, area.width - width - 2 * _GAP, area.height)
    else:
        frame = Rect.of(area.x, flow.y + _GAP, area.right, foot - _GAP)
    scale = min(frame.width / tiling.poster.width, frame.height / tiling.poster.height)
    wide, high = round(tiling.poster.width * scale), round(tiling.poster.height * scale)
    box = Rect(frame.x + (frame.width - wide) // 2, frame.y + (frame.height - high) // 2,
               wide, high)  # fmt: skip
    shrunk = Transform(scale, 0.0, 0.0, scale, box.x, box.y)
    nodes.append(Group((Use(symbol, shrunk),), clip=rectangle(box)))
    nodes += _seams(tiling, box)
    nodes += _names(tiling, box, setter, words)
    return Page(id, page, tuple(nodes), label=id), tuple(reversed(credits))


def small_map(tiling: Tiling, id: str) -> Symbol:
    """Return a plan of the tiles, ``MAP`` long on its longer side."""
    scale = MAP / max(tiling.poster.width, tiling.poster.height)
    box = Rect(0, 0, round(tiling.poster.width * scale), round(tiling.poster.height * scale))
    outline = tuple(
        step for tile in tiling.tiles for step in rectangle(_shown(tiling, tile, box))
    )
    return Symbol(id, (Path(outline, stroke=Stroke(DARK, pt(0.5), join="miter")),), box)


def located(tiling: Tiling, map: Symbol, box: Rect, here: Tile) -> Iterator[Node]:
    """Yield the map filling ``box``, with one of its tiles dark."""
    yield Path(rectangle(_shown(tiling, here, box)), fill=DARK)
    scale = box.width / map.box.width
    yield Use(map.id, Transform(scale, 0.0, 0.0, scale, box.x, box.y))


def _shown(tiling: Tiling, tile: Tile, box: Rect) -> Rect:
    """Return what is shown of a tile, on a plan of the poster."""
    across, down = box.width / tiling.poster.width, box.height / tiling.poster.height
    return Transform(across, 0.0, 0.0, down, box.x, box.y).rect(tile.shown)


def _seams(tiling: Tiling, box: Rect) -> Iterator[Node]:
    upright = {_shown(tiling, tile, box).x for tile in tiling.tiles} - {box.x}
    level = {_shown(tiling, tile, box).y for tile in tiling.tiles} - {box.y}
    lines = (
        *(step for x in sorted(upright) for step in line(x, box.y, x, box.bottom)),
        *(step for y in sorted(level) for step in line(box.x, y, box.right, y)),
    )
    yield Path(lines, stroke=Stroke(WHITE, pt(1.6)))
    yield Path((*lines, *rectangle(box)), stroke=Stroke(DARK, pt(0.6), join="miter"))


def _names(tiling: Tiling, box: Rect, setter: Typesetter, words: TileWords) -> Iterator[Node]:
    pad = mm(1)
    for tile in tiling.tiles:
        middle = _shown(tiling, tile, box).centre
        block = _set(setter, words, tile.name, pt(9), None, strong=True)
        height = block.ink_bottom - block.ink_top
        plate = Rect(middle.x - block.width // 2 - pad, middle.y - height // 2 - pad,
                     block.width + 2 * pad, height + 2 * pad)  # fmt: skip
        yield Path(rectangle(plate), fill=WHITE, stroke=Stroke(DARK, pt(0.4), join="miter"))
        yield from block.place(
            plate.x + pad, plate.y + pad - block.ink_top, block.width, align="centre"
        )


def _set(
    setter: Typesetter,
    words: TileWords,
    text: str,
    size: Length,
    width: Length | None,
    *,
    strong: bool = False,
    lang: str | None = None,
) -> Block:
    style = Style("tile", words.font, 700 if strong else 400, size, size, 1.3, BLACK)
    # A credit may have marks of stress; the kit's words are taken as they stand.
    kept = text if lang is not None else (Marked(text, strong=False, stress=False),)
    return setter.set(kept, style, width, lang=lang)


class _Flow:
    """Texts one below another in a column."""

    def __init__(
        self, x: Length, y: Length, width: Length, setter: Typesetter, words: TileWords
    ) -> None:
        self.x, self.y, self.width = x, y, width
        self.nodes: list[Node] = []
        self._setter, self._words = setter, words

    def text(
        self, text: str, size: Length, *, before: Length = 0, strong: bool = False
    ) -> None:
        block = _set(self._setter, self._words, text, size, self.width, strong=strong)
        self._put(block, before, self.x, self.width)

    def step(self, number: str, text: str) -> None:
        block = _set(self._setter, self._words, text, _TEXT, self.width - _NUMBER)
        first = _set(self._setter, self._words, number, _TEXT, None, strong=True)
        rtl = block.direction == "rtl"
        baseline = self.y + mm(2.5) + block.ascent
        at = self.x + self.width - first.width if rtl else self.x
        self.nodes += first.place(at, baseline, first.width)
        self._put(block, mm(2.5), self.x if rtl else self.x + _NUMBER, self.width - _NUMBER)

    def ruler(self, text: str, *, rtl: bool) -> None:
        """Draw 100 mm, or as many whole centimetres as there is room for, with their sense."""
        y = self.y + mm(6)
        x = self.x + self.width - _RULER if rtl else self.x
        ends = (step for at in (x, x + _RULER) for step in line(at, y - _TICK, at, y + _TICK))
        outline = (*line(x, y, x + _RULER, y), *ends)
        self.nodes.append(Path(outline, stroke=Stroke(BLACK, pt(0.7))))
        self.y = y + _TICK
        self.text(text, _CREDIT, before=mm(1))

    def _put(self, block: Block, before: Length, x: Length, width: Length) -> None:
        baseline = self.y + before + block.ascent
        self.nodes += block.place(x, baseline, width)
        self.y = baseline + block.last_baseline + block.descent
