"""The category cards: an area's marker on its thread, and a list of its skills."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from printkit.content.model import Area, Entry
from printkit.diagnostics import Diagnostic
from printkit.engines.board import Board
from printkit.engines.cards.deck import Deck
from printkit.engines.cards.drawings import plain_thread
from printkit.engines.cards.fronts import write
from printkit.engines.cards.heads import (
    foot_line,
    head_bar,
    head_baseline,
    head_ground,
    ink_height,
)
from printkit.engines.cards.plan import FrontPlan
from printkit.engines.motifs import Figure, figure, row
from printkit.engines.threads import Route, Thread
from printkit.geometry import Rect
from printkit.paths import circle, line
from printkit.scene.model import Path, Stroke, StructNode
from printkit.text.fit import LADDER
from printkit.text.model import Block
from printkit.units import Length

_AIR: Final = 1.25  # a line of a list is at least so many times as high as its name


class ListPlan(Struct, frozen=True):
    """The lists of all category backs. ``names`` stand in columns, area by area."""

    border: Length  # where the heads of all end
    bar: Length  # the weight of their bars, 0 where they are filled
    top: Length  # where the lists begin
    head: tuple[Block, ...]
    names: tuple[tuple[Block, ...], ...]
    pitch: tuple[Length, ...]
    columns: int
    drawn: bool


def category_front(deck: Deck, id: str, number: int, plan: FrontPlan) -> list[StructNode]:
    area = deck.content.areas[number]
    inks = deck.area(number)
    board = deck.draft.page(f"{id}-front", label=area.title.value)
    r = round(deck.value("category-marker") * deck.width)
    if deck.plain:
        ground, on = deck.paper, deck.ink
        thread, mark = deck.thread(number), inks.thread
        figure_ink = deck.legible(inks.thread, inks.on)
    else:
        ground, on = inks.thread, deck.legible(inks.thread, inks.on)
        thread, mark = Thread(deck.paper, inks.thread, deck.weight, inks.line), deck.paper
        figure_ink = deck.legible(deck.paper, inks.thread, inks.tone)
        board.flood(Rect(0, 0, deck.width, deck.height), ground)
    board.paths(plain_thread(deck, thread, deck.thread_y))
    nodes, box = deck.numbered(number, r, mark, figure_ink, "category-number")
    symbol = deck.draft.symbol(f"category-{number + 1}", lambda: (nodes, box))
    board.use(symbol, deck.width // 2, deck.thread_y, mirror=False)
    result = write(deck, board, id, plan, on, on)
    count = len(area.skills)
    key = "card.count-one" if count == 1 else "card.count"
    text = deck.say(key, count=deck.count(count))
    block = deck.draft.set(text, deck.style("count"))
    column = deck.layout.box("text")
    baseline = foot_line(deck, block)
    result.append(board.text(block, column.x, baseline, column.width, ink=on, text=text))
    return result


def plan_lists(deck: Deck, bar: Length) -> ListPlan:
    """Return the plan of all lists; what does not fit becomes the draft's problems.

    ``bar`` is the weight of the bars on other backs, 0 where they are filled.
    """
    # Higher heads leave less room to the credit, which has as high a head.
    return deck.draft.planned(
        lambda: _plan(deck, bar), mark=lambda plan: (plan.border, plan.columns, plan.drawn)
    )


def _plan(deck: Deck, bar: Length) -> ListPlan:
    draft, content = deck.draft, deck.content
    box = deck.layout.box("back")
    heads = draft.fit(
        [draft.slot(area.line, box.width, max_lines=4, balance=True) for area in content.areas],
        deck.style("category-line"),
    )
    gap = deck.length("panel-gap")
    highest = max(ink_height(deck, block) for block in heads.blocks)
    border = max(deck.length("category-head"), box.y + highest + gap)
    # a bar has its own room where the lists leave it, or else shares that of a filled head
    borders = (max(border, box.y + highest + gap // 2 + bar), border) if bar else (border,)
    most = max(len(area.skills) for area in content.areas)
    allowed = int(deck.value("list-drawn"))
    choices = [(True, 1, 1.0)] if most <= allowed else []
    for drawn, columns, air in (*choices, (False, 1, _AIR), (False, 2, _AIR), (False, 1, 1.0)):
        rows = -(-most // columns)
        for rung in LADDER:
            style = deck.style("list-name")
            width = _name_width(deck, drawn, columns)
            slots = [
                draft.slot(entry.title, width, max_lines=2)
                for area in content.areas
                for entry in area.skills
            ]
            fitted = draft.fit_quietly(slots, style, (rung,))
            tallest = max(ink_height(deck, block) for block in fitted.blocks)
            blocks = iter(fitted.blocks)
            names = tuple(tuple(next(blocks) for _ in a.skills) for a in content.areas)
            for border in borders:
                top = border + gap // 2
                room = deck.credit_top() - gap - top
                if fitted.overset or tallest * air > room // rows:
                    continue
                pitch = tuple(
                    min(deck.length("list-pitch"), room // -(-len(a.skills) // columns))
                    for a in content.areas
                )
                if not drawn and most <= allowed:
                    deck.tell("lists of skills without their motifs")
                weight = head_bar(deck, border, highest, bar)
                return ListPlan(border, weight, top, heads.blocks, names, pitch, columns, drawn)
    longest = max(content.areas, key=lambda area: len(area.skills))
    draft.problems.append(
        Diagnostic(
            "overset",
            f"the names of {len(longest.skills)} skills do not fit the back of the category "
            f"{longest.title.value!r} on {draft.where}",
            longest.span,
            f"areas[{longest.id}].skills",
            hint="shorten the longest names, or take a larger card",
        )
    )
    return ListPlan(border, bar, border, heads.blocks, (), (), 1, drawn=False)


def _name_width(deck: Deck, drawn: bool, columns: int) -> Length:
    box = deck.layout.box("back")
    if drawn:
        return _list_end(deck) - _list_start(deck) - _beside_motif(deck)
    gutter = deck.unit(3)
    inner = (box.width - (columns - 1) * gutter) // columns
    return inner - deck.unit(5)


def _list_start(deck: Deck) -> Length:
    return deck.layout.box("back").x


def _list_end(deck: Deck) -> Length:
    """Return where the longest names may end: they are ragged, so at the safe area's edge."""
    return deck.width - deck.layout.safe.right


def _beside_motif(deck: Deck) -> Length:
    """Return how far a name stands from the start of its motif's column."""
    return round(1.14 * deck.value("list-motif") * deck.width)


def category_back(deck: Deck, id: str, number: int, lists: ListPlan) -> list[StructNode]:
    area = deck.content.areas[number]
    board = deck.draft.page(f"{id}-back", label=area.title.value)
    box = deck.layout.box("back")
    gap = deck.length("panel-gap")
    on = head_ground(deck, board, lists.border, lists.bar, number)
    head = lists.head[number]
    baseline = head_baseline(deck, lists.border, lists.bar, head)
    nodes = [board.text(head, box.x, baseline, box.width, ink=on, text=area.line)]
    board.frame("header", Rect.of(box.x, box.y, box.right, lists.border))
    board.frame("list", Rect.of(box.x, lists.top, box.right, deck.credit_top() - gap))
    items = (_drawn_list if lists.drawn else _plain_list)(deck, board, number, area, lists)
    nodes.append(StructNode("L", kids=tuple(items)))
    nodes.append(deck.foot(board, deck.paper, deck.ink))
    return nodes


def _drawn_list(
    deck: Deck, board: Board, number: int, area: Area, lists: ListPlan
) -> Iterator[StructNode]:
    """Draw each skill's motif small, its name beside it."""
    pitch = lists.pitch[number]
    start = _list_start(deck)
    scale = min(deck.value("list-motif") * deck.width / 100, 0.9 * pitch / 64)
    wide = round(deck.value("list-motif") * deck.width)
    x = start + _beside_motif(deck)
    weight = min(deck.length("list-thread"), round(scale * 9.6))
    thread = deck.thread(number, weight)
    thread = replace(thread, keyline=thread.keyline // 2)
    for place, (entry, block) in enumerate(zip(area.skills, lists.names[number], strict=True)):
        y = lists.top + pitch // 2 + place * pitch
        item = figure(deck.draft.ops(entry, place), scale, deck.palette(number))
        board.paths(_hung(item, start + (wide - item.width) // 2, y, thread))
        yield _list_name(deck, board, entry, block, x, y, _list_end(deck) - x)


def _hung(item: Figure, x: Length, y: Length, thread: Thread) -> tuple[Path, ...]:
    hung = row([(x, item)], y, Route(x, y))
    more = [hung.route.outline] if hung.route is not None else []
    return hung.paint(thread, more)


def _plain_list(
    deck: Deck, board: Board, number: int, area: Area, lists: ListPlan
) -> Iterator[StructNode]:
    """Draw the names beside a thread of stations, in as many columns as they need."""
    inks = deck.area(number)
    pitch = lists.pitch[number]
    box = deck.layout.box("back")
    rows = -(-len(area.skills) // lists.columns)
    r = min(deck.length("strip-ring"), round(0.3 * pitch))
    stroke = Stroke(deck.ink if deck.keyline else inks.thread, round(0.6 * r))
    width = _name_width(deck, drawn=False, columns=lists.columns)
    step = width + deck.unit(8)
    top = lists.top + pitch // 2
    for column in range(lists.columns):
        entries = area.skills[column * rows : (column + 1) * rows]
        x = box.x + column * step + r + stroke.width // 2
        if len(entries) > 1:
            board.path(line(x, top, x, top + (len(entries) - 1) * pitch), stroke=stroke)
        for n, entry in enumerate(entries):
            y = top + n * pitch
            board.path(circle(x, y, r), fill=deck.paper, stroke=stroke)
            block = lists.names[number][column * rows + n]
            yield _list_name(
                deck, board, entry, block, box.x + column * step + deck.unit(5), y, width
            )


def _list_name(
    deck: Deck, board: Board, entry: Entry, block: Block, x: Length, y: Length, width: Length
) -> StructNode:
    height = deck.rise(block) + block.last_baseline + (0 if deck.level else block.descent)
    baseline = y - height // 2 + deck.rise(block)
    return board.text(block, x, baseline, width, role="LI", text=entry.title)
