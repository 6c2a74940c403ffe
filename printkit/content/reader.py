"""Reading YAML into a located tree: the only door to PyYAML.

The file is read as plain data for people who do not program: every scalar is text
(``no``, ``12:30`` and ``0.1`` are the words typed), and what turns YAML into a language,
anchors, aliases, tags, merge keys and several documents, is refused with its place.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Any, Final

from msgspec import Struct, field

from printkit.diagnostics import Diagnostic, PrintkitError, Span
from printkit.files import Files
from printkit.shapes import Node, source_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_DEEPEST: Final = 40  # content is five levels deep; more is a mistake or an attack
_TAB: Final = re.compile(r"^[ ]*\t", re.MULTILINE)
_QUOTES: Final = 'put the text in "quotes"'
_REMARK: Final = re.compile(r"[ \t]+(#[^\r\n]*)")
_KEY: Final = re.compile(r"[ ]*(?:-[ ]+)*")
_LIKE_A_KEY: Final = re.compile(r"([ ]*(?:-[ ]+)*)[a-z][a-z0-9_-]*:(?:[ ]|$)")
_CURLY: Final = re.compile(r"[ ]*(?:-[ ]+)*(?:[^\s:]+:[ ]+)?[“”„‟‘’‚‛]")
_NO_BREAK: Final = re.compile(
    r"(?:[ ]*(?:-[ ]+)*[a-z][a-z0-9_-]*:|[ ]*(?=[\u00a0\u202f\u2007 ]+(?:-|[a-z][a-z0-9_-]*:)))"
    r"[ ]*([\u00a0\u202f\u2007])"
)
_NO_BREAKS: Final = ("\u00a0", "\u202f", "\u2007")
_TYPE_A_SPACE: Final = "delete it and type a space; it may have come by pasting"
_OPEN: Final = ("this quotation mark is never closed", "close it, or take it away")


class YamlSource(Struct, frozen=True):
    """A YAML file; a place is its line and column, counted from 0.

    ``remarks`` has what follows an unquoted text on its line, a ``#`` first, and its place,
    by the place of the text. ``language`` is what texts are written in, where that is not
    for the shape to say: this file is laid on another one.
    """

    label: str
    typed: bool = False
    language: str = ""
    remarks: dict[tuple[int, int], tuple[str, tuple[int, int]]] = field(default_factory=dict)

    def span(self, place: Any) -> Span:
        line, column = place
        return Span(self.label, line + 1, column + 1)


def read_yaml(files: Files, path: str) -> tuple[Node, tuple[Diagnostic, ...]]:
    """Return the located tree of a YAML file, and what in it is refused.

    What is refused (a key that is there twice, an anchor) does not keep the rest from being
    checked: a loader raises it with its own findings. Raises ReadWriteError where the file
    cannot be read, and PrintkitError where it is not YAML at all.
    """
    return read_text(source_text(files, path), files.label(path))


def read_text(text: str, label: str) -> tuple[Node, tuple[Diagnostic, ...]]:
    """Return the located tree of YAML text, and what in it is refused."""
    import yaml

    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    builder = _Builder(text, label, yaml.parse(text, Loader=loader))
    try:
        node = builder.document()
    except yaml.MarkedYAMLError as error:
        problems = _syntax(error, text, label)
        known = {item.span for item in problems}
        problems += (item for item in builder.faults() if item.span not in known)
        raise PrintkitError(problems) from None
    return node, tuple(builder.faults())


class _Builder:
    """Turns parse events into nodes, and notes what is refused on the way."""

    def __init__(self, text: str, label: str, events: Iterator[Any]) -> None:
        self._text = text
        self._lines: list[str] | None = None
        self._events = events
        self._source = YamlSource(label)
        self._faults: list[tuple[tuple[tuple[Any, str], ...], Diagnostic]] = []
        self._steps: list[tuple[Any, str]] = []  # (container, key or number) from the top

    def document(self) -> Node:
        import yaml

        documents = 0
        node: Node | None = None
        for event in self._events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self._fault(event, "a second document starts here", "delete the line '---'")
                    break
            elif isinstance(event, yaml.NodeEvent):
                node = self._node(event)
        if node is None or node.value is None:
            message = "the file is empty"
            raise PrintkitError(
                [*self.faults(), Diagnostic("missing", message, Span(self._source.label, 1, 1))]
            )
        return node

    def faults(self) -> list[Diagnostic]:
        """Return what was refused, each with its path by ids."""
        return [
            Diagnostic(item.code, item.message, item.span, _path(steps), item.hint)
            for steps, item in self._faults
        ]

    def _fault(self, event: Any, message: str, hint: str, code: str = "syntax") -> None:
        span = self._source.span(_start(event))
        self._faults.append((tuple(self._steps), Diagnostic(code, message, span, hint=hint)))

    def _node(self, event: Any) -> Node:
        import yaml

        if event.anchor is not None:
            alias = isinstance(event, yaml.AliasEvent)
            what = f"a reference (*{event.anchor})" if alias else f"an anchor (&{event.anchor})"
            self._fault(event, f"{what} cannot stand here", f"write the text out, or {_QUOTES}")
            if alias:
                return Node(f"*{event.anchor}", self._source, _start(event))
        if event.tag is not None:
            self._fault(event, f"a tag ({event.tag}) cannot stand here", _QUOTES)
        if isinstance(event, yaml.ScalarEvent):
            self._look(event)
            return Node(self._value(event), self._source, self._begin(event))
        if len(self._steps) >= _DEEPEST:
            message = f"lists and keys stand in each other more than {_DEEPEST} deep"
            raise PrintkitError(Diagnostic("syntax", message, self._source.span(_start(event))))
        if isinstance(event, yaml.SequenceStartEvent):
            return self._list(event)
        return self._table(event)

    def _list(self, start: Any) -> Node:
        import yaml

        items: list[Node] = []
        for event in self._events:
            if isinstance(event, yaml.SequenceEndEvent):
                break
            self._steps.append((items, str(len(items))))
            items.append(self._node(event))
            self._steps.pop()
        return Node(items, self._source, _start(start))

    def _table(self, start: Any) -> Node:
        import yaml

        table: dict[str, Node] = {}
        for event in self._events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            if not isinstance(event, yaml.ScalarEvent):
                self._fault(event, "a key must be a word", 'write "key: text"')
                self._node(event)
                self._node(next(self._events))
                continue
            if event.anchor is not None or event.tag is not None:
                self._fault(event, "a key cannot have an anchor or a tag", "write the key alone")
            name = unicodedata.normalize("NFC", event.value)
            hidden = name[:1] in _NO_BREAKS
            name = name.lstrip("".join(_NO_BREAKS)) if hidden else name
            self._steps.append((table, name))
            if hidden:
                message = "an invisible no-break space stands here"
                self._fault(event, message, _TYPE_A_SPACE, "control-character")
            if name == "<<" and event.implicit[0]:
                self._fault(event, "keys cannot be merged in with '<<'", "write the keys out")
            if (first := table.get(name)) is not None:
                line = first.key_place[0] + 1
                message = f"the key {name!r} is here twice; the first is on line {line}"
                self._fault(event, message, "keep one of the two", "duplicate")
            node = self._node(next(self._events))
            node.key_place = _start(event)
            if first is None:
                table[name] = node
            self._steps.pop()
        return Node(table, self._source, _start(start))

    def _look(self, event: Any) -> None:
        """Note a remark behind a text; raises PrintkitError for quotes that swallow keys."""
        end = event.end_mark
        if not event.style:
            if event.value and (match := _REMARK.match(self._text, end.index)) is not None:
                column = end.column + match.start(1) - match.start()
                remark = (match.group(1).rstrip(), (end.line, column))
                self._source.remarks[_start(event)] = remark
        elif event.style in ("'", '"') and end.line > event.start_mark.line:
            # A text goes on further in than its key: a key no further in is no text.
            first = self._text.rfind("\n", 0, event.start_mark.index) + 1
            opening = _KEY.match(self._text, first)
            column = opening.end() - first if opening else 0
            for line in self._text[event.start_mark.index : end.index].split("\n")[1:]:
                match = _LIKE_A_KEY.match(line.rstrip("\r"))
                if match is not None and match.end(1) <= column:
                    span = self._source.span(_start(event))
                    said = Diagnostic("syntax", _OPEN[0], span, hint=_OPEN[1])
                    raise PrintkitError([*self.faults(), said])

    def _value(self, event: Any) -> str | None:
        value: str = event.value
        if not value and not event.style:  # plain
            return None  # "key:" with nothing behind it
        if not value.isascii():
            value = unicodedata.normalize("NFC", value)
        return value

    def _begin(self, event: Any) -> tuple[int, int]:
        """Return where the text itself begins: for blocks, the line under the ``|``."""
        line, column = _start(event)
        if event.style in ("|", ">"):
            if self._lines is None:
                self._lines = re.split(r"\r\n|\r|\n|\x85|\u2028|\u2029", self._text)
            for number in range(line + 1, min(event.end_mark.line + 1, len(self._lines))):
                if words := self._lines[number].strip():
                    return number, self._lines[number].index(words)
        return line, column


def _start(event: Any) -> tuple[int, int]:
    mark = event.start_mark
    return mark.line, mark.column


def _path(steps: tuple[tuple[Any, str], ...]) -> str:
    """Return a path for people; items are named by their ids, which are known by now."""
    words: list[str] = []
    for container, step in steps:
        if isinstance(container, dict):
            words.append(f".{step}")
            continue
        number = int(step)
        ident = container[number].text("id") if number < len(container) else ""
        words.append(f"[{ident or number + 1}]")
    return "".join(words).removeprefix(".")


def _syntax(error: Any, text: str, label: str) -> list[Diagnostic]:
    """Say what the parser found, in the writer's words."""
    problem, context = error.problem or "", error.context or ""
    mark = error.problem_mark or error.context_mark
    if spaces := _spaces(text, label, upto=mark.line):
        return spaces
    indent = _TAB.match(text, text.rfind("\n", 0, mark.index) + 1)
    if indent is not None or "tab" in problem or text[mark.index : mark.index + 1] == "\t":
        return _tabs(mark, text, label)
    char = text[mark.index : mark.index + 1]
    opened = error.context_mark or mark
    match problem:
        case "mapping values are not allowed in this context":
            line = text.rfind("\n", 0, mark.index) + 1
            curly = _CURLY.match(text, line, mark.index)
            if curly is not None:
                column = curly.end() - line
                message, hint = "these are curly quotes; type straight ones", _QUOTES
                return [Diagnostic("syntax", message, Span(label, mark.line + 1, column), "", hint)]
            said = ("a colon followed by a space starts a new key", _QUOTES)
        case "found character that cannot start any token":
            said = (f"a text cannot start with {char!r}", _QUOTES)
        case "could not find expected ':'":
            mark = opened
            said = ("this line is neither 'key: text' nor '- item'", "indent it, or give it a key")
        case "found unexpected end of stream" if "quoted" in context:
            mark = opened
            said = _OPEN
        case "found unexpected document indicator" if "quoted" in context:
            mark = opened
            said = _OPEN
        case "block sequence entries are not allowed in this context":
            said = ("a list starts on a line of its own", "begin a new line before the '-'")
        case "found unknown escape character":
            what = "a backslash means something of its own in double quotes"
            said = (what, "write it twice, or put the text in 'single' quotes")
        case "did not find expected ',' or '}'" | "did not find expected ',' or ']'":
            mark = opened
            bracket = text[mark.index : mark.index + 1]
            said = (f"the bracket {bracket!r} is not closed, or a text starts with it", _QUOTES)
        case "did not find expected key" | "did not find expected '-' indicator":
            said = _neighbours(mark, text)
        case "did not find expected alphabetic or numeric character":
            mark = opened
            said = (f"a text cannot start with {text[mark.index]!r}", _QUOTES)
        case _:
            said = (problem or "this is not YAML", _QUOTES)
    return [Diagnostic("syntax", said[0], Span(label, mark.line + 1, mark.column + 1), "", said[1])]


def _spaces(text: str, label: str, upto: int) -> list[Diagnostic]:
    """Name every no-break space where YAML needs a space, down to the line of an error."""
    lines = text.split("\n")[: upto + 1]
    return [
        Diagnostic(
            "control-character",
            "an invisible no-break space stands here",
            Span(label, number, match.start(1) + 1),
            hint=_TYPE_A_SPACE,
        )
        for number, line in enumerate(lines, 1)
        if (match := _NO_BREAK.match(line)) is not None
    ]


def _neighbours(mark: Any, text: str) -> tuple[str, str]:
    before = text[: mark.index].rpartition("\n")[2]
    if not before.strip():
        return (
            "this line does not begin where its neighbours begin",
            "indent it like the line it belongs to",
        )
    return ("something stands after the closing quotation mark", "quote the whole text, or none")


def _tabs(mark: Any, text: str, label: str) -> list[Diagnostic]:
    """Name every tab that indents a line: they come in numbers."""
    found = [
        text.count("\n", 0, match.start()) + 1
        for match in _TAB.finditer(text)
        if text[match.end() : match.end() + 1] not in ("\n", "\r", "")
    ]
    lines = {line: text.split("\n")[line - 1].index("\t") + 1 for line in found}
    if mark.line + 1 not in lines:
        lines = {mark.line + 1: mark.column + 1}
    message = "tabs are not allowed at the start of a line"
    rows = text.split("\n")
    return [
        Diagnostic("syntax", message, Span(label, line, column), hint=_indent(rows, line))
        for line, column in list(lines.items())[:50]
    ]


def _indent(rows: list[str], line: int) -> str:
    """Say how far in a line begins: where its neighbours do, those after a bare key deeper."""

    def near(numbers: Iterable[int]) -> str:
        usual = (rows[n] for n in numbers if rows[n].strip() and rows[n].lstrip()[0] != "#")
        return next((row.rstrip() for row in usual if not _TAB.match(row)), "")

    above, below = near(range(line - 2, -1, -1)), near(range(line, len(rows)))
    count = _column(above)
    if above.endswith((":", "|", ">")):
        deeper = len(below) - len(below.lstrip(" "))
        count = deeper if below and deeper > count else count + 2
    elif rows[line - 1].lstrip().startswith("- "):
        count = len(above) - len(above.lstrip(" "))
    if not count:
        return "take the tab away: this line begins at its very start"
    return f"use spaces: {count}, as its neighbours have"


def _column(row: str) -> int:
    found = _KEY.match(row)
    return found.end() if found else 0
