"""The shipped layouts folder: everything solves, the motifs keep their box, inks are legible."""

from __future__ import annotations

import itertools
import re
import tomllib

import pytest

from printkit.content.model import Op
from printkit.geometry import Rect
from printkit.locales.tags import parse_locale
from printkit.paths import bounds, circle, length, parse_path, point_at
from printkit.scene.model import Ink
from printkit.units import mm, pt
from tests.jobs import ROOT, layouts

LAYOUTS = ("cards", "guide", "poster", "sheet")
WEIGHT = 10.4  # units, a thread of tier S


@pytest.mark.parametrize("name", LAYOUTS)
@pytest.mark.parametrize("tag", ["en", "hi", "ur"])
def test_every_layout_solves_at_each_size_in_every_theme(name: str, tag: str) -> None:
    library = layouts()
    locale = parse_locale(tag)
    assert library.default_size(name) in library.sizes(name)
    for size, theme in itertools.product(library.sizes(name), library.themes):
        layout = library.solve(name, size, locale, theme)
        page = Rect(0, 0, layout.page.width, layout.page.height)
        assert all(page.contains(frame.box) for frame in layout.frames.values())
        reading, label = (pt(8), pt(7)) if tag == "ur" else (pt(7), pt(6))
        for style in layout.styles.values():
            assert style.size >= style.minimum >= label
            assert style.tracking == 0 or tag == "en"
        assert layout.styles["credit"].minimum == layout.styles["credit"].size
        assert reading > label


def test_the_sizes_asked_of_the_kit_are_there() -> None:
    library = layouts()
    posters = {"A1", "A2", "A3", "A4", "24x36", "18x24", "tabloid", "letter"}
    assert posters <= set(library.sizes("poster"))
    assert {"A3", "A4", "tabloid", "letter"} <= set(library.sizes("sheet"))
    assert {"70x120", "poker", "bridge", "tarot", "A6", "A7"} <= set(library.sizes("cards"))
    assert {"A4", "letter"} <= set(library.sizes("guide"))
    papers = {format.id for format in library.formats.values() if format.kind == "paper"}
    assert {"A0", "A1", "A2", "A3", "A4", "A5", "letter", "legal", "tabloid"} <= papers
    poker = library.formats["poker"]
    assert (poker.size.width, poker.size.height) == (mm(63.5), mm(88.9))
    assert (poker.bleed, library.formats["70x120"].radius) == (mm(3.175), mm(4))


def test_a_script_table_stands_for_every_script_of_the_design() -> None:
    base = tomllib.loads((ROOT / "layouts/base.toml").read_text("utf-8"))
    wanted = {"Latn", "Deva", "Beng", "Guru", "Gujr", "Orya", "Taml", "Telu", "Knda", "Mlym"}
    assert wanted | {"Arab", "Aran"} <= set(base["script"])


# -- inks ----------------------------------------------------------------------------------


def luminance(ink: Ink) -> float:
    parts = [value / 255 for value in ink.rgb]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: Ink, two: Ink) -> float:
    light, dark = sorted((luminance(one), luminance(two)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", ["colour", "bw", "low-ink", "high-contrast"])
def test_text_is_legible_on_every_ground_it_may_stand_on(theme: str) -> None:
    layout = layouts().solve("poster", "A1", parse_locale("en"), theme)
    paper = layout.inks["paper"]
    for area in layout.areas:
        assert contrast(area.on, area.thread) >= 4.5
        assert contrast(area.tone, paper) >= 4.5
        assert contrast(area.tone, area.tint) >= 4.5
    for name in ("ink", "label"):
        assert contrast(layout.inks[name], paper) >= 4.5
    assert contrast(paper, layout.inks["flood"]) >= 7


def test_press_inks_keep_to_their_limits() -> None:
    for theme in layouts().themes:
        inks = layouts().solve("poster", "A1", parse_locale("en"), theme).inks
        assert all(sum(ink.cmyk) <= 250 for ink in inks.values())
        assert sum(inks["flood-240"].cmyk) <= 240
        assert inks["ink"].cmyk == (0, 0, 0, 100)  # small type in one plate
    assert all(sum(ink.cmyk[:3]) == 0 for ink in
               layouts().solve("poster", "A1", parse_locale("en"), "bw").inks.values())  # fmt: skip


# -- motifs --------------------------------------------------------------------------------

MOTIFS = layouts().motifs
WITH_THREAD = {
    name
    for name, motif in tomllib.loads((ROOT / "layouts/motifs.toml").read_text("utf-8"))[
        "motif"
    ].items()
    if motif.get("thread", True)
}
DRAWINGS = [
    (f"{name}{'' if ops is motif.ops else '-simple'}", ops, 10.4 if ops is motif.ops else 14.0)
    for name, motif in MOTIFS.items()
    for ops in ({id(o): o for o in (motif.ops, motif.simple)}).values()
]


def box_of(op: Op) -> Rect:
    """Return the box of one step's centre line or shape, in thousandths of a unit."""
    if op.circle is not None:
        x, y, r = (value * 1000 for value in op.circle)
        return bounds(circle(x, y, r + (1700 if op.kind == "R" else 0)))
    return bounds(parse_path(op.path, 1000))


@pytest.mark.parametrize(("name", "ops", "weight"), DRAWINGS, ids=[d[0] for d in DRAWINGS])
def test_motifs_stay_in_their_box_when_stroked(
    name: str, ops: tuple[Op, ...], weight: float
) -> None:
    for op in ops:
        box = box_of(op)
        low, high = box.y, box.bottom
        if op.kind in "LSX":
            low, high = slanted(parse_path(op.path, 1000), weight)
        assert low >= -4000 - 150 and high <= 64_000 + 150, op
        assert box.x >= 0 and box.right <= 100_000, op


def slanted(outline: tuple[object, ...], weight: float) -> tuple[float, float]:
    """Return the lowest and highest y of a stroke's two edges."""
    ys: list[float] = []
    total = length(outline)  # type: ignore[arg-type]
    for step in range(201):
        spot = point_at(outline, total * step / 200)  # type: ignore[arg-type]
        ys += [spot.y - spot.dx * weight * 500, spot.y + spot.dx * weight * 500]
    return min(ys), max(ys)


@pytest.mark.parametrize("name", sorted(WITH_THREAD))
def test_a_thread_enters_and_leaves_at_half_height(name: str) -> None:
    for ops in (MOTIFS[name].ops, MOTIFS[name].simple):
        strands = [parse_path(op.path, 1000) for op in ops if op.kind == "L"]
        enters = [s for s in strands if s[0] == ("M", 0, 30_000)]
        leaves = [s for s in strands if s[-1][-2:] == (100_000, 30_000)]
        assert enters and leaves
        for outline in enters:
            start = point_at(outline, 0)
            assert (start.dx, start.dy) == pytest.approx((1, 0), abs=1e-9)
        for outline in leaves:
            end = point_at(outline, length(outline))
            assert (end.dx, end.dy) == pytest.approx((1, 0), abs=1e-9)


def test_the_attitudes_stand_alone() -> None:
    alone = set(MOTIFS) - WITH_THREAD
    assert alone == {"curious", "empathetic", "courageous", "reflective", "resilient", "open"}
    for name in alone:
        assert all(box_of(op).x > 5000 for op in MOTIFS[name].ops)


@pytest.mark.parametrize("name", sorted(MOTIFS))
def test_a_motif_has_at_most_two_large_dots(name: str) -> None:
    large = [op for op in MOTIFS[name].ops if op.kind == "D" and op.circle and op.circle[2] > 9]
    assert len(large) <= 2
    assert all(5 <= op.circle[2] <= 11 for op in MOTIFS[name].ops if op.kind == "D" and op.circle)


def test_paths_use_only_the_letters_that_are_promised() -> None:
    for motif in MOTIFS.values():
        for op in (*motif.ops, *motif.simple):
            assert not re.search(r"[^MLHVCSQAZmlhvcsqaz\d\s.,-]", op.path)


def test_no_two_motifs_are_the_same() -> None:
    drawings = [motif.ops for motif in MOTIFS.values()]
    assert len(set(drawings)) == len(drawings)
