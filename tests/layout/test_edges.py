from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from printkit.geometry import Rect, Size
from printkit.layout.edges import Edge, FrameEdges, solve
from printkit.locales.tags import parse_locale
from printkit.shapes.tree import Node
from printkit.units import mm
from tests.layout.kit import PAGE, faults, library, only


class _Nowhere:
    typed = True

    def span(self, place: object) -> None:
        return None


NODE = Node("", _Nowhere(), None)  # type: ignore[arg-type]


def frame(**edges: Edge) -> FrameEdges:
    return FrameEdges({name: (edge, NODE) for name, edge in edges.items()}, NODE)


def test_edges_follow_one_another_in_any_order() -> None:
    frames = {
        "c": frame(left=Edge(0, "b", "left"), width=Edge(-mm(20), "a", "width"),
                   top=Edge(mm(5), "b", "bottom"), bottom=Edge(-mm(10), "page", "bottom")),
        "b": frame(right=Edge(-mm(2), "page", "right"), width=Edge(mm(30)),
                   top=Edge(mm(1), "a", "bottom"), height=Edge(mm(20))),
        "a": frame(left=Edge(mm(10)), right=Edge(mm(50)), top=Edge(mm(10)), height=Edge(mm(9))),
    }  # fmt: skip
    boxes, problems = solve(frames, Size(mm(100), mm(100)), "A4")
    assert problems == []
    assert boxes == {
        "a": Rect(mm(10), mm(10), mm(40), mm(9)),
        "b": Rect(mm(68), mm(20), mm(30), mm(20)),
        "c": Rect(mm(68), mm(45), mm(20), mm(45)),
    }


@given(
    st.integers(5, 60), st.integers(5, 60), st.permutations(range(5)),
)  # fmt: skip
def test_a_stack_of_frames_solves_the_same_in_every_order(
    height: int, gap: int, order: list[int]
) -> None:
    page = Size(mm(100), mm(1000))
    frames: dict[str, FrameEdges] = {}
    for index in range(5):
        top = Edge(mm(gap)) if index == 0 else Edge(mm(gap), f"f{index - 1}", "bottom")
        frames[f"f{index}"] = frame(
            left=Edge(0), right=Edge(0, "page", "right"), top=top, height=Edge(mm(height))
        )
    boxes, problems = solve({f"f{i}": frames[f"f{i}"] for i in order}, page, "A4")
    assert not problems
    for index in range(5):
        assert boxes[f"f{index}"].y == mm(gap) + index * mm(height + gap)
        assert boxes[f"f{index}"].width == page.width


def test_edges_that_wait_for_one_another_are_told() -> None:
    page = PAGE.replace('top = "24mm"', 'top = "body.bottom - 10mm"').replace(
        'bottom = "credit.top - 6mm"', 'height = "100mm"'
    )
    assert only(page) == (
        "layouts/page.toml:18:7: error[edges]: frame.body.top: these edges wait for one another: "
        "body.top, title.top\n"
        "  hint: give one of them a length, or an edge of the page"
    )


def test_a_frame_needs_two_edges_of_an_axis() -> None:
    assert only(PAGE.replace('right = "page.right - 24mm"\n', "", 1)) == (
        "layouts/page.toml:10:8: error[edges]: frame.title: "
        "needs two of left, right and width, found left"
    )
    three = PAGE.replace('height = "100mm"', 'height = "100mm"\nbottom = "page.bottom"')
    assert "needs two of top, bottom and height, found all three" in only(three)


def test_an_unknown_frame_is_told_with_the_nearest_name() -> None:
    page = PAGE.replace('"title.bottom + 6mm"', '"titel.bottom + 6mm"')
    assert only(page) == (
        "layouts/page.toml:18:7: error[edge]: frame.body.top: "
        "there is no frame 'titel'; did you mean 'title'?"
    )


def test_an_edge_follows_only_edges_of_its_own_axis() -> None:
    page = PAGE.replace('"title.bottom + 6mm"', '"title.left + 6mm"')
    assert only(page) == (
        "layouts/page.toml:18:7: error[edge]: frame.body.top: top cannot follow title.left\n"
        "  hint: name title.top or title.bottom"
    )


def test_a_length_without_its_unit_is_refused_everywhere() -> None:
    text = PAGE.replace('top = "24mm"', "top = 24").replace('margin = "24mm"', "margin = 24")
    text = text.replace('size = "8.25mm"', 'size = "8.25"')
    text = text.replace('"page.right - 24mm"', '"page.right - 24"')
    told = [str(item) for item in faults(text)]
    assert told == [
        "layouts/page.toml:7:10: error[length]: settings.margin: a length needs its unit, "
        "found 24\n  hint: write a number and a unit in quotes, as in '24mm'",
        "layouts/page.toml:12:9: error[length]: frame.title.right: '24' is not a length; "
        "write a number and a unit, as in '3mm'\n"
        "  hint: write '24mm', 'page.right - 24mm' or 'title.bottom + 6mm'",
        "layouts/page.toml:13:7: error[length]: frame.title.top: a length needs its unit, "
        "found 24\n  hint: write a number and a unit in quotes, as in '24mm'",
        "layouts/page.toml:36:8: error[length]: style.body.size: '8.25' is not a length; "
        "write a number and a unit, as in '3mm'",
    ]


def test_a_frame_off_the_page_is_told_once_with_how_far() -> None:
    page = PAGE.replace('width = "300mm"', 'width = "600mm"')
    assert only(page) == (
        "layouts/page.toml:20:8: error[off-page]: frame.credit: "
        "leaves the page at the right by 30 mm on A1\n"
        "  hint: move its right edge inside the page"
    )


def test_frames_that_overlap_are_told_unless_that_is_meant() -> None:
    page = PAGE.replace('"title.bottom + 6mm"', '"title.bottom - 6mm"')
    assert only(page) == (
        "layouts/page.toml:15:8: error[overlap]: frame.body: "
        "lies over frame 'title' by 546 mm x 6 mm on A1\n"
        "  hint: move one of them, or write overlap = true in one if that is meant"
    )
    meant = page.replace("[frame.body]", "[frame.body]\noverlap = true")
    assert faults(meant) == ()
    other = page.replace("[frame.body]", '[frame.body]\nface = "back"')
    assert faults(other) == ()


def test_a_frame_turned_inside_out_has_no_height() -> None:
    page = PAGE.replace('"credit.top - 6mm"', '"title.bottom"')
    assert only(page) == (
        "layouts/page.toml:15:8: error[edges]: frame.body: has no height on A1: "
        "its bottom lies 6 mm before its top\n  hint: move its top or its bottom"
    )


def test_edges_that_met_still_meet_on_every_paper() -> None:
    page = PAGE.replace("title.bottom + 6mm", "title.bottom")
    for size in ("A1", "A4", "letter"):
        layout = library(page).solve("page", size, parse_locale("en"))
        assert layout.box("title").bottom == layout.box("body").y
        assert layout.box("title").right == layout.box("body").right
        assert layout.page.width - layout.box("title").right == layout.box("title").x
