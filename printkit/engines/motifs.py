"""Motifs at a scale: the drawings of the visual alphabet as strands, tints and marks.

A motif is drawn in a box of 100 x 60 units; its thread enters at (0, 30) and leaves at
(100, 30). Here the origin is moved to the entry, so that a motif hangs on a thread.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from printkit import paths
from printkit.content.model import Op
from printkit.engines.threads import Route, Thread, bases, draw, overlays, section
from printkit.geometry import Outline, Transform
from printkit.pathtext import path_data
from printkit.scene.model import Ink, Path, Stroke
from printkit.units import Length

WIDTH = 100
_MIDDLE = 30
_UNIT = 1000  # precision of parsed paths before they are scaled


class Palette(Struct, frozen=True):
    """The inks a motif is drawn in."""

    thread: Ink
    tint: Ink
    ink: Ink
    paper: Ink
    keyline: Length = 0  # a line of ink about solid shapes of the thread's colour


class Figure(Struct, frozen=True):
    """A motif at a scale. ``width`` is its run along the thread.

    ``strands`` and ``spurs`` are drawn with the thread (spurs without its line style),
    ``crossings`` are strands that pass over another; ``tints`` lie below, ``marks`` above.
    """

    width: Length
    tints: tuple[Path, ...]
    strands: tuple[Outline, ...]
    spurs: tuple[Outline, ...]
    crossings: tuple[Outline, ...]
    marks: tuple[Path, ...]


def figure(ops: Sequence[Op], scale: float, palette: Palette) -> Figure:
    """Return the parts of a motif; ``scale`` is EMU to the unit."""
    tints: list[Path] = []
    strands: list[Outline] = []
    spurs: list[Outline] = []
    crossings: list[Outline] = []
    marks: list[Path] = []
    for op in ops:
        match op.kind:
            case "T":
                tints.append(Path(_outline(op, scale), fill=palette.tint))
            case "L":
                strands.append(_outline(op, scale))
            case "S":
                spurs.append(_outline(op, scale))
            case "X":
                crossings.append(_outline(op, scale))
            case _:
                mark = _mark(op, scale, palette)
                if palette.keyline and op.kind in "Fd":
                    edge = Stroke(palette.ink, 2 * palette.keyline)
                    marks.append(Path(mark.outline, stroke=edge))
                marks.append(mark)
    return Figure(
        round(WIDTH * scale),
        tuple(tints),
        tuple(strands),
        tuple(spurs),
        tuple(crossings),
        tuple(marks),
    )


def _outline(op: Op, scale: float) -> Outline:
    raw = paths.parse_path(op.path, _UNIT)
    factor = scale / _UNIT
    return Transform(a=factor, d=factor, f=-round(_MIDDLE * scale)).outline(raw)


def _mark(op: Op, scale: float, palette: Palette) -> Path:
    if op.kind in "FPI":
        ink = {"F": palette.thread, "P": palette.paper, "I": palette.ink}[op.kind]
        return Path(_outline(op, scale), fill=ink)
    assert op.circle is not None
    x, y, r = op.circle
    outline = paths.circle(round(x * scale), round((y - _MIDDLE) * scale), round(r * scale))
    if op.kind == "R":
        return Path(outline, fill=palette.paper, stroke=Stroke(palette.ink, round(3.4 * scale)))
    ink = {"D": palette.ink, "d": palette.thread, "W": palette.paper, "t": palette.tint}[op.kind]
    return Path(outline, fill=ink)


def turned(ops: Sequence[Op]) -> tuple[Op, ...]:
    """Return a motif mirrored within its box: on a mirrored page it looks as it was drawn.

    Its strands run backwards, so that they still lead from the entry to the exit.
    """
    mirror = Transform.mirror(WIDTH * _UNIT)
    result: list[Op] = []
    for op in ops:
        if op.circle is not None:
            x, y, r = op.circle
            result.append(replace(op, circle=(WIDTH - x, y, r)))
        else:
            outline = paths.reverse(mirror.outline(paths.parse_path(op.path, _UNIT)))
            result.append(replace(op, path=path_data(outline, _UNIT)))
    return tuple(result)


def beads(place: int) -> tuple[Op, ...]:
    """Return the motif of an entry without one: a straight thread with a dot for each place.

    ``place`` counts from 0 within the area; the seventh and later go on to other levels, so
    that no two of an area are equal.
    """
    ops = [Op("L", "M0 30H100")]
    most = 6 if place < 18 else 7  # seven fill the box from end to end
    level = [min(most, place + 1 - done) for done in range(0, place + 1, most)]
    for count, y in zip(level, (30.0, 12.0, 48.0), strict=False):
        first = 50 - 7 * (count - 1)
        radius = 7 if len(level) == 1 else 5.5
        ops += [Op("D", circle=(first + 14.0 * n, y, radius)) for n in range(count)]
    return tuple(ops)


def emblem(ops: Sequence[Op], scale: float, weight: Length, palette: Palette) -> tuple[Path, ...]:
    """Return a motif that stands alone (an attitude), each op painted over the last.

    Its strokes are plain ink of ``weight``; the origin is the middle of the box.
    """
    result: list[Path] = []
    for op in sorted(ops, key=lambda op: op.kind != "T"):
        if op.kind in "LSX":
            result.append(Path(_outline(op, scale), stroke=Stroke(palette.ink, weight)))
        elif op.kind == "F":
            result.append(Path(_outline(op, scale), fill=palette.ink))
        elif op.kind == "T":
            result.append(Path(_outline(op, scale), fill=palette.tint))
        else:
            result.append(_mark(op, scale, palette))
    centre = Transform.move(-round(WIDTH * scale / 2), 0)
    return tuple(Path(centre.outline(p.outline), p.fill, p.stroke) for p in result)


def moved(items: Sequence[Path], x: Length, y: Length) -> tuple[Path, ...]:
    shift = Transform.move(x, y)
    return tuple(Path(shift.outline(p.outline), p.fill, p.stroke, p.tag) for p in items)


class Row(Struct, frozen=True):
    """Figures hung on a thread, in layers from the bottom up.

    ``strands`` are complete paths; ``route`` is the path that is still open at the end of
    the row, for the caller to lead on: round a bend, and into the next row of its journey.
    """

    tints: tuple[Path, ...]
    strands: tuple[Outline, ...]
    spurs: tuple[Outline, ...]
    crossings: tuple[Outline, ...]
    marks: tuple[Path, ...]
    route: Route | None

    def paint(
        self,
        thread: Thread,
        more: Sequence[Outline] = (),
        *,
        styled: Sequence[Outline] | None = None,
        trim: tuple[Length, Length] | None = None,
    ) -> tuple[Path, ...]:
        """Return the row's ink in paint order; ``more`` are strands drawn with its own.

        ``styled`` are the outlines that show the line style; all strands when None.
        ``trim`` is as for ``overlays``: the edges where the threads of other pages join.
        """
        strands = (*more, *self.strands)
        shown = strands if styled is None else styled
        result = [*self.tints, *bases((*strands, *self.spurs), thread)]
        result += overlays(shown, thread, trim=trim)
        for outline in self.crossings:
            result += _passing_over(outline, thread, plain=styled is not None)
        return (*result, *self.marks)


def row(figures: Sequence[tuple[Length, Figure]], y: Length, before: Route) -> Row:
    """Hang figures on a thread at height ``y``; ``figures`` are (x of the entry, figure).

    ``before`` is the path that leads to the row. The strands that enter and leave each
    figure are joined with it and with one another, so that the thread is one path for as
    long as the motifs let it be. When the last motif lets nothing leave, ``route`` is None.
    """
    strands: list[Outline] = []
    spurs: list[Outline] = []
    tints: list[Path] = []
    crossings: list[Outline] = []
    marks: list[Path] = []
    route: Route | None = before
    for x, item in figures:
        shift = Transform.move(x, y)
        tints += moved(item.tints, x, y)
        marks += moved(item.marks, x, y)
        spurs += [shift.outline(outline) for outline in item.spurs]
        crossings += [shift.outline(outline) for outline in item.crossings]
        leaving = x + item.width
        own = [shift.outline(outline) for outline in item.strands]
        through = next((s for s in own if _starts(s, x, y) and _ends(s, leaving, y)), None)
        into = through or next((s for s in own if _starts(s, x, y)), None)
        out = through or next((s for s in own if _ends(s, leaving, y)), None)
        strands += [s for s in own if s is not into and s is not out]
        if route is not None:
            route.to(x, y)
            if into is not None:
                route.follow(into)
            if through is None:
                strands.append(route.outline)
                route = None
        if through is None and out is not None:
            route = Route.along(out)
    return Row(tuple(tints), tuple(strands), tuple(spurs), tuple(crossings), tuple(marks), route)


def _passing_over(outline: Outline, thread: Thread, *, plain: bool) -> list[Path]:
    """Draw a strand over what it crosses; its casing stays clear of both its ends."""
    length = paths.length(outline)
    inner = section(outline, length * 0.25, length * 0.75)
    gap = Path(inner, stroke=Stroke(thread.paper, round(thread.weight * 1.7)))
    return [gap, *(bases([outline], thread) if plain else draw([outline], thread))]


def _near(a: float, b: float) -> bool:
    return abs(a - b) < 2000  # rounding of a scaled path, far below a hair's breadth


def _starts(outline: Outline, x: Length, y: Length) -> bool:
    first = outline[0]
    return first[0] == "M" and _near(first[1], x) and _near(first[2], y)


def _ends(outline: Outline, x: Length, y: Length) -> bool:
    last = outline[-1]
    return last[0] in "LC" and _near(last[-2], x) and _near(last[-1], y)  # type: ignore[arg-type,misc]
