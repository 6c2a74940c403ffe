"""Every shipped language and every pseudo-locale makes every product, at every size.

Nothing is overset, no text is smaller than it may be printed, no credit is lost.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path as FilePath

import pytest
from msgspec.structs import replace

from printkit.build.credit import SMALLEST, SMALLEST_NASTALIQ
from printkit.build.editions import catalogue_tags, edition
from printkit.build.files import project_files
from printkit.build.plan import Sources, Target, read_sources
from printkit.build.project import Project, Settings
from printkit.build.readback import check_pdf, check_svg
from printkit.build.run import compose
from printkit.geometry import Rect
from printkit.locales.pseudo import PSEUDO
from printkit.paths import bounds
from printkit.render.pdf import render_pdf
from printkit.render.svg import render_svg
from printkit.scene.model import GlyphRun, Path, Scene
from printkit.scene.walk import placed, structure_nodes

ROOT = FilePath(__file__).parent.parent.parent
PRODUCTS = ("poster", "sheet", "cards", "guide")
PROJECT = Project(ROOT, project_files(ROOT), Settings(), own=True)
LOCALES = ("en", *catalogue_tags(PROJECT), *PSEUDO)


@cache
def english() -> Sources:
    return read_sources(PROJECT)


@cache
def sources(tag: str) -> Sources:
    return edition(PROJECT, english(), tag)


@cache
def unchained(tag: str) -> Sources:
    """Return an edition without the chain, which English has not."""
    found = sources(tag)
    bare = replace(found.framework.credit, chain=(), unreviewed=None)
    return replace(found, framework=replace(found.framework, credit=bare))


def size(product: str) -> str:
    return english().layouts.default_size(product)


def scene(tag: str, product: str, of: str = "", theme: str = "colour") -> Scene:
    target = Target(product, of or size(product), theme, tag)
    return compose(sources(tag), target)[0].scene


def too_small(made: Scene) -> set[str]:
    """Return the texts below 6 pt, 7 pt in Nastaliq, as they are printed."""
    found = set()
    for one in placed(made):
        if isinstance(one.node, GlyphRun):
            run, t = one.node, one.transform
            least = SMALLEST_NASTALIQ if "Nastaliq" in run.font.name else SMALLEST
            if run.size * min(abs(t.a) + abs(t.b), abs(t.c) + abs(t.d)) < least * 0.999:
                found.add(run.text)
    return found


@pytest.mark.slow
@pytest.mark.parametrize("product", PRODUCTS)
@pytest.mark.parametrize("tag", LOCALES)
def test_every_size_holds_every_language(tag: str, product: str) -> None:
    for each in sources(tag).layouts.sizes(product):
        made = scene(tag, product, each)  # raises for overset texts and for lost credits
        assert too_small(made) == set(), each


@pytest.mark.slow
@pytest.mark.parametrize(
    ("theme", "tag"),
    [
        # Its type is larger: the longest words, the tallest script, both directions.
        *(("high-contrast", tag) for tag in ("ta-IN", "te-IN", "ur-IN", *PSEUDO)),
        *((theme, tag) for theme in ("low-ink", "bw") for tag in ("en", "ur-IN")),
    ],
)
def test_every_theme_holds_every_language(theme: str, tag: str) -> None:
    for product in PRODUCTS:
        assert too_small(scene(tag, product, theme=theme)) == set(), product


@pytest.mark.slow
@pytest.mark.parametrize(
    ("tag", "size"),
    [
        # The least cards, in the tallest script, the longest words and the longest texts.
        *((tag, "bridge") for tag in ("ta-IN", "te-IN", "ur-IN", "en-XA")),
        *(("ur-IN", size) for size in ("poker", "poker-eu", "A7")),
    ],
)
def test_small_cards_with_bars_hold_every_language(tag: str, size: str) -> None:
    """In bw backs are filled, as in colour: they hold the same at every size."""
    assert too_small(scene(tag, "cards", size, "low-ink")) == set()


def test_bw_has_the_shapes_of_colour() -> None:
    themes = english().layouts.themes
    shape = {key: (t.heart, t.backs, t.keyline, t.type_scale) for key, t in themes.items()}
    assert shape["bw"] == shape["colour"]


@pytest.mark.slow
@pytest.mark.parametrize("product", PRODUCTS)
@pytest.mark.parametrize("tag", PSEUDO)
def test_files_in_a_pseudo_locale_are_read_back(tag: str, product: str) -> None:
    made = scene(tag, product)
    check_pdf(render_pdf(made, sources(tag).fonts, {}), made, sources(tag).fonts)
    for number, data in enumerate(render_svg(made, sources(tag).fonts, {})):
        check_svg(data, made, number, sources(tag).fonts)


@pytest.mark.parametrize("tag", PSEUDO)
def test_a_pseudo_locale_leaves_no_english_on_the_guide(tag: str) -> None:
    plain = {run.text.strip() for run in runs(scene("en", "guide"))}
    made = {run.text.strip() for run in runs(scene(tag, "guide"))}
    words = {text for text in plain & made if any(map(str.isalpha, text))}
    assert words <= {"Q community", "Nesta"}


@pytest.mark.parametrize("product", PRODUCTS)
def test_all_that_is_drawn_from_right_to_left_is_the_mirror_of_english(product: str) -> None:
    """Lanes, rows, motifs, strips, tracks and fields; the letters are as wide as in English."""
    plain, made = (
        drawn(compose(unchained(tag), Target(product, size(product), "colour", tag))[0].scene)
        for tag in ("en", "ar-XB")
    )
    assert len(plain) == len(made) > 10
    for (page, width, box), (other, _, mirrored) in zip(plain, made, strict=True):
        assert page == other
        expected = box.mirrored(width)
        assert abs(mirrored.x - expected.x) <= 3
        assert abs(mirrored.width - expected.width) <= 3


def drawn(made: Scene) -> list[tuple[int, int, Rect]]:
    """Return page, width and box of each outline; codes are tagged, and are not mirrored."""
    return [
        (
            one.page,
            made.pages[one.page].trim.width,
            bounds(one.transform.outline(one.node.outline)),
        )
        for one in placed(made)
        if isinstance(one.node, Path) and one.tag is None
    ]


def runs(made: Scene) -> list[GlyphRun]:
    return [one.node for one in placed(made) if isinstance(one.node, GlyphRun)]


def test_codes_are_not_mirrored() -> None:
    one, other = (scene(tag, "guide") for tag in ("en", "ar-XB"))
    codes = [next(s for s in made.symbols if s.id == "qr") for made in (one, other)]
    assert codes[0].nodes == codes[1].nodes
    alts = [
        {node.alt for node in structure_nodes(made.structure) if node.alt} for made in (one, other)
    ]
    assert alts[0] and alts[1]
