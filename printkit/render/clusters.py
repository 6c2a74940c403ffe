"""Shaped text cut into what cannot be parted: glyphs with the letters they stand for."""

from __future__ import annotations

from itertools import groupby, pairwise
from typing import NamedTuple, TypeAlias

from printkit.scene.model import Glyph, GlyphRun

Parts: TypeAlias = tuple[tuple[int, int, int], ...]
"""Glyphs of a cluster: (glyph, x, y) in font units from its left end on the baseline."""


class Cluster(NamedTuple):
    """A letter, a ligature or a syllable: its glyphs, its letters, its advance."""

    parts: Parts
    text: str
    advance: int


def clusters(run: GlyphRun) -> list[Cluster]:
    """Return the run's clusters as they are inked, from left to right."""
    starts = sorted({glyph.cluster for glyph in run.glyphs})
    ends = dict(pairwise([*starts, len(run.text)]))
    result: list[Cluster] = []
    for start, group in groupby(run.glyphs, key=_start):
        pen = 0
        parts: list[tuple[int, int, int]] = []
        for glyph in group:
            parts.append((glyph.gid, pen + glyph.x_offset, glyph.y_offset))
            pen += glyph.x_advance
        result.append(Cluster(tuple(parts), run.text[start : ends[start]], pen))
    return result


def _start(glyph: Glyph) -> int:
    return glyph.cluster
