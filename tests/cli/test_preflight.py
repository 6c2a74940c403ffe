"""The command for preflight: exit codes, text, JSON, and pages with marks."""

from __future__ import annotations

import io
import json
import struct
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from printkit.icc import read_intent
from tests.cli.conftest import Run
from tests.press.pages import CLEAN, made, profile

LINE = CLEAN + "\n0 0 0 1 K 0.2 w 40 120 m 90 120 l S"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("PRINTKIT_PROJECT", raising=False)
    (tmp_path / "good.pdf").write_bytes(made())
    (tmp_path / "bad.pdf").write_bytes(made(LINE))
    return tmp_path


def test_a_good_file_ends_well_and_says_by_what_it_was_judged(run: Run, folder: Path) -> None:
    code, out, err = run("preflight", "good.pdf")
    assert (code, out) == (0, "")
    assert err == (
        "judged for 'press'; --for names another profile\ngood.pdf: good\n"
    )


def test_an_error_is_told_with_its_place_and_ends_with_1(run: Run, folder: Path) -> None:
    code, out, err = run("preflight", "good.pdf", "bad.pdf", "--for", "press", "--size", "poker")
    assert code == 1
    assert out.splitlines() == [
        "bad.pdf: error[hairline]: a line is 0.2 pt wide",
        "  page 1 at 14.1, 46.5 mm, 17.7 x 0.1 mm",
        "  hint: give it 0.25 pt or more",
    ]
    assert err == "good.pdf: good\nbad.pdf: not fit to print, 1 error\n"


def test_a_warning_does_not_stop_a_file(run: Run, folder: Path) -> None:
    (folder / "so-so.pdf").write_bytes(made(CLEAN + "\n/Over gs 0 1 0 0 k 40 120 20 20 re f"))
    code, out, err = run("preflight", "so-so.pdf")
    assert code == 0
    assert "warning[overprint]: a shape overprints in M100" in out
    assert err.endswith("so-so.pdf: good, 1 warning\n")


def test_json_has_every_place_in_millimetres(run: Run, folder: Path) -> None:
    code, out, _ = run("preflight", "good.pdf", "bad.pdf", "--format", "json")
    said = json.loads(out)
    assert (code, said["ok"], said["profile"]) == (1, False, "press")
    good, bad = said["files"]
    assert (good["ok"], good["findings"]) == (True, [])
    (finding,) = bad["findings"]
    assert (finding["code"], finding["severity"], finding["count"]) == ("hairline", "error", 1)
    (place,) = finding["places"]
    assert place == {"page": 1, "x": 14.08, "y": 46.53, "width": 17.71, "height": 0.07}


def test_pages_with_findings_are_drawn_with_marks(run: Run, folder: Path) -> None:
    code, out, _ = run("preflight", "good.pdf", "bad.pdf", "--picture", "marked")
    assert code == 1
    assert out.splitlines()[-1] == "marked/bad-1.png"
    assert [path.name for path in (folder / "marked").iterdir()] == ["bad-1.png"]
    data = (folder / "marked/bad-1.png").read_bytes()
    width, height = struct.unpack(">II", data[16:24])
    assert width > 1200
    assert height > 1200
    run("preflight", "bad.pdf", "--picture", "again")
    assert (folder / "again/bad-1.png").read_bytes() == data


def test_every_page_with_findings_is_drawn_and_every_place_is_in_the_json(
    run: Run, folder: Path
) -> None:
    (folder / "many.pdf").write_bytes(made(LINE, pages=12))
    code, out, _ = run("preflight", "many.pdf", "--picture", "marked")
    assert code == 1
    assert len(list((folder / "marked").iterdir())) == 12
    assert "page 5 at 14.1, 46.5 mm, 17.7 x 0.1 mm; and 7 more places, on 12 pages in all" in out
    _, out, _ = run("preflight", "many.pdf", "--format", "json")
    (finding,) = json.loads(out)["files"][0]["findings"]
    assert [place["page"] for place in finding["places"]] == list(range(1, 13))
    assert finding["count"] == 12


def test_a_condition_of_its_own_is_what_the_file_must_be_for(run: Run, folder: Path) -> None:
    (folder / "own.icc").write_bytes(profile())
    name = read_intent(profile(), "own.icc").identifier
    assert name != "FOGRA39"  # the condition of ours; a profile goes by its own name

    def own(pdf: pikepdf.Pdf, page: Any) -> None:
        pdf.Root.OutputIntents[0].OutputConditionIdentifier = pikepdf.String(name)

    (folder / "own.pdf").write_bytes(made(CLEAN, own))
    code, out, _ = run("preflight", "own.pdf")
    assert code == 1
    assert f"its output intent is {name}, and FOGRA39 is ordered" in out
    assert "or name that profile with --icc" in out
    assert run("preflight", "own.pdf", "--icc", "own.icc")[0] == 0
    assert run("preflight", "good.pdf", "--icc", "own.icc")[0] == 1
    code, _, err = run("preflight", "own.pdf", "--icc", "gone.icc")
    assert code == 4
    assert "gone.icc" in err
    (folder / "text.icc").write_bytes(b"no profile")
    code, _, err = run("preflight", "own.pdf", "--icc", "text.icc")
    assert code == 1
    assert "is no ICC profile" in err


def test_files_of_one_name_get_pictures_of_their_own(run: Run, folder: Path) -> None:
    (folder / "other").mkdir()
    (folder / "other/bad.pdf").write_bytes(made(LINE))
    run("preflight", "bad.pdf", "other/bad.pdf", "--picture", "marked")
    names = sorted(path.name for path in (folder / "marked").iterdir())
    assert names == ["bad-1.png", "bad-2-1.png"]


def test_what_cannot_be_read_is_told_for_every_file_and_ends_with_4(
    run: Run, folder: Path
) -> None:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(made())) as pdf:
        pdf.save(out, encryption=pikepdf.Encryption(owner="a", user="b", R=6))
    (folder / "locked.pdf").write_bytes(out.getvalue())
    (folder / "text.pdf").write_bytes(b"no PDF at all\n")
    (folder / "empty.pdf").write_bytes(b"")
    (folder / "half.pdf").write_bytes(made()[:900])
    files = ("locked.pdf", "text.pdf", "empty.pdf", "half.pdf", "gone.pdf", ".")
    code, said, err = run("preflight", "bad.pdf", *files, "--picture", "marked")
    assert (code, said) == (4, "")
    assert "locked.pdf: error[pdf]: it cannot be judged: it is encrypted, and opens with" in err
    for name in ("text", "empty", "half"):
        assert f"{name}.pdf: error[pdf]: it cannot be judged: it is damaged, or no PDF" in err
    assert "gone.pdf: error[read]: it cannot be read: no such file or directory" in err
    assert err.count("error[read]") == 2
    assert not (folder / "marked").exists()


def test_an_unknown_profile_or_size_is_a_question_of_usage(run: Run, folder: Path) -> None:
    code, _, err = run("preflight", "good.pdf", "--for", "pres")
    assert code == 2
    assert "there is no profile 'pres'; did you mean 'press'?" in err
    code, _, err = run("preflight", "good.pdf", "--size", "pokr")
    assert code == 2
    assert "'pokr' is no size; did you mean 'poker'?" in err
    assert run("preflight")[0] == 2


def test_the_ordered_size_is_asked_for(run: Run, folder: Path) -> None:
    code, out, _ = run("preflight", "good.pdf", "--size", "63x88mm")
    assert code == 1
    assert "the trim size is 63.5 mm x 88.9 mm, not 63 mm x 88 mm; it differs by 0.9 mm" in out
    assert run("preflight", "good.pdf", "--size", "2.5x3.5in")[0] == 0


def test_a_screen_file_is_judged_as_one(run: Run, folder: Path) -> None:
    (folder / "screen.pdf").write_bytes(made("1 0 0 rg 0 0 180 252 re f"))
    assert run("preflight", "screen.pdf", "--for", "screen")[0] == 0
    assert run("preflight", "screen.pdf")[0] == 1
