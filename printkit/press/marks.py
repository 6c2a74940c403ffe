"""Printer's marks: where to cut and fold, whether plates and inks are right. Never on a card.

Marks are drawn on the front of a sheet and turned over with it, so that those of its back lie
behind them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Final

from msgspec import Struct

from printkit.geometry import Outline, Rect, Sides, Size, Transform
from printkit.layout.output import Mark
from printkit.paths import circle, line, rectangle
from printkit.press.grid import Axis, edges
from printkit.press.room import Align, Edge, Room
from printkit.scene.model import EVERY_PLATE, Direction, Ink, Node, Path, Stroke
from printkit.scene.walk import path_box
from printkit.units import Length, mm, pt

HAIRLINE: Final = pt(0.25)
LONG: Final = mm(5)  # of a crop mark, where there is room
SHORT: Final = mm(1)  # shorter ones are none
OFFSET: Final = mm(1)  # from the trim, where nothing bleeds
NEAREST: Final = mm(0.5)  # and where the margin is narrow
CLEAR: Final = mm(0.2)  # from the bleed, so that not even a line's width lies in it
SEEN: Final = mm(2)  # a mark this long goes into the margin, if need be, as far as the brim
BRIM: Final = mm(5)  # what no printer prints, whatever margin is kept

REGISTRATION: Final = Ink("registration", (0, 0, 0), (100, 100, 100, 100), spot=EVERY_PLATE)
"""On every plate a press has; plain black elsewhere."""

BLACK: Final = Ink("mark", (0, 0, 0), (0, 0, 0, 100))
"""For marks among cards, where four inks on one another would be too much, and for words."""

_PATCHES: Final = tuple(
    Ink(f"bar-{name}", rgb, cmyk)
    for name, rgb, cmyk in (
        ("cyan", (0, 158, 224), (100.0, 0.0, 0.0, 0.0)),
        ("magenta", (226, 0, 122), (0.0, 100.0, 0.0, 0.0)),
        ("yellow", (255, 236, 0), (0.0, 0.0, 100.0, 0.0)),
        ("black", (29, 29, 27), (0.0, 0.0, 0.0, 100.0)),
        ("cyan-50", (138, 207, 240), (50.0, 0.0, 0.0, 0.0)),
        ("magenta-50", (241, 158, 194), (0.0, 50.0, 0.0, 0.0)),
        ("yellow-50", (255, 246, 153), (0.0, 0.0, 50.0, 0.0)),
        ("black-50", (157, 157, 156), (0.0, 0.0, 0.0, 50.0)),
        ("black-25", (208, 208, 208), (0.0, 0.0, 0.0, 25.0)),
        ("black-75", (100, 99, 98), (0.0, 0.0, 0.0, 75.0)),
        ("grey-50", (147, 143, 142), (50.0, 40.0, 40.0, 0.0)),
    )
)
PROCESS: Final = dict(zip(("Cyan", "Magenta", "Yellow", "Black"), _PATCHES, strict=False))
"""The inks every press has, by the names of their plates."""

_PATCH: Final = mm(5)
_CROSSES: Final = tuple(map(mm, (7, 5, 4)))
_ALOOF: Final = mm(3)  # from crosses to crop marks, whose numbers stand between
_SIDES: Final[tuple[Edge, ...]] = ("top", "bottom", "left", "right")
_BARS: Final = (len(_PATCHES), 8, 4)  # patches, as many as there is room for


class Ground(Struct, frozen=True):
    """What marks are drawn around, on a page.

    Marks keep to ``area``; what has no room there, to ``brim``. ``trims`` are what is cut out,
    each with ``bleed`` around it where its neighbour leaves that; ``inked`` is around all of
    it. ``folds`` are where the paper is folded, from the left or the top.
    """

    area: Rect
    brim: Rect
    trims: tuple[Rect, ...]
    inked: Rect
    bleed: Length = 0
    folds: tuple[tuple[Axis, Length], ...] = ()

    @property
    def block(self) -> Rect:
        upright, level = edges(self.trims)
        return Rect.of(upright[0], level[0], upright[-1], level[-1])


class Crop(Struct, frozen=True):
    """A crop mark: which line it is on, at ``at``, and the side of the block it stands on."""

    axis: Axis
    at: Length
    edge: Edge | None  # None: between cards
    box: Rect


class Drawn(Struct, frozen=True):
    """Marks, the boxes around them, and which of those wanted had no room, or not enough."""

    nodes: tuple[Node, ...]
    taken: tuple[Rect, ...]
    lost: tuple[Mark, ...]


def drawn(
    ground: Ground,
    marks: Iterable[Mark],
    direction: Direction = "ltr",
    spots: Sequence[Ink] = (),
) -> Drawn:
    """Return all marks that have no words; ``spots`` are inks for patches of their own."""
    wanted = frozenset(marks)
    nodes: list[Path] = []
    if "crop" in wanted:
        nodes += map(_crop, crops(ground))
    if "fold" in wanted:
        nodes += _folds(ground)
    room = Room(ground.area, ground.inked, map(path_box, nodes))
    lost: list[Mark] = []
    if "registration" in wanted:
        crosses = list(_registration((room, room.wider(ground.brim))))
        nodes += (path for cross in crosses for path in cross)
        if len(crosses) < len(_SIDES):
            lost.append("registration")
    if "colour-bar" in wanted:
        bar = list(_bar(room, "end" if direction == "ltr" else "start", spots))
        nodes += bar
        if not bar:
            lost.append("colour-bar")
    return Drawn(tuple(nodes), tuple(room.taken), tuple(lost))


def over(nodes: Iterable[Node], turn: Transform) -> tuple[Node, ...]:
    """Return marks as they lie on a page turned over."""
    return tuple(
        Path(turn.outline(node.outline), node.fill, node.stroke)
        for node in nodes
        if isinstance(node, Path)
    )


# -- crop marks ----------------------------------------------------------------------------


def crops(ground: Ground) -> tuple[Crop, ...]:
    """Return crop marks: in the margins, and between cards where they are far enough apart."""
    upright, level = edges(ground.trims)
    return (
        *_marks_on("vertical", upright, level, ground),
        *_marks_on("horizontal", level, upright, ground),
    )


def _marks_on(
    axis: Axis, lines: Sequence[Length], across: Sequence[Length], ground: Ground
) -> Iterator[Crop]:
    """Yield the marks on all lines of one direction; ``across`` are the ends of the cards."""
    first: Edge = "top" if axis == "vertical" else "left"
    last: Edge = "bottom" if axis == "vertical" else "right"
    (bleeds, bled), (low, high), (lowest, highest) = (
        _ends(axis, box) for box in (ground.inked, ground.area, ground.brim)
    )
    start, stop = across[0], across[-1]
    spans: list[tuple[Length, Length, Edge | None]] = []
    if (span := _outside(start - bleeds, start - low, start - lowest)) is not None:
        spans.append((start - span[1], start - span[0], first))
    if (span := _outside(bled - stop, high - stop, highest - stop)) is not None:
        spans.append((stop + span[0], stop + span[1], last))
    away = max(ground.bleed + CLEAR, OFFSET)
    for near, far in _gaps(ground.trims, axis):
        free = (near + away, far - away)
        if free[1] - free[0] > 2 * LONG:
            spans += (free[0], free[0] + LONG, None), (free[1] - LONG, free[1], None)
        elif free[1] - free[0] >= 2 * SHORT:
            spans.append((*free, None))
    half = HAIRLINE // 2
    for at in lines:
        for begin, end, edge in spans:
            if axis == "vertical":
                box = Rect(at - half, begin, HAIRLINE, end - begin)
            else:
                box = Rect(begin, at - half, end - begin, HAIRLINE)
            yield Crop(axis, at, edge, box)


def _outside(bleed: Length, room: Length, brim: Length) -> tuple[Length, Length] | None:
    """Return where a mark begins and ends, from the trim outward; None where nothing fits."""
    clear = bleed + CLEAR if bleed else 0
    begin = max(clear, min(OFFSET, room - LONG), NEAREST)
    end = max(min(begin + LONG, room), min(begin + SEEN, brim))
    return (begin, end) if end - begin >= SHORT else None


def _gaps(trims: Iterable[Rect], axis: Axis) -> Iterator[tuple[Length, Length]]:
    """Yield the bare bands between rows of cards, or between columns."""
    spans = sorted(
        {(box.y, box.bottom) if axis == "vertical" else (box.x, box.right) for box in trims}
    )
    for (_, near), (far, _) in pairwise(spans):
        if far > near:
            yield near, far


def _crop(mark: Crop) -> Path:
    box = mark.box
    if mark.axis == "vertical":
        outline = line(mark.at, box.y, mark.at, box.bottom)
    else:
        outline = line(box.x, mark.at, box.right, mark.at)
    ink = REGISTRATION if mark.edge else BLACK
    return Path(outline, stroke=Stroke(ink, HAIRLINE))


# -- the others ----------------------------------------------------------------------------


def _folds(ground: Ground) -> Iterator[Path]:
    """Yield dashed lines at folds: in the margins, and between cards that lie clear of them."""
    area, inked = ground.area, ground.inked
    dash = Stroke(REGISTRATION, HAIRLINE, (mm(1.2), mm(0.8)))
    for axis, at in ground.folds:
        crossed = path_box(Path(_along(axis, at, *_ends(axis, inked))))
        clear = Sides.all(ground.bleed + NEAREST)
        apart = not any(box.outset(clear).overlaps(crossed) for box in ground.trims)
        ends = (
            ((area.y, inked.y), (inked.bottom, area.bottom))
            if axis == "vertical"
            else ((area.x, inked.x), (inked.right, area.right))
        )
        for low, high in ends:
            if high - low >= SHORT:
                yield Path(_along(axis, at, low, high), stroke=dash)
        if apart:
            among = Stroke(BLACK, HAIRLINE, dash.dash)
            yield Path(_along(axis, at, *_ends(axis, inked)), stroke=among)


def _ends(axis: Axis, box: Rect) -> tuple[Length, Length]:
    return (box.y, box.bottom) if axis == "vertical" else (box.x, box.right)


def _along(axis: Axis, at: Length, low: Length, high: Length) -> Outline:
    return line(at, low, at, high) if axis == "vertical" else line(low, at, high, at)


def _registration(rooms: Sequence[Room]) -> Iterator[tuple[Path, ...]]:
    """Yield a circle with a cross for each side: in the middle of its strip or, where that has
    no room, at the end that is nearest in a strip that has.
    """
    missing: list[Edge] = []
    for edge in _SIDES:
        if cross := _cross(rooms, (edge,), "centre"):
            yield cross
        else:
            missing.append(edge)
    for edge in missing:
        others: tuple[Edge, ...] = (
            ("top", "bottom") if edge in ("left", "right") else ("left", "right")
        )
        align: Align = "start" if edge in ("left", "top") else "end"
        if cross := _cross(rooms, others, align):
            yield cross


def _cross(rooms: Sequence[Room], edges: Sequence[Edge], align: Align) -> tuple[Path, ...]:
    """Return a registration mark as large as there is room for; nothing if there is none."""
    stroke = Stroke(REGISTRATION, HAIRLINE)
    for room in rooms:
        for width in _CROSSES:
            found = room.take(Size(width, width), edges, align, middle=True, apart=_ALOOF)
            if found is not None:
                box = found[1]
                x, y = box.centre.x, box.centre.y
                return (
                    Path(circle(x, y, width * 2 / 7), stroke=stroke),
                    Path(line(box.x, y, box.right, y), stroke=stroke),
                    Path(line(x, box.y, x, box.bottom), stroke=stroke),
                )
    return ()


def _bar(room: Room, align: Align, spots: Iterable[Ink]) -> Iterator[Path]:
    """Yield as many patches of colour in a row as there is room for: of the spot colours, all."""
    own = tuple(patch for ink in spots for patch in (ink, half(ink)))
    for count in _BARS:
        patches = (*_PATCHES[:count], *own)
        size = Size(len(patches) * _PATCH, _PATCH)
        found = room.take(size, ("bottom", "top", "right", "left"), align, turned=True)
        if found is None:
            continue
        edge, box = found
        for number, ink in enumerate(patches):
            step = number * _PATCH
            x, y = (box.x, box.y + step) if edge in ("left", "right") else (box.x + step, box.y)
            yield Path(rectangle(Rect(x, y, _PATCH, _PATCH)), fill=ink)
        return


def half(ink: Ink) -> Ink:
    """Return the tint of 50 % of an ink."""
    red, green, blue = ((value + 255) // 2 for value in ink.rgb)
    cyan, magenta, yellow, black = (value / 2 for value in ink.cmyk)
    return Ink(f"{ink.name}-50", (red, green, blue), (cyan, magenta, yellow, black), ink.spot)
