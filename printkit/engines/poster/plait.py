"""The plait: which slot each thread takes at each disc, and which lies over which."""

from __future__ import annotations

from msgspec import Struct


class Plait(Struct, frozen=True):
    """Which slot each thread takes at each disc, counted from the entry.

    ``slots[thread][i]`` is the thread's slot (0 on top) at the i-th disc from the entry;
    ``over[i]`` holds, for the gap after that disc, the pairs (thread above the other in
    paint, thread below it) that change places there.
    """

    slots: tuple[tuple[int, ...], ...]
    over: tuple[tuple[tuple[int, int], ...], ...]


def plait(above: int, below: int, discs: int) -> Plait:
    """Return the plait of ``above + below`` threads through ``discs`` discs.

    Neighbours change places between discs, even pairs and odd pairs by turns; in even
    gaps the thread that comes from above lies over, in odd gaps under, so that each
    thread goes over and under by turns. Threads from above the heart enter with the
    outermost lane lowest. Threads that leave below begin in such places that they come
    out in the order of their lanes, so that no two cross in the bend.
    """
    total = above + below
    where = list(range(total))  # where[slot at entry] -> slot now
    gaps: list[list[tuple[int, int]]] = []
    for gap in range(discs - 1):
        order = sorted(range(total), key=lambda s: where[s])
        swaps: list[tuple[int, int]] = []
        for top in range(gap % 2, total - 1, 2):
            upper, lower = order[top], order[top + 1]
            where[upper], where[lower] = top + 1, top
            swaps.append((upper, lower) if gap % 2 == 0 else (lower, upper))
        gaps.append(swaps)
    thread_at = {above - 1 - area: area for area in range(above)}
    # The innermost lane (the nearest area) takes the lowest place at the exit.
    leaving = sorted(range(above, total), key=lambda s: -where[s])
    thread_at |= {slot: above + number for number, slot in enumerate(leaving)}
    slots: list[list[int]] = [[] for _ in range(total)]
    here = list(range(total))
    for gap in range(discs):
        for start in range(total):
            slots[thread_at[start]].append(here[start])
        if gap < discs - 1:
            order = sorted(range(total), key=lambda s: here[s])
            for top in range(gap % 2, total - 1, 2):
                upper, lower = order[top], order[top + 1]
                here[upper], here[lower] = top + 1, top
    return Plait(
        tuple(tuple(row) for row in slots),
        tuple(tuple((thread_at[a], thread_at[b]) for a, b in swaps) for swaps in gaps),
    )
