"""A ReportLab canvas that writes what it is given and leaks nothing of its own.

ReportLab keeps the objects, numbers them and writes the file. Pages come whole: boxes,
operators, resources, annotations.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from string import ascii_letters, digits
from typing import Any, Final, TypeAlias
from zlib import compress

from reportlab.pdfbase import pdfdoc
from reportlab.pdfgen.canvas import Canvas

from printkit.render.numbers import short

Box: TypeAlias = tuple[float, float, float, float]
"""Left, bottom, right and top, in points."""

Value: TypeAlias = Any
"""Whatever ReportLab can format: a number, a name, text, or one of its objects."""

Name = pdfdoc.PDFName
Text = pdfdoc.PDFString
Reference: TypeAlias = Any

_EMPTY_RESOURCES: Final[Mapping[str, Mapping[str, Reference]]] = {}


class Raw(pdfdoc.PDFObject):  # type: ignore[misc]
    """Text that stands in the file as it is: arrays of numbers, above all."""

    def __init__(self, text: str) -> None:
        self.text = text

    def format(self, document: Any) -> bytes:
        return self.text.encode("ascii")


class Dictionary(pdfdoc.PDFDictionary):  # type: ignore[misc]
    """A dictionary on one line."""

    multiline = False


class Stream(pdfdoc.PDFStream):  # type: ignore[misc]
    """A stream, compressed by us, with the line end before ``endstream`` that PDF/A asks for."""

    def __init__(
        self, content: bytes, entries: Mapping[str, Value], *, compressed: bool = True
    ) -> None:
        if compressed:
            content, entries = compress(content), {**entries, "Filter": Name("FlateDecode")}
        super().__init__(Dictionary({**entries, "Length": len(content)}), content, [])

    def format(self, document: Any) -> bytes:
        entries: bytes = self.dictionary.format(document)
        return b"".join((entries, b"\nstream\n", self.content, b"\nendstream\n"))


class Page(pdfdoc.PDFPage):  # type: ignore[misc]
    __NoDefault__: Final = (*pdfdoc.PDFPage.__NoDefault__, "Group")


class Catalog(pdfdoc.PDFCatalog):  # type: ignore[misc]
    __NoDefault__: Final = (*pdfdoc.PDFCatalog.__NoDefault__, "OutputIntents")
    __Refs__ = pdfdoc.PDFCatalog.__Refs__


class Info(pdfdoc.PDFObject):  # type: ignore[misc]
    """The document information. It has no date of the clock: that would differ each time."""

    title = author = subject = keywords = creator = producer = ""
    invariant = 1

    def __init__(self, entries: Mapping[str, str]) -> None:
        self.entries = {key: value for key, value in entries.items() if value}

    def digest(self, signature: Any) -> None:
        for key, value in self.entries.items():
            signature.update(f"{key}={value}\n".encode())

    def format(self, document: Any) -> bytes:
        entries = {key: Text(value) for key, value in self.entries.items()}
        data: bytes = Dictionary({**entries, "Trapped": Name("False")}).format(document)
        return data


class PageCanvas(Canvas):  # type: ignore[misc]
    """Collects pages and objects; ``data`` is the file."""

    def __init__(
        self, lang: str, info: Mapping[str, str], version: tuple[int, int] = (1, 7)
    ) -> None:
        super().__init__(
            io.BytesIO(), invariant=1, pageCompression=1, pdfVersion=version, lang=lang or None
        )
        self._doc.info = Info(info)
        self._doc.Catalog.__class__ = Catalog
        self.setViewerPreference("DisplayDocTitle", "true")

    def set_dialog(self, duplex: str) -> None:
        """Have print dialogs begin at actual size, and with ``duplex`` as PDF calls it."""
        self.setViewerPreference("PrintScaling", "None")
        self.setViewerPreference("Duplex", duplex)

    def set_catalog(self, key: str, value: Value) -> None:
        setattr(self._doc.Catalog, key, value)

    def _make_preamble(self) -> None:
        """Begin no page with Helvetica, as ReportLab does: it would not be embedded."""
        self._preamble = ""

    def add(self, thing: Any, name: str | None = None) -> Reference:
        """Put an object into the file; a name lets others refer to it before it is there."""
        return self._doc.Reference(thing, name)

    def reference(self, name: str) -> Reference:
        """Return a reference to an object that is added by ``name``, now or later."""
        return pdfdoc.PDFObjectReference(name)

    def add_page(
        self,
        operators: bytes,
        boxes: Mapping[str, Box],
        resources: Mapping[str, Mapping[str, Reference]] = _EMPTY_RESOURCES,
        annotations: Sequence[Mapping[str, Value]] = (),
        group: Value = None,
    ) -> None:
        """Add a page. ``boxes`` by their names in PDF; MediaBox is one of them."""
        page = Page()
        for name, box in boxes.items():
            setattr(page, name, numbers(box))
        page.Contents = Stream(operators, {})
        page.Resources = resource_dictionary(resources)
        page.Group = group
        if annotations:
            page.Annots = array([self.add(Dictionary(dict(entries))) for entries in annotations])
        self._doc.addPage(page)

    def data(self) -> bytes:
        """Return the finished file; nothing can be added after it."""
        data: bytes = self._doc.GetPDFData(self)
        return data


def resource_dictionary(resources: Mapping[str, Mapping[str, Reference]]) -> Dictionary:
    """Return /Resources: kinds (Font, XObject) to names to objects."""
    return Dictionary({kind: Dictionary(dict(items)) for kind, items in resources.items() if items})


_LETTERS: Final = ascii_letters + digits + "-_.,+"


def spelled(name: str) -> Raw:
    """Return a name as UTF-8, which ReportLab has no names in: those of spot colours."""
    return Raw("/" + "".join(chr(c) if chr(c) in _LETTERS else f"#{c:02X}" for c in name.encode()))


def array(values: Sequence[Value]) -> Any:
    return pdfdoc.PDFArrayCompact(values)


def numbers(values: Sequence[float], places: int = 4) -> Raw:
    """Return an array of numbers."""
    return Raw("[" + " ".join(short(value, places) for value in values) + "]")
