"""Making targets: compose once, render each format, judge the credit, then give names.

Nothing takes its name until every target of the run is whole: a run with a problem
changes no file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from printkit.build import credit, manifest
from printkit.build.editions import editions, unreviewed, wanted_tags
from printkit.build.outbox import Outbox
from printkit.build.plan import (
    ALL,
    Delivery,
    Gathering,
    Request,
    Sources,
    Target,
    left_out,
    plan,
    read_sources,
    target_named,
    together,
)
from printkit.build.pool import each
from printkit.build.project import Project
from printkit.build.told import Fits, told
from printkit.build.translation import (
    Translation,
    finished,
    foreign,
    refused,
    same,
    stale,
    unreadable,
)
from printkit.build.works import Made, Work, plain_works, render
from printkit.content.model import Kit
from printkit.content.texts import translation_key
from printkit.diagnostics import Diagnostic, PrintkitError, Severity, Span, sorted_diagnostics
from printkit.engines import engine
from printkit.engines.model import Job, Product
from printkit.geometry import Sides
from printkit.layout.model import Layout
from printkit.locales.catalogue import State
from printkit.scene.dump import dump
from printkit.scene.walk import used_fonts

if TYPE_CHECKING:
    from printkit.build.delivery import Way
    from printkit.press.preflight import Finding

Progress: TypeAlias = Callable[[str, int, int], None]
"""Told what is being made, how many targets are done, and of how many."""


class Prepared(Struct, frozen=True):
    """What a request comes to: the content in each language, and the targets."""

    sources: Sources
    editions: Mapping[str, Sources]
    targets: tuple[Target, ...]
    way: Way | None = None


class Report(Struct, frozen=True):
    """What a run did: the files it made, and what it has to say."""

    files: tuple[Path, ...]
    notes: tuple[Diagnostic, ...]
    manifest: Path | None = None


def silent(what: str, done: int, total: int) -> None:
    """Report no progress."""


def compose(sources: Sources, target: Target) -> tuple[Product, Layout]:
    """Return the scene of a target and its layout; raises PrintkitError with its problems.

    The credits of the scene have been judged.
    """
    layout = sources.layouts.solve(target.product, target.size, sources.locale, target.theme)
    bleed = Sides.all(target.bleed)
    job = Job(sources.framework, sources.kit, sources.locale, layout, sources.fonts, bleed)
    product = engine(layout.engine).make(job)
    faults = credit.inspect(
        product.scene, sources.fonts, sources.framework.credit, Span(layout.file)
    )
    if faults:
        raise PrintkitError(faults)
    return product, layout


def prepare(project: Project, request: Request, formats: Sequence[str] | None = None) -> Prepared:
    """Read what a request needs; raises PrintkitError with all problems.

    ``formats`` replace the request's, where the caller makes files of its own.
    """
    sources = read_sources(project, request.products, request.adaptation)
    faults = Gathering()
    tags = faults.attempt(lambda: wanted_tags(project, sources, request)) or ()
    asked = request if formats is None else replace(request, formats=tuple(formats))
    way: Way | None = None
    if request.delivery != Delivery():
        from printkit.build.delivery import find_way, fitted, theme_of  # most runs have none

        way = faults.attempt(lambda: find_way(project, sources.layouts, request.delivery))
        asked = replace(asked, theme=theme_of(way, request, project))
    targets = faults.attempt(lambda: plan(project, sources, asked, tags)) or ()
    if way is not None:
        chosen = way
        fits = faults.attempt(lambda: fitted(chosen, request, targets, sources.layouts))
        targets = fits or ()
    found = faults.attempt(lambda: editions(project, sources, tags, request)) or {}
    faults.settle()
    return Prepared(sources, found, targets, way)


def assets_of(project: Project, sources: Sources) -> Mapping[str, bytes]:
    """Return the bytes of the content's images by digest."""
    return {
        asset.digest: project.files.read(asset.file) for asset in sources.framework.assets
    }


def run(
    project: Project,
    request: Request,
    out: Path | None = None,
    progress: Progress = silent,
) -> Report:
    """Make what is asked for. Raises PrintkitError with all problems, and changes no file then."""
    prepared = prepare(project, request)
    sources = prepared.sources
    made, notes = compose_all(project, prepared, request, progress)
    targets = [one.target for one in made]
    folder = out or project.out
    earlier = manifest.read(folder)
    assets = assets_of(project, sources)
    works: Sequence[Work] = [work for one in made for work in plain_works(one)]
    if prepared.way is not None:
        from printkit.build import delivery
        from printkit.build.deliver import deliver

        works, lost = deliver(project, prepared.way, sources.layouts, made)
        notes = (*notes, *delivery.told(prepared.way), *lost)
    progress("drawing", len(targets), len(targets))
    rendered = each(
        lambda work: render(work, sources.fonts, assets),
        works,
        # In milliseconds. ReportLab with PDFium takes as long to import as svgwrite.
        cost=lambda work: 30 + 4 * len(work.scene.pages),
        kind=lambda work: work.kind,
        start=70,
    )
    files: dict[Target, list[tuple[str, bytes]]] = {}
    judged: dict[Target, list[Finding]] = {}
    for work, done in zip(works, rendered, strict=True):
        files.setdefault(work.target, []).extend(done.files)
        judged.setdefault(work.target, []).extend(done.found)
    if prepared.way is not None and prepared.way.asked.hand_off:
        from printkit.build.handoff import hand_off

        for target, here in files.items():
            its = [work for work in works if work.target == target]
            here.append(hand_off(prepared.way, its, here, judged[target]))
    paths: list[Path] = []
    with Outbox(folder) as outbox:
        inside = {work.target: work.made for work in works}
        entries = []
        for target, some in files.items():
            paths += (outbox.put(name, data) for name, data in some)
            records = [(name, manifest.digest(data), len(data)) for name, data in some]
            entries.append(_entry(inside[target], target, records))
        old = manifest.stale(entries, earlier, folder)
        listed = outbox.put(manifest.NAME, manifest.write(entries, earlier, folder))
        outbox.commit()
    for path in old:
        with suppress(OSError):
            path.unlink()
    tags = wanted_tags(project, sources, Request())
    usual = Target(
        "", "", "", tags[0] if len(tags) == 1 else "", adaptation=project.settings.adaptation
    )
    older = manifest.older(entries, earlier, folder, project.files, usual)
    absent = left_out(project, sources, request, prepared.targets)
    doubts = (delivery.doubtful(found) for found in judged.values() if found)
    return Report(tuple(paths), (*notes, *doubts, *absent, *older), listed)


def compose_all(
    project: Project, prepared: Prepared, request: Request, progress: Progress = silent
) -> tuple[tuple[Made, ...], tuple[Diagnostic, ...]]:
    """Compose every target; return them with notes, or raise all their problems together.

    Of the locales that ``all`` stands for, those not translated are left out and told.
    """
    notes = list(
        dict.fromkeys(
            item
            for one in (prepared.sources, *prepared.editions.values())
            for item in one.told
        )
    )
    faults = Gathering()
    made: list[Made] = []
    unfinished: dict[str, list[Diagnostic]] = {}
    targets = prepared.targets
    named = ALL not in (request.locales or project.settings.locales)
    for number, target in enumerate(targets):
        progress(target.name, number, len(targets))
        sources = prepared.editions[target.locale]
        if target.product in project.settings.leave_out and not request.draft:
            sources, absent = _finished_alone(project, sources, target)
            notes += absent
        lacking = untranslated(sources, target) if not request.draft else ()
        if lacking and not named:
            unfinished.setdefault(target.locale, []).extend(lacking)
            continue
        try:
            if lacking:
                raise PrintkitError(lacking)
            product, layout = compose(sources, target)
        except PrintkitError as error:
            faults.errors.append(error)
            continue
        made.append(Made(target, product, layout, sources))
        notes += (
            Diagnostic(
                "dropped", f"{target.name}: {sentence}", Span(layout.file), severity=Severity.NOTE
            )
            for sentence in product.dropped
        )
    notes += _of_translations(made, prepared.editions, request)
    notes += (_unfinished(tag, found) for tag, found in unfinished.items())
    if request.strict:
        faults.errors += _strictly(notes)
    if faults.errors:
        every = together(faults.errors)
        content = prepared.sources.content_file
        raise type(every)(told(every.diagnostics, project.files, content, _fits(made)))
    return tuple(made), sorted_diagnostics(notes)


def _finished_alone(
    project: Project, sources: Sources, target: Target
) -> tuple[Sources, tuple[Diagnostic, ...]]:
    """Return what a deck of finished cards alone is made from, and a note of the others.

    Raises PrintkitError for a product that is no deck: its page needs all of its texts.
    """
    if sources.layouts.engine(target.product) != "cards":
        raise PrintkitError(
            Diagnostic(
                "layout",
                f"{target.product} is no deck of cards, so it cannot leave out some",
                project.settings.span("leave-out", target.product),
                hint="take it out of leave-out",
            )
        )
    if sources.translation is None:
        return sources, ()
    translation, left = finished(sources.translation)
    if not left:
        return sources, ()
    whole = sources.framework
    kept = replace(
        translation.framework, credit=whole.credit, draft=whole.draft, changes=whole.changes
    )
    count = "1 card is" if len(left) == 1 else f"{len(left)} cards are"
    note = Diagnostic(
        "left-out",
        f"{target.locale}: {count} not translated, and left out of {target.name}: "
        f"{', '.join(left)}",
        Span(translation.catalogue.file),
        severity=Severity.WARNING,
    )
    return replace(sources, framework=kept, translation=translation), (note,)


def _fits(made: Iterable[Made]) -> Fits:
    """Return where the texts of what was made fit, for those that do not fit elsewhere."""
    found: dict[tuple[str, str], list[str]] = {}
    for one in made:
        for key in one.product.printed:
            found.setdefault((one.target.locale, key), []).append(one.product.where)
    return found


def untranslated(sources: Sources, target: Target) -> tuple[Diagnostic, ...]:
    """Return errors for what the target would print and has no translation to be printed."""
    translation, origin = sources.translation, sources.origin
    if translation is None or origin is None:
        texts = foreign(sources.framework, sources.locale.tag)
        return unreadable(texts, printed(sources, target), target.name) if texts else ()
    if not (translation.lacking or translation.faulty):
        return ()
    keys = printed(origin, replace(target, locale=origin.locale.tag))
    return (
        *refused(translation, keys, target.name),
        *(
            item
            for item in translation.told
            if item.severity is Severity.ERROR and item.path in keys
        ),
    )


def printed(sources: Sources, target: Target) -> frozenset[str]:
    """Return the keys, as a catalogue has them, of the texts that a target prints."""
    product, _ = compose(sources, target)
    return translation_keys(product, target.product, sources.kit)


def translation_keys(product: Product, name: str, kit: Kit) -> frozenset[str]:
    """Return the keys of what a product prints or, as its title or a description, says."""
    spoken = (f"kit.{key}" for key in (f"titles.{name}", "alt.qr") if key in kit.texts)
    return frozenset((*map(translation_key, product.printed), *spoken))


def _of_translations(
    made: Iterable[Made], found: Mapping[str, Sources], request: Request
) -> Iterable[Diagnostic]:
    """Yield what is to be said of the translations that were printed, each text once."""
    keys: dict[str, set[str]] = {}
    translations: dict[str, Translation] = {}
    for one in made:
        tag = one.target.locale
        translation = found[tag].translation  # not a deck's, which may be without some cards
        if translation is not None:
            translations[tag] = translation
            keys.setdefault(tag, set()).update(
                translation_keys(one.product, one.target.product, one.sources.kit)
            )
    for tag, translation in translations.items():
        yield from stale(translation, keys[tag])
        yield from same(translation, keys[tag])
        yield from (
            item
            for item in translation.told
            if (item.path in keys[tag] or not item.path)
            and (request.draft or item.severity is not Severity.ERROR)
        )
        if (said := unreviewed(translation)) is not None:
            yield said


def _unfinished(tag: str, found: Sequence[Diagnostic]) -> Diagnostic:
    return Diagnostic(
        "left-out",
        f"{tag} is not finished and was left out: {found[0].message.removeprefix(f'{tag}: ')}",
        found[0].span,
        hint=f"`printkit translate status {tag}` says what is missing",
        severity=Severity.NOTE,
    )


def _strictly(notes: Iterable[Diagnostic]) -> Iterable[PrintkitError]:
    """Return as errors what --strict does not let pass: warnings, and what nobody has signed."""
    found = [
        replace(item, severity=Severity.ERROR)
        for item in notes
        if item.severity is Severity.WARNING or item.code == "unreviewed"
    ]
    return [PrintkitError(found)] if found else []


def check(
    project: Project, request: Request, progress: Progress = silent
) -> tuple[Diagnostic, ...]:
    """Compose what is asked for without making a file; return notes. Raises as ``run`` does."""
    prepared = prepare(project, request)
    _, notes = compose_all(project, prepared, request, progress)
    progress("", len(prepared.targets), len(prepared.targets))
    return notes


def show(
    project: Project, word: str, theme: str = "", locale: str = "", adaptation: str = ""
) -> str:
    """Return the scene of a target, named as ``poster`` or ``poster-A3``, as text."""
    request = target_named(read_sources(project, adaptation=adaptation), word, theme)
    locales = (locale,) if locale else ()
    prepared = prepare(project, replace(request, locales=locales, adaptation=adaptation))
    made, _ = compose_all(project, prepared, request)
    return "".join(dump(one.product.scene) for one in made)


def _entry(
    made: Sequence[Made], target: Target, files: Sequence[manifest.File]
) -> manifest.Entry:
    """Return what the manifest says of a target, which may be made of several languages."""
    sources = made[0].sources
    return manifest.Entry(
        target=target,
        framework=sources.framework.id,
        version=sources.framework.version,
        credit=sources.framework.credit.line.value,
        inputs={
            path: sha for one in made for path, sha in _inputs(one, one.sources).items()
        },
        dropped=tuple(dict.fromkeys(text for one in made for text in one.product.dropped)),
        files=tuple(files),
        translation=_together([found for one in made if (found := _translation(one))]),
        adapted=sources.framework.adapted,
        changes=sources.framework.changes,
    )


def _together(found: Sequence[manifest.Translated]) -> manifest.Translated | None:
    """Return how the texts of a target in several languages came by them."""
    if len(found) < 2:
        return next(iter(found), None)
    counts: dict[State, int] = {}
    for one in found:
        for state, count in one.counts.items():
            counts[state] = counts.get(state, 0) + count

    def listed(names: Iterable[str]) -> str:
        return "; ".join(dict.fromkeys(filter(None, names)))

    return manifest.Translated(
        translators=listed(one.translators for one in found),
        reviewed_by=listed(one.reviewed_by for one in found),
        counts=counts,
        stale=tuple(sorted({key for one in found for key in one.stale})),
    )


def _translation(made: Made) -> manifest.Translated | None:
    translation = made.sources.translation
    if translation is None:
        return None
    keys = translation_keys(made.product, made.target.product, made.sources.kit)
    return manifest.Translated(
        translators=translation.translators,
        reviewed_by=translation.reviewer,
        counts=translation.count(keys),
        stale=tuple(sorted(key for key in keys if translation.states.get(key) == "stale")),
    )


def _inputs(made: Made, sources: Sources) -> Mapping[str, str]:
    """Return the files a target was made from, by digest: no other product's layout."""
    own = set(sources.layouts.files(made.target.product))
    fonts = {key.digest for key in used_fonts(made.product.scene)}
    return {
        **dict(sources.content_digests),
        **{path: sha for path, sha in sources.layout_digests if path in own},
        **{f"fonts/{font.file}": font.digest for font in sources.fonts.fonts
           if font.digest in fonts},
    }  # fmt: skip


