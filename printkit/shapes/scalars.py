"""Shapes of one scalar: texts, ids, choices, lengths, numbers, flags."""

from __future__ import annotations

import re
from typing import Any, Final, Protocol, TypeVar

from msgspec import Struct

from printkit.diagnostics import did_you_mean
from printkit.shapes.tree import INVALID, At, Invalid
from printkit.units import Length, parse_length

T_co = TypeVar("T_co", covariant=True)
Schema = dict[str, Any]

_SLUG: Final = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
_INTEGER: Final = re.compile(r"[+-]?\d+")
_NUMBER: Final = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)")
_YES: Final = frozenset({"yes", "true", "on"})
_NO: Final = frozenset({"no", "false", "off"})
_MANY: Final = 8  # more choices than this go into the hint


class Shape(Protocol[T_co]):
    """What may stand somewhere in a file."""

    def read(self, at: At) -> T_co | Invalid:
        """Return the value, or report why there is none."""
        ...

    def schema(self, typed: bool) -> Schema:
        """Return its JSON Schema; ``typed`` as in ``Source``."""
        ...


def _scalar(typed: bool) -> list[str] | str:
    # Editors type YAML scalars by themselves: 0.1 is a number to them, text to us.
    return "string" if typed else ["string", "number", "boolean"]


class Text(Struct, frozen=True):
    """A text of at most ``most`` characters, all of it matching ``pattern`` (``like`` says how)."""

    most: int = 1000
    pattern: str = ""
    like: str = ""
    hint: str = ""

    def read(self, at: At) -> str | Invalid:
        value = at.node.value
        if not isinstance(value, str):
            return at.error("value", f"needs a text, found {at.node.kind()}")
        if not value:
            return at.error("missing", "is empty")
        if len(value) > self.most:
            return too_long(at, len(value), self.most)
        if self.pattern and not re.fullmatch(self.pattern, value):
            return at.error("value", f"needs {self.like}, found {at.node.kind()}", hint=self.hint)
        return value

    def schema(self, typed: bool) -> Schema:
        found: Schema = {"type": _scalar(typed), "minLength": 1, "maxLength": self.most}
        if self.pattern:
            found["pattern"] = f"^(?:{self.pattern})$"
        return found


class Slug(Struct, frozen=True):
    """An id: lower-case words joined by hyphens. It is a key for ever, also in file names."""

    most: int = 64

    def read(self, at: At) -> str | Invalid:
        value = at.node.value
        if not isinstance(value, str) or not _SLUG.fullmatch(value):
            hint = "use lower-case letters a-z, digits and hyphens, as in 'building-trust'"
            if isinstance(value, str) and (better := _slugged(value)):
                hint = f"write {better!r}"
            return at.error("slug", f"is not a good id: {at.node.kind()}", hint=hint)
        if len(value) > self.most:
            return too_long(at, len(value), self.most)
        return value

    def schema(self, typed: bool) -> Schema:
        return {"type": "string", "pattern": f"^{_SLUG.pattern}$", "maxLength": self.most}


def _slugged(value: str) -> str:
    words = re.findall(r"[a-z0-9]+", value.lower())
    slug = "-".join(words)
    return slug if _SLUG.fullmatch(slug) and value.isascii() and len(slug) <= 64 else ""


class Choice(Struct, frozen=True):
    """One of a set of words. ``what`` names them where there are many ("a known motif")."""

    options: tuple[str, ...]
    what: str = ""
    code: str = "choice"

    def read(self, at: At) -> str | Invalid:
        value = at.node.value
        if isinstance(value, str) and value in self.options:
            return value
        near = did_you_mean(value, self.options) if isinstance(value, str) else ""
        if len(self.options) > _MANY:
            named = ", ".join(sorted(self.options))
            message = f"{at.node.kind()} is not {self.what or 'one of the known words'}{near}"
            return at.error(self.code, message, hint=f"known are: {named}")
        words = [repr(option) for option in self.options]
        listed = " or ".join(filter(None, (", ".join(words[:-1]), words[-1]))) if words else "none"
        message = f"must be {'one of ' if len(words) > 1 else ''}{listed}, found {at.node.kind()}"
        return at.error(self.code, message + near)

    def schema(self, typed: bool) -> Schema:
        return {"enum": list(self.options)}


class LengthText(Struct, frozen=True):
    """A length with its unit, in EMU; a bare number is refused."""

    least: Length | None = None
    most: Length | None = None

    def read(self, at: At) -> Length | Invalid:
        value = at.node.value
        if not isinstance(value, str):
            number = isinstance(value, (int, float)) and not isinstance(value, bool)
            hint = f"write a number and a unit in quotes, as in '{value}mm'" if number else ""
            what = "a length needs its unit" if number else "needs a length"
            return at.error("length", f"{what}, found {at.node.kind()}", hint=hint)
        try:
            length = parse_length(value)
        except ValueError as error:
            return at.error("length", str(error))
        if self.least is not None and length < self.least:
            return at.error("length", f"{value!r} is too small here")
        if self.most is not None and length > self.most:
            return at.error("length", f"{value!r} is too large here")
        return length

    def schema(self, typed: bool) -> Schema:
        return {"type": "string", "pattern": r"^\s*[+-]?(\d+\.?\d*|\.\d+)\s*(mm|cm|in|pt)\s*$"}


class Number(Struct, frozen=True):
    """A number without unit."""

    least: float | None = None
    most: float | None = None

    def read(self, at: At) -> float | Invalid:
        value = at.node.value
        if isinstance(value, str) and not at.node.source.typed and _NUMBER.fullmatch(value):
            value = float(value)
        if isinstance(value, bool) or not isinstance(value, (int, float)) or value != value:
            return at.error("value", f"needs a number, found {at.node.kind()}")
        return value if _within(at, value, self.least, self.most) else INVALID

    def schema(self, typed: bool) -> Schema:
        return _bounded({"type": "number"}, self.least, self.most)


class Integer(Struct, frozen=True):
    """A whole number; leading zeros are allowed where scalars are text."""

    least: int | None = None
    most: int | None = None

    def read(self, at: At) -> int | Invalid:
        value = at.node.value
        if isinstance(value, str) and not at.node.source.typed and _INTEGER.fullmatch(value):
            value = int(value) if len(value) < 20 else value
        if isinstance(value, bool) or not isinstance(value, int):
            return at.error("value", f"needs a whole number, found {at.node.kind()}")
        return value if _within(at, value, self.least, self.most) else INVALID

    def schema(self, typed: bool) -> Schema:
        return _bounded({"type": "integer"}, self.least, self.most)


class Flag(Struct, frozen=True):
    """Yes or no."""

    def read(self, at: At) -> bool | Invalid:
        value = at.node.value
        if isinstance(value, bool):
            return value
        if isinstance(value, str) and not at.node.source.typed:
            word = value.lower()
            if word in _YES or word in _NO:
                return word in _YES
        words = "true or false" if at.node.source.typed else "yes or no"
        return at.error("value", f"must be {words}, found {at.node.kind()}")

    def schema(self, typed: bool) -> Schema:
        if typed:
            return {"type": "boolean"}
        return {"enum": [True, False, *sorted(_YES | _NO)]}


TEXT: Final = Text()
SLUG: Final = Slug()
LENGTH: Final = LengthText()
NUMBER: Final = Number()
INTEGER: Final = Integer()
FLAG: Final = Flag()


def too_long(at: At, length: int, most: int) -> Invalid:
    """Report a text far beyond what could ever be set."""
    return at.error(
        "too-long",
        f"has {length:,} characters; at most {most:,} are allowed here",
        hint="shorten it; perhaps more was pasted than was meant",
    )


def _within(at: At, value: float, least: float | None, most: float | None) -> bool:
    if least is not None and value < least:
        at.error("value", f"must be at least {least:g}, found {value:g}")
        return False
    if most is not None and value > most:
        at.error("value", f"must be at most {most:g}, found {value:g}")
        return False
    return True


def _bounded(schema: Schema, least: float | None, most: float | None) -> Schema:
    if least is not None:
        schema["minimum"] = least
    if most is not None:
        schema["maximum"] = most
    return schema
