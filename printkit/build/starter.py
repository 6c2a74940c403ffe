"""What a new project begins with: a pack, or the sample that printkit brings.

A project is looked at as a whole before a file of it is written. ``base.sha256`` notes
what it was begun from, file by file, so that a newer pack never overwrites its owner's
own work; it can be checked with ``sha256sum -c``.
"""

from __future__ import annotations

import json
import os
import re
import tomllib
import unicodedata
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from msgspec import Struct

from printkit.build.files import NotedFiles, packaged_folder, shown_path
from printkit.build.outbox import Outbox
from printkit.build.pack import Pack, file_digest, sample_files, settings_text
from printkit.build.plan import Sources, read_sources
from printkit.build.project import SETTINGS, Project, read_settings
from printkit.content.adaptations import adaptation_folder
from printkit.content.load import load_framework
from printkit.content.model import By, Framework
from printkit.diagnostics import Diagnostic, PrintkitError, Span, UsageError
from printkit.files import FolderFiles, LayeredFiles, text_digest

BASE: Final = "base.sha256"

_BASE_TEXT: Final = """\
# What this project was begun from, so that `printkit init --from` can tell a newer pack's
# changes from yours. Not to be edited. {name} {version}
"""
_ADAPTATION_TEXT: Final = """\
# yaml-language-server: $schema=../adaptation.schema.json
# What is different here, and why. How to write it: content/README.md, "Adapt it".

schema: 1
id: {id}
adapts:
  id: {base}
  version: {version}
  digest: sha256:{digest}{under}
by:
  name: {name}
  place: {place}
  year: {year}
language: {language}

changes: []
"""
_BUILD: Final = re.compile(r"^[ \t]*\[[ \t]*build[ \t]*\][^\n]*\n?", re.MULTILINE)
_TABLE: Final = re.compile(r"^[ \t]*\[", re.MULTILINE)
_ADAPTATION: Final = re.compile(r"^[ \t]*adaptation[ \t]*=[^\n]*", re.MULTILINE)


class Beginning(Struct, frozen=True):
    """A project that can be made: its files, and what has to be known before."""

    root: Path
    files: Mapping[str, bytes]
    framework: Framework
    adaptation: str = ""

    def terms(self) -> str:
        """Return the credit and the permission, for the person who is about to begin."""
        return terms(self.framework)


def terms(framework: Framework) -> str:
    """Return what the owners of a framework ask for, and what they allow."""
    credit, given = framework.credit, framework.credit.permission
    return (
        f"this kit carries the credit: {credit.line.value}\n"
        f"permission: {given.statement.value} ({given.where}, {given.seen})\n"
        "the credit stays on everything that is made; what is not in the permission, to "
        "translate or to change it perhaps, is for its owners to allow: ask them"
    )


def start(folder: Path) -> tuple[tuple[Path, ...], str]:
    """Put ``printkit.toml`` and the sample content into ``folder``.

    Return the files made, and what has to be known of the permission to use the source.
    Raises UsageError where a project or content is already.
    """
    beginning = begin(folder)
    return make(beginning), beginning.terms()


def begin(
    folder: Path, pack: Pack | None = None, by: By | None = None, language: str = ""
) -> Beginning:
    """Return the project that ``folder`` would be, from a pack or the sample; write nothing.

    ``by`` gets an adaptation of their own, in which texts are written in ``language``.
    Raises UsageError where a project or content is already, and PrintkitError with
    everything that is wrong in the pack.
    """
    root = folder.resolve()
    for name in (SETTINGS, "content"):
        if (root / name).exists():
            raise UsageError(
                Diagnostic(
                    "project",
                    "there is a project here already",
                    Span(shown_path(root / name)),
                    hint="name another folder, or build with `printkit build`",
                )
            )
    given = pack or sample()
    files = dict(given.files)
    path = framework_file(given)
    files.setdefault(SETTINGS, settings_text(path).encode())
    framework = load_framework(given, path)
    if pack is not None:  # the sample is known to be whole
        framework = read_view(root, Pack(files, given.shown)).framework
    base = dict(files)
    slug = ""
    if by is not None:
        slug = free_slug(by, files, path)
        name = f"{adaptation_folder(path)}/{slug}.yaml"
        files[name] = _adaptation_text(slug, by, language, framework, files[path]).encode()
        base[SETTINGS] = files[SETTINGS] = with_adaptation(files[SETTINGS], slug, given)
        framework = load_framework(Pack(files, given.shown), path, adaptation=slug)
    files[BASE] = base_text(base, framework)
    return Beginning(root, files, framework, slug)


def make(beginning: Beginning) -> tuple[Path, ...]:
    """Write the files of a project; return their paths. Raises ReadWriteError."""
    with Outbox(beginning.root) as outbox:
        made = tuple(outbox.put(name, data) for name, data in sorted(beginning.files.items()))
        outbox.commit()
    return made


def sample() -> Pack:
    """Return the content that printkit brings, as a pack."""
    return Pack(sample_files(), shown_path(packaged_folder()))


def framework_file(pack: Pack) -> str:
    """Return the path of a pack's content file; raises PrintkitError where that is not clear."""
    if SETTINGS in pack.files:
        settings = read_settings(pack)
        if settings.framework:
            if settings.framework in pack.files:
                return settings.framework
            message = f"it names {settings.framework!r}, which the pack does not have"
            place = settings.span("framework")
            raise PrintkitError(Diagnostic("content-file", message, place))
    found = [
        name
        for name in pack.list("content")
        if name.endswith((".yaml", ".yml")) and Path(name).stem != "kit"
    ]
    if len(found) > 1:
        raise PrintkitError(
            Diagnostic(
                "content-file",
                f"there are {len(found)} content files: {', '.join(found)}",
                Span(pack.shown),
                hint='its printkit.toml has to say which one: [build] framework = "content/…"',
            )
        )
    return found[0]


def read_view(root: Path, files: Pack, adaptation: str = "") -> Sources:
    """Return what a project with these files would read; raises PrintkitError with all faults."""
    packaged = packaged_folder()
    view = NotedFiles(LayeredFiles(files, FolderFiles(packaged, shown_path(packaged))))
    return read_sources(Project(root, view, read_settings(view), own=True), adaptation=adaptation)


def with_adaptation(data: bytes, slug: str, pack: Pack) -> bytes:
    """Return a ``printkit.toml`` that names an adaptation, all else as it was."""
    text = data.decode("utf-8-sig")
    line = f'adaptation = "{slug}"'
    if (build := _BUILD.search(text)) is None:
        text = f"{text.rstrip()}\n\n[build]\n{line}\n".lstrip()
    else:
        after = _TABLE.search(text, build.end())
        end = after.start() if after else len(text)
        table = text[build.end() : end]
        if _ADAPTATION.search(table):
            table = _ADAPTATION.sub(line, table, count=1)
        else:
            table = f"{line}\n{table}"
        head = text[: build.end()]
        text = head + ("" if head.endswith("\n") else "\n") + table + text[end:]
    try:
        named = tomllib.loads(text)["build"]["adaptation"]
    except (tomllib.TOMLDecodeError, KeyError, TypeError):
        named = None
    if named != slug:
        raise PrintkitError(
            Diagnostic(
                "pack",
                "this file cannot be made to name the new adaptation",
                Span(pack.label(SETTINGS)),
                hint=f"give it a table [build] of the usual form, with {line}",
            )
        )
    return text.encode()


def free_slug(by: By, files: Mapping[str, bytes], path: str) -> str:
    """Return an id made of a name, or of the place where that is in other letters.

    No adaptation has it yet.
    """
    words = (_latin(by.name), _latin(by.place), "ours")
    slug = next(word for word in words if word)
    if not slug[0].isalpha():
        slug = f"by-{slug}"
    found, number = slug, 2
    while f"{adaptation_folder(path)}/{found}.yaml" in files:
        found, number = f"{slug}-{number}", number + 1
    return found


def _latin(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return "-".join(re.findall("[a-z0-9]+", plain))[:48].strip("-")


def base_text(files: Mapping[str, bytes], framework: Framework) -> bytes:
    """Return ``base.sha256`` for the files a project is begun with."""
    head = _BASE_TEXT.format(name=framework.id, version=framework.version)
    rows = (f"{file_digest(name, files[name])}  {name}\n" for name in sorted(files))
    return (head + "".join(rows)).encode()


def this_year() -> str:
    """Return the year in which a project is begun; ``SOURCE_DATE_EPOCH`` goes before the clock."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    now = datetime.fromtimestamp(int(epoch), UTC) if epoch.isdigit() else datetime.now(UTC)
    return str(now.year)


def _adaptation_text(
    slug: str, by: By, language: str, framework: Framework, content: bytes
) -> str:
    under = framework.adaptation  # it stays, with whom it names
    return _ADAPTATION_TEXT.format(
        id=slug,
        base=framework.id,
        version=_quoted(framework.version),
        digest=text_digest(content),
        under=f"\n  adaptation: {under}" if under else "",
        name=_quoted(by.name),
        place=_quoted(by.place),
        year=_quoted(by.year),
        language=language or framework.language,
    )


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
