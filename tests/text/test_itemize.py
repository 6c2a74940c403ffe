"""Cutting paragraphs into items: direction, script, font."""

from __future__ import annotations

import hashlib
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from printkit.files import FolderFiles, LayeredFiles, MemoryFiles
from printkit.fonts.library import FontLibrary
from printkit.locales.tags import parse_locale
from printkit.text import bidi
from printkit.text.itemize import Item, itemize


def items(library: FontLibrary, text: str, hand: str) -> tuple[Item, ...]:
    levels = bidi.resolve(text, 1 if hand in ("Arab", "Aran") else 0).levels
    return itemize(text, levels, [(len(text), 400)], fonts=library, role="sans", hand=hand)


def told(library: FontLibrary, text: str, hand: str) -> list[tuple[str, str]]:
    return [
        (text[item.start : item.end], item.key.name.partition("-")[0] if item.key else "none")
        for item in items(library, text, hand)
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
    assert told(library, "یہ Nesta (UK) کے", "Aran") == [
        ("یہ", "NotoNastaliqUrdu"),
        (" ", "AnekLatin"),
        ("Nesta (UK)", "AnekLatin"),
        (" ", "AnekLatin"),
        ("کے", "NotoNastaliqUrdu"),
    ]


def test_a_name_kept_apart_in_urdu_gets_latin_spaces_too(library: FontLibrary) -> None:
    text = "اور \u2068Nesta\u2069 کی"
    spaces = [item.key for item in items(library, text, "Aran") if text[item.start] == " "]
    assert [key.name for key in spaces if key] == ["AnekLatin-Regular"] * 2


def test_a_word_of_nastaliq_is_never_put_together_from_two_fonts(library: FontLibrary) -> None:
    # U+08C8 is a mark that Naskh has and Nastaliq has not: the whole word is set in Naskh.
    assert told(library, "یہ تعا\u08c8ون ہے", "Aran") == [
        ("یہ ", "NotoNastaliqUrdu"),
        ("تعا\u08c8ون", "NotoNaskhArabic"),
        (" ہے", "NotoNastaliqUrdu"),
    ]


def test_a_word_no_font_has_is_named_whole(library: FontLibrary) -> None:
    text = "تعا\u0897ون ہے"
    assert [
        (text[i.start : i.end], i.missing) for i in items(library, text, "Aran") if i.missing
    ] == [("تعا\u0897ون", ("\u0897",))]


@given(data=st.data())
def test_every_word_of_arabic_letters_has_one_font(
    library: FontLibrary, data: st.DataObject
) -> None:
    letters = "تعاونہےگھ\u0670\u064e\u08c8\u06ca\u0897"
    words = data.draw(st.lists(st.text(letters, max_size=6), min_size=1, max_size=5))
    text = " ".join(f"م{word}" for word in words)
    cuts = {item.end for item in items(library, text, "Aran")}
    assert all(" " in text[cut - 1 : cut + 1] for cut in cuts if cut < len(text))


@pytest.mark.parametrize(
    ("tag", "hand"),
    [
        ("ur", "NotoNastaliqUrdu"),
        ("ur-IN", "NotoNastaliqUrdu"),
        ("ks", "NotoNastaliqUrdu"),
        ("pa-Arab", "NotoNastaliqUrdu"),
        ("fa-Aran", "NotoNastaliqUrdu"),
        ("ar", "NotoNaskhArabic"),
        ("fa", "NotoNaskhArabic"),
        ("ps", "NotoNaskhArabic"),
        ("sd", "NotoNaskhArabic"),
        ("ug", "NotoNaskhArabic"),
    ],
)
def test_arabic_script_is_written_in_the_hand_its_readers_expect(
    library: FontLibrary, tag: str, hand: str
) -> None:
    assert told(library, "سلام", parse_locale(tag).hand) == [("سلام", hand)]


def test_latin_beside_greek_is_set_as_large_as_the_greek_looks(library: FontLibrary) -> None:
    greek, latin = items(library, "με τη Nesta", "Grek")
    assert (greek.scale, latin.scale) == (1.0, 1.1)


@pytest.mark.parametrize(("script", "flat"), [("Grek", "ν"), ("Cyrl", "х")])
def test_latin_is_scaled_to_the_height_of_small_letters_beside_it(
    library: FontLibrary, script: str, flat: str
) -> None:
    def height(hand: str, letter: str) -> float:
        face = library.face(library.pick("sans", hand, 400))
        [glyph] = face.shape(letter, script=hand, lang="und", direction="ltr")
        box = face.extents(glyph.gid)
        assert box is not None
        return box[3] / face.upem

    scale = library.match(library.pick("sans", "Latn", 400), library.pick("sans", script, 400))
    assert scale * height("Latn", "x") == pytest.approx(height(script, flat), rel=0.02)


@pytest.mark.parametrize(
    ("tag", "hand", "shaped", "text"),
    [
        ("ja", "Jpan", "Hira", "カードは技能です。2026年"),
        ("zh", "Hans", "Hani", "协作的技能。2026年"),
        ("zh-TW", "Hant", "Hani", "協作的技能。2026年"),
        ("ko", "Kore", "Hang", "협력의 技能 2026"),
    ],
)
def test_scripts_written_together_are_one_item_in_the_font_that_was_added(
    library: FontLibrary, tag: str, hand: str, shaped: str, text: str
) -> None:
    data = small_font(set(text))
    entry = f"""
[[font]]
family = "Added"
file = "Added.ttf"
role = "sans"
scripts = ["{hand}"]
weight = 400
latin = 1.1
package = "none"
version = "1"
licence = "none"
sha256 = "{hashlib.sha256(data).hexdigest()}"
"""
    folder = FolderFiles(Path(__file__).parents[2])
    listed = folder.read("fonts/fonts.toml").decode() + entry
    own = MemoryFiles({"fonts/fonts.toml": listed, "fonts/Added.ttf": data})
    added = FontLibrary.load(LayeredFiles(own, folder))
    assert parse_locale(tag).hand == hand
    [item] = items(added, text, hand)
    assert (item.script, item.key and item.key.name) == (shaped, "Added-Regular")
    first, latin = items(added, f"{text} Nesta", hand)
    assert (first.scale, latin.script, latin.scale) == (1.0, "Latn", 1.1)


def small_font(letters: set[str]) -> bytes:
    """Return a TrueType font that has the letters, each a square."""
    from fontTools.fontBuilder import FontBuilder
    from fontTools.pens.ttGlyphPen import TTGlyphPen

    pen = TTGlyphPen(None)
    pen.moveTo((0, 0))
    for corner in ((0, 800), (800, 800), (800, 0)):
        pen.lineTo(corner)
    pen.closePath()
    names = {ord(letter): f"u{ord(letter):04X}" for letter in sorted({*letters, " "})}
    font = FontBuilder(1000)
    font.setupGlyphOrder([".notdef", *names.values()])
    font.setupCharacterMap(names)
    square = pen.glyph()
    font.setupGlyf({name: square for name in (".notdef", *names.values())})
    font.setupHorizontalMetrics({name: (1000, 0) for name in (".notdef", *names.values())})
    font.setupHorizontalHeader(ascent=800, descent=-200)
    font.setupPost()
    data = io.BytesIO()
    font.save(data)
    return data.getvalue()


def test_a_mark_stays_with_the_sign_it_stands_on(library: FontLibrary) -> None:
    assert told(library, "क 1\u0301 ख", "Deva")[1:2] == [("1\u0301", "AnekLatin")]


def test_a_change_of_weight_is_a_change_of_font(library: FontLibrary) -> None:
    text = "small things"
    found = itemize(
        text, [0] * 12, [(5, 700), (12, 400)], fonts=library, role="sans", hand="Latn"
    )
    assert [(i.start, i.end, i.key.name) for i in found if i.key] == [
        (0, 5, "AnekLatin-Bold"),
        (5, 12, "AnekLatin-Regular"),
    ]


@given(
    text=st.text("ab, (क्षि1।ت ع\u200c\u2068\u2069۔ 漢\U0001f600", min_size=1, max_size=40),
    hand=st.sampled_from(["Latn", "Deva", "Arab", "Aran", "Taml", "Grek"]),
)
def test_items_cover_the_text_and_their_fonts_cover_them(
    library: FontLibrary, text: str, hand: str
) -> None:
    found = items(library, text, hand)
    assert "".join(text[item.start : item.end] for item in found) == text
    for item in found:
        piece = text[item.start : item.end]
        if item.key is None:
            assert item.missing and set(item.missing) <= set(piece)
        else:
            assert library.face(item.key).covers(piece)
