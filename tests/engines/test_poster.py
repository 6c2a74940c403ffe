"""The poster: any number of areas and skills is laid out without one thing on another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from printkit.content.model import Framework
from printkit.diagnostics import PrintkitError
from printkit.engines.board import Draft
from printkit.engines.poster import surround
from printkit.engines.poster.measure import Measure
from printkit.engines.poster.plan import Placed, PosterPlan
from printkit.engines.poster.solve import Solver
from printkit.geometry import Rect
from printkit.scene.model import GlyphRun, Group, Path, Scene
from printkit.units import mm, to_pt
from tests.jobs import LANGUAGES, job, layouts, make, words
from tests.variants import lengthened, reshaped

SHAPES = [(4, 4, 4), (5, 5, 5, 5), (7,) * 5, (10,) * 6, (2, 5, 9)]
SIZES = layouts().sizes("poster")


def plan_of(
    framework: Framework | None = None, size: str = "A1", language: str = "en"
) -> PosterPlan:
    draft = Draft(job("poster", size, language, framework=framework), "the poster")
    return Solver(draft).solve()


def boxes(plan: PosterPlan) -> Iterator[tuple[str, Rect]]:
    """Yield the ink of every text, and of every disc, by name."""

    def ink(placed: Placed, align: str) -> Rect:
        box = placed.block.ink_box(placed.x, placed.baseline, placed.width, align)  # type: ignore[arg-type]
        if placed.block.direction == "rtl" and align != "centre":
            # planned from the start edge: mirror within its own width
            return Rect(2 * placed.x + placed.width - box.right, box.y, box.width, box.height)
        return box

    title = plan.header.title
    for number, line in enumerate(title.block.lines):
        base = title.baseline + number * title.block.leading
        yield "title", Rect.of(title.x, base + line.top, title.x + line.width, base + line.bottom)
    if plan.header.intro:
        yield "intro", ink(plan.header.intro, "start")
    for area in plan.areas:
        yield f"{area.area.id} heading", ink(area.heading, "start")
        beside = area.line.baseline == area.heading.baseline
        yield f"{area.area.id} line", ink(area.line, "end" if beside else "start")
        for row in area.rows:
            for tile in row.tiles:
                yield tile.entry.id, ink(tile.name, "start")
                if tile.line:
                    yield f"{tile.entry.id} line", ink(tile.line, "start")
    yield "heart heading", ink(plan.heart.heading, "start")
    for disc in plan.heart.discs:
        # The square inside the circle: discs in a zigzag share corners of their boxes.
        radius = round(plan.heart.radius * 0.7)
        yield (
            f"disc {disc.entry.id}",
            Rect(disc.x - radius, disc.y - radius, 2 * radius, 2 * radius),
        )
        yield disc.entry.id, ink(disc.name, "centre")
        if disc.line:
            yield f"{disc.entry.id} line", ink(disc.line, "centre")
    for number, prompt in enumerate(plan.footer.prompts):
        yield f"prompt {number}", ink(prompt, "start")
    for placed in plan.footer.credits:
        yield placed.text.key, ink(placed, "start")
    for number, item in enumerate(plan.footer.licence):
        yield f"licence {number}", ink(item, "end")
    yield "qr", plan.footer.qr


def collisions(plan: PosterPlan) -> list[tuple[str, str]]:
    return [
        (a, b)
        for (a, one), (b, two) in combinations(boxes(plan), 2)
        if one.overlaps(two) and a != b
    ]


def zones(plan: PosterPlan) -> list[tuple[int, int]]:
    """Return the bands from the top down: header, areas, heart, areas, footer."""
    areas = [(area.top, area.bottom) for area in plan.areas]
    heart = (plan.heart.top, plan.heart.bottom)
    header = (0, plan.header.title.bottom)
    return [header, *areas[: plan.above], heart, *areas[plan.above :], (plan.footer.top, 10**9)]


def check(plan: PosterPlan, width: int) -> None:
    assert collisions(plan) == []
    bands = zones(plan)
    assert all(a[1] < b[0] for a, b in pairwise(bands))
    for name, box in boxes(plan):
        assert box.x >= 0 and box.right <= width, name
    for area in plan.areas:
        for row in area.rows:
            ends = [tile.x + tile.figure.width for tile in row.tiles]
            starts = [tile.x for tile in row.tiles[1:]]
            assert all(end <= start for end, start in zip(ends, starts, strict=False))
            assert ends[-1] <= plan.columns.end


@pytest.mark.parametrize("counts", SHAPES)
def test_areas_of_any_size_solve_without_overlap(counts: Sequence[int]) -> None:
    plan = plan_of(reshaped(words()[0], counts))
    assert [len(area.area.skills) for area in plan.areas] == list(counts)
    check(plan, mm(594))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("size", SIZES)
def test_every_size_solves_in_every_language(size: str, language: str) -> None:
    check(plan_of(size=size, language=language), job("poster", size).layout.page.width)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    counts=st.lists(st.integers(1, 10), min_size=3, max_size=6).filter(
        lambda c: 12 <= sum(c) <= 60
    ),
    factor=st.sampled_from([0.4, 1.0, 1.4]),
    attitudes=st.integers(3, 12),
)
def test_no_counts_and_no_lengths_make_texts_collide(
    counts: list[int], factor: float, attitudes: int
) -> None:
    framework = lengthened(reshaped(words()[0], counts, attitudes), factor)
    try:
        plan = plan_of(framework)
    except PrintkitError as error:
        assert all(item.code == "overset" for item in error.diagnostics)
        return
    check(plan, mm(594))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_role_has_one_size(language: str) -> None:
    sizes: dict[str, set[int]] = {}
    for run in runs(make(job("poster", "A1", language)).scene):
        sizes.setdefault(run.text, set())
    plan = plan_of(language=language)
    tiles = [tile for area in plan.areas for row in area.rows for tile in row.tiles]
    assert len({tile.name.block.style.size for tile in tiles}) == 1
    assert len({tile.line.block.style.size for tile in tiles if tile.line}) <= 1
    assert len({area.heading.block.style.size for area in plan.areas}) == 1


@pytest.mark.parametrize("size", SIZES)
def test_no_text_is_printed_smaller_than_six_points(size: str) -> None:
    for run in runs(make(job("poster", size)).scene):
        assert to_pt(run.size) >= 5.99, run.text


def runs(scene: Scene) -> list[GlyphRun]:
    return [node for page in scene.pages for node in page.nodes if isinstance(node, GlyphRun)]


def test_a_row_of_unbroken_motifs_is_one_path_from_badge_to_heart() -> None:
    plan = plan_of()
    scene = make(job("poster")).scene
    badge, first = plan.columns.badge, plan.areas[1]
    paths = [node for node in scene.pages[0].nodes if isinstance(node, Path) and node.stroke]
    for area in plan.areas:
        inked = [
            path
            for path in paths
            if path.stroke and path.stroke.width == round(plan.tier.values["thread"])
        ]
        reach = max(
            (
                step[1] if step[0] != "C" else step[5]
                for p in inked
                for step in p.outline
                if step[0] in "MLC" and abs(step[-1] - area.y) < mm(1)
            ),
            default=0,
        )
        assert reach >= plan.columns.end - round(plan.tier.values["thread"])  # under its ring
    assert badge < first.rows[0].tiles[0].x


def test_a_word_changed_changes_nothing_but_its_own_runs() -> None:
    framework = words()[0]
    area = framework.areas[0]
    skill = replace(area.skills[0], title=replace(area.skills[0].title, value="Listening closely"))
    changed = replace(
        framework,
        areas=(replace(area, skills=(skill, *area.skills[1:])), *framework.areas[1:]),
    )
    before = make(job("poster")).scene.pages[0].nodes
    after = make(job("poster", framework=changed)).scene.pages[0].nodes
    differing = [(a, b) for a, b in zip(before, after, strict=True) if a != b]
    assert [
        (a.text, b.text)
        for a, b in differing
        if isinstance(a, GlyphRun) and isinstance(b, GlyphRun)
    ] == [("Listening deeply", "Listening closely")]
    assert len(differing) == 1


def test_a_word_wider_than_its_column_is_named() -> None:
    framework = words()[0]
    area = framework.areas[0]
    word = "Zusammenarbeitsverantwortungsbereitschaftserklärung"
    skill = replace(area.skills[0], title=replace(area.skills[0].title, value=word))
    broken = replace(
        framework,
        areas=(replace(area, skills=(skill, *area.skills[1:])), *framework.areas[1:]),
    )
    with pytest.raises(PrintkitError) as caught:
        make(job("poster", framework=broken))
    (finding,) = caught.value.diagnostics
    assert finding.code == "overset"
    assert finding.span == area.skills[0].title.span
    assert "Zusammenarbeits" in finding.message


def test_what_a_dense_poster_leaves_out_is_told() -> None:
    product = make(job("poster", framework=reshaped(words()[0], (10,) * 6)))
    assert product.dropped == (
        "the one-line texts of skills and attitudes",
        "the introduction",
    )


def test_right_to_left_mirrors_threads_but_not_the_code() -> None:
    urdu = make(job("poster", language="ur")).scene.pages[0]
    width = urdu.trim.width
    digits = [run for run in runs(make(job("poster", language="ur")).scene) if run.text == "1"]
    assert digits and digits[0].x > width / 2  # the first badge stands on the start side
    code = next(n for n in urdu.nodes if isinstance(n, Path) and n.tag is not None)
    xs = [step[1] for step in code.outline if step[0] in "ML"]
    assert max(xs) < width / 2
    top_left = min(s[1:] for s in code.outline if s[0] == "M")
    assert top_left[1] == min(step[2] for step in code.outline if step[0] == "M")


def test_threads_in_the_plait_are_painted_again_only_inside_a_clip() -> None:
    scene = make(job("poster")).scene
    groups = [node for node in scene.pages[0].nodes if isinstance(node, Group)]
    assert groups and all(group.clip is not None for group in groups)


def test_the_credit_is_placed_once_with_its_names() -> None:
    scene = make(job("poster", "A4", "hi")).scene
    (credit,) = scene.credits
    assert credit.protected == ("Q community", "Nesta")
    assert credit.text == words("hi")[0].credit.line.value


def test_reading_order_begins_with_the_title_and_passes_the_heart_in_the_middle() -> None:
    (document,) = make(job("poster")).scene.structure
    entries = [kid.entry for kid in document.kids]
    ids = [area.id for area in words()[0].areas]
    assert document.kids[0].role == "H1"
    assert entries[2:] == [*ids[:2], "heart", *ids[2:], "credit"]


@pytest.mark.parametrize("language", ["en", "bn-IN", "cy-GB", "te-IN"])
def test_prompts_are_as_far_from_the_licence_as_from_one_another(language: str) -> None:
    one = job("poster", "A1", language)
    found = surround.footer(Measure(Draft(one, "the poster")), one.layout.tiers[0])
    ends = [item.x + item.block.width for item in found.prompts]
    between = [item.x - end for end, item in zip(ends, found.prompts[1:], strict=False)]
    licence = min(item.x + item.width - item.block.width for item in found.licence)
    assert len({item.baseline for item in found.prompts}) == 1 and len(between) == 2
    assert licence - ends[-1] >= max(between)
