"""Translating from the command line: a language from its beginning to a changed source."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path

import pytest

CONTENT = Path("content/skills-for-collaborative-change.yaml")
HINDI = Path("content/locales/hi-IN.po")
Run = Callable[..., tuple[int, str, str]]


def edit(path: Path, old: str, new: str, count: int = 1) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, count), "utf-8")


def state(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def entry(path: Path, key: str) -> str:
    """Return an entry of a catalogue as it stands."""
    parts = path.read_text("utf-8").split("\n\n")
    return next(part for part in parts if f'msgctxt "{key}"' in part)


def forget(path: Path, key: str, mark: str = "") -> None:
    """Take a translation out of a catalogue, or put a flag on it."""
    old = entry(path, key)
    if mark:
        head, _, rest = old.partition("msgctxt")
        new = f"{head}#, {mark}\nmsgctxt{rest}"
    else:
        new = old[: old.index("\nmsgstr") + 1] + 'msgstr ""'
    edit(path, old, new)


def test_a_language_is_begun_with_every_text(run: Run, demo: Path) -> None:
    code, out, err = run("translate", "start", "sr-Latn", "--by", "Ana")
    assert (code, out) == (0, "content/locales/sr-Latn.po\n")
    assert "printkit translate export sr-Latn" in err
    text = Path("content/locales/sr-Latn.po").read_text("utf-8")
    assert '"X-Printkit-Translated-By: Ana\\n"' in text
    assert text.count("msgctxt") == HINDI.read_text("utf-8").count("msgctxt")
    code, out, _ = run("translate", "status", "sr-Latn", "--json")
    found = json.loads(out)["locales"][0]
    assert (code, found["coverage"], found["texts"]["missing"]) == (0, 0, text.count("msgctxt"))
    assert run("translate", "status", "--fail-under", "50")[0] == 1


def test_a_language_is_begun_once(run: Run, demo: Path) -> None:
    before = HINDI.read_bytes()
    code, _, err = run("translate", "start", "hi_in")
    assert code == 2
    assert "content/locales/hi-IN.po: error[po-there]" in err
    assert HINDI.read_bytes() == before


def test_a_language_without_a_font_is_not_begun(run: Run, demo: Path) -> None:
    code, _, err = run("translate", "start", "ja")
    assert code == 3
    assert "error[no-font]" in err
    assert not Path("content/locales/ja.po").exists()


def test_what_is_missing_keeps_only_the_products_that_print_it(run: Run, demo: Path) -> None:
    forget(HINDI, "skills.listening-deeply.definition")
    code, _, err = run("build", "cards", "--locale", "hi-IN", "--format", "pdf")
    assert code == 1
    assert "error[untranslated]: hi-IN: 1 text of the cards-70x120 is not translated" in err
    assert "skills.listening-deeply.definition" in err
    assert not Path("out").exists()
    code, out, _ = run("build", "sheet", "--locale", "hi-IN", "--format", "pdf")
    assert (code, len(out.splitlines())) == (0, 1)
    code, out, err = run("build", "cards", "--locale", "hi-IN", "--format", "pdf", "--draft")
    assert code == 0
    assert out.endswith("_cards-70x120_hi-IN-DRAFT.pdf\n")


def test_a_text_somebody_doubts_is_not_printed(run: Run, demo: Path) -> None:
    forget(HINDI, "skills.listening-deeply.title", "fuzzy")
    code, _, err = run("build", "sheet", "--locale", "hi-IN", "--format", "pdf")
    assert code == 1
    assert "error[unsure]: hi-IN: 1 text of the sheet-A3 is marked 'needs work'" in err


def test_all_finished_languages_are_made_and_the_others_told(run: Run, demo: Path) -> None:
    for path in sorted(Path("content/locales").glob("*.po")):
        if path != HINDI:
            path.unlink()
    run("translate", "start", "fr")
    code, out, err = run("build", "guide", "--locale", "all", "--format", "pdf")
    folders = {Path(line).parent.name for line in out.splitlines()}
    assert code == 0
    assert {"en", "hi-IN"} <= folders and "fr" not in folders
    assert "note[left-out]: fr is not finished and was left out" in err


@pytest.fixture
def changed(demo: Path) -> None:
    """Reword a title, mend a line, add a card and take one away, in English."""
    edit(CONTENT, "title: Listening deeply", "title: Hearing people out")
    edit(CONTENT, "what is left out.", "what is left unsaid.")
    text = CONTENT.read_text("utf-8")
    start = text.index("      - id: seeing-the-whole")
    end = text.index("      - id: framing-the-question")
    block = text[start:end]
    CONTENT.write_text(text[:start] + text[end:], "utf-8")
    new = block.replace("seeing-the-whole", "listening-again")
    new = new.replace("title: Seeing the whole", "title: Listening deeply!")
    edit(CONTENT, "      - id: framing-the-question", new + "      - id: framing-the-question")


def test_a_changed_source_marks_what_changed_and_nothing_else(
    run: Run, demo: Path, changed: None
) -> None:
    before = entry(HINDI, "skills.framing-the-question.title").partition("msgctxt")[2]
    old = entry(HINDI, "skills.listening-deeply.title").rpartition("msgstr")[2]
    assert run("translate", "update", "hi-IN", "--check")[0] == 1
    code, out, _ = run("translate", "update", "hi-IN")
    assert code == 0
    assert out == "content/locales/hi-IN.po: 6 new, 2 to look at again, 6 put aside\n"
    assert run("translate", "update", "hi-IN", "--check")[0] == 0
    reworded = entry(HINDI, "skills.listening-deeply.title")
    assert "#, fuzzy" in reworded
    assert '#| msgid "Listening deeply"' in reworded
    assert reworded.rpartition("msgstr")[2] == old
    assert entry(HINDI, "skills.listening-again.title").endswith('msgstr ""')
    assert entry(HINDI, "skills.framing-the-question.title").endswith(before)
    assert '#~ msgctxt "skills.seeing-the-whole.title"' in HINDI.read_text("utf-8")


def test_stale_texts_print_with_a_warning_and_strictly_not_at_all(
    run: Run, demo: Path, changed: None
) -> None:
    # the sheet prints titles only; a new card's is missing, so it goes for this test
    run("translate", "update", "hi-IN")
    old = entry(HINDI, "skills.listening-again.title")
    edit(HINDI, old, old[: -len('msgstr ""')] + 'msgstr "फिर सुनना"')
    code, out, err = run("build", "sheet", "--locale", "hi-IN", "--format", "pdf")
    assert (code, len(out.splitlines())) == (0, 1)
    assert "warning[stale]: skills.listening-deeply.title" in err
    assert "'Listening deeply' is now 'Hearing people out'" in err
    assert "--minor skills.listening-deeply.title" in err
    assert "skills.listening-deeply.line" not in err  # the sheet does not print it
    row = json.loads(Path("out/manifest.json").read_text("utf-8"))["products"][0]
    assert row["translation"]["stale"] == ["skills.listening-deeply.title"]
    before = state(Path("out"))
    code, _, err = run("build", "sheet", "--locale", "hi-IN", "--format", "pdf", "--strict")
    assert code == 1
    assert "error[stale]: skills.listening-deeply.title" in err
    assert "error[unreviewed]" in err
    assert state(Path("out")) == before


def test_stale_texts_print_before_the_catalogue_is_brought_up_to_date(
    run: Run, demo: Path
) -> None:
    edit(CONTENT, "title: Listening deeply", "title: Hearing people out")
    code, _, err = run("build", "sheet", "--locale", "hi-IN", "--format", "pdf")
    assert code == 0
    assert "warning[stale]: skills.listening-deeply.title" in err


def test_a_small_fix_is_settled_for_every_language_at_once(run: Run, demo: Path) -> None:
    edit(CONTENT, "title: Listening deeply", "title: Listening deeply now")
    code, out, _ = run("translate", "update", "--minor", "skills.listening-deeply")
    assert code == 0
    assert all(line.endswith(": 1 settled") for line in out.splitlines())
    assert len(out.splitlines()) == len(list(Path("content/locales").glob("*.po")))
    code, out, err = run("translate", "status", "hi-IN")
    assert "stale" not in out + err
    code, _, err = run("translate", "update", "--minor", "skills.listening-deply")
    assert code == 2
    assert "there is no text 'skills.listening-deply'" in err


def test_a_signed_translation_passes_strictly(run: Run, demo: Path) -> None:
    edit(HINDI, "X-Printkit-Reviewed-By: ", "X-Printkit-Reviewed-By: A. Reader, 2026-11-30")
    code, _, err = run("build", "guide", "--locale", "hi-IN", "--format", "pdf", "--strict")
    assert code == 0, err
    assert "unreviewed" not in err


def test_digits_and_regional_variants_are_settings_of_the_project(run: Run, demo: Path) -> None:
    settings = Path("printkit.toml")
    own = '\n[locales.mr-IN]\ndigits = "auto"\n\n[locales.hi-FJ]\nextends = "hi-IN"\n'
    settings.write_text(settings.read_text("utf-8") + own, "utf-8")
    code, out, _ = run("show", "guide", "--locale", "mr-IN")
    assert code == 0 and "'१'" in out
    run("translate", "start", "hi-FJ")
    code, out, err = run("build", "guide", "--locale", "hi-FJ", "--format", "pdf")
    assert code == 0, err
    settings.write_text(own.replace('"hi-IN"', '"ur-IN"'), "utf-8")
    code, out, _ = run("check", "guide")
    assert code == 1
    assert "printkit.toml:5:10: error[locale-tag]: 'hi-FJ' cannot take translations" in out


def test_a_deck_of_finished_cards_alone_says_how_many_there_are(run: Run, demo: Path) -> None:
    forget(HINDI, "skills.listening-deeply.definition")
    forget(HINDI, "attitudes.open.ask")
    settings = Path("printkit.toml")
    settings.write_text(
        settings.read_text("utf-8").replace("[build]", '[build]\nleave-out = ["cards"]'), "utf-8"
    )
    code, out, err = run("build", "cards", "--locale", "hi-IN", "--format", "svg")
    assert code == 0, err
    assert "listening-deeply" not in out and "seeing-the-whole" in out
    assert "hi-IN: 2 cards are not translated, and left out of cards-70x120" in err
    _, scene, _ = run("show", "cards", "--locale", "hi-IN")
    assert "kit.credit.part" in scene
    code, _, err = run("build", "cards", "--locale", "hi-IN", "--format", "svg", "--strict")
    assert code == 1
    settings.write_text(
        settings.read_text("utf-8").replace('["cards"]', '["cards", "guide"]'), "utf-8"
    )
    code, _, err = run("build", "guide", "--locale", "hi-IN")
    assert code == 1
    assert "printkit.toml:" in err and "guide is no deck of cards" in err


def test_what_a_product_waits_for_is_listed_whole_a_line_each(run: Run, demo: Path) -> None:
    run("translate", "start", "sr-Latn")
    code, out, _ = run("translate", "status", "sr-Latn", "--product", "poster")
    *texts, language, poster = out.splitlines()
    assert code == 0
    assert language.startswith("sr-Latn  Serbian")
    assert poster.split()[0] == "poster" and f"({len(texts)} missing)" in poster
    assert all("warning[untranslated]" in text and "(poster)" in text for text in texts)
    assert any(": skills.listening-deeply.title: " in text for text in texts)
    assert not any(".definition: " in text for text in texts)


def test_texts_left_as_in_the_english_are_named(run: Run, demo: Path) -> None:
    welsh = Path("content/locales/cy-GB.po")
    old = entry(welsh, "prompts.follow.text")
    edit(welsh, old, f'{old[: old.index("msgstr")]}msgstr "Follow a thread."')
    code, _, err = run("build", "poster", "--locale", "cy-GB", "--format", "pdf")
    assert code == 0
    assert "note[same]: cy-GB: " in err and "prompts.follow.text" in err


def test_a_change_is_shown_where_it_is(run: Run, demo: Path) -> None:
    edit(CONTENT, "and stay with what is hard to say.", "and stay with what is hard to hear.")
    _, out, _ = run("translate", "status", "hi-IN", "--product", "cards")
    assert "what is hard to say.' is now '" in out and "what is hard to hear.'" in out


def test_content_of_ones_own_does_not_take_the_translations_of_the_sample(
    run: Run, demo: Path
) -> None:
    own = CONTENT.rename("content/our-map.yaml")
    for path in Path("content/locales").glob("*.po"):
        path.unlink()
    settings = Path("printkit.toml")
    settings.write_text(settings.read_text("utf-8").replace(CONTENT.stem, own.stem), "utf-8")
    assert run("translate", "start", "hi-IN")[:2] == (0, "content/locales/hi-IN.po\n")
    assert run("translate", "start", "ta-IN")[0] == 0


# -- bad input -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('msgid "Listening deeply"', 'msgid "Listening deeply', "this quotation mark is never"),
        ("charset=UTF-8", "charset=CP1252", "error[encoding]"),
        ('"skills.seeing-the-whole.title"', '"skills.listening-deeply.title"', "is here twice"),
    ],
)
def test_a_spoilt_catalogue_is_refused_with_its_place(
    run: Run, demo: Path, old: str, new: str, said: str
) -> None:
    run("build", "guide", "--locale", "hi-IN", "--format", "pdf")
    before = state(Path("out"))
    edit(HINDI, old, new)
    spoilt = HINDI.read_bytes()
    for command in (("build", "guide", "--locale", "hi-IN"), ("translate", "update")):
        code, _, err = run(*command)
        assert code == 1
        assert f"{HINDI.as_posix()}" in err and said in err
        assert err.endswith("nothing was changed\n")
    assert HINDI.read_bytes() == spoilt
    assert state(Path("out")) == before


def test_a_credit_that_lost_a_name_is_refused(run: Run, demo: Path) -> None:
    text = entry(HINDI, "credit.line")
    edit(HINDI, text, text[: text.index("\nmsgstr")] + '\nmsgstr "Q community का काम।"')
    code, _, err = run("build", "guide", "--locale", "hi-IN", "--format", "pdf")
    assert code == 1
    assert "error[protected]: credit.line: the name 'Nesta' is missing" in err
    assert not Path("out").exists()


def test_an_untranslated_credit_is_printed_as_its_owners_wrote_it(run: Run, demo: Path) -> None:
    forget(HINDI, "credit.line")
    code, _, err = run("build", "guide", "--locale", "hi-IN", "--format", "pdf")
    assert code == 0, err
    _, out, _ = run("show", "guide", "--locale", "hi-IN")
    assert "P en #18 (credit.line)" in out


def test_a_strangers_guess_counts_as_untranslated(run: Run, demo: Path) -> None:
    text = entry(HINDI, "skills.listening-deeply.title")
    guess = '#, fuzzy\n#| msgctxt "skills.building-trust.title"\n#| msgid "Building trust"\n'
    head, _, rest = text.partition("msgctxt")
    edit(HINDI, text, f"{head}{guess}msgctxt{rest}")
    code, _, err = run("build", "sheet", "--locale", "hi-IN", "--format", "pdf")
    assert code == 1
    assert "skills.listening-deeply.title" in err and "error[untranslated]" in err
    _, out, _ = run("translate", "status", "hi-IN")
    assert "warning[po-guess]: skills.listening-deeply.title" in out
    run("translate", "update", "hi-IN")
    code, _, err = run("build", "sheet", "--locale", "hi-IN", "--format", "pdf")
    assert code == 1 and "error[untranslated]" in err


def test_a_doubted_credit_is_printed_as_its_owners_wrote_it(run: Run, demo: Path) -> None:
    forget(HINDI, "credit.line", "fuzzy")
    _, out, _ = run("show", "guide", "--locale", "hi-IN")
    assert "P en #18 (credit.line)" in out


def test_two_files_of_one_language_are_told(run: Run, demo: Path) -> None:
    Path("content/locales/hi_IN.po").write_bytes(HINDI.read_bytes())
    before = state(Path("content"))
    code, _, err = run("translate", "update")
    assert code == 1
    assert "hi-IN has 2 files: content/locales/hi-IN.po, content/locales/hi_IN.po" in err
    assert state(Path("content")) == before
    HINDI.unlink()  # what printkit brings does not count beside the project's own
    assert run("translate", "status", "hi-IN")[0] == 0
    assert run("translate", "update")[1].count("hi_IN.po") == 1


def test_files_are_named_alike_from_every_folder(
    run: Run, demo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("translate", "update", "hi-IN")
    assert f"#: {CONTENT.as_posix()}\n" in HINDI.read_text("utf-8")
    monkeypatch.chdir("content/locales")
    assert run("translate", "update", "hi-IN", "--check")[0] == 0


def test_a_pseudo_locale_is_not_translated(run: Run, demo: Path) -> None:
    code, _, err = run("translate", "start", "en-XA")
    assert code == 2 and "made from the source by rule" in err
    assert not Path("content/locales/en-XA.po").exists()
    code, _, err = run("translate", "export", "en")
    assert code == 2 and "the content itself is written in en" in err
    assert not Path("en.xlsx").exists()


def test_what_another_language_lends_is_told_where_it_stands(run: Run, demo: Path) -> None:
    settings = Path("printkit.toml")
    own = '\n[locales.hi-FJ]\nextends = "hi-IN"\n'
    settings.write_text(settings.read_text("utf-8") + own, "utf-8")
    run("translate", "start", "hi-FJ")
    edit(CONTENT, "title: Listening deeply", "title: Hearing people out")
    code, out, err = run("check", "sheet", "--locale", "hi-FJ")
    assert code == 0
    assert "translate update hi-IN --minor skills.listening-deeply.title" in out + err
    assert "content/locales/hi-IN.po:" in run("translate", "status", "hi-FJ")[1]
    run("build", "guide", "--locale", "hi-IN", "--locale", "hi-FJ", "--format", "pdf")
    rows = json.loads(Path("out/manifest.json").read_text("utf-8"))["products"]
    inputs = next(row["inputs"] for row in rows if row["locale"] == "hi-FJ")
    assert HINDI.as_posix() in inputs


def test_the_command_for_an_older_file_names_its_language(run: Run, demo: Path) -> None:
    settings = Path("printkit.toml")
    text = settings.read_text("utf-8")
    settings.write_text(text.replace("[build]", '[build]\nlocales = ["hi-IN"]'), "utf-8")
    run("build", "guide", "--locale", "en", "--format", "pdf")
    edit(CONTENT, "title: Making space", "title: Making more room")
    _, _, err = run("build", "guide", "--format", "pdf")
    assert "`printkit build guide --locale en --size A4`" in err


@pytest.mark.parametrize("spoilt", [False, True])
def test_a_card_left_out_does_not_keep_the_deck(run: Run, demo: Path, spoilt: bool) -> None:
    settings = Path("printkit.toml")
    text = settings.read_text("utf-8")
    settings.write_text(text.replace("[build]", '[build]\nleave-out = ["cards"]'), "utf-8")
    forget(HINDI, "skills.listening-deeply.definition")
    forget(HINDI, "guide.title")  # no card has it
    if spoilt:
        old = entry(HINDI, "skills.listening-deeply.title")
        edit(HINDI, old, old[: old.index("\nmsgstr") + 1] + 'msgstr "**सुनना"')
    else:
        edit(CONTENT, "title: Listening deeply", "title: Hearing people out")
    code, out, err = run("check", "cards", "--locale", "hi-IN")
    assert code == 0, err
    assert "1 card is not translated, and left out" in out + err
    if not spoilt:  # the sheet still has the card's title
        code, out, err = run("check", "sheet", "cards", "--locale", "hi-IN")
        assert code == 0 and "warning[stale]: skills.listening-deeply.title" in out + err
    forget(HINDI, "areas.understanding-together.title")
    code, out, err = run("check", "cards", "--locale", "hi-IN")
    assert code == 1
    assert "areas.understanding-together.title" in out + err


def test_a_deck_left_out_by_a_wrong_name_is_told(run: Run, demo: Path) -> None:
    settings = Path("printkit.toml")
    text = settings.read_text("utf-8")
    settings.write_text(text.replace("[build]", '[build]\nleave-out = ["crads"]'), "utf-8")
    code, out, err = run("check", "guide")
    assert code == 1
    assert "there is no product 'crads'" in out + err
