"""Shaped text in a PDF: one character id for each pair of ink and text.

A cluster that is one glyph on the baseline is written as that glyph. Any other becomes one
composite glyph of the embedded subset, its offsets baked in. ToUnicode gives each id the
whole text of its cluster. So a run needs neither rises, which poppler takes for new lines,
nor ActualText, which readers disagree about; and text read back is the text set.

Glyphs stand as they are inked, from left to right, in right-to-left scripts too: readers
reorder them themselves and are thrown off by anything else.
"""

from __future__ import annotations

from hashlib import sha256
from struct import pack, unpack_from
from typing import TYPE_CHECKING, Final, NamedTuple

from printkit.render.clusters import Parts, clusters
from printkit.render.pdf.canvas import (
    Dictionary,
    Name,
    PageCanvas,
    Raw,
    Reference,
    Stream,
    Text,
    array,
    numbers,
)
from printkit.render.pdf.sfnt import Composite, add_composites, build_sfnt
from printkit.scene.model import FontKey, GlyphRun

if TYPE_CHECKING:
    from printkit.fonts.face import Face
    from printkit.fonts.library import FontLibrary

FARTHEST: Final = 0.05
"""In em: a character kerned farther gets an id of its own width.

Readers take a wide gap for a word space, and drop a space that a blank glyph lies over.
"""

SYMBOLIC: Final = 4
"""Font flag: characters are named by glyph, not by a standard encoding."""


class Character(NamedTuple):
    """What a character id stands for. ``advance`` is its width in the font, in font units."""

    gid: int | None
    parts: Parts
    text: str
    advance: int


class PdfFont:
    """One embedded font while a document is written: its ids, then its objects."""

    def __init__(self, key: FontKey, face: Face, name: str) -> None:
        self.key = key
        self.name = name
        self._face = face
        self._far = FARTHEST * face.upem
        self._ids: dict[tuple[Parts, str], list[int]] = {}
        self._characters: list[Character] = [Character(0, (), "", face.advance(0))]

    def show(self, run: GlyphRun) -> str:
        """Return the run as one operator: ``<...>Tj``, or ``[...]TJ`` where glyphs are moved.

        PDFium and MuPDF cut widths to whole thousandths of an em, so whole ones are written
        and a glyph is moved before the difference comes to more than one.
        """
        pieces: list[str] = []
        codes: list[str] = []
        scale = 1000 / self._face.upem
        wanted = 0  # font units, where the scene has the glyph
        at = 0  # thousandths of an em, where a reader has it
        for parts, text, advance in clusters(run):
            code = self._code(parts, text, advance)
            shift = at - wanted * scale
            if abs(shift) >= 1:
                if codes:
                    pieces.append(f"<{''.join(codes)}>")
                    codes.clear()
                pieces.append(str(round(shift)))
                at -= round(shift)
            at += self._width(code)
            wanted += advance
            codes.append(f"{code:04X}")
        if not pieces:
            return f"<{''.join(codes)}>Tj"
        return f"[{''.join(pieces)}<{''.join(codes)}>]TJ"

    def _width(self, code: int) -> int:
        """Return the width of a character id in thousandths of an em."""
        return round(self._characters[code].advance * 1000 / self._face.upem)

    def _code(self, parts: Parts, text: str, advance: int) -> int:
        known = self._ids.setdefault((parts, text), [])
        for code in known:
            if abs(self._characters[code].advance - advance) <= self._far:
                return code
        known.append(len(self._characters))
        self._characters.append(self._character(parts, text, advance))
        return known[-1]

    def _character(self, parts: Parts, text: str, advance: int) -> Character:
        face = self._face
        inked = tuple(part for part in parts if face.extents(part[0]) is not None)
        # Joiners and other blank glyphs ink nothing; what is left may be a glyph as it is.
        kept = inked or parts[:1]
        if len(kept) == 1 and kept[0][1:] == (0, 0):
            own = face.advance(kept[0][0])
            if abs(own - advance) <= self._far:
                return Character(kept[0][0], (), text, own)
        return Character(None, inked, text, max(0, advance))

    def embed(self, canvas: PageCanvas) -> None:
        """Write the font's objects; the font itself is found by ``self.name``."""
        face = self._face
        wanted: set[int] = set()
        for character in self._characters:
            wanted.update(part[0] for part in character.parts)
            if character.gid is not None:
                wanted.add(character.gid)
        subset = face.subset(sorted(wanted))
        composites: dict[Composite, int] = {}
        glyphs: list[int] = []
        for gid, parts, _, advance in self._characters:
            if gid is not None:
                glyphs.append(subset.gid_map[gid])
            else:
                made = Composite(tuple((subset.gid_map[g], x, y) for g, x, y in parts), advance)
                glyphs.append(composites.setdefault(made, subset.glyph_count + len(composites)))
        tables = add_composites(subset.tables, composites) if composites else subset.tables
        program = build_sfnt(tables)
        self._write(canvas, program, tables["head"], glyphs)

    def _write(self, canvas: PageCanvas, program: bytes, head: bytes, glyphs: list[int]) -> None:
        face = self._face
        scale = 1000 / face.upem
        base = Name(f"{subset_tag(program)}+{self.key.name}")
        descriptor = Dictionary(
            {
                "Type": Name("FontDescriptor"),
                "FontName": base,
                "Flags": SYMBOLIC,
                "FontBBox": numbers([v * scale for v in unpack_from(">4h", head, 36)], 0),
                "ItalicAngle": 0,
                "Ascent": round(face.ascender * scale),
                "Descent": round(face.descender * scale),
                "CapHeight": round(face.cap_height * scale),
                "StemV": 80,
                "FontFile2": canvas.add(Stream(program, {"Length1": len(program)})),
            }
        )
        widths = " ".join(str(self._width(code)) for code in range(len(self._characters)))
        descendant = Dictionary(
            {
                "Type": Name("Font"),
                "Subtype": Name("CIDFontType2"),
                "BaseFont": base,
                "CIDSystemInfo": Dictionary(
                    {"Registry": Text("Adobe"), "Ordering": Text("Identity"), "Supplement": 0}
                ),
                "FontDescriptor": canvas.add(descriptor),
                "DW": 0,
                "W": Raw(f"[0[{widths}]]"),
                "CIDToGIDMap": canvas.add(Stream(pack(f">{len(glyphs)}H", *glyphs), {})),
            }
        )
        font = Dictionary(
            {
                "Type": Name("Font"),
                "Subtype": Name("Type0"),
                "BaseFont": base,
                "Encoding": Name("Identity-H"),
                "DescendantFonts": array([canvas.add(descendant)]),
                "ToUnicode": canvas.add(Stream(self._to_unicode(), {})),
            }
        )
        canvas.add(font, self.name)

    def _to_unicode(self) -> bytes:
        rows = [
            f"<{code:04X}><{character.text.encode('utf-16-be').hex().upper()}>"
            for code, character in enumerate(self._characters)
            if character.text
        ]
        lines = [
            "/CIDInit /ProcSet findresource begin",
            "12 dict begin",
            "begincmap",
            "/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def",
            "/CMapName /Adobe-Identity-UCS def",
            "/CMapType 2 def",
            "1 begincodespacerange",
            "<0000><FFFF>",
            "endcodespacerange",
        ]
        for start in range(0, len(rows), 100):  # a CMap holds at most 100 rows a block
            some = rows[start : start + 100]
            lines += [f"{len(some)} beginbfchar", *some, "endbfchar"]
        lines += ["endcmap", "CMapName currentdict /CMap defineresource pop", "end", "end"]
        return "\n".join(lines).encode("ascii")


class FontBook:
    """The fonts of one document, each opened when text first needs it."""

    def __init__(self, library: FontLibrary, canvas: PageCanvas) -> None:
        self._library = library
        self._canvas = canvas
        self._fonts: dict[FontKey, PdfFont] = {}

    def font(self, key: FontKey) -> PdfFont:
        font = self._fonts.get(key)
        if font is None:
            name = f"F{len(self._fonts) + 1}"
            font = self._fonts[key] = PdfFont(key, self._library.face(key), name)
        return font

    def reference(self, name: str) -> Reference:
        return self._canvas.reference(name)

    def embed(self) -> None:
        """Write every font; after it no text may be shown."""
        for font in self._fonts.values():
            font.embed(self._canvas)


def subset_tag(program: bytes) -> str:
    """Return six capitals for a subset font's name, the same for the same font program."""
    value = int.from_bytes(sha256(program).digest()[:8], "big")
    letters = []
    for _ in range(6):
        value, letter = divmod(value, 26)
        letters.append(chr(ord("A") + letter))
    return "".join(letters)
