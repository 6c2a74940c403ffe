"""What room the texts of a product have, found by asking its engine for more lines.

How many lines a text may have often depends on others: those of its row, of its column, of
the whole page. So the engine itself is asked: it plans again with all texts of a role in at
least so many lines, until it refuses or something else has to give way. What is then told
holds for all texts of the product at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from math import ceil, floor
from statistics import median_low
from typing import Final, NamedTuple, TypeVar

from msgspec import Struct, field
from msgspec.structs import replace

from printkit.content.markup import Marked
from printkit.content.model import Text
from printkit.diagnostics import Span
from printkit.engines.model import Seat
from printkit.fonts.library import FontLibrary
from printkit.locales.model import Locale
from printkit.scene.model import Style
from printkit.text.breaking import letter_count
from printkit.text.compose import Typesetter
from printkit.text.fit import Slot
from printkit.text.model import Block
from printkit.units import Length, pt

T = TypeVar("T")

AMPLE: Final = 2
"""A text that nothing limits is not tried in more than so many times its lines."""


_MEASURE: Final = 20
"""Lines of the sample are so many em wide: as wide as those of a card or a column."""

_AGAIN: Final = 3
"""Said so often, the same words stand above one another in many ways."""


class _Reach(NamedTuple):
    """How far the lines of a style may reach, and how far apart they may have to be; in em."""

    top: float
    bottom: float
    leading: float


class Stretching(Typesetter):
    """Sets texts in at least ``least`` lines, by the role of their style.

    Those of items in ``spared`` are set as they are. The lines are then as high, as deep and
    as far apart as the lines of a sample.
    """

    def __init__(
        self, fonts: FontLibrary, locale: Locale, names: Sequence[str], words: str
    ) -> None:
        super().__init__(fonts, locale, tuple(names))
        self.least: Mapping[str, int] = {}
        self.spared: Set[str] = frozenset()
        self._words = " ".join([words] * _AGAIN)
        self._reaches: dict[object, _Reach] = {}

    def set(
        self,
        text: str | Sequence[Marked],
        style: Style,
        width: Length | None = None,
        *,
        lang: str | None = None,
        balance: bool = False,
        max_lines: int | None = None,
        key: str = "",
        place: Span | None = None,
    ) -> Block:
        block = super().set(
            text, style, width, lang=lang, balance=balance, max_lines=max_lines,
            key=key, place=place,
        )  # fmt: skip
        count = self.least.get(style.role, 0)
        if not block.lines or len(block.lines) > count or item_of(key) in self.spared:
            return block
        reach, size = self._reach(style), style.size
        top, bottom = floor(reach.top * size), ceil(reach.bottom * size)
        lines = [*block.lines, *block.lines[-1:] * (count - len(block.lines))]
        return replace(
            block,
            lines=tuple(
                replace(line, top=min(top, line.top), bottom=max(bottom, line.bottom))
                for line in lines
            ),
            leading=max(block.leading, ceil(reach.leading * size)),
        )

    def _reach(self, style: Style) -> _Reach:
        wanted = (style.font, style.weight, style.leading, style.align)
        if wanted not in self._reaches:
            large = replace(style, size=pt(100))
            block = super().set(self._words, large, _MEASURE * large.size)
            self._reaches[wanted] = _Reach(
                min((line.top for line in block.lines), default=0) / large.size,
                max((line.bottom for line in block.lines), default=0) / large.size,
                block.leading / large.size,
            )
        return self._reaches[wanted]


class _Found(Struct):
    """What a stage of planning came to: so many lines by role, but not for some items."""

    lines: dict[str, int] = field(default_factory=dict)
    spared: Set[str] = frozenset()


class _Place(NamedTuple):
    """What a block was set for. ``own`` are its lines in the smallest type, ``most`` a limit."""

    block: Block  # held, so that its identity stays its own
    item: str
    style: Style
    width: Length | None
    own: int
    most: int | None
    length: Length  # on one line in the smallest type
    found: _Found | None  # filled once its plan is made
    whole: Style | None  # the style as long as there are fewer lines than most


class Rooms:
    """Keeps what room each block has, until the block is placed on a page."""

    def __init__(self, typesetter: Stretching) -> None:
        self.typesetter = typesetter
        self.seats: list[Seat] = []
        self._places: dict[int, _Place] = {}
        self._planning: dict[int, _Place] | None = None
        self._found: _Found | None = None
        self._asking = False

    def set(
        self,
        text: Text | Slot,
        block: Block,
        least: Style,
        width: Length | None,
        most: int | None = None,
        height: Length | None = None,
        whole: Style | None = None,
    ) -> None:
        """Keep what ``block`` was set for; ``least`` is the style in its smallest type.

        ``whole`` is the style as it stays unless the text has more than ``most`` lines.
        """
        if self._asking or not block.lines:
            return
        words = text.value if isinstance(text, Text) else text.text
        small = self.typesetter.set(words, least, width, lang=text.lang)
        if height is not None:
            rows = 1 + (height - small.ascent - small.descent) // max(1, small.leading)
            most = max(1, rows if most is None else min(rows, most))
        line = self.typesetter.set(words, least, lang=text.lang)
        place = _Place(
            block, item_of(text.key), least, width, len(small.lines), most, line.width,
            self._found, whole,
        )  # fmt: skip
        self._places[id(block)] = place
        if self._planning is not None and width:
            self._planning[id(block)] = place

    def share(self, blocks: Sequence[Block], width: Length) -> None:
        """Divide ``width`` among blocks on one line, in the ratio of their lengths."""
        if self._asking:
            return
        total = sum(self._places[id(block)].length for block in blocks)
        for block in blocks:
            place = self._places[id(block)]
            own = width * place.length // max(1, total)
            self._places[id(block)] = place._replace(width=own, most=1)

    def seat(self, text: Text, block: Block, width: Length, page: str) -> None:
        """Note that ``text`` stands on a page."""
        place = self._places.get(id(block))
        letters = letter_count(text.value, text.lang)
        keys = text.key.split()
        if place is None:
            self.seats += (Seat(key, page, block.style, width, 0, letters) for key in keys)
            return
        lines = place.own
        if place.found is not None:
            if place.item not in place.found.spared:
                lines = max(lines, place.found.lines.get(place.style.role, 0))
        elif place.most is not None:
            lines = place.most
        if place.most is not None:
            lines = min(lines, place.most)
        room = place.width or width
        style = place.style
        if place.whole is not None and place.most is not None and lines < place.most:
            style = place.whole
        self.seats += (Seat(key, page, style, room, lines, letters) for key in keys)

    def planned(self, make: Callable[[], T], ask: Callable[[T], bool]) -> T:
        """Return what ``make`` does, and find how many lines each of its roles may take.

        ``ask`` says whether it could be made again with the lines that are then asked for,
        and nothing else gave way for them.
        """
        self._found, self._planning = _Found(), {}
        plan = make()
        found, places = self._found, tuple(self._planning.values())
        self._found = self._planning = None
        if places:
            self._asking = True
            try:
                found.lines = self._ask(places, lambda: ask(plan))
                found.spared = _spared(places, found.lines)
            finally:
                self.typesetter.least, self.typesetter.spared = {}, frozenset()
                self._asking = False
        return plan

    def _ask(self, places: Sequence[_Place], ask: Callable[[], bool]) -> dict[str, int]:
        """Return the lines of each role, raised one by one where a role is tightest.

        An item with a text that is longer already stays as it is.
        """
        roles: dict[str, list[_Place]] = {}
        for place in places:
            roles.setdefault(place.style.role, []).append(place)
        most = {role: max(map(_most, items)) for role, items in roles.items()}
        need = {role: max(map(_need, items)) for role, items in roles.items()}

        def holds(lines: dict[str, int]) -> bool:
            self.typesetter.least, self.typesetter.spared = lines, _spared(places, lines)
            return ask()

        if holds(most):
            return most
        lines = {role: median_low(place.own for place in items) for role, items in roles.items()}
        if not holds(lines):
            lines = dict.fromkeys(roles, 1)
        rising = {role for role in roles if lines[role] < most[role]}
        while rising:
            role = min(sorted(rising), key=lambda role: lines[role] / need[role])
            raised = {**lines, role: lines[role] + 1}
            if holds(raised):
                lines = raised
            if lines != raised or lines[role] == most[role]:
                rising.remove(role)
        return lines


def item_of(key: str) -> str:
    """Return what a text is said of: ``areas.a.skills.b`` for its title and all its practice."""
    return key.partition(".practice.")[0] if ".practice." in key else key.rpartition(".")[0] or key


def _spared(places: Iterable[_Place], lines: Mapping[str, int]) -> Set[str]:
    """Return the items that have a text longer than its role is asked for."""
    return {place.item for place in places if place.own > lines.get(place.style.role, 0)}


def _need(place: _Place) -> float:
    """Return how many lines a text would take that is cut anywhere."""
    return max(0.01, place.length / (place.width or 1))


def _most(place: _Place) -> int:
    ample = ceil(AMPLE * place.own)
    return ample if place.most is None else place.most
