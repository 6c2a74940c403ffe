from __future__ import annotations

from pathlib import Path

import pytest

from printkit.fonts.library import FontLibrary
from printkit.render.pdf import render_pdf
from printkit.render.svg import render_svg
from printkit.scene.model import Scene
from tests.render import samples


@pytest.fixture(scope="session")
def library() -> FontLibrary:
    return samples.library()


@pytest.fixture(scope="session")
def scene() -> Scene:
    """A page with every kind of node."""
    return samples.every_kind()


@pytest.fixture(scope="session")
def pdf(scene: Scene) -> bytes:
    return render_pdf(scene, samples.library(), samples.ASSETS)


@pytest.fixture(scope="session")
def svg(scene: Scene) -> bytes:
    (picture,) = render_svg(scene, samples.library(), samples.ASSETS)
    return picture


@pytest.fixture
def pdf_file(pdf: bytes, tmp_path: Path) -> Path:
    path = tmp_path / "scene.pdf"
    path.write_bytes(pdf)
    return path
