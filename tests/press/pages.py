"""Small PDFs for tests, written operator by operator: what a page says is seen at once."""

from __future__ import annotations

import io
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream

ROOT = Path(__file__).resolve().parents[2]
POINT_MM = 72 / 25.4

XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:pdfxid="http://www.npes.org/pdfx/ns/id/"
 xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:dc="http://purl.org/dc/elements/1.1/">
<pdfxid:GTS_PDFXVersion>PDF/X-4</pdfxid:GTS_PDFXVersion>
<pdf:Trapped>False</pdf:Trapped>
<xmp:CreateDate>2026-01-01T00:00:00Z</xmp:CreateDate>
<xmp:ModifyDate>2026-01-01T00:00:00Z</xmp:ModifyDate>
<xmp:MetadataDate>2026-01-01T00:00:00Z</xmp:MetadataDate>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">A card</rdf:li></rdf:Alt></dc:title>
</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>"""

# A full background with bleed, a black line and a black text, both overprinting; one page.
GROUND = "0.2 0.1 0 0 k -9 -9 198 270 re f"
CLEAN = f"""{GROUND}
/Over gs 0 0 0 1 k 0 0 0 1 K 0.5 w 30 40 m 150 40 l S
BT /F1 10 Tf 30 60 Td (Ask first) Tj ET"""


@cache
def font_file() -> bytes:
    """Return a small TrueType font with the letters that the pages use."""
    from fontTools.subset import Options, Subsetter
    from fontTools.ttLib import TTFont

    font = TTFont(ROOT / "fonts/AnekLatin-Regular.ttf")
    options = Options()
    options.drop_tables += ["GSUB", "GPOS", "GDEF", "fvar", "gvar", "HVAR", "MVAR", "STAT", "avar"]
    subsetter = Subsetter(options)
    subsetter.populate(text="Ask first whom it concerns 0123456789")
    subsetter.subset(font)
    out = io.BytesIO()
    font.save(out)
    return out.getvalue()


@cache
def profile() -> bytes:
    return (ROOT / "layouts/icc/FOGRA39L_coated.icc").read_bytes()


Change = Callable[[pikepdf.Pdf, Any], None]


def made(
    content: str | bytes = CLEAN,
    *changes: Change,
    size: tuple[float, float] = (180, 252),
    bleed: float = 9,
    pages: int = 1,
) -> bytes:
    """Return a PDF/X-4 file of pages of a poker card, each with ``content``.

    The origin is the lower left corner of the trim. ``changes`` are made to the whole file
    and its first page before it is saved.
    """
    pdf = pikepdf.new()
    width, height = size
    for _ in range(pages):
        text = content.encode() if isinstance(content, str) else content
        page = pdf.add_blank_page(page_size=(width, height))
        outer = Array([-bleed, -bleed, width + bleed, height + bleed])
        page.obj.MediaBox = outer
        page.obj.BleedBox = outer
        page.obj.TrimBox = Array([0, 0, width, height])
        page.obj.Contents = Stream(pdf, text)
        page.obj.Resources = Dictionary(
            Font=Dictionary(F1=_font(pdf)),
            ExtGState=Dictionary(
                Over=Dictionary(OP=True, op=True, OPM=1), Knock=Dictionary(OP=False, op=False)
            ),
        )
    intent = Stream(pdf, profile())
    intent.N = 4
    pdf.Root.OutputIntents = Array(
        [
            Dictionary(
                Type=Name.OutputIntent,
                S=Name("/GTS_PDFX"),
                OutputConditionIdentifier=pikepdf.String("FOGRA39"),
                RegistryName=pikepdf.String("http://www.color.org"),
                Info=pikepdf.String("Coated FOGRA39"),
                DestOutputProfile=pdf.make_indirect(intent),
            )
        ]
    )
    packet = Stream(pdf, XMP.encode())
    packet.Type, packet.Subtype = Name.Metadata, Name.XML
    pdf.Root.Metadata = pdf.make_indirect(packet)
    pdf.docinfo["/Title"] = "A card"
    pdf.docinfo["/Trapped"] = Name("/False")
    pdf.docinfo["/CreationDate"] = "D:20260101000000Z"
    pdf.docinfo["/ModDate"] = "D:20260101000000Z"
    for change in changes:
        change(pdf, pdf.pages[0].obj)
    out = io.BytesIO()
    pdf.save(
        out, deterministic_id=True, force_version="1.6",
        object_stream_mode=pikepdf.ObjectStreamMode.disable,
    )  # fmt: skip
    return out.getvalue()


def _font(pdf: pikepdf.Pdf) -> Any:
    data = Stream(pdf, font_file())
    data.Length1 = len(font_file())
    return pdf.make_indirect(
        Dictionary(
            Type=Name.Font,
            Subtype=Name.TrueType,
            BaseFont=Name("/AAAAAA+Noto"),
            FirstChar=32,
            LastChar=122,
            Widths=Array([550] * 91),
            Encoding=Name.WinAnsiEncoding,
            FontDescriptor=pdf.make_indirect(
                Dictionary(
                    Type=Name.FontDescriptor,
                    FontName=Name("/AAAAAA+Noto"),
                    Flags=32,
                    FontBBox=Array([0, -250, 1000, 1000]),
                    ItalicAngle=0,
                    Ascent=760,
                    Descent=-240,
                    CapHeight=714,
                    StemV=80,
                    FontFile2=pdf.make_indirect(data),
                )
            ),
        )
    )


def spot(pdf: pikepdf.Pdf, name: str, cmyk: tuple[float, float, float, float]) -> Any:
    """Return a Separation colour space."""
    function = Dictionary(
        FunctionType=2, Domain=Array([0, 1]), N=1, C0=Array([0, 0, 0, 0]), C1=Array([*cmyk])
    )
    return pdf.make_indirect(
        Array([Name.Separation, Name("/" + name), Name.DeviceCMYK, function])
    )


def resource(page: Any, kind: str, name: str, value: Any) -> None:
    """Put a resource onto a page."""
    resources = page.Resources
    if kind not in resources:
        resources[kind] = Dictionary()
    resources[kind][name] = value


def picture(
    pdf: pikepdf.Pdf, pixels: bytes, width: int, height: int, space: Any, bits: int = 8
) -> Any:
    """Return an image of raw pixels."""
    image = Stream(pdf, pixels)
    image.Type, image.Subtype = Name.XObject, Name.Image
    image.Width, image.Height, image.BitsPerComponent = width, height, bits
    image.ColorSpace = space
    return pdf.make_indirect(image)
