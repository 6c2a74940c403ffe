"""Text read back by three readers is the text that was set, and its ink is the font's."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace

from printkit.fonts.library import FontLibrary
from printkit.pdfio.read import read_pdf
from printkit.render.pdf import render_pdf
from printkit.render.readback import inked_clusters, pdf_faults, svg_faults
from printkit.render.svg import render_svg
from printkit.render.svg.read import drawn_glyphs, read_svg
from printkit.scene.model import GlyphRun, Scene
from printkit.units import mm
from tests.readers import mupdf, pdfium, plain, poppler, score
from tests.render import samples

Judge = Callable[[str], str]

@pytest.fixture(scope="module", params=["en", "hi", "ur"])
def written(request: pytest.FixtureRequest, library: FontLibrary) -> tuple[str, bytes]:
    return request.param, render_pdf(samples.text_scene(request.param), library, {})


@pytest.mark.judges
def test_poppler_reads_what_was_set(
    judge: Judge, written: tuple[str, bytes], tmp_path: Path
) -> None:
    lang, data = written
    found = plain(poppler(judge, data, tmp_path))
    if lang == "ur":  # poppler moves the Urdu comma behind the space that follows it
        alike, words = score(samples.TEXTS[lang], found)
        assert (alike > 99.5, words > 97) == (True, True), (alike, words)
        found = found.replace(" ،", "، ")
    assert found == plain(samples.TEXTS[lang])


def test_mupdf_reads_what_was_set(written: tuple[str, bytes]) -> None:
    lang, data = written
    assert plain(mupdf(data)) == plain(samples.TEXTS[lang])


def test_pdfium_reads_what_was_set(written: tuple[str, bytes]) -> None:
    lang, data = written
    assert plain(pdfium(data)) == plain(samples.TEXTS[lang])


@pytest.mark.parametrize("lang", ["en", "hi", "ur"])
def test_every_cluster_is_inked_at_its_place_in_the_pdf(lang: str, library: FontLibrary) -> None:
    scene = samples.text_scene(lang)
    facts = read_pdf(render_pdf(scene, library, {}), characters={0})
    assert len(inked_clusters(scene, 0, 1, library)) > 200
    assert list(pdf_faults(facts.pages[0], inked_clusters(scene, 0, 1, library))) == []


def test_a_long_line_does_not_drift_in_readers_that_cut_widths(library: FontLibrary) -> None:
    line = samples.text(
        samples.TEXTS["en"][:200], mm(5), mm(30), mm(900), tag=1, set_in=samples.style(24)
    )
    scene = samples.text_scene("en")
    page = replace(scene.pages[0], nodes=line)
    scene = replace(scene, pages=(page,))
    assert line[-1].x + line[-1].width > mm(700)
    facts = read_pdf(render_pdf(scene, library, {}), characters={0})
    last = inked_clusters(scene, 0, 1, library)[-1]
    # A thousandth of an em and a half, at 24 points.
    assert min(abs(c.box.x - last.box.x) for c in facts.pages[0].characters) < mm(0.015)
    assert list(pdf_faults(facts.pages[0], inked_clusters(scene, 0, 1, library))) == []


@pytest.mark.parametrize("lang", ["en", "hi", "ur"])
def test_every_glyph_is_drawn_in_the_svg(lang: str, library: FontLibrary) -> None:
    scene = samples.text_scene(lang)
    facts = read_svg(render_svg(scene, library, {})[0])
    assert list(svg_faults(facts, "P", scene, 0, (1,), library)) == []
    (block,) = facts.blocks
    assert plain(block.label) == plain(samples.TEXTS[lang])


# -- what the guard has to notice ----------------------------------------------------------


def changed(scene: Scene, change: Callable[[GlyphRun], GlyphRun]) -> Scene:
    """Return the scene with the runs of its credit changed."""
    nodes = tuple(
        change(node) if isinstance(node, GlyphRun) and node.tag == 7 else node
        for node in scene.pages[0].nodes
    )
    return replace(scene, pages=(replace(scene.pages[0], nodes=nodes),))


CHANGES: dict[str, Callable[[GlyphRun], GlyphRun]] = {
    "other glyphs": lambda run: replace(
        run, glyphs=tuple(replace(glyph, gid=glyph.gid + 1) for glyph in run.glyphs)
    ),
    "elsewhere": lambda run: replace(run, x=run.x + mm(0.5)),
    "smaller": lambda run: replace(run, size=run.size * 9 // 10),
    "no glyphs": lambda run: replace(run, glyphs=()),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_credit_drawn_otherwise_is_noticed_whatever_its_label_says(
    change: str, scene: Scene, library: FontLibrary
) -> None:
    other = changed(scene, CHANGES[change])
    data = render_pdf(other, library, samples.ASSETS)
    page = read_pdf(data, characters={0}).pages[0]
    assert list(pdf_faults(page, inked_clusters(scene, 0, 7, library)))
    (picture,) = render_svg(other, library, samples.ASSETS)
    facts = read_svg(picture)
    assert list(svg_faults(facts, "credit", scene, 0, (7,), library))


def test_a_credit_drawn_as_meant_passes(
    scene: Scene, pdf: bytes, svg: bytes, library: FontLibrary
) -> None:
    page = read_pdf(pdf, characters={0}).pages[0]
    assert list(pdf_faults(page, inked_clusters(scene, 0, 7, library))) == []
    assert list(svg_faults(read_svg(svg), "credit", scene, 0, (7,), library)) == []


def test_an_outline_changed_in_the_svg_is_noticed(
    scene: Scene, svg: bytes, library: FontLibrary
) -> None:
    font, gid = drawn_glyphs(svg, "credit")[0]
    outline = read_svg(svg).blocks[-1].glyphs[0].outline
    assert library.face(font).extents(gid)
    broken = svg.replace(outline.encode(), b"m0 0h1")
    assert list(svg_faults(read_svg(broken), "credit", scene, 0, (7,), library)) == [
        f"glyph {n} has another outline"
        for n, glyph in enumerate(drawn_glyphs(svg, "credit"), 1)
        if glyph == (font, gid)
    ]


def test_words_in_a_symbol_are_compared_too(
    scene: Scene, pdf: bytes, svg: bytes, library: FontLibrary
) -> None:
    page = read_pdf(pdf, characters={0}).pages[0]
    assert [c.text for c in inked_clusters(scene, 0, 4, library)] == ["A", "g"]
    assert list(pdf_faults(page, inked_clusters(scene, 0, 4, library))) == []
    figure = [block for block in read_svg(svg).blocks if block.label == "A bowl"]
    assert [len(block.glyphs) for block in figure] == [2]
