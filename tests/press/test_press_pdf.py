"""The press PDF as others read it: PDF/X-4 that is PDF/A-2b too."""

from __future__ import annotations

import io
import re
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from xml.etree import ElementTree

import pikepdf
import pytest
from msgspec.structs import replace
from pikepdf import pdfa

from printkit import paths
from printkit.geometry import Rect, Sides, Size
from printkit.icc import Intent
from printkit.render.output import PdfOutput
from printkit.render.pdf import render_pdf
from printkit.scene.model import EVERY_PLATE, Image, Ink, Metadata, Page, Scene, Stroke
from printkit.scene.model import Path as Shape
from printkit.units import mm, to_pt
from tests.jobs import fonts
from tests.press.kit import colour_operators, colour_spaces, fogra39, press, press_pdf, streams
from tests.render import samples

Judge = Callable[[str], str]
PRODUCTS = [("poster", "A3"), ("sheet", ""), ("cards", ""), ("guide", "")]
RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
BLACK = Ink("ink", (0, 0, 0), (0, 0, 0, 100))
BLUE = Ink("brand", (0, 80, 160), (100, 60, 0, 10), "PANTONE 300 C")
WHITE = Ink("paper", (255, 255, 255), (0, 0, 0, 0))


def opened(data: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(data))


def every_kind() -> Scene:
    return samples.every_kind(Sides.all(mm(3)))


def sample(output: PdfOutput) -> bytes:
    return render_pdf(every_kind(), samples.library(), samples.ASSETS, output=output)


def drawn(*nodes: Shape | Image) -> Scene:
    return Scene((Page("one", Size(mm(60), mm(60)), nodes),), Metadata("one", "en"))


def block(ink: Ink, left: float = 10, **more: object) -> Shape:
    box = paths.rectangle(Rect(mm(left), mm(10), mm(20), mm(20)))
    return Shape(box, fill=ink, **more)  # type: ignore[arg-type]


def content(data: bytes) -> str:
    with opened(data) as document:
        return document.pages[0].Contents.read_bytes().decode()


# -- the standards -------------------------------------------------------------------------

UNKNOWN_TO_PIKEPDF = (
    "only GTS_PDFA1 output intents are supported",
    "overprint mode 1 with overprinting on is not supported (PDF/A forbids it for ICCBased",
    "XMP namespace pdfxid=",
    "XMP namespace pdfaExtension=",
    "XMP namespace pdfaSchema=",
    "XMP namespace pdfaProperty=",
    "XMP property pdfxid:GTS_PDFXVersion",
    "XMP property pdf:Trapped",
    "XMP property pdfaExtension:schemas",
)
"""What PDF/A-2 allows and this judge does not know: it says no to whatever it does not know.

The intent of PDF/X beside that of PDF/A; mode 1 in DeviceCMYK; schemas explained in the file.
"""


@pytest.mark.slow
@pytest.mark.parametrize(("product", "size"), PRODUCTS)
def test_a_press_file_is_pdf_a_2b(product: str, size: str) -> None:
    report = pdfa.validate_written(io.BytesIO(press_pdf(product, size)), "2b")
    told = [str(finding) for finding in report.findings]
    assert [line for line in told if not any(known in line for known in UNKNOWN_TO_PIKEPDF)] == []
    assert len(told) > 5  # it read the file to its end


def test_every_kind_of_node_is_pdf_a_2b() -> None:
    report = pdfa.validate_written(io.BytesIO(sample(press())), "2b")
    told = [str(finding) for finding in report.findings]
    assert [line for line in told if not any(known in line for known in UNKNOWN_TO_PIKEPDF)] == []


@pytest.mark.judges
@pytest.mark.parametrize(("product", "size"), PRODUCTS)
def test_qpdf_finds_no_fault(product: str, size: str, judge: Judge, tmp_path: Path) -> None:
    file = tmp_path / "press.pdf"
    file.write_bytes(press_pdf(product, size))
    told = subprocess.run(
        [judge("qpdf"), "--check", file], capture_output=True, text=True, check=False
    )
    assert told.returncode == 0 and "WARNING" not in told.stdout + told.stderr
    assert "PDF Version: 1.6\n" in told.stdout


def test_pdf_x_needs_cmyk_and_a_condition() -> None:
    for output in (PdfOutput("rgb", "PDF/X-4", fogra39()), PdfOutput("cmyk", "PDF/X-4")):
        with pytest.raises(ValueError, match="needs CMYK and an output intent"):
            sample(output)


@pytest.mark.parametrize(("product", "size"), PRODUCTS)
def test_no_object_of_a_press_file_is_rgb(product: str, size: str) -> None:
    data = press_pdf(product, size)
    assert colour_operators(data) == {"cmyk"}
    assert colour_spaces(data) == set()


def test_pictures_of_a_press_file_are_cmyk() -> None:
    data = sample(press())
    assert colour_operators(data) == {"cmyk"}
    assert colour_spaces(data) == {"DeviceCMYK"}


def test_on_a_screen_the_same_reader_finds_rgb() -> None:
    data = sample(PdfOutput())
    assert colour_operators(data) == {"rgb"}
    assert colour_spaces(data) == {"DeviceRGB"}


def test_a_grey_file_has_no_colour_at_all() -> None:
    data = sample(PdfOutput("grey"))
    assert colour_operators(data) == {"grey"}
    assert colour_spaces(data) == {"DeviceGray"}
    assert "/OutputIntents" not in opened(data).Root


def test_black_in_print_is_black_on_a_grey_printer_and_colours_keep_their_lightness() -> None:
    inks = (replace(BLACK, rgb=(27, 26, 61)), WHITE, Ink("mid", (119, 119, 119), (1, 0, 0, 50)))
    scene = drawn(*(block(ink, 5 * n) for n, ink in enumerate(inks)))
    operators = content(render_pdf(scene, fonts(), {}, output=PdfOutput("grey")))
    written = re.findall(r"(\S+) g\n", operators)
    assert [round(float(one), 3) for one in written] == [0, 1, round(119 / 255, 3)]


# -- boxes, fonts, intent ------------------------------------------------------------------


@pytest.mark.parametrize(("product", "size"), PRODUCTS)
def test_boxes_lie_in_one_another_and_no_page_has_anything_to_click(
    product: str, size: str
) -> None:
    with opened(press_pdf(product, size)) as document:
        for page in document.pages:
            media, bleed, trim = (
                [float(v) for v in page[key]] for key in ("/MediaBox", "/BleedBox", "/TrimBox")
            )
            assert bleed == media
            around = [abs(one - other) for one, other in zip(trim, bleed, strict=True)]
            assert around == pytest.approx([to_pt(mm(3))] * 4, abs=1e-3)
            assert not {"/CropBox", "/ArtBox", "/Annots", "/Group"} & set(page.keys())


@pytest.mark.parametrize(("product", "size"), PRODUCTS)
def test_every_font_is_embedded(product: str, size: str) -> None:
    with opened(press_pdf(product, size)) as document:
        found = [
            thing
            for thing in document.objects
            if isinstance(thing, pikepdf.Dictionary) and thing.get("/Type") == "/Font"
        ]
        described = [font.FontDescriptor for font in found if "/FontDescriptor" in font]
        assert described and all("/FontFile2" in one for one in described)
        assert {str(font.Subtype) for font in found} == {"/Type0", "/CIDFontType2"}


def test_the_intent_is_one_profile_for_both_standards() -> None:
    with opened(sample(press())) as document:
        x, a = document.Root.OutputIntents
        assert (x.S, a.S) == ("/GTS_PDFX", "/GTS_PDFA1")
        assert x.DestOutputProfile.objgen == a.DestOutputProfile.objgen
        assert x.DestOutputProfile.N == 4
        assert x.DestOutputProfile.read_bytes() == fogra39().icc
        for intent in (x, a):
            assert intent.OutputConditionIdentifier == "FOGRA39"
            assert intent.RegistryName == "http://www.color.org"
            assert intent.Info == "Coated FOGRA39 (ISO 12647-2:2004)"


def test_a_condition_of_ones_own_needs_no_registry() -> None:
    output = replace(press(), intent=Intent(fogra39().icc, "Our press"))
    with opened(sample(output)) as document:
        intent = document.Root.OutputIntents[0]
        assert (intent.OutputConditionIdentifier, intent.Info) == ("Our press", "Our press")
        assert "/RegistryName" not in intent


# -- what it says about itself -------------------------------------------------------------


def packet(data: bytes) -> ElementTree.Element:
    with opened(data) as document:
        assert "/Filter" not in document.Root.Metadata
        described = ElementTree.fromstring(document.Root.Metadata.read_bytes()).find(
            f".//{RDF}Description"
        )
    assert described is not None
    return described


def said(described: ElementTree.Element, name: str) -> list[str]:
    """Return the texts of a property by its prefix and name."""
    prefix, _, local = name.partition(":")
    spaces = {
        "dc": "http://purl.org/dc/elements/1.1/",
        "xmp": "http://ns.adobe.com/xap/1.0/",
        "xmpMM": "http://ns.adobe.com/xap/1.0/mm/",
        "xmpRights": "http://ns.adobe.com/xap/1.0/rights/",
        "pdf": "http://ns.adobe.com/pdf/1.3/",
        "photoshop": "http://ns.adobe.com/photoshop/1.0/",
        "pdfxid": "http://www.npes.org/pdfx/ns/id/",
        "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
    }
    found = described.find(f"{{{spaces[prefix]}}}{local}")
    if found is None:
        return []
    items = found.findall(f".//{RDF}li")
    return [item.text or "" for item in items] if items else [found.text or ""]


@pytest.mark.parametrize("output", [PdfOutput(), press()], ids=["screen", "press"])
def test_title_credit_and_rights_are_in_the_metadata_of_every_file(output: PdfOutput) -> None:
    scene = every_kind()
    about = replace(
        scene.metadata, rights="Based on <this> & that. CC BY.", contributors=("Asha", "Bo"),
        original="The credit", original_lang="en-GB", date="2026-11",
    )  # fmt: skip
    scene = replace(scene, metadata=about)
    data = render_pdf(scene, samples.library(), samples.ASSETS, output=output)
    xmp = packet(data)
    with opened(data) as document:
        info = {key: str(value) for key, value in document.docinfo.items()}
    assert said(xmp, "dc:title") == [info["/Title"]] * 2 == ["Every kind – सब कुछ"] * 2
    assert said(xmp, "dc:creator") == [info["/Author"]] == ["The comms team"]
    assert said(xmp, "dc:description") == [info["/Subject"]]
    assert said(xmp, "pdf:Keywords") == [info["/Keywords"]] == ["map, skills"]
    assert said(xmp, "xmp:CreatorTool") == [info["/Creator"]]
    assert said(xmp, "pdf:Producer") == [info["/Producer"]]
    assert said(xmp, "dc:subject") == ["map", "skills"]
    assert said(xmp, "dc:language") == ["en"]
    assert said(xmp, "dc:contributor") == ["Asha", "Bo"]
    assert said(xmp, "dc:rights") == [about.rights, about.rights, "The credit"]
    assert said(xmp, "xmpRights:Marked") == ["True"]
    assert said(xmp, "xmpRights:WebStatement") == ["https://example.org/map"]
    assert said(xmp, "photoshop:Credit") == [samples.CREDIT]
    assert said(xmp, "xmpMM:VersionID") == ["1.2"]
    for name in ("CreateDate", "ModifyDate", "MetadataDate"):
        assert said(xmp, f"xmp:{name}") == ["2026-11-01T00:00:00+00:00"]
    assert info["/CreationDate"] == info["/ModDate"] == "D:20261101000000+00'00'"
    standard = bool(output.standard)
    assert said(xmp, "pdfxid:GTS_PDFXVersion") == ["PDF/X-4"] * standard
    assert said(xmp, "pdfaid:part") + said(xmp, "pdfaid:conformance") == ["2", "B"] * standard
    assert said(xmp, "pdf:Trapped") == ["False"] * standard
    assert info["/Trapped"] == "/False"


def test_documents_are_told_apart_by_what_they_hold_and_never_by_the_clock() -> None:
    one, again, other = sample(press()), sample(press()), sample(press(240))
    assert one == again
    assert said(packet(one), "xmpMM:DocumentID") == said(packet(again), "xmpMM:DocumentID")
    blue = render_pdf(drawn(block(BLUE)), fonts(), {}, output=press())
    assert said(packet(blue), "xmpMM:DocumentID") != said(packet(other), "xmpMM:DocumentID")
    assert re.search(rb"/ID *\n?\[<[0-9a-f]{32}><[0-9a-f]{32}>\]", one)
    assert said(packet(blue), "xmp:CreateDate") == ["2000-01-01T00:00:00+00:00"]


# -- spots and overprint -------------------------------------------------------------------


def test_a_spot_colour_is_a_separation_where_the_press_has_it_and_process_where_not() -> None:
    scene = drawn(block(BLUE, stroke=Stroke(BLUE, mm(1))), block(BLACK, 40))
    data = render_pdf(scene, fonts(), {}, output=press(300, "PANTONE 300 C"))
    assert "/C1 cs 1 scn" in content(data) and "/C1 CS 1 SCN" in content(data)
    with opened(data) as document:
        kind, name, alternate, tint = document.pages[0].Resources.ColorSpace.C1
        assert (kind, name, alternate) == ("/Separation", "/PANTONE 300 C", "/DeviceCMYK")
        assert [float(v) for v in tint.C1] == [1, 0.6, 0, 0.1]
        assert [float(v) for v in tint.C0] == [0, 0, 0, 0]
    without = render_pdf(scene, fonts(), {}, output=press())
    assert "1 0.6 0 0.1 k" in content(without) and "cs" not in content(without)


def test_inks_of_one_spot_are_tints_of_the_fullest() -> None:
    tint = replace(BLUE, name="brand-tint", cmyk=(20, 12, 0, 2))
    for inks in ((tint, BLUE), (BLUE, tint)):
        scene = drawn(*(block(ink, 5 * n) for n, ink in enumerate(inks)))
        data = render_pdf(scene, fonts(), {}, output=press(300, "PANTONE 300 C"))
        taken = re.findall(r"/C1 cs (\S+) scn", content(data))
        assert taken == ["0.2" if ink is tint else "1" for ink in inks]
        with opened(data) as document:
            (space,) = document.pages[0].Resources.ColorSpace.values()
            assert [float(v) for v in space[3].C1] == [1, 0.6, 0, 0.1]


@pytest.mark.parametrize("spot", ["PANTONE 300 C", "Gold (metallic) 100%", "Türkis"])
def test_spot_names_of_any_spelling_reach_the_press(spot: str) -> None:
    scene = drawn(block(replace(BLUE, spot=spot)))
    with opened(render_pdf(scene, fonts(), {}, output=press(300, spot))) as document:
        assert str(document.pages[0].Resources.ColorSpace.C1[1]) == f"/{spot}"


def test_the_ink_of_marks_goes_on_every_plate() -> None:
    marks = Ink("marks", (0, 0, 0), (100, 100, 100, 100), EVERY_PLATE)
    scene = drawn(Shape(paths.rectangle(Rect(0, 0, mm(5), mm(5))), stroke=Stroke(marks, mm(1))))
    with opened(render_pdf(scene, fonts(), {}, output=press())) as document:
        assert document.pages[0].Resources.ColorSpace.C1[1] == "/All"
    grey = content(render_pdf(scene, fonts(), {}, output=PdfOutput("grey")))
    assert "0 G" in grey
    screen = content(render_pdf(scene, fonts(), {}))
    assert "0 0 0 RG" in screen


def painted(stream: pikepdf.Object) -> Iterator[tuple[str, str, bool]]:
    """Yield what a page or a form paints: operator, colour, and whether it overprints.

    What is not set there is taken to overprint: it may, where the stream is used.
    """
    states = stream.Resources.get("/ExtGState", {})
    outer: dict[str, str | bool] = {"k": "", "K": "", "op": True, "OP": True}
    if stream.get("/Type") == "/Page":
        outer |= {"op": False, "OP": False}
    held = [outer]
    for instruction in pikepdf.parse_content_stream(stream):
        name = str(instruction.operator)
        values = " ".join(str(v) for v in instruction.operands)
        now = held[-1]
        if name == "q":
            held.append(dict(now))
        elif name == "Q":
            held.pop()
        elif name == "gs":
            state = states[values]
            assert int(bool(state.op) or bool(state.OP)) == state.OPM
            now |= {"op": bool(state.op), "OP": bool(state.OP)}
        elif name in ("k", "K"):
            now[name] = values
        elif name in ("f", "Tj", "TJ", "B"):
            yield name[0], str(now["k"]), bool(now["op"])
        if name in ("S", "B"):
            yield "S", str(now["K"]), bool(now["OP"])


def overprinted(data: bytes) -> list[tuple[str, str, bool]]:
    with opened(data) as document:
        return [
            ("f" if kind == "B" else kind, colour, over)
            for kind, colour, over in painted(document.pages[0].obj)
        ]


def mixed() -> Scene:
    tint = Ink("tint", (200, 200, 255), (12, 10, 0, 0))
    box = paths.rectangle(Rect(mm(5), mm(5), mm(9), mm(9)))
    words = [
        samples.text("words", mm(5), mm(40), mm(50), set_in=samples.style(12, ink=ink))
        for ink in (BLACK, WHITE, tint)
    ]
    nodes = (
        block(tint), Shape(box, fill=BLACK, stroke=Stroke(BLACK, mm(1))), *words[0], *words[1],
        *words[2], Shape(box, stroke=Stroke(WHITE, mm(1))), Shape(box, stroke=Stroke(BLACK, mm(1))),
        block(BLACK, 30, stroke=Stroke(tint, mm(1))),
    )  # fmt: skip
    return drawn(*nodes)  # type: ignore[arg-type]


def test_only_black_text_and_black_lines_overprint() -> None:
    data = render_pdf(mixed(), samples.library(), {}, output=press())
    black, white, tint = "0 0 0 1", "0 0 0 0", "0.12 0.1 0 0"
    assert overprinted(data) == [
        ("f", tint, False), ("f", black, False), ("S", black, False), ("T", black, True),
        ("T", white, False), ("T", tint, False), ("S", white, False), ("S", black, True),
        ("f", black, False), ("S", tint, False),
    ]  # fmt: skip


def test_black_lines_do_not_overprint_where_that_would_be_too_much_ink() -> None:
    heavy = Ink("indigo", (54, 60, 158), (95, 87, 0, 0))
    scene = mixed()
    page = replace(scene.pages[0], nodes=(block(heavy, 35), *scene.pages[0].nodes))
    data = render_pdf(replace(scene, pages=(page,)), samples.library(), {}, output=press(240))
    assert {(kind, over) for kind, colour, over in overprinted(data) if colour == "0 0 0 1"} == {
        ("f", False), ("S", False), ("T", True),
    }  # fmt: skip


@pytest.mark.parametrize("theme", ["colour", "high-contrast", "low-ink"])
@pytest.mark.parametrize(("product", "size"), PRODUCTS)
def test_nothing_of_a_product_overprints_but_black_text_and_black_lines(
    product: str, size: str, theme: str
) -> None:
    over, alone = set(), set()
    with opened(press_pdf(product, size, theme)) as document:
        forms = [thing for thing in streams(document) if thing.get("/Subtype") == "/Form"]
        for stream in (*(page.obj for page in document.pages), *forms):
            for kind, colour, overprints in painted(stream):
                (over if overprints else alone).add((kind, colour))
    assert ("T", "0 0 0 1") in over and ("T", "0 0 0 1") not in alone
    assert over <= {("T", "0 0 0 1"), ("S", "0 0 0 1")}


def test_screens_and_office_printers_get_no_overprint() -> None:
    for output in (PdfOutput(), PdfOutput("grey")):
        assert b"ExtGState" not in sample(output)
