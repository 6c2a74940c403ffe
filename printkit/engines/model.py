"""What an engine is given and what it gives back."""

from __future__ import annotations

from typing import Protocol

from msgspec import Struct

from printkit.content.model import Framework, Kit
from printkit.fonts.library import FontLibrary
from printkit.geometry import Sides
from printkit.layout.model import EngineSchema, Layout
from printkit.locales.model import Locale
from printkit.scene.model import Scene


class Job(Struct, frozen=True):
    """Everything a product is made from. ``bleed`` comes from the profile, never fixed."""

    framework: Framework
    kit: Kit
    locale: Locale
    layout: Layout
    fonts: FontLibrary
    bleed: Sides = Sides()


class Product(Struct, frozen=True):
    """A scene, and what the run has to tell about it.

    ``dropped`` are whole sentences, ``printed`` the keys of the texts that stand on its pages.
    """

    scene: Scene
    dropped: tuple[str, ...] = ()
    printed: frozenset[str] = frozenset()


class Engine(Protocol):
    """Content, locale and layout to a scene. Pure; raises PrintkitError for overset text."""

    SCHEMA: EngineSchema

    def make(self, job: Job) -> Product: ...
