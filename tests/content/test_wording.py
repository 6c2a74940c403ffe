"""The words that ship: the English, and the translations to seven languages."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from printkit.build.files import project_files
from printkit.build.project import Project, Settings
from printkit.build.translating import update
from printkit.build.translation import Translation, translate
from printkit.content.load import load_framework, load_kit
from printkit.content.model import Entry, Framework, Kit
from printkit.diagnostics import Diagnostic
from printkit.files import FolderFiles
from printkit.locales.po import path_of, read_po
from printkit.locales.tags import parse_locale

ROOT = Path(__file__).parents[2]
PATH = "content/skills-for-collaborative-change.yaml"
TAGS = ("bn-IN", "cy-GB", "hi-IN", "mr-IN", "ta-IN", "te-IN", "ur-IN")


@cache
def english() -> tuple[Framework, Kit]:
    return load_framework(FolderFiles(ROOT), PATH), load_kit(FolderFiles(ROOT))


@cache
def translated(tag: str) -> Translation:
    locale = parse_locale(tag)
    catalogue = read_po(FolderFiles(ROOT), path_of(tag), tag)
    return translate(*english(), catalogue, locale)


def framework(tag: str) -> Framework:
    return english()[0] if tag == "en" else translated(tag).framework


def entries(content: Framework) -> Iterator[Entry]:
    for area in content.areas:
        yield from area.skills
    yield from content.heart.attitudes


def words(tag: str) -> str:
    """Return all texts of a language, a line each."""
    if tag == "en":
        files = (PATH, "content/kit.yaml")
        return "".join((ROOT / path).read_text("utf-8") for path in files)
    messages = translated(tag).catalogue.messages.values()
    return "\n".join(message.text for message in messages)


def test_the_english_loads_with_nothing_to_note_but_the_address() -> None:
    motifs = tomllib.loads((ROOT / "layouts/motifs.toml").read_text("utf-8"))["motif"]
    found: list[Diagnostic] = []
    content = load_framework(FolderFiles(ROOT), PATH, motifs=motifs, warn=found)
    assert [item.code for item in found] == ["placeholder"]
    assert content.language == english()[1].language == "en"


def test_all_languages_that_ship_are_looked_at() -> None:
    assert tuple(sorted(path.stem for path in (ROOT / "content/locales").glob("*.po"))) == TAGS


@pytest.mark.parametrize("tag", TAGS)
def test_a_translation_is_complete_and_the_proofreader_finds_nothing(tag: str) -> None:
    found = translated(tag)
    assert {key for key, state in found.states.items() if state not in ("done", "same")} == set()
    assert [str(item) for item in found.told] == []


@pytest.mark.slow
@pytest.mark.parametrize("tag", ("hi-IN", "ur-IN"))  # all are brought up to date at once
def test_a_translation_is_as_translate_update_leaves_it(tag: str) -> None:
    project = Project(ROOT, project_files(ROOT), Settings(), own=True)
    (done,) = update(project, (tag,), dry=True)
    assert not done.changes
    assert not done.written, "run `printkit translate update`"


@pytest.mark.parametrize("tag", TAGS)
def test_a_translation_nobody_has_signed_says_that(tag: str) -> None:
    catalogue = translated(tag).catalogue
    assert catalogue.reviewer == ""
    assert catalogue.headers["Language"] == tag
    assert catalogue.translators


@pytest.mark.parametrize("tag", TAGS)
def test_a_translation_has_its_glossary(tag: str) -> None:
    assert (ROOT / f"content/locales/glossary/{tag}.md").stat().st_size > 1000


def test_there_are_four_areas_of_five_skills_and_six_attitudes() -> None:
    content = framework("en")
    assert [len(area.skills) for area in content.areas] == [5, 5, 5, 5]
    assert len(content.heart.attitudes) == 6
    assert len(content.sheet.questions) == 5


@pytest.mark.parametrize("tag", ("en", *TAGS))
def test_no_drawing_name_or_question_is_used_twice(tag: str) -> None:
    found = list(entries(framework(tag)))
    for used in ("motif", "title", "ask"):
        values = [getattr(entry, used) for entry in found]
        assert len({getattr(value, "value", value) for value in values}) == len(found), used


def test_english_leaves_translations_a_third_of_the_room() -> None:
    content = framework("en")
    for area in content.areas:
        assert len(area.title.value) <= 25
        assert len(area.line.value) <= 48
    for entry in entries(content):
        assert len(entry.title.value) <= (22 if entry.kind == "skill" else 10), entry.id
        assert len(entry.line.value) <= (46 if entry.kind == "skill" else 24), entry.id
        assert len(entry.definition.value) <= 150, entry.id
        assert all(len(text.value) <= 62 for text in entry.practice), entry.id
        assert len(entry.ask.value) <= 55, entry.id
    assert all(len(question.text.value) <= 34 for question in content.sheet.questions)


def test_urdu_is_written_in_urdu_letters_and_marks() -> None:
    text = words("ur-IN")
    arabic = {"\N{ARABIC LETTER YEH}", "\N{ARABIC LETTER KAF}", "\N{ARABIC LETTER HEH}"}
    assert not arabic & set(text)
    assert not re.findall("[\u0600-\u06ff][.,;?]", text)


@pytest.mark.parametrize("tag", ("en", *TAGS))
def test_texts_are_composed_and_without_stray_spaces_or_controls(tag: str) -> None:
    text = words(tag)
    assert unicodedata.is_normalized("NFC", text)
    joiners = {"\N{ZERO WIDTH JOINER}", "\N{ZERO WIDTH NON-JOINER}"}  # parts of some spellings
    controls = {c for c in text if unicodedata.category(c) in ("Cc", "Cf")} - {"\n"}
    assert not controls - (joiners if tag in TAGS else set())
    assert not re.findall(r"\S  +\S", text)


def test_the_shipped_fonts_have_every_letter() -> None:
    listed = tomllib.loads((ROOT / "fonts/fonts.toml").read_text("utf-8"))["font"]
    for tag in ("en", *TAGS):
        script = parse_locale(tag).script
        covered = {
            code
            for font in listed
            if {script, "Latn"} & set(font["scripts"])
            for code in TTFont(ROOT / "fonts" / font["file"]).getBestCmap()
        }
        unseen = {"\n", "\N{ZERO WIDTH JOINER}", "\N{ZERO WIDTH NON-JOINER}"}
        assert not {c for c in words(tag) if ord(c) not in covered} - unseen, tag


@pytest.mark.parametrize("tag", ("en", *TAGS))
def test_the_credit_names_its_owners_and_marks_the_address_as_a_placeholder(tag: str) -> None:
    credit = framework(tag).credit
    for name in ("Q community", "Nesta"):
        assert name in credit.protected
        assert name in credit.line.value
        assert name in credit.short.value
    assert credit.placeholder
    assert credit.wording is not None


def test_english_uses_typographic_marks_and_british_spelling() -> None:
    text = words("en")
    assert not re.findall(r"[a-z]'[a-z]", re.sub("(?m)^#.*$", "", text))
    assert not re.findall(r"\b\w*(?:colors?|centers?|behaviors?|organiz\w+|recogniz\w+)\b", text)
