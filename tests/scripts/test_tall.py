"""Tall scripts: stacked conjuncts, deep vowels and steep words, as real words have them.

Lines that hold nothing but the highest and deepest words of a script must not touch, and
running text must keep within the leading and the line box its script is given.
"""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from printkit.locales.tags import parse_locale
from printkit.scene.model import Align
from printkit.text.model import Block
from printkit.units import mm, pt
from tests.jobs import fonts, layouts
from tests.scripts import samples
from tests.text.test_leading import touches

STRESS = {
    "hi": "दुर्वृत्त र्त्स्न्य ऊँचाइयाँ द्व्यर्थी ट्ठू हूँ कीर्तिं ड्ढू क्ष्मीं द्ब्रू स्त्रियाँ हृत्पिण्ड",
    "mr": "राष्ट्र्यांनी उज्ज्वल र्‍हस्व दृष्टिहीनांचीं वाङ्मय ज्येष्ठांच्यामुळें शौर्यं टुँड्रा",
    "bn": "ষ্ঠীর্চ্ছ্বাস উদ্ভূত স্তূপ সংস্কৃতি ঊর্ধ্বমুখী বৈশিষ্ট্য ক্রৌঞ্চ চাঁদটির দ্রুততর স্ত্রী",
    "as": "উৎকৃষ্টৰূপে স্ফূৰ্তি সংস্কৃতি মৰ্মস্পৰ্শী দৃষ্টিভংগী ক্ষুদ্ৰৰ",
    "pa": "ਪ੍ਰੈੱਸ ਉੱਨ੍ਹਾਂ ਖੁਸ਼ੀਆਂ ਸ੍ਵੈਜੀਵਨੀ ਊਠਾਂ ਵਿੱਚੋਂ ਦ੍ਰਿੜ੍ਹਤਾ ਮੁੱਢਲੀਆਂ ਪੜ੍ਹੂੰ",
    "gu": "ઊંચાઈ ર્દૃષ્ટિ મૈત્રીપૂર્ણ સ્ત્રીઓનું દુર્ધ્યેય હૃષ્ટપુષ્ટ કૈંચી રાષ્ટ્રીય",
    "or": "ସ୍ତ୍ରୀର୍ଥୀ କୃତିତ୍ୱପୂର୍ଣ୍ଣ ବୈଶିଷ୍ଟ୍ୟ ଊର୍ଦ୍ଧ୍ୱରେ ସଂସ୍କୃତି କ୍ଷୁଦ୍ର ମୂର୍ତ୍ତି",
    "ta": "ணூற்றுவூஞ் ஸ்ரீனுறுவீடு கூறீற்று துணுக்கீறு மூழ்கியூற்றீடு பண்புறீஇ",
    "te": "స్వాతంత్ర్యీ దారిద్ర్యం సంస్కృతీ రాష్ట్రీయ స్త్రీకర్తృత్వం ఉద్ఘోషించు శ్రీ స్థైర్యం",
    "kn": "ರಾಷ್ಟ್ರೀಯ ಸ್ವಾತಂತ್ರ್ಯ ಸಂಸ್ಕೃತಿ ಸ್ತ್ರೀಣಿ ಅಚ್ಛೋದ್ಧಾರ ಶ್ರದ್ಧೆ ಕರ್ತೃತ್ವ ವೈಶಿಷ್ಟ್ಯ",
    "ml": "രാഷ്ട്രീയ സംസ്കൃതി സ്ത്രീകൾക്ക് ദൃഷ്ട്യാ ക്ഷ്മീ ഹൃദ്രോഗം ശ്രദ്ധിക്കൂ ണ്ഡ്രൂ ക്ത്യൂ",
    "th": "ผู้ใหญ่ กู้เงินที่ปู่ ฏิฐุ ฤๅษี ปั๊มน้ำ ญี่ปุ่น ฎีกา เรื่อง หญ้าคู่นี้",
    "ur": "ٹیموں سے کیجیے کُچھ لیجیے چُپکے گھنٹی پُختگی مشکلیں سمجھیے تختے نتیجے گُفتگو ہیں؟",
    "ks": "کٲشِرۍ چُھ کَرِتھ اۆسُے گژھِتھ ہٕنز",
    "ar": "إِنَّ ٱلْمُجْتَمَعَ لآلِئُ يَحْتَجُّ أَفْعَى ٱلْكُلِّيّ تَفَيُّؤٌ ئِيِّي",
    "vi": "Ắp Ệch Ỗng Ượgy Ữg Ẩy Ặjg Ỵq phỗng",
    "el": "Ἆρά γε Ὧ φίλε ᾯξῃ Ἄχθῃ Ώρα ψῆγξ Ϊόψ",
}
KINDS = (("title", 800), ("heading", 700), ("name", 700), ("body", 400))


def tight(tag: str, lines: list[str], weight: int, align: Align) -> Block:
    """Return the lines on a leading far too small, which their inks have to open."""
    style = replace(samples.style(20, weight, 0.6), align=align)
    return samples.typesetter(tag).set("\n".join(lines), style)


@pytest.mark.parametrize("weight", [400, 800])
@pytest.mark.parametrize("tag", STRESS)
def test_lines_of_the_tallest_words_do_not_touch(tag: str, weight: int) -> None:
    words = STRESS[tag].split()
    pairs = [f"{words[n]} {words[n - 1]}" for n in range(0, len(words), 2)]
    block = tight(tag, pairs, weight, "start")
    assert not touches(block, fonts(), block.width)


@pytest.mark.parametrize("tag", ["hi", "bn", "ta", "te", "ml", "kn", "ur"])
@settings(max_examples=5, deadline=None)
@given(data=st.data())
def test_no_order_of_tall_words_makes_lines_touch(tag: str, data: st.DataObject) -> None:
    word = st.sampled_from(STRESS[tag].split())
    lines = data.draw(st.lists(st.tuples(word, word).map(" ".join), min_size=2, max_size=3))
    align = data.draw(st.sampled_from(["start", "centre", "end"]))
    block = tight(tag, lines, 700, align)
    assert not touches(block, fonts(), block.width)


@pytest.mark.parametrize("tag", STRESS)
def test_no_word_lacks_a_letter(tag: str) -> None:
    assert samples.typesetter(tag).missing(STRESS[tag], samples.style()) == ()


@pytest.mark.parametrize("tag", [tag for tag in samples.LANGUAGES if tag != "ur"])
def test_inks_of_running_text_seldom_force_lines_apart(tag: str) -> None:
    """In Nastaliq they do everywhere: its words are as steep as they are long."""
    script = layouts().solve("poster", "A1", parse_locale(tag)).script
    for kind, weight, most in (("body", 400, 0.05), ("name", 700, 0.2)):
        style = samples.style(12, weight)
        lines = samples.typesetter(tag).set(samples.text(tag), style, mm(55)).lines
        texts = [f"{one.text}\n{two.text}" for one, two in pairwise(lines)]
        leading = script[f"leading-{kind}"]
        set_in = samples.style(12, weight, leading)
        least = round(leading * pt(12)) + 1
        opened = [t for t in texts if samples.typesetter(tag).set(t, set_in).leading > least]
        assert len(opened) <= most * len(texts), (kind, opened)


@pytest.mark.parametrize("tag", samples.LANGUAGES)
def test_ink_of_running_text_stands_in_the_line_box(tag: str) -> None:
    """Half the lines to a tenth of an em; the rarest stacks come out by two fifths."""
    size = pt(12)
    for _, weight in KINDS:
        block = samples.typesetter(tag).set(samples.text(tag), samples.style(12, weight), mm(120))
        tops = sorted(-line.top - block.ascent for line in block.lines)
        bottoms = sorted(line.bottom - block.descent for line in block.lines)
        assert max(tops[-1], bottoms[-1]) <= 0.4 * size
        assert max(tops[len(tops) // 2], bottoms[len(bottoms) // 2]) <= 0.1 * size


@pytest.mark.parametrize("tag", samples.LANGUAGES)
def test_what_a_block_says_of_its_ink_is_all_of_it(tag: str) -> None:
    """Nothing that trusts the block's own bounds can clip a glyph."""
    block = samples.typesetter(tag).set(samples.text(tag), samples.style(12, 700), mm(120))
    for line in block.lines:
        for run in line.runs:
            face, unit = fonts().face(run.font), run.size / fonts().face(run.font).upem
            for glyph in run.glyphs:
                box = face.extents(glyph.gid)
                if box:
                    assert -(box[3] + glyph.y_offset) * unit >= line.top - 1
                    assert -(box[1] + glyph.y_offset) * unit <= line.bottom + 1
