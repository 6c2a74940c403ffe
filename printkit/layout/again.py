"""Folders of layouts that were read before, as long as every file is as it was."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from msgspec import Struct, field

from printkit.files import Files, layers_of
from printkit.layout.model import EngineSchema
from printkit.layout.read import Folder, Loader

_KEPT: Final = 4


class _Watched(Struct):
    """Files that remember what they were asked, in order, and what they answered."""

    files: Files
    asked: dict[tuple[str, str], object] = field(default_factory=dict)

    def read(self, path: str) -> bytes:
        data = self.files.read(path)
        self.asked["read", path] = data
        return data

    def list(self, folder: str) -> tuple[str, ...]:
        found = self.files.list(folder)
        self.asked["list", folder] = found
        return found

    def label(self, path: str) -> str:
        found = self.files.label(path)
        self.asked["label", path] = found
        return found

    def layers(self, path: str) -> tuple[Files, ...]:
        self.asked["layers", path] = _layers(self.files, path)
        return (self, *layers_of(self.files, path)[1:])


def _layers(files: Files, path: str) -> tuple[tuple[str, bytes], ...]:
    return tuple((one.label(path), one.read(path)) for one in layers_of(files, path))


class _Known(Struct, frozen=True):
    wanted: tuple[str, tuple[str, ...] | None]
    asked: dict[tuple[str, str], object]
    folder: Folder

    def holds(self, files: Files, schemas: Mapping[str, EngineSchema]) -> bool:
        """Return whether ``files`` give the same answers to the same questions.

        They are asked in the same order and no further than the first that differs, so that
        no file is read that reading the folder anew would not read.
        """
        ask: dict[str, Callable[[str], object]] = {
            "read": files.read, "list": files.list, "label": files.label,
            "layers": lambda path: _layers(files, path),
        }  # fmt: skip
        try:
            same = all(ask[how](path) == answer for (how, path), answer in self.asked.items())
        except OSError:
            return False
        return same and all(
            schemas.get(loaded.first.engine) is loaded.schema
            for loaded in self.folder.layouts.values()
        )


_known: list[_Known] = []  # the latest first


def read_folder(
    files: Files,
    schemas: Mapping[str, EngineSchema],
    folder: str,
    only: tuple[str, ...] | None,
) -> Folder:
    """Return what a folder of layouts holds; raises PrintkitError with all that is wrong."""
    wanted = (folder, only)
    for known in _known:
        if known.wanted == wanted and known.holds(files, schemas):
            return known.folder
    watched = _Watched(files)
    found = Loader(watched, schemas, folder).read(only)
    _known.insert(0, _Known(wanted, watched.asked, found))
    del _known[_KEPT:]
    return found
