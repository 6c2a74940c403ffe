"""Motifs of the content's own: a list of steps in the box 100 x 60 of the visual alphabet.

A step is written ``L M0 30H100`` (a letter and a path) or ``D 50 30 8`` (a letter, then a
circle's x, y and radius).
"""

from __future__ import annotations

import re
from typing import Final, cast, get_args

from printkit.content.model import Op, OpKind
from printkit.geometry import Outline
from printkit.paths import bounds, circle, parse_path
from printkit.shapes import At, Invalid
from printkit.shapes.scalars import Schema
from printkit.units import mm

PATHS: Final = frozenset("LSXFTPI")
CIRCLES: Final = frozenset("DdRWt")
BOX: Final = (-4.0, -4.0, 104.0, 64.0)
STROKED: Final = frozenset("LSX")
HALF: Final = 5.0  # half a thread's weight, at which the alphabet is drawn
ENTRY: Final = (0.0, 30.0)
EXIT: Final = (100.0, 30.0)

_HOW: Final = "write a letter and a path, 'L M0 30H100', or a letter, x, y and radius, 'D 50 30 8'"
_NUMBER: Final = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)")
_PATH: Final = re.compile(r"[MLHVCSQTAZmlhvcsqtaz\d\s.,+\-eE]*")


def parse_op(text: str) -> Op:
    """Read one step; raises ValueError in the writer's words."""
    letter, _, rest = text.strip().partition(" ")
    rest = rest.strip()
    if letter not in get_args(OpKind):
        known = " ".join(get_args(OpKind))
        raise ValueError(f"{letter!r} is not a step of a motif; the letters are {known}")
    kind = cast("OpKind", letter)
    if letter in CIRCLES:
        numbers = rest.replace(",", " ").split()
        if len(numbers) != 3 or not all(_NUMBER.fullmatch(n) for n in numbers):
            raise ValueError(f"{letter!r} needs x, y and a radius, found {rest!r}")
        x, y, r = map(float, numbers)
        if r <= 0:
            raise ValueError(f"a radius must be more than 0, found {numbers[2]}")
        return Op(kind, circle=(x, y, r))
    if not _PATH.fullmatch(rest):
        raise ValueError(f"a path uses the letters M L H V C S Q T A Z and numbers, found {rest!r}")
    outline(Op(kind, path=rest))
    return Op(kind, path=rest)


def outline(op: Op) -> Outline:
    """Return a step's outline, one millimetre to the unit; raises ValueError."""
    if op.circle is not None:
        x, y, r = op.circle
        return circle(mm(x), mm(y), mm(r))
    found = parse_path(op.path)
    if not found:
        raise ValueError("the path is empty")
    return found


def outside(op: Op) -> bool:
    """Whether a step, stroked, leaves the box. The ends of a thread are cut square."""
    left, top, right, bottom = (mm(edge) for edge in BOX)
    half = mm(HALF) if op.kind in STROKED else 0
    box = bounds(outline(op))
    above, below = box.y - half < top, box.bottom + half > bottom
    return box.x < left or box.right > right or above or below


def ends(ops: tuple[Op, ...]) -> tuple[bool, bool]:
    """Whether the thread enters at (0, 30), and whether it leaves at (100, 30)."""
    points: set[tuple[int, ...]] = set()
    for op in ops:
        if op.kind in ("L", "X"):
            points.update(tuple(segment[-2:]) for segment in outline(op) if segment[0] != "Z")
    wanted = [tuple(mm(value) for value in place) for place in (ENTRY, EXIT)]
    return wanted[0] in points, wanted[1] in points


class OpShape:
    """One step, as text."""

    def read(self, at: At) -> Op | Invalid:
        value = at.node.value
        if not isinstance(value, str):
            return at.error("motif", f"needs a step of a motif, found {at.node.kind()}", hint=_HOW)
        try:
            op = parse_op(value)
        except ValueError as error:
            return at.error("motif", str(error), hint=_HOW)
        if outside(op):
            message = (
                f"{value!r} leaves the box: x from -4 to 104, y from -4 to 64, strokes included"
            )
            return at.error("motif", message)
        return op

    def schema(self, typed: bool) -> Schema:
        return {
            "type": "string",
            "pattern": r"^(?:[LSXFTPI] [MLHVCSQTAZmlhvcsqtaz].*|[DdRWt](?: [-+]?[\d.]+){3})$",
        }


def check_ends(at: At, ops: tuple[Op, ...]) -> None:
    """Report a thread that does not join its neighbours."""
    enters, leaves = ends(ops)
    if not enters:
        at.error("motif", "the thread does not enter at (0, 30)", hint="as in 'L M0 30H30'")
    if not leaves:
        at.error("motif", "the thread does not leave at (100, 30)", hint="as in 'L M70 30H100'")
