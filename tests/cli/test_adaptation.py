"""Adaptations from the command line: what is made, what is told, what the manifest keeps."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from textwrap import dedent, indent

from printkit.files import text_digest

CONTENT = "content/skills-for-collaborative-change.yaml"
FILE = "content/adaptations/asha-pune.yaml"
HEAD = """\
schema: 1
id: asha-pune
adapts: {{id: skills-for-collaborative-change, version: "0.1", digest: "sha256:{digest}"}}
by:
  name: NGO X
  place: Pune, India
  year: 2026
  contact: office@ngo-x.example.org
changes:
"""
CHANGES = """\
  - drop: guide.advice.online
    why: nobody here has time for it
  - set: guide.title
    was: How to use this map
    to: How we use this map
    why: ours
"""

Run = Callable[..., tuple[int, str, str]]


def adapt(changes: str = CHANGES, head: str = HEAD) -> None:
    path = Path(FILE)
    path.parent.mkdir(exist_ok=True)
    digest = text_digest(Path(CONTENT).read_bytes())
    path.write_text(head.format(digest=digest) + changes, "utf-8")


def spoil(file: str, old: str, new: str) -> None:
    path = Path(file)
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def test_an_adaptation_makes_files_of_its_own_and_is_kept_in_the_manifest(
    run: Run, demo: Path
) -> None:
    adapt()
    code, out, err = run("build", "guide", "--format", "svg")
    assert code == 0, err
    code, out, err = run("build", "guide", "--format", "svg", "--adaptation", "asha-pune")
    assert code == 0, err
    assert out == "out/en/skills-for-collaborative-change_asha-pune_guide-A4_en.svg\n"
    rows = json.loads(Path("out/manifest.json").read_text("utf-8"))["products"]
    plain, adapted = sorted(rows, key=lambda row: "adaptation" in row)
    assert "adaptation" not in plain
    assert adapted["adaptation"]["id"] == "asha-pune"
    assert adapted["adaptation"]["by"] == [
        {"name": "NGO X", "place": "Pune, India", "year": "2026"}
    ]
    drop, reword = adapted["adaptation"]["changes"]
    assert drop == {
        "change": "drop", "key": "guide.advice.online", "title": "It works online too",
        "why": "nobody here has time for it", "by": "NGO X", "date": "2026",
    }  # fmt: skip
    assert (reword["change"], reword["key"]) == ("set", "guide.title")
    assert FILE in adapted["inputs"]
    assert FILE not in plain["inputs"]


def test_the_settings_can_name_an_adaptation(run: Run, demo: Path) -> None:
    adapt()
    spoil("printkit.toml", "[build]\n", '[build]\nadaptation = "asha-pune"\n')
    code, out, _ = run("show", "guide")
    assert code == 0
    assert "How we" in out
    spoil("printkit.toml", "asha-pune", "asha-puna")
    code, _, err = run("build", "guide")
    assert code == 1
    assert "printkit.toml:7:14: error[unknown-adaptation]: there is no adaptation" in err
    assert "did you mean 'asha-pune'?" in err


def test_an_adaptation_that_is_not_there_is_a_slip_of_the_command_line(
    run: Run, demo: Path
) -> None:
    code, out, _ = run("check", "guide", "--adaptation", "../kit")
    assert code == 2
    assert "there is no adaptation '../kit'" in out


def test_an_overlay_on_the_credit_is_refused_and_harms_nothing(run: Run, demo: Path) -> None:
    run("build", "guide", "--format", "svg")
    before = {path: path.read_bytes() for path in Path("out").rglob("*.*")}
    adapt("  - set: credit.line\n    was: Based on\n    to: By NGO X.\n    why: we made it\n")
    code, out, err = run("build", "guide", "--adaptation", "asha-pune")
    assert (code, out) == (1, "")
    assert f"{FILE}:10:10: error[credit]: changes[1]: set 'credit.line': " in err
    assert "an adaptation cannot touch the credit\n" in err
    assert "it grows by your name, which stands under 'by'" in err
    adapt("  []\ncredit:\n  line: By NGO X.\n")
    code, _, err = run("build", "guide", "--adaptation", "asha-pune")
    assert code == 1
    assert f"{FILE}:11:1: error[credit]: credit: an adaptation cannot touch the credit" in err
    assert {path: path.read_bytes() for path in Path("out").rglob("*.*")} == before


def test_a_text_that_has_changed_is_told_and_strict_refuses_it(run: Run, demo: Path) -> None:
    adapt()
    spoil(CONTENT, "title: How to use this map", "title: Ways to use this map")
    code, _, err = run("build", "guide", "--format", "svg", "--adaptation", "asha-pune")
    assert code == 0
    assert f"{FILE}:13:10: warning[stale-change]: changes[2]: 'guide.title' was " in err
    assert "'How to use this map' when this was decided and is now 'Ways to use this map'" in err
    assert "note[adapted-from]: adapts: made from 0.1, and the content has been edited since" in err
    (row,) = json.loads(Path("out/manifest.json").read_text("utf-8"))["products"]
    assert [change.get("stale") for change in row["adaptation"]["changes"]] == [None, True]
    code, out, _ = run("check", "guide", "--adaptation", "asha-pune")
    assert code == 0
    assert "warning[stale-change]" in out
    code, out, _ = run("check", "guide", "--adaptation", "asha-pune", "--strict")
    assert code == 1
    assert "error[stale-change]" in out


def test_what_is_written_in_another_language_is_not_mixed_in_unseen(run: Run, demo: Path) -> None:
    adapt("  - set: guide.title\n    was: How to use this map\n    to: नक्शा\n    why: ours\n",
          HEAD.replace("changes:\n", "language: hi-IN\nchanges:\n"))  # fmt: skip
    code, _, err = run("build", "guide", "--adaptation", "asha-pune")
    assert code == 1
    assert (
        "error[untranslated]: 1 text of the guide-A4 is written in hi-IN only: guide.title" in err
    )
    assert "hint: make it with --locale hi-IN" in err
    code, out, err = run("build", "guide", "--adaptation", "asha-pune", "--draft")
    assert code == 0, err
    code, out, err = run("show", "guide", "--adaptation", "asha-pune", "--locale", "hi-IN")
    assert code == 0, err
    assert "नक्शा" in out


def test_the_example_in_the_readme_fits_the_content_it_stands_beside(
    run: Run, demo: Path
) -> None:
    text = Path("content/README.md").read_text("utf-8")
    start = text.index("schema: 1\nid: ngo-x\n")
    example = text[start : text.index("```", start)]
    skill = Path(CONTENT).read_text("utf-8")
    block = skill[skill.index("        line: Hear what") : skill.index("        motif: listen")]
    rest = indent(dedent(block), " " * 6)
    place = next(row for row in example.splitlines() if "the same keys" in row)
    example = example.replace(f"{place}\n", rest).replace("  digest: sha256:44a6…\n", "")
    Path("content/adaptations/ngo-x.yaml").write_text(example, "utf-8")
    code, out, _ = run("check", "guide", "--adaptation", "ngo-x")
    assert code == 0, out
    assert "stale-change" not in out
    assert "no digest says from which text of it" in out
