"""Composed text: shaped, broken into lines, measured; not yet placed on a page."""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from printkit.geometry import Rect
from printkit.scene.model import Align, Direction, GlyphRun, Ink, Style, TagId
from printkit.units import Length


class Line(Struct, frozen=True):
    """One line. Runs stand in visual order with x from the line's left end, baseline 0.

    ``top`` and ``bottom`` bound the ink, measured downward from the baseline, so ``top``
    is usually negative. ``text`` is the line in reading order, without trailing space.
    """

    runs: tuple[GlyphRun, ...]
    width: Length
    top: Length
    bottom: Length
    text: str


class Block(Struct, frozen=True):
    """A paragraph or more, composed to a width. All heights are from the first baseline."""

    lines: tuple[Line, ...]
    style: Style
    leading: Length  # baseline to baseline, never so small that inks touch
    direction: Direction
    ascent: Length  # the style's own line box above the first baseline (positive)
    descent: Length  # and below the last (positive); the same for every text of the style
    cap: Length  # height of a capital (or of a letter with a head line): optical alignment

    @property
    def width(self) -> Length:
        return max((line.width for line in self.lines), default=0)

    @property
    def last_baseline(self) -> Length:
        return self.leading * max(0, len(self.lines) - 1)

    @property
    def ink_top(self) -> Length:
        """The highest ink, downward from the first baseline (usually negative)."""
        return min(
            (i * self.leading + line.top for i, line in enumerate(self.lines)), default=0
        )

    @property
    def ink_bottom(self) -> Length:
        """The lowest ink, downward from the first baseline."""
        return max(
            (i * self.leading + line.bottom for i, line in enumerate(self.lines)), default=0
        )

    @property
    def height(self) -> Length:
        """From the top of the first line's box to the bottom of the last one's."""
        return self.ascent + self.last_baseline + self.descent

    def place(
        self,
        x: Length,
        baseline: Length,
        width: Length,
        *,
        tag: TagId | None = None,
        ink: Ink | None = None,
        align: Align | None = None,
    ) -> tuple[GlyphRun, ...]:
        """Return the runs on the page, in the box from ``x`` (its left edge), ``width`` wide.

        ``baseline`` is the first line's. Start and end follow the block's direction.
        """
        where = align or self.style.align
        result: list[GlyphRun] = []
        for number, line in enumerate(self.lines):
            room = width - line.width
            if where == "centre":
                left = x + room // 2
            elif (where == "start") == (self.direction == "ltr"):
                left = x
            else:
                left = x + room
            for run in line.runs:
                result.append(
                    replace(
                        run,
                        x=left + run.x,
                        baseline=baseline + number * self.leading,
                        tag=tag,
                        ink=ink or run.ink,
                    )
                )
        return tuple(result)

    def ink_box(self, x: Length, baseline: Length, width: Length, align: Align) -> Rect:
        """Return the box around the ink when placed as with ``place``."""
        lefts = []
        rights = []
        for line in self.lines:
            room = width - line.width
            if align == "centre":
                left = x + room // 2
            elif (align == "start") == (self.direction == "ltr"):
                left = x
            else:
                left = x + room
            lefts.append(left)
            rights.append(left + line.width)
        if not lefts:
            return Rect(x, baseline, 0, 0)
        return Rect.of(
            min(lefts), baseline + self.ink_top, max(rights), baseline + self.ink_bottom
        )
