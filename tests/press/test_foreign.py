"""Pages of other people's PDFs: measured, refused where they cannot be used, placed as they are."""

from __future__ import annotations

import io
from hashlib import sha256

import pikepdf
import pytest

from printkit.geometry import Rect, Sides, Size, Transform
from printkit.pdfio.foreign import STAND_IN, fill, foreign_pages, press_intent, told
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
        (pdf(TrimBox=(500, 500, 600, 620)), "page 1 is empty: its trim box lies beyond"),
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


# -- boxes that do not lie within one another ----------------------------------------------

FULL = b"1 0 0 rg 0 0 120 140 re f"  # the whole medium


def whole(source: bytes) -> tuple[Size, Rect]:
    """Return a page's trim, and the box that is placed so that its trim is at 50, 50."""
    (page,) = foreign_pages(source)
    trim = Rect(pt(50), pt(50), page.trim.width, page.trim.height)
    return page.trim, trim.outset(page.bleed)


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
@pytest.mark.parametrize(
    ("boxes", "bare"),
    [
        ({"BleedBox": None, "CropBox": (20, 20, 100, 120)}, True),  # hides what is beyond it
        ({"BleedBox": (20, 20, 100, 120)}, False),  # says nothing within the trim
        ({"BleedBox": (-50, -50, 400, 400)}, False),  # beyond the medium there is no ink
        ({"BleedBox": (5, 5, 115, 135), "CropBox": (20, 20, 100, 120)}, False),
        ({"BleedBox": None, "CropBox": (500, 500, 600, 600)}, False),  # hides all: it is none
    ],
)
def test_a_trim_keeps_its_size_and_place_whatever_the_other_boxes_say(
    boxes: dict[str, tuple[float, ...] | None], bare: bool, rotate: int
) -> None:
    source = pdf(rotate, RED_GREEN, **{k: v for k, v in boxes.items() if v})
    if boxes["BleedBox"] is None:
        with pikepdf.open(io.BytesIO(source)) as document:
            del document.pages[0].obj.BleedBox
            out = io.BytesIO()
            document.save(out)
            source = out.getvalue()
    trim, box = whole(source)
    turned = rotate in (90, 270)
    assert trim == (Size(pt(120), pt(100)) if turned else Size(pt(100), pt(120)))
    assert foreign_pages(source)[0].cropped == bare
    # The seam of red and green is 50 points above the foot of the trim, whichever side that is.
    foot = {0: (0, 1), 90: (-1, 0), 180: (0, -1), 270: (1, 0)}[rotate]
    x, y = 50 + trim.width / pt(1) / 2, 50 + trim.height / pt(1) / 2
    seam = (x - 10 * -foot[0], y + 10 * foot[1])
    red = (seam[0] + 2 * foot[0], seam[1] + 2 * foot[1])
    green = (seam[0] - 2 * foot[0], seam[1] - 2 * foot[1])
    assert colours(placed(source, box), red, green) == ["red", "green"]


def test_what_a_crop_box_hides_stays_hidden_and_a_bleed_box_beyond_it_counts() -> None:
    hidden = pdf(content=FULL, CropBox=(20, 20, 100, 120))
    with pikepdf.open(io.BytesIO(hidden)) as document:
        del document.pages[0].obj.BleedBox
        out = io.BytesIO()
        document.save(out)
    for source, seen in ((out.getvalue(), "bare"), (hidden, "red")):
        _, box = whole(source)
        assert colours(placed(source, box), (55, 100), (100, 100)) == [seen, "red"]


def test_no_bleed_is_made_up_beyond_the_medium() -> None:
    (page,) = foreign_pages(pdf(BleedBox=(-50, -50, 400, 400)))
    assert page.bleed == Sides.all(pt(10))


def changed(**values: object) -> bytes:
    with pikepdf.open(io.BytesIO(pdf())) as document:
        for key, value in values.items():
            document.pages[0].obj[f"/{key}"] = value
        out = io.BytesIO()
        document.save(out)
        return out.getvalue()


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"UserUnit": 0}, "its UserUnit is 0, which measures nothing"),
        ({"UserUnit": -1}, "its UserUnit is -1, which measures nothing"),
        ({"UserUnit": pikepdf.Name.Big}, "its UserUnit is /Big, which measures nothing"),
        ({"Rotate": 45}, "it is turned by 45, which is no quarter turn"),
        ({"Rotate": pikepdf.Name.Right}, "it is turned by /Right, which is no quarter turn"),
        ({"TrimBox": pikepdf.Name.None_}, "its TrimBox is not four numbers"),
        ({"CropBox": pikepdf.Array([1, 2, 3])}, "its CropBox is not four numbers"),
    ],
)
def test_values_that_make_no_sense_are_refused_in_words(
    values: dict[str, object], message: str
) -> None:
    with pytest.raises(ValueError, match=f"page 1 does not say clearly how large it is: {message}"):
        foreign_pages(changed(**values))


def test_a_user_unit_is_part_of_the_size() -> None:
    source = changed(UserUnit=2)
    (page,) = foreign_pages(source)
    assert (page.trim, page.bleed) == (Size(pt(200), pt(240)), Sides.all(pt(10)))
    data = placed(source, Rect(0, 0, pt(220), pt(260)))
    assert colours(data, (30, 200), (30, 100), (30, 40)) == ["red", "green", "bare"]


@pytest.mark.parametrize(
    "intents", [pikepdf.Name.X, 3, pikepdf.Dictionary(), pikepdf.Array([1, pikepdf.Dictionary()])]
)
def test_output_intents_that_are_none_are_none(intents: object) -> None:
    with pikepdf.open(io.BytesIO(pdf())) as document:
        document.Root.OutputIntents = intents
        out = io.BytesIO()
        document.save(out)
    assert press_intent(out.getvalue()) is None


def test_only_texts_and_names_are_words_of_a_file() -> None:
    with pikepdf.open(io.BytesIO(pdf())) as document:
        document.docinfo["/Title"] = "Cards"
        document.docinfo["/Subject"] = pikepdf.Array([1])
        document.docinfo["/Trapped"] = pikepdf.Name("/False")
        document.Root.Lang = pikepdf.Array([])
        out = io.BytesIO()
        document.save(out)
    assert told(out.getvalue()) == {"Lang": "", "Title": "Cards", "Trapped": "False"}
