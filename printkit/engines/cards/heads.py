"""What stands at the heads of backs and at the feet of fronts."""

from __future__ import annotations

from printkit.engines.board import Board
from printkit.engines.cards.deck import Deck
from printkit.geometry import Rect
from printkit.scene.model import Ink
from printkit.text.model import Block
from printkit.units import Length


def foot_line(deck: Deck, block: Block) -> Length:
    """Return the baseline of a text that stands where other fronts have their stations."""
    centre = deck.layout.box("strip").centre.y
    return centre + (deck.rise(block) - (0 if deck.level else block.descent)) // 2


def head_ground(deck: Deck, board: Board, border: Length, ground: Ink, wanted: Ink) -> Ink:
    """Draw the coloured head of a back; return the ink of what is written on it."""
    if not deck.plain:
        board.flood(Rect(0, 0, deck.width, border), ground)
        return deck.legible(ground, wanted)
    bar = deck.length("bar")
    board.flood(Rect(0, border - bar, deck.width, bar), ground)
    return deck.ink


def head_baseline(deck: Deck, border: Length, block: Block) -> Length:
    """Return the baseline at which a text stands in the middle of a head."""
    foot = border - (deck.length("bar") if deck.plain else 0)
    height = deck.rise(block) + block.last_baseline + (0 if deck.level else block.descent)
    # a little below the middle: the card's edge is cut, the head's is not
    return (foot - height) * 52 // 100 + deck.rise(block)


def ink_height(deck: Deck, block: Block) -> Length:
    return deck.rise(block) + block.last_baseline + block.descent
