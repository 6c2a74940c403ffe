"""What preflight asks of ink: colour spaces, spots, overprint, total ink, type in many inks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from printkit.geometry import Sides
from printkit.pdfio.colours import ALL, PROCESS
from printkit.pdfio.document import Document
from printkit.pdfio.painted import Painted
from printkit.pdfio.plates import Plates
from printkit.pdfio.structure import Leaf
from printkit.press.preflight import Hit, Place
from printkit.press.rules import Limits
from printkit.units import mm

_TOUCH: Final = mm(0.1)  # marks that begin where the bleed ends are not in it
_FULL: Final = 0.995
_TINT: Final = 4.0  # per cent of colour below black text that would show beside it
_NAMES: Final = {
    "text": "text", "hidden": "hidden text", "fill": "a shape", "stroke": "a line",
    "image": "an image", "shading": "a gradient",
}  # fmt: skip
_CMYK_GROUPS: Final = ("DeviceCMYK", "ICCBased4")


def check(document: Document, limits: Limits) -> Iterator[Hit]:
    if not limits.printed:
        return
    for (leaf, content), plates in zip(document.pages, document.plates(), strict=True):
        inside = leaf.inked.inset(Sides.all(_TOUCH))
        for one in content.objects:
            if one.kind == "hidden":
                continue
            yield from _space(one, leaf)
            if not one.place.overlaps(inside):
                continue  # printer's marks
            yield from _ink(one, leaf, limits)
            yield from _overprint(one, leaf)
            if one.kind == "text" and one.place.overlaps(leaf.paper):
                yield from _text(one, leaf, plates, limits)
        clear = [one for one in content.objects if one.lets_through]
        if clear and leaf.group_space not in _CMYK_GROUPS:
            yield Hit("transparency-group", Place(leaf.number, clear[0].place))
        if plates is not None and any(_named(one) for one in content.objects):
            yield from _total(plates, leaf, limits)
        if plates is None or not plates.complete:
            yield Hit("plates", Place(leaf.number))


def _named(one: Painted) -> bool:
    """Return whether a colour names its inks: RGB becomes ink only at the press."""
    return not one.colour.space.coloured


def _space(one: Painted, leaf: Leaf) -> Iterator[Hit]:
    space, what = one.colour.space, _NAMES[one.kind]
    place = Place(leaf.number, one.place)
    if space.coloured:
        if space.kind == "Lab":
            yield Hit("lab", place, what=what, more=(("space", "Lab"),))
        else:
            yield Hit("rgb", place, what=what)
        yield Hit("not-grey", place, what=what)
        return
    if space.kind == "CalGray":
        yield Hit("lab", place, what=what, more=(("space", "calibrated grey"),))
    inks = one.colour.inks
    if inks.keys() - {"Black", ALL} or (space.components == 4 and not one.colour.values):
        yield Hit("not-grey", place, what=what)


def _ink(one: Painted, leaf: Leaf, limits: Limits) -> Iterator[Hit]:
    place = Place(leaf.number, one.place)
    space, inks = one.colour.space, one.colour.inks
    names = space.names or (space.base.names if space.base is not None else ())
    for name in names:
        if name == ALL:
            yield Hit("registration", place)
        elif name not in (*PROCESS, "None", *limits.spots):
            yield Hit("spot", place, what=name)
    if all(inks.get(name, 0.0) >= _FULL for name in PROCESS):
        yield Hit("full-ink", place)
    if one.kind == "stroke" and one.width > 1e-4 and len(inks) > 1:
        yield Hit("hairline-inks", place, one.width, more=(("what", _inks(inks)),))


def _overprint(one: Painted, leaf: Leaf) -> Iterator[Hit]:
    if not one.overprint or one.kind in ("image", "shading"):
        return
    plates = one.colour.plates
    if plates is None or one.colour.space.names == (ALL,):
        return
    place, what = Place(leaf.number, one.place), _NAMES[one.kind]
    inks = one.colour.inks
    if not inks:
        yield Hit("white-overprint", place, what=what)
    elif inks.keys() != {"Black"} or inks["Black"] < _FULL:
        yield Hit("overprint", place, what=what, more=(("inks", _inks(inks)),))


def _text(one: Painted, leaf: Leaf, plates: Plates | None, limits: Limits) -> Iterator[Hit]:
    inks = {name: v for name, v in one.colour.inks.items() if v >= 0.02}
    place = Place(leaf.number, one.place)
    if one.colour.plates is None:
        return
    black = inks.get("Black", 0.0)
    if len(inks) > 1:
        if black >= 0.85 and sum(inks.values()) - black >= 0.1:
            yield Hit("rich-black-text", place, one.size, more=(("what", _inks(inks)),))
        else:
            yield Hit("small-colour-text", place, one.size, inks=len(inks))
    if plates is None:
        return
    if not inks and not one.overprint:
        least = limits.numbers["background-ink"]
        below = {name: v for name, v in plates.mean(one.place).items() if v >= least}
        if len(below) > 1:
            yield Hit("white-text", place, one.size, inks=len(below))
    elif inks.keys() == {"Black"} and black >= _FULL and not one.overprint:
        under = plates.mean(one.place)
        if any(v >= _TINT for name, v in under.items() if name != "Black"):
            yield Hit("black-knockout", place, one.size)


def _total(plates: Plates, leaf: Leaf, limits: Limits) -> Iterator[Hit]:
    limit = limits.numbers["total-ink-error"]
    speck = mm(limits.numbers["total-ink-speck"])
    for heavy in plates.heavy(limit, speck):
        yield Hit("total-ink", Place(leaf.number, heavy.box), heavy.ink)


def _inks(inks: dict[str, float]) -> str:
    """Return inks in a printer's words: "C80 M70 K100"."""
    short = dict(zip(PROCESS, "CMYK", strict=True))
    words = (f"{short.get(name, f'{name} ')}{100 * value:.0f}" for name, value in inks.items())
    return " ".join(words)
