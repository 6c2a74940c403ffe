"""The plates as Ghostscript makes them: what the press will print, whoever wrote the file."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace
from PIL import Image, ImageChops

from printkit import paths
from printkit.geometry import Rect, Size
from printkit.render.pdf import render_pdf
from printkit.scene.model import GlyphRun, Ink, Metadata, Node, Page, Scene
from printkit.scene.model import Path as Shape
from printkit.units import mm
from tests.jobs import fonts
from tests.press.kit import inked, most_ink, plates, press, press_pdf, pressed
from tests.render import samples

pytestmark = pytest.mark.judges

Judge = Callable[[str], str]
PROCESS = {"Cyan", "Magenta", "Yellow", "Black"}
ROUNDING = 1.0  # per cent: four plates of 255 steps each


@pytest.mark.slow
@pytest.mark.parametrize("limit", [300, 240])
@pytest.mark.parametrize(("product", "size"), [("poster", "A3"), ("sheet", ""), ("cards", "")])
def test_a_product_in_colour_is_on_four_plates_within_the_limit(
    product: str, size: str, limit: float, judge: Judge, tmp_path: Path
) -> None:
    pages = plates(judge, press_pdf(product, size, limit=limit), tmp_path)
    assert len(pages) == len(pressed(product, size, limit=limit).pages)
    assert set().union(*map(inked, pages)) == PROCESS
    assert max(map(most_ink, pages)) <= limit + ROUNDING


@pytest.mark.slow
@pytest.mark.parametrize(("product", "size"), [("poster", "A3"), ("sheet", ""), ("cards", "")])
def test_a_product_in_black_and_white_is_on_the_black_plate_alone(
    product: str, size: str, judge: Judge, tmp_path: Path
) -> None:
    for page in plates(judge, press_pdf(product, size, "bw"), tmp_path):
        assert inked(page) == {"Black"}


def words_alone(scene: Scene) -> Scene:
    """Return a scene with nothing but the texts that are black alone."""

    def kept(nodes: tuple[Node, ...]) -> tuple[Node, ...]:
        return tuple(
            node
            for node in nodes
            if isinstance(node, GlyphRun) and node.ink.cmyk == (0, 0, 0, 100)
        )

    pages = tuple(replace(page, nodes=kept(page.nodes)) for page in scene.pages)
    return replace(scene, pages=pages, symbols=())


@pytest.mark.slow
@pytest.mark.parametrize(("product", "size"), [("poster", "A3"), ("sheet", "")])
def test_black_text_is_on_the_black_plate_alone(
    product: str, size: str, judge: Judge, tmp_path: Path
) -> None:
    """On the other plates the page is the same, pixel by pixel, whether its words are there."""
    whole = pressed(product, size)
    words = words_alone(whole)
    said = {node for page in words.pages for node in page.nodes}
    assert said
    without = tuple(
        replace(page, nodes=tuple(node for node in page.nodes if node not in said))
        for page in whole.pages
    )
    (tmp_path / "bare").mkdir()
    with_words = plates(judge, press_pdf(product, size), tmp_path)
    bare = render_pdf(replace(whole, pages=without), fonts(), {}, output=press())
    without_words = plates(judge, bare, tmp_path / "bare")
    for one, other in zip(with_words, without_words, strict=True):
        assert ImageChops.difference(one["Black"], other["Black"]).getbbox() is not None
        for name in PROCESS - {"Black"}:
            assert ImageChops.difference(one[name], other[name]).getbbox() is None, name


BRAND = Ink("brand", (0, 80, 160), (100, 60, 0, 10), "PANTONE 300 C")
TINT = Ink("tint", (200, 220, 255), (20, 5, 0, 0))


def spot_page() -> Scene:
    ground = Shape(paths.rectangle(Rect(0, 0, mm(60), mm(60))), fill=TINT)
    square = Shape(paths.rectangle(Rect(mm(10), mm(10), mm(20), mm(20))), fill=BRAND)
    black = Ink("ink", (0, 0, 0), (0, 0, 0, 100))
    words = samples.text("WWW", mm(10), mm(50), mm(40), set_in=samples.style(40, 800, ink=black))
    page = Page("one", Size(mm(60), mm(60)), (ground, square, *words))
    return Scene((page,), Metadata("one", "en"))


def test_a_spot_colour_has_a_plate_of_its_own_and_knocks_out(
    judge: Judge, tmp_path: Path
) -> None:
    scene = spot_page()
    data = render_pdf(scene, samples.library(), {}, output=press(300, "PANTONE 300 C"))
    (page,) = plates(judge, data, tmp_path)
    assert inked(page) == {"Cyan", "Magenta", "Black", "PANTONE 300 C"}
    middle = [round(20 / 25.4 * 72)] * 2
    found = {name: plate.getpixel(tuple(middle)) for name, plate in page.items()}
    assert found.pop("PANTONE 300 C") == 255 and set(found.values()) == {0}
    (process,) = plates(judge, render_pdf(scene, samples.library(), {}, output=press()), tmp_path)
    assert "PANTONE 300 C" not in process
    assert process["Cyan"].getpixel(tuple(middle)) == 255


def test_the_ground_goes_on_under_black_text(judge: Judge, tmp_path: Path) -> None:
    """Black letters do not cut holes into the tint; with another ink they do."""
    data = render_pdf(spot_page(), samples.library(), {}, output=press())
    (page,) = plates(judge, data, tmp_path)
    box = (20, 100, 150, 150)
    assert page["Black"].crop(box).getextrema() == (0, 255)
    assert page["Cyan"].crop(box).getextrema() == (51, 51)


def test_a_picture_is_printed_within_the_limit(judge: Judge, tmp_path: Path) -> None:
    scene = samples.every_kind()
    photo = Image.merge(
        "RGB", [Image.linear_gradient("L").rotate(turn) for turn in (0, 90, 180)]
    ).convert("RGB")
    buffer = io.BytesIO()
    photo.point(lambda value: value // 2).save(buffer, "PNG")
    data = render_pdf(
        scene, samples.library(), {samples.PICTURE: buffer.getvalue()}, output=press(240)
    )
    (page,) = plates(judge, data, tmp_path)
    box = tuple(round(v / 25.4 * 72) for v in (61, 127, 79, 137))
    part = {name: plate.crop(box) for name, plate in page.items()}  # type: ignore[arg-type]
    assert inked(part) == PROCESS
    assert 200 < most_ink(part) <= 240 + ROUNDING
