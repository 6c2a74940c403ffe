"""Laying an adaptation on a framework: the changes are made to the tree, before its shape.

Counts, ids, lengths and motifs are then judged by the same code as ever, and whatever is
wrong with a text that was written in the adaptation is told where it stands there. The
credit is out of reach: an adaptation adds its maker's name to it, and nothing else.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from printkit.content.adaptation import Adaptation, Place, Step
from printkit.content.index import MAIN, Index, Item, Leaf, kind_of
from printkit.content.kit import language_of
from printkit.content.model import Change, Text
from printkit.content.reader import YamlSource
from printkit.content.words import PROSE, Words
from printkit.diagnostics import Diagnostic, Severity, did_you_mean
from printkit.shapes import At, Invalid, Node

_LISTS: Final = ("areas", "assets", "guide.advice", "heart.attitudes", "instruction.steps",
                 "prompts", "sheet.questions", "sheet.steps")  # fmt: skip
_EDITION: Final = frozenset({"schema", "id", "version", "date", "language"})
_OWNERS: Final = frozenset({"source", "partner"})
_GROW: Final = "its owners ask for it as it is; it grows by your name, which stands under 'by'"
_MANY: Final = 4  # so many are named where a word is not clear


class Problem(Exception):
    """Why a change cannot be made."""

    def __init__(
        self, message: str, hint: str = "", *, code: str = "change", node: Node | None = None
    ) -> None:
        super().__init__(message)
        self.message, self.hint, self.code, self.node = message, hint, code, node


class Result(Struct, frozen=True):
    """An adapted tree, and what is to be said of it."""

    tree: Node
    changes: tuple[Change, ...]
    problems: tuple[Diagnostic, ...]


def adapted(base: Node, over: Adaptation) -> Result:
    """Return ``base`` with the changes of ``over`` made, those that can be.

    ``base`` itself stays as it is.
    """
    bench = _Bench(_copy(base), over)
    for step in over.steps:
        bench.make(step)
    return Result(bench.root, bench.changes(), tuple(bench.problems))


def same_words(one: str, other: str) -> bool:
    """Return whether two texts say the same, however their lines are broken."""
    return _plain(one) == _plain(other)


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


def _copy(node: Node, source: YamlSource | None = None) -> Node:
    """Return a tree whose lists and tables can be changed; ``source`` for all, if given."""
    value = node.value
    if isinstance(value, list):
        value = [_copy(item, source) for item in value]
    elif isinstance(value, dict):
        value = {key: _copy(child, source) for key, child in value.items()}
    return Node(value, source or node.source, node.place, node.key_place)


class _Bench:
    """The tree on which changes are made, one by one, and what was made of them."""

    def __init__(self, root: Node, over: Adaptation) -> None:
        self.root = root
        self.problems: list[Diagnostic] = []
        self._over = over
        self._language = language_of(root)
        source = over.node.source
        assert isinstance(source, YamlSource)
        self._source = replace(source, language=over.language)
        self._index: Index | None = None
        self._made: list[tuple[Step, str, Text, Node | None, bool]] = []
        self._dropped: dict[str, Step] = {}
        self._set: dict[str, Step] = {}

    @property
    def index(self) -> Index:
        if self._index is None:
            self._index = Index(self.root)
        return self._index

    def make(self, step: Step) -> None:
        """Make one change, or note why not."""
        try:
            match step.verb:
                case "drop":
                    self._drop(step)
                case "set":
                    self._set_text(step)
                case "add":
                    self._add(step)
                case "move":
                    self._move(step)
        except Problem as problem:
            self._tell(
                step, problem.code, f"{step.verb} {step.word!r}: {problem.message}",
                problem.hint, problem.node, Severity.ERROR,
            )  # fmt: skip

    def changes(self) -> tuple[Change, ...]:
        """Return the changes made, each named by the title that its item has now."""
        tables = self.index.tables
        return tuple(
            Change(
                step.verb, key, self._title(tables[id(node)]) if id(node) in tables else title,
                step.why, step.by or self._over.by, step.date or self._over.by.year,
                step.node.span, stale,
            )
            for step, key, title, node, stale in self._made
        )  # fmt: skip

    def _tell(
        self, step: Step, code: str, message: str, hint: str, node: Node | None, how: Severity
    ) -> None:
        span = (node or step.node).span
        self.problems.append(Diagnostic(code, message, span, step.at.path, hint, how))

    # -- the four kinds of change ----------------------------------------------------------

    def _drop(self, step: Step) -> None:
        item = self._item(step.word)
        _not_the_owners(item.at.node)
        self._note(step, item)
        del _items(item.siblings)[_number(item.siblings, item.at.node)]
        self._dropped[item.key] = step
        self._touched(item.siblings, item.kind, step)

    def _set_text(self, step: Step) -> None:
        leaf = self._leaf(step.word)
        if (first := self._set.setdefault(leaf.key, step)) is not step:
            line = first.node.span.line
            raise Problem(f"it is set twice; the first is on line {line}", "keep one of the two")
        old = leaf.node
        inner = old.get("text") if old is not None and isinstance(old.value, dict) else old
        now = "" if inner is None or not isinstance(inner.value, str) else inner.value
        stale = self._compare(step, leaf, now)
        assert step.to is not None
        new = _copy(step.to, self._source)
        if isinstance(new.value, str) and old is not None and isinstance(old.value, dict):
            # the note beside the old text stays: it is about the place, not the words
            new = Node({**old.value, "text": new}, old.source, old.place, old.key_place)
        if isinstance(step.to.value, str) and same_words(step.to.value, now):
            hint = "delete the change"
            message = f"{leaf.key!r} says this already, without the change"
            self._tell(step, "stale-change", message, hint, step.to, Severity.NOTE)
            return
        table = leaf.table.node.value
        assert isinstance(table, dict)
        table[leaf.name] = new
        title = self._title(leaf.table)
        self._made.append((step, leaf.key, title, leaf.table.node, stale))

    def _compare(self, step: Step, leaf: Leaf, now: str) -> bool:
        """Return whether the text was another one when the change was decided."""
        if step.was is None or step.was.value is None:
            if not now:
                return False
            hint = f"write the text this was decided against: was: {_short(now)}"
            raise Problem("'was' is missing", hint, code="missing")
        was = step.was.value
        if not isinstance(was, str):
            raise Problem(f"'was' needs a text, found {step.was.kind()}", code="value",
                          node=step.was)  # fmt: skip
        if same_words(was, now):
            return False
        is_now = f"is now {_short(now)!r}" if now else "is not there any more"
        self._tell(
            step,
            "stale-change",
            f"{leaf.key!r} was {_short(was)!r} when this was decided and {is_now}; "
            "what the adaptation says is printed",
            "if it is still right, write the text of today at 'was'; if not, change or delete it",
            step.was,
            Severity.WARNING,
        )
        return True

    def _add(self, step: Step) -> None:
        siblings, neighbour, kind = self._target(step.place)
        assert step.item is not None
        table = step.item.value
        if not isinstance(table, dict):
            raise Problem(f"'item' needs keys of its own, found {step.item.kind()}", code="value",
                          node=step.item)  # fmt: skip
        own = table.get("id")
        if own is not None and own.value != step.word:
            hint = f"take the line out: the id is the one after 'add', {step.word!r}"
            raise Problem("the item has another id", hint, node=own)
        item = _copy(step.item, self._source)
        assert isinstance(item.value, dict)
        item.value = {"id": Node(step.word, self._source, step.node.place), **item.value}
        _not_the_owners(item)
        _items(siblings).insert(_spot(siblings, neighbour, step.place), item)
        self._touched(siblings, kind, step)
        found = next(i for i in self.index.items if i.at.node is item)
        self._note(step, found)

    def _move(self, step: Step) -> None:
        item = self._item(step.word)
        siblings, neighbour, kind = self._target(step.place)
        if kind != item.kind:
            raise Problem(f"{item.key!r} is {_a(item.noun)} and cannot stand there")
        if neighbour is item.at.node:
            raise Problem("it cannot stand beside itself")
        before = [*_items(siblings)]
        del _items(item.siblings)[_number(item.siblings, item.at.node)]
        _items(siblings).insert(_spot(siblings, neighbour, step.place), item.at.node)
        if [*map(id, before)] == [*map(id, _items(siblings))]:
            message = f"{item.key!r} stands there already, without the change"
            self._tell(step, "stale-change", message, "delete the change", None, Severity.NOTE)
            return
        self._note(step, item)
        self._touched(item.siblings, item.kind, step)
        self._touched(siblings, kind, step)

    def _note(self, step: Step, item: Item) -> None:
        self._made.append((step, item.key, self._title(item.at), item.at.node, False))

    def _touched(self, siblings: Node, kind: str, step: Step) -> None:
        """Let what is wrong with a list as a whole be told at the change that made it so."""
        lists = [siblings, self.root.get("areas")] if kind == "skill" else [siblings]
        for one in lists:
            if one is not None:
                one.source, one.place, one.key_place = self._source, step.node.place, None
        self._index = None

    def _title(self, at: At) -> Text:
        """Return the text that names an item or table to readers: a title near it."""
        place = at
        while place.parent is not None and not _names_itself(place):
            place = place.parent
        name = "title" if place.node.get("title") is not None else "text"
        node = place.node.get(name) or place.node
        found = Words(self._language, PROSE).read(At(node, [], place, name))
        if isinstance(found, Invalid):  # its shape will say so
            return Text(at.dotted, at.name, self._language, node.span)
        return found

    # -- what a word means -----------------------------------------------------------------

    def _item(self, word: str) -> Item:
        _in_reach(word)
        found = self.index.named(word)
        if len(found) == 1:
            _in_reach(found[0].key)
            return found[0]
        if found:
            raise _unclear(item.key for item in found)
        for key, step in self._dropped.items():
            if key == word or key.endswith(f".{word}"):
                line = step.node.span.line
                raise Problem(f"it was left out by the change on line {line}", "keep one of them")
        known = [key for item in self.index.items for key in (item.key, _bare(item.key))]
        hint = "ids stand in the content file, after 'id:'"
        raise Problem(f"no such item{did_you_mean(word, known)}", hint)

    def _leaf(self, word: str) -> Leaf:
        _in_reach(word)
        found = self.index.texts(word)
        if len(found) > 1:
            raise _unclear(leaf.key for leaf in found)
        if not found:
            known = [key for leaf in self.index.leaves for key in (leaf.key, _bare(leaf.key))]
            hint = "a key is an id and what the text is, as in 'openness.title'"
            raise Problem(f"there is no such text{did_you_mean(word, known)}", hint)
        _settable(found[0])
        return found[0]

    def _target(self, place: Place | None) -> tuple[Node, Node | None, str]:
        """Return the list something goes to, its neighbour there, and what the list holds."""
        assert place is not None
        word = place.word
        try:
            if place.side in ("after", "before"):
                item = self._item(word)
                return item.siblings, item.at.node, item.kind
            if place.side == "area" and word != "heart":
                return self._list_of_area(word)
            key = "heart.attitudes" if place.side == "area" else word
            if key not in _LISTS:
                raise Problem(f"there is no list {word!r}{did_you_mean(word, _LISTS)}",
                              f"lists are: {', '.join(_LISTS)}")  # fmt: skip
            return self._list(key), None, kind_of(key)
        except Problem as problem:
            if problem.node is None:
                problem.node = place.node
            if place.side in ("after", "before"):
                problem.message = f"{place.side} {word!r}: {problem.message}"
            raise

    def _list_of_area(self, word: str) -> tuple[Node, None, str]:
        areas = [item for item in self.index.named(f"areas.{word.removeprefix('areas.')}")]
        if not areas:
            known = [item.at.name for item in self.index.items if item.kind == "area"]
            hint = f"areas are: {', '.join(known)}; 'heart' is the attitudes"
            raise Problem(f"there is no area {word!r}{did_you_mean(word, known)}", hint)
        skills = areas[0].at.node.get("skills")
        if skills is None or not isinstance(skills.value, list):
            raise Problem(f"the area {word!r} has no list of skills")
        return skills, None, "skill"

    def _list(self, key: str) -> Node:
        table, _, name = key.rpartition(".")
        parent = self.root.get(table) if table else self.root
        node = parent.get(name) if parent is not None else None
        if node is None and key == "assets":  # most frameworks have none yet
            node = Node([], self._source, self._over.node.place)
            assert isinstance(self.root.value, dict)
            self.root.value["assets"] = node
        if node is None or not isinstance(node.value, list):
            raise Problem(f"the framework has no list {key!r}")
        return node


def _items(node: Node) -> list[Node]:
    assert isinstance(node.value, list)
    return node.value


def _number(siblings: Node, node: Node) -> int:
    return next(n for n, item in enumerate(_items(siblings)) if item is node)


def _spot(siblings: Node, neighbour: Node | None, place: Place | None) -> int:
    """Return the number an item gets: beside its neighbour, or at the end."""
    if neighbour is None:
        return len(_items(siblings))
    return _number(siblings, neighbour) + (place is not None and place.side == "after")


def _names_itself(at: At) -> bool:
    """Return whether readers know this table by a title or text of its own.

    The two lines "in practice" are known by the skill they belong to.
    """
    if at.parent is not None and at.parent.name == "practice":
        return False
    return at.node.get("title") is not None or (at.item and at.node.get("text") is not None)


def _bare(key: str) -> str:
    return key.removeprefix("skills.").removeprefix("attitudes.").removeprefix("areas.")


def _short(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= 60 else words[:59] + "…"


def _a(noun: str) -> str:
    if noun not in MAIN:
        return noun
    return f"an {noun}" if noun[0] in "aeiou" else f"a {noun}"


# -- what stays ----------------------------------------------------------------------------


def _in_reach(word: str) -> None:
    """Refuse what no adaptation may touch, whatever is there."""
    if word == "credit" or word.startswith("credit."):
        raise Problem("an adaptation cannot touch the credit", _GROW, code="credit")
    if word.startswith("kit."):
        raise Problem("the kit's own words are no part of the framework",
                      "change them in content/kit.yaml")  # fmt: skip


def _settable(leaf: Leaf) -> None:
    """Refuse values that are no texts for readers."""
    key, name = leaf.key, leaf.name
    _in_reach(key)
    if key in _EDITION:
        raise Problem("this says what the adaptation is made from, and stays",
                      "your own place and year stand under 'by'")  # fmt: skip
    if name == "id":
        raise Problem("an id never changes: translations are found by it",
                      "change the title, or leave the item out and add another")  # fmt: skip
    if name in ("note", "formerly"):
        raise Problem(f"{name!r} is not printed", "change texts only")
    if name == "motif":
        raise Problem("a drawing is no text",
                      "leave the item out and add it again with another drawing")  # fmt: skip
    if key.startswith("assets."):
        _not_the_owners(leaf.table.node)
        if name != "alt":
            raise Problem(f"of a picture only 'alt' is a text, not {name!r}",
                          "leave the picture out and add another")  # fmt: skip


def _not_the_owners(item: Node) -> None:
    """Refuse to touch, or to add, the logos by which the credit's owners are named."""
    if (slot := item.text("slot")) in _OWNERS:
        hint = "your own logo goes into the slot 'adapter'"
        raise Problem(f"the logo in the slot {slot!r} belongs to the credit", hint, code="credit")


def _unclear(keys: Iterable[str]) -> Problem:
    found = [repr(key) for key in keys]
    more = f" and {len(found) - _MANY} more" if len(found) > _MANY else ""
    return Problem(f"it may be {' or '.join(found[:_MANY])}{more}", "write the whole key")
