"""Where lines may end, judged by the Unicode Consortium's own tests."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from printkit.text.breaking import Break, kept_whole, letter_count, letters, line_breaks


def test_breaks_are_as_good_as_those_of_the_library_can_be(
    unicode_data: Callable[[str], str],
) -> None:
    right = count = 0
    for line in unicode_data("auxiliary/LineBreakTest.txt").splitlines():
        marks = line.partition("#")[0].split()
        if not marks:
            continue
        text = "".join(chr(int(mark, 16)) for mark in marks[1::2])
        expected = [at for at, mark in enumerate(marks[::2]) if mark == "÷" and at]
        right += [found.next for found in line_breaks(text, "en")] == expected
        count += 1
    # The rest are rules that changed between Unicode 15.0, whose test this is, and ICU's own.
    assert count == 7654
    assert right >= 7621


def test_a_line_ends_before_its_space_and_the_next_begins_after_it() -> None:
    assert line_breaks("a  b", "en") == (Break(1, 3), Break(4, 4))


@pytest.mark.parametrize(
    ("lang", "text", "ends"),
    [
        ("hi", "सीखना। साथ", [6, 10]),  # the danda stays with its word
        ("en", "50\u00a0km a\u2011b", [5, 9]),
        ("ur", "ہے۔ کیا", [3, 7]),
        ("en", "well-being", [5, 10]),
        ("th", "สวัสดีครับ", [6, 10]),
    ],
)
def test_lines_end_where_a_reader_expects(lang: str, text: str, ends: list[int]) -> None:
    assert [found.end for found in line_breaks(text, lang)] == ends


def test_offsets_count_characters_beyond_the_basic_plane_once() -> None:
    assert [found.next for found in line_breaks("\U0001f600\U0001f600 a b", "en")][-3:] == [3, 5, 6]


@given(st.text("ab \u00adक्ष \U0001f600تع-", min_size=1, max_size=30))
def test_breaks_rise_and_the_last_is_the_end_of_the_text(text: str) -> None:
    found = line_breaks(text, "en")
    assert found[-1].next == len(text)
    assert all(a.next < b.next for a, b in pairwise(found))
    assert all(0 <= place.end <= place.next for place in found)


def test_a_name_is_kept_on_one_line() -> None:
    text = "by Q community and Nesta, Q community"
    breaks = kept_whole(text, line_breaks(text, "en"), ("Q community",))
    assert [text[: found.end] for found in breaks] == [
        "by", "by Q community", "by Q community and", "by Q community and Nesta,", text,
    ]  # fmt: skip


# -- letters -------------------------------------------------------------------------------


def test_letters_are_the_grapheme_clusters_of_unicode(unicode_data: Callable[[str], str]) -> None:
    right = count = 0
    for line in unicode_data("auxiliary/GraphemeBreakTest.txt").splitlines():
        marks = line.partition("#")[0].split()
        if not marks:
            continue
        text = "".join(chr(int(mark, 16)) for mark in marks[1::2])
        expected = tuple(at for at, mark in enumerate(marks[::2]) if mark == "÷" and at)
        right += letters(text) == expected
        count += 1
    # One is a rule that changed after Unicode 15.0: joined consonants are one letter.
    assert (right, count) == (601, 602)


@pytest.mark.parametrize(
    ("lang", "text", "count"),
    [
        ("en", "Listening", 9),
        ("cy", "Gwrando’n astud", 15),
        ("hi", "क्षेत्र", 2),  # joined consonants with their vowel signs are one letter each
        ("ta", "நிலை", 2),
        ("bn", "ক্ষ", 1),
        ("ur", "کِتاب", 4),
        ("vi", "Việt", 4),
        ("vi", "Vie\u0323\u0302t", 4),
        ("en", "\U0001f469\u200d\U0001f52c a", 3),
    ],
)
def test_letters_are_counted_as_a_reader_counts_them(lang: str, text: str, count: int) -> None:
    assert letter_count(text, lang) == count


@given(st.text("ab क्षि\U0001f600تع\u0651-", max_size=30))
def test_letters_rise_and_end_with_the_text(text: str) -> None:
    found = letters(text, "hi")
    assert all(a < b for a, b in pairwise((0, *found)))
    assert (found or (0,))[-1] == len(text)
