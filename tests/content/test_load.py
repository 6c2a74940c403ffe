"""Loading a framework: bad input is told with place and path, all of it at once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from msgspec import Struct

from printkit.content.load import load_framework
from printkit.content.model import Framework, Text
from printkit.diagnostics import Diagnostic, PrintkitError, nearest
from printkit.files import FolderFiles, MemoryFiles
from tests.content.sample import (
    HEAD,
    PATH,
    TAIL,
    area,
    areas,
    entry,
    framework,
    heart,
    load,
    place,
    problems,
    said,
)

ROOT = Path(__file__).parents[2]
def texts(value: Any) -> Iterator[Text]:
    if isinstance(value, Text):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from texts(item)
    elif isinstance(value, Struct):
        for part in value.__struct_fields__:
            yield from texts(getattr(value, part))


# -- good input ----------------------------------------------------------------------------


def test_values_have_keys_made_of_ids_and_the_language_of_the_file() -> None:
    found = load(framework())
    skill = found.areas[1].skills[2]
    assert (skill.id, skill.kind, skill.motif) == ("skill-2-3", "skill", "listen")
    assert skill.title.key == "areas.area-2.skills.skill-2-3.title"
    assert skill.practice[1].key == "areas.area-2.skills.skill-2-3.practice.two.text"
    assert found.heart.attitudes[0].kind == "attitude"
    assert found.heart.attitudes[0].ask.key == "heart.attitudes.attitude-1.ask"
    assert found.sheet.steps[0].text.key == "sheet.steps.mark.text"
    assert {text.lang for text in texts(found)} == {"en"}
    assert found.title.value == "Skills for\nthe day"
    assert found.version == "0.1"
    assert found.credit.protected == ("Q community", "Nesta")
    assert found.credit.placeholder  # example.org


def test_words_that_yaml_would_turn_into_something_else_stay_words() -> None:
    text = framework(HEAD.replace("language: en", "language: no"))
    text = text.replace("title: Area 1", "title: yes").replace("title: Area 2", "title: 12:30")
    text = text.replace("title: Area 3", "title: 2024-01-01")
    found = load(text)
    assert found.language == "no"
    assert [area.title.value for area in found.areas] == ["yes", "12:30", "2024-01-01"]


def test_every_text_of_the_shipped_content_stands_where_its_span_says() -> None:
    path = "content/skills-for-collaborative-change.yaml"
    lines = (ROOT / path).read_text("utf-8").split("\n")
    found = load_framework(FolderFiles(ROOT), path)
    every = list(texts(found))
    assert len(every) > 150
    assert len({text.key for text in every}) == len(every)
    for text in every:
        written = lines[text.span.line - 1][text.span.column - 1 :].lstrip("\"'")
        first = re.split(r"\s", text.value)[0]
        assert written.startswith(first), text.key


def test_lines_are_joined_and_a_blank_line_is_a_paragraph_of_prose() -> None:
    head = HEAD.replace(
        "intro: Nobody has every skill.", "intro: |\n  Nobody has\n  every skill.\n\n  Look."
    )
    text = framework(head).replace("title: Area 1", "title: >\n      Area\n      one")
    found = load(text)
    assert found.intro.value == "Nobody has every skill.\nLook."
    assert found.areas[0].title.value == "Area one"


def test_a_note_goes_with_its_text_or_its_entry() -> None:
    text = framework()
    text = text.replace("title: Area 1", "title:\n      text: Area 1\n      note: the first")
    text = text.replace(
        "      - id: skill-2-1\n", "      - id: skill-2-1\n        note: about hearing\n"
    )
    text = text.replace("  - id: area-3\n", "  - id: area-3\n    note: about the area\n")
    found = load(text)
    assert (found.areas[0].title.value, found.areas[0].title.note) == ("Area 1", "the first")
    assert found.areas[0].title.key == "areas.area-1.title"
    skill = found.areas[1].skills[0]
    assert {t.note for t in texts(skill)} == {"about hearing"}
    assert found.areas[2].line.note == "about the area"
    assert found.areas[2].skills[0].line.note == ""


def test_an_address_is_a_placeholder_where_it_says_so_or_can_be_no_other() -> None:
    def placeholder(url: str, flag: str = "") -> bool:
        tail = TAIL.replace("https://map.example.org/skills", url + flag)
        return load(framework(tail=tail)).credit.placeholder

    assert placeholder("https://example.com")
    assert placeholder("http://skills.invalid/x?y=1")
    assert not placeholder("https://q.health.org.uk/skills")
    assert not placeholder("https://notexample.org/skills")
    assert placeholder("https://q.health.org.uk/skills", "\n  placeholder: yes")


@pytest.mark.parametrize(
    ("url", "flag", "where", "hint"),
    [
        (
            "https://example.org/x", "yes", "https://example.org/x",
            "put the real address here and delete the line 'placeholder'",
        ),
        ("https://example.org/x", "", "https://example.org/x", "put the real address here"),
        (
            "https://q.health.org.uk/x", "yes", "yes",
            "if this address is the real one, delete the line 'placeholder: yes'",
        ),
    ],
)  # fmt: skip
def test_a_placeholder_is_noted_where_it_can_be_mended(
    url: str, flag: str, where: str, hint: str
) -> None:
    line = f"\n  placeholder: {flag}" if flag else ""
    text = framework(tail=TAIL.replace("https://map.example.org/skills", url + line))
    found: list[Diagnostic] = []
    load_framework(MemoryFiles({PATH: text}), PATH, warn=found)
    (note,) = (item for item in found if item.code == "placeholder")
    key = "source_url" if where == url else "placeholder"
    assert str(note) == (
        f"{PATH}:{place(text, where)}: note[placeholder]: credit.{key}: the address of the source"
        f" is a placeholder; the pages and their QR codes say so\n  hint: {hint}"
    )


# -- bad input -----------------------------------------------------------------------------


def test_all_problems_are_told_at_once_in_the_order_of_the_file() -> None:
    text = framework(
        HEAD.replace("id: map", "id: My Map"),
        areas().replace("motif: listen", "motif: lisen", 1).replace("ask:", "aks:", 1),
        heart().replace("  label: Centre\n", ""),
        TAIL.replace("  line: Based on a map by Q community with Nesta.\n", ""),
    )
    first = "areas[area-1].skills[skill-1-1]"
    assert said(text) == [
        f"{PATH}:2:5: error[slug]: id: is not a good id: 'My Map'",
        f"{PATH}:{place(text, 'aks:')}: error[unknown-key]: {first}.aks: 'aks' is not a known key;"
        " did you mean 'ask'?",
        f"{PATH}:{place(text, 'lisen')}: error[motif]: {first}.motif: must be one of 'listen' or"
        " 'bridge', found 'lisen'; did you mean 'listen'?",
        f"{PATH}:{place(text, 'title: At the')}: error[missing]: heart: 'label' is missing",
        f"{PATH}:{place(text, 'short: Q com')}: error[missing]: credit: 'line' is missing",
    ]


def test_a_double_key_does_not_hide_other_problems() -> None:
    text = framework().replace("  line: One line.\n", "  line: One line.\n    line: Two.\n", 1)
    text = text.replace("version: 0.1\n", "")
    line = int(place(text, "line: One line.").partition(":")[0])
    assert said(text) == [
        f"{PATH}:1:1: error[missing]: 'version' is missing",
        f"{PATH}:{line + 1}:5: error[duplicate]: areas[area-1].line: the key 'line' is here twice;"
        f" the first is on line {line}",
    ]


def test_one_mistake_is_told_once_not_again_as_a_wrong_count() -> None:
    text = framework().replace("    skills:", "    skils:", 1)
    where = place(text, "skils")
    assert said(text) == [
        f"{PATH}:{where}: error[unknown-key]: areas[area-1].skils: 'skils' is not a known key;"
        " did you mean 'skills'?",
    ]


def test_a_key_with_nothing_behind_it_is_missing() -> None:
    text = framework(HEAD.replace("version: 0.1", "version:"))
    assert said(text) == [f"{PATH}:3:1: error[missing]: 'version' is missing"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            framework(HEAD.replace("intro: Nobody has every skill.", "intro:\n  - a\n  - b")),
            f"{PATH}:10:3: error[value]: intro: needs a text, found a list",
        ),
        (
            framework(areas="areas: many\n"),
            f"{PATH}:13:8: error[value]: areas: needs a list, found 'many'",
        ),
        (
            framework(tail=TAIL.replace("protected: [Q community, Nesta]", "protected: Nesta")),
            "error[value]: credit.protected: needs a list, found 'Nesta'",
        ),
        (
            framework(HEAD.replace("date: 2026-11", "date: November")),
            f"{PATH}:4:7: error[value]: date: needs a date such as '2026-11' or '2026-11-30',"
            " found 'November'",
        ),
        (
            framework(HEAD.replace("schema: 1", "schema: 2")),
            f"{PATH}:1:9: error[value]: schema: needs the number of a form this version reads, 1,"
            " found '2'",
        ),
        ("- a\n- b\n", f"{PATH}:1:1: error[value]: needs keys of its own, found a list"),
    ],
)
def test_a_wrong_type_is_told_with_what_was_found(text: str, message: str) -> None:
    found = said(text)
    assert len(found) == 1
    assert found[0].endswith(message)


def test_a_date_in_words_is_told_how_to_write_it() -> None:
    (found,) = problems(framework(HEAD.replace("date: 2026-11", "date: November 2026")))
    assert str(found) == (
        f"{PATH}:4:7: error[value]: date: needs a date such as '2026-11' or '2026-11-30',"
        " found 'November 2026'\n  hint: write a year and month, as in 2026-11"
    )


def test_letters_that_happen_to_be_the_same_suggest_nothing() -> None:
    assert nearest("heart", ["share", "listen"]) == ""
    assert nearest("aks", ["ask", "line"]) == "ask"
    assert nearest("lisen", ["share", "listen"]) == "listen"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            framework(areas="areas: []\n"),
            "13:8: error[count]: areas: needs 3 to 6 areas, found none",
        ),
        (framework(areas="areas:\n"), "13:1: error[missing]: 'areas' is missing"),
        (framework(areas=areas(2, 8)), "14:3: error[count]: areas: needs 3 to 6 areas, found 2"),
        (framework(areas=areas(7)), "14:3: error[count]: areas: needs 3 to 6 areas, found 7"),
        (
            framework(areas=areas(3, 3)),
            "14:3: error[count]: areas: needs 12 to 60 skills in all, found 9",
        ),
        (
            framework(areas=areas(6, 11)),
            "14:3: error[count]: areas: needs 12 to 60 skills in all, found 66",
        ),
        (
            framework(heart=heart(2)),
            "heart.attitudes: needs 3 to 12 attitudes, found 2",
        ),
        (
            framework(heart=heart(13)),
            "heart.attitudes: needs 3 to 12 attitudes, found 13",
        ),
    ],
)
def test_the_numbers_of_areas_skills_and_attitudes_have_bounds(text: str, message: str) -> None:
    found = said(text)
    assert len(found) == 1
    assert found[0].endswith(message)


@pytest.mark.parametrize(("count", "skills"), [(3, 4), (6, 10), (3, 20)])
def test_the_bounds_themselves_are_good(count: int, skills: int) -> None:
    assert len(load(framework(areas=areas(count, skills))).areas) == count


def test_an_entry_has_exactly_two_lines_of_practice() -> None:
    text = framework().replace("          - id: two\n            text: You leave silence.\n", "", 1)
    assert said(text) == [
        f"{PATH}:{place(text, '- id: one')}: error[count]:"
        " areas[area-1].skills[skill-1-1].practice: needs exactly 2 lines, found 1"
    ]


def test_an_id_is_used_once() -> None:
    text = framework(
        areas=areas().replace("skill-2-2", "skill-1-1").replace("area-3", "area-1"),
        heart=heart().replace("attitude-1", "skill-1-2"),
    )
    first = [place(text, words).partition(":")[0] for words in ("area-1", "skill-1-1", "skill-1-2")]
    assert said(text) == [
        f"{PATH}:{place(text, 'skill-1-1', 2)}: error[duplicate]: areas[area-2].skills[skill-1-1]:"
        f" another skill or attitude has the id 'skill-1-1', on line {first[1]}",
        f"{PATH}:{place(text, 'area-1', 2)}: error[duplicate]: areas[area-1]:"
        f" another area has the id 'area-1', on line {first[0]}",
        f"{PATH}:{place(text, 'skill-1-2', 2)}: error[duplicate]: heart.attitudes[skill-1-2]:"
        f" another skill or attitude has the id 'skill-1-2', on line {first[2]}",
    ]


def test_a_title_of_40000_characters_is_counted_not_set() -> None:
    text = framework().replace("title: Listening deeply", f"title: {'deeply ' * 5714}xx", 1)
    assert said(text) == [
        f"{PATH}:{place(text, 'deeply deeply')}: error[too-long]:"
        " areas[area-1].skills[skill-1-1].title: has 40,000 characters;"
        " at most 120 are allowed here"
    ]


def test_the_place_of_a_byte_that_is_not_utf_8_is_told() -> None:
    text = framework().replace("Listening deeply", "Listening caf\xe9")
    line, column = place(text, "\xe9").split(":")
    assert said(text.encode("latin-1")) == [
        f"{PATH}:{line}:{column}: error[encoding]: this file is not UTF-8: byte 0xE9 cannot be read"
    ]


def test_a_tab_is_told() -> None:
    text = framework().replace("  label: Centre", "\tlabel: Centre")
    line = place(text, "\tlabel").partition(":")[0]
    assert said(text) == [
        f"{PATH}:{line}:1: error[syntax]: tabs are not allowed at the start of a line"
    ]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("Listen **deeply", "error[markup]: {path}: the mark at '**deeply' is never closed"),
        ("Listen *now", "error[markup]: {path}: the mark at '*now' is never closed"),
        (
            '"a\\u202eb"',
            "error[control-character]: {path}: holds the invisible character U+202E"
            " (right-to-left override)",
        ),
        (
            '"a\\x07b"',
            "error[control-character]: {path}: holds the invisible character U+0007"
            " (control character)",
        ),
        ('"  "', "error[missing]: {path}: is empty"),
    ],
)
def test_marks_and_characters_of_a_text_are_looked_at(words: str, message: str) -> None:
    text = framework().replace("Hear what is said.", words, 1)
    path = "areas[area-1].skills[skill-1-1].line"
    assert said(text) == [f"{PATH}:{place(text, words)}: {message.format(path=path)}"]


def test_a_text_with_a_note_has_no_other_keys() -> None:
    text = framework().replace("title: Area 1", "title:\n      text: Area 1\n      nota: the first")
    assert said(text) == [
        f"{PATH}:{place(text, 'nota')}: error[unknown-key]: areas[area-1].title.nota: 'nota' is not"
        " a known key; did you mean 'note'?"
    ]


def test_quotation_marks_that_will_be_printed_are_a_warning() -> None:
    found: list[Diagnostic] = []
    text = framework().replace("title: Area 1", "title: “Area 1”")
    load_framework(MemoryFiles({PATH: text}), PATH, warn=found)
    (item,) = (item for item in found if item.code == "quotes")
    assert str(item.span) == f"{PATH}:{place(text, '“Area')}"


@pytest.mark.parametrize("key", ["line", "definition", "ask"])
def test_words_that_vanish_behind_a_number_sign_are_a_warning(key: str) -> None:
    found: list[Diagnostic] = []
    text = re.sub(rf"{key}: .*", f"{key}: Be the team #1 at listening.", framework(), count=1)
    load_framework(MemoryFiles({PATH: text}), PATH, warn=found)
    (item,) = (item for item in found if item.code == "remark")
    assert str(item).partition("\n")[0] == (
        f"{PATH}:{place(text, '#1')}: warning[remark]: {item.path}: everything after # is a remark"
        " and is not printed: '#1 at listening.'"
    )
    assert item.path.endswith(f".{key}")
    assert item.hint.startswith('if it belongs to the text, put the whole text in "quotes"')


def test_remarks_that_hide_no_text_and_number_signs_in_a_text_are_fine() -> None:
    found: list[Diagnostic] = []
    text = framework().replace("title: Area 1", 'title: "Area #1" # first').replace(
        "  - id: area-2\n", "  # the second\n  - id: area-2 # its id\n    note: x # y\n"
    ).replace("title: Area 2", "title: C#2").replace(
        "intro: Nobody has every skill.", "intro: > # folded\n  We are #1"
    )  # fmt: skip
    read = load_framework(MemoryFiles({PATH: text}), PATH, warn=found)
    assert not [item for item in found if item.code == "remark"]
    assert [area.title.value for area in read.areas] == ["Area #1", "C#2", "Area 3"]
    assert read.intro.value == "We are #1"


def test_the_readme_shows_a_skill_and_a_credit_as_the_content_has_them() -> None:
    readme = (ROOT / "content/README.md").read_text("utf-8")
    skill, credit = re.findall(r"^```yaml\n(.*?)^```", readme, re.MULTILINE | re.DOTALL)[:2]
    content = (ROOT / "content/skills-for-collaborative-change.yaml").read_text("utf-8")
    remark = re.compile(r"^ *#.*\n", re.MULTILINE)
    assert remark.sub("", skill) in re.sub("^ {6}", "", content, flags=re.MULTILINE)
    assert credit in remark.sub("", content)
    found: list[Diagnostic] = []
    indented = re.sub("^", "      ", skill, flags=re.MULTILINE)
    text = framework().replace(entry("skill-1-1"), indented.rstrip(" "), 1)
    load_framework(MemoryFiles({PATH: text}), PATH, warn=found)
    assert not [item for item in found if item.code == "remark"]


# -- credit --------------------------------------------------------------------------------


def test_content_without_credit_does_not_load() -> None:
    text = framework(tail=TAIL.partition("credit:")[0])
    (found,) = problems(text)
    assert str(found) == (
        f"{PATH}:1:1: error[missing]: 'credit' is missing\n"
        "  hint: who made this; content without its credit does not load, and content/README.md"
        " has the whole block to copy back"
    )


@pytest.mark.parametrize("key", ["line", "short", "protected", "source_url", "permission"])
def test_every_part_of_the_credit_is_needed(key: str) -> None:
    before, credit = TAIL.split("credit:\n")
    kept = re.sub(rf"^  {key}:.*\n(?:    .*\n)*", "", credit, flags=re.MULTILINE)
    text = framework(tail=f"{before}credit:\n{kept}")
    where = place(text, "credit:\n").partition(":")[0]
    assert said(text) == [f"{PATH}:{int(where) + 1}:3: error[missing]: credit: {key!r} is missing"]


def test_protected_names_stand_in_the_credit_line_letter_for_letter() -> None:
    text = framework(tail=TAIL.replace("Q community with Nesta.", "Q Community with others."))
    found = problems(text)
    where = f"{PATH}:{place(text, 'Based on')}"
    assert [str(item) for item in found] == [
        f"{where}: error[credit]: credit.line: the protected name 'Nesta' is missing\n"
        "  hint: put 'Nesta' back into credit.line, letter for letter",
        f"{where}: error[credit]: credit.line: the protected name 'Q community' is missing\n"
        "  hint: it is written 'Q Community' there",
    ]


def test_an_address_is_a_web_address() -> None:
    text = framework(tail=TAIL.replace("https://map.example.org/skills", "javascript:alert(1)"))
    assert said(text) == [
        f"{PATH}:{place(text, 'javascript')}: error[value]: credit.source_url: needs an address"
        " that starts with https://, found 'javascript:alert(1)'"
    ]


# -- motifs --------------------------------------------------------------------------------


def with_motif(*ops: str) -> str:
    steps = "".join(f"\n          - {op}" for op in ops)
    return framework().replace("motif: listen", f"motif:{steps}", 1)


def test_a_motif_of_ones_own_is_a_list_of_steps() -> None:
    skill = load(with_motif("T M34 14H66V46H34Z", "L M0 30H100", "D 50 30 8")).areas[0].skills[0]
    assert skill.motif == ""
    assert [(op.kind, op.path, op.circle) for op in skill.ops] == [
        ("T", "M34 14H66V46H34Z", None),
        ("L", "M0 30H100", None),
        ("D", "", (50.0, 30.0, 8.0)),
    ]


@pytest.mark.parametrize(
    ("ops", "message"),
    [
        (("L M0 30H90",), "the thread does not leave at (100, 30)"),
        (("L M10 30H100",), "the thread does not enter at (0, 30)"),
        (("L M0 30H100", "D 50 62 8"), "'D 50 62 8' leaves the box"),
        (("L M0 30Q50 -100 100 30",), "'L M0 30Q50 -100 100 30' leaves the box"),
        (("L M0 30H100", "S M50 30V62"), "'S M50 30V62' leaves the box"),
        (("L M0 30H100", "Z M1 1"), "'Z' is not a step of a motif"),
        (("L M0 30H100", "D 50 30"), "'D' needs x, y and a radius, found '50 30'"),
        (("L M0 30H100", "F url(x)"), "a path uses the letters"),
        (("L M0 30H100", "D 50 30 0"), "a radius must be more than 0"),
    ],
)
def test_a_motif_joins_its_neighbours_and_stays_in_its_box(
    ops: tuple[str, ...], message: str
) -> None:
    (found,) = problems(with_motif(*ops))
    assert found.code == "motif"
    assert found.message.startswith(message)
    assert found.path.startswith("areas[area-1].skills[skill-1-1].motif")


def test_an_attitude_has_no_thread_to_join() -> None:
    text = framework(heart=heart().replace("motif: listen", "motif:\n        - D 50 30 8", 1))
    assert load(text).heart.attitudes[0].ops[0].circle == (50.0, 30.0, 8.0)


def test_names_of_motifs_are_looked_up_only_where_they_are_known() -> None:
    text = framework().replace("motif: listen", "motif: anything", 1)
    files = MemoryFiles({PATH: text})
    assert load_framework(files, PATH).areas[0].skills[0].motif == "anything"
    with pytest.raises(PrintkitError, match="'anything' is not a known motif"):
        load_framework(files, PATH, motifs=[f"m{n}" for n in range(20)])


def test_the_same_motif_twice_in_an_area_is_a_warning() -> None:
    found: list[Diagnostic] = []
    text = re.sub("        motif: listen\n", "", framework())
    text = text.replace("id: skill-1-1\n", "id: skill-1-1\n        motif: listen\n")
    text = text.replace("id: skill-1-3\n", "id: skill-1-3\n        motif: listen\n")
    text = text.replace("id: skill-2-1\n", "id: skill-2-1\n        motif: listen\n")
    load_framework(MemoryFiles({PATH: text}), PATH, warn=found)
    (item,) = (item for item in found if item.code == "motif")
    line = place(text, "motif: listen").partition(":")[0]
    assert str(item) == (
        f"{PATH}:{place(text, 'listen', 2)}: warning[motif]: areas[area-1].skills[skill-1-3].motif:"
        f" the motif 'listen' is in this area twice; the first is on line {line}\n"
        "  hint: choose another, so that the two are told apart"
    )


def test_a_motif_may_be_left_out() -> None:
    found: Framework = load(framework().replace("        motif: listen\n", "", 1))
    assert found.areas[0].skills[0].motif == ""
    assert found.areas[0].skills[0].ops == ()


def test_the_sample_is_as_small_as_can_be() -> None:
    assert len(load(framework()).areas) == 3
    assert entry("x").startswith("      - id: x\n")
    assert area(1).count("- id: skill") == 4


def test_a_renamed_id_keeps_the_keys_it_had() -> None:
    text = framework().replace(
        "- id: skill-1-1\n", "- id: hearing\n        formerly: [skill-1-1, ears]\n"
    )
    skill = load(text).areas[0].skills[0]
    assert skill.title.formerly == (
        "areas.area-1.skills.skill-1-1.title",
        "areas.area-1.skills.ears.title",
    )
    assert skill.practice[0].formerly[1] == "areas.area-1.skills.ears.practice.one.text"
    assert load(text).areas[0].title.formerly == ()


def test_what_an_id_was_before_is_nobody_elses() -> None:
    text = framework().replace(
        "- id: skill-1-1\n", "- id: hearing\n        formerly: [skill-1-2]\n"
    )
    (line,) = said(text)
    assert "error[duplicate]: areas[area-1].skills[hearing].formerly: " in line
    assert "the id 'skill-1-2' is in use, on line" in line
