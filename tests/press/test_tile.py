"""Posters on sheets: nothing is lost between tiles, and glued together they are the poster."""

from __future__ import annotations

from functools import cache
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from PIL import Image

from printkit.build.credit import inspect
from printkit.build.readback import check_pdf
from printkit.diagnostics import PrintkitError, Severity, Span
from printkit.geometry import Rect, Sides, Size, Transform
from printkit.layout.output import PressSheet
from printkit.paths import bounds, rectangle
from printkit.pdfio.read import rasterise
from printkit.press.marks import BLACK
from printkit.press.seams import LEAST, Precious, Tiling, part, tile_name
from printkit.press.tile import OVERLAP, tile_words, tiled, tiling_of
from printkit.render.pdf import render_pdf
from printkit.scene.model import (
    GlyphRun,
    Metadata,
    Page,
    Path,
    PlacedPage,
    Scene,
)
from printkit.scene.model import (
    Image as Picture,
)
from printkit.scene.walk import leaf_box, placed, used_images
from printkit.text.compose import Typesetter
from printkit.units import inch, mm
from tests.jobs import fonts, job, layouts, make, words
from tests.press.sheets import ink, shipped, size
from tests.render.pictures import apart

DPI = 60
FINER = 4  # pieces lie between the pixels of the whole
LANGUAGES = ("en", "hi", "ur")


@cache
def poster(of: str, language: str = "en", bleed: float = 0) -> Scene:
    return make(job("poster", of, language, bleed=bleed)).scene


@cache
def sheets(of: str, on: str, language: str = "en", bleed: float = 0) -> Scene:
    return on_sheets(poster(of, language, bleed), on, language)


def on_sheets(scene: Scene, on: str, language: str = "en", front: Transform | None = None) -> Scene:
    one = job("poster", "", language)
    setter = Typesetter(fonts(), one.locale, one.framework.credit.protected)
    said = tile_words(words(language)[1])
    moved = front or Transform()
    made, notes = tiled(
        scene, shipped().sheets[on], OVERLAP, said, setter, lambda sheet: (moved, Transform())
    )
    assert notes == ()
    return made


# -- geometry -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("of", "on", "count", "columns", "lying"),
    [
        ("A1", "A4", 15, 3, True),
        ("A1", "A3", 8, 2, True),
        ("A2", "A4", 8, 2, True),
        ("A2", "A3", 4, 2, False),
        ("A3", "A4", 4, 2, False),
        ("24x36", "letter", 15, 3, True),
        ("24x36", "tabloid", 8, 2, True),
    ],
)
def test_the_fewest_sheets_are_taken(
    of: str, on: str, count: int, columns: int, lying: bool
) -> None:
    found = part(layouts().formats[of].size, shipped().sheets[on], OVERLAP)
    assert (len(found.tiles), found.columns) == (count, columns)
    assert (found.page.width > found.page.height) == lying


BOXES = st.lists(
    st.builds(
        lambda x, y, w, h: Precious(Rect(mm(x), mm(y), mm(w), mm(h))),
        st.integers(0, 900), st.integers(0, 900), st.integers(1, 200), st.integers(1, 40),
    ),
    max_size=8,
)  # fmt: skip


@given(
    st.integers(300, 1300), st.integers(300, 1300), st.integers(0, 40),
    st.sampled_from(["A4", "A3", "letter"]), st.sampled_from(["ltr", "rtl"]), BOXES,
)  # fmt: skip
def test_every_point_is_on_a_sheet_and_neighbours_overlap_exactly(
    width: int, height: int, overlap: int, on: str, direction: str, boxes: list[Precious]
) -> None:
    trim, sheet = size(width, height), shipped().sheets[on]
    if all(a <= b for a, b in zip(sorted((width, height)), sorted(sides(sheet)), strict=True)):
        return
    made = part(trim, sheet, mm(overlap), direction, boxes)  # type: ignore[arg-type]
    grid = {(tile.row, tile.column): tile for tile in made.tiles}
    assert grid.keys() == set(product(range(made.rows), range(made.columns)))
    whole = Rect(0, 0, trim.width, trim.height)
    for (row, column), tile in grid.items():
        assert whole.contains(tile.box) and tile.box.contains(tile.shown)
        assert tile.box.width <= made.free.width and tile.box.height <= made.free.height
        beside, below = grid.get((row, column + 1)), grid.get((row + 1, column))
        if beside:
            common = tile.box.common(beside.box)
            assert (common.width, common.height) == (made.overlap, tile.box.height)
            seam = tile.shown.right if direction == "ltr" else tile.shown.x
            assert seam == (beside.shown.x if direction == "ltr" else beside.shown.right)
        if below:
            common = tile.box.common(below.box)
            assert (common.height, common.width) == (made.overlap, tile.box.width)
            assert tile.shown.bottom == below.shown.y
    # What is shown covers the poster without a gap, and nothing twice.
    shown = [tile.shown for tile in made.tiles]
    assert sum(one.width * one.height for one in shown) == whole.width * whole.height
    assert not any(a.overlaps(b) for n, a in enumerate(shown) for b in shown[:n])
    first = grid[0, 0].shown
    assert (first.x == 0) if direction == "ltr" else (first.right == trim.width)


def sides(sheet: PressSheet) -> tuple[float, float]:
    return sheet.size.width / mm(1), sheet.size.height / mm(1)


def test_seams_go_around_what_should_stay_whole() -> None:
    trim, sheet = size(594, 841), shipped().sheets["A4"]
    plain = part(trim, sheet, OVERLAP)
    seam = plain.tiles[0].shown.bottom
    kept = Rect(mm(20), seam - mm(4), mm(100), mm(8))
    made = part(trim, sheet, OVERLAP, "ltr", [Precious(kept)])
    assert not any(tile.shown.contains(kept) for tile in plain.tiles)
    assert any(tile.shown.contains(kept) for tile in made.tiles)
    assert len(made.tiles) == len(plain.tiles)


def test_without_anything_in_the_way_tiles_are_alike() -> None:
    made = part(size(594, 841), shipped().sheets["A4"], OVERLAP)
    widths = [tile.box.width for tile in made.tiles]
    assert max(widths) - min(widths) <= 2


def test_sheets_are_named_as_on_a_map() -> None:
    assert [tile_name(*at) for at in ((0, 0), (1, 2), (25, 0), (26, 9))] == [
        "1A", "2C", "26A", "27J",
    ]  # fmt: skip


@pytest.mark.parametrize("turned", [False, True])
def test_what_is_no_larger_than_the_sheet_is_refused(turned: bool) -> None:
    trim = size(210, 297).turned() if turned else size(210, 297)
    with pytest.raises(PrintkitError, match=r"is no larger than A4"):
        part(trim, shipped().sheets["A4"], OVERLAP)


@pytest.mark.parametrize(("margin", "overlap"), [(95, 10), (8, 180), (0, 190)])
def test_a_margin_or_an_overlap_that_eats_the_sheet_is_refused(margin: int, overlap: int) -> None:
    square = Size(mm(210), mm(210))
    sheet = replace(shipped().sheets["A4"], size=square, margin=Sides.all(mm(margin)))
    with pytest.raises(PrintkitError, match=r"leave less than 30 mm of A4"):
        part(size(594, 841), sheet, mm(overlap))


def test_an_overlap_below_nothing_is_refused() -> None:
    with pytest.raises(PrintkitError, match="0 mm or more"):
        part(size(594, 841), shipped().sheets["A4"], -mm(1))


# -- pages ----------------------------------------------------------------------------------


def marks(scene: Scene, number: int) -> list[tuple[Rect, bool]]:
    """Return a sheet's marks, as boxes in the space of its piece, and whether they are broken."""
    found = []
    for one in placed(scene):
        stroke = one.node.stroke if isinstance(one.node, Path) else None
        if one.page == number and stroke is not None and stroke.ink == BLACK:
            box = one.transform.rect(bounds(one.node.outline))  # type: ignore[union-attr]
            found.append((box, bool(stroke.dash)))
    return found


@pytest.mark.parametrize(("language", "on"), [("en", "A4"), ("ur", "A3")])
def test_whole_marks_stand_where_to_cut_and_broken_ones_at_the_seams(
    language: str, on: str
) -> None:
    scene = sheets("A1", on, language)
    made = tiling_of(poster("A1", language), 0, shipped().sheets[on])
    ltr = language == "en"
    for number, tile in enumerate(made.tiles, 1):
        page, box = scene.pages[number], tile.box
        assert (page.id, page.trim) == (tile.name, box.size)
        last_column, last_row = tile.column + 1 == made.columns, tile.row + 1 == made.rows
        cuts_x = {0 if ltr else box.width} | ({box.width if ltr else 0} if last_column else set())
        cuts_y = {0} | ({box.height} if last_row else set())
        seams_x = set() if last_column else {box.width - OVERLAP if ltr else OVERLAP}
        seams_y = set() if last_row else {box.height - OVERLAP}
        found = marks(scene, number)
        for broken, xs, ys in ((False, cuts_x, cuts_y), (True, seams_x, seams_y)):
            some = [mark for mark, dashed in found if dashed == broken]
            assert {mark.x for mark in some if not mark.width} == xs, page.id
            assert {mark.y for mark in some if not mark.height} == ys, page.id
        piece = Rect(0, 0, box.width, box.height)
        assert not any(mark.overlaps(piece) for mark, _ in found)
        assert all(page.medium.contains(mark) for mark, _ in found)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sheet_says_which_it_is_and_has_a_map(language: str) -> None:
    scene = sheets("A1", "A4", language)
    made = tiling_of(poster("A1", language), 0, shipped().sheets["A4"])
    for number, tile in enumerate(made.tiles, 1):
        said = [one for one in placed(scene) if one.page == number]
        labels = [
            one
            for one in said
            if isinstance(one.node, GlyphRun) and one.node.text.startswith(tile.name)
        ]
        assert len(labels) == 1
        dark = [one for one in said if isinstance(one.node, Path) and one.node.fill
                and one.node.fill.name == "tile-dark"]  # fmt: skip
        assert len(dark) == 1
        for one in (*labels, *dark):  # clear of the picture, on the paper
            page = scene.pages[number]
            box = one.transform.rect(leaf_box(one.node))
            assert not box.inset(Sides.all(mm(0.5))).overlaps(page.paper)
            assert page.medium.contains(box)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_seam_says_which_sheet_is_glued_on(language: str) -> None:
    scene = sheets("A3", "A4", language)
    names = {page.id: number for number, page in enumerate(scene.pages)}
    for own, others in (("1A", {"1B", "2A"}), ("1B", {"2B"}), ("2A", {"2B"}), ("2B", set())):
        page = scene.pages[names[own]]
        said = " ".join(
            one.node.text
            for one in placed(scene)
            if one.page == names[own]
            and isinstance(one.node, GlyphRun)
            and one.node.ink == BLACK
            and page.paper.contains(one.transform.rect(Rect(one.node.x, one.node.baseline, 1, 1)))
        )
        assert {name for name in names if name in said} == others


def test_the_first_page_names_every_sheet_on_a_picture_of_the_poster() -> None:
    scene = sheets("A1", "A4")
    first = [one.node.text for one in placed(scene) if one.page == 0
             and isinstance(one.node, GlyphRun)]  # fmt: skip
    assert {page.id for page in scene.pages[1:]} <= set(first)
    assert "15 × A4" in first
    assert "How to join the sheets" in first


# -- the credit -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("of", "on", "language"),
    [("A1", "A4", "en"), ("A1", "A3", "ur"), ("A2", "A3", "hi"), ("A3", "A4", "ur")],
)
def test_the_guard_is_content_and_the_plan_has_the_whole_credit(
    of: str, on: str, language: str
) -> None:
    scene = sheets(of, on, language)
    credit = words(language)[0].credit
    assert inspect(scene, fonts(), credit, Span("layouts/poster.toml")) == ()
    assert {placed.text for placed in poster(of, language).credits} == {
        placed.text for placed in scene.credits if placed.page == 0
    }
    check_pdf(render_pdf(scene, fonts(), {}), scene, fonts())


def test_a_credit_that_no_seam_cuts_is_told_on_its_sheet() -> None:
    scene = sheets("A3", "A4")
    pages = {scene.pages[placed.page].id for placed in scene.credits}
    assert pages == {"plan", "2A"}


# -- ink ------------------------------------------------------------------------------------


def fine(pdf: bytes, page: int) -> Image.Image:
    drawn = rasterise(pdf, DPI * FINER, page)
    return Image.frombytes("RGB", (drawn.width, drawn.height), drawn.data)


def assembled(scene: Scene, made: Tiling) -> Image.Image:
    """Return the sheets cut at their seams and laid edge to edge, over one another."""
    scale = DPI * FINER / inch(1)
    pdf = render_pdf(scene, fonts(), {})
    whole = Image.new("RGB", (round(made.poster.width * scale), round(made.poster.height * scale)))
    for number, tile in enumerate(made.tiles, 1):
        medium = scene.pages[number].medium
        picture = fine(pdf, number)
        left = round((tile.shown.x - tile.box.x - medium.x) * scale)
        top = round((tile.shown.y - tile.box.y - medium.y) * scale)
        right = left + round(tile.shown.right * scale) - round(tile.shown.x * scale)
        bottom = top + round(tile.shown.bottom * scale) - round(tile.shown.y * scale)
        piece = picture.crop((left, top, right, bottom))
        whole.paste(piece, (round(tile.shown.x * scale), round(tile.shown.y * scale)))
    return whole.reduce(FINER)


@pytest.mark.parametrize(
    ("of", "language", "bleed"),
    [("A3", "ur", 0), ("A3", "en", 3), pytest.param("A1", "hi", 0, marks=pytest.mark.slow)],
)
def test_glued_together_the_sheets_are_the_poster(of: str, language: str, bleed: float) -> None:
    whole = poster(of, language, bleed)
    made = tiling_of(whole, 0, shipped().sheets["A4"])
    scene = sheets(of, "A4", language, bleed)
    own = fine(render_pdf(whole, fonts(), {}), 0)
    edge = round(mm(bleed) * DPI * FINER / inch(1))
    own = own.crop((edge, edge, own.width - edge, own.height - edge)).reduce(FINER)
    assert apart(assembled(scene, made), own) < 0.5


def test_the_poster_bleeds_where_its_own_edge_is_cut() -> None:
    scene = sheets("A3", "A4", bleed=3)
    bleeds = {page.id: page.bleed for page in scene.pages}
    three = mm(3)
    assert bleeds["1A"] == Sides(three, 0, 0, three)
    assert bleeds["2B"] == Sides(0, three, three, 0)


def test_the_poster_is_drawn_once_and_stays_vectors() -> None:
    whole = poster("A1")
    scene = sheets("A1", "A4")
    assert used_images(scene) == used_images(whole) == ()
    own, made = (len(render_pdf(one, fonts(), {})) for one in (whole, scene))
    # A sheet has its words, marks and a map of its own, and nothing of the poster.
    assert made < own + 1500 * len(scene.pages)
    faces = [symbol for symbol in scene.symbols if symbol.id.startswith("face-")]
    assert len(faces) == 1


def test_a_page_of_a_foreign_file_is_tiled_as_well() -> None:
    trim = size(420, 594)
    page = Page("page-1", trim, (PlacedPage("d" * 64, 0, Rect(0, 0, trim.width, trim.height)),))
    scene = on_sheets(Scene((page,), Metadata("Flyer", "en")), "A4")
    assert len(scene.pages) == 1 + 8
    nodes = [node for symbol in scene.symbols for node in symbol.nodes]
    assert sum(isinstance(node, PlacedPage) for node in nodes) == 1
    assert not any(isinstance(one.node, Picture) for one in placed(scene))


@pytest.mark.parametrize(("margin", "lost"), [(4, 2), (10, 1), (16, 0)])
def test_labels_and_maps_that_have_no_room_are_told(margin: int, lost: int) -> None:
    one = job("poster", "", "en")
    setter = Typesetter(fonts(), one.locale, one.framework.credit.protected)
    sheet = replace(shipped().sheets["A4"], margin=Sides.all(mm(margin)))
    filled = Size(
        2 * (sheet.size.width - 2 * mm(margin)) - OVERLAP,
        2 * (sheet.size.height - 2 * mm(margin)) - OVERLAP,
    )
    scene = Scene((Page("a", filled, ()),), Metadata("Skills", "en"))
    _, notes = tiled(scene, sheet, OVERLAP, tile_words(words("en")[1]), setter)
    assert len(notes) == lost
    assert {note.severity for note in notes} <= {Severity.NOTE}


def test_several_pages_are_each_planned_and_tiled() -> None:
    trim = size(297, 420)
    pages = tuple(
        Page(id, trim, (Path(rectangle(Rect(0, 0, mm(50), mm(50))), fill=ink(id)),))
        for id in ("one", "two")
    )
    scene = on_sheets(Scene(pages, Metadata("Two", "en")), "A4")
    assert [page.id for page in scene.pages] == [
        *(f"1-{id}" for id in ("plan", "1A", "1B", "2A", "2B")),
        *(f"2-{id}" for id in ("plan", "1A", "1B", "2A", "2B")),
    ]


def test_a_printer_that_shifts_its_paper_is_corrected_on_every_page() -> None:
    shift = Transform.move(mm(1), -mm(2))
    whole = poster("A3")
    plain, moved = on_sheets(whole, "A4"), on_sheets(whole, "A4", front=shift)
    for number, (one, other) in enumerate(zip(plain.pages, moved.pages, strict=True)):
        assert one.medium == other.medium
        before = [found.transform for found in placed(plain) if found.page == number]
        after = [found.transform for found in placed(moved) if found.page == number]
        assert {(b.e - a.e, b.f - a.f) for a, b in zip(before, after, strict=True)} == {
            (mm(1), -mm(2))
        }


def test_no_tile_is_a_strip() -> None:
    made = part(size(1300, 400), shipped().sheets["A4"], OVERLAP)
    assert all(min(tile.shown.width, tile.shown.height) >= LEAST for tile in made.tiles)
