"""The font programs inside a PDF, judged by fontTools: composites written by hand are sound."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from struct import unpack

import pikepdf
import pytest
from fontTools.ttLib import TTFont

from printkit.fonts.library import FontLibrary
from printkit.render.clusters import clusters
from printkit.render.pdf import render_pdf
from printkit.render.pdf.sfnt import Composite, add_composites, build_sfnt
from printkit.scene.model import GlyphRun
from tests.render import samples


@dataclass(frozen=True)
class Embedded:
    name: str
    font: TTFont
    widths: tuple[float, ...]
    glyphs: tuple[int, ...]
    texts: dict[int, str]


def embedded(data: bytes) -> list[Embedded]:
    found = []
    with pikepdf.open(io.BytesIO(data)) as document:
        for font in document.pages[0].Resources.Font.values():
            inner = font.DescendantFonts[0]
            program = inner.FontDescriptor.FontFile2.read_bytes()
            assert len(program) == int(inner.FontDescriptor.FontFile2.Length1)
            table = inner.CIDToGIDMap.read_bytes()
            blocks = font.ToUnicode.read_bytes().split(b"endcodespacerange")[1]
            rows = re.findall(rb"<(\w{4})><(\w+)>", blocks)
            found.append(
                Embedded(
                    str(font.BaseFont),
                    TTFont(io.BytesIO(program), lazy=False),
                    tuple(float(width) for width in inner.W[1]),
                    unpack(f">{len(table) // 2}H", table),
                    {
                        int(code, 16): bytes.fromhex(text.decode()).decode("utf-16-be")
                        for code, text in rows
                    },
                )
            )
    return found


@pytest.fixture(scope="module", params=["en", "hi", "ur"])
def fonts(request: pytest.FixtureRequest, library: FontLibrary) -> list[Embedded]:
    return embedded(render_pdf(samples.text_scene(request.param), library, {}))


def test_every_glyph_has_the_box_its_outline_has(fonts: list[Embedded]) -> None:
    for item in fonts:
        table = item.font["glyf"]
        for name in item.font.getGlyphOrder():
            glyph = table[name]
            if glyph.numberOfContours == 0:
                continue
            stored = (glyph.xMin, glyph.yMin, glyph.xMax, glyph.yMax)
            glyph.recalcBounds(table)
            # One unit is the source font's own rounding, at whole glyphs.
            assert (glyph.xMin, glyph.yMin, glyph.xMax, glyph.yMax) == pytest.approx(
                stored, abs=1
            ), name


def test_the_maxima_hold_for_every_glyph(fonts: list[Embedded]) -> None:
    for item in fonts:
        stored = {key: value for key, value in vars(item.font["maxp"]).items() if "Comp" in key}
        item.font["maxp"].recalc(item.font)
        needed = vars(item.font["maxp"])
        assert all(stored[key] >= needed[key] for key in stored), (stored, needed)
        assert item.font["maxp"].numGlyphs == len(item.font.getGlyphOrder())


def test_widths_in_the_file_are_those_of_the_font(fonts: list[Embedded]) -> None:
    for item in fonts:
        scale = 1000 / item.font["head"].unitsPerEm
        order = item.font.getGlyphOrder()
        for gid, width in zip(item.glyphs, item.widths, strict=True):
            assert item.font["hmtx"][order[gid]][0] * scale == pytest.approx(width, abs=0.51)


def test_every_character_says_what_it_stands_for(fonts: list[Embedded]) -> None:
    for item in fonts:
        assert set(item.texts) == set(range(1, len(item.glyphs)))
        assert all(item.texts.values())


def test_no_table_is_carried_that_shaped_text_does_not_need(fonts: list[Embedded]) -> None:
    for item in fonts:
        tables = set(item.font.keys()) - {"GlyphOrder"}
        assert tables == {"glyf", "loca", "head", "hhea", "hmtx", "maxp"}


@pytest.mark.parametrize("lang", ["en", "hi", "ur"])
def test_clusters_cover_their_run(lang: str) -> None:
    for run in samples.text_scene(lang).pages[0].nodes:
        assert isinstance(run, GlyphRun)
        parts = clusters(run)
        ordered = parts if run.direction == "ltr" else parts[::-1]
        assert "".join(cluster.text for cluster in ordered) == run.text
        assert sum(cluster.advance for cluster in parts) == sum(
            glyph.x_advance for glyph in run.glyphs
        )


def test_a_composite_of_blanks_is_blank(library: FontLibrary) -> None:
    run = samples.text_scene("hi").pages[0].nodes[0]
    assert isinstance(run, GlyphRun)
    face = library.face(run.font)
    space = face.shape(" ", script="Deva", lang="hi", direction="ltr")[0].gid
    subset = face.subset([space])
    blank = Composite(((subset.gid_map[space], 5, 5),), 700)
    font = TTFont(io.BytesIO(build_sfnt(add_composites(subset.tables, [blank]))))
    last = font.getGlyphOrder()[-1]
    assert font["glyf"][last].numberOfContours == 0
    assert font["hmtx"][last] == (700, 0)
