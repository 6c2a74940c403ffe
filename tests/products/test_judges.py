"""The real products before judges of other makers: qpdf, poppler, resvg, Chromium."""

from __future__ import annotations

import re
import subprocess
import unicodedata
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from printkit.render.pdf import render_pdf
from printkit.render.svg import render_svg
from printkit.scene.model import GlyphRun, Scene
from printkit.scene.walk import walk
from tests.jobs import LANGUAGES, fonts, job, make, words
from tests.render.pictures import apart, pdf_picture, svg_picture

PRODUCTS = ("poster", "sheet", "cards", "guide")
ALL = [(product, language) for product in PRODUCTS for language in LANGUAGES]

Judge = Callable[[str], str]


@cache
def scene(product: str, language: str) -> Scene:
    return make(job(product, language=language)).scene


@cache
def pdf(product: str, language: str) -> bytes:
    return render_pdf(scene(product, language), fonts(), {})


@cache
def svgs(product: str, language: str) -> tuple[bytes, ...]:
    return render_svg(scene(product, language), fonts(), {})


def saved(folder: Path, product: str, language: str) -> Path:
    path = folder / f"{product}-{language}.pdf"
    path.write_bytes(pdf(product, language))
    return path


@pytest.mark.judges
@pytest.mark.parametrize(("product", "language"), ALL)
def test_qpdf_finds_no_fault(product: str, language: str, judge: Judge, tmp_path: Path) -> None:
    told = subprocess.run(
        [judge("qpdf"), "--check", saved(tmp_path, product, language)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.returncode == 0, told.stdout + told.stderr
    assert "WARNING" not in told.stdout + told.stderr


@pytest.mark.judges
@pytest.mark.parametrize(("product", "language"), ALL)
def test_every_font_is_embedded_subset_and_readable(
    product: str, language: str, judge: Judge, tmp_path: Path
) -> None:
    command = [judge("pdffonts"), saved(tmp_path, product, language)]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    rows = told.splitlines()[2:]
    assert rows
    for row in rows:
        assert re.match(r"[A-Z]{6}\+", row), row
        assert row.split()[-5:-2] == ["yes", "yes", "yes"], row


FINER = 2  # resvg takes four times as long for 4, and the pages lie as near as that

SEEN = [
    *((product, "", language) for product in ("sheet", "cards", "guide") for language in LANGUAGES),
    *(("poster", "A4", language) for language in LANGUAGES),
]


@pytest.mark.parametrize(("product", "size", "language"), SEEN)
def test_pdf_and_svg_show_the_same_page(product: str, size: str, language: str) -> None:
    """PDFium draws the one, resvg the other; of a deck, some cards of each kind."""
    made = make(job(product, size, language)).scene if size else scene(product, language)
    pages = render_svg(made, fonts(), {})
    whole = render_pdf(made, fonts(), {})
    step = {"en": 3}.get(language, 7) if product == "cards" else 1
    for number in range(0, len(pages), step):
        one = pdf_picture(whole, number, finer=FINER)
        other = svg_picture(pages[number], finer=FINER)
        assert apart(one, other) <= 0.5, f"page {number + 1}"


@pytest.mark.judges
@pytest.mark.parametrize("product", PRODUCTS)
@pytest.mark.parametrize("language", ["en", "hi"])
def test_poppler_reads_every_text_of_the_page(
    product: str, language: str, judge: Judge, tmp_path: Path
) -> None:
    command = [judge("pdftotext"), saved(tmp_path, product, language), "-"]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    read = squeezed(told)
    content = words(language)[0]
    said = {
        squeezed(node.text)
        for _, node, _ in walk(scene(product, language))
        if isinstance(node, GlyphRun)
    }
    assert {text for text in said if text not in read} == set()
    titles = [skill.title.value for area in content.areas for skill in area.skills]
    if product != "guide":
        found = [title for title in titles if squeezed(title) in read]
        assert len(found) >= len(titles) * 0.6  # the others are broken over lines


def squeezed(text: str) -> str:
    """Return text without white space and without marks that only steer its direction."""
    plain = unicodedata.normalize("NFC", text)
    return "".join(c for c in plain if not c.isspace() and unicodedata.category(c) != "Cf")


@pytest.mark.judges
@pytest.mark.slow
@pytest.mark.parametrize(
    ("product", "language"), [("poster", "en"), ("sheet", "hi"), ("guide", "ur")]
)
def test_chromium_shows_the_svg_without_complaint(
    product: str, language: str, judge: Judge, tmp_path: Path
) -> None:
    page = tmp_path / "page.svg"
    page.write_bytes(svgs(product, language)[0])
    shot = tmp_path / "shot.png"
    told = subprocess.run(
        [
            judge("chromium"), "--headless", "--no-sandbox", "--disable-gpu", "--disable-sync",
            "--disable-background-networking", "--disable-component-update", "--no-first-run",
            "--hide-scrollbars", f"--user-data-dir={tmp_path / 'chromium'}",
            "--enable-logging=stderr",
            "--window-size=900,1200", f"--screenshot={shot}", page.as_uri(),
        ],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )  # fmt: skip
    assert shot.is_file(), told.stderr[-500:]
    assert "CONSOLE" not in told.stderr
    from PIL import Image

    colours = Image.open(shot).convert("RGB").getcolors(2**24) or []
    assert len(colours) > 50  # a page, not an error message
