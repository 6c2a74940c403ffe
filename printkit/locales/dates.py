"""Dates as a language writes them: ``2026-11`` is November 2026, नवंबर 2026, نومبر 2026.

Month names and patterns are CLDR's. Where it has none for a language, or a date is none,
the text stays as it is: year, month and day in this order are misread by nobody.
"""

from __future__ import annotations

import re
from typing import Final

from printkit.locales.data import isolated, said
from printkit.locales.model import Locale
from printkit.locales.tags import digits

_DATE: Final = re.compile(r"(\d{4})-(\d{2})(?:-(\d{2}))?")
_PART: Final = re.compile(r"'([^']*)'|([yMLd]+)|([^'yMLd]+)")


def written_date(date: str, locale: Locale) -> str:
    """Return ``2026-11`` or ``2026-11-30`` in the words of the locale, its digits too.

    In right-to-left text the whole is isolated, so that none of its parts change places.
    """
    found = _DATE.fullmatch(date)
    names = said("months", locale).split("|")
    if found is None or len(names) < 12 or not 1 <= int(found[2]) <= 12:
        return isolated(date, locale)
    year, month, day = (int(part) if part else 0 for part in found.groups())
    month_pattern, day_pattern = said("dates", locale).split("|")

    def part(match: re.Match[str]) -> str:
        quoted, field, other = match.groups()
        if field is None:
            return other if quoted is None else quoted
        if field[0] in "ML" and len(field) > 2:
            # Some languages say a month alone otherwise than within a date.
            return names[month - 1 + (12 if field[0] == "L" and len(names) > 12 else 0)]
        number = {"y": year, "d": day}.get(field[0], month)
        zero = "0" if len(field) == 2 and number < 10 else ""
        return (digits(0, locale) if zero else "") + digits(number, locale)

    return isolated(_PART.sub(part, day_pattern if day else month_pattern), locale)
