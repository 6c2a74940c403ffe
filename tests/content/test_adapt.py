"""An adaptation: what its changes do, what they say of themselves, and what they may not touch."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from printkit.content.adapt import same_words
from printkit.content.load import load_framework
from printkit.content.model import Framework
from printkit.content.texts import texts
from printkit.diagnostics import Diagnostic, PrintkitError, Severity
from printkit.files import MemoryFiles, text_digest
from tests.content.sample import PATH, area, areas, framework, heart, place

FILE = "content/adaptations/asha-pune.yaml"
MOTIF = "        motif: listen\n"
BASE = framework(areas=areas(3, 6).replace(MOTIF, ""), heart=heart(4))
AT_HOME = """\
schema: 1
id: asha-pune
adapts: {{id: map, version: "0.1", digest: "sha256:{digest}"}}
by:
  name: NGO X
  place: Pune, India
  year: 2026
language: hi-IN
changes:
"""
ITEM = """\
    item:
      title: आशा की आवाज़
      line: सबकी सुनें।
      definition: पूरा ध्यान दें।
      practice:
        - {id: one, text: एक।}
        - {id: two, text: दो।}
      ask: कब?
"""


def overlay(changes: str, base: str = BASE, head: str = AT_HOME) -> str:
    return head.format(digest=text_digest(base.encode())) + changes


def load(
    changes: str, base: str = BASE, warn: list[Diagnostic] | None = None, head: str = AT_HOME
) -> Framework:
    files = MemoryFiles({PATH: base, FILE: overlay(changes, head=head)})
    return load_framework(files, PATH, warn=warn, adaptation="asha-pune")


def said(changes: str, base: str = BASE, head: str = AT_HOME) -> list[str]:
    """Return the errors, hints apart."""
    with pytest.raises(PrintkitError) as caught:
        load(changes, base, head=head)
    return [
        str(item).partition("\n")[0]
        for item in caught.value.diagnostics
        if item.severity is Severity.ERROR
    ]


def told(changes: str, base: str = BASE) -> list[Diagnostic]:
    """Return what is told although nothing is wrong; the sample's address is a placeholder."""
    warn: list[Diagnostic] = []
    load(changes, base, warn)
    return [item for item in warn if item.code != "placeholder"]


def ids(found: Framework, number: int) -> list[str]:
    return [skill.id for skill in found.areas[number - 1].skills]


def test_an_adaptation_without_changes_is_the_framework_with_a_name_more() -> None:
    found = load("  []\n")
    plain = load_framework(MemoryFiles({PATH: BASE}), PATH)
    assert list(texts(found)) == list(texts(plain))
    assert (found.adaptation, found.adapted[0].name) == ("asha-pune", "NGO X")
    assert (plain.adaptation, plain.adapted) == ("", ())
    assert found.credit == plain.credit
    assert told("  []\n") == []


def test_what_is_dropped_is_gone_and_named() -> None:
    found = load("  - drop: skill-1-2\n    why: not used here\n")
    assert ids(found, 1) == ["skill-1-1", "skill-1-3", "skill-1-4", "skill-1-5", "skill-1-6"]
    (change,) = found.changes
    assert (change.kind, change.key, change.why) == ("drop", "skills.skill-1-2", "not used here")
    assert change.title.value == "Listening deeply"
    assert change.title.key == "areas.area-1.skills.skill-1-2.title"
    assert (change.by.name, change.date) == ("NGO X", "2026")


def test_a_text_that_is_set_is_printed_in_the_language_of_the_adaptation() -> None:
    found = load(
        "  - set: skill-1-2.title\n    was: Listening deeply\n    to: सुनना\n    why: ours\n"
        "    date: 2026-11-24\n    by: Meera\n"
    )
    title = found.areas[0].skills[1].title
    assert (title.value, title.lang, title.span.file) == ("सुनना", "hi-IN", FILE)
    assert title.key == "areas.area-1.skills.skill-1-2.title"
    assert found.areas[0].skills[0].title.lang == "en"
    (change,) = found.changes
    assert change.title == title
    assert (change.key, change.stale) == ("skills.skill-1-2.title", False)
    assert (change.by.name, change.date) == ("Meera", "2026-11-24")


@pytest.mark.parametrize(
    ("key", "was"),
    [
        ("areas.area-1.skills.skill-1-1.line", "Hear what is said."),
        ("skills.skill-1-1.line", "Hear what is said."),
        ("skill-1-1.practice.one", "You retell it."),
        ("attitudes.attitude-1.ask", "When did it help?"),
        ("areas.area-2.title", "Area 2"),
        ("area-2.title", "Area 2"),
        ("heart.label", "Centre"),
        ("intro", "Nobody has every skill."),
        ("title", "Skills for the day"),
        ("prompts.follow", "Follow a thread."),
        ("sheet.ask.prompt", "Choose three people."),
        ("guide.advice.start", "Use it at the start."),
        ("sheet.steps.mark.title", "Mark yourself."),
    ],
)
def test_every_text_can_be_named(key: str, was: str) -> None:
    found = load(f"  - set: {key}\n    was: {was}\n    to: CHANGED\n    why: so\n")
    assert [text.value for text in texts(found)].count("CHANGED") == 1
    assert not found.changes[0].stale


def test_a_title_can_be_given_where_there_was_none() -> None:
    found = load("  - set: guide.advice.start.title\n    to: Begin\n    why: so\n")
    title = found.guide.advice[0].title
    assert title is not None
    assert title.value == "Begin"


def test_an_item_is_added_beside_another_or_at_the_end_of_an_area() -> None:
    found = load(
        f"  - add: voice\n    after: skill-1-2\n    why: local\n{ITEM}"
        f"  - add: last\n    area: area-2\n    why: local\n{ITEM}"
        f"  - add: first\n    before: attitude-1\n    why: local\n{ITEM}"
        f"  - add: calm\n    area: heart\n    why: local\n{ITEM}"
    )
    assert ids(found, 1)[:3] == ["skill-1-1", "skill-1-2", "voice"]
    assert ids(found, 2)[-1] == "last"
    attitudes = [entry.id for entry in found.heart.attitudes]
    assert (attitudes[0], attitudes[-1]) == ("first", "calm")
    voice = found.areas[0].skills[2]
    assert voice.title.key == "areas.area-1.skills.voice.title"
    assert {text.lang for text in texts(voice)} == {"hi-IN"}
    assert found.heart.attitudes[0].kind == "attitude"
    assert [change.title.value for change in found.changes] == ["आशा की आवाज़"] * 4


def test_an_area_with_its_skills_and_a_prompt_can_be_added() -> None:
    item = "    item:\n" + "".join(f"    {line}\n" for line in area(9, 1).splitlines()[1:])
    found = load(
        f"  - add: area-9\n    after: areas.area-3\n    why: local\n{item}"
        "  - add: look\n    list: prompts\n    why: local\n    item: {text: Look around.}\n"
    )
    assert [one.id for one in found.areas] == ["area-1", "area-2", "area-3", "area-9"]
    assert found.prompts[-1].id == "look"


def test_a_skill_moves_to_another_area_and_keeps_the_key_of_its_translation() -> None:
    found = load("  - move: skill-1-2\n    after: skill-3-1\n    why: fits better\n")
    assert ids(found, 3)[:2] == ["skill-3-1", "skill-1-2"]
    assert "skill-1-2" not in ids(found, 1)
    (change,) = found.changes
    assert (change.kind, change.key) == ("move", "skills.skill-1-2")
    assert change.title.key == "areas.area-3.skills.skill-1-2.title"


def test_an_area_moves_with_all_that_is_in_it() -> None:
    found = load("  - move: area-3\n    before: area-1\n    why: first things first\n")
    assert [one.id for one in found.areas] == ["area-3", "area-1", "area-2"]
    assert ids(found, 1) == [f"skill-3-{n}" for n in range(1, 7)]


def test_changes_are_made_in_their_order() -> None:
    found = load(
        f"  - add: voice\n    after: skill-1-6\n    why: local\n{ITEM}"
        "  - move: voice\n    before: skill-1-1\n    why: it comes first\n"
        "  - set: voice.title\n    was: आशा की आवाज़\n    to: आवाज़\n    why: shorter\n"
    )
    assert ids(found, 1)[0] == "voice"
    assert [change.title.value for change in found.changes] == ["आवाज़"] * 3


# -- when the content changes ---------------------------------------------------------------


STALE = "  - set: skill-1-2.line\n    was: Hear what is said.\n    to: Hear us.\n    why: ours\n"


def test_a_text_that_has_changed_since_prints_what_was_decided_and_is_told() -> None:
    before, ident, after = BASE.partition("id: skill-1-2\n")
    new = before + ident + after.replace("Hear what is", "Hear all that is", 1)
    warn: list[Diagnostic] = []
    found = load(STALE, new, warn)
    assert found.areas[0].skills[1].line.value == "Hear us."
    assert found.changes[0].stale
    stale = next(item for item in warn if item.code == "stale-change")
    assert stale.severity is Severity.WARNING
    assert stale.path == "changes[1]"
    assert str(stale.span) == f"{FILE}:{place(overlay(STALE), 'Hear what')}"
    assert stale.message == (
        "'skills.skill-1-2.line' was 'Hear what is said.' when this was decided and "
        "is now 'Hear all that is said.'; what the adaptation says is printed"
    )
    assert [item.message for item in warn if item.code == "adapted-from"] == [
        "made from 0.1, and the content has been edited since"
    ]


def test_a_newer_version_is_a_note_with_what_to_write() -> None:
    new = BASE.replace("version: 0.1", "version: 0.2")
    (note,) = told("  []\n", new)
    assert (note.code, note.severity) == ("adapted-from", Severity.NOTE)
    assert note.message == "made from 0.1, content is now 0.2"
    assert f"version: 0.2, digest: sha256:{text_digest(new.encode())}" in note.hint


def test_how_lines_are_broken_does_not_make_a_text_stale() -> None:
    was = "|\n      Skills for the\n      day\n"
    changes = f"  - set: title\n    was: {was}    to: Day\n    why: so\n"
    assert not load(changes).changes[0].stale
    assert text_digest(b"a\r\nb\r\n") == text_digest(b"a\nb\n")


def test_a_change_that_the_content_has_taken_over_is_no_change() -> None:
    new = BASE.replace("line: Hear what is said.", "line: Hear us.")
    found = load(STALE, new)
    assert found.changes == ()
    assert found.areas[0].skills[1].line.lang == "en"
    notes = [item for item in told(STALE, new) if item.code == "stale-change"]
    assert [item.message for item in notes if item.severity is Severity.NOTE] == [
        "'skills.skill-1-2.line' says this already, without the change"
    ]


def test_a_move_to_where_it_stands_is_no_change() -> None:
    changes = "  - move: skill-1-2\n    after: skill-1-1\n    why: so\n"
    assert load(changes).changes == ()
    assert [item.code for item in told(changes)] == ["stale-change"]


def test_a_renamed_id_is_followed() -> None:
    new = BASE.replace("- id: skill-1-2\n", "- id: hearing\n        formerly: [skill-1-2]\n")
    found = load(STALE + "  - move: skill-1-2\n    area: area-2\n    why: so\n", new)
    assert [change.key for change in found.changes] == ["skills.hearing.line", "skills.hearing"]
    line = found.areas[1].skills[-1].line
    assert line.value == "Hear us."
    assert line.formerly == ("areas.area-2.skills.skill-1-2.line",)


# -- what is refused ------------------------------------------------------------------------


@pytest.mark.parametrize(
    "change",
    [
        "set: credit.line\n    was: x\n    to: By me.",
        "set: credit.permission.statement\n    was: x\n    to: Mine.",
        "set: permission.statement\n    was: x\n    to: Mine.",
        "drop: credit",
        "drop: credit.line",
    ],
)
def test_the_credit_is_out_of_reach(change: str) -> None:
    (line,) = said(f"  - {change}\n    why: so\n")
    assert line.startswith(f"{FILE}:10:10: error[credit]: ") or ":10:11: error[credit]" in line
    assert "an adaptation cannot touch the credit" in line


def test_who_adapted_it_before_stays_in_the_chain() -> None:
    chain = "  chain:\n    - {id: first, text: By A.}\n"
    base = BASE.replace("  permission:\n", f"{chain}  permission:\n")
    changes = (
        "drop: first",
        "set: first\n    was: By A.\n    to: By B.",
        "add: second\n    after: first\n    item: {text: By B.}",
        "move: guide.advice.start\n    after: first",
    )
    for change in changes:
        (line,) = said(f"  - {change}\n    why: so\n", base)
        assert "error[credit]" in line
    assert load("  []\n", base).credit.chain[0].value == "By A."


def test_a_credit_of_its_own_is_refused() -> None:
    lines = said("  []\ncredit:\n  line: By me.\n")
    assert lines == [f"{FILE}:11:1: error[credit]: credit: an adaptation cannot touch the credit"]


def test_the_owners_logo_stays_and_nobody_elses_takes_its_slot() -> None:
    item = "{file: a.svg, owner: Me, alt: Us, slot: source}"
    (line,) = said(f"  - add: logo\n    list: assets\n    item: {item}\n    why: so\n")
    assert "error[credit]: changes[1]: add 'logo': the logo in the slot 'source' belongs to" in line


@pytest.mark.parametrize("key", ["id", "version", "date", "language", "schema", "skill-1-1.id",
                                 "skill-1-1.motif", "note"])  # fmt: skip
def test_ids_and_the_edition_stay(key: str) -> None:
    base = BASE + "note: for you\n"
    (line,) = said(f"  - set: {key}\n    was: x\n    to: y\n    why: so\n", base)
    assert "error[change]: changes[1]: set " in line


def test_what_is_not_there_is_refused_with_the_nearest_that_is() -> None:
    lines = said(
        "  - drop: skil-1-1\n    why: so\n"
        "  - set: skill-1-1.tilte\n    was: x\n    to: y\n    why: so\n"
        "  - move: skill-1-1\n    after: skill-9\n    why: so\n"
        "  - move: skill-1-1\n    area: aera-2\n    why: so\n"
        f"  - add: voice\n    list: promts\n    why: so\n{ITEM}"
    )
    assert lines[0].startswith(f"{FILE}:10:11: error[change]: changes[1]: drop 'skil-1-1': ")
    assert "no such item; did you mean 'skill-1-1'?" in lines[0]
    assert "there is no such text; did you mean 'skill-1-1.title'?" in lines[1]
    assert "move 'skill-1-1': after 'skill-9': no such item" in lines[2]
    assert "there is no area 'aera-2'; did you mean 'area-2'?" in lines[3]
    assert "there is no list 'promts'; did you mean 'prompts'?" in lines[4]
    assert len(lines) == 5


def test_a_word_that_may_mean_two_things_is_refused() -> None:
    base = BASE.replace("- id: area-2\n", "- id: skill-1-1\n")
    (line,) = said("  - drop: skill-1-1\n    why: so\n", base)
    assert "it may be 'skills.skill-1-1' or 'areas.skill-1-1'" in line


def test_a_skill_does_not_become_an_attitude() -> None:
    (line,) = said("  - move: skill-1-1\n    area: heart\n    why: so\n")
    assert "'skills.skill-1-1' is a skill and cannot stand there" in line


def test_two_decisions_on_one_thing_are_refused() -> None:
    (line,) = said(STALE + STALE)
    assert "it is set twice; the first is on line 10" in line
    (line,) = said("  - drop: skill-1-1\n    why: so\n  - drop: skill-1-1\n    why: so\n")
    assert "it was left out by the change on line 10" in line


def test_a_text_without_what_it_replaces_is_refused_with_what_to_write() -> None:
    with pytest.raises(PrintkitError) as caught:
        load("  - set: skill-1-2.line\n    to: Hear us.\n    why: ours\n")
    (item,) = (i for i in caught.value.diagnostics if i.severity is Severity.ERROR)
    assert "'was' is missing" in item.message
    assert item.hint.endswith("was: Hear what is said.")


def test_what_an_adaptation_makes_wrong_is_told_where_it_does_so() -> None:
    drops = "".join(f"  - drop: skill-1-{n}\n    why: so\n" for n in range(1, 7))
    lines = said(drops)
    assert lines == [
        f"{FILE}:20:11: error[count]: areas[area-1].skills: needs at least 1 skill, found none"
    ]
    long = "x" * 500
    (line,) = said(f"  - set: area-1.title\n    was: Area 1\n    to: {long}\n    why: so\n")
    assert line.startswith(f"{FILE}:12:9: error[too-long]: areas[area-1].title: ")
    (line,) = said(f"  - add: skill-2-1\n    area: area-1\n    why: so\n{ITEM}")
    assert "another skill or attitude has the id 'skill-2-1'" in line
    item = ITEM.replace("      line: ", "      lien: ")
    (line,) = said(f"  - add: voice\n    area: area-1\n    why: so\n{item}")
    assert f"{FILE}:15:7: error[unknown-key]: areas[area-1].skills[voice].lien" in line


def test_the_form_of_the_file_is_checked() -> None:
    lines = said(
        "  - drop: skill-1-1\n"
        "  - drop: skill-1-2\n    set: intro\n    why: so\n"
        "  - dorp: skill-1-2\n    why: so\n"
        "  - move: skill-1-1\n    why: so\n"
        "  - move: skill-1-1\n    after: a\n    before: b\n    why: so\n"
    )
    assert "changes[1]: 'why' is missing" in lines[0]
    assert "changes[2]: 'drop' and 'set' are two changes" in lines[1]
    assert "changes[3]: a change begins with one of 'drop', 'set', 'add', 'move'" in lines[2]
    assert "changes[4]: it does not say where" in lines[3]
    assert "changes[5]: 'after' and 'before' name two places" in lines[4]


def test_an_adaptation_of_other_content_is_refused() -> None:
    (line,) = said("  []\n", head=AT_HOME.replace("{{id: map", "{{id: atlas"))
    assert "this adaptation is made from 'atlas', and the content is 'map'" in line


def test_a_file_named_otherwise_than_its_id_is_refused() -> None:
    (line,) = said("  []\n", head=AT_HOME.replace("id: asha-pune", "id: asha"))
    assert "the id of this adaptation is 'asha', and its file is named 'asha-pune'" in line


def test_an_adaptation_that_is_not_there() -> None:
    files = MemoryFiles({PATH: BASE, FILE: overlay("  []\n")})
    with pytest.raises(PrintkitError) as caught:
        load_framework(files, PATH, adaptation="asha-puna")
    (item,) = caught.value.diagnostics
    assert item.message == "there is no adaptation 'asha-puna'; did you mean 'asha-pune'?"


# -- one on another -------------------------------------------------------------------------


def second(under: str, changes: str) -> str:
    text = overlay(changes).replace("id: asha-pune", "id: city").replace("NGO X", "City Y")
    return text.replace('"}\n', f'", adaptation: {under}}}\n', 1)


def test_an_adaptation_of_an_adaptation_names_both() -> None:
    first = overlay("  - drop: skill-1-2\n    why: so\n")
    files = MemoryFiles({
        PATH: BASE, FILE: first,
        "content/adaptations/city.yaml": second("asha-pune", "  - drop: skill-1-3\n    why: so\n"),
    })  # fmt: skip
    found = load_framework(files, PATH, adaptation="city")
    assert [by.name for by in found.adapted] == ["NGO X", "City Y"]
    assert [change.by.name for change in found.changes] == ["NGO X", "City Y"]
    assert ids(found, 1) == ["skill-1-1", "skill-1-4", "skill-1-5", "skill-1-6"]


def test_adaptations_that_wait_for_each_other_are_refused() -> None:
    files = MemoryFiles({
        PATH: BASE,
        FILE: second("city", "  []\n").replace("id: city", "id: asha-pune"),
        "content/adaptations/city.yaml": second("asha-pune", "  []\n"),
    })  # fmt: skip
    with pytest.raises(PrintkitError) as caught:
        load_framework(files, PATH, adaptation="city")
    assert "city -> asha-pune -> city" in str(caught.value)


# -- properties -----------------------------------------------------------------------------

IDS = [f"skill-{a}-{n}" for a in (1, 2, 3) for n in range(1, 7)]


@settings(deadline=None, max_examples=40)
@given(st.lists(st.tuples(st.sampled_from(IDS), st.sampled_from(IDS), st.booleans()), max_size=12))
def test_moving_loses_and_doubles_nothing(moves: list[tuple[str, str, bool]]) -> None:
    lines = "".join(
        f"  - move: {one}\n    {'after' if after else 'before'}: {other}\n    why: so\n"
        for one, other, after in moves
        if one != other
    )
    try:
        found = load(lines or "  []\n")
    except PrintkitError as error:  # an area was emptied: told, and nothing else is wrong
        assert {i.code for i in error.diagnostics} <= {"count", "placeholder"}
        return
    assert sorted(id for n in (1, 2, 3) for id in ids(found, n)) == sorted(IDS)
    last = [(one, other, after) for one, other, after in moves if one != other][-1:]
    for one, other, after in last:
        row = next(row for n in (1, 2, 3) if one in (row := ids(found, n)))
        assert row.index(one) - row.index(other) == (1 if after else -1)


@given(st.text(st.sampled_from("ab \n\té́")))
def test_same_words_knows_neither_space_nor_composition(text: str) -> None:
    assert same_words(text, "  " + unicodedata.normalize("NFD", text).replace(" ", " \n "))
    assert not same_words(text, text + "x")
