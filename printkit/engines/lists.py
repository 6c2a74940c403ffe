"""A numbered list hung on a thread: each item beside a station of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct

from printkit import paths
from printkit.content.model import Item, Text
from printkit.diagnostics import Diagnostic
from printkit.engines.board import Board, Draft
from printkit.geometry import Rect
from printkit.locales.tags import digits
from printkit.scene.model import Ink, StructNode, Style
from printkit.text.fit import LADDER
from printkit.text.model import Block
from printkit.units import Length, format_mm


class _Part(Struct, frozen=True):
    text: Text
    block: Block
    baseline: Length  # of its first line, on the page


class _Row(Struct, frozen=True):
    station: Length  # the y of its station's centre
    parts: tuple[_Part, ...]
    titled: bool


class Hung(Struct, frozen=True):
    """A list as it stands: x of its thread, its rows, and what room is left (or lacking)."""

    box: Rect
    thread: Length
    radius: Length
    indent: Length
    rows: tuple[_Row, ...]
    numbers: tuple[Block, ...]
    spare: Length
    even: bool  # whether its stations are equally far apart
    wide: tuple[Text, ...]  # texts with a word wider than the column

    @property
    def stations(self) -> tuple[Length, ...]:
        return tuple(row.station for row in self.rows)

    def draw(self, board: Board, ink: Ink, paper: Ink) -> StructNode:
        """Draw stations, numbers and texts; return the list's element."""
        items: list[StructNode] = []
        x, width = self.box.x + self.indent, self.box.width - self.indent
        for row, number in zip(self.rows, self.numbers, strict=True):
            board.path(paths.circle(self.thread, row.station, self.radius), fill=ink)
            middle = row.station + number.cap // 2
            label = board.text(
                number, self.thread - self.radius, middle, 2 * self.radius,
                role="Lbl", ink=paper, align="centre",
            )  # fmt: skip
            body = [
                board.text(part.block, x, part.baseline, width, role="P", text=part.text)
                for part in row.parts
            ]
            items.append(StructNode("LI", kids=(label, StructNode("LBody", kids=tuple(body)))))
        return StructNode("L", board.draft.job.locale.tag, kids=tuple(items))

    def overset(self, where: str, tag: str, name: str) -> Diagnostic:
        """Return what to tell when the list does not fit: its longest text is named."""
        parts = [part for row in self.rows for part in row.parts]
        if self.wide:
            text = self.wide[0]
            message = f"the longest word is wider than its column on {where} in {tag}"
        else:
            text = max(parts, key=lambda part: part.block.height).text
            message = (
                f"the list {name!r} is {format_mm(-self.spare)} too high "
                f"for {where} in {tag}; this is its longest text"
            )
        hint = "shorten its texts, or give it more room in the layout"
        return Diagnostic("overset", message, text.span, text.key, hint)


def hang(
    draft: Draft,
    items: Sequence[Item],
    box: Rect,
    styles: tuple[Style, Style, Style],
    lengths: Mapping[str, Length],
    *,
    balance: bool = False,
) -> Hung:
    """Set a list in ``box``: styles of titles, texts and numbers.

    Spare height goes between the items, which stand equally far apart where there is room
    for that; some of it keeps the last text off the thread's end. The thread runs at the
    start side, through the middle of the stations; a station is level with the first line
    beside it.
    """
    title_style, style, number_style = styles
    radius, indent = lengths["station"], lengths["indent"]
    width = box.width - indent
    wide: list[Text] = []
    measured: list[tuple[list[tuple[Text, Block, Length]], Length]] = []
    for item in items:
        blocks: list[tuple[Text, Block, Length]] = []
        y = 0
        for text, own in ((item.title, title_style), (item.text, style)):
            if text is None or not text:
                continue
            whole = draft.job.layout.styles[own.role]
            least = draft.at(whole, LADDER[-1])
            block = draft.set(text, own, width, balance=balance, least=least)
            if block.width > width:
                wide.append(text)
            rise = max(block.cap, -block.ink_top)
            if blocks:
                # From the title's baseline to the capitals, unless inks would come too near.
                above = blocks[-1][1]
                depth = above.ink_bottom - above.last_baseline
                y += max(lengths["title-gap"] + block.cap, depth + lengths["title-gap"] // 3 + rise)
            else:
                y += rise
            blocks.append((text, block, y))
            y += block.last_baseline
        # The style's own depth, so that items of as many lines stand equally far apart.
        measured.append((blocks, y + (blocks[-1][1].descent if blocks else 0)))
    first = measured[0][0][0][1].cap if measured and measured[0][0] else 0
    head = max(0, radius - first // 2)  # the first station's top may stand above its line
    tall = head + sum(height for _, height in measured)
    foot = radius // 2
    room = box.height - head - foot
    spare = box.height - tall - lengths["gap"] * (len(measured) - 1) - foot
    rows: list[_Row] = []
    rises = [blocks[0][2] if blocks else 0 for blocks, _ in measured]
    lines, even = _spread(rises, [height for _, height in measured], lengths["gap"], room)
    for (blocks, _), rise, line in zip(measured, rises, lines, strict=True):
        top = box.y + head + line - rise
        parts = tuple(_Part(text, block, top + baseline) for text, block, baseline in blocks)
        cap = parts[0].block.cap if parts else 0
        station = parts[0].baseline - cap // 2 if parts else top
        rows.append(_Row(station, parts, len(parts) > 1))
    locale = draft.job.locale
    numbers = tuple(
        draft.set(digits(number, locale), number_style) for number in range(1, len(items) + 1)
    )
    return Hung(box, box.x + radius, radius, indent, tuple(rows), numbers, spare, even, tuple(wide))


def _spread(
    rises: Sequence[Length], heights: Sequence[Length], gap: Length, room: Length
) -> tuple[list[Length], bool]:
    """Return the items' first baselines in ``room``, and whether they have one pitch.

    They have it where the tallest leaves room for that; else what is spare goes between.
    Some of it stays below the last one.
    """
    if not heights:
        return [], True
    last = len(heights) - 1
    pitch = max((heights[n] - rises[n] + gap + rises[n + 1] for n in range(last)), default=0)
    spare = room - rises[0] - pitch * last - (heights[last] - rises[last])
    if spare >= 0:
        pitch += spare // (last + 1)
        return [rises[0] + pitch * number for number in range(last + 1)], True
    spare = max(0, room - sum(heights) - gap * last)
    step = gap + spare // (last + 1)
    tops = [sum(heights[:number]) + number * step for number in range(last + 1)]
    return [top + rise for top, rise in zip(tops, rises, strict=True)], False
