"""Where the notes stand: in a strip, in rows over columns of their own, or two by two."""

from __future__ import annotations

from collections.abc import Sequence

from printkit.engines.sheet.pieces import Needs, Tile, column
from printkit.geometry import Rect
from printkit.units import Length

_EASIER = 1.2
"""Where there is room, writing lines stand farther apart by up to this factor."""


def spread(count: int, columns: int) -> tuple[int, ...]:
    """Return how many fields each column takes; the last ones have most room each."""
    return tuple(
        count // columns + (1 if number < count % columns else 0) for number in range(columns)
    )


def strip_boxes(needs: Needs, body: Rect) -> list[Rect]:
    boxes: list[Rect] = []
    for number, count in enumerate(spread(needs.questions, needs.columns)):
        area = column(needs, body, number)
        width = (area.width - max(0, count - 1) * needs.note_gap) // max(1, count)
        boxes += [
            Rect(area.x + n * (width + needs.note_gap), body.y, width, 0) for n in range(count)
        ]
    return boxes


def notes(needs: Needs, body: Rect, columns: Sequence[int]) -> tuple[Tile, ...] | None:
    """Return the notes in rows over columns of their own; in a low one, two by two."""
    areas = [column(needs, body, number) for number in columns]
    found = _rows(needs, body, _over(needs, areas), needs.lines_least, needs.lines_page)
    if found is None and len(areas) == 1:
        pairs = _pairs(needs, areas[0])
        found = _rows(needs, body, pairs, needs.lines_dense, needs.lines_most)
    return found


def _over(needs: Needs, areas: Sequence[Rect]) -> list[list[Rect]]:
    """Return the fields of each row; the last of a row takes the columns that are left."""
    rows = -(-needs.questions // len(areas))
    return [
        [
            Rect.of(area.x, area.y, (areas[-1] if place == count - 1 else area).right, area.y)
            for place, area in enumerate(areas[:count])
        ]
        for count in spread(needs.questions, rows)
    ]


def _pairs(needs: Needs, area: Rect) -> list[list[Rect]]:
    """Return fields two by two in one column, the odd last one alone in its row."""
    rows: list[list[Rect]] = []
    for first in range(0, needs.questions, 2):
        count = min(2, needs.questions - first)
        width = (area.width - (count - 1) * needs.note_gap) // count
        rows.append(
            [
                Rect(area.x + number * (width + needs.note_gap), area.y, width, 0)
                for number in range(count)
            ]
        )
    return rows


def _rows(
    needs: Needs, body: Rect, rows: Sequence[Sequence[Rect]], least: int, most: int
) -> tuple[Tile, ...] | None:
    """Return the fields of each row with as many lines as all others.

    What is left when they have the most lines goes between the lines, then between the
    rows, and then is air below the last one.
    """
    headings = iter(needs.headings(tuple(box.width for row in rows for box in row)))
    heads = [[next(headings) for _ in row] for row in rows]
    drops = [max(own.drop for own in row) for row in heads]
    fixed: list[Length] = [
        drop + max(own.rest for own in row) + needs.first_line
        for drop, row in zip(drops, heads, strict=True)
    ]
    gaps = len(rows) - 1
    tight = min(needs.gap, needs.note_gap) if least < needs.lines_least else needs.gap
    lines = spare = narrow = 0
    # A row stands clear of the one above it, unless its fields had hardly a line then.
    for narrow in (needs.gap + needs.writing // 2, tight):
        spare = body.height - sum(fixed) - gaps * narrow
        lines = min(most, 1 + spare // (needs.writing * len(rows)))
        if lines > least:
            break
    if lines < least:
        return None
    steps = len(rows) * (lines - 1)
    pitch = needs.writing
    if steps:
        pitch = min(round(needs.writing * _EASIER), spare // steps)
    spare -= steps * pitch
    gap = narrow + (min(spare // gaps, max(0, needs.gap_most - narrow)) if gaps else 0)
    tiles: list[Tile] = []
    y = body.y
    for row, own, drop, height in zip(rows, heads, drops, fixed, strict=True):
        end = y + height + (lines - 1) * pitch
        for box, heading in zip(row, own, strict=True):
            field = Rect.of(box.x, y + drop - heading.drop, box.right, end)
            tiles.append(Tile("note", len(tiles), field, pitch, lines))
        y = end + gap
    return tuple(tiles)
