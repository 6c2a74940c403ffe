"""Reading YAML: every scalar is text, and what is wrong is said with its place."""

from __future__ import annotations

import unicodedata
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from printkit.content.reader import read_text, read_yaml
from printkit.diagnostics import PrintkitError, ReadWriteError
from printkit.files import MemoryFiles
from printkit.shapes import Node
from printkit.shapes.tree import plain

ZWJ, ZWNJ = "\u200d", "\u200c"


def value(text: str) -> Any:
    node, refused = read_text(text, "f.yaml")
    assert refused == ()
    return plain(node)


def said(data: str | bytes) -> list[str]:
    try:
        _, refused = read_yaml(MemoryFiles({"f.yaml": data}), "f.yaml")
    except PrintkitError as error:
        refused = error.diagnostics
    return [str(item).partition("\n")[0] for item in refused]


@pytest.mark.parametrize(
    "words",
    [
        "no",
        "yes",
        "12:30",
        "2024-01-01",
        "0.1",
        "010",
        "1e3",
        "null",
        "~",
        "true",
        "0x1F",
        "=",
        "5%",
        "a#b",
        "C:\\x",
        "it's",
        "-x",
    ],
)
def test_a_scalar_is_the_words_typed(words: str) -> None:
    assert value(f"title: {words}\n") == {"title": words}


def test_quotes_may_run_over_lines_that_are_further_in_than_their_key() -> None:
    assert value('a:\n  - id: q\n    b: "Ask\n      this: why?"\n') == {
        "a": [{"id": "q", "b": "Ask this: why?"}]
    }


def test_nothing_behind_a_key_is_nothing_but_empty_quotes_are_a_text() -> None:
    assert value('a:\nb: ""\nc: x\n') == {"a": None, "b": "", "c": "x"}


def test_line_ends_and_the_byte_order_mark_do_not_matter() -> None:
    text = "a: x\nb: |\n  one\n  two\nc:\n  - id: q\n"
    node, _ = read_yaml(MemoryFiles({"f": b"\xef\xbb\xbf" + text.encode()}), "f")
    windows, _ = read_yaml(MemoryFiles({"f": text.replace("\n", "\r\n")}), "f")
    assert plain(node) == plain(windows) == value(text)
    assert [str(n.key_span) for n in (node.get("a"), windows.get("c")) if n] == ["f:1:1", "f:5:1"]


def test_text_is_composed_and_joiners_are_kept() -> None:
    decomposed = unicodedata.normalize("NFD", "é") + f" क्{ZWJ}ष می{ZWNJ}خواهم"
    assert value(f"a: {decomposed}\n") == {"a": f"é क्{ZWJ}ष می{ZWNJ}خواهم"}


@pytest.mark.parametrize(
    ("text", "messages"),
    [
        (
            "title: Listening: really\n",
            ["f.yaml:1:17: error[syntax]: a colon followed by a space starts a new key"],
        ),
        (
            "a:\n\t- b\nc:\n  d: x\n\te: y\n",
            [
                "f.yaml:2:1: error[syntax]: tabs are not allowed at the start of a line",
                "f.yaml:5:1: error[syntax]: tabs are not allowed at the start of a line",
            ],
        ),
        (
            "a: x\n  \tb: y\n",
            ["f.yaml:2:3: error[syntax]: tabs are not allowed at the start of a line"],
        ),
        (
            "areas:\n  - id: q\n    title: x\n    title: y\n",
            [
                "f.yaml:4:5: error[duplicate]: areas[q].title: the key 'title' is here twice;"
                " the first is on line 3"
            ],
        ),
        (
            "a: &x b\nc: *x\n<<: d\ne: !!str f\n",
            [
                "f.yaml:1:4: error[syntax]: a: an anchor (&x) cannot stand here",
                "f.yaml:2:4: error[syntax]: c: a reference (*x) cannot stand here",
                "f.yaml:3:1: error[syntax]: <<: keys cannot be merged in with '<<'",
                "f.yaml:4:4: error[syntax]: e: a tag (tag:yaml.org,2002:str) cannot stand here",
            ],
        ),
        (
            'a:\n  - id: q\n    line: "Hear\n    ask: x\n  - id: r\n    line: "y"\n    ask: z\n',
            ["f.yaml:3:11: error[syntax]: this quotation mark is never closed"],
        ),
        (
            "a:\n  - id: q\n    line: 'Hear\n  - id: r\n    line: it's so\n",
            ["f.yaml:3:11: error[syntax]: this quotation mark is never closed"],
        ),
        (
            'a: "Hear what\r\nb: y"\r\nc: z\r\n',
            ["f.yaml:1:4: error[syntax]: this quotation mark is never closed"],
        ),
        (
            "a:\n  - id: q\n    line: “Ask: who?”\n",
            ["f.yaml:3:11: error[syntax]: these are curly quotes; type straight ones"],
        ),
        (
            "a: x\nb:\u00a0y\nc: z\n",
            ["f.yaml:2:3: error[control-character]: an invisible no-break space stands here"],
        ),
        (
            "a:\n  - id: q\n\u00a0\u00a0\u00a0\u00a0b: y\n    c: z\n",
            ["f.yaml:3:1: error[control-character]: an invisible no-break space stands here"],
        ),
        (
            "a:\n  - id: q\n    c: z\n    \u00a0b: y\n",
            [
                "f.yaml:4:5: error[control-character]: a[q].b: an invisible no-break space stands"
                " here"
            ],
        ),
        ("a: 1\n---\nb: 2\n", ["f.yaml:2:1: error[syntax]: a second document starts here"]),
        ("a: *x*\n", ["f.yaml:1:4: error[syntax]: a text cannot start with '*'"]),
        ("a: @you\n", ["f.yaml:1:4: error[syntax]: a text cannot start with '@'"]),
        ("a: `x`\n", ["f.yaml:1:4: error[syntax]: a text cannot start with '`'"]),
        ('a: "x\nb: y\n', ["f.yaml:1:4: error[syntax]: this quotation mark is never closed"]),
        (
            "a: 'it's'\n",
            ["f.yaml:1:8: error[syntax]: something stands after the closing quotation mark"],
        ),
        (
            "a: x\nfoo\nb: y\n",
            ["f.yaml:2:1: error[syntax]: this line is neither 'key: text' nor '- item'"],
        ),
        (
            "a:\n  b: x\n c: y\n",
            ["f.yaml:3:2: error[syntax]: this line does not begin where its neighbours begin"],
        ),
        (
            "a: {b\nc: d\n",
            ["f.yaml:1:4: error[syntax]: the bracket '{' is not closed, or a text starts with it"],
        ),
        ("a: - b\n", ["f.yaml:1:4: error[syntax]: a list starts on a line of its own"]),
        ("", ["f.yaml:1:1: error[missing]: the file is empty"]),
        ("# only a remark\n", ["f.yaml:1:1: error[missing]: the file is empty"]),
        (
            "[" * 5000,
            ["f.yaml:1:41: error[syntax]: lists and keys stand in each other more than 40 deep"],
        ),
        (
            "a: x\nb: y\x00z\n",
            [
                "f.yaml:2:5: error[control-character]: the invisible control character U+0000"
                " stands here"
            ],
        ),
    ],
)
def test_what_is_no_plain_yaml_is_said_in_plain_words(text: str, messages: list[str]) -> None:
    assert said(text) == messages


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("a:\n  - id: q\n\tline: x\n    b: y\n", 4),
        ("a:\n  - id: q\n    c: x\n\t\tline: x\n\t\tb: y\n", 4),
        ("a:\n\tb: x\n", 2),
        ("a:\n  # a remark\n\t- id: q\n      b: x\n", 6),
        ("a:\n  - id: q\n    b: x\n\t- id: r\n", 4),
    ],
)
def test_a_tab_is_told_with_how_many_spaces_stand_for_it(text: str, count: int) -> None:
    with pytest.raises(PrintkitError) as caught:
        read_text(text, "f.yaml")
    hints = {item.hint for item in caught.value.diagnostics}
    assert hints == {f"use spaces: {count}, as its neighbours have"}


def test_a_file_that_is_not_utf_8_is_named_with_the_place_of_the_byte() -> None:
    assert said("a: x\nb: café\n".encode("latin-1")) == [
        "f.yaml:2:7: error[encoding]: this file is not UTF-8: byte 0xE9 cannot be read"
    ]
    assert said(b"\xef\xbb\xbfa: \xc3\xa9\xe9\n") == [
        "f.yaml:1:5: error[encoding]: this file is not UTF-8: byte 0xE9 cannot be read"
    ]
    assert said("a: x".encode("utf-16")) == [
        "f.yaml: error[encoding]: this file is UTF-16 (little endian), not UTF-8"
    ]


def test_a_file_that_is_missing_is_named() -> None:
    with pytest.raises(ReadWriteError, match=r"^content/x\.yaml: error\[no-file\]"):
        read_yaml(MemoryFiles({}), "content/x.yaml")


@given(
    st.lists(
        st.tuples(
            st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=20),
            st.sampled_from(["double", "block", "list"]),
        ),
        min_size=1,
        max_size=6,
    )
)
def test_each_text_stands_where_it_is_said_to_stand(texts: list[tuple[str, str]]) -> None:
    lines: list[str] = []
    words: list[str] = []
    for number, (raw, style) in enumerate(texts):
        text = unicodedata.normalize("NFC", raw).strip().strip("\ufeff\u2028\u2029") or "x"
        text = "".join(c for c in text if c not in "\ufeff\u2028\u2029\ufffe\uffff").strip() or "x"
        text = unicodedata.normalize("NFC", text)
        quoted = '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
        match style:
            case "double":
                lines.append(f"k{number}: {quoted}")
            case "block":
                lines += [f"k{number}: |", f"  {text}"]
            case _:
                lines += [f"k{number}:", f"  - {quoted}"]
        words.append(text if style == "block" else quoted)
    node, _ = read_text("\n".join(lines) + "\n", "f")
    assert isinstance(node.value, dict)
    for word, (key, child) in zip(words, node.value.items(), strict=True):
        leaf: Node = child.value[0] if isinstance(child.value, list) else child
        span = leaf.span
        assert lines[span.line - 1][span.column - 1 :] == word, key
