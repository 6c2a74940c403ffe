"""The content in each language that is asked for: an edition is what targets are made from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from msgspec.structs import replace

from printkit.build.chain import with_chain
from printkit.build.files import shown_path
from printkit.build.plan import ALL, Gathering, Request, Sources
from printkit.build.project import Project
from printkit.build.translation import Translation, translate
from printkit.content.model import Kit, Text
from printkit.content.texts import map_texts
from printkit.diagnostics import Diagnostic, PrintkitError, Severity, Span, UsageError
from printkit.locales.catalogue import Catalogue
from printkit.locales.model import Locale
from printkit.locales.po import FOLDER, path_of, read_po
from printkit.locales.pseudo import PSEUDO
from printkit.locales.tags import canonical

_SUFFIX: Final = ".po"


def catalogue_tags(project: Project) -> tuple[str, ...]:
    """Return the locales that have a catalogue, as their files are named.

    What printkit brings is for the content it brings; other content has its own alone. A
    project's own file goes before it, however its name is written: ``hi_IN.po``.
    """
    names = [
        path.removeprefix(f"{FOLDER}/").removesuffix(_SUFFIX)
        for path in project.files.list(FOLDER)
        if path.endswith(_SUFFIX)
    ]
    own = [name for name in names if (project.root / path_of(name)).is_file()]
    if not project.is_sample():
        return tuple(own)
    tags = {*map(_tag, own)}
    return tuple(name for name in names if name in own or _tag(name) not in tags)


def _tag(name: str) -> str:
    try:
        return canonical(name)
    except PrintkitError:
        return name  # told where it is read


def _named(project: Project, name: str, error: PrintkitError) -> PrintkitError:
    """Return what is wrong with the name of a catalogue's file, at that file."""
    span = Span(project.files.label(path_of(name)))
    hint = "rename it to its language tag, as in hi-IN.po, or move it out of the folder"
    return PrintkitError(replace(item, span=span, hint=hint) for item in error.diagnostics)


def locales_here(project: Project) -> tuple[Locale, ...]:
    """Return the locales that have a catalogue; raises PrintkitError for a file named oddly."""
    found = []
    faults = Gathering()
    for name in catalogue_tags(project):
        try:
            found.append(project.locale(name))
        except PrintkitError as error:
            faults.errors.append(_named(project, name, error))
    faults.settle()
    return tuple(found)


def wanted_tags(project: Project, sources: Sources, request: Request) -> tuple[str, ...]:
    """Return the locales a request is for, in canonical form; raises PrintkitError.

    ``all`` is the content's own and every one that has a catalogue.
    """
    named = request.locales or project.settings.locales or (sources.locale.tag,)
    found: dict[str, None] = {}
    faults = Gathering()
    for word in named:
        words = (sources.locale.tag, *catalogue_tags(project)) if word == ALL else (word,)
        for tag in words:
            try:
                found[project.locale(tag).tag] = None
            except PrintkitError as error:
                faults.errors.append(_named(project, tag, error) if word == ALL else error)
    if faults.errors and not request.locales:
        spans = (project.settings.span("locales", word) for word in named)
        place = next((span for span in spans if span), None)
        raise PrintkitError(
            replace(item, span=place) for error in faults.errors for item in error.diagnostics
        )
    faults.settle()
    return tuple(found)


def editions(
    project: Project, sources: Sources, tags: Iterable[str], request: Request
) -> Mapping[str, Sources]:
    """Return the content in each language, by tag; raises PrintkitError with all problems.

    A language that is not there is told at its place in ``printkit.toml``, if that names it.
    """
    faults = Gathering()
    found: dict[str, Sources] = {}
    for tag in tags:
        try:
            found[tag] = edition(project, sources, tag, draft=request.draft)
        except UsageError as error:
            place = None if request.locales else project.settings.span("locales", tag)
            if place is not None:
                items = [replace(item, span=place) for item in error.diagnostics]
                faults.errors.append(PrintkitError(items))
            else:
                faults.errors.append(error)
        except PrintkitError as error:
            faults.errors.append(error)
    faults.settle()
    return found


def edition(project: Project, sources: Sources, tag: str, *, draft: bool = False) -> Sources:
    """Return the content in the language ``tag``; raises PrintkitError where it has none."""
    locale = project.locale(tag)
    own = replace(sources.framework, draft=draft)
    if locale.tag == sources.locale.tag:
        chained = with_chain(own, sources.kit, locale, adapted=own.adapted)
        return replace(sources, framework=chained, locale=locale)
    if locale.tag in PSEUDO:
        return _pseudo(replace(sources, framework=own, locale=locale))
    catalogue = read_catalogue(project, locale)
    base = project.settings.extends(locale.tag)
    lender = project.locale(base) if base else None
    other = read_catalogue(project, lender) if lender else None
    read = {catalogue_path(project, one) for one in (locale, lender) if one}
    translation = translate(own, sources.kit, catalogue, locale, other)
    framework = with_chain(
        translation.framework,
        translation.kit,
        locale,
        translators=translation.translators,
        adapted=own.adapted,
        reviewed=bool(translation.reviewer),
        translated=True,
        original=own.credit.line,
    )
    return replace(
        sources,
        framework=framework,
        kit=translation.kit,
        locale=locale,
        content_digests=tuple(
            sorted(
                {
                    *sources.content_digests,
                    *(item for item in project.files.digests.items() if item[0] in read),
                }
            )
        ),
        translation=translation,
        origin=sources,
    )


def _pseudo(sources: Sources) -> Sources:
    """Return the content in a pseudo-locale: English made longer, or turned around."""
    from printkit.locales.pseudo import pseudo

    tag = sources.locale.tag
    protected = sources.framework.credit.protected

    def changed(text: Text) -> Text:
        return replace(text, value=pseudo(text.value, tag, protected), lang=tag)

    framework = replace(map_texts(sources.framework, changed), language=tag)
    kit = Kit(tag, {key: changed(text) for key, text in sources.kit.texts.items()})
    told = Diagnostic(
        "pseudo",
        f"{tag} is no language: it shows how layouts take other texts, and is never handed out",
        severity=Severity.WARNING,
    )
    return replace(
        sources,
        framework=with_chain(
            framework,
            kit,
            sources.locale,
            translators="printkit",
            adapted=sources.framework.adapted,
            reviewed=False,
            translated=True,
            original=sources.framework.credit.line,
        ),
        kit=kit,
        told=(*sources.told, told),
        origin=sources,
    )


def read_catalogue(project: Project, locale: Locale) -> Catalogue:
    """Return the catalogue of a locale; raises UsageError where there is none."""
    path = catalogue_path(project, locale)
    if path is None:
        near = catalogue_tags(project)
        listed = f"; there are {', '.join(near)}" if near else ""
        raise UsageError(
            Diagnostic(
                "untranslated",
                f"there is no translation to {locale.tag} here{listed}",
                Span(shown_path(project.root / path_of(locale.tag))),
                hint=f"`printkit translate start {locale.tag}` begins one",
            )
        )
    return read_po(project.files, path, locale.tag)


def catalogue_path(project: Project, locale: Locale) -> str | None:
    """Return the catalogue's path, whatever the case its name is written in.

    Raises PrintkitError where there are two: nobody could say which one counts.
    """
    found = [path_of(name) for name in catalogue_tags(project) if _tag(name) == locale.tag]
    if len(found) > 1:
        raise PrintkitError(
            Diagnostic(
                "duplicate",
                f"{locale.tag} has {len(found)} files: {', '.join(found)}",
                Span(project.files.label(found[1])),
                hint="bring them together in one, and move the other away",
            )
        )
    return found[0] if found else None


def unreviewed(translation: Translation) -> Diagnostic | None:
    """Return a note where no native reader has signed the translation."""
    catalogue = translation.catalogue
    if translation.reviewer:
        return None
    return Diagnostic(
        "unreviewed",
        f"no native reader has signed the translation to {catalogue.tag}; the pages say so",
        Span(catalogue.file),
        hint='whoever has read it all puts "X-Printkit-Reviewed-By: Name, 2026-11-30" into '
        "the head of the file",
        severity=Severity.NOTE,
    )
