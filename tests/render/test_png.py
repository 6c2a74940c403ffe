from __future__ import annotations

import io

import pytest
from PIL import Image

from printkit.fonts.library import FontLibrary
from printkit.pdfio.read import rasterise
from printkit.render.pdf import render_pdf
from printkit.render.png import render_png
from tests.render import samples


def test_a_proof_shows_the_pdf_and_knows_its_size_on_paper(pdf: bytes) -> None:
    (proof,) = render_png(pdf, 100)
    picture = Image.open(io.BytesIO(proof))
    assert picture.size == (600, 800)
    assert picture.info["dpi"] == pytest.approx((100, 100), abs=0.01)
    assert picture.getpixel((300, 780)) == samples.PAPER.rgb
    assert picture.convert("RGB").tobytes() == rasterise(pdf, 100).data


def test_pages_are_chosen_by_number(library: FontLibrary) -> None:
    deck = render_pdf(samples.every_kind(pages=3), library, samples.ASSETS)
    assert len(render_png(deck, 20)) == 3
    assert render_png(deck, 20, [1]) == (render_png(deck, 20)[1],)
    with pytest.raises(IndexError, match="no page 4"):
        render_png(deck, 20, [3])


def test_the_same_pdf_gives_the_same_proof(pdf: bytes) -> None:
    assert render_png(pdf, 50) == render_png(pdf, 50)
