"""The small markup: strong, stress, and a star that is a star."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from printkit.content.markup import plain, spans, unclosed


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("", []),
        ("plain", [("plain", False, False)]),
        ("a **b** c", [("a ", False, False), ("b", True, False), (" c", False, False)]),
        ("a *b*", [("a ", False, False), ("b", False, True)]),
        (
            "**a *b* c**",
            [("a ", True, False), ("b", True, True), (" c", True, False)],
        ),
        ("5 * 3", [("5 * 3", False, False)]),
        (r"5\*3 \\ x", [(r"5*3 \ x", False, False)]),
        ("**भरोसा**", [("भरोसा", True, False)]),
        ("a **b", [("a **b", False, False)]),
        ("a *b **c**", [("a *b ", False, False), ("c", True, False)]),
    ],
)
def test_marks_become_spans(value: str, expected: list[tuple[str, bool, bool]]) -> None:
    assert [tuple(span) for span in spans(value)] == expected


@pytest.mark.parametrize(
    ("value", "at"),
    [("**a**", None), ("a *b", 2), ("*a* **b", 4), ("5 * 3", None), (r"\*a", None), ("**a*", 0)],
)
def test_a_mark_that_is_never_closed_is_found(value: str, at: int | None) -> None:
    assert unclosed(value) == at


@given(st.text("ab *\\\n", max_size=20))
def test_no_letter_is_lost_between_marks(value: str) -> None:
    found = spans(value)
    assert "".join(span.text for span in found) == plain(value)
    assert all(span.text for span in found)
    letters = [char for char in value if char in "ab\n "]
    assert [char for char in plain(value) if char in "ab\n "] == letters


@given(st.text("ab \n", max_size=20))
def test_text_without_marks_is_itself(value: str) -> None:
    assert plain(value) == value
