from __future__ import annotations

from printkit.geometry import Rect, Transform
from printkit.scene import walk
from printkit.scene.model import GlyphRun, Group, Link, Path, Use
from printkit.units import mm
from tests.render import samples

SCENE = samples.every_kind()
TABLE = walk.symbol_table(SCENE)


def test_every_leaf_is_met_in_paint_order_with_symbols_entered() -> None:
    met = list(walk.walk(SCENE))
    kinds = [type(node).__name__ for _, node, _ in met]
    assert {page for page, _, _ in met} == {0}
    # Three motifs and a nest of two: five discs and five wedges more than the page's own.
    own = sum(isinstance(n, Path) for n in walk.every_node(SCENE.pages[0].nodes))
    assert kinds.count("Path") == own + 10
    assert not {"Group", "Use"} & set(kinds)


def test_a_leaf_in_a_symbol_in_a_symbol_has_the_whole_transform() -> None:
    nest = Use("nest", Transform.move(mm(10), mm(20)))
    group = Group((nest,), Transform.scale(2))
    first, *_ = walk.leaves((group,), TABLE)
    node, transform, tag = first
    assert isinstance(node, Path)
    assert transform == Transform(1.0, 0.0, 0.0, 1.0, mm(20), mm(40))
    assert tag is None


def test_a_use_lends_its_tag_to_what_has_none() -> None:
    nodes = walk.tagged(SCENE, 0, 4)
    assert [type(placed.node).__name__ for placed in nodes] == ["Path", "Path", "GlyphRun"]
    assert all(placed.tag == 4 for placed in nodes)


def test_bounds_hold_curves_strokes_and_mirrors_but_no_links() -> None:
    wedge = Path((("M", 0, 0), ("L", mm(10), 0), ("L", 0, mm(5)), ("Z",)), fill=samples.RED)
    assert walk.bounds(wedge) == Rect(0, 0, mm(10), mm(5))
    mirrored = Group((wedge,), Transform.mirror(mm(100)))
    assert walk.bounds(mirrored) == Rect(mm(90), 0, mm(10), mm(5))
    motif = walk.bounds(Use("motif", Transform.move(mm(5), 0)), TABLE)
    assert motif is not None
    assert (motif.x, motif.right) == (mm(6.5), mm(25))
    assert walk.bounds(Link(Rect(0, 0, 1, 1), "https://example.org")) is None
    assert walk.bounds(()) is None


def test_what_a_scene_uses_is_listed_once_and_in_order() -> None:
    assert [font.name for font in walk.used_fonts(SCENE)] == [
        "AnekDevanagari-Regular",
        "AnekLatin-Bold",
        "AnekLatin-ExtraBold",
        "AnekLatin-Regular",
        "NotoNastaliqUrdu-Regular",
    ]
    assert [ink.name for ink in walk.used_inks(SCENE)] == ["ink", "paper", "red", "teal"]
    assert walk.used_images(SCENE) == (samples.PICTURE,)
    assert walk.used_symbols((Use("nest"),), TABLE) == ("motif", "nest")


def test_owners_name_the_element_of_each_tag() -> None:
    owners = walk.owners(SCENE)
    assert owners[1].role == "H1"
    assert owners[7].entry == "credit"


def runs_of(words: str, lang: str) -> tuple[GlyphRun, ...]:
    return samples.text(words, mm(10), mm(20), mm(60), lang=lang)


def test_a_block_of_several_lines_reads_from_the_top() -> None:
    assert len({run.baseline for run in runs_of(samples.TEXTS["en"], "en")}) > 3
    for lang in ("en", "hi", "ur"):
        runs = runs_of(samples.TEXTS[lang], lang)
        direction = "rtl" if lang == "ur" else "ltr"
        assert walk.block_text(runs, direction, lang) == samples.TEXTS[lang]


def test_numbers_and_names_in_urdu_read_in_their_place() -> None:
    words = "ہنر 250 اور Nesta Foundation کے 12 ساتھی"
    runs = samples.text(words, mm(10), mm(20), mm(150), lang="ur")
    assert walk.block_text(runs, "rtl", "ur") == words


def test_an_english_line_on_an_urdu_page_reads_from_the_left() -> None:
    words = "Based on نیسٹا and others"
    runs = samples.text(words, mm(10), mm(20), mm(150), lang="en")
    assert walk.block_text(runs, "rtl", "en") == words
