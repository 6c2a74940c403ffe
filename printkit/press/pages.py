"""The pages of a scene by leaf of paper: which are a card's faces, and in what order they go."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from msgspec.structs import replace

from printkit.geometry import Sides, Transform
from printkit.layout.output import Order
from printkit.scene.model import Group, Page, Scene, StructNode, TagId
from printkit.scene.walk import every_node, used_symbols

FRONT, BACK = "-front", "-back"


class Leaf(NamedTuple):
    """A piece of paper with its pages by number; ``back`` is None where nothing is printed."""

    id: str
    front: int
    back: int | None


def leaves_of(scene: Scene) -> tuple[Leaf, ...]:
    """Return the leaves of a scene, in the order of its pages.

    A card's faces know each other by name. Other pages come in pairs, as a sheet of two
    sides does.
    """
    ids = {page.id: number for number, page in enumerate(scene.pages)}
    found: list[Leaf] = []
    plain: list[int] = []
    for number, page in enumerate(scene.pages):
        if page.id.endswith(FRONT):
            stem = page.id.removesuffix(FRONT)
            found.append(Leaf(stem, number, ids.get(stem + BACK)))
        elif not (page.id.endswith(BACK) and page.id.removesuffix(BACK) + FRONT in ids):
            plain.append(number)
    for at in range(0, len(plain), 2):
        front, *back = plain[at : at + 2]
        found.append(Leaf(scene.pages[front].id, front, back[0] if back else None))
    return tuple(found)


def chosen(scene: Scene, numbers: Sequence[int]) -> Scene:
    """Return a scene of some pages, in this order, with what belongs to them and nothing else."""
    pages = tuple(scene.pages[number] for number in numbers)
    place = {number: at for at, number in enumerate(numbers)}
    table = {symbol.id: symbol for symbol in scene.symbols}
    names = set(used_symbols((node for page in pages for node in page.nodes), table))
    symbols = tuple(symbol for symbol in scene.symbols if symbol.id in names)
    every = (*(page.nodes for page in pages), *(symbol.nodes for symbol in symbols))
    tags = {
        tag
        for nodes in every
        for node in every_node(nodes)
        if (tag := getattr(node, "tag", None)) is not None
    }
    return replace(
        scene,
        pages=pages,
        symbols=symbols,
        structure=_kept(scene.structure, tags),
        credits=tuple(
            replace(credit, page=place[credit.page])
            for credit in scene.credits
            if credit.page in place
        ),
        frames=tuple(
            replace(frame, page=place[frame.page]) for frame in scene.frames if frame.page in place
        ),
    )


def _kept(structure: Iterable[StructNode], tags: set[TagId]) -> tuple[StructNode, ...]:
    """Return the reading order without what stands on no page any more."""
    found: list[StructNode] = []
    for node in structure:
        kids = _kept(node.kids, tags)
        own = tuple(tag for tag in node.tags if tag in tags)
        if own or kids:
            found.append(replace(node, tags=own, kids=kids))
    return tuple(found)


def arranged(scene: Scene, order: Order) -> tuple[tuple[str, Scene], ...]:
    """Return (end of the file's name, scene) for each file a printer wants, pages in its order."""
    leaves = leaves_of(scene)
    fronts = [leaf.front for leaf in leaves]
    backs = [leaf.back for leaf in leaves if leaf.back is not None]
    if order == "separate" and backs:
        return (("-fronts", chosen(scene, fronts)), ("-backs", chosen(scene, backs)))
    numbers: list[int] = []
    if order == "fronts-then-backs":
        numbers = [*fronts, *backs]
    else:
        for leaf in leaves:
            pair = [leaf.front] if leaf.back is None else [leaf.front, leaf.back]
            numbers += reversed(pair) if order == "back-front" else pair
    if numbers == list(range(len(scene.pages))):
        return (("", scene),)
    return (("", chosen(scene, numbers)),)


def upright(scene: Scene) -> Scene:
    """Return a scene whose pages that lie on their side are turned a quarter clockwise.

    So a sheet goes into the printer as it is on the page, whatever its driver would do.
    """
    return replace(scene, pages=tuple(map(_upright, scene.pages)))


def _upright(page: Page) -> Page:
    if page.medium.width <= page.medium.height:
        return page
    turn = Transform(0.0, 1.0, -1.0, 0.0, page.trim.height, 0)
    return replace(
        page,
        trim=page.trim.turned(),
        nodes=(Group(page.nodes, turn),),
        bleed=_turned(page.bleed),
        safe=_turned(page.safe),
        slug=_turned(page.slug),
    )


def _turned(sides: Sides) -> Sides:
    return Sides(top=sides.left, right=sides.top, bottom=sides.right, left=sides.bottom)
