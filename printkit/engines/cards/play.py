"""The card that says how to play."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from printkit.content.model import Text
from printkit.diagnostics import Diagnostic
from printkit.engines.cards.deck import Deck
from printkit.engines.cards.drawings import gathering
from printkit.engines.cards.fronts import above_text, write
from printkit.engines.cards.measure import below
from printkit.engines.cards.plan import FrontPlan
from printkit.geometry import Rect
from printkit.paths import circle, line
from printkit.scene.model import Stroke, StructNode
from printkit.text.fit import LADDER
from printkit.text.model import Block
from printkit.units import Length, format_mm


class StepsPlan(Struct, frozen=True):
    """The steps of the instruction card: (block, its text, first baseline)."""

    items: tuple[tuple[Block, Text, Length], ...]
    bottom: Length
    numbers: tuple[Length, ...]  # the middle of each step's number


def instruction_front(deck: Deck, id: str, plan: FrontPlan) -> list[StructNode]:
    board = deck.draft.page(f"{id}-front")
    board.paths(gathering(deck, above_text(deck, id, plan)))
    label = deck.head(board, deck.content.instruction.label, deck.ink)
    return [label, *write(deck, board, id, plan, deck.ink, deck.ink)]


def plan_steps(deck: Deck) -> StepsPlan:
    """Return the steps spread over the back; what does not fit becomes a problem."""
    return deck.draft.planned(lambda: _plan(deck))


def _plan(deck: Deck) -> StepsPlan:
    draft = deck.draft
    box = deck.layout.box("back")
    steps = deck.content.instruction.steps
    x = _step_indent(deck)
    width = box.right - x
    gap = deck.length("panel-gap")
    room = deck.credit_top() - 2 * gap // 3 - box.y
    for rung in LADDER:
        titles = draft.fit_quietly(
            [draft.slot(s.title, width) for s in steps if s.title], deck.style("back-name"), (rung,)
        )
        bodies = draft.fit_quietly(
            [draft.slot(s.text, width, balance=True) for s in steps], deck.style("step"), (rung,)
        )
        heights = _step_heights(deck, titles.blocks, bodies.blocks)
        spare = room - sum(heights)
        least = gap * (len(steps) - 1) // 3
        if spare >= least and not titles.overset and not bodies.overset:
            break
    else:
        last = draft.oversets(bodies) or [
            Diagnostic(
                "overset",
                f"the steps need {format_mm(least - spare)} more height than the back of "
                f"{draft.where} has",
                steps[0].text.span,
                steps[0].text.key,
                hint="shorten the steps, or take a larger card",
            )
        ]
        draft.problems += [*draft.oversets(titles), *last]
    space = min(round(1.6 * gap), max(0, spare) // max(1, len(steps) - 1))
    return _place_steps(deck, titles.blocks, bodies.blocks, heights, space)


def _step_indent(deck: Deck) -> Length:
    return deck.layout.box("back").x + 2 * deck.length("marker") + deck.unit(3.4)


def _step_heights(
    deck: Deck, titles: Sequence[Block], bodies: Sequence[Block]
) -> list[Length]:
    heads = iter(titles)
    result = []
    for step, body in zip(deck.content.instruction.steps, bodies, strict=True):
        if step.title:
            head = next(heads)
            height = deck.rise(head) + below(head, body, _step_gap(deck))
        else:
            height = deck.rise(body)
        result.append(height + body.last_baseline + body.descent)
    return result


def _step_gap(deck: Deck) -> Length:
    return round(0.2 * deck.length("panel-gap"))


def _place_steps(
    deck: Deck,
    titles: Sequence[Block],
    bodies: Sequence[Block],
    heights: Sequence[Length],
    space: Length,
) -> StepsPlan:
    heads = iter(titles)
    y = deck.layout.box("back").y
    items: list[tuple[Block, Text, Length]] = []
    middles: list[Length] = []
    for step, body, height in zip(
        deck.content.instruction.steps, bodies, heights, strict=True
    ):
        first = next(heads) if step.title else body
        baseline = y + deck.rise(first)
        if step.title:
            items.append((first, step.title, baseline))
            items.append((body, step.text, baseline + below(first, body, _step_gap(deck))))
        else:
            items.append((body, step.text, baseline))
        # a number's middle is that of the line beside it
        middles.append(max(baseline - first.cap // 2, y + deck.length("marker")))
        y += height + space
    return StepsPlan(tuple(items), y - space, tuple(middles))


def instruction_back(deck: Deck, id: str, plan: StepsPlan) -> list[StructNode]:
    board = deck.draft.page(f"{id}-back")
    box = deck.layout.box("back")
    ground = deck.paper if deck.plain else deck.layout.inks["panel"]
    if not deck.plain:
        board.flood(Rect(0, 0, deck.width, deck.height), ground)
    r = deck.length("marker")
    dot = deck.layout.inks["figure"]
    x = box.x + r
    if len(plan.numbers) > 1:
        thread = Stroke(dot, max(deck.weight // 4, deck.length("casing")))
        board.path(line(x, plan.numbers[0], x, plan.numbers[-1]), stroke=thread)
    for n, y in enumerate(plan.numbers):
        board.path(circle(x, y, r), fill=dot)
        block = deck.draft.set(deck.count(n + 1), deck.style("step-number"))
        ink_box = deck.ink_box(block)
        left = x - ink_box.centre.x if not board.rtl else x - (block.width - ink_box.centre.x)
        board.text(
            block, left, y - ink_box.centre.y, block.width,
            ink=deck.legible(dot, deck.paper), align="start", artifact=True,
        )
    start = _step_indent(deck)
    board.frame("steps", Rect.of(start, box.y, box.right, plan.bottom))
    nodes = [
        board.text(block, start, baseline, box.right - start, ink=deck.ink, text=text)
        for block, text, baseline in plan.items
    ]
    return [*nodes, deck.foot(board, ground, deck.ink)]
