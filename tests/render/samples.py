"""Texts and scenes for the renderers: every kind of node, three scripts, no engine."""

from __future__ import annotations

import functools
import struct
import zlib
from pathlib import Path as File

from msgspec.structs import replace

from printkit import paths
from printkit.files import FolderFiles
from printkit.fonts.library import FontLibrary
from printkit.geometry import Outline, Rect, Sides, Size, Transform
from printkit.locales.tags import parse_locale
from printkit.scene.model import (
    GlyphRun,
    Group,
    Image,
    Ink,
    Link,
    Metadata,
    Node,
    Page,
    Path,
    PlacedCredit,
    Scene,
    Stroke,
    StructNode,
    Style,
    Symbol,
    Use,
)
from printkit.text.compose import Typesetter
from printkit.units import Length, inch, mm, pt

INK = Ink("ink", (26, 32, 44), (80, 70, 50, 70))
RED = Ink("red", (220, 40, 60), (0, 95, 75, 5))
TEAL = Ink("teal", (0, 140, 130), (90, 10, 50, 5))
PAPER = Ink("paper", (255, 250, 240), (0, 1, 4, 0))

TEXTS = {
    "en": (
        "Nobody has every skill on this map, and nobody needs to. Use it to see what each person "
        "brings, where you are strong together, and what to grow next. Hear what is said, and "
        "what is left out: “first, fly the office”, AVATAR, To, We. Put numbers (10, 250 and "
        "3.75) and stories side by side; find out by doing – small, early and in the open. "
        "Łódź, Wałbrzych, naïve café, coöperate."
    ),
    "hi": (
        "इस नक़्शे का हर हुनर किसी एक के पास नहीं होता, और "
        "होना ज़रूरी भी नहीं। देखिए कि हर साथी क्या लाता है, "
        "आप मिलकर कहाँ मज़बूत हैं और आगे क्या निखारना है। समस्या को "
        "छूने से पहले उसे कई नज़रों से देखें। जो कहा गया और "
        "जो अनकहा रहा, दोनों सुनें। आँकड़े और कहानियाँ साथ-साथ "
        "रखें; जिए हुए अनुभव को विशेषज्ञता मानें। फ़ैसले उनके "
        "क़रीब लाएँ जिन पर असर हो। श्रृंखला, प्रतिक्रिया, क्षमता, "
        "ज्ञान, द्वंद्व, कार्य, ट्रेन, हृदय, उत्कृष्ट। ख़ाका बनाएँ "
        "ताकि सब राय दे सकें: 10 बार, 250 लोग।"
    ),
    "ur": (
        "یہ سب ہنر کسی ایک کے پاس نہیں ہوتے، اور ضروری بھی "
        "نہیں۔ دیکھیے کہ ہر ساتھی کیا لاتا ہے اور آگے کیا "
        "نکھارنا ہے۔ مسئلے کو کئی نظروں سے دیکھیں۔ ان کہی "
        "بات بھی سنیں۔ حصوں کا ربط دیکھیں۔ اعداد اور کہانیاں "
        "ساتھ۔ مختلف ٹیموں کا ساتھ چلنا آسان بنائیں۔ بات سب تک "
        "پہنچائیں۔ فیصلے لوگوں کے قریب۔ سب کو ایک میز پر "
        "لائیں۔ دھکیلے بغیر لوگوں کو آگے بڑھائیں۔"
    ),
}


@functools.cache
def library() -> FontLibrary:
    return FontLibrary.load(FolderFiles(File(__file__).parents[2]))


@functools.cache
def typesetter(lang: str) -> Typesetter:
    return Typesetter(library(), parse_locale(lang))


def style(size: float = 12, weight: int = 400, **changes: object) -> Style:
    base = Style("body", "sans", weight, pt(size), pt(6), 1.3, INK)
    return replace(base, **changes)  # type: ignore[arg-type]


def text(
    words: str,
    x: Length,
    baseline: Length,
    width: Length,
    *,
    lang: str = "en",
    tag: int | None = None,
    set_in: Style | None = None,
) -> tuple[GlyphRun, ...]:
    block = typesetter(lang).set(words, set_in or style(), width)
    return block.place(x, baseline, width, tag=tag)


def text_scene(lang: str, size: float = 12) -> Scene:
    """Return a page of running text in one language."""
    width = mm(140)
    runs = text(TEXTS[lang], mm(10), mm(25), width, lang=lang, tag=1, set_in=style(size))
    return Scene(
        (Page("text", Size(mm(160), mm(220)), runs),),
        Metadata(f"text {lang}", lang, "rtl" if lang == "ur" else "ltr"),
        structure=(StructNode("P", lang, tags=(1,)),),
    )


def thread(dy: float = 0) -> Outline:
    """Return a thread as the poster has them: a curve that runs on into a straight line."""
    x, y = mm, lambda value: mm(value + dy)
    return (
        ("M", x(8), y(40)),
        ("C", x(30), y(10), x(55), y(70), x(80), y(40)),
        ("L", x(144), y(40)),
    )


MOTIF = Symbol(
    "motif",
    (
        Path(paths.circle(mm(10), mm(10), mm(8)), fill=TEAL, stroke=Stroke(INK, mm(1))),
        Path(
            (("M", mm(10), mm(10)), ("L", mm(20), mm(4)), ("L", mm(20), mm(16)), ("Z",)),
            fill=RED,
        ),
        *text("Ag", mm(4), mm(14), mm(12), set_in=style(12, 700, ink=PAPER)),
    ),
    Rect(mm(1), mm(1), mm(19), mm(18)),
)
NEST = Symbol(
    "nest",
    (Use("motif", Transform.scale(0.5)), Use("motif", Transform(0.5, 0.0, 0.0, 0.5, mm(12), 0))),
    Rect(0, 0, mm(22), mm(10)),
)

CREDIT = "Based on Skills for collaborative change, a Q community resource, with Nesta."
URDU_CREDIT = "بنیاد: Skills for collaborative change، نیسٹا کے ساتھ۔"


def png(width: int = 8, height: int = 8) -> bytes:
    """Return a small PNG: red above, teal below."""
    rows = b"".join(
        b"\0" + bytes(RED.rgb if y < height // 2 else TEAL.rgb) * width for y in range(height)
    )

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )


PICTURE = "picture"
ASSETS = {PICTURE: png()}


def every_kind(bleed: Sides = Sides(), pages: int = 1) -> Scene:
    """Return a scene with every kind of node: threads, dashes, clips, symbols, mirrors, text."""
    width = mm(130)
    fine = thread(24)
    nodes: tuple[Node, ...] = (
        Path(paths.rectangle(Rect(0, 0, inch(6), inch(8)).inset(_outset(bleed))), fill=PAPER),
        *text("Follow a thread", mm(10), mm(18), width, tag=1, set_in=style(26, 800)),
        *text("भरोसा बनाना, प्रतिक्रिया", mm(10), mm(32), width, lang="hi", tag=2),
        *text("بھروسا بنانا، نظر سے دیکھیں", mm(10), mm(34), width, lang="ur", tag=3),
        Path(thread(), stroke=Stroke(TEAL, mm(4), cap="round")),
        Path(thread(12), stroke=Stroke(RED, mm(3), dash=(mm(8), mm(4)), phase=mm(2))),
        Path(fine, stroke=Stroke(INK, mm(3), dash=(0, mm(5)), cap="round")),
        Path(thread(32), stroke=Stroke(INK, mm(1), dash=(mm(3),), join="miter")),
        Group(
            (
                Path(paths.rectangle(Rect(0, 0, mm(40), mm(20))), fill=RED),
                *text("clipped words", mm(1), mm(12), mm(60), set_in=style(20, 700, ink=PAPER)),
            ),
            Transform.move(mm(10), mm(100)),
            paths.circle(mm(20), mm(10), mm(10)),
        ),
        Use("motif", Transform.move(mm(60), mm(100)), 4),
        Use("motif", Transform(a=-1.0, e=mm(110), f=mm(100))),
        Use("motif", Transform(0.8, 0.3, -0.3, 0.8, mm(125), mm(100))),
        Use("nest", Transform.move(mm(10), mm(126))),
        Image(PICTURE, Rect(mm(60), mm(126), mm(20), mm(12)), 5),
        Path(
            paths.rounded(Rect(mm(90), mm(126), mm(40), mm(12)), mm(3)),
            fill=TEAL,
            stroke=Stroke(INK, mm(0.5)),
        ),
        Link(Rect(mm(10), mm(150), mm(60), mm(8)), "https://example.org/map", 6),
        *text("example.org/map", mm(10), mm(156), width, tag=6),
        *text(CREDIT, mm(10), mm(190), width, tag=7, set_in=style(8)),
    )
    structure = (
        StructNode(
            "Document",
            "en",
            kids=(
                StructNode("H1", "en", tags=(1,)),
                StructNode("P", "hi", tags=(2,)),
                StructNode("P", "ur", tags=(3,)),
                StructNode("Figure", "en", alt="A bowl", tags=(4,)),
                StructNode("Figure", "en", alt="Two colours", tags=(5,)),
                StructNode("Link", "en", alt="The map on the web", tags=(6,)),
                StructNode("P", "en", tags=(7,), entry="credit"),
            ),
        ),
    )
    return Scene(
        tuple(
            Page(f"page-{n}", Size(inch(6), inch(8)), nodes, bleed, Sides.all(mm(5)))
            for n in range(1, pages + 1)
        ),
        Metadata(
            "Every kind – सब कुछ",
            "en",
            subject="A page for tests",
            author="The comms team",
            keywords=("map", "skills"),
            version="1.2",
            credit=CREDIT,
            source_url="https://example.org/map",
        ),
        (MOTIF, NEST),
        structure,
        tuple(PlacedCredit(n, 7, CREDIT, ("Nesta",), pt(6)) for n in range(pages)),
    )


def _outset(sides: Sides) -> Sides:
    return Sides(-sides.top, -sides.right, -sides.bottom, -sides.left)
