"""What is to be made: sources read once, and a list of targets."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from msgspec import Struct
from msgspec.structs import replace

from printkit.build.project import THEME, Project
from printkit.build.translation import Translation
from printkit.content.load import load_framework, load_kit
from printkit.content.model import Framework, Kit
from printkit.diagnostics import (
    Diagnostic,
    ExitCode,
    MissingError,
    PrintkitError,
    ReadWriteError,
    Severity,
    Span,
    UsageError,
    did_you_mean,
    sorted_diagnostics,
)
from printkit.engines import Schemas
from printkit.fonts.library import FontLibrary
from printkit.layout.load import LayoutLibrary
from printkit.locales.model import Locale
from printkit.locales.tags import parse_locale
from printkit.units import Length

T = TypeVar("T")

ALL = "all"
_SAMPLE = Diagnostic(
    "sample",
    "no project here: this is the sample that printkit brings",
    hint="`printkit init` makes a project of your own",
    severity=Severity.NOTE,
)


class Delivery(Struct, frozen=True):
    """How products are to leave the house, in the words of the command line; empty: unsaid."""

    profile: str = ""  # --for
    on: str = ""  # the sheet they are imposed or tiled on
    sides: str = ""
    order: str = ""
    marks: bool | None = None
    bleed: Length | None = None
    gutter: Length | None = None
    overlap: Length | None = None
    copies: tuple[tuple[str, int], ...] = ()  # (a card, a locale or "" for all, how many)
    only: tuple[str, ...] = ()  # cards, or pages
    together: bool = False  # locales on shared sheets
    printer: str = ""
    icc: str = ""
    hand_off: bool = False  # a zip for the printer
    quantity: int = 0  # for its specification
    stock: str = ""


class Request(Struct, frozen=True):
    """What the command line named; what it leaves empty is filled from the settings."""

    products: tuple[str, ...] = ()
    sizes: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()
    theme: str = ""
    locales: tuple[str, ...] = ()
    draft: bool = False  # untranslated texts are printed in their own language, and marked
    strict: bool = False  # what is warned of stops a run
    adaptation: str = ""
    delivery: Delivery = Delivery()


class Sources(Struct, frozen=True):
    """Everything targets are made from, and the digests of the files it was read from."""

    framework: Framework
    kit: Kit
    fonts: FontLibrary
    layouts: LayoutLibrary
    locale: Locale
    content_file: str
    content_digests: tuple[tuple[str, str], ...]
    layout_digests: tuple[tuple[str, str], ...]
    told: tuple[Diagnostic, ...] = ()  # findings that do not stop a run
    translation: Translation | None = None
    origin: Sources | None = None  # the same before it was translated


class Target(Struct, frozen=True):
    """One product at one size, in one language and theme, in some formats."""

    product: str
    size: str
    theme: str
    locale: str
    formats: tuple[str, ...] = ()
    draft: bool = False
    adaptation: str = ""
    bleed: Length = 0  # beyond the trim, on each side
    variant: str = ""  # how it is delivered, as file names say it: "_press_on-SRA3"
    options: str = ""  # the same as options of the command line
    locales: tuple[str, ...] = ()  # those in it, where they are several together

    @property
    def name(self) -> str:
        """How people call it: ``poster-A1``, with the theme where it is not the usual."""
        theme = "" if self.theme == THEME else f"-{self.theme}"
        return f"{self.product}-{self.size}{theme}"


class Gathering:
    """Runs steps one by one and keeps their problems, to raise them together."""

    def __init__(self) -> None:
        self.errors: list[PrintkitError] = []

    def attempt(self, step: Callable[[], T]) -> T | None:
        """Return what ``step`` returns, or None where it raised a PrintkitError."""
        try:
            return step()
        except PrintkitError as error:
            self.errors.append(error)
            return None

    def settle(self) -> None:
        """Raise what was gathered, if anything."""
        if self.errors:
            raise together(self.errors)


def together(errors: Iterable[PrintkitError]) -> PrintkitError:
    """Return one error with all diagnostics; its exit code is theirs where they agree."""
    found = tuple(errors)
    items = [item for error in found for item in error.diagnostics]
    codes = {error.exit_code for error in found}
    kinds: dict[ExitCode, type[PrintkitError]] = {
        ExitCode.MISSING: MissingError,
        ExitCode.IO: ReadWriteError,
        ExitCode.USAGE: UsageError,
    }
    kind = kinds.get(codes.pop(), PrintkitError) if len(codes) == 1 else PrintkitError
    return kind(items)


def read_sources(
    project: Project, products: Iterable[str] = (), adaptation: str = ""
) -> Sources:
    """Read content, fonts and layouts; raises PrintkitError with all problems of all of them.

    Where ``products`` are named, other layouts and their engines are left alone. Without
    an ``adaptation``, the one of the settings is laid on the content.
    """
    files = project.files
    only = _known_layouts(project, products)
    faults = Gathering()
    told: list[Diagnostic] = [] if project.own else [_SAMPLE]
    before = files.digests
    layouts = faults.attempt(lambda: LayoutLibrary.load(files, Schemas(), only=only))
    if layouts and only and not set(only) <= set(layouts.names):  # a parent of layouts, say
        layouts = faults.attempt(lambda: LayoutLibrary.load(files, Schemas()))
    layout = since(before, files.digests)
    before = files.digests
    motifs = tuple(layouts.motifs) if layouts else None
    path = faults.attempt(project.framework_path)
    framework = (
        faults.attempt(
            lambda: load_framework(
                files,
                path,
                motifs=motifs,
                warn=told,
                adaptation=_adaptation(project, path, adaptation),
            )
        )
        if path
        else None
    )
    kit = faults.attempt(lambda: load_kit(files, warn=told))
    content = since(before, files.digests)
    fonts = faults.attempt(lambda: FontLibrary.load(files))
    locale = faults.attempt(lambda: parse_locale(framework.language)) if framework else None
    faults.settle()
    if not (framework and kit and layouts and fonts and locale and path):
        raise AssertionError("a step failed without saying so")
    return Sources(
        framework, kit, fonts, layouts, locale, path, content, layout, sorted_diagnostics(told)
    )


def _adaptation(project: Project, path: str, asked: str) -> str:
    """Return the adaptation to lay on the content; raises PrintkitError where it is not there."""
    slug = asked or project.settings.adaptation
    if not slug:
        return ""
    from printkit.content.adaptations import adaptation_names, unknown  # most runs have none

    if slug in adaptation_names(project.files, path):
        return slug
    if asked:
        raise UsageError(unknown(project.files, path, slug))
    place = project.settings.span("adaptation")
    raise PrintkitError(unknown(project.files, path, slug, place))


def _known_layouts(project: Project, products: Iterable[str]) -> tuple[str, ...] | None:
    """Return the layouts to read, or None for all: to say what exists, or to make it."""
    wanted = tuple(dict.fromkeys(products)) or project.settings.products
    if not wanted or not wanted_exist(project, (*wanted, *project.settings.sizes)):
        return None
    return wanted


def wanted_exist(project: Project, products: Iterable[str]) -> bool:
    """Return whether every product has a layout file of its name."""
    present = set(project.files.list("layouts"))
    return all(f"layouts/{product}.toml" in present for product in products)


def since(before: dict[str, str], after: dict[str, str]) -> tuple[tuple[str, str], ...]:
    """Return the files that were read in between, with their digests."""
    return tuple(sorted(item for item in after.items() if item[0] not in before))


def plan(
    project: Project, sources: Sources, request: Request, tags: Sequence[str] = ()
) -> tuple[Target, ...]:
    """Return the targets, in the order of locales, products and sizes.

    ``tags`` are the locales, the content's own if there are none. Raises UsageError for what
    the command line named and does not exist, PrintkitError with the place in
    ``printkit.toml`` for what that names.
    """
    settings = project.settings
    layouts = sources.layouts
    faults: list[Diagnostic] = []
    asked = bool(request.products or request.sizes or request.theme or request.locales)

    def unknown(code: str, word: str, known: Iterable[str], span: Span | None) -> None:
        names = tuple(known)
        kind = code.removeprefix("unknown-")
        faults.append(
            Diagnostic(
                code,
                f"there is no {kind} {word!r}{did_you_mean(word, names)}",
                span,
                hint=f"known: {', '.join(names)}",
            )
        )

    products = request.products or settings.products or tuple(layouts.names)
    for product in products:
        if product not in layouts.names:
            span = None if request.products else settings.span("products", product)
            unknown("unknown-product", product, layouts.names, span)
    theme = request.theme or settings.theme
    if theme not in layouts.themes:
        span = None if request.theme else settings.span("theme")
        unknown("unknown-theme", theme, layouts.themes, span)
    for product in settings.sizes:
        if product not in layouts.names and not wanted_exist(project, (product,)):
            unknown("unknown-product", product, layouts.names, settings.span("sizes", product))
    for product in settings.leave_out:
        if product not in layouts.names and not wanted_exist(project, (product,)):
            unknown("unknown-product", product, layouts.names, settings.span("leave-out", product))
    asked_sizes = tuple(_as_written(size, layouts.formats) for size in request.sizes)
    named = any(product in layouts.names for product in request.products)
    in_none = {
        size for size in asked_sizes if not named and size != ALL and not _comes_in(layouts, size)
    }
    for size in asked_sizes:
        if size in in_none:
            each = (f"{name}: {', '.join(layouts.sizes(name))}" for name in layouts.names)
            names = [known for name in layouts.names for known in layouts.sizes(name)]
            faults.append(
                Diagnostic(
                    "unknown-size",
                    f"no product comes in {size!r}{did_you_mean(size, names)}",
                    hint=f"sizes are: {'; '.join(each)}",
                )
            )
    targets: list[Target] = []
    for product in dict.fromkeys(p for p in products if p in layouts.names):
        known = layouts.sizes(product)
        if request.sizes:
            wanted = known if ALL in request.sizes else asked_sizes
            if not request.products:
                wanted = tuple(size for size in wanted if size in known)
        else:
            wanted = settings.sizes.get(product) or (layouts.default_size(product),)
        for size in dict.fromkeys(wanted):
            if size in known:
                adapted = sources.framework.adaptation
                targets.append(
                    Target(product, size, theme, "", draft=request.draft, adaptation=adapted)
                )
            elif size not in in_none or not request.sizes:
                faults.append(
                    Diagnostic(
                        "unknown-size",
                        f"{product} has no size {size!r}{did_you_mean(size, known)}",
                        None if request.sizes else settings.span("sizes", product, size),
                        hint=f"it comes as {', '.join(known)}",
                    )
                )
    if faults:
        raise (UsageError if asked and not any(f.span for f in faults) else PrintkitError)(faults)
    if not targets:
        raise UsageError(
            Diagnostic("unknown-size", "no product comes in this size", hint="name the product")
        )
    formats = request.formats or settings.formats
    return tuple(
        replace(target, locale=tag, formats=tuple(dict.fromkeys(formats)))
        for tag in tags or (sources.locale.tag,)
        for target in targets
    )


def _as_written(size: str, known: Iterable[str]) -> str:
    """Return a size as layouts write it: ``a4`` is A4."""
    return next((name for name in known if name.lower() == size.lower()), size)


def _comes_in(layouts: LayoutLibrary, size: str) -> bool:
    return any(size in layouts.sizes(name) for name in layouts.names)


def left_out(
    project: Project, sources: Sources, request: Request, targets: Iterable[Target]
) -> Iterable[Diagnostic]:
    """Yield a note of the products that do not come in a size that was asked for alone."""
    if request.products or not request.sizes or ALL in request.sizes:
        return
    made = {target.product for target in targets}
    products = project.settings.products or tuple(sources.layouts.names)
    absent = [name for name in dict.fromkeys(products) if name not in made]
    if absent:
        sizes = " or ".join(_as_written(s, sources.layouts.formats) for s in request.sizes)
        named = " and ".join(filter(None, (", ".join(absent[:-1]), absent[-1])))
        one = len(absent) == 1 and not absent[0].endswith("s")
        come = "does not come" if one else "do not come"
        yield Diagnostic(
            "left-out", f"{named} {come} in {sizes}: left out", severity=Severity.NOTE
        )


def target_named(sources: Sources, word: str, theme: str) -> Request:
    """Return the request for ``poster`` or ``poster-A3``: a product and perhaps its size."""
    for product in sorted(sources.layouts.names, key=len, reverse=True):
        if word == product:
            return Request((product,), theme=theme)
        if word.startswith(f"{product}-"):
            return Request((product,), (word.removeprefix(f"{product}-"),), theme=theme)
    return Request((word,), theme=theme)
