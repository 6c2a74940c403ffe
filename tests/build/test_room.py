"""The room that is told, judged by texts that are as long: what is promised has to fit."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from printkit.build.plan import Sources
from printkit.build.room import STEPS, Room, coarse, comment, exact, rooms, stand_in
from printkit.content.model import Kit, Text
from printkit.content.texts import map_texts, texts, translation_key
from printkit.diagnostics import PrintkitError, Span
from printkit.engines import engine
from printkit.engines.model import Job, Product
from printkit.locales.samples import sample as sample_of
from printkit.locales.tags import parse_locale
from printkit.text.breaking import letter_count, letters

TARGETS = (("cards", "70x120"), ("poster", "A1"), ("sheet", "A3"), ("guide", "A4"))
LANGUAGES = ("en", "hi-IN", "ur-IN", "ta-IN")

Rooms = Mapping[str, tuple[Room, ...]]


@pytest.fixture(scope="module")
def measured(sample: Sources) -> Mapping[str, Rooms]:
    return {tag: rooms(sample, parse_locale(tag), TARGETS) for tag in LANGUAGES}


@cache
def _other_words(tag: str, longest: int) -> str:
    """Return words of a language in another order than rooms are measured with.

    None is longer than ``longest`` letters, where there are any such words.
    """
    words = sample_of(parse_locale(tag)).split()[::-1]
    short = [word for word in words if letter_count(word, tag) <= longest]
    return " ".join((short or words) * 6)


def as_long(
    sample: Sources, tag: str, target: tuple[str, str], room: Rooms, factor: float, only: str = ""
) -> Product | None:
    """Return the product with texts of so many letters as are told, None where one is refused."""
    locale = parse_locale(tag)
    framework, kit = stand_in(sample.framework, sample.kit, locale)

    def lengthen(text: Text) -> Text:
        key = translation_key(text.key)
        here = [r for r in room.get(key, ()) if (r.product, r.size) == target and r.letters]
        if not here or "{" in text.value or (only and key != only):
            return text
        words = _other_words(tag, min(r.word for r in here) * 3 // 4)
        ends = letters(words, tag)
        starts = [0, *(n + 1 for n, end in enumerate(ends) if words[end - 1] == " ")]
        first = starts[sum(map(ord, key)) % (len(starts) // 2)]
        count = max(1, round(min(r.letters for r in here) * factor))
        value = words[ends[first - 1] if first else 0 : ends[first + count - 1]]
        return replace(text, value=value.strip(), lang=tag)

    layout = sample.layouts.solve(*target, locale, "colour")
    said = map_texts(framework, lengthen)
    own = Kit(kit.language, {key: lengthen(text) for key, text in kit.texts.items()})
    try:
        return engine(layout.engine).make(Job(said, own, locale, layout, sample.fonts))
    except PrintkitError as error:
        assert {item.code for item in error.diagnostics} == {"overset"}
        return None


@pytest.mark.parametrize("tag", LANGUAGES)
@pytest.mark.parametrize("target", TARGETS)
def test_texts_as_long_as_told_fit_all_at_once(
    sample: Sources, measured: Mapping[str, Rooms], tag: str, target: tuple[str, str]
) -> None:
    # Of hundreds of texts some have wider letters than most: a tenth less is for them.
    assert as_long(sample, tag, target, measured[tag], 0.9) is not None


@pytest.mark.parametrize("tag", LANGUAGES)
@pytest.mark.parametrize("target", [("cards", "70x120"), ("sheet", "A3"), ("guide", "A4")])
def test_texts_much_longer_than_told_are_refused(
    sample: Sources, measured: Mapping[str, Rooms], tag: str, target: tuple[str, str]
) -> None:
    assert as_long(sample, tag, target, measured[tag], 1.4) is None


@pytest.mark.parametrize("tag", ["hi-IN", "ta-IN"])
def test_a_single_text_may_be_as_long_as_told(
    sample: Sources, measured: Mapping[str, Rooms], tag: str
) -> None:
    room = measured[tag]
    keys = sorted(key for key in room if key.startswith(("skills.", "attitudes.", "title")))[::17]
    for target in TARGETS[:3]:
        held = [as_long(sample, tag, target, room, 1.0, key) is not None for key in keys]
        assert sum(held) >= len(held) - 1


@pytest.mark.parametrize("tag", LANGUAGES)
def test_every_text_of_a_card_has_a_place(
    sample: Sources, measured: Mapping[str, Rooms], tag: str
) -> None:
    keys = {translation_key(text.key) for text in texts(sample.framework)}
    items = {key for key in keys if key.startswith(("skills.", "attitudes."))}
    assert len(items) > 130
    assert items - measured[tag].keys() == set()


# -- words that stand in -------------------------------------------------------------------


def test_words_that_stand_in_are_as_many_as_a_translation_has(sample: Sources) -> None:
    framework, kit = stand_in(sample.framework, sample.kit, parse_locale("hi-IN"))
    before = {text.key: text for text in texts(sample.framework)}
    after = {text.key: text for text in texts(framework)}
    assert before.keys() == after.keys()
    assert {text.lang for text in after.values()} == {"hi-IN"}
    own = sum(letter_count(text.value, "en") for text in before.values())
    said = sum(letter_count(text.value, "hi-IN") for text in after.values())
    assert 0.5 < said / own < 0.65  # the shipped Hindi has two thirds
    assert framework.title.value.count("\n") == sample.framework.title.value.count("\n")
    assert "{page}" in kit.texts["sheet.page"].value and "{pages}" in kit.texts["sheet.page"].value


def test_a_text_keeps_its_words_whatever_else_there_is(sample: Sources) -> None:
    locale = parse_locale("ta-IN")
    whole, _ = stand_in(sample.framework, sample.kit, locale)
    fewer = replace(sample.framework, areas=sample.framework.areas[1:], prompts=())
    part, _ = stand_in(fewer, sample.kit, locale)
    values = {text.key: text.value for text in texts(whole)}
    assert all(values[text.key] == text.value for text in texts(part))


def test_a_script_without_a_sample_keeps_the_words_of_the_content(sample: Sources) -> None:
    locale = parse_locale("sat-Olck")
    assert stand_in(sample.framework, sample.kit, locale) == (sample.framework, sample.kit)


# -- what is told --------------------------------------------------------------------------


def text(value: str) -> Text:
    return Text("a.title", value, "en", Span("c.yaml"))


ROOMS = (
    Room("cards", "70x120", True, "front", 33, 17),
    Room("cards", "70x120", True, "back", 44, 44),
    Room("cards", "poker", False, "front", 17, 17),
    Room("poster", "A1", True, "", 29, 13),
)


def test_a_comment_says_where_a_text_stands_and_how_much_fits() -> None:
    said = comment(ROOMS, text("Listening well"))
    assert said == (
        "On cards (front, back) and the poster. English has 14 letters; about 25 fit, "
        "about 16 in the tightest size; no word longer than about 12."
    )
    assert comment(ROOMS[1:2], text("x"), "Welsh") == (
        "On cards (back). Welsh has 1 letter; about 40 fit."
    )
    assert comment((), text("x")) == ""
    assert comment((Room("poster", "A1", True),), text("Yes")) == (
        "On the poster. English has 3 letters."
    )


def test_the_exact_form_names_every_size() -> None:
    assert exact(ROOMS) == "cards front: 70x120 33, poker 17; cards back: 70x120 44; poster: A1 29"


@given(st.integers(1, 2000))
def test_a_step_is_at_most_the_room_and_not_far_below(count: int) -> None:
    step = coarse(count)
    assert step in STEPS
    assert step <= count
    assert count > 1000 or step > count * 0.78


def test_a_layout_edit_of_two_per_cent_seldom_changes_a_step() -> None:
    counts = range(10, 400)
    changed = [coarse(count) != coarse(round(count * 1.02)) for count in counts]
    assert sum(changed) < 0.2 * len(changed)
