"""The room every text has, in every product and size, told in letters of a language.

Measured by the layout engines with real shaping. Where nothing is translated yet, words of
the language stand in for the texts, about as many as a translation takes; they stay in use
afterwards, so that what is told does not change with every line that is translated.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Final
from zlib import crc32

from msgspec import Struct
from msgspec.structs import replace

from printkit.build.plan import Sources
from printkit.build.pool import each
from printkit.build.project import THEME
from printkit.content.model import Framework, Kit, Text
from printkit.content.texts import map_texts, texts, translation_key
from printkit.diagnostics import PrintkitError
from printkit.engines import engine
from printkit.engines.model import Job, Product
from printkit.locales.model import Locale
from printkit.locales.samples import sample
from printkit.locales.tags import parse_locale
from printkit.text.breaking import letter_count, letters
from printkit.text.capacity import Capacity

FACES: Final = ("front", "back")

STEPS: Final = (
    1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 14, 16, 18, 20, 25, 30, 35, 40, 45, 50, 60, 70, 80, 90,
    100, 120, 140, 160, 180, 200, 250, 300, 350, 400, 450, 500, 600, 700, 800, 900, 1000,
)  # fmt: skip
"""What a comment says about letters. A layout's edit seldom takes a room past one of them."""

LONG: Final = 16
"""Words of so many letters are seldom; what holds them needs no word about words."""

SHORT: Final = 5
"""Below it a bound on words tells a translator nothing that can be done about."""

BRIEF: Final = 0.85
"""Words that stand in are so much of a usual translation. Rooms are measured by asking for
more lines, so that they are none the smaller for it; but a size that leaves out texts where
words are many shows them."""

BRIEFER: Final = 0.7
"""So much where a text would have no place at all otherwise."""

_TRIES: Final = 8
_KEPT: Final = re.compile(r"(\{[^{}]*\}|\n)")


class Room(Struct, frozen=True):
    """A place where a text appears, and about how many letters fit there; 0 is no limit.

    ``face`` is "front" or "back" on cards, else "". ``usual`` marks a product's own size.
    ``word`` is how many letters a single word may have.
    """

    product: str
    size: str
    usual: bool
    face: str = ""
    letters: int = 0
    word: int = 0

    @property
    def place(self) -> str:
        return f"{self.product} {self.face}".rstrip()


def rooms(
    sources: Sources,
    locale: Locale,
    targets: Sequence[tuple[str, str]] = (),
    theme: str = THEME,
) -> Mapping[str, tuple[Room, ...]]:
    """Return the rooms of every text, by the key it is translated by.

    ``sources`` hold the content in its own language. Measured are ``targets``, pairs of a
    product and a size, or else all there are, as far as they can be made with words of the
    locale; a text that is on none of them is left out. Raises MissingError where there is
    no font for the locale.
    """
    layouts = sources.layouts
    targets = targets or [(name, size) for name in layouts.names for size in layouts.sizes(name)]
    found = _measured(sources, locale, targets, theme, BRIEF)
    entries = [entry for area in sources.framework.areas for entry in area.skills]
    entries += sources.framework.heart.attitudes
    lacking = {
        key
        for entry in entries
        for text in (entry.definition, entry.line, *entry.practice)
        if text and (key := translation_key(text.key)) not in found
    }
    if lacking:
        more = _measured(sources, locale, targets, theme, BRIEFER)
        found |= {key: places for key, places in more.items() if key in lacking}
    return found


def _measured(
    sources: Sources,
    locale: Locale,
    targets: Sequence[tuple[str, str]],
    theme: str,
    brevity: float,
) -> dict[str, tuple[Room, ...]]:
    fonts, layouts = sources.fonts, sources.layouts
    framework, kit = stand_in(sources.framework, sources.kit, locale, brevity)
    capacity = Capacity(fonts, locale, sample(locale) or sample(parse_locale("en")))

    def measure(target: tuple[str, str]) -> list[tuple[str, Room]]:
        name, size = target
        layout = layouts.solve(name, size, locale, theme)
        job = Job(framework, kit, locale, layout, fonts, measured=True)
        product = _held(job)
        usual = size == layouts.default_size(name)
        return [] if product is None else list(
            _rooms(job, product, capacity, Room(name, size, usual))
        )

    found: dict[str, list[Room]] = {}
    for part in each(measure, targets, cost=lambda target: 6 if target[0] == "cards" else 3):
        for key, room in part:
            found.setdefault(key, []).append(room)
    return {key: tuple(items) for key, items in found.items()}


def _rooms(
    job: Job, product: Product, capacity: Capacity, room: Room
) -> Iterator[tuple[str, Room]]:
    """Yield ``room`` as it is for each text and face: where it has several, the tightest."""
    own = {
        text.key: letter_count(text.value, text.lang)
        for source in (job.framework, job.kit)
        for text in texts(source)
    }
    least: dict[tuple[str, str], tuple[int, int]] = {}
    for seat in product.seats:
        if seat.key not in own:
            continue
        end = seat.page.rpartition("-")[2]
        place = translation_key(seat.key), end if end in FACES else ""
        count = capacity.letters(seat.style, seat.width, seat.lines) if seat.lines else 0
        word = capacity.letters(seat.style, seat.width, 1) if seat.lines else 0
        if own[seat.key] < seat.letters:  # it shares the place with another text
            count = count * own[seat.key] // seat.letters
        before, other = least.get(place, (0, 0))
        least[place] = _tighter(before, count), _tighter(other, word)
    for (key, face), (count, word) in least.items():
        yield key, replace(room, face=face, letters=count, word=word)


def _tighter(one: int, other: int) -> int:
    return min(one, other) if one and other else one or other


def _held(job: Job) -> Product | None:
    """Return the product; texts that do not fit are cut until they do, None if that fails."""
    for number in range(_TRIES):
        try:
            product = engine(job.layout.engine).make(replace(job, measured=not number))
            return engine(job.layout.engine).make(job) if number else product
        except PrintkitError as error:
            if any(item.code != "overset" for item in error.diagnostics):
                raise
            over = {item.path: item.excess.letters for item in error.diagnostics if item.excess}
            job = _cut(job, over)
    return None


def _cut(job: Job, over: Mapping[str, int]) -> Job:
    """Return the job with texts cut by so many letters; all by a tenth where none is named."""

    def cut(text: Text) -> Text:
        ends = (0, *letters(text.value, text.lang))
        count = len(ends) - 1
        left = count - over.get(text.key, 0) if over else count * 9 // 10
        if left == count or "{" in text.value:
            return text
        return replace(text, value=text.value[: ends[max(1, min(count, left))]].rstrip())

    return replace(job, framework=map_texts(job.framework, cut), kit=_mapped(job.kit, cut))


# -- words that stand in -------------------------------------------------------------------


def stand_in(
    framework: Framework, kit: Kit, locale: Locale, brevity: float = BRIEF
) -> tuple[Framework, Kit]:
    """Return content and words with sample words of the locale for every text.

    A text has about as many letters as its translation would: as many more or fewer as the
    sample has than the one of the content's own language, times ``brevity``. Names
    in {brackets} and forced line breaks stay. Without a sample of the script the texts stay
    as they are.
    """
    words, own = sample(locale), sample(parse_locale(framework.language))
    if not words or not own or locale.tag == framework.language:
        return framework, kit
    ratio = brevity * letter_count(words, locale.tag) / letter_count(own, framework.language)
    supply = _Supply(words, locale.tag)

    def change(text: Text) -> Text:
        parts = _KEPT.split(text.value)
        said = [
            part if _KEPT.fullmatch(part) or not part.strip() else _like(part, text, number)
            for number, part in enumerate(parts)
        ]
        return replace(text, value="".join(said), lang=locale.tag)

    def _like(part: str, text: Text, number: int) -> str:
        count = max(1, round(ratio * letter_count(part.strip(), text.lang)))
        before = part[: len(part) - len(part.lstrip())]
        after = part[len(part.rstrip()) :]
        return f"{before}{supply.take(f'{text.key} {number}', count)}{after}"

    return map_texts(framework, change), _mapped(kit, change)


def _mapped(kit: Kit, change: Callable[[Text], Text]) -> Kit:
    return replace(kit, texts={key: change(text) for key, text in kit.texts.items()})


class _Supply:
    """Hands out words of a sample, the same ones for the same text whatever else there is."""

    def __init__(self, words: str, lang: str) -> None:
        self.words = f"{words} "
        self.ends = (0, *letters(self.words, lang))
        self.starts = [
            n for n, end in enumerate(self.ends[:-1]) if not n or self.words[end - 1] == " "
        ]

    def take(self, key: str, count: int) -> str:
        first = self.starts[crc32(key.encode()) % len(self.starts)]
        total = len(self.ends) - 1
        found: list[str] = []
        while count > 0:
            last = min(total, first + count)
            found.append(self.words[self.ends[first] : self.ends[last]])
            count -= last - first
            first = 0
        return "".join(found).strip()


# -- words about rooms ---------------------------------------------------------------------


def comment(found: Sequence[Room], text: Text, language: str = "English") -> str:
    """Return where a text appears and how much fits, in steps: for the comment of a PO file.

    "On the poster, the sheet and cards (front, back). English has 14 letters; about 20 fit."
    """
    if not found:
        return ""
    usual = [room for room in found if room.usual] or list(found)
    count = letter_count(text.value, text.lang)
    said = f"{_where(usual)}. {language} has {count} {_letters(count)}"
    most, least = coarse(_least(usual)), coarse(_least(found))
    if most:
        said += f"; about {most} fit"
        if least < most:
            said += f", about {least} in the tightest size"
    word = coarse(min((room.word for room in found if room.word), default=0))
    if SHORT <= word < LONG and word < least:
        said += f"; no word longer than about {word}"
    return f"{said}."


def exact(found: Sequence[Room]) -> str:
    """Return how many letters fit at each place, by the letter: "poster A1 31, A4 28; ..."."""
    parts: list[str] = []
    for place in dict.fromkeys(room.place for room in found):
        items = (room for room in found if room.place == place)
        counts = [f"{room.size} {room.letters or 'no limit'}" for room in items]
        parts.append(f"{place}: {', '.join(counts)}")
    return "; ".join(parts)


def coarse(count: int) -> int:
    """Return the step at or below ``count``."""
    return STEPS[bisect_right(STEPS, count) - 1] if count else 0


def _least(found: Iterable[Room]) -> int:
    return min((room.letters for room in found if room.letters), default=0)


def _where(found: Sequence[Room]) -> str:
    """Return "On the poster and cards (front, back)"."""
    faces: dict[str, list[str]] = {}
    for room in found:
        own = faces.setdefault(room.product, [])
        if room.face and room.face not in own:
            own.append(room.face)
    names = [
        f"{name} ({', '.join(sorted(own, reverse=True))})" if own else f"the {name}"
        for name, own in sorted(faces.items(), key=lambda item: item[0])
    ]
    return f"On {' and '.join(filter(None, (', '.join(names[:-1]), names[-1])))}"


def _letters(count: int) -> str:
    return "letter" if count == 1 else "letters"
