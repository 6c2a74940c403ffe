"""Inks for a press: within its limit, and in its own condition where nobody chose them.

Swatches are printed as inks.toml has them. One that is too much for a press gives way to its
twin, ``NAME-LIMIT``, which somebody has chosen too; nothing is cut down by arithmetic. Only
the colours of logos, which know sRGB alone, are converted.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from typing import Final

from msgspec.structs import replace

from printkit.colour import contrast
from printkit.diagnostics import Diagnostic, PrintkitError, Span
from printkit.icc import Intent, held, ink_of
from printkit.scene.change import with_inks
from printkit.scene.model import EVERY_PLATE, GlyphRun, Ink, Scene
from printkit.scene.walk import Leaf, used_inks
from printkit.units import Length, pt

SMALL: Final = pt(12)
"""Smaller type is never of several plates: they do not meet as finely as its strokes."""

_BLACK: Final = (0.0, 0.0, 0.0, 100.0)
_PAPER: Final = (255, 255, 255)
_LEGIBLE: Final = 4.5  # contrast to paper; lighter inks stand on dark grounds

_DRAWN: Final = re.compile(r"#[0-9A-F]{6}")  # engines/logos.py names inks by their colour
_ROUNDING: Final = 0.01


def separated(
    scene: Scene,
    inks: Mapping[str, Ink],
    limit: float = 400.0,
    *,
    spots: Collection[str] = (),
    intent: Intent | None = None,
    small: Length = SMALL,
) -> Scene:
    """Return the scene in inks of which no one is more than ``limit`` per cent.

    ``inks`` are a layout's, twins among them. Inks printed as one of ``spots`` stay, and so do
    those of marks. The colours of logos are converted to ``intent`` where there is one. Type
    below ``small`` that stands dark on light is black alone, whatever colour it has on screen.
    Raises PrintkitError with every ink that is over the limit and has no twin.
    """
    used = [ink for ink in used_inks(scene) if ink.spot not in {EVERY_PLATE, *spots}]
    changes = _changes(used, inks, limit, intent)
    black = {
        ink: replace(ink, name=f"{ink.name}-black", cmyk=_BLACK)
        for ink in used
        if _is_many(ink) and contrast(ink.rgb, _PAPER) >= _LEGIBLE
    }

    def pressed(ink: Ink, node: Leaf) -> Ink:
        if isinstance(node, GlyphRun) and node.size < small and ink in black:
            return black[ink]
        return changes.get(ink, ink)

    return with_inks(scene, pressed) if changes or black else scene


def _changes(
    used: Iterable[Ink], inks: Mapping[str, Ink], limit: float, intent: Intent | None
) -> Mapping[Ink, Ink]:
    problems: list[Diagnostic] = []
    changes: dict[Ink, Ink] = {}
    for ink in used:
        if _DRAWN.fullmatch(ink.name):
            cmyk = ink_of(ink.rgb, intent, limit) if intent else held(ink.cmyk, limit)
            changes[ink] = replace(ink, cmyk=cmyk)
        elif total(ink) > limit + _ROUNDING:
            found = twin(ink, inks, limit)
            if found is None:
                problems.append(_too_much(ink, limit))
            else:
                changes[ink] = found
    if problems:
        raise PrintkitError(problems)
    return changes


def _is_many(ink: Ink) -> bool:
    """Return whether an ink is printed from more than one plate."""
    return sum(value > 0 for value in ink.cmyk) > 1


def total(ink: Ink) -> float:
    """Return how much ink a swatch lays down, in per cent of all plates together."""
    return sum(ink.cmyk)


def twin(ink: Ink, inks: Mapping[str, Ink], limit: float) -> Ink | None:
    """Return the twin of an ink for a limit: of ``NAME-<n>``, the largest n that keeps it."""
    found: tuple[int, Ink] | None = None
    for name, other in inks.items():
        base, _, number = name.rpartition("-")
        if base == ink.name and number.isdecimal() and total(other) <= limit + _ROUNDING:
            most = int(number)
            if most <= limit and (found is None or most > found[0]):
                found = (most, other)
    return found[1] if found else None


def _too_much(ink: Ink, limit: float) -> Diagnostic:
    name = f"{ink.name}-{limit:g}" if float(limit).is_integer() else f"{ink.name}-{int(limit)}"
    return Diagnostic(
        "ink-limit",
        f"the ink {ink.name!r} is {total(ink):g} per cent, and no more than {limit:g} is allowed",
        Span("layouts/inks.toml"),
        f"ink.{ink.name}",
        f"add [ink.{name}], its twin for this limit, with the same rgb and a cmyk of at most "
        f"{limit:g} in all",
    )
