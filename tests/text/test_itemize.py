"""Cutting paragraphs into items: direction, script, font."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from printkit.fonts.library import FontLibrary
from printkit.text import bidi
from printkit.text.itemize import Item, itemize


def items(library: FontLibrary, text: str, script: str) -> tuple[Item, ...]:
    levels = bidi.resolve(text, 1 if script == "Arab" else 0).levels
    return itemize(text, levels, [(len(text), 400)], fonts=library, role="sans", script=script)


def told(library: FontLibrary, text: str, script: str) -> list[tuple[str, str]]:
    return [
        (text[item.start : item.end], item.key.name.partition("-")[0] if item.key else "none")
        for item in items(library, text, script)
    ]


def test_digits_and_signs_a_script_lacks_come_from_latin(library: FontLibrary) -> None:
    assert told(library, "सीखना, 2026 में।", "Deva") == [
        ("सीखना", "AnekDevanagari"),
        (",", "AnekLatin"),
        (" ", "AnekDevanagari"),
        ("2026", "AnekLatin"),
        (" में।", "AnekDevanagari"),
    ]


def test_digits_of_the_script_stay_in_its_font(library: FontLibrary) -> None:
    assert told(library, "२०२६ में ₹५", "Deva") == [("२०२६ में ₹५", "AnekDevanagari")]


def test_a_word_of_another_script_is_shaped_as_that_script(library: FontLibrary) -> None:
    scripts = [item.script for item in items(library, "with सहयोग (तथा) and", "Latn")]
    assert scripts == ["Latn", "Deva", "Latn", "Deva", "Latn"]
    assert told(library, "Nesta (UK) के साथ।", "Deva")[1:] == [(" के साथ।", "AnekDevanagari")]


def test_a_closing_bracket_has_the_font_of_its_opening_one(library: FontLibrary) -> None:
    found = told(library, "क (Nesta) ख", "Deva")
    assert found[1:2] == [("(Nesta)", "AnekLatin")]


def test_a_latin_phrase_in_urdu_keeps_its_brackets_and_gets_a_latin_space(
    library: FontLibrary,
) -> None:
    assert told(library, "یہ Nesta (UK) کے", "Arab") == [
        ("یہ", "NotoNastaliqUrdu"),
        (" ", "AnekLatin"),
        ("Nesta (UK)", "AnekLatin"),
        (" ", "AnekLatin"),
        ("کے", "NotoNastaliqUrdu"),
    ]


def test_a_word_of_nastaliq_is_never_put_together_from_two_fonts(library: FontLibrary) -> None:
    # U+08C8 is a mark that no font here has: the whole word is named, not cut.
    text = "تعا\u08c8ون ہے"
    found = items(library, text, "Arab")
    assert [(text[i.start : i.end], i.missing) for i in found if i.missing] == [
        ("تعا\u08c8ون", ("\u08c8",))
    ]


def test_a_mark_stays_with_the_sign_it_stands_on(library: FontLibrary) -> None:
    assert told(library, "क 1\u0301 ख", "Deva")[1:2] == [("1\u0301", "AnekLatin")]


def test_a_change_of_weight_is_a_change_of_font(library: FontLibrary) -> None:
    text = "small things"
    found = itemize(
        text, [0] * 12, [(5, 700), (12, 400)], fonts=library, role="sans", script="Latn"
    )
    assert [(i.start, i.end, i.key.name) for i in found if i.key] == [
        (0, 5, "AnekLatin-Bold"),
        (5, 12, "AnekLatin-Regular"),
    ]


@given(
    text=st.text("ab, (क्षि1।ت ع\u200c\u2068\u2069۔ 漢\U0001f600", min_size=1, max_size=40),
    script=st.sampled_from(["Latn", "Deva", "Arab"]),
)
def test_items_cover_the_text_and_their_fonts_cover_them(
    library: FontLibrary, text: str, script: str
) -> None:
    found = items(library, text, script)
    assert "".join(text[item.start : item.end] for item in found) == text
    for item in found:
        piece = text[item.start : item.end]
        if item.key is None:
            assert item.missing and set(item.missing) <= set(piece)
        else:
            assert library.face(item.key).covers(piece)
