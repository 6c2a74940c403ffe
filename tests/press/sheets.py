"""Shipped sheets, and decks of one drawing a face, for tests of what lies on paper."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from msgspec.structs import replace

from printkit.geometry import Rect, Sides, Size
from printkit.layout.output import Outputs, load_outputs
from printkit.paths import polyline
from printkit.scene.model import Direction, Ink, Metadata, Page, Path, Scene
from printkit.scene.walk import walk
from printkit.units import Length, mm
from tests.jobs import files, job, layouts, make, words

PLAIN = ("A4", "letter", "A3", "tabloid", "SRA3", "12x18", "13x19")


@cache
def shipped() -> Outputs:
    return load_outputs(files(), layouts().formats, layouts().themes)


def ink(name: str) -> Ink:
    return Ink(name, (0, 0, 0), (0, 0, 0, 100))


def face(id: str, size: Size, bleed: Length, *, mirrored: bool = False) -> Page:
    """Return a page with a triangle that no turn or mirror brings back onto itself."""
    width, height = size.width, size.height
    corners = [(width // 10, height // 10), (width // 3, height // 9), (width // 5, height // 2)]
    if mirrored:
        corners = [(width - x, y) for x, y in corners]
    return Page(id, size, (Path(polyline(corners), fill=ink(id)),), Sides.all(bleed))


def deck(
    ids: Iterable[str], size: Size, *, bleed: Length = 0, direction: Direction = "ltr"
) -> Scene:
    """Return a deck whose backs are drawn so that they lie on their fronts as seen through."""
    pages = (
        page
        for id in ids
        for page in (
            face(f"{id}-front", size, bleed),
            face(f"{id}-back", size, bleed, mirrored=True),
        )
    )
    return Scene(tuple(pages), Metadata("Deck", "en", direction))


def inked(scene: Scene, number: int) -> list[tuple[str, tuple[tuple[int, int], ...]]]:
    """Return (name of the ink, corners) of every triangle, from the sheet's top left corner."""
    medium = scene.pages[number].medium
    found = []
    for page, node, transform in walk(scene):
        if page == number and isinstance(node, Path) and node.fill is not None:
            corners = [transform.point(*step[1:3]) for step in node.outline if len(step) == 3]
            places = tuple((x - medium.x, y - medium.y) for x, y in corners)
            found.append((node.fill.name, places))
    return found


def size(width: float, height: float) -> Size:
    return Size(mm(width), mm(height))


def corners(box: Rect) -> tuple[Length, Length, Length, Length]:
    return box.x, box.y, box.right, box.bottom


@cache
def full_deck(language: str = "en", bleed: float = 0) -> Scene:
    """Return a deck of 54 poker cards: 40 skills, 8 attitudes, 4 areas, 2 more."""
    content, _ = words(language)
    areas = tuple(
        replace(area, skills=(*area.skills, *(replace(s, id=f"{s.id}-2") for s in area.skills)))
        for area in content.areas
    )
    heart = content.heart
    attitudes = tuple(
        replace(one, id=f"{one.id}-{turn}") for turn in range(4) for one in heart.attitudes
    )[:8]
    framework = replace(content, areas=areas, heart=replace(heart, attitudes=attitudes))
    return make(job("cards", "poker", language, framework=framework, bleed=bleed)).scene
