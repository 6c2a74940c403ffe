"""Fronts: one thread, one motif, a name and a line."""

from __future__ import annotations

from printkit.content.model import Entry
from printkit.engines.board import Board
from printkit.engines.cards.deck import Deck
from printkit.engines.cards.drawings import attitude, fan, motif
from printkit.engines.cards.plan import FrontPlan
from printkit.geometry import Rect
from printkit.scene.model import Ink, StructNode
from printkit.units import Length


def above_text(deck: Deck, key: str, plan: FrontPlan) -> Length:
    """Return how low a drawing may come on one front."""
    return plan.baselines[key] + plan.names[key].ink_top - deck.length("text-gap") // 2


def write(
    deck: Deck, board: Board, key: str, plan: FrontPlan, ink: Ink, line_ink: Ink, role: str = "H2"
) -> list[StructNode]:
    """Draw a front's name and line; return their elements."""
    box = deck.layout.box("text")
    text = plan.texts[key]
    name = plan.names[key]
    first = plan.baselines[key]
    x = deck.inset(name, box.x)
    nodes = [board.text(name, x, first, box.width, role=role, ink=ink, text=text.title)]
    line = plan.lines.get(key)
    if line is not None and text.line is not None:
        baseline = first + name.last_baseline + plan.step
        nodes.append(board.text(line, box.x, baseline, box.width, ink=line_ink, text=text.line))
    top = first - deck.rise(name)
    board.frame("text", Rect.of(box.x, top, box.right, box.bottom))
    return nodes


def skill_front(deck: Deck, number: int, place: int, plan: FrontPlan) -> list[StructNode]:
    area = deck.content.areas[number]
    entry = area.skills[place]
    board = deck.draft.page(f"{entry.id}-front", label=entry.title.value)
    board.paths(motif(deck, number, place))
    label = deck.head(board, area.title, deck.area(number).tone, number)
    nodes = write(deck, board, entry.id, plan, deck.ink, deck.ink)
    if plan.strip:
        stations(deck, board, number, place)
    return [label, *nodes]


def stations(deck: Deck, board: Board, number: int, place: int) -> None:
    """Draw the row of an area's stations, and the dot on this one."""
    box = deck.layout.box("strip")
    symbol, pitch = deck.strip(number)
    first = box.x + deck.length("strip-dot")
    board.use(symbol, first, box.centre.y)
    board.use(deck.station(), first + place * pitch, box.centre.y)
    board.frame("stations", box)


def attitude_front(deck: Deck, entry: Entry, plan: FrontPlan) -> list[StructNode]:
    board = deck.draft.page(f"{entry.id}-front", label=entry.title.value)
    board.use(deck.ground("heart-front", lambda: fan(deck)), 0, 0)
    board.paths(attitude(deck, entry))
    ground = deck.paper if deck.outlined else deck.flood
    ink = deck.legible(ground, deck.paper)
    label = deck.head(board, deck.content.heart.label, ink)
    return [label, *write(deck, board, entry.id, plan, ink, ink)]
