"""What preflight asks of the file: its standard, intent, metadata, boxes and pages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Final

from printkit.geometry import Rect, Size
from printkit.pdfio.document import Document
from printkit.pdfio.structure import Intent, Leaf, Structure
from printkit.press.preflight import Hit, Place
from printkit.press.rules import Limits
from printkit.units import format_mm, pt, to_mm

_X4: Final = "PDF/X-4"
_SAME: Final = pt(0.05)  # boxes that are nearer than this are one


def check(document: Document, limits: Limits) -> Iterator[Hit]:
    structure = document.structure
    yield from _standard(structure)
    yield from _intents(structure.intents, limits)
    yield from _pages(structure.leaves, limits)
    for leaf, content in document.pages:
        yield from _boxes(leaf, limits)
        for note in leaf.notes:
            if note.box.overlaps(leaf.inked):
                yield Hit("annotation", Place(leaf.number, note.box), what=note.kind)
        if content.endless:
            yield Hit("endless", Place(leaf.number))
        for words in content.notes:
            yield Hit("content", Place(leaf.number), what=words)


def _standard(structure: Structure) -> Iterator[Hit]:
    for words in structure.repaired[:3]:
        yield Hit("repaired", what=words.rpartition(": ")[2] or words)
    if structure.encrypted:
        yield Hit("encryption")
    if structure.version > "1.6":
        yield Hit("pdf-version", what=structure.version)
    xmp, info = structure.xmp or {}, structure.info
    named = xmp.get("pdfxid:GTS_PDFXVersion") or info.get("GTS_PDFXVersion", "")
    if xmp.get("pdfxid:GTS_PDFXVersion") != _X4:
        yield Hit("x4-identifier", what=f": they say {named}" if named else "")
    lacks = []
    if structure.xmp is None:
        lacks.append("XMP metadata")
    else:
        lacks += [word for key, word in _WANTED.items() if not xmp.get(key)]
    if not structure.has_id:
        lacks.append("a file identifier")
    if lacks:
        yield Hit("metadata", what=", ".join(lacks))
    trapped = {xmp.get("pdf:Trapped", ""), info.get("Trapped", "")} - {""}
    if not trapped or not trapped <= {"True", "False"}:
        yield Hit("trapped")
    if structure.javascript:
        yield Hit("javascript")
    if structure.actions:
        yield Hit("actions")


_WANTED: Final = {
    "dc:title": "a title",
    "xmp:CreateDate": "the date it was made",
    "xmp:ModifyDate": "the date it was changed",
}


def _intents(intents: tuple[Intent, ...], limits: Limits) -> Iterator[Hit]:
    ours = [intent for intent in intents if intent.subtype == "GTS_PDFX"]
    if len(ours) != 1:
        many = "no PDF/X output intent" if not ours else f"{len(ours)} PDF/X output intents"
        yield Hit("output-intent", what=f"it has {many}")
        return
    (intent,) = ours
    profile = intent.profile
    if profile is None:
        yield Hit("intent-profile", what="no ICC profile is embedded")
    elif (profile.kind, profile.space) != ("prtr", "CMYK"):
        kind = _KINDS.get(profile.kind, profile.kind)
        yield Hit("intent-profile", what=f"it is for {kind}, in {profile.space}")
    wanted = limits.identifier
    if wanted and intent.identifier != wanted:
        named = intent.identifier or "a condition without a name"
        yield Hit("intent-condition", what=f"{named}, and {wanted} is ordered")


_KINDS: Final = {"mntr": "a screen", "scnr": "a scanner", "prtr": "a printer"}


def _pages(leaves: tuple[Leaf, ...], limits: Limits) -> Iterator[Hit]:
    sizes = Counter(_size(leaf) for leaf in leaves)
    if len(sizes) > 1 and limits.size is None:
        usual = sizes.most_common(1)[0][0]
        said = ", ".join(f"{count} of {size}" for size, count in sizes.most_common(4))
        for leaf in leaves:
            if _size(leaf) != usual:
                yield Hit("page-sizes", Place(leaf.number), what=said)
    turns = Counter(leaf.turns for leaf in leaves)
    if len(turns) > 1:
        usual_turn = turns.most_common(1)[0][0]
        said = ", ".join(f"{count} by {90 * turn} degrees" for turn, count in turns.most_common())
        for leaf in leaves:
            if leaf.turns != usual_turn:
                yield Hit("page-turns", Place(leaf.number), what=said)
    multiple = int(limits.numbers["page-count-multiple"])
    if multiple > 1 and len(leaves) % multiple:
        yield Hit("page-count", value=len(leaves), more=(("limit", str(multiple)),))


def _size(leaf: Leaf) -> str:
    """Return the finished size to a tenth of a millimetre, as people compare sizes."""
    return f"{to_mm(leaf.paper.width):.1f} x {to_mm(leaf.paper.height):.1f} mm"


def _boxes(leaf: Leaf, limits: Limits) -> Iterator[Hit]:
    here = Place(leaf.number)
    if leaf.trim is None and leaf.art is None:
        yield Hit("trim-box", here, what="the page has no trim box, which says where it is cut")
    elif leaf.trim is not None and leaf.art is not None:
        yield Hit("trim-box", here, what="the page has a trim box and an art box")
    paper = leaf.paper
    around = (
        ("trim box", paper, "bleed box", leaf.bleed),
        ("trim box", paper, "media box", leaf.medium),
        ("bleed box", leaf.bleed, "media box", leaf.medium),
    )
    for inner, box, name, other in around:
        if box is not None and other is not None and not _within(box, other):
            yield Hit("box-order", here, what=f"the {inner} reaches beyond the {name}")
    if limits.size is not None:
        wanted = limits.size
        if (paper.width < paper.height) != (wanted.width < wanted.height):
            wanted = wanted.turned()  # sizes are named upright, and pages lie
        off = max(abs(paper.width - wanted.width), abs(paper.height - wanted.height))
        shown = f"{format_mm(paper.width)} x {format_mm(paper.height)}, not "
        shown += f"{format_mm(wanted.width)} x {format_mm(wanted.height)}"
        remedy = _SEVERAL if _holds_several(paper, wanted) else ""
        yield Hit("trim-size", here, to_mm(off), what=shown, remedy=remedy)
    needed = limits.numbers["bleed-error"]
    if needed > 0:
        outer = leaf.inked
        least = min(
            paper.x - outer.x, paper.y - outer.y,
            outer.right - paper.right, outer.bottom - paper.bottom,
        )  # fmt: skip
        yield Hit("bleed", here, to_mm(max(0, least)))


_SEVERAL: Final = "it looks like a sheet of several: leave --size out, or judge a single page"


def _holds_several(paper: Rect, wanted: Size) -> bool:
    """Return whether two or more of a size find room on a page."""
    return any(
        (paper.width // size.width) * (paper.height // size.height) > 1
        for size in (wanted, wanted.turned())
    )


def _within(inner: Rect, outer: Rect) -> bool:
    return (
        inner.x >= outer.x - _SAME
        and inner.y >= outer.y - _SAME
        and inner.right <= outer.right + _SAME
        and inner.bottom <= outer.bottom + _SAME
    )
