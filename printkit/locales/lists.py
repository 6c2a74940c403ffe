"""Names one after another, as a language joins them: "A, B and C", "A, B और C"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from printkit.locales.data import isolated, said
from printkit.locales.model import Locale

_COMMAS: Final = {
    **dict.fromkeys(("Arab", "Thaa", "Syrc"), "، "),
    **dict.fromkeys(("Hans", "Hant", "Jpan", "Hani"), "、"),
}
_WELSH: Final = re.compile(r"\ba\(c\) (?=(\W*)(\w))")


def joined(names: Sequence[str], locale: Locale) -> str:
    """Return names with the locale's "and" before the last. Each stays letter for letter.

    In right-to-left text each is isolated, so that Latin names keep their own order.
    """
    if not names:
        return ""
    *first, last = [isolated(name, locale) for name in names]
    if not first:
        return last
    two, middle, end = said("lists", locale).split("|")
    if len(first) == 1:
        return _welsh(_fill(two, first[0], last))
    result = first[0]
    for name in first[1:]:
        result = _fill(middle, result, name)
    return _welsh(_fill(end, result, last))


def listed(parts: Sequence[str], locale: Locale) -> str:
    """Return parts with the script's comma between them, as in a place or a list of titles."""
    comma = _COMMAS.get(locale.script, ", ")
    return comma.join(isolated(part, locale) for part in parts if part)


def _fill(pattern: str, one: str, other: str) -> str:
    return pattern.replace("{0}", "\0", 1).replace("{1}", other, 1).replace("\0", one, 1)


def _welsh(text: str) -> str:
    """Return ``text`` with "a" or "ac" where CLDR leaves that to the word that follows."""
    return _WELSH.sub(lambda found: "ac " if found[2].lower() in "aeiouwyâêîôûŵŷ" else "a ", text)
