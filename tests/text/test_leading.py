"""Leading: inks of neighbouring lines never touch; resvg is the judge."""

from __future__ import annotations

import io
from collections.abc import Callable
from itertools import pairwise

import pytest
import resvg_py
from msgspec.structs import replace
from PIL import Image, ImageChops

from printkit.fonts.library import FontLibrary
from printkit.scene.model import Style
from printkit.text.compose import Typesetter
from printkit.text.leading import NASTALIQ_GAP
from printkit.text.model import Block
from printkit.units import mm, pt

PIXELS = 40  # to the em

DEEP = {
    "ur": "تعاون کے لیے مہارتیں\nسوالات پوچھیے کیجیے\nہم سب کے لیے سیکھیے",
    "hi": "र्की हूँ द्रुत\nकीर्ति र्की सौ",
    "vi": "gyp jpg Ắgyj\nỆẤỖ Ấkdh ÁẮ",
}


def ink(block: Block, fonts: FontLibrary, number: int, width: int) -> Image.Image:
    """Return line ``number`` alone, white on black, where the block puts it."""
    size = block.style.size
    paths = []
    for run in block.place(0, block.ascent * 2, width):
        if round((run.baseline - block.ascent * 2) / block.leading) != number:
            continue
        face, x = fonts.face(run.font), float(run.x)
        scale = size / face.upem
        for glyph in run.glyphs:
            data = "".join(s[0] + " ".join(map(str, s[1:])) for s in face.outline(glyph.gid))
            at = f"{x + glyph.x_offset * scale} {run.baseline - glyph.y_offset * scale}"
            move = f"translate({at}) scale({scale} {-scale})"
            paths.append(f'<path fill="#fff" transform="{move}" d="{data}"/>')
            x += glyph.x_advance * scale
    height = block.ascent * 3 + block.leading * len(block.lines)
    pixel = size / PIXELS
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
        f'width="{width / pixel}" height="{height / pixel}">{"".join(paths)}</svg>'
    )
    data = bytes(resvg_py.svg_to_bytes(svg_string=svg, background="#000"))
    return Image.open(io.BytesIO(data)).convert("L")


def touches(block: Block, fonts: FontLibrary, width: int) -> bool:
    inks = [ink(block, fonts, number, width) for number in range(len(block.lines))]
    return any(ImageChops.darker(a, b).getextrema()[1] > 40 for a, b in pairwise(inks))


@pytest.mark.parametrize("lang", DEEP)
@pytest.mark.parametrize("align", ["start", "centre", "end"])
@pytest.mark.parametrize("leading", [0.6, 1.0, 1.5])
def test_inks_of_neighbouring_lines_never_touch(
    typesetter: Callable[[str], Typesetter],
    style: Callable[..., Style],
    library: FontLibrary,
    lang: str,
    align: str,
    leading: float,
) -> None:
    block = typesetter(lang).set(DEEP[lang], style(leading=leading, align=align, size=pt(40)))
    assert block.leading >= round(leading * pt(40))
    assert not touches(block, library, block.width)


def test_the_judge_sees_inks_that_touch(
    typesetter: Callable[[str], Typesetter], style: Callable[..., Style], library: FontLibrary
) -> None:
    block = typesetter("ur").set(DEEP["ur"], style(size=pt(40)))
    tight = replace(block, leading=round(block.leading * 0.75))
    assert touches(tight, library, block.width)


def test_leading_is_the_styles_own_where_inks_are_far_apart(
    typesetter: Callable[[str], Typesetter], style: Callable[..., Style]
) -> None:
    for lang, text, leading in (
        ("en", "Skills for\nCollaborative\nchange", 0.86),
        ("en", "type\ntype", 1.2),
        ("hi", "भरोसा बनाना\nऔर सीखना", 1.34),
        ("ur", "تعاون\nسوالات", 1.8),
    ):
        block = typesetter(lang).set(text, style(leading=leading, weight=800))
        assert block.leading == round(leading * pt(10)), text


def test_inks_of_nastaliq_keep_visibly_apart(
    typesetter: Callable[[str], Typesetter], style: Callable[..., Style], library: FontLibrary
) -> None:
    """Moved nearer by most of the gap they must have, they still do not touch."""
    text = "ہم کس ٹیم کو سب\nسے کم سمجھتے ہیں؟"
    block = typesetter("ur").set(text, style(leading=1.0, size=pt(40)))
    assert block.leading > pt(40)
    nearer = replace(block, leading=block.leading - round(0.8 * NASTALIQ_GAP * pt(40)))
    assert not touches(nearer, library, block.width)


def test_descender_over_ascender_opens_the_lines_only_where_they_meet(
    typesetter: Callable[[str], Typesetter], style: Callable[..., Style]
) -> None:
    setter = typesetter("en")
    meeting = setter.set("p\nl", style(leading=0.6))
    apart = setter.set("poooooo\noooooool", style(leading=0.72))
    assert meeting.leading > pt(8.5)
    assert apart.leading < pt(8)


def test_the_line_box_is_the_same_for_every_text_of_a_style(
    typesetter: Callable[[str], Typesetter], style: Callable[..., Style]
) -> None:
    for lang, texts in (("en", ("ooo", "Ágj")), ("ur", ("سوالات", "کیجیے"))):
        boxes = {
            (block.ascent, block.descent, block.cap)
            for block in (typesetter(lang).set(text, style()) for text in texts)
        }
        assert len(boxes) == 1
        [(ascent, descent, cap)] = boxes
        assert ascent > cap > 0 < descent


def test_ink_is_measured_from_the_letters_of_the_line(
    typesetter: Callable[[str], Typesetter], style: Callable[..., Style]
) -> None:
    setter = typesetter("en")
    assert setter.set("xxx", style()).ink_top > setter.set("xÅx", style()).ink_top
    assert setter.set("xxx", style()).ink_bottom <= mm(0.1)
    assert setter.set("xgx", style()).ink_bottom > mm(0.4)
