"""One font: shaping judged by hb-shape, subsets and outlines by fontTools."""

from __future__ import annotations

import io
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from fontTools.ttLib.sfnt import SFNTWriter
from hypothesis import given
from hypothesis import strategies as st

from printkit.files import FolderFiles
from printkit.fonts.face import Face, script_of
from printkit.fonts.library import FontLibrary
from printkit.scene.model import Direction

FONTS = Path(__file__).parents[2] / "fonts"
LIBRARY = FontLibrary.load(FolderFiles(FONTS.parent))

WORDS = {
    ("Deva", "hi"): "क्षत्रिय नियुक्ति शक्ति र्त्स्न्य हूँ प्रश्न कर्त्री दृष्टि",
    ("Arab", "ur"): "تعاون مہارتیں کیجیے لائحہ اللہ سوالات ۂ",
    ("Latn", "en"): "office affluent fjord AVATAR To, 1/2",
    ("Latn", "pl"): "źdźbło gżegżółka Łódź",
    ("Latn", "vi"): "nghiêng thuở Nguyễn e\u0302\u0301",
}
HARD_WORDS = [(*of, word) for of, words in WORDS.items() for word in words.split()]


def face(script: str, weight: int = 700) -> Face:
    return LIBRARY.face(LIBRARY.pick("sans", script, weight))


def direction(script: str) -> Direction:
    return "rtl" if script == "Arab" else "ltr"


@pytest.mark.parametrize("weight", [400, 700])
@pytest.mark.parametrize(("script", "lang", "word"), HARD_WORDS)
def test_glyphs_are_those_of_hb_shape(
    judge: Callable[[str], str], script: str, lang: str, word: str, weight: int
) -> None:
    key = LIBRARY.pick("sans", script, weight)
    command = [judge("hb-shape"), str(FONTS / LIBRARY.font(key).file), word, f"--script={script}"]
    command += [f"--language={lang}", f"--direction={direction(script)}", "--no-glyph-names"]
    command += ["--no-clusters", "--no-positions"]
    command += [f"--variations={tag}={value}" for tag, value in key.axes]
    shaped = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    expected = [int(gid) for gid in shaped.strip().strip("[]").split("|")]
    glyphs = face(script, weight).shape(word, script=script, lang=lang, direction=direction(script))
    assert [glyph.gid for glyph in glyphs] == expected
    assert 0 not in expected


@pytest.mark.parametrize(("script", "lang", "word"), HARD_WORDS)
def test_clusters_cover_the_text_in_reading_order(script: str, lang: str, word: str) -> None:
    glyphs = face(script).shape(word, script=script, lang=lang, direction=direction(script))
    clusters = [glyph.cluster for glyph in glyphs]
    assert min(clusters) == 0
    assert all(0 <= cluster < len(word) for cluster in clusters)
    assert clusters == sorted(clusters, reverse=script == "Arab")


def test_a_syllable_of_devanagari_is_one_cluster() -> None:
    glyphs = face("Deva").shape("शक्ति", script="Deva", lang="hi", direction="ltr")
    assert {glyph.cluster for glyph in glyphs} == {0, 1}


def test_joined_letters_of_urdu_are_told_apart() -> None:
    glyphs = face("Arab").shape("بہت", script="Arab", lang="ur", direction="rtl")
    assert {glyph.cluster for glyph in glyphs} == {0, 1, 2}


def test_clusters_count_characters_beyond_the_basic_plane_once() -> None:
    glyphs = face("Latn").shape("a\U0001f600b", script="Latn", lang="en", direction="ltr")
    assert [glyph.cluster for glyph in glyphs] == [0, 1, 2]


def test_the_place_on_the_axis_changes_the_ink() -> None:
    light, bold = face("Deva", 100), face("Deva", 800)
    [thin] = light.shape("क", script="Deva", lang="hi", direction="ltr")
    assert light.advance(thin.gid) < bold.advance(thin.gid)
    assert light.outline(thin.gid) != bold.outline(thin.gid)


def test_spaces_and_invisible_characters_need_no_glyph() -> None:
    for script in ("Latn", "Deva", "Arab"):
        assert face(script).covers(" \u00a0\u2009\u202f\u200d\u200c\u2066\u2069\u00ad")


def test_control_characters_and_drawn_formats_do_need_one() -> None:
    assert face("Latn").missing("a\x07\u2028\u06dd") == ("\x07", "\u2028", "\u06dd")
    assert face("Arab").covers("\u06dd")


def test_a_letter_is_covered_by_its_parts() -> None:
    assert face("Deva").covers("\u095e")  # fa, excluded from composition
    assert face("Latn").missing("a→क→") == ("→", "क")


def test_scripts_are_told_by_character() -> None:
    assert [script_of(c) for c in "aकب1 ।\u0301"] == ["Latn", "Deva", "Arab", *["Zyyy"] * 4]


@given(script=st.sampled_from(["Latn", "Deva", "Arab"]), gid=st.integers(1, 300))
def test_an_outline_is_closed_and_keeps_within_its_extents(script: str, gid: int) -> None:
    font = face(script)
    outline = font.outline(gid)
    box = font.extents(gid)
    if box is None:
        assert outline == ()
        return
    assert outline[0][0] == "M" and outline[-1][0] == "Z"
    ends = [step[-2:] for step in outline if len(step) > 1]
    for x, y in ends:
        assert box[0] - 2 <= x <= box[2] + 2
        assert box[1] - 2 <= y <= box[3] + 2
    assert max(y for _, y in ends) >= box[3] - (box[3] - box[1]) * 0.5


@given(
    script=st.sampled_from(["Latn", "Deva", "Arab"]),
    gids=st.sets(st.integers(1, 300), min_size=1, max_size=12),
)
def test_a_subset_keeps_ink_and_advance_of_its_glyphs(script: str, gids: set[int]) -> None:
    font = face(script)
    subset = font.subset(gids)
    assert set(subset.gid_map) >= gids | {0}
    assert set(subset.tables) == {"glyf", "loca", "head", "hhea", "hmtx", "maxp"}
    parsed = TTFont(io.BytesIO(_sfnt(subset.tables)), recalcBBoxes=False)
    assert parsed["maxp"].numGlyphs == subset.glyph_count
    order = parsed.getGlyphOrder()
    for gid in gids:
        name = order[subset.gid_map[gid]]
        assert parsed["hmtx"][name][0] == font.advance(gid)
        glyph, box = parsed["glyf"][name], font.extents(gid)
        if box is None:
            assert glyph.numberOfContours == 0
            continue
        found = (glyph.xMin, glyph.yMin, glyph.xMax, glyph.yMax)
        assert all(abs(a - b) <= 1 for a, b in zip(found, box, strict=True))


def _sfnt(tables: Mapping[str, bytes]) -> bytes:
    file = io.BytesIO()
    writer = SFNTWriter(file, len(tables), "\x00\x01\x00\x00")
    for tag, data in tables.items():
        writer[tag] = data
    writer.close()
    return file.getvalue()


def test_a_subset_is_the_same_bytes_every_time() -> None:
    first, again = face("Deva").subset([30, 31]), face("Deva").subset([31, 30])
    assert first == again


def test_a_subset_is_small() -> None:
    letters = face("Arab").shape("تعاون", script="Arab", lang="ur", direction="rtl")
    subset = face("Arab").subset(glyph.gid for glyph in letters)
    assert 500 < sum(map(len, subset.tables.values())) < 10_000
