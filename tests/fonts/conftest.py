from __future__ import annotations

from pathlib import Path

import pytest

from printkit.files import FolderFiles
from printkit.fonts.library import FontLibrary

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def library() -> FontLibrary:
    """The fonts of the repository."""
    return FontLibrary.load(FolderFiles(ROOT))
