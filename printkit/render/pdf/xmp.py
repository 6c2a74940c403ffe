"""The XMP packet: title, credit, chain and rights, where picture desks and archives look."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from printkit.scene.model import Metadata

_SPACES: Final = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "xmpMM": "http://ns.adobe.com/xap/1.0/mm/",
    "xmpRights": "http://ns.adobe.com/xap/1.0/rights/",
    "pdf": "http://ns.adobe.com/pdf/1.3/",
    "photoshop": "http://ns.adobe.com/photoshop/1.0/",
    "pdfxid": "http://www.npes.org/pdfx/ns/id/",
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
    "pdfaExtension": "http://www.aiim.org/pdfa/ns/extension/",
    "pdfaSchema": "http://www.aiim.org/pdfa/ns/schema#",
    "pdfaProperty": "http://www.aiim.org/pdfa/ns/property#",
}
_EXTENSIONS: Final = (
    ("PDF/X identification", "pdfxid", "GTS_PDFXVersion", "the version of PDF/X"),
    ("Adobe PDF", "pdf", "Trapped", "whether the file is trapped"),
)
"""What PDF/A does not know by itself and wants explained in the file."""

_ESCAPES: Final = str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"}
    | {chr(code): " " for code in range(32)}
)


def packet(
    about: Metadata,
    info: Mapping[str, str],
    digest: bytes,
    *,
    date: str = "",
    standard: str = "",
) -> bytes:
    """Return the packet for a document. It says what ``info`` says, in the same words.

    ``digest`` names this document among all others, ``date`` is a whole moment, and
    ``standard`` the version of PDF/X.
    """
    fields = (*_description(about, info), *_file(info, digest, date))
    if standard:
        fields = (*fields, *_standards(standard))
    spaces = " ".join(f'xmlns:{name}="{uri}"' for name, uri in _SPACES.items())
    body = "\n".join(fields)
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n'
        '<x:xmpmeta xmlns:x="adobe:ns:meta/">'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">\n'
        f'<rdf:Description rdf:about="" {spaces}>\n{body}\n</rdf:Description>\n'
        '</rdf:RDF></x:xmpmeta>\n<?xpacket end="r"?>'
    ).encode()


def _description(about: Metadata, info: Mapping[str, str]) -> Iterator[str]:
    yield "<dc:format>application/pdf</dc:format>"
    yield from _alternatives("dc:title", {"x-default": about.title, about.lang: about.title})
    yield from _several("dc:creator", "Seq", about.author)
    yield from _alternatives("dc:description", {"x-default": about.subject})
    yield from _several("dc:contributor", "Bag", *about.contributors)
    yield from _several("dc:subject", "Bag", *about.keywords)
    yield from _several("dc:language", "Bag", about.lang)
    yield from _simple("dc:source", about.source_url)
    rights = about.rights or about.credit
    said = {"x-default": rights, about.lang: rights}
    if about.original:
        said[about.original_lang or "x-original"] = about.original
    yield from _alternatives("dc:rights", said)
    if rights:
        yield "<xmpRights:Marked>True</xmpRights:Marked>"
    yield from _simple("xmpRights:WebStatement", about.source_url)
    yield from _alternatives("xmpRights:UsageTerms", {"x-default": about.rights})
    yield from _simple("photoshop:Credit", about.credit)
    yield from _simple("pdf:Keywords", info.get("Keywords", ""))


def _file(info: Mapping[str, str], digest: bytes, date: str) -> Iterator[str]:
    yield from _simple("xmp:CreatorTool", info.get("Creator", ""))
    yield from _simple("pdf:Producer", info.get("Producer", ""))
    for name in ("CreateDate", "ModifyDate", "MetadataDate"):
        yield from _simple(f"xmp:{name}", date)
    yield from _simple("xmpMM:DocumentID", f"uuid:{_uuid(digest)}")
    yield from _simple("xmpMM:VersionID", info.get("Version") or "1")
    yield from _simple("xmpMM:RenditionClass", "default")


def _standards(standard: str) -> Iterator[str]:
    yield from _simple("pdfxid:GTS_PDFXVersion", standard)
    yield from _simple("pdf:Trapped", "False")
    yield "<pdfaid:part>2</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance>"
    schemas = "".join(
        '<rdf:li rdf:parseType="Resource">'
        f"<pdfaSchema:schema>{title}</pdfaSchema:schema>"
        f"<pdfaSchema:namespaceURI>{_SPACES[prefix]}</pdfaSchema:namespaceURI>"
        f"<pdfaSchema:prefix>{prefix}</pdfaSchema:prefix>"
        '<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">'
        f"<pdfaProperty:name>{name}</pdfaProperty:name>"
        "<pdfaProperty:valueType>Text</pdfaProperty:valueType>"
        "<pdfaProperty:category>internal</pdfaProperty:category>"
        f"<pdfaProperty:description>{meaning}</pdfaProperty:description>"
        "</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li>"
        for title, prefix, name, meaning in _EXTENSIONS
    )
    yield f"<pdfaExtension:schemas><rdf:Bag>{schemas}</rdf:Bag></pdfaExtension:schemas>"


def _simple(name: str, value: str) -> Iterator[str]:
    if value:
        yield f"<{name}>{value.translate(_ESCAPES)}</{name}>"


def _several(name: str, kind: str, *values: str) -> Iterator[str]:
    items = "".join(f"<rdf:li>{value.translate(_ESCAPES)}</rdf:li>" for value in values if value)
    if items:
        yield f"<{name}><rdf:{kind}>{items}</rdf:{kind}></{name}>"


def _alternatives(name: str, values: Mapping[str, str]) -> Iterator[str]:
    items = "".join(
        f'<rdf:li xml:lang="{lang}">{value.translate(_ESCAPES)}</rdf:li>'
        for lang, value in values.items()
        if value
    )
    if items:
        yield f"<{name}><rdf:Alt>{items}</rdf:Alt></{name}>"


def _uuid(digest: bytes) -> str:
    """Return a UUID of version 8, which is free to be made from what a document holds."""
    value = bytearray(digest[:16])
    value[6] = value[6] & 0x0F | 0x80
    value[8] = value[8] & 0x3F | 0x80
    text = value.hex()
    return "-".join((text[:8], text[8:12], text[12:16], text[16:20], text[20:]))


# -- dates ---------------------------------------------------------------------------------


def moment(date: str) -> str:
    """Return a year, a month or a day as the moment it begins, which standards ask for.

    It is the content's date: the clock's would make each build another file. Content without
    a date is of no time, which is written as 2000.
    """
    year, month, day, *_ = *(date or "2000").split("-"), "01", "01"
    return f"{year}-{month}-{day}T00:00:00+00:00"


def info_date(moment: str) -> str:
    """Return a moment as the document information has it."""
    digits = "".join(c for c in moment[:19] if c.isdigit())
    return f"D:{digits}+00'00'"
