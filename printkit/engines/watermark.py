"""A draft says that it is one: across every page, in a line of its own, and around each text
that is not in the page's language.

The large word is cut out of fine stripes, grey beside paper, so that it is seen on white and
on every flood without transparency, and what it lies under can be read. It stays clear of
the credit, of logos and of codes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from math import cos, hypot, pi, sin
from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

from printkit import paths
from printkit.fonts.face import Face, FontSegment
from printkit.geometry import Outline, Rect, Segment, Sides, Transform, enclosing
from printkit.scene.model import GlyphRun, Group, Image, Node, Path, Stroke, StructNode, Use
from printkit.scene.walk import bounds, every_node, line_box
from printkit.text.model import Block
from printkit.units import Length, mm

if TYPE_CHECKING:
    from printkit.engines.board import Board

_SHARE: Final = 0.86  # of the page's diagonal, or of its height for short words
_STRIPES: Final = 42  # to the height of a letter
_STRIPE: Final = 0.2  # of the distance of two
_CLEAR: Final = mm(0.6)  # between a stripe and the credit
_BOX: Final = mm(0.25)  # the line around a text in another language
_AIR: Final = mm(0.45)  # between that line and the text


def marked(board: Board, nodes: Sequence[Node]) -> tuple[tuple[Node, ...], StructNode | None]:
    """Return a page's nodes with the marks of a draft under its texts, and what they say.

    What they say stands in the reading order once, so only the first page has an element.
    """
    texts = [node for node in nodes if isinstance(node, GlyphRun)]
    drawn = [node for node in nodes if not isinstance(node, GlyphRun)]
    credits = board.draft.credit_tags(board.number)
    kept = (
        *(
            line_box(run).inset(Sides.all(-_CLEAR))
            for run in texts
            if run.tag in credits and run.glyphs
        ),
        *(box.inset(Sides.all(-_CLEAR)) for box in _figures(board, drawn)),
    )
    boxes = [path for box in _foreign(board, texts) for path in _outlined(board, box, kept)]
    plate, runs, element = _about(board, nodes)
    mark = board.draft.shared_mark((board.size, kept), lambda: _mark(board, kept))
    return (*drawn, *boxes, *mark, *texts, plate, *runs), element


# -- the large word ------------------------------------------------------------------------


def _mark(board: Board, kept: Sequence[Rect]) -> Group | None:
    layout, draft = board.draft.job.layout, board.draft
    style = replace(layout.styles["credit"], weight=800, size=mm(100), tracking=0.0)
    block = draft.set(draft.job.kit.texts["draft.mark"], style)
    outline = _letters(board, block)
    box = paths.bounds(outline)
    if not box.width or not box.height:
        return None
    width, height = board.size.width, board.size.height
    # As large as the page holds it, from foot to head along the diagonal.
    angle = -min(pi / 3, max(pi / 7, (height / width) * pi / 4.2))
    turned = _turn(angle).rect(box)
    scale = min(_SHARE * width / turned.width, _SHARE * height / turned.height)
    place = Transform.move(-box.centre.x, -box.centre.y).then(Transform.scale(scale))
    place = place.then(_turn(angle)).then(Transform.move(width // 2, height // 2))
    shape = place.outline(outline)
    pitch = max(mm(0.7), round(scale * box.height / _STRIPES))
    inks = layout.inks
    stripe = pitch * _STRIPE
    lines = {
        name: paths.join(_stripes(paths.bounds(shape), pitch, shift, kept))
        for name, shift in (("paper", stripe), ("rule", 0.0))
    }
    return Group(
        tuple(
            Path(line, stroke=Stroke(inks[name], round(stripe)))
            for name, line in lines.items()
            if line
        ),
        clip=shape,
    )


def _turn(angle: float) -> Transform:
    return Transform(cos(angle), sin(angle), -sin(angle), cos(angle))


def _letters(board: Board, block: Block) -> Outline:
    """Return the outlines of a block's glyphs, on their baseline."""
    result: list[Segment] = []
    for run in block.place(0, 0, block.width, align="start"):
        face = board.draft.job.fonts.face(run.font)
        unit = run.size / face.upem
        pen = 0
        for glyph in run.glyphs:
            at = Transform(unit, 0, 0, -unit, 0, 0).then(
                Transform.move(
                    run.x + round((pen + glyph.x_offset) * unit),
                    run.baseline - round(glyph.y_offset * unit),
                )
            )
            result += _placed(face, glyph.gid, at)
            pen += glyph.x_advance
    return tuple(result)


def _placed(face: Face, gid: int, at: Transform) -> Iterator[Segment]:
    x0 = y0 = 0.0
    for segment in face.outline(gid):
        yield from _segment(segment, x0, y0, at)
        if len(segment) > 1:
            x0, y0 = segment[-2:]


def _segment(segment: FontSegment, x0: float, y0: float, at: Transform) -> Iterator[Segment]:
    match segment:
        case ("M", x, y):
            yield ("M", *at.point(x, y))
        case ("L", x, y):
            yield ("L", *at.point(x, y))
        case ("Q", x1, y1, x, y):
            one = at.point(x0 + (x1 - x0) * 2 / 3, y0 + (y1 - y0) * 2 / 3)
            other = at.point(x + (x1 - x) * 2 / 3, y + (y1 - y) * 2 / 3)
            yield ("C", *one, *other, *at.point(x, y))
        case ("C", x1, y1, x2, y2, x, y):
            yield ("C", *at.point(x1, y1), *at.point(x2, y2), *at.point(x, y))
        case _:
            yield ("Z",)


def _stripes(
    box: Rect, pitch: Length, shift: float, kept: Sequence[Rect]
) -> Iterator[Outline]:
    """Yield falling stripes over ``box``, left out where they would come into ``kept``."""
    reach = box.height
    count = (box.width + box.height) * 7 // (10 * pitch) + 1  # 0.7: they lie aslant
    for number in range(count):
        x = box.x - reach + round(number * pitch * 10 / 7 + shift * 10 / 7)
        for a, b in _outside((x, box.y), (x + reach, box.bottom), kept):
            yield paths.line(*a, *b)


def _outside(
    a: tuple[float, float], b: tuple[float, float], kept: Sequence[Rect]
) -> Iterator[tuple[tuple[float, float], tuple[float, float]]]:
    """Yield the parts of a line that lie in none of the boxes ``kept``."""
    dx, dy = b[0] - a[0], b[1] - a[1]
    gaps = []
    for box in kept:
        t0, t1 = 0.0, 1.0
        sides = ((a[0], dx, box.x, box.right), (a[1], dy, box.y, box.bottom))
        for start, delta, low, high in sides:
            if not delta:
                t0, t1 = (t0, t1) if low < start < high else (1.0, 0.0)
                continue
            near, far = sorted(((low - start) / delta, (high - start) / delta))
            t0, t1 = max(t0, near), min(t1, far)
        if t0 < t1:
            gaps.append((t0, t1))
    here = 0.0
    for t0, t1 in [*sorted(gaps), (1.0, 1.0)]:
        if (t0 - here) * hypot(dx, dy) > 1:
            yield (a[0] + here * dx, a[1] + here * dy), (a[0] + t0 * dx, a[1] + t0 * dy)
        here = max(here, t1)


# -- texts in another language -------------------------------------------------------------


def _foreign(board: Board, texts: Iterable[GlyphRun]) -> Iterator[Rect]:
    """Yield a box for each text of the page that is in another language than the page."""
    for tag in board.foreign:
        box = enclosing(_ink(board, run) for run in texts if run.tag == tag and run.glyphs)
        if box is not None:
            yield box.inset(Sides.all(-_AIR))


def _ink(board: Board, run: GlyphRun) -> Rect:
    face = board.draft.job.fonts.face(run.font)
    found = [box for glyph in run.glyphs if (box := face.extents(glyph.gid)) is not None]
    unit = run.size / face.upem
    top = max((box[3] for box in found), default=0)
    bottom = min((box[1] for box in found), default=0)
    return Rect.of(
        run.x,
        run.baseline - round(top * unit),
        run.x + run.width,
        run.baseline - round(bottom * unit),
    )


def _outlined(board: Board, box: Rect, kept: Sequence[Rect]) -> Iterator[Path]:
    corners = ((box.x, box.y), (box.right, box.y), (box.right, box.bottom), (box.x, box.bottom))
    sides = zip(corners, (*corners[1:], corners[0]), strict=True)
    line = paths.join(
        paths.line(*a, *b) for side in sides for a, b in _outside(*side, kept)
    )
    if line:
        yield Path(line, stroke=Stroke(board.draft.job.layout.inks["rule"], _BOX))


# -- the small line ------------------------------------------------------------------------


def _about(
    board: Board, nodes: Sequence[Node]
) -> tuple[Path, tuple[GlyphRun, ...], StructNode | None]:
    """Return a plate of paper, what is written on it, and its element on the first page."""
    draft, safe = board.draft, board.draft.job.layout.safe
    style = replace(draft.job.layout.styles["credit"], weight=600, align="centre")
    text = draft.job.kit.texts["draft.about"]
    pad = style.size // 3
    most = board.size.width - safe.left - safe.right - 2 * pad
    block = draft.set(text, style, most, balance=True)
    wide = block.width + 2 * pad
    rise = max(block.cap, -block.ink_top)
    tall = rise + block.last_baseline + max(block.ink_bottom - block.last_baseline, 0) + 2 * pad
    taken = list(_taken(board, nodes))
    step = mm(1)
    lefts = (board.size.width - safe.right - wide, safe.left, (board.size.width - wide) // 2)
    if board.rtl:
        lefts = (lefts[1], lefts[0], lefts[2])
    spots = [
        Rect(left, top, wide, tall)
        for top in range(safe.top, board.size.height - safe.bottom - tall, step)
        for left in lefts
    ]
    # With air around it where a page has that: not between the lines of a title.
    free = (
        spot
        for air in (style.size // 2, 0)
        for spot in spots
        if not any(spot.inset(Sides.all(-air)).overlaps(box) for box in taken)
    )
    place = next(free, spots[0])
    tag = draft.tag() if board.number == 0 else None
    runs = block.place(
        place.x, place.y + pad + rise, wide, tag=tag, ink=draft.job.layout.inks["ink"]
    )
    inks = draft.job.layout.inks
    line = Stroke(inks["rule"], _BOX)
    plate = Path(paths.rounded(place, pad), fill=inks["paper"], stroke=line)
    element = None if tag is None else StructNode("P", text.lang, tags=(tag,), entry=text.key)
    return plate, runs, element


def _taken(board: Board, nodes: Sequence[Node]) -> Iterator[Rect]:
    """Yield where something is said on a page: texts, numbers, codes and logos."""
    symbols = board.draft.symbol_table()
    yield from _figures(board, nodes)
    for node in nodes:
        if isinstance(node, GlyphRun):
            if node.glyphs:
                yield _ink(board, node).inset(Sides.all(-_AIR))
        elif isinstance(node, Use) and any(
            isinstance(inner, GlyphRun) for inner in every_node(symbols[node.symbol].nodes)
        ):
            yield node.transform.rect(symbols[node.symbol].box)


def _figures(board: Board, nodes: Sequence[Node]) -> Iterator[Rect]:
    """Yield the boxes of codes and logos."""
    for node in nodes:
        if isinstance(node, Image) or (isinstance(node, Path | Use) and node.tag is not None):
            box = bounds(node, board.draft.symbol_table())
            if box is not None:
                yield box
