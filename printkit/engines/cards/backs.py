"""Backs of skills and attitudes: what it means, what it looks like, what to ask.

A back is a ground in two parts, the same for a whole deck. The border between them is
where the layout wants it, unless the longest texts of the deck push it up or down.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from printkit.content.model import Entry, Text
from printkit.diagnostics import Diagnostic
from printkit.engines.board import Board
from printkit.engines.cards.deck import Deck
from printkit.engines.cards.drawings import bar
from printkit.engines.cards.measure import below
from printkit.geometry import Rect
from printkit.layout.model import AreaInks
from printkit.paths import circle
from printkit.scene.model import Ink, Path, StructNode
from printkit.text.fit import LADDER, Slot
from printkit.text.model import Block
from printkit.units import Length, format_mm

BULLET: Final = 1.6  # the text of a list begins this many ems from its bullet's edge


class BackTexts(Struct, frozen=True):
    """One back, composed."""

    name: Block
    definition: Block
    practice: tuple[Block, ...]
    question: Block


class BackPlan(Struct, frozen=True):
    """``border`` is where the lower part of the ground begins, or the bar, on every back."""

    texts: Mapping[str, BackTexts]
    practice_label: Block | None
    ask_label: Block
    border: Length
    gap: Length  # paper between the texts and the border, or the bar
    bar: Length  # the bar's weight, 0 on filled grounds


# -- planning ------------------------------------------------------------------------------


def plan_backs(deck: Deck) -> BackPlan:
    """Return the plan of all backs; what does not fit becomes the draft's problems."""
    planner = _Planner(deck)
    return deck.draft.planned(lambda: _plan(deck, planner), planner.holds)


def _plan(deck: Deck, planner: _Planner) -> BackPlan:
    held = max(len(entry.practice) for entry in planner.entries)
    most = min(held, int(deck.value("practice")))

    def made(plan: BackPlan, practice: int) -> BackPlan:
        if practice < held:
            what = f"{practice} of {held}" if practice else "none"
            deck.tell(f"backs show {what} of the “in practice” lines")
        return plan

    if deck.content.credit.unreviewed and deck.give_credit(1):
        # Only where no other text gives way for the note.
        plan = planner.plan(1.0, 1.0, most)
        if plan is not None:
            return made(plan, most)
        deck.give_credit(0)
    for practice in range(most, -1, -1):
        for body, question in _rungs():
            plan = planner.plan(body, question, practice)
            if plan is not None:
                return made(plan, practice)
    return planner.overset()


def _rungs() -> Iterator[tuple[float, float]]:
    """Yield factors for the body and the question, one step of one of them at a time."""
    for number, rung in enumerate(LADDER):
        if number:
            yield rung, LADDER[number - 1]
        yield rung, rung


class _Planner:
    def __init__(self, deck: Deck) -> None:
        self.deck = deck
        content = deck.content
        self.entries: tuple[Entry, ...] = (
            *(entry for area in content.areas for entry in area.skills),
            *content.heart.attitudes,
        )
        self.box = deck.layout.box("back")
        self.gap = deck.length("panel-gap")
        self.labels = (
            deck.draft.set(deck.say("card.practice"), deck.style("ask"), self.box.width),
            deck.draft.set(deck.say("card.ask"), deck.style("ask"), self.box.width),
        )

    def _blocks(
        self, texts: Sequence[Text], role: str, rung: float, width: Length, prose: bool = False
    ) -> tuple[tuple[Block, ...], bool]:
        """Return the blocks of a role at a rung, and whether every word is narrow enough.

        Prose is balanced only where it would end in a lonely word.
        """
        draft = self.deck.draft
        style = self.deck.style(role)
        slots = [draft.slot(text, width, balance=not prose) for text in texts]
        fitted = draft.fit_quietly(slots, style, (rung,))
        blocks = list(fitted.blocks)
        if prose:
            lonely = [
                number
                for number, block in enumerate(blocks)
                if len(block.lines) > 1 and block.lines[-1].width < 0.3 * width
            ]
            even = [replace(slots[number], balance=True) for number in lonely]
            better = draft.fit_quietly(even, style, (rung,)).blocks
            for number, block in zip(lonely, better, strict=True):
                blocks[number] = block
        return tuple(blocks), not fitted.overset

    def texts(
        self, body: float, question: float, practice: int
    ) -> tuple[dict[str, BackTexts], bool]:
        """Return every back composed at two rungs, and whether no word is too wide."""
        entries = self.entries
        width = self.box.width
        names, fit1 = self._blocks([e.title for e in entries], "back-name", body, width)
        definitions, fit2 = self._blocks(
            [e.definition for e in entries], "definition", body, width, prose=True
        )
        asks, fit3 = self._blocks([e.ask for e in entries], "question", question, width)
        inner = width - indent(self.deck)
        points, fit4 = self._blocks(
            [t for e in entries for t in e.practice[:practice]], "practice", body, inner
        )
        rest = iter(points)
        result = {
            e.id: BackTexts(name, definition, tuple(next(rest) for _ in e.practice[:practice]), ask)
            for e, name, definition, ask in zip(entries, names, definitions, asks, strict=True)
        }
        return result, fit1 and fit2 and fit3 and fit4

    def holds(self, other: BackPlan) -> bool:
        """Return whether the smallest type fits, with as many lines of practice."""
        practice = max(len(back.practice) for back in other.texts.values())
        return self.plan(LADDER[-1], LADDER[-1], practice) is not None

    def plan(self, body: float, question: float, practice: int) -> BackPlan | None:
        texts, fits = self.texts(body, question, practice)
        if not fits:
            return None
        upper = max(self.upper(back) for back in texts.values())
        lower = self.deck.height - max(self.lower(back) for back in texts.values())
        spare = lower - upper - 2 * self.gap
        if spare < 0:
            return None
        gap, weight = self.parting(spare)
        wanted = round(self.deck.value("panel") * self.deck.height)
        border = max(upper + gap, min(wanted, lower - gap - weight))
        label = self.labels[0] if practice else None
        return BackPlan(texts, label, self.labels[1], border, gap, weight)

    def parting(self, spare: Length) -> tuple[Length, Length]:
        """Return the paper on either side of what parts a back in two, and the bar's weight.

        A bar takes no room from the texts: where they leave none to spare beyond the paper
        of a filled back, it is at its least, and stands in the midst of that paper.
        """
        deck = self.deck
        if not deck.plain:
            return self.gap, 0
        most = deck.length("bar")
        least = min(deck.length("bar-least"), most)
        spare = min(most, spare)
        weight = least + (most - least) * spare // max(1, most)
        return (2 * self.gap + spare - weight) // 2, weight

    def upper(self, back: BackTexts) -> Length:
        """Return where the texts of one back's upper part end."""
        return upper_flow(self.deck, self.box.y, back, self.labels[0])[-1]

    def lower(self, back: BackTexts) -> Length:
        """Return how far above the foot of the card one back's lower texts must begin."""
        deck = self.deck
        _, first = lower_flow(deck, 0, self.labels[1], back)
        need = first + back.question.last_baseline + back.question.descent
        return need + self.gap // 2 + deck.height - deck.credit_top()

    def overset(self) -> BackPlan:
        """Name each text that has more than its part of the card."""
        deck, draft = self.deck, self.deck.draft
        texts, _ = self.texts(LADDER[-1], LADDER[-1], 0)
        border = round(deck.value("panel") * deck.height)
        gap, weight = self.parting(0)
        slots: dict[str, list[Slot]] = {"definition": [], "question": [], "back-name": []}
        for entry in self.entries:
            back = texts[entry.id]
            width = self.box.width
            over = max(0, self.upper(back) + gap - border)
            slots["back-name"].append(draft.slot(entry.title, width))
            slots["definition"].append(
                draft.slot(entry.definition, width, max_height=back.definition.height - over)
            )
            over = max(0, self.lower(back) + gap + weight - (deck.height - border))
            slots["question"].append(
                draft.slot(entry.ask, width, max_height=back.question.height - over)
            )
        before = len(draft.problems)
        for role, items in slots.items():
            draft.fit(items, deck.style(role), (LADDER[-1],))
        if len(draft.problems) == before:
            longest = max(self.entries, key=lambda e: self.upper(texts[e.id]))
            short = format_mm(
                max(map(self.upper, texts.values()))
                + max(map(self.lower, texts.values()))
                + 2 * self.gap
                - deck.height
            )
            draft.problems.append(
                Diagnostic(
                    "overset",
                    f"the texts of {longest.title.value!r} need {short} more height than the "
                    f"back of {draft.where} has",
                    longest.definition.span,
                    longest.definition.key,
                    hint="shorten the definition, or take a larger card",
                )
            )
        return BackPlan(texts, None, self.labels[1], border, gap, weight)


def indent(deck: Deck) -> Length:
    """Return how far the text of a list stands in from its bullets."""
    return round(BULLET * deck.style("practice").size)


# -- where the texts stand -----------------------------------------------------------------


def upper_flow(
    deck: Deck, top: Length, back: BackTexts, label: Block, foot: Length | None = None
) -> tuple[Length, ...]:
    """Return the first baselines of name, definition, label and points, then the lower edge.

    Without points there is no label. Above a ``foot``, the label stands below the room of
    a usual definition, where that can be, so that it is at one height on most cards.
    """
    gap = deck.length("panel-gap")
    baselines = [top + deck.rise(back.name)]
    baselines.append(baselines[0] + below(back.name, back.definition, round(0.25 * gap)))
    bottom = baselines[1] + back.definition.last_baseline + back.definition.descent
    if back.practice:
        here = baselines[1] + below(back.definition, label, round(0.58 * gap))
        baselines.append(here)
        before = label
        for n, point in enumerate(back.practice):
            here += below(before, point, round((0.17 if n else 0.24) * gap))
            baselines.append(here)
            before = point
        bottom = here + before.last_baseline + before.descent
    if foot is not None and back.practice:
        usual = int(deck.value("room-definition")) - len(back.definition.lines)
        spare = foot - bottom
        down = max(0, min(usual * back.definition.leading, spare))
        baselines[2:] = [baseline + down for baseline in baselines[2:]]
        bottom += down
    return (*baselines, bottom)


def lower_flow(
    deck: Deck, top: Length, label: Block, back: BackTexts
) -> tuple[Length, Length]:
    """Return the first baselines of the label and the question whose letters begin at ``top``."""
    first = top + deck.rise(label)
    return first, first + below(label, back.question, round(0.3 * deck.length("panel-gap")))


# -- drawing -------------------------------------------------------------------------------


class _Inks(Struct, frozen=True):
    upper: Ink
    lower: Ink
    label: Ink
    ask: Ink
    question: Ink
    bullet: Ink


def _inks(deck: Deck, number: int | None) -> _Inks:
    if number is None:
        tint = deck.layout.inks["ink-tint"]
        if deck.plain:
            return _Inks(deck.paper, deck.paper, deck.ink, deck.ink, deck.ink, deck.ink)
        on = deck.legible(deck.flood, deck.paper)
        return _Inks(tint, deck.flood, deck.ink, on, on, deck.ink)
    area: AreaInks = deck.area(number)
    if deck.plain:
        tone = deck.legible(deck.paper, area.tone)
        return _Inks(deck.paper, deck.paper, tone, tone, deck.ink, area.thread)
    on = deck.legible(area.thread, area.on)
    label = deck.legible(area.tint, area.tone)
    return _Inks(area.tint, area.thread, label, on, on, area.thread)


def ground(deck: Deck, number: int | None, plan: BackPlan) -> str:
    """Return the symbol of the ground all backs of an area share."""
    inks = _inks(deck, number)

    def make() -> Iterator[Path]:
        if deck.plain:
            yield from bar(deck, number, plan.border, plan.bar)
            return
        yield deck.filled(Rect(0, 0, deck.width, plan.border), inks.upper)
        yield deck.filled(Rect.of(0, plan.border, deck.width, deck.height), inks.lower)

    name = "back-heart" if number is None else f"back-{number + 1}"
    return deck.ground(name, make)


def draw_back(
    deck: Deck, entry: Entry, number: int | None, plan: BackPlan
) -> list[StructNode]:
    """Draw the back of a skill, or of an attitude (``number`` is None)."""
    back = plan.texts[entry.id]
    inks = _inks(deck, number)
    board = deck.draft.page(f"{entry.id}-back", label=entry.title.value)
    board.use(ground(deck, number, plan), 0, 0)
    box = deck.layout.box("back")
    board.frame("back", Rect.of(box.x, box.y, box.right, plan.border))
    label = plan.practice_label or plan.ask_label
    name, definition, *points = upper_flow(
        deck, box.y, back, label, plan.border - plan.gap
    )[:-1]
    # the name stands on the front already: here it is only seen
    x = deck.inset(back.name, box.x)
    board.text(back.name, x, name, box.width, ink=deck.ink, text=entry.title, artifact=True)
    nodes = [
        board.text(
            back.definition, box.x, definition, box.width, ink=deck.ink, text=entry.definition
        )
    ]
    if points and plan.practice_label is not None:
        nodes.append(
            board.text(
                plan.practice_label, box.x, points[0], box.width,
                ink=inks.label, text=deck.say("card.practice"),
            )
        )
        nodes.append(_points(deck, board, entry, back, points[1:], inks.bullet))
    ask, question = lower_flow(
        deck, plan.border + plan.bar + plan.gap, plan.ask_label, back
    )
    board.frame("question", Rect.of(box.x, plan.border, box.right, deck.credit_top()))
    nodes.append(
        board.text(
            plan.ask_label, box.x, ask, box.width, ink=inks.ask, text=deck.say("card.ask")
        )
    )
    x = deck.inset(back.question, box.x)
    nodes.append(
        board.text(back.question, x, question, box.width, ink=inks.question, text=entry.ask)
    )
    nodes.append(deck.foot(board, inks.lower, deck.ink if deck.plain else inks.ask))
    return nodes


def _points(
    deck: Deck,
    board: Board,
    entry: Entry,
    back: BackTexts,
    baselines: Sequence[Length],
    ink: Ink,
) -> StructNode:
    box = deck.layout.box("back")
    inner = indent(deck)
    items: list[StructNode] = []
    for text, block, baseline in zip(entry.practice, back.practice, baselines, strict=False):
        r = round(0.42 * block.style.size)
        middle = baseline - (block.cap // 2 if deck.level else round(0.3 * block.style.size))
        board.path(circle(box.x + r, middle, r), fill=ink)
        items.append(
            board.text(block, box.x + inner, baseline, box.width - inner, role="LI", text=text)
        )
    return StructNode("L", kids=tuple(items))
