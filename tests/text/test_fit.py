"""The fit ladder: a role has one size; what does not fit is named to its writer."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from printkit.diagnostics import PrintkitError, Span
from printkit.locales.tags import parse_locale
from printkit.scene.model import Style
from printkit.text.breaking import letters
from printkit.text.compose import Typesetter
from printkit.text.fit import Slot, fit, overset_diagnostic
from printkit.units import mm, pt

Setter = Callable[[str], Typesetter]
MakeStyle = Callable[..., Style]


def slot(key: str, text: str, width: int, **room: int) -> Slot:
    return Slot(key, text, mm(width), span=Span("content/map.yaml", 7, 3), **room)


def test_one_long_text_takes_the_whole_role_down_a_rung(
    typesetter: Setter, style: MakeStyle
) -> None:
    setter = typesetter("en")
    width = setter.set("Facilitating", style()).width
    slots = [
        Slot("a", "Trust", width, max_lines=1),
        Slot("b", "Facilitating", round(width * 0.93), max_lines=1),
    ]
    fitted = fit(setter, slots, style())
    assert fitted.scale == pytest.approx(0.90)
    assert {block.style.size for block in fitted.blocks} == {pt(9)}
    assert fitted.overset == ()


def test_what_fits_is_left_at_its_size(typesetter: Setter, style: MakeStyle) -> None:
    fitted = fit(typesetter("hi"), [slot("a", "भरोसा", 40, max_lines=1)], style())
    assert (fitted.scale, fitted.style) == (1.0, style())


def test_no_rung_goes_below_the_minimum(typesetter: Setter, style: MakeStyle) -> None:
    least = style(minimum=pt(9.2))
    fitted = fit(typesetter("en"), [slot("a", "Collaboration", 5)], least)
    assert fitted.style.size == pt(9.2)
    assert [found.slot.key for found in fitted.overset] == ["a"]


def test_height_is_room_too(typesetter: Setter, style: MakeStyle) -> None:
    setter = typesetter("en")
    text = "three or four lines of reading text in a narrow column"
    needed = setter.set(text, style(), mm(30)).height
    fitted = fit(setter, [Slot("a", text, mm(30), max_height=needed - 1)], style())
    assert fitted.scale < 1 and not fitted.overset
    assert fit(setter, [Slot("a", text, mm(30), max_height=needed)], style()).scale == 1


def test_every_slot_that_does_not_fit_is_named(typesetter: Setter, style: MakeStyle) -> None:
    slots = [
        slot("areas[a].title", "Holding many conversations at once", 30, max_lines=1),
        slot("areas[b].title", "Trust", 30, max_lines=1),
        slot("areas[c].title", "Experimentation", 10, max_lines=2),
    ]
    fitted = fit(typesetter("en"), slots, style())
    assert [found.slot.key for found in fitted.overset] == ["areas[a].title", "areas[c].title"]
    said = [
        str(overset_diagnostic(found, "the poster", parse_locale("en"))) for found in fitted.overset
    ]
    assert said[0].startswith("content/map.yaml:7:3: error[overset]: areas[a].title: the text ")
    assert "'Holding many conversations at once' is about " in said[0]
    assert "letters too long for the poster in en: it takes 2 lines and has room for 1" in said[0]
    assert "the longest word is wider than its line" in said[1]


@pytest.mark.parametrize("lang", ["en", "hi", "ur"])
def test_a_text_cut_by_the_letters_told_fits_or_nearly(
    typesetter: Setter, style: MakeStyle, lang: str
) -> None:
    words = {"en": "listening well ", "hi": "ध्यान से सुनना ", "ur": "غور سے سننا "}[lang]
    text = (words * 9).strip()
    [found] = fit(typesetter(lang), [slot("a", text, 40, max_lines=2)], style()).overset
    ends = letters(text, lang)
    shorter = text[: ends[-1 - found.letters]]
    again = fit(typesetter(lang), [slot("a", shorter, 40, max_lines=2)], style())
    assert len(again.blocks[0].lines) <= 2
    longer = text[: ends[-1 - max(1, found.letters // 2)]]
    assert fit(typesetter(lang), [slot("a", longer, 40, max_lines=2)], style()).overset


def test_missing_glyphs_of_all_slots_are_told_together(
    typesetter: Setter, style: MakeStyle
) -> None:
    slots = [slot("a", "→", 40), slot("b", "fine", 40), slot("c", "漢", 40)]
    with pytest.raises(PrintkitError) as caught:
        fit(typesetter("en"), slots, style())
    assert [found.path for found in caught.value.diagnostics] == ["a", "c"]


@given(
    texts=st.lists(st.text("abc def", min_size=1, max_size=30), min_size=1, max_size=5),
    width=st.integers(5, 40),
    rows=st.integers(1, 3),
)
def test_blocks_are_as_many_as_slots_at_one_size_and_fit_unless_told(
    typesetter: Setter, style: MakeStyle, texts: list[str], width: int, rows: int
) -> None:
    slots = [slot(str(n), text, width, max_lines=rows) for n, text in enumerate(texts)]
    fitted = fit(typesetter("en"), slots, style())
    told = {found.slot.key for found in fitted.overset}
    assert {block.style for block in fitted.blocks} == {fitted.style}
    for place, block in zip(slots, fitted.blocks, strict=True):
        fits = block.width <= place.width and len(block.lines) <= rows
        assert fits == (place.key not in told)
