"""Imposed decks as PDF: what PDFium shows of each card, whose it is, and how large the file is."""

from __future__ import annotations

from functools import cache
from pathlib import Path as Folder

import pytest
from msgspec.structs import replace
from PIL import Image, ImageOps

from printkit.build.paint import marks
from printkit.build.readback import check_pdf
from printkit.diagnostics import PrintkitError, Severity
from printkit.geometry import Rect, Sides
from printkit.layout.output import MARKS, Flip, Mark
from printkit.locales.tags import parse_locale
from printkit.pdfio.read import rasterise
from printkit.press.dress import Lettering
from printkit.press.impose import Imposed, Imposition, cards_of, impose
from printkit.press.preflight import preflight
from printkit.press.rules import limits
from printkit.press.slug import Words
from printkit.render.pdf import render_pdf
from printkit.scene.model import GlyphRun, Path, Scene
from printkit.scene.walk import symbol_table
from printkit.text.compose import Typesetter
from printkit.units import inch, mm
from tests.jobs import TAGS, fonts, job, make
from tests.press.kit import Judge, inked, plates, press, pressed
from tests.press.sheets import full_deck, shipped
from tests.render.pictures import apart

DPI = 60
FINER = 4


@cache
def deck(language: str, bleed: float) -> tuple[Scene, bytes]:
    scene = make(job("cards", "poker", language, bleed=bleed)).scene
    return scene, render_pdf(scene, fonts(), {})


def imposed(
    scene: Scene,
    sheet: str,
    sides: Flip,
    language: str = "en",
    wanted: tuple[Mark, ...] = ("crop", "fold", "slug"),
) -> Imposed:
    setter = Typesetter(fonts(), parse_locale(TAGS.get(language, language)))
    about = scene.metadata
    words = Words(about.title, about.version, about.lang, about.credit)
    how = Imposition(shipped().sheets[sheet], sides, marks=wanted)
    return impose(cards_of(scene), how, lettering=Lettering(words, setter))


def fine(pdf: bytes, page: int) -> Image.Image:
    drawn = rasterise(pdf, DPI * FINER, page)
    return Image.frombytes("RGB", (drawn.width, drawn.height), drawn.data)


def cut(picture: Image.Image, box: Rect) -> Image.Image:
    """Return a piece of a picture, cut out to a pixel and averaged down."""
    scale = DPI * FINER / inch(1)
    left, top = round(box.x * scale), round(box.y * scale)
    width, height = round(box.width * scale), round(box.height * scale)
    return picture.crop((left, top, left + width, top + height)).reduce(FINER)


@pytest.mark.parametrize(
    ("language", "bleed", "sides", "turn"),
    [
        ("en", 0, "long", ImageOps.mirror),  # nine on an upright sheet: columns change places
        pytest.param("en", 0, "short", ImageOps.flip, marks=pytest.mark.slow),  # here rows
        ("ur", 3, "long", ImageOps.flip),  # eight on a sheet that lies
        pytest.param("ur", 3, "short", ImageOps.mirror, marks=pytest.mark.slow),
        pytest.param("hi", 3, "separate", ImageOps.mirror, marks=pytest.mark.slow),
        pytest.param("hi", 0, "fold", ImageOps.mirror, marks=pytest.mark.slow),
    ],
)
def test_the_pictures_of_front_and_back_are_those_of_one_card(
    language: str, bleed: float, sides: Flip, turn: object
) -> None:
    assert callable(turn)
    scene, single = deck(language, bleed)
    made = imposed(scene, "A4", sides, language)
    fronts, backs = (made.scenes * 2)[:2]
    number = len(made.sheets) - 1  # the last, which is not full
    first = render_pdf(fronts, fonts(), {})
    if sides == "separate":
        front, back = fine(first, number), fine(render_pdf(backs, fonts(), {}), number)
    elif sides == "fold":
        front = back = fine(first, number)
    else:
        front, back = fine(first, 2 * number), fine(first, 2 * number + 1)
    through: Image.Image = turn(back)  # the back as it shines through the front
    for cell, place in zip(made.grid.cells, made.sheets[number], strict=True):
        if place is None:
            assert cut(front, cell).getextrema() == ((255, 255),) * 3
            continue
        card = made.cards[place]
        assert card.back is not None
        for picture, page in (
            (cut(front, cell), card.front),
            (ImageOps.mirror(cut(through, cell)), card.back),
        ):
            medium = scene.pages[page].medium
            trim = Rect(-medium.x, -medium.y, cell.width, cell.height)
            assert apart(picture, cut(fine(single, page), trim)) < 1.5, (card.id, page)


@pytest.mark.parametrize(
    ("language", "sheet", "sides"),
    [
        ("ur", "A4", "long"),
        ("en", "A4", "fold"),
        pytest.param("en", "A4", "long", marks=pytest.mark.slow),
        pytest.param("ur", "A4", "fold", marks=pytest.mark.slow),
        pytest.param("ur", "SRA3", "short", marks=pytest.mark.slow),
    ],
)
def test_the_credit_of_every_card_is_read_back_from_its_sheet(
    language: str, sheet: str, sides: Flip
) -> None:
    scene, _ = deck(language, 3)
    for made in imposed(scene, sheet, sides, language).scenes:
        assert len(made.credits) == len(scene.credits)
        check_pdf(render_pdf(made, fonts(), {}), made, fonts())


def test_a_credit_that_is_lost_on_a_sheet_is_found_out() -> None:
    scene, _ = deck("en", 0)
    (made,) = imposed(scene, "A4", "long").scenes
    lost = made.credits[5].tag
    symbols = tuple(
        replace(
            symbol,
            nodes=tuple(
                node
                for node in symbol.nodes
                if not (isinstance(node, GlyphRun) and node.tag == lost)
            ),
        )
        for symbol in made.symbols
    )
    assert symbols != made.symbols
    with pytest.raises(PrintkitError, match=r"the credit cannot be read|is not drawn"):
        check_pdf(render_pdf(replace(made, symbols=symbols), fonts(), {}), made, fonts())


@pytest.mark.parametrize("sheet", ["A4", pytest.param("SRA3", marks=pytest.mark.slow)])
def test_an_imposed_deck_of_54_is_hardly_larger_than_its_single_cards(sheet: str) -> None:
    scene = full_deck(bleed=3)
    made = imposed(scene, sheet, "long")
    assert len(made.cards) == 54
    single, sheets = (len(render_pdf(one, fonts(), {})) for one in (scene, *made.scenes))
    assert sheets < 1.3 * single
    assert len(made.scenes[0].symbols) <= len(scene.symbols) + 2 * 54


def test_the_same_cards_give_the_same_bytes() -> None:
    scene, _ = deck("en", 3)
    first, second = (imposed(scene, "A4", "long").scenes[0] for _ in range(2))
    assert first == second
    assert render_pdf(first, fonts(), {}) == render_pdf(second, fonts(), {})


def test_decks_in_two_languages_share_a_sheet() -> None:
    english, urdu = deck("en", 0)[0], deck("ur", 0)[0]
    some = [*cards_of(english, only=("credit",)), *cards_of(urdu, only=("credit", "instruction"))]
    (made,) = impose(some, Imposition(shipped().sheets["A4"])).scenes
    assert len(made.pages) == 2
    check_pdf(render_pdf(made, fonts(), {}), made, fonts())
    assert {said.text for said in made.credits} == {
        said.text for scene in (english, urdu) for said in scene.credits if said.page in (1, 3)
    } - {said.text for said in english.credits if said.page == 3}


# -- for a press ---------------------------------------------------------------------------


def on_a_press(sheet: str) -> tuple[Scene, bytes]:
    (made,) = imposed(pressed("cards", "poker"), sheet, "long", wanted=MARKS).scenes
    return made, render_pdf(made, fonts(), {}, output=press())


@pytest.mark.slow
@pytest.mark.parametrize("sheet", ["SRA3", "13x19"])
def test_a_press_sheet_with_all_its_marks_passes_preflight(sheet: str) -> None:
    made, data = on_a_press(sheet)
    wanted = limits(
        shipped().profiles["press"],
        shipped().conditions,
        size=made.pages[0].trim,
        bleed=mm(3),
    )
    found = preflight(data, wanted)
    assert [one for one in found if one.severity is Severity.ERROR] == []


@pytest.mark.judges
@pytest.mark.slow
def test_crosses_are_on_all_four_plates_and_a_patch_on_its_own(
    judge: Judge, tmp_path: Folder
) -> None:
    made, data = on_a_press("SRA3")
    page = made.pages[0]
    (plate,) = plates(judge, data, tmp_path, 144, pages="1")
    scale = 144 / inch(1)

    def inks(box: Rect) -> set[str]:
        left, top = box.x - page.medium.x, box.y - page.medium.y
        frame = (left, top, left + box.width, top + box.height)
        return inked({n: p.crop(tuple(round(v * scale) for v in frame)) for n, p in plate.items()})

    every = {"Cyan", "Magenta", "Yellow", "Black"}
    seen = 0
    for mark in marks(page, symbol_table(made)):
        if not isinstance(mark.node, Path) or mark.clips:
            continue
        if mark.node.stroke and any(step[0] == "C" for step in mark.node.outline):
            assert inks(mark.box) == every
            seen += 1
        elif mark.node.fill and mark.node.fill.name in ("bar-cyan", "bar-black-50"):
            inner = mark.box.inset(Sides.all(mm(1)))
            assert inks(inner) == {"Cyan" if "cyan" in mark.node.fill.name else "Black"}
            seen += 1
    assert seen == 6
