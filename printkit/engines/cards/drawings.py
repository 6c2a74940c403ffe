"""What fronts show: motifs on the thread, and the threads of all areas together."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Final

from printkit.content.model import Entry, Op
from printkit.engines.cards.deck import Deck
from printkit.engines.cards.measure import ink_circle
from printkit.engines.motifs import Palette, emblem, figure, moved, row
from printkit.engines.threads import Route, Thread, draw
from printkit.geometry import Outline, Rect
from printkit.paths import circle, line
from printkit.scene.model import Ink, Path, Stroke
from printkit.units import Length

EMBLEM_WEIGHT: Final = 9.1  # the stroke of an attitude's motif, in units of its box
EMBLEM_REACH: Final = 0.74  # how far from the middle of its disc its ink comes, in radii


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
    near = min(deck.unit(5.2), deck.unit(15.6) // (count - 1))
    weight = min(deck.unit(4.4), round(0.6 * wide), near - deck.length("casing"))
    left = -deck.job.bleed.left
    dot, r = deck.unit(47), deck.unit(13)
    result: list[Path] = []
    for number in range(count):
        place = number - (count - 1) / 2
        route = Route(left, y + place * wide).to(0, y + place * wide)
        route.curve(
            deck.unit(24), y + place * wide,
            deck.unit(20), y + place * near,
            deck.unit(44), y + place * near,
        )
        seen = (0, dot - _chord(r, place * near))
        result += draw([route.outline], deck.thread(number, weight), trim=seen)
    result.append(_stub(deck, dot, deck.width, ink))
    result.append(Path(circle(dot, y, r), fill=ink))
    return tuple(result)


def bundle(deck: Deck, low: Length) -> tuple[Path, ...]:
    """Return the threads of all areas between two dots, above ``low``: many threads, one line."""
    count = len(deck.content.areas)
    ink = deck.layout.inks["figure"]
    y = deck.thread_y
    first, last = deck.unit(13), deck.width - deck.unit(13)
    middle = deck.width / 2
    pitch = _pitch(deck, count, low, least=24, most=35)
    # apart already where they leave the dots, so that no thread cuts into another
    near = min(deck.unit(4.6), deck.unit(13.8) // (count - 1))
    weight = near - deck.length("casing")
    r = deck.unit(10)
    result: list[Path] = []
    for number in range(count):
        place = number - (count - 1) / 2
        start, high = y + place * near, y + place * pitch
        route = Route(first, start)
        route.curve(first + deck.unit(11), start, first + deck.unit(9), high, middle, high)
        route.curve(last - deck.unit(9), high, last - deck.unit(11), start, last, start)
        out = _chord(r, place * near)
        seen = (first + out, last - out)
        result += draw([route.outline], deck.thread(number, weight), trim=seen)
    result += [_stub(deck, 0, first, ink), _stub(deck, last, deck.width, ink)]
    result += [Path(circle(x, y, r), fill=ink) for x in (first, last)]
    return tuple(result)


def _chord(r: Length, offset: float) -> Length:
    """Return how far a dot reaches at ``offset`` from its middle; dashes begin beyond it."""
    return round(math.sqrt(max(0.0, r * r - offset * offset)))


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
    # side by side from the start, each in its casing, so that none cuts into another
    near = min(deck.unit(5.2), deck.unit(15.6) // (count - 1))
    weight = near - 2 * deck.length("casing")
    end = deck.width
    join = deck.unit(4.4)
    result: list[Path] = [] if outlined else [
        deck.filled(Rect(0, 0, deck.width, deck.height), ground)
    ]
    routes: list[tuple[int, Outline]] = []
    for number in _outside_in(count):
        place = number - (count - 1) / 2
        start, high = y + place * near, y + place * pitch
        route = Route(join, start)
        route.curve(deck.unit(9), start, deck.unit(10), high, deck.unit(17), high)
        route.to(end - deck.unit(17), high)
        route.curve(end - deck.unit(10), high, end - deck.unit(9), start, end - join, start)
        routes.append((number, route.outline))
    result += [Path(outline, stroke=Stroke(deck.paper, near)) for _, outline in routes]
    clasp = deck.unit(2.8)
    seen = (join + clasp // 2, end - join - clasp // 2)  # dashes begin where the clasps end
    for number, outline in routes:
        result += draw([outline], deck.thread(number, weight), trim=seen)
    result += [_stub(deck, 0, join, stub), _stub(deck, end - join, end, stub)]
    half = (count * near - clasp) // 2
    result += [
        Path(line(x, y - half, x, y + half), stroke=Stroke(stub, clasp, cap="round"))
        for x in (join, end - join)
    ]
    r = round(deck.value("disc") * deck.width)
    edge = Stroke(deck.ink, deck.length("outline")) if outlined else None
    result.append(Path(circle(deck.width // 2, y, r), fill=deck.paper, stroke=edge))
    return tuple(result)


def plain_thread(deck: Deck, thread: Thread, y: Length) -> tuple[Path, ...]:
    """Return a thread straight across the card at ``y``, from bleed to bleed."""
    bleed = deck.job.bleed
    route = Route(-bleed.left, y).to(deck.width + bleed.right, y)
    return draw([route.outline], thread, trim=deck.trim)


def bar(deck: Deck, number: int | None, top: Length, weight: Length) -> tuple[Path, ...]:
    """Return an area's thread as a bar across a back, the deck's own in plain ink."""
    if number is None:
        thread = Thread(deck.ink, deck.paper, weight, "solid")
    else:
        thread = deck.thread(number, weight)
    return plain_thread(deck, thread, top + weight // 2)


def attitude(deck: Deck, entry: Entry) -> tuple[Path, ...]:
    """Return an attitude's emblem in its disc, all of them with the same clear ring."""
    disc = deck.value("disc") * deck.width
    figure_ink = deck.layout.inks["figure"]
    palette = Palette(figure_ink, deck.layout.inks["ink-tint"], figure_ink, deck.paper)
    place = [item.id for item in deck.content.heart.attitudes].index(entry.id)
    ops = deck.draft.ops(entry, place)
    items = centred(tuple(ops), disc, palette)
    return moved(items, deck.width // 2, deck.thread_y)


@lru_cache(maxsize=512)  # the decks of all languages have the same ones
def centred(ops: tuple[Op, ...], disc: float, palette: Palette) -> tuple[Path, ...]:
    """Return an emblem whose ink has its least circle about the origin, in a disc."""
    scale = disc / 41
    weight = round(EMBLEM_WEIGHT * scale)
    for _ in range(3):  # the weight is the same for all, so the reach is not in proportion
        x, y, reach = ink_circle(emblem(ops, scale, weight, palette))
        scale *= EMBLEM_REACH * disc / reach
    items = emblem(ops, scale, weight, palette)
    x, y, _ = ink_circle(items)
    return moved(items, -round(x), -round(y))
