"""The credit chain in ink: nothing of it is dropped, nothing of it shrinks."""

from __future__ import annotations

from functools import cache

import pytest
from msgspec.structs import replace

from printkit.build.chain import with_chain
from printkit.build.credit import inspect
from printkit.content.markup import plain
from printkit.content.model import By, Change, Framework
from printkit.diagnostics import Span
from printkit.locales.dates import written_date
from printkit.locales.tags import parse_locale
from printkit.scene.model import GlyphRun, Scene
from printkit.scene.walk import placed
from tests.jobs import fonts, job, layouts, make, words

ADAPTER = By("Sehat Sathi Trust", "Pune, India", "2026")
PRODUCTS = ("poster", "sheet", "cards", "guide")


@cache
def adapted(language: str = "en", changes: int = 0, earlier: int = 0) -> Framework:
    framework, kit = words(language)
    skills = [skill for area in framework.areas for skill in area.skills]
    kinds = ("drop", "add", "set", "move")
    framework = replace(
        framework,
        changes=tuple(
            Change(kinds[n % 4], s.title.key, s.title, "why", ADAPTER, "2026-11-30", s.span)
            for n, s in enumerate(skills[:changes])
        ),
    )
    locale = parse_locale(language)
    for _ in range(earlier + 1):
        framework = with_chain(
            framework, kit, locale,
            translators="Asha Kulkarni", adapted=(ADAPTER,), reviewed=False, translated=True,
        )  # fmt: skip
    return framework


def texts(scene: Scene) -> str:
    """Return all that is drawn, without spaces."""
    drawn = "".join(
        one.node.text for one in placed(scene) if isinstance(one.node, GlyphRun)
    )
    return "".join(drawn.split())


@pytest.mark.parametrize("product", PRODUCTS)
def test_the_guard_finds_the_chain_on_every_size(product: str) -> None:
    framework = adapted(changes=4)
    for size in layouts().sizes(product):
        one = job(product, size, framework=framework)
        scene = make(one).scene
        assert inspect(scene, fonts(), framework.credit, Span(one.layout.file)) == (), size


def test_the_chain_takes_one_line_of_type_on_a_sheet() -> None:
    scene = make(job("sheet", framework=adapted())).scene
    found = next(c for c in scene.credits if "Sehat" in c.text)
    lines = {
        one.node.baseline
        for one in placed(scene)
        if one.tag == found.tag and isinstance(one.node, GlyphRun)
    }
    assert len(lines) == 1


@pytest.mark.parametrize("size", ["70x120", "poker", "A6"])
def test_what_is_too_long_for_a_credit_card_goes_on_another(size: str) -> None:
    framework = adapted(changes=16, earlier=2)
    deck = make(job("cards", size, framework=framework))
    cards = [page.id for page in deck.scene.pages if page.id.startswith("credit")]
    assert cards[:4] == ["credit-front", "credit-back", "credit-2-front", "credit-2-back"]
    drawn = texts(deck.scene)
    for change in framework.changes:
        assert "".join(plain(change.title.value).split()) in drawn
    chain = [credit.text for credit in deck.scene.credits]
    for notice in framework.credit.chain:
        assert any(notice.value in text for text in chain)


def test_one_credit_card_is_enough_for_the_content_as_it_is() -> None:
    deck = make(job("cards"))
    assert sum(page.id.startswith("credit") for page in deck.scene.pages) == 2


def test_an_unreviewed_deck_says_so_on_every_card_that_has_room() -> None:
    framework = adapted()
    note = framework.credit.unreviewed
    assert note is not None
    scene = make(job("cards", framework=framework)).scene
    short = [c.text for c in scene.credits if c.text.startswith(framework.credit.short.value)]
    assert short
    assert all(note.value in text for text in short)
    reviewed = make(job("cards")).scene
    assert not any(note.value in c.text for c in reviewed.credits)


def test_the_guide_gives_its_credit_the_lines_it_needs() -> None:
    plain_page, page = (
        make(job("guide", framework=one)).scene for one in (None, adapted(earlier=1))
    )

    def top(scene: Scene) -> int:
        tags = {credit.tag for credit in scene.credits}
        return min(
            one.node.baseline
            for one in placed(scene)
            if one.tag in tags and isinstance(one.node, GlyphRun)
        )

    def rule(scene: Scene) -> int:
        return next(frame.box.bottom for frame in scene.frames if frame.name == "rule")

    assert top(page) < top(plain_page)
    assert rule(page) < rule(plain_page)
    assert rule(page) < top(page)


def translated(language: str) -> Framework:
    framework, kit = words(language)
    return with_chain(
        framework, kit, parse_locale(language),
        translators="the printkit project", adapted=(), reviewed=False, translated=True,
    )  # fmt: skip


@pytest.mark.parametrize("language", ["hi", "ta-IN", "te-IN", "cy-GB"])
def test_the_credit_card_makes_room_for_the_note_to_keep_it(language: str) -> None:
    deck = make(job("cards", language=language, framework=translated(language)))
    assert not any("the note to keep it" in told for told in deck.dropped)
    assert sum(page.id.startswith("credit") for page in deck.scene.pages) == 2


def test_the_licence_stays_on_the_credit_card_when_it_makes_room() -> None:
    framework = translated("ta-IN")
    scene = make(job("cards", language="ta-IN", framework=framework)).scene
    licence = "".join(plain(framework.credit.permission.statement.value).split())
    assert licence in texts(scene)


@pytest.mark.parametrize("language", ["en", "cy-GB", "ta-IN", "te-IN"])
def test_a_date_stays_on_one_line(language: str) -> None:
    framework = translated(language)
    date = "".join(written_date(framework.date, parse_locale(language)).split())
    for size in ("70x120", "bridge"):
        scene = make(job("cards", size, language, framework=framework)).scene
        lines: dict[tuple[str, int], str] = {}
        for one in placed(scene):
            if isinstance(one.node, GlyphRun):
                key = (str(one.tag), one.node.baseline)
                lines[key] = lines.get(key, "") + "".join(one.node.text.split())
        dated = [line for line in lines.values() if framework.date[:4] in line]
        assert len(dated) >= 2, size  # fronts and backs of the credit cards
        assert all(date in line for line in dated), size


def test_cards_without_practice_lines_say_so_when_nobody_has_checked_them() -> None:
    deck = make(job("cards", "poker", framework=adapted("hi"), language="hi"))
    assert any("in practice" in told for told in deck.dropped)
