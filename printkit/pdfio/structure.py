"""What a PDF says of itself beside its pages' ink: boxes, intents, metadata, actions.

Nothing here is an opinion. Boxes stand in the page's own space: from the top left corner of
the trim as the page is seen upright, y downward.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from msgspec import Struct

from printkit.geometry import Rect
from printkit.pdfio.faults import FAULTS
from printkit.pdfio.matrix import Matrix, bounds, rect

_BOXES: Final = ("/MediaBox", "/CropBox", "/BleedBox", "/TrimBox", "/ArtBox")
_LARGEST_UNIT: Final = 1e4  # times a point; what is larger is broken
_NAMESPACES: Final = {
    "http://www.npes.org/pdfx/ns/id/": "pdfxid",
    "http://ns.adobe.com/pdf/1.3/": "pdf",
    "http://ns.adobe.com/xap/1.0/": "xmp",
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://www.aiim.org/pdfa/ns/id/": "pdfaid",
}
_RDF: Final = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"


class IccHeader(Struct, frozen=True):
    """The head of an ICC profile: what kind of device, in which space."""

    kind: str  # "prtr"
    space: str  # "CMYK"
    version: str
    components: int


class Intent(Struct, frozen=True):
    """An output intent; ``profile`` is None when none is embedded."""

    subtype: str
    identifier: str
    registry: str
    profile: IccHeader | None


class Note(Struct, frozen=True):
    """An annotation: its kind, and where it stands."""

    kind: str
    box: Rect


class Leaf(Struct, frozen=True):
    """A page. Boxes are None where the file leaves them out; ``medium`` is never so.

    ``base`` maps the file's own points to points from the trim's top left, y down.
    """

    number: int
    medium: Rect
    crop: Rect | None
    bleed: Rect | None
    trim: Rect | None
    art: Rect | None
    turns: int
    base: Matrix
    group_space: str | None
    notes: tuple[Note, ...]
    actions: bool

    @property
    def paper(self) -> Rect:
        """The trim or, without one, what stands for it."""
        return self.trim or self.art or self.crop or self.medium

    @property
    def inked(self) -> Rect:
        """The bleed box or, without one, what stands for it."""
        return self.bleed or self.crop or self.medium

    @property
    def shown(self) -> Rect:
        """What may be seen of the page: no more than is there. A bleed box that lies within
        the trim says nothing, whereas a crop box hides what is beyond it.
        """
        wanted = self.bleed.union(self.paper) if self.bleed else self.inked
        seen = self.medium.common(wanted)
        return seen if seen.width and seen.height else self.medium


class Structure(Struct, frozen=True):
    version: str
    leaves: tuple[Leaf, ...]
    intents: tuple[Intent, ...]
    xmp: dict[str, str] | None
    info: dict[str, str]
    has_id: bool
    encrypted: bool
    javascript: bool
    actions: bool
    form: bool
    repaired: tuple[str, ...]


def read_structure(pdf: Any) -> Structure:
    """Return what an open PDF says of itself; raises ValueError when its pages are none."""
    root = pdf.Root
    names = root.get("/Names", {})
    leaves = tuple(read_leaf(page, number) for number, page in enumerate(pdf.pages, 1))
    return Structure(
        version=max(str(pdf.pdf_version), str(root.get("/Version", "")).removeprefix("/")),
        leaves=leaves,
        intents=tuple(_intents(root)),
        xmp=_xmp(root),
        info=read_info(pdf),
        has_id=pdf.trailer.get("/ID") is not None,
        encrypted=pdf.is_encrypted,
        javascript=names.get("/JavaScript") is not None or _script(root.get("/OpenAction")),
        actions=root.get("/AA") is not None
        or _acts(root.get("/OpenAction"))
        or any(leaf.actions for leaf in leaves),
        form=bool(root.get("/AcroForm", {}).get("/Fields", ())),
        repaired=tuple(str(warning) for warning in pdf.get_warnings()),
    )


def _script(action: Any) -> bool:
    return hasattr(action, "get") and str(action.get("/S", "")) == "/JavaScript"


def _acts(action: Any) -> bool:
    """Return whether an open action does more than show a place of this file."""
    return hasattr(action, "get") and str(action.get("/S", "/GoTo")) != "/GoTo"


def read_leaf(page: Any, number: int) -> Leaf:
    """Return a page; raises ValueError where it has no size. Values that are none are passed
    over; ``unclear`` tells them.
    """
    found = {key: _box(_inherited(page.obj, key)) for key in _BOXES}
    medium = found["/MediaBox"]
    if medium is None or not (medium[2] - medium[0] > 0 and medium[3] - medium[1] > 0):
        raise ValueError(f"page {number} does not say how large it is")
    trim = found["/TrimBox"] or found["/ArtBox"] or found["/CropBox"] or medium
    unit = _number(page.obj.get("/UserUnit"), 1.0)
    unit = unit if 0 < unit < _LARGEST_UNIT else 1.0
    turns = int(_number(_inherited(page.obj, "/Rotate"), 0.0)) // 90 % 4
    base = _base(trim, turns, unit)

    def place(key: str) -> Rect | None:
        box = found[key]
        return None if box is None else rect(bounds(base, *box))

    group = page.obj.get("/Group")
    space = group.get("/CS") if hasattr(group, "get") else None
    return Leaf(
        number,
        place("/MediaBox") or Rect(0, 0, 0, 0),
        place("/CropBox"),
        place("/BleedBox"),
        place("/TrimBox"),
        place("/ArtBox"),
        turns,
        base,
        _space_word(space),
        tuple(_notes(page.obj, base)),
        page.obj.get("/AA") is not None,
    )


def unclear(page: Any) -> Iterator[str]:
    """Yield in words what a page says of its size and turn that makes no sense."""
    for key in _BOXES:
        value = _inherited(page.obj, key)
        if value is not None and _box(value) is None:
            yield f"its {key[1:]} is not four numbers"
    turn = _inherited(page.obj, "/Rotate")
    if turn is not None and _number(turn, 1.0) % 90:
        yield f"it is turned by {_plain(turn)}, which is no quarter turn"
    unit = page.obj.get("/UserUnit")
    if unit is not None and not 0 < _number(unit, 0.0) < _LARGEST_UNIT:
        yield f"its UserUnit is {_plain(unit)}, which measures nothing"


def _plain(value: Any) -> str:
    text = str(value)
    return text if len(text) <= 20 else f"{text[:20]}..."


def _space_word(space: Any) -> str | None:
    """Return the name of a colour space, None where it is none."""
    try:
        if space is None or str(space).startswith("/"):
            return None if space is None else str(space)[1:]
        word = str(space[0]).removeprefix("/")
        return f"ICCBased{int(space[1].get('/N', 0))}" if word == "ICCBased" else word
    except FAULTS:
        return None


def _inherited(page: Any, key: str) -> Any:
    for _ in range(50):
        if page is None or (value := page.get(key)) is not None:
            return None if page is None else value
        page = page.get("/Parent")
    return None


def _box(array: Any) -> tuple[float, float, float, float] | None:
    try:
        x1, y1, x2, y2 = (float(value) for value in array)
    except (TypeError, ValueError):
        return None
    return min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2)


def _base(trim: tuple[float, float, float, float], turns: int, unit: float) -> Matrix:
    left, bottom, right, top = trim
    u = unit
    match turns:
        case 0:
            return (u, 0.0, 0.0, -u, -left * u, top * u)
        case 1:
            return (0.0, u, u, 0.0, -bottom * u, -left * u)
        case 2:
            return (-u, 0.0, 0.0, u, right * u, -bottom * u)
        case _:
            return (0.0, -u, -u, 0.0, top * u, right * u)


def _notes(page: Any, base: Matrix) -> Iterator[Note]:
    try:
        items = list(page.get("/Annots", ()))
    except FAULTS:
        return
    for item in items:
        if not hasattr(item, "get"):
            continue
        box = _box(item.get("/Rect"))
        if box is not None:
            kind = str(item.get("/Subtype", "")).removeprefix("/")
            yield Note(kind, rect(bounds(base, *box)))


def output_intents(root: Any) -> Iterator[Any]:
    """Yield the output intents of a catalogue, whatever they hold."""
    try:
        items = list(root.get("/OutputIntents", ()))
    except FAULTS:
        return
    yield from (item for item in items if hasattr(item, "get"))


def _intents(root: Any) -> Iterator[Intent]:
    for item in output_intents(root):
        profile = item.get("/DestOutputProfile")
        yield Intent(
            str(item.get("/S", "")).removeprefix("/"),
            str(item.get("/OutputConditionIdentifier", "")),
            str(item.get("/RegistryName", "")),
            None if profile is None else icc_header(profile),
        )


def icc_header(stream: Any) -> IccHeader | None:
    """Return the head of a profile, None where it is none."""
    try:
        data = stream.read_bytes()
    except FAULTS:
        return None
    if len(data) < 128 or data[36:40] != b"acsp":
        return None
    return IccHeader(
        data[12:16].decode("latin-1").strip(),
        data[16:20].decode("latin-1").strip(),
        f"{data[8]}.{data[9] >> 4}",
        int(_number(stream.get("/N"), 0.0)),
    )


def read_info(pdf: Any) -> dict[str, str]:
    """Return the document information, names and texts alike, by key."""
    try:
        info = dict(pdf.trailer.get("/Info", {}).items())
    except FAULTS:
        return {}
    words = {str(key).removeprefix("/"): word(value) for key, value in info.items()}
    return {key: text for key, text in words.items() if text}


def _xmp(root: Any) -> dict[str, str] | None:
    """Return the simple values of the metadata packet, by prefixed name; None without one."""
    from xml.etree import ElementTree

    stream = root.get("/Metadata")
    try:
        data = stream.read_bytes()
        if b"<!DOCTYPE" in data or b"<!ENTITY" in data:  # a packet has none
            return {}
        tree = ElementTree.fromstring(data.strip(b"\0 \r\n\t"))
    except FAULTS:
        return None
    except ElementTree.ParseError:
        return {}
    found: dict[str, str] = {}
    for about in tree.iter(f"{_RDF}Description"):
        for name, value in about.attrib.items():
            found.setdefault(_prefixed(name), value.strip())
        for child in about:
            items = [item.text or "" for item in child.iter(f"{_RDF}li")]
            words = items[0] if items else child.text or ""
            found.setdefault(_prefixed(child.tag), words.strip())
    return found


def word(value: Any) -> str:
    """Return a text or a name as it reads, empty for whatever else stands there."""
    import pikepdf

    if isinstance(value, pikepdf.Name):
        return str(value)[1:]
    return str(value) if isinstance(value, pikepdf.String) else ""


def _prefixed(name: str) -> str:
    space, _, word = name.removeprefix("{").partition("}")
    return f"{_NAMESPACES.get(space, space)}:{word}" if word else name


def _number(value: Any, other: float) -> float:
    try:
        return float(value)
    except (TypeError, ValueError):
        return other
