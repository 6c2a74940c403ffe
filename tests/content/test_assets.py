"""Pictures and logos: an owner and an alternative text each, and nothing hidden inside."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from printkit.content.assets import AssetError, measure, read_drawing
from printkit.content.load import load_framework
from printkit.diagnostics import PrintkitError, Severity
from printkit.files import MemoryFiles
from tests.content.sample import PATH, framework, place

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20"><title>Logo</title>'
    '<g fill="#1b1a3d"><path d="M0 0H40V20H0Z"/><path fill="#F00" d="M1 1H2V2Z"/></g></svg>'
)
ASSETS = """\
assets:
  - id: partner
    file: partner.svg
    owner: A Partner
    alt: Logo of a partner
    slot: partner
  - id: photo
    file: photo.png
    owner: A Photographer
    alt: Two people at a table
"""


def picture(kind: str = "PNG", size: tuple[int, int] = (30, 10)) -> bytes:
    data = io.BytesIO()
    Image.new("RGB", size).save(data, kind)
    return data.getvalue()


def files(assets: str = ASSETS, **more: bytes | str) -> MemoryFiles:
    found: dict[str, bytes | str] = {
        PATH: framework() + assets,
        "content/assets/partner.svg": SVG,
        "content/assets/photo.png": picture(),
    }
    found |= {f"content/assets/{name.replace('_', '.')}": data for name, data in more.items()}
    return MemoryFiles(found)


def said(tree: MemoryFiles) -> list[str]:
    with pytest.raises(PrintkitError) as caught:
        load_framework(tree, PATH)
    found = caught.value.diagnostics
    return [str(item) for item in found if item.severity is Severity.ERROR]


def test_an_asset_has_a_size_a_digest_and_an_alternative_text() -> None:
    logo, photo = load_framework(files(), PATH).assets
    assert (logo.id, logo.slot, logo.width, logo.height) == ("partner", "partner", 40, 20)
    assert (photo.file, photo.width, photo.height) == ("content/assets/photo.png", 30, 10)
    assert photo.alt.key == "assets.photo.alt"
    assert len({logo.digest, photo.digest}) == 2
    assert len(logo.digest) == 64


def test_a_missing_file_owner_or_alternative_text_is_told_at_once() -> None:
    assets = ASSETS.replace("partner.svg", "partnr.svg")
    assets = assets.replace("    owner: A Photographer\n    alt: Two people at a table\n", "")
    text = framework() + assets
    photo = place(text, "id: photo")
    assert said(files(assets)) == [
        f"{PATH}:{place(text, 'partnr.svg')}: error[asset]: assets[partner].file:"
        " there is no file 'partnr.svg'\n"
        "  hint: put the file into content/assets/, or take the entry away",
        f"{PATH}:{photo}: error[missing]: assets[photo]: 'alt' is missing\n"
        "  hint: what it shows, for people who do not see it",
        f"{PATH}:{photo}: error[missing]: assets[photo]: 'owner' is missing\n  hint: whose it is",
    ]


@pytest.mark.parametrize("name", ["../kit.svg", "/etc/x.png", "a/b.png", ".hidden.png", "x.gif"])
def test_a_file_is_named_and_lies_in_the_folder(name: str) -> None:
    (found,) = said(files(ASSETS.replace("partner.svg", name)))
    assert f"needs the name of an SVG, PNG or JPEG file, found {name!r}" in found


@pytest.mark.parametrize(
    ("inside", "message"),
    [
        ("<script>x()</script>", "holds <script>; only paths are drawn"),
        ("<text>Hello</text>", "holds <text>; only paths are drawn"),
        ('<image href="x.png"/>', "holds <image>; only paths are drawn"),
        ('<use href="#a"/>', "holds <use>; only paths are drawn"),
        ("<style>path{}</style>", "holds <style>; only paths are drawn"),
        ('<path d="M0 0H1V1Z" onclick="x()"/>', "uses 'onclick' on <path>"),
        ('<path d="M0 0H1V1Z" style="fill:red"/>', "uses 'style' on <path>"),
        ('<path d="M0 0H1V1Z" transform="scale(2)"/>', "uses 'transform' on <path>"),
        ('<path d="M0 0H1V1Z" stroke="#000"/>', "uses 'stroke' on <path>"),
        ('<path d="M0 0H1V1Z" fill="url(#a)"/>', "has the fill 'url(#a)'"),
        ('<path d="M0 0K1"/>', "has a path that cannot be read"),
        (
            '<g xmlns:x="http://www.w3.org/1999/xlink"><path x:href="http://a.b" d="M0 0H1Z"/></g>',
            "points to something outside itself",
        ),
        ("<title>x</title>", "holds no path"),
        ("<path", "is not XML"),
    ],
)
def test_an_svg_is_filled_paths_and_nothing_else(inside: str, message: str) -> None:
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">{inside}</svg>'
    with pytest.raises(AssetError) as caught:
        measure("logo.svg", svg.encode())
    assert str(caught.value).startswith(f"'logo.svg' {message}")


def test_entities_are_never_expanded() -> None:
    bomb = '<!DOCTYPE svg [<!ENTITY a "aaaa">]>' + SVG
    with pytest.raises(AssetError, match="holds a DOCTYPE"):
        measure("logo.svg", bomb.encode())


def test_a_drawing_keeps_paths_and_fills_in_order() -> None:
    drawing = read_drawing("x.svg", SVG.encode())
    assert (drawing.x, drawing.y, drawing.width, drawing.height) == (0, 0, 40, 20)
    assert [(shape.d, shape.fill) for shape in drawing.shapes] == [
        ("M0 0H40V20H0Z", (27, 26, 61)),
        ("M1 1H2V2Z", (255, 0, 0)),
    ]


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("photo.png", b"nothing", "'photo.png' is no PNG file, or is damaged"),
        ("photo.png", picture("JPEG"), "'photo.png' is a JPEG file, not PNG"),
        ("photo.png", picture()[:50], "'photo.png' is no PNG file, or is damaged"),
        ("photo.svg", picture(), "'photo.svg' is no SVG text: this file is not UTF-8"),
    ],
    ids=["no picture", "a JPEG", "cut short", "no text"],
)
def test_a_picture_is_what_its_ending_says(name: str, data: bytes, message: str) -> None:
    assets = ASSETS.replace("photo.png", name)
    (found,) = said(files(assets, **{name.replace(".", "_"): data}))
    assert message in found
    assert "assets[photo].file" in found


def test_a_slot_is_one_of_the_logo_frames() -> None:
    (found,) = said(files(ASSETS.replace("slot: partner", "slot: sponsor")))
    assert "must be one of 'source', 'partner' or 'adapter', found 'sponsor'" in found


def test_a_slot_holds_one_logo() -> None:
    (found,) = said(files(ASSETS.replace("table\n", "table\n    slot: partner\n")))
    assert "assets[photo].slot: the slot 'partner' has a logo already" in found


def test_an_asset_carries_the_drawing_of_an_svg() -> None:
    logo, photo = load_framework(files(), PATH).assets
    assert logo.drawing == read_drawing("partner.svg", SVG.encode())
    assert photo.drawing is None
