"""Pages rewritten so that any PDF viewer shows their printing plates instead of colours.

A pass holds three plates: red shows the first, green the second, blue the third, each as the
paper it leaves bare. Colours are replaced by such values; images are converted (``pixels``)
or, as shadings do, keep their numbers and get a colour space that reads them so. Blending
happens on each plate alone, because it does so on red, green and blue. An object that
overprints leaves a plate alone by not being painted, or by ``Darken`` where it leaves alone
only some plates of a pass: there the result is the larger ink of both, never too little.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from typing import Any, Final, TypeAlias

import pikepdf
from pikepdf import Array, Dictionary, Name, Operator, Stream

from printkit.pdfio.colours import ALL, PROCESS, Colour, Space
from printkit.pdfio.faults import FAULTS
from printkit.pdfio.painted import MOST_DEEP, MOST_STEPS, Library, Step
from printkit.pdfio.pixels import plate_pixels
from printkit.pdfio.state import State, change, lookup

Plates: TypeAlias = tuple[str, str, str]
"""The plates of a pass; an empty name stands for none."""

Shown: TypeAlias = tuple[float | None, float | None, float | None]
"""What a colour shows on the plates of a pass: bare paper 1, full ink 0, None leaves alone."""

_FILLS: Final = {"f", "F", "f*", "B", "B*", "b", "b*"}
_STROKES: Final = {"S", "s", "B", "B*", "b", "b*"}
_SHOWS: Final = {"Tj", "TJ", "'", '"'}
_COLOURS: Final = {
    "g": True, "rg": True, "k": True, "cs": True, "sc": True, "scn": True,
    "G": False, "RG": False, "K": False, "CS": False, "SC": False, "SCN": False,
}  # fmt: skip


def passes(spots: Sequence[str]) -> tuple[Plates, ...]:
    """Return the passes for the process plates and these spot colours."""
    names = [*PROCESS, *spots]
    names += [""] * (-len(names) % 3)
    return tuple((names[n], names[n + 1], names[n + 2]) for n in range(0, len(names), 3))


class Separator:
    """Rewrites content of one open file for one pass; forms are done once."""

    def __init__(self, pdf: pikepdf.Pdf, library: Library, plates: Plates) -> None:
        self.pdf = pdf
        self.library = library
        self.plates = plates
        self._made: dict[Any, Any] = {}
        self._within: list[Any] = []
        self.steps = 0
        self.complete = True  # whether everything could be rewritten

    def page(self, page: Any, resources: Any, box: Sequence[float], turns: int) -> Dictionary:
        """Return a new page that shows the plates of ``box``, which is in its own points."""
        content, new = self.content(page, resources, State(), 0)
        first = _paint(self.shown(State().fill, False, 0), "rg", "RG")
        return self.pdf.make_indirect(
            Dictionary(
                Type=Name.Page,
                MediaBox=Array(list(box)),
                Rotate=turns * 90,
                Resources=new,
                Contents=Stream(self.pdf, first + b"\n" + content),
            )
        )

    def content(
        self, holder: Any, resources: Any, state: State, deep: int
    ) -> tuple[bytes, Dictionary]:
        """Return rewritten content with the resources it needs."""
        run = _Rewriting(self, resources, state, deep)
        try:
            steps = self.library.steps(holder)
        except FAULTS:
            self.complete = False
            steps = ()
        for step in steps:
            self.steps += 1
            if self.steps > MOST_STEPS:
                self.complete = False
                break
            try:
                run.take(step)
            except FAULTS:
                self.complete = False
        return pikepdf.unparse_content_stream(run.out), run.resources()

    def shown(self, colour: Colour, overprint: bool, opm: int) -> Shown:
        """Return what a colour does to the plates of this pass."""
        plates = colour.plates
        found = dict(plates if plates is not None else _converted(colour))
        direct = colour.space.family == "DeviceCMYK"

        def one(name: str) -> float | None:
            if ALL in found:
                return 1 - found[ALL]
            if name not in found:
                return None if overprint else 1.0
            if overprint and opm == 1 and direct and found[name] == 0:
                return None
            return 1 - found[name]

        a, b, c = map(one, self.plates)
        return a, b, c

    def space(self, space: Space) -> Any:
        """Return a colour space that shows a space's numbers as the plates of this pass."""
        if space.family == "Indexed" and space.base is not None:
            entries = len(space.table) // max(1, space.base.components)
            table = pikepdf.String(space.table)
            return Array([Name.Indexed, self.space(space.base), entries - 1, table])
        code = _tint(space, self.plates)
        if code is None:
            raise ValueError(f"no plates for {space.family}")
        key = ("space", code, space.components)
        if key not in self._made:
            count = max(1, space.components)
            function = Stream(self.pdf, code)
            function.FunctionType = 4
            function.Domain = Array([0, 1] * count)
            function.Range = Array([0, 1] * 3)
            names = Array([Name(f"/Plate{n}") for n in range(count)])
            self._made[key] = self.pdf.make_indirect(
                Array([Name.DeviceN, names, Name.DeviceRGB, self.pdf.make_indirect(function)])
            )
        return self._made[key]

    def form(self, form: Any, state: State, of: Any, deep: int) -> Any:
        key = (form.objgen if form.is_indirect else id(form), _signature(state))
        if key in self._made:
            return self._made[key]
        if deep >= MOST_DEEP or key[0] in self._within:
            raise ValueError("forms nested without end")
        inner = state.grouped() if form.get("/Group") is not None else state.copy()
        self._within.append(key[0])
        try:
            content, new = self.content(form, form.get("/Resources", of), inner, deep + 1)
        finally:
            self._within.pop()
        made = Stream(self.pdf, content)
        for entry in ("/Type", "/Subtype", "/FormType", "/BBox", "/Matrix", "/Group"):
            if entry in form:
                made[entry] = form[entry]
        made.Resources = new
        self._made[key] = self.pdf.make_indirect(made)
        return self._made[key]

    def image(self, image: Any, of: Any) -> Any:
        """Return an image whose numbers show as plates; a mask stays what it is."""
        if bool(image.get("/ImageMask", False)):
            return image
        key = ("image", image.objgen)
        if key not in self._made:
            space = self.library.space(image.get("/ColorSpace"), of)
            self._made[key] = self.pdf.make_indirect(self._image(image, space))
        return self._made[key]

    def _image(self, image: Any, space: Space) -> Any:
        pixels = plate_pixels(image, space, self.plates)
        if pixels is None:
            made = _twin(self.pdf, image)
            made.ColorSpace = self.space(space)
            return made
        width, height, data = pixels
        made = Stream(self.pdf, zlib.compress(data, 1))
        made.Type, made.Subtype = Name.XObject, Name.Image
        made.Filter = Name.FlateDecode
        made.Width, made.Height, made.BitsPerComponent = width, height, 8
        made.ColorSpace = Name.DeviceRGB
        for key in ("/SMask", "/Mask"):
            if key in image:
                made[key] = image[key]
        return made

    def shading(self, shading: Any, of: Any) -> Any:
        space = self.library.space(shading.get("/ColorSpace"), of)
        if isinstance(shading, Stream):
            made = _twin(self.pdf, shading)
        else:
            made = Dictionary({str(key): value for key, value in shading.items()})
        made.ColorSpace = self.space(space)
        return self.pdf.make_indirect(made)

    def pattern(self, colour: Colour, state: State, of: Any, deep: int) -> Any:
        pattern = colour.pattern
        if pattern is None:
            raise ValueError("no pattern")
        if int(pattern.get("/PatternType", 0)) == 2:
            made = Dictionary({str(key): value for key, value in pattern.items()})
            made.Shading = self.shading(pattern.Shading, of)
            return self.pdf.make_indirect(made)
        if deep >= MOST_DEEP or pattern.objgen in self._within:
            raise ValueError("patterns nested without end")
        key = ("pattern", pattern.objgen)
        if key in self._made:
            return self._made[key]
        self._within.append(pattern.objgen)
        try:
            content, new = self.content(pattern, pattern.get("/Resources"), State(), deep + 1)
        finally:
            self._within.pop()
        first = b""
        if int(pattern.get("/PaintType", 1)) == 1:
            first = _paint(self.shown(State().fill, False, 0), "rg", "RG") + b"\n"
        cell = Stream(self.pdf, first + content)
        for name, value in pattern.items():
            if str(name) not in ("/Length", "/Filter", "/DecodeParms", "/Resources"):
                cell[str(name)] = value
        cell.Resources = new
        self._made[key] = self.pdf.make_indirect(cell)
        return self._made[key]


class _Rewriting:
    """One content stream while it is rewritten."""

    def __init__(self, separator: Separator, resources: Any, state: State, deep: int) -> None:
        self.out: list[Any] = []
        self._separator = separator
        self._of = resources
        self._state = state
        self._deep = deep
        self._saved: list[State] = []
        self._more: dict[str, dict[str, Any]] = {}

    def resources(self) -> Dictionary:
        """Return the old resources with what was made anew over them."""
        kept = Dictionary()
        for kind, entries in self._of.items() if self._of is not None else ():
            kept[str(kind)] = entries
        for kind, items in self._more.items():
            old: Any = kept.get(kind)
            merged = {str(k): v for k, v in old.items()} if hasattr(old, "items") else {}
            kept[kind] = Dictionary({**merged, **items})
        return kept

    def take(self, step: Step) -> None:
        operator, operands, raw = step
        state = self._state
        if operator == "q":
            self._saved.append(state.copy())
            self.out.append(raw)
        elif operator == "Q":
            if self._saved:
                self._state = self._saved.pop()
                self.out.append(raw)
        elif operator in _COLOURS:
            change(state, operator, operands, self._of, self._separator.library)
            self._choose(_COLOURS[operator])
        elif operator in _FILLS or operator in _STROKES:
            self._over(raw, operator in _FILLS, operator in _STROKES)
        elif operator in _SHOWS:
            mode = state.mode % 4
            self._over(raw, mode in (0, 2), mode in (1, 2))
        elif operator == "Do":
            self._do(operands, raw)
        elif operator == "sh":
            shading = lookup(self._of, "/Shading", str(operands[0]))
            name = self._add("/Shading", self._separator.shading(shading, self._of))
            self.out.append(([Name(name)], Operator("sh")))
        elif operator == "INLINE IMAGE":
            self._inline(operands[0], raw)
        else:
            change(state, operator, operands, self._of, self._separator.library)
            self.out.append(raw)

    def _choose(self, fills: bool) -> None:
        """Write the colour just chosen, as this pass shows it."""
        state = self._state
        colour = state.fill if fills else state.stroke
        if colour.space.family == "Pattern":
            if colour.pattern is None:
                return  # the space alone; the pattern's name follows
            made = self._separator.pattern(colour, state, self._of, self._deep)
            name, space = self._add("/Pattern", made), "/Pattern"
            values: list[Any] = []
            if colour.space.base is not None:
                pair = Array([Name.Pattern, Name.DeviceRGB])
                space = self._add("/ColorSpace", pair)
                plain = self._separator.shown(
                    Colour(colour.space.base, colour.values), state.overprint, state.opm
                )
                values = [1.0 if v is None else round(v, 5) for v in plain]
            words = ("cs", "scn") if fills else ("CS", "SCN")
            self.out.append(([Name(space)], Operator(words[0])))
            self.out.append(([*values, Name(name)], Operator(words[1])))
            return
        overprint = state.overprint if fills else state.stroke_overprint
        shown = self._separator.shown(colour, overprint, state.opm)
        values = [1.0 if v is None else round(v, 5) for v in shown]
        self.out.append((values, Operator("rg" if fills else "RG")))

    def _over(self, raw: Any, fills: bool, strokes: bool) -> None:
        """Write what paints, so that it leaves alone the plates it overprints."""
        state = self._state
        if not (state.overprint and fills) and not (state.stroke_overprint and strokes):
            self.out.append(raw)
            return
        alpha, stroke_alpha, blend = state.alpha, state.stroke_alpha, state.blend
        plates = self._separator.plates
        for wanted, colour, overprint, is_fill in (
            (fills, state.fill, state.overprint, True),
            (strokes, state.stroke, state.stroke_overprint, False),
        ):
            if not wanted or not overprint or colour.space.family == "Pattern":
                continue
            shown = self._separator.shown(colour, overprint, state.opm)
            alone = [v is None for v, name in zip(shown, plates, strict=True) if name]
            if all(alone):
                alpha, stroke_alpha = (0.0, stroke_alpha) if is_fill else (alpha, 0.0)
            elif any(alone):
                blend = "Darken"
            self._choose(is_fill)  # overprint may have been set after the colour was
        self._graphics(alpha, stroke_alpha, blend)
        self.out.append(raw)
        self._graphics(state.alpha, state.stroke_alpha, state.blend)

    def _graphics(self, alpha: float, stroke_alpha: float, blend: str) -> None:
        values = Dictionary(ca=alpha, CA=stroke_alpha, BM=Name("/" + blend))
        self.out.append(([Name(self._add("/ExtGState", values))], Operator("gs")))

    def _do(self, operands: Sequence[Any], raw: Any) -> None:
        thing = lookup(self._of, "/XObject", str(operands[0]))
        kind = str(thing.get("/Subtype", "")) if thing is not None else ""
        if kind == "/Form":
            made = self._separator.form(thing, self._state, self._of, self._deep)
        elif kind == "/Image":
            if bool(thing.get("/ImageMask", False)):
                self._over(raw, True, False)
                return
            made = self._separator.image(thing, self._of)
        else:
            return
        name = self._add("/XObject", made)
        self.out.append(([Name(name)], Operator("Do")))

    def _inline(self, image: Any, raw: Any) -> None:
        if image.image_mask:
            self._over(raw, True, False)
            return
        made = Stream(self._separator.pdf, _inline_data(image))
        for key, value in image.obj.items():
            if str(key) != "/Length":
                made[str(key)] = value
        made.Type, made.Subtype = Name.XObject, Name.Image
        whole = self._separator.pdf.make_indirect(made)
        name = self._add("/XObject", self._separator.image(whole, self._of))
        self.out.append(([Name(name)], Operator("Do")))

    def _add(self, kind: str, value: Any) -> str:
        items = self._more.setdefault(kind, {})
        for name, known in items.items():
            if known is value or (kind == "/ExtGState" and known == value):
                return name
        name = f"/Pk{len(items)}"
        items[name] = value
        return name


def _twin(pdf: pikepdf.Pdf, stream: Any) -> Any:
    """Return a copy of a stream, its data as packed as they are."""
    made = Stream(pdf, stream.read_raw_bytes())
    for key, value in stream.items():
        if str(key) != "/Length":
            made[str(key)] = value
    return made


def _inline_data(image: Any) -> bytes:
    """Return what stands between ``ID`` and ``EI``, as packed as it is."""
    whole: bytes = image.unparse()
    return whole.partition(b"ID\n")[2].removesuffix(b"EI")


def _paint(shown: Shown, *operators: str) -> bytes:
    values = " ".join(f"{1.0 if v is None else v:g}" for v in shown)
    return b"\n".join(f"{values} {operator}".encode() for operator in operators)


def _signature(state: State) -> Any:
    """Return what of a state a form's content can depend on."""

    def colour(value: Colour) -> Any:
        space = value.space
        return space.family, space.names, space.components, value.values

    return (
        colour(state.fill), colour(state.stroke), state.overprint, state.stroke_overprint,
        state.opm, state.alpha, state.stroke_alpha, state.blend,
    )  # fmt: skip


def _converted(colour: Colour) -> list[tuple[str, float]]:
    """Return plain CMYK for a colour that names no inks, all its grey in black."""
    values = colour.values
    if colour.space.family == "Lab":
        return [("Black", 1 - min(1.0, max(0.0, values[0] / 100)))] if values else []
    if len(values) != 3:
        return []
    most = max(values)
    inks = [max(0.0, most - v) for v in values]
    return [*zip(PROCESS, inks, strict=False), ("Black", 1 - min(1.0, most))]


def _tint(space: Space, plates: Plates) -> bytes | None:
    """Return the PostScript that turns a colour's numbers into what the plates show."""
    count = space.components
    if space.coloured:
        if space.family == "Lab":
            return None
        # With the largest of the three as a fourth number.
        first = "2 index 2 index 2 copy lt {exch} if pop 1 index 2 copy lt {exch} if pop "
        at = {"Cyan": 0, "Magenta": 1, "Yellow": 2}
        outs = []
        for n, name in enumerate(plates):
            if name in at:
                outs.append(f"{3 - at[name] + n} index {n + 1} index sub 1 add")
            else:
                outs.append(f"{n} index" if name == "Black" else "1")
        return _program(first, outs, 4)
    if space.names:
        places = {name: n for n, name in enumerate(space.names)}
        turned = True
    elif count == 4:
        places, turned = {name: n for n, name in enumerate(PROCESS)}, True
    elif count == 1:
        places, turned = {"Black": 0}, False
    else:
        return None
    outs = []
    for n, name in enumerate(plates):
        place = places.get(name, places.get(ALL))
        if place is None:
            outs.append("1")
        else:
            outs.append(f"{count - 1 - place + n} index" + (" 1 exch sub" if turned else ""))
    return _program("", outs, count)


def _program(first: str, outs: Sequence[str], count: int) -> bytes:
    drop = " pop" * count
    return f"{{{first}{' '.join(outs)} {count + 3} 3 roll{drop}}}".encode()
