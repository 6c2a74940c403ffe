"""How findings are told: lines with the source and a caret, JSON, or notes for GitHub."""

from __future__ import annotations

import json
import os
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import IO, Any, Final

import click

from printkit.diagnostics import Diagnostic, Severity, Span

MOST: Final = 50
WIDE: Final = 96
_TAB: Final = 4

_INKS: Final = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.NOTE: "cyan"}
_GITHUB: Final = {
    Severity.ERROR: "error",
    Severity.WARNING: "warning",
    Severity.NOTE: "notice",
}


def coloured(stream: IO[str]) -> bool:
    """Return whether colour is wanted: NO_COLOR, then FORCE_COLOR, then a good terminal."""
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR", "") not in ("", "0"):
        return True
    return stream.isatty() and os.environ.get("TERM") != "dumb"


def tell(findings: Sequence[Diagnostic], stream: IO[str] | None = None) -> None:
    """Write findings for people, at most 50 of them: what stopped a run is never left out."""
    if len(findings) > MOST:
        findings = sorted(findings, key=lambda item: list(Severity).index(item.severity))
    stream = stream or sys.stderr
    colour = coloured(stream)
    lines = Lines()
    for item in findings[:MOST]:
        click.echo("\n".join(_lines(item, lines)), file=stream, color=colour)
    if len(findings) > MOST:
        click.echo(f"and {len(findings) - MOST} more", file=stream)


def _lines(item: Diagnostic, lines: Lines) -> Iterator[str]:
    where = f"{item.span}: " if item.span else ""
    what = click.style(f"{item.severity.value}[{item.code}]", fg=_INKS[item.severity], bold=True)
    path = f"{item.path}: " if item.path else ""
    yield f"{where}{what}: {path}{item.message}"
    if item.span and item.span.line:
        yield from lines.show(item.span)
    if item.hint:
        yield f"  hint: {item.hint}"


class Lines:
    """The lines findings point at; each file is read once."""

    def __init__(self) -> None:
        self._files: dict[str, Sequence[str]] = {}

    def show(self, span: Span) -> Iterator[str]:
        """Yield the source line and, under it, a caret at the column."""
        if span.file not in self._files:
            try:
                with open(span.file, "rb") as file:  # noqa: PTH123 - pathlib is not needed else
                    data = file.read()
                text = "" if b"\0" in data else data.decode("utf-8", "replace")  # no text, a sheet
                self._files[span.file] = text.removeprefix("\ufeff").split("\n") if text else ()
            except OSError:
                self._files[span.file] = ()
        lines = self._files[span.file]
        if not 0 < span.line <= len(lines):
            return
        text, before = _window(lines[span.line - 1].rstrip("\r"), max(0, span.column - 1))
        number = str(span.line)
        yield f"  {number} | {text}"
        if span.column:
            yield f"  {' ' * len(number)} | {' ' * before}^"


def _window(line: str, at: int) -> tuple[str, int]:
    """Return the part of a line around ``at`` that fits a terminal, and the caret's column."""
    start = 0 if at < WIDE - 10 else at - WIDE // 2
    part = line[start : start + WIDE]
    shown = "".join(" " * _TAB if c == "\t" else c if c.isprintable() else "�" for c in part)
    if start:
        shown = "…" + shown[1:]
    if start + WIDE < len(line):
        shown += "…"
    return shown, sum(map(_columns, line[start:at]))


def _columns(character: str) -> int:
    """Return how many columns of a terminal a character takes."""
    if character == "\t":
        return _TAB
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def made(files: Sequence[Path]) -> str:
    """Return how many files of which kind lie where: "1 PDF file and 2 SVG files in out/en"."""
    from printkit.build.files import shown_path

    kinds = Counter(path.suffix[1:].upper() for path in files)
    said = [f"{n} {kind} {'file' if n == 1 else 'files'}" for kind, n in sorted(kinds.items())]
    folders = sorted({shown_path(path.parent) or "." for path in files})
    return f"{' and '.join(said)} in {', '.join(folders)}"


def as_json(item: Diagnostic) -> dict[str, Any]:
    """Return a finding as JSON has it; keys without a value are left out."""
    span = item.span
    found = {
        "severity": item.severity.value,
        "code": item.code,
        "message": item.message,
        "file": span.file if span else "",
        "line": span.line if span else 0,
        "column": span.column if span else 0,
        "path": item.path,
        "hint": item.hint,
    }
    return {key: value for key, value in found.items() if value}


def document(**parts: Any) -> str:
    """Return the one JSON document of a command."""
    return json.dumps({"schema": 1, **parts}, ensure_ascii=False, indent=1)


def github(findings: Iterable[Diagnostic]) -> Iterator[str]:
    """Yield workflow commands that GitHub shows beside the lines."""
    for item in findings:
        where = {"file": item.span.file} if item.span else {}
        if item.span and item.span.line:
            where |= {"line": str(item.span.line), "col": str(item.span.column)}
        where["title"] = f"printkit {item.code}"
        said = f"{item.path}: {item.message}" if item.path else item.message
        text = f"{said}\nhint: {item.hint}" if item.hint else said
        keys = ",".join(f"{key}={_property(value)}" for key, value in where.items())
        yield f"::{_GITHUB[item.severity]} {keys}::{_data(text)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
