"""Bad input, tried from the command line: what is said, where, and that no file is harmed."""

from __future__ import annotations

import hashlib
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

CONTENT = "content/skills-for-collaborative-change.yaml"
PRODUCT = "guide"

Run = Callable[..., tuple[int, str, str]]


def state(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.fixture
def built(demo: Path, run: Run) -> dict[str, str]:
    """Return what lies in out/ after a good build of the demo project."""
    code, out, err = run("build", PRODUCT)
    assert code == 0, err
    assert out
    return state(demo / "out")


def at(text: str, file: str = CONTENT) -> int:
    """Return the line on which ``text`` first stands."""
    lines = Path(file).read_text("utf-8", "replace").splitlines()
    return next(number for number, line in enumerate(lines, 1) if text in line)


def spoil(old: str, new: str, file: str = CONTENT, count: int = 1) -> None:
    path = Path(file)
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, count), "utf-8")


def refused(run: Run, built: dict[str, str], code: int = 1) -> str:
    """Build, and return what is said; nothing in out/ may have changed, and no traceback."""
    got, out, err = run("build", PRODUCT)
    assert got == code, err
    assert out == ""
    assert "Traceback" not in err
    assert state(Path("out")) == built
    return err


def test_a_missing_key(run: Run, built: dict[str, str]) -> None:
    spoil("        line: Hear what is said, and what is left out.\n", "")
    said = refused(run, built)
    assert f"{CONTENT}:{at('id: listening-deeply')}:9: error[missing]: areas[understanding-" in said
    assert "'line' is missing" in said


def test_a_wrong_type(run: Run, built: dict[str, str]) -> None:
    spoil("title: Listening deeply", "title: [Listening, deeply]")
    said = refused(run, built)
    line = at("title: [Listening")
    assert f"{CONTENT}:{line}:16: error[value]: " in said
    assert "needs a text, found a list" in said
    gap = " " * len(str(line))
    assert f"  {line} |         title: [Listening, deeply]\n" in said
    assert f"  {gap} |                ^\n" in said


def test_a_tab(run: Run, built: dict[str, str]) -> None:
    spoil("        title: Listening deeply", "\ttitle: Listening deeply")
    said = refused(run, built)
    place = f"{CONTENT}:{at('title: Listening deeply')}:1"
    assert f"{place}: error[syntax]: tabs are not allowed at the start of a line" in said


def test_a_duplicate_key(run: Run, built: dict[str, str]) -> None:
    spoil("        title: Listening deeply\n", "        title: One\n        title: Two\n")
    said = refused(run, built)
    first = at("title: One")
    assert f"{CONTENT}:{first + 1}:9: error[duplicate]: " in said
    assert f"'title' is here twice; the first is on line {first}" in said


def test_text_that_is_not_utf_8(run: Run, built: dict[str, str]) -> None:
    path = Path(CONTENT)
    path.write_bytes(path.read_bytes().replace(b"Listening deeply", b"Caf\xe9", 1))
    said = refused(run, built)
    place = f"{CONTENT}:{at('title: Caf')}:19"
    assert f"{place}: error[encoding]: this file is not UTF-8: byte 0xE9" in said
    assert "hint: save the file as UTF-8 and try again" in said


def test_a_title_of_40_000_characters(run: Run, built: dict[str, str]) -> None:
    spoil("title: Listening deeply", f"title: {'x' * 40_000}")
    said = refused(run, built)
    assert f"{CONTENT}:{at('title: xxx')}:16: error[too-long]: " in said
    assert "has 40,000 characters; at most" in said
    assert max(map(len, said.splitlines())) < 200


def test_zero_areas(run: Run, built: dict[str, str]) -> None:
    text = Path(CONTENT).read_text("utf-8")
    start, end = text.index("\nareas:\n"), text.index("\nheart:\n")
    Path(CONTENT).write_text(f"{text[:start]}\nareas: []\n{text[end:]}", "utf-8")
    said = refused(run, built)
    assert f"{CONTENT}:{at('areas: []')}:8: error[count]: areas: needs " in said
    assert "found none" in said


def test_seven_areas(run: Run, built: dict[str, str]) -> None:
    text = Path(CONTENT).read_text("utf-8")
    start, end = text.index("  - id: understanding-together"), text.index("\nheart:\n")
    areas = text[start:end].split("\n  - id: ")
    more = [area.replace("understanding-together", f"area-{n}") for n in (1, 2, 3)
            for area in areas[:1]]  # fmt: skip
    for n, area in enumerate(more):
        more[n] = "\n".join(
            line.replace("- id: ", f"- id: again{n}-") if line.startswith("      - id") else line
            for line in area.splitlines()
        )
    joined = "\n".join([text[start:end].rstrip(), *more])
    Path(CONTENT).write_text(f"{text[:start]}{joined}\n{text[end:]}", "utf-8")
    said = refused(run, built)
    assert f"{CONTENT}:{at('areas:') + 1}:3: error[count]: areas: needs " in said
    assert "found 7" in said


def test_an_unknown_motif(run: Run, built: dict[str, str]) -> None:
    spoil("motif: listen", "motif: lissten")
    said = refused(run, built)
    assert f"{CONTENT}:{at('lissten')}:16: error[" in said
    assert "'lissten'" in said
    assert "did you mean 'listen'?" in said


def test_a_glyph_no_font_has(run: Run, built: dict[str, str]) -> None:
    text = Path(CONTENT).read_text("utf-8")
    place = text.index("title: ", text.index("\nguide:\n")) + len("title: ")
    Path(CONTENT).write_text(f"{text[:place]}How \U00013000 {text[place:]}", "utf-8")
    got, out, err = run("build", PRODUCT)
    assert got in (1, 3), err
    assert out == ""
    assert f"{CONTENT}:" in err
    assert "U+13000" in err
    lines = Path(CONTENT).read_text("utf-8").split("\n")
    line = next(number for number, words in enumerate(lines, 1) if "\U00013000" in words)
    column = lines[line - 1].index("\U00013000") + 1
    place = f"{CONTENT}:{line}:{column}"
    assert f"{place}: error[missing-glyph]: guide.title: no font for en has" in err
    assert "hint: delete it, or write another" in err
    assert state(Path("out")) == built


def test_a_text_that_does_not_fit(run: Run, built: dict[str, str]) -> None:
    spoil("title: Listening deeply", "title: " + "Incomprehensibilities " * 5)
    got, out, err = run("build", "cards", "--format", "pdf")
    assert got == 1, err
    assert out == ""
    assert f"{CONTENT}:{at('Incompre')}:16: error[overset]: " in err
    assert state(Path("out")) == built


def test_a_text_that_is_too_long_in_many_places_is_one_finding(run: Run, demo: Path) -> None:
    spoil("title: Listening deeply", "title: " + "Incomprehensibilities " * 5)
    code, _, err = run("build", "cards", "sheet", "--format", "pdf")
    assert code == 1
    assert err.count("error[overset]") == 1
    path = "areas[understanding-together].skills[listening-deeply].title"
    assert re.search(
        re.escape(f"error[overset]: {path}: the text 'Incomprehensibilities Incomprehensibil…' is")
        + r" about \d+ letters too long for the sheet at A3 in en and \d+ for the"
        r" 70 x 120 mm card in en\n",
        err,
    ), err


def test_all_problems_of_all_files_are_told_together(run: Run, built: dict[str, str]) -> None:
    spoil("title: Listening deeply", "title: []")
    spoil("motif: listen", "motif: lissten")
    spoil("schema:", "shcema:", "content/kit.yaml")
    Path("layouts").mkdir()
    Path("layouts/small.toml").write_text('extends = "bace"\nengine = "frames"\n')
    said = refused(run, built)
    title, motif = at("title: []"), at("lissten")
    for place in (f"{CONTENT}:{title}:16", f"{CONTENT}:{motif}:16", "content/kit.yaml:"):
        assert place in said


def test_a_broken_layout_is_told_with_its_line(run: Run, built: dict[str, str]) -> None:
    Path("layouts").mkdir()
    Path("layouts/small.toml").write_text('extends = "bace"\nengine = "frames"\n')
    code, _, err = run("build")
    assert code == 1
    assert "layouts/small.toml:1:11: error[extends]: extends: there is no layout 'bace'" in err
    assert "did you mean 'base'?" in err
    assert state(Path("out")) == built


def test_content_without_credit_does_not_load(run: Run, built: dict[str, str]) -> None:
    text = Path(CONTENT).read_text("utf-8")
    Path(CONTENT).write_text(text[: text.index("\ncredit:\n") + 1], "utf-8")
    assert "'credit' is missing" in refused(run, built)


def test_an_out_folder_that_is_a_file(run: Run, demo: Path) -> None:
    Path("out").write_text("mine")
    code, out, err = run("build", PRODUCT)
    assert (code, out) == (4, "")
    assert "error[write]: a file stands where a folder is needed" in err
    assert Path("out").read_text() == "mine"


def test_an_out_folder_that_cannot_be_written(
    run: Run, built: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    spoil("version: 0.1", "version: 0.2")

    def refuse(self: Path, target: Path) -> Path:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "replace", refuse)
    said = refused(run, built, code=4)
    monkeypatch.undo()
    assert "error[write]: it cannot be written: permission denied" in said
    assert "hint: see who may write there" in said


@pytest.mark.skipif(sys.platform == "win32", reason="no file size limit there")
def test_a_disk_that_runs_full(demo: Path, built: dict[str, str]) -> None:
    """The system itself refuses more than 8 KiB a file: as real as a full disk can be."""
    spoil("version: 0.1", "version: 0.2")
    limit = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (8192, 8192)); "
    code = limit + f"from printkit.cli import main; main(['build', '{PRODUCT}'])"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=demo, check=False
    )
    assert done.returncode == 4, done.stderr
    assert done.stdout == ""
    assert "error[disk-full]: there is no room left on the disk for this file" in done.stderr
    assert "hint: free some room, or write to another place with -o" in done.stderr
    assert "Traceback" not in done.stderr
    assert state(demo / "out") == built


def test_settings_with_an_unknown_key(run: Run, built: dict[str, str]) -> None:
    spoil('formats = ["pdf", "svg"]', 'fromats = ["pdf", "svg"]', "printkit.toml")
    said = refused(run, built)
    assert "printkit.toml:8:1: error[unknown-key]: build.fromats: " in said
    assert "did you mean 'formats'?" in said


def test_products_sizes_and_themes_that_are_not(run: Run, demo: Path) -> None:
    code, _, err = run("build", "postr", "--size", "A33", "--theme", "color")
    assert code == 2
    assert "error[unknown-product]: there is no product 'postr'; did you mean 'poster'?" in err
    assert "error[unknown-size]: no product comes in 'A33'; did you mean 'A3'?" in err
    assert "hint: sizes are: cards: 70x120, poker, " in err
    assert "; poster: A1, A2, " in err
    assert err.endswith("nothing was changed\n")
    assert "error[unknown-theme]: there is no theme 'color'; did you mean 'colour'?" in err


def test_a_size_a_product_does_not_come_in(run: Run, demo: Path) -> None:
    code, _, err = run("build", "guide", "--size", "poker")
    assert code == 2
    assert "error[unknown-size]: guide has no size 'poker'" in err
    assert "hint: it comes as " in err


def test_a_language_the_content_is_not_in(run: Run, demo: Path) -> None:
    code, out, err = run("build", PRODUCT, "--locale", "hi")
    assert (code, out) == (2, "")
    assert "content/locales/hi.po: error[untranslated]: there is no translation to hi" in err
    assert "hint: `printkit translate start hi` begins one" in err
