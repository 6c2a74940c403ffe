"""Reading TOML into a located tree: layouts, fonts and a project's settings.

``tomllib`` reads the values. Where they stand is asked only when something is wrong, so
the file is then parsed a second time, by tree-sitter, whose grammar keeps every token's
place. Lists of tables, inline tables and dotted keys are all found.
"""

from __future__ import annotations

import re
import tomllib
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any, Final

from printkit.diagnostics import Diagnostic, PrintkitError, Span
from printkit.files import Files
from printkit.shapes.tree import Node, source_text, span_after

if TYPE_CHECKING:
    from tree_sitter import Node as Token

Path = tuple[str | int, ...]

_PLACE: Final = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")
_BARE: Final = re.compile(r"(?:^|=)\s*[+-]?\d*\.?\d+\s*(mm|cm|in|pt|px|%)")


def read_toml(files: Files, path: str) -> Node:
    """Return the located tree of a TOML file; every key and value can tell its place.

    Raises ReadWriteError where the file cannot be read and PrintkitError where it is not
    good TOML, in the words of ``read_text``.
    """
    return read_text(source_text(files, path), files.label(path))


@lru_cache(maxsize=64)
def read_text(text: str, label: str) -> Node:
    """Return the located tree of TOML text."""
    source = TomlSource(text, label)
    try:
        value = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise PrintkitError(_syntax(str(error), text, label, source)) from None
    return _node(value, source, ())


def _node(value: Any, source: TomlSource, path: Path) -> Node:
    key = ("key", path) if path and isinstance(path[-1], str) else None
    if isinstance(value, dict):
        inner: Any = {name: _node(child, source, (*path, name)) for name, child in value.items()}
    elif isinstance(value, list):
        inner = [_node(child, source, (*path, n)) for n, child in enumerate(value)]
    elif isinstance(value, (str, int, float, bool)):
        inner = value
    else:  # dates and times are text to every shape
        inner = value.isoformat()
    return Node(inner, source, ("value", path), key)


class TomlSource:
    """Finds places in one TOML file, on the first question."""

    typed = True

    def __init__(self, text: str, label: str) -> None:
        self._text = text
        self._label = label

    def __reduce__(self) -> tuple[type[TomlSource], tuple[str, str]]:
        return (TomlSource, (self._text, self._label))

    def span(self, place: Any) -> Span:
        kind, path = place
        keys, values, _ = self._places
        first, second = (keys, values) if kind == "key" else (values, keys)
        while path:  # a table that is only implied has no place but its name's
            found = first.get(path) or second.get(path)
            if found is not None:
                return self._span(found)
            path = path[:-1]
        return Span(self._label, 1, 1)

    def twice(self) -> tuple[Path, Span, Span] | None:
        """Return the first key that stands here twice: its path and both places."""
        twice = self._places[2]
        if twice is None:
            return None
        path, second = twice
        return path, self._span(self._places[0][path]), self._span(second)

    def _span(self, token: Token) -> Span:
        row, column = token.start_point.row, token.start_point.column
        line = self._lines[row][:column].decode("utf-8", "replace")
        return Span(self._label, row + 1, len(line) + 1)

    @cached_property
    def _lines(self) -> list[bytes]:
        return self._text.encode().split(b"\n")

    @cached_property
    def _places(
        self,
    ) -> tuple[dict[Path, Token], dict[Path, Token], tuple[Path, Token] | None]:
        import tree_sitter
        import tree_sitter_toml

        parser = tree_sitter.Parser(tree_sitter.Language(tree_sitter_toml.language()))
        walk = _Walk()
        walk.document(parser.parse(self._text.encode()).root_node)
        return walk.keys, walk.values, walk.twice


class _Walk:
    """Joins every key and value of a parsed file to its path in the values."""

    def __init__(self) -> None:
        self.keys: dict[Path, Token] = {}
        self.values: dict[Path, Token] = {}
        self.twice: tuple[Path, Token] | None = None
        self._counts: dict[Path, int] = {}

    def document(self, root: Token) -> None:
        for token in root.named_children:
            if token.type == "pair":
                self.pair(token, ())
            elif token.type in ("table", "table_array_element"):
                self.table(token)

    def table(self, token: Token) -> None:
        head = next((child for child in token.named_children if _is_key(child)), None)
        if head is None:
            return
        path: Path = ()
        parts = _parts(head)
        for part, where in parts[:-1]:
            path = (*path, part)
            self.keys.setdefault(path, where)
            if path in self._counts:  # inside the newest element of a list of tables
                path = (*path, self._counts[path] - 1)
        part, where = parts[-1]
        path = (*path, part)
        if token.type == "table_array_element":
            self.keys.setdefault(path, where)
            number = self._counts.get(path, 0)
            self._counts[path] = number + 1
            path = (*path, number)
        elif path in self.values and self.twice is None:
            self.twice = (path, where)
        else:
            self.keys[path] = where
        self.values[path] = token
        for child in token.named_children:
            if child.type == "pair":
                self.pair(child, path)

    def pair(self, token: Token, path: Path) -> None:
        named = [child for child in token.named_children if child.type != "comment"]
        if len(named) < 2 or not _is_key(named[0]):
            return
        for part, where in _parts(named[0]):
            path = (*path, part)
            self.keys.setdefault(path, where)
        if path in self.values and self.twice is None:
            self.twice = (path, where)
        self.value(named[1], path)

    def value(self, token: Token, path: Path) -> None:
        self.values.setdefault(path, token)
        if token.type == "inline_table":
            for child in token.named_children:
                if child.type == "pair":
                    self.pair(child, path)
        elif token.type == "array":
            items = [child for child in token.named_children if child.type != "comment"]
            for number, child in enumerate(items):
                self.value(child, (*path, number))


def _is_key(token: Token) -> bool:
    return token.type in ("bare_key", "quoted_key", "dotted_key")


def _parts(token: Token) -> list[tuple[str, Token]]:
    """Return the names of a key, unquoted, each with its own place."""
    if token.type == "dotted_key":
        return [part for child in token.named_children for part in _parts(child)]
    text = (token.text or b"").decode()
    if token.type == "quoted_key":
        (text,) = tomllib.loads(f"{text} = 0")
    return [(text, token)]


# What tomllib says, what we say, what to do.
_WORDS: Final = (
    ("Expected '=' after a key", "a key must be followed by '=' and a value", ""),
    (
        "Invalid value",
        "this is no value",
        'put text in "quotes"; lengths are text too, as in "3mm"; flags are true and false',
    ),
    (
        "Expected newline or end of document after a statement",
        "something stands after the value",
        'one key and one value a line; text and lengths stand in "quotes"',
    ),
    ("Expected ']' at the end of a table", "the square bracket of this table is not closed", ""),
    ("Illegal character '\\n'", "the quotation mark of this text is not closed", ""),
    ("Unclosed array", "a list is not closed", "look for a missing ']'"),
    ("Unclosed inline table", "a table is not closed", "look for a missing '}'"),
    ("Unescaped '\\'", "a backslash means something of its own in double quotes", "write '…'"),
    ("Expected \"'", "a quotation mark is not closed", ""),
    ("Expected '\"", "a quotation mark is not closed", ""),
    ("Unterminated string", "a quotation mark is not closed", ""),
    ("Invalid statement", "a line must be '[table]' or 'key = value'", ""),
    ("Invalid initial character for a key part", "a key is missing here", ""),
)


def _syntax(said: str, text: str, label: str, source: TomlSource) -> Diagnostic:
    match = _PLACE.search(said)
    if match is not None and match.group(1):
        span = Span(label, int(match.group(1)), int(match.group(2)))
    else:
        span = span_after(label, text.rstrip("\n"))
    said = _PLACE.sub("", said)
    if said.startswith(("Cannot overwrite", "Cannot declare", "Cannot mutate", "Cannot redefine")):
        twice = source.twice()
        if twice is None:
            return Diagnostic("duplicate", "this key or table is here already", span)
        path, first, second = twice
        message = f"{path[-1]!r} is here twice; the first is on line {first.line}"
        dotted = ".".join(map(str, path))
        return Diagnostic("duplicate", message, second, dotted, "keep one of the two")
    for theirs, ours, hint in _WORDS:
        if said.startswith(theirs):
            line = text.split("\n")[span.line - 1] if span.line else ""
            if (unit := _BARE.search(line)) is not None and ours != "a list is not closed":
                return Diagnostic(
                    "syntax", f'a length stands in quotes, as in "3{unit.group(1)}"', span
                )
            return Diagnostic("syntax", ours, span, hint=hint)
    return Diagnostic("syntax", said[:1].lower() + said[1:], span)
