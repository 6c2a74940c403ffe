"""Pictures on their way to a press: converted, held below the limit, and grey where grey."""

from __future__ import annotations

import io
from typing import Any, NamedTuple

import pikepdf
import pytest
from PIL import Image

from printkit.geometry import Rect, Size
from printkit.render.output import PdfOutput
from printkit.render.pdf import render_pdf
from printkit.scene.model import Image as Picture
from printkit.scene.model import Metadata, Page, Scene, Symbol, Use
from printkit.units import mm
from tests.jobs import fonts
from tests.press.kit import press

BOX = Rect(mm(10), mm(10), mm(40), mm(40))


def saved(picture: Image.Image, kind: str = "PNG", **more: Any) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, kind, **more)
    return buffer.getvalue()


def photo(mode: str = "RGB") -> Image.Image:
    """Return a picture with every hue, from black to white."""
    sheet = Image.merge(
        "HSV",
        (
            Image.linear_gradient("L"),
            Image.new("L", (256, 256), 220),
            Image.linear_gradient("L").rotate(90),
        ),
    )
    return sheet.convert("RGB").convert(mode)


def page(data: bytes, output: PdfOutput, *, symbol: bool = False) -> pikepdf.Pdf:
    node = Picture("a", BOX)
    shared = Symbol("s", (node,), BOX)
    scene = Scene(
        (Page("one", Size(mm(60), mm(60)), (Use("s"),) if symbol else (node,)),),
        Metadata("one", "en"),
        (shared,) if symbol else (),
    )
    return pikepdf.open(io.BytesIO(render_pdf(scene, fonts(), {"a": data}, output=output)))


class Found(NamedTuple):
    """The one picture of a file, with its mask if it has one."""

    space: str
    bits: int
    filter: str
    size: tuple[int, int]
    data: bytes
    mask: Found | None = None

    def pixel(self, x: int, y: int) -> tuple[int, ...]:
        return Image.frombytes("CMYK", self.size, self.data).getpixel((x, y))  # type: ignore[return-value]

    def most(self) -> float:
        """The most ink in one place, in per cent."""
        picture = Image.frombytes("CMYK", self.size, self.data)
        return max(map(sum, picture.get_flattened_data())) / 2.55


def image(document: pikepdf.Pdf) -> Found:
    streams = [
        thing
        for thing in document.objects
        if isinstance(thing, pikepdf.Stream) and thing.get("/Subtype") == "/Image"
    ]
    masks = {thing.SMask.objgen for thing in streams if "/SMask" in thing}
    (one,) = [thing for thing in streams if thing.objgen not in masks]
    return found(one)


def found(thing: Any) -> Found:
    assert "/Decode" not in thing
    kind = str(thing.Filter)
    return Found(
        str(thing.ColorSpace),
        int(thing.BitsPerComponent),
        kind,
        (int(thing.Width), int(thing.Height)),
        b"" if kind == "/DCTDecode" else thing.read_bytes(),
        found(thing.SMask) if "/SMask" in thing else None,
    )


def near(one: tuple[int, ...], other: tuple[int, ...]) -> bool:
    return all(abs(a - b) <= 3 for a, b in zip(one, other, strict=True))


@pytest.mark.parametrize("limit", [240, 280, 300])
@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_a_photo_is_cmyk_within_the_limit(limit: float, kind: str) -> None:
    picture = image(page(saved(photo(), kind), press(limit)))
    assert picture.space == "/DeviceCMYK"
    assert limit - 3 < picture.most() <= limit + 1e-9


def test_a_photo_with_an_alpha_channel_keeps_it_and_its_page_blends_in_cmyk() -> None:
    clear = photo("RGBA")
    clear.putalpha(Image.linear_gradient("L"))
    for symbol in (False, True):
        document = page(saved(clear), press(), symbol=symbol)
        picture = image(document)
        assert picture.space == "/DeviceCMYK"
        mask = picture.mask
        assert mask is not None and (mask.space, mask.bits) == ("/DeviceGray", 8)
        assert mask.data == Image.linear_gradient("L").tobytes()
        group = document.pages[0].Group
        assert (group.S, group.CS) == ("/Transparency", "/DeviceCMYK")


def test_an_alpha_channel_that_hides_nothing_is_left_out() -> None:
    document = page(saved(photo("RGBA")), press())
    assert image(document).mask is None
    assert "/Group" not in document.pages[0]


def test_a_cmyk_jpeg_of_adobe_keeps_its_inks() -> None:
    """Such a file has its ink upside down; no ink is full ink in a reader that does not know."""
    flat = Image.new("CMYK", (16, 16), (255, 51, 0, 0))
    data = saved(flat, "JPEG", quality=100)
    assert b"Adobe" in data
    picture = image(page(data, press()))
    assert picture.space == "/DeviceCMYK"
    assert near(picture.pixel(8, 8), (255, 51, 0, 0))


def test_a_cmyk_jpeg_of_others_keeps_its_inks() -> None:
    data = saved(Image.new("CMYK", (16, 16), (255, 51, 0, 0)), "JPEG", quality=100)
    start = data.index(b"\xff\xee")
    length = int.from_bytes(data[start + 2 : start + 4], "big")
    plain = data[:start] + data[start + 2 + length :]
    # Without Adobe's marker the same bytes mean the opposite.
    assert near(image(page(plain, press(400))).pixel(8, 8), (0, 204, 255, 255))


def test_a_cmyk_jpeg_with_too_much_ink_is_held_below_the_limit() -> None:
    data = saved(Image.new("CMYK", (16, 16), (255, 255, 255, 204)), "JPEG", quality=100)
    cyan, magenta, yellow, black = image(page(data, press(240))).pixel(8, 8)
    assert cyan + magenta + yellow + black <= 612  # 240 per cent of 255
    assert abs(black - 204) <= 3 and cyan == magenta == yellow


@pytest.mark.parametrize("output", [PdfOutput(), PdfOutput("grey"), press()])
def test_greys_stay_grey(output: PdfOutput) -> None:
    kept = image(page(saved(photo("L"), "JPEG"), output))
    assert (kept.space, kept.filter) == ("/DeviceGray", "/DCTDecode")
    assert image(page(saved(photo("L")), output)).space == "/DeviceGray"
    deep = image(page(saved(Image.new("I;16", (4, 4), 200 * 257)), output))
    assert deep.space == "/DeviceGray" and set(deep.data) == {200}


def test_a_grey_picture_saved_in_colour_is_on_the_black_plate_alone() -> None:
    picture = image(page(saved(photo("L").convert("RGB")), press()))
    assert picture.space == "/DeviceGray"
    assert picture.data == photo("L").tobytes()


@pytest.mark.parametrize("output", [PdfOutput(), PdfOutput("grey"), press()])
def test_one_bit_stays_one_bit(output: PdfOutput) -> None:
    sharp = Image.new("1", (13, 5))
    sharp.putpixel((12, 4), 255)
    picture = image(page(saved(sharp), output))
    assert (picture.space, picture.bits) == ("/DeviceGray", 1)
    assert picture.data == sharp.tobytes()


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "P", "CMYK"])
def test_on_a_grey_printer_every_picture_is_grey(mode: str) -> None:
    data = saved(photo(mode), "JPEG" if mode == "CMYK" else "PNG")
    document = page(data, PdfOutput("grey"))
    assert image(document).space == "/DeviceGray"


def test_without_a_condition_what_three_inks_share_is_black() -> None:
    data = saved(Image.new("RGB", (1, 1), (200, 100, 50)))
    assert image(page(data, PdfOutput("cmyk"))).pixel(0, 0) == (0, 100, 150, 55)
