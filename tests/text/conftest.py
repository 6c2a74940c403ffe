from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from printkit.files import FolderFiles
from printkit.fonts.library import FontLibrary
from printkit.locales.tags import parse_locale
from printkit.scene.model import Ink, Style
from printkit.text.compose import Typesetter
from printkit.units import pt

INK = Ink("ink", (0, 0, 0), (0.0, 0.0, 0.0, 100.0))


@pytest.fixture(scope="session")
def library() -> FontLibrary:
    """The fonts of the repository."""
    return FontLibrary.load(FolderFiles(Path(__file__).parents[2]))


@pytest.fixture(scope="session")
def typesetter(library: FontLibrary) -> Callable[[str], Typesetter]:
    """Return ``typesetter(tag)``, each made once."""
    made: dict[str, Typesetter] = {}

    def of(tag: str) -> Typesetter:
        return made.setdefault(tag, Typesetter(library, parse_locale(tag)))

    return of


@pytest.fixture(scope="session")
def style() -> Callable[..., Style]:
    """Return ``style(**changes)``: 10 pt regular on a leading of 1.2, at least 8 pt."""

    def of(**changes: object) -> Style:
        given: dict[str, object] = {
            "role": "body", "font": "sans", "weight": 400, "size": pt(10), "minimum": pt(8),
            "leading": 1.2, "ink": INK,
        }  # fmt: skip
        return Style(**(given | changes))  # type: ignore[arg-type]

    return of


@pytest.fixture(scope="session")
def unicode_data() -> Callable[[str], str]:
    """Return ``unicode_data(name)``: a file of Debian's unicode-data, or a skip."""

    def read(name: str) -> str:
        path = Path("/usr/share/unicode") / name
        if not path.exists():
            if os.environ.get("PRINTKIT_REQUIRE_JUDGES") == "1":
                pytest.fail("unicode-data is not installed")
            pytest.skip("unicode-data is not installed")
        return path.read_text()

    return read
