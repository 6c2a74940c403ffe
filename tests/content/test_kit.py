"""The kit's own words: every key, with exactly its placeholders."""

from __future__ import annotations

from pathlib import Path

import pytest

from printkit.content.kit import KEYS, placeholders
from printkit.content.load import load_kit
from printkit.content.model import Kit
from printkit.diagnostics import PrintkitError
from printkit.files import FolderFiles, MemoryFiles
from tests.content.sample import place

ROOT = Path(__file__).parents[2]
PATH = "content/kit.yaml"


def sample() -> str:
    lines = ["schema: 1", "language: en"]
    group = ""
    for key, word in KEYS.items():
        head, _, name = key.partition(".")
        if head != group:
            group = head
            lines.append(f"{group}:")
        words = " ".join(f"{{{placeholder}}}" for placeholder in word.must)
        lines.append(f'  {name}: "{name} {words}"')
    return "\n".join(lines) + "\n"


def load(text: str) -> Kit:
    return load_kit(MemoryFiles({PATH: text}))


def said(text: str) -> list[str]:
    with pytest.raises(PrintkitError) as caught:
        load(text)
    return [str(item) for item in caught.value.diagnostics]


def test_a_sentence_is_said_with_its_placeholders_filled_in() -> None:
    text = sample().replace('page: "page {page} {pages}"', "page: Page {page} of {pages}")
    kit = load(text)
    said = kit.say("sheet.page", page=1, pages=2)
    assert (said.key, said.value, said.lang) == ("kit.sheet.page", "Page 1 of 2", "en")
    assert str(said.span) == f"{PATH}:{place(text, 'Page {page}')}"
    assert kit.say("sheet.name").value == "name"
    assert set(kit.texts) == set(KEYS)


def test_missing_and_unknown_words_and_placeholders_are_told_at_once() -> None:
    text = sample()
    text = text.replace('  team: "team "\n', '  taem: "team"\n')
    text = text.replace("{page} {pages}", "{page} {pags}")
    text = text.replace('cut: "cut "', 'cut: "cut {line}"', 1)
    text = text.replace('count: "count {count}"', 'count: "count {count:>10}"')
    text = text.replace('qr: "qr {url}"', 'qr: "qr {url"')
    where = {
        words: f"{PATH}:{place(text, words)}: error"
        for words in ("taem:", '"page ', '"count {', '"qr', '"cut')
    }
    page, count, qr, cut = (where[words] for words in ('"page ', '"count {', '"qr', '"cut'))
    assert said(text) == [
        f"{where['taem:']}[unknown-key]: sheet.taem: 'taem' is not a known key;"
        " did you mean 'team'?",
        f"{page}[placeholder]: sheet.page: the placeholder {{pages}} is missing\n"
        "  hint: use {page}, {pages}",
        f"{page}[placeholder]: sheet.page: the placeholder {{pags}} is not known here;"
        " did you mean 'pages'?\n  hint: use {page}, {pages}",
        f"{count}[placeholder]: card.count: a placeholder is a word in braces, found {{count}}\n"
        "  hint: use {count}",
        f"{qr}[placeholder]: alt.qr: a brace has no partner; a placeholder is a word"
        " in braces\n  hint: use {url}",
        f"{cut}[placeholder]: print.cut: the placeholder {{line}} is not known here\n"
        "  hint: this text has no placeholders",
    ]


def test_the_shipped_words_load() -> None:
    kit = load_kit(FolderFiles(ROOT))
    for key, word in KEYS.items():
        values = {name: "X" for name in (*word.must, *word.may)}
        assert "{" not in kit.say(key, **values).value


def test_a_file_that_is_missing_is_named() -> None:
    with pytest.raises(PrintkitError, match=r"^content/kit\.yaml: error\[no-file\]"):
        load_kit(MemoryFiles({}))


@pytest.mark.parametrize(
    ("value", "names", "bad"),
    [
        ("no braces", (), False),
        ("{a} and {b} and {a}", ("a", "b"), False),
        ("{{a}}", (), False),
        ("{a", (), True),
        ("a}", (), True),
        ("{}", (), True),
        ("{0}", (), True),
        ("{a.b}", (), True),
        ("{a!r}", (), True),
        ("{a:{b}}", (), True),
    ],
)
def test_a_placeholder_is_a_word_in_braces_and_nothing_else(
    value: str, names: tuple[str, ...], bad: bool
) -> None:
    found, fault = placeholders(value)
    assert (found, bool(fault)) == (names, bad)
