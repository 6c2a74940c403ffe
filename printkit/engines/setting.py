"""Setting the texts of one product, and noting what room they have."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, TypeVar

from msgspec.structs import replace

from printkit.content.model import Text
from printkit.diagnostics import Diagnostic, PrintkitError
from printkit.engines.model import Job
from printkit.locales.dates import written_date
from printkit.scene.model import Style
from printkit.text.compose import Typesetter
from printkit.text.fit import LADDER, Fitted, Slot, fit, overset_diagnostic
from printkit.text.model import Block
from printkit.units import Length

if TYPE_CHECKING:
    from printkit.engines.rooms import Rooms

T = TypeVar("T")


def _nothing(plan: object) -> None:
    """Mark nothing of a plan."""


class Setting:
    """What a draft sets its texts with. ``problems`` and ``dropped`` are told at the end.

    ``rooms`` is None unless the job is measured.
    """

    def __init__(self, job: Job, where: str) -> None:
        self.job = job
        self.where = where
        self.problems: list[Diagnostic] = []
        self.dropped: list[str] = []
        self.rooms: Rooms | None = None
        date = written_date(job.framework.date, job.locale)
        names = (*job.framework.credit.protected, date)
        if not job.measured:
            self.typesetter = Typesetter(job.fonts, job.locale, names)
            return
        from printkit.engines.rooms import Rooms, Stretching  # few runs measure
        from printkit.locales.samples import sample

        stretching = Stretching(job.fonts, job.locale, names, sample(job.locale))
        self.rooms = Rooms(stretching)
        self.typesetter = stretching

    def set(
        self,
        text: Text | str,
        style: Style,
        width: Length | None = None,
        *,
        balance: bool = False,
        max_lines: int | None = None,
        least: Style | None = None,
    ) -> Block:
        """Compose ``text`` in its own language.

        ``least`` is its style in the smallest type it may have, where that is another.
        """
        value, lang = (text.value, text.lang) if isinstance(text, Text) else (text, None)
        block = self.typesetter.set(
            value, style, width, lang=lang, balance=balance, max_lines=max_lines,
            key=text.key if isinstance(text, Text) else "",
        )  # fmt: skip
        if self.rooms is not None and isinstance(text, Text):
            self.rooms.set(text, block, least or style, width, max_lines)
        return block

    def slot(
        self,
        text: Text,
        width: Length,
        *,
        max_lines: int | None = None,
        max_height: Length | None = None,
        balance: bool = False,
    ) -> Slot:
        """Return the room ``text`` has, for ``fit``."""
        return Slot(
            key=text.key,
            text=text.value,
            width=width,
            max_lines=max_lines,
            max_height=max_height,
            span=text.span,
            lang=text.lang,
            balance=balance,
        )

    def fit_quietly(
        self,
        slots: Sequence[Slot],
        style: Style,
        ladder: Sequence[float] = LADDER,
        last: float = LADDER[-1],
    ) -> Fitted:
        """Fit a whole role; oversets are the caller's to judge (another tier may hold).

        ``last`` is the last rung the role may go to, on this ladder or a later one.
        """
        fitted = fit(self.typesetter, slots, style, ladder)
        self._note(slots, fitted, self.at(style, last))
        return fitted

    def _note(
        self, slots: Sequence[Slot], fitted: Fitted, least: Style, whole: Style | None = None
    ) -> None:
        if self.rooms is not None:
            for slot, block in zip(slots, fitted.blocks, strict=True):
                self.rooms.set(
                    slot, block, least, slot.width, slot.max_lines, slot.max_height, whole
                )

    def at(self, style: Style, rung: float) -> Style:
        """Return a style at a rung of the ladder, never below its smallest size."""
        return replace(style, size=max(min(style.minimum, style.size), round(style.size * rung)))

    def fit(self, slots: Sequence[Slot], style: Style, ladder: Sequence[float] = LADDER) -> Fitted:
        """Fit a whole role to one size; every text that does not fit becomes a problem."""
        fitted = fit(self.typesetter, slots, style, ladder)
        self._note(slots, fitted, self.at(style, ladder[-1]), style)
        self.problems += self.oversets(fitted)
        return fitted

    def share(self, blocks: Sequence[Block], width: Length) -> None:
        """Note that blocks stand side by side in ``width``, each as wide as its text asks."""
        if self.rooms is not None:
            self.rooms.share(blocks, width)

    def planned(
        self,
        make: Callable[[], T],
        again: Callable[[T], bool] | None = None,
        mark: Callable[[T], object] = _nothing,
    ) -> T:
        """Return what ``make`` plans; all texts that share room have to be set in it.

        When rooms are measured, ``again`` is asked with more lines again and again: whether
        the texts in their smallest type could be planned like that. Without it, ``make``
        plans anew, and what ``mark`` returns must not change.
        """
        if self.rooms is None:
            return make()

        def ask(plan: T) -> bool:
            problems, dropped = len(self.problems), len(self.dropped)
            try:
                held = again(plan) if again is not None else mark(make()) == mark(plan)
                return held and len(self.problems) == problems and len(self.dropped) == dropped
            except PrintkitError:
                return False
            finally:
                del self.problems[problems:], self.dropped[dropped:]

        return self.rooms.planned(make, ask)

    def oversets(self, fitted: Fitted) -> list[Diagnostic]:
        """Return the oversets of a role as the writer is told of them."""
        return [overset_diagnostic(item, self.where, self.job.locale) for item in fitted.overset]
