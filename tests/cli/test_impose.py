"""``printkit impose``: anybody's single cards on sheets; what cannot be used is refused."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random
from typing import Any

import pikepdf
import pytest

from printkit.pdfio.read import rasterise, read_pdf
from tests.press import test_preflight_broken as broken
from tests.press.pages import CLEAN, Change, made

Run = Callable[..., tuple[int, str, str]]

@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return an empty folder, and stand in it."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


WIDE, HIGH = 180.0, 252.0  # points: a poker card
BLEED = 9.0


def cards(
    path: str,
    colours: Sequence[tuple[float, float, float]],
    sizes: Sequence[tuple[float, float]] = (),
    password: str = "",
) -> None:
    """Write a PDF of cards, each filled with a colour up to its bleed."""
    document = pikepdf.new()
    for number, (red, green, blue) in enumerate(colours):
        wide, high = sizes[number] if sizes else (WIDE, HIGH)
        page = document.add_blank_page(page_size=(wide + 2 * BLEED, high + 2 * BLEED))
        content = f"{red} {green} {blue} rg 0 0 {wide + 2 * BLEED} {high + 2 * BLEED} re f"
        page.obj.Contents = document.make_stream(content.encode())
        page.obj.TrimBox = pikepdf.Array([BLEED, BLEED, wide + BLEED, high + BLEED])
    encryption = pikepdf.Encryption(owner=password, user=password) if password else False
    document.save(path, encryption=encryption)


RED, GREEN, BLUE = (1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)


def seen(data: bytes, page: int, x: float, y: float) -> tuple[int, int, int]:
    """Return the colour at a place of a page, in points from its top left corner."""
    picture = rasterise(data, 72, page)
    at = (int(y) * picture.width + int(x)) * 3
    red, green, blue = picture.data[at : at + 3]
    return red, green, blue


def spots(data: bytes, page: int) -> list[tuple[int, int, int]]:
    """Return the colours along the middle of a page's first row, each once as it comes."""
    picture = rasterise(data, 72, page)
    row = picture.height // 4 * picture.width * 3
    found: list[tuple[int, int, int]] = []
    for x in range(picture.width):
        red, green, blue = picture.data[row + x * 3 : row + x * 3 + 3]
        if (not found or found[-1] != (red, green, blue)) and {red, green, blue} <= {0, 255}:
            found.append((red, green, blue))
    return found


def test_backs_lie_behind_their_fronts(folder: Path, run: Run) -> None:
    cards("deck.pdf", [RED, GREEN, BLUE, GREEN])
    code, out, err = run("impose", "deck.pdf", "--on", "A4", "--sides", "short", "--no-marks")
    assert code == 0, err
    assert out == "deck_on-A4-short_no-marks.pdf\n"
    assert "2 cards of 63.5 x 88.9 mm, with 3.17 mm of bleed, on 1 sheet" in err
    data = Path("deck_on-A4-short_no-marks.pdf").read_bytes()
    facts = read_pdf(data)
    assert len(facts.pages) == 2
    wide = facts.pages[0].media[2]
    for x in (wide / 8 * n + 4.5 for n in range(8)):
        front, back = (seen(data, page, at, 150) for page, at in ((0, x), (1, wide - x)))
        if (front, back) != ((255, 255, 255), (255, 255, 255)):
            assert (front, back) in (
                ((255, 0, 0), (0, 255, 0)), ((0, 0, 255), (0, 255, 0)),
            )  # fmt: skip


def test_pages_may_come_in_other_orders(folder: Path, run: Run) -> None:
    on = ("--on", "A4", "--sides", "short")  # a page that lies is turned about its middle
    cards("a.pdf", [RED, BLUE, GREEN, GREEN])
    assert run("impose", "a.pdf", *on, "--pages", "fronts-then-backs")[0] == 0
    cards("b.pdf", [GREEN, RED, GREEN, BLUE])
    assert run("impose", "b.pdf", *on, "--pages", "back-front")[0] == 0
    cards("c.pdf", [RED, BLUE])
    cards("back.pdf", [GREEN])
    assert run("impose", "c.pdf", "--backs", "back.pdf", *on)[0] == 0
    pictures = [
        [spots(Path(f"{name}_on-A4-short.pdf").read_bytes(), page) for page in (0, 1)]
        for name in "abc"
    ]
    assert pictures[0] == pictures[1] == pictures[2]
    assert (255, 0, 0) in pictures[0][0] and (0, 255, 0) in pictures[0][1]


def test_fonts_vectors_and_a_press_intent_come_along(run: Run, demo: Path) -> None:
    assert run("build", "cards", "--size", "poker", "--for", "press")[0] == 0
    (source,) = Path("out/en").glob("*_press.pdf")
    code, _, err = run("impose", str(source), "--on", "SRA3", "-o", "sheets")
    assert code == 0, err
    (path,) = Path("sheets").glob("*.pdf")
    facts = read_pdf(path.read_bytes())
    assert all(font.embedded for font in facts.fonts)
    assert "Listening deeply" in " ".join(page.text for page in facts.pages)
    with pikepdf.open(source) as before, pikepdf.open(path) as after:
        for key in ("/Title", "/Credit", "/Rights"):
            assert str(after.docinfo[key]) == str(before.docinfo[key])
    assert run("preflight", str(path))[0] == 0
    with pikepdf.open(path) as pdf:
        assert pdf.pdf_version == "1.6"
        assert [str(intent.S) for intent in pdf.Root.OutputIntents] == [
            "/GTS_PDFX", "/GTS_PDFA1",
        ]  # fmt: skip
        operators = {
            str(operator)
            for page in pdf.pages
            for _, operator in pikepdf.parse_content_stream(page)
        }
    assert not operators & {"rg", "RG"}


def test_the_same_file_gives_the_same_bytes(folder: Path, run: Run) -> None:
    cards("deck.pdf", [RED, GREEN])
    for out in ("one", "two"):
        assert run("impose", "deck.pdf", "--on", "A4", "-o", out)[0] == 0
    assert Path("one/deck_on-A4.pdf").read_bytes() == Path("two/deck_on-A4.pdf").read_bytes()


def notes(err: str) -> str:
    return " ".join(err.split())


def test_a_crop_box_inside_the_trim_stretches_nothing_and_is_told(folder: Path, run: Run) -> None:
    cards("whole.pdf", [RED])
    with pikepdf.open("whole.pdf") as document:
        box = [BLEED + 20, BLEED + 20, WIDE + BLEED - 20, HIGH + BLEED - 20]
        document.pages[0].obj.CropBox = pikepdf.Array(box)
        document.save("cropped.pdf")
    options = ("--on", "A4", "--pages", "fronts", "--no-marks", "--bleed", "0mm")
    sides = []
    for name in ("whole", "cropped"):
        code, _, err = run("impose", f"{name}.pdf", *options)
        assert code == 0, err
        assert ("page 1 shows less than its trim box" in err) == (name == "cropped")
        picture = rasterise(Path(f"{name}_on-A4_bleed-0mm_no-marks.pdf").read_bytes(), 72)
        places = [
            (at % picture.width, at // picture.width)
            for at in range(picture.width * picture.height)
            if picture.data[at * 3 : at * 3 + 3] == b"\xff\0\0"
        ]
        xs, ys = [x for x, _ in places], [y for _, y in places]
        sides.append((max(xs) - min(xs) + 1, max(ys) - min(ys) + 1, sum(xs) / len(xs)))
    outer = 2 * 20
    assert sides[0][0] - sides[1][0] == pytest.approx(outer, abs=2)
    assert sides[0][1] - sides[1][1] == pytest.approx(outer, abs=2)
    assert sides[0][2] == pytest.approx(sides[1][2], abs=1)


def test_backs_a_little_larger_than_their_fronts_are_cut_to_them(folder: Path, run: Run) -> None:
    cards("fronts.pdf", [RED, BLUE])
    cards("backs.pdf", [GREEN], sizes=[(WIDE + 0.14, HIGH + 0.14)])  # 0.05 mm
    code, _, err = run(
        "impose", "fronts.pdf", "--backs", "backs.pdf", "--pages", "fronts", "--on", "A4"
    )
    assert code == 0, err
    assert "2 cards of 63.5 x 88.9 mm" in err


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--only", "99"), "--only 99: there is no card '99'"),
        (("--copies", "9=3"), "--copies 9: there is no card '9'"),
    ],
)
def test_a_card_that_is_not_there_is_told(
    options: tuple[str, ...], message: str, folder: Path, run: Run
) -> None:
    cards("deck.pdf", [RED, GREEN, BLUE, GREEN])
    code, _, err = run("impose", "deck.pdf", "--on", "A4", *options)
    assert code == 2
    assert message in err
    assert "cards go by their numbers, and there are 1 to 2" in notes(err)
    assert not Path("deck_on-A4.pdf").exists()


def test_bleed_that_a_file_has_not_is_told(folder: Path, run: Run) -> None:
    cards("deck.pdf", [RED, GREEN])
    on = ("impose", "deck.pdf", "--on", "A4")
    code, _, err = run(*on, "--bleed", "5mm")
    assert code == 0, err
    assert "--bleed 5mm asks for more than there is: the file has 3.17 mm of it" in notes(err)
    code, _, err = run(*on, "--bleed", "2mm")
    assert "asks for more" not in err
    assert "1 card of 63.5 x 88.9 mm, with 2 mm of bleed" in err


def broken_profile(pdf: pikepdf.Pdf, page: Any) -> None:
    intent = pikepdf.Stream(pdf, b"no profile at all")
    pdf.Root.OutputIntents[0].DestOutputProfile = pdf.make_indirect(intent)


def unit(value: Any) -> Change:
    def change(pdf: pikepdf.Pdf, page: Any) -> None:
        page.UserUnit = value

    return change


def no_intents(pdf: pikepdf.Pdf, page: Any) -> None:
    pdf.Root.OutputIntents = pikepdf.Name.X


def no_info(pdf: pikepdf.Pdf, page: Any) -> None:
    pdf.trailer.Info = pikepdf.Array([])


def no_size(pdf: pikepdf.Pdf, page: Any) -> None:
    for key in ("/MediaBox", "/BleedBox", "/TrimBox"):
        del page[key]


def bare(pdf: pikepdf.Pdf, page: Any) -> None:
    del page.Contents
    del page.Resources


def strange_contents(pdf: pikepdf.Pdf, page: Any) -> None:
    page.Contents = pikepdf.Array([1, pikepdf.Name.X])
    page.Resources = pikepdf.Name.X


def nonsense(pdf: pikepdf.Pdf, page: Any) -> None:
    page.Contents = pikepdf.Stream(pdf, "\n".join(broken.NONSENSE).encode())


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (nonsense, ""),
        (broken.looping, ""),
        (broken.bomb, ""),
        (broken.strange_pages, "it is turned by 45"),
        (broken.strange_resources, ""),
        (unit(0), "its UserUnit is 0"),
        (unit(pikepdf.Name.X), "its UserUnit is /X"),
        (no_intents, ""),
        (no_info, ""),
        (no_size, "does not fit"),
        (bare, ""),
        (strange_contents, ""),
        (broken_profile, ""),
    ],
)
def test_a_broken_file_is_imposed_or_refused_in_words(
    change: Change, message: str, folder: Path, run: Run
) -> None:
    Path("deck.pdf").write_bytes(made(CLEAN, change))
    code, out, err = run("impose", "deck.pdf", "--on", "A4", "--pages", "fronts")
    assert "internal" not in err
    if message:
        assert code == 1 and message in notes(err)
    else:
        assert (code, out) == (0, "deck_on-A4.pdf\n"), err
    assert ("its output intent names no press" in err) == (change is broken_profile)


def test_a_file_with_any_bytes_changed_is_imposed_or_refused(folder: Path, run: Run) -> None:
    whole, random = made(CLEAN), Random(7)
    for _ in range(12):
        data = bytearray(whole)
        for _ in range(random.randint(1, 40)):
            data[random.randrange(len(data))] = random.randrange(256)
        Path("deck.pdf").write_bytes(data)
        code, _, err = run("impose", "deck.pdf", "--on", "A4", "--pages", "fronts")
        assert code in (0, 1), err


def damaged() -> bytes:
    out = io.BytesIO()
    document = pikepdf.new()
    document.add_blank_page()
    document.save(out)
    return out.getvalue()[:200]


@pytest.mark.parametrize(
    ("make", "options", "message"),
    [
        (lambda: cards("deck.pdf", [RED, GREEN], password="x"), [], "it is encrypted"),
        (lambda: Path("deck.pdf").write_bytes(damaged()), [], "it is damaged"),
        (
            lambda: cards("deck.pdf", [RED, GREEN], sizes=[(WIDE, HIGH), (WIDE, 300)]),
            [],
            "its pages are of different sizes: page 1 of deck.pdf is 63.5 x 88.9 mm, "
            "page 2 63.5 x 105.83 mm",
        ),
        (lambda: cards("deck.pdf", [RED]), [], "it has 1 pages, which makes no whole number"),
        (lambda: None, [], "it cannot be read: no such file"),
        (
            lambda: cards("deck.pdf", [RED, GREEN], sizes=[(900, 1200), (900, 1200)]),
            [],
            "does not fit",
        ),
    ],
)
def test_what_cannot_be_imposed_is_refused_and_nothing_is_written(
    make: Callable[[], None], options: list[str], message: str, folder: Path, run: Run
) -> None:
    make()
    before = sorted(Path().iterdir())
    code, out, err = run("impose", "deck.pdf", "--on", "A4", *options)
    assert code in (1, 2, 4)
    assert message in err
    assert out == ""
    assert sorted(Path().iterdir()) == before
