"""Choosing where lines end: first fit for reading text, balance for ragged headings."""

from __future__ import annotations

from itertools import pairwise
from math import inf
from typing import Final, TypeAlias

from printkit.text.shaping import ShapedParagraph

Cut: TypeAlias = tuple[int, int]
"""A line of a paragraph: the characters from the first up to the second offset."""

MOST_LINES: Final = 12
MOST_BREAKS: Final = 400
"""Longer than this a text is no heading, and first fit serves it as well."""

_SLACK: Final = 1e-9  # sums of many advances in em are exact to about this


def first_fit(paragraph: ShapedParagraph, limit: float) -> list[Cut]:
    """Return lines no wider than ``limit`` em, each as full as it can be.

    A word wider than the limit stands alone on its line.
    """
    cuts: list[Cut] = []
    breaks = paragraph.breaks
    start, n = 0, 0
    while n < len(breaks):
        last = n
        while last + 1 < len(breaks) and _fits(paragraph, start, breaks[last + 1].end, limit):
            last += 1
        # Shaped anew at its ends, a line may grow by a hair over the measured sums.
        while last > n and paragraph.line(start, breaks[last].end).width > limit + _SLACK:
            last -= 1
        cuts.append((start, breaks[last].end))
        start, n = breaks[last].next, last + 1
    return cuts


def balanced(paragraph: ShapedParagraph, limit: float) -> list[Cut]:
    """Return as few lines as first fit needs, as equal in width as they can be.

    A reading text of many lines is left as first fit has it.
    """
    plain = first_fit(paragraph, limit)
    breaks = paragraph.breaks
    if not 1 < len(plain) <= MOST_LINES or len(breaks) > MOST_BREAKS:
        return plain
    starts = [0, *(b.next for b in breaks)]
    count = len(breaks)
    # before[j]: the breaks a line up to break j may begin at, and the square of its width.
    before: list[list[tuple[int, float]]] = [[]]
    for j, found in enumerate(breaks, 1):
        fitting: list[tuple[int, float]] = []
        for i in range(j - 1, -1, -1):
            width = paragraph.width(starts[i], found.end)
            if width > limit + _SLACK and i < j - 1:
                break
            fitting.append((i, width * width))
        before.append(fitting)
    # best[j]: the least sum of squared widths of the lines up to break j. The widths' sum
    # being nearly fixed, that is the least ragged. rounds: the break before the last line.
    best = [0.0] + [inf] * count
    rounds: list[list[int]] = []
    for _ in plain:
        following, choices = [inf] * (count + 1), [0] * (count + 1)
        for j in range(1, count + 1):
            least = inf
            for i, square in before[j]:
                cost = best[i] + square
                if cost < least:
                    least, choices[j] = cost, i
            following[j] = least
        rounds.append(choices)
        best = following
    if best[count] == inf:
        return plain
    edges = [count]
    for choices in reversed(rounds):
        edges.append(choices[edges[-1]])
    edges.reverse()
    cuts = [(starts[i], breaks[j - 1].end) for i, j in pairwise(edges)]
    too_wide = any(
        paragraph.line(*cut).width > max(limit, paragraph.width(*cut)) + _SLACK for cut in cuts
    )
    return plain if too_wide else cuts


def at_most(paragraph: ShapedParagraph, cuts: list[Cut], count: int) -> list[Cut]:
    """Return ``count`` lines at most, the last holding all that is left, however wide."""
    if len(cuts) <= count:
        return cuts
    return [*cuts[: count - 1], (cuts[count - 1][0], cuts[-1][1])]


def _fits(paragraph: ShapedParagraph, start: int, end: int, limit: float) -> bool:
    return paragraph.width(start, end) <= limit + _SLACK
