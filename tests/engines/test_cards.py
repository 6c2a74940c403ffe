"""The deck: cards that join edge to edge, alike in all sizes, languages and counts."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from printkit import paths
from printkit.colour import contrast
from printkit.content.model import Framework, Text
from printkit.content.texts import map_texts
from printkit.diagnostics import PrintkitError
from printkit.engines.cards.backs import plan_backs
from printkit.engines.cards.deck import Deck
from printkit.engines.cards.drawings import EMBLEM_REACH, attitude, bundle, fan, gathering
from printkit.engines.cards.measure import LEGIBLE, ink_circle
from printkit.engines.cards.plan import FrontPlan, plan_fronts
from printkit.engines.model import Product
from printkit.geometry import IDENTITY, Rect, Transform
from printkit.scene.model import (
    GlyphRun,
    Group,
    Ink,
    Node,
    Page,
    Path,
    Scene,
    Stroke,
    StructNode,
    Use,
)
from printkit.units import mm, pt
from tests.jobs import fonts, job, layouts, make, words
from tests.variants import lengthened, reshaped

SIZES = layouts().sizes("cards")
ROOMY = ("70x120", "tarot", "A6")
BLEED = mm(3)


@cache
def deck(size: str = "70x120", language: str = "en", theme: str = "colour") -> Product:
    return make(job("cards", size, language, theme=theme, bleed=3))


def inked(scene: Scene, page: Page) -> Iterator[tuple[Node, Transform]]:
    """Yield every node of a page with its place, symbols opened."""
    symbols = {symbol.id: symbol for symbol in scene.symbols}

    def walk(nodes: tuple[Node, ...], place: Transform) -> Iterator[tuple[Node, Transform]]:
        for node in nodes:
            if isinstance(node, Group):
                yield from walk(node.nodes, node.transform.then(place))
            elif isinstance(node, Use):
                yield from walk(symbols[node.symbol].nodes, node.transform.then(place))
            else:
                yield node, place

    yield from walk(page.nodes, IDENTITY)


def ink_box(run: GlyphRun, place: Transform = IDENTITY) -> Rect | None:
    """Return the box of a run's drawn glyphs on the page."""
    face = fonts().face(run.font)
    boxes = []
    x = 0
    for glyph in run.glyphs:
        extents = face.extents(glyph.gid)
        if extents and run.text.strip():
            left, bottom, right, top = extents
            boxes.append(
                Rect.of(
                    run.x + (x + glyph.x_offset + left) * run.size // face.upem,
                    run.baseline - (glyph.y_offset + top) * run.size // face.upem,
                    run.x + (x + glyph.x_offset + right) * run.size // face.upem,
                    run.baseline - (glyph.y_offset + bottom) * run.size // face.upem,
                )
            )
        x += glyph.x_advance
    if not boxes:
        return None
    box = boxes[0]
    for other in boxes[1:]:
        box = box.union(other)
    return place.rect(box)


def runs(scene: Scene, page: Page) -> list[tuple[GlyphRun, Rect]]:
    result = []
    for node, place in inked(scene, page):
        if isinstance(node, GlyphRun):
            box = ink_box(node, place)
            if box is not None:
                result.append((node, box))
    return result


def fronts(scene: Scene) -> list[Page]:
    return [page for page in scene.pages if page.id.endswith("-front")]


def backs(scene: Scene) -> list[Page]:
    return [page for page in scene.pages if page.id.endswith("-back")]


def ends(path: Path, place: Transform) -> tuple[tuple[int, int], tuple[int, int]]:
    outline = place.outline(path.outline)
    first, last = outline[0], outline[-1]
    assert first[0] == "M"
    if last[0] == "Z":
        last = first
    return (first[1], first[2]), (last[-2], last[-1])


# -- the thread ----------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "ur"])
@pytest.mark.parametrize("size", SIZES)
def test_the_thread_enters_and_leaves_every_front_at_one_height_and_weight(
    size: str, language: str
) -> None:
    scene = deck(size, language).scene
    width = scene.pages[0].trim.width
    found: set[tuple[int, int]] = set()
    for page in fronts(scene):
        for edge in (-BLEED, width + BLEED):
            if page.id == "instruction-front" and (edge < 0) == (language != "ur"):
                continue  # where all threads come in, before they are one
            here = {
                (y, node.stroke.width)
                for node, place in inked(scene, page)
                if isinstance(node, Path) and node.stroke and not node.stroke.dash
                for x, y in ends(node, place)
                if x == edge
            }
            assert here, f"{page.id}: nothing reaches the edge"
            # the overlays of a thread lie on it, and are thinner
            found.add(max(here, key=lambda item: item[1]))
    assert len(found) == 1


@pytest.mark.parametrize("size", ["70x120", "bridge", "A6"])
def test_dashes_and_beads_meet_in_half_a_gap_where_two_cards_join(size: str) -> None:
    scene = deck(size).scene
    width = scene.pages[0].trim.width
    checked = 0
    for page in fronts(scene):
        if page.id == "instruction-front":
            continue
        for node, place in inked(scene, page):
            if not (isinstance(node, Path) and node.stroke and node.stroke.dash):
                continue
            on, off = node.stroke.dash
            (first, _), (last, _) = ends(node, place)
            length = paths.length(node.outline)
            edges = []
            if first == -BLEED:
                edges.append(BLEED)
            if last == width + BLEED:
                edges.append(length - BLEED)
            for where in edges:
                place_in_period = (node.stroke.phase + where) % (on + off)
                assert abs(place_in_period - (on + off / 2)) < mm(0.02), page.id
                checked += 1
    assert checked > 10


def test_threads_are_straight_and_level_at_the_edges() -> None:
    scene = deck().scene
    width = scene.pages[0].trim.width
    for page in fronts(scene):
        for node, place in inked(scene, page):
            if not (isinstance(node, Path) and node.stroke):
                continue
            outline = place.outline(node.outline)
            if ends(node, IDENTITY)[0][0] == -BLEED:
                assert outline[1][0] == "L", page.id
                assert outline[1][2] == outline[0][2], page.id  # type: ignore[misc]
            if ends(node, IDENTITY)[1][0] == width + BLEED:
                assert outline[-1][0] == "L", page.id
                assert outline[-1][2] == outline[-2][-1], page.id


@pytest.mark.parametrize("size", ["70x120", "bridge", "A6"])
def test_every_emblem_keeps_the_same_clear_ring_in_its_disc(size: str) -> None:
    the_deck = Deck(job("cards", size))
    disc = the_deck.value("disc") * the_deck.width
    for entry in the_deck.content.heart.attitudes:
        x, y, reach = ink_circle(attitude(the_deck, entry))
        assert abs(reach - EMBLEM_REACH * disc) < 0.02 * disc, entry.id
        assert abs(x - the_deck.width / 2) < mm(0.1), entry.id
        assert abs(y - the_deck.thread_y) < mm(0.1), entry.id


@pytest.mark.parametrize("size", ["70x120", "bridge", "A6"])
@pytest.mark.parametrize("count", [3, 4, 6])
def test_threads_that_fan_out_are_apart_where_they_begin(size: str, count: int) -> None:
    content, _ = words()
    the_deck = Deck(job("cards", size, framework=reshaped(content, [2] * count, 3)))
    low = the_deck.thread_y + the_deck.unit(20)
    drawings = {"bundle": bundle(the_deck, low), "gathering": gathering(the_deck, low)}
    drawings["fan"] = fan(the_deck)
    threads = {the_deck.area(number).thread for number in range(count)}
    for name, drawing in drawings.items():
        end = -1 if name == "gathering" else 0
        found = {
            (ends(path, IDENTITY)[end][1], path.stroke.width)
            for path in drawing
            if path.stroke and path.stroke.ink in threads and not path.stroke.dash
        }
        by_height: dict[int, int] = {}
        for y, width in found:
            by_height[y] = max(width, by_height.get(y, 0))
        heights = sorted(by_height)
        assert len(heights) == count, name
        for upper, lower in pairwise(heights):
            gap = lower - upper - (by_height[upper] + by_height[lower]) // 2
            assert gap >= mm(0.55), name


# -- the texts -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("size", "language"),
    [(size, "en") for size in SIZES] + [(size, tag) for size in ROOMY for tag in ("hi", "ur")],
)
def test_all_text_is_in_the_safe_area(size: str, language: str) -> None:
    all_safe(deck(size, language).scene)


# On bars, heads have the least paper about their texts: the largest margin, the tallest texts.
@pytest.mark.parametrize(
    ("size", "language"), [("70x120", "en"), ("poker-eu", "en"), ("bridge", "ta-IN")]
)
def test_all_text_is_in_the_safe_area_where_backs_have_bars(size: str, language: str) -> None:
    all_safe(deck(size, language, "low-ink").scene)


def all_safe(scene: Scene) -> None:
    for page in scene.pages:
        safe = Rect(0, 0, page.trim.width, page.trim.height).inset(page.safe)
        for run, box in runs(scene, page):
            assert safe.contains(box), f"{page.id}: {run.text!r}"


def stations(scene: Scene, page: Page) -> list[Rect]:
    symbols = {symbol.id: symbol for symbol in scene.symbols}
    return [
        node.transform.rect(symbols[node.symbol].box)
        for node in page.nodes
        if isinstance(node, Use) and node.symbol.startswith("station")
    ]


def terse(language: str) -> Framework:
    """Return the words with lines of two words, so that every front has its stations."""

    def shorter(text: Text) -> Text:
        if ".skills." not in text.key or not text.key.endswith(".line"):
            return text
        return replace(text, value=" ".join(text.value.split()[:2]))

    return map_texts(words(language)[0], shorter)


@pytest.mark.parametrize("language", ["en", "hi", "ur"])
def test_no_text_comes_near_the_stations(language: str) -> None:
    scene = make(job("cards", "70x120", language, framework=terse(language))).scene
    seen = 0
    for page in fronts(scene):
        for box in stations(scene, page):
            seen += 1
            near = Rect(box.x - mm(1.5), box.y - mm(1.5), box.width + mm(3), box.height + mm(3))
            for run, ink in runs(scene, page):
                assert not ink.overlaps(near), f"{page.id}: {run.text!r}"
    assert seen == 2 * 20


@pytest.mark.parametrize("language", ["en", "hi", "ur"])
def test_no_name_touches_a_motif(language: str) -> None:
    the_job = job("cards", "70x120", language)
    plan = plan_fronts(Deck(the_job))
    for key, text in plan.texts.items():
        assert plan.baselines[key] + plan.names[key].ink_top >= text.above + mm(2), key


@pytest.mark.parametrize("size", SIZES)
def test_all_names_of_a_deck_have_one_size_and_one_baseline(size: str) -> None:
    the_deck = Deck(job("cards", size))
    plan = plan_fronts(the_deck)
    assert len({block.style.size for block in plan.names.values()}) == 1
    assert len({block.style.size for block in plan.lines.values()}) == 1
    skills = [skill.id for area in the_deck.content.areas for skill in area.skills]
    assert len({plan.baselines[key] for key in skills}) == 1
    texts = plan_backs(the_deck).texts.values()
    for role in ("name", "definition", "question"):
        assert len({getattr(back, role).style.size for back in texts}) == 1


@pytest.mark.parametrize("size", ["poker", "poker-eu", "bridge"])
def test_small_cards_can_be_read(size: str) -> None:
    the_deck = Deck(job("cards", size))
    lines = plan_fronts(the_deck).lines.values()
    texts = plan_backs(the_deck).texts.values()
    sizes = [line.style.size for line in lines] + [back.definition.style.size for back in texts]
    assert min(sizes) >= pt(8)


def test_larger_cards_have_larger_type_and_motifs() -> None:
    small, large = Deck(job("cards", "70x120")), Deck(job("cards", "A6"))

    def sizes(the_deck: Deck) -> tuple[int, int, int]:
        plan = plan_fronts(the_deck)
        name, line = next(iter(plan.names.values())), next(iter(plan.lines.values()))
        return name.style.size, line.style.size, the_deck.weight

    assert all(b > 1.2 * a for a, b in zip(sizes(small), sizes(large), strict=True))


# -- the credit ----------------------------------------------------------------------------


def ground(scene: Scene, page: Page, run: GlyphRun) -> Ink:
    """Return the ink under a run: the last fill painted there before it."""
    x, y = run.x + run.width // 2, run.baseline
    under = None
    for node, place in inked(scene, page):
        if node is run:
            break
        if isinstance(node, Path) and node.fill:
            box = place.rect(paths.bounds(node.outline))
            if box.x <= x <= box.right and box.y <= y <= box.bottom:
                under = node.fill
    return under or Ink("paper", (255, 255, 255), (0, 0, 0, 0))


@pytest.mark.parametrize("theme", ["colour", "bw", "low-ink", "high-contrast"])
@pytest.mark.parametrize("size", ["70x120", "bridge", "A6"])
def test_every_card_carries_a_credit_that_can_be_read(size: str, theme: str) -> None:
    scene = deck(size, "en", theme).scene
    placed = {credit.page: credit for credit in scene.credits}
    for number, page in enumerate(scene.pages):
        if not page.id.endswith("-back"):
            continue
        credit = placed[number]
        mine = [
            node for node in page.nodes if isinstance(node, GlyphRun) and node.tag == credit.tag
        ]
        assert mine
        for run in mine:
            assert run.size >= pt(6)
            assert contrast(run.ink.rgb, ground(scene, page, run).rgb) >= LEGIBLE, page.id


@pytest.mark.parametrize(
    ("size", "language", "lines"),
    [("70x120", "en", 1), ("70x120", "hi", 1), ("70x120", "ur", 2), ("bridge", "en", 2)],
)
def test_the_version_follows_the_credit_and_costs_it_no_line(
    size: str, language: str, lines: int
) -> None:
    text, block = Deck(job("cards", size, language)).credit()
    content, _ = words(language)
    assert text.value == f"{content.credit.short.value} · v{content.version}"
    assert len(block.lines) == lines
    if lines == 2 and "·" in content.credit.short.value:
        # they part at the point between the names, no word stands alone
        assert block.lines[0].text.rstrip(" \u00a0").endswith("·")
        assert "v" in block.lines[1].text
        assert len(block.lines[1].text.split()) > 3


def test_where_the_version_would_take_a_line_the_credit_stands_alone() -> None:
    text, block = Deck(job("cards", "poker")).credit()
    assert text == words()[0].credit.short
    assert len(block.lines) == 1


def test_the_credit_card_has_the_whole_line_and_a_code_of_24_mm() -> None:
    scene = deck().scene
    content, _ = words()
    credit = next(c for c in scene.credits if scene.pages[c.page].id == "credit-back")
    assert credit.text == content.credit.line.value
    assert set(credit.protected) == set(content.credit.protected)
    qr = next(f for f in scene.frames if f.name == "qr")
    assert qr.box.width >= mm(24)
    figures = [node for node in walk_structure(scene.structure) if node.role == "Figure"]
    assert [content.credit.source_url in figure.alt for figure in figures] == [True]


@pytest.mark.parametrize("size", SIZES)
def test_modules_of_the_code_are_large_enough_on_every_card(size: str) -> None:
    from printkit.engines import qr

    scene = deck(size).scene
    url = words()[0].credit.source_url
    box = next(f.box for f in scene.frames if f.name == "qr")
    assert box.width // qr.modules(url) >= qr.SMALLEST_MODULE


# -- structure -----------------------------------------------------------------------------


def walk_structure(nodes: tuple[StructNode, ...]) -> Iterator[StructNode]:
    for node in nodes:
        yield node
        yield from walk_structure(node.kids)


def test_a_card_is_a_front_and_a_back_and_one_section() -> None:
    scene = deck().scene
    ids = [page.id for page in scene.pages]
    assert ids[0::2] == [f"{node.entry}-front" for node in scene.structure]
    assert ids[1::2] == [f"{node.entry}-back" for node in scene.structure]
    assert {node.role for node in scene.structure} == {"Sect"}
    content, _ = words()
    entries = [e.id for a in content.areas for e in a.skills]
    entries += [e.id for e in content.heart.attitudes]
    assert set(entries) < {node.entry for node in scene.structure}


def test_every_tag_is_in_the_structure_once_and_in_the_order_of_its_card() -> None:
    scene = deck().scene
    tags = [tag for node in walk_structure(scene.structure) for tag in node.tags]
    assert len(tags) == len(set(tags))
    on_pages = {
        node.tag
        for page in scene.pages
        for node in page.nodes
        if isinstance(node, GlyphRun | Path) and node.tag is not None
    }
    assert on_pages == set(tags)


def test_backs_of_an_area_share_their_ground() -> None:
    scene = deck().scene
    content, _ = words()
    for number, area in enumerate(content.areas, 1):
        for skill in area.skills:
            page = next(p for p in scene.pages if p.id == f"{skill.id}-back")
            assert page.nodes[0] == Use(f"back-{number}")


def test_right_to_left_mirrors_stations_and_motifs_but_not_numbers() -> None:
    scene = make(job("cards", "70x120", "ur", framework=terse("ur"))).scene
    page = next(p for p in scene.pages if p.id == "listening-deeply-front")
    turned = {n.symbol: n.transform.a for n in page.nodes if isinstance(n, Use)}
    assert turned["marker-1"] == 1
    assert turned["stations-1"] == -1
    marker = next(n for n in page.nodes if isinstance(n, Use) and n.symbol == "marker-1")
    assert marker.transform.e > page.trim.width // 2


def test_numbers_stand_in_the_middle_of_their_markers() -> None:
    scene = deck().scene
    for symbol in scene.symbols:
        if not symbol.id.startswith("marker-"):
            continue
        run = next(node for node in symbol.nodes if isinstance(node, GlyphRun))
        box = ink_box(run)
        assert box is not None
        assert abs(box.centre.x) <= mm(0.02)
        assert 0 <= box.centre.y + mm(0.02) <= mm(1.2)  # a triangle's looks centred lower


# -- sizes, themes, languages --------------------------------------------------------------


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", ["hi", "ur"])
def test_every_size_builds_in_hindi_and_urdu(size: str, language: str) -> None:
    assert len(deck(size, language).scene.pages) == len(deck(size).scene.pages)


@pytest.mark.parametrize("size", ["poker", "poker-eu", "bridge"])
def test_what_small_cards_leave_out_is_told(size: str) -> None:
    told = " ".join(deck(size).dropped)
    assert "in practice" in told
    assert "stations" in told
    scene = deck(size).scene
    assert not any(stations(scene, page) for page in scene.pages)


def test_the_standard_card_leaves_nothing_out() -> None:
    for language in ("en", "hi"):
        assert deck("70x120", language).dropped == ()


@pytest.mark.parametrize("language", ["en", "hi", "ta-IN", "ur"])
@pytest.mark.parametrize("size", ["jumbo", "postcard", "A6"])
def test_large_cards_show_what_a_skill_looks_like_in_practice(size: str, language: str) -> None:
    assert not any("in practice" in told for told in deck(size, language).dropped)


def test_low_ink_keeps_backs_white() -> None:
    scene = deck("70x120", "en", "low-ink").scene
    for page in backs(scene):
        area = page.trim.width * page.trim.height
        for node, place in inked(scene, page):
            if isinstance(node, Path) and node.fill and node.fill.name != "paper":
                box = place.rect(paths.bounds(node.outline))
                assert box.width * box.height < 0.15 * area, page.id


@pytest.mark.parametrize("size", ["70x120", "bridge"])
def test_no_dash_is_cut_where_a_thread_comes_from_under_a_dot_or_a_clasp(size: str) -> None:
    """Dashes begin in half a gap at the edge of what covers the thread."""
    the_deck = Deck(job("cards", size, "en"))
    low = the_deck.height
    clasp = the_deck.unit(4.4) + the_deck.unit(2.8) // 2
    for items, edge in (
        (fan(the_deck), lambda off: clasp),
        (bundle(the_deck, low), lambda off: the_deck.unit(13) + chord(the_deck.unit(10), off)),
    ):
        dashed = [item for item in items if item.stroke and item.stroke.dash]
        assert dashed
        for item in dashed:
            assert item.stroke is not None
            x, y = item.outline[0][1:]
            seen = edge(y - the_deck.thread_y)
            on, off = item.stroke.dash
            # how far into the pattern the thread is where it comes into sight
            phase = (item.stroke.phase + seen - x) % (on + off)
            assert abs(phase - on - off / 2) < 0.02 * (on + off)


def chord(r: int, offset: float) -> int:
    return round(max(0.0, r * r - offset * offset) ** 0.5)


@pytest.mark.parametrize(
    ("size", "language"),
    [
        ("poker", "en"),
        ("poker", "hi"),
        ("poker", "ur"),
        ("bridge", "ta-IN"),
        ("bridge", "ur"),
        ("70x120", "ur"),
        ("A6", "ta-IN"),
    ],
)
def test_a_back_with_a_bar_holds_what_a_filled_back_holds(size: str, language: str) -> None:
    filled, barred = (
        plan_backs(Deck(job("cards", size, language, theme=theme)))
        for theme in ("colour", "low-ink")
    )
    assert barred.texts == filled.texts  # the same lines in the same sizes
    assert filled.bar == 0
    assert mm(3) <= barred.bar <= mm(6)
    assert barred.gap >= mm(3)


@pytest.mark.parametrize("language", ["en", "ur"])
def test_bars_stand_clear_of_all_texts_in_the_line_style_of_their_area(language: str) -> None:
    the_deck = deck("poker", language, "low-ink")
    content = words(language)[0]
    weights = set()
    for area in content.areas:
        category, skill = (
            next(p for p in the_deck.scene.pages if p.id == f"{id}-back")
            for id in (the_category(the_deck, area.id), area.skills[0].id)
        )
        assert [stroke for stroke, _ in bars(the_deck.scene, category)] == [
            stroke for stroke, _ in bars(the_deck.scene, skill)
        ]
        for page in (category, skill):
            base, y = bars(the_deck.scene, page)[0]
            weights.add(base.width)
            reach = base.width // 2 + mm(1.5)
            for run, box in runs(the_deck.scene, page):
                clear = box.bottom <= y - reach or y + reach <= box.y
                assert clear, f"{page.id}: {run.text!r}"
    assert len(weights) == 1


def bars(scene: Scene, page: Page) -> list[tuple[Stroke, int]]:
    """Return the strokes that cross a page, from the lowest, with the y they are at."""
    return [
        (node.stroke, place.rect(paths.bounds(node.outline)).y)
        for node, place in inked(scene, page)
        if isinstance(node, Path)
        and node.stroke
        and paths.bounds(node.outline).width >= page.trim.width
    ]


def the_category(product: Product, id: str) -> str:
    ids = {page.id for page in product.scene.pages}
    return f"category-{id}" if f"category-{id}-back" in ids else id


def test_nothing_draws_the_cut() -> None:
    scene = deck().scene
    for page in scene.pages:
        for node, place in inked(scene, page):
            if isinstance(node, Path) and node.stroke:
                box = place.rect(paths.bounds(node.outline))
                assert not (box.width >= page.trim.width and box.height >= page.trim.height)


# -- too long, too many --------------------------------------------------------------------


def changed(framework: Framework, id: str, **texts: str) -> Framework:
    """Return the framework with some texts of one skill replaced."""

    def value(text: Text, new: str) -> Text:
        return replace(text, value=new)

    areas = tuple(
        replace(
            area,
            skills=tuple(
                replace(
                    skill, **{name: value(getattr(skill, name), new) for name, new in texts.items()}
                )
                if skill.id == id
                else skill
                for skill in area.skills
            ),
        )
        for area in framework.areas
    )
    return replace(framework, areas=areas)


@pytest.mark.parametrize("role", ["title", "line", "definition", "ask"])
def test_a_text_too_long_is_named(role: str) -> None:
    content, _ = words()
    long = changed(content, "building-trust", **{role: "A text with no end in sight. " * 40})
    with pytest.raises(PrintkitError) as error:
        make(job("cards", framework=long))
    found = error.value.diagnostics
    assert {item.code for item in found} == {"overset"}
    assert any("building-trust" in item.path for item in found)
    assert all(item.span for item in found)


def test_a_word_too_wide_is_named() -> None:
    content, _ = words()
    long = changed(content, "building-trust", title="Donaudampfschifffahrtsgesellschaft" * 2)
    with pytest.raises(PrintkitError, match="building-trust"):
        make(job("cards", framework=long))


@pytest.mark.parametrize(
    ("role", "text", "faces"),
    [
        ("line", "Do what you promised.", {"building-trust-front"}),
        ("ask", "Whom do you trust?", {"building-trust-back"}),
        (
            "title",
            "Earning trust",
            {"building-trust-front", "building-trust-back", "working-across-boundaries-back"},
        ),
    ],
)
def test_changing_a_word_changes_only_the_pages_it_is_on(
    role: str, text: str, faces: set[str]
) -> None:
    content, _ = words()
    new = make(job("cards", framework=changed(content, "building-trust", **{role: text}), bleed=3))
    old = deck()
    assert new.scene.symbols == old.scene.symbols
    differ = {
        a.id for a, b in zip(old.scene.pages, new.scene.pages, strict=True) if a.nodes != b.nodes
    }
    assert differ == faces


def order_of(plan: FrontPlan) -> tuple[int, bool]:
    return next(iter(plan.names.values())).style.size, plan.strip


def test_the_names_shrink_before_the_stations_go() -> None:
    content, _ = words()
    usual = order_of(plan_fronts(Deck(job("cards"))))
    longer = changed(content, "building-trust", title="Building trust with everybody you meet")
    smaller = order_of(plan_fronts(Deck(job("cards", framework=longer))))
    assert smaller[0] < usual[0]
    assert smaller[1]


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    counts=st.lists(st.integers(1, 20), min_size=3, max_size=6),
    attitudes=st.integers(3, 8),
    factor=st.sampled_from([0.5, 1.0, 1.3, 1.8]),
    size=st.sampled_from(["70x120", "bridge", "A6"]),
)
def test_any_deck_is_laid_out_or_says_which_text_is_too_long(
    counts: list[int], attitudes: int, factor: float, size: str
) -> None:
    content, _ = words()
    shape = lengthened(reshaped(content, counts, attitudes), factor)
    try:
        scene = make(job("cards", size, framework=shape)).scene
    except PrintkitError as error:
        assert {item.code for item in error.diagnostics} == {"overset"}
        assert all(item.path and item.span for item in error.diagnostics)
        return
    assert len(scene.pages) == 2 * (2 + len(counts) + sum(counts) + attitudes)
    for page in scene.pages:
        safe = Rect(0, 0, page.trim.width, page.trim.height).inset(page.safe)
        strips = stations(scene, page)
        for run, box in runs(scene, page):
            assert safe.contains(box), f"{page.id}: {run.text!r}"
            assert not any(box.overlaps(strip) for strip in strips), f"{page.id}: {run.text!r}"
