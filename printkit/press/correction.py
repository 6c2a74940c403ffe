"""What is done to a side's content before it is printed, so that the print lands true."""

from __future__ import annotations

from math import atan2, cos, degrees, hypot, radians, sin

from msgspec import Struct

from printkit.geometry import Sides, Size, Transform
from printkit.units import Length


class Correction(Struct, frozen=True):
    """The opposite of what a printer does to one side, as that side is looked at.

    Content is scaled by ``scale`` and turned clockwise by ``angle`` degrees about the middle
    of the sheet, then moved by ``x`` to the right and ``y`` downward (EMU).
    """

    x: Length = 0
    y: Length = 0
    angle: float = 0.0
    scale: float = 1.0

    def transform(self, sheet: Size) -> Transform:
        """Return the map of a side's content on a sheet as it is fed, its top edge on top."""
        turn = radians(self.angle)
        p, q = self.scale * cos(turn), self.scale * sin(turn)
        cx, cy = sheet.width / 2, sheet.height / 2
        return Transform(
            p,
            q,
            -q,
            p,
            round(cx - p * cx + q * cy) + self.x,
            round(cy - q * cx - p * cy) + self.y,
        )

    def inverse(self) -> Correction:
        """Return the correction that undoes this one: what the printer does, in its terms."""
        turn = radians(-self.angle)
        p, q = cos(turn) / self.scale, sin(turn) / self.scale
        x, y = -(p * self.x - q * self.y), -(q * self.x + p * self.y)
        return Correction(round(x), round(y), -self.angle, 1 / self.scale)

    def then(self, after: Correction) -> Correction:
        """Return the correction that does ``self`` first and ``after`` second."""
        turn = radians(after.angle)
        p, q = after.scale * cos(turn), after.scale * sin(turn)
        return Correction(
            round(p * self.x - q * self.y) + after.x,
            round(q * self.x + p * self.y) + after.y,
            self.angle + after.angle,
            self.scale * after.scale,
        )

    def reach(self, sheet: Size) -> Sides:
        """Return how far it moves content at each edge of the sheet outward; never negative.

        What stands at an edge that cannot be printed to must stand that much farther in.
        """
        transform = self.transform(sheet)
        w, h = sheet.width, sheet.height
        (ax, ay), (bx, by), (cx, cy), (dx, dy) = (
            transform.point(x, y) for x, y in ((0, 0), (w, 0), (0, h), (w, h))
        )
        return Sides(
            max(0, -ay, -by), max(0, bx - w, dx - w), max(0, cy - h, dy - h), max(0, -ax, -cx)
        )


NONE = Correction()


def clear(corrections: tuple[Correction, ...], sheet: Size, bare: Length) -> Sides:
    """Return the margin that content must keep, so that none of ``corrections`` cuts it off.

    ``bare`` is what the printer leaves unprinted along every edge.
    """
    reached = [correction.reach(sheet) for correction in corrections]
    return Sides(
        *(
            bare + max((getattr(one, edge) for one in reached), default=0)
            for edge in ("top", "right", "bottom", "left")
        )
    )


def turned(transform: Transform, sheet: Size) -> Transform:
    """Return ``transform`` of an upright sheet for pages that lie on their side.

    ``sheet`` is the lying page; its left edge is the upright sheet's top.
    """
    upright = Transform(0, 1, -1, 0, sheet.height, 0)  # a quarter turn clockwise
    lying = Transform(0, -1, 1, 0, 0, sheet.height)
    return upright.then(transform).then(lying)


def angle_of(p: float, q: float) -> tuple[float, float]:
    """Return the angle in degrees and the scale of the map x' = p·x - q·y, y' = q·x + p·y."""
    return degrees(atan2(q, p)), hypot(p, q)
