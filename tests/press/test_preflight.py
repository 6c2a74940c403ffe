"""Each defect is found by its own rule and no other, and the clean file passes."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Stream

from printkit.diagnostics import Severity
from printkit.geometry import Rect, Size
from printkit.layout.output import THRESHOLDS, Profile
from printkit.press.preflight import Finding, Place, merged, preflight
from printkit.press.rules import RULES, Limits, limits, thresholds
from printkit.units import mm, pt
from tests.press.pages import (
    CLEAN,
    GROUND,
    POINT_MM,
    ROOT,
    made,
    picture,
    resource,
    spot,
)

POKER = Size(mm(63.5), mm(88.9))
PRESS = Limits(identifier="FOGRA39", size=POKER)


def found(data: bytes, by: Limits = PRESS) -> dict[str, str]:
    """Return the codes of findings with their levels."""
    return {one.code: one.severity.value for one in preflight(data, by)}


def only(data: bytes, by: Limits = PRESS) -> Finding:
    """Return the one finding of a file."""
    (one,) = preflight(data, by)
    return one


def test_the_clean_file_passes() -> None:
    assert preflight(made(), PRESS) == ()


def test_a_file_of_many_clean_pages_passes() -> None:
    assert preflight(made(pages=4), PRESS) == ()


# -- the seeded defects --------------------------------------------------------------------

Change = Callable[[pikepdf.Pdf, Any], None]


def no_bleed(pdf: pikepdf.Pdf, page: Any) -> None:
    page.BleedBox = page.TrimBox


def no_intent(pdf: pikepdf.Pdf, page: Any) -> None:
    del pdf.Root.OutputIntents


def two_intents(pdf: pikepdf.Pdf, page: Any) -> None:
    pdf.Root.OutputIntents.append(pdf.Root.OutputIntents[0])


def other_intent(pdf: pikepdf.Pdf, page: Any) -> None:
    pdf.Root.OutputIntents[0].OutputConditionIdentifier = pikepdf.String("CGATS TR 001")


def intent_without_profile(pdf: pikepdf.Pdf, page: Any) -> None:
    del pdf.Root.OutputIntents[0].DestOutputProfile


def rgb_intent(pdf: pikepdf.Pdf, page: Any) -> None:
    from PIL import ImageCms

    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    stream = Stream(pdf, profile)
    stream.N = 3
    pdf.Root.OutputIntents[0].DestOutputProfile = pdf.make_indirect(stream)


def no_xmp(pdf: pikepdf.Pdf, page: Any) -> None:
    del pdf.Root.Metadata


def x3(pdf: pikepdf.Pdf, page: Any) -> None:
    packet = pdf.Root.Metadata.read_bytes().replace(b"PDF/X-4", b"PDF/X-3")
    pdf.Root.Metadata.write(packet)


def no_title(pdf: pikepdf.Pdf, page: Any) -> None:
    packet = pdf.Root.Metadata.read_bytes().replace(b"A card", b"")
    pdf.Root.Metadata.write(packet)


def not_trapped(pdf: pikepdf.Pdf, page: Any) -> None:
    pdf.docinfo["/Trapped"] = Name.Unknown


def script(pdf: pikepdf.Pdf, page: Any) -> None:
    pdf.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array()))


def action(pdf: pikepdf.Pdf, page: Any) -> None:
    page.AA = Dictionary(O=Dictionary(S=Name.URI, URI=pikepdf.String("https://example.org")))


def no_trim(pdf: pikepdf.Pdf, page: Any) -> None:
    page.ArtBox = page.TrimBox


def wrong_size(pdf: pikepdf.Pdf, page: Any) -> None:
    page.TrimBox = Array([0, 0, 180, 250])
    page.BleedBox = Array([-9, -9, 189, 259])
    page.MediaBox = Array([-9, -9, 189, 259])


def loose_boxes(pdf: pikepdf.Pdf, page: Any) -> None:
    page.MediaBox = Array([-8, -9, 189, 261])


def link(pdf: pikepdf.Pdf, page: Any) -> None:
    page.Annots = Array(
        [
            pdf.make_indirect(
                Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([30, 60, 90, 70]))
            )
        ]
    )


def no_font(pdf: pikepdf.Pdf, page: Any) -> None:
    del page.Resources.Font.F1.FontDescriptor.FontFile2


def see_through(pdf: pikepdf.Pdf, page: Any) -> None:
    resource(page, "/ExtGState", "/Half", Dictionary(ca=0.5))


def blending_in_cmyk(pdf: pikepdf.Pdf, page: Any) -> None:
    see_through(pdf, page)
    page.Group = Dictionary(S=Name.Transparency, CS=Name.DeviceCMYK)


def orange(pdf: pikepdf.Pdf, page: Any) -> None:
    resource(page, "/ColorSpace", "/Orange", spot(pdf, "PANTONE Orange 021 C", (0, 0.6, 1, 0)))


def every_plate(pdf: pikepdf.Pdf, page: Any) -> None:
    resource(page, "/ColorSpace", "/All", spot(pdf, "All", (1, 1, 1, 1)))


def lab(pdf: pikepdf.Pdf, page: Any) -> None:
    white = Dictionary(WhitePoint=Array([0.95, 1, 1.09]))
    resource(page, "/ColorSpace", "/Lab", Array([Name.Lab, white]))


def rgb_picture(pdf: pikepdf.Pdf, page: Any) -> None:
    pixels = bytes(range(256)) * 3 * 100
    resource(page, "/XObject", "/Im", picture(pdf, pixels, 320, 80, Name.DeviceRGB))


def photo(pdf: pikepdf.Pdf, page: Any) -> None:
    pixels = bytes(40 for _ in range(100 * 100 * 4))
    resource(page, "/XObject", "/Im", picture(pdf, pixels, 100, 100, Name.DeviceCMYK))


def bitmap(pdf: pikepdf.Pdf, page: Any) -> None:
    pixels = b"\xaa" * (50 * 400)
    resource(page, "/XObject", "/Im", picture(pdf, pixels, 400, 400, Name.DeviceGray, 1))


def add(*lines: str) -> str:
    return CLEAN + "\n/Knock gs\n" + "\n".join(lines)


def words(size: float, colour: str, at: str = "30 100", gs: str = "/Knock gs") -> str:
    return f"{gs} {colour} BT /F1 {size} Tf {at} Td (Ask first) Tj ET"


DEFECTS: list[tuple[str, str, str, str, tuple[Change, ...]]] = [
    # name, code, level, content, changes
    ("no bleed", "bleed", "error", CLEAN, (no_bleed,)),
    ("no intent", "output-intent", "error", CLEAN, (no_intent,)),
    ("two intents", "output-intent", "error", CLEAN, (two_intents,)),
    ("other intent", "intent-condition", "error", CLEAN, (other_intent,)),
    ("empty intent", "intent-profile", "error", CLEAN, (intent_without_profile,)),
    ("rgb intent", "intent-profile", "error", CLEAN, (rgb_intent,)),
    ("x3", "x4-identifier", "error", CLEAN, (x3,)),
    ("no title", "metadata", "error", CLEAN, (no_title,)),
    ("trapped unknown", "trapped", "error", CLEAN, (not_trapped,)),
    ("script", "javascript", "error", CLEAN, (script,)),
    ("action", "actions", "error", CLEAN, (action,)),
    ("two trim boxes", "trim-box", "error", CLEAN, (no_trim,)),
    ("wrong box", "trim-size", "error", CLEAN, (wrong_size,)),
    ("loose boxes", "box-order", "error", CLEAN, (loose_boxes,)),
    ("link", "annotation", "error", CLEAN, (link,)),
    ("font not embedded", "font-embedded", "error", CLEAN, (no_font,)),
    ("rgb fill", "rgb", "error", add("1 0 0 rg 40 120 60 60 re f"), ()),
    ("rgb line", "rgb", "error", add("1 0 0 RG 2 w 40 120 m 90 120 l S"), ()),
    ("rgb image", "rgb", "error", add("q 76 0 0 19 40 150 cm /Im Do Q"), (rgb_picture,)),
    ("lab fill", "lab", "error", add("/Lab cs 50 20 20 sc 40 120 60 60 re f"), (lab,)),
    ("hairline", "hairline", "error", add("0 0 0 1 K 0.2 w 40 120 m 90 120 l S"), ()),
    ("scaled hairline", "hairline", "error",
     add("0 0 0 1 K q 0.1 0 0 0.1 0 0 cm 2 w 400 1200 m 900 1200 l S Q"), ()),
    ("box as hairline", "hairline", "error", add("0 0 0 1 k 40 120 50 0.2 re f"), ()),
    ("zero width", "zero-width", "error", add("0 0 0 1 K 0 w 40 120 m 90 120 l S"), ()),
    ("hairline of two inks", "hairline-inks", "warning",
     add("0 1 1 0 K 0.4 w 40 120 m 90 120 l S"), ()),
    ("low dpi", "image-dpi", "error", add("q 72 0 0 72 40 120 cm /Im Do Q"), (photo,)),
    ("lowish dpi", "image-dpi", "warning", add("q 30 0 0 30 40 120 cm /Im Do Q"), (photo,)),
    ("coarse bitmap", "bitmap-dpi", "error", add("q 96 0 0 96 40 120 cm /Im Do Q"), (bitmap,)),
    ("too much ink", "total-ink", "error", add("0.9 0.8 0.8 0.9 k 40 120 60 60 re f"), ()),
    ("four full inks", "full-ink", "error", add("1 1 1 1 K 1 w 40 120 m 90 120 l S"), ()),
    ("white overprint", "white-overprint", "error",
     CLEAN + "\n0 0 0 0 k 40 120 60 60 re f", ()),
    ("white text overprints", "white-overprint", "error",
     CLEAN + "\n" + words(12, "0 0 0 0 k", gs="/Over gs"), ()),
    ("colour overprints", "overprint", "warning",
     CLEAN + "\n0 1 0 0 k 40 120 60 60 re f", ()),
    ("black knocks out", "black-knockout", "warning", add(words(12, "0 0 0 1 k")), ()),
    ("text at the edge", "safe-margin", "error", CLEAN + "\n" + words(
        10, "0 0 0 1 k", "4 100", "/Over gs"), ()),
    ("text near the edge", "safe-margin", "warning", CLEAN + "\n" + words(
        10, "0 0 0 1 k", "11 100", "/Over gs"), ()),
    ("text is cut", "safe-margin", "error", CLEAN + "\n" + words(
        10, "0 0 0 1 k", "-5 100", "/Over gs"), ()),
    ("tiny text", "small-text", "error", CLEAN + "\n" + words(
        5, "0 0 0 1 k", gs="/Over gs"), ()),
    ("tiny by scaling", "small-text", "error", CLEAN + "\n/Over gs q 0.5 0 0 0.5 0 0 cm " + words(
        10, "0 0 0 1 k", "60 200", "") + " Q", ()),
    ("four-colour text", "small-colour-text", "warning", add(words(9, "0.3 0.9 0.2 0.2 k")), ()),
    ("small four-colour text", "small-colour-text", "error",
     add(words(6.5, "0.3 0.9 0.2 0.2 k")), ()),
    ("white text in colours", "white-text", "warning",
     add("0.9 0.8 0.1 0.7 k 20 90 140 60 re f", words(6.5, "0 0 0 0 k")), ()),
    ("rich black text", "rich-black-text", "error", add(words(14, "0.6 0.4 0.4 1 k")), ()),
    ("undeclared spot", "spot", "error", add("/Orange cs 1 sc 40 120 60 60 re f"), (orange,)),
    ("registration inside", "registration", "error",
     add("/All CS 1 SC 1 w 40 120 m 90 120 l S"), (every_plate,)),
    ("transparency", "transparency-group", "warning",
     CLEAN + "\n/Knock gs /Half gs 0 1 0 0 k 40 120 60 60 re f", (see_through,)),
    ("artwork stops at the trim", "bleed-artwork", "error",
     CLEAN + "\n/Knock gs 0 0.8 0.9 0 k 0 120 60 60 re f", ()),
    ("artwork stops in the bleed", "bleed-artwork", "error",
     CLEAN + "\n/Knock gs 0 0.8 0.9 0 k 60 200 60 55 re f", ()),
    ("a thread stops at the trim", "bleed-artwork", "error",
     CLEAN + "\n/Knock gs 0 0.8 0.9 0 K 8 w 40 120 m 180 120 l S", ()),
    ("artwork clipped to the trim", "bleed-artwork", "error",
     CLEAN + "\n/Knock gs q 0 0 180 252 re W n 0 0.8 0.9 0 k 90 252 m 60 180 l 120 180 l f"
     " 0 0.8 0.9 0 k 60 240 60 60 re f Q", ()),
    ("unknown operator", "content", "warning", CLEAN + "\n1 2 frobnicate", ()),
]  # fmt: skip


@pytest.mark.parametrize(
    ("code", "level", "content", "changes"),
    [defect[1:] for defect in DEFECTS],
    ids=[defect[0] for defect in DEFECTS],
)
def test_a_defect_is_found_by_its_rule_alone(
    code: str, level: str, content: str, changes: tuple[Change, ...]
) -> None:
    assert found(made(content, *changes)) == {code: level}


def test_a_file_without_any_metadata_is_told_so_in_every_rule_that_needs_them() -> None:
    assert found(made(CLEAN, no_xmp)) == {"x4-identifier": "error", "metadata": "error"}


def test_every_rule_on_ink_and_paper_has_a_seeded_defect() -> None:
    seeded = {defect[1] for defect in DEFECTS}
    elsewhere = {
        "repaired", "endless", "encryption", "pdf-version", "page-sizes", "page-turns",
        "page-count", "safe-image", "notdef", "not-grey", "plates",
    }  # fmt: skip
    assert seeded | elsewhere == set(RULES)


GOOD = {
    "a wide bleed below a panel": CLEAN
    + "\n/Knock gs 0.2 0.1 0 0 k 0 0 180 252 re f " + words(10, "0 0 0 1 k", gs="/Over gs"),
    "a panel that is painted over": GROUND + "\n0 0.9 0.9 0 k 0 0 180 252 re f\n" + CLEAN,
    "white text overprinting nothing": add("0 0 0 1 k 20 90 140 60 re f", words(7, "0 0 0 0 k")),
    "text in white within one ink": add("0 0 0 1 k 20 90 140 60 re f", words(6, "0 0 0 0 k")),
    "large text in two inks": add(words(24, "0 0.9 0.8 0 k")),
    "rich black at display size": add(words(28, "0.6 0.4 0.4 1 k", "20 200")),
    "colour in a circle over the edge": add(
        "0 0.8 0.9 0 K 6 w 20 120 m 20 140 -9 160 -9 180 c S"
    ),
    "text that bleeds off the page far away": CLEAN
    + "\n" + words(10, "0 0 0 1 k", "400 400", "/Over gs"),
    "content outside the page": add("1 0 0 1 k 500 500 60 60 re f"),
}  # fmt: skip


@pytest.mark.parametrize("content", GOOD.values(), ids=GOOD.keys())
def test_what_is_well_made_raises_no_alarm(content: str) -> None:
    assert found(made(content)) == {}


def test_transparency_that_blends_in_cmyk_is_fine() -> None:
    content = CLEAN + "\n/Knock gs /Half gs 0 1 0 0 k 40 120 60 60 re f"
    assert found(made(content, blending_in_cmyk)) == {}


def test_an_ordered_spot_colour_is_fine() -> None:
    data = made(add("/Orange cs 1 sc 40 120 60 60 re f"), orange)
    by = Limits(identifier="FOGRA39", size=POKER, spots=("PANTONE Orange 021 C",))
    assert found(data, by) == {}


def test_registration_marks_outside_the_bleed_are_fine() -> None:
    def slug(pdf: pikepdf.Pdf, page: Any) -> None:
        every_plate(pdf, page)
        page.MediaBox = Array([-40, -40, 220, 292])

    content = add("/All CS 1 SC 0.25 w -30 0 m -15 0 l S")
    assert found(made(content, slug)) == {}


# -- what a finding says -------------------------------------------------------------------


def test_a_finding_says_where_what_and_what_to_do() -> None:
    one = only(made(add("0 0 0 1 K 0.2 w 40 120 m 90 120 l S")))
    assert one.message == "a line is 0.2 pt wide"
    assert one.hint == "give it 0.25 pt or more"
    (place,) = one.places
    assert place.page == 1
    assert place.box is not None
    assert place.box.x == pytest.approx(pt(40), abs=pt(0.2))
    assert place.box.y == pytest.approx(pt(252 - 120), abs=pt(0.2))
    assert place.box.width == pytest.approx(pt(50), abs=pt(0.4))


def test_places_turn_with_the_page() -> None:
    def turned(pdf: pikepdf.Pdf, page: Any) -> None:
        page.Rotate = 90

    one = only(made(add("0 0 0 1 K 0.2 w 40 120 m 90 120 l S"), turned))
    (place,) = one.places
    assert place.box is not None  # seen upright, x runs along what was y
    assert place.box.x == pytest.approx(pt(120), abs=pt(0.2))
    assert place.box.y == pytest.approx(pt(40), abs=pt(0.2))
    assert place.box.height == pytest.approx(pt(50), abs=pt(0.4))


def test_repeated_findings_are_one_with_a_count_and_the_worst_place_first() -> None:
    lines = [f"0 0 0 1 K {0.1 + n / 100} w 40 {120 + n} m 90 {120 + n} l S" for n in range(8)]
    one = only(made(add(*reversed(lines))))
    assert (one.count, len(one.places)) == (8, 8)
    assert one.message == "a line is 0.1 pt wide"
    assert one.places[0].box is not None
    assert one.places[0].box.y == pytest.approx(pt(252 - 120), abs=pt(0.2))


def line_of(*runs: str) -> str:
    return CLEAN + "".join("\n" + words(5, "0 0 0 1 k", at, "/Over gs") for at in runs)


def test_pieces_on_one_line_are_one_place_and_lines_are_counted() -> None:
    one = only(made(line_of("30 100", "51 100", "72 100")))
    assert one.count == 1
    box = one.places[0].box
    assert box is not None
    assert box.width > pt(50)
    assert only(made(line_of("30 100", "51 100", "30 110", "51 110", "30 120"))).count == 3
    assert only(made(line_of("30 100", "120 100"))).count == 2
    assert only(made(line_of("30 100", "30 100"), pages=3)).count == 3


def test_pieces_of_a_drawing_are_one_place() -> None:
    pieces = "".join(f"{40 + 3 * n} {120 + n % 2} 8 8 re f " for n in range(12))
    one = only(made(add("1 0 0 rg " + pieces + "120 40 8 8 re f")))
    assert (one.code, one.count) == ("rgb", 2)


def test_merging_keeps_the_order_and_does_not_lose_a_place_without_a_box() -> None:
    far, near = Rect(mm(40), 0, mm(4), mm(2)), Rect(0, 0, mm(4), mm(2))
    beside = Rect(mm(5), 0, mm(4), mm(2))
    places = [Place(2, far), Place(1), Place(2, near), Place(2, beside), Place(3, beside)]
    joined = Rect(0, 0, mm(9), mm(2))
    assert merged(places) == (Place(2, far), Place(1), Place(2, joined), Place(3, beside))


def test_more_places_than_anybody_counts_are_all_told_as_they_are() -> None:
    places = [Place(1, Rect(n, 0, mm(4), mm(2))) for n in range(3001)]
    assert merged(places[:3000]) == (Place(1, Rect(0, 0, mm(4) + 2999, mm(2))),)
    assert merged(places) == tuple(places)


def test_places_that_differ_in_inks_are_told_as_a_span() -> None:
    two, four = words(9, "0 0.9 0.8 0 k"), words(8, "0.3 0.9 0.2 0.2 k", "30 120")
    assert only(made(add(two, four))).message == "text of 8 pt is printed in 2 to 4 inks"
    assert only(made(add(four))).message == "text of 8 pt is printed in 4 inks"
    other = "0 0.9 0 0 k 40 120 20 20 re f 1 0.2 0 0 k 40 160 20 20 re f"
    assert "overprints in C100 M20 and M90:" in only(made(f"{CLEAN}\n{other}")).message


def test_a_sheet_of_cards_judged_as_one_card_is_recognised() -> None:
    sheet = Limits(identifier="FOGRA39", size=Size(mm(20), mm(30)))
    one = only(made(), sheet)
    assert one.code == "trim-size"
    assert one.hint.startswith("it looks like a sheet of several: leave --size out")
    other = Limits(identifier="FOGRA39", size=Size(mm(63), mm(88)))
    assert only(made(), other).hint == "make it in the size that was ordered"


def test_total_ink_says_how_much_and_where() -> None:
    one = only(made(add("0.9 0.8 0.8 0.9 k 40 120 60 60 re f")))
    assert one.message == "total ink coverage is 340 %, and 300 % are allowed"
    (place,) = one.places
    assert place.box is not None
    x, y = 40 / POINT_MM, (252 - 180) / POINT_MM
    assert place.box.x == pytest.approx(mm(x), abs=mm(0.8))
    assert place.box.y == pytest.approx(mm(y), abs=mm(0.8))


def test_specks_are_no_ink_to_speak_of() -> None:
    content = add("0.9 0.9 0.9 0.9 k 40 120 1.5 60 re f 80 120 1.5 1.5 re f")
    assert found(made(content)) == {}


def test_the_page_where_it_happens_is_told() -> None:
    def third(pdf: pikepdf.Pdf, page: Any) -> None:
        pdf.pages[2].obj.Contents = Stream(pdf, (CLEAN + "\n1 0 0 rg 40 120 9 9 re f").encode())

    assert [place.page for place in only(made(CLEAN, third, pages=4)).places] == [3]


# -- pages that differ ---------------------------------------------------------------------


def test_pages_of_other_sizes_and_turns_are_doubted() -> None:
    def wider(pdf: pikepdf.Pdf, page: Any) -> None:
        page.TrimBox = Array([0, 0, 189, 252])
        page.BleedBox = page.MediaBox = Array([-9, -9, 198, 261])
        page.Contents = Stream(pdf, CLEAN.replace("198 270", "207 270").encode())

    def turned(pdf: pikepdf.Pdf, page: Any) -> None:
        page.Rotate = 180

    by = Limits(identifier="FOGRA39")
    assert found(made(CLEAN, wider, pages=3), by) == {"page-sizes": "warning"}
    assert found(made(CLEAN, turned, pages=3), by) == {"page-turns": "warning"}


def test_a_number_of_pages_can_be_asked_for() -> None:
    by = Limits(identifier="FOGRA39", numbers={**thresholds(), "page-count-multiple": 4})
    assert found(made(pages=4), by) == {}
    one = only(made(pages=3), by)
    assert one.message == "it has 3 pages, no multiple of 4"


def test_an_image_that_almost_bleeds_is_doubted() -> None:
    data = made(add("q 24 0 0 24 4 120 cm /Im Do Q"), photo)
    assert found(data) == {"safe-image": "warning"}


def test_an_encrypted_file_and_a_later_pdf_are_refused_for_x4() -> None:
    import io

    def saved(**how: Any) -> bytes:
        out = io.BytesIO()
        with pikepdf.open(io.BytesIO(made())) as pdf:
            pdf.save(out, **how)
        return out.getvalue()

    locked = saved(encryption=pikepdf.Encryption(owner="a", user="", R=4), force_version="1.6")
    assert found(locked) == {"encryption": "error"}
    assert found(saved(min_version="1.7")) == {"pdf-version": "error"}


def test_a_letter_the_font_lacks_is_found() -> None:
    def composite(pdf: pikepdf.Pdf, page: Any) -> None:
        plain = page.Resources.Font.F1
        inner = Dictionary(
            Type=Name.Font, Subtype=Name.CIDFontType2, BaseFont=plain.BaseFont,
            FontDescriptor=plain.FontDescriptor, CIDToGIDMap=Name.Identity,
            CIDSystemInfo=Dictionary(
                Registry=pikepdf.String("Adobe"), Ordering=pikepdf.String("Identity"), Supplement=0
            ),
        )  # fmt: skip
        font = Dictionary(
            Type=Name.Font, Subtype=Name.Type0, BaseFont=plain.BaseFont,
            Encoding=Name("/Identity-H"), DescendantFonts=Array([pdf.make_indirect(inner)]),
        )  # fmt: skip
        resource(page, "/Font", "/F2", pdf.make_indirect(font))

    text = "\nBT /F2 10 Tf 30 100 Td <{}> Tj ET"
    assert found(made(CLEAN + text.format("00010002"), composite)) == {}
    assert found(made(CLEAN + text.format("00010000"), composite)) == {"notdef": "error"}


# -- profiles ------------------------------------------------------------------------------


def test_a_screen_file_is_not_blamed_for_what_only_a_press_minds() -> None:
    screen = limits(Profile("screen", "", "rgb", bleed=0), {})
    content = "1 0 0 rg 0 0 180 252 re f 0 0 1 RG 0 w 5 5 m 90 5 l S" + words(4, "0 0 1 rg", "1 1")
    assert found(made(content, no_intent, no_xmp, link), screen) == {}
    assert found(made(content, no_font), screen) == {"font-embedded": "error"}


def test_an_office_printer_minds_type_and_neither_fine_lines_nor_rgb() -> None:
    office = limits(Profile("office", "", "rgb", bleed=0, home=True), {})
    assert found(made("1 0 0 rg 40 40 60 60 re f", no_intent, no_xmp), office) == {}
    content = "0 0 1 RG 0.1 w 40 40 m 90 40 l S 0 w 40 50 m 90 50 l S" + words(4, "0 0 1 rg")
    assert found(made(content, no_intent, no_xmp), office) == {"small-text": "error"}
    service = limits(Profile("service", "", "rgb"), {})
    told = found(made(f"{GROUND} {content}", no_intent, no_xmp), service)
    assert told == {"hairline": "error", "zero-width": "error", "small-text": "error"}


@pytest.mark.parametrize(
    ("side", "screen", "office"),
    [(40, {}, {}), (60, {}, {"image-dpi": "warning"}), (110, {}, {"image-dpi": "error"})],
)
def test_a_screen_minds_no_pixels_and_a_printer_at_a_desk_few(
    side: int, screen: dict[str, str], office: dict[str, str]
) -> None:
    data = made(f"q {side} 0 0 {side} 30 120 cm /Im Do Q", photo)
    assert found(data, limits(Profile("screen", "", "rgb", bleed=0), {})) == screen
    assert found(data, limits(Profile("office", "", "rgb", bleed=0, home=True), {})) == office


def test_a_black_printer_doubts_colour() -> None:
    grey = limits(Profile("office-grey", "", "grey", bleed=0, home=True), {})
    assert found(made("0.3 g 40 40 60 60 re f", no_intent), grey) == {}
    assert found(made("1 0 0 rg 40 40 60 60 re f", no_intent), grey) == {"not-grey": "warning"}


def test_a_profile_may_set_every_number_and_no_other() -> None:
    assert set(THRESHOLDS) == set(thresholds())


def test_a_profile_sets_its_own_numbers() -> None:
    data = made(add("q 72 0 0 72 40 120 cm /Im Do Q"), photo)
    large = Profile(
        "large", "", "cmyk", preflight={"image-dpi-error": 50, "image-dpi-warning": 80}
    )
    by = limits(large, {}, size=POKER)
    assert found(data, PRESS) == {"image-dpi": "error"}
    assert found(data, by) == {}


def test_an_ordered_bleed_and_safe_area_replace_the_usual() -> None:
    by = limits(Profile("press", "", "cmyk"), {}, size=POKER, bleed=mm(3.5), safe=mm(12))
    told = {one.code: one.message for one in preflight(made(), by)}
    assert told["bleed"] == "it has 3.17 mm of bleed, and 3.5 mm are needed"
    assert told["safe-margin"].startswith("text is 10.")


def test_every_shipped_profile_can_be_judged_by() -> None:
    from printkit.build.preflight import wanted_limits
    from printkit.build.project import open_project

    project = open_project(ROOT)
    for name in ("screen", "office", "press", "large-format", "drivethrucards"):
        assert wanted_limits(project, name).label == name
    assert wanted_limits(project, "drivethrucards").numbers["total-ink-error"] == 240
    poker = wanted_limits(project, "press", "poker")
    assert poker.size == POKER
    assert wanted_limits(project, "press", "63x88mm").size == Size(mm(63), mm(88))
    assert wanted_limits(project, "press", "2.5x3.5in").size == POKER


def test_every_level_is_one_of_the_numbers_a_profile_can_set() -> None:
    for rule in RULES.values():
        for level in ("error", "warning"):
            assert (f"{rule.code}-{level}" in thresholds()) == (getattr(rule, level) is not None)


def test_the_readme_tells_every_rule_with_its_numbers() -> None:
    rows = dict(
        re.findall(
            r"^\| `([a-z0-9-]+)` \|([^|]*\|[^|]*)\|[^|\n]*\|$",
            (ROOT / "README.md").read_text("utf-8"),
            re.MULTILINE,
        )
    )
    for rule in RULES.values():
        levels = [cell.strip() for cell in rows[rule.code].split("|")]
        unit = rule.unit.replace("per cent", "%")
        if rule.measured:
            wanted = [
                "" if level is None else f"{level:g} {unit}" for level in (rule.error, rule.warning)
            ]
        else:
            wanted = ["yes" if rule.severity is one else "" for one in list(Severity)[:2]]
        assert levels == wanted, rule.code
