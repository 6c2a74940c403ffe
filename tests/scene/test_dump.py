from __future__ import annotations

from msgspec.structs import replace

from printkit import paths
from printkit.geometry import Rect, Sides, Size, Transform
from printkit.scene.dump import dump
from printkit.scene.model import (
    FontKey,
    Glyph,
    GlyphRun,
    Group,
    Image,
    Link,
    Metadata,
    Page,
    Path,
    PlacedCredit,
    Scene,
    Stroke,
    StructNode,
    Symbol,
    Use,
)
from printkit.units import mm, pt
from tests.render import samples

RUN = GlyphRun(
    FontKey("d" * 64, "AnekDevanagari-Bold", (("wght", 700.0),)),
    pt(9.5), mm(25), mm(60), "हुनर", "hi", "ltr",
    (Glyph(621, 0, 500), Glyph(30, 0, 0, -12, 5), Glyph(52, 2, 400)),
    samples.INK, mm(12.3456), tag=3,
)  # fmt: skip
BOX = Rect(mm(1), mm(2), mm(3), mm(4))
SCENE = Scene(
    (
        Page(
            "poster",
            Size(mm(594), mm(841)),
            (
                RUN,
                Path(
                    paths.line(0, 0, mm(10), mm(0.5)),
                    stroke=Stroke(samples.TEAL, mm(2), (0, mm(5)), mm(1), "round"),
                ),
                Group((Path(paths.rectangle(BOX), fill=samples.RED),), clip=paths.rectangle(BOX)),
                Use("bowl", Transform(a=-1.0, e=mm(110)), tag=4),
                Image("0123456789abcdef", BOX),
                Link(BOX, "https://example.org"),
            ),
            Sides.all(mm(3)),
            label="the poster",
        ),
    ),
    Metadata("A map", "hi", credit="Based on …"),
    (Symbol("bowl", (), BOX),),
    (StructNode("Document", "hi", kids=(StructNode("H1", tags=(3,), entry="guide.title"),)),),
    (PlacedCredit(0, 9, "Based on …", ("Q", "Nesta"), pt(6)),),
)

EXPECTED = """\
scene hi ltr 'A map'
  credit 'Based on …'
symbol bowl 1.000,2.000 3.000 x 4.000
page poster 594.000 x 841.000 bleed 3.000 'the poster'
  run AnekDevanagari-Bold[wght=700] 9.5pt @ 25.000,60.000 w 12.346 ink hi #3 'हुनर' [621 30(-12,+5) 52]
  path stroke teal 2.000 dash 0.000,5.000 phase 1.000 cap round M0.000,0.000 L10.000,0.500
  group clip M1.000,2.000 L4.000,2.000 L4.000,6.000 L1.000,6.000 Z
    path fill red M1.000,2.000 L4.000,2.000 L4.000,6.000 L1.000,6.000 Z
  use bowl @ 110.000,0.000 x -1,1 #4
  image 0123456789ab 1.000,2.000 3.000 x 4.000
  link https://example.org 1.000,2.000 3.000 x 4.000
structure
  Document hi
    H1 #3 (guide.title)
credit page 0 #9 min 6pt 'Based on …' protects 'Q', 'Nesta'
"""  # noqa: E501


def test_a_scene_is_a_line_a_node() -> None:
    assert dump(SCENE) == EXPECTED


def test_equal_scenes_dump_alike_and_a_change_is_one_line() -> None:
    assert dump(samples.every_kind()) == dump(samples.every_kind())
    moved = replace(RUN, x=mm(26))
    page = replace(SCENE.pages[0], nodes=(moved, *SCENE.pages[0].nodes[1:]))
    old, new = dump(SCENE).splitlines(), dump(replace(SCENE, pages=(page,))).splitlines()
    assert [n for n, (a, b) in enumerate(zip(old, new, strict=True)) if a != b] == [4]
