"""What layouts/README.md shows a designer works as shown."""

from __future__ import annotations

import re
import tomllib

import pytest

from printkit.engines import Schemas
from printkit.files import LayeredFiles, MemoryFiles
from printkit.layout.load import LayoutLibrary
from printkit.layout.spec import STYLE
from printkit.locales.tags import parse_locale
from printkit.units import mm
from tests.jobs import ROOT, files

README = (ROOT / "layouts/README.md").read_text("utf-8")
BLOCKS = re.findall(r"```toml\n(.*?)```", README, re.DOTALL)
HOMES = {"paper": "papers", "theme": "themes", "motif": "motifs"}


def test_every_example_loads_where_it_belongs() -> None:
    notice = next(block for block in BLOCKS if "[page]" in block)
    own = {"layouts/notice.toml": notice}
    for block in BLOCKS:
        table = next(iter(tomllib.loads(block)))
        if table in HOMES:
            path = f"layouts/{HOMES[table]}.toml"
            own[path] = (ROOT / path).read_text("utf-8") + "\n" + block
        elif table == "size":
            own["layouts/notice.toml"] += "\n" + block
    own["layouts/notice.toml"] = own["layouts/notice.toml"].replace('"letter"]', '"letter", "B2"]')
    everything = LayeredFiles(MemoryFiles(own), files())
    library = LayoutLibrary.load(everything, Schemas(), only=["notice"])
    layout = library.solve("notice", "letter", parse_locale("en"), "warm")
    assert layout.box("title").height == pytest.approx(mm(32) * layout.scale, abs=1)
    assert layout.inks["panel"].rgb == (0xFB, 0xF3, 0xE6)
    assert library.solve("notice", "B2", parse_locale("en")).page.width == mm(500)
    assert "step" in library.motifs


@pytest.mark.parametrize("key", sorted(Schemas()["frames"].frame))
def test_every_key_of_a_frame_is_explained(key: str) -> None:
    assert f"`{key}`" in README


def test_every_key_of_a_style_is_explained() -> None:
    base = (ROOT / "layouts/base.toml").read_text("utf-8")
    told = base[: base.index("[style.")]
    assert all(f"#   {key} " in told for key in STYLE.fields)


def test_every_file_of_the_folder_is_listed() -> None:
    for path in (ROOT / "layouts").glob("*.toml"):
        assert f"`{path.name}`" in README
