"""Proofreading: each fault a machine can see is named, and good translations pass."""

from __future__ import annotations

import pytest

from printkit.build.proofread import read, tidy
from printkit.diagnostics import Severity, Span
from printkit.locales.catalogue import Message, Unit
from printkit.locales.tags import parse_locale

NAMES = ("Q community", "Nesta")


def findings(
    source: str, text: str, tag: str = "hi-IN", key: str = "skills.a.line"
) -> list[tuple[str, Severity]]:
    message = Message(key, source, text, Span("x.po", 3, 9))
    _, found = read(Unit(key, source), message, parse_locale(tag), NAMES, "en")
    assert all(item.span == Span("x.po", 3, 9) and item.path == key for item in found)
    return [(item.code, item.severity) for item in found]


E, W = Severity.ERROR, Severity.WARNING


@pytest.mark.parametrize(
    ("source", "text", "expected"),
    [
        ("Building trust", "भरोसा बनाना", []),
        ("Do it.", "इसे करो।", []),
        ("When?", "कब?", []),
        ("By Nesta", "नेस्टा द्वारा", [("protected", E)]),
        ("By Nesta", "Nesta द्वारा", []),
        ("A **b** c", "क **ख** ग", []),
        ("A **b** c", "क ख ग", [("markup", W)]),
        ("A b c", "क **ख ग", [("markup", E)]),
        ("Trust", "भरो\u202eसा", [("control-character", E)]),
        ("Trust", "\u2066भरोसा", [("bidi", E)]),
        ("Trust", "\u2066भरोसा\u2069", []),
        ("Building trust here", "Building trust यहाँ", [("wrong-script", W)]),
        ("See https://example.org/very/long", "देखें https://example.org/very/long", []),
        ("Do it.", "इसे करो", [("punctuation", W)]),
        ("When?", "कब।", [("punctuation", W)]),
        ("Trust", "भरोसा।", [("punctuation", W)]),
        ("“I don’t know.”", "“मुझे नहीं पता।”", []),
        ("Trust", "भरोसा " * 80, [("too-long", E)]),
    ],
)
def test_a_fault_is_found(source: str, text: str, expected: list[tuple[str, Severity]]) -> None:
    assert findings(source, text) == expected


@pytest.mark.parametrize(
    ("tag", "text"), [("ur-IN", "کہیں: ”معلوم نہیں۔“"), ("de", "„Ich weiß es nicht.“")]
)
def test_a_full_stop_may_stand_before_the_closing_mark_of_any_language(tag: str, text: str) -> None:
    assert findings("Say “I don’t know.”", text, tag) == []


def test_a_piece_of_the_source_left_inside_is_found_in_the_same_script() -> None:
    source = "You ring back when you said you would."
    assert findings(source, "Rydych yn ring back when you said.", "cy-GB") == [("left-over", W)]
    assert findings(source, "Rydych chi’n ffonio’n ôl pan ddwedoch chi.", "cy-GB") == []
    assert findings("Nesta", "Nesta", "cy-GB") == []


def test_the_same_text_on_purpose_is_no_fault_in_the_same_script() -> None:
    assert findings("Start here now today", "Start here now today", "cy-GB") == []


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("{titel}", "placeholder"),
        ("पोस्टर", "placeholder"),
        ("{title: साथ मिलकर बदलाव का पोस्टर", "placeholder"),
        ("{title}: पोस्टर", ""),
    ],
)
def test_placeholders_are_those_of_the_word(text: str, code: str) -> None:
    found = {code for code, _ in findings("{title}: poster", text, key="kit.titles.poster")}
    assert found == ({code} if code else set())


def test_thai_needs_no_full_stop() -> None:
    assert findings("Do it.", "ทำเลย", "th") == []


def test_the_credit_may_name_the_source_in_its_own_letters() -> None:
    source = "Based on Skills for collaborative change, by Q community with Nesta."
    text = "Skills for collaborative change पर आधारित, Q community, Nesta।"
    assert findings(source, text, key="credit.line") == []
    assert findings(source, text, key="skills.a.line") == [("wrong-script", W)]


def test_white_space_is_the_sources() -> None:
    assert tidy("  a\n  b  c ", "x y") == "a b c"
    assert tidy(" a \n\n b ", "x\ny") == "a\nb"
