"""Located trees: data as it stands in a file, and the path on which it is looked at."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Protocol, TypeAlias

from msgspec import Struct, field

from printkit.diagnostics import Diagnostic, PrintkitError, ReadWriteError, Severity, Span
from printkit.files import Files

# What neither YAML nor TOML lets stand in a file, apart from tab, LF and CR.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufeff\ufffe\uffff]")

_UTF16 = {b"\xff\xfe": "UTF-16 (little endian)", b"\xfe\xff": "UTF-16 (big endian)"}
_SAVE_AS = "save the file as UTF-8 and try again"


class Source(Protocol):
    """The file a tree was read from; turns a place into line and column when asked.

    ``typed`` says that the format knows numbers and flags (TOML); otherwise every scalar
    is text and shapes read numbers out of it.
    """

    @property
    def typed(self) -> bool: ...

    def span(self, place: Any) -> Span: ...


class Node(Struct):
    """One value with its place: a scalar, a list, a table, or None where nothing is written.

    ``place`` and ``key_place`` mean something to ``source`` only. Treat it as frozen.
    """

    value: NodeValue
    source: Source
    place: Any
    key_place: Any = None

    @property
    def span(self) -> Span:
        return self.source.span(self.place)

    @property
    def key_span(self) -> Span:
        """The place of this value's key; the value's own in a list."""
        return self.source.span(self.place if self.key_place is None else self.key_place)

    def get(self, key: str) -> Node | None:
        """Return the node under ``key`` of a table, or None."""
        return self.value.get(key) if isinstance(self.value, dict) else None

    def text(self, key: str) -> str:
        """Return the text under ``key``, or nothing."""
        node = self.get(key)
        return node.value if node is not None and isinstance(node.value, str) else ""

    def kind(self) -> str:
        """Return what was found, for a message."""
        match self.value:
            case None:
                return "nothing"
            case bool():
                return "true" if self.value else "false"
            case str():
                short = self.value if len(self.value) <= 40 else self.value[:39] + "…"
                return repr(short)
            case list():
                return "a list"
            case dict():
                return "keys of its own" if not self.source.typed else "a table"
            case _:
                return str(self.value)


NodeValue: TypeAlias = "str | int | float | bool | list[Node] | dict[str, Node] | None"


def merged(base: Node, over: Node) -> Node:
    """Return ``over`` laid on ``base``: tables merge key by key, all else is replaced.

    Every value keeps the file it came from; the table itself stands where ``over`` does.
    """
    if not (isinstance(base.value, dict) and isinstance(over.value, dict)):
        return over
    value = dict(base.value)
    for key, node in over.value.items():
        value[key] = merged(value[key], node) if key in value else node
    return Node(value, over.source, over.place, over.key_place)


class Invalid:
    """Stands for a value that could not be read; its problem has been reported."""

    def __repr__(self) -> str:
        return "INVALID"


INVALID = Invalid()


class At(Struct):
    """A node as it is reached from the top of its tree, and where problems are put.

    ``name`` is the key that leads here, or in a list the id of the item (its number,
    counted from 1, where it has none).
    """

    node: Node
    problems: list[Diagnostic] = field(default_factory=list)
    parent: At | None = None
    name: str = ""
    item: bool = False

    def key(self, name: str, node: Node) -> At:
        return At(node, self.problems, self, name)

    def entry(self, number: int, node: Node) -> At:
        return At(node, self.problems, self, node.text("id") or str(number), item=True)

    def _chain(self) -> tuple[At, ...]:
        chain: list[At] = []
        at: At | None = self
        while at is not None and at.parent is not None:
            chain.append(at)
            at = at.parent
        return tuple(reversed(chain))

    @property
    def path(self) -> str:
        """The way here for people: ``areas[listening].title``."""
        steps = (f"[{at.name}]" if at.item else f".{at.name}" for at in self._chain())
        return "".join(steps).removeprefix(".")

    @property
    def dotted(self) -> str:
        """The way here as a key: ``areas.listening.title``."""
        return ".".join(at.name for at in self._chain())

    def error(
        self,
        code: str,
        message: str,
        *,
        hint: str = "",
        span: Span | None = None,
        severity: Severity = Severity.ERROR,
    ) -> Invalid:
        """Report a problem here; returns ``INVALID``, so that a reader can return it."""
        where = span or self.node.span
        self.problems.append(Diagnostic(code, message, where, self.path, hint, severity))
        return INVALID


def tables(node: Node, key: str) -> tuple[Node, ...]:
    """Return the tables in the list under ``key``, whatever else is wrong there."""
    child = node.get(key)
    items = child.value if child is not None and isinstance(child.value, list) else []
    return tuple(item for item in items if isinstance(item.value, dict))


def source_text(files: Files, path: str) -> str:
    """Return the text of a file; raises ReadWriteError, or PrintkitError as ``decode``."""
    label = files.label(path)
    try:
        data = files.read(path)
    except FileNotFoundError:
        raise ReadWriteError(Diagnostic("no-file", "this file is missing", Span(label))) from None
    except OSError as error:
        reason = error.strerror or str(error)
        raise ReadWriteError(
            Diagnostic("no-file", f"this file cannot be read: {reason}", Span(label))
        ) from None
    return decode(data, label)


def decode(data: bytes, label: str) -> str:
    """Return ``data`` as text without byte order mark; raises PrintkitError.

    Only UTF-8 is read. What is not is named with the place of its first byte, as are
    control characters, which no text needs.
    """
    if (name := _UTF16.get(data[:2])) is not None:
        raise PrintkitError(
            Diagnostic("encoding", f"this file is {name}, not UTF-8", Span(label), hint=_SAVE_AS)
        )
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        # the byte order mark was taken off before the count
        before = data.removeprefix(b"\xef\xbb\xbf")[: error.start].decode("utf-8", "replace")
        byte = error.object[error.start]
        message = f"this file is not UTF-8: byte 0x{byte:02X} cannot be read"
        raise PrintkitError(
            Diagnostic("encoding", message, span_after(label, before), hint=_SAVE_AS)
        ) from None
    if found := list(_CONTROL.finditer(text)):
        raise PrintkitError(
            Diagnostic(
                "control-character",
                f"the invisible control character U+{ord(match.group()):04X} stands here",
                span_after(label, text[: match.start()]),
                hint="delete it; it may have come with text pasted from elsewhere",
            )
            for match in found[:50]
        )
    return text


def span_after(label: str, before: str) -> Span:
    """Return the place of the character that follows ``before``, the start of a file."""
    line = before.count("\n") + 1
    return Span(label, line, len(before) - (before.rfind("\n") + 1) + 1)


def plain(node: Node) -> Any:
    """Return the values of a tree without their places; for JSON Schema and tests."""
    value = node.value
    if isinstance(value, Mapping):
        return {key: plain(child) for key, child in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [plain(child) for child in value]
    return value
