"""Rows of a sheet against the catalogue: what they bring, and what was not taken back yet."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from msgspec.structs import replace

from printkit.build import spreadsheet
from printkit.build.files import shown_path
from printkit.diagnostics import PrintkitError
from printkit.locales.catalogue import Catalogue, Message, Unit, state


def by_any_key(wanted: Mapping[str, Unit]) -> dict[str, Unit]:
    """Return texts by their keys and those they had: a sheet may be older than a name."""
    former = {key: unit for unit in wanted.values() for key in unit.formerly}
    return {**former, **wanted}


def holds_work(file: Path, wanted: Mapping[str, Unit], catalogue: Catalogue) -> bool:
    """Return whether a sheet says anything the catalogue does not; of any other file, True."""
    try:
        filled = spreadsheet.read_xlsx(file, shown_path(file))
    except PrintkitError:
        return True
    if filled.tag != catalogue.tag:
        return True
    known = by_any_key(wanted)
    for row in filled.rows:
        unit = known.get(row.key)
        message = catalogue.find(unit) if unit else None
        if row.touched and row.text and row.text != (message.text if message else ""):
            return True
        now = state(unit, message) if unit else "missing"
        if row.state_touched and now != "missing" and (
            (row.state == spreadsheet.NEEDS_WORK and now != "unsure")
            or (row.state == spreadsheet.DONE and now not in ("done", "same"))
        ):
            return True
        if row.note and row.note != (message.comment if message else ""):
            return True
    return False


def taken(row: spreadsheet.Row, unit: Unit, old: Message) -> tuple[Message, str, str]:
    """Return a message as a row has it, what kind of change that is, and what forbids it."""
    note = row.note or old.comment
    text = "" if old.borrowed else old.text  # a guess is sent out as nothing
    doubted = row.state == spreadsheet.NEEDS_WORK
    if not row.text or not row.touched:
        meant = bool(text) and row.state_touched and spreadsheet.mark(text) == row.as_given
        if meant and row.state == spreadsheet.DONE and old.fuzzy and row.source == unit.source:
            return replace(old, fuzzy=False, previous="", comment=note), "cleared", ""
        if meant and doubted and (not old.fuzzy or old.previous):
            return replace(old, fuzzy=True, previous="", comment=note), "changed", ""
        return replace(old, comment=note), "kept", ""
    if row.text == text:
        return replace(old, comment=note), "kept", ""
    if text and spreadsheet.mark(text) != row.as_given:
        return old, "", "it was changed in the sheet, and otherwise in the catalogue meanwhile"
    older = row.source != unit.source  # the sheet was made before the source changed
    new = replace(
        old,
        text=row.text,
        fuzzy=older or doubted,
        previous=row.source if older and not doubted else "",
        borrowed="",
        comment=note,
    )
    return new, "changed" if text else "new", ""
