"""Reading a folder of layouts, gathering everything that is wrong in any of its files."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any, Final, TypeVar

from msgspec import Struct

from printkit.diagnostics import (
    Diagnostic,
    PrintkitError,
    Span,
    did_you_mean,
    sorted_diagnostics,
)
from printkit.files import Files, layers_of
from printkit.layout.data import (
    CARD_FILE,
    CARDS,
    DATA_FILES,
    INKS,
    MOTIF_FILE,
    MOTIFS,
    PALETTE,
    PAPER_FILE,
    PAPERS,
    THEME_FILE,
    THEMES,
    Palette,
    ThemeSpec,
)
from printkit.layout.merge import laid, with_tier_styles
from printkit.layout.model import EngineSchema, Format, Motif
from printkit.layout.solve import Sheet, boxes, sheet
from printkit.layout.spec import LayoutSpec, Memo, layout_shape, unknown_keys
from printkit.shapes import Node, Shape, check
from printkit.shapes.toml import read_toml

T = TypeVar("T")

_BROUGHT: Final = " (of printkit)"
"""Behind the name of a layout: the one printkit brings, which a project's own extends."""

_MEASURES: Final = re.compile(r"[\d.]+ mm| on \S+(?=:|$)")


class Folder(Struct, frozen=True):
    """What a folder of layouts holds, all of it good."""

    formats: Mapping[str, Format]
    palette: Palette
    themes: Mapping[str, ThemeSpec]
    motifs: Mapping[str, Motif]
    layouts: Mapping[str, Loaded]


class Loaded:
    """One layout: for each size its page, what is written for it, and its frames."""

    def __init__(self, file: str, files: tuple[str, ...], schema: EngineSchema) -> None:
        self.file = file
        self.files = files
        self.schema = schema
        self.sizes: dict[str, tuple[Sheet, LayoutSpec, Mapping[str, Any]]] = {}

    @property
    def first(self) -> LayoutSpec:
        return next(iter(self.sizes.values()))[1]


class Loader:
    """Reads a folder once, gathering every problem."""

    def __init__(self, files: Files, schemas: Mapping[str, EngineSchema], folder: str) -> None:
        self.files = files
        self.schemas = schemas
        self.folder = folder
        self.problems: list[Diagnostic] = []
        self.broken = False  # a data file cannot be used: names in it are not looked up
        self._roots: dict[str, Node] = {}
        self._read: set[str] = set()
        # Each engine has its own keys of a frame, so nodes are remembered for each.
        self._memos: dict[str, Memo] = {}

    def read(self, only: Iterable[str] | None = None) -> Folder:
        papers = self._added(PAPERS, PAPER_FILE)
        cards = self._added(CARDS, CARD_FILE)
        palette = self._data(INKS, PALETTE, Palette({}, ()))
        themes = self._data(THEMES, THEME_FILE, {})
        motifs = self._data(MOTIFS, MOTIF_FILE, {})
        self._twice(papers, cards)
        self._theme_inks(themes, palette)
        self.formats: dict[str, Format] = {**papers, **cards}
        self.palette = palette
        names = [
            PurePosixPath(path).stem
            for path in self.files.list(self.folder)
            if path.endswith(".toml") and PurePosixPath(path).name not in DATA_FILES
        ]
        wanted = names if only is None else [name for name in names if name in set(only)]
        layouts: dict[str, Loaded] = {}
        for name in wanted:
            loaded = self._layout(name, names)
            if loaded is not None:
                layouts[name] = loaded
        if self.problems:
            raise PrintkitError(_first_of_each(self.problems))
        return Folder(self.formats, palette, themes, motifs, layouts)

    def _path(self, file: str) -> str:
        return f"{self.folder}/{file}"

    def _tree(self, file: str, files: Files | None = None) -> Node | None:
        try:
            return read_toml(files or self.files, self._path(file))
        except PrintkitError as error:
            self.problems += error.diagnostics
            return None

    def _added(self, file: str, shape: Shape[dict[str, T]]) -> dict[str, T]:
        """Return what a data file holds, added to what printkit brings under its name."""
        empty: dict[str, T] = {}
        brought = [
            self._data(file, shape, empty, layer)
            for layer in layers_of(self.files, self._path(file))[1:]
        ]
        found = self._data(file, shape, empty)
        return {name: value for part in (*reversed(brought), found) for name, value in part.items()}

    def _data(self, file: str, shape: Shape[T], empty: T, files: Files | None = None) -> T:
        root = self._tree(file, files)
        if root is None:
            self.broken = True
            return empty
        value, problems = check(shape, root)
        self.problems += problems
        if value is None:
            self.broken = True
            return empty
        return value

    def _twice(self, papers: Mapping[str, Format], cards: Mapping[str, Format]) -> None:
        for name in papers.keys() & cards.keys():
            self.problems.append(
                Diagnostic(
                    "duplicate", f"{name!r} is both a paper and a card",
                    Span(self.files.label(self._path(CARDS))), f"card.{name}",
                    "give one of them another name: people type it after --size",
                )
            )  # fmt: skip

    def _theme_inks(self, themes: Mapping[str, ThemeSpec], palette: Palette) -> None:
        if not palette.inks:
            return
        for theme, spec in themes.items():
            for ink in spec.inks.keys() - palette.inks.keys():
                node = self._tree(THEMES)
                for key in ("theme", theme, "ink", ink):
                    node = node.get(key) if node else None
                self.problems.append(
                    Diagnostic(
                        "ink", f"there is no ink {ink!r} to replace"
                        f"{suggestion(ink, palette.inks)}",
                        node.key_span if node else None, f"theme.{theme}.ink.{ink}",
                    )
                )  # fmt: skip

    # -- layouts ---------------------------------------------------------------------------

    def _root(self, name: str) -> Node | None:
        if name not in self._read:
            self._read.add(name)
            file = f"{name.removesuffix(_BROUGHT)}.toml"
            behind = layers_of(self.files, self._path(file))[1] if name.endswith(_BROUGHT) else None
            root = self._tree(file, behind)
            if root is not None:
                self._roots[name] = root
        return self._roots.get(name)

    def _is_brought(self, name: str) -> bool:
        """Return whether printkit brings a layout of this name, behind the project's own."""
        return len(layers_of(self.files, self._path(f"{name}.toml"))) > 1

    def _chain(self, name: str, names: Iterable[str]) -> tuple[list[str], Node] | None:
        """Return a layout's files, its own first, and all of them laid on one another."""
        chain: list[str] = []
        at: str | None = name
        while at is not None:
            root = self._root(at)
            if root is None:
                return None
            chain.append(at)
            node = root.get("extends")
            at = None
            if node is not None and isinstance(node.value, str):
                parent = node.value
                if parent == chain[-1] and self._is_brought(parent):
                    parent += _BROUGHT
                elif parent in chain:
                    loop = chain[chain.index(parent) :]
                    if name == min(loop):  # told once, by the first of them
                        self.problems.append(
                            Diagnostic(
                                "extends",
                                f"these layouts extend one another: {', '.join(loop)}",
                                self._roots[name].get("extends").span,  # type: ignore[union-attr]
                                "extends",
                                "let one of them stand alone",
                            )
                        )
                    return None
                if parent.removesuffix(_BROUGHT) not in names:
                    near = suggestion(parent, names)
                    self.problems.append(
                        Diagnostic(
                            "extends", f"there is no layout {parent!r}{near}", node.span,
                            "extends", f"its file would be {self._path(parent)}.toml",
                        )
                    )  # fmt: skip
                    return None
                at = parent
        merged = self._roots[chain[-1]]
        for child in reversed(chain[:-1]):
            merged = laid(merged, self._roots[child])
        return chain, merged

    def _layout(self, name: str, names: Iterable[str]) -> Loaded | None:
        found = self._chain(name, names)
        if found is None:
            return None
        chain, root = found
        engine = root.get("engine")
        if engine is None:  # a parent of others
            self.problems += check(layout_shape(None), root)[1]
            return None
        if engine.value not in self.schemas:
            near = suggestion(str(engine.value), self.schemas)
            self.problems.append(
                Diagnostic(
                    "engine", f"there is no engine {engine.kind()}{near}", engine.span, "engine",
                    f"engines are {', '.join(self.schemas)}",
                )
            )  # fmt: skip
            return None
        schema = self.schemas[str(engine.value)]
        own = dict.fromkeys(f"{one.removesuffix(_BROUGHT)}.toml" for one in chain)
        files = tuple(self._path(file) for file in (*own, *DATA_FILES))
        loaded = Loaded(self.files.label(files[0]), files, schema)
        shape = layout_shape(schema, self._memos.setdefault(str(engine.value), {}))
        before = len(self.problems)
        spec = self._spec(root, shape)
        if any(item.code == "unknown-key" for item in self.problems[before:]):
            told = [unknown_keys(schema, self._roots[one]) for one in chain]
            self.problems[before:before] = [item for items in told for item in items]
        if spec is None or spec.page is None:
            return None
        self._required(spec, schema, root, loaded.file)
        overrides = root.get("size")
        changes = overrides.value if overrides and isinstance(overrides.value, dict) else {}
        written = self._roots[chain[0]].get("size")  # a parent may know more sizes
        mine = written.value if written and isinstance(written.value, dict) else {}
        for size in mine.keys() - set(spec.page.sizes):
            near = suggestion(size, spec.page.sizes)
            self.problems.append(
                Diagnostic(
                    "size", f"{size!r} is not among the sizes{near}", changes[size].key_span,
                    f"size.{size}",
                )
            )  # fmt: skip
        for size in spec.page.sizes:
            if size not in self.formats:
                if not self.broken:
                    self._unknown_size(root, size)
                continue
            sized: LayoutSpec | None = spec
            if size in changes:
                sized = self._spec(laid(_without_sizes(root), changes[size]), shape)
            if sized is None or sized.page is None:
                continue
            page = sheet(sized.page, self.formats[size])
            frames, problems = boxes(sized, page)
            self.problems += problems
            self._names(sized, schema, root)
            loaded.sizes[size] = (page, sized, frames)
        return loaded if loaded.sizes else None

    def _spec(self, root: Node, shape: Shape[LayoutSpec]) -> LayoutSpec | None:
        spec, problems = check(shape, with_tier_styles(root))
        self.problems += problems
        return spec

    def _unknown_size(self, root: Node, size: str) -> None:
        page = root.get("page")
        sizes = page.get("sizes") if page else None
        items = sizes.value if sizes and isinstance(sizes.value, list) else []
        node = next((item for item in items if item.value == size), None)
        self.problems.append(
            Diagnostic(
                "size", f"there is no paper or card {size!r}{suggestion(size, self.formats)}",
                node.span if node else None, "page.sizes",
                f"papers stand in {self._path(PAPERS)}, cards in {self._path(CARDS)}",
            )
        )  # fmt: skip

    def _required(self, spec: LayoutSpec, schema: EngineSchema, root: Node, file: str) -> None:
        frames = root.get("frame")
        styles = root.get("style")
        if schema.credit not in spec.frames:
            self.problems.append(
                Diagnostic(
                    "credit", f"it has no frame for the credit: [frame.{schema.credit}] is missing",
                    frames.key_span if frames else Span(file), f"frame.{schema.credit}",
                    "every product names its source, so no layout does without it",
                )
            )  # fmt: skip
        for kind, wanted, given, node in (
            ("frame", schema.frames, spec.frames, frames),
            ("style", schema.styles, spec.styles, styles),
        ):
            for name in wanted:
                if name not in given and name != schema.credit:
                    self.problems.append(
                        Diagnostic(
                            "missing", f"the engine needs [{kind}.{name}]",
                            node.key_span if node else Span(file), f"{kind}.{name}",
                        )
                    )  # fmt: skip

    def _names(self, spec: LayoutSpec, schema: EngineSchema, root: Node) -> None:
        """Look up the inks of styles, and the styles and inks of frames."""
        inks = self.palette.inks
        for path, style in _all_styles(spec):
            if style.ink not in inks and not self.broken:
                self._unknown(root, (*path, "ink"), "ink", style.ink, inks)
        for name, frame in spec.frames.items():
            if frame.style and frame.style not in spec.styles:
                path = ("frame", name, "style")
                self._unknown(root, path, "style", frame.style, spec.styles)
            for key, value in frame.settings.items():
                kind = schema.frame[key]
                path = ("frame", name, key)
                if kind == "style" and value not in spec.styles:
                    self._unknown(root, path, "style", value, spec.styles)
                elif kind == "ink" and value not in inks and not self.broken:
                    self._unknown(root, path, "ink", value, inks)

    def _unknown(
        self, root: Node, path: tuple[str, ...], kind: str, name: str, known: Iterable[str]
    ) -> None:
        node: Node | None = root
        for key in path:
            node = node.get(key) if node else None
        message = f"there is no {kind} {name!r}{suggestion(name, known)}"
        span = node.span if node else None
        self.problems.append(Diagnostic(kind, message, span, ".".join(path)))


def _all_styles(spec: LayoutSpec) -> Iterator[tuple[tuple[str, ...], Any]]:
    for role, style in spec.styles.items():
        yield ("style", role), style
    for name, tier in spec.tiers.items():
        for role, style in tier.styles.items():
            yield ("tier", name, "style", role), style


def _without_sizes(root: Node) -> Node:
    assert isinstance(root.value, dict)
    value = {key: node for key, node in root.value.items() if key != "size"}
    return Node(value, root.source, root.place, root.key_place)


def _first_of_each(problems: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Return each problem once: a frame off the page at eight sizes is one mistake."""
    seen: dict[tuple[object, ...], Diagnostic] = {}
    for problem in problems:
        place = problem.span or problem.path  # a tier repeats what its styles are laid on
        told = problem.code == "unknown-key" or _MEASURES.sub("", problem.message)
        seen.setdefault((problem.code, place, told), problem)
    return sorted_diagnostics(seen.values())


def suggestion(name: str, known: Iterable[str]) -> str:
    """Return the suggestion for a name, which may differ only in its capitals."""
    same = [one for one in known if one.casefold() == name.casefold()]
    return f"; did you mean {same[0]!r}?" if same else did_you_mean(name, known)
