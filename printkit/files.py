"""Reading, as every loader sees it: a few functions, so that tests can hand in a dict."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import Protocol, runtime_checkable


class Files(Protocol):
    """A read-only tree of files, named by POSIX paths relative to its root."""

    def read(self, path: str) -> bytes:
        """Return the bytes of ``path``; raises FileNotFoundError or OSError."""
        ...

    def list(self, folder: str) -> tuple[str, ...]:
        """Return the paths of the files right inside ``folder``, sorted; () if none."""
        ...

    def label(self, path: str) -> str:
        """Return how messages name ``path``, as the reader would type it."""
        ...


def layers_of(files: Files, path: str) -> tuple[Files, ...]:
    """Return the trees that have ``path``, the one that wins first; none if it is nowhere."""
    if isinstance(files, Layered):
        return files.layers(path)
    return (files,) if path in files.list(str(PurePosixPath(path).parent)) else ()


@runtime_checkable
class Layered(Protocol):
    """Files of several trees over one another."""

    def layers(self, path: str) -> tuple[Files, ...]:
        """Return the trees that have ``path``, the one that wins first."""
        ...


def text_digest(data: bytes) -> str:
    """Return the SHA-256 of a text file, the same however its lines end.

    A copy that went through git or an editor on Windows is the same text.
    """
    text = data.removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n")
    return hashlib.sha256(text).hexdigest()


class MemoryFiles:
    """Files held in a dict; for tests."""

    def __init__(self, files: Mapping[str, bytes | str]) -> None:
        self._files = {
            path: data.encode() if isinstance(data, str) else data for path, data in files.items()
        }

    def read(self, path: str) -> bytes:
        try:
            return self._files[path]
        except KeyError:
            raise FileNotFoundError(path) from None

    def list(self, folder: str) -> tuple[str, ...]:
        parent = PurePosixPath(folder)
        return tuple(sorted(p for p in self._files if PurePosixPath(p).parent == parent))

    def label(self, path: str) -> str:
        return path


class FolderFiles:
    """Files under a folder on disk. ``shown`` is how messages name that folder."""

    def __init__(self, root: Path, shown: str = "") -> None:
        self._root = root
        self._shown = shown

    def read(self, path: str) -> bytes:
        return (self._root / path).read_bytes()

    def list(self, folder: str) -> tuple[str, ...]:
        try:
            with os.scandir(self._root / folder) as entries:
                names = sorted(entry.name for entry in entries if entry.is_file())
        except (FileNotFoundError, NotADirectoryError):
            return ()
        parent = PurePosixPath(folder)
        return tuple(str(parent / name) for name in names)

    def label(self, path: str) -> str:
        return f"{self._shown}/{path}" if self._shown else path


class LayeredFiles:
    """The first layer that has a file wins: a project's own files before the packaged ones."""

    def __init__(self, *layers: Files) -> None:
        self._layers = layers

    def layers(self, path: str) -> tuple[Files, ...]:
        folder = str(PurePosixPath(path).parent)
        return tuple(layer for layer in self._layers if path in layer.list(folder))

    def _layer(self, path: str) -> Files:
        folder = str(PurePosixPath(path).parent)
        for layer in self._layers:
            if path in layer.list(folder):
                return layer
        raise FileNotFoundError(path)

    def read(self, path: str) -> bytes:
        return self._layer(path).read(path)

    def list(self, folder: str) -> tuple[str, ...]:
        return tuple(sorted({p for layer in self._layers for p in layer.list(folder)}))

    def label(self, path: str) -> str:
        try:
            return self._layer(path).label(path)
        except FileNotFoundError:
            return path
