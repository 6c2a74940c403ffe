"""The scene as text, one node a line, for people, golden files and diffs.

Lengths are millimetres with three decimals; type sizes are points.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final, assert_never

from printkit.geometry import IDENTITY, Outline, Rect, Sides, Transform
from printkit.scene.model import (
    FontKey,
    Glyph,
    GlyphRun,
    Group,
    Image,
    Link,
    Node,
    Page,
    Path,
    PlacedPage,
    Scene,
    Stroke,
    StructNode,
    TagId,
    Use,
)
from printkit.units import Length, to_mm, to_pt

_SAID: Final = (
    "subject", "author", "version", "date", "credit", "source_url", "rights", "original",
)  # fmt: skip


def dump(scene: Scene) -> str:
    """Return the whole scene as text; equal scenes give equal text."""
    return "\n".join(_scene(scene)) + "\n"


def _scene(scene: Scene) -> Iterator[str]:
    about = scene.metadata
    yield f"scene {about.lang} {about.direction} {about.title!r}"
    for name in _SAID:
        if value := getattr(about, name):
            yield f"  {name} {value!r}"
    for name in ("keywords", "contributors"):
        if several := getattr(about, name):
            yield f"  {name} {', '.join(several)}"
    for symbol in scene.symbols:
        yield f"symbol {symbol.id} {_box(symbol.box)}"
        yield from _nodes(symbol.nodes, 1)
    for page in scene.pages:
        yield _page(page)
        yield from _nodes(page.nodes, 1)
    if scene.structure:
        yield "structure"
        yield from _structure(scene.structure, 1)
    for credit in scene.credits:
        yield (
            f"credit page {credit.page} #{credit.tag} min {_pt(credit.minimum)} {credit.text!r}"
            f" protects {', '.join(map(repr, credit.protected)) or 'nothing'}"
        )
    for frame in scene.frames:
        yield f"frame page {frame.page} {frame.name} {_box(frame.box)}"


def _page(page: Page) -> str:
    parts = [f"page {page.id} {_mm(page.trim.width)} x {_mm(page.trim.height)}"]
    for name, sides in (("bleed", page.bleed), ("slug", page.slug), ("safe", page.safe)):
        if sides != Sides():
            parts.append(f"{name} {_sides(sides)}")
    if page.label:
        parts.append(repr(page.label))
    return " ".join(parts)


def _nodes(nodes: Iterable[Node], depth: int) -> Iterator[str]:
    indent = "  " * depth
    for node in nodes:
        match node:
            case GlyphRun():
                yield indent + _run(node)
            case Path():
                yield indent + _path(node)
            case Image():
                yield f"{indent}image {node.digest[:12]} {_box(node.box)}{_tag(node.tag)}"
            case PlacedPage():
                place = f"{node.digest[:12]} page {node.page} {_box(node.box)}"
                yield f"{indent}pdf {place}{_tag(node.tag)}"
            case Link():
                yield f"{indent}link {node.target} {_box(node.box)}{_tag(node.tag)}"
            case Group():
                clip = f" clip {_outline(node.clip)}" if node.clip is not None else ""
                yield f"{indent}group{_transform(node.transform)}{clip}"
                yield from _nodes(node.nodes, depth + 1)
            case Use():
                yield f"{indent}use {node.symbol}{_transform(node.transform)}{_tag(node.tag)}"
            case _:
                assert_never(node)


def _run(run: GlyphRun) -> str:
    direction = " rtl" if run.direction == "rtl" else ""
    glyphs = " ".join(map(_glyph, run.glyphs))
    return (
        f"run {_font(run.font)} {_pt(run.size)} @ {_mm(run.x)},{_mm(run.baseline)}"
        f" w {_mm(run.width)} {run.ink.name} {run.lang}{direction}{_tag(run.tag)}"
        f" {run.text!r} [{glyphs}]"
    )


def _glyph(glyph: Glyph) -> str:
    if glyph.x_offset or glyph.y_offset:
        return f"{glyph.gid}({glyph.x_offset:+d},{glyph.y_offset:+d})"
    return str(glyph.gid)


def _font(font: FontKey) -> str:
    axes = ",".join(f"{tag}={value:g}" for tag, value in font.axes)
    return f"{font.name}[{axes}]" if axes else font.name


def _path(path: Path) -> str:
    fill = f" fill {path.fill.name}" if path.fill else ""
    stroke = f" stroke {_stroke(path.stroke)}" if path.stroke else ""
    return f"path{fill}{stroke}{_tag(path.tag)} {_outline(path.outline)}"


def _stroke(stroke: Stroke) -> str:
    parts = [stroke.ink.name, _mm(stroke.width)]
    if stroke.dash:
        parts.append(f"dash {','.join(map(_mm, stroke.dash))}")
        if stroke.phase:
            parts.append(f"phase {_mm(stroke.phase)}")
    if stroke.cap != "butt":
        parts.append(f"cap {stroke.cap}")
    if stroke.join != "round":
        parts.append(f"join {stroke.join}")
    return " ".join(parts)


def _structure(nodes: Iterable[StructNode], depth: int) -> Iterator[str]:
    for node in nodes:
        parts = ["  " * depth + node.role]
        if node.lang:
            parts.append(node.lang)
        parts.extend(f"#{tag}" for tag in node.tags)
        if node.entry:
            parts.append(f"({node.entry})")
        if node.alt:
            parts.append(repr(node.alt))
        yield " ".join(parts)
        yield from _structure(node.kids, depth + 1)


# -- words ---------------------------------------------------------------------------------


def _mm(length: Length) -> str:
    return f"{to_mm(length):.3f}"


def _pt(length: Length) -> str:
    return f"{to_pt(length):.2f}".rstrip("0").rstrip(".") + "pt"


def _box(box: Rect) -> str:
    return f"{_mm(box.x)},{_mm(box.y)} {_mm(box.width)} x {_mm(box.height)}"


def _sides(sides: Sides) -> str:
    values = (sides.top, sides.right, sides.bottom, sides.left)
    return " ".join(map(_mm, values[:1] if len(set(values)) == 1 else values))


def _tag(tag: TagId | None) -> str:
    return "" if tag is None else f" #{tag}"


def _transform(transform: Transform) -> str:
    if transform == IDENTITY:
        return ""
    a, b, c, d = (f"{value:g}" for value in (transform.a, transform.b, transform.c, transform.d))
    move = f"{_mm(transform.e)},{_mm(transform.f)}"
    if (transform.b, transform.c) == (0, 0):
        if transform.a == transform.d:
            scale = "" if transform.a == 1 else f" x {a}"
        else:
            scale = f" x {a},{d}"
        return f" @ {move}{scale}"
    return f" @ {move} x {a},{b},{c},{d}"


def _outline(outline: Outline) -> str:
    return " ".join(
        segment[0] + ",".join(_mm(value) for value in segment[1:]) for segment in outline
    )
