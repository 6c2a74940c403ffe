"""The legend of a marked page: nothing leaves it, and nothing of it is lost."""

from __future__ import annotations

import io
from itertools import pairwise

import pytest
from PIL import Image, ImageFont

from printkit.geometry import Rect
from printkit.pdfio.read import Raster
from printkit.render.png.marked import Remark, marked, wrapped
from printkit.units import mm
from tests.press.pages import ROOT

FONT = ROOT / "fonts/AnekLatin-SemiBold.ttf"
LONG = "asking-first_cards-poker_en_press_on-sra3-of-a-printer-with-a-name-DRAFT, page 3 of 120"


@pytest.mark.parametrize("room", [30, 90, 250, 520])
def test_a_name_that_is_too_long_is_broken_and_nothing_is_lost(room: int) -> None:
    font = ImageFont.truetype(FONT, 20)
    lines = wrapped(LONG, font, room)
    assert all(font.getlength(line) <= room for line in lines)
    assert "".join(lines).replace(" ", "") == LONG.replace(" ", "")


def test_words_that_fit_are_kept_whole() -> None:
    font = ImageFont.truetype(FONT, 20)
    lines = wrapped("what was measured and where", font, 120)
    assert " ".join(lines) == "what was measured and where"
    assert all(font.getlength(f"{one} {two.split()[0]}") > 120 for one, two in pairwise(lines))


def test_the_heading_of_a_long_name_stays_on_the_picture() -> None:
    fonts = (FONT.read_bytes(), FONT.read_bytes())
    box = Rect(0, 0, mm(60), mm(90))
    page = Raster(120, 180, b"\xff" * (120 * 180 * 3))
    remark = Remark("error", "hairline: a line is 0.2 pt wide", "give it 0.25 pt", (box,) * 400)
    png = marked(page, box, box, box, LONG, [remark], fonts)
    picture = Image.open(io.BytesIO(png)).convert("RGB")
    assert len(picture.crop((picture.width - 30, 0, *picture.size)).getcolors()) == 1
