"""Shapes of many values: lists, maps, records; and reading a whole tree.

``read`` never raises: it reports to ``At`` and returns ``Invalid``, so that one run tells
all that is wrong. ``make`` functions see valid values only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Generic, TypeVar

from msgspec import Struct

from printkit.diagnostics import Diagnostic, PrintkitError, Severity, nearest
from printkit.shapes.scalars import Schema, Shape
from printkit.shapes.tree import INVALID, At, Invalid, Node

T = TypeVar("T")


class ListOf(Struct, Generic[T], frozen=True):
    """A list; ``unit`` names its items ("area", "areas") and ``ids`` wants theirs to differ."""

    shape: Shape[T]
    least: int = 0
    most: int | None = None
    unit: tuple[str, str] = ("entry", "entries")
    ids: bool = False

    def read(self, at: At) -> tuple[T, ...] | Invalid:
        items = at.node.value
        if not isinstance(items, list):
            return at.error("value", f"needs a list, found {at.node.kind()}")
        before = len(at.problems)
        self._count(at, len(items))
        if self.ids:
            unique_ids((at.entry(n, node) for n, node in enumerate(items, 1)), self.unit[0])
        values = [self.shape.read(at.entry(n, node)) for n, node in enumerate(items, 1)]
        if _failed(at, before):
            return INVALID
        return tuple(value for value in values if not isinstance(value, Invalid))

    def _count(self, at: At, count: int) -> None:
        if self.least <= count and (self.most is None or count <= self.most):
            return
        one, many = self.unit
        match self.least, self.most:
            case least, None:
                wanted = f"at least {least} {one if least == 1 else many}"
            case least, most if least == most:
                wanted = f"exactly {least} {one if least == 1 else many}"
            case 0, most:
                wanted = f"at most {most} {one if most == 1 else many}"
            case least, most:
                wanted = f"{least} to {most} {many}"
        at.error("count", f"needs {wanted}, found {count or 'none'}")

    def schema(self, typed: bool) -> Schema:
        found: Schema = {"type": "array", "items": self.shape.schema(typed)}
        if self.least:
            found["minItems"] = self.least
        if self.most is not None:
            found["maxItems"] = self.most
        return found


class MapOf(Struct, Generic[T], frozen=True):
    """A table whose keys are the writer's own; ``keys`` says which are good, if not all."""

    shape: Shape[T]
    keys: Shape[str] | None = None

    def read(self, at: At) -> dict[str, T] | Invalid:
        found = at.node.value
        if not isinstance(found, dict):
            return at.error("value", f"needs keys of its own, found {at.node.kind()}")
        before = len(at.problems)
        values: dict[str, T] = {}
        for name, node in found.items():
            child = at.key(name, node)
            if self.keys is not None:
                # the key is looked at as if it were a text standing in its own place
                self.keys.read(at.key(name, Node(name, node.source, node.key_place)))
            value = self.shape.read(child)
            if not isinstance(value, Invalid):
                values[name] = value
        return INVALID if _failed(at, before) else values

    def schema(self, typed: bool) -> Schema:
        found: Schema = {"type": "object", "additionalProperties": self.shape.schema(typed)}
        if self.keys is not None:
            found["propertyNames"] = self.keys.schema(typed)
        return found


class Field(Struct, frozen=True):
    """A key of a record: its shape, a sentence about it, and what stands where it is absent."""

    shape: Shape[Any]
    about: str
    required: bool
    default: Any = None


def required(shape: Shape[Any], about: str) -> Field:
    return Field(shape, about, required=True)


def optional(shape: Shape[Any], about: str, default: Any = None) -> Field:
    return Field(shape, about, required=False, default=default)


class Record(Struct, Generic[T], frozen=True):
    """A table of known keys. ``make`` turns its values into what the reader is given;
    ``look`` sees the table before, valid or not, for checks across its keys.
    """

    fields: Mapping[str, Field]
    make: Callable[[dict[str, Any], At], T | Invalid]
    look: Callable[[At], None] | None = None
    about: str = ""

    def read(self, at: At) -> T | Invalid:
        found = at.node.value
        if not isinstance(found, dict):
            return at.error("value", f"needs keys of its own, found {at.node.kind()}")
        before = len(at.problems)
        meant: set[str] = set()  # what is not missing but misspelt
        for name, node in found.items():
            if name not in self.fields:
                near = nearest(name, [n for n in self.fields if n not in found])
                meant.add(near)
                known = "" if near else f"known here are: {', '.join(self.fields)}"
                guess = f"; did you mean {near!r}?" if near else ""
                at.key(name, node).error(
                    "unknown-key", f"{name!r} is not a known key{guess}", hint=known,
                    span=node.key_span,
                )  # fmt: skip
        values: dict[str, Any] = {}
        for name, known_field in self.fields.items():
            child = found.get(name)
            if child is not None and child.value is not None:
                values[name] = known_field.shape.read(at.key(name, child))
            elif name in meant:
                continue
            elif known_field.required:
                span = at.node.span if child is None else child.key_span
                at.error("missing", f"{name!r} is missing", hint=known_field.about, span=span)
            else:
                values[name] = known_field.default
        if self.look is not None:
            self.look(at)
        return INVALID if _failed(at, before) else self.make(values, at)

    def schema(self, typed: bool) -> Schema:
        found: Schema = {
            "type": "object",
            "properties": {
                name: {"description": item.about, **item.shape.schema(typed)}
                for name, item in self.fields.items()
            },
            "required": [name for name, item in self.fields.items() if item.required],
            "additionalProperties": False,
        }
        return {"description": self.about, **found} if self.about else found


def _as_they_are(values: dict[str, Any], at: At) -> dict[str, Any]:
    return values


def table(fields: Mapping[str, Field], about: str = "") -> Record[dict[str, Any]]:
    """Return a record whose values stay a dict, every known key in it."""
    return Record(fields, _as_they_are, about=about)


class Either(Struct, Generic[T], frozen=True):
    """A scalar of one shape, or a list or table of another."""

    scalar: Shape[T]
    other: Shape[T]

    def read(self, at: At) -> T | Invalid:
        inner = self.other if isinstance(at.node.value, (list, dict)) else self.scalar
        return inner.read(at)

    def schema(self, typed: bool) -> Schema:
        return {"anyOf": [self.scalar.schema(typed), self.other.schema(typed)]}


def check(shape: Shape[T], node: Node) -> tuple[T | None, tuple[Diagnostic, ...]]:
    """Return the value of a tree, None if it has errors, and everything found."""
    at = At(node)
    value = shape.read(at)
    return (None if isinstance(value, Invalid) else value), tuple(at.problems)


def load(shape: Shape[T], node: Node) -> T:
    """Return the value of a tree; raises PrintkitError with all problems."""
    return settled(*check(shape, node))


def settled(
    value: T | None, problems: Iterable[Diagnostic], warn: list[Diagnostic] | None = None
) -> T:
    """Return a value that was read, or raise all problems if one of them is an error.

    What is less than an error goes into ``warn``. Notes can wait until nothing is wrong.
    """
    found = tuple(problems)
    if value is None or any(item.severity is Severity.ERROR for item in found):
        raise PrintkitError(item for item in found if item.severity is not Severity.NOTE)
    if warn is not None:
        warn.extend(found)
    return value


def schema_document(shape: Shape[Any], *, title: str, typed: bool) -> Schema:
    """Return a whole JSON Schema (draft 2020-12)."""
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": title}
    return {**head, **shape.schema(typed)}


def unique_ids(items: Iterable[At], unit: str) -> None:
    """Report every id that another item has, or had (``formerly``)."""
    seen: dict[str, Node] = {}
    found = tuple(items)
    for at in found:
        node = at.node.get("id")
        if node is None or not isinstance(node.value, str):
            continue
        first = seen.setdefault(node.value, node)
        if first is not node:
            message = f"another {unit} has the id {node.value!r}, {where(first, node)}"
            at.error("duplicate", message, hint="give each its own id", span=node.span)
    for at in found:
        for name, node in former_ids(at.node).items():
            first = seen.setdefault(name, node)
            if first is not node:
                message = f"the id {name!r} is in use, {where(first, node)}"
                hint = "'formerly' names ids that nothing has any more"
                at.key("formerly", node).error("duplicate", message, hint=hint)


def former_ids(node: Node) -> dict[str, Node]:
    """Return the ids an item had before it was renamed, each with its place."""
    found = node.get("formerly")
    items = found.value if found is not None and isinstance(found.value, list) else []
    return {item.value: item for item in items if isinstance(item.value, str)}


def where(node: Node, other: Node) -> str:
    """Say where ``node`` stands, to a reader who looks at ``other``."""
    span = node.span
    return f"on line {span.line}" + (f" of {span.file}" * (span.file != other.span.file))


def _failed(at: At, before: int) -> bool:
    return any(item.severity is Severity.ERROR for item in at.problems[before:])
