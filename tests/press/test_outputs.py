"""The shipped profiles and sheets, and what is said of a wrong one."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from printkit.diagnostics import PrintkitError, UsageError
from printkit.files import LayeredFiles, MemoryFiles
from printkit.layout.output import Outputs, load_outputs, named
from printkit.units import inch, mm
from tests.jobs import ROOT, layouts

PLAIN = '[sheet.A4]\npaper = "A4"\n'
SCREEN = '[profile.screen]\nlabel = "Screen"\ncolour = "rgb"\n'


def stock(more: str) -> str:
    return (
        '[sheet.A4.stock]\nwidth = "40mm"\nheight = "50mm"\ncolumns = 3\nrows = 2\n'
        f'x0 = "9mm"\ny0 = "9mm"\n{more}\n'
    )


def condition(icc: str, name: str = "F39") -> str:
    return f'[condition."{name}"]\nlabel = "F"\nicc = "{icc}"\nidentifier = "F39"\n'


def read(profiles: str = SCREEN, sheets: str = PLAIN) -> Outputs:
    files = MemoryFiles({"layouts/profiles.toml": profiles, "layouts/sheets.toml": sheets})
    return load_outputs(files, layouts().formats, layouts().themes)


@pytest.fixture(scope="module")
def shipped() -> Outputs:
    text = {
        f"layouts/{path.name}": path.read_text("utf-8")
        for path in Path(ROOT / "layouts").glob("*.toml")
    }
    return load_outputs(MemoryFiles(text), layouts().formats, layouts().themes)


def test_printing_services_have_their_exact_pixels(shipped: Outputs) -> None:
    poker = shipped.profiles["makeplayingcards"].rule("poker")
    assert (poker.pixels, poker.bleed) == ((822, 1122), mm(3.048))
    assert shipped.profiles["thegamecrafter"].rule("poker").pixels == (825, 1125)
    assert shipped.profiles["thegamecrafter"].rule("tarot").pixels == (900, 1500)


@pytest.mark.parametrize("service", ["makeplayingcards", "thegamecrafter"])
def test_pixels_are_the_card_with_its_bleed_at_300_dots_an_inch(
    service: str, shipped: Outputs
) -> None:
    profile = shipped.profiles[service]
    for size, rule in profile.sizes.items():
        card = layouts().formats[size].size
        assert rule.bleed is not None
        wide, high = (
            round((side + 2 * rule.bleed) * 300 / inch(1)) for side in (card.width, card.height)
        )
        assert rule.pixels == pytest.approx((wide, high), abs=1)


def test_every_icc_profile_is_shipped_with_a_notice(shipped: Outputs) -> None:
    for condition in shipped.conditions.values():
        path = ROOT / "layouts" / condition.icc
        assert path.read_bytes()[36:40] == b"acsp"
        assert path.with_name(f"{path.stem}-notice.txt").is_file()


def test_perforated_cards_lie_on_their_sheet_without_overlap(shipped: Outputs) -> None:
    stocks = [sheet for sheet in shipped.sheets.values() if sheet.stock]
    assert len(stocks) == 9
    for sheet in stocks:
        assert sheet.stock is not None
        cells = sheet.stock.cells()
        assert len(cells) == sheet.stock.columns * sheet.stock.rows
        assert not any(a.overlaps(b) for n, a in enumerate(cells) for b in cells[n + 1 :])


@pytest.mark.parametrize(
    ("profiles", "sheets", "message"),
    [
        (SCREEN + 'sheet = "A44"\n', PLAIN, "there is no sheet 'A44'; did you mean 'A4'?"),
        (SCREEN + 'theme = "blue"\n', PLAIN, "there is no theme 'blue'"),
        (SCREEN + 'condition = "F"\n', PLAIN, "there is no condition 'F'"),
        (SCREEN + 'standard = "PDF/X-4"\n', PLAIN, "PDF/X-4 needs colour = 'cmyk'"),
        (SCREEN + "[profile.screen.size.pokr]\n", PLAIN, "there is no size 'pokr'"),
        (SCREEN, '[sheet.x]\npaper = "poker"\n', "there is no paper 'poker'"),
        (
            SCREEN,
            PLAIN + '[sheet.A4.stock]\nwidth = "90mm"\nheight = "50mm"\ncolumns = 3\nrows = 2\n'
            'x0 = "9mm"\ny0 = "9mm"\n',
            "its cards leave the sheet",
        ),
        (SCREEN, PLAIN + stock('pitch-x = "30mm"'), "they are 40 mm long on this side"),
        (SCREEN, PLAIN + stock('pitch-y = "49mm"'), "the next begins after 49 mm"),
        (SCREEN, '[sheet."a/b"]\npaper = "A4"\n', "letters and digits"),
        (SCREEN, '[sheet."a..b"]\npaper = "A4"\n', "letters and digits"),
        (SCREEN, '[sheet.".a"]\npaper = "A4"\n', "letters and digits"),
        (SCREEN, PLAIN + '[sheet.a4]\npaper = "A4"\n', "'a4' and 'A4' differ in their capitals"),
        ('[profile."c:d"]\nlabel = "S"\ncolour = "rgb"\n', PLAIN, "letters and digits"),
        (SCREEN + SCREEN.replace("screen", "Screen"), PLAIN, "differ in their capitals alone"),
        (SCREEN + condition("icc/a.icc", "F/39"), PLAIN, "letters and digits"),
        (SCREEN + condition("../secret.icc"), PLAIN, "the path of a file below layouts/"),
        (SCREEN + condition("icc/../../a.icc"), PLAIN, "the path of a file below layouts/"),
        (SCREEN + condition("/etc/a.icc"), PLAIN, "the path of a file below layouts/"),
        (SCREEN + condition("C:/a.icc"), PLAIN, "the path of a file below layouts/"),
        (SCREEN + condition("icc\\\\a.icc"), PLAIN, "the path of a file below layouts/"),
        (SCREEN + condition("a\\u0000.icc"), PLAIN, "the path of a file below layouts/"),
        (SCREEN + 'format = "png"\nmarks = ["crop"]\n', PLAIN, "marks stand beside the page"),
        (
            SCREEN + "[profile.screen.preflight]\nimage-dpi-eror = 50\n",
            PLAIN,
            "'image-dpi-eror' is not a threshold of preflight; did you mean 'image-dpi-error'?",
        ),
    ],
)
def test_a_wrong_name_is_told_with_its_place(profiles: str, sheets: str, message: str) -> None:
    with pytest.raises(PrintkitError) as caught:
        read(profiles, sheets)
    (found,) = caught.value.diagnostics
    assert message in found.message
    assert found.span is not None and found.span.file.startswith("layouts/")
    assert found.span.line > 0


def test_good_names_and_paths_are_taken() -> None:
    sheets = "".join(f'[sheet."{name}"]\npaper = "A4"\n' for name in ("12x18", "a.b_c-d", "größe"))
    outputs = read(SCREEN + condition("icc/..a/b.icc"), sheets + stock("").replace("A4", "12x18"))
    assert list(outputs.sheets) == ["12x18", "a.b_c-d", "größe"]
    assert outputs.conditions["F39"].icc == "icc/..a/b.icc"


def test_a_project_cannot_have_what_printkit_brings_in_other_capitals() -> None:
    brought = MemoryFiles({"layouts/profiles.toml": SCREEN, "layouts/sheets.toml": PLAIN})
    own = MemoryFiles({"layouts/sheets.toml": '[sheet.a4]\npaper = "A4"\n'})
    with pytest.raises(PrintkitError, match="'a4' and 'A4' differ in their capitals alone"):
        load_outputs(LayeredFiles(own, brought), layouts().formats, layouts().themes)


def test_a_profile_or_sheet_is_found_by_its_name_in_capitals_or_not(shipped: Outputs) -> None:
    assert named("sheet", "sra3", shipped.sheets) is shipped.sheets["SRA3"]
    assert named("profile", "Press", shipped.profiles) is shipped.profiles["press"]
    with pytest.raises(UsageError) as caught:
        named("sheet", "SRA33", shipped.sheets)
    (found,) = caught.value.diagnostics
    assert found.code == "unknown-sheet"
    assert found.message == "there is no sheet 'SRA33'; did you mean 'SRA3'?"
    assert "A4, A3" in found.hint
    with pytest.raises(UsageError, match=r"unknown-profile.*there is no profile 'OFFIC'; did you"):
        named("profile", "OFFIC", shipped.profiles)


def test_faults_of_both_files_are_told_together() -> None:
    with pytest.raises(PrintkitError) as caught:
        read('[profile.p]\nlabel = "P"\ncolour = "red"\n', '[sheet.x]\npaper = "A44"\n')
    assert len(caught.value.diagnostics) == 2


def example(heading: str) -> str:
    """Return the TOML of a section of the README for designers."""
    text = (ROOT / "layouts/README.md").read_text("utf-8")
    section = text[text.index(f"## {heading}\n") :]
    return section[section.index("```toml\n") + 8 : section.index("\n```\n", 8) + 1]


def test_the_sheet_and_the_printer_of_the_readme_can_be_added_as_they_stand() -> None:
    shipped = {name: (ROOT / f"layouts/{name}.toml").read_text("utf-8") for name in
               ("sheets", "profiles")}  # fmt: skip
    formats = {**layouts().formats, "B2": replace(layouts().formats["A1"], id="B2")}
    files = MemoryFiles(
        {
            "layouts/sheets.toml": shipped["sheets"] + example("Add a sheet"),
            "layouts/profiles.toml": shipped["profiles"] + example("Add a printer"),
        }
    )
    outputs = load_outputs(files, formats, layouts().themes)
    stock = outputs.sheets["our-stock"].stock
    assert stock is not None and len(stock.cells()) == 8
    ours = outputs.profiles["our-press"]
    assert (ours.ink_limit, ours.bleed, ours.rule("poker").bleed) == (280, mm(5), mm(2))
    assert ours.preflight == {"image-dpi-error": 150}
