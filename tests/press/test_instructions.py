"""The page that says how to print: nothing on it meets, and the credit stands whole."""

from __future__ import annotations

import pytest

from printkit.build.credit import inspect
from printkit.diagnostics import Span
from printkit.geometry import Rect, Size, enclosing
from printkit.press.instructions import CreditText, Instructions, Side, instructions
from printkit.scene.model import GlyphRun, Path, Scene
from printkit.scene.walk import structure_nodes, walk
from printkit.text.compose import Typesetter
from printkit.units import mm
from tests.jobs import job, make

A4 = Size(mm(210), mm(297))
CELLS = tuple(
    (Rect(mm(10 + 63 * n), mm(15), mm(63), mm(88)), str(n + 1)) for n in range(3)
)


def page(language: str, steps: int = 7, paper: Size = A4) -> Scene:
    made = job("cards", "poker", language=language)
    credit, kit = made.framework.credit, made.kit
    what = Instructions(
        kit.texts["print.title"].value,
        "Skills for collaborative change: cards",
        "7 × A4",
        kit.texts["print.ruler"].value,
        tuple(kit.texts[f"print.{key}"].value for key in (
            "actual-size", "flip-long", "test", "calibrate", "fold", "cut", "order", "piles",
        )[:steps]),
        (Side(A4, CELLS), Side(A4, CELLS)),
        tuple(
            CreditText(text.value, text.lang,
                       tuple(name for name in credit.protected if name in text.value))
            for text in credit.whole
        ),
    )  # fmt: skip
    setter = Typesetter(made.fonts, made.locale, credit.protected)
    metadata = make(made).scene.metadata
    return instructions(what, paper, setter, "sans", metadata)


@pytest.mark.parametrize("language", ["en", "hi", "ur"])
@pytest.mark.parametrize("paper", [A4, Size(mm(215.9), mm(279.4))])
def test_the_credit_is_as_the_guard_wants_it(language: str, paper: Size) -> None:
    made = job("cards", "poker", language=language)
    scene = page(language, 8, paper)
    assert inspect(scene, made.fonts, made.framework.credit, Span("x")) == ()


@pytest.mark.parametrize("language", ["en", "hi", "ur"])
def test_texts_and_drawing_keep_clear_of_one_another(language: str) -> None:
    scene = page(language, 8)
    boxes: dict[int, list[Rect]] = {}
    for _, node, transform in walk(scene):
        if node.tag is not None and isinstance(node, GlyphRun | Path):
            box = (
                Rect(node.x, node.baseline - node.size // 2, node.width, node.size // 2)
                if isinstance(node, GlyphRun)
                else transform.rect(Rect(*bounds_of(node)))
            )
            boxes.setdefault(node.tag, []).append(box)
    wholes = [box for some in boxes.values() if (box := enclosing(some)) is not None]
    for number, one in enumerate(wholes):
        assert not any(one.overlaps(other) for other in wholes[number + 1 :])
        assert Rect(0, 0, A4.width, A4.height).contains(one)


def bounds_of(path: Path) -> tuple[int, int, int, int]:
    from printkit.paths import bounds

    box = bounds(path.outline)
    return box.x, box.y, box.width, box.height


def test_the_ruler_is_a_hundred_millimetres_long() -> None:
    lines = [
        bounds_of(node) for _, node, _ in walk(page("en")) if isinstance(node, Path) and node.stroke
    ]
    assert any((width, height) == (mm(100), 0) for _, _, width, height in lines)


def test_everything_said_is_in_the_reading_order() -> None:
    scene = page("hi")
    tags = {node.tag for _, node, _ in walk(scene) if isinstance(node, GlyphRun)} - {None}
    assert tags <= {tag for node in structure_nodes(scene.structure) for tag in node.tags}
