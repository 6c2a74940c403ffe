"""What a person read on the calibration page: taken as typed, and judged one by one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from msgspec import Struct

from printkit.diagnostics import Diagnostic, PrintkitError
from printkit.press.verniers import BY_NAME, LINES, VERNIERS, Vernier

EDGE_RANGE: Final = (2.0, 32.0)
LIGHT_RANGE: Final = (0.0, LINES - 9.0)

_PART: Final = re.compile(
    r"([A-Za-z])\s*[=:]?\s*(-|[+-]?\d+(?:[.,]\d+)?)\s*(?:mm)?(?=$|[\s;,/|A-Za-z])"
)
_GAP: Final = re.compile(r"[\s;,/|]*")


class Reading(Struct, frozen=True):
    """A value in millimetres, and the step it was read in: a tenth, a half or a whole one."""

    vernier: Vernier
    value: float
    step: float


def parse_readings(text: str) -> tuple[Reading, ...]:
    """Return the readings of ``"A=15.3 B=23.9 ..."``; ``-`` stands for one that was not taken.

    A decimal comma will do. Without decimals a value is of a plain ruler. Raises PrintkitError
    with everything that cannot be a reading.
    """
    values: dict[str, str] = {}
    faults: list[Diagnostic] = []
    place = 0
    while place < len(text):
        place = _end(_GAP.match(text, place), place)
        if place >= len(text):
            break
        part = _PART.match(text, place)
        if part is None:
            word = text[place:].split(maxsplit=1)[0]
            hint = "write the letter and the value, as in A=15.3"
            faults.append(_fault(f"{word!r} is not a reading", hint))
            place += len(word)
            continue
        place = part.end()
        name = part[1].upper()
        if name in values:
            faults.append(_fault(f"{name} is there twice: {values[name]} and {part[2]}", ""))
        values[name] = part[2].replace(",", ".")
    try:
        found = take(values)
    except PrintkitError as error:
        raise PrintkitError((*faults, *error.diagnostics)) from None
    if faults:
        raise PrintkitError(faults)
    return found


def _end(match: re.Match[str] | None, place: int) -> int:
    return match.end() if match else place


def take(values: Mapping[str, str]) -> tuple[Reading, ...]:
    """Return the readings of values by letter; raises PrintkitError with all that are none."""
    faults: list[Diagnostic] = []
    numbers: dict[str, float] = {}
    for name, word in values.items():
        if word.strip() in ("", "-"):
            continue
        fault = _judge(name, word)
        if fault is None:
            numbers[name] = float(word.replace(",", "."))
        else:
            faults.append(fault)
    if faults:
        raise PrintkitError(faults)
    steps = {
        ruled: _step([values[name] for name in numbers if _ruled(name) == ruled])
        for ruled in (True, False)
    }
    return tuple(
        Reading(one, numbers[one.name], steps[_ruled(one.name)])
        for one in VERNIERS
        if one.name in numbers
    )


def _ruled(name: str) -> bool:
    """Return whether a scale is one that a ruler is laid to."""
    return BY_NAME[name].side != "light"


def _step(words: Sequence[str]) -> float:
    """Return how finely a person has read: nobody who reads tenths has whole ones alone."""
    parts = [word.replace(",", ".").partition(".")[2].rstrip("0") for word in words]
    given = [word for word in words if "." in word or "," in word]
    if not given:
        return 1.0
    return 0.5 if len(parts) > 5 and set(parts) == {"", "5"} else 0.1


def _judge(name: str, word: str) -> Diagnostic | None:
    """Return what is wrong with one value, if anything."""
    vernier = BY_NAME.get(name)
    if vernier is None:
        known = f"{VERNIERS[0].name} to {VERNIERS[-1].name}, without I"
        return _fault(f"there is no scale {name!r} on the page", f"scales are {known}")
    try:
        value = float(word.replace(",", "."))
    except ValueError:
        return _fault(f"{name}: {word!r} is not a number", "write millimetres, as in 15.3")
    low, high = LIGHT_RANGE if vernier.side == "light" else EDGE_RANGE
    if low <= value <= high:
        return None
    said = f"{name} = {value:g} cannot be"
    about = f"a true printer gives {vernier.ideal:g}"
    if value < 0:
        return _fault(said, f"readings are never negative: {about}")
    if low <= value * 10 <= high and vernier.side != "light":
        return _fault(said, f"write millimetres, not centimetres: {value * 10:g}?")
    if vernier.side == "light":
        return _fault(
            said, f"it is at most {high:g}, and {about}; leave it out if the scales do not meet"
        )
    return _fault(
        said,
        f"it is from the nearest edge of the paper to the scale's 0, and {about}; if a scale "
        "stands half off the paper, the page was not printed at actual size on this paper",
    )


def _fault(message: str, hint: str) -> Diagnostic:
    return Diagnostic("reading", message, hint=hint)


def written(readings: Iterable[Reading]) -> str:
    """Return readings as a person types them."""
    return " ".join(
        f"{one.vernier.name}={one.value:.0f}" if one.step == 1.0
        else f"{one.vernier.name}={one.value:.1f}"
        for one in readings
    )  # fmt: skip
