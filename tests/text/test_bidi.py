"""The bidirectional algorithm, judged by the Unicode Consortium's own tests."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from printkit.text import bidi

LETTERS = st.text("ab אב تعا12.,+()[]\u2067\u2068\u2069\u202b\u202c\u0301", max_size=30)


def rows(data: str) -> Iterator[list[str]]:
    for line in data.splitlines():
        fields = line.partition("#")[0].strip().split(";")
        if len(fields) > 1:
            yield [field.strip() for field in fields]


@pytest.mark.slow
def test_every_line_of_the_standards_test_is_ordered_as_it_says(
    unicode_data: Callable[[str], str],
) -> None:
    wrong = []
    count = 0
    for codes, direction, base, levels, order in rows(unicode_data("BidiCharacterTest.txt")):
        count += 1
        text = "".join(chr(int(code, 16)) for code in codes.split())
        paragraph = bidi.resolve(text, None if direction == "2" else int(direction))
        found = bidi.trailing_to_base(text, paragraph, 0, len(text))
        expected = levels.split()
        kept = [i for i, level in enumerate(expected) if level != "x"]
        visual = [kept[i] for i in bidi.visual_order([found[i] for i in kept])]
        if (
            paragraph.base != int(base)
            or [str(found[i]) for i in kept] != [expected[i] for i in kept]
            or visual != [int(i) for i in order.split()]
        ):
            wrong.append(codes)
    assert wrong == []
    assert count == 91_707  # the whole file, as of Unicode 15.0


def test_the_bracket_table_is_the_standards(unicode_data: Callable[[str], str]) -> None:
    expected = {
        chr(int(opening, 16)): chr(int(closing, 16))
        for opening, closing, kind in rows(unicode_data("BidiBrackets.txt"))
        if kind == "o"
    }
    assert expected == bidi.CLOSING


def test_latin_and_numbers_keep_their_order_in_urdu() -> None:
    paragraph = bidi.resolve("یہ 2026 (UK) ہے", 1)
    assert paragraph.levels == [1, 1, 1, 2, 2, 2, 2, 1, 1, 2, 2, 1, 1, 1, 1]


def test_trailing_space_stands_at_the_end_of_the_line() -> None:
    text = "ہے UK  "
    paragraph = bidi.resolve(text, 1)
    assert bidi.trailing_to_base(text, paragraph, 0, len(text))[-2:] == [1, 1]
    ltr = bidi.resolve("ab تع  ", 0)
    assert bidi.trailing_to_base("ab تع  ", ltr, 0, 7)[-2:] == [0, 0]


@given(LETTERS, st.sampled_from([None, 0, 1]))
def test_levels_are_as_many_as_characters_and_never_below_the_base(
    text: str, base: int | None
) -> None:
    paragraph = bidi.resolve(text, base)
    assert len(paragraph.levels) == len(text)
    assert all(level >= paragraph.base for level in paragraph.levels)


@given(st.lists(st.integers(0, 6), max_size=40))
def test_no_character_is_lost_or_doubled_by_ordering(levels: list[int]) -> None:
    assert sorted(bidi.visual_order(levels)) == list(range(len(levels)))


@given(st.lists(st.integers(0, 6), max_size=40))
def test_raising_all_levels_by_one_mirrors_the_line(levels: list[int]) -> None:
    mirrored = bidi.visual_order([level + 1 for level in levels])
    assert mirrored == bidi.visual_order(levels)[::-1]
