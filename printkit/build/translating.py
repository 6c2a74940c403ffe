"""Work on catalogues: beginning one, bringing it up to date, saying how far it is."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from msgspec import Struct
from msgspec.structs import replace

from printkit.build.briefs import briefed, measured, units_for
from printkit.build.editions import (
    catalogue_path,
    edition,
    locales_here,
    read_catalogue,
)
from printkit.build.files import shown_path
from printkit.build.outbox import Outbox
from printkit.build.plan import Gathering, Request, Sources, Target, plan, read_sources
from printkit.build.project import Project
from printkit.build.run import printed
from printkit.build.translation import Translation, change_of
from printkit.diagnostics import (
    Diagnostic,
    PrintkitError,
    Severity,
    Span,
    UsageError,
    did_you_mean,
)
from printkit.locales.catalogue import PRINTS, STATES, Catalogue, State
from printkit.locales.model import Locale
from printkit.locales.po import FOLDER, path_of, write_po
from printkit.locales.pseudo import PSEUDO
from printkit.locales.sync import Changes, is_named, synchronised

KINDS: Final = ("xlsx", "csv", "pot")
README: Final = f"{FOLDER}/README.md"
_TRANSLATORS: Final = "X-Printkit-Translated-By"
_REVIEWER: Final = "X-Printkit-Reviewed-By"


class Updated(Struct, frozen=True):
    """What bringing a catalogue up to date did. ``written`` is False where nothing changed."""

    tag: str
    path: Path
    changes: Changes
    written: bool


class Status(Struct, frozen=True):
    """How far a locale is, for each product and in all."""

    locale: Locale
    file: str
    reviewer: str
    translators: str
    products: Mapping[str, Mapping[State, int]]
    all: Mapping[State, int]
    findings: tuple[Diagnostic, ...]  # each text that is not done, in the file's order

    @property
    def least(self) -> int:
        """The least coverage of a product, in per cent."""
        return min((coverage(counts) for counts in self.products.values()), default=100)

    def facts(self) -> dict[str, Any]:
        """Return it for a JSON document."""
        return {
            "locale": self.locale.tag,
            "language": self.locale.english,
            "file": self.file,
            "translated_by": self.translators,
            "reviewed_by": self.reviewer,
            "coverage": coverage(self.all),
            "texts": dict(self.all),
            "products": {
                name: {"coverage": coverage(counts), "texts": dict(counts)}
                for name, counts in self.products.items()
            },
        }


def coverage(counts: Mapping[State, int]) -> int:
    """Return how much is translated and up to date, in whole per cent, rounded down."""
    total = sum(counts.values())
    return 100 * (counts["done"] + counts["same"]) // total if total else 100


def writable(project: Project) -> Project:
    """Return the project; raises UsageError where there is none to write into."""
    if not project.own:
        raise UsageError(
            Diagnostic(
                "project",
                "there is no project here to translate",
                hint="`printkit init DIR --locale TAG` makes one",
            )
        )
    return project


def start(project: Project, tag: str, translators: str = "") -> tuple[Path, Sources]:
    """Begin the catalogue of a locale; return its path, and what it was made from.

    Raises UsageError where there is one already, and MissingError where no font has the
    locale's script: the first page would fail.
    """
    sources = read_sources(writable(project))
    locale = project.locale(tag)
    _see_translatable(sources, locale)
    if (path := catalogue_path(project, locale)) is not None:
        raise UsageError(
            Diagnostic(
                "po-there",
                f"there is a translation to {locale.tag} already",
                Span(project.files.label(path)),
                hint=f"`printkit translate update {locale.tag}` brings it up to date",
            )
        )
    sources.fonts.pick("sans", locale.script, 400)
    name = path_of(locale.tag)
    empty = Catalogue(
        tag=locale.tag,
        file=name,
        headers={_TRANSLATORS: translators, _REVIEWER: ""},
        comment=_heading(locale),
    )
    data, _ = _brought(project, sources, empty, ())
    with Outbox(project.root) as outbox:
        made = outbox.put(name, data)
        outbox.commit()
    return made, sources


def _see_translatable(sources: Sources, locale: Locale) -> None:
    """Raise UsageError for a locale that has no catalogue by its nature."""
    if locale.tag == sources.locale.tag:
        raise UsageError(
            Diagnostic("locale-tag", f"the content itself is written in {locale.tag}")
        )
    if locale.tag in PSEUDO:
        raise UsageError(
            Diagnostic(
                "locale-tag",
                f"{locale.tag} is made from the source by rule, and is not translated",
                hint=f"see it with `printkit build --locale {locale.tag}`",
            )
        )


def _heading(locale: Locale) -> str:
    own = f" ({locale.name})" if locale.name != locale.english else ""
    return f"{locale.english}{own}. How to translate: {README}"


def update(
    project: Project, tags: Sequence[str] = (), minor: Collection[str] = (), *, dry: bool = False
) -> tuple[Updated, ...]:
    """Bring catalogues up to the texts as they are now, all of them if none is named.

    ``minor`` names keys whose translations are right although the source changed. With
    ``dry`` nothing is written. Raises PrintkitError with all problems, and writes nothing.
    """
    sources = read_sources(writable(project))
    faults = Gathering()
    found: list[tuple[Catalogue, bytes, Changes]] = []
    known: set[str] = set()
    for tag in tags or [locale.tag for locale in locales_here(project)]:
        catalogue = faults.attempt(lambda tag=tag: read_catalogue(project, project.locale(tag)))  # type: ignore[misc]
        if catalogue is not None:
            data, changes = _brought(project, sources, catalogue, minor)
            found.append((catalogue, data, changes))
            known |= catalogue.messages.keys() | set(changes.added)
    for name in minor if found else ():
        if name != "*" and not any(is_named(key, (name,)) for key in known):
            faults.errors.append(_no_key(name, known))
    faults.settle()
    results = []
    with Outbox(project.root) as outbox:
        for catalogue, data, changes in found:
            name = _own_name(project, catalogue)
            old = project.root / name
            differs = not old.is_file() or old.read_bytes() != data
            if differs and not dry:
                outbox.put(name, data)
            results.append(Updated(catalogue.tag, old, changes, differs))
        outbox.commit()
    return tuple(results)


def _own_name(project: Project, catalogue: Catalogue) -> str:
    path = catalogue_path(project, project.locale(catalogue.tag))
    return path or path_of(catalogue.tag)


def _no_key(name: str, known: Iterable[str]) -> PrintkitError:
    return UsageError(
        Diagnostic(
            "unknown-key",
            f"there is no text {name!r}{did_you_mean(name, known)}",
            hint="write the msgctxt of an entry, or what it begins with: skills.listening-deeply",
        )
    )


def _brought(
    project: Project, sources: Sources, catalogue: Catalogue, minor: Collection[str]
) -> tuple[bytes, Changes]:
    """Return a catalogue's file, up to date, and what changed."""
    locale = project.locale(catalogue.tag)
    wanted = briefed(units_for(project, sources, locale.tag), sources, locale)
    new, changes = synchronised(wanted.values(), catalogue, minor)
    framework = sources.framework
    headers = {
        "Project-Id-Version": f"{framework.id} {framework.version}",
        **new.headers,
        "X-Printkit-Source": f"{framework.id} {framework.version}",
    }
    comment = new.comment or _heading(locale)
    return write_po(replace(new, headers=headers, comment=comment), wanted), changes


def status(
    project: Project, tags: Sequence[str] = (), products: Sequence[str] = ()
) -> tuple[Status, ...]:
    """Return how far locales are, all that have a catalogue if none is named.

    Of ``products``, or of all that the project makes. Raises as ``plan`` does.
    """
    sources = read_sources(project)
    faults = Gathering()
    found = []
    targets = _one_of_each(plan(project, sources, Request(products=tuple(products))))
    keys = {target.product: printed(sources, target) for target in targets}
    for tag in tags or [locale.tag for locale in locales_here(project)]:
        one = faults.attempt(lambda tag=tag: edition(project, sources, tag))  # type: ignore[misc]
        if one is not None and one.translation is not None:
            found.append(_status(one, one.translation, keys))
    faults.settle()
    return tuple(found)


def _one_of_each(targets: Iterable[Target]) -> tuple[Target, ...]:
    return tuple({target.product: target for target in reversed(tuple(targets))}.values())[::-1]


def _status(
    sources: Sources, translation: Translation, keys: Mapping[str, frozenset[str]]
) -> Status:
    catalogue = translation.catalogue
    every = frozenset().union(*keys.values())
    told = [
        _finding(translation, key, [name for name, own in keys.items() if key in own])
        for key, found in translation.states.items()
        if (found not in PRINTS or found == "stale")
        and (key in every or len(keys) == len(sources.layouts.names))
    ]
    return Status(
        locale=sources.locale,
        file=catalogue.file,
        reviewer=translation.reviewer,
        translators=translation.translators,
        products={name: translation.count(printed) for name, printed in keys.items()},
        all=translation.count(),
        findings=(*told, *translation.told),
    )


def _finding(translation: Translation, key: str, products: Sequence[str]) -> Diagnostic:
    """Return what is to be done with one text, and for which products."""
    catalogue, unit = translation.catalogue, translation.units[key]
    message, found = translation.messages.get(key), translation.states[key]
    span = message.span if message else Span(catalogue.file)
    source = _short(unit.source)
    said = {
        "missing": f"not translated: {source!r}",
        "unsure": f"marked 'needs work': {source!r}",
        "stale": change_of(message.basis, unit.source) if message else "",
    }
    code = "untranslated" if found == "missing" else found
    where = f" ({', '.join(products)})" if products else ""
    return Diagnostic(code, f"{said[found]}{where}", span, key, severity=Severity.WARNING)


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 60 else f"{text[:58].rstrip()}…"


def lines(found: Sequence[Status]) -> Iterable[str]:
    """Yield a locale and its products a line each, as in ``poster  98 %  (1 stale)``."""
    width = max((len(name) for one in found for name in one.products), default=0)
    for one in found:
        locale = one.locale
        own = f", {locale.name}" if locale.name != locale.english else ""
        signed = f"reviewed by {one.reviewer}" if one.reviewer else "unreviewed"
        yield f"{locale.tag}  {locale.english}{own}  ({signed})"
        for name, counts in one.products.items():
            rest = ", ".join(
                f"{counts[state]} {state}"
                for state in STATES
                if state not in ("done", "same") and counts[state]
            )
            yield f"  {name:{width}}  {coverage(counts):3} %{f'  ({rest})' if rest else ''}"


def where(path: Path) -> str:
    """Return a path as the reader would type it."""
    return shown_path(path)


class Imported(Struct, frozen=True):
    """What a spreadsheet brought: how many texts of which kind, and what to say of them."""

    tag: str
    path: Path
    new: int
    changed: int
    cleared: int  # said to be right as they are
    kept: int
    findings: tuple[Diagnostic, ...]


def export(project: Project, tag: str, kind: str = "", out: Path | None = None) -> Path:
    """Write a catalogue as ``xlsx``, ``csv`` or, without translations, ``pot``; return its path.

    No kind is the one the file's name says, or else ``xlsx``. What has no catalogue yet is
    written with empty translations.
    """
    from printkit.build import rows, spreadsheet

    suffix = out.suffix[1:].lower() if out else ""
    kind = kind or (suffix if suffix in KINDS else KINDS[0])
    sources = read_sources(project)
    locale = project.locale(tag)
    _see_translatable(sources, locale)
    path = catalogue_path(project, locale)
    catalogue = (
        read_catalogue(project, locale) if path else Catalogue(locale.tag, path_of(locale.tag))
    )
    wanted = units_for(project, sources, locale.tag)
    if kind == "pot":
        bare = replace(catalogue, messages={}, obsolete={}, tag="", headers={}, comment="")
        told = briefed(wanted, sources, locale)
        data = write_po(synchronised(wanted.values(), bare)[0], told)
    elif kind == "csv":
        data = spreadsheet.write_csv(
            briefed(wanted, sources, locale), catalogue, measured(sources, locale)[0]
        )
    else:
        data = spreadsheet.write_xlsx(
            briefed(wanted, sources, locale), catalogue, locale, *measured(sources, locale)
        )
    target = out or Path.cwd() / f"{locale.tag}.{kind}"
    if kind == "xlsx" and target.is_file() and rows.holds_work(target, wanted, catalogue):
        raise UsageError(
            Diagnostic(
                "spreadsheet",
                "there is a sheet of this name with work that was not taken back yet",
                Span(shown_path(target)),
                hint="`printkit translate import` it, move it, or name another with -o",
            )
        )
    with Outbox(target.parent) as outbox:
        made = outbox.put(target.name, data)
        outbox.commit()
    return made




def import_(project: Project, file: Path, tag: str = "", *, dry: bool = False) -> Imported:
    """Take the translations of a spreadsheet into its catalogue, by key.

    Empty cells change nothing. Raises PrintkitError with every cell that must not be
    printed as it is, or that somebody else has changed in the catalogue meanwhile; nothing
    is written then, nor with ``dry``.
    """
    from printkit.build import proofread, rows, spreadsheet

    label = shown_path(file)
    if file.suffix.lower() != ".xlsx":
        raise UsageError(
            Diagnostic(
                "spreadsheet",
                f"only .xlsx files can be imported, and this is {file.suffix or 'none'}",
                Span(label),
                hint=f"a PO file goes into {FOLDER}/ as it is",
            )
        )
    sources = read_sources(writable(project))
    filled = spreadsheet.read_xlsx(file, label)
    locale = project.locale(tag or filled.tag or file.stem)
    _see_translatable(sources, locale)
    path = catalogue_path(project, locale)
    catalogue = (
        read_catalogue(project, locale)
        if path
        else Catalogue(locale.tag, path_of(locale.tag), comment=_heading(locale))
    )
    if filled.tag and project.locale(filled.tag).tag != locale.tag:
        raise UsageError(
            Diagnostic(
                "spreadsheet",
                f"this sheet is in {filled.tag}, not in {locale.tag}",
                Span(label),
                hint=f"leave --locale out, or `printkit translate export {locale.tag}`",
            )
        )
    wanted = units_for(project, sources, locale.tag)
    known = rows.by_any_key(wanted)
    catalogue, _ = synchronised(wanted.values(), catalogue)
    messages = dict(catalogue.messages)
    findings: list[Diagnostic] = []
    counts = dict.fromkeys(("new", "changed", "cleared", "kept"), 0)
    for row in filled.rows:
        unit = known.get(row.key)
        span = Span(label, row.line, spreadsheet.TEXT)
        if unit is None:
            message = "the content has no such text any more, so it was passed over"
            findings.append(
                Diagnostic("spreadsheet", message, span, row.key, severity=Severity.WARNING)
            )
            continue
        old = messages[unit.key]
        new, kind, fault = rows.taken(row, unit, old)
        if fault:
            findings.append(
                Diagnostic("spreadsheet", fault, span, row.key,
                           f"write the right one into both: it is {old.text!r} there")
            )  # fmt: skip
            continue
        counts[kind] += 1
        if kind in ("new", "changed"):
            _, found = proofread.read(
                unit, new, locale, sources.framework.credit.protected, sources.locale.tag
            )
            findings += (replace(item, span=span) for item in found)
        messages[unit.key] = new
    if any(map(spreadsheet.is_error, findings)):
        raise PrintkitError(findings)
    headers = dict(catalogue.headers)
    for name, value in (
        (_TRANSLATORS, filled.translators),
        (_REVIEWER, filled.reviewer),
    ):
        headers[name] = value or headers.get(name, "")
    if counts["changed"] and catalogue.reviewer and headers[_REVIEWER] == catalogue.reviewer:
        findings.append(
            Diagnostic(
                "signature",
                f"{catalogue.reviewer} signed it before {counts['changed']} texts were changed",
                Span(label),
                hint=f"have them read again, and write the new date or clear {_REVIEWER}",
                severity=Severity.WARNING,
            )
        )
    new_catalogue = replace(catalogue, messages=messages, headers=headers)
    data, _ = _brought(project, sources, new_catalogue, ())
    target = project.root / (path or path_of(locale.tag))
    if not dry:
        with Outbox(project.root) as outbox:
            outbox.put(path or path_of(locale.tag), data)
            outbox.commit()
    return Imported(locale.tag, target, findings=tuple(findings), **counts)
