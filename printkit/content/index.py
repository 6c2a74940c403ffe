"""What a word in an adaptation can mean: everything in a tree that has an id or is a text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple, TypeVar

from printkit.content.texts import translation_key
from printkit.content.words import former_keys
from printkit.shapes import At, Node

T = TypeVar("T", "Item", "Leaf")

MAIN: Final = frozenset({"area", "skill", "attitude"})
_TITLED: Final = frozenset({"steps", "advice"})  # lists whose items may have a title


class Item(NamedTuple):
    """Something with an id: its key, its place, the list it is in, and what kind it is."""

    key: str
    at: At
    siblings: Node
    kind: str

    @property
    def noun(self) -> str:
        return self.kind if self.kind in MAIN else f"one of {self.kind}"


class Leaf(NamedTuple):
    """A value of a table: its key, the table, and its name there. It may be absent."""

    key: str
    table: At
    name: str

    @property
    def node(self) -> Node | None:
        return self.table.node.get(self.name)


class Index:
    """Everything in a tree that a change can name."""

    def __init__(self, root: Node) -> None:
        self.items: list[Item] = []
        self.leaves: list[Leaf] = []
        self.tables: dict[int, At] = {}
        self._item_keys: list[tuple[str, Item]] = []
        self._leaf_keys: list[tuple[str, Leaf]] = []
        self._walk(At(root))

    def named(self, word: str) -> list[Item]:
        """Return the items a word may mean: by its whole key, else by what a key ends with.

        A skill, attitude or area goes before things of less weight.
        """
        found = _matching(self._item_keys, (translation_key(word),))
        main = [item for item in found if item.kind in MAIN]
        return main or found

    def texts(self, word: str) -> list[Leaf]:
        """Return the texts a key may mean; ``.text`` at its end may be left out."""
        key = translation_key(word)
        return _matching(self._leaf_keys, (key, f"{key}.text"))

    def _walk(self, at: At) -> None:
        table = at.node.value
        assert isinstance(table, dict)
        self.tables[id(at.node)] = at
        for name, child in table.items():
            inner = at.key(name, child)
            if isinstance(child.value, list):
                self._list(inner)
            elif isinstance(child.value, dict) and not _is_text(child):
                self._walk(inner)
            else:
                self._leaf(at, name, inner)
        if at.item and at.parent and at.parent.name in _TITLED and "title" not in table:
            self._leaf(at, "title", at.key("title", Node(None, at.node.source, at.node.place)))

    def _list(self, at: At) -> None:
        items = at.node.value
        assert isinstance(items, list)
        kind = kind_of(at.dotted)
        for number, node in enumerate(items, 1):
            if isinstance(node.value, dict) and node.text("id"):
                inner = at.entry(number, node)
                item = Item(translation_key(inner.dotted), inner, at.node, kind)
                self.items.append(item)
                self._item_keys += ((key, item) for key in _all_keys(inner))
                self._walk(inner)

    def _leaf(self, table: At, name: str, at: At) -> None:
        leaf = Leaf(translation_key(at.dotted), table, name)
        self.leaves.append(leaf)
        self._leaf_keys += ((key, leaf) for key in _all_keys(at))


def _matching(known: Sequence[tuple[str, T]], words: tuple[str, ...]) -> list[T]:
    """Return what has one of the words as its key, or else at the end of it."""
    exact = [one for key, one in known if key in words]
    ends = tuple(f".{word}" for word in words)
    found = exact or [one for key, one in known if key.endswith(ends)]
    return list({one.key: one for one in found}.values())


def _all_keys(at: At) -> list[str]:
    """Return the key of a place, and those it had before something was renamed."""
    return list(dict.fromkeys(map(translation_key, (at.dotted, *former_keys(at)))))


def kind_of(key: str) -> str:
    """Return what the list with this key holds."""
    if key == "areas":
        return "area"
    if key == "heart.attitudes":
        return "attitude"
    return "skill" if key.endswith(".skills") else translation_key(key)


def _is_text(node: Node) -> bool:
    """Return whether a table is a text with its note: an item has an id."""
    return node.get("text") is not None and node.get("id") is None
