"""In which language, script and direction."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from printkit.scene.model import Direction


class Locale(Struct, frozen=True):
    """A BCP 47 tag with what follows from it. ``script`` is ISO 15924 ("Deva")."""

    tag: str
    language: str
    script: str
    direction: Direction
    name: str  # in its own language: "हिन्दी"
    english: str
    digits: Literal["latn", "native"] = "latn"
    region: str = ""
