"""The fonts of a PDF, as far as a page that uses them tells: names, widths, embedding."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from printkit.pdfio.faults import FAULTS

_FILES: Final = ("/FontFile", "/FontFile2", "/FontFile3")
_NONE: Final[Mapping[int, Any]] = MappingProxyType({})


class Font(NamedTuple):
    """A font in use. Widths, ``ascent`` and ``descent`` are fractions of an em.

    ``first_is_notdef``: code 0 shows the box that stands for a missing letter.
    """

    name: str
    kind: str
    embedded: bool
    two_bytes: bool = False
    first_is_notdef: bool = False
    widths: Mapping[int, float] = _NONE
    usual: float = 0.5
    ascent: float = 0.9
    descent: float = -0.25
    matrix: tuple[float, ...] = ()  # of Type 3
    glyphs: Mapping[int, Any] = _NONE  # of Type 3: what draws each code
    resources: Any = None

    def codes(self, text: bytes) -> Iterator[int]:
        if not self.two_bytes:
            yield from text
            return
        for at in range(0, len(text) - 1, 2):
            yield text[at] << 8 | text[at + 1]

    def width(self, code: int) -> float:
        return self.widths.get(code, self.usual)


NO_FONT: Final = Font("", "", True)


def read_font(value: Any) -> Font:
    """Return what a font dictionary says; broken ones come out plain."""
    try:
        kind = str(value.get("/Subtype", "")).removeprefix("/")
        if kind == "Type0":
            return _composite(value)
        if kind == "Type3":
            return _drawn(value)
        return _simple(value, kind)
    except FAULTS:
        return Font("unreadable", "", True)


def _simple(value: Any, kind: str) -> Font:
    facts = value.get("/FontDescriptor")
    first = int(value.get("/FirstChar", 0))
    widths = {first + n: float(width) / 1000 for n, width in enumerate(value.get("/Widths", ()))}
    return Font(
        _name(value), kind, _embedded(facts), widths=widths, **_heights(facts)
    )


def _composite(value: Any) -> Font:
    inner = value["/DescendantFonts"][0]
    facts = inner.get("/FontDescriptor")
    encoding = value.get("/Encoding")
    identity = str(encoding) in ("/Identity-H", "/Identity-V")
    return Font(
        _name(value),
        "Type0",
        _embedded(facts),
        two_bytes=True,
        first_is_notdef=identity and _embedded(facts),
        widths=dict(_wide(inner.get("/W", ()))),
        usual=float(inner.get("/DW", 1000)) / 1000,
        **_heights(facts),
    )


def _drawn(value: Any) -> Font:
    matrix = tuple(float(v) for v in value.get("/FontMatrix", (0.001, 0, 0, 0.001, 0, 0)))
    first = int(value.get("/FirstChar", 0))
    scale = matrix[0] or 0.001
    widths = {first + n: float(width) * scale for n, width in enumerate(value.get("/Widths", ()))}
    drawn = value.get("/CharProcs", {})
    glyphs = {}
    code = 0
    encoding = value.get("/Encoding")
    for item in encoding.get("/Differences", ()) if hasattr(encoding, "get") else ():
        if isinstance(item, int):
            code = item
            continue
        if str(item) in drawn:
            glyphs[code] = drawn[str(item)]
        code += 1
    box = [float(v) for v in value.get("/FontBBox", (0, 0, 0, 0))]
    tall = box[3] * matrix[3] if len(box) == 4 and box[3] else 0.9
    deep = box[1] * matrix[3] if len(box) == 4 and box[3] else -0.25
    return Font(
        _name(value) or "Type 3",
        "Type3",
        True,
        widths=widths,
        usual=0.0,
        ascent=tall,
        descent=deep,
        matrix=matrix,
        glyphs=glyphs,
        resources=value.get("/Resources"),
    )


def _wide(array: Any) -> Iterator[tuple[int, float]]:
    items = list(array)
    at = 0
    while at + 1 < len(items):
        first, second = items[at], items[at + 1]
        if isinstance(second, int) and at + 2 < len(items):
            width = float(items[at + 2]) / 1000
            for code in range(int(first), min(second, int(first) + 65535) + 1):
                yield code, width
            at += 3
        else:
            for n, width in enumerate(second):
                yield int(first) + n, float(width) / 1000
            at += 2


def _embedded(facts: Any) -> bool:
    return facts is not None and any(facts.get(key) is not None for key in _FILES)


def _heights(facts: Any) -> dict[str, Any]:
    ascent = float(facts.get("/Ascent", 0)) / 1000 if facts is not None else 0.0
    descent = float(facts.get("/Descent", 0)) / 1000 if facts is not None else 0.0
    return {
        "ascent": ascent if 0.3 < ascent < 3 else 0.9,
        "descent": -abs(descent) if 0 < abs(descent) < 3 else -0.25,
    }


def _name(value: Any) -> str:
    name = str(value.get("/BaseFont", value.get("/Name", ""))).removeprefix("/")
    return name[7:] if name[6:7] == "+" else name
