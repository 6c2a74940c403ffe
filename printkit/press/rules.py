"""What a press refuses and what it doubts: every rule of preflight, as data.

Numbers are house numbers: shops disagree, so that a profile may set each of them. A rule with
levels judges what was measured; the others are broken or not. ``{what}`` in a sentence is what
was found, ``{value}`` what was measured, ``{limit}`` what would do.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal, TypeAlias

from msgspec import Struct, field

from printkit.diagnostics import Severity
from printkit.geometry import Size
from printkit.layout.output import ColourSpace, Condition, Profile, SizeRule, Standard
from printkit.units import Length, to_mm

Scope: TypeAlias = Literal["any", "printed", "shop", "press", "x4", "grey"]
"""Where a rule applies: to every file, to what goes on paper, there by whoever does it for a
living, to CMYK, to PDF/X-4, to black only."""

Unit: TypeAlias = Literal["", "mm", "pt", "dpi", "per cent"]

_SLACK: Final[Mapping[Unit, float]] = {
    "": 0.0, "mm": 0.01, "pt": 0.01, "dpi": 0.5, "per cent": 1.0,
}  # fmt: skip


class Rule(Struct, frozen=True):
    """One rule. With ``error`` or ``warning`` it has levels, and ``above`` tells their side."""

    code: str
    scope: Scope
    says: str
    remedy: str
    severity: Severity = Severity.ERROR
    error: float | None = None
    warning: float | None = None
    above: bool = False
    unit: Unit = ""
    slack: float | None = None  # how far beyond a level is still at it; that of the unit if None

    @property
    def measured(self) -> bool:
        return self.error is not None or self.warning is not None


_W, _N = Severity.WARNING, Severity.NOTE
_BOXES: Final = "set the boxes where the file is exported, or have it made by printkit"
_EXPORT: Final = "export it once more, as PDF/X-4"

_ALL: Final = (
    # -- the file
    Rule("repaired", "any", "the file is damaged and had to be repaired: {what}",
         "export it once more", _W),
    Rule("content", "any", "something on the page could not be understood: {what}",
         "look whether the page is whole, or export it once more", _W),
    Rule("endless", "any", "forms are nested more often than can be drawn",
         "flatten it, or export it once more"),
    Rule("encryption", "x4", "it is encrypted", "export it without password and restrictions"),
    Rule("pdf-version", "x4", "it is PDF {what}, and PDF/X-4 ends with 1.6", _EXPORT),
    Rule("x4-identifier", "x4", "there is no PDF/X-4 identifier in the XMP metadata{what}",
         _EXPORT),
    Rule("metadata", "x4", "it lacks {what}, which PDF/X-4 asks for", _EXPORT),
    Rule("trapped", "x4", "it does not say whether it is trapped (the key Trapped)",
         "set Trapped to False, in the document information and in XMP"),
    Rule("javascript", "x4", "it holds JavaScript", "export it without scripts"),
    Rule("actions", "x4", "it has actions that run when it is opened, turned or printed",
         "export it without actions"),
    Rule("output-intent", "x4", "{what}",
         "export it with one output intent, the order's condition"),
    Rule("intent-profile", "x4", "its output intent has no CMYK output profile: {what}",
         "export it with the ICC profile of the printing condition"),
    Rule("intent-condition", "x4", "its output intent is {what}",
         "export it for the condition it will be printed in, or name that profile with --icc"),
    # -- the pages
    Rule("page-sizes", "printed", "pages differ in size: {what}",
         "give all pages one size, or order them apart", _W),
    Rule("page-turns", "printed", "pages differ in rotation: {what}",
         "export all pages the same way up", _W),
    Rule("page-count", "printed", "it has {value} pages, no multiple of {limit}",
         "add empty pages, or ask the printer which to leave out", _W),
    Rule("trim-box", "press", "{what}", _BOXES),
    Rule("box-order", "any", "the page boxes are not nested: {what}", _BOXES),
    Rule("trim-size", "printed", "the trim size is {what}; it differs by {value}",
         "make it in the size that was ordered", error=0.25, above=True, unit="mm"),
    Rule("bleed", "printed", "it has {value} of bleed, and {limit} are needed",
         "extend what touches the trim beyond it, and export with bleed",
         error=3, unit="mm"),
    Rule("bleed-artwork", "printed",
         "{what} reaches the trim and ends {value} beyond it, not {limit}",
         "extend it to the end of the bleed", error=3, unit="mm"),
    Rule("safe-margin", "printed", "text is {value} from the trim",
         "move it inwards: {limit} or more from where the page is cut",
         error=3, warning=5, unit="mm", slack=0.15),  # round letters overshoot
    Rule("safe-image", "printed", "an image ends {value} from the trim",
         "move it {limit} inwards, or extend it into the bleed", warning=3, unit="mm"),
    Rule("annotation", "press", "an annotation or form field ({what}) lies within the bleed",
         "remove it, or export without links, comments and fields"),
    # -- type
    Rule("font-embedded", "any", "the font {what} is not embedded",
         "export with all fonts embedded"),
    Rule("notdef", "any", "a glyph is missing in the font {what}: the page shows a box (.notdef)",
         "set the text in a font that has its letters"),
    Rule("small-text", "printed", "text is set in {value}", "set it in {limit} or larger",
         error=6, unit="pt"),
    Rule("small-colour-text", "press", "text of {value} is printed in {inks}",
         "print it in one ink, best in black, or in {limit} or larger: misregister blurs it",
         error=7, warning=12, unit="pt"),
    Rule("white-text", "press", "white text of {value} is reversed out of {inks}",
         "set it in {limit} or larger, or on a background of one ink: misregister fills it in",
         error=6, warning=7, unit="pt"),
    Rule("rich-black-text", "press", "black text of {value} is in rich black: {what}",
         "print it in black alone (K100), overprinting", error=24, unit="pt"),
    # -- lines and images
    Rule("zero-width", "shop", "a line has zero width: it is drawn as thin as the device can",
         "give it 0.25 pt or more"),
    Rule("hairline", "shop", "a line is {value} wide", "give it {limit} or more",
         error=0.25, unit="pt"),
    Rule("hairline-inks", "press", "a line of {value} is printed in {what}",
         "print it in one ink, or give it {limit} or more", warning=0.5, unit="pt"),
    Rule("image-dpi", "printed", "an image has an effective resolution of {value}",
         "use one with more pixels, or make it smaller: {limit} or more",
         error=200, warning=300, unit="dpi"),
    Rule("bitmap-dpi", "printed",
         "a black and white (1-bit) image has an effective resolution of {value}",
         "use one with more pixels, {limit} or more, or vector outlines",
         error=600, warning=1200, unit="dpi"),
    # -- ink
    Rule("total-ink", "press", "total ink coverage is {value}, and {limit} are allowed",
         "take colours with less ink, or separate images for this limit",
         error=300, above=True, unit="per cent"),
    Rule("full-ink", "press", "100 % of all four inks", "use black, or a rich black of less ink"),
    Rule("rgb", "press", "{what} is in RGB, which a press cannot print",
         "convert it to CMYK for the printing condition"),
    Rule("lab", "press", "{what} is in {space}, which every press converts in its own way",
         "convert it to CMYK for the printing condition"),
    Rule("not-grey", "grey", "{what} is in colour", "choose a theme of black and grey", _W),
    Rule("spot", "press", "the spot colour {what} is not one of this order",
         "convert it to CMYK, or order it: a spot colour is a plate of its own"),
    Rule("registration", "press", "the registration colour (All) is used within the bleed",
         "use black (K100): the registration colour is for printer's marks"),
    Rule("transparency-group", "press",
         "transparency is used, and the page's blend space is not CMYK",
         "export with CMYK as the transparency blend space", _W),
    Rule("white-overprint", "press", "{what} in white overprints: it will disappear in print",
         "set white to knock out"),
    Rule("overprint", "press", "{what} overprints in {inks}: it mixes with what lies below",
         "see that this is meant; black alone should overprint", _W),
    Rule("black-knockout", "press",
         "black text of {value} knocks out of a background in colour",
         "set black text to overprint, so that misregister shows no white beside it",
         _W, unit="pt"),
    Rule("plates", "press", "ink coverage could not be measured on the whole page",
         "have its ink measured by the printer", _N),
)  # fmt: skip

RULES: Final[Mapping[str, Rule]] = {rule.code: rule for rule in _ALL}

_PLAIN: Final = {
    "total-ink-speck": 1.0,  # mm: finer marks do not count
    "page-count-multiple": 1.0,
    "background-ink": 10.0,  # per cent: less is no background that white text needs
}
"""Numbers that are no levels."""

_HOME: Final = {
    "image-dpi-error": 75.0, "image-dpi-warning": 150.0,
    "bitmap-dpi-error": 150.0, "bitmap-dpi-warning": 300.0,
}  # fmt: skip
"""What will do on a printer at a desk."""


def thresholds() -> dict[str, float]:
    """Return every number that can be set, by its key, as it is by default."""
    found = dict(_PLAIN)
    for rule in _ALL:
        if rule.error is not None:
            found[f"{rule.code}-error"] = rule.error
        if rule.warning is not None:
            found[f"{rule.code}-warning"] = rule.warning
    return found


class Limits(Struct, frozen=True):
    """What a file is judged by. ``size`` is the finished size that was ordered, if known."""

    label: str = "press"
    colour: ColourSpace = "cmyk"
    standard: Standard = "PDF/X-4"
    identifier: str = ""  # of the printing condition; empty: any will do
    spots: tuple[str, ...] = ()
    printed: bool = True
    home: bool = False  # no shop prints it
    size: Size | None = None
    numbers: Mapping[str, float] = field(default_factory=thresholds)

    def applies(self, rule: Rule) -> bool:
        match rule.scope:
            case "any":
                return True
            case "printed":
                return self.printed
            case "shop":
                return self.printed and not self.home
            case "press":
                return self.colour == "cmyk"
            case "x4":
                return self.standard == "PDF/X-4"
            case "grey":
                return self.colour == "grey"

    def level(self, rule: Rule, value: float) -> tuple[Severity, float] | None:
        """Return how bad a measured value is, and the limit it breaks; None where it is good."""
        slack = _SLACK[rule.unit] if rule.slack is None else rule.slack
        for severity in (Severity.ERROR, Severity.WARNING):
            limit = self.numbers.get(f"{rule.code}-{severity.value}")
            if limit is None:
                continue
            if value > limit + slack if rule.above else value < limit - slack:
                return severity, limit
        return None


def limits(
    profile: Profile,
    conditions: Mapping[str, Condition],
    *,
    size: Size | None = None,
    rule: SizeRule | None = None,
    bleed: Length | None = None,
    safe: Length | None = None,
) -> Limits:
    """Return what a profile wants of a file.

    ``size``, ``bleed`` and ``safe`` are those of the product that was ordered, where known;
    what the profile says of bleed and safe area goes before them. An ordered safe area is kept
    or not: nothing is doubted within it.
    """
    numbers = thresholds()
    own = rule or SizeRule()
    wanted = _first(own.bleed, profile.bleed, bleed)
    if wanted is not None:
        numbers["bleed-error"] = numbers["bleed-artwork-error"] = to_mm(wanted)
    inside = _first(own.safe, profile.safe, safe)
    if inside is not None:
        numbers["safe-margin-error"] = numbers["safe-margin-warning"] = to_mm(inside)
        numbers["safe-image-warning"] = min(to_mm(inside), numbers["safe-image-warning"])
    if profile.home:
        numbers |= _HOME
    numbers["total-ink-error"] = profile.ink_limit
    numbers |= profile.preflight
    condition = conditions.get(profile.condition)
    return Limits(
        profile.id,
        profile.colour,
        profile.standard,
        condition.identifier if condition else "",
        profile.spots,
        profile.home or profile.colour != "rgb" or wanted != 0,
        profile.home,
        size,
        numbers,
    )


def _first(*lengths: Length | None) -> Length | None:
    return next((length for length in lengths if length is not None), None)


def said(value: float, unit: Unit) -> str:
    """Return a measured value in words: "5.5 pt", "310 %"."""
    digits = {"": 0, "dpi": 0, "per cent": 0}.get(unit, 2)
    number = f"{value:.{digits}f}"
    if "." in number:
        number = number.rstrip("0").rstrip(".")
    number = "0" if number == "-0" else number
    return f"{number} {'%' if unit == 'per cent' else unit}".strip()
