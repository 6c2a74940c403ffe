"""The guard stops every way to lose the credit, one mutation at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pytest
from msgspec.structs import replace

from printkit.build.chain import with_chain
from printkit.build.credit import inspect, page_sets, squash
from printkit.build.editions import edition
from printkit.build.plan import Sources, Target
from printkit.build.project import Project
from printkit.build.readback import check_pdf, check_svg
from printkit.build.run import compose
from printkit.content.model import By
from printkit.diagnostics import PrintkitError, Span
from printkit.geometry import Rect, Transform
from printkit.paths import rectangle
from printkit.render.svg import render_svg
from printkit.scene.model import (
    GlyphRun,
    Group,
    Image,
    Ink,
    Node,
    Path,
    PlacedCredit,
    Scene,
    Stroke,
)
from printkit.units import mm, pt

WHITE = Ink("white", (255, 255, 255), (0, 0, 0, 0))
BLACK = Ink("black", (0, 0, 0), (0, 0, 0, 100))
GREY = Ink("grey", (190, 190, 190), (0, 0, 0, 25))
WHERE = Span("layouts/poster.toml")

PRODUCTS = (("poster", "A1"), ("poster", "A4"), ("sheet", "A3"), ("cards", "70x120"))


@pytest.fixture(scope="module")
def scene(sample: Sources) -> Scene:
    return compose(sample, Target("sheet", "A3", "colour", "en"))[0].scene


def said(scene: Scene, sample: Sources) -> str:
    found = inspect(scene, sample.fonts, sample.framework.credit, WHERE)
    assert all(item.code == "credit" and item.span == WHERE for item in found)
    return "\n".join(item.message for item in found)


def mapped(
    nodes: Iterable[Node], change: Callable[[GlyphRun], Node | None], tag: int
) -> list[Node]:
    """Return nodes with every run of ``tag`` changed, or taken away."""
    result: list[Node] = []
    for node in nodes:
        if isinstance(node, GlyphRun) and node.tag == tag:
            changed = change(node)
            if changed is not None:
                result.append(changed)
        elif isinstance(node, Group):
            result.append(replace(node, nodes=tuple(mapped(node.nodes, change, tag))))
        else:
            result.append(node)
    return result


def mutated(scene: Scene, change: Callable[[GlyphRun], Node | None]) -> Scene:
    """Return the scene with the runs of its first credit changed."""
    credit = scene.credits[0]
    pages = list(scene.pages)
    page = pages[credit.page]
    pages[credit.page] = replace(page, nodes=tuple(mapped(page.nodes, change, credit.tag)))
    return replace(scene, pages=tuple(pages))


def covered(scene: Scene, *more: Node, below: bool = False) -> Scene:
    pages = list(scene.pages)
    page = pages[scene.credits[0].page]
    nodes = (*more, *page.nodes) if below else (*page.nodes, *more)
    pages[scene.credits[0].page] = replace(page, nodes=nodes)
    return replace(scene, pages=tuple(pages))


def first_run(scene: Scene) -> GlyphRun:
    found: list[GlyphRun] = []
    mutated(scene, lambda run: found.append(run))  # type: ignore[func-returns-value]
    return found[0]


def box_of_first_run(scene: Scene) -> Rect:
    run = first_run(scene)
    return Rect(run.x, run.baseline - run.size // 2, run.width, run.size // 2)


@pytest.mark.parametrize(("product", "size"), PRODUCTS)
def test_the_shipped_products_pass(sample: Sources, product: str, size: str) -> None:
    scene = compose(sample, Target(product, size, "colour", "en"))[0].scene
    assert said(scene, sample) == ""


def test_every_card_is_one_piece_and_a_sheet_with_its_back_another(sample: Sources) -> None:
    deck = compose(sample, Target("cards", "70x120", "colour", "en"))[0].scene
    assert all(len(pages) <= 2 for pages in page_sets(deck))
    assert {n for pages in page_sets(deck) for n in pages} == set(range(len(deck.pages)))


def test_a_scene_without_credit_is_stopped(scene: Scene, sample: Sources) -> None:
    assert "carries no credit" in said(replace(scene, credits=()), sample)


def test_a_card_without_its_credit_is_stopped(sample: Sources) -> None:
    deck = compose(sample, Target("cards", "70x120", "colour", "en"))[0].scene
    lost = deck.credits[3]
    without = replace(deck, credits=tuple(c for c in deck.credits if c.page != lost.page))
    assert "carries no credit" in said(without, sample)


def test_a_credit_that_is_claimed_but_not_drawn_is_stopped(scene: Scene, sample: Sources) -> None:
    assert "the credit is not drawn" in said(mutated(scene, lambda run: None), sample)


def test_glyphs_left_out_are_stopped(scene: Scene, sample: Sources) -> None:
    faults = said(mutated(scene, lambda run: replace(run, glyphs=())), sample)
    assert "drawn without glyphs" in faults


def test_white_text_is_stopped(scene: Scene, sample: Sources) -> None:
    faults = said(mutated(scene, lambda run: replace(run, ink=WHITE)), sample)
    assert "contrast of 1.0 to what lies beneath; it needs 4.5" in faults


def test_grey_text_is_stopped(scene: Scene, sample: Sources) -> None:
    assert "contrast of 1.9" in said(mutated(scene, lambda run: replace(run, ink=GREY)), sample)


def test_a_ground_of_its_own_colour_is_stopped(scene: Scene, sample: Sources) -> None:
    run = first_run(scene)
    ground = Path(rectangle(box_of_first_run(scene)), fill=run.ink)
    nodes = covered(scene, ground, below=True)
    # what the engine paints later, a page of paper for one, would hide the ground
    bare = replace(
        nodes,
        pages=tuple(
            replace(page, nodes=tuple(n for n in page.nodes if n is ground or _is_text(n)))
            for page in nodes.pages
        ),
    )
    assert "contrast of 1.0" in said(bare, sample)


def _is_text(node: Node) -> bool:
    return isinstance(node, GlyphRun)


def test_a_credit_off_the_page_is_stopped(scene: Scene, sample: Sources) -> None:
    moved = mutated(scene, lambda run: replace(run, x=-run.width))
    assert "leaves the safe area" in said(moved, sample)


def test_a_credit_outside_the_safe_area_is_stopped(scene: Scene, sample: Sources) -> None:
    page = scene.pages[scene.credits[0].page]
    assert page.safe.bottom > 0
    low = mutated(scene, lambda run: replace(run, baseline=page.trim.height - mm(0.5)))
    assert "leaves the safe area" in said(low, sample)


@pytest.mark.parametrize("what", ["fill", "stroke", "text", "picture"])
def test_anything_over_the_credit_is_stopped(scene: Scene, sample: Sources, what: str) -> None:
    box = box_of_first_run(scene)
    cover: Node
    if what == "fill":
        cover = Path(rectangle(box), fill=WHITE)
    elif what == "stroke":
        middle = box.centre.y
        line = (("M", 0, middle), ("L", box.right, middle))
        cover = Path(line, stroke=Stroke(BLACK, pt(2)))
    elif what == "text":
        cover = replace(first_run(scene), tag=None, text="another")
    else:
        cover = Image("0" * 64, box)
    faults = said(covered(scene, cover), sample)
    assert ("stand on each other" if what == "text" else "painted over the credit") in faults


def test_a_picture_beneath_the_credit_is_stopped(scene: Scene, sample: Sources) -> None:
    picture = Image("0" * 64, box_of_first_run(scene))
    assert "stands on a picture" in said(covered(scene, picture, below=True), sample)


def test_a_small_credit_is_stopped_whatever_the_engine_allows(
    scene: Scene, sample: Sources
) -> None:
    small = mutated(scene, lambda run: replace(run, size=pt(5)))
    generous = replace(small, credits=tuple(replace(c, minimum=pt(1)) for c in small.credits))
    assert "the credit is 5.0 pt; it needs 6.0 pt" in said(generous, sample)


def test_a_credit_made_small_by_its_group_is_stopped(scene: Scene, sample: Sources) -> None:
    shrunk = mutated(scene, lambda run: Group((run,), Transform.scale(0.3)))
    assert "it needs" in said(shrunk, sample)


def test_a_clipped_credit_is_stopped(scene: Scene, sample: Sources) -> None:
    box = box_of_first_run(scene)
    half = rectangle(Rect(box.x, box.y, box.width // 2, box.height))
    assert "is clipped" in said(mutated(scene, lambda run: Group((run,), clip=half)), sample)


def test_an_altered_name_is_stopped(scene: Scene, sample: Sources) -> None:
    def without_nesta(credit: PlacedCredit) -> PlacedCredit:
        return replace(credit, text=credit.text.replace("Nesta", "us"), protected=())

    altered = mutated(scene, lambda run: replace(run, text=run.text.replace("Nesta", "us")))
    faults = said(replace(altered, credits=tuple(map(without_nesta, altered.credits))), sample)
    assert "does not say what the content says" in faults
    assert "does not name 'Nesta', letter for letter" in faults


def test_text_that_is_not_what_was_meant_is_stopped(scene: Scene, sample: Sources) -> None:
    altered = mutated(scene, lambda run: replace(run, text=run.text.replace("Nesta", "Netsa")))
    assert "is not the one that was meant" in said(altered, sample)


def test_what_is_compared_is_letters_not_spaces_or_invisible_marks() -> None:
    assert squash("\u2068Based on\u2069  Skills\u200b\n") == "BasedonSkills"
    assert squash("e\u0301") == "é"


# -- after rendering -----------------------------------------------------------------------


def test_the_svg_of_every_page_is_read_back(scene: Scene, sample: Sources) -> None:
    for number, data in enumerate(render_svg(scene, sample.fonts, {})):
        check_svg(data, scene, number, sample.fonts)


@pytest.mark.parametrize(
    "change",
    [
        lambda run: replace(run, glyphs=run.glyphs[:-1]),
        lambda run: replace(run, glyphs=run.glyphs[::-1]),
        lambda run: replace(run, ink=WHITE),
        lambda run: replace(run, x=run.x + mm(1)),
        lambda run: replace(run, size=run.size * 9 // 10),
        lambda run: None,
    ],
    ids=["fewer", "others", "white", "moved", "smaller", "none"],
)
def test_an_svg_that_draws_other_glyphs_is_stopped(
    scene: Scene, sample: Sources, change: Callable[[GlyphRun], Node | None]
) -> None:
    page = scene.credits[0].page
    drawn = render_svg(mutated(scene, change), sample.fonts, {})[page]
    with pytest.raises(PrintkitError, match="glyph"):
        check_svg(drawn, scene, page, sample.fonts)


def test_an_svg_whose_credit_is_only_a_label_is_stopped(scene: Scene, sample: Sources) -> None:
    page = scene.credits[0].page
    bare = mutated(scene, lambda run: replace(run, glyphs=()))
    data = render_svg(bare, sample.fonts, {})[page]
    assert b'data-role="credit"' in data
    assert b"Nesta" in data
    with pytest.raises(PrintkitError, match="0 glyphs are drawn"):
        check_svg(data, scene, page, sample.fonts)


@pytest.mark.parametrize("veil", [b'opacity="0"', b'display="none"', b'visibility="hidden"'])
def test_an_svg_whose_credit_is_veiled_is_stopped(
    scene: Scene, sample: Sources, veil: bytes
) -> None:
    page = scene.credits[0].page
    data = render_svg(scene, sample.fonts, {})[page]
    veiled = data.replace(b'data-role="credit"', b'data-role="credit" ' + veil)
    assert veiled != data
    with pytest.raises(PrintkitError):
        check_svg(veiled, scene, page, sample.fonts)


def test_the_pdf_is_read_back(scene: Scene, sample: Sources) -> None:
    from printkit.render.pdf import render_pdf

    check_pdf(render_pdf(scene, sample.fonts, {}), scene, sample.fonts)


def test_a_pdf_without_the_credit_is_stopped(scene: Scene, sample: Sources) -> None:
    from printkit.render.pdf import render_pdf

    data = render_pdf(mutated(scene, lambda run: None), sample.fonts, {})
    with pytest.raises(PrintkitError, match="the credit cannot be read in the PDF, on page 1"):
        check_pdf(data, scene, sample.fonts)


def test_a_pdf_that_says_the_credit_elsewhere_is_stopped(scene: Scene, sample: Sources) -> None:
    from printkit.render.pdf import render_pdf

    moved = mutated(scene, lambda run: replace(run, baseline=run.baseline - mm(30)))
    with pytest.raises(PrintkitError, match="is not drawn at its place"):
        check_pdf(render_pdf(moved, sample.fonts, {}), scene, sample.fonts)


# -- the chain -----------------------------------------------------------------------------

ADAPTER = By("NGO X", "Pune, India", "2026")


@pytest.fixture(scope="module")
def chained(sample: Sources) -> Sources:
    framework = with_chain(
        sample.framework,
        sample.kit,
        sample.locale,
        translators="A. Kulkarni",
        adapted=(ADAPTER,),
        reviewed=False,
        translated=True,
    )
    return replace(sample, framework=framework)


@pytest.fixture(scope="module")
def sheet(chained: Sources) -> Scene:
    return compose(chained, Target("sheet", "A3", "colour", "en"))[0].scene


def notice(scene: Scene) -> int:
    return next(n for n, one in enumerate(scene.credits) if "NGO X" in one.text)


def chain_first(scene: Scene) -> Scene:
    """Return the scene with its chain where the mutations look for a credit."""
    here = notice(scene)
    some = scene.credits
    return replace(scene, credits=(some[here], *some[:here], *some[here + 1 :]))


@pytest.mark.parametrize(("product", "size"), PRODUCTS)
def test_the_chain_is_on_every_product(chained: Sources, product: str, size: str) -> None:
    scene = compose(chained, Target(product, size, "colour", "en"))[0].scene
    assert said(scene, chained) == ""
    drawn = " ".join(credit.text for credit in scene.credits)
    for text in chained.framework.credit.chain:
        assert text.value in drawn


def test_a_chain_that_is_not_placed_is_stopped(sheet: Scene, chained: Sources) -> None:
    here = notice(sheet)
    without = replace(sheet, credits=(*sheet.credits[:here], *sheet.credits[here + 1 :]))
    faults = said(without, chained)
    assert "no page says 'Adapted by NGO X, Pune, India" in faults
    assert faults.count("no page says") == len(chained.framework.credit.chain)


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (lambda run: None, "the credit is not drawn"),
        (lambda run: replace(run, ink=WHITE), "contrast of 1.0"),
        (lambda run: replace(run, x=-run.width), "leaves the safe area"),
        (lambda run: replace(run, size=pt(5)), "it needs"),
        (
            lambda run: replace(run, text=run.text.replace("NGO", "NG0")),
            "is not the one that was meant",
        ),
    ],
    ids=["dropped", "white", "off-page", "small", "altered"],
)
def test_a_chain_that_is_lost_in_ink_is_stopped(
    sheet: Scene, chained: Sources, change: Callable[[GlyphRun], Node | None], fault: str
) -> None:
    assert fault in said(mutated(chain_first(sheet), change), chained)


def test_a_covered_chain_is_stopped(sheet: Scene, chained: Sources) -> None:
    scene = chain_first(sheet)
    cover = Path(rectangle(box_of_first_run(scene)), fill=WHITE)
    assert "painted over the credit" in said(covered(scene, cover), chained)


def test_a_chain_alone_is_no_credit(sheet: Scene, chained: Sources) -> None:
    alone = replace(sheet, credits=(sheet.credits[notice(sheet)],))
    assert "carries no credit" in said(alone, chained)


def test_the_chain_is_read_back_from_pdf_and_svg(sheet: Scene, chained: Sources) -> None:
    from printkit.render.pdf import render_pdf

    check_pdf(render_pdf(sheet, chained.fonts, {}), sheet, chained.fonts)
    check_svg(render_svg(sheet, chained.fonts, {})[0], sheet, 0, chained.fonts)
    lost = mutated(chain_first(sheet), lambda run: None)
    with pytest.raises(PrintkitError, match=r"cannot be read in the PDF|is not drawn at its place"):
        check_pdf(render_pdf(lost, chained.fonts, {}), sheet, chained.fonts)
    with pytest.raises(PrintkitError, match="glyphs are drawn where"):
        check_svg(render_svg(lost, chained.fonts, {})[0], sheet, 0, chained.fonts)


def test_records_name_who_came_after(sheet: Scene, chained: Sources) -> None:
    about = sheet.metadata
    assert about.contributors == ("A. Kulkarni", "NGO X")
    assert "Adapted by NGO X, Pune, India, 2026." in about.rights
    assert about.rights.startswith(chained.framework.credit.line.value)
    assert b"<dc:contributor>NGO X</dc:contributor>" in render_svg(sheet, chained.fonts, {})[0]


# -- other scripts -------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["hi-IN", "ur-IN", "ta-IN", "bn-IN"])
def test_the_guard_reads_other_scripts(
    language: str, sample: Sources, sample_project: Project
) -> None:
    from printkit.render.pdf import render_pdf

    sources = edition(sample_project, sample, language)
    scene = compose(sources, Target("guide", "A4", "colour", language))[0].scene
    assert said(scene, sources) == ""
    check_pdf(render_pdf(scene, sources.fonts, {}), scene, sources.fonts)
    for number, data in enumerate(render_svg(scene, sources.fonts, {})):
        check_svg(data, scene, number, sources.fonts)
    with pytest.raises(PrintkitError, match="cannot be read"):
        bare = render_pdf(mutated(scene, lambda run: None), sources.fonts, {})
        check_pdf(bare, scene, sources.fonts)


def test_a_word_lost_among_two_directions_is_missed(
    sample: Sources, sample_project: Project
) -> None:
    from printkit.render.pdf import render_pdf

    sources = edition(sample_project, sample, "ur-IN")
    scene = compose(sources, Target("guide", "A4", "colour", "ur-IN"))[0].scene
    lost = mutated(scene, lambda run: None if "Nesta" in run.text else run)
    with pytest.raises(PrintkitError, match=r"cannot be read in the PDF|is not drawn at its place"):
        check_pdf(render_pdf(lost, sources.fonts, {}), scene, sources.fonts)
