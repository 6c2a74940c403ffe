"""Plates drawn by PDFium from rewritten pages are those of a RIP, Ghostscript's tiffsep."""

from __future__ import annotations

import io
import re
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Stream
from PIL import Image, ImageChops, ImageFilter, ImageStat

from printkit.geometry import Rect
from printkit.pdfio.document import read_document
from printkit.pdfio.plates import Plates
from printkit.units import mm, pt
from tests.press.kit import Judge, press_pdf
from tests.press.pages import CLEAN, made, picture, resource, spot
from tests.press.test_foreign_preflight import ghostscript, typst

FINER = 4


def plates(data: bytes, page: int = 0) -> Plates:
    found = tuple(read_document(data, plates=True).plates())[page]
    assert found is not None
    return found


def separated(
    judge: Judge, data: bytes, folder: Path, page: int = 1
) -> Mapping[str, Image.Image]:
    """Return a page's plates as Ghostscript makes them, smoothed, 255 where there is ink."""
    source = folder / "in.pdf"
    source.write_bytes(data)
    subprocess.run(
        [
            judge("gs"), "-q", "-dNOPAUSE", "-dBATCH", "-dSAFER", "-dUseBleedBox",
            "-sDEVICE=tiffsep", f"-r{72 * FINER}", f"-dDownScaleFactor={FINER}",
            f"-sPageList={page}", "-o", folder / "p%d.tif", source,
        ],
        check=True,
        capture_output=True,
    )  # fmt: skip
    found = {}
    for path in folder.glob("p*(*).tif"):
        with Image.open(path) as plate:
            name = re.sub(r".*\((.*)\)", r"\1", path.stem)
            found[name] = ImageChops.invert(plate.convert("L"))
        path.unlink()
    return found


def agree(ours: Plates, theirs: Mapping[str, Image.Image]) -> None:
    assert ours.complete
    inked = {name for name, plate in theirs.items() if plate.getbbox()}
    assert {name for name in ours.names if ours.most(name) > 0} == inked
    for name in inked:
        one, other = ours.picture(name), theirs[name]
        other = other.resize(one.size) if other.size != one.size else other
        assert mean(one) == pytest.approx(mean(other), abs=0.6), name
        # Edges are smoothed otherwise, and may lie half a pixel aside; nothing else differs.
        low, high = other.filter(ImageFilter.MinFilter(3)), other.filter(ImageFilter.MaxFilter(3))
        above, below = ImageChops.subtract(one, high), ImageChops.subtract(low, one)
        far = ImageChops.lighter(above, below).point(lambda value: 255 if value > 40 else 0)
        assert mean(far) < 0.3, name  # letters, whose stems are finer than pixels
        assert most(one) == pytest.approx(most(other), abs=3), name


def mean(picture: Image.Image) -> float:
    """Return the mean ink of a plate, per cent."""
    return ImageStat.Stat(picture).mean[0] / 2.55


def most(picture: Image.Image) -> float:
    """Return the most ink of any patch of 9 by 9 pixels, per cent."""
    found = picture.filter(ImageFilter.BoxBlur(4)).getextrema()[1]
    assert isinstance(found, int)
    return found / 2.55


@pytest.mark.judges
@pytest.mark.parametrize(
    ("product", "page"), [("poster", 1), ("sheet", 1), ("cards", 8), ("cards", 44), ("guide", 1)]
)
def test_plates_of_our_press_files_are_those_of_ghostscript(
    judge: Judge, tmp_path: Path, product: str, page: int
) -> None:
    data = press_pdf(product, "A4" if product in ("poster", "sheet") else "")
    agree(plates(data, page - 1), separated(judge, data, tmp_path, page))


@pytest.mark.judges
def test_plates_of_foreign_files_are_those_of_ghostscript(judge: Judge, tmp_path: Path) -> None:
    for data in (typst(""), ghostscript(press_pdf("guide"), judge("gs"), tmp_path)):
        agree(plates(data), separated(judge, data, tmp_path))


# -- everything that can be said in CMYK -----------------------------------------------------

SIDE = 60
PIXELS = bytes(
    v for y in range(SIDE) for x in range(SIDE) for v in (x * 4, y * 4, (x + y) * 2, 30)
)


def jpeg(pdf: pikepdf.Pdf, **entries: Any) -> Any:
    out = io.BytesIO()
    Image.frombytes("CMYK", (SIDE, SIDE), PIXELS).save(out, "JPEG", quality=95)
    image = Stream(pdf, out.getvalue())
    image.Type, image.Subtype = Name.XObject, Name.Image
    image.Width = image.Height = SIDE
    image.BitsPerComponent, image.ColorSpace = 8, Name.DeviceCMYK
    image.Filter = Name.DCTDecode
    for key, value in entries.items():
        image["/" + key] = value
    return pdf.make_indirect(image)


def form(pdf: pikepdf.Pdf, content: bytes, box: list[float], **entries: Any) -> Any:
    made = Stream(pdf, content)
    made.Type, made.Subtype = Name.XObject, Name.Form
    made.BBox, made.Resources = Array(box), Dictionary()
    for key, value in entries.items():
        made["/" + key] = value
    return pdf.make_indirect(made)


def everything(pdf: pikepdf.Pdf, page: Any) -> None:
    resource(page, "/XObject", "/Raw", picture(pdf, PIXELS, SIDE, SIDE, Name.DeviceCMYK))
    resource(page, "/XObject", "/Jpg", jpeg(pdf, Decode=Array([1, 0] * 4)))
    resource(page, "/XObject", "/Inv", jpeg(pdf))
    table = pikepdf.String(bytes((255, 0, 0, 0, 0, 128, 255, 64)))
    indexed = Array([Name.Indexed, Name.DeviceCMYK, 1, table])
    bits = picture(pdf, bytes([0b10101010, 0b01010101]) * 4, 8, 8, indexed, 1)
    resource(page, "/XObject", "/Idx", bits)
    soft = picture(pdf, bytes(x * 4 for _ in range(SIDE) for x in range(SIDE)), SIDE, SIDE,
                   Name.DeviceGray)  # fmt: skip
    faded = picture(pdf, bytes([0, 255, 0, 0]) * SIDE * SIDE, SIDE, SIDE, Name.DeviceCMYK)
    faded.SMask = soft
    resource(page, "/XObject", "/Soft", faded)
    orange = spot(pdf, "PANTONE Orange", (0, 0.5, 1, 0))
    resource(page, "/ColorSpace", "/Spot", orange)
    resource(page, "/XObject", "/SpotIm", picture(
        pdf, bytes(x * 4 for _ in range(SIDE) for x in range(SIDE)), SIDE, SIDE, orange))
    ramp = Dictionary(
        FunctionType=2, Domain=Array([0, 1]), N=1, C0=Array([1, 0, 0, 0]), C1=Array([0, 0, 1, 0.5])
    )
    shading = Dictionary(
        ShadingType=2, ColorSpace=Name.DeviceCMYK, Coords=Array([0, 0, 40, 0]), Function=ramp,
        Extend=Array([True, True]),
    )  # fmt: skip
    resource(page, "/Shading", "/Sh", shading)
    cell = Stream(pdf, b"1 0 1 0 k 0 0 6 6 re f")
    cell.Type, cell.PatternType, cell.PaintType, cell.TilingType = Name.Pattern, 1, 1, 1
    cell.BBox, cell.XStep, cell.YStep = Array([0, 0, 12, 12]), 12, 12
    cell.Resources = Dictionary()
    resource(page, "/Pattern", "/Tile", pdf.make_indirect(cell))
    group = Dictionary(S=Name.Transparency, CS=Name.DeviceCMYK, I=True)
    two = b"0 1 0 0 k 0 0 30 30 re f 0 0 1 0 k 15 15 30 30 re f"
    resource(page, "/XObject", "/Grp", form(pdf, two, [0, 0, 50, 50], Group=group))
    resource(page, "/XObject", "/Heir", form(pdf, b"0 0 40 20 re f", [0, 0, 50, 50]))
    for name, values in {
        "Half": Dictionary(ca=0.5, CA=0.5),
        "Full": Dictionary(ca=1, CA=1, BM=Name.Normal),
        "Mul": Dictionary(BM=Name.Multiply),
    }.items():
        resource(page, "/ExtGState", "/" + name, values)
    page.Group = Dictionary(S=Name.Transparency, CS=Name.DeviceCMYK)


EVERYTHING = """0.2 0.1 0 0 k -9 -9 198 270 re f
q 40 0 0 40 5 200 cm /Raw Do Q q 40 0 0 40 50 200 cm /Jpg Do Q
q 40 0 0 40 95 200 cm /Inv Do Q q 40 0 0 40 140 200 cm /Idx Do Q
q 1 0 0 1 5 155 cm 0 0 40 40 re W n /Sh sh Q
/Pattern cs /Tile scn 48 156 48 36 re f
/Spot cs 0.8 scn 95 155 40 40 re f q /Over gs 1 scn 100 160 50 10 re f Q
q 40 0 0 40 140 155 cm /SpotIm Do Q
q 1 0 0 1 5 100 cm /Grp Do /Half gs 1 0 0 1 20 5 cm /Grp Do Q
q /Half gs 0 0 0 1 k 80 100 30 45 re f /Full gs /Mul gs 1 1 0 0 k 95 100 30 45 re f Q
q 40 0 0 40 135 105 cm /Soft Do Q
q /Over gs 0 0 0 1 k 5 60 40 15 re f 0.5 0 0 0 k 5 80 40 12 re f Q
q 0 0.6 0 0 k 1 0 0 1 95 60 cm /Heir Do 0 0 0 0.4 k 1 0 0 1 0 22 cm /Heir Do Q
0.5 g 145 60 30 30 re f
q 30 0 0 30 5 15 cm BI /W 2 /H 1 /BPC 8 /CS /CMYK /F /AHx ID ff000000 00ff0000> EI Q
1 1 1 1 K 3 w 45 15 m 70 50 l S
0 0 0 0 k 80 10 20 40 re f q /Over gs 0 0 0 0 k 110 10 20 40 re f Q
BT 0 0 0 1 k /F1 14 Tf 20 2 Td (Ask first) Tj
0.2 1 0 0 k 2 Tr 1 0 0 0 K 0.5 w 70 0 Td (who) Tj ET"""


@pytest.mark.judges
def test_plates_are_right_whatever_paints_them(judge: Judge, tmp_path: Path) -> None:
    data = made(EVERYTHING, everything)
    agree(plates(data), separated(judge, data, tmp_path))


# -- what is asked of plates -----------------------------------------------------------------


def test_black_that_overprints_adds_and_black_that_does_not_replaces() -> None:
    box = Rect(pt(45), pt(252 - 175), pt(50), pt(50))
    over = plates(made(CLEAN + "\n/Over gs 0 0 0 1 k 40 120 60 60 re f")).mean(box)
    knock = plates(made(CLEAN + "\n/Knock gs 0 0 0 1 k 40 120 60 60 re f")).mean(box)
    assert over["Cyan"] == pytest.approx(20, abs=0.5)
    assert over["Black"] == knock["Black"] == pytest.approx(100)
    assert knock["Cyan"] == 0


def test_a_fill_and_its_line_overprint_each_by_itself() -> None:
    """Ghostscript 10 loses the fill here, so that there is nobody to ask."""
    content = CLEAN + "\n/Over gs 0 0 0 1 k 0 1 1 0 K 8 w 40 120 60 60 re B"
    found = plates(made(content))
    inside = found.mean(Rect(pt(50), pt(252 - 170), pt(40), pt(40)))
    edge = found.mean(Rect(pt(37.5), pt(252 - 170), pt(1), pt(40)))
    assert inside == pytest.approx({"Cyan": 20, "Magenta": 10, "Yellow": 0, "Black": 100}, abs=1)
    assert edge == pytest.approx({"Cyan": 20, "Magenta": 100, "Yellow": 100, "Black": 0}, abs=1)


def test_ink_is_measured_within_the_bleed_box_alone() -> None:
    def slug(pdf: pikepdf.Pdf, page: Any) -> None:
        page.MediaBox = Array([-60, -60, 240, 312])

    found = plates(made(CLEAN + "\n1 1 1 1 k -50 -50 20 300 re f", slug))
    assert found.heaviest(mm(1)) < 135
    assert found.heavy(200, mm(1)) == ()


def test_a_heavy_place_is_told_by_its_box_and_its_most() -> None:
    content = CLEAN + "\n/Knock gs 1 1 1 0 k 40 120 60 60 re f 1 1 1 0.5 k 10 10 30 30 re f"
    first, second = plates(made(content)).heavy(240, mm(1))
    assert first.ink == pytest.approx(350, abs=1)
    assert second.ink == pytest.approx(300, abs=1)
    assert second.box.x == pytest.approx(pt(40), abs=pt(2.5))
    assert second.box.width == pytest.approx(pt(60), abs=pt(4))


def test_a_turned_page_has_its_plates_turned() -> None:
    def turned(pdf: pikepdf.Pdf, page: Any) -> None:
        page.Rotate = 90

    content = CLEAN + "\n/Knock gs 1 1 1 0.5 k 10 10 30 30 re f"
    (heavy,) = plates(made(content, turned)).heavy(240, mm(1))
    assert heavy.box.x == pytest.approx(pt(10), abs=pt(2.5))
    assert heavy.box.y == pytest.approx(pt(10), abs=pt(2.5))


@pytest.mark.parametrize("space", ["DeviceCMYK", "DeviceGray", "DeviceRGB"])
def test_large_pictures_are_looked_at_smaller(space: str) -> None:
    """A picture of 6 megapixels has one ink; the whole of its area is that ink."""
    count = {"DeviceCMYK": 4, "DeviceGray": 1, "DeviceRGB": 3}[space]

    def photo(pdf: pikepdf.Pdf, page: Any) -> None:
        pixels = bytes([64] * count) * (3000 * 2000)
        resource(page, "/XObject", "/Im", picture(pdf, pixels, 3000, 2000, Name("/" + space)))

    found = plates(made(CLEAN + "\nq 120 0 0 80 30 100 cm /Im Do Q", photo))
    inks = found.mean(Rect(pt(40), pt(252 - 170), pt(100), pt(60)))
    wanted = {
        "DeviceCMYK": {"Cyan": 25, "Magenta": 25, "Yellow": 25, "Black": 25},
        "DeviceGray": {"Cyan": 0, "Magenta": 0, "Yellow": 0, "Black": 75},
        "DeviceRGB": {"Cyan": 0, "Magenta": 0, "Yellow": 0, "Black": 75},
    }[space]
    assert {name: round(ink) for name, ink in inks.items()} == wanted
