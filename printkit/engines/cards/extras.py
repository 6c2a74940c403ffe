"""The cards beside categories, skills and attitudes: how to play, and the credit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from printkit.content.model import Text
from printkit.diagnostics import Diagnostic
from printkit.engines import qr
from printkit.engines.board import Board
from printkit.engines.cards.deck import Deck
from printkit.engines.cards.drawings import bundle, gathering
from printkit.engines.cards.fronts import above_text, write
from printkit.engines.cards.heads import foot_line, head_baseline, head_ground
from printkit.engines.cards.measure import below
from printkit.engines.cards.plan import FrontPlan
from printkit.geometry import Rect
from printkit.paths import circle, line
from printkit.scene.model import Path, Stroke, StructNode, TagId
from printkit.text.fit import LADDER
from printkit.text.model import Block
from printkit.units import Length, format_mm


class StepsPlan(Struct, frozen=True):
    """The steps of the instruction card: (block, its text, first baseline)."""

    items: tuple[tuple[Block, Text, Length], ...]
    bottom: Length
    numbers: tuple[Length, ...]  # the middle of each step's number


# -- how to play ---------------------------------------------------------------------------


def instruction_front(deck: Deck, id: str, plan: FrontPlan) -> list[StructNode]:
    board = deck.draft.page(f"{id}-front")
    board.paths(gathering(deck, above_text(deck, id, plan)))
    label = deck.head(board, deck.content.instruction.label, deck.ink)
    return [label, *write(deck, board, id, plan, deck.ink, deck.ink)]


def plan_steps(deck: Deck) -> StepsPlan:
    """Return the steps spread over the back; what does not fit becomes a problem."""
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


# -- the credit ----------------------------------------------------------------------------


def cover_front(deck: Deck, id: str, plan: FrontPlan) -> list[StructNode]:
    """Draw the deck's own front: its title, under all its threads."""
    board = deck.draft.page(f"{id}-front")
    board.paths(bundle(deck, above_text(deck, id, plan)))
    nodes = write(deck, board, id, plan, deck.ink, deck.ink, role="H1")
    text = deck.draft.version()
    block = deck.draft.set(text, deck.style("note"))
    column = deck.layout.box("text")
    baseline = foot_line(deck, block)
    ink = deck.layout.inks["label"]
    nodes.append(board.text(block, column.x, baseline, column.width, ink=ink, text=text))
    return nodes


def cover_back(deck: Deck, id: str, border: Length) -> list[StructNode]:
    """Draw the whole credit, the licence, whose words these are, and the code.

    ``border`` is where its head ends, as on the backs of categories.
    """
    draft, credit = deck.draft, deck.content.credit
    board = draft.page(f"{id}-back")
    box = deck.layout.box("back")
    gap = deck.length("panel-gap")
    side = deck.length("qr")
    side = max(side, qr.smallest(credit.source_url))
    bottom = deck.layout.box("credit").bottom
    on = head_ground(deck, board, border, deck.flood, deck.paper)
    title = deck.say("credit.card-title")
    head = draft.set(title, deck.style("back-name"), box.width)
    baseline = head_baseline(deck, border, head)
    nodes = [board.text(head, box.x, baseline, box.width, ink=on, text=title)]
    whole = draft.set(credit.line, deck.style("full-credit"), box.width, balance=True)
    here = border + round(0.85 * gap) + deck.rise(whole)
    # the code's quiet zone is the paper above it
    quiet = side * qr.QUIET // qr.modules(credit.source_url)
    room = bottom - side + quiet
    notes = [credit.permission.statement, *([credit.wording] if credit.wording else [])]
    here -= max(0, min(round(0.4 * gap), _credit_end(deck, here, whole, notes) - room))
    nodes.append(board.credit(whole, box.x, here, box.width, credit.line, ink=deck.ink))
    top = here - deck.rise(whole)
    board.frame("credit", Rect.of(box.x, top, box.right, here + whole.ink_bottom))
    before = whole
    logos = draft.logos(box.right, room)
    if logos:
        free = min(place.y for _, place in logos) - gap // 2
        if _credit_end(deck, here, whole, notes) <= free:
            room = free
        else:
            logos = ()
            deck.tell("the credit card without its logos")
    for text in (*notes, deck.say("credit.about")):
        block = draft.set(text, deck.style("note"), box.width, balance=True)
        step = below(before, block, round(0.3 * gap))
        if text not in notes and here + step + block.last_baseline + block.descent > room:
            deck.tell("the credit card without the note to keep it with the deck")
            continue
        here += step
        nodes.append(board.text(block, box.x, here, box.width, ink=deck.ink, text=text))
        before = block
    y = here + before.last_baseline + before.descent
    if y > room:
        draft.problems.append(
            Diagnostic(
                "overset",
                f"the credit needs {format_mm(y - room)} more height than the back of "
                f"{draft.where} has",
                credit.line.span,
                credit.line.key,
                hint="take a larger card; the credit is never made smaller",
            )
        )
    for slot, frame in logos:
        board.frame(f"logo-{slot}", frame)
        nodes += board.logo(slot, frame)
    # the modules stand in line with the texts; the quiet zone hangs out
    place = Rect(box.x - quiet, bottom - side + quiet, side, side)
    nodes.append(_code(deck, board, place))
    nodes += _beside(deck, board, place.right + gap // 4, bottom)
    return nodes


def _credit_end(deck: Deck, y: Length, before: Block, notes: Sequence[Text]) -> Length:
    """Return where the notes end that follow ``before``, whose first baseline is ``y``."""
    width = deck.layout.box("back").width
    for text in notes:
        block = deck.draft.set(text, deck.style("note"), width, balance=True)
        y += below(before, block, round(0.3 * deck.length("panel-gap")))
        before = block
    return y + before.last_baseline + before.descent


def _code(deck: Deck, board: Board, box: Rect) -> StructNode:
    url = deck.content.credit.source_url
    tag: TagId = deck.draft.tag()
    board.add([Path(qr.outline(url, board.flip_box(box)), fill=deck.ink, tag=tag)])
    board.frame("qr", box)
    if not deck.content.credit.placeholder:
        board.link(box, url)
    return board.figure(deck.say("alt.qr", url=url).value, (tag,))


def _beside(deck: Deck, board: Board, x: Length, bottom: Length) -> Iterator[StructNode]:
    """Draw what stands beside the code: where it leads, and the version."""
    draft = deck.draft
    width = deck.layout.box("back").right - x
    texts = [draft.address(), draft.version()]
    y = bottom
    placed: list[tuple[Block, Text, Length]] = []
    for text in reversed(texts):
        block = draft.set(text, deck.style("note"), width)
        baseline = y - block.descent - block.last_baseline
        placed.append((block, text, baseline))
        y = baseline - deck.rise(block) - deck.length("panel-gap") // 3
    for block, text, baseline in reversed(placed):
        yield board.text(block, x, baseline, width, ink=deck.layout.inks["label"], text=text)
