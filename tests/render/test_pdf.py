from __future__ import annotations

import io
import re
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from msgspec.structs import replace

from printkit.diagnostics import PrintkitError
from printkit.fonts.library import FontLibrary
from printkit.geometry import Sides
from printkit.pdfio.read import read_pdf
from printkit.render.output import PdfOutput
from printkit.render.pdf import render_pdf
from printkit.scene.model import Scene
from printkit.units import inch, mm, to_pt
from tests.render import samples

Judge = Callable[[str], str]


def opened(data: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(data))


def operators(data: bytes) -> bytes:
    with opened(data) as document:
        return bytes(document.pages[0].Contents.read_bytes())


def run(*command: str | Path) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.judges
def test_qpdf_finds_no_fault(judge: Judge, pdf_file: Path) -> None:
    said = run(judge("qpdf"), "--check", pdf_file)
    assert "No syntax or stream encoding errors" in said
    assert "PDF Version: 1.7" in said


@pytest.mark.judges
def test_every_font_is_embedded_as_a_subset_with_unicode(judge: Judge, pdf_file: Path) -> None:
    rows = run(judge("pdffonts"), pdf_file).splitlines()[2:]
    assert len(rows) == 5  # Latin in three weights, Devanagari, Nastaliq
    for row in rows:
        assert re.match(r"[A-Z]{6}\+\S+ +CID TrueType +Identity-H +yes yes yes ", row), row
        assert "Helvetica" not in row


def test_a_font_instance_goes_by_its_own_name(library: FontLibrary) -> None:
    both = [
        samples.text("हुनर", mm(5), mm(10 + weight / 50), mm(80), lang="hi",
                     set_in=samples.style(12, weight))
        for weight in (400, 700)
    ]  # fmt: skip
    scene = samples.text_scene("hi")
    page = replace(scene.pages[0], nodes=tuple(run for runs in both for run in runs))
    facts = read_pdf(render_pdf(replace(scene, pages=(page,)), library, {}))
    names = dict(font.name.split("+")[::-1] for font in facts.fonts)
    assert set(names) == {"AnekDevanagari-Bold", "AnekDevanagari-Regular"}
    assert len(set(names.values())) == 2  # subset tags


def test_boxes_are_the_trim_and_the_bleed_around_it(library: FontLibrary) -> None:
    bleed = Sides(mm(3), mm(4), mm(5), mm(6))
    document = opened(render_pdf(samples.every_kind(bleed), library, samples.ASSETS))
    page = document.pages[0]
    width, height = to_pt(inch(6)), to_pt(inch(8))
    left, bottom = to_pt(mm(6)), to_pt(mm(5))
    media = [0, 0, left + width + to_pt(mm(4)), bottom + height + to_pt(mm(3))]
    assert [float(v) for v in page.MediaBox] == pytest.approx(media, abs=1e-3)
    assert [float(v) for v in page.BleedBox] == pytest.approx(media, abs=1e-3)
    assert [float(v) for v in page.TrimBox] == pytest.approx(
        [left, bottom, left + width, bottom + height], abs=1e-3
    )
    assert "/CropBox" not in page


def test_a_page_without_bleed_is_all_trim(pdf: bytes) -> None:
    page = read_pdf(pdf).pages[0]
    assert page.media == page.trim == page.bleed == (0, 0, 432, 576)
    assert page.crop is None


def test_the_document_says_what_it_is(pdf: bytes) -> None:
    document = opened(pdf)
    info = {key: str(value) for key, value in document.docinfo.items()}
    assert info["/Title"] == "Every kind – सब कुछ"
    assert info["/Author"] == "The comms team"
    assert info["/Subject"] == "A page for tests"
    assert info["/Keywords"] == "map, skills"
    assert info["/Credit"] == samples.CREDIT
    assert "/CreationDate" not in info
    assert document.Root.Lang == "en"
    assert document.Root.ViewerPreferences.DisplayDocTitle is True
    facts = read_pdf(pdf)
    assert (facts.title, facts.lang) == ("Every kind – सब कुछ", "en")


def test_a_link_is_an_annotation_with_words_and_no_ink(pdf: bytes) -> None:
    document = opened(pdf)
    (link,) = document.pages[0].Annots
    assert link.A.URI == "https://example.org/map"
    assert link.Contents == "The map on the web"
    assert [float(v) for v in link.Border] == [0, 0, 0]
    top = 576 - to_pt(mm(150))
    assert [float(v) for v in link.Rect] == pytest.approx(
        [to_pt(mm(10)), top - to_pt(mm(8)), to_pt(mm(70)), top], abs=0.01
    )
    assert "/F" not in link


def test_a_symbol_is_one_form_object_however_often_it_is_used(pdf: bytes) -> None:
    document = opened(pdf)
    forms = [
        thing
        for thing in document.objects
        if isinstance(thing, pikepdf.Stream) and thing.get("/Subtype") == "/Form"
    ]
    assert len(forms) == 2
    page = document.pages[0]
    content = page.Contents.read_bytes()
    assert content.count(b"/S1 Do") == 3
    assert set(page.Resources.XObject.keys()) == {"/S1", "/S2", "/I1"}


def test_streams_are_compressed_and_never_in_ascii(pdf: bytes) -> None:
    """All but the metadata, which is to be found without knowing PDF."""
    assert b"ASCII85" not in pdf
    for thing in opened(pdf).objects:
        if isinstance(thing, pikepdf.Stream) and thing.get("/Type") != "/Metadata":
            assert thing.get("/Filter") is not None


def test_colour_is_rgb_for_screens_and_cmyk_for_presses(
    scene: Scene, pdf: bytes, library: FontLibrary
) -> None:
    press = render_pdf(scene, library, samples.ASSETS, output=PdfOutput("cmyk"))
    screen = operators(pdf)
    plates = operators(press)
    assert b"0.8627 0.1569 0.2353 RG" in screen
    assert b" k" not in screen
    assert b"0 0.95 0.75 0.05 K" in plates
    assert b" rg" not in plates


def test_the_same_scene_gives_the_same_bytes_later(
    scene: Scene, pdf: bytes, library: FontLibrary
) -> None:
    time.sleep(1.1)
    again = render_pdf(samples.every_kind(), FontLibrary.load(*_reload(library)), samples.ASSETS)
    assert again == pdf


def _reload(library: FontLibrary) -> tuple[object, str]:
    _, (files, folder, _) = library.__reduce__()
    return files, folder


def test_a_line_of_text_is_one_operator(library: FontLibrary) -> None:
    scene = samples.text_scene("en")
    content = operators(render_pdf(scene, library, {}))
    runs = len(scene.pages[0].nodes)
    assert len(re.findall(rb"T[jJ]", content)) == runs
    assert content.count(b"BT") == 1
    assert content.count(b" Tf") == 1


def test_an_image_that_is_none_is_told_to_its_owner(scene: Scene, library: FontLibrary) -> None:
    with pytest.raises(PrintkitError, match="the image picture cannot be read"):
        render_pdf(scene, library, {samples.PICTURE: b"no picture"})


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "CMYK", "I;16"])
def test_images_of_every_mode_are_taken(scene: Scene, library: FontLibrary, mode: str) -> None:
    from PIL import Image

    buffer = io.BytesIO()
    picture = Image.new("L", (6, 4), 200).convert("RGB" if mode == "CMYK" else "L")
    if mode == "I;16":
        picture = Image.new("I;16", (6, 4), 200 * 257)
    picture.convert(mode).save(buffer, "JPEG" if mode == "CMYK" else "PNG")
    data = render_pdf(scene, library, {samples.PICTURE: buffer.getvalue()})
    drawn = _pixel(data)
    assert all(abs(value - (255 if mode == "1" else 200)) <= 3 for value in drawn), drawn


def _pixel(data: bytes) -> tuple[int, int, int]:
    from printkit.pdfio.read import rasterise

    drawn = rasterise(data, 72)
    x, y = round(to_pt(mm(70))), round(to_pt(mm(132)))
    at = (y * drawn.width + x) * 3
    red, green, blue = drawn.data[at : at + 3]
    return red, green, blue
