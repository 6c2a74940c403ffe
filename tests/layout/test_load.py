from __future__ import annotations

import pickle

import pytest
from msgspec.structs import replace

from printkit.diagnostics import PrintkitError, UsageError
from printkit.files import MemoryFiles
from printkit.layout.load import LayoutLibrary
from printkit.locales.tags import parse_locale
from printkit.units import mm, pt, to_mm
from tests.layout.kit import DATA, PAGE, ROOT, SCHEMA, faults, library, only

EN, HI, UR, TA, FA, RU, KM = map(parse_locale, ("en", "hi", "ur", "ta", "fa", "ru", "km"))


# -- what is refused -----------------------------------------------------------------------


def test_an_unknown_key_is_an_error_with_a_suggestion() -> None:
    assert only(PAGE.replace("leading = 1.2", "leadng = 1.2")) == (
        "layouts/page.toml:38:1: error[unknown-key]: style.body.leadng: "
        "'leadng' is not a known key; did you mean 'leading'?"
    )
    told = "\n".join(map(str, faults(PAGE.replace("margin =", "margn ="))))
    assert "7:1: error[unknown-key]: settings.margn: 'margn' is not a known key; did you" in told
    assert "'margin' is missing" not in told  # it is misspelt


def test_a_missing_parent_is_told_where_it_is_named() -> None:
    assert only(PAGE.replace('extends = "base"', 'extends = "bass"')) == (
        "layouts/page.toml:1:11: error[extends]: extends: there is no layout 'bass'; "
        "did you mean 'base'?\n  hint: its file would be layouts/bass.toml"
    )


def test_layouts_that_extend_one_another_are_told_once() -> None:
    told = only(PAGE.replace('"base"', '"one"'), one='extends = "two"', two='extends = "one"')
    assert told == (
        "layouts/one.toml:1:11: error[extends]: extends: these layouts extend one another: "
        "one, two\n  hint: let one of them stand alone"
    )


def test_a_layout_without_its_credit_frame_does_not_load() -> None:
    start, end = PAGE.index("[frame.credit]"), PAGE.index("[tier.S]")
    page = PAGE[:start] + PAGE[end:]
    page = page.replace("credit.top", "page.bottom")
    assert only(page) == (
        "layouts/page.toml:10:2: error[credit]: frame.credit: it has no frame for the credit: "
        "[frame.credit] is missing\n"
        "  hint: every product names its source, so no layout does without it"
    )


def test_what_the_engine_needs_has_to_be_there() -> None:
    page = PAGE.replace("[frame.body]", "[frame.text]").replace("columns = 3\n", "")
    told = [str(item) for item in faults(page)]
    assert len(told) == 1  # the settings are read before frames are looked for
    assert "settings: 'columns' is missing" in told[0]
    assert "the engine needs [frame.body]" in only(PAGE.replace("[frame.body]", "[frame.text]"))


def test_all_problems_of_all_files_are_told_together() -> None:
    inks = (ROOT / "layouts/inks.toml").read_text("utf-8").replace("#FFFFFF", "white", 1)
    papers = (ROOT / "layouts/papers.toml").read_text("utf-8").replace("841mm", "841", 1)
    found = faults(
        PAGE.replace("[style.body]", "[style.body]\nkind = 'bdy'"),
        {"inks": inks, "papers": papers},
        other='engine = "plane"\n[page]\nsizes = ["A1"]',
    )
    files = {item.span.file for item in found if item.span}
    assert files == {f"layouts/{name}.toml" for name in ("inks", "papers", "page", "other")}
    assert "there is no engine 'plane'; did you mean 'plain'?" in "\n".join(map(str, found))
    assert all(item.span and item.span.line for item in found)


def test_an_unknown_ink_style_or_size_is_told_with_the_nearest_name() -> None:
    page = PAGE.replace("leading = 1.2", 'ink = "vermillion"')
    page = page.replace("[frame.body]", '[frame.body]\nfill = "papper"\nsecond = "boddy"')
    told = "\n".join(str(item) for item in faults(page))
    assert "style.body.ink: there is no ink 'vermillion'; did you mean 'vermilion'?" in told
    assert "frame.body.fill: there is no ink 'papper'; did you mean 'paper'?" in told
    assert "frame.body.second: there is no style 'boddy'; did you mean 'body'?" in told
    assert (
        "layouts/page.toml:5:16: error[size]: page.sizes: there is no paper or card 'a4'; "
        "did you mean 'A4'?"
    ) in only(PAGE.replace('"A4"', '"a4"'))
    assert "size.A3: 'A3' is not among the sizes" in only(
        PAGE + '[size.A3.style.body]\nsize = "9mm"'
    )


def test_a_tiers_style_that_changes_none_needs_all_it_says() -> None:
    told = only(PAGE.replace("[tier.L.style.body]", "[tier.L.style.boddy]\nweight = 700").replace(
        'size = "7.4mm"\nminimum = "7mm"\n', ""))  # fmt: skip
    assert "tier.L.style.boddy: 'size' is missing" in told


def test_a_minimum_above_the_size_is_refused() -> None:
    assert "style.body.minimum: is larger than the size" in "\n".join(
        map(str, faults(PAGE.replace('minimum = "7mm"\nleading', 'minimum = "9mm"\nleading')))
    )


def test_a_theme_replaces_only_inks_there_are() -> None:
    themes = (ROOT / "layouts/themes.toml").read_text("utf-8") + (
        '[theme.low-ink.ink.vermillon]\nrgb = "#000000"\ncmyk = [0, 0, 0, 100]\n'
    )
    told = only(PAGE, {"themes": themes})  # type: ignore[arg-type]
    assert "there is no ink 'vermillon' to replace; did you mean 'vermilion'?" in told
    assert told.startswith("layouts/themes.toml:")


def test_a_size_is_a_paper_or_a_card_but_not_both() -> None:
    cards = (ROOT / "layouts/card-sizes.toml").read_text("utf-8").replace("[card.A6]", "[card.A4]")
    assert "'A4' is both a paper and a card" in only(PAGE, {"card-sizes": cards})  # type: ignore[arg-type]


@pytest.mark.parametrize("missing", ["inks", "themes", "papers", "motifs", "card-sizes"])
def test_a_broken_data_file_is_the_only_thing_told(missing: str) -> None:
    found = faults(PAGE, {missing: "[oops]\nx = 1\n"})
    assert {item.span.file for item in found if item.span} == {f"layouts/{missing}.toml"}
    assert "unknown-key" in {item.code for item in found}


def test_a_motif_is_checked_for_its_entry_exit_and_box() -> None:
    motifs = """
[motif.bad]
about = "three mistakes"
ops = ["L M5 30H100", "D 50 80 8", "K 1 2 3"]
"""
    told = "\n".join(map(str, faults(PAGE, {"motifs": motifs})))
    assert "leaves the box" in told
    assert "'K' is not a step of a motif" in told
    ends = '[motif.bad]\nabout = "late"\nops = ["L M5 30H90"]'
    told = "\n".join(map(str, faults(PAGE, {"motifs": ends})))
    assert "does not enter at (0, 30)" in told
    assert "does not leave at (100, 30)" in told
    alone = ends + "\nthread = false"
    assert faults(PAGE, {"motifs": alone}) == ()


def test_names_that_are_asked_for_wrongly_are_usage_errors() -> None:
    lib = library()
    for ask, words in (
        (("pag", "A1", EN, "colour"), "there is no layout 'pag'; did you mean 'page'?"),
        (("page", "A11", EN, "colour"), "page is not made at 'A11'; did you mean 'A1'?"),
        (("page", "A1", EN, "color"), "there is no theme 'color'; did you mean 'colour'?"),
    ):
        with pytest.raises(UsageError) as error:
            lib.solve(*ask)
        assert words in str(error.value)


# -- what is solved ------------------------------------------------------------------------


def test_lengths_grow_and_shrink_with_the_page() -> None:
    lib = library()
    large, small = lib.solve("page", "A1", EN), lib.solve("page", "A4", EN)
    assert large.scale == 1 and small.scale == pytest.approx(210 / 594)
    assert large.values["margin"] == mm(24)
    assert small.values["margin"] == round(mm(24) * 210 / 594)
    assert small.values["columns"] == 3 and small.values["marks"] == 0
    assert small.lists["steps"] == (round(mm(1) * 210 / 594), round(mm(2) * 210 / 594))
    assert small.mm(10) == round(mm(10) * 210 / 594)
    assert [tier.name for tier in large.tiers] == ["S", "L"]
    assert large.tiers[0].values == {"thread": mm(8.5), "grow": 1.2, "lines": True}
    assert large.tiers[1].values["lines"] == 0
    assert large.safe.top == mm(10) and small.safe.left == mm(5)


def test_the_page_is_as_high_as_the_paper_says() -> None:
    layout = library().solve("page", "letter", EN)
    assert (layout.page.width, layout.page.height) == (mm(215.9), mm(279.4))
    foot = layout.page.height - layout.box("credit").bottom
    assert to_mm(foot) == pytest.approx(24 * 215.9 / 594, abs=1e-4)


def test_a_landscape_layout_turns_the_paper() -> None:
    page = PAGE.replace("[settings]", 'orientation = "landscape"\n[settings]')
    page = page.replace('design-width = "594mm"', 'design-width = "841mm"')
    layout = library(page).solve("page", "A4", EN)
    assert (layout.page.width, layout.page.height) == (mm(297), mm(210))


def test_extends_merges_key_by_key_and_axes_of_edges_anew() -> None:
    child = """
extends = "page"
label = "Child"
[frame.credit]
right = "page.right - 24mm"
width = "200mm"
[frame.title]
height = "90mm"
[style.body]
weight = 600
"""
    lib = library(child=child)
    layout, parent = lib.solve("child", "A1", EN), lib.solve("page", "A1", EN)
    assert layout.box("credit").x == mm(594 - 24 - 200)
    assert layout.box("credit").bottom == parent.box("credit").bottom
    assert layout.box("body").y == mm(24 + 90 + 6)
    assert (layout.styles["body"].weight, layout.styles["body"].size) == (600, mm(8.25))
    assert lib.label("child") == "Child"
    assert lib.files("child")[:3] == (
        "layouts/child.toml",
        "layouts/page.toml",
        "layouts/base.toml",
    )


def test_a_size_has_changes_of_its_own() -> None:
    page = (
        PAGE
        + """
[size.A4.frame.title]
height = "50mm"
[size.A4.style.body]
size = "12mm"
[size.A4.settings]
columns = 2
[size.A4.tier.S]
thread = "6mm"
"""
    )
    lib = library(page)
    small, large = lib.solve("page", "A4", EN), lib.solve("page", "A1", EN)
    assert small.box("title").height == pytest.approx(mm(50) * small.scale, abs=1)
    assert small.styles["body"].size == round(mm(12) * small.scale)
    assert (small.values["columns"], large.values["columns"]) == (2, 3)
    assert small.tiers[0].values["thread"] == round(mm(6) * small.scale)
    assert large.tiers[0].values["thread"] == mm(8.5)
    assert "unknown-key" in only(
        page.replace("[size.A4.settings]\ncolumns", "[size.A4.settings]\ncols")
    )


def test_scripts_change_sizes_leadings_and_tracking_by_kind() -> None:
    page = PAGE.replace("[style.body]", '[style.name]\nkind = "name"\nsize = "10mm"\n[style.body]')
    page = page.replace(
        "[style.credit]", '[style.title]\nkind = "title"\nsize = "50mm"\n[style.credit]'
    )
    lib = library(page)
    latin, hindi, tamil, urdu = (lib.solve("page", "A1", at).styles for at in (EN, HI, TA, UR))
    assert latin["title"].size == mm(50) and hindi["title"].size == mm(41.5)
    assert tamil["name"].size == mm(8.8) and tamil["body"].size == mm(8.25 * 0.92)
    assert urdu["title"].size == mm(27)
    assert (latin["body"].leading, hindi["body"].leading, urdu["body"].leading) == (1.2, 1.36, 1.8)
    assert latin["body"].tracking == -0.01
    assert hindi["body"].tracking == tamil["body"].tracking == urdu["body"].tracking == 0
    assert lib.solve("page", "A1", HI).script["shift-name"] == mm(0.8)
    assert lib.solve("page", "A4", UR).script["shift-heading"] == round(-mm(3.5) * 210 / 594)


def test_a_script_is_found_by_language_then_name_then_kin() -> None:
    lib = library()
    assert lib.solve("page", "A1", UR).script["title"] == 0.54  # Nastaliq
    assert lib.solve("page", "A1", FA).script["title"] == 0.85  # Naskh
    assert lib.solve("page", "A1", RU).script["title"] == 0.92  # as Greek
    assert lib.solve("page", "A1", KM).script["leading-body"] == 1.42  # any other


def test_floors_hold_as_printed_and_nastaliqs_are_higher() -> None:
    page = PAGE.replace('size = "8.25mm"\nminimum = "7mm"', 'size = "6mm"\nminimum = "5mm"')
    page = page.replace('size = "7.4mm"\nminimum = "7mm"', 'size = "5mm"\nminimum = "5mm"')
    lib = library(page)
    assert lib.solve("page", "A1", EN).styles["body"].minimum == mm(5)
    small = lib.solve("page", "A4", EN).styles["body"]
    assert small.minimum == small.size == pt(7)
    assert lib.solve("page", "A4", UR).styles["body"].minimum == pt(8)
    assert lib.solve("page", "A4", EN).tiers[1].styles["body"].size == pt(7)


def test_the_credit_never_shrinks_and_is_raised_to_its_floor() -> None:
    lib = library(
        PAGE.replace('size = "7.3mm"\nminimum = "6.5mm"', 'size = "4mm"\nminimum = "4mm"')
    )
    large, small = lib.solve("page", "A1", EN), lib.solve("page", "A4", EN)
    assert large.styles["credit"].size == large.styles["credit"].minimum == mm(4)
    assert small.styles["credit"].size == small.styles["credit"].minimum == pt(6)
    assert lib.solve("page", "A4", UR).styles["credit"].size == pt(7)


def test_a_theme_changes_inks_everywhere_and_large_print_enlarges_body_text() -> None:
    lib = library()
    colour, grey = lib.solve("page", "A1", EN), lib.solve("page", "A1", EN, "bw")
    assert colour.areas[0].thread.rgb == (0xD2, 0x40, 0x1A)
    assert grey.areas[0].thread.cmyk == (0, 0, 0, 70)
    assert grey.styles["body"].ink.rgb == (0, 0, 0)
    assert colour.styles["body"].ink.cmyk == (0, 0, 0, 100)
    large = lib.solve("page", "A1", EN, "high-contrast")
    assert large.styles["body"].size == round(mm(8.25) * 1.2)
    assert large.styles["credit"].size == colour.styles["credit"].size
    assert large.theme.keyline == mm(0.6)
    assert lib.solve("page", "A4", EN, "high-contrast").theme.keyline == mm(0.25)
    assert colour.theme.keyline == 0


def test_a_library_goes_to_another_process() -> None:
    lib = pickle.loads(pickle.dumps(library()))
    assert lib.solve("page", "A4", HI) == library().solve("page", "A4", HI)


def test_only_what_is_asked_for_is_read() -> None:
    files_with_fault = {"wrong": 'engine = "plane"'}
    with pytest.raises(PrintkitError):
        library(**files_with_fault)
    files = {f"layouts/{n}.toml": (ROOT / f"layouts/{n}.toml").read_text("utf-8") for n in DATA}
    files |= {"layouts/page.toml": PAGE, "layouts/wrong.toml": 'engine = "plane"'}
    lib = LayoutLibrary.load(MemoryFiles(files), {"plain": SCHEMA}, only=["page"])
    assert lib.names == ("page",)


def test_a_folder_is_read_anew_as_soon_as_a_file_differs() -> None:
    class Counted(MemoryFiles):
        def read(self, path: str) -> bytes:
            asked[path] = asked.get(path, 0) + 1
            return super().read(path)

    asked: dict[str, int] = {}
    files = {f"layouts/{n}.toml": (ROOT / f"layouts/{n}.toml").read_text("utf-8") for n in DATA}
    files |= {"layouts/page.toml": PAGE}
    first = LayoutLibrary.load(Counted(files), {"plain": SCHEMA})
    once = list(asked)
    asked.clear()
    second = LayoutLibrary.load(Counted(files), {"plain": SCHEMA})
    assert list(asked) == once  # a product is made from what was read, so it is read again
    assert second.solve("page", "A4", EN) == first.solve("page", "A4", EN)
    changed = files | {"layouts/page.toml": PAGE.replace('"24mm"', '"25mm"')}
    third = LayoutLibrary.load(Counted(changed), {"plain": SCHEMA})
    assert third.solve("page", "A4", EN) != first.solve("page", "A4", EN)
    other = {"plain": replace(SCHEMA, credit="title")}
    assert LayoutLibrary.load(Counted(files), other).names == ("page",)
    with pytest.raises(PrintkitError):
        LayoutLibrary.load(Counted(files | {"layouts/page.toml": "="}), {"plain": SCHEMA})
