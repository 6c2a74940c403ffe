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


def each(work: Callable[[T], R], pieces: Sequence[T], cost: Callable[[T], float]) -> list[R]:
    """Return what ``work`` makes of every piece, in their order.

    The dearest pieces begin first. What ``work`` raises is raised here.
    """
    count = workers(len(pieces))
    if count == 1:
        return [work(piece) for piece in pieces]
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    global _shared
    _shared = (work, pieces)
    order = sorted(range(len(pieces)), key=lambda number: -cost(pieces[number]))
    try:
        with ProcessPoolExecutor(count, mp_context=get_context("fork")) as pool:
            under_way = {number: pool.submit(_piece, number) for number in order}
            try:
                return [under_way[number].result() for number in range(len(pieces))]
            except BaseException:
                pool.shutdown(wait=False, cancel_futures=True)
                raise
    finally:
        _shared = None


def _piece(number: int) -> Any:
    assert _shared is not None
    work, pieces = _shared
    return work(pieces[number])
