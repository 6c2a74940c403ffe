"""Writing: beside the final name first, then renamed; what stood there stays whole.

Nothing takes its name until everything of a run is on the disk.
"""

from __future__ import annotations

import contextlib
import errno
import os
from pathlib import Path
from types import TracebackType

from printkit.build.files import reason, shown_path
from printkit.diagnostics import Diagnostic, ReadWriteError, Span

_FULL = {errno.ENOSPC, errno.EFBIG, errno.EDQUOT}


def failure(error: OSError, path: Path) -> ReadWriteError:
    """Return what to tell a person when ``path`` cannot be written."""
    span = Span(shown_path(path) or ".")
    if error.errno in _FULL:
        return ReadWriteError(
            Diagnostic(
                "disk-full",
                "there is no room left on the disk for this file; "
                "nothing was changed, and the earlier files are whole",
                span,
                hint="free some room, or write to another place with -o",
            )
        )
    if error.errno in (errno.ENOTDIR, errno.EEXIST):
        message, hint = "a file stands where a folder is needed", "move it, or use -o"
    elif error.errno == errno.EISDIR:
        message, hint = "a folder stands where this file goes", "move it, or use -o"
    else:
        message = f"it cannot be written: {reason(error)}"
        hint = "see who may write there and that no program holds it open, or use -o"
    return ReadWriteError(Diagnostic("write", message, span, hint=hint))


class Outbox:
    """Files on their way into ``folder``; a context manager.

    ``put`` writes each one beside its place, ``commit`` gives all of them their names. A
    run that leaves without ``commit`` leaves nothing behind.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._waiting: list[tuple[Path, Path]] = []
        self._made: list[Path] = []
        self._done = False

    def __enter__(self) -> Outbox:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if not self._done:
            self.discard()

    def put(self, name: str, data: bytes) -> Path:
        """Write ``data`` to wait for ``name`` (relative to the folder), and return its path.

        A file that already says the same is left alone. Raises ReadWriteError.
        """
        path = self.folder / name
        if any(path == other for _, other in self._waiting):
            raise ValueError(f"{name!r} is written twice")
        if ".." in Path(name).parts or Path(name).is_absolute():
            raise ValueError(f"{name!r} leads out of the folder")
        try:
            if path.is_dir():
                raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
            self._make(path.parent)
            if path.is_file() and path.stat().st_size == len(data) and path.read_bytes() == data:
                return path
            self._write(path, data)
        except OSError as error:
            raise failure(error, path) from error
        return path

    def _write(self, path: Path, data: bytes) -> None:
        part = path.with_name(f".{path.name}.{os.getpid()}.part")
        part.unlink(missing_ok=True)
        # Not tempfile: what people share should have the rights their umask gives it.
        handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY, 0o666)
        self._waiting.append((part, path))
        try:
            view = memoryview(data)
            while view:
                view = view[os.write(handle, view) :]
            os.fsync(handle)
        finally:
            os.close(handle)

    def _make(self, folder: Path) -> None:
        missing = []
        while not folder.exists():
            missing.append(folder)
            folder = folder.parent
        if not folder.is_dir():
            raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(folder))
        for each in reversed(missing):
            each.mkdir(exist_ok=True)
            self._made.append(each)

    def commit(self) -> None:
        """Give every waiting file its name, or, when one cannot have it, none.

        Raises ReadWriteError.
        """
        kept: list[tuple[Path, bool, Path | None]] = []
        path = self.folder
        try:
            for part, path in self._waiting:
                kept.append((path, path.exists(), _keep(path)))
                part.replace(path)
        except OSError as error:
            for name, was_there, old in reversed(kept):
                _restore(name, was_there, old)
            self.discard()
            raise failure(error, path) from error
        for _, _, old in kept:
            if old is not None:
                _forget(old)
        self._waiting.clear()
        self._done = True

    def discard(self) -> None:
        """Remove what waits, and the folders made for it."""
        for part, _ in self._waiting:
            _forget(part)
        self._waiting.clear()
        for folder in reversed(self._made):
            with contextlib.suppress(OSError):
                folder.rmdir()
        self._done = True


_BINARY = getattr(os, "O_BINARY", 0)


def _keep(path: Path) -> Path | None:
    """Return a second name for what stands at ``path``, so that it can be put back."""
    old = path.with_name(f".{path.name}.{os.getpid()}.old")
    try:
        old.unlink(missing_ok=True)
        os.link(path, old)
    except OSError:  # nothing there yet, or a file system without hard links
        return None
    return old


def _restore(path: Path, was_there: bool, old: Path | None) -> None:
    with contextlib.suppress(OSError):
        if old is not None and old.samefile(path):  # it never lost its name
            old.unlink()
        elif old is not None:
            old.replace(path)
        elif not was_there:
            path.unlink(missing_ok=True)


def _forget(path: Path) -> None:
    with contextlib.suppress(OSError):
        path.unlink(missing_ok=True)
