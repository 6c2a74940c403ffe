"""Lines in four scripts beside headless Chromium's, both as PDF and drawn by poppler.

Poppler draws with Cairo here: its own rasteriser moves the large glyphs of a font to whole
pixels, and not those of Type 3, which Chromium makes of a variable font.
"""

from __future__ import annotations

import io
import subprocess
from functools import cache
from html import escape

import pytest
from PIL import Image, ImageChops

from printkit.geometry import Size
from printkit.locales.tags import parse_locale
from printkit.render.pdf import render_pdf
from printkit.scene.model import Metadata, Page, Scene
from printkit.text.model import Block
from printkit.units import pt
from tests.jobs import ROOT, fonts
from tests.readers import Judge
from tests.scripts import samples

TAGS = ("hi", "ta", "bn", "ur")
PIXEL = pt(0.75)  # of CSS
SIZE = 40  # the lengths below are CSS pixels too
WIDTH = 480
LEFT = 40
FIRST = 120
LEADING = 104
PAGE = (560, 376)


@cache
def block(tag: str) -> Block:
    """Return the first three lines of the sample's running text."""
    running = " ".join(samples.text(tag).split()[4:])
    style = samples.style(SIZE * 0.75, leading=LEADING / SIZE)
    whole = samples.typesetter(tag).set(running, style, WIDTH * PIXEL)
    lines = [line.text.rstrip() for line in whole.lines[:3]]
    return samples.typesetter(tag).set("\n".join(lines), style)


def ours(tag: str) -> bytes:
    runs = block(tag).place(round(LEFT * PIXEL), round(FIRST * PIXEL), WIDTH * PIXEL)
    page = Page("text", Size(PAGE[0] * PIXEL, PAGE[1] * PIXEL), runs)
    return render_pdf(Scene((page,), Metadata(tag, tag)), fonts(), {})


def html() -> str:
    """Return the same lines, a page for each language, for Chromium to shape."""
    rules = [f"*{{margin:0}}@page{{size:{PAGE[0]}px {PAGE[1]}px;margin:0}}"]
    pages = []
    for tag in TAGS:
        locale = parse_locale(tag)
        key = fonts().pick("sans", locale.hand, 400)
        for family, wanted in ((tag, key), (f"{tag}-latin", fonts().pick("sans", "Latn", 400))):
            file = ROOT / "fonts" / fonts().font(wanted).file
            rules.append(f"@font-face{{font-family:{family};src:url({file.as_uri()})}}")
        axes = ",".join(f'"{axis}" {value:g}' for axis, value in key.axes)
        x = LEFT + (WIDTH if locale.direction == "rtl" else 0)
        lines = "".join(
            f'<text x="{x}" y="{FIRST + n * LEADING}">{escape(line.text)}</text>'
            for n, line in enumerate(block(tag).lines)
        )
        pages.append(
            f'<svg lang="{tag}" direction="{locale.direction}" width="{PAGE[0]}" '
            f'height="{PAGE[1]}" style=\'display:block;break-after:page;'
            f"font:{SIZE}px {tag},{tag}-latin;font-variation-settings:{axes}'>{lines}</svg>"
        )
    return f'<!doctype html><meta charset="utf-8"><style>{"".join(rules)}</style>{"".join(pages)}'


@pytest.fixture(scope="module")
def theirs(judge: Judge, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    folder = tmp_path_factory.mktemp("chromium")
    (folder / "in.html").write_text(html(), "utf-8")
    subprocess.run(
        [
            judge("chromium"), "--headless", "--no-sandbox", "--disable-gpu",
            "--no-pdf-header-footer", "--allow-file-access-from-files",
            f"--user-data-dir={folder / 'profile'}", f"--print-to-pdf={folder / 'out.pdf'}",
            (folder / "in.html").as_uri(),
        ],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    return (folder / "out.pdf").read_bytes()


def drawn(judge: Judge, pdf: bytes, page: int, dpi: int) -> Image.Image:
    """Return a page as poppler draws it: ink white on black."""
    command = [
        judge("pdftocairo"), "-png", "-gray", "-singlefile", "-r", str(dpi),
        "-f", str(page), "-l", str(page), "-", "-",
    ]  # fmt: skip
    done = subprocess.run(command, input=pdf, capture_output=True, check=True)
    return ImageChops.invert(Image.open(io.BytesIO(done.stdout)).convert("L"))


def ink(picture: Image.Image) -> int:
    return sum(value * count for value, count in enumerate(picture.histogram()))


def ink_apart(one: Image.Image, other: Image.Image) -> float:
    """Return how much ink lies elsewhere, in per cent of all of it."""
    assert one.size == other.size
    return 100 * ink(ImageChops.difference(one, other)) / ink(one)


def boxes(picture: Image.Image) -> list[tuple[int, int, int, int]]:
    """Return the box around the ink of each line."""
    step = picture.height * LEADING / PAGE[1]
    first = picture.height * FIRST / PAGE[1]
    found = []
    for number in range(3):
        # Nastaliq hangs from above its baseline: most of its ink stands over it.
        top = round(first + number * step - step * 0.66)
        line = picture.crop((0, top, picture.width, round(top + step)))
        box = line.point(lambda value: 255 if value > 64 else 0).getbbox()
        assert box is not None
        found.append(box)
    return found


@pytest.mark.judges
@pytest.mark.slow
@pytest.mark.parametrize("tag", TAGS)
def test_lines_are_inked_as_chromium_inks_them(tag: str, judge: Judge, theirs: bytes) -> None:
    page = TAGS.index(tag) + 1
    pdf = ours(tag)
    assert ink_apart(drawn(judge, pdf, 1, 900), drawn(judge, theirs, page, 900)) <= 2.5
    mine, other = boxes(drawn(judge, pdf, 1, 150)), boxes(drawn(judge, theirs, page, 150))
    for one, two in zip(mine, other, strict=True):
        assert max(abs(a - b) for a, b in zip(one, two, strict=True)) <= 2


@pytest.mark.judges
@pytest.mark.slow
def test_the_judge_sees_another_weight(judge: Judge, theirs: bytes) -> None:
    heavier = samples.style(SIZE * 0.75, 500, LEADING / SIZE)
    lines = "\n".join(line.text for line in block("hi").lines)
    runs = samples.typesetter("hi").set(lines, heavier).place(
        round(LEFT * PIXEL), round(FIRST * PIXEL), WIDTH * PIXEL
    )  # fmt: skip
    page = Page("text", Size(PAGE[0] * PIXEL, PAGE[1] * PIXEL), runs)
    pdf = render_pdf(Scene((page,), Metadata("hi", "hi")), fonts(), {})
    assert ink_apart(drawn(judge, pdf, 1, 300), drawn(judge, theirs, 1, 300)) > 10
