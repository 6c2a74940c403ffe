"""Translations as a spreadsheet, for people without an editor for PO files.

A row is known by its key, never by its place: rows may be sorted and deleted at will. What
a row was made from is kept beside it as a digest, so that an older sheet, or rows whose
cells changed places, are noticed. The only door to openpyxl.
"""

from __future__ import annotations

import csv
import hashlib
import io
import lzma
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from msgspec import Struct

from printkit.diagnostics import Diagnostic, MissingError, PrintkitError, Severity, Span
from printkit.locales.catalogue import Catalogue, State, Unit, state
from printkit.locales.model import Locale

MOST_BYTES: Final = 5_000_000
MOST_UNPACKED: Final = 50_000_000
MOST_MEMBERS: Final = 200
MOST_RATIO: Final = 100
MOST_ROWS: Final = 5_000

KEY, PLACE, SOURCE, EARLIER, TEXT, NOTE, ROOM, LENGTH, STATE = range(1, 10)
MADE_FROM, AS_GIVEN, STATE_GIVEN = 10, 11, 12
"""Hidden: digests of source and translation as they were given, and the state then."""
COLUMNS: Final[Mapping[int, tuple[str, int]]] = {
    KEY: ("Key", 30),
    PLACE: ("Where it appears", 34),
    SOURCE: ("Source", 46),
    EARLIER: ("Source before it changed", 30),
    TEXT: ("Translation", 52),
    NOTE: ("Your note", 26),
    ROOM: ("Room", 30),
    LENGTH: ("Length, roughly", 10),
    STATE: ("State", 13),
    MADE_FROM: ("Made from", 2),
    AS_GIVEN: ("As given", 2),
    STATE_GIVEN: ("State as given", 2),
}
"""Heading and width of each column."""

SHEET: Final = "Texts"
ABOUT: Final = "About"
TRANSLATED_BY: Final = "Translated by"
REVIEWED_BY: Final = "Checked by a native reader (name, date)"
NEEDS_WORK: Final = "needs work"
DONE: Final = "done"
_CONTROL: Final = re.compile("[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f]")
_HOW: Final = (
    "Write into the column 'Translation'. Leave all other columns but the note as they are.",
    "Rows may be sorted. Words in {curly brackets} stay as they are.",
    "Where the source has changed, the earlier one stands beside it: look at the translation "
    "again. If it is still right, write 'done' into the column 'State'.",
    "If you are not sure of a text, write 'needs work' into the column 'State'.",
    "Room says about how many letters fit where the text is printed.",
)


class Row(Struct, frozen=True):
    """One translation as a sheet has it. ``line`` is its row."""

    key: str
    source: str
    text: str
    note: str
    state: str
    made_from: str
    as_given: str
    state_given: str
    line: int

    @property
    def touched(self) -> bool:
        """Whether the translation is another than was sent out."""
        return mark(self.text) != self.as_given

    @property
    def state_touched(self) -> bool:
        """Whether somebody wrote into the column of the state."""
        return self.state != self.state_given


class Filled(Struct, frozen=True):
    """A sheet read back. ``translators`` and ``reviewer`` are None where it does not say."""

    tag: str
    rows: tuple[Row, ...]
    translators: str | None
    reviewer: str | None


def mark(*parts: str) -> str:
    """Return a short digest by which changed cells are noticed."""
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]


def _table(
    units: Mapping[str, Unit], catalogue: Catalogue, rooms: Mapping[str, str]
) -> Iterator[tuple[str, ...]]:
    """Yield the cells of each text, without the length."""
    for key, unit in units.items():
        message = catalogue.find(unit)
        found = state(unit, message)
        text = message.text if message and found != "missing" else ""
        shown = shown_state(found)
        yield (
            key,
            "\n".join(unit.about),
            unit.source,
            message.basis if message and found == "stale" else "",
            text,
            message.comment if message else "",
            rooms.get(key, ""),
            "",
            shown,
            mark(key, unit.source),
            mark(text),
            shown,
        )


def shown_state(found: State) -> str:
    """Return a state as a sheet says it."""
    return NEEDS_WORK if found == "unsure" else found


def write_xlsx(
    units: Mapping[str, Unit],
    catalogue: Catalogue,
    locale: Locale,
    rooms: Mapping[str, str],
    most: Mapping[str, int],
) -> bytes:
    """Return the catalogue as an Excel file; raises MissingError without openpyxl.

    Raises PrintkitError for texts with characters that no such file can hold.
    ``rooms`` say in words what room texts have, ``most`` about how many letters at least;
    what is longer is shown in red while it is typed.
    """
    openpyxl = _openpyxl()
    if faults := [*_unsendable(units, catalogue)]:
        raise PrintkitError(faults)
    from openpyxl.formatting.rule import FormulaRule
    from openpyxl.styles import Alignment, Font, PatternFill, Protection
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = SHEET
    rtl = locale.direction == "rtl"
    for column, (heading, width) in COLUMNS.items():
        cell = sheet.cell(1, column, heading)
        cell.font = Font(bold=True)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        sheet.column_dimensions[get_column_letter(column)].width = width
    for column in (MADE_FROM, AS_GIVEN, STATE_GIVEN):
        sheet.column_dimensions[get_column_letter(column)].hidden = True
    tinted = PatternFill("solid", start_color="FFFBE8C8")
    for line, cells in enumerate(_table(units, catalogue, rooms), 2):
        for column, value in enumerate(cells, 1):
            cell = sheet.cell(line, column)
            if column == LENGTH:
                cell.value = f"=LEN({get_column_letter(TEXT)}{line})"
                continue
            cell.value = value or None
            if value:
                cell.data_type = "s"  # a text that begins with = is a text
            own = column in (TEXT, NOTE, STATE)
            cell.protection = Protection(locked=not own)
            right = rtl and column == TEXT
            cell.alignment = Alignment(
                wrap_text=True,
                vertical="top",
                horizontal="right" if right else None,
                readingOrder=2 if right else 0,
            )
            if own and column != STATE:
                cell.fill = tinted
        if room := most.get(cells[0]):
            rule = FormulaRule(  # type: ignore[no-untyped-call]
                formula=[f"LEN(${get_column_letter(TEXT)}{line})>{room}"],
                font=Font(color="FFC00000", bold=True),
            )
            sheet.conditional_formatting.add(f"{get_column_letter(LENGTH)}{line}", rule)
    choice = DataValidation("list", formula1=f'"{DONE},{NEEDS_WORK}"', allow_blank=True)
    choice.showErrorMessage = False
    sheet.add_data_validation(choice)
    letter = get_column_letter(STATE)
    choice.add(f"{letter}2:{letter}{max(2, sheet.max_row)}")
    sheet.freeze_panes = "B2"
    sheet.protection.sheet = True
    for free in ("formatCells", "formatColumns", "formatRows", "sort", "autoFilter"):
        setattr(sheet.protection, free, False)
    sheet.auto_filter.ref = sheet.dimensions
    _about(book, catalogue, locale)
    stream = io.BytesIO()
    book.save(stream)
    return _settled(stream.getvalue())


def _unsendable(units: Mapping[str, Unit], catalogue: Catalogue) -> Iterator[Diagnostic]:
    for key, unit in units.items():
        message = catalogue.find(unit)
        if message is not None and _CONTROL.search(message.text + message.comment):
            yield Diagnostic(
                "control-character",
                "holds an invisible character, which a spreadsheet cannot have",
                message.span,
                key,
                "delete it; it may have come with text pasted from elsewhere",
            )


def _about(book: Any, catalogue: Catalogue, locale: Locale) -> None:
    from openpyxl.styles import Alignment, Font

    sheet = book.create_sheet(ABOUT)
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 44, 60
    rows = [
        ("Language", locale.tag),
        (TRANSLATED_BY, catalogue.translators),
        (REVIEWED_BY, catalogue.reviewer),
        *(("", "") for _ in range(1)),
        *((text, "") for text in _HOW),
    ]
    for number, (name, value) in enumerate(rows, 1):
        sheet.cell(number, 1, name or None).alignment = Alignment(wrap_text=True, vertical="top")
        if value:
            sheet.cell(number, 2, _CONTROL.sub("", value)).data_type = "s"
        if number <= 3:
            sheet.cell(number, 1).font = Font(bold=True)


def _settled(data: bytes) -> bytes:
    """Return the file without the time it was written, so that the same input is the same file."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for info in old.infolist():
            body = old.read(info)
            if info.filename == "docProps/core.xml":
                body = re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", b"2000-01-01T00:00:00Z", body)
            entry = zipfile.ZipInfo(info.filename)
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, body)
    return out.getvalue()


def write_csv(units: Mapping[str, Unit], catalogue: Catalogue, rooms: Mapping[str, str]) -> bytes:
    """Return the catalogue as CSV that Excel opens: UTF-8 with a byte order mark."""
    stream = io.StringIO()
    writer = csv.writer(stream)
    shown = (KEY, PLACE, SOURCE, EARLIER, TEXT, NOTE, ROOM, STATE)
    writer.writerow(COLUMNS[column][0] for column in shown)
    for cells in _table(units, catalogue, rooms):
        writer.writerow(_inert(cells[column - 1]) for column in shown)
    return b"\xef\xbb\xbf" + stream.getvalue().encode()


def _inert(text: str) -> str:
    """Return a cell that no program takes for a formula."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@") else text


def read_xlsx(path: Path, label: str) -> Filled:
    """Return what a sheet made by ``write_xlsx`` says now.

    Raises PrintkitError with everything that is not as it was given: formulas, keys that
    are there twice, rows whose cells changed places; and for a file that is no such sheet.
    """
    openpyxl = _openpyxl()
    data = path.read_bytes()
    _bounded(data, label)
    try:
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, keep_links=False)
        rows = list(_rows(book[SHEET], label)) if SHEET in book.sheetnames else None
        about = _said(book[ABOUT]) if ABOUT in book.sheetnames else {}
    except Exception as error:  # whatever a damaged file makes a reader of files do
        raise PrintkitError(
            Diagnostic(
                "spreadsheet",
                f"this is not an Excel file that can be read: {f'{error}'.partition(chr(10))[0]}",
                Span(label),
                hint="save it as .xlsx and try again",
            )
        ) from None
    if rows is None:
        raise PrintkitError(
            Diagnostic(
                "spreadsheet",
                f"it has no sheet {SHEET!r}",
                Span(label),
                hint="take a file made by `printkit translate export`",
            )
        )
    faults = [item for item in rows if isinstance(item, Diagnostic)]
    if faults:
        raise PrintkitError(faults)
    return Filled(
        tag=about.get("Language", ""),
        rows=tuple(row for row in rows if isinstance(row, Row)),
        translators=about.get(TRANSLATED_BY),
        reviewer=about.get(REVIEWED_BY),
    )


def _bounded(data: bytes, label: str) -> None:
    """Refuse what is too large, or would be when unpacked: a sheet comes by e-mail."""

    def refuse(what: str) -> PrintkitError:
        return PrintkitError(
            Diagnostic(
                "spreadsheet", what, Span(label), hint="take the file you were sent, as .xlsx"
            )
        )

    if len(data) > MOST_BYTES:
        raise refuse(f"the file is larger than {MOST_BYTES // 1_000_000} MB")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            infos = archive.infolist()
            if len(infos) > MOST_MEMBERS:
                raise refuse(f"the file has more than {MOST_MEMBERS} parts")
            total = 0
            for info in infos:
                with archive.open(info) as part:  # what the header says is not believed
                    while chunk := part.read(1 << 16):
                        total += len(chunk)
                        if total > MOST_UNPACKED or total > MOST_RATIO * len(data):
                            raise refuse("the file would be too large when unpacked")
    except (
        zipfile.BadZipFile, zlib.error, lzma.LZMAError, NotImplementedError, RuntimeError,
        EOFError, OSError, ValueError,
    ) as error:  # fmt: skip
        raise refuse(f"this is not an .xlsx file: {str(error).lower()}") from None


def _rows(sheet: Any, label: str) -> Iterator[Row | Diagnostic]:
    seen: dict[str, int] = {}
    at: dict[str, int] = {}
    wanted = {
        name: COLUMNS[name][0]
        for name in (KEY, SOURCE, TEXT, NOTE, STATE, MADE_FROM, AS_GIVEN, STATE_GIVEN)
    }
    for line, cells in enumerate(sheet.iter_rows(max_row=MOST_ROWS), 1):
        if line == 1:
            at = {str(cell.value): n for n, cell in enumerate(cells) if cell.value is not None}
            lost = [name for name in wanted.values() if name not in at]
            if lost:
                columns = ", ".join(repr(name) for name in lost)
                yield Diagnostic(
                    "spreadsheet",
                    f"the columns {columns} are not there",
                    Span(label, 1, 1),
                    hint="take the file you were sent, and change the translations only",
                )
                return
            continue
        found = {
            number: cells[at[name]] if at[name] < len(cells) else None
            for number, name in wanted.items()
        }
        values = {number: _text(cell) for number, cell in found.items()}
        key = values[KEY]
        if not key:
            if values[TEXT]:
                yield _fault(label, line, TEXT, "", "this translation has no key beside it")
            continue
        if key in seen:
            message = f"the key {key!r} is here twice; the first is in row {seen[key]}"
            yield _fault(label, line, KEY, key, message, "delete one of the two rows")
            continue
        seen[key] = line
        cell = found[TEXT]
        if cell is not None and cell.data_type == "f":
            message = f"the translation is a formula: {values[TEXT][:40]!r}"
            hint = "write it as text: put ' in front of the ="
            yield _fault(label, line, TEXT, key, message, hint)
            continue
        if values[MADE_FROM] != mark(key, values[SOURCE]):
            yield _fault(
                label, line, SOURCE, key,
                "key and source do not belong together: cells of this row were changed or moved",
                "move whole rows only; take key and source from the file you were sent",
            )  # fmt: skip
            continue
        yield Row(
            key, values[SOURCE], values[TEXT], values[NOTE], values[STATE].strip().lower(),
            values[MADE_FROM], values[AS_GIVEN], values[STATE_GIVEN], line,
        )  # fmt: skip


def _text(cell: Any) -> str:
    """Return the text of a cell; Excel keeps line ends as it likes."""
    value = getattr(cell, "value", None)
    text = "" if value is None else str(value)
    return text.replace("_x000D_", "").replace("\r\n", "\n").replace("\r", "\n").strip()


def _said(sheet: Any) -> dict[str, str]:
    """Return what the sheet "About" has beside its labels."""
    found: dict[str, str] = {}
    for cells in sheet.iter_rows(max_row=20, max_col=2):
        if len(cells) > 1 and cells[0].value:
            found[str(cells[0].value).strip()] = _text(cells[1])
    return found


def _fault(
    label: str, line: int, column: int, key: str, message: str, hint: str = ""
) -> Diagnostic:
    return Diagnostic("spreadsheet", message, Span(label, line, column), key, hint)


def _openpyxl() -> Any:
    try:
        import defusedxml  # noqa: F401 - openpyxl reads with it where it is there
        import openpyxl
    except ImportError:
        raise MissingError(
            Diagnostic(
                "install",
                "spreadsheets need the Python packages openpyxl and defusedxml",
                hint='pip install "printkit[xlsx]"',
            )
        ) from None
    return openpyxl


def is_error(finding: Diagnostic) -> bool:
    return finding.severity is Severity.ERROR
