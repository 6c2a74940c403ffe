"""What is seen: PDF and SVG alike, composites as shaped, beads in every renderer."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path as File

import pytest
from msgspec.structs import replace
from PIL import Image as Pixels

from printkit import paths
from printkit.fonts.library import FontLibrary
from printkit.geometry import Rect, Sides, Size
from printkit.render.pdf import render_pdf
from printkit.render.svg import render_svg
from printkit.scene.model import Metadata, Node, Page, Path, Scene, Stroke
from printkit.units import inch, mm
from tests.render import samples
from tests.render.pictures import apart, pdf_picture, svg_picture

Judge = Callable[[str], str]

MOST_APART = 0.5  # per cent of pixels


def both(scene: Scene, library: FontLibrary) -> tuple[bytes, bytes]:
    (picture,) = render_svg(scene, library, samples.ASSETS)
    return render_pdf(scene, library, samples.ASSETS), picture


@pytest.mark.parametrize("bleed", [0, 3])
def test_pdf_and_svg_show_the_same_page(bleed: float, library: FontLibrary) -> None:
    pdf, svg = both(samples.every_kind(Sides.all(mm(bleed))), library)
    assert apart(pdf_picture(pdf), svg_picture(svg)) < MOST_APART / 5


@pytest.mark.parametrize("lang", ["en", "hi", "ur"])
def test_composites_are_drawn_as_the_outlines_are(lang: str, library: FontLibrary) -> None:
    pdf, svg = both(samples.text_scene(lang, 16), library)
    assert apart(pdf_picture(pdf), svg_picture(svg)) < MOST_APART / 5


def test_the_comparison_would_notice_a_missing_mark(library: FontLibrary) -> None:
    scene = samples.text_scene("hi", 16)
    pdf, _ = both(scene, library)
    nodes = tuple(
        replace(run, glyphs=tuple(g for g in run.glyphs if g.x_advance))
        for run in scene.pages[0].nodes
    )
    poorer = replace(scene, pages=(replace(scene.pages[0], nodes=nodes),))
    _, svg = both(poorer, library)
    assert apart(pdf_picture(pdf), svg_picture(svg)) > MOST_APART / 5


# -- beads: dashes of no length under round caps -------------------------------------------

STEP = mm(5)
ROUTE = (
    ("M", mm(10), mm(10)),
    ("L", mm(60), mm(10)),
    ("C", mm(80), mm(10), mm(70), mm(60), mm(100), mm(60)),
    ("L", mm(140), mm(60)),
)


def page(*nodes: Node) -> Scene:
    return Scene((Page("beads", Size(inch(6), inch(3)), nodes),), Metadata("beads", "en"))


def beads() -> Scene:
    """Return a thread beaded by its dash."""
    return page(Path(ROUTE, stroke=Stroke(samples.INK, mm(3), dash=(0, STEP), cap="round")))


def discs() -> Scene:
    """Return the same beads, each a disc of its own."""
    places = range(int(paths.length(ROUTE) // STEP) + 1)
    spots = (paths.point_at(ROUTE, number * STEP) for number in places)
    return page(*(Path(paths.circle(s.x, s.y, mm(1.5)), fill=samples.INK) for s in spots))


def by_poppler(judge: Judge, pdf: bytes, _: bytes, folder: File) -> Pixels.Image:
    (folder / "in.pdf").write_bytes(pdf)
    command = [judge("pdftoppm"), "-r", "100", "-png", "-singlefile", "in.pdf", "out"]
    subprocess.run(command, cwd=folder, check=True)
    return Pixels.open(folder / "out.png").convert("RGB")


def by_ghostscript(judge: Judge, pdf: bytes, _: bytes, folder: File) -> Pixels.Image:
    (folder / "in.pdf").write_bytes(pdf)
    options = ["-q", "-dBATCH", "-dNOPAUSE", "-sDEVICE=png16m", "-r100", "-dGraphicsAlphaBits=4"]
    subprocess.run([judge("gs"), *options, "-o", "out.png", "in.pdf"], cwd=folder, check=True)
    return Pixels.open(folder / "out.png").convert("RGB")


def by_mupdf(_: Judge, pdf: bytes, __: bytes, ___: File) -> Pixels.Image:
    import pymupdf

    drawn = pymupdf.open(stream=pdf)[0].get_pixmap(dpi=100)
    return Pixels.frombytes("RGB", (drawn.width, drawn.height), drawn.samples)


def by_pdfium(_: Judge, pdf: bytes, __: bytes, ___: File) -> Pixels.Image:
    return pdf_picture(pdf)


def by_resvg(_: Judge, __: bytes, svg: bytes, ___: File) -> Pixels.Image:
    return svg_picture(svg)


def by_chromium(judge: Judge, _: bytes, svg: bytes, folder: File) -> Pixels.Image:
    return chromium(judge, svg, folder, 600, 300)


def chromium(judge: Judge, svg: bytes, folder: File, width: int, height: int) -> Pixels.Image:
    """Return an SVG as headless Chromium shows it at 100 dpi."""
    (folder / "in.svg").write_bytes(svg)
    scale = 100 / 96
    subprocess.run(
        [
            judge("chromium"), "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
            f"--force-device-scale-factor={scale}", f"--user-data-dir={folder / 'profile'}",
            f"--window-size={-(-width // scale):.0f},{-(-height // scale):.0f}",
            f"--screenshot={folder / 'out.png'}", (folder / "in.svg").as_uri(),
        ],
        cwd=folder, check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    return Pixels.open(folder / "out.png").convert("RGB").crop((0, 0, width, height))


RENDERERS = {
    "PDFium": by_pdfium,
    "poppler": by_poppler,
    "MuPDF": by_mupdf,
    "Ghostscript": by_ghostscript,
    "resvg": by_resvg,
    "Chromium": by_chromium,
}


@pytest.mark.judges
@pytest.mark.parametrize(
    "name",
    [pytest.param(n, marks=pytest.mark.slow if n == "Chromium" else ()) for n in RENDERERS],
)
def test_beads_are_discs_at_their_places_in_every_renderer(
    name: str, judge: Judge, library: FontLibrary, tmp_path: File
) -> None:
    draw = RENDERERS[name]
    strung = draw(judge, *both(beads(), library), tmp_path)
    single = draw(judge, *both(discs(), library), tmp_path)
    assert apart(strung, single) < 0.3
    assert apart(strung, Pixels.new("RGB", strung.size, (255, 255, 255))) > 1


@pytest.mark.slow
@pytest.mark.judges
def test_chromium_shows_the_svg_as_resvg_does(judge: Judge, svg: bytes, tmp_path: File) -> None:
    # Each smooths edges in its own way; a glyph or a clip gone would be far more.
    shown = chromium(judge, svg, tmp_path, 600, 800)
    assert apart(shown, svg_picture(svg), far=128) < MOST_APART


@pytest.mark.judges
@pytest.mark.parametrize("name", ["poppler", "Ghostscript", "MuPDF"])
def test_other_renderers_show_the_pdf_as_pdfium_does(
    name: str, judge: Judge, pdf: bytes, tmp_path: File
) -> None:
    shown = RENDERERS[name](judge, pdf, b"", tmp_path)
    assert apart(shown, pdf_picture(pdf), far=128) < 2


def test_frames_of_a_proof_are_never_inked(library: FontLibrary) -> None:
    from printkit.scene.model import Frame

    scene = beads()
    framed = replace(scene, frames=(Frame(0, "title", Rect(0, 0, mm(50), mm(20))),))
    assert both(framed, library) == both(scene, library)
