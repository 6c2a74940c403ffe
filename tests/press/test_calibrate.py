"""Calibration: printers that are known to be off, looked at by somebody with a ruler.

What printers do and what an eye sees is reckoned here anew, by complex numbers and from the
picture of the page, and not by the functions that are tested.
"""

from __future__ import annotations

from cmath import exp, phase
from collections.abc import Callable, Mapping
from functools import cache
from math import degrees, floor, radians
from typing import NamedTuple

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from printkit.diagnostics import PrintkitError, Severity
from printkit.geometry import IDENTITY, Size, Transform
from printkit.layout.model import Layout
from printkit.locales.tags import parse_locale
from printkit.press.calibrate import WORDS, Look, calibration_page
from printkit.press.calibration import Calibration, Turn, rounded_up, solve
from printkit.press.correction import Correction, clear
from printkit.press.readings import parse_readings, take, written
from printkit.press.verniers import VERNIERS
from printkit.render.pdf import render_pdf
from printkit.scene.model import Group, Node, Path, Scene
from printkit.text.compose import Typesetter
from printkit.units import mm
from tests.jobs import fonts, layouts, words
from tests.press.pictures import read_picture

SHEETS = {"A4": (210.0, 297.0), "letter": (215.9, 279.4), "A3": (297.0, 420.0)}
Map = Callable[[complex], complex]


class Fault(NamedTuple):
    """What a printer does to a side, as that is looked at: mm, degrees clockwise, a factor."""

    x: float = 0.0
    y: float = 0.0
    angle: float = 0.0
    scale: float = 1.0

    def on(self, size: tuple[float, float]) -> Map:
        """Return where a point of the page lands on the paper; x is real, y imaginary."""
        middle = complex(*size) / 2
        turn = self.scale * exp(1j * radians(self.angle))
        return lambda place: middle + turn * (place - middle) + complex(self.x, self.y)


def size_of(sheet: tuple[float, float]) -> Size:
    return Size(mm(sheet[0]), mm(sheet[1]))


def behind(flip: Turn, sheet: tuple[float, float]) -> Map:
    """Return where a place of the back is when the sheet is looked at from its front."""
    if flip == "long":
        return lambda place: complex(sheet[0] - place.real, place.imag)
    return lambda place: complex(place.real, sheet[1] - place.imag)


def eye(place: float, pitch: float) -> float:
    """Return what is read: the last line before the 0, and the line of ten that meets one."""
    before = floor(place)
    about = 10 * (place - before)
    lines = [n for n in range(11) if abs(n - about) <= 3]
    off = {n: abs((place + n * pitch + 0.5) % 1 - 0.5) for n in lines}
    return before + min(lines, key=lambda n: (round(off[n], 9), n)) / 10


def look(
    sheet: tuple[float, float], front: Fault, back: Fault, flip: Turn = "long", plain: bool = False
) -> dict[str, str]:
    """Return what a person reads on a page that a printer has printed; unreadable ones absent.

    A ruler lies along a scale with its 0 on the paper's edge; against the light, the back
    shows through mirrored.
    """
    wide, high = sheet
    prints = {"front": front.on(sheet), "back": back.on(sheet)}
    seen: dict[str, str] = {}
    for side, names in (("front", "ABCD"), ("back", "EFGH")):
        fault, printed = (front, back)[side == "back"], prints[side]
        near, low = printed(15 + 15j), printed(31 + 15j)
        far, top = printed(complex(wide - 15, high - 15)), printed(complex(wide - 31, high - 15))
        for name, place in zip(
            names, (near.real, low.imag, wide - far.real, high - top.imag), strict=True
        ):
            if plain:
                seen[name] = f"{floor(place + 0.5)}"
            else:
                seen[name] = f"{eye(place, 0.9 * fault.scale):.1f}"
    mirror = behind(flip, sheet)
    for name, zero, way in (
        ("J", 50 + 15j, 1 + 0j),
        ("K", 15 + 27j, 1j),
        ("L", complex(wide - 50, high - 15), -1 + 0j),
        ("M", complex(wide - 15, high - 27), -1j),
    ):
        start = prints["front"](zero)
        unit = prints["front"](zero + way) - start
        # A mirror undoes itself: where on its own page the back has this scale's 0.
        other = mirror(prints["back"](mirror(zero + 10 * way)))
        place = ((other - start) / unit).real
        value = eye(place, 0.9 * back.scale / front.scale)
        if 0 <= value <= 21:
            seen[name] = f"{value:.1f}"
    return seen


def off(found: Calibration, sheet: tuple[float, float], front: Fault, back: Fault) -> float:
    """Return how far off (mm) the worst corner of both sides lands when it is corrected."""
    worst = 0.0
    assert found.back is not None
    for fault, correction in ((front, found.front), (back, found.back)):
        printed = fault.on(sheet)
        transform = correction.transform(size_of(sheet))
        for x in (0, sheet[0]):
            for y in (0, sheet[1]):
                moved = transform.point(mm(x), mm(y))
                landed = printed(complex(moved[0] / mm(1), moved[1] / mm(1)))
                worst = max(worst, abs(landed - complex(x, y)))
    return worst


def apart(
    found: Calibration, sheet: tuple[float, float], front: Fault, back: Fault, flip: Turn
) -> float:
    """Return how far (mm) a corner of a back lands from the same corner of its front."""
    assert found.back is not None
    mirror = behind(flip, sheet)
    worst = 0.0
    for x in (0, sheet[0]):
        for y in (0, sheet[1]):
            there = complex(x, y)
            ends = []
            for fault, correction, at in (
                (front, found.front, there),
                (back, found.back, mirror(there)),
            ):
                moved = correction.transform(size_of(sheet)).point(mm(at.real), mm(at.imag))
                ends.append(fault.on(sheet)(complex(moved[0], moved[1]) / mm(1)))
            worst = max(worst, abs(ends[0] - mirror(ends[1])))
    return worst


def found(
    sheet: tuple[float, float], front: Fault, back: Fault, flip: Turn, plain: bool = False
) -> Calibration:
    return solve(take(look(sheet, front, back, flip, plain)), size_of(sheet), flip)


shifts = st.floats(-5, 5)
angles = st.floats(-1.5, 1.5)
faults = st.builds(Fault, shifts, shifts, angles, st.floats(0.97, 1.03))  # or a dialog's doing
machines = st.builds(Fault, shifts, shifts, angles, st.floats(0.99, 1.01))
sheets = st.sampled_from(sorted(SHEETS.values()))
flips: st.SearchStrategy[Turn] = st.sampled_from(("long", "short"))


@given(sheets, machines, machines, flips)
@settings(max_examples=80, deadline=None)
def test_tenths_put_every_corner_within_two_tenths_of_a_millimetre(
    sheet: tuple[float, float], front: Fault, back: Fault, flip: Turn
) -> None:
    seen = look(sheet, front, back, flip)
    assume(all(float(seen[name]) > 2 for name in "ABCDEFGH"))  # the others lie off the paper
    result = solve(take(seen), size_of(sheet), flip)
    assert off(result, sheet, front, back) <= 0.2
    assert off(result, sheet, front, back) <= result.expected + 0.02


@given(sheets, faults, faults, flips)
@settings(max_examples=50, deadline=None)
def test_a_print_stretched_by_three_per_cent_is_told_from_one_page_and_right_from_two(
    sheet: tuple[float, float], front: Fault, back: Fault, flip: Turn
) -> None:
    """Where lines are that much farther apart, some tenths cannot be told, and that is said.

    The page of `--verify` is printed in its right size, and read as finely as any.
    """
    seen = look(sheet, front, back, flip)
    assume(all(float(seen[name]) > 2 for name in "ABCDEFGH"))
    first = solve(take(seen), size_of(sheet), flip)
    assert off(first, sheet, front, back) <= first.expected + 0.02
    assert first.back is not None
    again = solve(
        take(look(sheet, left(first.front, front, sheet), left(first.back, back, sheet), flip)),
        size_of(sheet),
        flip,
    )
    assert again.back is not None
    result = replace(again, front=again.front.then(first.front), back=again.back.then(first.back))
    assert off(result, sheet, front, back) <= 0.2


def left(correction: Correction, fault: Fault, sheet: tuple[float, float]) -> Fault:
    """Return what is still wrong with a side that is printed corrected."""
    transform, printed = correction.transform(size_of(sheet)), fault.on(sheet)

    def lands(place: complex) -> complex:
        moved = transform.point(mm(place.real), mm(place.imag))
        return printed(complex(*moved) / mm(1))

    middle = complex(*sheet) / 2
    start = lands(middle)
    turn = (lands(middle + 100) - start) / 100
    shift = start - middle
    return Fault(shift.real, shift.imag, degrees(phase(turn)), abs(turn))


@given(sheets, machines, machines, flips)
@settings(max_examples=60, deadline=None)
def test_what_is_told_to_expect_of_tenths_is_two_tenths(
    sheet: tuple[float, float], front: Fault, back: Fault, flip: Turn
) -> None:
    seen = look(sheet, front, back, flip)
    assume({seen[name][-1] for name in "ABCDEFGH"} != {"0", "5"})  # taken for half millimetres
    result = solve(take(seen), size_of(sheet), flip)
    assert result.together is not None
    assert result.expected <= 0.3
    assert apart(result, sheet, front, back, flip) <= result.together + 0.02


@given(sheets, machines, machines, flips)
@settings(max_examples=100, deadline=None)
def test_whole_millimetres_put_every_corner_within_one(
    sheet: tuple[float, float], front: Fault, back: Fault, flip: Turn
) -> None:
    result = found(sheet, front, back, flip, plain=True)
    assert off(result, sheet, front, back) <= 1.0
    assert off(result, sheet, front, back) <= result.expected
    assert result.expected > 0.8


def test_whole_millimetres_say_that_they_are_good_for_one() -> None:
    for sheet in SHEETS.values():
        result = found(sheet, Fault(0.2, 0.1), Fault(-0.1, 0.3), "long", plain=True)
        assert rounded_up(result.expected) == 1.0


@pytest.mark.parametrize(
    "fault, moved",
    [
        (Fault(x=1), {"A": "16.0", "B": "15.0", "C": "14.0", "D": "15.0"}),
        (Fault(y=1), {"A": "15.0", "B": "16.0", "C": "15.0", "D": "14.0"}),
    ],
)
def test_a_print_too_far_right_or_too_low_reads_as_anybody_would_say(
    fault: Fault, moved: Mapping[str, str]
) -> None:
    assert {k: v for k, v in look(SHEETS["A4"], fault, Fault()).items() if k in "ABCD"} == moved
    correction = solve(take(moved), size_of(SHEETS["A4"])).front
    assert correction.x == pytest.approx(-mm(fault.x), abs=mm(0.01))
    assert correction.y == pytest.approx(-mm(fault.y), abs=mm(0.01))


def test_a_print_turned_clockwise_is_turned_back() -> None:
    result = found(SHEETS["A4"], Fault(angle=1), Fault(angle=-0.5), "long")
    assert result.front.angle == pytest.approx(-1, abs=0.05)
    assert result.back is not None
    assert result.back.angle == pytest.approx(0.5, abs=0.05)


def test_the_front_alone_will_do_and_says_so() -> None:
    seen = look(SHEETS["A4"], Fault(1.23, -0.6, 0.3, 1.004), Fault())
    result = solve(take({n: seen[n] for n in "ABCD"}), size_of(SHEETS["A4"]))
    assert result.back is None
    assert result.expected < 0.2


@given(machines, machines, flips)
@settings(max_examples=30, deadline=None)
def test_the_back_can_be_read_against_the_light_alone_or_by_the_ruler_alone(
    front: Fault, back: Fault, flip: Turn
) -> None:
    sheet = SHEETS["A4"]
    seen = look(sheet, front, back, flip)
    for names in ("ABCDJKLM", "ABCDEFGH"):
        if not set(names) <= set(seen):
            continue
        result = solve(take({n: seen[n] for n in names}), size_of(sheet), flip)
        assert off(result, sheet, front, back) <= result.expected + 0.02


# -- readings that make no sense -----------------------------------------------------------

GOOD = look(SHEETS["A4"], Fault(0.4, -0.2, 0.1, 1.001), Fault(-0.3, 0.5, -0.2, 0.999))
A4 = size_of(SHEETS["A4"])


def refused(readings: Mapping[str, str], flip: Turn = "long") -> tuple[str, str]:
    with pytest.raises(PrintkitError) as error:
        solve(take(readings), A4, flip)
    (first, *_) = error.value.diagnostics
    return first.message, first.hint


@pytest.mark.parametrize("name", [one.name for one in VERNIERS])
def test_one_reading_that_is_wrong_is_named(name: str) -> None:
    wrong = float(GOOD[name]) + 2
    message, _ = refused({**GOOD, name: f"{wrong:.1f}"})
    assert "do not agree" in message
    assert f"{name} ({wrong:g}" in message


def test_a_sheet_turned_over_on_the_other_edge_is_found_out() -> None:
    message, hint = refused(GOOD, "short")
    assert "long edge" in message
    assert "--sides long" in hint


def test_a_page_that_was_fitted_to_the_page_is_found_out() -> None:
    shrunk = look(SHEETS["A4"], Fault(scale=0.94), Fault(scale=0.94))
    message, hint = refused(shrunk)
    assert "94.0%" in message
    assert "actual size" in hint


def test_a_little_too_small_is_corrected_and_told() -> None:
    result = found(SHEETS["A4"], Fault(scale=0.975), Fault(scale=0.975), "long")
    assert [note.severity for note in result.notes] == [Severity.WARNING] * 2
    assert "fit to page" in result.notes[0].hint


def test_the_page_of_another_paper_is_found_out() -> None:
    """A page for Letter printed in the middle of A4: what is near one edge is far from another."""
    message, hint = refused({"A": "12.0", "B": "23.8", "C": "12.0", "D": "23.8"})
    assert "turned by" in message
    assert "A4" in hint and "Letter" in hint


def test_a_print_that_is_far_off_is_found_out() -> None:
    message, hint = refused({"A": "28.0", "B": "15.0", "C": "2.0", "D": "15.0"})
    assert "13 mm out of place" in message
    assert "paper" in hint


@pytest.mark.parametrize(
    "text, said",
    [
        ("A=-15.2", "never negative"),
        ("A=1.5", "not centimetres: 15"),
        ("A=150", "nearest edge"),
        ("Z=15", "A to M, without I"),
        ("A=15 A=16", "twice"),
        ("A=fifteen", "A=15.3"),
        ("J=25", "leave it out"),
        ("A=15.1 B=15.2 C=14.9", "missing: D"),
        ("A=15 B=15 C=15 D=15 E=15", "the back needs"),
        ("J=10.0 K=10.0 L=10.0 M=10.0", "the front needs"),
        ("", "the front needs"),
    ],
)
def test_what_cannot_be_a_reading_is_explained(text: str, said: str) -> None:
    with pytest.raises(PrintkitError) as error:
        solve(parse_readings(text), A4)
    assert said in str(error.value)


def test_readings_are_taken_as_people_type_them() -> None:
    usual = parse_readings("A=15.3 B=14.8")
    for text in ("a 15,3; b 14,8", "A:15.3mm,B=14.8 mm", "A15.3 B14.8", "B=14.8 A=15.3 C=-"):
        assert parse_readings(text) == usual
    assert written(usual) == "A=15.3 B=14.8"


def test_how_finely_was_read_shows_in_the_readings() -> None:
    assert [one.step for one in parse_readings("A=15 B=15 J=10.2 K=10")] == [1, 1, 0.1, 0.1]
    assert {one.step for one in parse_readings("A=15 B=15.5 C=14.5 D=15 E=15 F=15.0")} == {0.5}
    assert {one.step for one in parse_readings("A=15.0 B=15.5 C=14.6 D=15")} == {0.1}


# -- corrections ---------------------------------------------------------------------------


@given(machines)
def test_a_correction_and_its_opposite_are_nothing(fault: Fault) -> None:
    one = Correction(mm(fault.x), mm(fault.y), fault.angle, fault.scale)
    for corner in ((0, 0), (A4.width, 0), (0, A4.height), (A4.width, A4.height)):
        there = one.transform(A4).point(*corner)
        back = one.inverse().transform(A4).point(*there)
        assert back == pytest.approx(corner, abs=mm(0.001))


def test_what_a_correction_moves_outward_needs_a_margin() -> None:
    moved = Correction(x=-mm(2), y=mm(3))
    needed = clear((moved,), A4, mm(5))
    assert (needed.top, needed.right, needed.bottom, needed.left) == (
        mm(5), mm(5), mm(8), mm(7),
    )  # fmt: skip
    wider = clear((Correction(scale=1.02),), A4, 0)
    assert wider.left == pytest.approx(mm(2.1), abs=2)
    assert wider.top == pytest.approx(mm(2.97), abs=2)


# -- the page ------------------------------------------------------------------------------


def layout_for(tag: str) -> Layout:
    return layouts().solve("guide", "A4", parse_locale(tag), "bw")


@cache
def page(language: str = "en", sheet: str = "A4") -> Scene:
    tag = {"hi": "hi-IN", "ur": "ur-IN"}.get(language, language)
    inks = layout_for(tag).inks
    return calibration_page(
        {key: text.value for key, text in words(language)[1].texts.items()},
        size_of(SHEETS[sheet]),
        Typesetter(fonts(), parse_locale(tag)),
        Look(
            layout_for(tag).styles, inks["ink"], inks["paper"], inks["label"], inks["rule"],
            inks["ink-tint"],
        ),
        command="printkit calibrate --printer office",
        label="A4",
    )  # fmt: skip


def lines(nodes: tuple[Node, ...], at: Transform = IDENTITY) -> list[tuple[complex, complex]]:
    """Return every straight line of a page, in millimetres."""
    found: list[tuple[complex, complex]] = []
    for node in nodes:
        if isinstance(node, Group):
            found += lines(node.nodes, node.transform.then(at))
        elif isinstance(node, Path) and len(node.outline) == 2:
            (_, *one), (_, *two) = at.outline(node.outline)
            ends = [complex(*map(float, end)) / mm(1) for end in (one, two)]  # type: ignore[arg-type]
            found.append((ends[0], ends[1]))
    return found


def test_the_page_has_its_scales_where_they_are_read() -> None:
    """Ten divisions to nine millimetres at two corners of both sides, and thirty millimetres."""
    front, back = (lines(one.nodes) for one in page().pages)

    def upright(place: complex, there: list[tuple[complex, complex]]) -> bool:
        return any(
            abs(a.real - place.real) < 0.001 and abs(b.real - place.real) < 0.001
            and min(a.imag, b.imag) <= place.imag <= max(a.imag, b.imag)
            and abs(a - b) > 3.9
            for a, b in there
        )  # fmt: skip

    for n in range(11):
        for side in (front, back):
            assert upright(complex(15 + 0.9 * n, 14), side)
            assert upright(complex(210 - 15 - 0.9 * n, 297 - 14), side)
        # J from the front: the back has it mirrored
        assert upright(complex(210 - (60 + 0.9 * n), 16), back)
        assert upright(complex(60 + 0.9 * n, 297 - 16), back)
    for n in range(31):
        assert upright(complex(50 + n, 14), front)


@pytest.mark.parametrize(
    "language", ["en", "hi", "ur", "mr-IN", "bn-IN", "ta-IN", "te-IN", "cy-GB"]
)
@pytest.mark.parametrize("sheet", ["A4", "letter"])
def test_the_page_is_in_the_readers_words_and_clear_of_the_scales(
    language: str, sheet: str
) -> None:
    scene = page(language, sheet)
    said = {key: words(language)[1].texts[key].value for key in WORDS}
    assert all(said.values())
    assert [one.label for one in scene.pages] == [said["calibrate.front"], said["calibrate.back"]]
    size = size_of(SHEETS[sheet])
    tagged = [
        node for one in scene.pages for node in one.nodes if getattr(node, "tag", None) is not None
    ]
    assert tagged
    for run in tagged:
        assert mm(30) <= run.x and run.x + run.width <= size.width - mm(30)  # type: ignore[union-attr]
        assert mm(33) <= run.baseline <= size.height - mm(33)  # type: ignore[union-attr]


def test_a_sheet_too_small_for_the_words_is_told() -> None:
    kit = words()[1].texts
    look_ = Look(layout_for("en").styles, *[layout_for("en").inks["ink"]] * 5)
    with pytest.raises(PrintkitError, match="no room for its words"):
        calibration_page(
            {key: text.value for key, text in kit.items()}, Size(mm(105), mm(148)),
            Typesetter(fonts(), parse_locale("en")), look_, command="x", label="A6",
        )  # fmt: skip


def test_the_same_page_has_the_same_bytes() -> None:
    assert render_pdf(page(), fonts(), {}) == render_pdf(page(), fonts(), {})


@pytest.mark.slow
@pytest.mark.parametrize("flip", ["long", "short"])
def test_the_printed_picture_is_read_and_corrected(flip: Turn) -> None:
    """The page as a bad printer prints it, as pixels; lines are looked for along the scales."""
    sheet = SHEETS["A4"]
    front, back = Fault(1.3, -0.9, 0.35, 1.002), Fault(-0.7, 0.6, -0.2, 0.998)
    data = render_pdf(page(), fonts(), {})
    values = read_picture(data, front, back, flip)
    assert set(values) == {one.name for one in VERNIERS}
    result = solve(take(values), A4, flip)
    assert off(result, sheet, front, back) <= 0.2
    assert apart(result, sheet, front, back, flip) <= 0.2
