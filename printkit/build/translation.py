"""Joining content and catalogue: what there is to translate, and content in another language.

Languages are never mixed unseen. What is not translated keeps its own language, and
``refused`` says which products may be made without it; only a draft prints it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from itertools import takewhile
from pathlib import PurePosixPath
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from printkit.build import proofread
from printkit.content.kit import KEYS
from printkit.content.model import Change, Entry, Framework, Kit, Text
from printkit.content.texts import map_texts, texts, texts_of, translation_key
from printkit.diagnostics import Diagnostic, Severity, Span
from printkit.locales.catalogue import PRINTS, STATES, Catalogue, Message, State, Unit, state
from printkit.locales.model import Locale
from printkit.locales.tags import canonical

CREDIT: Final = frozenset({"credit.line", "credit.short"})
"""Printed in the source's language while they are untranslated: a credit is never left out."""

_AROUND: Final = 24  # letters before a difference, so that it is found again
_MOST: Final = 8  # so many texts are named in one message


class Translation(Struct, frozen=True):
    """Content in the language of a catalogue, and how each text came by it.

    ``units``, ``messages`` (of another catalogue, where that steps in) and ``states`` are
    by key; ``told`` are findings on single translations, ``faulty`` the keys of those that
    may not be printed.
    """

    framework: Framework
    kit: Kit
    catalogue: Catalogue
    units: Mapping[str, Unit]
    messages: Mapping[str, Message]
    states: Mapping[str, State]
    told: tuple[Diagnostic, ...]
    faulty: frozenset[str] = frozenset()
    sources: tuple[Catalogue, ...] = ()  # the catalogues that texts are printed from

    @property
    def translators(self) -> str:
        """Who translated what is printed, each named once."""
        names = (found.translators for found in self.sources or (self.catalogue,))
        return ", ".join(dict.fromkeys(filter(None, names)))

    @property
    def reviewer(self) -> str:
        """Who signed it; nothing while a part of it is not signed."""
        found = [one.reviewer for one in self.sources or (self.catalogue,)]
        return ", ".join(dict.fromkeys(found)) if all(found) else ""

    @property
    def lacking(self) -> frozenset[str]:
        """Return the keys of texts that keep a product from being made."""
        return frozenset(
            key for key, found in self.states.items() if found not in PRINTS and key not in CREDIT
        )

    def count(self, keys: Iterable[str] | None = None) -> dict[State, int]:
        """Return how many of ``keys`` (all, if None) are in each state."""
        counted = dict.fromkeys(STATES, 0)
        for key in self.states if keys is None else keys:
            if key in self.states:
                counted[self.states[key]] += 1
        return counted


def units(framework: Framework, kit: Kit, tag: str) -> tuple[Unit, ...]:
    """Return the texts to translate for a locale, in reading order.

    What is written in that language already (by an adaptation) is not among them.
    """
    found: dict[str, Unit] = {}
    for source in (framework, kit):
        for text in texts(source):
            key = translation_key(text.key)
            if key in found or text.lang == tag:
                continue
            found[key] = Unit(
                key=key,
                source=text.value,
                about=_about(key, text, source.language),
                file=text.span.file,
                formerly=tuple(map(translation_key, text.formerly)),
                lang=text.lang,
            )
    return tuple(found.values())


def finished(translation: Translation) -> tuple[Translation, tuple[str, ...]]:
    """Return the translation with those skills and attitudes alone that may be printed.

    And the ids of the others, in reading order. An area without any goes too.
    """
    lacking = translation.lacking | translation.faulty
    left: list[str] = []

    def whole(entry: Entry) -> bool:
        keys = {translation_key(text.key) for text in texts_of(entry)}
        if keys.isdisjoint(lacking):
            return True
        left.append(entry.id)
        return False

    framework = translation.framework
    areas = [
        replace(area, skills=tuple(filter(whole, area.skills))) for area in framework.areas
    ]
    heart = framework.heart
    attitudes = tuple(filter(whole, heart.attitudes))
    entries = sum(len(area.skills) for area in framework.areas) + len(heart.attitudes)
    if not left:
        return translation, ()
    kept = replace(
        framework,
        areas=tuple(area for area in areas if area.skills),
        heart=replace(heart, attitudes=attitudes),
        part=(entries - len(left), entries),
    )
    gone = tuple(f"{kind}.{id}." for id in left for kind in ("skills", "attitudes"))
    return replace(
        translation,
        framework=kept,
        units={key: unit for key, unit in translation.units.items() if not key.startswith(gone)},
        states={key: how for key, how in translation.states.items() if not key.startswith(gone)},
        told=tuple(item for item in translation.told if not item.path.startswith(gone)),
        faulty=frozenset(key for key in translation.faulty if not key.startswith(gone)),
    ), tuple(left)


def _about(key: str, text: Text, language: str) -> tuple[str, ...]:
    word = KEYS.get(key.removeprefix("kit."))
    said = [f"{word.about[0].upper()}{word.about[1:]}."] if word else []
    if text.lang != language:
        said.append(f"Written in {text.lang}, not in {language}.")
    if text.note:
        said.append(f"Note from the authors: {' '.join(text.note.split())}")
    return tuple(said)


def translate(
    framework: Framework,
    kit: Kit,
    catalogue: Catalogue,
    locale: Locale,
    base: Catalogue | None = None,
) -> Translation:
    """Return the content in the catalogue's language; ``base`` steps in where it has nothing.

    Every translation is proofread. A text without one stays as it is, in its own language.
    """
    wanted = {unit.key: unit for unit in units(framework, kit, locale.tag)}
    states: dict[str, State] = {}
    messages: dict[str, Message] = {}
    for key, unit in wanted.items():
        message = catalogue.find(unit)
        found = state(unit, message)
        if found == "missing" and base is not None:
            other = base.find(unit)
            if (instead := state(unit, other)) != "missing":
                message, found = other, instead
        states[key] = found
        if message is not None:
            messages[key] = message
    protected = framework.credit.protected
    told: list[Diagnostic] = []
    faulty: set[str] = set()
    values: dict[str, str] = {}
    for key, message in messages.items():
        if states[key] == "missing" or (
            states[key] == "unsure" and key in CREDIT and not framework.draft
        ):
            continue
        value, findings = proofread.read(
            wanted[key], message, locale, protected, framework.language
        )
        values[key] = value
        told += findings
        if any(item.severity is Severity.ERROR for item in findings):
            faulty.add(key)
    told += _guesses(wanted, catalogue)
    told += _foreign(wanted, catalogue)

    def changed(text: Text) -> Text:
        key = translation_key(text.key)
        if key not in values or text.lang == locale.tag:
            return text
        return replace(text, value=values[key], lang=locale.tag, span=messages[key].span)

    def renamed(change: Change) -> Change:
        """Name what an adaptation changed as the catalogue does, even where it is left out."""
        key = translation_key(change.title.key)
        kept = catalogue.messages.get(key) or catalogue.obsolete.get(key)
        value = values.get(key) or (kept.text if kept and not kept.fuzzy else "")
        if not value or change.title.lang == locale.tag:
            return change
        return replace(change, title=replace(change.title, value=value, lang=locale.tag))

    said = replace(
        map_texts(replace(framework, changes=()), changed),
        language=locale.tag,
        changes=tuple(map(renamed, framework.changes)),
    )
    words = Kit(locale.tag, {key: changed(text) for key, text in kit.texts.items()})
    used = {message.span.file for key, message in messages.items() if key in values}
    printed = tuple(one for one in (catalogue, base) if one is not None and one.file in used)
    return Translation(
        said, words, catalogue, wanted, messages, states, tuple(told), frozenset(faulty), printed
    )


def same(translation: Translation, keys: Collection[str]) -> tuple[Diagnostic, ...]:
    """Return one note of those of ``keys`` whose translation is the source, letter for letter."""
    tag = translation.catalogue.tag
    found = [
        key for key in translation.units if key in keys and translation.states[key] == "same"
    ]
    # A sentence that only fills in names and numbers is the same in many languages.
    found = [key for key in found if "{" not in translation.units[key].source]
    if not found:
        return ()
    message = translation.messages[found[0]]
    count = "1 text is" if len(found) == 1 else f"{len(found)} texts are"
    return (
        Diagnostic(
            "same",
            f"{tag}: {count} the same as in the source: {_listed(found)}",
            message.span,
            hint="nothing is to be done where that is meant",
            severity=Severity.NOTE,
        ),
    )


def _guesses(wanted: Mapping[str, Unit], catalogue: Catalogue) -> Iterable[Diagnostic]:
    for key, message in catalogue.messages.items():
        if message.borrowed and message.text and key in wanted:
            yield Diagnostic(
                "po-guess",
                "a tool put the translation of another text here, so it counts as untranslated",
                message.span,
                key,
                "translate it and clear the mark 'needs work'; bring files up to date with "
                "`printkit translate update`, which never guesses",
                Severity.WARNING,
            )


def _foreign(wanted: Mapping[str, Unit], catalogue: Catalogue) -> Iterable[Diagnostic]:
    """Yield one note of the texts the content no longer has."""
    found = [m for key, m in catalogue.messages.items() if key not in wanted and m.text]
    if found:
        count = "1 text is" if len(found) == 1 else f"{len(found)} texts are"
        yield Diagnostic(
            "po-old",
            f"{count} translated here that the content does not have: "
            f"{_listed(m.key for m in found)}",
            Span(catalogue.file, found[0].span.line, found[0].span.column),
            hint=f"`printkit translate update {catalogue.tag}` puts them aside",
            severity=Severity.NOTE,
        )


def stale(translation: Translation, keys: Collection[str]) -> tuple[Diagnostic, ...]:
    """Return a warning for each of ``keys`` whose source changed after it was translated."""
    found = []
    for key in keys:
        if translation.states.get(key) != "stale":
            continue
        unit = translation.units[key]
        message = translation.messages[key]
        found.append(
            Diagnostic(
                "stale",
                f"the source has changed since this was translated: {_change(message, unit)}; "
                "the earlier translation is printed",
                message.span,
                key,
                "look at it again, and clear the mark 'needs work'; if it is still right, "
                f"`printkit translate update {_tag_of(message)} --minor {key}`",
                Severity.WARNING,
            )
        )
    return tuple(found)


def foreign(framework: Framework, tag: str) -> tuple[Text, ...]:
    """Return the texts that an adaptation wrote in another language than the content's."""
    if not framework.adaptation:
        return ()
    return tuple(text for text in texts(framework) if canonical(text.lang) != tag)


def unreadable(
    found: Iterable[Text], keys: Collection[str], product: str
) -> tuple[Diagnostic, ...]:
    """Return an error for texts in another language that a product would print among its own."""
    printed = [text for text in found if translation_key(text.key) in keys]
    if not printed:
        return ()
    count = "1 text" if len(printed) == 1 else f"{len(printed)} texts"
    first = printed[0]
    return (
        Diagnostic(
            "untranslated",
            f"{count} of the {product} {'is' if len(printed) == 1 else 'are'} written in "
            f"{first.lang} only: {_listed(translation_key(text.key) for text in printed)}",
            first.span,
            hint=f"make it with --locale {first.lang}, or see how it looks with --draft",
        ),
    )


def refused(
    translation: Translation, keys: Collection[str], product: str
) -> tuple[Diagnostic, ...]:
    """Return errors for what keeps a product, which prints ``keys``, from being made."""
    catalogue = translation.catalogue
    tag = catalogue.tag
    told = []
    for kind, what, hint in (
        ("missing", "not translated", f"translate it in {catalogue.file}"),
        ("unsure", "marked 'needs work'", "look at it again, and clear the mark"),
    ):
        found = [
            key
            for key in translation.units
            if key in keys and translation.states[key] == kind and key not in CREDIT
        ]
        if not found:
            continue
        message = translation.messages.get(found[0])
        count = f"{len(found)} {'text' if len(found) == 1 else 'texts'}"
        told.append(
            Diagnostic(
                "untranslated" if kind == "missing" else "unsure",
                f"{tag}: {count} of the {product} {'is' if len(found) == 1 else 'are'} {what}: "
                f"{_listed(found)}",
                message.span if message else Span(catalogue.file),
                hint=f"{hint}, or see how it looks so far with --draft",
            )
        )
    return tuple(told)


def _tag_of(message: Message) -> str:
    """Return the locale of the catalogue a message stands in: it may be another's."""
    return PurePosixPath(message.span.file).stem


def _change(message: Message, unit: Unit) -> str:
    return change_of(message.basis, unit.source)


def change_of(before: str, now: str) -> str:
    """Return "'Open mind' is now 'Openness'"; of long texts, what is around the difference."""
    before, now = " ".join(before.split()), " ".join(now.split())
    pairs = zip(before, now, strict=False)
    same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
    start = before.rfind(" ", 0, max(0, same - _AROUND)) + 1 if same > _AROUND else 0
    lead = "…" if start else ""
    return f"{lead + _short(before[start:])!r} is now {lead + _short(now[start:])!r}"


def _listed(keys: Iterable[str]) -> str:
    found = list(keys)
    more = f" and {len(found) - _MOST} more" if len(found) > _MOST else ""
    return ", ".join(found[:_MOST]) + more


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 60 else f"{text[:58].rstrip()}…"
