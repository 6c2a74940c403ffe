"""The sheet: any counts and any language, nothing on anything else, nothing shrunk to fit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import combinations, pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from printkit import paths
from printkit.content.model import Framework, Kit
from printkit.diagnostics import PrintkitError
from printkit.engines import qr
from printkit.engines.board import Draft
from printkit.engines.model import Job
from printkit.engines.sheet import Sheet
from printkit.engines.sheet.notes import spread
from printkit.engines.sheet.pieces import PEOPLE, Heading, Needs, Part, Side, Tile, column
from printkit.engines.sheet.plan import plan
from printkit.geometry import Rect, Sides, enclosing
from printkit.scene.model import GlyphRun, Path, Scene, StructNode
from printkit.scene.walk import leaf_box, placed
from printkit.units import mm, to_mm, to_pt
from tests.jobs import LANGUAGES, fonts, job, layouts, make, words
from tests.variants import lengthened, reshaped

SIZES = layouts().sizes("sheet")
SHAPES = [(4, 4, 4), (5, 5, 5, 5), (2, 5, 9), (7,) * 5, (4,) * 6, (10,) * 6]
WRITING = {"en": 8, "hi": 9, "ur": 11}


def sheet(
    framework: Framework | None = None, size: str = "A3", language: str = "en"
) -> Sheet:
    return Sheet(Draft(job("sheet", size, language, framework=framework), "the sheet"))


def sides(
    framework: Framework | None = None, size: str = "A3", language: str = "en"
) -> tuple[Side, ...]:
    return sheet(framework, size, language).settled()[1]


@cache
def scene(
    framework: Framework | None = None, size: str = "A3", language: str = "en", **more: object
) -> Scene:
    return make(job("sheet", size, language, framework=framework, **more)).scene  # type: ignore[arg-type]


# -- the plan: arithmetic ------------------------------------------------------------------


def needs(
    rows: Sequence[int], attitudes: int = 6, questions: int = 5, writing: float = 8
) -> Needs:
    """Return needs in millimetres of the drawing, much as English has them."""
    return Needs(
        parts=(
            *(Part("area", n, count) for n, count in enumerate(rows)),
            Part("attitudes", 0, attitudes),
            Part("ask", 0),
        ),
        questions=questions,
        columns=3,
        gutter=mm(10),
        head=mm(20),
        foot=mm(6.6),
        pitch_least=mm(11),
        pitch_wish=mm(14.5),
        pitch_most=mm(18.5),
        ease=0.89,
        apart=1.25,
        gap=mm(8.5),
        gap_most=mm(20),
        writing=mm(writing),
        lines_least=3,
        lines_most=6,
        lines_page=9,
        lines_dense=2,
        first_line=mm(writing),
        note_gap=mm(6),
        ask=mm(36),
        ask_lines=2,
        headings=lambda widths: tuple(
            Heading(mm(4), mm(0 if width > mm(100) or question % 2 else 5))
            for question, width in enumerate(widths)
        ),
    )


FRONT = Rect(mm(12), mm(55), mm(396), mm(220))
BACK = Rect(mm(12), mm(40), mm(396), mm(235))

COUNTS = st.lists(st.integers(1, 15), min_size=3, max_size=6).filter(
    lambda counts: 12 <= sum(counts) <= 60
)


def expect_sound(need: Needs, found: Sequence[Side]) -> None:
    tiles = [tile for side in found for tile in side.tiles]
    blocks = [(tile.kind, tile.index) for tile in tiles if tile.kind != "note"]
    assert blocks == [(part.kind, part.index) for part in need.parts]
    notes = [tile for tile in tiles if tile.kind == "note"]
    assert [tile.index for tile in notes] == list(range(need.questions))
    assert all(tile in found[-1].tiles for tile in notes)
    for side in found:
        for tile in side.tiles:
            assert side.body.inset(Sides.all(-2)).contains(tile.box), tile
            expect_roomy(need, tile)
    headings = need.headings(tuple(tile.box.width for tile in notes))
    for tile, heading in zip(notes, headings, strict=True):
        lines = (tile.count - 1) * tile.pitch + need.first_line
        assert lines + heading.drop + heading.rest <= tile.box.height + tile.count
    for row in {tile.box.bottom: None for tile in notes}:
        fields = [n for n, tile in enumerate(notes) if tile.box.bottom == row]
        assert len({notes[n].box.y + headings[n].drop for n in fields}) == 1
        assert len({notes[n].count for n in fields}) == 1
        for one, two in combinations(side.tiles, 2):
            assert not one.box.overlaps(two.box), (one, two)


def expect_roomy(need: Needs, tile: Tile) -> None:
    if tile.kind in ("area", "attitudes"):
        assert tile.pitch >= need.pitch_least - 1
        rows = need.head + (tile.count - 1) * tile.pitch + need.foot
        assert abs(tile.box.height - rows) <= tile.count + 1
    elif tile.kind == "ask":
        assert tile.pitch >= need.writing - 1 and tile.count >= need.ask_lines
        assert need.ask + PEOPLE * tile.count * tile.pitch <= tile.box.height + PEOPLE * tile.count
    else:
        assert tile.pitch >= need.writing and 2 <= tile.count <= need.lines_page


@settings(max_examples=150, deadline=None)
@given(
    rows=COUNTS,
    attitudes=st.integers(3, 12),
    questions=st.integers(3, 7),
    writing=st.sampled_from([8, 9, 11, 11.3, 15.6]),
)
def test_every_block_has_its_place_and_no_two_the_same(
    rows: list[int], attitudes: int, questions: int, writing: float
) -> None:
    need = needs(rows, attitudes, questions, writing)
    found = plan(need, FRONT, BACK)
    assert found is not None
    expect_sound(need, found)


@settings(max_examples=60, deadline=None)
@given(rows=COUNTS, writing=st.sampled_from([8, 9, 11]))
def test_a_sheet_is_turned_over_only_when_one_side_could_not_hold_it(
    rows: list[int], writing: float
) -> None:
    """Judged without the planner: at the least pitch, no three columns hold the blocks."""
    need = needs(rows, writing=writing)
    found = plan(need, FRONT, BACK)
    assert found is not None
    strip = mm(9) + need.first_line + 2 * need.writing
    room = FRONT.height - strip - need.gap

    def height(part: Part) -> float:
        return need.height(part, need.pitch_least) if part.rows else need.ask_height(2)

    heights = [height(part) for part in need.parts]
    count = len(heights)

    def fits(group: Sequence[float], room: float) -> bool:
        return sum(group) + (len(group) - 1) * need.gap <= room

    over_notes = any(
        all(fits(group, room) for group in (heights[:a], heights[a:b], heights[b:]))
        for a in range(1, count - 1)
        for b in range(a + 1, count)
    )
    beside_notes = any(
        fits(heights[:a], FRONT.height) and fits(heights[a:], FRONT.height)
        for a in range(1, count)
    )
    if over_notes:
        assert len(found) == 1
    if len(found) == 1:
        above_notes = len(rows) == 3 and (
            max(heights[:3]) + need.gap + max(heights[3:]) <= FRONT.height
        )
        assert over_notes or beside_notes or above_notes


def test_fields_are_shared_out_from_the_start_so_that_the_last_has_most_room() -> None:
    assert [spread(n, 3) for n in (3, 4, 5, 6)] == [(1, 1, 1), (2, 1, 1), (2, 2, 1), (2, 2, 2)]


def test_columns_and_gutters_fill_the_body() -> None:
    need = needs((5, 5, 5, 5))
    columns = [column(need, FRONT, n) for n in range(3)]
    assert columns[0].x == FRONT.x and abs(columns[2].right - FRONT.right) <= 2
    assert all(abs(b.x - a.right - need.gutter) <= 2 for a, b in pairwise(columns))


# -- the sheet: real texts -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("counts", "size", "count"),
    [
        ((5, 5, 5, 5), "A3", 1),
        ((4, 4, 4), "A3", 1),
        ((2, 5, 9), "A3", 1),
        ((7,) * 5, "A3", 2),
        ((10,) * 6, "A3", 2),
        ((5, 5, 5, 5), "A4", 2),
        ((5, 5, 5, 5), "letter", 2),
    ],
)
def test_side_two_appears_when_it_is_needed(
    counts: tuple[int, ...], size: str, count: int
) -> None:
    assert len(sides(reshaped(words()[0], counts), size)) == count


def test_what_flows_over_is_what_comes_last() -> None:
    first, second = sides(size="A4")
    assert "note" not in {tile.kind for tile in first.tiles}
    assert {tile.kind for tile in second.tiles} == {"note"}
    first, second = sides(reshaped(words()[0], (7,) * 5))
    assert [tile.kind for tile in first.tiles] == ["area"] * 5 + ["attitudes"]
    first, second = sides(reshaped(words()[0], (10,) * 6))
    assert [tile.index for tile in first.tiles if tile.kind == "area"] == [0, 1, 2]
    assert [tile.index for tile in second.tiles if tile.kind == "area"] == [3, 4, 5]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("size", SIZES)
def test_writing_lines_keep_the_distance_of_the_hand_on_every_paper(
    size: str, language: str
) -> None:
    for side in sides(size=size, language=language):
        for tile in side.tiles:
            if tile.kind in ("ask", "note"):
                assert to_mm(tile.pitch) >= WRITING[language] - 0.01


@pytest.mark.parametrize("size", SIZES)
def test_marks_are_large_enough_for_a_pen_as_printed(size: str) -> None:
    symbols = {symbol.id: symbol for symbol in scene(size=size).symbols}
    least = 4.6 if size in ("A4", "letter") else 6.5
    boxes = [leaf_box(node) for node in symbols["marks"].nodes if isinstance(node, Path)]
    assert len(boxes) == 5
    assert all(to_mm(min(box.width, box.height)) >= least for box in boxes)
    assert all(a.right < b.x for a, b in pairwise(boxes))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("size", SIZES)
def test_every_size_in_every_language_has_nothing_on_anything_else(
    size: str, language: str
) -> None:
    expect_clear(scene(size=size, language=language))


@pytest.mark.parametrize("counts", SHAPES)
@pytest.mark.parametrize("language", ["en", "ur"])
def test_areas_of_any_size_have_nothing_on_anything_else(
    counts: tuple[int, ...], language: str
) -> None:
    expect_clear(scene(reshaped(words(language)[0], counts), language=language))


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    counts=COUNTS,
    factor=st.sampled_from([0.5, 1.0, 1.6]),
    attitudes=st.integers(3, 12),
    size=st.sampled_from(SIZES),
)
def test_no_counts_and_no_lengths_make_things_collide(
    counts: list[int], factor: float, attitudes: int, size: str
) -> None:
    framework = lengthened(reshaped(words()[0], counts, attitudes), factor)
    try:
        made = scene(framework, size)
    except PrintkitError as error:
        assert {item.code for item in error.diagnostics} == {"overset"}
        return
    expect_clear(made)
    expect_rows(made, framework)


@pytest.mark.parametrize("theme", layouts().themes)
def test_every_theme_has_nothing_on_anything_else(theme: str) -> None:
    expect_clear(scene(theme=theme))


def run_box(run: GlyphRun) -> Rect:
    """Return the ink of a run, from the font's own extents."""
    face = fonts().face(run.font)
    boxes: list[Rect] = []
    pen = 0
    for glyph in run.glyphs:
        box = face.extents(glyph.gid)
        if box is not None and box[2] > box[0]:
            left, right = pen + glyph.x_offset + box[0], pen + glyph.x_offset + box[2]
            top, bottom = -(glyph.y_offset + box[3]), -(glyph.y_offset + box[1])
            boxes.append(Rect.of(left, top, right, bottom))
        pen += glyph.x_advance
    em = enclosing(boxes) or Rect(0, 0, 0, 0)
    scale = run.size / face.upem
    return Rect.of(
        run.x + round(em.x * scale),
        run.baseline + round(em.y * scale),
        run.x + round(em.right * scale),
        run.baseline + round(em.bottom * scale),
    )


def expect_clear(made: Scene) -> None:
    """Texts stay clear of one another, of marks and of the code, all inside the safe area."""
    for number, page in enumerate(made.pages):
        safe = Rect(0, 0, page.trim.width, page.trim.height).inset(page.safe)
        texts: list[tuple[int | None, GlyphRun, Rect]] = []
        marks: list[Rect] = []
        rules: list[Rect] = []
        figures = {tag for node in nodes(made) if node.role == "Figure" for tag in node.tags}
        for leaf in placed(made):
            if leaf.page != number:
                continue
            node = leaf.node
            if isinstance(node, GlyphRun):
                texts.append((leaf.tag, node, run_box(node)))
            elif isinstance(node, Path) and leaf.tag in figures:
                marks.append(leaf.transform.rect(leaf_box(node)))
            elif isinstance(node, Path) and node.stroke and len(node.outline) == 2:
                box = leaf.transform.rect(leaf_box(node))
                if box.x > 0 and box.right < page.trim.width and node.fill is None:
                    rules.append(box)
        assert texts and [run.text for _, run, box in texts if not safe.contains(box)] == []
        assert all(safe.contains(box) for box in marks)
        for _, run, box in texts:
            assert not any(box.overlaps(mark) for mark in marks), run.text
            assert not any(
                box.overlaps(rule) for rule in rules if rule.height < mm(1)
            ), run.text
        texts.sort(key=lambda item: item[2].y)
        for place, (tag, one, a) in enumerate(texts):
            for other, two, b in texts[place + 1 :]:
                if b.y >= a.bottom:
                    break
                same = tag == other if tag is not None else _one_label(one, two)
                assert same or not a.overlaps(b), (one.text, two.text)


def _one_label(one: GlyphRun, two: GlyphRun) -> bool:
    """Return whether two untagged runs are lines of one centred label over the marks."""
    return abs((one.x + one.width / 2) - (two.x + two.width / 2)) < mm(0.5)


def nodes(made: Scene) -> Iterator[StructNode]:
    todo = list(made.structure)
    while todo:
        node = todo.pop(0)
        yield node
        todo = [*node.kids, *todo]


def expect_rows(made: Scene, framework: Framework) -> None:
    rows = [node for node in nodes(made) if node.role == "LI" and node.entry]
    entries = [skill for area in framework.areas for skill in area.skills]
    entries += framework.heart.attitudes
    assert [row.entry for row in rows] == [entry.title.key for entry in entries]
    for row in rows:
        (body,) = row.kids
        name, marks = body.kids
        assert name.tags and marks.role == "Figure" and marks.tags


@pytest.mark.parametrize("counts", SHAPES)
def test_every_skill_and_attitude_has_its_row(counts: tuple[int, ...]) -> None:
    framework = reshaped(words()[0], counts, attitudes=7)
    expect_rows(scene(framework), framework)


def test_the_marks_of_a_row_are_spoken_with_their_labels() -> None:
    figure = next(node for node in nodes(scene()) if node.role == "Figure")
    assert figure.alt == "Not yet, Starting, Often, I help others; Others see it"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("size", SIZES)
def test_a_side_has_one_rhythm(size: str, language: str) -> None:
    for side in sides(size=size, language=language):
        pitches = [tile.pitch for tile in side.tiles if tile.kind in ("area", "attitudes")]
        assert not pitches or max(pitches) <= 1.25 * min(pitches) + 2


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("size", SIZES)
def test_what_is_written_on_keeps_clear_of_the_code(size: str, language: str) -> None:
    made = sheet(size=size, language=language)
    dark = made.m.qr_box.y + made.m.qr[1]
    for side in made.settled()[1]:
        assert max(tile.box.bottom for tile in side.tiles) <= dark - made.m.v("foot-clear")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("size", SIZES)
def test_names_in_pills_end_before_the_round_end(size: str, language: str) -> None:
    measures = sheet(size=size, language=language).m
    room = measures.v("pill-width") - measures.v("pill-name") - measures.v("pill-end")
    assert all(block.width <= room for block in measures.pills[:-1])


def test_the_questions_of_a_side_share_the_size_that_has_them_on_one_line() -> None:
    made = sheet()
    notes = [tile for tile in made.settled()[1][-1].tiles if tile.kind == "note"]
    blocks = made.m.questions.over(tuple(tile.box.width for tile in notes))
    assert len({tile.box.width for tile in notes}) > 1
    assert {len(block.lines) for block in blocks} == {1}
    assert len({block.style.size for block in blocks}) == 1
    assert mm(4.4) <= blocks[0].style.size < made.m.style("question").size
    assert len({tile.box.y for tile in notes}) == 1


def test_a_question_too_long_for_one_line_makes_none_smaller_and_all_begin_level() -> None:
    framework = words()[0]
    first, *rest = framework.sheet.questions
    long = replace(first, text=replace(first.text, value="What I am confident of when it is busy"))
    changed = replace(framework, sheet=replace(framework.sheet, questions=(long, *rest)))
    made = sheet(changed)
    notes = [tile for tile in made.settled()[1][-1].tiles if tile.kind == "note"]
    blocks = made.m.questions.over(tuple(tile.box.width for tile in notes))
    assert len(blocks[0].lines) == 2
    assert {block.style.size for block in blocks} == {made.m.style("question").size}
    assert len({tile.box.y for tile in notes}) == 1
    expect_clear(scene(changed))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_titles_ink_begins_where_the_blocks_begin(language: str) -> None:
    made = scene(language=language)
    page = made.pages[0]
    title = next(node for node in nodes(made) if node.role == "H1")
    boxes = [run_box(run) for _, run in runs(made) if run.tag in title.tags]
    if language == "ur":
        start = page.trim.width - max(box.right for box in boxes)
    else:
        start = min(box.x for box in boxes)
    assert start == pytest.approx(mm(12), abs=3)


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_names_have_one_size(language: str) -> None:
    made = scene(size="A4", language=language)
    keys = {row.entry for row in nodes(made) if row.role == "LI" and row.entry}
    tags = {tag for node in nodes(made) if node.entry in keys for tag in node.tags}
    sizes = {run.size for _, run in runs(made) if run.tag in tags}
    assert len(sizes) == 1


def runs(made: Scene) -> Iterator[tuple[int, GlyphRun]]:
    for leaf in placed(made):
        if isinstance(leaf.node, GlyphRun):
            yield leaf.page, leaf.node


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("size", SIZES)
def test_no_text_is_printed_below_its_floor(size: str, language: str) -> None:
    floor = 7 if language == "ur" else 6
    for _, run in runs(scene(size=size, language=language)):
        assert to_pt(run.size) >= floor - 0.01 or run.direction == "ltr", run.text
        assert to_pt(run.size) >= 5.99, run.text


@pytest.mark.parametrize("size", SIZES)
def test_each_side_has_its_credit_and_a_code_that_can_be_scanned(size: str) -> None:
    made = scene(size=size)
    content = words()[0]
    assert [credit.page for credit in made.credits] == list(range(len(made.pages)))
    assert {credit.text for credit in made.credits} == {content.credit.line.value}
    code = next(symbol for symbol in made.symbols if symbol.id == "qr")
    modules = qr.modules(content.credit.source_url)
    assert to_mm(code.box.width) >= 0.35 * modules - 0.01
    alts = [node.alt for node in nodes(made) if node.alt.startswith("QR")]
    assert len(alts) == len(made.pages)
    assert all(content.credit.source_url in alt for alt in alts)


def test_the_placeholder_address_is_said_on_the_page_until_it_is_supplied() -> None:
    content = words()[0]
    assert "address to follow" in {run.text for _, run in runs(scene())}
    supplied = replace(content, credit=replace(content.credit, placeholder=False))
    assert "address to follow" not in {run.text for _, run in runs(scene(supplied))}


@pytest.mark.parametrize("language", ["en", "ur"])
def test_threads_run_into_the_bleed_on_both_sides(language: str) -> None:
    made = scene(language=language, bleed=3)
    width = made.pages[0].trim.width
    for page in made.pages:
        across = [
            node
            for node in page.nodes
            if isinstance(node, Path) and node.stroke and len(node.outline) == 2
            and abs(node.outline[1][1] - node.outline[0][1]) >= width  # type: ignore[misc]
        ]
        bases = [path for path in across if not path.stroke.dash]  # type: ignore[union-attr]
        assert len(bases) >= len(words()[0].areas)
        for path in across:
            xs = sorted(step[1] for step in path.outline)  # type: ignore[misc]
            assert xs == [-mm(3), width + mm(3)]


def relabelled(kit: Kit, **labels: str) -> Kit:
    texts = dict(kit.texts)
    for key, value in labels.items():
        name = f"scale.{key.replace('_', '-')}"
        texts[name] = replace(texts[name], value=value)
    return replace(kit, texts=texts)


def with_kit(base: Job, kit: Kit) -> Job:
    return replace(base, kit=kit)


def test_labels_too_long_to_stand_side_by_side_become_numbers_with_a_key() -> None:
    base = job("sheet")
    long = relabelled(base.kit, starting="Angefangenes", often="Regelmäßigkeit")
    made = make(with_kit(base, long)).scene
    expect_clear(made)
    texts = [run.text for _, run in runs(made)]
    assert texts.count("Regelmäßigkeit") == 1
    blocks = len(words()[0].areas) + 1
    assert texts.count("4") >= blocks + 1  # over the marks, in the key (and area 4's badge)
    short = [run.text for _, run in runs(make(base).scene)]
    assert short.count("Often") == blocks


def test_a_name_that_does_not_fit_is_an_error_that_names_it() -> None:
    framework = words()[0]
    area = framework.areas[0]
    word = "Zusammenarbeitsverantwortungsbereitschaftserklärung"
    skill = replace(area.skills[0], title=replace(area.skills[0].title, value=word))
    broken = replace(
        framework,
        areas=(replace(area, skills=(skill, *area.skills[1:])), *framework.areas[1:]),
    )
    with pytest.raises(PrintkitError) as caught:
        scene(broken)
    (finding,) = caught.value.diagnostics
    assert finding.code == "overset"
    assert finding.span == skill.title.span
    assert "Zusammenarbeits" in finding.message


def test_long_steps_make_the_head_higher_and_not_the_type_smaller_than_its_ladder() -> None:
    framework = words()[0]
    more = " Take all the time you need, and come back to it tomorrow." * 2
    longer = tuple(
        replace(item, text=replace(item.text, value=item.text.value + more))
        for item in framework.sheet.steps
    )
    changed = replace(framework, sheet=replace(framework.sheet, steps=longer))
    before, after = sheet(), sheet(changed)
    assert before.head.more == 0 and after.head.more > 0
    assert after.body("body").y == before.body("body").y + after.head.more
    expect_clear(scene(changed))


def test_right_to_left_begins_at_the_right_and_leaves_the_code_as_it_is() -> None:
    made = scene(language="ur")
    page = made.pages[0]
    title = next(node for node in nodes(made) if node.role == "H1")
    boxes = [run_box(run) for _, run in runs(made) if run.tag in title.tags]
    assert all(box.x > page.trim.width / 2 for box in boxes)
    code = [
        leaf for leaf in placed(made)
        if isinstance(leaf.node, Path) and leaf.page == 0 and len(leaf.node.outline) > 500
    ]
    assert code and all(leaf.transform.a > 0 for leaf in code)


def test_the_reading_order_is_that_of_the_sheet() -> None:
    (document,) = scene().structure
    content = words()[0]
    assert document.role == "Document" and document.kids[0].role == "H1"
    assert [kid.entry for kid in document.kids if kid.role == "Sect"] == [
        *(area.id for area in content.areas),
        "heart",
        "ask",
        *(question.id for question in content.sheet.questions),
        "credit",
    ]
    steps = document.kids[2]
    assert steps.role == "L" and len(steps.kids) == len(content.sheet.steps)


def test_a_word_changed_changes_its_own_run_alone() -> None:
    framework = words()[0]
    area = framework.areas[0]
    skill = replace(area.skills[0], title=replace(area.skills[0].title, value="Listening closely"))
    changed = replace(
        framework,
        areas=(replace(area, skills=(skill, *area.skills[1:])), *framework.areas[1:]),
    )
    before, after = scene().pages[0].nodes, scene(changed).pages[0].nodes
    differing = [(a, b) for a, b in zip(before, after, strict=True) if a != b]
    assert [a.text for a, _ in differing if isinstance(a, GlyphRun)] == ["Listening deeply"]
    assert len(differing) == 1


def test_low_ink_rings_the_heads_of_blocks_instead_of_filling_them() -> None:
    def filled(theme: str) -> int:
        made = job("sheet", theme=theme)
        width = round(made.layout.values["pill-width"])
        heads = {area.thread for area in made.layout.areas} | {made.layout.inks["flood"]}
        return sum(
            node.fill in heads and paths.bounds(node.outline).width >= width - mm(1)
            for page in make(made).scene.pages
            for node in page.nodes
            if isinstance(node, Path) and node.fill
        )

    assert filled("colour") >= 5
    assert filled("low-ink") == 0
