"""What engines find, as it is told to the writer."""

from __future__ import annotations

from typing import Any

from msgspec import Struct

from printkit.build.plan import Sources
from printkit.build.told import one_of_each, shown, told
from printkit.content.model import Text
from printkit.diagnostics import Diagnostic, Excess, Span
from printkit.files import MemoryFiles


def paths(value: Any, path: str, found: dict[str, str]) -> dict[str, str]:
    """Return the path by ids of every text under the areas and the heart, by its key."""
    if isinstance(value, Text):
        found[value.key] = path
    elif isinstance(value, tuple):
        for item in value:
            if isinstance(item, Struct) and not isinstance(item, Text) and hasattr(item, "id"):
                paths(item, f"{path}[{item.id}]", found)
    elif isinstance(value, Struct):
        for name in value.__struct_fields__:
            paths(getattr(value, name), f"{path}.{name}".removeprefix("."), found)
    return found


def test_keys_are_told_as_paths_by_ids(sample: Sources) -> None:
    expected = paths(sample.framework, "", {})
    assert len(expected) > 120
    same = {key: path for key, path in expected.items() if not key.startswith("sheet.ask.")}
    assert {key: shown(key) for key in same} == same
    assert shown("areas.a.skills.steps.practice.one.text") == (
        "areas[a].skills[steps].practice[one].text"
    )
    assert shown("areas[a].skills") == "areas[a].skills"


def test_a_missing_glyph_is_told_where_it_stands() -> None:
    files = MemoryFiles({"c.yaml": "a: x\nb: >\n  one\n  two \U0001f600 three\n"})
    message = "no font for en has '\U0001f600' (U+1F600 grinning face)"
    item = Diagnostic("missing-glyph", message, Span("c.yaml", 3, 3), "b")
    assert told([item], files, "c.yaml")[0].span == Span("c.yaml", 4, 7)
    absent = Diagnostic("missing-glyph", message.replace("1F600", "1F601"), Span("c.yaml", 3, 3))
    assert told([absent], files, "c.yaml")[0].span == Span("c.yaml", 3, 3)


# -- texts that are too long ---------------------------------------------------------------


def overset(letters: int, where: str, key: str = "a.title", locale: str = "hi-IN") -> Diagnostic:
    excess = Excess("the text 'x'", letters, where, "it takes 2 lines", locale)
    message = f"the text 'x' is about {letters} letters too long for {where} in {locale}: why"
    return Diagnostic("overset", message, Span("c.yaml", 3), key, excess=excess)


def test_one_finding_names_all_places_a_text_is_too_long_for_the_worst_first() -> None:
    items = [
        overset(4, "the sheet at A3"),
        overset(9, "the poster at A1"),
        overset(4, "the sheet at A3"),
        overset(2, "the 70 x 120 mm card", "b.title"),
    ]
    first, second = one_of_each(items)
    assert first.message == (
        "the text 'x' is about 9 letters too long for the poster at A1 in hi-IN "
        "and 4 for the sheet at A3 in hi-IN"
    )
    assert second == items[3]


def test_it_says_where_a_text_fits_in_that_language() -> None:
    fits = {
        ("hi-IN", "a.title"): ["the 70 x 120 mm card"],
        ("ur-IN", "a.title"): ["the poster at A1"],
    }
    [found] = one_of_each([overset(9, "the poster at A1")], fits)
    assert found.message.endswith(": why; it fits the 70 x 120 mm card")
    many = {("hi-IN", "a.title"): [f"the card {n}" for n in range(6)]}
    [found] = one_of_each([overset(9, "the poster at A1")], many)
    assert found.message.endswith("; it fits the card 0, the card 1, the card 2 and 3 more")


def test_what_is_no_excess_is_told_as_it_is() -> None:
    other = Diagnostic("overset", "the steps need 2 mm more height", Span("c.yaml", 5), "a.title")
    fits = {("hi-IN", "a.title"): ["the poster at A1"]}
    assert one_of_each([other, other], fits) == (other,)


def test_of_many_places_the_worst_are_named_and_the_others_counted() -> None:
    [found] = one_of_each([overset(n, f"the card {n}") for n in range(2, 9)])
    assert found.message == (
        "the text 'x' is about 8 letters too long for the card 8 in hi-IN, "
        "7 for the card 7 in hi-IN, 6 for the card 6 in hi-IN and 4 other places"
    )
