"""TrueType tables by hand: composite glyphs appended to a subset, and the file put together.

A composite is a syllable as it was shaped, its parts at their offsets. The subset comes
from HarfBuzz, so its tables are sound; only what a new glyph touches is written again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from struct import calcsize, pack, unpack, unpack_from
from typing import Final

from msgspec import Struct

ARGS_ARE_WORDS: Final = 0x0001
ARGS_ARE_XY: Final = 0x0002
HAS_SCALE: Final = 0x0008
MORE_COMPONENTS: Final = 0x0020
HAS_XY_SCALE: Final = 0x0040
HAS_MATRIX: Final = 0x0080
OVERLAP: Final = 0x0400  # on the first part, as OpenType asks where outlines overlap

_MAXP_FIELDS: Final = ">13H"  # maxPoints to maxComponentDepth, from byte 6


class Composite(Struct, frozen=True):
    """A glyph made of others: (glyph of the subset, x, y) in font units, and its advance."""

    parts: tuple[tuple[int, int, int], ...]
    advance: int


def add_composites(
    tables: Mapping[str, bytes], composites: Iterable[Composite]
) -> dict[str, bytes]:
    """Return the tables with one more glyph for each composite, in order, at the end."""
    glyphs = _Glyphs(tables)
    for composite in composites:
        glyphs.append(composite)
    return glyphs.tables()


def build_sfnt(tables: Mapping[str, bytes]) -> bytes:
    """Return a TrueType font file made of ``tables``."""
    count = len(tables)
    power = count.bit_length() - 1
    reach = 16 << power
    header = pack(">IHHHH", 0x00010000, count, reach, power, count * 16 - reach)
    offset = len(header) + 16 * count
    directory: list[bytes] = []
    body: list[bytes] = []
    for tag in sorted(tables):
        data = tables[tag]
        padded = data + b"\0" * (-len(data) % 4)
        checksum = sum(unpack(f">{len(padded) // 4}I", padded)) & 0xFFFFFFFF
        directory.append(tag.encode() + pack(">III", checksum, offset, len(data)))
        body.append(padded)
        offset += len(padded)
    return b"".join((header, *directory, *body))


class _Glyphs:
    """The tables a new glyph changes, taken apart."""

    def __init__(self, tables: Mapping[str, bytes]) -> None:
        self._source = tables
        self._count = count = int(unpack_from(">H", tables["maxp"], 4)[0])
        self._maxima: list[int] = list(unpack_from(_MAXP_FIELDS, tables["maxp"], 6))
        long_offsets = unpack_from(">h", tables["head"], 50)[0]
        self._glyf = bytearray(tables["glyf"])
        self._loca: list[int] = (
            list(unpack_from(f">{count + 1}I", tables["loca"]))
            if long_offsets
            else [2 * half for half in unpack_from(f">{count + 1}H", tables["loca"])]
        )
        self._hmtx = bytearray(_full_metrics(tables, count))

    def append(self, composite: Composite) -> None:
        parts = [
            (gid, x, y, box) for gid, x, y in composite.parts if (box := self._box(gid)) is not None
        ]
        left = min((box[0] + x for _, x, _, box in parts), default=0)
        if parts:
            self._write(parts, left)
        self._loca.append(len(self._glyf))
        self._hmtx += pack(">Hh", max(0, composite.advance), left)
        self._count += 1

    def _write(
        self, parts: list[tuple[int, int, int, tuple[int, int, int, int]]], left: int
    ) -> None:
        bottom = min(box[1] + y for _, _, y, box in parts)
        right = max(box[2] + x for _, x, _, box in parts)
        top = max(box[3] + y for _, _, y, box in parts)
        data = bytearray(pack(">5h", -1, left, bottom, right, top))
        points = contours = depth = 0
        for index, (gid, x, y, _) in enumerate(parts):
            flags = ARGS_ARE_WORDS | ARGS_ARE_XY
            if index == 0:
                flags |= OVERLAP
            if index < len(parts) - 1:
                flags |= MORE_COMPONENTS
            data += pack(">HHhh", flags, gid, x, y)
            size = self._size(gid)
            points += size[0]
            contours += size[1]
            depth = max(depth, size[2] + 1)
        self._glyf += data + b"\0" * (-len(data) % 4)
        maxima = self._maxima
        maxima[2] = max(maxima[2], points)
        maxima[3] = max(maxima[3], contours)
        maxima[11] = max(maxima[11], len(parts))
        maxima[12] = max(maxima[12], depth)

    def _box(self, gid: int) -> tuple[int, int, int, int] | None:
        start, end = self._loca[gid : gid + 2]
        if start == end:
            return None
        x_min, y_min, x_max, y_max = unpack_from(">4h", self._glyf, start + 2)
        return (x_min, y_min, x_max, y_max)

    def _size(self, gid: int) -> tuple[int, int, int]:
        """Return how many points and contours a glyph has, and how deep it is composed."""
        start, end = self._loca[gid : gid + 2]
        if start == end:
            return 0, 0, 0
        contours = unpack_from(">h", self._glyf, start)[0]
        if contours >= 0:
            last = unpack_from(">H", self._glyf, start + 8 + 2 * contours)[0] if contours else -1
            return last + 1, contours, 0
        points = contours = depth = 0
        at = start + 10
        while True:
            flags, part = unpack_from(">HH", self._glyf, at)
            size = self._size(part)
            points, contours = points + size[0], contours + size[1]
            depth = max(depth, size[2] + 1)
            at += 4 + (4 if flags & ARGS_ARE_WORDS else 2)
            if flags & HAS_SCALE:
                at += 2
            elif flags & HAS_XY_SCALE:
                at += 4
            elif flags & HAS_MATRIX:
                at += 8
            if not flags & MORE_COMPONENTS:
                return points, contours, depth

    def tables(self) -> dict[str, bytes]:
        head = bytearray(self._source["head"])
        head[50:52] = pack(">h", 1)
        hhea = bytearray(self._source["hhea"])
        hhea[34:36] = pack(">H", self._count)
        maxp = bytearray(self._source["maxp"])
        maxp[4:6] = pack(">H", self._count)
        maxp[6 : 6 + calcsize(_MAXP_FIELDS)] = pack(_MAXP_FIELDS, *self._maxima)
        return {
            **self._source,
            "glyf": bytes(self._glyf),
            "loca": pack(f">{len(self._loca)}I", *self._loca),
            "hmtx": bytes(self._hmtx),
            "head": bytes(head),
            "hhea": bytes(hhea),
            "maxp": bytes(maxp),
        }


def _full_metrics(tables: Mapping[str, bytes], count: int) -> bytes:
    """Return hmtx with an advance for every glyph; the last ones may share theirs."""
    long_count = unpack_from(">H", tables["hhea"], 34)[0]
    hmtx = tables["hmtx"]
    if long_count == count:
        return hmtx
    last = hmtx[4 * long_count - 4 : 4 * long_count - 2]
    bearings = hmtx[4 * long_count :]
    rest = b"".join(
        last + bearings[2 * index : 2 * index + 2] for index in range(count - long_count)
    )
    return hmtx[: 4 * long_count] + rest
