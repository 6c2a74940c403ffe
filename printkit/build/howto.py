"""The page that goes with what is printed at home, filled with what was made."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from msgspec.structs import replace

from printkit.build.delivery import Way
from printkit.build.works import HOW_TO_PRINT, Work
from printkit.geometry import Size
from printkit.press.grid import Axis, turned_over
from printkit.press.impose import Imposed
from printkit.press.instructions import CreditText, Instructions, Side, instructions
from printkit.press.pages import leaves_of
from printkit.render.output import PdfOutput
from printkit.text.compose import Typesetter
from printkit.units import Length, inch, mm, to_mm

_A4: Final = Size(mm(210), mm(297))
_LETTER: Final = Size(inch(8.5), inch(11))


def how_to_print(way: Way, base: Work, imposed: Imposed | None) -> Work:
    """Return the page that says how to print, in the first language there is."""
    made = base.made[0]
    sources = made.sources
    scene = made.product.scene

    def say(key: str, **values: object) -> str:
        return sources.kit.texts[f"print.{key}"].value.format(**values)

    if imposed is not None and way.sheet is not None:
        paper, count = way.sheet.label, len(imposed.sheets)
        sides = _small(imposed)
        two_sided = any(card.back is not None for card in imposed.cards)
    else:
        leaves = leaves_of(scene)
        paper, count = made.layout.format.label, len(leaves)
        sides = ()
        two_sided = any(leaf.back is not None for leaf in leaves)
    card = made.layout.page
    steps = list(_steps(way, imposed, two_sided))
    credit = sources.framework.credit
    content = Instructions(
        say("title"),
        scene.metadata.title,
        say("sheets", paper=paper, sheets=count),
        say("ruler"),
        tuple(say(key, width=_mm(card.width), height=_mm(card.height)) for key in steps),
        sides,
        tuple(
            CreditText(
                text.value, text.lang, tuple(n for n in credit.protected if n in text.value)
            )
            for text in credit.whole
        ),
    )
    size = way.sheet.size if way.sheet is not None else made.layout.page
    inches = any(side % inch(0.5) == 0 for side in (size.width, size.height))
    page = instructions(
        content,
        _LETTER if inches else _A4,
        Typesetter(sources.fonts, sources.locale, credit.protected),
        next(iter(made.layout.styles.values())).font,
        scene.metadata,
    )
    plain = PdfOutput(base.output.colour, dialog="one")
    return replace(base, scene=page, end=HOW_TO_PRINT, output=plain, limits=None)


def _mm(length: Length) -> str:
    return f"{to_mm(length):.2f}".rstrip("0").rstrip(".")


def _steps(way: Way, imposed: Imposed | None, two_sided: bool) -> Iterable[str]:
    """Yield the keys of the instructions, in the order they are done."""
    yield "actual-size"
    if not two_sided or way.sides == "fold":
        yield "one-side"
    else:
        yield {"long": "flip-long", "short": "flip-short", "separate": "again"}[way.sides]
        yield "test"
        yield "calibrate"
    if imposed is None:
        return
    if way.sides == "fold" and two_sided:
        yield "fold"
    if way.sheet is not None and way.sheet.stock is not None:
        yield "perforated"
    else:
        yield "cut"
        yield "order"
        yield "measure"
    if way.asked.order != "sheet" and len(imposed.sheets) > 1:
        yield "piles"


def _small(imposed: Imposed) -> tuple[Side, ...]:
    """Return the first sheet in small, front and back, its piles by their numbers."""
    grid, first = imposed.grid, imposed.sheets[0]
    order = sorted((card, cell) for cell, card in enumerate(first) if card is not None)
    numbers = {cell: str(place) for place, (_, cell) in enumerate(order, 1)}
    front = tuple((box, numbers.get(cell, "")) for cell, box in enumerate(grid.cells))
    over = turned_over(grid.page, imposed.axis)
    back = tuple((over.rect(box), number) for box, number in front)
    if not any(card.back is not None for card in imposed.cards):
        return (Side(grid.page, front),)
    if grid.fold is not None:
        return (Side(grid.page, (*front, *back), _line(grid.page, grid.fold)),)
    return Side(grid.page, front), Side(grid.page, back)


def _line(page: Size, fold: Axis) -> tuple[Length, Length, Length, Length]:
    """Return where a sheet is folded, from one edge to the other."""
    if fold == "vertical":
        return page.width // 2, 0, page.width // 2, page.height
    return 0, page.height // 2, page.width, page.height // 2
