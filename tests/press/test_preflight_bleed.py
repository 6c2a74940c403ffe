"""Artwork that ends short of the bleed is found, whatever draws it and whatever ends it."""

from __future__ import annotations

from typing import Any

import pikepdf
import pytest
from pikepdf import Array

from printkit.press.preflight import Finding, preflight
from tests.press.pages import CLEAN, POINT_MM, made
from tests.press.test_preflight import PRESS

ENDS = (0.0, 0.2, 0.3, 0.5, 1.5, 2.5)
INK = CLEAN + "\n/Knock gs 0 0.8 0.9 0 K 0 0.8 0.9 0 k "


def told(content: str, *changes: Any) -> tuple[Finding, ...]:
    return preflight(made(content, *changes, bleed=9), PRESS)


def short(found: tuple[Finding, ...]) -> float:
    """Return how far beyond the trim the one finding says that a line ends, in millimetres."""
    (one,) = found
    assert one.code == "bleed-artwork"
    assert one.message.endswith(" beyond it, not 3 mm")
    return float(one.message.split(" ends ")[1].split(" mm")[0])


def line(end: float, width: float, how: str = "") -> str:
    """Return a level line that leaves the page on the right and ends ``end`` mm beyond it."""
    return f"{INK}{how} {width} w 60 140 m {180 + end * POINT_MM} 140 l S"


@pytest.mark.parametrize("width", [6, 60])
@pytest.mark.parametrize("end", ENDS)
def test_a_line_that_ends_in_the_bleed_is_found(end: float, width: float) -> None:
    assert short(told(line(end, width))) == pytest.approx(end, abs=0.02)


@pytest.mark.parametrize("width", [6, 60])
def test_a_line_that_runs_through_the_bleed_is_good(width: float) -> None:
    assert told(line(3, width)) == ()
    assert told(line(9, width)) == ()


@pytest.mark.parametrize("side", ["left", "top", "bottom"])
def test_a_line_is_found_on_every_side(side: str) -> None:
    far = 1.5 * POINT_MM
    to = {"left": (-far, 140), "top": (90, 252 + far), "bottom": (90, -far)}[side]
    content = f"{INK} 20 w 90 140 m {to[0]} {to[1]} l S"
    assert short(told(content)) == pytest.approx(1.5, abs=0.02)


def test_a_curve_and_a_slanted_line_end_where_they_end() -> None:
    far = 180 + 1.5 * POINT_MM
    curve = f"{INK} 8 w 60 60 m 90 140 120 150 {far} 150 c S"
    assert short(told(curve)) == pytest.approx(1.5, abs=0.02)
    assert short(told(f"{INK} 8 w 60 100 m {far} 150 l S")) == pytest.approx(1.5, abs=0.02)


def test_a_square_end_reaches_half_its_width_further() -> None:
    assert short(told(line(0.5, 6, "2 J"))) == pytest.approx(0.5 + 3 / POINT_MM, abs=0.02)
    assert told(line(1.5, 60, "2 J")) == ()


def test_a_round_end_counts_as_far_as_nothing_is_lost_of_the_line() -> None:
    assert 1.5 < short(told(line(1.5, 6, "1 J"))) < 1.5 + 3 / POINT_MM
    assert told(line(2.5, 6, "1 J")) == ()
    assert told(line(0.5, 60, "1 J")) == ()
    assert short(told(line(0, 6, "1 J"))) < 1.1


def test_every_part_of_a_path_ends_for_itself() -> None:
    parts = "".join(f"60 {y} m {180 + end * POINT_MM} {y} l " for y, end in ((90, 3), (190, 1.5)))
    assert short(told(f"{INK} 20 w {parts} S")) == pytest.approx(1.5, abs=0.02)


def test_a_dash_may_end_anywhere_but_a_dashed_line_that_crosses_the_trim_may_not() -> None:
    def dashed(dash: float, gap: float, phase: float, end: float) -> str:
        return line(end, 20, f"[{dash} {gap}] {phase} d")

    # 120 pt to the trim: the line goes on, has a gap across it, or ends in a gap.
    assert told(dashed(25, 10, 0, 9)) == ()
    assert told(dashed(30, 4, 14, 1.5)) == ()
    assert told(dashed(8, 4, 7, 1.5)) == ()
    # A dash across the trim ends with the line.
    assert short(told(dashed(30, 10, 10, 1.5))) == pytest.approx(1.5, abs=0.02)


def test_a_frame_along_the_trim_ends_with_its_line() -> None:
    assert short(told(f"{INK} 6 w 0 0 180 252 re S")) == pytest.approx(3 / POINT_MM, abs=0.02)
    assert told(f"{INK} 18 w 0 0 180 252 re S") == ()


CLIPPED = {
    "a line": "20 w 60 140 m 200 140 l S",
    "a curve": "20 w 60 60 m 60 140 100 150 200 150 c S",
    "a shape with curves": "60 140 m 90 200 150 200 200 200 c 200 100 l f",
    "a rectangle": "60 140 140 40 re f",
}


@pytest.mark.parametrize("what", CLIPPED.values(), ids=CLIPPED.keys())
@pytest.mark.parametrize("end", [0.5, 1.5, 2.5])
def test_what_a_clip_ends_is_found(what: str, end: float) -> None:
    far = end * POINT_MM
    clip = f"q {-far} {-far} {180 + 2 * far} {252 + 2 * far} re W n {what} Q"
    assert short(told(INK + clip)) == pytest.approx(end, abs=0.02)
    assert told(f"{INK}q -9 -9 198 270 re W n {what} Q") == ()


def test_a_round_clip_is_an_edge_only_where_it_touches_the_trim() -> None:
    drop = "q 120 140 m 120 190 190 190 190 140 c 190 90 120 90 120 140 c W n"
    assert told(f"{INK}{drop} 60 60 140 160 re f Q") == ()


def test_the_edge_that_another_colour_hides_is_none() -> None:
    ground = CLEAN + "\n/Knock gs 0.2 0.1 0 0 K 20 w 60 140 m 184 140 l S"
    assert told(ground) == ()


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_turned_page_and_a_turned_form_are_as_good(turn: int) -> None:
    def turned(pdf: pikepdf.Pdf, page: Any) -> None:
        page.Rotate = turn

    assert short(told(line(1.5, 20), turned)) == pytest.approx(1.5, abs=0.02)
    far = 1.5 * POINT_MM
    grown = f"{INK} q 0 2 -2 0 180 0 cm 10 w 40 40 m 40 {-far / 2} l S Q"
    assert short(told(grown)) == pytest.approx(1.5, abs=0.02)


def test_a_page_whose_boxes_begin_elsewhere_is_measured_from_its_trim() -> None:
    def moved(pdf: pikepdf.Pdf, page: Any) -> None:
        for key in ("/MediaBox", "/BleedBox", "/TrimBox"):
            x1, y1, x2, y2 = (float(value) for value in page[key])
            page[key] = Array([x1 + 50, y1 + 70, x2 + 50, y2 + 70])
        data = page.Contents.read_bytes()
        page.Contents = pikepdf.Stream(pdf, b"q 1 0 0 1 50 70 cm " + data + b" Q")

    assert short(told(line(1.5, 20), moved)) == pytest.approx(1.5, abs=0.02)
