"""Where the texts of all fronts stand: planned together, so that a deck is of one piece.

Where a text is too long, the deck gives way in this order: a smaller name, a text moved
up, no row of stations, smaller lines, an error.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, Literal

from msgspec import Struct
from msgspec.structs import replace

from printkit.content.model import Text
from printkit.diagnostics import Diagnostic, PrintkitError
from printkit.engines.cards.deck import Deck
from printkit.engines.cards.drawings import bundle, gathering, motif
from printkit.engines.cards.measure import ink_bounds, leading
from printkit.scene.model import Path
from printkit.text.fit import LADDER, Fitted
from printkit.text.model import Block
from printkit.units import Length, format_mm

COVER: Final = "credit"
INSTRUCTION: Final = "instruction"


class FrontText(Struct, frozen=True):
    """The text of one front. ``above`` is the lowest ink over it, ``foot`` what is below."""

    key: str
    title: Text
    line: Text | None
    above: Length
    foot: Literal["nothing", "stations", "words"] = "nothing"
    free: bool = False  # may move up alone before the names of the deck shrink


class FrontPlan(Struct, frozen=True):
    """Where the texts of all fronts stand: one baseline, one step from name to line.

    ``baselines`` differ only for texts that had to move up.
    """

    names: Mapping[str, Block]
    lines: Mapping[str, Block]
    texts: Mapping[str, FrontText]
    baselines: Mapping[str, Length]
    step: Length
    strip: bool


class _Try(Struct, frozen=True):
    """One rung: composed names and lines, the step between them."""

    names: Fitted
    lines: Fitted
    step: Length


# -- planning ------------------------------------------------------------------------------


def plan_fronts(deck: Deck) -> FrontPlan:
    """Return the plan of all fronts; what does not fit becomes the draft's problems."""
    planner = _Planner(deck, tuple(_texts(deck)))
    return deck.draft.planned(planner.plan, lambda plan: planner.holds(plan.strip))


def _texts(deck: Deck) -> Iterator[FrontText]:
    content = deck.content
    title = replace(content.title, value=deck.title)
    # these two drawings draw together where the texts need it
    low = _low(bundle(deck, deck.thread_y))
    yield FrontText(COVER, title, None, low, "words", free=True)
    low = _low(gathering(deck, deck.thread_y))
    play = content.instruction
    yield FrontText(INSTRUCTION, play.title, play.line, low, free=True)
    for number, area in enumerate(content.areas):
        r = round(deck.value("category-marker") * deck.width)
        yield FrontText(deck.category_id(area), area.title, None, deck.thread_y + r, "words")
        for place, entry in enumerate(area.skills):
            low = _low(motif(deck, number, place))
            yield FrontText(entry.id, entry.title, entry.line, low, "stations")
    r = round(deck.value("disc") * deck.width)
    for entry in content.heart.attitudes:
        yield FrontText(entry.id, entry.title, entry.line, deck.thread_y + r)


def _low(items: Iterable[Path]) -> Length:
    return ink_bounds(items).bottom


class _Planner:
    def __init__(self, deck: Deck, texts: Sequence[FrontText]) -> None:
        self.deck = deck
        self.texts = texts
        self.column = deck.layout.box("text")
        self.clear = deck.length("clear")

    def plan(self) -> FrontPlan:
        strips = (True, False) if self.deck.value("strip") else (False,)
        for strip in strips:
            for moved in (False, True):
                for name, line in self._rungs(moved and not strip):
                    found = self._set(name, line, 1.0 if strip else LADDER[-1])
                    if found.names.overset or found.lines.overset:
                        continue
                    baselines = self._baselines(found, strip, moved)
                    if baselines is not None:
                        if not strip:
                            self._say_dropped()
                        return self._result(found, baselines, strip)
        return self._overset()

    def holds(self, strip: bool) -> bool:
        """Return whether the smallest type fits, with or without the stations."""
        found = self._set(LADDER[-1], 1.0 if strip else LADDER[-1], 1.0 if strip else LADDER[-1])
        if found.names.overset or found.lines.overset:
            return False
        return self._baselines(found, strip, moved=True) is not None

    def _rungs(self, last: bool) -> Iterator[tuple[float, float]]:
        for rung in LADDER:
            yield rung, 1.0
        for rung in LADDER[1:]:
            # only where nothing else helps: lines are read, names are seen
            if last:
                yield LADDER[-1], rung

    def _set(self, name: float, line: float, last: float) -> _Try:
        """Compose all texts at two rungs; ``last`` is the last one that lines may go to."""
        deck, draft = self.deck, self.deck.draft
        width = self.column.width
        names = draft.fit_quietly(
            [
                draft.slot(
                    t.title, width, max_lines=int(deck.value("name-lines")), balance=True
                )
                for t in self.texts
            ],
            deck.style("name"),
            (name,),
        )
        lines = draft.fit_quietly(
            [
                draft.slot(t.line, width, max_lines=int(deck.value("line-lines")), balance=True)
                for t in self.texts
                if t.line
            ],
            deck.style("line"),
            (line,),
            last,
        )
        return _Try(names, lines, self._step(names.blocks, lines.blocks))

    def _step(self, names: Sequence[Block], lines: Sequence[Block]) -> Length:
        """Return the distance of a name's last baseline and its line's first: one for all."""
        gap = self.deck.length("line-gap")
        if not lines:
            return gap
        usual = (leading(names[0]) + leading(lines[0])) // 2 + gap
        rest = iter(lines)
        nearest = max(
            name.ink_bottom - name.last_baseline - next(rest).ink_top
            for text, name in zip(self.texts, names, strict=True)
            if text.line
        )
        return max(usual, nearest + gap)

    def _pairs(self, found: _Try) -> Iterator[tuple[FrontText, Block, Block | None]]:
        lines = iter(found.lines.blocks)
        for text, name in zip(self.texts, found.names.blocks, strict=True):
            yield text, name, next(lines) if text.line else None

    def _floor(self, text: FrontText, strip: bool) -> Length:
        """Return the lowest place for the ink of a text."""
        if text.foot == "words" or (strip and text.foot == "stations"):
            box = self.deck.layout.box("strip")
            return box.centre.y - self.deck.length("strip-dot") - self.clear
        return self.column.bottom

    def _limits(
        self, found: _Try, text: FrontText, name: Block, line: Block | None, strip: bool
    ) -> tuple[Length, Length]:
        """Return the highest and the lowest first baseline one text may have."""
        highest = text.above + self.clear - name.ink_top
        bottom = name.ink_bottom
        if line is not None:
            bottom = max(bottom, name.last_baseline + found.step + line.ink_bottom)
        return highest, self._floor(text, strip) - bottom

    def _baselines(self, found: _Try, strip: bool, moved: bool) -> dict[str, Length] | None:
        """Return every text's baseline, or None when one does not fit where it may stand."""
        limits = {
            pair[0].key: self._limits(found, *pair, strip) for pair in self._pairs(found)
        }
        wanted = self._wanted(found, strip)
        wanted = max(wanted, *(high for high, _ in limits.values()))
        result: dict[str, Length] = {}
        for text in self.texts:
            high, low = limits[text.key]
            if high > low or (low < wanted and not moved and not text.free):
                return None
            result[text.key] = min(wanted, low)
        return result

    def _wanted(self, found: _Try, strip: bool) -> Length:
        """Return the baseline that leaves room for the usual name and line in this script."""
        deck = self.deck
        name = found.names.blocks[0]
        motifs = deck.thread_y + round(0.3 * deck.value("motif") * deck.width)
        below = motifs + deck.length("text-gap") + deck.rise(name)
        need = int(deck.value("room-name") - 1) * leading(name)
        if found.lines.blocks:
            line = found.lines.blocks[0]
            need += found.step + int(deck.value("room-line") - 1) * leading(line) + line.descent
        floor = min(self._floor(text, strip) for text in self.texts)
        return min(below, floor - need)

    def _result(self, found: _Try, baselines: dict[str, Length], strip: bool) -> FrontPlan:
        names, lines = {}, {}
        for text, name, line in self._pairs(found):
            names[text.key] = name
            if line is not None:
                lines[text.key] = line
        texts = {text.key: text for text in self.texts}
        return FrontPlan(names, lines, texts, baselines, found.step, strip)

    def _say_dropped(self) -> None:
        self.deck.tell("fronts without the row of stations at their foot")

    def _overset(self) -> FrontPlan:
        """Name every text that is too long even at the last rung."""
        draft = self.deck.draft
        found = self._set(LADDER[-1], LADDER[-1], LADDER[-1])
        problems = draft.oversets(found.names) + draft.oversets(found.lines)
        if not problems:
            for text, name, line in self._pairs(found):
                highest, lowest = self._limits(found, text, name, line, strip=False)
                if lowest < highest:
                    problems.append(_too_tall(text, highest - lowest, draft.where))
        raise PrintkitError([*draft.problems, *problems])


def _too_tall(text: FrontText, short: Length, where: str) -> Diagnostic:
    longer = text.line or text.title
    return Diagnostic(
        "overset",
        f"the name {text.title.value!r} and its line need {format_mm(short)} more height "
        f"than the front of {where} has",
        longer.span,
        longer.key,
        hint="shorten the line, or the name, or take a larger card",
    )
