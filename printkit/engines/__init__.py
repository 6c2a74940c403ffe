"""Layout engines: content, locale and layout become a scene.

A layout file names its engine; the table says where that engine is. It is imported when
a layout asks for it, never before.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Final, cast

if TYPE_CHECKING:
    from printkit.engines.model import Engine
    from printkit.layout.model import EngineSchema

ENGINES: Final[Mapping[str, str]] = {
    "poster": "printkit.engines.poster",
    "sheet": "printkit.engines.sheet",
    "cards": "printkit.engines.cards",
    "frames": "printkit.engines.frames",
}
"""The name a layout file uses, and the module with ``SCHEMA`` and ``make``."""


def engine(name: str) -> Engine:
    """Return the engine ``name``; raises KeyError when no line of ENGINES has it."""
    return cast("Engine", import_module(ENGINES[name]))


class Schemas(Mapping[str, "EngineSchema"]):
    """What every engine asks of a layout file; an engine is imported when it is looked up."""

    def __getitem__(self, name: str) -> EngineSchema:
        return engine(name).SCHEMA

    def __iter__(self) -> Iterator[str]:
        return iter(ENGINES)

    def __len__(self) -> int:
        return len(ENGINES)
