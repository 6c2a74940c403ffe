"""Whatever a file holds, preflight answers: findings, or in words why it cannot be read."""

from __future__ import annotations

from typing import Any

import pikepdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Name, Stream

from printkit.pdfio import walk
from printkit.press.preflight import preflight
from printkit.press.rules import Limits
from tests.press.pages import CLEAN, made, resource

PRESS = Limits(identifier="FOGRA39")


def codes(data: bytes) -> set[str]:
    return {one.code for one in preflight(data, PRESS)}


def notes(data: bytes) -> set[str]:
    return {one.message for one in preflight(data, PRESS) if one.code == "content"}


def looping(pdf: pikepdf.Pdf, page: Any) -> None:
    form = Stream(pdf, b"0 0 0 1 k 0 0 9 9 re f /Loop Do")
    form.Type, form.Subtype, form.BBox = Name.XObject, Name.Form, Array([0, 0, 99, 99])
    form = pdf.make_indirect(form)
    form.Resources = Dictionary(XObject=Dictionary(Loop=form))
    resource(page, "/XObject", "/Loop", form)


def bomb(pdf: pikepdf.Pdf, page: Any) -> None:
    """Twelve forms, each of which shows the one before ten times."""
    below = Stream(pdf, b"0 0 1 1 re f")
    for _ in range(12):
        below.Type, below.Subtype, below.BBox = Name.XObject, Name.Form, Array([0, 0, 99, 99])
        form = Stream(pdf, b"/Below Do " * 10)
        form.Resources = Dictionary(XObject=Dictionary(Below=pdf.make_indirect(below)))
        below = form
    below.Type, below.Subtype, below.BBox = Name.XObject, Name.Form, Array([0, 0, 99, 99])
    resource(page, "/XObject", "/Bomb", pdf.make_indirect(below))


def test_forms_that_show_themselves_come_to_an_end() -> None:
    said = notes(made(CLEAN + "\n/Loop Do", looping))
    assert said == {
        "something on the page could not be understood: forms nested without end"
    }


def test_forms_that_multiply_come_to_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(walk, "MOST_STEPS", 20_000)
    assert {"endless", "plates"} <= codes(made(CLEAN + "\n/Bomb Do", bomb))


NONSENSE = [
    "Q Q Q",
    "q q q",
    "1 2 3 k",
    "(a) w",
    "/Gone gs",
    "/Gone Do",
    "/Gone sh",
    "/Gone cs 1 scn",
    "/Pattern cs /Gone scn 0 0 9 9 re f",
    "BT /Gone 10 Tf 9 9 Td (a) Tj ET",
    "BT 60 60 Td (a) Tj [(a) /b 9] TJ ET",
    "1 0 0 cm",
    "0 0 0 0 0 0 cm 9 9 9 9 re f",
    "1e99 0 0 1e99 0 0 cm 9 9 9 9 re f",
    "m l c re",
    "9 9 l 9 9 9 9 9 9 c S",
    "BI /W 9 ID xx EI",
    "/F1 Tf",
    "W W* n f B",
]


@pytest.mark.parametrize("content", NONSENSE)
def test_nonsense_is_passed_over_and_what_follows_is_still_judged(content: str) -> None:
    line = "\n/Knock gs 0 0 0 1 K 0.2 w 40 120 m 90 120 l S"
    assert codes(made(CLEAN + "\nq\n" + content + "\nQ")) <= {"content", "plates"}
    found = codes(made(CLEAN + "\nq\n" + content + "\nQ\n" + line))
    assert "hairline" in found or "cm" in content


def strange_pages(pdf: pikepdf.Pdf, page: Any) -> None:
    page.Annots = Array([1, Name.X, Dictionary(), Dictionary(Rect=Array([1, 2]))])
    page.Group = Name.X
    page.Rotate = 45
    page.UserUnit = Name.X
    page.CropBox = Array([Name.X, 0, 0, 0])
    pdf.Root.OutputIntents = Array([1, Dictionary(), Dictionary(S=Name("/GTS_PDFX"))])
    pdf.Root.Names = Array([])
    pdf.Root.OpenAction = Name.X
    pdf.Root.AcroForm = Array([])


def test_strange_values_in_the_catalogue_and_the_page_are_no_reason_to_fail() -> None:
    assert {"intent-profile", "intent-condition"} <= codes(made(CLEAN, strange_pages))


def strange_resources(pdf: pikepdf.Pdf, page: Any) -> None:
    page.Resources.Font = Dictionary(F1=Dictionary(Subtype=Name.Type0, DescendantFonts=Array([])))
    page.Resources.ExtGState = Dictionary(Over=Dictionary(ca=Name.X, SMask=1, BM=Array([])))
    page.Resources.ColorSpace = Dictionary(
        A=Array([Name.ICCBased, 1]), B=Array([]), C=Array([Name.Indexed, Name.DeviceRGB, 1]),
        D=Array([Name.Separation]), E=Name("/E"),
    )  # fmt: skip
    image = Stream(pdf, b"")
    image.Subtype, image.ColorSpace = Name.Image, Name.DeviceCMYK
    page.Resources.XObject = Dictionary(I=pdf.make_indirect(image), J=1, K=Dictionary())
    page.Resources.Shading = Dictionary(S=Dictionary(), T=1)
    page.Resources.Pattern = Dictionary(P=Dictionary(PatternType=1), Q=Dictionary(PatternType=2))


def test_strange_resources_are_no_reason_to_fail() -> None:
    uses = "\n".join(
        [
            *(f"/{name} cs 0.5 sc 9 9 9 9 re f" for name in "ABCDE"),
            *(f"q 20 0 0 20 30 30 cm /{name} Do Q" for name in "IJK"),
            *(f"/{name} sh" for name in "ST"),
            *(f"/Pattern cs /{name} scn 9 9 9 9 re f" for name in "PQ"),
        ]
    )
    assert "content" in codes(made(CLEAN + "\n" + uses, strange_resources))


def test_a_page_without_content_or_resources_is_a_page() -> None:
    def bare(pdf: pikepdf.Pdf, page: Any) -> None:
        del page.Contents
        del page.Resources

    assert codes(made(CLEAN, bare)) <= {"repaired"}


def test_a_page_without_size_is_repaired_and_told_of() -> None:
    def no_size(pdf: pikepdf.Pdf, page: Any) -> None:
        for key in ("/MediaBox", "/BleedBox", "/TrimBox"):
            del page[key]

    assert {"repaired", "trim-box"} <= codes(made(CLEAN, no_size))


WHOLE = made(CLEAN + "\n/Loop Do", looping)


@given(st.lists(st.tuples(st.integers(0, len(WHOLE) - 1), st.integers(0, 255)), max_size=12))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_file_with_any_bytes_changed_is_judged_or_refused(
    changes: list[tuple[int, int]],
) -> None:
    data = bytearray(WHOLE)
    for at, byte in changes:
        data[at] = byte
    try:
        found = preflight(bytes(data), PRESS)
    except ValueError as error:
        assert str(error)
    else:
        assert all(one.message and one.hint for one in found)


def test_a_page_beyond_all_measure_is_judged_from_fewer_pixels() -> None:
    def vast(pdf: pikepdf.Pdf, page: Any) -> None:
        page.TrimBox = Array([0, 0, 90_000, 90_000])
        page.MediaBox = page.BleedBox = Array([-9, -9, 90_009, 90_009])

    found = codes(made(CLEAN + "\n/Knock gs 0 0 0 1 K 0.2 w 40 120 m 90 120 l S", vast))
    assert found == {"hairline"}


@pytest.mark.parametrize("space", [Array([]), Array([Name.ICCBased]), Array([Name.ICCBased, 1]), 3])
def test_a_blend_space_that_is_none_is_none(space: Any) -> None:
    def strange(pdf: pikepdf.Pdf, page: Any) -> None:
        page.Group = Dictionary(S=Name.Transparency, CS=space)

    assert codes(made(CLEAN, strange)) == set()


@pytest.mark.parametrize("unit", [0, -1, Name.X])
def test_a_user_unit_that_is_none_leaves_the_page_its_size(unit: Any) -> None:
    def strange(pdf: pikepdf.Pdf, page: Any) -> None:
        page.UserUnit = unit

    assert codes(made(CLEAN, strange)) == set()


def test_document_information_that_is_none_is_no_reason_to_fail() -> None:
    def strange(pdf: pikepdf.Pdf, page: Any) -> None:
        pdf.trailer.Info = Array([])

    assert codes(made(CLEAN, strange)) == set()  # XMP says it all
