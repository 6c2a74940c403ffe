"""Backs lie behind their fronts: on paper that is turned over here by geometry of its own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from printkit.diagnostics import PrintkitError
from printkit.geometry import IDENTITY, Size, Transform
from printkit.layout.output import Flip
from printkit.press.impose import Card, Imposed, Imposition, cards_of, impose
from printkit.scene.model import (
    Group,
    Link,
    Metadata,
    Page,
    Path,
    PlacedCredit,
    Rect,
    Scene,
    StructNode,
    Symbol,
    Use,
)
from printkit.scene.walk import every_node, tagged
from printkit.units import mm
from tests.jobs import job, layouts, make
from tests.press.sheets import PLAIN, deck, face, ink, inked, shipped, size

SIDES: tuple[Flip, ...] = ("long", "short", "separate", "fold")
CARDS = ("70x120", "poker", "poker-eu", "bridge", "tarot", "A6", "A7", "square-70", "jumbo")
XY = tuple[int, int]


def about(axis: tuple[int, int], middle: tuple[float, float]) -> Callable[[XY], XY]:
    """Return where a point of the paper is seen after half a turn in space about a line.

    What lies along the line stays; what lies across it comes to its other side.
    """

    def turned(place: XY) -> XY:
        dx, dy = place[0] - middle[0], place[1] - middle[1]
        along = dx * axis[0] + dy * axis[1]
        return (
            round(middle[0] + 2 * along * axis[0] - dx),
            round(middle[1] + 2 * along * axis[1] - dy),
        )

    return turned


def paper_turned(sheet: Size, sides: Flip) -> Callable[[XY], XY]:
    """Return how a duplex printer turns a sheet over: about a line along one of its edges."""
    middle = (sheet.width / 2, sheet.height / 2)
    along_x, along_y = (1, 0), (0, 1)
    long_edge = along_y if sheet.height >= sheet.width else along_x
    short_edge = along_x if long_edge is along_y else along_y
    axis = {"long": long_edge, "short": short_edge}.get(sides, along_y)
    return about(axis, middle)


def sheets_of(made: Imposed, sides: Flip) -> list[tuple[list[Any], list[Any]]]:
    """Return for each sheet the triangles on its front and on its back, as each is seen."""
    if sides == "separate":
        fronts, backs = made.scenes
        return [(inked(fronts, n), inked(backs, n)) for n in range(len(fronts.pages))]
    (scene,) = made.scenes
    if sides == "fold":
        every = [inked(scene, n) for n in range(len(scene.pages))]
        return [
            (
                [one for one in found if one[0].endswith("-front")],
                [one for one in found if one[0].endswith("-back")],
            )
            for found in every
        ]
    return [(inked(scene, n), inked(scene, n + 1)) for n in range(0, len(scene.pages), 2)]


@settings(max_examples=300, deadline=None)
@given(
    st.sampled_from(CARDS) | st.tuples(st.integers(mm(40), mm(150)), st.integers(mm(40), mm(150))),
    st.sampled_from(PLAIN),
    st.booleans(),
    st.sampled_from(SIDES),
    st.sampled_from(("ltr", "rtl")),
    st.lists(st.integers(0, 4), min_size=1, max_size=12),
    st.sampled_from((0, mm(3))),
    st.sampled_from(("stack", "sheet")),
)
def test_every_back_lies_behind_its_front(
    name: Any,
    sheet: str,
    lying: bool,
    sides: Flip,
    direction: Any,
    copies: list[int],
    bleed: int,
    order: Any,
) -> None:
    if isinstance(name, str):
        card = layouts().formats[name].size if name != "square-70" else size(70, 70)
    else:
        card = Size(*name)
    card = card.turned() if lying else card
    ids = [f"card-{number}" for number in range(len(copies))]
    scene = deck(ids, card, bleed=bleed, direction=direction)
    cards = cards_of(scene, dict(zip(ids, copies, strict=True)))
    how = Imposition(shipped().sheets[sheet], sides, order=order)
    try:
        made = impose(cards, how)
    except PrintkitError as error:
        told = str(error)
        assert "no card is to be printed" in told if not any(copies) else "does not fit" in told
        return
    paper = made.grid.page
    if sides == "fold":
        lines = {"vertical": (0, 1), "horizontal": (1, 0)}
        over = about(lines[made.grid.fold or ""], (paper.width / 2, paper.height / 2))
    else:
        over = paper_turned(paper, sides)
    counted = []
    for fronts, backs in sheets_of(made, sides):
        seen = {(id.removesuffix("-front"), tuple(map(over, places))) for id, places in fronts}
        assert seen == {(id.removesuffix("-back"), places) for id, places in backs}
        assert len(seen) == len(fronts) == len(backs)
        counted += [id.removesuffix("-front") for id, _ in fronts]
    assert sorted(counted) == sorted(
        id for id, count in zip(ids, copies, strict=True) for _ in range(count)
    )


@pytest.mark.parametrize(
    ("card", "sheet", "sides", "turn"),
    [
        ("70x120", "A4", "long", 1),  # upright sheets, upright backs
        ("70x120", "A4", "short", -1),
        ("poker", "A4", "short", 1),  # with bleed poker cards lie on sheets that lie
        ("poker", "A4", "long", -1),
        ("poker", "A4", "separate", 1),
    ],
)
def test_backs_turn_half_round_where_rows_are_mirrored(
    card: str, sheet: str, sides: Flip, turn: int
) -> None:
    scene = deck(["a"], layouts().formats[card].size, bleed=mm(3))
    made = impose(cards_of(scene), Imposition(shipped().sheets[sheet], sides))
    page = made.scenes[-1].pages[-1]
    (use,) = (node for node in every_node(page.nodes) if isinstance(node, Use))
    assert (use.transform.a, use.transform.d) == (turn, turn)


@settings(max_examples=50, deadline=None)
@given(
    st.integers(1, 60), st.sampled_from(PLAIN), st.sampled_from(("ltr", "rtl")),
    st.sampled_from(("long", "short")),
)  # fmt: skip
def test_piles_come_off_in_deck_order(
    count: int, sheet: str, direction: Any, sides: Flip
) -> None:
    """Cut all sheets as one pile; lay the piles on one another as one reads."""
    ids = [f"{number:03}" for number in range(count)]
    scene = deck(ids, size(63, 88), direction=direction)
    made = impose(cards_of(scene), Imposition(shipped().sheets[sheet], sides))
    piles: dict[XY, list[str]] = {}
    for fronts, _ in sheets_of(made, sides):
        for name, places in fronts:
            x, y = places[0]
            piles.setdefault((y, x if direction == "ltr" else -x), []).append(name)
    cut = [name.removesuffix("-front") for place in sorted(piles) for name in piles[place]]
    assert cut == ids


@pytest.mark.parametrize("sides", ["long", "short"])
def test_perforated_stock_has_its_backs_behind_its_fronts(sides: Flip) -> None:
    for name, sheet in shipped().sheets.items():
        if sheet.stock is None:
            continue
        for card in (sheet.stock.size, sheet.stock.size.turned()):
            scene = deck(["a", "b", "c"], card)
            made = impose(cards_of(scene, 7), Imposition(sheet, sides))
            over = paper_turned(sheet.size, sides)
            for fronts, backs in sheets_of(made, sides):
                seen = {(id[0], tuple(map(over, places))) for id, places in fronts}
                assert seen == {(id[0], places) for id, places in backs}, name


# -- what is on a sheet --------------------------------------------------------------------

POKER = size(63.5, 88.9)


def on_a4(cards: Any, sides: Flip = "long", **options: Any) -> Imposed:
    return impose(cards, Imposition(shipped().sheets["A4"], sides, **options))


def test_pages_alternate_and_their_medium_is_the_sheet() -> None:
    made = on_a4(cards_of(deck("abc", POKER), 4))
    (scene,) = made.scenes
    assert [page.id for page in scene.pages] == [
        "sheet-1-front", "sheet-1-back", "sheet-2-front", "sheet-2-back",
    ]  # fmt: skip
    for page in scene.pages:
        assert page.medium.size == Size(mm(210), mm(297))
        assert page.trim == made.grid.block.size


def test_fronts_and_backs_can_be_two_files() -> None:
    fronts, backs = on_a4(cards_of(deck("abc", POKER)), "separate").scenes
    assert ([page.id for page in fronts.pages], [page.id for page in backs.pages]) == (
        ["sheet-1-front"], ["sheet-1-back"],
    )  # fmt: skip
    assert all("back" not in symbol.nodes[0].fill.name for symbol in fronts.symbols)  # type: ignore[union-attr]


def test_fronts_alone_have_no_backs() -> None:
    (scene,) = on_a4(cards_of(deck("abc", POKER)), "none").scenes
    assert [page.id for page in scene.pages] == ["sheet-1"]
    assert {name for name, _ in inked(scene, 0)} == {"a-front", "b-front", "c-front"}


def test_a_card_without_a_back_leaves_its_place_bare() -> None:
    pages = (face("a-front", POKER, 0), face("b-front", POKER, 0), face("b-back", POKER, 0))
    (scene,) = on_a4(cards_of(Scene(pages, Metadata("", "en")))).scenes
    assert [name for name, _ in inked(scene, 1)] == ["b-back"]


def test_a_face_is_one_symbol_however_often_it_is_printed() -> None:
    back = face("back", POKER, 0, mirrored=True)
    pages = [page for id in "abcd" for page in (face(f"{id}-front", POKER, 0), back)]
    scene = Scene(tuple(pages), Metadata("", "en"))
    cards = [Card(id, scene, 2 * n, 2 * n + 1, copies=3) for n, id in enumerate("abcd")]
    (made,) = on_a4(cards).scenes
    assert len(made.symbols) == 5
    uses = [n for page in made.pages for n in every_node(page.nodes) if isinstance(n, Use)]
    assert len(uses) == 24


def test_decks_that_name_different_things_alike_keep_them_apart() -> None:
    def of(width: int) -> Scene:
        dot = Path((("M", 0, 0), ("L", width, 0), ("L", 0, width)), fill=ink("dot"))
        symbol = Symbol("dot", (dot,), Rect(0, 0, width, width))
        page = Page("a-front", POKER, (Use("dot", Transform.move(9, 9)),))
        return Scene((page,), Metadata("", "en"), (symbol,))

    first, second = of(10), of(20)
    (scene,) = on_a4([*cards_of(first), *cards_of(second), *cards_of(of(10))]).scenes
    drawn = [places for _, places in inked(scene, 0)]
    wide = sorted(max(x for x, _ in places) - min(x for x, _ in places) for places in drawn)
    assert wide == [10, 10, 20]
    assert len(scene.symbols) == 4


@pytest.mark.parametrize(
    ("bleed", "gutter", "inner", "outer"),
    [(0, 0, 0, 0), (3, 0, 0, 3), (3, 6, 3, 3), (3, 4, 2, 3), (3, 10, 3, 3)],
)
def test_bleed_ends_half_way_to_the_next_card(
    bleed: float, gutter: float, inner: float, outer: float
) -> None:
    made = on_a4(cards_of(deck("abcd", size(85, 110), bleed=mm(bleed))), gutter=mm(gutter))
    page = made.scenes[0].pages[0]
    clips = [
        made.grid.cells[n]
        for n in range(4)
    ]
    shown = [node.clip for node in every_node(page.nodes) if isinstance(node, Group) and node.clip]
    for n, (cell, clip) in enumerate(zip(clips, shown, strict=True)):
        xs = sorted({step[1] for step in clip if len(step) == 3})
        left, right = cell.x - xs[0], xs[1] - cell.right
        assert (left, right) == ((mm(outer), mm(inner)) if n % 2 == 0 else (mm(inner), mm(outer)))


def test_links_and_structure_are_left_behind_and_the_title_kept() -> None:
    page = replace(face("a-front", POKER, 0), nodes=(
        Link(Rect(0, 0, 9, 9), "https://example.org", tag=1),
        Group((Link(Rect(0, 0, 9, 9), "https://example.org"),)),
        *face("a-front", POKER, 0).nodes,
    ))  # fmt: skip
    about = Metadata("Deck", "en", credit="Somebody")
    scene = Scene((page,), about, structure=(StructNode("P", tags=(1,)),))
    (made,) = on_a4(cards_of(scene)).scenes
    nodes = [n for symbol in made.symbols for n in every_node(symbol.nodes)]
    assert not any(isinstance(node, Link) for node in nodes)
    assert (made.metadata, made.structure) == (about, ())


def test_credits_of_all_decks_are_found_on_the_sheets_they_stand_on() -> None:
    def credited(text: str) -> Scene:
        page = face("a-front", POKER, 0)
        node = replace(page.nodes[0], tag=7)
        plain = replace(page.nodes[0], tag=8)
        said = PlacedCredit(0, 7, text, ("x",), mm(2))
        return Scene((replace(page, nodes=(plain, node)),), Metadata("", "en"), credits=(said,))

    one, other = credited("one"), credited("other")
    cards = [*cards_of(one, 3), *cards_of(other, 9), *cards_of(credited("one"))]
    (scene,) = on_a4(cards, order="sheet").scenes
    found = {(said.page, said.text): len(tagged(scene, said.page, said.tag))
             for said in scene.credits}  # fmt: skip
    assert found == {(0, "one"): 3, (0, "other"): 6, (1, "other"): 3, (1, "one"): 1}
    assert len({said.tag for said in scene.credits}) == 2


def test_a_correction_moves_all_of_a_side_and_nothing_of_the_other() -> None:
    shift = Transform.move(mm(1), mm(-2))
    cards = cards_of(deck("abc", POKER, bleed=mm(3)))
    (plain,), (moved,) = on_a4(cards).scenes, on_a4(
        cards, correct=lambda page: (IDENTITY, shift)
    ).scenes
    assert inked(plain, 0) == inked(moved, 0)
    for (_, before), (_, after) in zip(inked(plain, 1), inked(moved, 1), strict=True):
        assert after == tuple(shift.point(x, y) for x, y in before)
    assert moved.pages[1].medium.size == plain.pages[1].medium.size


def test_the_shipped_deck_is_imposed_without_a_copy_of_its_nodes() -> None:
    scene = make(job("cards", "poker", bleed=3)).scene
    made = on_a4(cards_of(scene)).scenes[0]
    assert len(made.credits) == len(scene.credits)
    paths = {id(n) for page in scene.pages for n in every_node(page.nodes) if isinstance(n, Path)}
    kept = [n for s in made.symbols for n in every_node(s.nodes) if isinstance(n, Path)]
    assert sum(id(node) in paths for node in kept) > len(kept) / 2


# -- what is told --------------------------------------------------------------------------


def test_only_some_cards_and_unequal_numbers_are_printed() -> None:
    scene = deck("abcd", POKER)
    cards = cards_of(scene, {"b": 3, "c": 0}, only=("b", "c", "d"))
    assert [(card.id, card.copies) for card in cards] == [("b", 3), ("c", 0), ("d", 1)]


@pytest.mark.parametrize(
    ("copies", "only", "message"),
    [
        ({"x": 1}, (), "there is no card 'x'"),
        ({"a": -1}, (), "-1 copies of 'a' cannot be printed"),
        (1, ("y", "z"), "there is no card 'y'"),
    ],
)
def test_unknown_cards_and_wrong_numbers_are_told(
    copies: Any, only: tuple[str, ...], message: str
) -> None:
    with pytest.raises(PrintkitError, match=message):
        cards_of(deck("ab", POKER), copies, only)


def test_cards_of_two_sizes_are_told() -> None:
    cards = [*cards_of(deck("a", POKER)), *cards_of(deck("b", size(70, 120)))]
    with pytest.raises(PrintkitError, match=r"'a' is 63.5 x 88.9 mm, 'b' 70 x 120 mm"):
        on_a4(cards)


def test_no_card_at_all_is_told() -> None:
    with pytest.raises(PrintkitError, match="no card is to be printed"):
        on_a4(cards_of(deck("a", POKER), 0))
