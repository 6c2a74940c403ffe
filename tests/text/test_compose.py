"""Setting texts: lines, order, widths, what is said when a character has no glyph."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from printkit.content.markup import Marked
from printkit.diagnostics import PrintkitError, Span
from printkit.scene.model import GlyphRun, Style
from printkit.text.compose import Typesetter
from printkit.text.model import Block, Line
from printkit.units import mm, pt

Setter = Callable[[str], Typesetter]
MakeStyle = Callable[..., Style]

HINDI = "भरोसा बनाना और साथ मिलकर सीखना, 2026 में Nesta (UK) के साथ क्षत्रिय नियुक्ति शक्ति।"
URDU = "یہ 2026 میں Q community, Nesta (UK) کے ساتھ بنایا گیا، تعاون کی مہارتیں ۱۲۳۔"
ENGLISH = "Notice the small things, all of them, in every ward you visit (and say so)."
ONLY_URDU = "تمام انسان آزاد اور حقوق و عزت کے اعتبار سے برابر پیدا ہوئے ہیں"
ALONE = {"en": ENGLISH, "hi": HINDI, "ur": ONLY_URDU}  # no Latin whose signs turn at a line's end
TEXTS = {"en": ENGLISH, "hi": HINDI, "ur": URDU}


def lines(block: Block) -> list[str]:
    return [line.text for line in block.lines]


def cluster_text(run: GlyphRun) -> str:
    """Join the text of each cluster once, in reading order."""
    starts = sorted({glyph.cluster for glyph in run.glyphs})
    ends = [*starts[1:], len(run.text)]
    return "".join(run.text[a:b] for a, b in zip(starts, ends, strict=True))


def left_to_right(line: Line) -> list[str]:
    return [run.text.strip() for run in line.runs if run.text.strip()]


# -- Lines -----------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", TEXTS)
@pytest.mark.parametrize("width", [20, 35, 60])
def test_no_line_is_wider_than_its_frame_nor_holds_less_than_it_could(
    typesetter: Setter, style: MakeStyle, lang: str, width: int
) -> None:
    setter = typesetter(lang)
    block = setter.set(TEXTS[lang], style(), mm(width))
    assert block.width <= mm(width)
    for line, following in pairwise(block.lines):
        word = following.text.split(" ")[0]
        together = setter.set(f"{line.text} {word}", style())
        assert together.width > mm(width)


@pytest.mark.parametrize("lang", TEXTS)
def test_the_lines_say_what_the_text_says(typesetter: Setter, style: MakeStyle, lang: str) -> None:
    block = typesetter(lang).set(TEXTS[lang], style(), mm(30))
    assert len(block.lines) > 3
    assert " ".join(lines(block)) == TEXTS[lang]


@given(
    text=st.text("ab क्षि तु1,()۔ تعاون ہے\u200c\u2068\u2069", min_size=1, max_size=60),
    lang=st.sampled_from(["en", "hi", "ur"]),
    width=st.integers(1, 60),
)
def test_every_cluster_covers_its_text_and_no_glyph_is_lost(
    typesetter: Setter, style: MakeStyle, text: str, lang: str, width: int
) -> None:
    block = typesetter(lang).set(text, style(), mm(width))
    for line in block.lines:
        assert sorted("".join(run.text for run in line.runs)) == sorted(line.text)
        for run in line.runs:
            assert cluster_text(run) == run.text
            assert all(glyph.gid for glyph in run.glyphs)
    kept = "".join(lines(block))
    assert [c for c in kept if c != " "] == [c for c in text if c != " "]


@pytest.mark.parametrize("lang", ALONE)
def test_a_line_is_set_as_if_it_were_alone(typesetter: Setter, style: MakeStyle, lang: str) -> None:
    setter = typesetter(lang)
    for line in setter.set(ALONE[lang], style(), mm(40)).lines:
        alone = setter.set(line.text, style()).lines[0]
        assert abs(alone.width - line.width) <= 2
        gids = [glyph.gid for run in line.runs for glyph in run.glyphs]
        assert gids == [glyph.gid for run in alone.runs for glyph in run.glyphs]


def test_a_line_break_in_the_text_forces_a_line(typesetter: Setter, style: MakeStyle) -> None:
    block = typesetter("en").set("Skills for\nCollaborative change", style())
    assert lines(block) == ["Skills for", "Collaborative change"]
    assert block.height == block.ascent + block.leading + block.descent


def test_an_empty_text_has_no_lines(typesetter: Setter, style: MakeStyle) -> None:
    assert typesetter("en").set("", style(), mm(10)).lines == ()


def test_a_word_wider_than_its_line_stands_alone_and_tells_by_its_width(
    typesetter: Setter, style: MakeStyle
) -> None:
    block = typesetter("en").set("an Unbreakableword is", style(), mm(10))
    assert lines(block) == ["an", "Unbreakableword", "is"]
    assert block.width > mm(10)


def test_beyond_the_lines_allowed_the_last_one_tells_by_its_width(
    typesetter: Setter, style: MakeStyle
) -> None:
    block = typesetter("en").set(ENGLISH, style(), mm(30), max_lines=2)
    assert len(block.lines) == 2
    assert block.lines[0].width <= mm(30) < block.width


def test_a_soft_hyphen_is_seen_only_where_a_line_ends(typesetter: Setter, style: MakeStyle) -> None:
    setter = typesetter("en")
    word = "collabo\u00adration"
    whole = setter.set(word, style())
    assert whole.width == setter.set("collaboration", style()).width
    broken = setter.set(word, style(), whole.width - 1)
    assert lines(broken) == ["collabo\u00ad", "ration"]
    assert broken.lines[0].width == setter.set("collabo-", style()).width


def test_the_same_text_at_another_size_is_the_same_text_scaled(
    typesetter: Setter, style: MakeStyle
) -> None:
    setter = typesetter("ur")
    small, large = (setter.set(URDU, style(size=pt(size)), pt(size * 12)) for size in (10, 20))
    assert lines(small) == lines(large)
    for a, b in zip(small.lines, large.lines, strict=True):
        assert abs(2 * a.width - b.width) <= 2


# -- Balance ---------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", ALONE)
@pytest.mark.parametrize("width", [32, 45, 60])
def test_balance_takes_as_few_lines_and_the_least_ragged_of_all(
    typesetter: Setter, style: MakeStyle, lang: str, width: int
) -> None:
    setter = typesetter(lang)
    words = ALONE[lang].split(" ")[:11]
    text = " ".join(words)
    plain = setter.set(text, style(), mm(width))
    block = setter.set(text, style(), mm(width), balance=True)
    assert len(block.lines) == len(plain.lines)
    assert block.width <= mm(width)

    def ragged(found: list[int]) -> int:
        return sum(width * width for width in found)

    best = min(
        ragged(widths)
        for cut in combinations(range(1, len(words)), len(plain.lines) - 1)
        if max(
            widths := [
                setter.set(" ".join(words[a:b]), style()).width
                for a, b in zip((0, *cut), (*cut, len(words)), strict=True)
            ]
        )
        <= mm(width)
    )
    assert ragged([line.width for line in block.lines]) <= best * 1.0001


# -- Order -----------------------------------------------------------------------------------


def test_urdu_runs_from_the_right_and_latin_in_it_from_the_left(
    typesetter: Setter, style: MakeStyle
) -> None:
    [line] = typesetter("ur").set("یہ 2026 میں Q community, Nesta (UK) کے", style()).lines
    assert left_to_right(line) == ["کے", "Q community, Nesta (UK)", "میں", "2026", "یہ"]
    assert [run.direction for run in line.runs if run.text.strip()] == [
        "rtl", "ltr", "rtl", "ltr", "rtl",
    ]  # fmt: skip


def test_a_number_before_a_latin_name_stays_before_it_in_urdu(
    typesetter: Setter, style: MakeStyle
) -> None:
    [line] = typesetter("ur").set("3 Nesta", style()).lines
    assert left_to_right(line) == ["Nesta", "3"]


def test_an_isolated_phrase_keeps_its_own_order(typesetter: Setter, style: MakeStyle) -> None:
    [line] = typesetter("ur").set("یہ \u20683 Nesta!\u2069 ہے", style()).lines
    words = [word for t in left_to_right(line) if (word := t.strip("\u2068\u2069 "))]
    assert words == ["ہے", "3 Nesta!", "یہ"]


def test_runs_follow_one_another_without_gap_or_overlap(
    typesetter: Setter, style: MakeStyle
) -> None:
    for line in typesetter("ur").set(URDU, style(), mm(50)).lines:
        pen = 0
        for run in line.runs:
            assert abs(run.x - pen) <= 1
            pen = run.x + run.width
        assert abs(line.width - pen) <= 1


def test_brackets_are_mirrored_in_urdu(typesetter: Setter, style: MakeStyle) -> None:
    setter = typesetter("ur")
    [line] = setter.set("(ہے)", style()).lines
    [english] = setter.set("()", style(), lang="en").lines
    first, last = (run.glyphs[0].gid for run in (line.runs[0], line.runs[-1]))
    assert (first, last) == tuple(glyph.gid for glyph in english.runs[0].glyphs)
    assert line.runs[0].text == ")"


def test_a_text_in_another_language_keeps_its_direction(
    typesetter: Setter, style: MakeStyle
) -> None:
    block = typesetter("ur").set("Made with Nesta.", style(), lang="en")
    assert block.direction == "ltr"
    assert [(run.text, run.lang, run.direction) for run in block.lines[0].runs] == [
        ("Made with Nesta.", "en", "ltr")
    ]


# -- Weight and tracking ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("weight", "names"),
    [(400, ["Regular", "Bold", "Medium"]), (800, ["ExtraBold"] * 3)],
)
def test_strong_is_bold_and_stress_a_step_heavier(
    typesetter: Setter, style: MakeStyle, weight: int, names: list[str]
) -> None:
    [line] = typesetter("en").set("a **b** *c*", style(weight=weight)).lines
    found = {run.text.strip(): run.font.name.partition("-")[2] for run in line.runs}
    if weight == 800:
        assert set(found.values()) == {"ExtraBold"}
    else:
        assert [found[letter] for letter in "abc"] == names
    assert line.text == "a b c"


def test_spans_may_be_given_instead_of_markup(typesetter: Setter, style: MakeStyle) -> None:
    spans = (Marked("a ", False, False), Marked("*b*", True, False))
    [line] = typesetter("en").set(spans, style()).lines
    assert line.text == "a *b*"
    assert line.runs[1].font.name == "AnekLatin-Bold"


def test_tracking_stands_between_letters_and_not_after_the_last(
    typesetter: Setter, style: MakeStyle
) -> None:
    setter = typesetter("en")
    plain = setter.set("HHH", style(size=pt(100)))
    tight = setter.set("HHH", style(size=pt(100), tracking=-0.02))
    assert abs(plain.width - tight.width - 2 * pt(2)) <= 2


def test_tracking_leaves_devanagari_and_urdu_alone(typesetter: Setter, style: MakeStyle) -> None:
    for lang, text in (("hi", "क्षत्रिय शक्ति"), ("ur", "تعاون ہے")):
        setter = typesetter(lang)
        assert setter.set(text, style(tracking=0.1)).width == setter.set(text, style()).width


def test_tracking_keeps_a_line_within_its_frame(typesetter: Setter, style: MakeStyle) -> None:
    block = typesetter("en").set(ENGLISH, style(tracking=-0.03), mm(30))
    assert block.width <= mm(30)


# -- What has no glyph -----------------------------------------------------------------------


def test_characters_no_font_has_are_named_with_their_text_and_place(
    typesetter: Setter, style: MakeStyle
) -> None:
    place = Span("content/map.yaml", 12, 5)
    with pytest.raises(PrintkitError) as caught:
        typesetter("hi").set("साथ → 漢字 →", style(), key="areas[x].title", place=place)
    [diagnostic] = caught.value.diagnostics
    assert (diagnostic.code, diagnostic.span, diagnostic.path) == (
        "missing-glyph", place, "areas[x].title",
    )  # fmt: skip
    assert "U+2192 rightwards arrow" in diagnostic.message
    assert diagnostic.message.count("→") == 1


def test_counting_lines_agrees_with_setting_them(typesetter: Setter, style: MakeStyle) -> None:
    setter = typesetter("hi")
    assert setter.line_count(HINDI, style(), mm(30)) == len(
        setter.set(HINDI, style(), mm(30)).lines
    )
    with pytest.raises(PrintkitError, match="missing-glyph"):
        setter.line_count("→", style(), mm(30))


def test_emoji_are_named_as_one_character(typesetter: Setter, style: MakeStyle) -> None:
    with pytest.raises(PrintkitError, match=r"U\+1F600 grinning face"):
        typesetter("en").set("well \U0001f600 done", style())
    assert typesetter("en").missing("a\U0001f600b\U0001f600", style()) == ("\U0001f600",)


def test_a_script_without_a_font_is_named_by_its_characters(
    typesetter: Setter, style: MakeStyle
) -> None:
    assert typesetter("en").missing("and ᱥᱮᱪᱮᱫ too", style()) == ("ᱥ", "ᱮ", "ᱪ", "ᱫ")


# -- A text of absurd length -----------------------------------------------------------------


def test_forty_thousand_letters_are_set_like_any_others(
    typesetter: Setter, style: MakeStyle
) -> None:
    block = typesetter("en").set("word " * 8_000, style(), mm(100), balance=True)
    assert sum(len(line.text) + 1 for line in block.lines) == 40_000
    assert block.width <= mm(100)
