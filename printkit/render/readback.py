"""Whether the ink in a written file is the ink the scene asked for, glyph by glyph.

A label or a text layer proves nothing about what is seen. So an SVG's outlines are compared
with the font's, each at its place, and a PDF's letters by the box around their ink, which
PDFium takes from the embedded outlines.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import TYPE_CHECKING, Final, NamedTuple

from printkit.geometry import Rect, Transform, enclosing
from printkit.render.clusters import clusters
from printkit.render.outlines import control_box, glyph_path
from printkit.scene.model import FontKey, GlyphRun, Scene, TagId
from printkit.scene.walk import tagged
from printkit.units import Length, mm

if TYPE_CHECKING:
    from printkit.fonts.library import FontLibrary
    from printkit.pdfio.read import PdfCharacter, PdfPage
    from printkit.render.svg.read import SvgFacts

TOLERANCE: Final = mm(0.1)
"""How far ink may lie from its place: rounding in files, and no more."""


COLUMN: Final = mm(1)  # letters are looked up by where they begin


class InkedCluster(NamedTuple):
    """A cluster of a tag's text on its page, and the box around its ink.

    ``slack`` is how far PDFium may say an edge lies off: it adds a 64th to every height.
    """

    text: str
    box: Rect
    slack: Length


class InkedGlyph(NamedTuple):
    """A glyph with ink on its page: origin in EMU, and EMU per font unit."""

    font: FontKey
    gid: int
    x: int
    y: int
    unit: float
    fill: str


def inked_clusters(
    scene: Scene, page: int, tag: TagId, fonts: FontLibrary
) -> tuple[InkedCluster, ...]:
    """Return the clusters of a tag's text that leave ink, in paint order."""
    return tuple(
        cluster
        for run, transform in _runs(scene, page, (tag,))
        for cluster in _run_clusters(run, transform, fonts)
    )


def inked_glyphs(
    scene: Scene, page: int, tags: Collection[TagId], fonts: FontLibrary
) -> tuple[InkedGlyph, ...]:
    """Return the glyphs of some tags' texts that leave ink, in paint order."""
    result: list[InkedGlyph] = []
    for run, transform in _runs(scene, page, tags):
        face = fonts.face(run.font)
        unit = run.size / face.upem
        stretch = (transform.a**2 + transform.b**2) ** 0.5
        red, green, blue = run.ink.rgb
        pen = 0
        for glyph in run.glyphs:
            if face.extents(glyph.gid) is not None:
                x = run.x + (pen + glyph.x_offset) * unit
                y = run.baseline - glyph.y_offset * unit
                result.append(
                    InkedGlyph(
                        run.font,
                        glyph.gid,
                        *transform.point(x, y),
                        unit * stretch,
                        f"#{red:02x}{green:02x}{blue:02x}",
                    )
                )
            pen += glyph.x_advance
    return tuple(result)


def svg_faults(
    facts: SvgFacts,
    role: str,
    scene: Scene,
    page: int,
    tags: Collection[TagId],
    fonts: FontLibrary,
) -> Iterator[str]:
    """Yield how the groups of ``role`` in a picture differ from their tags' texts in the scene.

    Nothing when every glyph is there, in its order, at its place, in its size and ink.
    """
    drawn = [glyph for block in facts.blocks if block.role == role for glyph in block.glyphs]
    wanted = inked_glyphs(scene, page, tags, fonts)
    if len(drawn) != len(wanted):
        yield f"{len(drawn)} glyphs are drawn where {len(wanted)} should be"
        return
    for number, (is_, meant) in enumerate(zip(drawn, wanted, strict=True), 1):
        if (is_.font, is_.gid) != (meant.font, meant.gid):
            yield f"glyph {number} is another"
        elif is_.outline != glyph_path(fonts.face(meant.font), meant.gid):
            yield f"glyph {number} has another outline"
        elif max(abs(is_.x - meant.x), abs(is_.y - meant.y)) > TOLERANCE:
            yield f"glyph {number} stands elsewhere"
        elif abs(is_.unit - meant.unit) > meant.unit / 500:
            yield f"glyph {number} has another size"
        elif is_.fill != meant.fill:
            yield f"glyph {number} has another ink"


def pdf_faults(facts: PdfPage, wanted: Iterable[InkedCluster]) -> Iterator[str]:
    """Yield which clusters of a text a PDF page does not ink at their place.

    ``facts`` is the page read back with its characters, at least those where the clusters
    are. Letters and digits must also read as themselves; brackets may be mirrored by the
    reader.
    """
    wanted = tuple(wanted)
    area = enclosing(cluster.box for cluster in wanted)
    if area is None:
        return
    columns: dict[int, list[PdfCharacter]] = {}
    for character in facts.characters:
        if character.box.overlaps(area):
            columns.setdefault(character.box.x // COLUMN, []).append(character)
    for cluster in wanted:
        first = (cluster.box.x - cluster.slack) // COLUMN
        last = (cluster.box.x + cluster.slack) // COLUMN
        near = (c for column in range(first, last + 1) for c in columns.get(column, ()))
        here = [c.text for c in near if _same_box(c.box, cluster.box, cluster.slack)]
        if not here:
            yield f"{cluster.text!r} is not drawn at its place"
        elif not _reads(cluster.text, "".join(here)):
            yield f"{cluster.text!r} is drawn but reads {''.join(here)!r}"


def _runs(
    scene: Scene, page: int, tags: Collection[TagId]
) -> Iterator[tuple[GlyphRun, Transform]]:
    for placed in tagged(scene, page, *tags):
        if isinstance(placed.node, GlyphRun):
            yield placed.node, placed.transform


def _run_clusters(
    run: GlyphRun, transform: Transform, fonts: FontLibrary
) -> Iterator[InkedCluster]:
    face = fonts.face(run.font)
    unit = run.size / face.upem
    pen = 0
    for parts, text, advance in clusters(run):
        boxes = [
            Rect.of(
                round(run.x + (pen + x + box[0]) * unit),
                round(run.baseline - (y + box[3]) * unit),
                round(run.x + (pen + x + box[2]) * unit),
                round(run.baseline - (y + box[1]) * unit),
            )
            for gid, x, y in parts
            if (box := control_box(face, gid)) is not None
        ]
        around = enclosing(boxes)
        if around is not None:
            slack = TOLERANCE + abs(run.baseline - around.y) // 64
            yield InkedCluster(text, transform.rect(around), slack)
        pen += advance


def _same_box(one: Rect, other: Rect, slack: Length) -> bool:
    return (
        abs(one.x - other.x) <= slack
        and abs(one.y - other.y) <= slack
        and abs(one.right - other.right) <= slack
        and abs(one.bottom - other.bottom) <= slack
    )


def _reads(meant: str, found: str) -> bool:
    return all(character in found for character in meant if character.isalnum())
