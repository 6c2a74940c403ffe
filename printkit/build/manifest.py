"""``manifest.json``: every file of the output folder, what it was made from, what it lost.

It holds no date: the same input gives the same bytes. What another run made stays listed
as long as its file is there.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final

from msgspec import Struct
from msgspec.structs import replace

from printkit import __version__
from printkit.build.files import shown_path
from printkit.build.plan import Target
from printkit.build.project import THEME
from printkit.content.model import By, Change
from printkit.diagnostics import Diagnostic, PrintkitError, Severity
from printkit.files import Files
from printkit.locales.catalogue import State

NAME: Final = "manifest.json"
SCHEMA: Final = 1
_MOST: Final = 6  # so many are named

Key = tuple[str, str, str, str, str, str, str]
File = tuple[str, str, int]
"""A file's name below the output folder, its SHA-256, its size in bytes."""


class Translated(Struct, frozen=True):
    """How a target's texts came by its language; ``counts`` are of what it prints."""

    translators: str
    reviewed_by: str
    counts: Mapping[State, int]
    stale: tuple[str, ...]  # keys: printed as translated from an earlier source


class Entry(Struct, frozen=True):
    """One target in one output folder."""

    target: Target
    framework: str
    version: str
    credit: str
    inputs: Mapping[str, str]
    dropped: tuple[str, ...]
    files: tuple[File, ...]
    translation: Translated | None = None
    adapted: tuple[By, ...] = ()
    changes: tuple[Change, ...] = ()


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def write(entries: Iterable[Entry], earlier: Mapping[Key, Any], folder: Path) -> bytes:
    """Return the bytes of the manifest: ``entries``, and of ``earlier`` what is still there."""
    products = dict(earlier)
    for entry in entries:
        row = _row(entry)
        old = earlier.get(_key(row))
        if old is not None:
            row["files"] = sorted(
                [*row["files"], *_kept(old, entry, folder)], key=lambda file: str(file["file"])
            )
        products[_key(row)] = row
    document = {
        "schema": SCHEMA,
        "printkit": __version__,
        "products": [products[key] for key in sorted(products)],
    }
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


def read(folder: Path) -> dict[Key, Any]:
    """Return what the manifest in ``folder`` lists and is still there; {} without one."""
    try:
        document = json.loads((folder / NAME).read_bytes())
        found = {_key(row): row for row in document["products"]}
        for row in found.values():
            row["files"] = [file for file in row["files"] if (folder / file["file"]).is_file()]
        return {key: row for key, row in found.items() if row["files"]}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}  # not ours, or not whole: it is written anew


def stale(entries: Iterable[Entry], earlier: Mapping[Key, Any], folder: Path) -> tuple[Path, ...]:
    """Return files an earlier run made for the same targets and formats, and this one did not.

    Only what is still exactly as it was made: nobody's own work is touched.
    """
    found = []
    for entry in entries:
        now = {name for name, _, _ in entry.files}
        old = earlier.get(_key(_row(entry)), {"files": []})
        for file in old["files"]:
            path = folder / file["file"]
            again = path.suffix[1:] in (*entry.target.formats, "zip")  # made of the others
            if again and file["file"] not in now and digest(path.read_bytes()) == file["sha256"]:
                found.append(path)
    return tuple(found)


def older(
    entries: Iterable[Entry], earlier: Mapping[Key, Any], folder: Path, files: Files, usual: Target
) -> tuple[Diagnostic, ...]:
    """Return a note of what lies in ``folder`` and was made from other input than now.

    ``usual`` has the locale and adaptation that are made when none is named. Of the
    targets just made, that is what they have in other formats.
    """
    made = {_key(_row(entry)): entry for entry in entries}
    now: dict[str, str] = {}
    count = 0
    found: list[Target] = []
    for key, row in sorted(earlier.items()):
        entry = made.get(key)
        names = [str(file["file"]) for file in row["files"] if not _is_zip(file)]
        formats = tuple(sorted({Path(name).suffix[1:] for name in names}))
        if entry is not None:
            formats = tuple(kind for kind in formats if kind not in entry.target.formats)
            changed = dict(row["inputs"]) != dict(entry.inputs)
        else:
            for path in row["inputs"].keys() - now.keys():
                now[path] = _now(files, path)
            changed = any(now[path] != sha for path, sha in row["inputs"].items())
        left = [name for name in names if Path(name).suffix[1:] in formats]
        if changed and left:
            count += len(left)
            locale, product, size, theme, draft, adaptation, variant = key
            delivery = row.get("delivery", {})
            options = str(delivery.get("options", ""))
            locales = tuple(map(str, delivery.get("locales", ())))
            found.append(
                Target(
                    product,
                    size,
                    theme,
                    locale,
                    formats if entry else (),
                    bool(draft),
                    adaptation,
                    variant=variant,
                    options=options,
                    locales=locales,
                )
            )
    if not found:
        return ()
    names = [target.name for target in found]
    listed = ", ".join(names[:_MOST]) + (f" and {len(names) - _MOST} more" if names[_MOST:] else "")
    what, were, them = (
        ("1 older file", "was", "it") if count == 1 else (f"{count} older files", "were", "them")
    )
    return (
        Diagnostic(
            "older",
            f"{what} in {shown_path(folder) or '.'}/ {were} made from earlier content: {listed}",
            hint=f"make {them} again with {_commands(found, usual)}, or delete {them}",
            severity=Severity.NOTE,
        ),
    )


def _is_zip(file: Mapping[str, Any]) -> bool:
    """Return whether a file is one for handing others on."""
    return str(file["file"]).endswith(".zip")


def _now(files: Files, path: str) -> str:
    """Return the digest of an input as it is now, nothing where it is gone."""
    try:
        return digest(files.read(path))
    except (OSError, PrintkitError):
        return ""


def _commands(targets: Iterable[Target], usual: Target) -> str:
    """Return the commands that make targets again, sizes of a product together."""
    sizes: dict[Target, list[str]] = {}
    for target in targets:
        sizes.setdefault(replace(target, size=""), []).append(target.size)
    words = []
    for alike, found in list(sizes.items())[:_MOST]:
        locales = alike.locales or (alike.locale,) * (alike.locale != usual.locale)
        options = [f"--locale {tag}" for tag in locales]
        if alike.adaptation not in ("", usual.adaptation):
            options.append(f"--adaptation {alike.adaptation}")
        options += ["--draft"] * alike.draft
        options += [alike.options] * bool(alike.options)
        options += [f"--size {size}" for size in dict.fromkeys(found)]
        options += [f"--theme {alike.theme}"] * (alike.theme != THEME)
        options += [f"--format {kind}" for kind in alike.formats]
        words.append(f"`printkit build {alike.product} {' '.join(options)}`")
    return " and ".join(filter(None, (", ".join(words[:-1]), words[-1])))


def _row(entry: Entry) -> dict[str, Any]:
    target = entry.target
    row: dict[str, Any] = {
        "product": target.product,
        "size": target.size,
        "locale": target.locale,
        "theme": target.theme,
        "framework": entry.framework,
        "version": entry.version,
        "credit": entry.credit,
        "dropped": list(entry.dropped),
        "files": [
            {"file": name, "sha256": sha, "bytes": size} for name, sha, size in sorted(entry.files)
        ],
        "inputs": dict(sorted(entry.inputs.items())),
    }
    if target.draft:
        row["draft"] = True
    if target.variant:
        row["delivery"] = {"variant": target.variant, "options": target.options}
        if target.locales:
            row["delivery"]["locales"] = list(target.locales)
    if target.adaptation:
        row["adaptation"] = {
            "id": target.adaptation,
            "by": [_by(by) for by in entry.adapted],
            "changes": [_change(change) for change in entry.changes],
        }
    if (told := entry.translation) is not None:
        row["translation"] = {
            "translated_by": told.translators,
            "reviewed_by": told.reviewed_by,
            "texts": {state: count for state, count in told.counts.items() if count},
            "stale": list(told.stale),
        }
    return row


def _by(by: By) -> dict[str, str]:
    """Return what the credit says of somebody: how to reach them is for the project alone."""
    return {name: value for name in ("name", "place", "year") if (value := getattr(by, name))}


def _change(change: Change) -> dict[str, Any]:
    """Return a change with all that is known of it; ``stale`` is said only where it is so."""
    row = {
        "change": change.kind,
        "key": change.key,
        "title": change.title.value,
        "why": change.why,
        "by": change.by.name,
        "date": change.date,
    }
    return {**row, "stale": True} if change.stale else row


def _key(row: Mapping[str, Any]) -> Key:
    draft = "draft" if row.get("draft") else ""
    adaptation = str(row.get("adaptation", {}).get("id", ""))
    locale, product, size, theme = (
        str(row[name]) for name in ("locale", "product", "size", "theme")
    )
    variant = str(row.get("delivery", {}).get("variant", ""))
    return (locale, product, size, theme, draft, adaptation, variant)


def _kept(old: Mapping[str, Any], entry: Entry, folder: Path) -> list[dict[str, Any]]:
    """Return the files of an earlier run in formats that this one did not make.

    They are listed only while they were made from the same input.
    """
    if dict(old["inputs"]) != dict(entry.inputs):
        return []
    return [
        file
        for file in old["files"]
        if Path(file["file"]).suffix[1:] not in entry.target.formats and not _is_zip(file)
    ]
