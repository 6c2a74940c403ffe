"""Proofs: the pages of a product with frames, their names, the safe area and a grid over them.

A proof is for designers. It is made from the same scene, and named so that nobody takes
it for the product.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from msgspec.structs import replace

from printkit.build.outbox import Outbox
from printkit.build.plan import Request, Sources
from printkit.build.project import Project
from printkit.build.readback import check_pdf
from printkit.build.run import Progress, Report, assets_of, compose_all, prepare, silent
from printkit.build.works import Made, page_suffix, stem
from printkit.geometry import Rect
from printkit.locales.tags import parse_locale
from printkit.paths import line, rectangle
from printkit.scene.model import Frame, Ink, Node, Page, Scene, Stroke, Style
from printkit.scene.model import Path as Outlined
from printkit.text.compose import Typesetter
from printkit.units import Length, mm, pt

_FRAME: Final = Ink("proof-frame", (214, 0, 110), (0, 100, 20, 0))
_PAPER: Final = Ink("proof-paper", (255, 255, 255), (0, 0, 0, 0))
_SAFE: Final = Ink("proof-safe", (0, 130, 200), (100, 30, 0, 0))
_GRID: Final = Ink("proof-grid", (190, 205, 220), (18, 8, 4, 2))
_SUFFIX: Final = "_PROOF"


def proofs(
    project: Project,
    request: Request,
    out: Path | None = None,
    dpi: int = 72,
    progress: Progress = silent,
) -> Report:
    """Make proofs of what is asked for; raises PrintkitError with all problems."""
    formats = request.formats or ("png",)
    prepared = prepare(project, request, ())
    made, notes = compose_all(project, prepared, request, progress)
    assets = assets_of(project, prepared.sources)
    with Outbox(out or project.out / "proof") as outbox:
        paths = tuple(
            outbox.put(name, data)
            for one in made
            for name, data in _files(one, formats, dpi, assets)
        )
        outbox.commit()
    progress("", len(made), len(made))
    return Report(paths, notes)


def _files(
    made: Made,
    formats: tuple[str, ...],
    dpi: int,
    assets: Mapping[str, bytes],
) -> Iterator[tuple[str, bytes]]:
    from printkit.render.pdf import render_pdf

    sources = made.sources
    font = next(iter(made.layout.styles.values())).font
    scene = overlaid(made.product.scene, sources, font)
    pdf = render_pdf(scene, sources.fonts, assets)
    check_pdf(pdf, scene, sources.fonts)
    name = stem(sources, made.target)
    if "pdf" in formats:
        yield f"{name}{_SUFFIX}.pdf", pdf
    if "png" in formats:
        from printkit.render.png import render_png

        pages = scene.pages
        for number, data in enumerate(render_png(pdf, dpi=dpi)):
            yield f"{name}{page_suffix(pages[number], number, len(pages))}{_SUFFIX}.png", data


def overlaid(scene: Scene, sources: Sources, font: str) -> Scene:
    """Return the scene with frames, safe area and grid drawn over every page."""
    typesetter = Typesetter(sources.fonts, parse_locale("en"))
    pages = tuple(
        replace(
            page,
            nodes=(
                *_grid(page),
                *page.nodes,
                *_safe(page),
                *(
                    node
                    for frame in scene.frames
                    if frame.page == number
                    for node in _frame(frame, page, typesetter, font)
                ),
            ),
        )
        for number, page in enumerate(scene.pages)
    )
    return replace(scene, pages=pages)


def _hair(page: Page) -> Length:
    """Return the width of a fine line: seen on a card and on a poster shown whole."""
    return max(mm(0.1), page.trim.width // 2000)


def _grid(page: Page) -> Iterator[Node]:
    """Yield a grid under the page's ink: every 10 mm, every fifth line twice as strong."""
    width, height = page.trim.width, page.trim.height
    for size, end in ((width, height), (height, width)):
        for count in range(1, size // mm(10) + 1):
            at = count * mm(10)
            outline = line(at, 0, at, end) if size is width else line(0, at, end, at)
            heavy = 2 if count % 5 == 0 else 1
            yield Outlined(outline, stroke=Stroke(_GRID, _hair(page) * heavy // 2))


def _safe(page: Page) -> Iterator[Node]:
    trim = Rect(0, 0, page.trim.width, page.trim.height)
    dash = (_hair(page) * 12, _hair(page) * 8)
    yield Outlined(rectangle(trim.inset(page.safe)), stroke=Stroke(_SAFE, _hair(page), dash))


def _frame(frame: Frame, page: Page, typesetter: Typesetter, font: str) -> Iterator[Node]:
    """Yield a frame and its name on a label of its own, at the end of the upper edge."""
    box = frame.box
    yield Outlined(rectangle(box), stroke=Stroke(_FRAME, _hair(page)))
    size = max(pt(3.5), page.trim.width // 110)
    block = typesetter.set(frame.name, Style("proof", font, 500, size, size, 1.0, _PAPER))
    inset = _hair(page) * 3
    width, height = block.width + 2 * inset, block.height
    above = box.y - height if box.y >= height else box.y
    label = Rect(max(0, box.right - width), above, width, height)
    yield Outlined(rectangle(label), fill=_FRAME)
    yield from block.place(label.x + inset, label.y + block.ascent, block.width)
