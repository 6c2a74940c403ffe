"""Logos on a board: filled paths where they were drawn so, pixels where they were not."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

from printkit import paths
from printkit.content.evenodd import nonzero
from printkit.content.model import Asset, Drawing
from printkit.diagnostics import Diagnostic
from printkit.engines.board import Board, Draft
from printkit.geometry import Outline, Rect, Transform
from printkit.scene.model import Group, Image, Ink, Node, Path, StructNode, Use
from printkit.units import EMU_PER, Length, format_mm, mm

SLOTS = ("source", "partner", "adapter")
"""In the order they stand in, from the start."""

LEAST_DPI = 200
"""Pixels to the printed inch; with fewer, edges are seen to be made of steps."""

_DRAWN = mm(100)  # the longer side of a symbol; each use brings it to its size
_MOST_INK = 280.0  # per cent of all four together: what coated paper still dries from


def place(board: Board, asset: Asset, box: Rect) -> list[StructNode]:
    """Place a logo at the start of ``box``, on its foot, as large as it lets it."""
    width, height = asset.size
    scale = min(box.width / width, box.height / height)
    tall = round(height * scale)
    spot = board.flip_box(Rect(box.x, box.bottom - tall, round(width * scale), tall))
    tag = board.draft.tag()
    if asset.drawing is None:
        _check(board, asset, spot)
        board.add([Image(asset.digest, spot, tag)])
    else:
        drawing = asset.drawing
        symbol = board.draft.symbol(f"logo-{asset.id}", lambda: _symbol(drawing))
        ratio = scale * max(width, height) / _DRAWN
        board.add([Use(symbol, Transform(a=ratio, d=ratio, e=spot.x, f=spot.y), tag)])
    return [board.figure(asset.alt.value, (tag,), asset.alt.lang)]


def row(draft: Draft, end: Length, foot: Length) -> tuple[tuple[str, Rect], ...]:
    """Return the slots that have a logo, and their frames moved as ``Draft.logos`` says."""
    found: list[tuple[str, Rect]] = []
    for slot in SLOTS:
        asset = draft.logo(slot)
        frame = draft.job.layout.frames.get(f"logo-{slot}")
        if asset is not None and frame is not None:
            found.append((slot, frame.box))
        elif asset is not None:
            draft.drop(f"{asset.file}: the layout has no frame 'logo-{slot}'")
    over = max((0, *(box.right - end for _, box in found)))
    low = max((0, *(box.bottom - foot for _, box in found)))
    return tuple(
        (slot, Rect(box.x - over, box.y - low, box.width, box.height)) for slot, box in found
    )


def _check(board: Board, asset: Asset, box: Rect) -> None:
    """Report a picture with too few pixels for the size it is printed at."""
    inch = EMU_PER["in"]
    dpi = asset.width * inch // box.width
    if dpi >= LEAST_DPI:
        return
    wide, high = (ceil(side * LEAST_DPI / inch) for side in (box.width, box.height))
    board.draft.problems.append(
        Diagnostic(
            "resolution",
            f"{asset.file} has {asset.width} x {asset.height} pixels, which is {dpi} dpi at "
            f"{format_mm(box.width)} x {format_mm(box.height)} on {board.draft.where}; "
            f"it needs {LEAST_DPI} dpi",
            asset.alt.span,
            f"assets.{asset.id}",
            f"use a picture of at least {wide} x {high} pixels, or an SVG",
        )
    )


def _symbol(drawing: Drawing) -> tuple[Sequence[Node], Rect]:
    """Return a drawing about its own top left corner; nothing outside its view box shows."""
    unit = _DRAWN / max(drawing.width, drawing.height)
    box = Rect(0, 0, round(drawing.width * unit), round(drawing.height * unit))
    move = Transform.move(-round(drawing.x * unit), -round(drawing.y * unit))
    nodes: list[Node] = []
    for shape in drawing.shapes:
        outline: Outline = move.outline(paths.parse_path(shape.d, unit))
        if shape.evenodd:
            outline = nonzero(outline)
        nodes.append(Path(outline, fill=ink(shape.fill)))
    if all(box.contains(paths.bounds(node.outline)) for node in nodes if isinstance(node, Path)):
        return nodes, box
    return [Group(tuple(nodes), clip=paths.rectangle(box))], box


def ink(rgb: tuple[int, int, int]) -> Ink:
    """Return an ink named by its colour; its greys are black alone, as on the page around."""
    red, green, blue = (value / 255 for value in rgb)
    key = 1 - max(red, green, blue)
    parts: tuple[float, ...] = (0.0, 0.0, 0.0)
    if key < 1:
        parts = tuple(100 * (1 - value - key) / (1 - key) for value in (red, green, blue))
    room = (_MOST_INK - 100 * key) / (sum(parts) or 1)
    cyan, magenta, yellow = (round(part * min(1, room), 1) for part in parts)
    black = round(100 * key, 1)
    return Ink("#{:02X}{:02X}{:02X}".format(*rgb), rgb, (cyan, magenta, yellow, black))
