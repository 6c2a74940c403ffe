"""The questions over the notes: all in one size, on one line each where that is enough."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from msgspec.structs import replace

from printkit.content.model import Text
from printkit.engines.board import Draft
from printkit.engines.sheet.pieces import Heading
from printkit.scene.model import Style
from printkit.text.model import Block
from printkit.units import Length

SLACK: Final = 0.15
"""How far, in sizes, letters that stand high may pass the edge that capitals touch."""

_ONE_LINE: Final = (1.0, 0.97, 0.94, 0.91, 0.88)
"""Factors on the size of the questions, tried until each is on one line."""


def drop_to(block: Block) -> Length:
    """Return from a top edge to the first baseline: capitals touch it, marks may pass a little."""
    return max(block.cap, -block.ink_top - round(SLACK * block.style.size))


class Questions:
    """The questions as set over fields of any widths."""

    def __init__(self, draft: Draft, texts: Sequence[Text], style: Style) -> None:
        self.draft = draft
        self.texts = texts
        self.style = style
        self._set: dict[tuple[Length, ...], tuple[Block, ...]] = {}

    def over(self, widths: tuple[Length, ...]) -> tuple[Block, ...]:
        """Return the questions over fields of these widths, all in one size.

        It is the largest that has each of them on one line; where none has, the largest
        of all, and what is long takes more lines.
        """
        if widths not in self._set:
            self._set[widths] = self._at(self.style.size, widths)
            for rung in _ONE_LINE:
                size = max(self.style.minimum, round(self.style.size * rung))
                blocks = self._at(size, widths)
                if all(len(block.lines) == 1 for block in blocks):
                    self._set[widths] = blocks
                    break
        return self._set[widths]

    def headings(self, widths: tuple[Length, ...]) -> tuple[Heading, ...]:
        return tuple(
            Heading(drop_to(block), block.last_baseline) for block in self.over(widths)
        )

    def _at(self, size: Length, widths: tuple[Length, ...]) -> tuple[Block, ...]:
        style = replace(self.style, size=size)
        return tuple(
            # What takes more lines than one has them in the full size.
            self.draft.set(text, style, width, balance=True, least=self.style)
            for text, width in zip(self.texts, widths, strict=True)
        )
