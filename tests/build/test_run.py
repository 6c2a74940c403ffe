"""What a run makes: the same bytes from the same input, a true manifest, nothing stale."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from printkit.build.plan import Request, Sources, Target, plan, read_sources
from printkit.build.project import Project, open_project
from printkit.build.run import compose, run
from printkit.build.works import page_suffix
from printkit.diagnostics import PrintkitError, UsageError

CONTENT = Path("content/skills-for-collaborative-change.yaml")
STEM = "en/skills-for-collaborative-change"


def made(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def manifest(folder: Path) -> dict[str, Any]:
    return {
        f"{row['product']}-{row['size']}": row
        for row in json.loads((folder / "manifest.json").read_text("utf-8"))["products"]
    }


def change(old: str, new: str) -> None:
    text = CONTENT.read_text("utf-8")
    assert old in text
    CONTENT.write_text(text.replace(old, new, 1), "utf-8")


def test_two_builds_in_two_processes_seconds_apart_are_byte_identical(demo: Path) -> None:
    for number, out in enumerate(("one", "two")):
        time.sleep(1.1 * number)
        env = {
            **os.environ,
            "PYTHONHASHSEED": str(number + 1),
            "TZ": ("UTC", "Asia/Kolkata")[number],
        }
        command = [sys.executable, "-m", "printkit", "build", "-o", out]
        subprocess.run(command, check=True, capture_output=True, env=env)
    first = made(demo / "one")
    assert first == made(demo / "two")
    assert {name.rpartition(".")[2] for name in first} == {"pdf", "svg", "json"}


def test_files_are_named_as_people_and_other_tools_expect(demo: Path) -> None:
    run(open_project(), Request(("guide", "cards", "sheet")))
    names = set(made(demo / "out"))
    assert {
        f"{STEM}_guide-A4_en.pdf",
        f"{STEM}_guide-A4_en.svg",
        f"{STEM}_sheet-A3_en.pdf",
        f"{STEM}_cards-70x120_en.pdf",
        f"{STEM}_cards-70x120_en-listening-deeply-front.svg",
        f"{STEM}_cards-70x120_en-listening-deeply-back.svg",
        "manifest.json",
    } <= names


def test_pages_are_told_apart_by_number(sample: Sources) -> None:
    page = compose(sample, Target("sheet", "A3", "colour", "en"))[0].scene.pages[0]
    assert page_suffix(page, 0, 1) == ""
    assert page_suffix(page, 1, 2) == "-02"


def test_the_manifest_lists_what_is_there_and_what_it_was_made_from(demo: Path) -> None:
    run(open_project(), Request(("guide",)))
    run(open_project(), Request(("cards",), formats=("pdf",)))
    listed = manifest(demo / "out")
    assert set(listed) == {"guide-A4", "cards-70x120"}
    on_disk = made(demo / "out")
    del on_disk["manifest.json"]
    assert {f["file"]: f["sha256"] for row in listed.values() for f in row["files"]} == on_disk
    guide = listed["guide-A4"]
    assert guide["version"] == "0.1"
    assert "Nesta" in guide["credit"]
    inputs = guide["inputs"]
    assert inputs[CONTENT.as_posix()] == hashlib.sha256(CONTENT.read_bytes()).hexdigest()
    assert {"content/kit.yaml", "layouts/guide.toml", "layouts/base.toml"} <= set(inputs)
    assert "layouts/poster.toml" not in inputs
    assert any(name.startswith("fonts/AnekLatin") for name in inputs)
    assert not any("Nastaliq" in name for name in inputs)


def test_the_manifest_keeps_a_format_of_the_same_input_only(demo: Path) -> None:
    run(open_project(), Request(("guide",), formats=("svg",)))
    run(open_project(), Request(("guide",), formats=("pdf",)))
    assert len(manifest(demo / "out")["guide-A4"]["files"]) == 2
    change("version: 0.1", "version: 0.2")
    run(open_project(), Request(("guide",), formats=("pdf",)))
    (file,) = manifest(demo / "out")["guide-A4"]["files"]
    assert file["file"].endswith(".pdf")


def test_what_a_card_left_behind_goes_with_the_card(demo: Path) -> None:
    run(open_project(), Request(("cards",), formats=("svg",)))
    gone = demo / "out" / f"{STEM}_cards-70x120_en-listening-deeply-front.svg"
    kept = demo / "out" / f"{STEM}_cards-70x120_en-listening-deeply-back.svg"
    assert gone.is_file()
    kept.write_text("somebody worked on this")
    change("- id: listening-deeply", "- id: hearing")
    run(open_project(), Request(("cards",), formats=("svg",)))
    assert not gone.exists()
    assert kept.read_text() == "somebody worked on this"
    assert (demo / "out" / f"{STEM}_cards-70x120_en-hearing-front.svg").is_file()


def test_changing_one_word_changes_exactly_what_shows_it(demo: Path) -> None:
    run(open_project(), Request())
    before = made(demo / "out")
    # A question stands on one card alone.
    change("When did listening last change your mind?", "When did listening last alter your mind?")
    run(open_project(), Request())
    after = made(demo / "out")
    changed = {name for name in after if after[name] != before.get(name)}
    card = f"{STEM}_cards-70x120_en"
    faces = {name for name in changed if "listening-deeply" in name}
    assert len(faces) == 1
    assert changed - faces == {f"{card}.pdf", "manifest.json"}
    assert set(before) == set(after)


def test_files_made_from_earlier_content_are_named_once(demo: Path) -> None:
    run(open_project(), Request(("guide",), ("A4", "letter"), formats=("pdf",)))
    run(open_project(), Request(("guide",), formats=("pdf",), theme="bw"))
    again = run(open_project(), Request(("guide",), ("letter",), formats=("svg",)))
    assert "older" not in {note.code for note in again.notes}
    change("version: 0.1", "version: 0.2")
    made = run(open_project(), Request(("guide",), ("letter",), formats=("svg",)))
    (note,) = (note for note in made.notes if note.code == "older")
    assert str(note) == (
        "note[older]: 3 older files in out/ were made from earlier content:"
        " guide-A4-bw, guide-A4, guide-letter\n"
        "  hint: make them again with `printkit build guide --size A4 --theme bw`,"
        " `printkit build guide --size A4` and `printkit build guide --size letter --format pdf`,"
        " or delete them"
    )
    run(open_project(), Request(("guide",), ("A4",), formats=("pdf",)))
    last = run(open_project(), Request(("guide",), formats=("pdf",), theme="bw"))
    assert "older" not in {note.code for note in last.notes}


def test_a_run_with_a_problem_changes_no_file(demo: Path) -> None:
    run(open_project(), Request())
    before = made(demo / "out")
    change("title: Listening deeply", "title: " + "Incomprehensibilities " * 5)
    change("How to use this map", "How to use our map")
    with pytest.raises(PrintkitError) as caught:
        run(open_project(), Request())
    assert {item.code for item in caught.value.diagnostics} == {"overset"}
    assert made(demo / "out") == before


def test_the_plan_follows_the_settings(demo: Path) -> None:
    (demo / "printkit.toml").write_text(
        '[build]\nproducts = ["cards", "guide"]\nformats = ["svg"]\n'
        '[build.sizes]\ncards = ["poker", "A7"]\n'
    )
    project = open_project()
    targets = plan(project, read_sources(project), Request())
    assert [target.name for target in targets] == ["cards-poker", "cards-A7", "guide-A4"]
    assert {target.formats for target in targets} == {("svg",)}


def test_a_size_without_products_means_those_that_come_in_it(
    sample: Sources, sample_project: Project
) -> None:
    targets = plan(sample_project, sample, Request(sizes=("A4",)))
    assert {"poster-A4", "sheet-A4", "guide-A4"} <= {target.name for target in targets}
    assert not any(target.product == "cards" for target in targets)
    everything = plan(sample_project, sample, Request(("poster",), ("all",)))
    assert [t.size for t in everything] == list(sample.layouts.sizes("poster"))


def test_faults_of_the_settings_are_told_with_their_line(demo: Path) -> None:
    (demo / "printkit.toml").write_text(
        '[build]\nproducts = ["cards", "postr"]\ntheme = "color"\n[build.sizes]\ncards = "A33"\n'
    )
    project = open_project()
    with pytest.raises(PrintkitError) as caught:
        plan(project, read_sources(project), Request())
    assert not isinstance(caught.value, UsageError)
    places = {item.code: str(item.span) for item in caught.value.diagnostics}
    assert places == {
        "unknown-product": "printkit.toml:2:22",
        "unknown-theme": "printkit.toml:3:9",
        "unknown-size": "printkit.toml:5:9",
    }
