"""What fronts show: motifs on the thread, and the threads of all areas together."""

from __future__ import annotations

from typing import Final

from printkit.content.model import Entry
from printkit.engines.cards.deck import Deck
from printkit.engines.motifs import Palette, emblem, figure, row
from printkit.engines.threads import Route, Thread, draw
from printkit.geometry import Outline, Rect
from printkit.paths import circle
from printkit.scene.model import Ink, Path, Stroke
from printkit.units import Length

EMBLEM_WEIGHT: Final = 9.1  # the stroke of an attitude's motif, in units of its box



def motif(deck: Deck, number: int, place: int) -> tuple[Path, ...]:
    """Return a skill's motif on its thread, from bleed to bleed."""
    area = deck.content.areas[number]
    width = deck.value("motif") * deck.width
    item = figure(
        deck.draft.ops(area.skills[place], place), width / 100, deck.palette(number)
    )
    bleed = deck.job.bleed
    before = Route(-bleed.left, deck.thread_y)
    hung = row([((deck.width - item.width) // 2, item)], deck.thread_y, before)
    more: list[Outline] = []
    if hung.route is not None:
        more.append(hung.route.to(deck.width + bleed.right, deck.thread_y).outline)
    return hung.paint(deck.thread(number), more, trim=deck.trim)


def gathering(deck: Deck, low: Length) -> tuple[Path, ...]:
    """Return the threads of all areas gathering into one dot, and the line that leaves it.

    They stay above ``low`` as far as they can without touching.
    """
    count = len(deck.content.areas)
    ink = deck.layout.inks["figure"]
    y = deck.thread_y
    wide = _pitch(deck, count, low, least=22, most=38)
    near = min(deck.unit(4.4), deck.unit(13.2) // (count - 1))
    weight = min(deck.unit(4.4), round(0.6 * wide))
    left = -deck.job.bleed.left
    result: list[Path] = []
    for number in range(count):
        place = number - (count - 1) / 2
        route = Route(left, y + place * wide).to(0, y + place * wide)
        route.curve(
            deck.unit(24), y + place * wide,
            deck.unit(20), y + place * near,
            deck.unit(44), y + place * near,
        )
        result.append(Path(route.outline, stroke=Stroke(deck.paper, weight + deck.unit(1.2))))
        result += draw([route.outline], deck.thread(number, weight), trim=deck.trim)
    dot = deck.unit(47)
    result.append(_stub(deck, dot, deck.width, ink))
    result.append(Path(circle(dot, y, deck.unit(13)), fill=ink))
    return tuple(result)


def bundle(deck: Deck, low: Length) -> tuple[Path, ...]:
    """Return the threads of all areas between two dots, above ``low``: many threads, one line."""
    count = len(deck.content.areas)
    ink = deck.layout.inks["figure"]
    y = deck.thread_y
    first, last = deck.unit(11), deck.width - deck.unit(11)
    pitch = _pitch(deck, count, low, least=24, most=35)
    weight = min(deck.unit(5), round(0.56 * pitch))
    result: list[Path] = []
    for number in _outside_in(count):
        high = y + (number - (count - 1) / 2) * pitch
        middle = (first + last) / 2
        route = Route(first, y)
        route.curve(first + deck.unit(11), y, first + deck.unit(9), high, middle, high)
        route.curve(last - deck.unit(9), high, last - deck.unit(11), y, last, y)
        result.append(Path(route.outline, stroke=Stroke(deck.paper, weight + deck.unit(1.2))))
        result += draw([route.outline], deck.thread(number, weight))
    result += [_stub(deck, 0, first, ink), _stub(deck, last, deck.width, ink)]
    result += [Path(circle(x, y, deck.unit(6.5)), fill=ink) for x in (first, last)]
    return tuple(result)


def _pitch(deck: Deck, count: int, low: Length, least: float, most: float) -> Length:
    """Return the distance of threads that spread about the card's own, above ``low``."""
    room = 2 * (low - deck.thread_y - deck.unit(3.2))
    return max(deck.unit(least), min(deck.unit(most), room)) // max(2, count - 1)


def _stub(deck: Deck, start: Length, end: Length, ink: Ink) -> Path:
    """Return a plain piece of thread, carried into the bleed at the trim."""
    bleed = deck.job.bleed
    route = Route(-bleed.left if start <= 0 else start, deck.thread_y)
    route.to(deck.width + bleed.right if end >= deck.width else end, deck.thread_y)
    return Path(route.outline, stroke=Stroke(ink, deck.weight))


def _outside_in(count: int) -> list[int]:
    """Return 0, 3, 1, 2: pairs from the outermost, so that the middle lies on top."""
    return sorted(range(count), key=lambda n: -abs(n - (count - 1) / 2))


def fan(deck: Deck) -> tuple[Path, ...]:
    """Return what all attitude fronts share: the ground, the fanned threads, the disc."""
    count = len(deck.content.areas)
    y = deck.thread_y
    outlined = deck.outlined
    ground = deck.paper if outlined else deck.flood
    stub = deck.ink if outlined else deck.paper
    pitch = min(deck.unit(10), deck.unit(31) // (count - 1))
    weight = min(deck.weight, round(0.8 * pitch))
    casing = weight + 2 * deck.length("casing")
    end = deck.width
    result: list[Path] = [] if outlined else [
        deck.filled(Rect(0, 0, deck.width, deck.height), ground)
    ]
    for number in _outside_in(count):
        high = y + (number - (count - 1) / 2) * pitch
        route = Route(0, y).to(deck.unit(3), y)
        route.curve(deck.unit(11), y, deck.unit(9), high, deck.unit(17), high)
        route.to(end - deck.unit(17), high)
        route.curve(end - deck.unit(9), high, end - deck.unit(11), y, end - deck.unit(3), y)
        route.to(end, y)
        result.append(Path(route.outline, stroke=Stroke(deck.paper, casing)))
        result += draw([route.outline], deck.thread(number, weight))
    result += [_stub(deck, 0, deck.unit(5), stub), _stub(deck, end - deck.unit(5), end, stub)]
    r = round(deck.value("disc") * deck.width)
    edge = Stroke(deck.ink, deck.length("outline")) if outlined else None
    result.append(Path(circle(deck.width // 2, y, r), fill=deck.paper, stroke=edge))
    return tuple(result)


def plain_thread(deck: Deck, thread: Thread) -> tuple[Path, ...]:
    """Return a thread straight across the card, from bleed to bleed."""
    bleed = deck.job.bleed
    route = Route(-bleed.left, deck.thread_y).to(deck.width + bleed.right, deck.thread_y)
    return draw([route.outline], thread, trim=deck.trim)


def attitude(deck: Deck, entry: Entry) -> tuple[Path, ...]:
    scale = deck.value("disc") * deck.width / 41
    figure_ink = deck.layout.inks["figure"]
    palette = Palette(figure_ink, deck.layout.inks["ink-tint"], figure_ink, deck.paper)
    place = [item.id for item in deck.content.heart.attitudes].index(entry.id)
    return emblem(deck.draft.ops(entry, place), scale, round(EMBLEM_WEIGHT * scale), palette)
