"""The JSON Schemas that editors use, as files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

from printkit.build.outbox import Outbox

KINDS: Final = ("framework", "kit", "adaptation")


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
