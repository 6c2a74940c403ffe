"""Gettext PO files: the only door to polib.

polib reads a file that lacks a quotation mark without a word, and loses the entry. So every
line is looked at before it reads them.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

from msgspec import Struct, field

from printkit.diagnostics import Diagnostic, PrintkitError, Span
from printkit.files import Files
from printkit.locales.catalogue import Catalogue, Message, Unit
from printkit.shapes.tree import source_text

FOLDER: Final = "content/locales"

_QUOTED: Final = r'"(?:[^"\\]|\\.)*"'
_LINE: Final = re.compile(
    rf"\s*(?:(?P<word>msgctxt|msgid|msgstr|msgid_plural|msgstr\[\d+\])\s+)?(?P<text>{_QUOTED})\s*"
)
_LIKE: Final = re.compile(r'\s*(?:msg[a-z_]*(?:\[\d*\])?|")')
_CHARSET: Final = re.compile(r"charset=([^\s;]+)")
_UTF8: Final = ("utf-8", "utf8")
_HEADERS: Final = {
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
}


def path_of(tag: str) -> str:
    """Return where the catalogue of a locale is: ``content/locales/hi-IN.po``."""
    return f"{FOLDER}/{tag}.po"


def read_po(files: Files, path: str, tag: str) -> Catalogue:
    """Return a catalogue; raises PrintkitError with every fault of the file's form.

    Texts are in NFC, whatever the file has. ``tag`` is the locale it is for.
    """
    text = source_text(files, path)
    return parse_po(text, files.label(path), tag)


@lru_cache(maxsize=32)  # a pack is weighed, then begun, then read: the same files each time
def parse_po(text: str, label: str, tag: str) -> Catalogue:
    """Return the catalogue in ``text``; raises as ``read_po``."""
    import polib

    scan = _scan(text, label)
    if scan.faults:
        raise PrintkitError(scan.faults)
    try:
        # With a line of its own in front it can never be taken for the name of a file.
        found = polib.pofile(f"\n{text}", wrapwidth=0)
    except OSError as error:  # polib's word for a line that stands where it cannot
        at = re.search(r"line (\d+)", str(error))
        place = Span(label, max(1, int(at[1]) - 1), 1) if at else Span(label)
        said = "this line cannot stand here; an entry is msgctxt, msgid, msgstr, in this order"
        hint = "compare it with the entries around"
        raise PrintkitError(Diagnostic("po-syntax", said, place, hint=hint)) from None
    headers = {key: value.strip() for key, value in found.metadata.items()}
    faults = [*_headers(headers, label, tag)]
    messages: dict[str, Message] = {}
    obsolete: dict[str, Message] = {}
    for entry in found:
        if not entry.msgid and entry.msgctxt is None:
            continue
        key = entry.msgctxt or ""
        line = max((entry.linenum or 2) - 1, 1)
        span = scan.places.get((bool(entry.obsolete), key), Span(label, line))
        if entry.msgid_plural:
            faults.append(_fault(span, key, "it has plural forms, which no text here has"))
            continue
        if not key:
            if not entry.obsolete:
                what = f"the text {_short(entry.msgid)!r} has no msgctxt, which is its key"
                faults.append(_fault(span, "", what, "take a file made by `translate start`"))
            continue
        flags = tuple(flag for flag in entry.flags if flag != "fuzzy")
        message = Message(
            key=key,
            source=_nfc(entry.msgid),
            text=_nfc(entry.msgstr),
            span=span,
            fuzzy="fuzzy" in entry.flags,
            previous=_nfc(entry.previous_msgid or ""),
            borrowed=_other(entry.previous_msgctxt, key) if "fuzzy" in entry.flags else "",
            comment=entry.tcomment,
            flags=flags,
        )
        (obsolete if entry.obsolete else messages)[key] = message
    if faults:
        raise PrintkitError(faults)
    return Catalogue(tag, label, headers, messages, obsolete, found.header.strip())


def write_po(catalogue: Catalogue, units: dict[str, Unit]) -> bytes:
    """Return the file: a catalogue's messages in order, with what ``units`` say about each.

    It is what ``msgcat --no-wrap`` would write, byte for byte.
    """
    import polib

    file = polib.POFile(wrapwidth=0)
    file.header = catalogue.comment
    headers = {name: " ".join(said.split()) for name, said in catalogue.headers.items()}
    file.metadata = {**headers, **_HEADERS, "Language": catalogue.tag}
    for message in catalogue.messages.values():
        unit = units.get(message.key)
        file.append(
            polib.POEntry(
                msgctxt=message.key,
                msgid=message.source,
                msgstr=message.text,
                comment="\n".join(unit.about) if unit else "",
                tcomment=message.comment,
                occurrences=[(unit.file, "")] if unit and unit.file else [],
                flags=["fuzzy"] * message.fuzzy + list(message.flags),
                previous_msgctxt=message.borrowed or None,
                previous_msgid=message.previous or None,
            )
        )
    for message in catalogue.obsolete.values():
        file.append(
            polib.POEntry(
                msgctxt=message.key,
                msgid=message.source,
                msgstr=message.text,
                tcomment=message.comment,
                flags=["fuzzy"] * message.fuzzy + list(message.flags),
                obsolete=True,
            )
        )
    text: str = file.__unicode__()
    return (text.rstrip("\n") + "\n").encode()


class _Scan(Struct):
    """What the lines of a file are; ``places`` are those of the translations, by key."""

    places: dict[tuple[bool, str], Span] = field(default_factory=dict)
    faults: list[Diagnostic] = field(default_factory=list)


def _scan(text: str, label: str) -> _Scan:
    """Look at every line, for what polib passes over: quotes, strange lines, doubled keys."""
    scan = _Scan()
    key: str | None = None
    said: str | None = None  # the word the text belongs to
    begun: dict[tuple[bool, str], int] = {}
    for number, whole in enumerate(text.split("\n"), 1):
        line = whole.rstrip("\r")
        old = line.startswith("#~")
        body = line[2:] if old else line
        if old and body.startswith("|"):
            continue
        if not body.strip():
            said = None
            continue
        if line.startswith("#") and not old:
            continue
        match = _LINE.fullmatch(body)
        if match is None:
            scan.faults.append(_strange(label, number, body, len(line) - len(body)))
            said = None
            continue
        word, quoted = match["word"], match["text"]
        column = match.start("text") + 1 + len(line) - len(body)
        if word is None:
            if said is None:
                message = "this text belongs to no msgid and no msgstr"
                scan.faults.append(_syntax(label, number, column, message, "delete the line"))
            elif said == "msgctxt":
                key = (key or "") + _value(quoted)
            elif said == "msgstr" and scan.places.get((old, key or "")) is not None:
                place = scan.places[old, key or ""]
                if place.column == 0:  # the text begins on this line
                    scan.places[old, key or ""] = Span(label, number, column + 1)
            continue
        if word == "msgctxt":
            key = _value(quoted)
        elif word == "msgid":
            if said != "msgctxt":
                key = None
            first = begun.setdefault((old, key), number) if key is not None else number
            if first != number:
                scan.faults.append(
                    Diagnostic(
                        "duplicate",
                        f"the key {key!r} is here twice; the first is on line {first}",
                        Span(label, number, 1),
                        hint="keep one of the two entries",
                    )
                )
        elif word == "msgstr" and key is not None:
            empty = quoted == '""'
            scan.places[old, key] = Span(label, number, 0 if empty else column + 1)
        said = word
    for spot, span in scan.places.items():
        if span.column == 0:
            scan.places[spot] = Span(label, span.line, len('msgstr "') + 1)
    return scan


def _strange(label: str, number: int, body: str, before: int) -> Diagnostic:
    """Say what is wrong with a line that is none of a PO file's."""
    start = body.find('"')
    if start >= 0 and _LIKE.match(body):
        rest = body[start + 1 :].rstrip()
        closed = re.match(r'(?:[^"\\]|\\.)*"', rest)
        if closed is None:
            message = "this quotation mark is never closed"
            return _syntax(label, number, start + 1 + before, message, 'end the line with "')
        if rest[closed.end() :].strip():
            message = "something stands after the closing quotation mark"
            hint = r'write a quotation mark inside a text as \"'
            return _syntax(label, number, start + 2 + closed.end() + before, message, hint)
    if body.lstrip().startswith(("<<<<<<<", "=======", ">>>>>>>")):
        message = "two versions of the file were never brought together here"
        return _syntax(label, number, 1, message, "keep one of the two, and delete the marks")
    message = "this line is not of a PO file"
    return _syntax(label, number, 1, message, "put a # in front of it, or delete it")


def _headers(headers: dict[str, str], label: str, tag: str) -> list[Diagnostic]:
    faults = []
    charset = _CHARSET.search(headers.get("Content-Type", ""))
    if charset and charset[1].lower() not in _UTF8:
        faults.append(
            Diagnostic(
                "encoding",
                f"the file says that it is in {charset[1]}; only UTF-8 is read",
                Span(label),
                hint="save it as UTF-8 (in Poedit: Translation, Properties, Charset)",
            )
        )
    language = headers.get("Language", "")
    if language and language.replace("_", "-").lower() != tag.lower():
        faults.append(
            Diagnostic(
                "locale-tag",
                f"the file says that it is in {language!r}, and its name that it is in {tag!r}",
                Span(label),
                hint="rename the file, or change its Language",
            )
        )
    return faults


def _syntax(label: str, line: int, column: int, message: str, hint: str) -> Diagnostic:
    return Diagnostic("po-syntax", message, Span(label, line, column), hint=hint)


def _fault(span: Span, key: str, message: str, hint: str = "") -> Diagnostic:
    return Diagnostic("po-syntax", message, span, key, hint)


def _value(quoted: str) -> str:
    import polib

    value: str = polib.unescape(quoted[1:-1])
    return value


def _other(context: str | None, key: str) -> str:
    """Return the key a translation was made for, where that is not its own."""
    return context if context and context != key else ""


def _nfc(text: str) -> str:
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:39]}…"
