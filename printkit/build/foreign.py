"""``printkit impose``: single cards in anybody's PDF, laid on sheets with backs behind fronts."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final, Literal, TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from printkit.build.deliver import dialog
from printkit.build.delivery import Way, find_way, outputs_of
from printkit.build.files import reason, shown_path
from printkit.build.outbox import Outbox
from printkit.build.plan import Delivery, Sources, read_sources
from printkit.build.project import Project
from printkit.diagnostics import (
    Diagnostic,
    PrintkitError,
    ReadWriteError,
    Severity,
    Span,
    UsageError,
)
from printkit.geometry import Sides, Size
from printkit.icc import Intent, read_intent
from printkit.pdfio.foreign import ForeignPage, fill, foreign_pages, press_intent, told
from printkit.press.dress import Lettering
from printkit.press.impose import Card, Imposition, Order, impose
from printkit.press.pages import upright
from printkit.press.slug import Words
from printkit.render.output import PdfOutput
from printkit.scene.model import Metadata, Page, PlacedPage, Scene
from printkit.text.compose import Typesetter
from printkit.units import Length, format_mm, mm

Pages: TypeAlias = Literal["front-back", "back-front", "fronts-then-backs", "fronts"]
PAGES: Final = ("front-back", "back-front", "fronts-then-backs", "fronts")

_AGAIN: Final = "save it once more, without a password, from the program it was made with"
_SAME: Final = mm(0.1)  # sizes that differ by less are one: programs round


class Foreign(Struct, frozen=True):
    """What is to be imposed: a file, and how its pages are cards. ``backs`` may be a second one."""

    file: Path
    pages: Pages = "front-back"
    backs: Path | None = None


class Source(Struct, frozen=True):
    """A file that was read, and what its pages measure."""

    path: Path
    digest: str
    data: bytes
    pages: tuple[ForeignPage, ...]


class Done(Struct, frozen=True):
    files: tuple[Path, ...]
    notes: tuple[Diagnostic, ...]


def impose_files(
    project: Project, what: Foreign, asked: Delivery, out: Path | None = None
) -> Done:
    """Impose a file's cards on sheets and write the result; raises PrintkitError, writing nothing.

    The first page's language is not known, so cards run from the left.
    """
    sources = read_sources(project)
    way = find_way(project, sources.layouts, asked)
    if way is None or way.sheet is None:
        raise UsageError(
            Diagnostic("sheet", "no sheet is named to lay cards on", hint="add `--on A4`")
        )
    front = _read(what.file)
    backs = _read(what.backs) if what.backs is not None else None
    scene, cards = _cards(what, front, backs, asked)
    known = tuple(outputs_of(project, sources.layouts).sheets.values())
    gutter = asked.gutter
    order: Order = "sheet" if asked.order == "sheet" else "stack"
    how = Imposition(way.sheet, way.sides, gutter, order, way.marks, way.correct)
    setter = Typesetter(sources.fonts, sources.locale)
    lettering = Lettering(Words(product=what.file.name), setter)
    imposed = impose(cards, how, lettering=lettering, metadata=scene.metadata, known=known)
    scenes = imposed.scenes if way.printer is None else tuple(map(upright, imposed.scenes))
    files = (front, backs) if backs else (front,)
    two_sided = any(card.back is not None for card in cards)
    intent, notes = _intent(files)
    data = _rendered(way, sources, scenes, files, intent, two_sided)
    stem = "_".join((what.file.stem, *way.words))
    ends = ("-fronts", "-backs") if len(data) == 2 else ("",)
    with Outbox(out or Path.cwd()) as outbox:
        paths = tuple(
            outbox.put(f"{stem}{end}.pdf", bytes_)
            for end, bytes_ in zip(ends, data, strict=True)
        )
        outbox.commit()
    told = _told(front, scene, len(imposed.cards), len(imposed.sheets))
    doubts = [one for source in files for one in _doubts(source, asked)]
    return Done(paths, (told, *doubts, *notes, *imposed.notes))


def _told(source: Source, scene: Scene, cards: int, sheets: int) -> Diagnostic:
    """Return a note of what was laid on how many sheets."""
    size, bleed = _size(scene.pages[0].trim), _bleed(scene.pages[0].bleed)
    what = "1 card" if cards == 1 else f"{cards} cards"
    paper = "sheet" if sheets == 1 else "sheets"
    return Diagnostic(
        "imposition",
        f"{what} of {size}, with {bleed}, on {sheets} {paper}",
        Span(shown_path(source.path)),
        severity=Severity.NOTE,
    )


def _doubts(source: Source, asked: Delivery) -> Iterator[Diagnostic]:
    """Yield what a file has not that it was asked for, or that it needs."""
    span = Span(shown_path(source.path))
    bare = [number for number, page in enumerate(source.pages, 1) if page.cropped]
    if bare:
        more = f", and {len(bare) - 1} more" if len(bare) > 1 else ""
        yield Diagnostic(
            "foreign-pdf",
            f"page {bare[0]} shows less than its trim box{more}: its edge stays bare",
            span,
            hint="set its crop box to its medium where it is made, or its trim box to what is cut",
            severity=Severity.WARNING,
        )
    least = min(_least(page.bleed) for page in source.pages)
    if asked.bleed is not None and asked.bleed - least > _SAME:
        has = f"{format_mm(least)} of it" if least else "none"
        yield Diagnostic(
            "imposition",
            f"--bleed {format_mm(asked.bleed).replace(' ', '')} asks for more than there is: "
            f"the file has {has}",
            span,
            hint="have it made with more bleed, or leave --bleed out",
            severity=Severity.NOTE,
        )


def _read(path: Path) -> Source:
    """Return a file; raises PrintkitError for one that is not there or cannot be used."""
    span = Span(shown_path(path))
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ReadWriteError(
            Diagnostic("read", f"it cannot be read: {reason(error)}", span)
        ) from None
    try:
        pages = foreign_pages(data)
    except ValueError as error:
        raise PrintkitError(
            Diagnostic(
                "foreign-pdf",
                str(error),
                span,
                hint=_AGAIN,
            )
        ) from None
    return Source(path, hashlib.sha256(data).hexdigest(), data, pages)


def _cards(
    what: Foreign, front: Source, backs: Source | None, asked: Delivery
) -> tuple[Scene, tuple[Card, ...]]:
    """Return the pages as a scene, and which are the faces of a card."""
    faults = [*_mixed((front, backs) if backs else (front,))]
    count = len(front.pages)
    extra = len(backs.pages) if backs else 0
    if backs and what.pages != "fronts":
        faults.append(
            _fault(front, "with --backs all its pages are fronts", "add `--pages fronts`")
        )
    elif backs and extra not in (1, count):
        faults.append(
            _fault(
                backs,
                f"it has {extra} backs for {count} fronts",
                "one page is the back of all; otherwise each front has its own",
            )
        )
    elif what.pages != "fronts" and count % 2:
        faults.append(
            _fault(
                front,
                f"it has {count} pages, which makes no whole number of cards with two faces",
                "say how its pages are cards: --pages fronts where no card has a back",
            )
        )
    if faults:
        raise PrintkitError(faults)
    faces = _faces(what.pages, count, extra)
    _check_names(front, asked, len(faces))
    trim = front.pages[0].trim
    pages = [
        _page(source, number, trim, asked.bleed)
        for source in (front, backs)
        if source is not None
        for number in range(len(source.pages))
    ]
    scene = Scene(tuple(pages), _about(front))
    copies = dict(asked.copies)
    return scene, tuple(
        Card(
            str(number),
            scene,
            one,
            other,
            copies.get(str(number), copies.get("", 1)),
        )
        for number, (one, other) in enumerate(faces, 1)
        if not asked.only or str(number) in asked.only
    )


def _check_names(source: Source, asked: Delivery, count: int) -> None:
    """Raise UsageError for cards of --only and --copies that are not there."""
    known = {str(number) for number in range(1, count + 1)}
    named = [("--only", word) for word in asked.only]
    named += [("--copies", word) for word, _ in asked.copies if word]
    faults = [
        Diagnostic(
            "card",
            f"{option} {word}: there is no card {word!r}",
            Span(shown_path(source.path)),
            hint="cards go by their numbers, and there "
            + ("is 1 alone" if count == 1 else f"are 1 to {count}"),
        )
        for option, word in named
        if word not in known
    ]
    if faults:
        raise UsageError(faults)


def _about(source: Source) -> Metadata:
    """Return what a file says of itself, whose credit is not to be lost on the way."""
    said = told(source.data)
    return Metadata(
        said.get("Title") or source.path.stem,
        said.get("Lang", ""),
        subject=said.get("Subject", ""),
        author=said.get("Author", ""),
        version=said.get("Version", ""),
        credit=said.get("Credit", ""),
        source_url=said.get("Source", ""),
        contributors=tuple(filter(None, said.get("Contributor", "").split("; "))),
        rights=said.get("Rights", ""),
        original=said.get("Original", ""),
    )


def _faces(pages: Pages, count: int, backs: int) -> list[tuple[int, int | None]]:
    """Return the numbers of front and back of every card."""
    if pages == "fronts":
        if backs == 0:
            return [(number, None) for number in range(count)]
        return [(number, count + (number if backs > 1 else 0)) for number in range(count)]
    if pages == "fronts-then-backs":
        return [(number, count // 2 + number) for number in range(count // 2)]
    pairs = [(number, number + 1) for number in range(0, count, 2)]
    return [(b, a) for a, b in pairs] if pages == "back-front" else [*pairs]


def _page(source: Source, number: int, trim: Size, bleed: Length | None) -> Page:
    """Return a page of a file as a page of ours, cut to ``trim``: sizes that are one to us have
    to be one to the last. ``bleed`` is the most that is taken of its own.
    """
    found = source.pages[number]
    own = found.bleed
    kept = own if bleed is None else Sides(
        min(own.top, bleed), min(own.right, bleed), min(own.bottom, bleed), min(own.left, bleed)
    )
    whole = Page("", found.trim, (), own).bleed_box
    return Page(
        f"{number + 1}", trim, (PlacedPage(source.digest, number, whole),), bleed=kept
    )


def _mixed(sources: Sequence[Source]) -> list[Diagnostic]:
    """Return errors for pages that are not of one size."""
    first = sources[0].pages[0].trim
    faults = []
    for source in sources:
        others = {
            number: page.trim
            for number, page in enumerate(source.pages, 1)
            if abs(page.trim.width - first.width) > _SAME
            or abs(page.trim.height - first.height) > _SAME
        }
        if others:
            number, size = next(iter(others.items()))
            more = f", and {len(others) - 1} more" if len(others) > 1 else ""
            faults.append(
                _fault(
                    source,
                    f"its pages are of different sizes: page 1 of {shown_path(sources[0].path)} is "
                    f"{_size(first)}, page {number} {_size(size)}{more}",
                    "impose cards of each size by themselves",
                )
            )
    return faults


def _fault(source: Source, message: str, hint: str) -> Diagnostic:
    return Diagnostic("foreign-pdf", message, Span(shown_path(source.path)), hint=hint)


def _size(size: Size) -> str:
    return f"{format_mm(size.width).removesuffix(' mm')} x {format_mm(size.height)}"


def _bleed(sides: Sides) -> str:
    least = _least(sides)
    return f"{format_mm(least)} of bleed" if least else "no bleed"


def _least(sides: Sides) -> Length:
    return min(sides.top, sides.right, sides.bottom, sides.left)


def _intent(files: Sequence[Source]) -> tuple[Intent | None, list[Diagnostic]]:
    """Return the press that all files are made for, None where there is none, and notes."""
    found = {press_intent(one.data) for one in files}
    said = found.pop() if len(found) == 1 else None
    if said is None:
        return None, []
    file = shown_path(files[0].path)
    try:
        return read_intent(said.icc, file, said.identifier, said.info, said.registry), []
    except PrintkitError as error:
        return None, [
            replace(
                one,
                message=f"its output intent names no press: {one.message}",
                hint="the sheets are made as a plain PDF; a press wants PDF/X-4 with its profile",
                severity=Severity.WARNING,
            )
            for one in error.diagnostics
        ]


def _rendered(
    way: Way,
    sources: Sources,
    scenes: Sequence[Scene],
    files: Sequence[Source],
    intent: Intent | None,
    two_sided: bool,
) -> list[bytes]:
    from printkit.render.pdf import render_pdf

    found = {one.digest: one.data for one in files}
    if intent is not None:  # marks are to stand on the plates of a press file
        output = PdfOutput("cmyk", "PDF/X-4", intent)
    else:
        output = dialog(way, PdfOutput(way.profile.colour), two_sided=two_sided)
    made = [render_pdf(scene, sources.fonts, {}, output=output) for scene in scenes]
    try:
        return [fill(data, found) for data in made]
    except ValueError as error:
        raise PrintkitError(_fault(files[0], str(error), _AGAIN)) from None
