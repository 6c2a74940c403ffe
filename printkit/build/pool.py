"""Work on both cores: many independent pieces, in processes that share what is loaded.

Only where processes fork: they then begin with every scene and font already in memory. A
fresh interpreter would spend longer loading than the pieces take.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

T = TypeVar("T")
R = TypeVar("R")

_shared: tuple[Callable[[Any], Any], Sequence[Any]] | None = None


def workers(pieces: int) -> int:
    """Return how many processes are worth it for so many pieces; 1 is this one."""
    if pieces < 2 or sys.platform != "linux":
        return 1
    return min(pieces, len(os.sched_getaffinity(0)), 8)


def shares(
    costs: Sequence[float], kinds: Sequence[str], count: int, start: float
) -> list[list[int]]:
    """Return pieces, by number, as ``count`` shares of about the same cost.

    The first piece of a kind costs ``start`` more in every share that takes the kind up.
    """
    found: list[list[int]] = [[] for _ in range(count)]
    loads = [0.0] * count
    for number in sorted(range(len(costs)), key=lambda number: -costs[number]):
        after = [
            load + costs[number] + (kinds[number] not in {kinds[n] for n in share}) * start
            for load, share in zip(loads, found, strict=True)
        ]
        least = after.index(min(after))
        found[least].append(number)
        loads[least] = after[least]
    return [share for share in found if share]


def each(
    work: Callable[[T], R],
    pieces: Sequence[T],
    cost: Callable[[T], float],
    kind: Callable[[T], str] = lambda piece: "",
    start: float = 0,
) -> list[R]:
    """Return what ``work`` makes of every piece, in their order.

    ``start`` is what a process pays, in the terms of ``cost``, for the first piece of a
    kind: its modules. What ``work`` raises is raised here.
    """
    count = workers(len(pieces))
    if count == 1:
        return [work(piece) for piece in pieces]
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    global _shared
    _shared = (work, pieces)
    parts = shares([cost(piece) for piece in pieces], [kind(p) for p in pieces], count, start)
    made: dict[int, R] = {}
    try:
        with ProcessPoolExecutor(count, mp_context=get_context("fork")) as pool:
            under_way = [pool.submit(_share, part) for part in parts]
            try:
                for part, future in zip(parts, under_way, strict=True):
                    made.update(zip(part, future.result(), strict=True))
            except BaseException:
                pool.shutdown(wait=False, cancel_futures=True)
                raise
    finally:
        _shared = None
    return [made[number] for number in range(len(pieces))]


def _share(numbers: Sequence[int]) -> list[Any]:
    assert _shared is not None
    work, pieces = _shared
    return [work(pieces[number]) for number in numbers]
