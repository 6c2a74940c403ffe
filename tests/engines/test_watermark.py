"""A draft says so on every page, and what it says hides nothing."""

from __future__ import annotations

from functools import cache

import pytest
from msgspec.structs import replace

from printkit.build.credit import inspect
from printkit.build.readback import check_pdf, check_svg
from printkit.content.model import Framework
from printkit.diagnostics import Span
from printkit.geometry import Rect
from printkit.render.pdf import render_pdf
from printkit.render.svg import render_svg
from printkit.scene.model import GlyphRun, Path, Scene, Use
from printkit.scene.walk import block_text, line_box, placed
from printkit.units import mm
from tests.jobs import LANGUAGES, fonts, job, make, words

PRODUCTS = (("poster", "A1"), ("poster", "A4"), ("sheet", "A3"), ("cards", "70x120"),
            ("cards", "bridge"), ("guide", "A4"))  # fmt: skip


@cache
def draft(language: str = "en") -> Framework:
    return replace(words(language)[0], draft=True)


@cache
def scene(product: str, size: str, language: str = "en", theme: str = "colour") -> Scene:
    return make(job(product, size, language, theme=theme, framework=draft(language))).scene


def said(found: Scene) -> list[str]:
    """Return what is written on each page, without spaces."""
    pages: list[list[GlyphRun]] = [[] for _ in found.pages]
    for one in placed(found):
        if isinstance(one.node, GlyphRun):
            pages[one.page].append(one.node)
    return ["".join("".join(run.text for run in runs).split()) for runs in pages]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("product", "size"), PRODUCTS)
def test_every_page_is_marked_and_the_guard_content(
    product: str, size: str, language: str
) -> None:
    found = scene(product, size, language)
    marks = {symbol.id for symbol in found.symbols if symbol.id.startswith("draft-")}
    about = "".join(words(language)[1].texts["draft.about"].value.split())
    for page, text in zip(found.pages, said(found), strict=True):
        assert sum(isinstance(n, Use) and n.symbol in marks for n in page.nodes) == 1, page.id
        assert all(part in text for part in about.split()), page.id
    credit = draft(language).credit
    assert inspect(found, fonts(), credit, Span("layouts")) == ()


@pytest.mark.parametrize("theme", ["low-ink", "bw", "high-contrast"])
def test_every_theme_holds_the_mark(theme: str) -> None:
    found = scene("poster", "A4", theme=theme)
    assert inspect(found, fonts(), draft().credit, Span("layouts")) == ()


def test_a_draft_is_read_back(product: str = "guide") -> None:
    found = scene(product, "A4", "hi")
    check_pdf(render_pdf(found, fonts(), {}), found, fonts())
    for number, data in enumerate(render_svg(found, fonts(), {})):
        check_svg(data, found, number, fonts())


def test_texts_lie_over_the_mark_and_no_stripe_comes_near_a_code() -> None:
    found = scene("guide", "A4")
    nodes = found.pages[0].nodes
    (mark,) = (n for n, node in enumerate(nodes) if isinstance(node, Use) and
               node.symbol.startswith("draft-"))  # fmt: skip
    assert all(n > mark for n, node in enumerate(nodes) if isinstance(node, GlyphRun))
    code = next(f.box for f in found.frames if f.name == "code")
    symbol = next(s for s in found.symbols if s.id == "draft-1")
    for group in symbol.nodes:
        for path in group.nodes:  # type: ignore[union-attr]
            for segment in path.outline:  # type: ignore[union-attr]
                x, y = segment[1:3]  # type: ignore[misc]
                assert not (code.x < x < code.right and code.y < y < code.bottom)


def test_the_title_and_the_keywords_say_draft() -> None:
    about = scene("poster", "A4").metadata
    assert about.title.startswith("DRAFT: ")
    assert "DRAFT" in about.keywords
    assert not make(job("poster", "A4")).scene.metadata.title.startswith("DRAFT")


def test_a_text_in_another_language_is_boxed_and_keeps_its_language() -> None:
    english = words("en")[0]
    mixed = replace(draft("hi"), intro=english.intro)
    hindi = make(job("poster", "A1", "hi", framework=mixed)).scene
    whole = scene("poster", "A1", "hi")

    def boxes(found: Scene) -> list[Path]:
        return [
            node for node in found.pages[0].nodes
            if isinstance(node, Path) and node.stroke and node.stroke.ink.name == "rule"
            and not node.fill and node.stroke.width == mm(0.25)
        ]  # fmt: skip

    assert len(boxes(hindi)) == len(boxes(whole)) + 1
    runs = [one.node for one in placed(hindi) if isinstance(one.node, GlyphRun)]
    intro = [run for run in runs if run.lang == "en" and "Nobody" in run.text]
    assert intro
    assert block_text(intro, "ltr", "en").startswith("Nobody")


def test_what_is_no_draft_has_no_mark() -> None:
    found = make(job("cards")).scene
    assert not any(symbol.id.startswith("draft-") for symbol in found.symbols)


@pytest.mark.parametrize("language", ["bn-IN", "hi"])
def test_the_line_on_a_poster_does_not_squeeze_in_between_two_of_a_title(language: str) -> None:
    found = scene("poster", "A1", language)
    about = "".join(words(language)[1].texts["draft.about"].value.split())
    runs = [one.node for one in placed(found) if isinstance(one.node, GlyphRun)]
    start = next(  # it may be more than one run
        n for n in range(len(runs))
        if "".join(run.text for run in runs[n:]).replace(" ", "").startswith(about)
    )  # fmt: skip
    line = line_box(runs[start])
    titles = [run for run in runs[:start] if run.size == max(r.size for r in runs)]
    heads = [line_box(run) for run in titles]
    span = Rect.of(
        min(b.x for b in heads), min(b.y for b in heads),
        max(b.right for b in heads), max(b.bottom for b in heads),
    )  # fmt: skip
    assert not line.overlaps(span)
