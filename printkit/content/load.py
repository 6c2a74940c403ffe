"""Loading content: from YAML to values, or every problem at once."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import PurePosixPath
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from printkit.content.framework import framework_shape
from printkit.content.kit import language_of, load_kit
from printkit.content.model import Asset, By, Change, Framework
from printkit.content.reader import read_yaml
from printkit.diagnostics import Diagnostic
from printkit.files import Files
from printkit.shapes import At, Invalid, check, settled

__all__ = ["load_framework", "load_kit"]


def load_framework(
    files: Files,
    path: str,
    *,
    motifs: Iterable[str] | None = None,
    warn: list[Diagnostic] | None = None,
    adaptation: str = "",
) -> Framework:
    """Return the framework in ``path``; raises PrintkitError with all problems.

    ``motifs`` are the names of the visual alphabet; without them names are not looked up.
    ``adaptation`` is the id of one in the folder ``adaptations`` beside it, which is laid
    on the framework. Findings that do not stop a run are put into ``warn``.
    """
    node, refused = read_yaml(files, path)
    folder = PurePosixPath(path).parent
    by: tuple[By, ...] = ()
    changes: tuple[Change, ...] = ()
    if adaptation:
        from printkit.content.adaptations import lay  # most runs have none

        node, by, changes, found = lay(files, path, node, adaptation)
        refused = (*refused, *found)
    known = None if motifs is None else tuple(motifs)
    shape = framework_shape(language_of(node), known, Shelf(files, str(folder / "assets")).asset)
    value, problems = check(shape, node)
    framework = settled(value, (*refused, *problems), warn)
    return replace(framework, adaptation=adaptation, adapted=by, changes=changes)


class Shelf(Struct, frozen=True):
    """Where assets lie."""

    files: Files
    folder: str

    def asset(self, values: dict[str, Any], at: At) -> Asset | Invalid:
        from printkit.content import assets  # most projects have none

        name = values["file"]
        place = at.key("file", at.node.get("file") or at.node)
        path = f"{self.folder}/{name}"
        try:
            data = self.files.read(path)
        except OSError:
            hint = f"put the file into {self.files.label(self.folder)}/, or take the entry away"
            return place.error("asset", f"there is no file {name!r}", hint=hint)
        try:
            width, height, drawing = assets.measure(name, data)
        except assets.AssetError as error:
            return place.error("asset", str(error), hint=error.hint)
        return Asset(
            values["id"], path, assets.digest(data), width, height, values["owner"],
            values["alt"], values["slot"], drawing,
        )  # fmt: skip
