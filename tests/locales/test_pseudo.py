"""English made longer, and English turned around."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from printkit.content.markup import spans
from printkit.locales.pseudo import PSEUDO, pseudo

NAMES = ("Q community", "Nesta")
texts = st.lists(
    st.sampled_from([*"abc XYZ 12 .,{}*\\\n’", "{x}", "**", *NAMES]), max_size=60
).map("".join)


@pytest.mark.parametrize(
    ("english", "factor"),
    [
        ("Curious", 2.0),
        ("Listening deeply", 1.7),
        ("Hear what is said, and what is left out.", 1.4),
    ],
)
def test_longer_english_is_longer_by_what_translations_take(english: str, factor: float) -> None:
    found = pseudo(english, "en-XA")
    assert len(found) >= round(factor * len(english.replace(" ", ""))) + english.count(" ")
    assert len(found) <= factor * len(english) + 9
    assert found[0] == "[" and found[-1] == "]"
    assert found.isascii() is False


def test_nothing_but_words_is_changed() -> None:
    english = "**Follow** {title} by Q community,\nwith Nesta*!*"
    longer = pseudo(english, "en-XA", NAMES)
    for kept in ("{title}", "Q community", "Nesta", "\n"):
        assert kept in longer
    assert [(s.strong, s.stress) for s in spans(longer)][:2] == [(False, False), (True, False)]
    turned = pseudo(english, "ar-XB", NAMES)
    assert turned.translate(dict.fromkeys((0x202E, 0x202C, 0x2068, 0x2069))) == english
    assert "\u2068Nesta\u2069" in turned


def test_words_are_turned_one_by_one_and_digits_are_not() -> None:
    assert pseudo("Page 12 of A4", "ar-XB") == (
        "\u202ePage\u202c 12 \u202eof\u202c \u2068A4\u2069"
    )


@pytest.mark.parametrize("tag", PSEUDO)
@given(text=texts)
def test_placeholders_names_breaks_and_marks_survive(tag: str, text: str) -> None:
    found = pseudo(text, tag, NAMES)
    kept = re.compile(r"Q community|Nesta|\{[^{}]*\}|\\[\\*]|\*+|\n")
    assert kept.findall(found) == kept.findall(text)
    assert found.count("\u202e") == found.count("\u202c")


@pytest.mark.parametrize("tag", PSEUDO)
def test_an_empty_text_stays_empty(tag: str) -> None:
    assert pseudo("", tag) == ""
    assert pseudo(" \n", tag) == " \n"
