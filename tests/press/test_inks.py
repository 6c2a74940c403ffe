from __future__ import annotations

import pytest
from msgspec.structs import replace

from printkit import paths
from printkit.diagnostics import PrintkitError
from printkit.geometry import IDENTITY, Rect, Size
from printkit.press.inks import separated, total
from printkit.scene.change import changed, without_links
from printkit.scene.model import (
    EVERY_PLATE,
    GlyphRun,
    Group,
    Ink,
    Link,
    Metadata,
    Page,
    Path,
    Scene,
    Stroke,
    Symbol,
    Use,
)
from printkit.scene.walk import used_inks, walk
from printkit.units import mm
from tests.jobs import job, make
from tests.press.kit import fogra39
from tests.render import samples

BLACK = Ink("ink", (27, 26, 61), (0, 0, 0, 100))
FLOOD = Ink("flood", (27, 26, 61), (90, 80, 10, 70))
TWINS = {
    "flood": FLOOD,
    "flood-240": replace(FLOOD, name="flood-240", cmyk=(60, 40, 40, 100)),
    "flood-200": replace(FLOOD, name="flood-200", cmyk=(60, 40, 0, 100)),
    "flood-dark": replace(FLOOD, name="flood-dark", cmyk=(0, 0, 0, 100)),
}


def square(*inks: Ink) -> Scene:
    box = paths.rectangle(Rect(0, 0, mm(10), mm(10)))
    nodes = tuple(Path(box, fill=ink) for ink in inks)
    return Scene((Page("one", Size(mm(20), mm(20)), nodes),), Metadata("one", "en"))


def cmyk(scene: Scene) -> dict[str, tuple[float, float, float, float]]:
    return {ink.name: ink.cmyk for ink in used_inks(scene)}


@pytest.mark.parametrize(
    ("limit", "name"), [(400, "flood"), (250, "flood"), (249, "flood-240"), (239, "flood-200")]
)
def test_an_ink_over_the_limit_gives_way_to_its_heaviest_twin_within_it(
    limit: float, name: str
) -> None:
    assert set(cmyk(separated(square(FLOOD), TWINS, limit))) == {name}


def test_inks_are_replaced_wherever_they_are_in_groups_strokes_and_symbols() -> None:
    box = paths.rectangle(Rect(0, 0, mm(10), mm(10)))
    line = Path(box, stroke=Stroke(FLOOD, mm(1)))
    scene = Scene(
        (Page("one", Size(mm(20), mm(20)), (Group((Group((line,)),)), Use("s"))),),
        Metadata("one", "en"),
        (Symbol("s", (Path(box, fill=FLOOD),), Rect(0, 0, mm(10), mm(10))),),
    )
    assert set(cmyk(separated(scene, TWINS, 240))) == {"flood-240"}


def test_every_ink_without_a_twin_is_told_at_once_with_what_to_add() -> None:
    other = Ink("deep", (0, 0, 0), (100, 100, 100, 100))
    with pytest.raises(PrintkitError) as caught:
        separated(square(FLOOD, other), {"flood": FLOOD, "deep": other}, 240)
    one, two = map(str, caught.value.diagnostics)
    assert "layouts/inks.toml" in one and "'deep' is 400 per cent" in one
    assert "no more than 240" in one and "add [ink.deep-240]" in one
    assert "'flood' is 250 per cent" in two


def test_spot_colours_of_the_press_and_marks_have_no_limit() -> None:
    spot = Ink("brand", (0, 0, 0), (100, 100, 100, 0), "PANTONE 300 C")
    marks = Ink("marks", (0, 0, 0), (100, 100, 100, 100), EVERY_PLATE)
    scene = square(spot, marks, BLACK)
    assert separated(scene, {}, 240, spots=("PANTONE 300 C",)) is scene
    with pytest.raises(PrintkitError, match="brand"):
        separated(scene, {}, 240)


def test_colours_of_logos_are_converted_and_kept_within_the_limit() -> None:
    red, black = Ink("#C8141E", (200, 20, 30), (0, 90, 85, 22)), (0, 0, 0)
    dark = Ink("#3C1E14", (60, 30, 20), (0, 50, 66, 76))
    grey = Ink("#000000", black, (0, 0, 0, 100))
    found = cmyk(separated(square(red, dark, grey), {}, 240, intent=fogra39()))
    assert found["#000000"] == (0, 0, 0, 100)
    cyan, magenta, yellow, key = found["#C8141E"]
    assert cyan < 5 and magenta > 90 and yellow > 80 and 5 < key < 30
    assert 200 < sum(found["#3C1E14"]) <= 240


def test_without_a_condition_colours_of_logos_are_only_made_less() -> None:
    dark = Ink("#3C1E14", (60, 30, 20), (0, 80, 100, 76))
    assert cmyk(separated(square(dark), {}, 240)) == {"#3C1E14": (0, 72.8, 91.1, 76)}
    assert cmyk(separated(square(dark), {}, 300)) == {"#3C1E14": dark.cmyk}


def test_small_type_that_is_dark_is_black_alone_and_all_else_keeps_its_ink() -> None:
    tone = Ink("tone", (184, 52, 19), (0, 88, 100, 22))
    light = Ink("light", (247, 178, 27), (0, 34, 94, 0))
    label = Ink("label", (85, 84, 111), (0, 0, 0, 70))
    runs = [
        samples.text("words", mm(5), mm(5), mm(50), set_in=samples.style(size, ink=ink))[0]
        for size, ink in ((11.9, tone), (12, tone), (9, light), (9, label), (9, BLACK))
    ]
    box = paths.rectangle(Rect(0, 0, mm(10), mm(10)))
    nodes = (*runs, Path(box, fill=tone))
    scene = Scene((Page("one", Size(mm(90), mm(90)), nodes),), Metadata("one", "en"))
    found = [
        node.ink if isinstance(node, GlyphRun) else node.fill
        for _, node, _ in walk(separated(scene, {}, 300))
        if isinstance(node, GlyphRun | Path)
    ]
    small, *others = found
    assert small == replace(tone, name="tone-black", cmyk=(0, 0, 0, 100))
    assert others == [tone, light, label, BLACK, tone]


@pytest.mark.parametrize("theme", ["colour", "low-ink", "high-contrast", "bw"])
@pytest.mark.parametrize("product", ["poster", "sheet", "cards", "guide"])
def test_every_product_in_every_theme_can_be_within_240_per_cent(product: str, theme: str) -> None:
    the_job = job(product, "A4" if product == "poster" else "", theme=theme)
    scene = separated(make(the_job).scene, the_job.layout.inks, 240)
    assert max(map(total, used_inks(scene))) <= 240


@pytest.mark.parametrize("theme", ["colour", "low-ink", "high-contrast", "bw"])
@pytest.mark.parametrize("product", ["poster", "sheet", "cards", "guide"])
def test_a_qr_code_is_black_alone(product: str, theme: str) -> None:
    scene = make(job(product, "A4" if product == "poster" else "", theme=theme)).scene
    codes = {
        node.fill
        for _, node, _ in walk(scene)
        if isinstance(node, Path) and [step[0] for step in node.outline].count("M") > 100
    }
    assert [ink and ink.cmyk for ink in codes] == [(0, 0, 0, 100)]


def test_a_scene_that_is_not_changed_keeps_its_nodes() -> None:
    inner = (Link(Rect(0, 0, 1, 1), "https://example.org"), *square(FLOOD).pages[0].nodes)
    scene = replace(square(), pages=(replace(square().pages[0], nodes=(Group(inner),)),))
    same = changed(scene, lambda node: node)
    assert same == scene
    assert same.pages[0].nodes[0] is scene.pages[0].nodes[0]
    left = [(node, transform) for _, node, transform in walk(without_links(scene))]
    assert left == [(inner[1], IDENTITY)]
