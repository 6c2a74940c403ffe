"""What leaves the house: files made as a printer wants them, or a word of what is wrong."""

from __future__ import annotations

import hashlib
import io
import json
import re
import zipfile
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from printkit.build.delivery import find_way
from printkit.build.plan import Delivery, Request, read_sources
from printkit.build.project import open_project
from printkit.build.run import Report, run
from printkit.diagnostics import PrintkitError, UsageError
from printkit.pdfio.read import read_pdf
from printkit.units import mm

STEM = "skills-for-collaborative-change"
ONE = ("listening-deeply",)
CARDS = f"{STEM}_cards-poker"


def deliver(*locales: str, product: str = "cards", size: str = "poker", **how: Any) -> Report:
    theme = str(how.pop("theme", ""))
    request = Request((product,), (size,), theme=theme, locales=locales, delivery=Delivery(**how))
    return run(open_project(), request)


def names(report: Report) -> list[str]:
    return [path.name for path in report.files]


def pages(path: Path) -> list[tuple[float, float]]:
    """Return the size of each page's medium, in millimetres."""
    boxes = [page.media for page in read_pdf(path.read_bytes()).pages]
    return [
        (round((right - left) * 25.4 / 72, 2), round((top - bottom) * 25.4 / 72, 2))
        for left, bottom, right, top in boxes
    ]


def test_an_imposed_deck_comes_with_a_page_that_says_how_to_print_it(demo: Path) -> None:
    report = deliver(on="A4", profile="office")
    assert names(report) == [
        f"{CARDS}-low-ink_en_office_on-A4.pdf",
        f"{CARDS}-low-ink_en_office_on-A4_how-to-print.pdf",
    ]
    sheets, how = report.files
    assert set(pages(sheets)) in ({(210.0, 297.0)}, {(297.0, 210.0)})
    assert len(pages(sheets)) == 8  # 32 cards, nine on a sheet, two sides
    text = read_pdf(how.read_bytes()).pages[0].text
    assert "flipped on the long edge" in text
    assert "4 × A4" in text


def test_a_deck_without_a_named_printer_is_for_the_office_and_says_so(demo: Path) -> None:
    report = deliver(on="A4")
    assert "for an office printer" in " ".join(note.message for note in report.notes)
    assert names(report)[0] == f"{CARDS}-low-ink_en_office_on-A4.pdf"


def test_a_theme_that_is_named_goes_before_that_of_the_profile(demo: Path) -> None:
    assert names(deliver(on="A4", theme="bw"))[0] == f"{CARDS}-bw_en_office_on-A4.pdf"


@pytest.mark.parametrize(
    ("sides", "ends", "words"),
    [
        ("short", ["_on-A4-short.pdf"], "flipped on the short edge"),
        ("fold", ["_on-A4-fold.pdf"], "Fold along the broken line"),
        (
            "separate",
            ["_on-A4-separate-fronts.pdf", "_on-A4-separate-backs.pdf"],
            "like the page of a book",
        ),
    ],
)
def test_every_way_to_get_backs_behind_fronts_has_its_files_and_words(
    sides: str, ends: list[str], words: str, demo: Path
) -> None:
    report = deliver(on="A4", sides=sides)
    found = [name.removeprefix(f"{CARDS}-low-ink_en_office") for name in names(report)]
    assert found[:-1] == ends
    assert found[-1].endswith("_how-to-print.pdf")
    assert words in " ".join(read_pdf(report.files[-1].read_bytes()).pages[0].text.split())


def test_what_is_larger_than_the_sheet_comes_in_parts_with_a_plan(demo: Path) -> None:
    (path,) = deliver(product="poster", size="A3", on="A4").files
    assert path.name == f"{STEM}_poster-A3-low-ink_en_office_on-A4.pdf"
    facts = read_pdf(path.read_bytes())
    assert len(facts.pages) == 5
    assert "How to join the sheets" in facts.pages[0].text
    assert "Based on" in facts.pages[0].text  # the credit, whole on the plan


def test_copies_of_a_card_of_a_language_and_of_all(demo: Path) -> None:
    """The notes say nothing of it, so the sheets are counted: 9 cards on A4, and two sides."""
    one = deliver("en", "hi-IN", on="A4", together=True, only=("credit",),
                  copies=(("hi-IN", 12), ("en", 6)))  # fmt: skip
    assert re.fullmatch(
        rf"{CARDS}-low-ink_mul_office_on-A4_selection-\w{{6}}_en\+hi-IN.pdf", names(one)[0]
    )
    assert len(pages(one.files[0])) == 4  # 18 cards
    two = deliver(on="A4", only=("listening-deeply", "credit"),
                  copies=(("", 9), ("credit", 1)))  # fmt: skip
    assert len(pages(two.files[0])) == 4  # 9 + 1 cards


def test_a_card_by_itself_brings_the_whole_credit_along(demo: Path) -> None:
    report = deliver(profile="press", only=ONE)
    assert "the card 'credit' comes along" in " ".join(note.message for note in report.notes)
    text = " ".join(page.text for page in read_pdf(report.files[0].read_bytes()).pages)
    assert "Listening deeply" in text
    assert "Based on Skills for collaborative change" in " ".join(text.split())


def test_deliveries_that_differ_never_share_a_name(demo: Path) -> None:
    ways: list[dict[str, Any]] = [
        {}, {"sides": "short"}, {"order": "sheet"}, {"gutter": mm(4)}, {"bleed": mm(3)},
        {"marks": False}, {"only": ONE}, {"only": ("credit",)}, {"copies": (("", 2),)},
        {"copies": (("credit", 2),)},
    ]  # fmt: skip
    project = open_project()
    layouts = read_sources(project, ("cards",)).layouts
    found = [find_way(project, layouts, Delivery("office", "A4", **one)) for one in ways]
    assert len({way.variant for way in found if way}) == len(ways)


def test_what_is_made_for_a_printer_leaves_the_files_for_screens_alone(demo: Path) -> None:
    before = run(open_project(), Request(("guide",))).files
    deliver(product="guide", size="A4", profile="press")
    deliver(product="guide", size="A4", bleed=mm(2))
    assert all(path.is_file() for path in before)


def test_a_zip_of_earlier_files_does_not_stay(demo: Path) -> None:
    (_, packed) = deliver(product="guide", size="A4", profile="press", hand_off=True).files
    content = Path("content/skills-for-collaborative-change.yaml")
    text = content.read_text("utf-8")
    content.write_text(text.replace("Listening deeply", "Listening well"), "utf-8")
    deliver(product="guide", size="A4", profile="press")
    assert not packed.exists()


def test_a_service_gets_its_pixels(demo: Path) -> None:
    report = deliver(profile="makeplayingcards", only=("listening-deeply",))
    assert [f"{path.parent.name}/{path.name}" for path in report.files] == [
        "fronts/1-credit.png", "backs/1-credit.png",
        "fronts/2-listening-deeply.png", "backs/2-listening-deeply.png",
    ]  # fmt: skip
    for path in report.files:
        data = path.read_bytes()
        assert (int.from_bytes(data[16:20]), int.from_bytes(data[20:24])) == (822, 1122)


def test_a_service_that_wants_backs_first_gets_them_first(demo: Path) -> None:
    (path,) = deliver(profile="drivethrucards", only=("credit", *ONE)).files
    texts = [page.text for page in read_pdf(path.read_bytes()).pages]
    assert "Based on" in texts[0]  # the back of the first card
    assert pages(path)[0] == (69.85, 95.25)


def test_a_press_file_bleeds_as_its_size_says_or_as_is_asked(demo: Path) -> None:
    (path,) = deliver(profile="press", only=ONE).files
    page = read_pdf(path.read_bytes()).pages[0]
    assert page.trim is not None and page.bleed is not None
    assert page.trim[0] - page.bleed[0] == pytest.approx(9, abs=0.01)  # 1/8 in
    (path,) = deliver(profile="press", bleed=mm(5), only=ONE).files
    page = read_pdf(path.read_bytes()).pages[0]
    assert page.trim is not None and page.bleed is not None
    assert page.trim[0] - page.bleed[0] == pytest.approx(5 * 72 / 25.4, abs=0.01)


def test_the_zip_for_a_printer_holds_files_proof_specification_and_checksums(demo: Path) -> None:
    report = deliver(profile="press", hand_off=True, quantity=500, stock="350 g/m²", only=ONE)
    pdf, packed = report.files
    with zipfile.ZipFile(io.BytesIO(packed.read_bytes())) as found:
        assert found.read(pdf.name) == pdf.read_bytes()
        rows = found.read("SHA256SUMS").decode().splitlines()
        sums = dict(reversed(row.split("  ")) for row in rows)
        assert set(sums) == set(found.namelist()) - {"SHA256SUMS"}
        for name, digest in sums.items():
            assert hashlib.sha256(found.read(name)).hexdigest() == digest
        proof = next(name for name in found.namelist() if name.endswith("_PROOF.png"))
        assert found.read(proof).startswith(b"\x89PNG")
        said = found.read("specification.txt").decode()
    for words in ("63.5 x 88.9 mm", "3.175 mm on each side", "500", "Coated FOGRA39", "350 g/m²",
                  "PDF/X-4", "cyan, magenta, yellow, black", "Folds", "Q community"):  # fmt: skip
        assert words in said
    again = deliver(profile="press", hand_off=True, quantity=500, stock="350 g/m²", only=ONE)
    assert again.files[1].read_bytes() == packed.read_bytes()


def test_deliveries_stand_side_by_side_in_the_manifest(demo: Path) -> None:
    deliver(product="guide", size="A4", profile="press")
    deliver(product="guide", size="A4", on="A3", profile="office", sides="short")
    rows = json.loads(Path("out/manifest.json").read_text("utf-8"))["products"]
    assert [row.get("delivery", {}).get("options") for row in rows] == [
        "--for office --on A3 --sides short",
        "--for press",
    ] or [row["delivery"]["options"] for row in rows] == [
        "--for press",
        "--for office --on A3 --sides short",
    ]


def test_changed_words_make_a_delivery_old_and_the_note_says_how_to_have_it_again(
    demo: Path,
) -> None:
    deliver(profile="press", only=ONE)
    content = Path("content/skills-for-collaborative-change.yaml")
    text = content.read_text("utf-8")
    content.write_text(text.replace("Listening deeply", "Listening well"), "utf-8")
    report = run(open_project(), Request(("guide",)))
    (note,) = [note for note in report.notes if note.code == "older"]
    assert "printkit build cards --for press --only listening-deeply --size poker" in note.hint


def test_no_link_or_annotation_is_in_a_press_file(demo: Path) -> None:
    (path,) = deliver(product="guide", size="A4", profile="press").files
    with pikepdf.open(path) as pdf:
        assert all("/Annots" not in page for page in pdf.pages)


@pytest.mark.parametrize(
    ("how", "message"),
    [
        ({"profile": "pres"}, "there is no profile 'pres'; did you mean 'press'?"),
        ({"on": "A44"}, "there is no sheet 'A44'"),
        ({"printer": "reception"}, "there is no printer 'reception'"),
        ({"sides": "short"}, "--sides is about cards on a sheet, and there is none"),
        ({"copies": (("", 2),)}, "--copies is about cards on a sheet"),
        ({"icc": "own.icc"}, "--icc is about a press, and screen is none"),
        ({"profile": "press", "quantity": 5}, "--quantity is for the specification"),
        ({"profile": "makeplayingcards", "marks": True}, "takes cards without marks"),
        ({"on": "A4", "only": ("trust",)}, "there is no card 'trust'"),
        ({"on": "A4", "copies": (("hi-IN", 2),)}, "there is no card 'hi-IN'"),
        ({"on": "A3", "product": "poster", "size": "A1", "profile": "press"}, "prints it whole"),
        ({"on": "A4", "product": "poster", "size": "A1", "sides": "fold"}, "--sides is about"),
        ({"on": "avery-5371", "product": "poster", "size": "A1"}, "on perforated stock"),
        ({"hand_off": True}, "--hand-off is for a printer, and screen is none"),
        ({"profile": "makeplayingcards", "on": "A4"}, "takes pictures of single cards"),
        ({"profile": "makeplayingcards", "size": "tarot"}, "MakePlayingCards takes poker, and no"),
    ],
)
def test_what_nobody_knows_or_does_not_go_together_is_told(
    how: dict[str, Any], message: str, demo: Path
) -> None:
    with pytest.raises(UsageError) as caught:
        deliver(**how)
    assert message in " ".join(item.message for item in caught.value.diagnostics)
    assert not Path("out").exists()


def test_a_format_that_a_printer_does_not_take_is_refused(demo: Path) -> None:
    request = Request(("cards",), formats=("svg",), delivery=Delivery(profile="press"))
    with pytest.raises(UsageError, match="--format svg does not go with --for press"):
        run(open_project(), request)


@pytest.mark.parametrize(
    ("data", "message"),
    [(b"nothing", "is no ICC profile"), (None, "cannot be read")],
)
def test_an_icc_profile_that_is_broken_or_not_there_is_told(
    data: bytes | None, message: str, demo: Path
) -> None:
    if data is not None:
        Path("own.icc").write_bytes(data)
    with pytest.raises(PrintkitError) as caught:
        deliver(profile="press", icc="own.icc", only=ONE)
    assert message in caught.value.diagnostics[0].message
    assert not Path("out").exists()


def test_any_icc_profile_can_be_named_by_its_path(demo: Path) -> None:
    from printkit.build.files import packaged_folder

    own = (packaged_folder() / "layouts/icc/FOGRA39L_coated.icc").read_bytes()
    Path("own.icc").write_bytes(own)
    (path,) = deliver(profile="press", icc="own.icc", only=ONE).files
    with pikepdf.open(path) as pdf:
        (intent, _) = pdf.Root.OutputIntents
        assert bytes(intent.DestOutputProfile.read_bytes()) == own


PRINTER = """
[printer.reception]
sheet = "letter"
sides = "short"
{duplex}
[printer.reception.back]
x = "{x}"
"""


def with_printer(duplex: str = "", x: str = "1.5mm") -> None:
    settings = Path("printkit.toml")
    text = PRINTER.format(duplex=duplex, x=x)
    settings.write_text(settings.read_text("utf-8") + text, "utf-8")


def test_a_calibrated_printer_brings_its_sheet_its_turn_and_its_corrections(demo: Path) -> None:
    with_printer(x="0mm")
    plain = deliver(printer="reception", only=ONE, marks=False).files[0]
    Path("printkit.toml").write_text(
        Path("printkit.toml").read_text("utf-8").replace('x = "0mm"', 'x = "1.5mm"'), "utf-8"
    )
    plain = plain.rename("plain.pdf")
    corrected = deliver(printer="reception", only=ONE, marks=False).files[0]
    sha = corrected.name.partition("selection-")[2][:6]
    way = f"office_on-letter-short_no-marks_selection-{sha}_printer-reception"
    assert corrected.name == f"{CARDS}-low-ink_en_{way}.pdf"
    assert moves(plain, corrected, page=0) == {(0.0, 0.0)}
    assert moves(plain, corrected, page=1) == {(1.5, 0.0)}


def test_a_press_can_be_calibrated_too(demo: Path) -> None:
    with_printer()
    (path,) = deliver(profile="press", printer="reception", only=ONE).files
    assert "_press_on-letter-short_" in path.name


@pytest.mark.parametrize(
    ("sides", "duplex"),
    [("long", "/DuplexFlipLongEdge"), ("short", "/DuplexFlipShortEdge"), ("fold", "/Simplex")],
)
def test_print_dialogs_begin_with_what_is_needed(sides: str, duplex: str, demo: Path) -> None:
    path = deliver(on="A4", sides=sides, only=ONE).files[0]
    with pikepdf.open(path) as pdf:
        wanted = pdf.Root.ViewerPreferences
        assert (str(wanted.PrintScaling), str(wanted.Duplex)) == ("/None", duplex)
    (path,) = deliver(profile="press", only=ONE).files
    with pikepdf.open(path) as pdf:
        assert "/Duplex" not in pdf.Root.ViewerPreferences


def moves(one: Path, other: Path, page: int) -> set[tuple[float, float]]:
    """Return how far the letters of a page stand from where they were on the paper, in mm."""
    before, after = (
        read_pdf(path.read_bytes(), characters=(page,)).pages[page] for path in (one, other)
    )
    assert before.trim is not None and after.trim is not None
    right, down = after.trim[0] - before.trim[0], before.trim[3] - after.trim[3]
    return {
        (
            round((b.box.x - a.box.x) / mm(1) + right * 25.4 / 72, 2),
            round((b.box.y - a.box.y) / mm(1) + down * 25.4 / 72, 2),
        )
        for a, b in zip(before.characters, after.characters, strict=True)
    }


def test_a_printer_of_one_side_is_not_asked_for_both(demo: Path) -> None:
    with_printer("duplex = false")
    with pytest.raises(UsageError, match="'reception' prints on one side only"):
        deliver(printer="reception", sides="long")
    (folded, _) = deliver(printer="reception", only=("credit",)).files
    assert "_on-letter-fold_" in folded.name


def test_a_press_file_with_less_bleed_than_the_press_wants_is_not_delivered(demo: Path) -> None:
    with pytest.raises(PrintkitError) as caught:
        deliver(profile="press", bleed=mm(1), only=ONE)
    assert "bleed" in {item.code for item in caught.value.diagnostics}
    assert not Path("out").exists()


def test_cards_without_room_for_their_bleed_are_warned_of(demo: Path) -> None:
    report = deliver(profile="press", on="SRA3", gutter=0, only=ONE)
    (said,) = [note.message for note in report.notes if note.code == "imposition"]
    assert "between cards there are 0 mm, and their bleed needs 6.35 mm" in said


def test_the_zip_of_pictures_has_a_proof_and_says_how_many_pixels(demo: Path) -> None:
    report = deliver(profile="makeplayingcards", hand_off=True, only=("credit", *ONE))
    with zipfile.ZipFile(io.BytesIO(report.files[-1].read_bytes())) as found:
        said = found.read("specification.txt").decode()
        assert any(name.endswith("_PROOF.png") for name in found.namelist())
    assert "4, 822 x 1122 pixels" in said
    assert "/fronts/ (2 files)" in said
