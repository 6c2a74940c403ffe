"""What is told to a person: where, what, and what to do.

Diagnostics are gathered until a run can go no further, then raised together in one
``PrintkitError``. Any other exception is our own fault.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum, IntEnum

from msgspec import Struct


class Severity(Enum):
    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class ExitCode(IntEnum):
    """What the process returns; the README explains each."""

    OK = 0
    PROBLEMS = 1
    USAGE = 2
    MISSING = 3  # something to install: a font, an extra
    IO = 4  # cannot read or write
    INTERNAL = 70
    INTERRUPTED = 130


class Span(Struct, frozen=True):
    """A place in a file; line and column count from 1, and 0 means the whole file."""

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        if not self.line:
            return self.file
        return f"{self.file}:{self.line}:{self.column}"


class Excess(Struct, frozen=True):
    """By how much a text is too long at one place: "the poster at A4".

    ``what`` names the text, ``why`` says what it lacks there; ``letters`` are those of a
    reader.
    """

    what: str
    letters: int
    where: str
    why: str
    locale: str


class Diagnostic(Struct, frozen=True):
    """One finding. ``message`` is lower case, without a full stop, in the reader's terms.

    ``path`` names the text or setting by ids (``areas[listening].title``), ``hint`` says
    what to do. ``code`` is stable; the README has a paragraph for each. ``excess`` is what the
    message of a text that is too long says, as values.
    """

    code: str
    message: str
    span: Span | None = None
    path: str = ""
    hint: str = ""
    severity: Severity = Severity.ERROR
    excess: Excess | None = None

    def __str__(self) -> str:
        where = f"{self.span}: " if self.span else ""
        path = f"{self.path}: " if self.path else ""
        text = f"{where}{self.severity.value}[{self.code}]: {path}{self.message}"
        return f"{text}\n  hint: {self.hint}" if self.hint else text


def sorted_diagnostics(items: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Return the findings in the order of files and lines, each once."""

    def key(item: Diagnostic) -> tuple[str, int, int, str, str]:
        span = item.span or Span("")
        return (span.file, span.line, span.column, item.path, item.message)

    return tuple(sorted(dict.fromkeys(items), key=key))


class PrintkitError(Exception):
    """A run cannot go on; carries every diagnostic found so far."""

    exit_code = ExitCode.PROBLEMS

    def __init__(self, diagnostics: Iterable[Diagnostic] | Diagnostic) -> None:
        items = (diagnostics,) if isinstance(diagnostics, Diagnostic) else tuple(diagnostics)
        self.diagnostics = sorted_diagnostics(items)
        super().__init__("\n".join(map(str, self.diagnostics)))

    def __reduce__(self) -> tuple[type[PrintkitError], tuple[tuple[Diagnostic, ...]]]:
        return (type(self), (self.diagnostics,))


class UsageError(PrintkitError):
    exit_code = ExitCode.USAGE


class MissingError(PrintkitError):
    """Something has to be installed or put into a folder first, a font for example."""

    exit_code = ExitCode.MISSING


class ReadWriteError(PrintkitError):
    exit_code = ExitCode.IO


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return ``"; did you mean 'x'?"`` for the nearest known word, or nothing."""
    near = nearest(word, known)
    return f"; did you mean {near!r}?" if near else ""


def nearest(word: str, known: Iterable[str]) -> str:
    """Return the known word that ``word`` may be a slip for, or nothing.

    Two letters that changed places are a slip in a word of three ("aks"); letters that
    happen to be the same ("heart", "share") are none.
    """
    import difflib  # 5 ms, and nothing is wrong most days

    near = difflib.get_close_matches(word, list(known), n=1, cutoff=0.65)
    return near[0] if near else ""
