"""What an engine is given and what it gives back."""

from __future__ import annotations

from typing import Protocol

from msgspec import Struct

from printkit.content.model import Framework, Kit
from printkit.fonts.library import FontLibrary
from printkit.geometry import Sides
from printkit.layout.model import EngineSchema, Layout
from printkit.locales.model import Locale
from printkit.scene.model import Scene, Style
from printkit.units import Length


class Job(Struct, frozen=True):
    """Everything a product is made from. ``bleed`` comes from the profile, never fixed.

    With ``measured`` the product also tells what room its texts have; that takes longer.
    """

    framework: Framework
    kit: Kit
    locale: Locale
    layout: Layout
    fonts: FontLibrary
    bleed: Sides = Sides()
    measured: bool = False


class Seat(Struct, frozen=True):
    """Where a text of the content stands, and what it may take there.

    ``style`` is in the smallest type it may have there, ``lines`` how many of ``width`` it
    may take when all texts of its role take as many; 0 where nothing limits it. ``letters``
    are those of all that is set there, where the text is only a part of it; ``page`` is the
    page's id.
    """

    key: str
    page: str
    style: Style
    width: Length
    lines: int
    letters: int


class Product(Struct, frozen=True):
    """A scene, and what the run has to tell about it.

    ``dropped`` are whole sentences, ``printed`` the keys of the texts that stand on its pages.
    ``where`` names it in sentences: "the poster at A4". ``seats`` are in reading order, and
    none unless the job is measured.
    """

    scene: Scene
    dropped: tuple[str, ...] = ()
    printed: frozenset[str] = frozenset()
    where: str = ""
    seats: tuple[Seat, ...] = ()


class Engine(Protocol):
    """Content, locale and layout to a scene. Pure; raises PrintkitError for overset text."""

    SCHEMA: EngineSchema

    def make(self, job: Job) -> Product: ...
