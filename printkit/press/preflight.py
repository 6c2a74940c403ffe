"""Preflight: whether a press can print a PDF as it is, and what to do where it cannot.

The file is judged by what it holds alone, ours or anybody's. What is found in many places is
one finding with all its places, the worst first.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final, NamedTuple

from msgspec import Struct

from printkit.diagnostics import Diagnostic, Severity, Span
from printkit.geometry import Rect, enclosing
from printkit.press.rules import RULES, Limits, said
from printkit.units import mm, to_mm

PLACES: Final = 5
"""How many places of one finding are told in words; the others are counted."""


class Place(Struct, frozen=True):
    """Where something was found: the page, from 1, and the box from its trim's top left."""

    page: int
    box: Rect | None = None

    def __str__(self) -> str:
        if self.box is None:
            return f"page {self.page}"
        x, y = to_mm(self.box.x), to_mm(self.box.y)
        return f"page {self.page} at {x:.1f}, {y:.1f} mm"


class Finding(Struct, frozen=True):
    """One thing found. ``places`` begin with the worst; there are none where it is of the file."""

    code: str
    severity: Severity
    message: str
    hint: str
    places: tuple[Place, ...] = ()
    file: str = ""

    @property
    def count(self) -> int:
        return max(1, len(self.places))

    def diagnostic(self) -> Diagnostic:
        """Return the finding as every other is told, its places in the message."""
        where = "; ".join(map(str, self.places[:3]))
        more = self.count - min(3, len(self.places))
        tail = f" ({where}{f', and {more} more' if more > 0 else ''})" if where else ""
        return Diagnostic(
            self.code,
            self.message + tail,
            Span(self.file) if self.file else None,
            hint=self.hint,
            severity=self.severity,
        )


class Hit(NamedTuple):
    """A rule broken in one place, or a value that may break it."""

    code: str
    place: Place | None = None
    value: float | None = None
    what: str = ""
    more: tuple[tuple[str, str], ...] = ()  # other words for the sentence
    inks: int = 0  # how many inks it is printed in
    remedy: str = ""  # what to do, where that differs from what the rule says


def preflight(data: bytes, limits: Limits, file: str = "") -> tuple[Finding, ...]:
    """Return everything found in a PDF, the worst first; ``file`` is how it is called.

    Raises ValueError, in words, when it cannot be read at all.
    """
    from printkit.pdfio.document import read_document
    from printkit.press import preflight_file, preflight_ink, preflight_page

    spotless = limits.colour == "cmyk"
    document = read_document(data, plates=spotless)
    hits: list[Hit] = []
    for check in (preflight_file.check, preflight_page.check, preflight_ink.check):
        hits += check(document, limits)
    return findings(hits, limits, file)


def findings(hits: Iterable[Hit], limits: Limits, file: str = "") -> tuple[Finding, ...]:
    """Return hits judged and gathered: one finding for each rule, level and subject."""
    groups: dict[tuple[str, Severity, str], list[tuple[Hit, float | None]]] = {}
    for hit in hits:
        rule = RULES[hit.code]
        if not limits.applies(rule):
            continue
        severity, limit = rule.severity, None
        if rule.measured:
            judged = limits.level(rule, hit.value or 0.0)
            if judged is None:
                continue
            severity, limit = judged
        groups.setdefault((hit.code, severity, hit.what), []).append((hit, limit))
    made = [_gathered(group, key[1], file) for key, group in groups.items()]
    order = list(Severity)
    return tuple(
        sorted(
            made,
            key=lambda one: (
                order.index(one.severity),
                one.places[0].page if one.places else 0,
                list(RULES).index(one.code),
                one.message,
            ),
        )
    )


def _gathered(group: list[tuple[Hit, float | None]], severity: Severity, file: str) -> Finding:
    rule = RULES[group[0][0].code]
    sign = -1 if rule.above else 1
    # The worst first, and then down the pages.
    group = sorted(
        group,
        key=lambda one: (sign * round(one[0].value or 0.0, 2), _position(one[0].place)),
    )
    worst, limit = group[0]
    words: dict[str, Any] = {"what": worst.what}
    for key in dict(worst.more):
        words[key] = _listed(dict(hit.more).get(key, "") for hit, _ in group)
    words["inks"] = words.get("inks") or _span(hit.inks for hit, _ in group)
    words["value"] = said(worst.value or 0.0, rule.unit)
    if limit is not None:
        words["limit"] = said(limit, rule.unit)
    words.setdefault("limit", "")
    return Finding(
        rule.code,
        severity,
        rule.says.format(**words),
        worst.remedy or rule.remedy.format(**words),
        merged(hit.place for hit, _ in group if hit.place is not None),
        file,
    )


def _listed(words: Iterable[str]) -> str:
    """Return different words as a list: two by name, more as "C80 M70 and others"."""
    first, *more = dict.fromkeys(words)
    if not more:
        return first
    return f"{first} and {more[0] if len(more) == 1 else 'others'}"


def _span(inks: Iterable[int]) -> str:
    """Return "3 inks", or "2 to 4 inks" where places differ."""
    counts = sorted(set(inks))
    return f"{counts[0]} inks" if len(counts) == 1 else f"{counts[0]} to {counts[-1]} inks"


def merged(places: Iterable[Place]) -> tuple[Place, ...]:
    """Return places as people count them, in the same order.

    Programs write a line of text, or a drawing, in many pieces: what overlaps by a half, or
    follows on the same line, is one place.
    """
    unique = list(dict.fromkeys(places))
    if len(unique) > _COUNTABLE:
        return tuple(unique)
    group = list(range(len(unique)))

    def root(n: int) -> int:
        while group[n] != n:
            group[n] = group[group[n]]
            n = group[n]
        return n

    boxed = sorted(
        ((place.page, place.box.y, n, place.box) for n, place in enumerate(unique) if place.box),
        key=lambda one: one[:3],
    )
    active: list[tuple[int, int, Rect]] = []
    for page, top, n, box in boxed:
        active = [one for one in active if one[0] == page and one[2].bottom >= top - _NEAR]
        for _, m, other in active[-_COMPARED:]:
            if root(m) != root(n) and _together(box, other):
                first, last = sorted((root(m), root(n)))  # the worse one stands for both
                group[last] = first
        active.append((page, n, box))
    boxes: dict[int, list[Rect]] = {}
    for n, place in enumerate(unique):
        boxes.setdefault(root(n), []).extend([place.box] if place.box else [])
    return tuple(Place(unique[n].page, enclosing(found)) for n, found in boxes.items())


_NEAR: Final = mm(1)  # between pieces of one line, at least
_LARGER: Final = 4  # something that lies on a thing larger than this is a place of its own
_COUNTABLE: Final = 3000  # nobody counts more, and time is to stay in bounds
_COMPARED: Final = 100  # pieces that reach to the same height


def _together(one: Rect, other: Rect) -> bool:
    """Return whether two boxes are one place to whoever looks at the page."""
    wide = min(one.right, other.right) - max(one.x, other.x)
    high = min(one.bottom, other.bottom) - max(one.y, other.y)
    shorter, longer = sorted(max(box.width, box.height) for box in (one, other))
    if (
        wide + high > 0  # sides that meet in a corner are two places
        and longer <= _LARGER * shorter
        and 2 * wide >= min(one.width, other.width)
        and 2 * high >= min(one.height, other.height)
    ):
        return True
    upright = [box.height > box.width for box in (one, other)]
    if all(upright):  # they follow one another downwards
        return 2 * wide >= max(one.width, other.width) and -high <= max(
            _NEAR, min(one.width, other.width)
        )
    return 2 * high >= max(one.height, other.height) and -wide <= max(
        _NEAR, min(one.height, other.height)
    )


def _position(place: Place | None) -> tuple[int, int, int]:
    if place is None:
        return (0, 0, 0)
    box = place.box
    return (place.page, box.y, box.x) if box else (place.page, 0, 0)
