"""Reading a zip from a stranger: nothing is written, and no number in it is believed.

Every name is looked at before a byte is unpacked, and what is unpacked is counted as it
comes: a file that says it is small and is not ends the reading.
"""

from __future__ import annotations

import stat
import unicodedata
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from printkit.build.files import reason, shown_path
from printkit.diagnostics import Diagnostic, PrintkitError, ReadWriteError, Span

MOST_FILES: Final = 2_000
MOST_BYTES: Final = 100_000_000  # unpacked: with a font for Chinese a pack has 20 MB
MOST_PACKED: Final = 100_000_000
RATIO: Final = 100  # unpacked bytes for one of the archive; text comes to 10
LONGEST: Final = 200  # characters of a name

_FREE: Final = 1_000_000  # so much is never a bomb, however well it was packed
_DIRECTORY: Final = 1_000_000  # bytes of the list of files in the archive
_CHUNK: Final = 1 << 16
_END: Final = b"PK\x05\x06"
_END64: Final = b"PK\x06\x07"
_TAIL: Final = 22 + 0xFFFF
_PLAIN: Final = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ENCRYPTED: Final = 0x1 | 0x40 | 0x2000
_FORBIDDEN: Final = frozenset('<>:"|?*\\')
_DEVICES: Final = frozenset(
    ("con", "prn", "aux", "nul", "conin$", "conout$",
     *(f"{port}{n}" for port in ("com", "lpt") for n in "0123456789¹²³"))
)  # fmt: skip


def read_zip(path: Path) -> dict[str, bytes]:
    """Return the files of a zip by name; raises PrintkitError with all that is wrong.

    Names are relative, with ``/`` between folders, and good on every system.
    """
    try:
        size = path.stat().st_size
        if size > MOST_PACKED:
            raise _refused(path, [f"it has {size:,} bytes; a pack has at most {MOST_PACKED:,}"])
        _look_at_the_end(path, size)
        with zipfile.ZipFile(path) as archive:
            return dict(_members(archive, path, size))
    except zipfile.BadZipFile as error:
        raise _damaged(path, str(error)) from None
    except (zlib.error, EOFError, RuntimeError, NotImplementedError, UnicodeDecodeError) as error:
        raise _damaged(path, str(error)) from None
    except OSError as error:
        raise ReadWriteError(
            Diagnostic("read", f"it cannot be read: {reason(error)}", Span(shown_path(path)))
        ) from None


def name_faults(names: Iterable[str]) -> Iterator[str]:
    """Yield what is wrong with the names of files that are to be written together."""
    seen: dict[str, str] = {}
    folders: dict[str, str] = {}
    for name in names:
        if fault := _fault(name):
            yield f"{_shown(name)} {fault}"
            continue
        key = _folded(name)
        if seen.get(key) == name:
            yield f"{_shown(name)} is in it twice"
        elif key in seen:
            yield f"{_shown(name)} and {_shown(seen[key])} are one name on many systems"
        seen.setdefault(key, name)
        parts = name.split("/")
        for end in range(1, len(parts)):
            folder = "/".join(parts[:end])
            known = folders.setdefault(_folded(folder), folder)
            if known != folder:
                yield f"{_shown(folder)}/ and {_shown(known)}/ are one name on many systems"
    for key in seen.keys() & folders.keys():
        yield f"{_shown(seen[key])} is a file and a folder"


def _fault(name: str) -> str:
    parts = name.split("/")
    if not name or name.startswith("/"):
        return "does not stand in the pack's own folder"
    if ".." in parts:
        return "climbs out of its folder"
    if len(name) > LONGEST:
        return f"is longer than {LONGEST} characters"
    if bad := next((char for char in name if char in _FORBIDDEN), ""):
        return f"has {bad!r} in its name, which some systems cannot have"
    if not name.isprintable():
        return "has invisible characters in its name"
    for part in parts:
        if part in ("", "."):
            return "has an empty step in its name"
        if part[-1] in " .":
            return "has a name that ends in a space or a dot"
        if part.split(".")[0].strip().lower() in _DEVICES:
            return f"has the name of a device of Windows, {part!r}"
    return ""


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


def _shown(name: str) -> str:
    return repr(name if len(name) <= 80 else name[:79] + "…")


def _look_at_the_end(path: Path, size: int) -> None:
    """Refuse a list of files so long that merely reading it would fill the memory."""
    with path.open("rb") as file:
        file.seek(max(0, size - _TAIL))
        tail = file.read()
    if (at := tail.rfind(_END)) < 0 or len(tail) < at + 22:
        raise _damaged(path, "it has no list of its files")
    if tail[max(0, at - 20) : at].startswith(_END64):
        raise _refused(path, ["it is a zip of the large kind, which no pack needs"])
    listed = int.from_bytes(tail[at + 12 : at + 16], "little")
    count = int.from_bytes(tail[at + 10 : at + 12], "little")
    if listed > _DIRECTORY or count > MOST_FILES:
        raise _refused(path, [f"it lists {count:,} files; a pack has at most {MOST_FILES:,}"])


def _members(archive: zipfile.ZipFile, path: Path, size: int) -> Iterator[tuple[str, bytes]]:
    infos = archive.infolist()
    faults = [*name_faults(info.orig_filename for info in infos if not _is_folder(info))]
    for info in infos:
        name = info.orig_filename
        if _is_folder(info) and (fault := _fault(name.removesuffix("/"))):
            faults.append(f"{_shown(name)} {fault}")
        kind = stat.S_IFMT(info.external_attr >> 16)
        if kind == stat.S_IFLNK:
            faults.append(f"{_shown(name)} is a link")
        elif kind not in (0, stat.S_IFREG, stat.S_IFDIR):
            faults.append(f"{_shown(name)} is no file but a device or the like")
        if info.flag_bits & _ENCRYPTED:
            faults.append(f"{_shown(name)} is encrypted")
        elif info.compress_type not in _PLAIN:
            faults.append(f"{_shown(name)} is packed in a way that not every system can unpack")
    if len(infos) > MOST_FILES:
        faults.append(f"it has {len(infos):,} files; a pack has at most {MOST_FILES:,}")
    if faults:
        raise _refused(path, faults)
    room = min(MOST_BYTES, max(_FREE, RATIO * size))
    for info in infos:
        if _is_folder(info):
            continue
        data = bytearray()
        with archive.open(info) as member:
            while chunk := member.read(_CHUNK):
                data += chunk
                if len(data) > room:
                    raise _refused(path, ["it unpacks to far more than a pack holds: a bomb"])
        room -= len(data)
        yield info.orig_filename, bytes(data)


def _is_folder(info: zipfile.ZipInfo) -> bool:
    return info.orig_filename.endswith("/")


def _refused(path: Path, faults: Iterable[str]) -> PrintkitError:
    hint = "do not use this pack; ask whoever sent it for one that `printkit pack` made"
    span = Span(shown_path(path))
    return PrintkitError(Diagnostic("pack", fault, span, hint=hint) for fault in faults)


def _damaged(path: Path, why: str) -> PrintkitError:
    said = why.splitlines()[0].lower().rstrip(".") if why else "it ends too soon"
    return PrintkitError(
        Diagnostic("pack", f"this is no zip, or a damaged one: {said}", Span(shown_path(path)),
                   hint="fetch it once more")
    )  # fmt: skip
