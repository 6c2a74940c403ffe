"""A deck's pages in the order a printer wants them, and some of its cards alone."""

from __future__ import annotations

from functools import cache

import pytest

from printkit.build.credit import page_sets
from printkit.geometry import Rect, Sides, Size
from printkit.paths import rectangle
from printkit.press.marks import BLACK
from printkit.press.pages import arranged, chosen, leaves_of, upright
from printkit.scene.model import Page, Path, Scene
from printkit.scene.walk import bounds, placed, structure_nodes
from printkit.units import mm
from tests.jobs import job, make


@cache
def deck() -> Scene:
    return make(job("cards", "poker")).scene


def ids(scene: Scene) -> list[str]:
    return [page.id for page in scene.pages]


def test_a_card_is_a_leaf_with_its_front_and_its_back() -> None:
    leaves = leaves_of(deck())
    assert len(leaves) * 2 == len(deck().pages)
    for leaf in leaves:
        assert leaf.back is not None
        assert ids(deck())[leaf.front] == f"{leaf.id}-front"
        assert ids(deck())[leaf.back] == f"{leaf.id}-back"


def test_pages_without_faces_come_in_pairs() -> None:
    sheet = make(job("sheet", "A4")).scene
    assert len(sheet.pages) == 2
    assert [(leaf.front, leaf.back) for leaf in leaves_of(sheet)] == [(0, 1)]
    poster = make(job("poster", "A3")).scene
    assert [(leaf.front, leaf.back) for leaf in leaves_of(poster)] == [(0, None)]


def test_backs_can_come_first_or_last_or_in_a_file_of_their_own() -> None:
    ((_, first),) = arranged(deck(), "back-front")
    assert ids(first)[:2] == [ids(deck())[1], ids(deck())[0]]
    ((_, last),) = arranged(deck(), "fronts-then-backs")
    half = len(deck().pages) // 2
    assert all(name.endswith("-front") for name in ids(last)[:half])
    assert all(name.endswith("-back") for name in ids(last)[half:])
    fronts, backs = arranged(deck(), "separate")
    assert (fronts[0], backs[0]) == ("-fronts", "-backs")
    assert [name.removesuffix("-front") for name in ids(fronts[1])] == [
        name.removesuffix("-back") for name in ids(backs[1])
    ]
    assert arranged(deck(), "front-back") == (("", deck()),)


@pytest.mark.parametrize("order", ["back-front", "fronts-then-backs"])
def test_every_credit_stays_with_its_page(order: str) -> None:
    ((_, scene),) = arranged(deck(), order)  # type: ignore[arg-type]
    before = {(deck().pages[credit.page].id, credit.text) for credit in deck().credits}
    assert {(scene.pages[credit.page].id, credit.text) for credit in scene.credits} == before
    assert len(page_sets(scene)) == len(page_sets(deck()))


def test_some_cards_keep_what_they_need_and_nothing_else() -> None:
    one = chosen(deck(), [4, 5])
    assert [a.node for a in placed(one)] == [a.node for a in placed(deck()) if a.page in (4, 5)]
    tags = {one.tag for one in placed(one)}
    meant = {tag for node in structure_nodes(one.structure) for tag in node.tags}
    assert meant <= tags
    assert len(one.symbols) < len(deck().symbols)


def test_a_lying_page_is_turned_clockwise_with_all_that_is_on_it() -> None:
    lying = Page(
        "p",
        Size(mm(200), mm(100)),
        (Path(rectangle(Rect(0, 0, mm(10), mm(5))), fill=BLACK),),
        bleed=Sides(mm(1), mm(2), mm(3), mm(4)),
    )
    (page,) = upright(Scene((lying,), deck().metadata)).pages
    assert page.trim == Size(mm(100), mm(200))
    assert page.bleed == Sides(mm(4), mm(1), mm(2), mm(3))
    assert bounds(page.nodes) == Rect(mm(95), 0, mm(5), mm(10))  # its top left is now top right
    standing = Page("q", Size(mm(100), mm(200)), ())
    assert upright(Scene((standing,), deck().metadata)).pages == (standing,)
