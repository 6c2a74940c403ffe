from __future__ import annotations

import io

import pytest
from PIL import Image, ImageCms, ImageMath

from printkit.diagnostics import PrintkitError
from printkit.icc import ink_of, limited, read_intent, to_cmyk
from tests.jobs import ROOT
from tests.press.kit import FOGRA39, fogra39


def profile(space: str) -> bytes:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile(space)).tobytes()


def spectrum() -> Image.Image:
    """Return every fifth part of the cube of sRGB."""
    steps = range(0, 256, 51)
    picture = Image.new("RGB", (36, 6))
    picture.putdata([(r, g, b) for r in steps for g in steps for b in steps])
    return picture


def most(picture: Image.Image) -> float:
    return max(map(sum, picture.get_flattened_data())) / 2.55


def test_a_condition_is_a_profile_and_its_names() -> None:
    data = (ROOT / FOGRA39).read_bytes()
    intent = read_intent(data, FOGRA39)
    assert (intent.icc, intent.identifier, intent.registry) == (data, "FOGRA39L Coated", "")
    assert fogra39().identifier == "FOGRA39"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "is no ICC profile, or is broken"),
        (b"no profile at all" * 20, "is no ICC profile, or is broken"),
        ((ROOT / FOGRA39).read_bytes()[:5000], "is not whole: a part of it is missing"),
        ((ROOT / FOGRA39).read_bytes()[:-68], "is not whole: a part of it is missing"),
        (profile("sRGB"), "describes a screen, not how ink prints"),
        (profile("LAB"), "describes no printer, not how ink prints"),
    ],
)
def test_a_profile_that_is_not_of_cmyk_printing_is_refused(data: bytes, said: str) -> None:
    with pytest.raises(PrintkitError) as caught:
        read_intent(data, "mine.icc")
    told = str(caught.value)
    assert told.startswith(f"mine.icc: error[icc]: the profile {said}")
    assert "ask the press" in told


def test_a_profile_of_an_rgb_printer_is_refused_by_its_space() -> None:
    data = bytearray(profile("sRGB"))
    data[12:16] = b"prtr"
    with pytest.raises(PrintkitError, match="for RGB, not for CMYK"):
        read_intent(bytes(data), "mine.icc")


def test_white_stays_bare_and_greys_of_logos_are_black_alone() -> None:
    assert ink_of((255, 255, 255), fogra39()) == (0, 0, 0, 0)
    assert ink_of((0, 0, 0), fogra39()) == (0, 0, 0, 100)
    assert ink_of((128, 128, 128), fogra39())[:3] == (0, 0, 0)


@pytest.mark.parametrize("limit", [200, 240, 280, 300, 400])
def test_no_colour_of_a_picture_is_over_the_limit(limit: float) -> None:
    free = to_cmyk(spectrum(), fogra39())
    held = to_cmyk(spectrum(), fogra39(), limit)
    assert most(held) <= limit
    for before, after in zip(free.get_flattened_data(), held.get_flattened_data(), strict=True):
        if sum(before) <= limit * 2.55:
            assert after == before
        else:
            assert after[3] == before[3]
            assert limit - sum(after) / 2.55 <= 2  # no more is taken than has to be


def test_the_limit_holds_in_every_band_of_a_tall_picture() -> None:
    tall = Image.new("CMYK", (3, 700), (255, 255, 255, 128))
    assert limited(tall, 250).getextrema() == ((169, 169), (169, 169), (169, 169), (128, 128))


def test_colours_come_back_from_the_press_as_they_were() -> None:
    """The round trip through the profile: within what paper can show, nothing moves far."""
    muted = Image.new("RGB", (4, 1))
    muted.putdata([(200, 170, 150), (120, 140, 110), (90, 80, 100), (220, 220, 200)])
    back = ImageCms.profileToProfile(
        to_cmyk(muted, fogra39()),
        ImageCms.ImageCmsProfile(io.BytesIO(fogra39().icc)),
        ImageCms.createProfile("sRGB"),
        renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC,
        outputMode="RGB",
        flags=ImageCms.Flags.BLACKPOINTCOMPENSATION,
    )
    pairs = zip(muted.split(), back.split(), strict=True)
    moved = [
        ImageMath.lambda_eval(lambda f: abs(f["a"] - f["b"]), a=a, b=b).getextrema()[1]
        for a, b in pairs
    ]
    assert max(moved) <= 6


def test_a_picture_is_read_by_the_profile_it_brings() -> None:
    plain = Image.new("RGB", (1, 1), (120, 200, 90))
    swapped = Image.new("RGB", (1, 1), (120, 200, 90))
    swapped.info["icc_profile"] = wide_gamut()
    broken = Image.new("RGB", (1, 1), (120, 200, 90))
    broken.info["icc_profile"] = b"no profile"
    taken = [to_cmyk(one, fogra39()).getpixel((0, 0)) for one in (plain, swapped, broken)]
    assert taken[0] == taken[2] != taken[1]


def wide_gamut() -> bytes:
    """Return sRGB with its red and blue primaries exchanged: a profile nobody takes for sRGB."""
    data = profile("sRGB")
    return data.replace(b"rXYZ", b"tXYZ").replace(b"bXYZ", b"rXYZ").replace(b"tXYZ", b"bXYZ")
