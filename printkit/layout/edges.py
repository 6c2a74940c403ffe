"""Frames from their edges.

Two of three on each axis: left, right, width; top, bottom, height. An edge names at most
one other edge, so that the edges form a tree: they are walked once, and every fault can
be told in a sentence. Left and right are as for left-to-right; engines mirror.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final, TypeAlias

from msgspec import Struct

from printkit.diagnostics import Diagnostic, Span, did_you_mean
from printkit.geometry import Rect, Size
from printkit.shapes import At, Invalid, Node
from printkit.units import Length, format_mm, parse_length

ACROSS: Final = ("left", "right", "width")
DOWN: Final = ("top", "bottom", "height")
AXES: Final = (ACROSS, DOWN)

Place: TypeAlias = tuple[str, str]  # frame, edge

_EDGE: Final = re.compile(
    r"\s*([A-Za-z][A-Za-z0-9-]*)\s*\.\s*([a-z]+)\s*(?:([+-])\s*(\S+(?:\s*(?:mm|cm|in|pt))?)\s*)?"
)
_HOW: Final = "write '24mm', 'page.right - 24mm' or 'title.bottom + 6mm'"


class Edge(Struct, frozen=True):
    """A length (``frame`` empty), or another edge and a distance from it."""

    distance: Length
    frame: str = ""
    edge: str = ""


class FrameEdges(Struct, frozen=True):
    """The edges a frame gives, each with its place in the file, and its own place."""

    edges: Mapping[str, tuple[Edge, Node]]
    node: Node
    overlap: bool = False
    face: str = ""


class EdgeShape(Struct, frozen=True):
    """The text of an edge; ``name`` says which, for only an edge of its axis may be named."""

    name: str

    def read(self, at: At) -> Edge | Invalid:
        value = at.node.value
        if not isinstance(value, str):
            number = isinstance(value, (int, float)) and not isinstance(value, bool)
            hint = f"write a number and a unit in quotes, as in '{value}mm'" if number else _HOW
            what = "a length needs its unit" if number else "needs an edge"
            return at.error("length", f"{what}, found {at.node.kind()}", hint=hint)
        if "." not in value or value.strip()[:1] in "+-.0123456789":
            try:
                return Edge(parse_length(value))
            except ValueError as error:
                return at.error("length", str(error), hint=_HOW)
        match = _EDGE.fullmatch(value)
        if match is None:
            return at.error("edge", f"{value!r} is not an edge and a distance", hint=_HOW)
        frame, edge, sign, distance = match.groups()
        axis = ACROSS if self.name in ACROSS else DOWN
        sizes = self.name in ("width", "height")
        allowed = axis[2:] if sizes else axis[:2]
        if edge not in allowed:
            near = did_you_mean(edge, allowed)
            named = " or ".join(f"{frame}.{name}" for name in allowed)
            return at.error(
                "edge", f"{self.name} cannot follow {frame}.{edge}{near}", hint=f"name {named}"
            )
        try:
            away = parse_length(distance) if distance else 0
        except ValueError as error:
            return at.error("length", str(error), hint=_HOW)
        return Edge(-away if sign == "-" else away, frame, edge)

    def schema(self, typed: bool) -> dict[str, object]:
        return {"type": "string", "description": _HOW}


def solve(
    frames: Mapping[str, FrameEdges], page: Size, where: str
) -> tuple[dict[str, Rect], list[Diagnostic]]:
    """Return every frame's box on a page of that size, and everything wrong with them.

    ``where`` names the page in messages ("A4"). With faults, boxes that could be found
    are still returned.
    """
    walk = _Walk(frames, page)
    boxes: dict[str, Rect] = {}
    for name, frame in frames.items():
        if not walk.complete(name, frame):
            continue
        ends = [walk.at((name, edge)) for edge in ("left", "top", "right", "bottom")]
        if None not in ends:
            left, top, right, bottom = (end for end in ends if end is not None)
            boxes[name] = Rect.of(left, top, right, bottom)
    if not walk.problems:
        walk.problems += _misplaced(frames, boxes, page, where)
    return boxes, walk.problems


class _Walk:
    """Finds edges, remembering those found and those on the way."""

    def __init__(self, frames: Mapping[str, FrameEdges], page: Size) -> None:
        self.frames = frames
        self.problems: list[Diagnostic] = []
        self._known: dict[Place, Length | None] = {
            ("page", "left"): 0,
            ("page", "top"): 0,
            ("page", "right"): page.width,
            ("page", "width"): page.width,
            ("page", "bottom"): page.height,
            ("page", "height"): page.height,
        }
        self._waiting: list[Place] = []
        self._incomplete: set[str] = set()

    def complete(self, name: str, frame: FrameEdges) -> bool:
        """Whether the frame gives two of three on both axes."""
        good = True
        for axis in AXES:
            given = [edge for edge in axis if edge in frame.edges]
            if len(given) == 2:
                continue
            good = False
            found = " and ".join(given) if len(given) < 3 else "all three"
            self.problems.append(
                Diagnostic(
                    "edges",
                    f"needs two of {axis[0]}, {axis[1]} and {axis[2]}, found {found or 'none'}",
                    frame.node.key_span,
                    f"frame.{name}",
                )
            )
        if not good:
            self._incomplete.add(name)
        return good

    def at(self, place: Place) -> Length | None:
        """Return where an edge is, or None where that cannot be known (it was told why)."""
        if place in self._known:
            return self._known[place]
        if place in self._waiting:
            self._circle(place)
            return None
        self._waiting.append(place)
        found = self._find(place)
        self._waiting.pop()
        self._known[place] = found
        return found

    def _find(self, place: Place) -> Length | None:
        name, edge = place
        frame = self.frames[name]
        if edge in frame.edges:
            value, node = frame.edges[edge]
            if not value.frame:
                return value.distance
            if value.frame != "page" and value.frame not in self.frames:
                near = did_you_mean(value.frame, [*self.frames, "page"])
                self.problems.append(
                    Diagnostic(
                        "edge",
                        f"there is no frame {value.frame!r}{near}",
                        node.span,
                        f"frame.{name}.{edge}",
                    )
                )
                return None
            start = self.at((value.frame, value.edge))
            return None if start is None else start + value.distance
        axis = ACROSS if edge in ACROSS else DOWN
        given = [one for one in axis if one in frame.edges]
        if len(given) != 2:
            return None  # told by ``complete``
        values = {one: self.at((name, one)) for one in given}
        if None in values.values():
            return None
        start, end, size = (values.get(one) for one in axis)
        if start is None and end is not None and size is not None:
            return end - size
        if end is None and start is not None and size is not None:
            return start + size
        if start is not None and end is not None:
            return end - start
        return None

    def _circle(self, place: Place) -> None:
        loop = self._waiting[self._waiting.index(place) :]
        written = [(n, e) for n, e in loop if e in self.frames[n].edges]
        first = min(written)
        index = written.index(first)
        told = ", ".join(f"{n}.{e}" for n, e in written[index:] + written[:index])
        node = self.frames[first[0]].edges[first[1]][1]
        self.problems.append(
            Diagnostic(
                "edges",
                f"these edges wait for one another: {told}",
                node.span,
                f"frame.{first[0]}.{first[1]}",
                "give one of them a length, or an edge of the page",
            )
        )


def _misplaced(
    frames: Mapping[str, FrameEdges], boxes: Mapping[str, Rect], page: Size, where: str
) -> list[Diagnostic]:
    problems: list[Diagnostic] = []

    def fault(code: str, name: str, message: str, hint: str, span: Span | None = None) -> None:
        place = span or frames[name].node.key_span
        problems.append(Diagnostic(code, message, place, f"frame.{name}", hint))

    standing: dict[str, Rect] = {}
    for name, box in boxes.items():
        if box.width <= 0 or box.height <= 0:
            what = "width" if box.width <= 0 else "height"
            first, last = ("left", "right") if box.width <= 0 else ("top", "bottom")
            size = box.width if box.width <= 0 else box.height
            fault(
                "edges",
                name,
                f"has no {what} on {where}: its {last} lies {format_mm(-size)} before its {first}"
                if size
                else f"has no {what} on {where}: its {first} and {last} are the same",
                f"move its {first} or its {last}",
            )
            continue
        standing[name] = box
        outside = {
            "left": -box.x,
            "right": box.right - page.width,
            "top": -box.y,
            "bottom": box.bottom - page.height,
        }
        for edge, length in outside.items():
            if length > 0:
                told = f"leaves the page at the {edge} by {format_mm(length)} on {where}"
                fault("off-page", name, told, f"move its {edge} edge inside the page")
    names = [name for name in standing if not frames[name].overlap]
    for index, one in enumerate(names):
        for other in names[index + 1 :]:
            a, b = standing[one], standing[other]
            if frames[one].face != frames[other].face or not a.overlaps(b):
                continue
            across = min(a.right, b.right) - max(a.x, b.x)
            down = min(a.bottom, b.bottom) - max(a.y, b.y)
            fault(
                "overlap",
                other,
                f"lies over frame {one!r} by {format_mm(across)} x {format_mm(down)} on {where}",
                "move one of them, or write overlap = true in one if that is meant",
            )
    return problems
