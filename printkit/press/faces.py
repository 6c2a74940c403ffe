"""The faces of cards as symbols: each value once, whatever scenes it comes from.

What a sheet does not need is left behind: links, structure, and the tags of all that is no
credit. Names and tags are made unique over all scenes; nodes that stay as they are, are shared.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final, TypeAlias, assert_never

from msgspec import Struct
from msgspec.structs import replace

from printkit.geometry import Rect
from printkit.scene.model import (
    GlyphRun,
    Group,
    Image,
    Link,
    Node,
    Page,
    Path,
    PlacedCredit,
    PlacedPage,
    Scene,
    Symbol,
    TagId,
    Use,
)
from printkit.scene.walk import symbol_table, used_symbols

Tags: TypeAlias = Mapping[TagId, TagId]
Names: TypeAlias = Mapping[str, str]

_SAME: Final[Names] = {}


class Face(Struct, frozen=True):
    """One side of a card. ``box`` is its bleed box; ``credits`` wait for their page."""

    symbol: str
    box: Rect
    credits: tuple[PlacedCredit, ...]


class _Deck(Struct):
    """A scene that faces are taken from, and what its names and tags have become."""

    scene: Scene
    table: Mapping[str, Symbol]
    tags: Tags
    names: dict[str, str]
    faces: dict[int, Face]


class Faces:
    """Collects faces; ``symbols`` are those they need, parts before wholes."""

    def __init__(self) -> None:
        self._decks: dict[int, _Deck] = {}
        self._symbols: dict[str, Symbol] = {}
        self._parts: dict[tuple[tuple[Node, ...], Rect], str] = {}
        self._faces: dict[tuple[object, ...], Face] = {}
        self._tags = 0

    @property
    def symbols(self) -> tuple[Symbol, ...]:
        return tuple(self._symbols.values())

    def face(self, scene: Scene, number: int) -> Face:
        """Return a page of a scene as a face; raises IndexError for one it does not have."""
        deck = self._deck(scene)
        found = deck.faces.get(number)
        if found is None:
            found = deck.faces[number] = self._face(deck, scene.pages[number], number)
        return found

    def _deck(self, scene: Scene) -> _Deck:
        deck = self._decks.get(id(scene))
        if deck is None:
            tags = {}
            for placed in scene.credits:
                if placed.tag not in tags:
                    self._tags += 1
                    tags[placed.tag] = self._tags
            deck = self._decks[id(scene)] = _Deck(scene, symbol_table(scene), tags, {}, {})
        return deck

    def _face(self, deck: _Deck, page: Page, number: int) -> Face:
        for name in used_symbols(page.nodes, deck.table):
            if name not in deck.names:
                deck.names[name] = self._part(deck, deck.table[name])
        nodes = _kept(page.nodes, deck.names, deck.tags)
        said = tuple(
            replace(placed, page=0, tag=deck.tags[placed.tag])
            for placed in deck.scene.credits
            if placed.page == number
        )
        # Faces that differ in the numbers of their tags alone are one face.
        local = {placed.tag: place for place, placed in enumerate(said, 1)}
        key = (
            _kept(nodes, _SAME, local),
            page.bleed_box,
            tuple(replace(placed, tag=local[placed.tag]) for placed in said),
        )
        face = self._faces.get(key)
        if face is None:
            symbol = self._add(Symbol(f"face-{len(self._faces) + 1}", nodes, page.bleed_box))
            face = self._faces[key] = Face(symbol, page.bleed_box, said)
        return face

    def _part(self, deck: _Deck, symbol: Symbol) -> str:
        """Return what a deck's own symbol is called now."""
        nodes = _kept(symbol.nodes, deck.names, deck.tags)
        key = (nodes, symbol.box)
        name = self._parts.get(key)
        if name is None:
            name = self._parts[key] = self._add(Symbol(symbol.id, nodes, symbol.box))
        return name

    def _add(self, symbol: Symbol) -> str:
        name, number = symbol.id, 1
        while name in self._symbols:
            number += 1
            name = f"{symbol.id}-{number}"
        self._symbols[name] = replace(symbol, id=name)
        return name


def _kept(nodes: Iterable[Node], names: Names, tags: Tags) -> tuple[Node, ...]:
    """Return nodes without links, with new names of symbols and, of all tags, those of ``tags``."""
    return tuple(
        _changed(node, names, tags) for node in nodes if not isinstance(node, Link)
    )


def _changed(node: Node, names: Names, tags: Tags) -> Node:
    match node:
        case GlyphRun() | Path() | Image() | PlacedPage() | Link():
            if node.tag is None or tags.get(node.tag) == node.tag:
                return node
            return replace(node, tag=tags.get(node.tag))
        case Group():
            nodes = _kept(node.nodes, names, tags)
            same = len(nodes) == len(node.nodes) and all(map(_is, nodes, node.nodes))
            return node if same else replace(node, nodes=nodes)
        case Use():
            name = names.get(node.symbol, node.symbol)
            tag = None if node.tag is None else tags.get(node.tag)
            if name == node.symbol and tag == node.tag:
                return node
            return replace(node, symbol=name, tag=tag)
        case _:
            assert_never(node)


def _is(one: Node, other: Node) -> bool:
    return one is other
