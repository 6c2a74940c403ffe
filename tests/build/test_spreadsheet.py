"""Spreadsheets: sent out, filled in, taken back by key, and refused with the cell's place."""

from __future__ import annotations

import io
import shutil
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from printkit.build import spreadsheet, translating
from printkit.build.project import open_project
from printkit.build.spreadsheet import COLUMNS, KEY, NOTE, SHEET, SOURCE, STATE, TEXT
from printkit.build.starter import start
from printkit.build.translating import export, import_, update
from printkit.diagnostics import PrintkitError, UsageError
from printkit.locales.po import parse_po

HINDI = Path("content/locales/hi-IN.po")
CONTENT = Path("content/skills-for-collaborative-change.yaml")
FILE = Path("hi.xlsx")


@pytest.fixture(autouse=True, scope="module")
def unmeasured() -> Iterator[None]:
    """Leave the room of texts unmeasured, which is tested with the briefs and takes its time."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(translating, "briefed", lambda wanted, *_: dict(wanted))
        patch.setattr(translating, "measured", lambda *_: ({}, {}))
        yield


@pytest.fixture(scope="module")
def given(unmeasured: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a project whose Hindi was brought up to date and sent out: made once."""
    folder = tmp_path_factory.mktemp("given") / "demo"
    start(folder)
    update(open_project(folder), ("hi-IN",))
    export(open_project(folder), "hi-IN", "xlsx", folder / FILE)
    return folder


@pytest.fixture
def sent(given: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a copy of it, and stand in it."""
    folder = tmp_path / "demo"
    shutil.copytree(given, folder)
    monkeypatch.chdir(folder)
    monkeypatch.delenv("PRINTKIT_PROJECT", raising=False)
    return folder


def fill(change: Callable[[Any, dict[str, int]], None]) -> None:
    """Change the sheet as a person would; ``change`` is given it and the rows by key."""
    book = openpyxl.load_workbook(FILE)
    sheet = book[SHEET]
    rows = {sheet.cell(n, KEY).value: n for n in range(2, sheet.max_row + 1)}
    change(sheet, rows)
    book.save(FILE)


def put(key: str, text: str, column: int = TEXT) -> Callable[[Any, dict[str, int]], None]:
    def change(sheet: Any, rows: dict[str, int]) -> None:
        cell = sheet.cell(rows[key], column)
        cell.value = text

    return change


def take(**options: Any) -> Any:
    return import_(open_project(), Path.cwd() / FILE, **options)


def text_of(key: str) -> Any:
    return parse_po(HINDI.read_text("utf-8"), "hi", "hi-IN").messages[key]


def refused() -> str:
    before = HINDI.read_bytes()
    with pytest.raises(PrintkitError) as caught:
        take()
    assert HINDI.read_bytes() == before
    return str(caught.value)


def test_a_sheet_that_came_back_as_it_went_changes_nothing(sent: Path) -> None:
    before = HINDI.read_bytes()
    done = take()
    assert (done.new, done.changed, done.cleared, done.findings) == (0, 0, 0, ())
    assert HINDI.read_bytes() == before


def test_a_sheet_is_the_same_bytes_from_the_same_texts(sent: Path) -> None:
    again = export(open_project(), "hi-IN", "xlsx", sent / "again.xlsx")
    assert again.read_bytes() == (sent / FILE).read_bytes()


def test_translations_notes_and_doubts_come_back(sent: Path) -> None:
    fill(put("skills.sharing-power.title", "ताकत बाँटना"))
    fill(put("skills.sharing-power.title", "क्या यह ठीक है?", NOTE))
    fill(put("skills.making-space.title", "needs work", STATE))
    done = take()
    assert (done.new, done.changed) == (0, 2)
    changed = text_of("skills.sharing-power.title")
    assert (changed.text, changed.comment) == ("ताकत बाँटना", "क्या यह ठीक है?")
    assert text_of("skills.making-space.title").fuzzy


def test_rows_may_be_sorted_and_deleted(sent: Path) -> None:
    def change(sheet: Any, rows: dict[str, int]) -> None:
        put("skills.sharing-power.title", "ताकत बाँटना")(sheet, rows)
        found = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
        sheet.delete_rows(2, sheet.max_row)
        for row in sorted(found, key=lambda row: str(row[SOURCE - 1]))[10:]:
            sheet.append(row)

    fill(change)
    assert take().changed <= 1
    kept = parse_po(HINDI.read_text("utf-8"), "hi", "hi-IN").messages
    assert all(message.text for message in kept.values())


def test_a_dry_run_writes_nothing(sent: Path) -> None:
    before = HINDI.read_bytes()
    fill(put("skills.sharing-power.title", "ताकत बाँटना"))
    assert take(dry=True).changed == 1
    assert HINDI.read_bytes() == before


def test_a_new_language_comes_from_a_sheet_alone(demo: Path) -> None:
    export(open_project(), "fr", "xlsx", demo / FILE)
    fill(put("guide.title", "Comment s’en servir"))
    done = take()
    assert (done.tag, done.new) == ("fr", 1)
    assert "Comment s’en servir" in Path("content/locales/fr.po").read_text("utf-8")


def test_a_sheet_made_before_the_source_changed_brings_stale_texts(sent: Path) -> None:
    fill(put("skills.sharing-power.title", "ताकत बाँटना"))
    source = CONTENT.read_text("utf-8")
    CONTENT.write_text(source.replace("title: Sharing power", "title: Sharing out power"), "utf-8")
    take()
    found = text_of("skills.sharing-power.title")
    assert (found.text, found.fuzzy, found.previous) == ("ताकत बाँटना", True, "Sharing power")


def test_a_stale_text_is_cleared_by_saying_so(demo: Path) -> None:
    source = CONTENT.read_text("utf-8")
    CONTENT.write_text(source.replace("title: Sharing power", "title: Sharing out power"), "utf-8")
    update(open_project(), ("hi-IN",))
    export(open_project(), "hi-IN", "xlsx", demo / FILE)
    row = next(
        row
        for row in openpyxl.load_workbook(FILE)[SHEET].iter_rows(values_only=True)
        if row[KEY - 1] == "skills.sharing-power.title"
    )
    assert (row[SOURCE - 1], row[SOURCE]) == ("Sharing out power", "Sharing power")
    assert row[STATE - 1] == "stale"
    fill(put("skills.sharing-power.title", "done", STATE))
    assert take().cleared == 1
    assert not text_of("skills.sharing-power.title").fuzzy


def test_who_translated_and_who_checked_it_is_taken_from_the_second_sheet(sent: Path) -> None:
    book = openpyxl.load_workbook(FILE)
    book[spreadsheet.ABOUT]["B2"] = "Asha Kulkarni"
    book[spreadsheet.ABOUT]["B3"] = "R. Rao, 2026-11-30"
    book.save(FILE)
    take()
    catalogue = parse_po(HINDI.read_text("utf-8"), "hi", "hi-IN")
    assert (catalogue.translators, catalogue.reviewer) == ("Asha Kulkarni", "R. Rao, 2026-11-30")


def test_a_doubt_about_a_stale_text_keeps_it_from_print(sent: Path) -> None:
    source = CONTENT.read_text("utf-8")
    CONTENT.write_text(source.replace("title: Sharing power", "title: Sharing out power"), "utf-8")
    update(open_project(), ("hi-IN",))
    Path(FILE).unlink()
    export(open_project(), "hi-IN", "xlsx", sent / FILE)
    fill(put("skills.sharing-power.title", "needs work", STATE))
    take()
    found = text_of("skills.sharing-power.title")
    assert (found.fuzzy, found.previous) == (True, "")


def test_a_doubt_that_came_meanwhile_is_not_cleared_by_a_row_nobody_touched(sent: Path) -> None:
    name = 'msgctxt "skills.sharing-power.title"'
    HINDI.write_text(HINDI.read_text("utf-8").replace(name, f"#, fuzzy\n{name}"), "utf-8")
    assert take().cleared == 0
    assert text_of("skills.sharing-power.title").fuzzy


def test_texts_the_content_has_no_more_are_kept_aside(sent: Path) -> None:
    source = CONTENT.read_text("utf-8")
    start, end = (source.index(f"      - id: {name}\n")
                  for name in ("seeing-the-whole", "framing-the-question"))  # fmt: skip
    CONTENT.write_text(source[:start] + source[end:], "utf-8")
    take()
    assert '#~ msgctxt "skills.seeing-the-whole.title"' in HINDI.read_text("utf-8")


def test_a_row_is_known_by_its_former_key(sent: Path) -> None:
    fill(put("skills.seeing-the-whole.title", "पूरा देखना"))
    source = CONTENT.read_text("utf-8")
    new = "- id: seeing-it-all\n        formerly: [seeing-the-whole]"
    CONTENT.write_text(source.replace("- id: seeing-the-whole", new), "utf-8")
    done = take()
    assert (done.changed, done.findings) == (1, ())
    assert text_of("skills.seeing-it-all.title").text == "पूरा देखना"
    export(open_project(), "hi-IN", "xlsx", sent / FILE)  # all of it was taken


def test_a_guess_of_another_tool_is_replaced(demo: Path) -> None:
    name = 'msgctxt "skills.sharing-power.title"'
    guess = f'#, fuzzy\n#| msgctxt "x"\n#| msgid "X"\n{name}'
    HINDI.write_text(HINDI.read_text("utf-8").replace(name, guess), "utf-8")
    export(open_project(), "hi-IN", "xlsx", demo / FILE)
    fill(put("skills.sharing-power.title", "ताकत बाँटना"))
    assert take().new == 1
    found = text_of("skills.sharing-power.title")
    assert (found.text, found.fuzzy, found.borrowed) == ("ताकत बाँटना", False, "")


def test_work_in_a_sheet_is_not_overwritten_before_it_was_taken_back(sent: Path) -> None:
    fill(put("skills.sharing-power.title", "ताकत बाँटना"))
    filled = FILE.read_bytes()
    with pytest.raises(UsageError, match="work that was not taken back yet"):
        export(open_project(), "hi-IN", "xlsx", sent / FILE)
    assert FILE.read_bytes() == filled
    take()
    export(open_project(), "hi-IN", "xlsx", sent / FILE)
    assert FILE.read_bytes() != filled


# -- bad input -----------------------------------------------------------------------------


def test_a_formula_is_refused_at_its_cell(sent: Path) -> None:
    fill(put("skills.sharing-power.title", "=SUM(A1:A2)"))
    said = refused()
    assert "error[spreadsheet]: skills.sharing-power.title: the translation is a formula" in said
    assert said.startswith("hi.xlsx:") and f":{TEXT}: " in said


def test_cells_that_changed_places_are_refused(sent: Path) -> None:
    def swap(sheet: Any, rows: dict[str, int]) -> None:
        one, other = rows["skills.sharing-power.title"], rows["skills.making-space.title"]
        for column in (SOURCE, TEXT):
            a, b = sheet.cell(one, column), sheet.cell(other, column)
            a.value, b.value = b.value, a.value

    fill(swap)
    assert refused().count("key and source do not belong together") == 2


def test_a_translation_that_lost_a_name_is_refused_at_its_cell(sent: Path) -> None:
    fill(put("credit.line", "Q community का काम।"))
    assert "error[protected]: credit.line: the name 'Nesta' is missing" in refused()


def test_what_others_changed_meanwhile_is_not_overwritten(sent: Path) -> None:
    fill(put("skills.sharing-power.title", "ताकत बाँटना"))
    old = text_of("skills.sharing-power.title").text
    HINDI.write_text(HINDI.read_text("utf-8").replace(f'"{old}"', '"हक़ बाँटना"'), "utf-8")
    said = refused()
    assert "it was changed in the sheet, and otherwise in the catalogue meanwhile" in said
    assert "'हक़ बाँटना'" in said


def test_a_key_that_is_there_twice_is_refused(sent: Path) -> None:
    fill(lambda sheet, rows: sheet.append([cell.value for cell in sheet[3]]))
    assert "is here twice; the first is in row 3" in refused()


def test_a_sheet_without_its_columns_is_refused(sent: Path) -> None:
    def change(sheet: Any, rows: dict[str, int]) -> None:
        sheet.cell(1, TEXT).value = "Hindi"

    fill(change)
    assert "the columns 'Translation' are not there" in refused()


def test_what_is_no_sheet_is_refused(sent: Path) -> None:
    FILE.write_bytes(b"PK\x03\x04 no")
    assert "this is not an .xlsx file" in refused()
    with pytest.raises(UsageError, match="a PO file goes into content/locales/"):
        import_(open_project(), Path.cwd() / HINDI)


def test_a_file_that_would_unpack_to_too_much_is_refused(sent: Path) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"0" * 60_000_000)
    FILE.write_bytes(stream.getvalue())
    assert "too large when unpacked" in refused()


def test_a_text_that_begins_with_an_equals_sign_goes_out_as_text(demo: Path) -> None:
    source = CONTENT.read_text("utf-8")
    CONTENT.write_text(source.replace("title: Sharing power", 'title: "=A1"'), "utf-8")
    export(open_project(), "fr", "xlsx", demo / FILE)
    cells = {row[KEY - 1].value: row[SOURCE - 1] for row in openpyxl.load_workbook(FILE)[SHEET]}
    found = cells["skills.sharing-power.title"]
    assert (found.value, found.data_type) == ("=A1", "s")


def test_csv_opens_in_excel_as_utf_8(demo: Path) -> None:
    path = export(open_project(), "hi-IN", "csv", demo / "hi.csv")
    data = path.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf" + COLUMNS[KEY][0].encode())
    assert "गहराई" in data.decode("utf-8-sig")


def test_a_sheet_of_another_language_is_refused(sent: Path) -> None:
    before = Path("content/locales/ta-IN.po").read_bytes()
    with pytest.raises(UsageError, match="this sheet is in hi-IN, not in ta-IN"):
        take(tag="ta-IN")
    assert Path("content/locales/ta-IN.po").read_bytes() == before


def test_a_damaged_sheet_is_refused_in_plain_words(sent: Path) -> None:
    whole = FILE.read_bytes()
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(whole)) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            body = old.read(name)
            new.writestr(name, body[: len(body) // 2] if name.endswith("sheet1.xml") else body)
    FILE.write_bytes(stream.getvalue())
    assert "this is not an Excel file that can be read" in refused()
    at = whole.index(b"sheet1.xml") + 30
    turned = bytes(byte ^ 0x5A for byte in whole[at : at + 40])
    FILE.write_bytes(whole[:at] + turned + whole[at + 40 :])
    assert "this is not an" in refused()


def test_a_character_no_sheet_can_hold_is_told_at_its_place(demo: Path) -> None:
    text = HINDI.read_text("utf-8")
    HINDI.write_text(text.replace('msgstr "गहराई', 'msgstr "\\vगहराई', 1), "utf-8")
    with pytest.raises(PrintkitError, match="an invisible character") as caught:
        export(open_project(), "hi-IN", "xlsx", demo / FILE)
    assert str(caught.value).startswith(f"{HINDI.as_posix()}:")
    assert not FILE.exists()
