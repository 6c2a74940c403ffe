"""A page with numbered marks at the places of findings, and a legend that says what they are."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias

from msgspec import Struct

from printkit.geometry import Rect
from printkit.pdfio.read import Raster

if TYPE_CHECKING:
    from PIL.ImageFont import FreeTypeFont

Level: TypeAlias = Literal["error", "warning", "note"]
XY: TypeAlias = tuple[float, float]

_INKS: Final[Mapping[str, str]] = {"error": "#C4161C", "warning": "#B86E00", "note": "#1D6FA5"}
_TEXT, _QUIET, _EDGE, _BACK = "#1B1A3D", "#55546F", "#B9B8C8", "#ECEBF1"
_TRIM, _BLEED = "#00A0C6", "#C6007E"
_MARGIN: Final = 36
_LEGEND: Final = 520
_BADGE: Final = 13  # radius
_LEAST: Final = 14  # pixels a side of a mark
_MOST: Final = 150  # numbers on a page; further places are framed alone


class Remark(Struct, frozen=True):
    """A finding on a page. ``boxes`` may be empty: it is of the whole page or file."""

    level: Level
    text: str
    hint: str
    boxes: tuple[Rect, ...] = ()


def marked(
    raster: Raster,
    shown: Rect,
    trim: Rect,
    bleed: Rect,
    title: str,
    remarks: Sequence[Remark],
    fonts: tuple[bytes, bytes],
) -> bytes:
    """Return a PNG of a page with every remark's number where it belongs.

    ``raster`` is the page and ``shown`` what it shows, in the page's own space; ``fonts`` are
    those of the legend, regular and bold.
    """
    from PIL import Image, ImageDraw, ImageFont

    regular, bold = (
        ImageFont.truetype(io.BytesIO(font), size, layout_engine=ImageFont.Layout.BASIC)
        for font, size in zip(fonts, (19, 20), strict=True)
    )
    small = ImageFont.truetype(
        io.BytesIO(fonts[1]), 17, layout_engine=ImageFont.Layout.BASIC
    )
    page = Image.frombytes("RGB", (raster.width, raster.height), raster.data)
    legend = [_Entry(n, remark, bold, regular) for n, remark in enumerate(remarks, 1)]
    heading = wrapped(title, bold, _LEGEND)
    tall = 44 + 25 * len(heading) + sum(entry.height for entry in legend) + 60
    width = _MARGIN * 3 + page.width + _LEGEND
    height = max(page.height, tall) + 2 * _MARGIN
    sheet = Image.new("RGB", (width, height), _BACK)
    sheet.paste(page, (_MARGIN, _MARGIN))
    draw = ImageDraw.Draw(sheet)
    place = _Placing(shown, page.width / shown.width)
    frame = (_MARGIN - 1, _MARGIN - 1, _MARGIN + page.width, _MARGIN + page.height)
    draw.rectangle(frame, outline=_EDGE)
    for box, colour in ((bleed, _BLEED), (trim, _TRIM)):
        _dashes(draw, place.box(box), colour)
    _marks(draw, place, remarks, small, frame)
    left, top = _MARGIN * 2 + page.width, _MARGIN
    for line in heading:
        draw.text((left, top), line, font=bold, fill=_TEXT)
        top += 25
    top += 7
    for colour, word in ((_TRIM, "trim"), (_BLEED, "bleed")):
        draw.line((left, top + 11, left + 26, top + 11), fill=colour, width=2)
        draw.text((left + 34, top), word, font=regular, fill=_QUIET)
        left += 50 + round(regular.getlength(word))
    left, top = _MARGIN * 2 + page.width, top + 44
    for entry in legend:
        entry.draw(draw, left, top, small)
        top += entry.height
    out = io.BytesIO()
    sheet.save(out, "PNG")
    return out.getvalue()


class _Placing:
    """From the page's own space to pixels."""

    def __init__(self, shown: Rect, scale: float) -> None:
        self._shown = shown
        self._scale = scale

    def box(self, box: Rect) -> tuple[float, float, float, float]:
        x = _MARGIN + (box.x - self._shown.x) * self._scale
        y = _MARGIN + (box.y - self._shown.y) * self._scale
        return x, y, x + box.width * self._scale, y + box.height * self._scale


class _Entry:
    """A remark's lines in the legend."""

    def __init__(
        self, number: int, remark: Remark, bold: FreeTypeFont, regular: FreeTypeFont
    ) -> None:
        self._number = number
        self._remark = remark
        room = _LEGEND - 2 * _BADGE - 14
        self._lines = [
            *((line, bold, _TEXT) for line in wrapped(remark.text, bold, room)),
            *((line, regular, _QUIET) for line in wrapped(remark.hint, regular, room)),
        ]
        self.height = 25 * len(self._lines) + 18

    def draw(self, draw: Any, left: float, top: float, font: FreeTypeFont) -> None:
        centre = (left + _BADGE, top + 12)
        _badge(draw, centre, self._number, self._remark.level, font)
        for line, face, ink in self._lines:
            draw.text((left + 2 * _BADGE + 14, top), line, font=face, fill=ink)
            top += 25


def wrapped(text: str, font: Any, room: float) -> list[str]:
    """Return text in lines no wider than ``room``; a word that is wider is broken."""
    lines: list[str] = []
    for word in text.split():
        first, *more = _parts(word, font, room)
        longer = f"{lines[-1]} {first}" if lines else first
        if lines and font.getlength(longer) <= room:
            lines[-1] = longer
        else:
            lines.append(first)
        lines += more
    return lines


def _parts(word: str, font: Any, room: float) -> Iterator[str]:
    """Yield a word in pieces that fit: names of files have no spaces."""
    while font.getlength(word) > room:
        fits = (n for n in range(len(word), 0, -1) if font.getlength(word[:n]) <= room)
        count = next(fits, 1)
        tidy = max(word.rfind(mark, 0, count) for mark in "-_/.") + 1
        count = tidy if tidy > count // 2 else count
        yield word[:count]
        word = word[count:]
    if word:
        yield word


def _marks(
    draw: Any,
    place: _Placing,
    remarks: Sequence[Remark],
    font: FreeTypeFont,
    frame: tuple[float, float, float, float],
) -> None:
    """Draw boxes around the places, then their numbers, which never hide one another."""
    badges: list[tuple[XY, int, Level]] = []
    taken: list[XY] = []
    for number, remark in enumerate(remarks, 1):
        for box in remark.boxes:
            x1, y1, x2, y2 = place.box(box)
            x1, x2 = _wide(x1 - 3, x2 + 3)
            y1, y2 = _wide(y1 - 3, y2 + 3)
            x1, y1 = max(x1, frame[0]), max(y1, frame[1])
            x2, y2 = max(x1 + 6, min(x2, frame[2])), max(y1 + 6, min(y2, frame[3]))
            draw.rounded_rectangle((x1 - 2, y1 - 2, x2 + 2, y2 + 2), 4, outline="white", width=6)
            draw.rounded_rectangle((x1, y1, x2, y2), 4, outline=_INKS[remark.level], width=2)
            if len(taken) >= _MOST:
                continue
            at = _free((x1, y1), taken, frame)
            taken.append(at)
            badges.append((at, number, remark.level))
    for at, number, level in badges:
        _badge(draw, at, number, level, font)


def _wide(low: float, high: float) -> tuple[float, float]:
    lack = max(0.0, _LEAST - (high - low)) / 2
    return low - lack, high + lack


def _free(wanted: XY, taken: Sequence[XY], frame: tuple[float, float, float, float]) -> XY:
    """Return the nearest place to the right, then below, where no badge stands yet."""
    x, y = wanted
    step = 2 * _BADGE + 1
    for _ in range(200):
        if not any(abs(x - a) < step and abs(y - b) < step for a, b in taken):
            break
        x += step
        if x > frame[2]:
            x, y = wanted[0], y + step
    return x, y


def _badge(draw: Any, centre: XY, number: int, level: Level, font: FreeTypeFont) -> None:
    x, y = centre
    corner = round(x) - _BADGE - 2, round(y) - _BADGE - 2
    draw.bitmap(corner, _disc(_BADGE + 2, _BADGE + 2), fill="white")
    draw.bitmap(corner, _disc(_BADGE, _BADGE + 2), fill=_INKS[level])
    draw.text((x, y + 6), str(number), font=font, fill="white", anchor="ms")


@cache
def _disc(radius: int, half: int) -> Any:
    """Return a smooth disc in the middle of a square ``2 * half`` wide, as a mask."""
    from PIL import Image, ImageDraw

    finer = 8
    mask = Image.new("L", (2 * half * finer, 2 * half * finer), 0)
    ImageDraw.Draw(mask).circle((half * finer, half * finer), radius * finer, fill=255)
    return mask.resize((2 * half, 2 * half), Image.Resampling.LANCZOS)


def _dashes(draw: Any, box: tuple[float, float, float, float], colour: str) -> None:
    x1, y1, x2, y2 = (round(value) for value in box)
    for x in range(x1, x2, 10):
        for y in (y1, y2):
            draw.line((x, y, min(x + 5, x2), y), fill=colour)
    for y in range(y1, y2, 10):
        for x in (x1, x2):
            draw.line((x, y, x, min(y + 5, y2)), fill=colour)
