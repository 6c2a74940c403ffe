"""Going through a scene: every inked node where it finally stands, and what it uses.

Symbols are entered at each place they are used, so a caller sees what a reader sees.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import groupby
from typing import Final, NamedTuple, TypeAlias, assert_never

from msgspec import Struct

from printkit.geometry import IDENTITY, Outline, Rect, Sides, Transform, enclosing
from printkit.paths import bounds as outline_bounds
from printkit.scene.model import (
    Direction,
    FontKey,
    GlyphRun,
    Group,
    Image,
    Ink,
    Link,
    Node,
    Path,
    PlacedPage,
    Scene,
    StructNode,
    Symbol,
    TagId,
    Use,
)
from printkit.units import Length

Leaf: TypeAlias = GlyphRun | Path | Image | PlacedPage | Link
"""A node that holds no other node."""

RunInk: TypeAlias = Callable[[GlyphRun], Rect]
"""The box around a run's ink in the run's own space; renderers measure it in the font."""


class Placed(NamedTuple):
    """A leaf on a page. ``tag`` is its own or, inside a symbol, that of the use."""

    page: int
    node: Leaf
    transform: Transform
    tag: TagId | None


def symbol_table(scene: Scene) -> Mapping[str, Symbol]:
    return {symbol.id: symbol for symbol in scene.symbols}


def leaves(
    nodes: Iterable[Node],
    symbols: Mapping[str, Symbol],
    transform: Transform = IDENTITY,
    tag: TagId | None = None,
) -> Iterator[tuple[Leaf, Transform, TagId | None]]:
    """Yield the leaves under ``nodes`` in paint order, each with its whole transform.

    Raises KeyError for a use of a symbol the scene does not have.
    """
    for node in nodes:
        match node:
            case Group():
                yield from leaves(node.nodes, symbols, node.transform.then(transform), tag)
            case Use():
                owner = tag if node.tag is None else node.tag
                inner = node.transform.then(transform)
                yield from leaves(symbols[node.symbol].nodes, symbols, inner, owner)
            case GlyphRun() | Path() | Image() | PlacedPage() | Link():
                yield node, transform, tag if node.tag is None else node.tag
            case _:
                assert_never(node)


def placed(scene: Scene) -> Iterator[Placed]:
    """Yield every leaf of every page in paint order."""
    symbols = symbol_table(scene)
    for number, page in enumerate(scene.pages):
        for node, transform, tag in leaves(page.nodes, symbols):
            yield Placed(number, node, transform, tag)


def walk(scene: Scene) -> Iterator[tuple[int, Leaf, Transform]]:
    """Yield (page index, leaf, transform) for every leaf of every page in paint order."""
    for page, node, transform, _ in placed(scene):
        yield page, node, transform


def tagged(scene: Scene, page: int, *tags: TagId) -> tuple[Placed, ...]:
    """Return the leaves of a page that carry one of ``tags``, or stand in a symbol used so."""
    symbols = symbol_table(scene)
    return tuple(
        Placed(page, node, transform, found)
        for node, transform, found in leaves(scene.pages[page].nodes, symbols)
        if found in tags
    )


def every_node(nodes: Iterable[Node]) -> Iterator[Node]:
    """Yield each node and, after a group, the nodes in it; uses are not entered."""
    for node in nodes:
        yield node
        if isinstance(node, Group):
            yield from every_node(node.nodes)


def _own_nodes(scene: Scene) -> Iterator[Node]:
    """Yield each node of the scene once, symbols and pages alike."""
    for symbol in scene.symbols:
        yield from every_node(symbol.nodes)
    for page in scene.pages:
        yield from every_node(page.nodes)


# -- what is used --------------------------------------------------------------------------


def used_fonts(scene: Scene) -> tuple[FontKey, ...]:
    """Return the fonts of the scene, each once, by name and place on the axes."""
    fonts = {node.font for node in _own_nodes(scene) if isinstance(node, GlyphRun)}
    return tuple(sorted(fonts, key=lambda font: (font.name, font.axes, font.digest)))


def used_inks(scene: Scene) -> tuple[Ink, ...]:
    """Return the inks of the scene, each once, by name."""
    inks: set[Ink] = set()
    for node in _own_nodes(scene):
        match node:
            case GlyphRun():
                inks.add(node.ink)
            case Path():
                inks.update(ink for ink in (node.fill,) if ink)
                inks.update(stroke.ink for stroke in (node.stroke,) if stroke)
            case _:
                pass
    return tuple(sorted(inks, key=lambda ink: (ink.name, ink.rgb)))


def used_images(scene: Scene) -> tuple[str, ...]:
    """Return the digests of the scene's images, sorted."""
    return tuple(sorted({n.digest for n in _own_nodes(scene) if isinstance(n, Image)}))


def used_pages(scene: Scene) -> tuple[tuple[str, int], ...]:
    """Return the pages of foreign PDFs in the scene, (digest, page), sorted."""
    nodes = (node for node in _own_nodes(scene) if isinstance(node, PlacedPage))
    return tuple(sorted({(node.digest, node.page) for node in nodes}))


def used_symbols(nodes: Iterable[Node], symbols: Mapping[str, Symbol]) -> tuple[str, ...]:
    """Return the symbols ``nodes`` need, each after those it is itself made of."""
    found: dict[str, None] = {}

    def visit(some: Iterable[Node]) -> None:
        for node in every_node(some):
            if isinstance(node, Use) and node.symbol not in found:
                visit(symbols[node.symbol].nodes)
                found[node.symbol] = None

    visit(nodes)
    return tuple(found)


# -- where it stands -----------------------------------------------------------------------

_ABOVE: Final = 1.0  # of the size: no font here reaches further from its baseline
_BELOW: Final = 0.6


def line_box(run: GlyphRun) -> Rect:
    """Return a box that holds the run's ink without asking the font: a generous line."""
    return Rect.of(
        run.x,
        run.baseline - round(_ABOVE * run.size),
        run.x + run.width,
        run.baseline + round(_BELOW * run.size),
    )


def path_box(path: Path) -> Rect:
    """Return the box around a path, half of its stroke included."""
    box = outline_bounds(path.outline)
    half = (path.stroke.width + 1) // 2 if path.stroke else 0
    return box.inset(Sides.all(-half))


def leaf_box(node: Leaf, run_ink: RunInk = line_box) -> Rect:
    """Return the box around a leaf in its own space."""
    match node:
        case GlyphRun():
            return run_ink(node)
        case Path():
            return path_box(node)
        case Image() | PlacedPage() | Link():
            return node.box
        case _:
            assert_never(node)


def bounds(
    nodes: Node | Iterable[Node],
    symbols: Mapping[str, Symbol] | None = None,
    transform: Transform = IDENTITY,
    run_ink: RunInk = line_box,
) -> Rect | None:
    """Return the box around what ``nodes`` ink, or None when they ink nothing.

    Clips are not applied: the box may be too large, never too small. Links ink nothing.
    """
    some: Iterable[Node] = (
        (nodes,) if isinstance(nodes, Struct) else nodes
    )
    return enclosing(
        placing.rect(leaf_box(node, run_ink))
        for node, placing, _ in leaves(some, symbols or {}, transform)
        if not isinstance(node, Link)
    )


def clips(nodes: Iterable[Node]) -> tuple[Outline, ...]:
    """Return the clips of groups, each once, in paint order; uses are not entered."""
    found = (node.clip for node in every_node(nodes) if isinstance(node, Group))
    return tuple(dict.fromkeys(clip for clip in found if clip is not None))


# -- what it says --------------------------------------------------------------------------


def structure_nodes(structure: Iterable[StructNode]) -> Iterator[StructNode]:
    """Yield every element of the reading order, parents first."""
    for node in structure:
        yield node
        yield from structure_nodes(node.kids)


def owners(scene: Scene) -> Mapping[TagId, StructNode]:
    """Return the structure element that owns each tag."""
    return {tag: node for node in structure_nodes(scene.structure) for tag in node.tags}


def reading_order(runs: Iterable[GlyphRun], direction: Direction) -> tuple[GlyphRun, ...]:
    """Return one line's runs in reading order; they stand from left to right in the scene.

    ``direction`` is the paragraph's. Runs against it keep their own order among themselves,
    as a number of two runs does in a line of Urdu.
    """
    line = sorted(runs, key=lambda run: run.x)
    if direction == "rtl":
        line.reverse()
    result: list[GlyphRun] = []
    for along, group in groupby(line, key=lambda run: run.direction == direction):
        some = tuple(group)
        result.extend(some if along else reversed(some))
    return tuple(result)


_RIGHT_TO_LEFT: Final = frozenset(
    {"ar", "arc", "ckb", "dv", "fa", "glk", "he", "ks", "lrc", "mzn", "nqo", "pnb", "ps"}
    | {"sd", "syr", "ug", "ur", "yi"}
)
_RIGHT_TO_LEFT_SCRIPTS: Final = frozenset({"Adlm", "Arab", "Hebr", "Nkoo", "Syrc", "Thaa"})


def language_direction(lang: str) -> Direction:
    """Return which way a language runs, by its tag: ``ur``, ``pa-Arab``."""
    language, *others = lang.split("-")
    scripts = [part.title() for part in others if len(part) == 4]
    if scripts:
        return "rtl" if scripts[0] in _RIGHT_TO_LEFT_SCRIPTS else "ltr"
    return "rtl" if language.lower() in _RIGHT_TO_LEFT else "ltr"


def block_text(runs: Iterable[GlyphRun], page: Direction, lang: str = "") -> str:
    """Return what a block of runs says, line by line from the top, lines parted by a space.

    ``lang`` is the block's language, which settles its direction; without it the page does.
    """
    direction = language_direction(lang) if lang else page
    lines: dict[Length, list[GlyphRun]] = {}
    for run in runs:
        lines.setdefault(run.baseline, []).append(run)
    texts = (
        "".join(run.text for run in reading_order(lines[baseline], direction)).strip()
        for baseline in sorted(lines)
    )
    return " ".join(text for text in texts if text)
