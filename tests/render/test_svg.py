from __future__ import annotations

import base64
import re
import time
from xml.etree import ElementTree

import pytest
from msgspec.structs import replace

from printkit import paths
from printkit.fonts.library import FontLibrary
from printkit.geometry import Outline, Sides
from printkit.pdfio.read import read_pdf
from printkit.render.pathdata import path_data
from printkit.render.svg import render_svg
from printkit.render.svg.read import drawn_glyphs, read_svg
from printkit.scene.model import GlyphRun, Scene
from printkit.units import mm
from tests.render import samples

SVG = "{http://www.w3.org/2000/svg}"
XLINK = "{http://www.w3.org/1999/xlink}href"
DC = "{http://purl.org/dc/elements/1.1/}"


def root_of(svg: bytes) -> ElementTree.Element:
    return ElementTree.fromstring(svg)


def test_a_picture_is_the_trim_in_millimetres(svg: bytes) -> None:
    root = root_of(svg)
    assert (root.get("width"), root.get("height")) == ("152.4mm", "203.2mm")
    assert root.get("viewBox") == "0 0 15240 20320"


def test_bleed_lies_around_the_trim_at_negative_coordinates(library: FontLibrary) -> None:
    bleed = Sides(mm(3), mm(4), mm(5), mm(6))
    (picture,) = render_svg(samples.every_kind(bleed), library, samples.ASSETS)
    root = root_of(picture)
    assert (root.get("width"), root.get("height")) == ("162.4mm", "211.2mm")
    assert root.get("viewBox") == "-600 -300 16240 21120"


def test_a_picture_says_what_it_is(svg: bytes) -> None:
    root = root_of(svg)
    assert root.get("role") == "img"
    named = {el.get("id"): el.text for el in root.iter() if el.get("id") in ("title", "desc")}
    assert root.get("aria-labelledby") == " ".join(named) == "title desc"
    assert named == {"title": "Every kind – सब कुछ", "desc": "A page for tests"}
    assert root.get("lang") == root.get("{http://www.w3.org/XML/1998/namespace}lang") == "en"
    record = {el.tag.removeprefix(DC): el.text for el in root.iter() if el.tag.startswith(DC)}
    assert record == {
        "title": "Every kind – सब कुछ",
        "creator": "The comms team",
        "description": "A page for tests",
        "rights": samples.CREDIT,
        "source": "https://example.org/map",
        "language": "en",
        "subject": "map, skills",
        "identifier": "1.2",
    }
    assert b"creativecommons" not in svg


def test_direction_is_told_only_where_it_is_right_to_left(svg: bytes, library: FontLibrary) -> None:
    (urdu,) = render_svg(samples.text_scene("ur"), library, {})
    assert root_of(urdu).get("direction") == "rtl"
    assert root_of(svg).get("direction") is None


def test_no_font_is_needed(svg: bytes) -> None:
    tags = {el.tag.removeprefix(SVG) for el in root_of(svg).iter()}
    assert not tags & {"text", "tspan", "font", "style", "foreignObject"}
    assert b"font-family" not in svg


def test_references_are_written_in_both_spellings_and_lead_somewhere(svg: bytes) -> None:
    root = root_of(svg)
    ids = [el.get("id") for el in root.iter() if el.get("id")]
    assert len(ids) == len(set(ids))
    uses = list(root.iter(f"{SVG}use"))
    assert len(uses) > 100
    for use in uses:
        assert use.get("href") == use.get(XLINK)
        assert (use.get("href") or "").removeprefix("#") in ids


def test_each_glyph_is_defined_once(svg: bytes) -> None:
    glyphs = [p for g in root_of(svg).iter(f"{SVG}g") if g.get("data-font") for p in g]
    assert len({p.get("id") for p in glyphs}) == len(glyphs)
    assert all(p.get("d") for p in glyphs)


def test_blocks_say_their_words_role_and_language(svg: bytes) -> None:
    said = [(block.role, block.label, block.lang) for block in read_svg(svg).blocks]
    assert said == [
        ("H1", "Follow a thread", ""),
        ("P", "भरोसा बनाना, प्रतिक्रिया", "hi"),
        ("P", "بھروسا بنانا، نظر سے دیکھیں", "ur"),
        ("Figure", "A bowl", ""),
        ("Figure", "Two colours", ""),
        ("Link", "The map on the web", ""),
        ("credit", samples.CREDIT, ""),
    ]


def test_the_drawn_glyphs_of_the_credit_are_the_scenes(
    scene: Scene, svg: bytes, library: FontLibrary
) -> None:
    wanted = tuple(
        (run.font, glyph.gid)
        for run in scene.pages[0].nodes
        if isinstance(run, GlyphRun) and run.tag == 7
        for glyph in run.glyphs
        if library.face(run.font).extents(glyph.gid)
    )
    assert drawn_glyphs(svg, "credit") == wanted
    assert len(wanted) == len(samples.CREDIT.replace(" ", ""))


def test_a_mixed_line_is_labelled_in_reading_order(library: FontLibrary) -> None:
    runs = samples.text(samples.URDU_CREDIT, mm(10), mm(20), mm(140), lang="ur", tag=1)
    assert len({run.direction for run in runs}) == 2
    scene = samples.text_scene("ur")
    page = replace(scene.pages[0], nodes=runs)
    (picture,) = render_svg(replace(scene, pages=(page,)), library, {})
    assert [block.label for block in read_svg(picture).blocks] == [samples.URDU_CREDIT]


def test_pages_of_one_scene_mean_the_same_by_the_same_id(library: FontLibrary) -> None:
    first, second = render_svg(samples.every_kind(pages=2), library, samples.ASSETS)
    assert root_of(first).findtext(f"{SVG}title") == root_of(second).findtext(f"{SVG}title")
    tables = [
        {el.get("id"): el.get("d") for el in root_of(picture).iter(f"{SVG}path") if el.get("id")}
        for picture in (first, second)
    ]
    assert tables[0] == tables[1]


def test_an_image_is_inside_the_picture(svg: bytes) -> None:
    (image,) = root_of(svg).iter(f"{SVG}image")
    kind, _, data = (image.get(XLINK) or "").partition(",")
    assert kind == "data:image/png;base64"
    assert base64.b64decode(data) == samples.ASSETS[samples.PICTURE]


def test_the_same_scene_gives_the_same_bytes_later(svg: bytes) -> None:
    time.sleep(1.1)
    scene = samples.every_kind()
    library = samples.library.__wrapped__()
    assert render_svg(scene, library, samples.ASSETS) == (svg,)


def test_a_page_of_three_thousand_letters_stays_small(library: FontLibrary) -> None:
    words = " ".join([samples.TEXTS["en"]] * 7)[:3000]
    runs = samples.text(words, mm(10), mm(20), mm(500), tag=1)
    scene = samples.text_scene("en")
    page = replace(scene.pages[0], nodes=runs)
    (picture,) = render_svg(replace(scene, pages=(page,)), library, {})
    assert len(picture) < 170_000


def test_an_unreadable_picture_is_a_plain_error() -> None:
    with pytest.raises(ValueError, match="no readable SVG"):
        read_svg(b"<svg")
    with pytest.raises(ValueError, match="no SVG"):
        read_svg(b"<html/>")
    with pytest.raises(ValueError, match="no readable PDF"):
        read_pdf(b"%PDF-nothing")


# -- path data -----------------------------------------------------------------------------


def test_path_data_is_whole_relative_and_short() -> None:
    outline: Outline = (
        ("M", 10, 20), ("L", 30, 20), ("L", 30, 5), ("L", 20, 0), ("C", 1, 2, 3, 4, 5, 6), ("Z",),
        ("M", 100, 100), ("L", 90, 90), ("Z",),
    )  # fmt: skip
    assert path_data(outline) == "m10 20h20v-15l-10-5c-19 2-17 4-15 6zm90 80l-10-10z"


def test_steps_are_taken_between_rounded_points_so_that_nothing_adds_up() -> None:
    wave = tuple(("L", n * 14, n % 2 * 7) for n in range(1, 2000))
    steps = path_data((("M", 0, 0), *wave), per_unit=10)
    numbers = [int(value) for value in re.findall(r"-?\d+", steps.replace("h", " h 0 "))]
    assert abs(_end(steps)[0] - 1999 * 1.4) <= 0.5
    assert numbers


def _end(data: str) -> tuple[int, int]:
    x = y = 0
    for letter, inner in re.findall(r"([mlhv])([^mlhvz]*)", data):
        values = [int(value) for value in re.findall(r"-?\d+", inner)]
        if letter == "h":
            x += sum(values)
        elif letter == "v":
            y += sum(values)
        else:
            x += sum(values[::2])
            y += sum(values[1::2])
    return x, y


def test_a_dot_survives() -> None:
    assert path_data((("M", 5, 5), ("L", 5, 5))) == "m5 5h0"


def test_a_circle_comes_back_to_where_it_began() -> None:
    x, y = _end(re.sub(r"c[^z]*", "", path_data(paths.circle(mm(1), mm(1), mm(1)), 360)))
    assert (x, y) == (0, 100)
