"""How many letters fit: judged by setting other words than those it was measured with."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from printkit.fonts.library import FontLibrary
from printkit.locales.samples import sample
from printkit.locales.tags import parse_locale
from printkit.scene.model import Style
from printkit.text.breaking import letters
from printkit.text.capacity import Capacity
from printkit.text.compose import Typesetter
from printkit.units import mm

WORDS = {
    "en": "People often argue because they care. You keep it about the work, hear both sides "
    "out, and look for what they share before anyone has to give something up for good.",
    "hi": "लोग अक्सर इसलिए बहस करते हैं कि उन्हें परवाह है। आप बात को काम पर टिकाए रखते हैं, दोनों पक्ष "
    "सुनते हैं, और वह ढूँढते हैं जो दोनों में साझा है।",
    "ur": "لوگ اکثر اس لیے بحث کرتے ہیں کہ انہیں پروا ہے۔ آپ بات کو کام پر رکھتے ہیں، دونوں طرف کی "
    "سنتے ہیں، اور وہ تلاش کرتے ہیں جو سب میں مشترک ہو۔",
    "ta": "மக்கள் அக்கறை கொள்வதால்தான் அடிக்கடி வாதிடுகிறார்கள். பேச்சை வேலையைப் பற்றியே வைத்து, "
    "இரு தரப்பையும் கேட்டு, அவர்கள் பகிர்வதைத் தேடுங்கள்.",
}


@pytest.fixture
def capacity(library: FontLibrary) -> Callable[[str], Capacity]:
    def make(tag: str) -> Capacity:
        locale = parse_locale(tag)
        return Capacity(library, locale, sample(locale))

    return make


@pytest.mark.parametrize("tag", list(WORDS))
@pytest.mark.parametrize(("width", "lines"), [(30, 1), (60, 1), (45, 3), (60, 5)])
def test_as_many_letters_as_told_fit_and_many_more_do_not(
    library: FontLibrary,
    style: Callable[..., Style],
    capacity: Callable[[str], Capacity],
    tag: str,
    width: int,
    lines: int,
) -> None:
    words = " ".join([WORDS[tag]] * 3)
    ends = (0, *letters(words, tag))
    setter = Typesetter(library, parse_locale(tag))
    told = capacity(tag).letters(style(), mm(width), lines)

    def lines_of(count: int, start: int) -> int:
        return setter.line_count(words[ends[start] : ends[start + count]], style(), mm(width))

    starts = [n for n, end in enumerate(ends[:-1]) if not n or words[end - 1] == " "][:20]
    held = [lines_of(told, start) <= lines for start in starts]
    assert sum(held) >= 0.85 * len(held)
    more = [lines_of(round(told * 1.6) + 1, start) > lines for start in starts]
    assert sum(more) >= 0.85 * len(more)


@pytest.mark.parametrize("tag", list(WORDS))
def test_more_width_or_more_lines_never_hold_fewer_letters(
    style: Callable[..., Style], capacity: Callable[[str], Capacity], tag: str
) -> None:
    measure = capacity(tag).letters
    widths = [measure(style(), mm(width), 2) for width in range(25, 80, 5)]
    assert widths == sorted(widths)
    rows = [measure(style(), mm(40), lines) for lines in range(1, 8)]
    assert rows == sorted(set(rows))
    assert measure(style(), mm(40), 0) == 0


def test_bold_letters_are_fewer(
    style: Callable[..., Style], capacity: Callable[[str], Capacity]
) -> None:
    measure = capacity("en").letters
    assert measure(style(weight=800), mm(60), 2) < measure(style(weight=400), mm(60), 2)
