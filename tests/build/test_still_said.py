"""What is made of judged pages keeps every credit: on sheets, in parts, with marks."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import pytest
from msgspec.structs import replace

from printkit.build.credit import still_said, whole_on
from printkit.diagnostics import PrintkitError, Span
from printkit.geometry import Rect, Transform
from printkit.layout.output import Outputs, load_outputs
from printkit.paths import rectangle
from printkit.press.impose import Imposed, Imposition, cards_of, impose
from printkit.scene.model import Group, Ink, Path, Scene
from printkit.units import mm
from tests.jobs import files, fonts, job, layouts, make

WHERE = Span("layouts/cards.toml")
BLACK = Ink("black", (0, 0, 0), (0, 0, 0, 100))


@cache
def outputs() -> Outputs:
    return load_outputs(files(), layouts().formats, layouts().themes)


@cache
def imposed(sides: str, language: str) -> Imposed:
    deck = make(job("cards", "70x120", language=language)).scene
    few = cards_of(deck, 2, ("credit", "listening-deeply", "curious"))
    how = Imposition(outputs().sheets["A3"], sides)  # type: ignore[arg-type]
    return impose(few, how)


def judge(made: Imposed, scenes: tuple[Scene, ...]) -> None:
    pages = [
        (card.scene, number, 1)
        for card in made.cards
        for number in (card.front, card.back)
        if number is not None
    ]
    still_said(pages, scenes, fonts(), WHERE)


@pytest.mark.parametrize("sides", ["long", "short", "separate", "fold"])
@pytest.mark.parametrize("language", ["en", "ur"])
def test_imposed_cards_keep_their_credits(sides: str, language: str) -> None:
    judge(imposed(sides, language), imposed(sides, language).scenes)


def test_a_slight_turn_and_scale_are_no_loss() -> None:
    turned = Transform(0.99, 0.01, -0.01, 0.99, mm(1), mm(-1))
    made = imposed("long", "en")
    how = Imposition(outputs().sheets["A3"], correct=lambda sheet: (turned, turned))
    judge(made, impose(made.cards, how).scenes)


def forgotten(scene: Scene) -> Scene:
    return replace(scene, credits=())


def without_backs(scene: Scene) -> Scene:
    pages = tuple(page for page in scene.pages if page.id.endswith("-front"))
    return replace(scene, pages=pages, credits=tuple(c for c in scene.credits if c.page == 99))


def clipped(scene: Scene) -> Scene:
    """Every page shows no more than a strip of its middle."""
    return replace(
        scene,
        pages=tuple(
            replace(page, nodes=(Group(page.nodes, clip=rectangle(
                Rect(0, 0, page.trim.width, page.trim.height // 9)
            )),))
            for page in scene.pages
        ),
    )  # fmt: skip


def covered(scene: Scene) -> Scene:
    return replace(
        scene,
        pages=tuple(
            replace(page, nodes=(*page.nodes, Path(rectangle(page.paper), fill=BLACK)))
            for page in scene.pages
        ),
    )


def moved_off(scene: Scene) -> Scene:
    away = Transform.move(mm(400), 0)
    return replace(
        scene, pages=tuple(replace(p, nodes=(Group(p.nodes, away),)) for p in scene.pages)
    )


@pytest.mark.parametrize("spoil", [forgotten, without_backs, clipped, covered, moved_off])
@pytest.mark.parametrize("sides", ["long", "fold"])
def test_a_credit_that_is_lost_on_the_way_stops_the_run(
    spoil: Callable[[Scene], Scene], sides: str
) -> None:
    made = imposed(sides, "en")
    with pytest.raises(PrintkitError, match="can the credit"):
        judge(made, tuple(map(spoil, made.scenes)))


def test_one_copy_less_is_told() -> None:
    made = imposed("long", "en")
    with pytest.raises(PrintkitError, match="can the credit"):
        judge(replace(made, cards=(*made.cards, made.cards[-1])), made.scenes)


def test_the_card_with_the_whole_credit_is_known() -> None:
    deck = make(job("cards", "poker")).scene
    assert {deck.pages[number].id for number in whole_on(deck)} == {"credit-back"}
