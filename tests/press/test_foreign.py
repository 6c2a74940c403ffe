"""Pages of other people's PDFs: measured, refused where they cannot be used, placed as they are."""

from __future__ import annotations

import io
from hashlib import sha256

import pikepdf
import pytest

from printkit.geometry import Rect, Sides, Size, Transform
from printkit.pdfio.foreign import STAND_IN, fill, foreign_pages
from printkit.pdfio.read import rasterise
from printkit.render.pdf import render_pdf
from printkit.scene.model import Group, Metadata, Page, PlacedPage, Scene
from printkit.units import mm, pt
from tests.jobs import fonts

RED_GREEN = b"1 0 0 rg 10 10 100 50 re f 0 0.6 0 rg 10 60 100 50 re f"  # red below green


def pdf(rotate: int = 0, content: bytes = RED_GREEN, **boxes: tuple[float, ...]) -> bytes:
    """Return a page of 120 x 140 points whose trim is 100 x 120, ten points from each side."""
    document = pikepdf.new()
    page = document.add_blank_page(page_size=(120, 140))
    page.obj.Contents = document.make_stream(content)
    page.obj.Rotate = rotate
    for name, box in {"TrimBox": (10, 10, 110, 130), "BleedBox": (5, 5, 115, 135), **boxes}.items():
        page.obj[f"/{name}"] = pikepdf.Array(box)
    out = io.BytesIO()
    document.save(out, static_id=True)
    return out.getvalue()


def test_a_page_measures_what_its_boxes_say() -> None:
    (page,) = foreign_pages(pdf())
    assert page.trim == Size(pt(100), pt(120))
    assert page.bleed == Sides.all(pt(5))


def test_a_turned_page_measures_what_is_seen() -> None:
    (page,) = foreign_pages(pdf(90, BleedBox=(2, 5, 115, 135)))  # wider on its left
    assert page.trim == Size(pt(120), pt(100))
    assert page.bleed == Sides(top=pt(8), right=pt(5), bottom=pt(5), left=pt(5))


def test_without_boxes_the_medium_counts() -> None:
    document = pikepdf.new()
    document.add_blank_page(page_size=(200, 300))
    out = io.BytesIO()
    document.save(out)
    assert foreign_pages(out.getvalue())[0].trim == Size(pt(200), pt(300))


def encrypted() -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf())) as document:
        document.save(out, encryption=pikepdf.Encryption(owner="o", user="u"))
    return out.getvalue()


def without_pages() -> bytes:
    out = io.BytesIO()
    pikepdf.new().save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (encrypted(), "encrypted"),
        (b"%PDF-1.7\nnot really", "damaged"),
        (b"PK\x03\x04", "no PDF"),
        (without_pages(), "has no pages"),
        (pdf(TrimBox=(10, 10, 10, 130)), "page 1 is empty"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_in_words(data: bytes, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        foreign_pages(data)


def placed(source: bytes, box: Rect, transform: Transform | None = None) -> bytes:
    digest = sha256(source).hexdigest()
    node = PlacedPage(digest, 0, box)
    nodes = (node,) if transform is None else (Group((node,), transform),)
    scene = Scene((Page("p", Size(pt(240), pt(280)), nodes),), Metadata("t", "en"))
    return fill(render_pdf(scene, fonts(), {}), {digest: source})


def colours(data: bytes, *points: tuple[float, float]) -> list[str]:
    """Return what is seen at places of the page, in points from its top left corner."""
    picture = rasterise(data, 72)
    names = {(255, 0, 0): "red", (0, 153, 0): "green", (255, 255, 255): "bare"}
    found = []
    for x, y in points:
        at = (int(y) * picture.width + int(x)) * 3
        found.append(names.get(tuple(picture.data[at : at + 3]), "other"))  # type: ignore[call-overload]
    return found


def test_a_page_fills_its_box_upright() -> None:
    data = placed(pdf(), Rect(pt(20), pt(10), pt(220), pt(260)))  # the bleed box at twice its size
    # In the source ink stands from (10, 10) to (110, 110); its bleed box begins at 5, ends at 135.
    assert colours(data, (24, 200), (40, 200), (40, 100), (40, 40)) == [
        "bare", "red", "green", "bare",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("rotate", "seen"),
    # where the source's bottom (red) goes: a clockwise quarter turn brings it to the left
    [(90, ["red", "green"]), (270, ["green", "red"])],
)
def test_a_turned_page_is_placed_as_it_is_seen(rotate: int, seen: list[str]) -> None:
    data = placed(pdf(rotate), Rect(0, 0, pt(130), pt(110)))
    left, right = (30, 50), (80, 50)
    assert colours(data, left, right) == seen


def test_ink_beyond_the_bleed_box_is_not_shown() -> None:
    data = placed(pdf(content=b"1 0 0 rg 0 0 120 140 re f"), Rect(pt(50), pt(50), pt(110), pt(130)))
    assert colours(data, (49, 100), (51, 100), (159, 100), (161, 100)) == [
        "bare", "red", "red", "bare",
    ]  # fmt: skip


def test_no_stand_in_is_left_and_the_bytes_are_the_same_each_time() -> None:
    box = Rect(0, 0, mm(30), mm(30))
    data = placed(pdf(), box)
    assert STAND_IN.encode() not in data
    assert data == placed(pdf(), box)
    with pikepdf.open(io.BytesIO(data)) as document:
        assert not any(
            isinstance(one, pikepdf.Stream) and STAND_IN in one for one in document.objects
        )
