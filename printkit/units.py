"""Lengths: whole English Metric Units, so that a millimetre and a point are both exact.

A bare number is never a length: it is the commonest way to print at the wrong size.
"""

from __future__ import annotations

import re
from typing import Final, TypeAlias

Length: TypeAlias = int
"""A length in English Metric Units: 36 000 to the millimetre, 12 700 to the point."""

EMU_PER: Final = {"mm": 36_000, "cm": 360_000, "in": 914_400, "pt": 12_700}

_LENGTH: Final = re.compile(r"\s*([+-]?(?:\d+\.?\d*|\.\d+))\s*(mm|cm|in|pt)\s*")


def mm(value: float) -> Length:
    """Return ``value`` millimetres."""
    return round(value * 36_000)


def pt(value: float) -> Length:
    """Return ``value`` points (1/72 inch)."""
    return round(value * 12_700)


def inch(value: float) -> Length:
    """Return ``value`` inches."""
    return round(value * 914_400)


def to_mm(length: Length) -> float:
    """Return ``length`` in millimetres."""
    return length / 36_000


def to_pt(length: Length) -> float:
    """Return ``length`` in points."""
    return length / 12_700


def parse_length(text: str) -> Length:
    """Read a length as a designer writes it: ``"3mm"``, ``"0.125in"``, ``"14pt"``.

    Raises ValueError, in the reader's words, when the number or its unit is missing.
    """
    match = _LENGTH.fullmatch(text)
    if match is None:
        raise ValueError(f"{text!r} is not a length; write a number and a unit, as in '3mm'")
    number, unit = match.groups()
    return round(float(number) * EMU_PER[unit])


def format_mm(length: Length) -> str:
    """Write a length for people: ``"594 mm"``, ``"63.5 mm"``."""
    return f"{to_mm(length):.2f}".rstrip("0").rstrip(".") + " mm"
