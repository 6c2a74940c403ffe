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


def test_a_kind_stays_with_one_process_where_the_shares_come_out_even() -> None:
    costs = [280, 280, 34, 34, 34, 34]
    kinds = ["pdf", "svg"] * 3
    assert pool.shares(costs, kinds, 2, start=70) == [[0, 2, 4], [1, 3, 5]]


def test_a_kind_is_taken_up_again_where_that_is_sooner() -> None:
    assert pool.shares([280] * 4, ["pdf"] * 4, 2, start=70) == [[0, 2], [1, 3]]
    assert pool.shares([280, 30], ["pdf", "pdf"], 4, start=70) == [[0], [1]]
