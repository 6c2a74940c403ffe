"""Packs: a project's data as one folder or zip, to be handed on and begun from.

A pack is data: words, translations, layouts, pictures, fonts. Whatever else is in it is
refused before anything is written.
"""

from __future__ import annotations

import hashlib
import io
import os
import stat
import zipfile
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import Final

from msgspec import Struct

from printkit.build.files import packaged_folder, reason, shown_path
from printkit.build.outbox import Outbox
from printkit.build.plan import read_sources
from printkit.build.project import SETTINGS, Project
from printkit.build.unzip import MOST_BYTES, MOST_FILES, name_faults, read_zip
from printkit.diagnostics import Diagnostic, PrintkitError, ReadWriteError, Span, UsageError
from printkit.files import text_digest
from printkit.locales.po import FOLDER, parse_po
from printkit.shapes import decode

_TEXTS: Final = frozenset((".json", ".md", ".po", ".svg", ".toml", ".txt", ".yaml", ".yml"))
_PICTURES: Final = frozenset((".svg", ".png", ".jpg", ".jpeg"))
_KINDS: Final[Mapping[str, frozenset[str]]] = {
    "content": frozenset((".yaml", ".yml", ".po", ".json", ".md", ".txt")) | _PICTURES,
    "layouts": frozenset((".icc", ".md", ".toml", ".txt")) | _PICTURES,
    "fonts": frozenset((".ttf", ".otf", ".ttc", ".toml", ".md", ".txt")),
}
_TOP: Final = frozenset((SETTINGS, "README.md", "LICENSE", "LICENSE.md", "LICENSE.txt"))
_LICENCES: Final = frozenset(("license", "licence", "ofl", "copying"))
_JUNK: Final = frozenset((".ds_store", "thumbs.db", "desktop.ini"))
_DAY: Final = (1980, 1, 1, 0, 0, 0)  # the first that a zip can name: same input, same bytes


_SETTINGS_TEXT: Final = """\
# What `printkit build` makes when nothing is named. Every line can be left out.
#
# The files in content/ are yours to change. Put files of your own into layouts/ or fonts/
# beside them: one of the same name goes before the one printkit brings.

[build]
framework = "{framework}"
formats = ["pdf", "svg"]
# products = ["poster", "sheet", "cards"]
# theme = "colour"

# [build.sizes]
# poster = ["A1", "A3"]
# cards = "poker"
"""


class Pack(Struct, frozen=True):
    """The files of a pack by their paths in it, and how messages name it."""

    files: Mapping[str, bytes]
    shown: str

    def read(self, path: str) -> bytes:
        try:
            return self.files[path]
        except KeyError:
            raise FileNotFoundError(path) from None

    def list(self, folder: str) -> tuple[str, ...]:
        parent = PurePosixPath(folder)
        return tuple(sorted(p for p in self.files if PurePosixPath(p).parent == parent))

    def label(self, path: str) -> str:
        return f"{self.shown}/{path}" if self.shown not in ("", ".") else path


def read_pack(source: str) -> Pack:
    """Return the pack in a folder or zip; raises PrintkitError with all that is wrong."""
    if source.lower().startswith(("http://", "https://")):
        raise UsageError(
            Diagnostic(
                "pack",
                "packs are not fetched from the web in this version",
                hint=f"download {source} first, and name the file",
            )
        )
    path = Path(source)
    shown = shown_path(path.absolute())
    if path.is_dir():
        files = _folder(path)
    elif path.is_file():
        files = _lifted(read_zip(path))
    else:
        raise UsageError(
            Diagnostic("pack", f"there is no pack {source!r}", hint="name a folder or a zip file")
        )
    faults = [fault for name in files if (fault := _not_data(name))]
    if not any(_is_content(name) for name in files):
        faults.append("there is no content file in content/")
    if faults:
        hint = "a pack holds printkit.toml, content/, layouts/, fonts/; `printkit pack` makes one"
        span = Span(shown or ".")
        raise PrintkitError(Diagnostic("pack", fault, span, hint=hint) for fault in faults)
    return Pack(files, shown or ".")


def pack_of(project: Project) -> Mapping[str, bytes]:
    """Return the files that make a pack of a project: its own, not what printkit brings.

    Raises PrintkitError where something in its folders is no data.
    """
    packaged = packaged_folder()
    if not project.own:
        return sample_files()
    files = _folder(project.root)
    files = {
        name: data
        for name, data in files.items()
        if not (
            (name.startswith(("layouts/", "fonts/")) or name in _TOP - {SETTINGS})
            and (packaged / name).is_file()
            and (packaged / name).read_bytes() == data
        )
    }
    if faults := [fault for name in files if (fault := _not_data(name))]:
        span = Span(shown_path(project.root) or ".")
        hint = "move it out of the folder: a pack holds data only"
        raise PrintkitError(Diagnostic("pack", fault, span, hint=hint) for fault in faults)
    return files


def sample_files() -> Mapping[str, bytes]:
    """Return the content that printkit brings. Installers may have laid it out as links."""
    packaged = packaged_folder()
    return {
        path.relative_to(packaged).as_posix(): path.read_bytes()
        for path in sorted((packaged / "content").rglob("*"))
        if path.is_file() and not path.name.startswith(".")
    }


def zipped(files: Mapping[str, bytes]) -> bytes:
    """Return files as a zip; the same files give the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name in sorted(files):
            info = zipfile.ZipInfo(name, _DAY)
            info.create_system = 3
            info.external_attr = (stat.S_IFREG | 0o644) << 16
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, files[name])
    return out.getvalue()


def write_pack(project: Project, out: Path | None = None) -> Path:
    """Write a pack of a project, whose content must load; return its path.

    Raises PrintkitError, and changes no file then.
    """
    framework = read_sources(project).framework
    files = dict(pack_of(project))
    if SETTINGS not in files:
        files[SETTINGS] = settings_text(project.framework_path()).encode()
    name = f"{framework.id}-{framework.version}.zip"
    path = out or project.out / name
    if path.is_dir():
        path /= name
    with Outbox(path.parent) as outbox:
        made = outbox.put(path.name, zipped(files))
        outbox.commit()
    return made


def settings_text(framework: str) -> str:
    """Return a ``printkit.toml`` for the content file ``framework``."""
    return _SETTINGS_TEXT.format(framework=framework)


def file_digest(name: str, data: bytes) -> str:
    """Return the SHA-256 of a file of a pack; of a text, however its lines end.

    A catalogue is its translations: bringing it up to date by ``translate update`` is no
    change of its owner's.
    """
    if name.startswith(f"{FOLDER}/") and name.endswith(".po"):
        try:
            catalogue = parse_po(decode(data, name), name, PurePosixPath(name).stem)
        except PrintkitError:
            return text_digest(data)
        said = [(key, found.text) for key, found in catalogue.messages.items() if found.text]
        signed = (catalogue.translators, catalogue.reviewer)
        return text_digest(repr((sorted(said), signed)).encode())
    if PurePosixPath(name).suffix.lower() in _TEXTS:
        return text_digest(data)
    return hashlib.sha256(data).hexdigest()


def _folder(root: Path) -> dict[str, bytes]:
    """Return the files of a pack that lies in a folder; what a pack has no place for is left."""
    found: dict[str, Path] = {}
    faults: list[str] = []
    for name in sorted(_TOP):
        if (root / name).is_file():
            found[name] = root / name
    for top in _KINDS:
        if (root / top).is_symlink():
            faults.append(f"'{top}' is a link")
            continue
        for folder, folders, names in os.walk(root / top):
            folders[:] = sorted(name for name in folders if not name.startswith("."))
            here = Path(folder)
            faults += (
                f"{(here / name).relative_to(root).as_posix()!r} is a link"
                for name in folders
                if (here / name).is_symlink()
            )
            for name in sorted(names):
                if not name.startswith(".") and name.lower() not in _JUNK:
                    found[(here / name).relative_to(root).as_posix()] = here / name
    for name, path in found.items():
        mode = path.lstat().st_mode
        if stat.S_ISLNK(mode):
            faults.append(f"{name!r} is a link")
        elif not stat.S_ISREG(mode):
            faults.append(f"{name!r} is no file but a device or the like")
    faults += name_faults(found)
    if not faults:
        total = sum(path.stat().st_size for path in found.values())
        if total > MOST_BYTES or len(found) > MOST_FILES:
            faults.append(
                f"it has {len(found):,} files of {total:,} bytes; a pack has at most "
                f"{MOST_FILES:,} files and {MOST_BYTES:,} bytes"
            )
    if faults:
        span = Span(shown_path(root.absolute()) or ".")
        hint = "put the files themselves there"
        raise PrintkitError(Diagnostic("pack", fault, span, hint=hint) for fault in faults)
    return {name: _read(path) for name, path in found.items()}


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise ReadWriteError(
            Diagnostic("read", f"it cannot be read: {reason(error)}", Span(shown_path(path)))
        ) from None


def _lifted(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the files of a zip without the one folder all of them may be in, and without
    what file managers leave behind.
    """
    kept = {name: data for name, data in files.items() if not _is_junk(name)}
    tops = {name.split("/")[0] for name in kept}
    if len(tops) == 1 and not tops & (_TOP | _KINDS.keys()) and all("/" in name for name in kept):
        return {name.partition("/")[2]: data for name, data in kept.items()}
    return kept


def _is_junk(name: str) -> bool:
    parts = name.lower().split("/")
    return parts[0] == "__macosx" or parts[-1] in _JUNK


def _not_data(name: str) -> str:
    """Return why a file has no place in a pack, or nothing."""
    path = PurePosixPath(name)
    top = path.parts[0]
    if name in _TOP:
        return ""
    if any(part.startswith(".") for part in path.parts):
        return f"{name!r} is a hidden file"
    if top not in _KINDS or len(path.parts) == 1:
        return f"{name!r} has no place in a pack"
    suffix = path.suffix.lower()
    if suffix in _KINDS[top] or (not suffix and path.name.lower() in _LICENCES):
        return ""
    return f"{name!r} is not data of a kind that belongs into {top}/"


def _is_content(name: str) -> bool:
    path = PurePosixPath(name)
    return (
        path.parent.as_posix() == "content"
        and path.suffix in (".yaml", ".yml")
        and path.stem != "kit"
    )


