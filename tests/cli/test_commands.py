"""What commands print, where, and how the process ends."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from printkit.cli.report import MOST, Lines, github, tell
from printkit.diagnostics import Diagnostic, PrintkitError, Severity, Span

Run = Callable[..., tuple[int, str, str]]

HEAVY = ("reportlab", "svgwrite", "uharfbuzz", "icu4py", "pypdfium2", "yaml", "segno", "rich",
         "tree_sitter", "PIL", "tomllib", "json")  # fmt: skip


def process(*words: str, cwd: Path, **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "printkit", *words],
        capture_output=True,
        text=True,
        cwd=cwd,
        env={**os.environ, **env},
        check=False,
    )


def test_build_prints_the_paths_of_its_files_and_nothing_else(run: Run, demo: Path) -> None:
    code, out, err = run("build", "guide")
    assert code == 0, err
    assert out.splitlines() == [
        "out/en/skills-for-collaborative-change_guide-A4_en.pdf",
        "out/en/skills-for-collaborative-change_guide-A4_en.svg",
    ]
    assert all((demo / line).is_file() for line in out.splitlines())


def test_build_ends_with_what_it_made_and_what_it_left_out(run: Run, demo: Path) -> None:
    spoil = 'products = ["guide", "cards"]'
    text = (demo / "printkit.toml").read_text("utf-8")
    text = text.replace('# products = ["poster", "sheet", "cards"]', spoil)
    (demo / "printkit.toml").write_text(text, "utf-8")
    code, out, err = run("build", "--size", "a4")
    assert code == 0, err
    assert len(out.splitlines()) == 2
    assert "note[left-out]: cards do not come in A4: left out\n" in err
    assert err.endswith("\n1 PDF file and 1 SVG file in out/en\n")


def test_build_reports_as_one_json_document(run: Run, demo: Path) -> None:
    code, out, err = run("build", "guide", "--format", "svg", "--json", "-o", "made")
    found = json.loads(out)
    assert (code, err) == (0, "")
    assert (found["schema"], found["ok"]) == (1, True)
    assert found["files"] == ["made/en/skills-for-collaborative-change_guide-A4_en.svg"]
    assert found["manifest"] == "made/manifest.json"
    assert [note["code"] for note in found["diagnostics"]] == ["placeholder"]


def test_the_sample_is_not_taken_for_a_project(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("PRINTKIT_PROJECT", raising=False)
    code, _, err = run("build", "guide", "--format", "svg")
    assert code == 0
    assert err.startswith(
        "note[sample]: no project here: this is the sample that printkit brings\n"
        "  hint: `printkit init` makes a project of your own\n"
    )


def test_problems_come_as_one_json_document_too(run: Run, demo: Path) -> None:
    code, out, _ = run("build", "nothing", "--json")
    found = json.loads(out)
    assert code == 2
    assert (found["ok"], found["files"]) == (False, [])
    assert found["diagnostics"][0]["code"] == "unknown-product"


def test_a_theme_of_its_own_has_files_of_its_own(run: Run, demo: Path) -> None:
    from printkit.cli.params import theme_names

    other = next(name for name in theme_names() if name != "colour")
    code, out, err = run("build", "guide", "--format", "pdf", "--theme", other)
    assert code == 0, err
    assert out == f"out/en/skills-for-collaborative-change_guide-A4-{other}_en.pdf\n"


def test_check_says_no_problems_and_makes_no_file(run: Run, demo: Path) -> None:
    code, out, err = run("check", "guide")
    assert code == 0
    assert "note[placeholder]" in out
    assert err == "no problems, 1 to note\n"
    assert not (demo / "out").exists()


@pytest.fixture
def faulty(demo: Path) -> str:
    path = demo / "content/skills-for-collaborative-change.yaml"
    text = path.read_text("utf-8").replace("motif: listen", "motif: lissten")
    path.write_text(text, "utf-8")
    line = next(n for n, found in enumerate(text.splitlines(), 1) if "lissten" in found)
    return f"content/skills-for-collaborative-change.yaml:{line}:16"


def test_check_finds_problems_in_three_forms(run: Run, faulty: str) -> None:
    file, line, column = faulty.split(":")
    code, out, err = run("check")
    assert code == 1
    assert out.startswith(f"{faulty}: error[")
    assert err == "1 problem found\n"
    code, out, _ = run("check", "--format", "json")
    assert code == 1
    (finding,) = json.loads(out)["diagnostics"]
    assert (finding["file"], finding["line"], finding["column"]) == (file, int(line), int(column))
    code, out, _ = run("check", "--format", "github")
    assert code == 1
    assert out.startswith(f"::error file={file},line={line},col={column},title=printkit ")
    assert "%0Ahint: " in out


def test_show_prints_the_scene_as_text(run: Run, demo: Path) -> None:
    code, out, _ = run("show", "guide")
    assert code == 0
    assert out.startswith("scene en ltr ")
    assert "page " in out
    assert "credit page 0" in out
    code, out, _ = run("show", "poster-A4")
    assert " 210.000 x 297.000" in out


def test_proof_draws_frames_over_the_pages(run: Run, demo: Path) -> None:
    code, out, err = run("proof", "guide", "--format", "png", "--format", "pdf", "--dpi", "36")
    assert code == 0, err
    pdf, png = (demo / line for line in out.splitlines())
    assert pdf.parent == demo / "out/proof/en"
    assert pdf.name == "skills-for-collaborative-change_guide-A4_en_PROOF.pdf"
    assert png.read_bytes().startswith(b"\x89PNG")
    from printkit.pdfio.read import read_pdf

    text = read_pdf(pdf.read_bytes()).pages[0].text
    assert "credit" in text.split()  # the name of the frame


def test_init_begins_a_project_and_says_what_the_credit_asks(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    code, out, err = run("init", "demo")
    assert code == 0
    assert "demo/printkit.toml" in out.splitlines()
    assert "demo/content/kit.yaml" in out.splitlines()
    assert "permission: " in err
    assert err.endswith("now: cd demo && printkit build\n")
    code, out, err = run("init", "demo")
    assert (code, out) == (2, "")
    assert "demo/printkit.toml: error[project]: there is a project here already" in err


def test_schema_writes_json_schema(run: Run, demo: Path) -> None:
    import jsonschema
    import yaml

    class Core(yaml.SafeLoader):
        """YAML 1.2's core schema, as editors have it: dates are text."""

    resolvers = yaml.SafeLoader.yaml_implicit_resolvers
    Core.yaml_implicit_resolvers = {
        first: [pair for pair in pairs if "timestamp" not in pair[0]]
        for first, pairs in resolvers.items()
    }
    code, out, _ = run("schema")
    assert code == 0
    jsonschema.Draft202012Validator.check_schema(json.loads(out))
    code, out, _ = run("schema", "-o", "schemas")
    assert out.splitlines() == [
        f"schemas/{kind}.schema.json" for kind in ("framework", "kit", "adaptation")
    ]
    for name, file in (("framework", "skills-for-collaborative-change"), ("kit", "kit")):
        schema = json.loads((demo / f"schemas/{name}.schema.json").read_text("utf-8"))
        text = (demo / f"content/{file}.yaml").read_text("utf-8")
        jsonschema.validate(yaml.load(text, Core), schema)


def test_doctor_says_what_is_there(run: Run, demo: Path) -> None:
    code, out, err = run("doctor")
    assert (code, err) == (0, "")
    assert "project   ." in out
    assert "Deva" in out
    code, out, _ = run("doctor", "--json")
    found = json.loads(out)
    assert found["packages"]["uharfbuzz"]
    assert all("OFL" in font["licence"] for font in found["fonts"])


def test_doctor_finds_a_missing_font(run: Run, demo: Path) -> None:
    from printkit.build.files import packaged_folder

    listed = (packaged_folder() / "fonts/fonts.toml").read_text("utf-8")
    (demo / "fonts").mkdir()
    (demo / "fonts/fonts.toml").write_text(listed.replace("AnekDevanagari.ttf", "Gone.ttf"))
    code, _, err = run("doctor")
    assert code == 3
    assert "Gone.ttf" in err


@pytest.mark.parametrize(
    "words", [("buidl",), ("build", "--fromat", "pdf"), ("check", "--format", "xml")]
)
def test_wrong_usage_ends_with_2(run: Run, words: tuple[str, ...]) -> None:
    code, out, err = run(*words)
    assert (code, out) == (2, "")
    assert "Error: " in err


def test_our_own_fault_ends_with_70_and_a_traceback_only_when_asked(
    run: Run, demo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from printkit.build import run as building

    def fail(*args: object) -> None:
        raise ZeroDivisionError("a secret detail\nof many lines")

    monkeypatch.setattr(building, "read_sources", fail)
    code, out, err = run("build")
    assert (code, out) == (70, "")
    assert "which is our fault, not yours: ZeroDivisionError: a secret detail" in err
    assert "Traceback" not in err
    code, _, err = run("build", "-v")
    assert code == 70
    assert "Traceback" in err


def test_an_interruption_ends_with_130(
    run: Run, demo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from printkit.build import run as building

    def interrupt(*args: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(building, "read_sources", interrupt)
    code, out, err = run("build")
    assert (code, out, err.strip()) == (130, "", "interrupted")


def test_help_and_completion_load_nothing_heavy(tmp_path: Path) -> None:
    look = (
        "import sys; from printkit.cli import _main; code = _main(sys.argv[1:]); "
        "print(*sorted(sys.modules), file=sys.stderr)"
    )
    for words in (("--help",), ("build", "--help"), ("--version",)):
        done = subprocess.run(
            [sys.executable, "-c", look, *words], capture_output=True, text=True, check=True
        )
        loaded = {name.partition(".")[0] for name in done.stderr.split()}
        assert not loaded & set(HEAVY), words


def test_the_shell_completes_products_sizes_and_themes(demo: Path) -> None:
    def complete(*words: str) -> list[str]:
        line = " ".join(("printkit", *words))
        done = subprocess.run(
            [sys.executable, "-m", "printkit"],
            capture_output=True,
            text=True,
            cwd=demo,
            env={
                **os.environ,
                "_PRINTKIT_COMPLETE": "bash_complete",
                "COMP_WORDS": line,
                "COMP_CWORD": str(len(words)),
            },
            check=False,
        )
        return [row.partition(",")[2] for row in done.stdout.splitlines()]

    assert complete("build", "po") == ["poster"]
    assert "poker" in complete("build", "--size", "p")
    assert "colour" in complete("build", "--theme", "c")


# -- how findings are told -----------------------------------------------------------------


def test_no_more_than_fifty_findings_are_told(capsys: pytest.CaptureFixture[str]) -> None:
    tell([Diagnostic("value", f"fault {n}") for n in range(MOST + 12)])
    said = capsys.readouterr().err.splitlines()
    assert len(said) == MOST + 1
    assert said[-1] == "and 12 more"


@pytest.mark.parametrize(
    ("env", "coloured"),
    [
        ({}, False),
        ({"FORCE_COLOR": "1"}, True),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
        ({"FORCE_COLOR": "0"}, False),
    ],
)
def test_colour_is_only_for_those_who_want_it(
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    env: dict[str, str],
    coloured: bool,
) -> None:
    for name in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    for name, value in env.items():
        monkeypatch.setenv(name, value)
    tell([Diagnostic("value", "a fault")])
    assert ("\x1b[" in capsys.readouterr().err) is coloured


def test_the_caret_stands_under_the_column_in_any_script(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text("title: भरोसा बनाना wrong\nline: 信頼 wrong\n\tend", "utf-8")
    hindi = list(Lines().show(Span(str(path), 1, 22)))
    # Vowel signs take no column of their own where they are marks without a width.
    assert hindi[0] == "  1 | title: भरोसा बनाना wrong"
    assert hindi[1].endswith("^")
    wide = list(Lines().show(Span(str(path), 2, 10)))
    assert wide[1] == "    | " + " " * (6 + 4 + 1) + "^"
    tab = list(Lines().show(Span(str(path), 3, 2)))
    assert tab == ["  3 |     end", "    |     ^"]


def test_a_very_long_line_is_cut_around_the_caret(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text("x" * 5_000 + "!" + "x" * 5_000)
    text, caret = Lines().show(Span(str(path), 1, 5_001))
    assert len(text) < 120
    assert text[caret.index("^")] == "!"


def test_workflow_commands_escape_what_would_break_them() -> None:
    item = Diagnostic(
        "value", "50% off\nnow", Span("a,b:c.yaml", 3, 4), "title", severity=Severity.WARNING
    )
    assert list(github([item])) == [
        "::warning file=a%2Cb%3Ac.yaml,line=3,col=4,title=printkit value::title: 50%25 off%0Anow"
    ]


def test_an_error_survives_the_way_between_processes() -> None:
    import pickle

    error = PrintkitError(Diagnostic("value", "a fault", Span("a.yaml", 1, 2)))
    assert pickle.loads(pickle.dumps(error)).diagnostics == error.diagnostics
