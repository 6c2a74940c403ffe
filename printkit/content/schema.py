"""JSON Schema of the content files, for editors that complete and check while one types."""

from __future__ import annotations

from printkit.content.adaptation import adaptation_shape
from printkit.content.framework import framework_shape
from printkit.content.kit import kit_shape
from printkit.shapes import schema_document
from printkit.shapes.scalars import Schema


def framework_schema(motifs: tuple[str, ...] | None = None) -> Schema:
    """Return the schema of a framework file; with ``motifs`` it knows their names."""
    shape = framework_shape("und", motifs)
    return schema_document(shape, title="printkit framework", typed=False)


def kit_schema() -> Schema:
    """Return the schema of ``kit.yaml``."""
    return schema_document(kit_shape("und"), title="printkit kit words", typed=False)


def adaptation_schema() -> Schema:
    """Return the schema of ``adaptations/<id>.yaml``."""
    return schema_document(adaptation_shape(), title="printkit adaptation", typed=False)
