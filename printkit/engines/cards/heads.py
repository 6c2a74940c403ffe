"""What stands at the heads of backs and at the feet of fronts."""

from __future__ import annotations

from printkit.engines.board import Board
from printkit.engines.cards.deck import Deck
from printkit.engines.cards.drawings import bar
from printkit.geometry import Rect
from printkit.scene.model import Ink
from printkit.text.model import Block
from printkit.units import Length


def foot_line(deck: Deck, block: Block) -> Length:
    """Return the baseline of a text that stands where other fronts have their stations."""
    centre = deck.layout.box("strip").centre.y
    return centre + (deck.rise(block) - (0 if deck.level else block.descent)) // 2


def head_ground(
    deck: Deck, board: Board, border: Length, weight: Length, number: int | None = None
) -> Ink:
    """Draw the head of a back, an area's or the deck's own; return the ink of its text.

    It is filled, or ends in a bar of a ``weight`` where backs stay white.
    """
    if deck.plain:
        board.paths(bar(deck, number, border - weight, weight))
        return deck.ink
    if number is None:
        ground, wanted = deck.flood, deck.paper
    else:
        ground, wanted = deck.area(number).thread, deck.area(number).on
    board.flood(Rect(0, 0, deck.width, border), ground)
    return deck.legible(ground, wanted)


def head_bar(deck: Deck, border: Length, height: Length, most: Length) -> Length:
    """Return the weight of the bar under a head's text, 0 where the head is filled.

    It is ``most``, that of the bars of the deck, unless the text would come near the cut.
    """
    if not deck.plain:
        return 0
    spare = border - deck.layout.box("back").y - height - deck.length("panel-gap") // 2
    return max(min(deck.length("bar-least"), most), min(most, spare))


def head_baseline(deck: Deck, border: Length, weight: Length, block: Block) -> Length:
    """Return the baseline at which a text stands in the middle of a head, over its bar."""
    height = deck.rise(block) + block.last_baseline + (0 if deck.level else block.descent)
    # a little below the middle: the card's edge is cut, the head's is not
    top = (border - weight - height) * 52 // 100
    return max(top, deck.layout.safe.top) + deck.rise(block)


def ink_height(deck: Deck, block: Block) -> Length:
    return deck.rise(block) + block.last_baseline + block.descent
