"""In which language, script and direction."""

from __future__ import annotations

from typing import Final, Literal

from msgspec import Struct

from printkit.scene.model import Direction

NASTALIQ: Final = frozenset(
    {"bft", "bsk", "dcc", "gju", "hnd", "hno", "khw", "ks", "pa", "phr", "pnb", "scl", "skr",
     "trw", "ur"}
)  # fmt: skip
"""The languages whose readers expect the Arabic script in its Nastaliq hand."""


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

    @property
    def hand(self) -> str:
        """What fonts and script settings go by: ``Aran`` for Nastaliq, else the script."""
        hung = self.script == "Arab" and (self.language in NASTALIQ or "-Aran" in self.tag)
        return "Aran" if hung else self.script
