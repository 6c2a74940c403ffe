"""`printkit calibrate`: the page, the readings, and the printer it keeps."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from printkit.build.printers import Printer, with_printer
from printkit.build.project import open_project
from printkit.diagnostics import PrintkitError
from printkit.geometry import Size
from printkit.press.correction import Correction
from printkit.units import mm
from tests.cli.conftest import Run

A4 = Size(mm(210), mm(297))
TRUE = "A=15.0 B=15.0 C=15.0 D=15.0 E=15.0 F=15.0 G=15.0 H=15.0 J=10.0 K=10.0 L=10.0 M=10.0"
RIGHT = "A=16.0 B=15.0 C=14.0 D=15.0"  # everything is a millimetre too far right
MINE = """\
# ours, by hand
[build]
formats = ["pdf"]  # no SVG here

[printer.office]
label = "By the stairs"  # upstairs
margin = "4.2mm"

[printer.other]
sheet = "A3"
"""


def test_the_page_is_written_beside_the_products_of_its_language(demo: Path, run: Run) -> None:
    code, out, _ = run("calibrate", "--locale", "hi-IN", "--on", "letter")
    assert (code, out) == (0, "out/hi-IN/calibration_on-letter_hi-IN.pdf\n")
    assert (demo / out.strip()).read_bytes().startswith(b"%PDF")


def test_readings_are_kept_and_the_persons_file_stays_as_it_is(demo: Path, run: Run) -> None:
    (demo / "printkit.toml").write_text(MINE, "utf-8")
    code, out, err = run("calibrate", "--printer", "office", "--readings", RIGHT)
    assert code == 0
    assert "front: 1 mm too far right\n" in out
    assert "within 0.2 mm" in out
    assert "kept as [printer.office] in printkit.toml" in err
    written = (demo / "printkit.toml").read_text("utf-8")
    for line in MINE.splitlines():
        assert line in written.splitlines()
    assert tomllib.loads(written)["printer"]["office"]["front"]["x"] == "-1.00mm"
    printer = open_project(demo).settings.printers["office"]
    assert (printer.label, printer.bare, printer.sheet) == ("By the stairs", mm(4.2), "A4")
    assert printer.front(A4).point(mm(100), mm(50)) == pytest.approx((mm(99), mm(50)), abs=mm(0.02))
    assert printer.readings == RIGHT


def test_calibrating_again_replaces_what_was_known(demo: Path, run: Run) -> None:
    run("calibrate", "--printer", "office", "--readings", RIGHT)
    first = (demo / "printkit.toml").read_text("utf-8")
    assert run("calibrate", "--printer", "office", "--readings", TRUE)[0] == 0
    assert run("calibrate", "--printer", "office", "--readings", RIGHT)[0] == 0
    assert (demo / "printkit.toml").read_text("utf-8") == first


def test_the_corrected_page_makes_a_calibration_finer(demo: Path, run: Run) -> None:
    run("calibrate", "--printer", "office", "--readings", RIGHT)
    code, out, _ = run("calibrate", "--verify", "office")
    assert (code, out) == (0, "out/en/calibration_on-A4_verify-office_en.pdf\n")
    half = "A=15.5 B=15.0 C=14.5 D=15.0"
    assert run("calibrate", "--printer", "office", "--corrected", "--readings", half)[0] == 0
    moved = open_project(demo).settings.printers["office"].fronts
    assert moved.x == pytest.approx(-mm(1.5), abs=mm(0.02))


@pytest.mark.parametrize(
    "words, code, said",
    [
        (("--printer", "office", "--readings", "A=1.5"), 1, "not centimetres: 15?"),
        (("--printer", "Büro", "--readings", TRUE), 2, "lower-case letters"),
        (("--printer", "office", "--readings", TRUE, "--on", "A44"), 2, "did you mean 'A4'"),
        (("--printer", "office", "--corrected", "--readings", TRUE), 2, "no printer 'office'"),
        (("--verify", "office"), 2, "no printer 'office'"),
        (("--readings", TRUE), 2, "need a --printer"),
        (("--printer", "office"), 2, "nobody to ask"),
        (("--locale", "fr"), 2, "fr"),
    ],
)
def test_what_cannot_be_calibrated_is_explained_and_changes_nothing(
    demo: Path, run: Run, words: tuple[str, ...], code: int, said: str
) -> None:
    before = (demo / "printkit.toml").read_bytes()
    done, _, err = run("calibrate", *words)
    assert (done, said in err) == (code, True), err
    assert (demo / "printkit.toml").read_bytes() == before
    assert not (demo / "out").exists()


def test_without_a_project_there_is_nowhere_to_keep_a_printer(
    tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    code, _, err = run("calibrate", "--printer", "office", "--readings", TRUE)
    assert code == 2
    assert "printkit init" in err


def test_a_printer_so_far_off_that_cards_may_be_cut_is_warned_of(demo: Path, run: Run) -> None:
    code, _, err = run("calibrate", "--printer", "far", "--readings", "A=19 B=15 C=11 D=15")
    assert code == 0
    assert "9 mm at the left" in err
    assert "straighten the paper guides" in err


def test_wrong_settings_of_a_printer_are_told_at_their_place(demo: Path) -> None:
    (demo / "printkit.toml").write_text(
        '[printer.office]\nsides = "top"\n[printer.office.front]\nx = 4\nangle = 90\nscal = 1\n',
        "utf-8",
    )
    with pytest.raises(PrintkitError) as error:
        open_project(demo)
    said = [(item.span.line if item.span else 0, item.code) for item in error.value.diagnostics]
    assert said == [(2, "choice"), (4, "length"), (5, "value"), (6, "unknown-key")]


def test_backs_turned_over_on_the_other_edge_are_moved_the_other_way() -> None:
    printer = Printer("office", backs=Correction(mm(1), mm(2), 0.5))
    there, other = printer.back(A4, "long"), printer.back(A4, "short")
    # The same machine, looked at the other way up: turned by half, moved, and turned back.
    for x, y in ((0, 0), (mm(50), mm(70)), (A4.width, A4.height)):
        turned = there.point(A4.width - x, A4.height - y)
        assert other.point(x, y) == pytest.approx(
            (A4.width - turned[0], A4.height - turned[1]), abs=2
        )


def test_a_page_that_lies_on_its_side_is_moved_as_its_sheet_is() -> None:
    """Turned by a quarter clockwise, a lying page's left edge is on top."""
    printer = Printer("office", fronts=Correction(mm(1), mm(2), 0.3, 1.01))
    upright, lying = printer.front(A4), printer.front(A4.turned())
    for x, y in ((0, 0), (mm(50), mm(70))):
        fed = upright.point(A4.width - y, x)
        assert lying.point(x, y) == pytest.approx((fed[1], A4.width - fed[0]), abs=3)


def test_a_table_of_an_odd_form_is_not_broken() -> None:
    with pytest.raises(PrintkitError, match="cannot be written"):
        with_printer(b"printer = [1, 2\n", Printer("office"), "printkit.toml")
