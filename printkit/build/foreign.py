"""``printkit impose``: single cards in anybody's PDF, laid on sheets with backs behind fronts."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Final, Literal, TypeAlias

from msgspec import Struct

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
from printkit.icc import Intent
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
    two_sided = any(card.back is not None for card in cards)
    data = _rendered(way, sources, scenes, front, backs, two_sided)
    stem = f"{what.file.stem}_on-{way.sheet.id}"
    ends = ("-fronts", "-backs") if len(data) == 2 else ("",)
    with Outbox(out or Path.cwd()) as outbox:
        paths = tuple(
            outbox.put(f"{stem}{end}.pdf", bytes_)
            for end, bytes_ in zip(ends, data, strict=True)
        )
        outbox.commit()
    told = _told(front, len(imposed.cards), len(imposed.sheets))
    return Done(paths, (told, *imposed.notes))


def _told(source: Source, cards: int, sheets: int) -> Diagnostic:
    size = source.pages[0]
    paper = "sheet" if sheets == 1 else "sheets"
    return Diagnostic(
        "imposition",
        f"{cards} cards of {_size(size.trim)}, with {_bleed(size.bleed)}, on {sheets} {paper}",
        Span(shown_path(source.path)),
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
                hint="save it once more, without a password, from the program it was made with",
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
    pages = [_page(front, number, asked.bleed) for number in range(count)]
    pages += [_page(backs, number, asked.bleed) for number in range(extra)] if backs else []
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
        for number, (one, other) in enumerate(_faces(what.pages, count, extra), 1)
        if not asked.only or str(number) in asked.only
    )


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


def _page(source: Source, number: int, bleed: Length | None) -> Page:
    """Return a page of a file as a page of ours; ``bleed`` is the most that is taken of its own."""
    found = source.pages[number]
    own = found.bleed
    kept = own if bleed is None else Sides(
        min(own.top, bleed), min(own.right, bleed), min(own.bottom, bleed), min(own.left, bleed)
    )
    trim = source.pages[0].trim if number else found.trim
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
    least = min(sides.top, sides.right, sides.bottom, sides.left)
    return f"{format_mm(least)} of bleed" if least else "no bleed"


def _rendered(
    way: Way,
    sources: Sources,
    scenes: Sequence[Scene],
    front: Source,
    backs: Source | None,
    two_sided: bool,
) -> list[bytes]:
    from printkit.render.pdf import render_pdf

    found = {one.digest: one.data for one in (front, backs) if one}
    intents = {press_intent(data) for data in found.values()}
    intent = intents.pop() if len(intents) == 1 else None
    if intent is not None:  # marks are to stand on the plates of a press file
        output = PdfOutput("cmyk", "PDF/X-4", Intent(*intent))
    else:
        output = dialog(way, PdfOutput(way.profile.colour), two_sided=two_sided)
    return [fill(render_pdf(scene, sources.fonts, {}, output=output), found) for scene in scenes]
