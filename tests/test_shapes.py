"""Shapes: values, every problem at once with its place, and JSON Schema."""

from __future__ import annotations

import tomllib
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from printkit.diagnostics import PrintkitError, ReadWriteError
from printkit.files import MemoryFiles
from printkit.shapes import (
    FLAG,
    INTEGER,
    LENGTH,
    NUMBER,
    SLUG,
    TEXT,
    Choice,
    Either,
    Integer,
    ListOf,
    MapOf,
    Node,
    Number,
    Text,
    check,
    load,
    merged,
    optional,
    required,
    schema_document,
    table,
)
from printkit.shapes.toml import read_text, read_toml
from printkit.shapes.tree import plain
from printkit.units import mm

PAPER = table(
    {
        "width": required(LENGTH, "across"),
        "height": required(LENGTH, "down"),
        "label": optional(TEXT, "its name", ""),
        "kind": optional(Choice(("paper", "card")), "what it is", "paper"),
    }
)


def said(shape: Any, text: str) -> list[str]:
    _, found = check(shape, read_text(text, "f.toml"))
    return [str(item).partition("\n")[0] for item in found]


def syntax(text: str) -> list[str]:
    with pytest.raises(PrintkitError) as caught:
        read_text(text, "f.toml")
    return [str(item).partition("\n")[0] for item in caught.value.diagnostics]


def test_values_come_typed_and_absent_keys_have_their_default() -> None:
    node = read_text('[A1]\nwidth = "594mm"\nheight = "841mm"\n', "f.toml")
    assert load(MapOf(PAPER), node) == {
        "A1": {"width": mm(594), "height": mm(841), "label": "", "kind": "paper"}
    }


def test_all_problems_of_a_file_are_told_at_once_each_in_its_place() -> None:
    text = """\
[A1]
width = 594
labl = "A1"
kind = "crad"

[A2]
width = "420"
height = "594mm"
label = 2
"""
    assert said(MapOf(PAPER), text) == [
        "f.toml:3:1: error[unknown-key]: A1.labl: 'labl' is not a known key; did you mean 'label'?",
        "f.toml:2:9: error[length]: A1.width: a length needs its unit, found 594",
        "f.toml:1:1: error[missing]: A1: 'height' is missing",
        "f.toml:4:8: error[choice]: A1.kind: must be one of 'paper' or 'card', found 'crad'"
        "; did you mean 'card'?",
        "f.toml:7:9: error[length]: A2.width: '420' is not a length; write a number and a unit,"
        " as in '3mm'",
        "f.toml:9:9: error[value]: A2.label: needs a text, found 2",
    ]


def test_items_of_a_list_are_named_by_their_ids_else_by_their_number() -> None:
    shape = table(
        {
            "paper": required(
                ListOf(table({"id": required(SLUG, ""), "n": required(INTEGER, "")})), ""
            )
        }
    )
    text = '[[paper]]\nid = "small"\nn = "x"\n[[paper]]\nn = 1.5\nid = "Not Good"\n[[paper]]\n'
    assert said(shape, text) == [
        "f.toml:3:5: error[value]: paper[small].n: needs a whole number, found 'x'",
        "f.toml:6:6: error[slug]: paper[Not Good].id: is not a good id: 'Not Good'",
        "f.toml:5:5: error[value]: paper[Not Good].n: needs a whole number, found 1.5",
        "f.toml:7:1: error[missing]: paper[3]: 'id' is missing",
        "f.toml:7:1: error[missing]: paper[3]: 'n' is missing",
    ]


@pytest.mark.parametrize(
    ("least", "most", "items", "message"),
    [
        (3, 6, "[]", "needs 3 to 6 areas, found none"),
        (3, 6, "['a', 'b', 'c', 'd', 'e', 'f', 'g']", "needs 3 to 6 areas, found 7"),
        (2, 2, "['a']", "needs exactly 2 areas, found 1"),
        (1, None, "[]", "needs at least 1 area, found none"),
        (0, 1, "['a', 'b']", "needs at most 1 area, found 2"),
    ],
)
def test_a_list_says_how_many_it_needs(
    least: int, most: int | None, items: str, message: str
) -> None:
    shape = table({"x": required(ListOf(TEXT, least, most, ("area", "areas")), "")})
    assert said(shape, f"x = {items}\n") == [f"f.toml:1:5: error[count]: x: {message}"]


def test_numbers_and_flags_of_toml_are_not_made_from_text() -> None:
    shape = table({"n": required(NUMBER, ""), "f": required(FLAG, ""), "i": required(INTEGER, "")})
    assert load(shape, read_text("n = 0.5\nf = true\ni = 3", "f")) == {"n": 0.5, "f": True, "i": 3}
    assert said(shape, 'n = "0.5"\nf = "yes"\ni = true') == [
        "f.toml:1:5: error[value]: n: needs a number, found '0.5'",
        "f.toml:2:5: error[value]: f: must be true or false, found 'yes'",
        "f.toml:3:5: error[value]: i: needs a whole number, found true",
    ]


def test_numbers_keep_to_their_bounds() -> None:
    shape = table({"n": required(Number(0, 1), ""), "i": required(Integer(1, 9), "")})
    assert said(shape, "n = 1.5\ni = 0") == [
        "f.toml:1:5: error[value]: n: must be at most 1, found 1.5",
        "f.toml:2:5: error[value]: i: must be at least 1, found 0",
    ]


def test_many_choices_are_listed_in_the_hint() -> None:
    shape = table({"m": required(Choice(tuple("abcdefghij"), "a known motif"), "")})
    _, (found,) = check(shape, read_text('m = "zz"', "f.toml"))
    assert found.message == "'zz' is not a known motif"
    assert found.hint == "known are: a, b, c, d, e, f, g, h, i, j"


def test_a_text_that_is_far_too_long_is_counted() -> None:
    shape = table({"t": required(Text(200), "")})
    assert said(shape, f't = "{"x" * 40_000}"') == [
        "f.toml:1:5: error[too-long]: t: has 40,000 characters; at most 200 are allowed here"
    ]


def test_laying_one_file_on_another_keeps_each_values_own_place() -> None:
    base = read_text('[a]\nx = 1\ny = "base"\n', "base.toml")
    over = read_text('\n[a]\ny = "over"\n[b]\n', "over.toml")
    both = merged(base, over)
    assert plain(both) == {"a": {"x": 1, "y": "over"}, "b": {}}
    a = both.get("a")
    assert a is not None
    assert [str(node.span) for node in a.value.values()] == ["base.toml:2:5", "over.toml:3:5"]
    assert plain(base) == {"a": {"x": 1, "y": "base"}}


# -- TOML ----------------------------------------------------------------------------------


def places(node: Node, path: str = "") -> dict[str, tuple[str, str]]:
    found = {path: (str(node.key_span), str(node.span))}
    if isinstance(node.value, dict):
        for key, child in node.value.items():
            found |= places(child, f"{path}.{key}")
    elif isinstance(node.value, list):
        for number, child in enumerate(node.value):
            found |= places(child, f"{path}[{number}]")
    return {key: tuple(p.removeprefix("f:") for p in pair) for key, pair in found.items() if key}


def test_every_form_of_toml_tells_its_places() -> None:
    text = """\
top = 1
"ä b".c = [1, {x = 2}]
[t."q.r"]
k = \"\"\"x
y\"\"\"
[[u]]
y = 1
[[u]] # second
y = 2
[u.v]
z = "ü" # comment
date = 2026-11-22
"""
    assert places(read_text(text, "f")) == {
        ".top": ("1:1", "1:7"),
        ".ä b": ("2:1", "2:1"),
        ".ä b.c": ("2:7", "2:11"),
        ".ä b.c[0]": ("2:12", "2:12"),
        ".ä b.c[1]": ("2:15", "2:15"),
        ".ä b.c[1].x": ("2:16", "2:20"),
        ".t": ("3:2", "3:2"),
        ".t.q.r": ("3:4", "3:1"),
        ".t.q.r.k": ("4:1", "4:5"),
        ".u": ("6:3", "6:3"),
        ".u[0]": ("6:1", "6:1"),
        ".u[0].y": ("7:1", "7:5"),
        ".u[1]": ("8:1", "8:1"),
        ".u[1].y": ("9:1", "9:5"),
        ".u[1].v": ("10:4", "10:1"),
        ".u[1].v.z": ("11:1", "11:5"),
        ".u[1].v.date": ("12:1", "12:8"),
    }


KEYS = st.text("abÄ ._-'\"#=[", min_size=1, max_size=6)
VALUES = st.recursive(
    st.integers(-9, 9) | st.booleans() | st.text("aä[]{}#=,'\n😀", max_size=6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=8,
)


def quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


def inline(value: Any) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case str():
            return quoted(value)
        case list():
            return f"[{', '.join(map(inline, value))}]"
        case dict():
            return f"{{{', '.join(f'{quoted(k)} = {inline(v)}' for k, v in value.items())}}}"
        case _:
            return str(value)


@given(st.dictionaries(KEYS, st.dictionaries(KEYS, VALUES, max_size=3), max_size=3))
def test_each_value_of_toml_stands_where_it_is_said_to_stand(data: dict[str, Any]) -> None:
    lines: list[str] = []
    for name, inner in data.items():
        lines.append(f"[{quoted(name)}]")
        lines += [f"{quoted(key)} = {inline(value)} # {key!a}" for key, value in inner.items()]
    text = "\n".join(lines)
    assert tomllib.loads(text) == data

    def see(node: Node, value: Any) -> None:
        span = node.span
        assert lines[span.line - 1][span.column - 1 :].startswith(inline(value))
        if isinstance(node.value, dict):
            for key, child in node.value.items():
                where = child.key_span
                assert lines[where.line - 1][where.column - 1 :].startswith(quoted(key))
                see(child, value[key])
        elif isinstance(node.value, list):
            for child, item in zip(node.value, value, strict=True):
                see(child, item)

    for name, inner in data.items():
        outer = read_text(text, "f").get(name)
        assert outer is not None
        assert str(outer.key_span) == f"f:{lines.index(f'[{quoted(name)}]') + 1}:2"
        for key, value in inner.items():
            node = outer.get(key)
            assert node is not None
            see(node, value)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a = 3mm\n", 'f.toml:1:6: error[syntax]: a length stands in quotes, as in "3mm"'),
        ("a = yes\n", "f.toml:1:5: error[syntax]: this is no value"),
        ('\na = "x\n', "f.toml:2:7: error[syntax]: the quotation mark of this text is not closed"),
        ("[a\n", "f.toml:1:3: error[syntax]: the square bracket of this table is not closed"),
        ("a = [1\n\n", "f.toml:1:7: error[syntax]: a list is not closed"),
        ("a b\n", "f.toml:1:3: error[syntax]: a key must be followed by '=' and a value"),
        (
            "[a]\nx = 1\nx = 2\ny = 3\n",
            "f.toml:3:1: error[duplicate]: a.x: 'x' is here twice; the first is on line 2",
        ),
        (
            "[a]\n[b]\n[a]\n",
            "f.toml:3:2: error[duplicate]: a: 'a' is here twice; the first is on line 1",
        ),
    ],
)
def test_what_is_no_toml_is_said_in_plain_words(text: str, message: str) -> None:
    assert syntax(text) == [message]


def test_a_file_that_is_missing_or_not_utf_8_is_named() -> None:
    files = MemoryFiles({"b.toml": b'a = 1\nb = "caf\xe9"\n', "c.toml": "a = 1".encode("utf-16")})
    with pytest.raises(ReadWriteError, match=r"^a\.toml: error\[no-file\]: this file is missing"):
        read_toml(files, "a.toml")
    with pytest.raises(PrintkitError, match=r"^b\.toml:2:9: error\[encoding\]: .* byte 0xE9"):
        read_toml(files, "b.toml")
    with pytest.raises(PrintkitError, match=r"^c\.toml: error\[encoding\]: this file is UTF-16"):
        read_toml(files, "c.toml")


# -- JSON Schema ---------------------------------------------------------------------------


def test_the_schema_of_a_shape_accepts_what_it_reads_and_refuses_what_it_refuses() -> None:
    shape = MapOf(PAPER, keys=SLUG)
    schema = schema_document(shape, title="papers", typed=True)
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    assert schema["additionalProperties"]["properties"]["width"]["description"] == "across"
    for data, good in [
        ({"a1": {"width": "594mm", "height": "841 mm"}}, True),
        ({"a1": {"width": "594mm"}}, False),
        ({"a1": {"width": 594, "height": "841mm"}}, False),
        ({"a1": {"width": "594mm", "height": "841mm", "labl": "x"}}, False),
        ({"A1": {"width": "594mm", "height": "841mm"}}, False),
        ({"a1": {"width": "594mm", "height": "841mm", "kind": "crad"}}, False),
    ]:
        assert validator.is_valid(data) is good
        text = "\n".join(f"{quoted(k)} = {inline(v)}" for k, v in data.items())
        value, _ = check(shape, read_text(text, "f"))
        assert (value is not None) is good


def test_a_value_may_be_a_scalar_or_a_list() -> None:
    shape = table({"m": required(Either(TEXT, ListOf(TEXT, 1)), "")})
    assert load(shape, read_text('m = "x"', "f")) == {"m": "x"}
    assert load(shape, read_text('m = ["x"]', "f")) == {"m": ("x",)}
    assert said(shape, "m = []") == [
        "f.toml:1:5: error[count]: m: needs at least 1 entry, found none"
    ]
