"""Logos of three invented houses, in every product: in their frames, and in nobody's way."""

from __future__ import annotations

import io
import itertools
from functools import cache

import pytest
from PIL import Image as Raster
from PIL import ImageDraw

from printkit.build.credit import inspect
from printkit.build.paint import glyph_boxes, marks
from printkit.content.assets import AssetError, digest, measure
from printkit.content.model import Asset, Text
from printkit.diagnostics import PrintkitError, Span
from printkit.engines import logos
from printkit.engines.model import Product
from printkit.geometry import Rect, Transform, enclosing
from printkit.pdfio.read import read_pdf
from printkit.render.pdf import render_pdf
from printkit.render.svg import render_svg
from printkit.scene.dump import dump
from printkit.scene.model import GlyphRun, Image, Scene, StructNode, Use
from printkit.scene.walk import leaf_box, placed, structure_nodes, symbol_table, tagged, used_inks
from printkit.units import mm
from tests.jobs import LANGUAGES, fonts, job, layouts, make, words

PRODUCTS = ("poster", "sheet", "cards", "guide")
SLOTS = logos.SLOTS

RIVER = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="10 -20 120 60">
<path fill="#0B6E4F" fill-rule="evenodd"
 d="M40 -20A30 30 0 0 1 40 40A30 30 0 0 1 40 -20ZM40 -6A16 16 0 0 1 40 26A16 16 0 0 1 40 -6Z"/>
<path fill="#F28C28" d="M76 -12H130V4H76Z"/><path fill="#111" d="M76 14H112V30H76Z"/></svg>"""
STAIR = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 40">
<path fill="#B3123C" d="M0 40V28H12V16H24V0H40V40Z"/></svg>"""


def png(width: int = 900, height: int = 300) -> bytes:
    """Return a disc at the left and a bar at the right, on nothing."""
    picture = Raster.new("RGBA", (width, height), (0, 0, 0, 0))
    pen = ImageDraw.Draw(picture)
    pen.ellipse((0, 0, height - 1, height - 1), fill=(30, 70, 160, 255))
    pen.rectangle((height + 20, height // 3, width - 1, height * 2 // 3), fill=(20, 20, 20, 255))
    data = io.BytesIO()
    picture.save(data, "PNG")
    return data.getvalue()


BYTES = {"source.svg": RIVER.encode(), "partner.png": png(), "adapter.svg": STAIR.encode()}


def asset(name: str, data: bytes, slot: str = "") -> Asset:
    slot = slot or name.partition(".")[0]
    width, height, drawing = measure(name, data)
    alt = Text(f"assets.{slot}.alt", f"Logo of the {slot}", "en", Span("words.yaml", 9, 3))
    file = f"content/assets/{name}"
    return Asset(slot, file, digest(data), width, height, "A house", alt, slot, drawing)


THREE = tuple(asset(name, data) for name, data in BYTES.items())


@cache
def product(name: str, size: str = "", language: str = "en", some: int = 3) -> Product:
    content = words(language)[0]
    own = type(content)(
        **{field: getattr(content, field) for field in content.__struct_fields__}
        | {"assets": THREE[:some]}
    )
    return make(job(name, size, language, framework=own))


def figures(scene: Scene) -> list[StructNode]:
    return [node for node in structure_nodes(scene.structure) if node.alt.startswith("Logo of")]


def page_of(scene: Scene, tag: int) -> int:
    return next(item.page for item in placed(scene) if item.tag == tag)


def inked(scene: Scene, tag: int) -> Rect:
    found = tagged(scene, page_of(scene, tag), tag)
    box = enclosing(item.transform.rect(leaf_box(item.node)) for item in found)
    assert box is not None
    return box


def named(scene: Scene, name: str, page: int) -> Rect:
    return next(f.box for f in scene.frames if (f.name, f.page) == (name, page))


@pytest.mark.parametrize("name", PRODUCTS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_logo_stands_in_the_frame_of_its_slot(name: str, language: str) -> None:
    scene = product(name, language=language).scene
    found = figures(scene)
    assert {node.alt for node in found} == {f"Logo of the {slot}" for slot in SLOTS}
    trim = scene.pages[0].trim
    solved = job(name, language=language).layout
    for node in found:
        (tag,) = node.tags
        page = page_of(scene, tag)
        slot = node.alt.split()[-1]
        frame = named(scene, f"logo-{slot}", page)
        drawn = inked(scene, tag)
        assert frame.contains(drawn)
        assert node.lang == "en"
        # as the layout file has it, turned over on right-to-left pages; where the imprint
        # beside it is long, a little nearer to the start
        box = solved.box(f"logo-{slot}")
        box = box if language != "ur" else box.mirrored(trim.width)
        assert (frame.y, frame.width, frame.height) == (box.y, box.width, box.height)
        nearer = frame.x - box.x if language == "ur" else box.x - frame.x
        assert 0 <= nearer <= mm(10)
        assert drawn.bottom == pytest.approx(frame.bottom, abs=mm(0.02))
        start, end = (drawn.x, frame.x) if language != "ur" else (drawn.right, frame.right)
        assert start == pytest.approx(end, abs=mm(0.02))
        ratio = {"source": 2.0, "partner": 3.0, "adapter": 1.0}[slot]
        assert drawn.width / drawn.height == pytest.approx(ratio, rel=0.01)


@pytest.mark.parametrize("name", PRODUCTS)
def test_nothing_stands_on_a_logo_at_any_size(name: str) -> None:
    sizes = layouts().sizes(name)
    for size, language in [*itertools.product(sizes, ("en",)), (sizes[0], "hi"), (sizes[0], "ur")]:
        made = product(name, size, language)
        scene = made.scene
        boxes = [(page_of(scene, n.tags[0]), inked(scene, n.tags[0])) for n in figures(scene)]
        if not boxes:
            assert any("without its logos" in told for told in made.dropped), (size, language)
        own = {tag for node in figures(scene) for tag in node.tags}
        symbols = symbol_table(scene)
        for page in {page for page, _ in boxes}:
            here = [box for number, box in boxes if number == page]
            for mark in marks(scene.pages[page], symbols):
                if mark.tag in own or all(mark.plain_under(box) for box in here):
                    continue  # the logo itself, or a ground under it
                if isinstance(mark.node, GlyphRun):
                    inks = glyph_boxes(mark, fonts())
                    assert not any(ink.overlaps(box) for ink in inks for box in here), mark.node
                else:
                    assert not any(mark.touches(box) for box in here), (size, language, mark.node)
        for one, other in itertools.combinations(boxes, 2):
            assert one[0] != other[0] or not one[1].overlaps(other[1])
        safe = scene.pages[0].safe
        for page, box in boxes:
            trim = scene.pages[page].trim
            assert Rect(0, 0, trim.width, trim.height).inset(safe).contains(box), (size, language)
        assert not inspect(scene, fonts(), words(language)[0].credit, Span("layout"))


@pytest.mark.parametrize("name", PRODUCTS)
def test_a_right_to_left_page_does_not_mirror_a_logo(name: str) -> None:
    scene = product(name, language="ur").scene
    for node in figures(scene):
        for item in tagged(scene, page_of(scene, node.tags[0]), node.tags[0]):
            assert item.transform.a > 0
            assert item.transform.b == item.transform.c == 0


@pytest.mark.parametrize("name", PRODUCTS)
def test_without_logos_nothing_changes(name: str) -> None:
    plain = make(job(name)).scene
    assert dump(product(name, some=0).scene) == dump(plain)
    assert not figures(plain)
    assert not any(symbol.id.startswith("logo") for symbol in plain.symbols)


def test_the_credit_gives_way_only_to_a_logo_that_is_there() -> None:
    def width(some: int) -> int:
        scene = product("poster", "A4", "en", some).scene
        (credit,) = scene.credits
        lines = [item.node for item in tagged(scene, credit.page, credit.tag)]
        return max(n.x + n.width for n in lines if isinstance(n, GlyphRun))

    free = product("poster", "A4").scene
    (logo,) = [n for n in figures(free) if n.alt.endswith("source")]
    assert width(3) < inked(free, logo.tags[0]).x
    assert width(3) <= width(0)


def test_an_svg_is_drawn_as_paths_in_inks_of_its_own() -> None:
    scene = product("poster").scene
    assert [node for _, node, *_ in placed(scene) if isinstance(node, Image)]
    inks = {ink.name: ink for ink in used_inks(scene) if ink.name.startswith("#")}
    assert set(inks) == {"#0B6E4F", "#F28C28", "#111111", "#B3123C"}
    assert inks["#111111"].cmyk == (0, 0, 0, 93.3)
    assert logos.ink((0, 0, 0)).cmyk == (0, 0, 0, 100)
    assert logos.ink((255, 255, 255)).cmyk == (0, 0, 0, 0)
    assert logos.ink((255, 0, 0)).cmyk == (0, 100, 100, 0)
    steps = (0, 1, 64, 200, 255)
    for red, green, blue in itertools.product(steps, steps, steps):
        parts = logos.ink((red, green, blue)).cmyk
        assert sum(parts) <= 280.2
        assert all(0 <= part <= 100 for part in parts)


def test_a_symbol_serves_all_sizes_of_a_logo() -> None:
    scene = product("sheet").scene
    uses = [n for p in scene.pages for n in p.nodes if isinstance(n, Use) and "logo" in n.symbol]
    assert {use.symbol for use in uses} == {"logo-source", "logo-adapter"}
    assert len([s for s in scene.symbols if s.id.startswith("logo-")]) == 2


def test_a_hole_stays_a_hole() -> None:
    """The even-odd ring of the source's logo, in a picture made from the PDF."""
    import pypdfium2

    scene = product("poster", "A4").scene
    data = render_pdf(scene, fonts(), {digest(d): d for d in BYTES.values()})
    (node,) = [n for n in figures(scene) if n.alt.endswith("source")]
    box = inked(scene, node.tags[0])
    document = pypdfium2.PdfDocument(data)
    picture = document[0].render(scale=300 / 72).to_pil().convert("RGB")
    unit = picture.width / scene.pages[0].trim.width

    def at(x: float, y: float) -> tuple[int, ...]:
        spot = (box.x + x / 120 * box.width) * unit, (box.y + y / 60 * box.height) * unit
        return tuple(picture.getpixel((round(spot[0]), round(spot[1]))))

    assert at(30, 30) == (255, 255, 255)
    assert at(7, 30) == pytest.approx((0x0B, 0x6E, 0x4F), abs=3)
    assert at(100, 15) == pytest.approx((0xF2, 0x8C, 0x28), abs=3)


@pytest.mark.parametrize("name", PRODUCTS)
@pytest.mark.parametrize("language", ["en", "ur"])
def test_logos_are_rendered_and_described(name: str, language: str) -> None:
    scene = product(name, language=language).scene
    files = {digest(data): data for data in BYTES.values()}
    assert len(read_pdf(render_pdf(scene, fonts(), files)).pages) == len(scene.pages)
    drawn = b"".join(render_svg(scene, fonts(), files)).decode()
    for slot in SLOTS:
        assert f'aria-label="Logo of the {slot}"' in drawn
    assert "data:image/png;base64," in drawn


def test_a_picture_with_too_few_pixels_is_an_error() -> None:
    content = words()[0]
    small = asset("partner.png", png(120, 40))
    fields = {field: getattr(content, field) for field in content.__struct_fields__}
    own = type(content)(**fields | {"assets": (small,)})
    with pytest.raises(PrintkitError) as caught:
        make(job("poster", framework=own))
    (found,) = caught.value.diagnostics
    assert str(found) == (
        "words.yaml:9:3: error[resolution]: assets.partner: content/assets/partner.png has "
        "120 x 40 pixels, which is 108 dpi at 28 mm x 9.33 mm on the poster at A1; "
        "it needs 200 dpi\n  hint: use a picture of at least 221 x 74 pixels, or an SVG"
    )
    make(job("poster", "A4", framework=own))  # printed at a third of that


def test_a_layout_without_the_frame_says_what_it_leaves_out() -> None:
    from msgspec.structs import replace

    the_job = job("poster", framework=replace(words()[0], assets=THREE))
    frames = {n: f for n, f in the_job.layout.frames.items() if n != "logo-partner"}
    made = make(replace(the_job, layout=replace(the_job.layout, frames=frames)))
    assert len(figures(made.scene)) == 2
    assert made.dropped[0] == "content/assets/partner.png: the layout has no frame 'logo-partner'"


def test_crossing_lines_of_an_even_odd_path_are_refused() -> None:
    star = "M50 0L80 95L0 36H100L20 95Z"
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100">'
        f'<path fill-rule="evenodd" d="{star}"/></svg>'
    )
    with pytest.raises(AssetError, match="has a path that is not drawn: its lines"):
        measure("star.svg", svg.encode())
    measure("star.svg", svg.replace("evenodd", "nonzero").encode())


def test_what_lies_outside_the_view_box_is_cut_off() -> None:
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 0.5 0.25">'
        '<path d="M-1 -1H2V2H-1Z"/></svg>'
    )
    width, height, drawing = measure("wide.svg", svg.encode())
    assert drawing is not None
    one = asset("wide.svg", svg.encode(), "source")
    assert one.size == (0.5, 0.25)
    assert (width, height) == (1, 1)
    nodes, box = logos._symbol(drawing)
    assert (box.width, box.height) == (mm(100), mm(50))
    (group,) = nodes
    assert Transform().outline(group.clip) == group.clip  # type: ignore[union-attr, arg-type]
