"""Bringing catalogues up to date: by key, so that no card gets another card's text."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from printkit.diagnostics import Span
from printkit.locales.catalogue import Catalogue, Message, Unit, state
from printkit.locales.sync import synchronised

FILE = "hi.po"


def catalogue(*messages: Message, obsolete: tuple[Message, ...] = ()) -> Catalogue:
    return Catalogue(
        "hi", FILE, messages={m.key: m for m in messages}, obsolete={m.key: m for m in obsolete}
    )


def message(key: str, source: str, text: str, fuzzy: bool = False, previous: str = "") -> Message:
    return Message(key, source, text, Span(FILE), fuzzy, previous)


def states(units: list[Unit], found: Catalogue) -> dict[str, str]:
    return {unit.key: state(unit, found.messages.get(unit.key)) for unit in units}


def test_a_reworded_title_keeps_its_card_though_a_new_card_has_nearly_the_old_title() -> None:
    old = catalogue(message("trust.title", "Building trust", "भरोसा"))
    units = [Unit("trust.title", "Earning confidence"), Unit("other.title", "Building trust!")]
    new, changes = synchronised(units, old)
    kept = new.messages["trust.title"]
    assert (kept.text, kept.fuzzy, kept.previous) == ("भरोसा", True, "Building trust")
    assert new.messages["other.title"].text == ""
    assert (changes.added, changes.stale) == (("other.title",), ("trust.title",))
    assert states(units, new) == {"trust.title": "stale", "other.title": "missing"}


def test_a_text_that_changes_twice_remembers_what_was_translated() -> None:
    old = catalogue(message("a", "one", "ek"))
    second, _ = synchronised([Unit("a", "two")], old)
    third, changes = synchronised([Unit("a", "three")], second)
    assert third.messages["a"].previous == "one"
    assert changes.stale == ()


def test_a_text_that_changes_back_is_done_again() -> None:
    old = catalogue(message("a", "one", "ek"))
    changed, _ = synchronised([Unit("a", "two")], old)
    back, changes = synchronised([Unit("a", "one")], changed)
    assert (back.messages["a"].fuzzy, back.messages["a"].previous) == (False, "")
    assert changes.settled == ("a",)


def test_a_small_fix_of_the_source_settles_the_texts_that_are_named() -> None:
    old = catalogue(message("skills.a.title", "teh", "x"), message("skills.b.title", "teh", "y"))
    units = [Unit("skills.a.title", "the"), Unit("skills.b.title", "the")]
    new, changes = synchronised(units, old, ("skills.a",))
    assert states(units, new) == {"skills.a.title": "done", "skills.b.title": "stale"}
    assert (changes.settled, changes.stale) == (("skills.a.title",), ("skills.b.title",))
    every, _ = synchronised(units, old, ("*",))
    assert set(states(units, every).values()) == {"done"}


def test_what_is_gone_is_put_aside_and_comes_back() -> None:
    old = catalogue(message("a", "one", "ek"), message("b", "two", ""))
    without, changes = synchronised([], old)
    assert (changes.gone, list(without.obsolete)) == (("a",), ["a"])
    back, changes = synchronised([Unit("a", "one")], without)
    assert (back.messages["a"].text, back.obsolete) == ("ek", {})
    assert changes.revived == ("a",)


def test_a_renamed_id_takes_its_translation_along() -> None:
    old = catalogue(message("skills.trust.title", "Trust", "भरोसा"))
    units = [Unit("skills.building-trust.title", "Trust", formerly=("skills.trust.title",))]
    new, changes = synchronised(units, old)
    assert new.messages["skills.building-trust.title"].text == "भरोसा"
    assert (new.obsolete, changes.added, changes.gone) == ({}, (), ())


def test_a_doubt_stays_until_a_person_settles_it() -> None:
    old = catalogue(message("a", "one", "ek", fuzzy=True))
    new, _ = synchronised([Unit("a", "one")], old, ("*",))
    assert states([Unit("a", "one")], new) == {"a": "unsure"}


def test_states_are_told_apart() -> None:
    unit = Unit("a", "one")
    assert state(unit, None) == "missing"
    assert state(unit, message("a", "one", "")) == "missing"
    assert state(unit, message("a", "one", "ek")) == "done"
    assert state(unit, message("a", "one", "one")) == "same"
    assert state(unit, message("a", "one", "ek", fuzzy=True)) == "unsure"
    assert state(unit, message("a", "one", "ek", fuzzy=True, previous="eins")) == "stale"
    assert state(unit, message("a", "one", "ek", fuzzy=True, previous="one")) == "unsure"
    assert state(unit, message("a", "eins", "ek")) == "stale"  # never brought up to date


KEYS = st.sampled_from("abcdef")


@given(st.dictionaries(KEYS, st.sampled_from("xyz")), st.dictionaries(KEYS, st.sampled_from("xyz")))
def test_no_translation_is_lost_or_moved_and_a_second_time_changes_nothing(
    sources: dict[str, str], texts: dict[str, str]
) -> None:
    old = catalogue(*(message(key, source, f"{key}{source}") for key, source in texts.items()))
    units = [Unit(key, source) for key, source in sources.items()]
    new, _ = synchronised(units, old)
    everything = {**new.messages, **new.obsolete}
    for key, source in texts.items():
        assert everything[key].text == f"{key}{source}"
    assert list(new.messages) == list(sources)
    again, changes = synchronised(units, new)
    assert (again, bool(changes)) == (new, False)


def test_a_former_id_told_late_still_brings_its_translation() -> None:
    old = catalogue(message("skills.trust.title", "Trust", "भरोसा"))
    early, _ = synchronised([Unit("skills.confidence.title", "Trust")], old)
    late = [Unit("skills.confidence.title", "Trust", formerly=("skills.trust.title",))]
    new, changes = synchronised(late, early)
    assert new.messages["skills.confidence.title"].text == "भरोसा"
    assert (new.obsolete, changes.revived) == ({}, ("skills.confidence.title",))


def test_what_is_put_aside_comes_back_as_it_went() -> None:
    stale = message("a", "two", "ek", fuzzy=True, previous="one")
    doubt = message("b", "one", "ek", fuzzy=True)
    guess = replace(message("c", "one", "ek", fuzzy=True, previous="eins"), borrowed="x")
    aside, _ = synchronised([], catalogue(stale, doubt, guess))
    units = [Unit("a", "two"), Unit("b", "one"), Unit("c", "one")]
    back, _ = synchronised(units, aside)
    assert states(units, back) == {"a": "stale", "b": "unsure", "c": "unsure"}
    assert back.messages["a"].previous == "one"
