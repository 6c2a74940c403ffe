"""Files to be made: each a scene with the way it is spelled; their bytes, read back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from printkit.build.plan import Sources, Target
from printkit.diagnostics import PrintkitError, Severity
from printkit.engines.model import Product
from printkit.fonts.library import FontLibrary
from printkit.layout.model import Layout
from printkit.render.output import SCREEN, PdfOutput
from printkit.scene.model import Page, Scene
from printkit.units import EMU_PER

if TYPE_CHECKING:
    from printkit.build.delivery import Way
    from printkit.press.preflight import Finding
    from printkit.press.rules import Limits


HOW_TO_PRINT: Final = "_how-to-print"
"""The end of the name of the page that goes with what is printed at home."""


class Made(Struct, frozen=True):
    """A target composed, its credits judged, from the edition it is made of."""

    target: Target
    product: Product
    layout: Layout
    sources: Sources


class Rendered(Struct, frozen=True):
    """The files of a work, (name, bytes), and what preflight says of them."""

    files: tuple[tuple[str, bytes], ...]
    found: tuple[Finding, ...] = ()


class Work(Struct, frozen=True):
    """One file, or one for each page; ``made`` is what is in it, ``end`` follows the name.

    With ``limits`` a PDF is preflighted before it takes its name.
    """

    target: Target
    made: tuple[Made, ...]
    scene: Scene
    kind: str
    end: str = ""
    output: PdfOutput = SCREEN
    way: Way | None = None  # what it is delivered as, where anything was said of that
    limits: Limits | None = None

    @property
    def stem(self) -> str:
        """What its target's file names begin with, below the output folder."""
        return stem(self.made[0].sources, self.target)

    @property
    def name(self) -> str:
        return self.stem + self.end


def plain_works(made: Made) -> tuple[Work, ...]:
    """Return a target's files as they are made for the screen."""
    return tuple(
        Work(made.target, (made,), made.product.scene, kind) for kind in made.target.formats
    )


def stem(sources: Sources, target: Target) -> str:
    """Return what a target's file names begin with, below the output folder."""
    draft = "-DRAFT" if target.draft else ""
    framework = "_".join(filter(None, (sources.framework.id, target.adaptation)))
    name = f"{framework}_{target.name}_{target.locale}{target.variant}{draft}"
    return f"{target.locale}/{name}"


def page_suffix(page: Page, number: int, pages: int) -> str:
    """Return what tells a page's own file from the others: a number, or a card's face."""
    if page.id.endswith(("-front", "-back")):
        return f"-{page.id}"
    return f"-{number + 1:02}" if pages > 1 else ""


def render(work: Work, fonts: FontLibrary, assets: Mapping[str, bytes]) -> Rendered:
    """Return every file of a work, each read back; raises PrintkitError where one is not good."""
    scene = work.scene
    if work.kind == "pdf":
        data = _pdf(work, fonts, assets)
        name = f"{work.name}.pdf"
        if work.limits is None:
            return Rendered(((name, data),))
        from printkit.press.preflight import preflight

        found = preflight(data, work.limits, name)
        wrong = [one.diagnostic() for one in found if one.severity is Severity.ERROR]
        if wrong:
            raise PrintkitError(wrong)
        return Rendered(((name, data),), found)
    if work.kind == "svg":
        from printkit.build.readback import check_svg
        from printkit.render.svg import render_svg

        pages = render_svg(scene, fonts, assets)
        for number, data in enumerate(pages):
            check_svg(data, scene, number, fonts)
        count = len(pages)
        return Rendered(
            tuple(
                (f"{work.name}{page_suffix(scene.pages[number], number, count)}.svg", data)
                for number, data in enumerate(pages)
            )
        )
    if work.kind == "png":
        return Rendered(tuple(_pictures(work, fonts, assets)))
    raise ValueError(f"no format {work.kind!r}")


def _pdf(work: Work, fonts: FontLibrary, assets: Mapping[str, bytes]) -> bytes:
    from printkit.build.readback import check_pdf
    from printkit.render.pdf import render_pdf

    data = render_pdf(work.scene, fonts, assets, output=work.output)
    check_pdf(data, work.scene, fonts)
    return data


def _pictures(
    work: Work, fonts: FontLibrary, assets: Mapping[str, bytes]
) -> Iterator[tuple[str, bytes]]:
    """Yield a PNG of each page with its bleed, exact to the pixel where the profile says so.

    They are made from a PDF that has been read back, and lie in a folder of their own, in the
    order of the deck; fronts and backs apart where the profile wants them so.
    """
    from printkit.pdfio.read import rasterise
    from printkit.press.pages import leaves_of
    from printkit.render.png import encode_png

    assert work.way is not None
    scene, profile = work.scene, work.way.profile
    data = _pdf(work, fonts, assets)
    pixels = profile.rule(work.target.size).pixels
    apart = profile.order == "separate"
    leaves = leaves_of(scene)
    digits = len(str(len(leaves)))
    places = {
        number: (at, face)
        for at, leaf in enumerate(leaves, 1)
        for face, number in (("front", leaf.front), ("back", leaf.back))
    }
    for number, page in enumerate(scene.pages):
        size, dpi = pixels, float(profile.dpi)
        if size is not None:
            upright = page.trim.height >= page.trim.width
            size = size if upright == (size[1] >= size[0]) else (size[1], size[0])
            dpi = size[0] * EMU_PER["in"] / page.medium.width
        raster = rasterise(data, dpi, number, size)
        at, face = places[number]
        folder = f"{face}s/" if apart else ""
        card = page.id.removesuffix(f"-{face}")
        end = "" if apart else f"-{face}"
        yield f"{work.name}/{folder}{at:0{digits}}-{card}{end}.png", encode_png(raster, dpi)
