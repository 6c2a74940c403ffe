"""Scenes made from scenes: every leaf looked at once, whatever does not change kept as it is."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeAlias

from msgspec.structs import replace

from printkit.scene.model import GlyphRun, Group, Ink, Link, Node, Path, Scene, Use
from printkit.scene.walk import Leaf

Change: TypeAlias = Callable[[Leaf], Leaf | None]
"""Returns what stands in a leaf's place: itself, another, or None for nothing."""


def changed(scene: Scene, change: Change) -> Scene:
    """Return the scene with every leaf of its pages and symbols changed."""
    return replace(
        scene,
        pages=tuple(replace(page, nodes=_nodes(page.nodes, change)) for page in scene.pages),
        symbols=tuple(
            replace(symbol, nodes=_nodes(symbol.nodes, change)) for symbol in scene.symbols
        ),
    )


def _nodes(nodes: Iterable[Node], change: Change) -> tuple[Node, ...]:
    found: list[Node] = []
    for node in nodes:
        if isinstance(node, Group):
            inner = _nodes(node.nodes, change)
            same = len(inner) == len(node.nodes) and all(map(_is, inner, node.nodes))
            found.append(node if same else Group(inner, node.transform, node.clip))
        elif isinstance(node, Use):
            found.append(node)
        elif (leaf := change(node)) is not None:
            found.append(leaf)
    return tuple(found)


def _is(one: Node, other: Node) -> bool:
    return one is other


def with_inks(scene: Scene, inks: Callable[[Ink, Leaf], Ink]) -> Scene:
    """Return the scene with every ink replaced by what ``inks`` makes of it, there."""

    def change(node: Leaf) -> Leaf:
        match node:
            case GlyphRun():
                ink = inks(node.ink, node)
                return node if ink is node.ink else replace(node, ink=ink)
            case Path():
                fill = node.fill and inks(node.fill, node)
                stroke = node.stroke
                if stroke is not None and (ink := inks(stroke.ink, node)) is not stroke.ink:
                    stroke = replace(stroke, ink=ink)
                if fill is node.fill and stroke is node.stroke:
                    return node
                return Path(node.outline, fill, stroke, node.tag)
            case _:
                return node

    return changed(scene, change)


def without_links(scene: Scene) -> Scene:
    """Return the scene without the areas that open something: paper opens nothing."""
    return changed(scene, lambda node: None if isinstance(node, Link) else node)
