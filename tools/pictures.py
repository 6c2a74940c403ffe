"""Make the pictures of the README from the products themselves: ``python tools/pictures.py``."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from msgspec.structs import replace
from PIL import Image

from printkit.build.editions import edition
from printkit.build.files import project_files
from printkit.build.plan import Delivery, Request, Target, read_sources
from printkit.build.project import Project, Settings
from printkit.build.run import compose, run
from printkit.engines.board import Draft
from printkit.engines.motifs import Palette, emblem, figure, moved, row
from printkit.engines.threads import Route, Thread
from printkit.geometry import Size
from printkit.render.pdf import render_pdf
from printkit.render.png import render_png
from printkit.units import mm
from tests.jobs import fonts, job, make

DOCS = Path(__file__).parent.parent / "docs"
CARDS = (
    "listening-deeply-front",
    "building-trust-front",
    "making-it-visible-front",
    "telling-the-story-front",
    "curious-front",
    "instruction-front",
    "credit-front",
    "listening-deeply-back",
    "working-across-boundaries-front",
    "working-across-boundaries-back",
)


def pictures(layout: str, size: str, dpi: float) -> dict[str, Image.Image]:
    """Return every page of a product as a picture, by the page's id."""
    scene = make(job(layout, size)).scene
    pages = render_png(render_pdf(scene, fonts(), {}), dpi=dpi)
    return {
        page.id: Image.open(BytesIO(data)).convert("RGB")
        for page, data in zip(scene.pages, pages, strict=True)
    }


def translated(tag: str) -> Image.Image:
    """Return the poster in a language as it is built, who translated it and all."""
    root = DOCS.parent
    project = Project(root, project_files(root), Settings(), own=True)
    sources = edition(project, read_sources(project), tag)
    product, _ = compose(sources, Target("poster", "A1", "colour", tag))
    (page,) = render_png(render_pdf(product.scene, sources.fonts, {}), dpi=18)
    return Image.open(BytesIO(page)).convert("RGB")


def printed() -> Image.Image:
    """Return a deck on an A4 sheet, the back of it, and the page that says how to print."""
    root = DOCS.parent
    project = Project(root, project_files(root), Settings(), own=True)
    request = Request(("cards",), ("poker",), delivery=Delivery("office", "A4"))
    with TemporaryDirectory() as folder:
        report = run(project, request, Path(folder))
        sheets, how = (path.read_bytes() for path in report.files)
    pages = [*render_png(sheets, 40, range(2)), *render_png(how, 40)]
    return board([Image.open(BytesIO(page)).convert("RGB") for page in pages], 3)


def framed(image: Image.Image, margin: int = 1) -> Image.Image:
    """Return the picture with a hairline of grey about it, so that paper shows on white."""
    frame = Image.new("RGB", (image.width + 2 * margin, image.height + 2 * margin), "#d0d0d8")
    frame.paste(image, (margin, margin))
    return frame


def save(image: Image.Image, name: str) -> None:
    """Save a picture in few colours: flat ink needs no more."""
    few = image.quantize(96, dither=Image.Dither.NONE)
    few.save(DOCS / name, optimize=True)


def board(images: list[Image.Image], columns: int, gap: int = 14) -> Image.Image:
    """Return pictures of one size side by side."""
    width, height = images[0].size
    rows = -(-len(images) // columns)
    size = (columns * (width + gap) + gap, rows * (height + gap) + gap)
    result = Image.new("RGB", size, "#ecebf1")
    for number, image in enumerate(images):
        x = gap + (number % columns) * (width + gap)
        result.paste(image, (x, gap + (number // columns) * (height + gap)))
    return result


def motifs() -> Image.Image:
    """Return every motif of the alphabet with its name, as a skill's card would draw it."""
    page = Size(mm(220), mm(238))
    draft = Draft(job("poster"), "the alphabet")
    layout = draft.job.layout
    sheet = draft.page("motifs", page)
    style = replace(layout.styles["skill"], size=mm(4.2), minimum=mm(4.2), weight=500)
    for number, (name, motif) in enumerate(sorted(layout.motifs.items())):
        x, y = mm(8 + 42 * (number % 5)), mm(22 + 38 * (number // 5))
        inks = layout.areas[number % 4]
        palette = Palette(inks.thread, inks.tint, layout.inks["ink"], layout.inks["paper"])
        thread = Thread.of(inks, layout.inks["paper"], mm(3.2))
        if any(op.kind == "L" and op.path.startswith("M0 30") for op in motif.ops):
            drawn = row([(x, figure(motif.ops, mm(0.36), palette))], y, Route(x, y))
            more = [drawn.route.outline] if drawn.route else []
            sheet.paths(drawn.paint(thread, more))
        else:
            sheet.paths(moved(emblem(motif.ops, mm(0.36), mm(3.2), palette), x + mm(18), y))
        sheet.text(draft.set(name, style), x, y + mm(18), mm(36), artifact=True)
    data = render_pdf(draft.finish("motifs").scene, fonts(), {})
    return Image.open(BytesIO(render_png(data, dpi=104)[0])).convert("RGB")


def main() -> None:
    DOCS.mkdir(exist_ok=True)
    (poster,) = pictures("poster", "A1", 36).values()
    save(framed(poster), "poster.png")
    sheet = next(iter(pictures("sheet", "A3", 72).values()))
    save(framed(sheet), "sheet.png")
    cards = pictures("cards", "70x120", 66)
    chosen = [cards[id] for id in CARDS if id in cards]
    save(board(chosen, 5), "cards.png")
    save(framed(motifs()), "motifs.png")
    save(printed(), "print.png")
    save(board([translated(tag) for tag in ("hi-IN", "ta-IN", "ur-IN")], 3), "scripts.png")


if __name__ == "__main__":
    main()
