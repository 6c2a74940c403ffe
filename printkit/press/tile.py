"""Tiling: a poster on sheets of an office printer, to be cut and glued together.

Scene to scene. The poster is one symbol, used on every sheet under a clip, so that it stays as
it was drawn and the file hardly grows. Each sheet is glued onto the hatched flaps of those
before it; the first page shows how.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from msgspec.structs import replace

from printkit.content.markup import Marked
from printkit.content.model import Kit
from printkit.diagnostics import Diagnostic, Severity
from printkit.geometry import IDENTITY, Rect, Segment, Sides, Size, Transform
from printkit.layout.output import PressSheet
from printkit.locales.tags import digits
from printkit.paths import line, rectangle
from printkit.press.assembly import MAP, WHITE, TileWords, located, plan_page, small_map
from printkit.press.faces import Face, Faces
from printkit.press.grid import Correcting, as_it_is
from printkit.press.marks import BLACK, BRIM, Crop, Ground, crops
from printkit.press.room import Align, Edge, Room
from printkit.press.seams import Precious, Tile, Tiling, part
from printkit.press.slug import Slug, Words
from printkit.scene.model import (
    GlyphRun,
    Group,
    Ink,
    Node,
    Page,
    Path,
    PlacedCredit,
    Scene,
    Stroke,
    Style,
    Symbol,
    Use,
)
from printkit.scene.walk import leaf_box, placed, used_symbols
from printkit.text.compose import Typesetter
from printkit.units import Length, mm, pt

OVERLAP: Final = mm(10)
HATCH: Final = Ink("tile-hatch", (120, 120, 120), (0, 0, 0, 55))

_CUT: Final = pt(0.5)
_DASH: Final = (mm(1), mm(0.6))
_HIDDEN: Final = mm(1)  # a hatch keeps so far from the seam: no cut is finer than that
_PITCH: Final = mm(4)
_SAID: Final = pt(7)  # what a flap says
_MAPS: Final = tuple(map(mm, (24, 20, 16, 12, 9)))  # the longer side of the map of tiles
_LOST: Final = ("the names of the sheets", "the small plan that shows where a sheet belongs")
_CREDIT: Final = 1000.0  # a credit matters more than all other texts together


def tile_words(kit: Kit) -> TileWords:
    """Return the words of a kit that sheets of a poster need."""
    said = {key: text.value for key, text in kit.texts.items()}
    return TileWords(
        title=said["tile.title"],
        sheets=said["print.sheets"],
        steps=tuple(
            said[key] for key in ("print.actual-size", "print.one-side", "tile.cut", "tile.join")
        ),
        ruler=said["print.ruler"],
        label=said["tile.label"],
        glue=said["tile.glue"],
    )


def tiled(
    scene: Scene,
    sheet: PressSheet,
    overlap: Length,
    words: TileWords,
    typesetter: Typesetter,
    correct: Correcting = as_it_is,
) -> tuple[Scene, tuple[Diagnostic, ...]]:
    """Return each page of a scene as sheets, a page with their plan before them, and notes of
    what their margins had no room for.

    Sheets ``overlap`` by so much; ``correct`` undoes what a printer does to them. Credits that
    are whole on a sheet are told there, and all of a page on its plan. Raises PrintkitError
    where a page is no larger than the sheet, or nothing is left of that.
    """
    faces = Faces()
    pages: list[Page] = []
    credits: list[PlacedCredit] = []
    setting = _Setting(words, typesetter, scene, correct)
    own_symbols = [_hatch(max(sheet.size.width, sheet.size.height))]
    tag = len({one.tag for one in scene.credits})  # faces number theirs from 1
    for number, page in enumerate(scene.pages):
        tiling = tiling_of(scene, number, sheet, overlap)
        face = faces.face(scene, number)
        prefix = "" if len(scene.pages) == 1 else f"{number + 1}-"
        own = [one for one in scene.credits if one.page == number]
        langs = _langs(scene, number)
        said = [(one, langs.get(one.tag, scene.metadata.lang)) for one in own]
        first, told = plan_page(
            tiling, face.symbol, sheet, words, typesetter, said, tag + 1, f"{prefix}plan"
        )
        tag += len(told)
        credits += (replace(one, page=len(pages)) for one in told)
        pages.append(_corrected(first, correct))
        boxes = _boxes(_inked(scene, number))
        own_symbols.append(plan := small_map(tiling, f"{prefix}tile-map"))
        for tile in tiling.tiles:
            credits += (
                replace(new, page=len(pages))
                for old, new in zip(own, face.credits, strict=True)
                if old.tag in boxes and tile.shown.contains(boxes[old.tag].common(page.paper))
            )
            pages.append(setting.page(tiling, tile, face, page, plan, f"{prefix}{tile.name}"))
    table = {symbol.id: symbol for symbol in (*faces.symbols, *own_symbols)}
    nodes = (node for page in pages for node in page.nodes)
    symbols = tuple(table[name] for name in used_symbols(nodes, table))
    made = Scene(tuple(pages), scene.metadata, symbols, credits=tuple(credits))
    return made, tuple(setting.notes(sheet.id))


def tiling_of(
    scene: Scene, number: int, sheet: PressSheet, overlap: Length = OVERLAP
) -> Tiling:
    """Return how a page is parted: on fewest sheets, through no credit where that can be.

    Seams keep off other texts too, where tiles do not grow too uneven. Raises PrintkitError.
    """
    credits = {one.tag for one in scene.credits if one.page == number}
    precious = [
        Precious(box, _CREDIT if tag in credits else 1.0) for tag, box in _inked(scene, number)
    ]
    return part(scene.pages[number].trim, sheet, overlap, scene.metadata.direction, precious)


def _inked(scene: Scene, number: int) -> list[tuple[int | None, Rect]]:
    """Return the boxes of a page's lines of text, with the tags of what they belong to."""
    return [
        (one.tag, one.transform.rect(leaf_box(one.node)))
        for one in placed(scene)
        if one.page == number and isinstance(one.node, GlyphRun)
    ]


def _boxes(inks: Iterable[tuple[int | None, Rect]]) -> dict[int, Rect]:
    """Return the box around all lines of each tag."""
    found: dict[int, Rect] = {}
    for tag, box in inks:
        if tag is not None:
            found[tag] = found[tag].union(box) if tag in found else box
    return found


def _langs(scene: Scene, number: int) -> dict[int, str]:
    return {
        one.tag: one.node.lang
        for one in placed(scene)
        if one.page == number and one.tag is not None and isinstance(one.node, GlyphRun)
    }


def _corrected(page: Page, correct: Correcting) -> Page:
    front, _ = correct(page.trim)
    return page if front == IDENTITY else replace(page, nodes=(Group(page.nodes, front),))


class _Setting:
    """Sets the sheets of a poster, which all say the same in the same places."""

    def __init__(
        self,
        words: TileWords,
        setter: Typesetter,
        scene: Scene,
        correct: Correcting,
    ) -> None:
        self._words = words
        self._setter = setter
        self._correct = correct
        about = scene.metadata
        self._direction = about.direction
        self._said = " · ".join(part for part in (about.title, about.version) if part)
        self._slug = Slug(Words("", font=words.font), setter)
        self._lost: set[str] = set()

    def page(
        self, tiling: Tiling, tile: Tile, face: Face, poster: Page, plan: Symbol, id: str
    ) -> Page:
        """Return a sheet, whose trim is its piece of the poster, and its slug the margins."""
        free = tiling.free
        place = Transform.move(
            free.centre.x - tile.box.width // 2 - tile.box.x,
            free.centre.y - tile.box.height // 2 - tile.box.y,
        )
        box, shown = place.rect(tile.box), place.rect(tile.shown)
        inked = place.rect(_bled(tile, face.box, poster)).common(free)
        nodes: list[Node] = [Group((Use(face.symbol, place),), clip=rectangle(inked))]
        nodes += self._flaps(tiling, tile, box, shown)
        paper = Rect(0, 0, tiling.page.width, tiling.page.height)
        brim = paper.inset(Sides.all(BRIM))
        area = free.common(brim)
        marks = list(_marks(area, brim, box, shown, inked))
        nodes += (mark for mark, _ in marks)
        room = Room(area, inked, (taken for _, taken in marks))
        rooms = (room, room.wider(brim))
        plans = tuple(self._map(tiling, tile, plan, rooms))
        label = self._slug.set((self._label(tile), self._said), rooms)
        for what, found in zip(_LOST, (label, plans), strict=True):
            if not found:
                self._lost.add(what)
        nodes += (*plans, *label)
        return self._page(id, tile, nodes, box, inked, tiling.page)

    def notes(self, sheet: str) -> Iterator[Diagnostic]:
        """Yield what had no room on the sheets set so far."""
        for what in _LOST:
            if what in self._lost:
                yield Diagnostic(
                    "marks",
                    f"the margin of {sheet} has no room for {what}",
                    hint="a sheet with a wider margin has room; the plan before the sheets says"
                    " where each belongs",
                    severity=Severity.NOTE,
                )

    def _page(
        self, id: str, tile: Tile, nodes: list[Node], box: Rect, inked: Rect, sheet: Size
    ) -> Page:
        bleed = Sides(
            box.y - inked.y, inked.right - box.right, inked.bottom - box.bottom, box.x - inked.x
        )
        slug = Sides(inked.y, sheet.width - inked.right, sheet.height - inked.bottom, inked.x)
        front, _ = self._correct(sheet)
        to_page = front.then(Transform.move(-box.x, -box.y))
        content = (Group(tuple(nodes), to_page),)
        return Page(id, box.size, content, bleed, label=tile.name, slug=slug)

    def _label(self, tile: Tile) -> str:
        locale = self._setter.locale
        said = self._words.label.replace("{row}", digits(tile.row + 1, locale))
        return f"{tile.name} · {said.replace('{column}', digits(tile.column + 1, locale))}"

    # -- flaps -----------------------------------------------------------------------------

    def _flaps(self, tiling: Tiling, tile: Tile, box: Rect, shown: Rect) -> Iterator[Node]:
        """Yield hatches where neighbours are glued on, each with the neighbour's name."""
        ltr = self._direction == "ltr"
        beside = tile.column + 1 < tiling.columns
        below = tile.row + 1 < tiling.rows
        keep = min(_HIDDEN, tiling.overlap // 4)
        if beside and tiling.overlap:
            zone = (
                Rect.of(shown.right + keep, box.y, box.right, box.bottom)
                if ltr
                else Rect.of(box.x, box.y, shown.x - keep, box.bottom)
            )
            yield _hatched(zone)
            yield from self._named(tiling.tiles, tile.row, tile.column + 1, zone)
        if below and tiling.overlap:
            zone = Rect.of(shown.x, shown.bottom + keep, shown.right, box.bottom)
            yield _hatched(zone)
            yield from self._named(tiling.tiles, tile.row + 1, tile.column, zone)

    def _named(
        self, tiles: Iterable[Tile], row: int, column: int, zone: Rect
    ) -> Iterator[Node]:
        """Yield the name of the sheet that is glued on, along its flap, on white."""
        other = next(one for one in tiles if (one.row, one.column) == (row, column))
        text = self._words.glue.replace("{tile}", other.name)
        style = Style("tile", self._words.font, 400, _SAID, _SAID, 1.2, BLACK)
        block = self._setter.set((Marked(text, strong=False, stress=False),), style)
        height = block.ink_bottom - block.ink_top
        upright = zone.height > zone.width
        along, across = (zone.height, zone.width) if upright else (zone.width, zone.height)
        pad = mm(0.7)
        if height + 2 * pad > across or block.width + 4 * pad > along:
            return
        plate = rectangle(Rect(0, 0, block.width + 4 * pad, height + 2 * pad))
        runs = block.place(2 * pad, pad - block.ink_top, block.width)
        middle = zone.centre
        width, depth = block.width + 4 * pad, height + 2 * pad
        if upright:
            turn = Transform(0.0, -1.0, 1.0, 0.0, middle.x - depth // 2, middle.y + width // 2)
        else:
            turn = Transform.move(middle.x - width // 2, middle.y - depth // 2)
        yield Group((Path(plate, fill=WHITE), *runs), turn)

    def _map(
        self, tiling: Tiling, tile: Tile, plan: Symbol, rooms: tuple[Room, Room]
    ) -> Iterator[Node]:
        """Yield a small plan of all sheets with this one dark, where there is room for it."""
        edges: tuple[Edge, ...] = ("bottom", "top", "right", "left")
        align: Align = "end" if self._direction == "ltr" else "start"
        for longer in _MAPS:
            scale = longer / MAP
            size = Size(round(plan.box.width * scale), round(plan.box.height * scale))
            for room in rooms:
                found = room.take(size, edges, align)
                if found is not None:
                    yield from located(tiling, plan, found[1], tile)
                    return


def _bled(tile: Tile, bleed: Rect, poster: Page) -> Rect:
    """Return a tile with the poster's bleed at the poster's own edges."""
    box, paper = tile.box, poster.paper
    return Rect.of(
        bleed.x if box.x == paper.x else box.x,
        bleed.y if box.y == paper.y else box.y,
        bleed.right if box.right == paper.right else box.right,
        bleed.bottom if box.bottom == paper.bottom else box.bottom,
    )


def _hatch(side: Length) -> Symbol:
    """Return slanting lines over a square: grey on white, to be seen on any picture."""
    lines: list[Segment] = []
    for start in range(-side, side, _PITCH):
        low, high = max(start, 0), min(start + side, side)
        lines += line(low, side - (low - start), high, side - (high - start))
    white, grey = Stroke(WHITE, pt(1.2)), Stroke(HATCH, pt(0.5))
    outline = tuple(lines)
    nodes = (Path(outline, stroke=white), Path(outline, stroke=grey))
    return Symbol("tile-hatch", nodes, Rect(0, 0, side, side))


def _hatched(zone: Rect) -> Node:
    place = Transform.move(zone.x, zone.y)
    return Group((Use("tile-hatch", place),), clip=rectangle(zone))


def _marks(
    area: Rect, brim: Rect, box: Rect, shown: Rect, inked: Rect
) -> Iterator[tuple[Node, Rect]]:
    """Yield marks in the margins, with the boxes they take: whole lines where a sheet is cut,
    broken ones where the edges of its neighbours come to lie.
    """
    flaps = {
        axis: {*ends} - {*seen}
        for axis, ends, seen in (
            ("vertical", (box.x, box.right), (shown.x, shown.right)),
            ("horizontal", (box.y, box.bottom), (shown.y, shown.bottom)),
        )
    }
    for mark in crops(Ground(area, brim, (box,), inked)):
        if mark.at not in flaps[mark.axis]:
            yield _mark(mark, ()), mark.box
    cut = {(axis, at) for axis, at in (("vertical", box.x), ("vertical", box.right),
           ("horizontal", box.y), ("horizontal", box.bottom))}  # fmt: skip
    for mark in _seam_marks(area, brim, box, shown, inked):
        if (mark.axis, mark.at) not in cut:
            yield _mark(mark, _DASH), mark.box


def _seam_marks(
    area: Rect, brim: Rect, box: Rect, shown: Rect, inked: Rect
) -> Iterator[Crop]:
    upright = Rect.of(shown.x, box.y, shown.right, box.bottom)
    level = Rect.of(box.x, shown.y, box.right, shown.bottom)
    for axis, trim in (("vertical", upright), ("horizontal", level)):
        for mark in crops(Ground(area, brim, (trim,), inked)):
            if mark.axis == axis:
                yield mark


def _mark(mark: Crop, dash: tuple[Length, ...]) -> Path:
    box = mark.box
    if mark.axis == "vertical":
        outline = line(mark.at, box.y, mark.at, box.bottom)
    else:
        outline = line(box.x, mark.at, box.right, mark.at)
    return Path(outline, stroke=Stroke(BLACK, _CUT, dash))
