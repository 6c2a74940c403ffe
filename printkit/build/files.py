"""Reading from disk: a project's own files before the packaged ones, each one noted."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from printkit.diagnostics import Diagnostic, ReadWriteError, Span
from printkit.files import Files, FolderFiles, LayeredFiles, layers_of

FOLDERS = ("content", "layouts", "fonts")


def packaged_folder() -> Path:
    """Return the folder that holds the shipped content/, layouts/ and fonts/.

    A wheel carries them inside the package; in a source checkout they stand at the top.
    """
    package = Path(__file__).resolve().parent.parent
    inside = package / "_data"
    return inside if inside.is_dir() else package.parent


def shown_path(path: Path) -> str:
    """Return ``path`` as a reader in the current folder would type it."""
    here = Path.cwd()
    if path == here:
        return ""
    if path.is_relative_to(here):
        return path.relative_to(here).as_posix()
    relative = Path(os.path.relpath(path, here)).as_posix() if path.drive == here.drive else ""
    return relative if relative and relative.count("../") <= 3 else path.as_posix()


class NotedFiles:
    """Files that remember what was read, by digest, and say clearly what cannot be."""

    def __init__(self, files: Files) -> None:
        self._files = files
        self._digests: dict[str, str] = {}

    def read(self, path: str) -> bytes:
        """Return the bytes; raises FileNotFoundError, or ReadWriteError in plain words."""
        try:
            data = self._files.read(path)
        except FileNotFoundError:
            raise
        except OSError as error:
            raise ReadWriteError(
                Diagnostic(
                    "read",
                    f"it cannot be read: {reason(error)}",
                    Span(self._files.label(path)),
                    hint="see who may read the file, and that it is a file",
                )
            ) from error
        if path not in self._digests:
            self._digests[path] = hashlib.sha256(data).hexdigest()
        return data

    def list(self, folder: str) -> tuple[str, ...]:
        return self._files.list(folder)

    def label(self, path: str) -> str:
        return self._files.label(path)

    def layers(self, path: str) -> tuple[Files, ...]:
        """Return the trees that have ``path``; what is read of the first is noted."""
        return (self, *layers_of(self._files, path)[1:])

    @property
    def digests(self) -> dict[str, str]:
        """SHA-256 of every file read so far, by path."""
        return dict(self._digests)


def project_files(root: Path | None) -> NotedFiles:
    """Return the files of the project at ``root`` over the packaged ones."""
    packaged = packaged_folder()
    layers: list[Files] = []
    if root is not None and root != packaged:
        layers.append(FolderFiles(root, shown_path(root)))
    layers.append(FolderFiles(packaged, shown_path(packaged)))
    return NotedFiles(layers[0] if len(layers) == 1 else LayeredFiles(*layers))


def reason(error: OSError) -> str:
    """Return what the system said, in lower case and without its numbers."""
    return (error.strerror or str(error)).lower()
