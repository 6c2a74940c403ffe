"""Pieces of work in several processes: the same results, the same errors."""

from __future__ import annotations

import os

import pytest

from printkit.build import pool
from printkit.diagnostics import Diagnostic, PrintkitError


def halves(number: int) -> tuple[float, int]:
    if number == 13:
        raise PrintkitError(Diagnostic("value", "thirteen is not halved"))
    return number / 2, os.getpid()


@pytest.mark.parametrize("count", [1, 2])
def test_results_come_in_the_order_of_the_pieces(
    monkeypatch: pytest.MonkeyPatch, count: int
) -> None:
    monkeypatch.setattr(pool, "workers", lambda pieces: count)
    made = pool.each(halves, range(7), cost=lambda number: number)
    assert [half for half, _ in made] == [0, 0.5, 1, 1.5, 2, 2.5, 3]
    assert all((process == os.getpid()) is (count == 1) for _, process in made)


@pytest.mark.parametrize("count", [1, 2])
def test_a_problem_in_a_piece_is_the_same_problem_here(
    monkeypatch: pytest.MonkeyPatch, count: int
) -> None:
    monkeypatch.setattr(pool, "workers", lambda pieces: count)
    with pytest.raises(PrintkitError, match="thirteen is not halved"):
        pool.each(halves, range(20), cost=lambda number: 1)


def test_one_piece_needs_no_second_process() -> None:
    assert pool.workers(1) == 1
