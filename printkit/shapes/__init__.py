"""Shapes: what a data file may hold, told once.

A shape turns a located tree (``Node``) into checked values, gathers every problem with its
place and path, and writes the JSON Schema that editors use. Two readers make located
trees: ``printkit.shapes.toml.read_toml`` for layouts and settings, and
``printkit.content.reader.read_yaml`` for content, where every scalar is text::

    PAPER = table({"width": required(LENGTH, "across"), "label": optional(TEXT, "its name")})
    papers = load(MapOf(PAPER), read_toml(files, "layouts/papers.toml"))
"""

from printkit.shapes.kinds import (
    Either,
    Field,
    ListOf,
    MapOf,
    Record,
    check,
    load,
    optional,
    required,
    schema_document,
    settled,
    table,
)
from printkit.shapes.scalars import (
    FLAG,
    INTEGER,
    LENGTH,
    NUMBER,
    SLUG,
    TEXT,
    Choice,
    Flag,
    Integer,
    LengthText,
    Number,
    Shape,
    Slug,
    Text,
)
from printkit.shapes.tree import At, Invalid, Node, Source, decode, merged, source_text

__all__ = [
    "FLAG",
    "INTEGER",
    "LENGTH",
    "NUMBER",
    "SLUG",
    "TEXT",
    "At",
    "Choice",
    "Either",
    "Field",
    "Flag",
    "Integer",
    "Invalid",
    "LengthText",
    "ListOf",
    "MapOf",
    "Node",
    "Number",
    "Record",
    "Shape",
    "Slug",
    "Source",
    "Text",
    "check",
    "decode",
    "load",
    "merged",
    "optional",
    "required",
    "schema_document",
    "settled",
    "source_text",
    "table",
]
