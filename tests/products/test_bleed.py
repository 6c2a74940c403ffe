"""Artwork that touches the trim goes on to the edge of the bleed, on every page of every theme."""

from __future__ import annotations

import pytest
from PIL import Image

from printkit.pdfio.read import rasterise
from printkit.render.pdf import render_pdf
from tests.jobs import fonts, job, make

BLEED = 3.0  # mm
PIXELS = 3  # to the millimetre
THEMES = ("colour", "low-ink", "high-contrast", "bw")
SIDES = ("top", "right", "bottom", "left")
PRODUCTS = (("poster", "A3"), ("sheet", ""), ("cards", ""), ("guide", ""))


def edges(page: Image.Image) -> tuple[tuple[tuple[int, ...], ...], ...]:
    """Return two rows of lightness for each side: at the trim, and at the end of the bleed."""
    trim = round(BLEED * PIXELS)
    found = []
    for turn in range(4):
        upright = page.rotate(90 * turn, expand=True)
        inner = upright.crop((trim, trim + 1, upright.width - trim, trim + 2))
        outer = upright.crop((trim, 0, upright.width - trim, 1))
        found.append((tuple(inner.get_flattened_data()), tuple(outer.get_flattened_data())))
    return tuple(found)


def broken(inner: tuple[int, ...], outer: tuple[int, ...]) -> list[int]:
    """Return where ink at the trim has none beyond it, or the other way round.

    What crosses the trim aslant may come out some way off: the width of the bleed.
    """
    near = round(BLEED * PIXELS)

    def bare(row: tuple[int, ...], at: int) -> bool:
        return all(value > 251 for value in row[max(0, at - near) : at + near + 1])

    return [
        at
        for at in range(len(inner))
        if (inner[at] < 248 and bare(outer, at)) or (outer[at] < 248 and bare(inner, at))
    ]


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "ur"])
@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("product", "size"), PRODUCTS)
def test_what_touches_the_trim_reaches_the_edge_of_the_bleed(
    product: str, size: str, theme: str, language: str
) -> None:
    scene = make(job(product, size, language, theme=theme, bleed=BLEED)).scene
    data = render_pdf(scene, fonts(), {})
    wrong = []
    for number, page in enumerate(scene.pages):
        drawn = rasterise(data, PIXELS * 25.4, number)
        picture = Image.frombytes("RGB", (drawn.width, drawn.height), drawn.data).convert("L")
        for side, (inner, outer) in zip(SIDES, edges(picture), strict=True):
            if at := broken(inner, outer):
                wrong.append(f"{page.id}: {side} at {at[0] / PIXELS:.0f} mm ({len(at)})")
    assert wrong == []


def test_a_thread_that_ends_at_the_trim_is_seen() -> None:
    page = Image.new("L", (60, 90), 255)
    page.paste(0, (9, 40, 51, 50))  # from trim to trim
    assert [bool(broken(*rows)) for rows in edges(page)] == [False, True, False, True]
    page.paste(0, (0, 40, 60, 50))
    assert not any(broken(*rows) for rows in edges(page))
