"""Points, boxes, transforms and outlines on the page.

The origin is the top left corner of the trim and y grows downward; bleed is an outset of
the trim, never part of the page. Only the PDF renderer turns the axis over.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, TypeAlias

from msgspec import Struct

from printkit.units import Length

Segment: TypeAlias = (
    tuple[Literal["M"], Length, Length]
    | tuple[Literal["L"], Length, Length]
    | tuple[Literal["C"], Length, Length, Length, Length, Length, Length]
    | tuple[Literal["Z"]]
)
"""One step of an outline: move, line, cubic curve (two handles, then the end), close."""

Outline: TypeAlias = tuple[Segment, ...]


class Point(Struct, frozen=True):
    x: Length
    y: Length


class Size(Struct, frozen=True):
    width: Length
    height: Length

    def turned(self) -> Size:
        """Return the same size with width and height exchanged."""
        return Size(self.height, self.width)


class Sides(Struct, frozen=True):
    """One length for each side of a box."""

    top: Length = 0
    right: Length = 0
    bottom: Length = 0
    left: Length = 0

    @classmethod
    def all(cls, length: Length) -> Sides:
        return cls(length, length, length, length)


class Rect(Struct, frozen=True):
    x: Length
    y: Length
    width: Length
    height: Length

    @property
    def right(self) -> Length:
        return self.x + self.width

    @property
    def bottom(self) -> Length:
        return self.y + self.height

    @property
    def centre(self) -> Point:
        return Point(self.x + self.width // 2, self.y + self.height // 2)

    @property
    def size(self) -> Size:
        return Size(self.width, self.height)

    @classmethod
    def of(cls, left: Length, top: Length, right: Length, bottom: Length) -> Rect:
        """Return the box between two corners."""
        return cls(left, top, right - left, bottom - top)

    def inset(self, sides: Sides) -> Rect:
        """Return the box made smaller by ``sides`` (negative sides make it larger)."""
        return Rect.of(
            self.x + sides.left,
            self.y + sides.top,
            self.right - sides.right,
            self.bottom - sides.bottom,
        )

    def outset(self, sides: Sides) -> Rect:
        """Return the box made larger by ``sides``."""
        return Rect.of(
            self.x - sides.left,
            self.y - sides.top,
            self.right + sides.right,
            self.bottom + sides.bottom,
        )

    def mirrored(self, width: Length) -> Rect:
        """Return the box mirrored about the vertical axis of a page ``width`` wide."""
        return Rect(width - self.right, self.y, self.width, self.height)

    def contains(self, other: Rect) -> bool:
        return (
            self.x <= other.x
            and self.y <= other.y
            and self.right >= other.right
            and self.bottom >= other.bottom
        )

    def overlaps(self, other: Rect) -> bool:
        """Return whether the two boxes share an area (touching edges do not)."""
        return (
            self.x < other.right
            and other.x < self.right
            and self.y < other.bottom
            and other.y < self.bottom
        )

    def common(self, other: Rect) -> Rect:
        """Return what both boxes cover; an empty box where they do not meet."""
        left, top = max(self.x, other.x), max(self.y, other.y)
        right, bottom = min(self.right, other.right), min(self.bottom, other.bottom)
        return Rect.of(left, top, max(left, right), max(top, bottom))

    def union(self, other: Rect) -> Rect:
        return Rect.of(
            min(self.x, other.x),
            min(self.y, other.y),
            max(self.right, other.right),
            max(self.bottom, other.bottom),
        )


def enclosing(boxes: Iterable[Rect]) -> Rect | None:
    """Return the smallest box around ``boxes``, or None when there are none."""
    result: Rect | None = None
    for box in boxes:
        result = box if result is None else result.union(box)
    return result


class Transform(Struct, frozen=True):
    """An affine map: x' = a·x + c·y + e, y' = b·x + d·y + f (e and f are lengths)."""

    a: float = 1.0
    b: float = 0.0
    c: float = 0.0
    d: float = 1.0
    e: Length = 0
    f: Length = 0

    @classmethod
    def move(cls, dx: Length, dy: Length) -> Transform:
        return cls(e=dx, f=dy)

    @classmethod
    def scale(cls, sx: float, sy: float | None = None) -> Transform:
        return cls(a=sx, d=sx if sy is None else sy)

    @classmethod
    def mirror(cls, width: Length) -> Transform:
        """Return the mirror about the vertical axis of a page ``width`` wide."""
        return cls(a=-1.0, e=width)

    def then(self, after: Transform) -> Transform:
        """Return the transform that applies ``self`` first and ``after`` second."""
        return Transform(
            after.a * self.a + after.c * self.b,
            after.b * self.a + after.d * self.b,
            after.a * self.c + after.c * self.d,
            after.b * self.c + after.d * self.d,
            round(after.a * self.e + after.c * self.f) + after.e,
            round(after.b * self.e + after.d * self.f) + after.f,
        )

    def point(self, x: float, y: float) -> tuple[Length, Length]:
        return (
            round(self.a * x + self.c * y) + self.e,
            round(self.b * x + self.d * y) + self.f,
        )

    def outline(self, outline: Outline) -> Outline:
        """Return ``outline`` with every point mapped."""
        result: list[Segment] = []
        for segment in outline:
            match segment:
                case ("M", x, y):
                    result.append(("M", *self.point(x, y)))
                case ("L", x, y):
                    result.append(("L", *self.point(x, y)))
                case ("C", x1, y1, x2, y2, x, y):
                    result.append(
                        ("C", *self.point(x1, y1), *self.point(x2, y2), *self.point(x, y))
                    )
                case _:
                    result.append(("Z",))
        return tuple(result)

    def rect(self, box: Rect) -> Rect:
        """Return the box around the mapped corners of ``box``."""
        if not self.b and not self.c:  # two corners will do where nothing is turned
            left, top = self.point(box.x, box.y)
            right, bottom = self.point(box.right, box.bottom)
            return Rect.of(min(left, right), min(top, bottom), max(left, right), max(top, bottom))
        xs, ys = zip(
            *(
                self.point(x, y)
                for x in (box.x, box.right)
                for y in (box.y, box.bottom)
            ),
            strict=True,
        )
        return Rect.of(min(xs), min(ys), max(xs), max(ys))


IDENTITY = Transform()
