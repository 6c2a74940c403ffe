"""The generic engine, on the shipped guide page and on pages made for a test."""

from __future__ import annotations

import itertools

import pytest
from msgspec.structs import replace

from printkit.content.model import Asset, Text
from printkit.diagnostics import PrintkitError
from printkit.engines import Schemas, frames
from printkit.engines.model import Job
from printkit.files import LayeredFiles, MemoryFiles
from printkit.geometry import Rect, Sides
from printkit.layout.load import LayoutLibrary
from printkit.paths import bounds
from printkit.scene.model import GlyphRun, Image, Link, Path, Scene, StructNode, Use
from printkit.units import mm, pt
from tests.jobs import LANGUAGES, files, fonts, job, layouts, make, words


def runs(scene: Scene, page: int = 0) -> list[GlyphRun]:
    return [node for node in scene.pages[page].nodes if isinstance(node, GlyphRun)]


def said(scene: Scene) -> str:
    return " ".join(run.text for run in runs(scene))


def structure(node: StructNode) -> list[StructNode]:
    return [node, *(found for kid in node.kids for found in structure(kid))]


def page_of(text: str, language: str = "en", size: str = "A4", bleed: float = 0) -> Job:
    """Return a job for a layout written for one test."""
    own = MemoryFiles({"layouts/own.toml": text})
    library = LayoutLibrary.load(LayeredFiles(own, files()), Schemas(), only=["own"])
    content, kit = words(language)
    base = job("guide", "A4", language)
    layout = library.solve("own", size, base.locale)
    return Job(content, kit, base.locale, layout, fonts(), Sides.all(mm(bleed)))


OWN = """\
extends = "base"
engine = "frames"
[page]
sizes = ["A4", "A5"]
[frame.head]
left = "20mm"
right = "page.right - 20mm"
top = "20mm"
height = "30mm"
text = "{title}, version {version}"
style = "heading"
role = "H1"
[frame.credit]
left = "20mm"
right = "page.right - 20mm"
bottom = "page.bottom - 15mm"
height = "15mm"
"""


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_guide_is_made_at_every_size_and_theme(language: str) -> None:
    for size, theme in itertools.product(layouts().sizes("guide"), layouts().themes):
        scene = make(job("guide", size, language, theme=theme)).scene
        assert len(scene.pages) == 1
        trim = scene.pages[0].trim
        page = Rect(0, 0, trim.width, trim.height)
        for run in runs(scene):
            assert page.contains(
                Rect(run.x, run.baseline - run.size // 2, run.width, run.size // 2)
            )


def test_the_guide_says_all_its_words_in_reading_order() -> None:
    content, kit = words()
    product = make(job("guide"))
    (document,) = product.scene.structure
    entries = [node.entry for node in structure(document) if node.entry]
    advice = [key for item in content.guide.advice for key in (item.title.key, item.text.key)]  # type: ignore[union-attr]
    assert entries[:2] == [content.guide.title.key, content.guide.intro.key]
    assert entries[2 : 2 + len(advice)] == advice
    assert content.credit.line.key in entries
    text = said(product.scene)
    for number in range(1, len(content.guide.advice) + 1):
        assert str(number) in text.split()
    assert (
        product.scene.metadata.title
        == kit.say("titles.guide", title=" ".join(content.title.value.split())).value
    )
    assert product.dropped == ()


def test_every_tag_of_the_structure_has_ink_and_every_text_a_tag() -> None:
    scene = make(job("guide")).scene
    told = {tag for node in structure(scene.structure[0]) for tag in node.tags}
    inked = {getattr(node, "tag", None) for node in scene.pages[0].nodes} - {None}
    assert told == inked
    assert all(run.tag is not None for run in runs(scene))
    roles = [node.role for node in structure(scene.structure[0])]
    assert roles[:3] == ["Document", "H1", "P"]
    assert roles.count("LI") == roles.count("Lbl") == roles.count("LBody") == 5
    assert all(node.alt for node in structure(scene.structure[0]) if node.role == "Figure")


def test_the_credit_is_placed_whole_and_readable() -> None:
    for size in layouts().sizes("guide"):
        (credit,) = make(job("guide", size)).scene.credits
        assert credit.text == words()[0].credit.line.value
        assert credit.protected == words()[0].credit.protected
        assert credit.minimum >= pt(6)


def test_threads_run_into_the_bleed_and_the_last_one_carries_the_list() -> None:
    scene = make(job("guide", bleed=3)).scene
    width = scene.pages[0].trim.width
    strokes = [n for n in scene.pages[0].nodes if isinstance(n, Path) and n.stroke is not None]
    areas = job("guide").layout.areas
    for number, area in enumerate(areas[:4]):
        base = next(p for p in strokes if p.stroke and p.stroke.ink == area.thread)
        box = bounds(base.outline)
        assert box.right == width + mm(3)
        assert (box.x == -mm(3)) == (number < 3)
    stations = [
        bounds(node.outline).centre
        for node in scene.pages[0].nodes
        if isinstance(node, Path) and node.fill and node.fill.name == "ink"
        and bounds(node.outline).width == mm(11.2)
    ]  # fmt: skip
    last = bounds(next(p for p in strokes if p.stroke and p.stroke.ink == areas[3].thread).outline)
    assert len(stations) == 5
    assert {abs(centre.x - last.x) <= 1 for centre in stations} == {True}
    assert [c.y for c in stations] == sorted(c.y for c in stations)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("size", layouts().sizes("guide"))
def test_the_stations_of_a_list_are_equally_far_apart(size: str, language: str) -> None:
    the_job = job("guide", size, language)
    radius = round((the_job.layout.frames["advice"].settings or {})["station"])
    stations = [
        bounds(node.outline).centre.y
        for node in make(the_job).scene.pages[0].nodes
        if isinstance(node, Path) and node.fill and node.fill.name == "ink"
        and abs(bounds(node.outline).width - 2 * radius) <= 2
    ]  # fmt: skip
    assert len(stations) == 5
    pitches = [below - above for above, below in itertools.pairwise(stations)]
    assert max(pitches) - min(pitches) <= 4


def test_frames_hang_from_the_foot_of_a_text_and_a_list_keeps_its_own() -> None:
    page = (
        OWN
        + """
[frame.rule]
left = "20mm"
right = "page.right - 20mm"
top = "head.bottom + 2mm"
height = "1mm"
fill = "ink"
hangs = "head"
clear = "5mm"
[frame.list]
left = "20mm"
right = "page.right - 20mm"
top = "rule.bottom + 4mm"
bottom = "page.bottom - 50mm"
hangs = "rule"
kind = "list"
list = "guide.advice"
style = "body"
indent = "20mm"
station = "4mm"
gap = "2mm"
"""
    )
    found = {frame.name: frame.box for frame in make(page_of(page)).scene.frames}
    low = {
        frame.name: frame.box
        for frame in make(page_of(page.replace('"5mm"', '"40mm"'))).scene.frames
    }
    assert found["rule"].y < low["rule"].y == mm(52)  # never lower than the layout has it
    assert found["list"].y - found["rule"].bottom == mm(4)
    assert found["list"].bottom == low["list"].bottom == mm(247)
    with pytest.raises(PrintkitError, match="there is no frame 'haed' to hang on"):
        make(page_of(page.replace('hangs = "head"', 'hangs = "haed"')))


def test_a_right_to_left_page_is_the_mirror_of_geometry() -> None:
    ltr, rtl = job("guide", "A4", "en"), job("guide", "A4", "ur")

    def lines(the_job: Job) -> list[Rect]:
        nodes = make(the_job).scene.pages[0].nodes
        return [
            bounds(n.outline) for n in nodes
            if isinstance(n, Path) and n.stroke and n.stroke.ink.name in ("marigold", "teal")
        ]  # fmt: skip

    width = ltr.layout.page.width
    for one, other in zip(lines(ltr), lines(rtl), strict=True):
        assert (other.x, other.right) == (width - one.right, width - one.x)
    heading = [run for run in runs(make(rtl).scene) if run.direction == "rtl"]
    assert max(run.x + run.width for run in heading) <= width - mm(15.9)


def test_a_template_joins_texts_and_names_what_it_does_not_know() -> None:
    scene = make(page_of(OWN)).scene
    assert said(scene).startswith("Skills for collaborative change, version 0.1")
    with pytest.raises(PrintkitError) as error:
        make(page_of(OWN.replace("{title}", "{guide.titel}")))
    told = str(error.value)
    assert (
        "layouts/own.toml: error[template]: frame.head: there is no text 'guide.titel' in the"
        in told
    )
    assert "did you mean 'guide.title'?" in told


def test_a_text_that_does_not_fit_its_frame_is_told_by_its_key() -> None:
    page = OWN.replace('height = "30mm"', 'height = "3mm"').replace(
        "{title}, version {version}", "{guide.intro}"
    )
    with pytest.raises(PrintkitError) as error:
        make(page_of(page))
    (found,) = error.value.diagnostics
    assert (found.code, found.path) == ("overset", "guide.intro")
    assert "the page 'own' at A4" in found.message


def test_a_list_that_does_not_fit_names_its_longest_text() -> None:
    page = OWN.replace(
        "[frame.credit]",
        """[frame.list]
left = "20mm"
right = "page.right - 20mm"
top = "head.bottom"
height = "31mm"
kind = "list"
list = "guide.advice"
style = "body"
indent = "20mm"
station = "4mm"
gap = "2mm"
[frame.credit]""",
    )
    with pytest.raises(PrintkitError) as error:
        make(page_of(page))
    (found,) = error.value.diagnostics
    assert found.code == "overset" and found.path.startswith("guide.advice.")
    assert "the list 'list' is" in found.message and "mm too high" in found.message
    fits = make(page_of(page.replace('height = "31mm"', 'height = "125mm"'))).scene
    assert "online" in said(fits)


def test_frames_of_one_style_shrink_together() -> None:
    page = (
        OWN
        + """
[frame.narrow]
left = "20mm"
width = "44mm"
top = "head.bottom + 5mm"
height = "12mm"
text = "{title}"
style = "heading"
"""
    )
    scene = make(page_of(page)).scene
    sizes = {run.size for run in runs(scene) if run.size > pt(8)}
    assert len(sizes) == 1
    assert sizes.pop() < pt(16)


def test_a_fill_that_touches_the_trim_bleeds_and_one_that_does_not_stays() -> None:
    page = (
        OWN
        + """
[frame.ground]
left = "page.left"
right = "page.right"
top = "100mm"
height = "50mm"
fill = "panel"
[frame.panel]
left = "30mm"
width = "50mm"
top = "160mm"
height = "20mm"
fill = "ink-tint"
radius = "4mm"
"""
    )
    nodes = make(page_of(page, bleed=3)).scene.pages[0].nodes
    fills = {n.fill.name: bounds(n.outline) for n in nodes if isinstance(n, Path) and n.fill}
    assert fills["panel"] == Rect(-mm(3), mm(100), mm(216), mm(50))
    assert fills["ink-tint"] == Rect(mm(30), mm(160), mm(50), mm(20))


def test_each_face_is_a_page() -> None:
    page = (
        OWN
        + """
[frame.reverse]
left = "20mm"
right = "page.right - 20mm"
top = "20mm"
height = "60mm"
text = "{guide.intro}"
style = "body"
face = "back"
"""
    )
    scene = make(page_of(page)).scene
    assert [p.id for p in scene.pages] == ["page-1", "back"]
    assert "training" in " ".join(run.text for run in runs(scene, 1))
    assert scene.credits[0].page == 0


def test_a_qr_code_is_never_too_small_to_read() -> None:
    page = (
        OWN
        + """
[frame.code]
right = "page.right - 20mm"
width = "9mm"
top = "100mm"
height = "9mm"
kind = "qr"
"""
    )
    with pytest.raises(PrintkitError) as error:
        make(page_of(page))
    told = str(error.value)
    assert "frame.code: the QR code needs " in told and "and has 9 mm at A4" in told
    assert "[size.A4.frame.code]" in told
    scene = make(page_of(page.replace("9mm", "20mm"))).scene
    (use,) = [node for node in scene.pages[0].nodes if isinstance(node, Use)]
    (link,) = [node for node in scene.pages[0].nodes if isinstance(node, Link)]
    dark = bounds(scene.symbols[0].nodes[0].outline)  # type: ignore[union-attr]
    placed = Rect(dark.x + use.transform.e, dark.y + use.transform.f, dark.width, dark.height)
    assert placed.right == pytest.approx(mm(190), abs=mm(0.1))
    assert placed.bottom == pytest.approx(mm(120), abs=mm(0.1))
    assert link.target == words()[0].credit.source_url


def test_a_logo_stands_in_its_slot_when_content_has_one() -> None:
    page = (
        OWN
        + """
[frame.partner]
left = "20mm"
width = "40mm"
top = "100mm"
height = "10mm"
kind = "logo"
"""
    )
    the_job = page_of(page)
    assert not [n for n in make(the_job).scene.pages[0].nodes if isinstance(n, Image)]
    span = the_job.framework.span
    alt = Text("assets.logo.alt", "Logo of the partner", "en", span)
    logo = Asset("logo", "logo.png", "abc", 400, 200, "The partner", alt, "partner")
    with_logo = replace(the_job, framework=replace(the_job.framework, assets=(logo,)))
    scene = make(with_logo).scene
    (image,) = [node for node in scene.pages[0].nodes if isinstance(node, Image)]
    assert image.box == Rect(mm(20), mm(100), mm(20), mm(10))
    figures = [n for n in structure(scene.structure[0]) if n.role == "Figure"]
    assert figures[0].alt == "Logo of the partner"


def test_a_frames_keys_are_checked_for_what_they_mean() -> None:
    page = (
        OWN
        + """
[frame.odd]
left = "20mm"
width = "40mm"
top = "100mm"
height = "10mm"
kind = "lits"
"""
    )
    with pytest.raises(PrintkitError, match="'lits' is not a kind of frame; did you mean 'list'"):
        make(page_of(page))


def test_the_scene_is_the_same_each_time() -> None:
    assert make(job("guide", "A4", "hi")).scene == make(job("guide", "A4", "hi")).scene


def test_the_engine_asks_for_nothing_but_the_credit() -> None:
    assert frames.SCHEMA.frames == ()
    assert frames.SCHEMA.credit == "credit"
