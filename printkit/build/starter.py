"""What a new project begins with, and the schemas its editor uses."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

from printkit.build.files import packaged_folder, project_files, shown_path
from printkit.build.outbox import Outbox
from printkit.build.project import SETTINGS, Project, Settings
from printkit.diagnostics import Diagnostic, Span, UsageError

KINDS: Final = ("framework", "kit", "adaptation")

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


def start(folder: Path) -> tuple[tuple[Path, ...], str]:
    """Put ``printkit.toml`` and the sample content into ``folder``.

    Return the files made, and what has to be known of the permission to use the source.
    Raises UsageError where a project or content is already.
    """
    folder = folder.resolve()
    for name in (SETTINGS, "content"):
        if (folder / name).exists():
            raise UsageError(
                Diagnostic(
                    "project",
                    "there is a project here already",
                    Span(shown_path(folder / name)),
                    hint="name another folder, or build with `printkit build`",
                )
            )
    packaged = packaged_folder()
    files = project_files(None)
    project = Project(packaged, files, Settings(), own=False)
    framework = project.framework_path()
    with Outbox(folder) as outbox:
        made = [
            outbox.put(SETTINGS, _SETTINGS_TEXT.format(framework=framework).encode()),
            *(
                outbox.put(path.relative_to(packaged).as_posix(), path.read_bytes())
                for path in sorted((packaged / "content").rglob("*"))
                if path.is_file() and not path.name.startswith(".")
            ),
        ]
        permission = _permission(project, framework)
        outbox.commit()
    return tuple(made), permission


def _permission(project: Project, framework: str) -> str:
    from printkit.content.load import load_framework

    credit = load_framework(project.files, framework).credit
    given = credit.permission
    return (
        f"this kit carries the credit: {credit.line.value}\n"
        f"permission: {given.statement.value} ({given.where}, {given.seen})\n"
        "the credit stays on everything that is made"
    )


def schema_text(kind: str) -> str:
    """Return the JSON Schema of a kind of content file."""
    from printkit.content.schema import adaptation_schema, framework_schema, kit_schema

    made = {"framework": framework_schema, "kit": kit_schema, "adaptation": adaptation_schema}
    return json.dumps(made[kind](), ensure_ascii=False, indent=2) + "\n"


def write_schemas(kind: str, out: Path) -> tuple[Path, ...]:
    """Write one schema to a file, or all of them into a folder; return the files."""
    if out.suffix != ".json":
        names = {f"{each}.schema.json": each for each in KINDS}
        folder = out
    else:
        names, folder = {out.name: kind}, out.parent
    with Outbox(folder) as outbox:
        made = tuple(outbox.put(name, schema_text(each).encode()) for name, each in names.items())
        outbox.commit()
    return made
