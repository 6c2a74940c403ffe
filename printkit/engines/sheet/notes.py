"""Where the notes stand: in a strip, in columns of their own, or two by two."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

from printkit.engines.sheet.pieces import Needs, Tile, column
from printkit.geometry import Rect


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
    """Return the notes one below another; in a single low column, two by two."""
    found = _note_columns(needs, body, columns)
    if found is None and len(columns) == 1:
        found = _note_grid(needs, column(needs, body, columns[0]))
    return found


def _note_columns(
    needs: Needs, body: Rect, columns: Sequence[int]
) -> tuple[Tile, ...] | None:
    """Return the notes stacked in columns of their own, down to the end of the body.

    All lines stand on one grid, stretched so that the first headings touch the top.
    """
    counts = spread(needs.questions, len(columns))
    areas = [column(needs, body, number) for number in columns]
    firsts = [sum(counts[:n]) for n, count in enumerate(counts) if count]
    highest = max(needs.heading(first, areas[0].width) for first in firsts)
    room = body.height - highest - needs.first_line
    steps = room // needs.writing
    if steps < 1:
        return None
    grid = room / steps
    tiles: list[Tile] = []
    for area, count, first in zip(areas, counts, firsts, strict=False):
        # Steps of the grid from the last line of one field to the first of the next.
        over = [
            ceil((needs.gap + needs.heading(n, area.width) + needs.first_line) / grid)
            for n in range(first + 1, first + count)
        ]
        lines = steps + 1 - sum(step - 1 for step in over)
        step = 0
        for place in range(count):
            own = lines // count + (1 if place >= count - lines % count else 0)
            if own < needs.lines_least:
                return None
            step += over[place - 1] if place else 0
            start = area.bottom - (steps - step) * grid
            step += own - 1
            top = round(start - needs.first_line) - needs.heading(first + place, area.width)
            end = round(area.bottom - (steps - step) * grid)
            box = Rect.of(area.x, top, area.right, end)
            tiles.append(Tile("note", first + place, box, round(grid), own))
    return tuple(tiles)


def _note_grid(needs: Needs, area: Rect) -> tuple[Tile, ...] | None:
    """Return the notes two by two in one column, the odd last one alone in its row."""
    rows = [range(n, min(n + 2, needs.questions)) for n in range(0, needs.questions, 2)]
    widths = [(area.width - (len(row) - 1) * needs.note_gap) // len(row) for row in rows]
    headings = [
        max(needs.heading(question, width) for question in row)
        for row, width in zip(rows, widths, strict=True)
    ]
    gaps = len(rows) - 1
    spare = area.height - sum(headings) - len(rows) * needs.first_line - gaps * needs.note_gap
    more = spare // needs.writing
    if more < len(rows) * (needs.lines_dense - 1):
        return None
    more = min(more, len(rows) * (needs.lines_most - 1))
    gap = needs.note_gap + ((spare - more * needs.writing) // gaps if gaps else 0)
    tiles: list[Tile] = []
    y = area.y
    for place, (row, width, heading) in enumerate(zip(rows, widths, headings, strict=True)):
        # What cannot be shared out goes to the last rows.
        lines = 1 + more // len(rows) + (1 if place >= len(rows) - more % len(rows) else 0)
        end = y + heading + needs.first_line + (lines - 1) * needs.writing
        for number, question in enumerate(row):
            top = y + heading - needs.heading(question, width)
            left = area.x + number * (width + needs.note_gap)
            box = Rect.of(left, top, left + width, end)
            tiles.append(Tile("note", question, box, needs.writing, lines))
        y = end + gap
    return tuple(tiles)
