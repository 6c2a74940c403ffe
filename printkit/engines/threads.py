"""Threads: one path in an area's colour and line style, and the marker that begins it.

An overlay in the colour of the paper makes each style, so that areas are told apart
without colour. Dashes are stretched so that a whole number of them fits each path: they
begin and end in half a gap, and never restart within it.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from itertools import pairwise

from msgspec import Struct

from printkit import paths
from printkit.geometry import Outline, Rect, Segment
from printkit.layout.model import AreaInks, LineStyle, MarkerShape
from printkit.scene.model import Ink, Path, Stroke
from printkit.units import Length, mm

OVERLAY_FROM = mm(1.4)
"""Below this weight an overlay fills in on paper: only the marker keeps the code."""


class Thread(Struct, frozen=True):
    """How a thread is drawn. ``keyline`` is an ink line outside it, 0 for none."""

    ink: Ink
    paper: Ink
    weight: Length
    line: LineStyle
    keyline: Length = 0
    outline_ink: Ink | None = None

    @classmethod
    def of(
        cls,
        area: AreaInks,
        paper: Ink,
        weight: Length,
        keyline: Length = 0,
        outline_ink: Ink | None = None,
    ) -> Thread:
        return cls(area.thread, paper, weight, area.line, keyline, outline_ink)


class _Overlay(Struct, frozen=True):
    """One stroke over the thread, in multiples of its weight."""

    width: float
    dash: tuple[float, float] | None = None
    phase: float = 0.0
    round: bool = False
    own_ink: bool = False


# The widths, dashes and phases of visual-design section 3. A phase is where in its period
# the pattern begins; each begins in the middle of a gap.
_OVERLAYS: dict[LineStyle, tuple[_Overlay, ...]] = {
    "solid": (),
    "cased": (_Overlay(0.26),),
    "beaded": (_Overlay(0.40, dash=(0.0, 1.15), phase=0.575, round=True),),
    "dashed": (_Overlay(0.26, dash=(1.1, 0.9), phase=1.55),),
    "triple": (_Overlay(0.62), _Overlay(0.24, own_ink=True)),
    "ticked": (_Overlay(1.02, dash=(0.16, 1.5), phase=0.91),),
}


def draw(
    outlines: Iterable[Outline],
    thread: Thread,
    spurs: Iterable[Outline] = (),
    *,
    trim: tuple[Length, Length] | None = None,
) -> tuple[Path, ...]:
    """Return the strokes of one or more strands of a thread, in paint order.

    All bases come first, then all overlays, so that strands that meet open into one
    another instead of cutting each other off. ``spurs`` have a base and no overlay.
    ``trim`` is as for ``overlays``.
    """
    strands = tuple(outlines)
    return (*bases((*strands, *spurs), thread), *overlays(strands, thread, trim=trim))


def bases(outlines: Iterable[Outline], thread: Thread) -> tuple[Path, ...]:
    """Return the strokes in the thread's own colour, their keylines below them all."""
    strands = [part for outline in outlines for part in subpaths(outline)]
    result: list[Path] = []
    if thread.keyline and thread.outline_ink is not None:
        edge = Stroke(thread.outline_ink, thread.weight + 2 * thread.keyline)
        result += [Path(strand, stroke=edge) for strand in strands]
    base = Stroke(thread.ink, thread.weight)
    result += [Path(strand, stroke=base) for strand in strands]
    return tuple(result)


def overlays(
    outlines: Iterable[Outline], thread: Thread, *, trim: tuple[Length, Length] | None = None
) -> tuple[Path, ...]:
    """Return what makes the line style, none on a thread too thin for it.

    ``trim`` gives the x of two edges where threads of other pages join: dashes come out
    whole between them, not in the bleed.
    """
    if thread.weight < OVERLAY_FROM:
        return ()
    strands = [part for outline in outlines for part in subpaths(outline)]
    return tuple(
        Path(strand, stroke=_overlay_stroke(strand, overlay, thread, trim))
        for overlay in _OVERLAYS[thread.line]
        for strand in strands
    )


def _overlay_stroke(
    strand: Outline,
    overlay: _Overlay,
    thread: Thread,
    trim: tuple[Length, Length] | None = None,
) -> Stroke:
    ink = thread.ink if overlay.own_ink else thread.paper
    width = round(overlay.width * thread.weight)
    cap = "round" if overlay.round else "butt"
    if overlay.dash is None:
        return Stroke(ink, width, cap="round" if cap == "round" else "butt")
    lead, tail = _beyond(strand, trim)
    length = paths.length(strand) - lead - tail
    period = sum(overlay.dash) * thread.weight
    whole = max(1, round(length / period))
    stretch = length / (whole * period)
    on, off = (max(1, round(part * thread.weight * stretch)) for part in overlay.dash)
    return Stroke(
        ink,
        width,
        dash=(on, off),
        phase=(round(overlay.phase * thread.weight * stretch) - lead) % (on + off),
        cap="round" if overlay.round else "butt",
    )


def _beyond(strand: Outline, trim: tuple[Length, Length] | None) -> tuple[Length, Length]:
    """Return how far a strand begins before the first trim edge and ends after the other."""
    first, last = strand[0], strand[-1]
    if trim is None or first[0] != "M" or last[0] == "Z":
        return 0, 0
    return max(0, trim[0] - first[1]), max(0, last[-2] - trim[1])


def casing(outline: Outline, ink: Ink, weight: Length, side: Length) -> Path:
    """Return the band of paper under a strand that passes over another."""
    return Path(outline, stroke=Stroke(ink, weight + 2 * side))


def subpaths(outline: Outline) -> tuple[Outline, ...]:
    """Return each subpath on its own: dashes may not run from one into the next."""
    result: list[list[Segment]] = []
    for segment in outline:
        if segment[0] == "M":
            result.append([])
        result[-1].append(segment)
    return tuple(tuple(part) for part in result if len(part) > 1)


def section(outline: Outline, start: float, end: float) -> Outline:
    """Return the part of a single open subpath between two distances along it."""
    result: list[Segment] = []
    here = 0.0
    x = y = 0
    for segment in outline:
        if segment[0] == "M":
            x, y = segment[1], segment[2]
            continue
        if segment[0] == "Z":
            continue
        step = paths.length((("M", x, y), segment))
        first = (start - here) / step if step else 0.0
        last = (end - here) / step if step else 1.0
        if last > 0 and first < 1:
            piece = _piece(x, y, segment, max(0.0, first), min(1.0, last))
            result += piece if not result else piece[1:]
        here += step
        x, y = segment[-2], segment[-1]
    return tuple(result)


def _piece(x: Length, y: Length, segment: Segment, first: float, last: float) -> list[Segment]:
    """Return the part of one segment between two parameters, with its own move."""
    if segment[0] == "L":
        x2, y2 = segment[1], segment[2]

        def at(t: float) -> tuple[int, int]:
            return round(x + (x2 - x) * t), round(y + (y2 - y) * t)

        return [("M", *at(first)), ("L", *at(last))]
    assert segment[0] == "C"
    points: list[tuple[float, float]] = [
        (x, y),
        (segment[1], segment[2]),
        (segment[3], segment[4]),
        (segment[5], segment[6]),
    ]
    points = _split(points, last)[0]
    points = _split(points, first / last if last else 0.0)[1]
    flat = [(round(px), round(py)) for px, py in points]
    return [("M", *flat[0]), ("C", *flat[1], *flat[2], *flat[3])]


def _split(
    points: Sequence[tuple[float, float]], t: float
) -> tuple[list[tuple[float, float]], list[tuple[float, float]]]:
    """Split a cubic at ``t`` by de Casteljau's construction."""
    left = [points[0]]
    right = [points[-1]]
    level = list(points)
    while len(level) > 1:
        level = [(a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t) for a, b in pairwise(level)]
        left.append(level[0])
        right.append(level[-1])
    return left, right[::-1]


class Route:
    """A path built step by step, in lengths: straight runs and quarter turns."""

    def __init__(self, x: float, y: float) -> None:
        self._segments: list[Segment] = [("M", round(x), round(y))]
        self.x, self.y = x, y

    @classmethod
    def along(cls, outline: Outline) -> Route:
        """Begin with a whole open subpath."""
        first = outline[0]
        assert first[0] == "M"
        return cls(first[1], first[2]).follow(outline)

    def to(self, x: float, y: float) -> Route:
        """Go straight; a step of no length is left out."""
        if (round(x), round(y)) != (round(self.x), round(self.y)):
            self._segments.append(("L", round(x), round(y)))
        self.x, self.y = x, y
        return self

    def curve(self, x1: float, y1: float, x2: float, y2: float, x: float, y: float) -> Route:
        self._segments.append(("C", round(x1), round(y1), round(x2), round(y2), round(x), round(y)))
        self.x, self.y = x, y
        return self

    def turn(self, x: float, y: float, *, horizontal: bool) -> Route:
        """Make a quarter circle to (x, y), leaving horizontally or vertically."""
        k = 4 / 3 * (math.sqrt(2) - 1)
        dx, dy = x - self.x, y - self.y
        if horizontal:
            return self.curve(self.x + dx * k, self.y, x, y - dy * k, x, y)
        return self.curve(self.x, self.y + dy * k, x - dx * k, y, x, y)

    def follow(self, outline: Outline) -> Route:
        """Go on along ``outline``, which must begin here."""
        for segment in outline[1:]:
            self._segments.append(segment)
        self.x, self.y = outline[-1][-2], outline[-1][-1]  # type: ignore[assignment,misc]
        return self

    @property
    def outline(self) -> Outline:
        return tuple(self._segments)


def marker(shape: MarkerShape, cx: Length, cy: Length, r: Length, ink: Ink) -> tuple[Path, ...]:
    """Return an area's marker about (cx, cy); ``r`` as in visual-design section 3."""

    def points(*pairs: tuple[float, float]) -> Outline:
        first, *rest = ((round(cx + dx * r), round(cy + dy * r)) for dx, dy in pairs)
        return (("M", *first), *(("L", *pair) for pair in rest), ("Z",))

    def soft(outline: Outline, width: float) -> tuple[Path, ...]:
        return (Path(outline, fill=ink, stroke=Stroke(ink, round(width * r))),)

    match shape:
        case "circle":
            return (Path(paths.circle(cx, cy, r), fill=ink),)
        case "square":
            side = round(1.8 * r)
            box = Rect(cx - side // 2, cy - side // 2, side, side)
            return (Path(paths.rounded(box, round(0.22 * r)), fill=ink),)
        case "triangle":
            return soft(points((0, -1.12), (1.12, 0.84), (-1.12, 0.84)), 0.25)
        case "diamond":
            return soft(points((0, -1.15), (1.15, 0), (0, 1.15), (-1.15, 0)), 0.2)
        case "pentagon":
            ring = [
                (1.1 * math.sin(math.radians(72 * k)), -1.1 * math.cos(math.radians(72 * k)))
                for k in range(5)
            ]
            return soft(points(*ring), 0.2)
        case "plus":
            arm = 0.42
            return soft(
                points(
                    (-arm, -1),
                    (arm, -1),
                    (arm, -arm),
                    (1, -arm),
                    (1, arm),
                    (arm, arm),
                    (arm, 1),
                    (-arm, 1),
                    (-arm, arm),
                    (-1, arm),
                    (-1, -arm),
                    (-arm, -arm),
                ),
                0.16,
            )


MARKER_DIGIT_SHIFT: dict[MarkerShape, float] = {"triangle": 0.2}
"""How far below the centre, in radii, a digit looks centred."""
