"""Making targets: compose once, render each format, judge the credit, then give names.

Nothing takes its name until every target of the run is whole: a run with a problem
changes no file.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TypeAlias

from msgspec import Struct

from printkit.build import credit, manifest
from printkit.build.outbox import Outbox
from printkit.build.plan import (
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
from printkit.build.told import told
from printkit.diagnostics import Diagnostic, PrintkitError, Severity, Span, sorted_diagnostics
from printkit.engines import engine
from printkit.engines.model import Job, Product
from printkit.fonts.library import FontLibrary
from printkit.layout.model import Layout
from printkit.scene.dump import dump
from printkit.scene.model import Page, Scene
from printkit.scene.walk import used_fonts

Progress: TypeAlias = Callable[[str, int, int], None]
"""Told what is being made, how many targets are done, and of how many."""


class Made(Struct, frozen=True):
    """A target composed, its credits judged."""

    target: Target
    product: Product
    layout: Layout


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
    job = Job(sources.framework, sources.kit, sources.locale, layout, sources.fonts)
    product = engine(layout.engine).make(job)
    faults = credit.inspect(
        product.scene, sources.fonts, sources.framework.credit, Span(layout.file)
    )
    if faults:
        raise PrintkitError(faults)
    return product, layout


def assets_of(project: Project, sources: Sources) -> Mapping[str, bytes]:
    """Return the bytes of the content's images by digest."""
    return {
        asset.digest: project.files.read(asset.file) for asset in sources.framework.assets
    }


def render(
    kind: str, scene: Scene, fonts: FontLibrary, assets: Mapping[str, bytes]
) -> tuple[tuple[str, bytes], ...]:
    """Return (end of the file name, bytes) of every file in one format, each read back."""
    if kind == "pdf":
        from printkit.build.readback import check_pdf
        from printkit.render.pdf import render_pdf

        data = render_pdf(scene, fonts, assets)
        check_pdf(data, scene, fonts)
        return ((".pdf", data),)
    if kind == "svg":
        from printkit.build.readback import check_svg
        from printkit.render.svg import render_svg

        pages = render_svg(scene, fonts, assets)
        for number, data in enumerate(pages):
            check_svg(data, scene, number, fonts)
        count = len(pages)
        return tuple(
            (f"{page_suffix(scene.pages[number], number, count)}.svg", data)
            for number, data in enumerate(pages)
        )
    raise ValueError(f"no format {kind!r}")


def page_suffix(page: Page, number: int, pages: int) -> str:
    """Return what tells a page's own file from the others: a number, or a card's face."""
    if page.id.endswith(("-front", "-back")):
        return f"-{page.id}"
    return f"-{number + 1:02}" if pages > 1 else ""


def stem(sources: Sources, target: Target) -> str:
    """Return what a target's file names begin with, below the output folder."""
    return f"{target.locale}/{sources.framework.id}_{target.name}_{target.locale}"


def run(
    project: Project,
    request: Request,
    out: Path | None = None,
    progress: Progress = silent,
) -> Report:
    """Make what is asked for. Raises PrintkitError with all problems, and changes no file then."""
    sources = read_sources(project, request.products)
    targets = plan(project, sources, request)
    made, notes = compose_all(project, sources, targets, progress)
    folder = out or project.out
    earlier = manifest.read(folder)
    assets = assets_of(project, sources)
    pieces = [(each_made, kind) for each_made in made for kind in each_made.target.formats]
    progress("drawing", len(targets), len(targets))
    rendered = each(
        lambda piece: render(piece[1], piece[0].product.scene, sources.fonts, assets),
        pieces,
        # In milliseconds. ReportLab with PDFium takes as long to import as svgwrite.
        cost=lambda piece: 30 + 4 * len(piece[0].product.scene.pages),
        kind=lambda piece: piece[1],
        start=70,
    )
    paths: list[Path] = []
    with Outbox(folder) as outbox:
        files: dict[Target, list[manifest.File]] = {}
        for (one, _), found in zip(pieces, rendered, strict=True):
            for end, data in found:
                name = stem(sources, one.target) + end
                paths.append(outbox.put(name, data))
                record = (name, manifest.digest(data), len(data))
                files.setdefault(one.target, []).append(record)
        entries = [_entry(one, sources, files[one.target]) for one in made]
        old = manifest.stale(entries, earlier, folder)
        listed = outbox.put(manifest.NAME, manifest.write(entries, earlier, folder))
        outbox.commit()
    for path in old:
        with suppress(OSError):
            path.unlink()
    older = manifest.older(entries, earlier, folder, project.files)
    absent = left_out(project, sources, request, targets)
    return Report(tuple(paths), (*notes, *absent, *older), listed)


def compose_all(
    project: Project, sources: Sources, targets: Sequence[Target], progress: Progress = silent
) -> tuple[tuple[Made, ...], tuple[Diagnostic, ...]]:
    """Compose every target; return them with notes, or raise all their problems together."""
    notes = [*sources.told]
    faults = Gathering()
    made: list[Made] = []
    for number, target in enumerate(targets):
        progress(target.name, number, len(targets))
        try:
            product, layout = compose(sources, target)
        except PrintkitError as error:
            faults.errors.append(error)
            continue
        made.append(Made(target, product, layout))
        notes += (
            Diagnostic(
                "dropped", f"{target.name}: {sentence}", Span(layout.file), severity=Severity.NOTE
            )
            for sentence in product.dropped
        )
    if faults.errors:
        all_of_them = together(faults.errors)
        found = told(all_of_them.diagnostics, project.files, sources.content_file)
        raise type(all_of_them)(found)
    return tuple(made), sorted_diagnostics(notes)


def check(
    project: Project, request: Request, progress: Progress = silent
) -> tuple[Diagnostic, ...]:
    """Compose what is asked for without making a file; return notes. Raises as ``run`` does."""
    sources = read_sources(project, request.products)
    targets = plan(project, sources, request)
    _, notes = compose_all(project, sources, targets, progress)
    progress("", len(targets), len(targets))
    return notes


def show(project: Project, word: str, theme: str = "") -> str:
    """Return the scene of a target, named as ``poster`` or ``poster-A3``, as text."""
    sources = read_sources(project)
    targets = plan(project, sources, target_named(sources, word, theme))
    return "".join(dump(compose(sources, target)[0].scene) for target in targets)


def _entry(made: Made, sources: Sources, files: Sequence[manifest.File]) -> manifest.Entry:
    return manifest.Entry(
        target=made.target,
        framework=sources.framework.id,
        version=sources.framework.version,
        credit=sources.framework.credit.line.value,
        inputs=_inputs(made, sources),
        dropped=made.product.dropped,
        files=tuple(files),
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


