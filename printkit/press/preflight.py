"""Preflight: whether a press can print a PDF as it is, and what to do where it cannot.

The file is judged by what it holds alone, ours or anybody's. What is found in many places is
one finding with a count and the worst places.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final, NamedTuple

from msgspec import Struct

from printkit.diagnostics import Diagnostic, Severity, Span
from printkit.geometry import Rect
from printkit.press.rules import RULES, Limits, said
from printkit.units import to_mm

PLACES: Final = 5
"""How many places of one finding are told; the others are counted."""


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
    """One thing found. ``places`` are the worst of ``count``; none where it is of the file."""

    code: str
    severity: Severity
    message: str
    hint: str
    places: tuple[Place, ...] = ()
    count: int = 1
    file: str = ""

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
    words: dict[str, Any] = {"what": worst.what, **dict(worst.more)}
    words["value"] = said(worst.value or 0.0, rule.unit)
    if limit is not None:
        words["limit"] = said(limit, rule.unit)
    words.setdefault("limit", "")
    places = tuple(dict.fromkeys(hit.place for hit, _ in group if hit.place is not None))
    return Finding(
        rule.code,
        severity,
        rule.says.format(**words),
        rule.remedy.format(**words),
        places[:PLACES],
        max(1, len(places)),
        file,
    )


def _position(place: Place | None) -> tuple[int, int, int]:
    if place is None:
        return (0, 0, 0)
    box = place.box
    return (place.page, box.y, box.x) if box else (place.page, 0, 0)
