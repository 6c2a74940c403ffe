"""The shape of a text for print: tidied, bounded, its markup and characters looked at."""

from __future__ import annotations

import re
import unicodedata
from itertools import product
from typing import Final, Literal

from msgspec import Struct

from printkit.content.markup import unclosed
from printkit.content.model import Text
from printkit.content.reader import YamlSource
from printkit.diagnostics import Severity, did_you_mean
from printkit.shapes import At, Invalid, Node
from printkit.shapes.kinds import former_ids
from printkit.shapes.scalars import Schema, too_long

Lines = Literal["one", "paragraphs", "wished"]

# Far beyond what could be set anywhere: a text this long was pasted by mistake.
NAME: Final = 120
TITLE: Final = 200
LINE: Final = 300
PROSE: Final = 1500
NOTE: Final = 4000

_BLANK: Final = re.compile(r"\s*\n(?:[ \t]*\n)+\s*")
# Refused: C0 and C1, embeddings and overrides (isolates do their work), deprecated formats.
# Kept, because words need them: soft hyphen, ZWNJ, ZWJ, LRM, RLM, isolates, word joiner.
REFUSED: Final = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028-\u202e\u206a-\u206f\ufeff\ufff9-\uffff\U000e0000-\U000e0fff]"
)
_WITH_NOTE: Final = ("text", "note")


class Words(Struct, frozen=True):
    """A text in ``lang``: ``text`` alone, or ``text`` and ``note`` as keys.

    ``lines`` says what becomes of line breaks: "one" joins all; "paragraphs" keeps a blank
    line as one break; "wished" keeps each, as a wish for the layout.
    """

    lang: str
    most: int = LINE
    lines: Lines = "one"

    def read(self, at: At) -> Text | Invalid:
        note = _note(at)
        if isinstance(at.node.value, dict):
            for name, child in at.node.value.items():
                if name not in _WITH_NOTE:
                    at.key(name, child).error(
                        "unknown-key",
                        f"{name!r} is not a known key{did_you_mean(name, _WITH_NOTE)}",
                        hint="a text is written alone, or as 'text' with a 'note'",
                        span=child.key_span,
                    )
            inner = at.node.get("text")
            if inner is None or inner.value is None:
                return at.error("missing", "'text' is missing")
            note = at.node.text("note").strip() or note
            at = At(inner, at.problems, at.parent, at.name, at.item)
        _remark(at)
        value = self._value(at)
        if isinstance(value, Invalid):
            return value
        lang = language_here(at.node) or self.lang
        return Text(at.dotted, value, lang, at.node.span, note, former_keys(at))

    def _value(self, at: At) -> str | Invalid:
        raw = at.node.value
        if not isinstance(raw, str):
            return at.error("value", f"needs a text, found {at.node.kind()}")
        value = self._tidy(raw)
        if not value:
            return at.error("missing", "is empty", hint="write the text, or take the key away")
        if len(value) > self.most:
            return too_long(at, len(value), self.most)
        bad = False
        for char in dict.fromkeys(REFUSED.findall(value)):
            name = unicodedata.name(char, "control character").lower()
            at.error(
                "control-character",
                f"holds the invisible character U+{ord(char):04X} ({name})",
                hint="delete it; it may have come with text pasted from elsewhere",
            )
            bad = True
        if (start := unclosed(value)) is not None:
            near = value[start : start + 12]
            at.error(
                "markup",
                f"the mark at {near!r} is never closed",
                hint="write **strong** or *stress*, and \\* for a star",
            )
            bad = True
        if value[0] in "“„«" and value[-1] in "”“»" and not any(c in value[1:-1] for c in "“”„«»"):
            at.error(
                "quotes",
                "the typographic quotation marks around this text will be printed",
                hint="take them away, or leave them if they are meant",
                severity=Severity.WARNING,
            )
        return Invalid() if bad else value

    def _tidy(self, raw: str) -> str:
        if "\n" not in raw:
            return raw.strip()
        if self.lines == "wished":
            return "\n".join(" ".join(line.split()) for line in raw.strip().split("\n"))
        parts = _BLANK.split(raw.strip()) if self.lines == "paragraphs" else [raw]
        return "\n".join(" ".join(part.split()) for part in parts)

    def schema(self, typed: bool) -> Schema:
        kinds = ["string", "number", "boolean"]  # editors type scalars; here all are text
        text: Schema = {"type": kinds, "minLength": 1, "maxLength": self.most}
        both: Schema = {
            "type": "object",
            "properties": {
                "text": text,
                "note": {"description": "for translators; never printed", "type": kinds},
            },
            "required": ["text"],
            "additionalProperties": False,
        }
        return {"anyOf": [text, both]}


def language_here(node: Node) -> str:
    """Return the language a node's own file speaks for it, where it was laid on another's."""
    return node.source.language if isinstance(node.source, YamlSource) else ""


def former_keys(at: At) -> tuple[str, ...]:
    """Return the keys ``at`` had before an id on its way was renamed (``formerly``)."""
    steps: list[tuple[str, ...]] = []
    above: At | None = at
    while above is not None and above.parent is not None:
        steps.append((above.name, *former_ids(above.node)) if above.item else (above.name,))
        above = above.parent
    if all(len(names) == 1 for names in steps):
        return ()
    return tuple(".".join(names) for names in product(*reversed(steps)))[1:]


def _remark(at: At) -> None:
    """Warn of words behind a ``#``: somebody may have meant them to be printed."""
    source = at.node.source
    if isinstance(source, YamlSource) and (found := source.remarks.get(at.node.place)):
        remark, place = found
        shown = remark if len(remark) <= 40 else remark[:39] + "…"
        at.error(
            "remark",
            f"everything after # is a remark and is not printed: {shown!r}",
            hint='if it belongs to the text, put the whole text in "quotes"; '
            "if not, give it a line of its own",
            span=source.span(place),
            severity=Severity.WARNING,
        )


def _note(at: At) -> str:
    """Return the note beside a text: of its own table, or of the entry that table is in.

    A table with a title is something of its own; notes further out are not about it.
    """
    above = at.parent
    while above is not None:
        if note := above.node.text("note").strip():
            return note
        if above.node.get("title") is not None:
            break
        above = above.parent
    return ""
