"""Setting a text: from a string and a style to lines of glyph runs, measured.

A text is shaped once for a font, weight and language. Setting it again at another size or
width, as the fit ladder and the other sizes of a product do, costs little more than choosing
its lines.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from math import ceil, floor
from typing import Final, NamedTuple
from weakref import WeakKeyDictionary

from msgspec import Struct, field

from printkit.content.markup import Marked, spans
from printkit.diagnostics import Diagnostic, PrintkitError
from printkit.diagnostics import Span as Place
from printkit.fonts.library import FontLibrary
from printkit.locales.model import Locale
from printkit.locales.tags import parse_locale
from printkit.scene.model import Direction, GlyphRun, Style
from printkit.text import lines as choosing
from printkit.text.leading import Leading, LineBox, line_box
from printkit.text.model import Block, Line
from printkit.text.shaping import ShapedLine, ShapedParagraph, shape_paragraph
from printkit.units import Length

STRONG: Final = 700
"""The least weight of strong text; heavier styles keep theirs."""

STRESS: Final = 100
"""How much heavier stressed text is: the families have no italics, nor have most scripts."""


class _Source(NamedTuple):
    """What a text is shaped by; its size and colour are no part of that."""

    text: str | tuple[Marked, ...]
    font: str
    weight: int
    tracking: float
    lang: str
    hand: str
    direction: Direction
    names: tuple[str, ...]


class _Memory(Struct):
    """The shapes of texts in the fonts of one library, whoever set them."""

    shaped: dict[_Source, tuple[ShapedParagraph, ...]] = field(default_factory=dict)
    leading: Leading = field(default_factory=Leading)


# Every size of a product, and most products, set the same texts.
_memories: WeakKeyDictionary[FontLibrary, _Memory] = WeakKeyDictionary()

_KEPT: Final = 4096
"""So many texts are remembered: several products in a language, or one in a few."""


class Typesetter:
    """Sets texts in one locale with one library of fonts.

    ``names`` are never parted at the end of a line. Blocks are remembered: the same text
    set once more costs nothing. Their shapes are remembered by the library.
    """

    def __init__(self, fonts: FontLibrary, locale: Locale, names: Sequence[str] = ()) -> None:
        self.fonts = fonts
        self.locale = locale
        self._names = tuple(name for name in names if " " in name)
        self._memory = _memories.setdefault(fonts, _Memory())
        self._boxes: dict[tuple[str, int], LineBox] = {}
        self._blocks: dict[object, Block] = {}

    def set(
        self,
        text: str | Sequence[Marked],
        style: Style,
        width: Length | None = None,
        *,
        lang: str | None = None,
        balance: bool = False,
        max_lines: int | None = None,
        key: str = "",
        place: Place | None = None,
    ) -> Block:
        """Return ``text`` set in ``style`` to lines no wider than ``width``.

        ``text`` may hold inline markup; a line break in it forces a line. Without a width
        only that does. A word wider than the width stands alone on its line, and what goes
        beyond ``max_lines`` stays on the last one: ``block.width > width`` tells either.
        ``balance`` takes as few lines, then makes them as equal as they can be. ``lang`` is
        the text's own language where it is not the locale's.

        Raises PrintkitError (missing-glyph) that names the characters no font has; ``key``
        and ``place`` say there which text it is.
        """
        kept = text if isinstance(text, str) else tuple(text)
        wanted = (kept, style, width, lang, balance, max_lines)
        block = self._blocks.get(wanted)
        if block is None:
            locale = self._locale(lang)
            paragraphs = self._paragraphs(kept, style, locale)
            missing = _missing(paragraphs)
            if missing:
                raise PrintkitError(_missing_glyphs(missing, locale, key, place))
            shaped = _break(paragraphs, style.size, width, balance, max_lines)
            block = self._blocks[wanted] = self._block(shaped, style, locale)
        return block

    def _block(self, shaped: Sequence[ShapedLine], style: Style, locale: Locale) -> Block:
        nearest = self._memory.leading
        leading = nearest.least(shaped, style.leading, style.align, locale.direction)
        box = self._line_box(style)
        return Block(
            lines=tuple(_line(line, style, locale.tag) for line in shaped),
            style=style,
            leading=ceil(leading * style.size),
            direction=locale.direction,
            ascent=round(box.ascent * style.size),
            descent=round(box.descent * style.size),
            cap=round(box.cap * style.size),
        )

    def line_count(
        self,
        text: str | Sequence[Marked],
        style: Style,
        width: Length | None = None,
        *,
        lang: str | None = None,
    ) -> int:
        """Return how many lines ``text`` takes, without composing them; raises as ``set``."""
        locale = self._locale(lang)
        paragraphs = self._paragraphs(text, style, locale)
        missing = _missing(paragraphs)
        if missing:
            raise PrintkitError(_missing_glyphs(missing, locale, "", None))
        return len(_break(paragraphs, style.size, width, False, None))

    def missing(
        self, text: str | Sequence[Marked], style: Style, *, lang: str | None = None
    ) -> tuple[str, ...]:
        """Return the characters of ``text`` that no font has."""
        return _missing(self._paragraphs(text, style, self._locale(lang)))

    def _locale(self, lang: str | None) -> Locale:
        return self.locale if lang in (None, self.locale.tag) else parse_locale(lang)

    def _paragraphs(
        self, text: str | Sequence[Marked], style: Style, locale: Locale
    ) -> tuple[ShapedParagraph, ...]:
        kept = text if isinstance(text, str) else tuple(text)
        source = _Source(
            kept, style.font, style.weight, style.tracking,
            locale.tag, locale.hand, locale.direction, self._names,
        )  # fmt: skip
        memory = self._memory
        found = memory.shaped.get(source)
        if found is None:
            if len(memory.shaped) >= _KEPT:
                memory.shaped.clear()
                memory.leading.forget()
            found = memory.shaped[source] = tuple(
                shape_paragraph(
                    line,
                    weights,
                    fonts=self.fonts,
                    role=style.font,
                    hand=locale.hand,
                    lang=locale.tag,
                    direction=locale.direction,
                    tracking=style.tracking,
                    names=self._names,
                )
                for line, weights in _forced_lines(kept, style.weight)
            )
        return found

    def _line_box(self, style: Style) -> LineBox:
        wanted = (style.font, style.weight)
        if wanted not in self._boxes:
            locale = self.locale
            face = self.fonts.face(self.fonts.pick(style.font, locale.hand, style.weight))
            self._boxes[wanted] = line_box(face, locale)
        return self._boxes[wanted]


def _missing(paragraphs: Sequence[ShapedParagraph]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(c for paragraph in paragraphs for c in paragraph.missing))


def _forced_lines(
    text: str | tuple[Marked, ...], weight: int
) -> list[tuple[str, list[tuple[int, int]]]]:
    """Return each forced line with the weights of its parts as pairs (end, weight)."""
    result: list[tuple[str, list[tuple[int, int]]]] = [("", [])]
    for span in spans(text) if isinstance(text, str) else text:
        heavier = weight + STRESS if span.stress else weight
        if span.strong:
            heavier = max(heavier, STRONG)
        for number, part in enumerate(span.text.replace("\t", " ").split("\n")):
            if number:
                result.append(("", []))
            if part:
                line, weights = result[-1]
                line += part
                result[-1] = (line, [*weights, (len(line), heavier)])
    return result if any(line for line, _ in result) else []


def _break(
    paragraphs: Sequence[ShapedParagraph],
    size: Length,
    width: Length | None,
    balance: bool,
    max_lines: int | None,
) -> list[ShapedLine]:
    result: list[ShapedLine] = []
    for number, paragraph in enumerate(paragraphs):
        limit = float("inf") if width is None else width / size
        choose = choosing.balanced if balance else choosing.first_fit
        cuts = choose(paragraph, limit) or [(0, 0)]
        if max_lines is not None:
            # One line is left for each forced line still to come.
            rest = max_lines - len(result) - (len(paragraphs) - number - 1)
            cuts = choosing.at_most(paragraph, cuts, max(1, rest))
        result += [paragraph.line(*cut) for cut in cuts]
    return result


def _line(shaped: ShapedLine, style: Style, lang: str) -> Line:
    runs: list[GlyphRun] = []
    pen = 0.0
    for run in shaped.runs:
        advance = run.advance * run.unit * style.size
        runs.append(
            GlyphRun(
                font=run.face.key,
                size=round(run.scale * style.size),
                x=round(pen),
                baseline=0,
                text=run.text,
                lang=lang,
                direction=run.direction,
                glyphs=run.glyphs,
                ink=style.ink,
                width=round(advance),
            )
        )
        pen += advance
    return Line(
        runs=tuple(runs),
        width=round(pen),
        top=floor(-shaped.top * style.size),
        bottom=ceil(-shaped.bottom * style.size),
        text=shaped.text,
    )


def _missing_glyphs(
    characters: tuple[str, ...], locale: Locale, key: str, place: Place | None
) -> Diagnostic:
    names = ", ".join(
        f"{c!r} (U+{ord(c):04X} {unicodedata.name(c, 'unnamed').lower()})" for c in characters[:5]
    )
    more = f" and {len(characters) - 5} more" if len(characters) > 5 else ""
    return Diagnostic(
        "missing-glyph",
        f"no font for {locale.tag} has {names}{more}",
        place,
        path=key,
        hint="delete it, or write another; for another script, fonts/README.md says how to add one",
    )
