"""The fit ladder: one size for a whole role, the first at which every text of it fits."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from printkit.content.markup import Marked, plain
from printkit.diagnostics import Diagnostic, Excess, PrintkitError, Span
from printkit.locales.model import Locale
from printkit.scene.model import Style
from printkit.text.breaking import letter_count
from printkit.text.compose import Typesetter
from printkit.text.model import Block
from printkit.units import Length

LADDER: Final = (1.0, 0.95, 0.90, 0.85)

_UNBOUND: Final = 2**60


class Slot(Struct, frozen=True):
    """A text and the room it has. ``key`` and ``span`` name the text to its writer."""

    key: str
    text: str | tuple[Marked, ...]
    width: Length
    max_lines: int | None = None
    max_height: Length | None = None
    span: Span | None = None
    lang: str | None = None
    balance: bool = False

    @property
    def plain(self) -> str:
        if isinstance(self.text, str):
            return plain(self.text)
        return "".join(part.text for part in self.text)


class Overset(Struct, frozen=True):
    """A slot whose text does not fit at the last rung.

    ``needed_*`` is what the text takes there; ``letters`` roughly how many are too many, as
    a reader counts them.
    """

    slot: Slot
    needed_lines: int
    needed_height: Length
    needed_width: Length
    letters: int


class Fitted(Struct, frozen=True):
    """Every slot's block, all at ``scale`` of the style as given. Fits when not ``overset``."""

    scale: float
    style: Style
    blocks: tuple[Block, ...]
    overset: tuple[Overset, ...] = ()


def fit(
    typesetter: Typesetter,
    slots: Sequence[Slot],
    style: Style,
    ladder: Sequence[float] = LADDER,
) -> Fitted:
    """Return every slot set at the first rung of the ladder at which all of them fit.

    No rung goes below the style's minimum. When none is enough, the blocks are the last
    rung's and ``overset`` names each slot that does not fit. Raises PrintkitError with all
    slots that have characters no font has.
    """
    result: Fitted | None = None
    for size in _sizes(style, ladder):
        rung = replace(style, size=size)
        blocks = _set_all(typesetter, slots, rung)
        result = Fitted(size / style.size, rung, blocks)
        if all(map(_fits, slots, blocks)):
            return result
    assert result is not None
    return replace(
        result,
        overset=tuple(
            _measure(slot, block)
            for slot, block in zip(slots, result.blocks, strict=True)
            if not _fits(slot, block)
        ),
    )


def overset_diagnostic(overset: Overset, where: str, locale: Locale) -> Diagnostic:
    """Say it in the writer's terms. ``where`` is the frame or product: "the poster"."""
    slot = overset.slot
    why = "the longest word is wider than its line"
    if slot.max_lines is not None and overset.needed_lines > slot.max_lines:
        why = f"it takes {_lines(overset.needed_lines)} and has room for {slot.max_lines}"
    elif slot.max_height is not None and overset.needed_height > slot.max_height:
        why = f"it takes {_lines(overset.needed_lines)}, and its frame is not that high"
    excess = Excess(shown_text(slot.plain), overset.letters, where, why, locale.tag)
    return Diagnostic(
        "overset",
        f"{excess.what} is about {too_long(excess)} in {locale.tag}: {why}",
        slot.span,
        path=slot.key,
        hint="shorten it, or give it more room in the layout",
        excess=excess,
    )


def shown_text(text: str) -> str:
    """Return how a message names a text: by its first words."""
    text = " ".join(text.split())
    return f"the text {text if len(text) <= 40 else f'{text[:38].rstrip()}…'!r}"


def too_long(excess: Excess) -> str:
    """Return "9 letters too long for the poster at A4"."""
    unit = "letter" if excess.letters == 1 else "letters"
    return f"{excess.letters} {unit} too long for {excess.where}"


def _sizes(style: Style, ladder: Sequence[float]) -> list[Length]:
    """Return the sizes to try, largest first, each once, none below the minimum."""
    least = min(style.minimum, style.size)
    return list(dict.fromkeys(max(least, round(style.size * rung)) for rung in ladder))


def _set_all(typesetter: Typesetter, slots: Sequence[Slot], style: Style) -> tuple[Block, ...]:
    blocks: list[Block] = []
    problems: list[Diagnostic] = []
    for slot in slots:
        try:
            blocks.append(_set(typesetter, slot, style))
        except PrintkitError as error:
            if any(found.code != "missing-glyph" for found in error.diagnostics):
                raise
            problems += error.diagnostics
    if problems:
        raise PrintkitError(problems)
    return tuple(blocks)


def _set(typesetter: Typesetter, slot: Slot, style: Style) -> Block:
    return typesetter.set(
        slot.text,
        style,
        slot.width,
        lang=slot.lang,
        balance=slot.balance,
        key=slot.key,
        place=slot.span,
    )


def _fits(slot: Slot, block: Block) -> bool:
    return (
        block.width <= slot.width
        and (slot.max_lines is None or len(block.lines) <= slot.max_lines)
        and (slot.max_height is None or block.height <= slot.max_height)
    )


def _measure(slot: Slot, block: Block) -> Overset:
    return Overset(
        slot=slot,
        needed_lines=len(block.lines),
        needed_height=block.height,
        needed_width=block.width,
        letters=_excess(slot, block),
    )


def _excess(slot: Slot, block: Block) -> int:
    """Return roughly how many letters have to go.

    By lines, what stands on those too many; by width, what sticks out of the widest.
    """
    room = slot.max_lines if slot.max_lines is not None else _UNBOUND
    if slot.max_height is not None and block.lines:
        spare = slot.max_height - block.ascent - block.descent
        room = min(room, max(0, spare // max(1, block.leading)) + (spare >= 0))
    beyond = sum(letter_count(line.text) + 1 for line in block.lines[room:])
    widest = max(block.lines, key=lambda line: line.width, default=None)
    wide = 0
    if widest and widest.width > slot.width:
        wide = ceil(letter_count(widest.text) * (1 - slot.width / widest.width))
    return max(1, beyond - 1 if beyond else 0, wide)


def _lines(count: int) -> str:
    return "1 line" if count == 1 else f"{count} lines"
