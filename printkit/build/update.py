"""Bringing a project up to a newer pack: what its owner changed is never overwritten."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path, PurePosixPath
from typing import Final

from msgspec import Struct

from printkit.build.files import shown_path
from printkit.build.outbox import Outbox
from printkit.build.pack import Pack, file_digest, settings_text
from printkit.build.project import SETTINGS, Project, open_project
from printkit.build.starter import (
    BASE,
    base_text,
    framework_file,
    read_view,
    terms,
    with_adaptation,
)
from printkit.content.load import load_framework
from printkit.content.model import Area, Entry, Framework
from printkit.content.texts import texts, translation_key
from printkit.diagnostics import Diagnostic, PrintkitError, Severity, Span, UsageError

_ROW: Final = re.compile(r"([0-9a-f]{64})  (\S.*)")
_MOST: Final = 6  # so many are named


class Update(Struct, frozen=True):
    """What a newer pack would do to a project. ``told`` is for its owner to look at."""

    root: Path
    writes: Mapping[str, bytes]
    removes: tuple[str, ...]
    framework: Framework
    lines: tuple[str, ...]
    told: tuple[Diagnostic, ...]

    @property
    def news(self) -> bool:
        """Whether the pack has anything the project has not seen."""
        return bool(self.removes or self.writes.keys() - {BASE})

    def terms(self) -> str:
        """Return the credit and the permission of the newer pack."""
        return terms(self.framework)


def look(folder: Path, pack: Pack) -> Update:
    """Return what bringing the project in ``folder`` up to ``pack`` would do; write nothing.

    Raises PrintkitError where the owner and the pack both changed the same words, where
    the pack is of another framework, or where it has faults.
    """
    project = open_project(folder)
    recorded = _recorded(project)
    path = framework_file(pack)
    new = dict(pack.files)
    new.setdefault(SETTINGS, settings_text(path).encode())
    if project.settings.adaptation:
        new[SETTINGS] = with_adaptation(new[SETTINGS], project.settings.adaptation, pack)
    before = load_framework(project.files, project.framework_path())
    after = load_framework(pack, path)
    if before.id != after.id:
        raise PrintkitError(
            Diagnostic(
                "pack",
                f"this pack is of {after.id!r}, and the project of {before.id!r}",
                Span(pack.label(path)),
                hint="begin another project from it, in another folder",
            )
        )
    weighed = _weigh(project.root, new, recorded)
    if weighed.clashes:
        raise PrintkitError(_clash(project.root / name) for name in weighed.clashes)
    merged = _merged(project.root, weighed, new)
    review = tuple(_review(project, Pack(merged, shown_path(project.root)), after))
    weighed.writes[BASE] = base_text(new, after)
    return Update(
        project.root,
        weighed.writes,
        weighed.removes,
        after,
        tuple(_said(before, after, weighed)),
        (*weighed.told, *review),
    )


def bring(update: Update) -> tuple[Path, ...]:
    """Write an update; return the paths of what was written. Raises ReadWriteError."""
    with Outbox(update.root) as outbox:
        made = tuple(outbox.put(name, data) for name, data in sorted(update.writes.items()))
        outbox.commit()
    for name in update.removes:
        with suppress(OSError):
            (update.root / name).unlink()
    return made


class _Weighed(Struct):
    """Files of a pack weighed against those of a project."""

    writes: dict[str, bytes]
    removes: tuple[str, ...]
    clashes: tuple[str, ...]
    told: tuple[Diagnostic, ...]


def _weigh(root: Path, new: Mapping[str, bytes], recorded: Mapping[str, str]) -> _Weighed:
    """Say for each file whose it is: the pack's, if nobody changed it since it came."""
    writes: dict[str, bytes] = {}
    clashes: list[str] = []
    told: list[Diagnostic] = []
    for name, data in sorted(new.items()):
        path = root / name
        mine = file_digest(name, path.read_bytes()) if path.is_file() else ""
        theirs = file_digest(name, data)
        if mine == theirs or (mine and recorded.get(name) == theirs):
            continue  # nothing new in the pack
        if not mine or mine == recorded.get(name):
            writes[name] = data
        elif _is_content(name):
            clashes.append(name)
        else:
            told.append(_kept(path, "you changed it, and the pack has a newer one; yours is kept"))
    removes = []
    for name in sorted(recorded.keys() - new.keys()):
        path = root / name
        if not path.is_file():
            continue
        if file_digest(name, path.read_bytes()) == recorded[name]:
            removes.append(name)
        else:
            told.append(_kept(path, "it is no part of the kit any more; you changed it: kept"))
    return _Weighed(writes, tuple(removes), tuple(clashes), tuple(told))


def _recorded(project: Project) -> Mapping[str, str]:
    """Return the digests of what the project was begun from, by path."""
    path = project.root / BASE
    if not path.is_file():
        raise UsageError(
            Diagnostic(
                "project",
                "this project does not say what it was begun from, so that nobody can tell "
                "its own changes from the pack's",
                Span(shown_path(path)),
                hint="begin a project from the pack in another folder, and bring your changes over",
            )
        )
    rows = map(_ROW.fullmatch, path.read_text("utf-8").splitlines())
    return {row[2]: row[1] for row in rows if row}


def _merged(root: Path, weighed: _Weighed, new: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the files that the project would have, those the pack does not know included."""
    found = {
        path.relative_to(root).as_posix(): path.read_bytes()
        for top in ("content", "layouts", "fonts")
        for path in sorted((root / top).rglob("*"))
        if path.is_file()
    }
    if (root / SETTINGS).is_file():
        found[SETTINGS] = (root / SETTINGS).read_bytes()
    kept = {name: data for name, data in found.items() if name not in weighed.removes}
    return {**kept, **weighed.writes}


def _review(project: Project, merged: Pack, after: Framework) -> Iterator[Diagnostic]:
    """Yield what the project's own files have to be looked at for, once they are beside the new.

    A fault in its adaptation does not stop the update: it is mended after it.
    """
    try:
        path = framework_file(merged)
        load_framework(merged, path)
    except PrintkitError as error:
        raise PrintkitError(
            Diagnostic(
                "pack", f"with this pack the project would have no content: {item.message}",
                item.span, item.path, item.hint,
            )
            for item in error.diagnostics
        ) from None  # fmt: skip
    try:
        yield from (
            item for item in read_view(project.root, merged).told if item.code != "placeholder"
        )
    except PrintkitError as error:
        yield from error.diagnostics


def _clash(path: Path) -> Diagnostic:
    return Diagnostic(
        "edited",
        "you changed this file, and the pack has a newer one",
        Span(shown_path(path)),
        hint="note what you changed as an adaptation (content/README.md, 'Adapt it'), and "
        "move your file away: the new one then takes its place",
    )


def _kept(path: Path, why: str) -> Diagnostic:
    return Diagnostic("kept", why, Span(shown_path(path)), severity=Severity.NOTE)


def _said(before: Framework, after: Framework, weighed: _Weighed) -> Iterator[str]:
    """Yield what the newer pack changes in the words."""
    old, new = _named(before), _named(after)
    was = {translation_key(text.key): text.value for text in texts(before)}
    now = {translation_key(text.key): text.value for text in texts(after)}
    # an item that is new or gone is named once, not text by text
    reworded = [key for key in now if key in was and now[key] != was[key]]
    yield f"content {before.version} -> {after.version}"
    yield from _row("new", (new[key] for key in new if key not in old))
    yield from _row("dropped", (old[key] for key in old if key not in new))
    yield from _row("reworded", reworded)
    yield from _row("files", sorted(weighed.writes.keys() - {BASE}))
    yield from _row("removed", weighed.removes)


def _row(what: str, names: Iterable[str]) -> Iterator[str]:
    found = list(names)
    if found:
        more = f" and {len(found) - _MOST} more" if len(found) > _MOST else ""
        yield f"{what}: {', '.join(found[:_MOST])}{more}"


def _named(framework: Framework) -> dict[str, str]:
    """Return the titles of areas, skills and attitudes by key, renamed ones by their first."""
    items: list[Area | Entry] = [*framework.areas, *framework.heart.attitudes]
    items += (skill for area in framework.areas for skill in area.skills)
    found = {}
    for item in items:
        kind = item.kind if isinstance(item, Entry) else "area"
        found[f"{kind} {item.id}"] = f"{' '.join(item.title.value.split())} ({kind})"
    return found


def _is_content(name: str) -> bool:
    path = PurePosixPath(name)
    return path.parent.as_posix() == "content" and path.suffix in (".yaml", ".yml")
