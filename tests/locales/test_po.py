"""Catalogues as files: what is read, what is refused and where, and what is written."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from printkit.diagnostics import PrintkitError, Span
from printkit.files import MemoryFiles
from printkit.locales.catalogue import Catalogue, Message, Unit, state
from printkit.locales.po import parse_po, read_po, write_po

LABEL = "content/locales/hi-IN.po"
HEAD = """\
msgid ""
msgstr ""
"Language: hi-IN\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"X-Printkit-Translated-By: Asha\\n"

"""
ENTRY = """\
# mine
#. about it
#: content/a.yaml
msgctxt "skills.trust.title"
msgid "Building trust"
msgstr "भरोसा बनाना"
"""


def parse(text: str) -> Catalogue:
    return parse_po(HEAD + text, LABEL, "hi-IN")


def said(text: str) -> list[str]:
    with pytest.raises(PrintkitError) as caught:
        parse_po(text, LABEL, "hi-IN")
    return [str(item) for item in caught.value.diagnostics]


def test_an_entry_is_read_with_its_place_and_the_translators_remark() -> None:
    catalogue = parse(ENTRY)
    message = catalogue.messages["skills.trust.title"]
    assert (message.source, message.text) == ("Building trust", "भरोसा बनाना")
    assert message.comment == "mine"
    assert message.span == Span(LABEL, 12, 9)
    assert (catalogue.translators, catalogue.reviewer) == ("Asha", "")


def test_a_long_text_is_placed_where_it_begins() -> None:
    text = 'msgctxt "intro"\nmsgid ""\n"one "\n"two"\nmsgstr ""\n"ek "\n"do"\n'
    message = parse(text).messages["intro"]
    assert (message.source, message.text) == ("one two", "ek do")
    assert message.span == Span(LABEL, 12, 2)


def test_texts_are_read_in_nfc() -> None:
    decomposed = ENTRY.replace("भरोसा बनाना", "cafe\u0301 \u0915\u093c")
    assert parse(decomposed).messages["skills.trust.title"].text == "café \u0915\u093c"


@pytest.mark.parametrize(
    ("old", "new", "place", "what"),
    [
        ('trust"\nmsgstr', "trust\nmsgstr", "11:7", "this quotation mark is never closed"),
        ('"भरोसा', '"भरो"सा', "12:13", "something stands after the closing quotation mark"),
        ("msgid", "msgidd", "11:1", "this line is not of a PO file"),
        ("# mine", "<<<<<<< HEAD", "7:1", "two versions of the file were never brought together"),
    ],
)
def test_a_spoilt_line_is_named_with_its_place(old: str, new: str, place: str, what: str) -> None:
    (message, *_) = said(HEAD + ENTRY.replace(old, new, 1))
    assert message.startswith(f"{LABEL}:{place}: error[po-syntax]: {what}")


def test_all_spoilt_lines_are_told_at_once() -> None:
    spoilt = ENTRY.replace('trust"\n', "trust\n") + "\n" + ENTRY.replace("msgstr", "msgstrr")
    assert len(said(HEAD + spoilt)) == 2


def test_an_entry_that_lacks_a_part_is_refused() -> None:
    (message,) = said(HEAD + 'msgctxt "a"\nmsgstr "b"\n')
    assert "error[po-syntax]: this line cannot stand here" in message
    assert message.startswith(f"{LABEL}:8")


def test_a_key_that_is_there_twice_names_both_lines() -> None:
    (message,) = said(HEAD + ENTRY + "\n" + ENTRY)
    assert message.startswith(f"{LABEL}:18:1: error[duplicate]")
    assert "the first is on line 11" in message


def test_an_entry_without_a_key_is_refused() -> None:
    (message,) = said(HEAD + 'msgid "a"\nmsgstr "b"\n')
    assert "the text 'a' has no msgctxt" in message


def test_plural_forms_are_refused() -> None:
    text = 'msgctxt "a"\nmsgid "one"\nmsgid_plural "many"\nmsgstr[0] "x"\nmsgstr[1] "y"\n'
    (message,) = said(HEAD + text)
    assert "plural forms" in message


def test_another_charset_is_refused_whether_it_is_said_or_used() -> None:
    (message,) = said((HEAD + ENTRY).replace("UTF-8", "ISO-8859-1"))
    assert "error[encoding]: the file says that it is in ISO-8859-1" in message
    data = (HEAD + ENTRY).replace("# mine", "# é").encode("utf-8").replace(b"\xc3\xa9", b"\xe9")
    with pytest.raises(PrintkitError) as caught:
        read_po(MemoryFiles({LABEL: data}), LABEL, "hi-IN")
    assert f"{LABEL}:7:3: error[encoding]" in str(caught.value)


def test_a_file_of_another_language_is_refused() -> None:
    (message,) = said((HEAD + ENTRY).replace("Language: hi-IN", "Language: mr"))
    assert "says that it is in 'mr', and its name that it is in 'hi-IN'" in message


def test_a_text_that_looks_like_a_file_name_is_no_file(tmp_path: Path) -> None:
    path = tmp_path / "x.po"
    path.write_text(HEAD + ENTRY, "utf-8")
    with pytest.raises(PrintkitError):
        parse_po(str(path), LABEL, "hi-IN")


def test_a_guess_of_another_tool_is_known_by_its_key() -> None:
    guess = '#, fuzzy\n#| msgctxt "skills.other.title"\n#| msgid "Building trust!"\n'
    text = guess + ENTRY.partition("#: content/a.yaml\n")[2]
    message = parse(text).messages["skills.trust.title"]
    assert message.borrowed
    assert state(Unit("skills.trust.title", "Building trust"), message) == "missing"


def test_a_guess_and_a_doubt_put_aside_are_written_as_they_were_read() -> None:
    guess = '#, fuzzy\n#| msgctxt "skills.other.title"\n#| msgid "Building trust!"\n'
    text = guess + ENTRY.partition("#: content/a.yaml\n")[2]
    aside = '\n#, fuzzy\n#~ msgctxt "skills.gone.title"\n#~ msgid "Gone"\n#~ msgstr "गया"\n'
    once = parse(text + aside)
    again = parse_po(write_po(once, {}).decode(), LABEL, "hi-IN")
    assert again.messages["skills.trust.title"].borrowed == "skills.other.title"
    assert again.obsolete["skills.gone.title"].fuzzy
    assert write_po(again, {}) == write_po(once, {})


def test_a_name_on_two_lines_stays_one_header() -> None:
    found = Catalogue("hi-IN", LABEL, {"X-Printkit-Translated-By": "Asha\nLanguage: ta"})
    again = parse_po(write_po(found, {}).decode(), LABEL, "hi-IN")
    assert again.translators == "Asha Language: ta"


TEXTS = st.text(st.sampled_from("ab é\u0301भि\u200dں\n\t\"\\{}*#~"), max_size=30)


@given(st.lists(st.tuples(TEXTS.filter(str.strip), TEXTS, TEXTS, st.booleans()), max_size=5))
def test_what_is_written_is_read_again_and_written_alike(
    rows: list[tuple[str, str, str, bool]],
) -> None:
    messages = {
        f"key.{n}": Message(f"key.{n}", source, text, Span(LABEL), fuzzy, previous * fuzzy)
        for n, (source, text, previous, fuzzy) in enumerate(rows)
    }
    first = write_po(Catalogue("hi-IN", LABEL, messages=messages, comment="Hindi"), {})
    again = parse_po(first.decode(), LABEL, "hi-IN")
    import unicodedata

    def nfc(text: str) -> str:
        return unicodedata.normalize("NFC", text)

    assert [(m.source, m.text, m.previous) for m in again.messages.values()] == [
        (nfc(m.source), nfc(m.text), nfc(m.previous)) for m in messages.values()
    ]
    assert write_po(again, {}) == write_po(parse_po(first.decode(), LABEL, "hi-IN"), {})


@pytest.mark.judges
def test_gettext_reads_it_and_would_write_it_so(
    judge: Callable[[str], str], tmp_path: Path
) -> None:
    units = {
        "skills.trust.title": Unit(
            "skills.trust.title", "Building trust", ("Card front.", "A note."), "content/a.yaml"
        ),
        "title": Unit("title", "Skills for\nchange"),
    }
    messages = {
        key: Message(key, unit.source, 'भरोसा "बनाना"', Span(LABEL), comment="mine")
        for key, unit in units.items()
    }
    gone = Message("skills.gone.title", "Gone", "गया", Span(LABEL))
    stale = Message("intro", "New", "पुराना", Span(LABEL), fuzzy=True, previous="Old")
    catalogue = Catalogue(
        "hi-IN", LABEL, {"X-Printkit-Reviewed-By": ""}, {**messages, "intro": stale},
        {"skills.gone.title": gone}, "Hindi",
    )  # fmt: skip
    file = tmp_path / "hi.po"
    file.write_bytes(write_po(catalogue, units))
    command = [judge("msgcat"), "--no-wrap", str(file)]
    assert subprocess.run(command, capture_output=True, check=True).stdout == file.read_bytes()
    subprocess.run([judge("msgfmt"), "-c", "-o", tmp_path / "hi.mo", file], check=True)
