"""The plait: neighbours change places, over and under by turns, and come out in order."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from printkit.engines.poster.plait import plait

SHAPES = st.tuples(st.integers(1, 3), st.integers(1, 3), st.integers(3, 12))


@given(SHAPES)
def test_at_every_disc_each_slot_holds_one_thread(shape: tuple[int, int, int]) -> None:
    above, below, discs = shape
    woven = plait(above, below, discs)
    for disc in range(discs):
        assert sorted(slots[disc] for slots in woven.slots) == list(range(above + below))


@given(SHAPES)
def test_a_thread_moves_by_one_slot_at_most(shape: tuple[int, int, int]) -> None:
    above, below, discs = shape
    for slots in plait(above, below, discs).slots:
        assert all(abs(a - b) <= 1 for a, b in pairwise(slots))


@given(SHAPES)
def test_threads_from_above_enter_with_the_outermost_lane_lowest(
    shape: tuple[int, int, int],
) -> None:
    above, below, discs = shape
    woven = plait(above, below, discs)
    assert [woven.slots[area][0] for area in range(above)] == list(range(above))[::-1]


@given(SHAPES)
def test_threads_that_leave_come_out_in_the_order_of_their_lanes(
    shape: tuple[int, int, int],
) -> None:
    above, below, discs = shape
    woven = plait(above, below, discs)
    leaving = [woven.slots[area][-1] for area in range(above, above + below)]
    assert leaving == sorted(leaving, reverse=True)


@given(SHAPES)
def test_each_thread_goes_over_and_under_by_turns(shape: tuple[int, int, int]) -> None:
    above, below, discs = shape
    woven = plait(above, below, discs)
    for thread in range(above + below):
        turns = []
        for pairs in woven.over:
            turns += [over == thread for over, under in pairs if thread in (over, under)]
        assert all(a != b for a, b in pairwise(turns))


@given(SHAPES)
def test_the_pairs_of_a_gap_are_those_that_change_places(shape: tuple[int, int, int]) -> None:
    above, below, discs = shape
    woven = plait(above, below, discs)
    for gap, pairs in enumerate(woven.over):
        named = {thread for pair in pairs for thread in pair}
        moved = {n for n, slots in enumerate(woven.slots) if slots[gap] != slots[gap + 1]}
        assert named == moved
