"""Threads: dashes that never restart, motifs that hang on one path, crossings left open."""

from __future__ import annotations

import pytest

from printkit import paths
from printkit.content.model import Op
from printkit.engines.motifs import Palette, beads, figure, row, turned
from printkit.engines.threads import Route, Thread, draw, section
from printkit.layout.model import LineStyle
from printkit.scene.model import Ink
from printkit.units import mm

INK = Ink("ink", (0, 0, 0), (0, 0, 0, 100))
PAPER = Ink("paper", (255, 255, 255), (0, 0, 0, 0))
PALETTE = Palette(INK, PAPER, INK, PAPER)
UNIT = mm(0.8)
STRAIGHT = (("M", 0, 0), ("L", mm(123.4), 0))
WAVE = (Op("L", "M0 30C30 0 70 60 100 30"), Op("D", circle=(50, 30, 8)))
BROKEN = (Op("L", "M0 30H30"), Op("L", "M70 30H100"), Op("L", "M40 10H60"))


def thread(line: LineStyle, weight: float = 6) -> Thread:
    return Thread(INK, PAPER, mm(weight), line)


@pytest.mark.parametrize("line", ["beaded", "dashed", "ticked"])
def test_a_whole_number_of_dashes_fits_a_path(line: LineStyle) -> None:
    overlay = draw([STRAIGHT], thread(line))[-1].stroke
    assert overlay is not None and len(overlay.dash) == 2
    periods = paths.length(STRAIGHT) / sum(overlay.dash)
    assert periods == pytest.approx(round(periods), abs=0.001)


@pytest.mark.parametrize("line", ["beaded", "dashed", "ticked"])
def test_a_path_begins_and_ends_in_half_a_gap(line: LineStyle) -> None:
    overlay = draw([STRAIGHT], thread(line))[-1].stroke
    assert overlay is not None
    on, off = overlay.dash
    assert overlay.phase == pytest.approx(on + off / 2, abs=mm(0.02))


def test_a_thin_thread_has_no_overlay() -> None:
    assert len(draw([STRAIGHT], thread("cased", 1.3))) == 1
    assert len(draw([STRAIGHT], thread("cased", 1.5))) == 2


def test_all_bases_are_painted_before_any_overlay() -> None:
    painted = draw([STRAIGHT, STRAIGHT], thread("cased"))
    assert [path.stroke.ink.name for path in painted if path.stroke] == [
        "ink",
        "ink",
        "paper",
        "paper",
    ]


def test_motifs_that_let_the_thread_through_are_one_path() -> None:
    wave = figure(WAVE, UNIT, PALETTE)
    hung = row([(mm(10), wave), (mm(120), wave)], mm(50), Route(0, mm(50)))
    assert hung.strands == ()
    assert hung.route is not None
    line = hung.route.outline
    assert [step[0] for step in line] == ["M", "L", "C", "L", "C"]
    assert line[0] == ("M", 0, mm(50))
    assert hung.route.x == pytest.approx(mm(120) + wave.width, abs=50)


def test_a_motif_that_breaks_the_thread_ends_one_path_and_begins_the_next() -> None:
    broken = figure(BROKEN, UNIT, PALETTE)
    hung = row([(mm(10), broken)], mm(50), Route(0, mm(50)))
    starts = [outline[0][1:] for outline in hung.strands]
    assert (0, mm(50)) in starts  # what led to the motif
    assert len(hung.strands) == 2  # that, and the motif's own free strand
    assert hung.route is not None
    assert hung.route.x == pytest.approx(mm(10) + broken.width, abs=50)


def test_a_section_keeps_its_length_and_its_place() -> None:
    curve = (("M", 0, 0), ("L", mm(20), 0), ("C", mm(40), 0, mm(40), mm(30), mm(60), mm(30)))
    whole = paths.length(curve)
    part = section(curve, whole * 0.25, whole * 0.75)
    assert paths.length(part) == pytest.approx(whole / 2, rel=0.02)
    spot = paths.point_at(curve, whole * 0.25)
    assert part[0][0] == "M"
    assert part[0][1] == pytest.approx(spot.x, abs=mm(0.5))


def test_beads_tell_the_places_of_an_area_apart() -> None:
    drawings = [beads(place) for place in range(10)]
    assert len(set(drawings)) == len(drawings)
    assert [sum(op.kind == "D" for op in ops) for ops in drawings[:6]] == [1, 2, 3, 4, 5, 6]


def test_a_motif_turned_twice_is_the_motif_and_still_hangs_on_the_thread() -> None:
    ops = (Op("L", "M0 30H40V10"), Op("L", "M60 10V30H100"), Op("D", circle=(20, 10, 5)))
    once = turned(ops)
    assert once[2].circle == (80, 10, 5)
    first, second = (figure(some, 1000, PALETTE) for some in (ops, turned(once)))
    assert first == second
    mirrored = figure(once, 1000, PALETTE)
    assert mirrored.strands[0][0] == ("M", 60_000, -20_000)
    assert mirrored.strands[0][-1][-2:] == (100_000, 0)
    assert mirrored.strands[1][0] == ("M", 0, 0)
