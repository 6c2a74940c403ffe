"""Every text of a value, and a value with its texts exchanged: what a translation works on."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from typing import Any, Final, TypeVar, cast

from msgspec import Struct
from msgspec.structs import replace

from printkit.content.model import Change, Framework, Kit, Text

T = TypeVar("T")

_AREA: Final = re.compile(r"areas\.[^.]+\.(?=skills\.)")
_HEART: Final = re.compile(r"heart\.(?=attitudes\.)")


def translation_key(key: str) -> str:
    """Return the key a text is translated by: ``skills.listening-deeply.title``.

    A skill's has no area, so that a skill that moves keeps its translation.
    """
    return _HEART.sub("", _AREA.sub("", key, count=1), count=1)


def texts(value: Framework | Kit) -> Iterator[Text]:
    """Yield the texts of a framework or kit in reading order, those of its changes left out."""
    if isinstance(value, Kit):
        yield from value.texts.values()
    else:
        yield from texts_of(value)


def texts_of(value: Any) -> Iterator[Text]:
    """Yield the texts of any part of a framework."""
    if isinstance(value, Text):
        yield value
    elif isinstance(value, Struct) and not isinstance(value, Change):
        for name in value.__struct_fields__:
            yield from texts_of(getattr(value, name))
    elif isinstance(value, tuple):
        for item in value:
            yield from texts_of(item)


def map_texts(value: T, change: Callable[[Text], Text]) -> T:
    """Return a framework, or any part of one, with every text as ``change`` returns it."""
    return cast("T", _mapped(value, change))


def _mapped(value: Any, change: Callable[[Text], Text]) -> Any:
    if isinstance(value, Text):
        return change(value)
    if isinstance(value, tuple):
        items = tuple(_mapped(item, change) for item in value)
        return value if all(a is b for a, b in zip(items, value, strict=True)) else items
    if isinstance(value, Struct):
        found = {
            name: new
            for name in value.__struct_fields__
            if (new := _mapped(old := getattr(value, name), change)) is not old
        }
        return replace(value, **found) if found else value
    return value


def as_one(texts: Sequence[Text]) -> tuple[Text, ...]:
    """Return one text for all neighbours in one language; its key has the keys of all."""
    return tuple(
        some[0]
        if len(some) == 1
        else replace(
            some[0],
            key=" ".join(text.key for text in some),
            value=" ".join(text.value for text in some),
        )
        for some in (list(group) for _, group in groupby(texts, lambda text: text.lang))
    )
