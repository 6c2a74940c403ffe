"""The guard: no file is made that does not name its source, for all to read.

It looks at the scene before rendering and reads the written bytes after. It believes
nobody: what an engine says about a credit is checked against the content, and what a
renderer says against the glyphs. Nothing switches it off.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence

from printkit.build.paint import (
    Mark,
    glyph_boxes,
    marks,
    samples,
    whole,
)
from printkit.colour import contrast
from printkit.content.markup import plain
from printkit.content.model import Credit
from printkit.diagnostics import Diagnostic, PrintkitError, Span
from printkit.fonts.library import FontLibrary
from printkit.geometry import Rect, enclosing
from printkit.scene.model import GlyphRun, Image, Page, PlacedCredit, Scene
from printkit.scene.walk import block_text, symbol_table
from printkit.units import format_mm, pt, to_pt

SMALLEST = pt(6)
SMALLEST_NASTALIQ = pt(7)
LEAST_CONTRAST = 4.5
PAPER = (255, 255, 255)

# Soft hyphen, joiners, marks and isolates of direction, word joiner, byte order mark.
_HIDDEN = dict.fromkeys(
    (0x00AD, 0x061C, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x206A), 0xFEFF)
)


def squash(text: str) -> str:
    """Return ``text`` as it is compared: NFC, without white space and invisible controls.

    Joiners go as well: PDFium leaves them out of what it reads.
    """
    return "".join(unicodedata.normalize("NFC", text).translate(_HIDDEN).split())


def page_sets(scene: Scene) -> tuple[tuple[int, ...], ...]:
    """Return the pages by the piece of paper they are printed on, each of which needs a credit.

    A card is its front and its back; the pages of anything else belong together.
    """
    sets: dict[str, list[int]] = {}
    for number, page in enumerate(scene.pages):
        stem, _, face = page.id.rpartition("-")
        sets.setdefault(stem if stem and face in ("front", "back") else "", []).append(number)
    return tuple(map(tuple, sets.values()))


def inspect(
    scene: Scene, fonts: FontLibrary, credit: Credit, where: Span
) -> tuple[Diagnostic, ...]:
    """Return what is wrong with the credits of a scene; nothing when all are good.

    ``where`` is the layout file, which is where such faults are mended.
    """
    said = [*_missing(scene, credit)]
    symbols = symbol_table(scene)
    for number, page in enumerate(scene.pages):
        here = [c for c in scene.credits if c.page == number]
        if not here:
            continue
        painted = marks(page, symbols)
        for placed in here:
            said += (f"on {_name(page, number)} {fault}" for fault in _wording(placed, credit))
            said += (
                f"on {_name(page, number)} {fault}"
                for fault in _faults(scene, page, placed, painted, fonts)
            )
    return tuple(
        Diagnostic("credit", message, where, hint="the credit frame and its style must stay")
        for message in dict.fromkeys(said)
    )


def whole_on(scene: Scene) -> frozenset[int]:
    """Return the pages that say as much of the credit as any page of the scene does."""
    said: dict[int, int] = {}
    for placed in scene.credits:
        said[placed.page] = said.get(placed.page, 0) + len(squash(plain(placed.text)))
    most = max(said.values(), default=0)
    return frozenset(page for page, length in said.items() if length == most)


def still_said(
    before: Iterable[tuple[Scene, int, int]],
    after: Iterable[Scene],
    fonts: FontLibrary,
    where: Span,
) -> None:
    """Raise PrintkitError unless every credit that was judged is still to be seen.

    ``before`` are pages, by scene and number, with how often each is printed; ``after`` what
    is made of them: sheets of cards, parts of a poster. It is counted by letters, whole,
    unclipped and uncovered ones, so that it does not matter how a line was set again.
    """
    wanted: dict[str, int] = {}
    for scene, number, copies in before:
        for placed in scene.credits:
            if placed.page == number:
                text = squash(plain(placed.text))
                wanted[text] = wanted.get(text, 0) + copies
    found: dict[str, int] = {}
    for scene in after:
        symbols = symbol_table(scene)
        for number, page in enumerate(scene.pages):
            tags = {c.tag: squash(plain(c.text)) for c in scene.credits if c.page == number}
            if not tags:
                continue
            painted = marks(page, symbols)
            for order, mark in enumerate(painted):
                text = tags.get(mark.tag, "") if mark.tag is not None else ""
                if text and isinstance(mark.node, GlyphRun) and (
                    _seen(order, mark, page, painted, fonts)
                ):  # fmt: skip
                    found[text] = found.get(text, 0) + len(squash(mark.node.text))
    lost = [
        text for text, count in wanted.items() if found.get(text, 0) < count * len(text)
    ]
    if lost:
        raise PrintkitError(
            Diagnostic(
                "credit",
                f"not everywhere it was placed can the credit {_short(text)!r} be seen",
                where,
                hint="no file was changed; please report this",
            )
            for text in lost
        )


def _seen(
    order: int, mark: Mark, page: Page, painted: Sequence[Mark], fonts: FontLibrary
) -> bool:
    """Return whether a run stands whole on its page, with nothing painted over it."""
    boxes = glyph_boxes(mark, fonts)
    box = enclosing(boxes)
    if box is None:  # a space
        return True
    if not page.medium.contains(box) or not whole(mark, box):
        return False
    return not any(
        other.box.overlaps(box) and any(other.touches(glyph) for glyph in boxes)
        for other in painted[order + 1 :]
    )


def _name(page: Page, number: int) -> str:
    return f"page {page.label or page.id or number + 1}"


def _missing(scene: Scene, credit: Credit) -> Iterator[str]:
    said = [(placed.page, squash(plain(placed.text))) for placed in scene.credits]
    source = [squash(plain(text.value)) for text in (credit.line, credit.short) if text]
    credited = {page for page, text in said if any(one in text for one in source)}
    for pages in page_sets(scene):
        if credited.isdisjoint(pages):
            page = scene.pages[pages[0]]
            yield f"{_name(page, pages[0])} carries no credit"
    if not any(source[0] in text for _, text in said):
        yield "no page carries the whole credit line of the content"
    for notice in credit.chain:
        if not any(squash(plain(notice.value)) in text for _, text in said):
            yield f"no page says {_short(plain(notice.value))!r}, which the credit says"


def _wording(placed: PlacedCredit, credit: Credit) -> Iterator[str]:
    said = squash(plain(placed.text))
    known = [plain(text.value) for text in (*credit.whole, credit.short) if text]
    meant = [text for text in known if squash(text) in said]
    if not meant:
        yield "the credit does not say what the content says"
    names = {
        name for name in credit.protected if not meant or any(name in text for text in meant)
    }
    for name in sorted(names | set(placed.protected)):
        if squash(name) not in said:
            yield f"the credit does not name {name!r}, letter for letter"


def _faults(
    scene: Scene,
    page: Page,
    placed: PlacedCredit,
    painted: Sequence[Mark],
    fonts: FontLibrary,
) -> Iterator[str]:
    own = [
        (order, mark)
        for order, mark in enumerate(painted)
        if mark.tag == placed.tag and isinstance(mark.node, GlyphRun)
    ]
    runs = [mark.node for _, mark in own if isinstance(mark.node, GlyphRun)]
    drawn = squash(block_text(runs, scene.metadata.direction, runs[0].lang if runs else ""))
    if drawn != squash(plain(placed.text)):
        yield "the credit that is drawn is not the one that was meant" if runs else (
            "the credit is not drawn"
        )
    paper = Rect.of(
        page.safe.left,
        page.safe.top,
        page.trim.width - page.safe.right,
        page.trim.height - page.safe.bottom,
    )
    for order, mark in own:
        yield from _run_faults(order, mark, placed, paper, painted, fonts)


def _run_faults(
    order: int,
    mark: Mark,
    placed: PlacedCredit,
    paper: Rect,
    painted: Sequence[Mark],
    fonts: FontLibrary,
) -> Iterator[str]:
    run = mark.node
    assert isinstance(run, GlyphRun)
    boxes = glyph_boxes(mark, fonts)
    box = enclosing(boxes)
    if box is None:
        if squash(run.text):
            yield "the credit is drawn without glyphs"
        return
    least = max(placed.minimum, SMALLEST_NASTALIQ if "Nastaliq" in run.font.name else SMALLEST)
    size = run.size * mark.scale
    if size < least * 0.999:  # a turn or a scale may cost a unit
        yield f"the credit is {to_pt(round(size)):.1f} pt; it needs {to_pt(least):.1f} pt"
    if not paper.contains(box):
        yield "the credit leaves the safe area of the page"
    if not whole(mark, box):
        yield "the credit is clipped"
    near = [(n, other) for n, other in enumerate(painted) if other.box.overlaps(box)]
    below = [other for n, other in near if n < order]
    grounds = _grounds(below, boxes, box)
    if any(isinstance(other.node, Image) for other in below):
        yield "the credit stands on a picture"
    weakest = min((contrast(run.ink.rgb, rgb) for rgb in grounds), default=21.0)
    if weakest < LEAST_CONTRAST:
        yield (
            f"the credit has a contrast of {weakest:.1f} to what lies beneath;"
            f" it needs {LEAST_CONTRAST}"
        )
    for n, other in near:
        if other.tag == mark.tag and isinstance(other.node, GlyphRun):
            continue
        if isinstance(other.node, GlyphRun):
            if _meet(boxes, glyph_boxes(other, fonts)):
                yield f"the credit and the text {_short(other.node.text)!r} stand on each other"
        elif n > order and any(other.touches(glyph) for glyph in boxes):
            at = f"{format_mm(box.x)}, {format_mm(box.y)}"
            yield f"something is painted over the credit at {at}"


def _grounds(
    below: Sequence[Mark], boxes: Iterable[Rect], box: Rect
) -> set[tuple[int, int, int]]:
    """Return the colours right under the glyphs, bare paper among them."""
    ground = PAPER
    seen: list[Mark] = []  # the topmost first
    for mark in reversed(below):
        if ink := mark.plain_under(box):
            ground = ink.rgb
            break
        seen.append(mark)
    if not seen:
        return {ground}
    found: set[tuple[int, int, int]] = set()
    for glyph in boxes:
        for x, y in samples(glyph):
            inks = (mark.ink_at(x, y) for mark in seen)
            found.add(next((ink.rgb for ink in inks if ink), ground))
    return found


def _meet(some: Sequence[Rect], others: Sequence[Rect]) -> bool:
    return any(one.overlaps(other) for one in some for other in others)


def _short(text: str) -> str:
    return text if len(text) <= 30 else text[:29] + "…"
