"""The deck: cards whose threads join edge to edge, in whatever order they are laid.

Every card is two pages, front and back. The thread enters and leaves each front at one
height, so all fronts are planned together: one size for all names, one baseline.
"""

from __future__ import annotations

from printkit.diagnostics import PrintkitError
from printkit.engines.cards.backs import draw_back, plan_backs
from printkit.engines.cards.category import category_back, category_front, plan_lists
from printkit.engines.cards.credit import credit_back, credit_front, credit_id, plan_credit
from printkit.engines.cards.deck import SCHEMA, Deck
from printkit.engines.cards.fronts import attitude_front, skill_front
from printkit.engines.cards.plan import INSTRUCTION, plan_fronts
from printkit.engines.cards.play import instruction_back, instruction_front, plan_steps
from printkit.engines.model import Job, Product
from printkit.scene.model import StructNode

__all__ = ["SCHEMA", "make"]


def make(job: Job) -> Product:
    """Return the deck: cover and credit, instruction, areas with their skills, attitudes.

    Raises PrintkitError with every text that does not fit.
    """
    deck = Deck(job)
    draft = deck.draft
    content = job.framework
    deck.credit()  # it has its room before all others
    fronts = plan_fronts(deck)
    backs = plan_backs(deck)
    lists = plan_lists(deck, backs.bar)
    steps = plan_steps(deck)
    credits = plan_credit(deck, lists.border, lists.bar)
    if draft.problems:
        raise PrintkitError(draft.problems)

    def card(id: str, front: list[StructNode], back: list[StructNode]) -> None:
        draft.structure.append(StructNode("Sect", kids=(*front, *back), entry=id))

    for number in range(len(credits.cards)):
        card(
            credit_id(number),
            credit_front(deck, number, fronts),
            credit_back(deck, number, credits),
        )
    card(
        INSTRUCTION,
        instruction_front(deck, INSTRUCTION, fronts),
        instruction_back(deck, INSTRUCTION, steps),
    )
    for number, area in enumerate(content.areas):
        id = deck.category_id(area)
        card(
            id,
            category_front(deck, id, number, fronts),
            category_back(deck, id, number, lists),
        )
        for place, entry in enumerate(area.skills):
            card(
                entry.id,
                skill_front(deck, number, place, fronts),
                draw_back(deck, entry, number, backs),
            )
    for entry in content.heart.attitudes:
        card(
            entry.id,
            attitude_front(deck, entry, fronts),
            draw_back(deck, entry, None, backs),
        )
    return draft.finish(deck.say("titles.cards", title=deck.title).value)
