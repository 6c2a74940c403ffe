"""The heart of the poster: the attitudes on their discs."""

from __future__ import annotations

from typing import NamedTuple

from printkit.content.model import Text
from printkit.engines.poster.measure import Candidate, Lines, Measure
from printkit.engines.poster.plan import Columns, Disc, HeartPlan, Placed
from printkit.scene.model import Style
from printkit.text.model import Block
from printkit.units import Length

_ONE_ROW = 8
"""More attitudes than this stand in a zigzag, their texts turned outward."""


class _Texts(NamedTuple):
    """The texts of all attitudes; ``height`` is from their highest ink to their lowest."""

    names: list[Block]
    lines: list[Block] | None
    width: Length
    rise: Length
    drop: Length
    height: Length


def plan_heart(measure: Measure, candidate: Candidate, columns: Columns) -> HeartPlan | None:
    """Return the band from its own top; None when its texts do not fit."""
    mm, heart = measure.layout.mm, measure.content.heart
    entries = heart.attitudes
    zigzag = len(entries) > _ONE_ROW
    left = columns.badge - mm(10)
    pitch = (columns.end - left) / len(entries)
    room = pitch * (2 if zigzag else 1)
    texts = _texts(measure, candidate, round(room) - mm(3))
    heading = _heading(measure, candidate, columns)
    if texts is None or heading is None:
        return None
    title, line = heading
    foot = max(title.bottom, line.bottom)
    wished = candidate.tier.values["disc"] * min(candidate.factor, 1.1)
    radius = min(round(wished), round((room - mm(14)) / 2))
    near = mm(4.5) * radius // mm(28.5) + mm(1)
    upper = foot + mm(7) + radius
    if zigzag:  # the upper discs' texts stand above them
        upper = foot + mm(5) + texts.height + near + radius
    lower = upper + (round(radius * 1.5) if zigzag else 0)
    discs: list[Disc] = []
    for number, entry in enumerate(entries):
        x = round(left + pitch * (number + 0.5))
        high = zigzag and number % 2 == 0
        y = upper if high or not zigzag else lower
        top = y - radius - near - texts.height if high else y + radius + near
        start = x - texts.width // 2
        name = Placed(texts.names[number], start, top + texts.rise, texts.width, entry.title)
        below = None
        if texts.lines:
            under = name.baseline + name.block.last_baseline + texts.drop
            inset = mm(1.5)
            width = texts.width - 2 * inset
            below = Placed(texts.lines[number], start + inset, under, width, entry.line)
        discs.append(Disc(entry, x, y, name, below))
    bottom = lower + radius + near + texts.height + mm(8)
    return HeartPlan(0, bottom, radius, title, line, tuple(discs))


def _texts(measure: Measure, candidate: Candidate, width: Length) -> _Texts | None:
    """Compose names and lines; lines that do not fit are left out, names are needed."""
    entries = measure.content.heart.attitudes
    factor = min(candidate.factor, 1.1)
    style = measure.style(candidate.tier, "attitude", factor)
    names = measure.role([entry.title for entry in entries], style, width, 2)
    if names is None:
        return None
    lines: list[Block] | None = None
    if candidate.lines is Lines.ALL:
        style = measure.style(candidate.tier, "attitude-line", factor)
        inset = measure.layout.mm(3)
        said = [entry.line for entry in entries]
        lines = measure.role(said, style, width - inset, 2, needed=False)
    rise = max(-name.ink_top for name in names)
    drop = 0
    if lines:
        style = lines[0].style
        apart = max(
            name.ink_bottom - name.last_baseline - line.ink_top
            for name, line in zip(names, lines, strict=True)
        )
        drop = max(round(style.size * max(1.3, style.leading * 1.08)), apart + style.size // 10)
    height = rise + max(
        name.last_baseline + drop + lines[number].ink_bottom if lines else name.ink_bottom
        for number, name in enumerate(names)
    )
    return _Texts(names, lines, width, rise, drop, height)


def _heading(
    measure: Measure, candidate: Candidate, columns: Columns
) -> tuple[Placed, Placed] | None:
    """Return the heading and its line: beside it where both are short, else below."""
    mm, heart, tier = measure.layout.mm, measure.content.heart, candidate.tier
    x, full = columns.start, columns.end - columns.start
    head = _one(measure, heart.title, measure.style(tier, "heart-heading"), full)
    line = _one(measure, heart.line, measure.style(tier, "heart-line"), full)
    if head is None or line is None:
        return None
    title = Placed(head, x, mm(8.5) - head.ink_top, full, heart.title)
    if head.width + mm(12) + line.width <= full:
        measure.draft.share((head, line), full - mm(12))
        left = x + head.width + mm(12)
        return title, Placed(line, left, title.baseline, columns.end - left, heart.line)
    return title, Placed(line, x, title.bottom + mm(2) - line.ink_top, full, heart.line)


def _one(measure: Measure, text: Text, style: Style, width: Length) -> Block | None:
    blocks = measure.role([text], style, width, 1)
    return blocks[0] if blocks else None
