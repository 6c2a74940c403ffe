"""What engines find, as it is told to the writer."""

from __future__ import annotations

from typing import Any

from msgspec import Struct

from printkit.build.plan import Sources
from printkit.build.told import shown, told
from printkit.content.model import Text
from printkit.diagnostics import Diagnostic, Span
from printkit.files import MemoryFiles


def paths(value: Any, path: str, found: dict[str, str]) -> dict[str, str]:
    """Return the path by ids of every text under the areas and the heart, by its key."""
    if isinstance(value, Text):
        found[value.key] = path
    elif isinstance(value, tuple):
        for item in value:
            if isinstance(item, Struct) and not isinstance(item, Text) and hasattr(item, "id"):
                paths(item, f"{path}[{item.id}]", found)
    elif isinstance(value, Struct):
        for name in value.__struct_fields__:
            paths(getattr(value, name), f"{path}.{name}".removeprefix("."), found)
    return found


def test_keys_are_told_as_paths_by_ids(sample: Sources) -> None:
    expected = paths(sample.framework, "", {})
    assert len(expected) > 120
    same = {key: path for key, path in expected.items() if not key.startswith("sheet.ask.")}
    assert {key: shown(key) for key in same} == same
    assert shown("areas.a.skills.steps.practice.one.text") == (
        "areas[a].skills[steps].practice[one].text"
    )
    assert shown("areas[a].skills") == "areas[a].skills"


def test_a_missing_glyph_is_told_where_it_stands() -> None:
    files = MemoryFiles({"c.yaml": "a: x\nb: >\n  one\n  two \U0001f600 three\n"})
    message = "no font for en has '\U0001f600' (U+1F600 grinning face)"
    item = Diagnostic("missing-glyph", message, Span("c.yaml", 3, 3), "b")
    assert told([item], files, "c.yaml")[0].span == Span("c.yaml", 4, 7)
    absent = Diagnostic("missing-glyph", message.replace("1F600", "1F601"), Span("c.yaml", 3, 3))
    assert told([absent], files, "c.yaml")[0].span == Span("c.yaml", 3, 3)
