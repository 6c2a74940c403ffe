"""Dates, digits and lists of names as CLDR has them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import printkit.locales.data as data
from printkit.locales.dates import written_date
from printkit.locales.lists import joined, listed
from printkit.locales.tags import digits, parse_locale, with_digits


@pytest.mark.parametrize(
    ("tag", "month", "day"),
    [
        ("en", "November 2026", "30 November 2026"),
        ("en-GB", "November 2026", "30 November 2026"),
        ("en-US", "November 2026", "November 30, 2026"),
        ("hi-IN", "नवंबर 2026", "30 नवंबर 2026"),
        ("mr-IN", "नोव्हेंबर 2026", "30 नोव्हेंबर, 2026"),
        ("bn-IN", "নভেম্বর 2026", "30 নভেম্বর, 2026"),
        ("ta-IN", "நவம்பர் 2026", "30 நவம்பர், 2026"),
        ("te-IN", "నవంబర్ 2026", "30 నవంబర్, 2026"),
        ("cy-GB", "Tachwedd 2026", "30 Tachwedd 2026"),
        ("ur-IN", "\u2068نومبر 2026\u2069", "\u206830 نومبر، 2026\u2069"),
        ("ru", "ноябрь 2026 г.", "30 ноября 2026 г."),
        ("es-MX", "noviembre de 2026", "30 de noviembre de 2026"),
        ("ja", "2026年11月", "2026年11月30日"),
        ("eu", "2026(e)ko azaroa", "2026(e)ko azaroaren 30(a)"),
        ("sr-Latn", "novembar 2026.", "30. novembar 2026."),
        ("hi-Latn", "November 2026", "30 November, 2026"),
        ("en-XA", "November 2026", "30 November 2026"),
    ],
)
def test_dates_follow_the_long_pattern_of_the_language(tag: str, month: str, day: str) -> None:
    locale = parse_locale(tag)
    assert written_date("2026-11", locale).replace("\u202f", " ") == month
    assert written_date("2026-11-30", locale).replace("\u202f", " ") == day


@pytest.mark.parametrize("tag", ["gon", "kha", "ur-Latn", "mr-Latn"])
def test_a_language_cldr_has_no_months_for_keeps_the_iso_date(tag: str) -> None:
    assert written_date("2026-11-30", parse_locale(tag)) == "2026-11-30"


def test_an_iso_date_in_a_right_to_left_page_is_isolated() -> None:
    assert written_date("2026-11", parse_locale("ar-XB")) == "\u20682026-11\u2069"


def test_the_digits_of_a_date_are_those_of_the_locale() -> None:
    marathi = with_digits(parse_locale("mr-IN"), "auto")
    assert written_date("2026-11-30", marathi) == "३० नोव्हेंबर, २०२६"
    assert written_date("2026-11", with_digits(parse_locale("hi-IN"), "auto")) == "नवंबर 2026"
    assert written_date("2026-11", with_digits(parse_locale("hi-IN"), "native")) == "नवंबर २०२६"


def test_digits_are_latin_native_or_what_cldr_prefers() -> None:
    wanted = {"hi-IN": "24", "mr-IN": "२४", "bn-IN": "২৪", "ur-IN": "۲۴", "ur-PK": "24"}
    assert {
        tag: digits(24, with_digits(parse_locale(tag), "auto")) for tag in wanted
    } == wanted
    assert digits(24, with_digits(parse_locale("mr"), "latn")) == "24"
    assert digits(24, with_digits(parse_locale("ta"), "native")) == "௨௪"


def test_what_is_no_date_stays_as_it_is() -> None:
    assert written_date("2026-13", parse_locale("en")) == "2026-13"
    assert written_date("soon", parse_locale("hi")) == "soon"


def test_every_language_with_months_writes_every_month_otherwise() -> None:
    held = json.loads((Path(data.__file__).parent / "data.json").read_text("utf-8"))
    for tag, names in held["months"].items():
        locale = parse_locale(tag)
        found = {written_date(f"2026-{month:02}", locale) for month in range(1, 13)}
        assert len(found) == 12, tag
        assert all("2026" in date for date in found), tag
        assert names.count("|") in (11, 23), tag


@pytest.mark.parametrize(
    ("tag", "two", "three"),
    [
        ("en", "Q community and Nesta", "A, B and C"),
        ("en-US", "Q community and Nesta", "A, B, and C"),
        ("hi-IN", "Q community और Nesta", "A, B, और C"),
        ("cy", "Q community a Nesta", "A, B, a C"),
        ("zh", "Q community和Nesta", "A、B和C"),
        ("gon", "Q community, Nesta", "A, B, C"),
    ],
)
def test_names_are_joined_as_the_language_joins_them(tag: str, two: str, three: str) -> None:
    locale = parse_locale(tag)
    assert joined(["Q community", "Nesta"], locale) == two
    assert joined(["A", "B", "C"], locale) == three
    assert joined(["Nesta"], locale) == "Nesta"
    assert joined([], locale) == ""


def test_welsh_and_looks_at_the_word_that_follows() -> None:
    assert joined(["Nesta", "Adnoddau"], parse_locale("cy")) == "Nesta ac Adnoddau"


def test_latin_names_are_isolated_between_right_to_left_words() -> None:
    urdu = parse_locale("ur")
    assert joined(["Q community", "Nesta"], urdu) == (
        "\u2068Q community\u2069 اور \u2068Nesta\u2069"
    )
    assert listed(["NGO X", "Pune"], urdu) == "\u2068NGO X\u2069، \u2068Pune\u2069"
    assert listed(["NGO X", "", "2026"], parse_locale("hi")) == "NGO X, 2026"


def test_a_name_with_braces_is_no_pattern() -> None:
    assert joined(["{1}", "{0}"], parse_locale("en")) == "{1} and {0}"
