"""Files of other programs, made here and now, give exactly the findings listed for each."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from printkit.geometry import Size
from printkit.press.preflight import preflight
from printkit.press.rules import Limits
from printkit.units import mm
from tests.press.pages import ROOT, made

PRESS = Limits(identifier="FOGRA39", size=Size(mm(63.5), mm(88.9)))

TYPST = """#set page(width: 63.5mm, height: 88.9mm, margin: 6mm, bleed: {bleed})
#set text(font: "Anek Latin", size: 10pt, fill: cmyk(0%, 0%, 0%, 100%))
#set document(title: "A card")
#page(background: rect(
  width: 100% + 2 * {ground}, height: 100% + 2 * {ground}, fill: cmyk(10%, 20%, 0%, 0%)
))[
= Ask first
Whom it concerns.

{body}
]
"""

WEASYPRINT = """<html lang="en"><title>A card</title><style>
@font-face {{ font-family: Anek; src: url("{font}") }}
@page {{ size: 63.5mm 88.9mm; margin: 6mm; bleed: 3mm; background: {ground} }}
html {{ font: 10pt Anek; color: device-cmyk(0 0 0 1) }}
h1 {{ font-size: 16pt; color: device-cmyk(0.1 0.9 0.8 0.1) }}
hr {{ border: 0; border-top: 0.1pt solid device-cmyk(0 0 0 1); width: 30mm }}
small {{ font-size: 5pt }} a {{ color: inherit }}
</style><h1>Ask first</h1><p>Whom it concerns.</p>{body}</html>"""

BARE_X4 = {
    ("x4-identifier", "error"),
    ("trapped", "error"),
    ("output-intent", "error"),
}


def found(data: bytes, by: Limits = PRESS) -> set[tuple[str, str]]:
    return {(one.code, one.severity.value) for one in preflight(data, by)}


def typst(body: str, bleed: str = "3mm", ground: str = "0mm") -> bytes:
    import typst as program

    source = TYPST.format(body=body, bleed=bleed, ground=ground)
    data = program.compile(source.encode(), font_paths=[str(ROOT / "fonts")])
    assert isinstance(data, bytes)
    return data


OF_TYPST = {*BARE_X4, ("pdf-version", "error"), ("black-knockout", "warning")}


def test_typst_with_bleed_lacks_only_what_makes_it_x4_and_overprint() -> None:
    assert found(typst("")) == OF_TYPST


def test_typst_with_defects() -> None:
    body = """#text(fill: rgb("#d2401a"))[In RGB]
#line(length: 30mm, stroke: 0.1pt + cmyk(0%, 0%, 0%, 100%))
#text(size: 5pt)[Small print]"""
    assert found(typst(body)) == {
        *OF_TYPST,
        ("rgb", "error"),
        ("hairline", "error"),
        ("small-text", "error"),
    }


def test_typst_without_bleed() -> None:
    assert found(typst("", bleed="0mm")) == {
        *OF_TYPST,
        ("bleed", "error"),
        ("bleed-artwork", "error"),
        ("trim-box", "error"),
    }


def test_typst_with_a_ground_that_stops_at_the_trim() -> None:
    assert found(typst("", ground="-3mm")) == {*OF_TYPST, ("bleed-artwork", "error")}


def weasyprint(body: str, ground: str = "device-cmyk(0.1 0.2 0 0)") -> bytes:
    try:
        from weasyprint import HTML
        from weasyprint.text.fonts import FontConfiguration
    except OSError:  # its wheel has no Pango of its own
        pytest.skip("judge is not installed: pango")
    page = WEASYPRINT.format(
        font=(ROOT / "fonts/AnekLatin-Regular.ttf").as_uri(), body=body, ground=ground
    )
    data = HTML(string=page).write_pdf(
        pdf_variant="pdf/x-4", font_config=FontConfiguration()
    )
    assert isinstance(data, bytes)
    return data


OF_WEASYPRINT = {("output-intent", "error"), ("black-knockout", "warning")}


@pytest.mark.judges
def test_weasyprint_for_x4_lacks_an_intent_and_overprint() -> None:
    assert found(weasyprint("")) == OF_WEASYPRINT


@pytest.mark.judges
def test_weasyprint_with_defects() -> None:
    body = '<hr><p><small>Small print</small></p><p><a href="https://example.org">Site</a></p>'
    assert found(weasyprint(body)) == {
        *OF_WEASYPRINT,
        ("hairline", "error"),
        ("small-text", "error"),
        ("annotation", "error"),
    }
    assert found(weasyprint("", "rgb(230 210 250)")) == {*OF_WEASYPRINT, ("rgb", "error")}


def ghostscript(data: bytes, tool: str, folder: Path, *options: str) -> bytes:
    """Return a file as Ghostscript writes it once more."""
    before, after = folder / "before.pdf", folder / "after.pdf"
    before.write_bytes(data)
    subprocess.run(
        [tool, "-q", "-dBATCH", "-dNOPAUSE", "-sDEVICE=pdfwrite", *options, "-o", after, before],
        check=True,
        capture_output=True,
    )
    return after.read_bytes()


@pytest.mark.judges
def test_ghostscript_loses_what_makes_a_file_x4(
    judge: Callable[[str], str], tmp_path: Path
) -> None:
    told = found(ghostscript(made(), judge("gs"), tmp_path, "-dCompatibilityLevel=1.6"))
    assert told == BARE_X4


@pytest.mark.judges
def test_ghostscript_converting_to_rgb_is_caught(
    judge: Callable[[str], str], tmp_path: Path
) -> None:
    options = ("-dCompatibilityLevel=1.6", "-sColorConversionStrategy=RGB")
    told = found(ghostscript(made(), judge("gs"), tmp_path, *options))
    assert told == {*BARE_X4, ("rgb", "error")}
