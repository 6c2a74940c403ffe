"""Marks stand beside cards and never on them; words are whole, and nothing meets anything."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from printkit.build.paint import glyph_boxes
from printkit.build.paint import marks as painted
from printkit.diagnostics import PrintkitError, Severity
from printkit.geometry import Rect, Sides, Size
from printkit.layout.output import MARKS, Flip
from printkit.locales.tags import parse_locale
from printkit.paths import bounds, rectangle
from printkit.press.dress import SLUG, Lettering, marked
from printkit.press.impose import Imposed, Imposition, cards_of, impose
from printkit.press.marks import BLACK, BRIM
from printkit.press.slug import Words
from printkit.scene.model import GlyphRun, Ink, Path, Scene
from printkit.scene.walk import leaves, symbol_table
from printkit.text.compose import Typesetter
from printkit.units import mm, pt
from tests.jobs import TAGS, fonts
from tests.press.sheets import PLAIN, deck, shipped, size
from tests.press.test_impose import paper_turned

POKER = size(63.5, 88.9)
TEXTS = {
    "en": ("Skills: cards", "Based on Skills, by Q community with Nesta."),
    "hi": ("मिलकर बदलाव लाने के हुनर: कार्ड",
           "Q community के संसाधन Skills पर आधारित, Nesta की साझेदारी में।"),
    "ur": ("مل کر تبدیلی لانے کے ہنر: کارڈ",
           "ماخوذ از Skills، جسے Q community نے Nesta کے اشتراک سے تیار کیا۔"),
}  # fmt: skip


def lettering(language: str = "en") -> Lettering:
    title, credit = TEXTS[language]
    words = Words(title, "v1.2", language, credit, page="{page} / {pages}",
                  front="{sheet} / {sheets} front*", back="{sheet} / {sheets} back*")  # fmt: skip
    return Lettering(words, Typesetter(fonts(), parse_locale(TAGS.get(language, language))))


def sheets(
    count: int = 9,
    card: Size = POKER,
    sheet: str = "A4",
    sides: Flip = "long",
    language: str = "en",
    bleed: float = 0,
    **options: Any,
) -> Imposed:
    direction: Any = "rtl" if language == "ur" else "ltr"
    scene = deck((f"{n:02}" for n in range(count)), card, bleed=mm(bleed), direction=direction)
    options.setdefault("marks", MARKS)
    how = Imposition(shipped().sheets[sheet], sides, **options)
    return impose(cards_of(scene), how, lettering=lettering(language))


def margins(scene: Scene, number: int) -> tuple[list[tuple[Rect, Path]], list[list[Rect]], str]:
    """Return what stands on a page beside its cards, from the sheet's top left corner: lines
    and patches with their boxes, the boxes of the glyphs of every run, and what all runs say.
    """
    page = scene.pages[number]
    paths, runs, words = [], [], []
    for mark in painted(page, symbol_table(scene)):
        node = mark.node
        if mark.clips:
            continue  # a card
        if isinstance(node, Path):
            outline = mark.transform.outline(node.outline)
            paths.append((moved(bounds(outline), page.medium), node))
        elif isinstance(node, GlyphRun):
            boxes = glyph_boxes(mark, fonts())
            runs.append([moved(box, page.medium) for box in boxes])
            words.append(node.text)
    return paths, runs, "".join(words)


def moved(box: Rect, medium: Rect) -> Rect:
    return Rect(box.x - medium.x, box.y - medium.y, box.width, box.height)


def bleeds(made: Imposed, bleed: float, sides: Flip, *, back: bool) -> list[Rect]:
    """Return the bleeds of all cards on a side of a sheet."""
    grid = made.grid
    over = paper_turned(grid.page, sides)
    found = [
        grid.reach(n).common(cell.outset(Sides.all(mm(bleed)))) for n, cell in enumerate(grid.cells)
    ]
    if sides == "fold":
        width, height = grid.page.width, grid.page.height
        found += [
            Rect(width - box.right, box.y, box.width, box.height)
            if grid.fold == "vertical"
            else Rect(box.x, height - box.bottom, box.width, box.height)
            for box in found
        ]
    elif back:
        found = [
            Rect.of(min(a[0], b[0]), min(a[1], b[1]), max(a[0], b[0]), max(a[1], b[1]))
            for box in found
            for a, b in [(over((box.x, box.y)), over((box.right, box.bottom)))]
        ]
    return found


@settings(max_examples=60, deadline=None, phases=[Phase.generate])
@given(
    st.tuples(st.integers(mm(40), mm(130)), st.integers(mm(40), mm(130))),
    st.sampled_from(PLAIN),
    st.sampled_from(("long", "short", "fold", "none")),
    st.sampled_from((0, 3)),
    st.sampled_from((0, 6, 9, 30)),
    st.sampled_from(tuple(TEXTS)),
)
def test_marks_never_stand_on_a_card_nor_on_its_bleed(
    card: tuple[int, int], sheet: str, sides: Any, bleed: int, gutter: int, language: str
) -> None:
    try:
        made = sheets(5, Size(*card), sheet, sides, language, bleed, gutter=mm(gutter))
    except PrintkitError:
        return
    brim = Rect(0, 0, made.grid.page.width, made.grid.page.height).inset(Sides.all(BRIM))
    for number in range(len(made.scenes[0].pages)):
        back = number % 2 == 1 and sides in ("long", "short")
        cards = bleeds(made, bleed, sides, back=back)
        paths, runs, _ = margins(made.scenes[0], number)
        for box in (*(box for box, _ in paths), *(box for run in runs for box in run)):
            assert brim.contains(box)
            assert not any(box.overlaps(bleed) for bleed in cards)
        words = [box for run in runs for box in run]
        for box, node in paths:
            # The plan of the piles has its numbers in it.
            if node.stroke is None or node.stroke.ink.name != "mark-faint":
                assert not any(box.overlaps(word) for word in words)


def lines_of(made: Imposed, number: int = 0) -> tuple[list[Rect], list[Rect]]:
    """Return the crop marks of a page: upright ones, then level ones."""
    paths, _, _ = margins(made.scenes[0], number)
    straight = [box for box, node in paths if node.stroke and len(node.outline) == 2]
    upright = [box for box in straight if box.width == 0]
    return upright, [box for box in straight if box.height == 0]


@pytest.mark.parametrize("sheet", PLAIN)
@pytest.mark.parametrize("bleed", [0, 3])
@pytest.mark.parametrize("sides", ["long", "fold"])
def test_every_cut_has_a_mark_at_both_of_its_ends(sheet: str, bleed: float, sides: Flip) -> None:
    made = sheets(sheet=sheet, sides=sides, bleed=bleed, marks=("crop",))
    upright, level = lines_of(made)
    block = made.grid.block
    for cell in made.grid.cells:
        for x in (cell.x, cell.right):
            own = [box for box in upright if box.x == x]
            assert any(box.bottom <= block.y for box in own)
            assert any(box.y >= block.bottom for box in own)
        for y in (cell.y, cell.bottom):
            own = [box for box in level if box.y == y]
            assert any(box.right <= block.x for box in own)
            assert any(box.x >= block.right for box in own)


def test_marks_stand_between_cards_that_lie_far_enough_apart() -> None:
    def among(gutter: float) -> set[str]:
        made = sheets(bleed=3, gutter=mm(gutter), marks=("crop",))
        paths, _, _ = margins(made.scenes[0], 0)
        block = made.grid.block
        return {n.stroke.ink.name for box, n in paths if n.stroke and block.contains(box)}

    assert among(6) == set()
    assert among(7) == set()
    assert among(9) == {"mark"}  # black alone: four inks on one another are too much for a card
    assert among(30) == {"mark"}


def test_crosses_and_marks_in_the_margin_are_on_every_plate() -> None:
    made = sheets(sheet="SRA3", bleed=3)
    paths, _, _ = margins(made.scenes[0], 0)
    inks = {node.stroke.ink for _, node in paths if node.stroke}
    (registration,) = (ink for ink in inks if ink.spot)
    assert (registration.spot, registration.cmyk) == ("All", (100, 100, 100, 100))
    assert registration.rgb == (0, 0, 0)
    circles = [box for box, n in paths if n.stroke and any(s[0] == "C" for s in n.outline)]
    assert len(circles) == 4
    middle = made.grid.page.height // 2
    assert sum(abs(box.centre.y - middle) < mm(1) for box in circles) == 2


def test_a_colour_bar_has_every_ink_full_and_half() -> None:
    made = sheets(sheet="SRA3", bleed=3)
    paths, _, _ = margins(made.scenes[0], 0)
    patches = [(box, node.fill) for box, node in paths if node.fill]
    assert {box.size for box, _ in patches} == {Size(mm(5), mm(5))}
    inks = [ink.cmyk for _, ink in patches if ink]
    for plate in range(4):
        for much in (100.0, 50.0):
            assert tuple(much if n == plate else 0.0 for n in range(4)) in inks


@pytest.mark.parametrize(("sheet", "bleed"), [("A4", 3), ("SRA3", 3), ("letter", 0)])
@pytest.mark.parametrize("sides", ["long", "short"])
def test_marks_of_a_back_lie_behind_those_of_its_front(
    sheet: str, bleed: float, sides: Flip
) -> None:
    made = sheets(sheet=sheet, bleed=bleed, sides=sides)
    over = paper_turned(made.grid.page, sides)
    fronts, backs = (
        {
            tuple(sorted(f(corner) for corner in ((box.x, box.y), (box.right, box.bottom))))
            for box, node in margins(made.scenes[0], number)[0]
            if node.stroke is None or node.stroke.ink.name != "mark-faint"
        }
        for number, f in ((0, over), (1, lambda corner: corner))
    )

    def corners(found: Any) -> set[tuple[int, int, int, int]]:
        return {(min(a[0], b[0]), min(a[1], b[1]), max(a[0], b[0]), max(a[1], b[1]))
                for a, b in found}  # fmt: skip

    assert corners(fronts) == corners(backs)


@pytest.mark.parametrize("language", list(TEXTS))
@pytest.mark.parametrize("sheet", ["A4", "SRA3"])
def test_a_slug_says_all_of_its_words_on_every_page(language: str, sheet: str) -> None:
    made = sheets(20, sheet=sheet, language=language, marks=("slug",))
    (scene,) = made.scenes
    assert made.notes == ()
    for number, page in enumerate(scene.pages):
        _, _, said = margins(scene, number)
        title, credit = TEXTS[language]
        side = "back*" if page.id.endswith("-back") else "front*"
        sheet = f"{number // 2 + 1} / {len(scene.pages) // 2}"
        wanted = f"{title} v1.2 {language} {sheet} {side} {credit}"
        for word in wanted.split():
            assert all(letter in said for letter in word), word
        if language != "ur":
            for word in wanted.split():
                assert word in said
        sizes = [n.size for n, _, _ in leaves(page.nodes, symbol_table(scene))
                 if isinstance(n, GlyphRun)]  # fmt: skip
        assert min(sizes) >= pt(5)


def test_a_slug_that_has_no_room_is_left_out_whole_and_told() -> None:
    long = Lettering(Words("word " * 200), lettering().setter)
    how = Imposition(shipped().sheets["A4"], "none", marks=("slug",))
    made = impose(cards_of(deck("ab", size(193, 280))), how, lettering=long)
    _, runs, said = margins(made.scenes[0], 0)
    assert (runs, said) == ([], "")
    assert [note.severity for note in made.notes] == [Severity.NOTE]
    assert "no room for the line of product" in str(made.notes[0])


@pytest.mark.parametrize("language", ["en", "ur"])
@pytest.mark.parametrize(("sheet", "bleed"), [("A4", 0), ("A4", 3), ("SRA3", 3)])
@pytest.mark.parametrize("sides", ["long", "fold"])
def test_cuts_are_numbered_rows_first_and_then_as_one_reads(
    language: str, sheet: str, bleed: float, sides: Flip
) -> None:
    made = sheets(sheet=sheet, language=language, bleed=bleed, sides=sides, marks=("crop",))
    scene, grid = made.scenes[0], made.grid
    page = scene.pages[0]
    numbers: dict[int, tuple[int, int]] = {}
    for mark in painted(page, symbol_table(scene)):
        if isinstance(mark.node, GlyphRun):
            box = glyph_boxes(mark, fonts())[0]
            at = moved(box, page.medium)
            numbers[int(mark.node.text)] = (at.centre.x, at.bottom)
    xs = sorted({x for cell in grid.cells for x in (cell.x, cell.right)})
    ys = sorted({y for cell in grid.cells for y in (cell.y, cell.bottom)})
    assert sorted(numbers) == list(range(1, len(xs) + len(ys) + 1))
    for number, y in enumerate(ys, 1):
        assert 0 < y - numbers[number][1] < mm(1)  # right above its line
    along = xs if language == "en" else xs[::-1]
    for number, x in enumerate(along, len(ys) + 1):
        distance = numbers[number][0] - x
        assert 0 < (distance if language == "en" else -distance) < mm(2.5)


@pytest.mark.parametrize("language", ["en", "ur"])
def test_the_plan_of_the_piles_shows_which_lies_where(language: str) -> None:
    """On A4 nine cards lie in three rows; of 11 on two sheets come six piles."""
    made = sheets(11, language=language, marks=("slug",))
    scene = made.scenes[0]
    page = scene.pages[0]
    found = []
    for mark in painted(page, symbol_table(scene)):
        if isinstance(mark.node, GlyphRun) and mark.node.text.isdigit():
            (box, *_) = glyph_boxes(mark, fonts())
            found.append((box.centre.y // mm(1), box.centre.x, mark.node.text))
    rows: dict[int, list[str]] = {}
    for y, _, text in sorted(found):
        rows.setdefault(y, []).append(text)
    read = list(rows.values())
    assert read == ([["1", "2", "3"], ["4", "5", "6"]] if language == "en"
                    else [["3", "2", "1"], ["6", "5", "4"]])  # fmt: skip


def test_sheets_that_are_filled_one_by_one_have_no_plan_of_piles() -> None:
    made = sheets(11, marks=("slug",), order="sheet")
    paths, _, _ = margins(made.scenes[0], 0)
    assert paths == [] and made.notes == ()


@pytest.mark.parametrize(("card", "apart"), [(POKER, True), (size(70, 70), False)])
def test_a_fold_is_a_broken_line_from_edge_to_edge_where_cards_lie_clear_of_it(
    card: Size, apart: bool
) -> None:
    made = sheets(card=card, sides="fold", marks=("fold",))
    paths, _, _ = margins(made.scenes[0], 0)
    assert all(node.stroke and node.stroke.dash for _, node in paths)
    page = made.grid.page
    vertical = made.grid.fold == "vertical"
    middle = (page.width if vertical else page.height) // 2
    assert all((box.x if vertical else box.y) == middle for box, _ in paths)
    assert len(paths) == (3 if apart else 2)


def test_perforated_stock_has_words_and_no_marks_to_cut_at() -> None:
    made = sheets(12, size(88.9, 50.8), "avery-5371")
    paths, _, said = margins(made.scenes[0], 0)
    assert "Skills: cards" in said
    plan = [node for _, node in paths if node.stroke and node.stroke.ink.name == "mark-faint"]
    assert len(plan) == 1
    assert not lines_of(sheets(12, size(88.9, 50.8), "avery-5371", marks=("crop",)))[0]


def test_what_is_drawn_in_margins_keeps_apart() -> None:
    made = sheets(sheet="SRA3", bleed=3)
    for number in (0, 1):
        paths, _, _ = margins(made.scenes[0], number)
        patches = [box for box, node in paths if node.fill]
        crosses = [box for box, n in paths if n.stroke and any(s[0] == "C" for s in n.outline)]
        plans = [b for b, n in paths if n.stroke and n.stroke.ink.name == "mark-faint"]
        around = Rect.of(
            min(box.x for box in patches), min(box.y for box in patches),
            max(box.right for box in patches), max(box.bottom for box in patches),
        )  # fmt: skip
        things = [around, *crosses, *plans]
        assert not any(a.overlaps(b) for a, b in combinations(things, 2))


# -- single pages --------------------------------------------------------------------------


@pytest.mark.parametrize("language", list(TEXTS))
def test_pages_get_a_slug_and_keep_what_they_have(language: str) -> None:
    scene = deck("ab", size(210, 297), bleed=mm(3))
    made, notes = marked(scene, MARKS, lettering(language), folds=(("vertical", mm(105)),))
    assert notes == ()
    assert made.symbols == scene.symbols and made.credits == scene.credits
    for before, after in zip(scene.pages, made.pages, strict=True):
        assert after.nodes[: len(before.nodes)] == before.nodes
        assert (after.trim, after.bleed, after.slug) == (before.trim, before.bleed, Sides.all(SLUG))
        added = Scene((after,), scene.metadata)
        for mark in painted(after, symbol_table(added))[len(before.nodes) :]:
            boxes = (
                glyph_boxes(mark, fonts())
                if isinstance(mark.node, GlyphRun)
                else (bounds(mark.transform.outline(mark.node.outline)),)
                if isinstance(mark.node, Path)
                else ()
            )
            for box in boxes:
                assert after.medium.contains(box)
                assert not box.overlaps(after.bleed_box)


def test_crop_marks_of_a_page_begin_just_outside_its_bleed_and_point_at_its_trim() -> None:
    page = marked(deck("a", POKER, bleed=mm(3)), ("crop",))[0].pages[0]
    found = {bounds(node.outline) for node in page.nodes[1:] if isinstance(node, Path)}
    width, height, five, three = POKER.width, POKER.height, mm(5), mm(3.2)
    assert found == {
        *(Rect(x, y, 0, five) for x in (0, width) for y in (-three - five, height + three)),
        *(Rect(x, y, five, 0) for y in (0, height) for x in (-three - five, width + three)),
    }


def test_without_marks_a_scene_stays_as_it_is() -> None:
    scene = deck("a", POKER)
    assert marked(scene, ()) == (scene, ())


def test_a_line_too_long_for_a_small_page_is_left_out_and_told() -> None:
    scene = deck("a", size(20, 20))
    long = Lettering(Words("word " * 60), lettering().setter)
    made, (note,) = marked(scene, ("slug",), long)
    assert made.pages[0].nodes == scene.pages[0].nodes
    assert note.message.startswith("the margin of 2 pages has no room")


# -- what is said --------------------------------------------------------------------------


def test_a_line_counts_sheets_and_their_sides_and_pages_where_there_are_no_sheets() -> None:
    words = Words("Skills: cards")
    said = [words.said(2, 4, what)[0] for what in ("page", "sheet", "front", "back")]
    assert said == [
        f"Skills: cards · {what}"
        for what in ("Page 2 of 4", "Sheet 2 of 4", "Sheet 2 of 4, front", "Sheet 2 of 4, back")
    ]


def test_a_press_elsewhere_reads_the_count_in_figures_of_its_own() -> None:
    words = Words("कार्ड", front="{sheets} पैकी कागद {sheet}, पुढची बाजू", page="பக்கம் {page} / {pages}")
    assert words.said(2, 4, "front", "Deva")[0] == "कार्ड · 4 पैकी कागद 2, पुढची बाजू · 2/4"
    assert words.said(2, 4, "page", "Taml")[0] == "कार्ड · பக்கம் 2 / 4"  # there they are


def test_the_title_is_said_once_where_the_credit_says_it() -> None:
    def said(title: str, credit: str) -> tuple[str, str]:
        return Words("Skills: cards, A6", "v1", credit=credit, title=title).said(1, 1)

    assert said("Skills", "Skills · Q community") == (
        "Cards, A6 · v1 · Page 1 of 1", "Skills · Q community"
    )  # fmt: skip
    assert said("Skills", "Q community")[0].startswith("Skills: cards, A6 · ")
    assert said("", "Skills · Q community")[0].startswith("Skills: cards, A6 · ")


# -- plates --------------------------------------------------------------------------------

TEAL = Ink("teal", (0, 128, 128), (90.0, 10.0, 40.0, 0.0), "PANTONE 321 C")
PALE = Ink("teal-30", (180, 220, 220), (30.0, 3.0, 13.0, 0.0), "PANTONE 321 C")
GOLD = Ink("gold", (180, 150, 60), (20.0, 30.0, 80.0, 10.0), "PANTONE 871 C")


def in_spots(bleed: float = 3) -> Scene:
    """Return a deck whose backs are in two spot colours."""
    scene = deck("ab", POKER, bleed=mm(bleed))
    area = Rect(0, 0, mm(10), mm(10))
    inked = tuple(Path(rectangle(area), fill=one) for one in (PALE, TEAL, GOLD))
    pages = tuple(
        replace(page, nodes=(*page.nodes, *inked)) if page.id.endswith("-back") else page
        for page in scene.pages
    )
    return replace(scene, pages=pages)


def at_press(*spots: str) -> Lettering:
    return Lettering(lettering().words, lettering().setter, spots)


def on_paper(scene: Scene, said: Lettering, sides: Flip = "long") -> Scene:
    how = Imposition(shipped().sheets["SRA3"], sides, marks=MARKS)
    made = impose(cards_of(scene), how, lettering=said)
    assert made.notes == ()
    return made.scenes[0]


def alone(scene: Scene, said: Lettering, sides: Flip = "long") -> Scene:
    return marked(scene, MARKS, said)[0]


def plates(scene: Scene, number: int) -> dict[str, Ink]:
    """Return the names of plates on a page, with the inks they are set in."""
    page = scene.pages[number]
    runs: dict[str, Ink] = {}
    for node, _, _ in leaves(page.nodes, symbol_table(scene)):
        if isinstance(node, GlyphRun) and (node.ink != BLACK):
            assert pt(6) <= node.size <= pt(7)
            runs[node.text] = node.ink
    return runs


@pytest.mark.parametrize("dress", [on_paper, alone])
def test_every_plate_has_its_name_in_its_own_ink_alone(dress: Any) -> None:
    made = dress(in_spots(), at_press("PANTONE 321 C", "PANTONE 9 C"))
    for number in range(len(made.pages)):
        found = plates(made, number)
        assert list(found) == ["Cyan", "Magenta", "Yellow", "Black", "PANTONE 321 C"]
        assert found.pop("PANTONE 321 C") == TEAL  # not its tint
        assert [ink.cmyk for ink in found.values()] == [
            tuple(100.0 if plate == own else 0.0 for plate in range(4)) for own in range(4)
        ]


@pytest.mark.parametrize("dress", [on_paper, alone])
def test_what_is_not_for_a_press_has_no_names_of_plates(dress: Any) -> None:
    assert plates(dress(in_spots(), lettering()), 0) == {}


@pytest.mark.parametrize("dress", [on_paper, alone])
def test_a_colour_bar_has_a_full_and_a_half_patch_of_every_spot_colour(dress: Any) -> None:
    made = dress(in_spots(), at_press("PANTONE 321 C"))
    patches = [
        node.fill.cmyk
        for _, node in margins(made, 0)[0]
        if node.fill is not None and node.fill.spot == "PANTONE 321 C"
    ]
    assert patches == [TEAL.cmyk, (45.0, 5.0, 20.0, 0.0)]


def test_spot_colours_that_are_only_on_backs_make_no_plate_where_no_back_is_printed() -> None:
    made = on_paper(in_spots(), at_press("PANTONE 321 C"), "none")
    assert list(plates(made, 0)) == ["Cyan", "Magenta", "Yellow", "Black"]


@pytest.mark.parametrize("language", ["en", "hi"])
def test_a_slug_begins_at_the_trim_where_there_is_room(language: str) -> None:
    scene = deck("a", size(420, 594), bleed=mm(3))
    page = marked(scene, MARKS, lettering(language))[0].pages[0]
    boxes = [
        box
        for one in painted(page, {})
        if isinstance(one.node, GlyphRun)
        for box in glyph_boxes(one, fonts())
    ]
    assert 0 <= min(box.x for box in boxes) < mm(1.7)  # clear of the crop mark, if beside it


@pytest.mark.parametrize("sheet", PLAIN)
@pytest.mark.parametrize("sides", ["long", "fold"])
def test_there_are_four_crosses_or_a_note(sheet: str, sides: Flip) -> None:
    made = sheets(sheet=sheet, bleed=3, sides=sides)
    paths, _, _ = margins(made.scenes[0], 0)
    crosses = [box for box, n in paths if n.stroke and any(s[0] == "C" for s in n.outline)]
    told = any("all registration marks" in note.message for note in made.notes)
    assert len(crosses) == 4 or (len(crosses) < 4 and told)
    assert len(crosses) == 4 or sheet not in ("SRA3", "12x18", "13x19")


def test_what_finds_no_room_is_told_each() -> None:
    bare = replace(shipped().sheets["A4"], margin=Sides.all(BRIM))
    how = Imposition(bare, "none", marks=MARKS)
    made = impose(cards_of(deck("ab", size(199, 286))), how, lettering=at_press())
    said = " ".join(note.message for note in made.notes)
    for what in ("registration marks", "the colour bar", "the line of product", "the plates"):
        assert what in said
    assert {note.severity for note in made.notes} == {Severity.NOTE}
