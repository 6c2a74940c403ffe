r"""The small markup inside a text: ``**strong**``, ``*stress*``, ``\\*`` for a star; no more.

A star with space on both sides is a star.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

_TOKEN: Final = re.compile(r"\\[\\*]|\*\*|\*")


class Marked(NamedTuple):
    """A stretch of text and how it is set."""

    text: str
    strong: bool
    stress: bool


def spans(value: str) -> tuple[Marked, ...]:
    """Return the stretches of a text in order; joined, they are ``plain(value)``.

    A mark that is never closed is set as it stands (``unclosed`` tells of it).
    """
    if "*" not in value and "\\" not in value:
        return (Marked(value, False, False),) if value else ()
    loose = set(_unclosed(value))
    found: list[Marked] = []
    strong = stress = False
    start = 0
    piece = ""
    for match in _TOKEN.finditer(value):
        token, at = match.group(), match.start()
        piece += value[start:at]
        start = match.end()
        if token[0] == "\\":
            piece += token[1]
        elif at in loose or _alone(value, match):
            piece += token
        else:
            if piece:
                found.append(Marked(piece, strong, stress))
            piece = ""
            strong, stress = strong ^ (token == "**"), stress ^ (token == "*")
    if piece := piece + value[start:]:
        found.append(Marked(piece, strong, stress))
    return tuple(found)


def plain(value: str) -> str:
    """Return the text without its marks."""
    return "".join(marked.text for marked in spans(value))


def unclosed(value: str) -> int | None:
    """Return where the first mark stands that is never closed, counted from 0, or None."""
    return min(_unclosed(value), default=None)


def _unclosed(value: str) -> list[int]:
    last: dict[str, int | None] = {}
    for match in _TOKEN.finditer(value):
        token = match.group()
        if token[0] != "\\" and not _alone(value, match):
            last[token] = match.start() if last.get(token) is None else None
    return [at for at in last.values() if at is not None]


def _alone(value: str, match: re.Match[str]) -> bool:
    before, after = value[: match.start()][-1:], value[match.end() :][:1]
    return (not before or before.isspace()) and (not after or after.isspace())
