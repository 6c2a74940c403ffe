"""How the poster measures: styles of a tier, and whole roles composed to one size."""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum

from msgspec import Struct
from msgspec.structs import replace

from printkit.content.model import Text
from printkit.diagnostics import Diagnostic
from printkit.engines.board import Draft
from printkit.layout.model import Tier
from printkit.scene.model import Style
from printkit.text.fit import LADDER, Fitted
from printkit.text.model import Block
from printkit.units import Length


class Lines(IntEnum):
    """Which one-line texts are shown; the attitudes' go first."""

    NONE = 0
    SKILLS = 1
    ALL = 2


class Candidate(Struct, frozen=True):
    """One try of the solver. ``factor`` is on type and motifs, ``count`` the columns."""

    tier: Tier
    factor: float
    count: int
    lines: Lines
    drawn: float = 1.0  # on motifs alone, on top of ``factor``


class Measure:
    """Composes the poster's texts, and keeps what did not fit for the message."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.layout = draft.job.layout
        self.content = draft.job.framework
        self.above = len(self.content.areas) // 2
        self.below = len(self.content.areas) - self.above
        self.obstacles: list[Diagnostic] = []
        self._roles: dict[tuple[object, ...], Fitted] = {}

    def style(self, tier: Tier, role: str, factor: float = 1.0) -> Style:
        """Return a style of the tier, never below the smallest size it may be printed at."""
        style = tier.styles.get(role) or self.layout.styles[role]
        return replace(style, size=max(round(style.size * factor), style.minimum))

    def role(
        self,
        texts: Sequence[Text],
        style: Style,
        width: Length,
        lines: int,
        factor: float = 1.0,
        *,
        needed: bool = True,
    ) -> list[Block] | None:
        """Compose a role at one size; None when a text does not fit ``lines`` lines.

        ``style`` has the ``factor`` in it already; below it the ladder goes on, and type
        that was made larger is not made smaller again. What did not fit is kept as an
        obstacle where the poster cannot do without it.
        """
        key = (style, width, lines, factor, tuple(text.key for text in texts))
        if key not in self._roles:
            slots = [self.draft.slot(text, width, max_lines=lines, balance=True) for text in texts]
            ladder = (1.0,) if factor > 1 else tuple(r / factor for r in LADDER if r <= factor)
            last = LADDER[-1] / factor
            self._roles[key] = self.draft.fit_quietly(slots, style, ladder, last)
        fitted = self._roles[key]
        if fitted.overset:
            if needed:
                self.obstacles = self.draft.oversets(fitted)
            return None
        return list(fitted.blocks)
