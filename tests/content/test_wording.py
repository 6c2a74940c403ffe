"""The words that ship, and the Hindi and Urdu words the tests print."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from printkit.content.load import load_framework, load_kit
from printkit.content.model import Entry, Framework, Kit
from printkit.diagnostics import Diagnostic
from printkit.files import FolderFiles

ROOT = Path(__file__).parents[2]
NAME = "skills-for-collaborative-change"
PROJECTS = {"en": ROOT, "hi": ROOT / "tests/content/hi", "ur": ROOT / "tests/content/ur"}


def framework(tag: str) -> Framework:
    return load_framework(FolderFiles(PROJECTS[tag]), f"content/{NAME}.yaml")


def kit(tag: str) -> Kit:
    return load_kit(FolderFiles(PROJECTS[tag]))


def entries(content: Framework) -> Iterator[Entry]:
    for area in content.areas:
        yield from area.skills
    yield from content.heart.attitudes


def words(tag: str) -> str:
    """Return both files of a project as they stand."""
    folder = PROJECTS[tag] / "content"
    return "".join((folder / f"{name}.yaml").read_text("utf-8") for name in (NAME, "kit"))


def keys(content: Framework) -> list[tuple[str, ...]]:
    areas = [(area.id, *(skill.id for skill in area.skills)) for area in content.areas]
    practice = [(e.id, e.motif, *(text.key for text in e.practice)) for e in entries(content)]
    lists = (
        content.prompts,
        content.sheet.steps,
        content.sheet.questions,
        content.instruction.steps,
        content.guide.advice,
    )
    return [*areas, *practice, *(tuple(item.id for item in items) for items in lists)]


@pytest.mark.parametrize("tag", PROJECTS)
def test_the_files_load_with_nothing_to_note_but_the_address(tag: str) -> None:
    motifs = tomllib.loads((ROOT / "layouts/motifs.toml").read_text("utf-8"))["motif"]
    found: list[Diagnostic] = []
    path = f"content/{NAME}.yaml"
    content = load_framework(FolderFiles(PROJECTS[tag]), path, motifs=motifs, warn=found)
    assert [item.code for item in found] == ["placeholder"]
    assert content.language == kit(tag).language == tag


@pytest.mark.parametrize("tag", ["hi", "ur"])
def test_test_languages_have_the_ids_and_motifs_of_the_english(tag: str) -> None:
    assert keys(framework(tag)) == keys(framework("en"))
    assert kit(tag).texts.keys() == kit("en").texts.keys()


def test_there_are_four_areas_of_five_skills_and_six_attitudes() -> None:
    content = framework("en")
    assert [len(area.skills) for area in content.areas] == [5, 5, 5, 5]
    assert len(content.heart.attitudes) == 6
    assert len(content.sheet.questions) == 5


@pytest.mark.parametrize("tag", PROJECTS)
def test_no_drawing_or_question_is_used_twice(tag: str) -> None:
    found = list(entries(framework(tag)))
    assert len({entry.motif for entry in found}) == len(found)
    assert len({entry.ask.value for entry in found}) == len(found)


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


def test_nastaliq_lines_are_short_enough_for_one_line() -> None:
    content = framework("ur")
    assert all(len(e.line.value) <= 24 for area in content.areas for e in area.skills)
    assert all(len(e.line.value) <= 18 for e in content.heart.attitudes)


def test_urdu_is_written_in_urdu_letters_and_marks() -> None:
    text = words("ur")
    arabic = {"\N{ARABIC LETTER YEH}", "\N{ARABIC LETTER KAF}", "\N{ARABIC LETTER HEH}"}
    assert not arabic & set(text)
    # Latin stops and commas beside Urdu letters, but "K: 1" after a key of the file is fine.
    assert not re.findall("[\u0600-\u06ff][.,;?]", text)


@pytest.mark.parametrize("tag", PROJECTS)
def test_texts_are_composed_and_without_stray_spaces_or_controls(tag: str) -> None:
    text = words(tag)
    assert unicodedata.is_normalized("NFC", text)
    controls = {c for c in text if unicodedata.category(c) in ("Cc", "Cf")} - {"\n"}
    assert not controls
    assert not re.findall(r"\S  +\S", text)


@pytest.mark.parametrize(
    ("tag", "font"),
    [
        ("en", "AnekLatin-Regular.ttf"),
        ("hi", "AnekDevanagari.ttf"),
        ("ur", "NotoNastaliqUrdu.ttf"),
    ],
)
def test_the_shipped_fonts_have_every_letter(tag: str, font: str) -> None:
    covered = {
        code
        for name in (font, "AnekLatin-Regular.ttf")
        for code in TTFont(ROOT / "fonts" / name).getBestCmap()
    }
    assert not {c for c in words(tag) if ord(c) not in covered and c != "\n"}


@pytest.mark.parametrize("tag", PROJECTS)
def test_the_credit_names_its_owners_and_marks_the_address_as_a_placeholder(tag: str) -> None:
    credit = framework(tag).credit
    for name in ("Q community", "Nesta"):
        assert name in credit.protected
        assert name in credit.line.value
        assert name in credit.short.value
    assert credit.placeholder
    assert credit.wording is not None


@pytest.mark.parametrize("tag", ["hi", "ur"])
def test_unreviewed_languages_say_so_where_translators_look(tag: str) -> None:
    assert "No native reader has reviewed" in framework(tag).title.note


def test_english_uses_typographic_marks_and_british_spelling() -> None:
    text = words("en")
    assert not re.findall(r"[a-z]'[a-z]", re.sub("(?m)^#.*$", "", text))
    assert not re.findall(r"\b\w*(?:colors?|centers?|behaviors?|organiz\w+|recogniz\w+)\b", text)
