"""From targets composed to the files a printer is given: inks, sheets, marks, order.

Scenes go in and scenes come out; ``works`` renders them. What is printed at home comes with a
page that says how.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from msgspec.structs import replace

from printkit.build.delivery import Way, condition_bytes, outputs_of
from printkit.build.plan import Target
from printkit.build.project import Project
from printkit.build.works import HOW_TO_PRINT, Made, Work
from printkit.diagnostics import Diagnostic, Severity, UsageError, did_you_mean
from printkit.geometry import Size
from printkit.icc import Intent, read_intent
from printkit.layout.load import LayoutLibrary
from printkit.layout.model import Format
from printkit.layout.output import Outputs, PressSheet, SizeRule
from printkit.press.dress import Lettering, marked
from printkit.press.grid import Axis, turned_over
from printkit.press.impose import Card, Imposed, Imposition, impose
from printkit.press.inks import separated
from printkit.press.instructions import CreditText, Instructions, Side, instructions
from printkit.press.pages import arranged, chosen, leaves_of, upright
from printkit.press.rules import Limits, limits
from printkit.press.slug import Words
from printkit.press.tile import OVERLAP, tile_words, tiled
from printkit.render.output import PdfOutput
from printkit.scene.model import Scene
from printkit.text.compose import Typesetter
from printkit.units import Length, format_mm, inch, mm

MUL: Final = "mul"
"""The language tag of a file in several languages (ISO 639)."""

_A4: Final = Size(mm(210), mm(297))


def deliver(
    project: Project, way: Way, layouts: LayoutLibrary, made: Sequence[Made]
) -> tuple[tuple[Work, ...], tuple[Diagnostic, ...]]:
    """Return the files that ``made`` comes to, and notes. Raises PrintkitError for what is wrong.

    Pages that fit on the sheet are laid on it, larger ones are tiled over several.
    """
    _check_names(way, made)
    outputs = outputs_of(project, layouts)
    output = pdf_output(project, way)
    groups = _together(made) if way.asked.together else [(one.target, (one,)) for one in made]
    works: list[Work] = []
    notes: list[Diagnostic] = []
    faults: list[Diagnostic] = []
    for target, some in groups:
        base = Work(target, tuple(some), some[0].product.scene, "pdf", output=output, way=way)
        if way.profile.colour == "cmyk":
            base = replace(base, limits=_limits(way, some[0].layout.format, outputs))
        if way.sheet is None:
            works += _pages(way, base, notes)
        elif _same(some[0].product.scene, way.sheet):
            faults.append(
                Diagnostic(
                    "sheet",
                    f"{target.name} is as large as {way.sheet.label} already",
                    hint="leave --on out: it is printed as it is",
                )
            )
        elif _fits(some[0].product.scene, way.sheet):
            works += _imposed(way, base, tuple(outputs.sheets.values()), notes)
        else:
            works += _tiled(way, base)
    if faults:
        raise UsageError(faults)
    return tuple(works), tuple(dict.fromkeys(notes))


def _limits(way: Way, format: Format, outputs: Outputs) -> Limits:
    """Return what preflight judges by: no less bleed than the printer wants."""
    bleed = max(way.bleed(format), way.wanted_bleed(format))
    rule = SizeRule(bleed, way.safe(format))
    conditions = {} if way.asked.icc else outputs.conditions
    size = None if way.sheet is not None else format.size
    return limits(way.profile, conditions, size=size, rule=rule)


def pdf_output(project: Project, way: Way) -> PdfOutput:
    """Return how PDFs are written; raises PrintkitError for an ICC profile that cannot be used."""
    profile, intent = way.profile, None
    if way.condition is not None:
        file = way.asked.icc or f"layouts/{way.condition.icc}"
        about = way.condition
        data = condition_bytes(project, way)
        intent = read_intent(data, file, about.identifier, about.label, about.registry)
    return PdfOutput(profile.colour, profile.standard, intent, profile.spots, profile.ink_limit)


def pressed(way: Way, made: Made, intent: Intent | None) -> Scene:
    """Return the scene of a target in the inks of the printer."""
    scene = made.product.scene
    if way.profile.colour != "cmyk":
        return scene
    profile = way.profile
    return separated(
        scene, made.layout.inks, profile.ink_limit, spots=profile.spots, intent=intent
    )


def _together(made: Sequence[Made]) -> list[tuple[Target, tuple[Made, ...]]]:
    """Return targets that differ in their language alone as one."""
    groups: dict[Target, list[Made]] = {}
    for one in made:
        groups.setdefault(replace(one.target, locale=MUL), []).append(one)
    return [
        (target if len(some) > 1 else some[0].target, tuple(some))
        for target, some in groups.items()
    ]


def _check_names(way: Way, made: Sequence[Made]) -> None:
    """Raise UsageError for cards and languages of --only and --copies that are not there."""
    cards = {leaf.id for one in made for leaf in leaves_of(one.product.scene)}
    locales = {one.target.locale for one in made}
    faults = []
    for option, words, known in (
        ("--only", way.asked.only, cards),
        ("--copies", [name for name, _ in way.asked.copies if name], cards | locales),
    ):
        for word in words:
            if word not in known:
                faults.append(
                    Diagnostic(
                        "card",
                        f"{option} {word}: there is no card {word!r}{did_you_mean(word, known)}",
                        hint=f"there are {', '.join(sorted(known))}",
                    )
                )
    if faults:
        raise UsageError(faults)


def _same(scene: Scene, sheet: PressSheet) -> bool:
    """Return whether the pages of a scene are of the size of the sheet itself."""
    trim = scene.pages[0].trim
    return any(
        abs(trim.width - size.width) < mm(1) and abs(trim.height - size.height) < mm(1)
        for size in (sheet.size, sheet.size.turned())
    )


def _fits(scene: Scene, sheet: PressSheet) -> bool:
    """Return whether the pages of a scene fit on a sheet, upright or lying."""
    largest = scene.pages[0].trim
    return any(
        largest.width <= size.width and largest.height <= size.height
        for size in (sheet.size, sheet.size.turned())
    )


# -- single pages --------------------------------------------------------------------------


def _pages(way: Way, base: Work, notes: list[Diagnostic]) -> Iterable[Work]:
    """Yield files of single pages, in the order of the printer, with marks where it wants them."""
    for one in base.made:
        scene = pressed(way, one, base.output.intent)
        if way.asked.only:
            numbers = [
                number
                for leaf in leaves_of(scene)
                if leaf.id in way.asked.only
                for number in (leaf.front, leaf.back)
                if number is not None
            ]
            scene = chosen(scene, numbers)
        pictures = way.profile.format == "png"  # each a file of its own, in folders
        for end, ordered in [("", scene)] if pictures else arranged(scene, way.profile.order):
            dressed, lost = marked(ordered, way.marks, _lettering(one, base.target))
            notes += lost
            two_sided = len(ordered.pages) > 1
            yield replace(
                base,
                scene=dressed,
                kind=way.profile.format,
                end=end,
                output=dialog(way, base.output, two_sided=two_sided),
            )
    if way.profile.home:
        yield _how_to_print(way, base, None)


def _lettering(made: Made, target: Target) -> Lettering:
    """Return what marks say, in the document's words."""
    sources = made.sources
    framework = sources.framework
    texts = sources.kit.texts
    words = Words(
        product=f"{made.product.scene.metadata.title}, {made.layout.format.label}",
        version=f"v{framework.version}",
        locale=target.locale,
        credit=framework.credit.short.value,
        page=texts["sheet.page"].value,
        font=next(iter(made.layout.styles.values())).font,
    )
    return Lettering(words, Typesetter(sources.fonts, sources.locale, framework.credit.protected))


def _tight(way: Way, format: Format) -> Iterable[Diagnostic]:
    """Yield a warning where the bleed of a card has no room before its neighbour begins."""
    gutter, bleed = way.gutter(format), way.bleed(format)
    if gutter < 2 * bleed:
        yield Diagnostic(
            "imposition",
            f"between cards there are {format_mm(gutter)}, and their bleed needs"
            f" {format_mm(2 * bleed)}: a cut beside the line shows the neighbour",
            hint="leave --gutter out, or make the cards without bleed (--bleed 0mm)",
            severity=Severity.WARNING,
        )


def dialog(way: Way, output: PdfOutput, *, two_sided: bool) -> PdfOutput:
    """Return how a PDF is written that somebody prints at home: its dialog as it has to be."""
    if not way.profile.home:
        return output
    turned = way.sides if two_sided and way.sides in ("long", "short") else "one"
    return replace(output, dialog=turned)


# -- cards on sheets -----------------------------------------------------------------------


def _imposed(
    way: Way, base: Work, known: Sequence[PressSheet], notes: list[Diagnostic]
) -> Iterable[Work]:
    assert way.sheet is not None
    cards = [card for one in base.made for card in _cards(way, one, base.output.intent)]
    about = cards[0].scene.metadata
    if base.target.locale == MUL:
        about = replace(about, lang=MUL)
    first = base.made[0]
    how = Imposition(
        way.sheet,
        way.sides,
        way.gutter(first.layout.format),
        "sheet" if way.asked.order == "sheet" else "stack",
        way.marks,
        way.correct,
    )
    lettering = _lettering(first, base.target)
    notes += _tight(way, first.layout.format)
    imposed = impose(cards, how, lettering=lettering, metadata=about, known=known)
    notes += imposed.notes
    ends = ("-fronts", "-backs") if len(imposed.scenes) == 2 else ("",)
    output = dialog(way, base.output, two_sided=any(card.back is not None for card in cards))
    for end, scene in zip(ends, imposed.scenes, strict=True):
        fed = scene if way.printer is None else upright(scene)
        yield replace(base, scene=fed, end=end, output=output)
    if way.profile.home:
        yield _how_to_print(way, base, imposed)


def _tiled(way: Way, base: Work) -> Iterable[Work]:
    """Yield posters in parts, on so many sheets, each with a plan of the whole."""
    assert way.sheet is not None
    for one in base.made:
        sources = one.sources
        scene = tiled(
            pressed(way, one, base.output.intent),
            way.sheet,
            OVERLAP if way.asked.overlap is None else way.asked.overlap,
            tile_words(sources.kit),
            Typesetter(sources.fonts, sources.locale, sources.framework.credit.protected),
            way.correct,
        )
        fed = scene if way.printer is None else upright(scene)
        output = dialog(way, base.output, two_sided=False)
        yield replace(base, scene=fed, output=output, limits=None)


def _cards(way: Way, made: Made, intent: Intent | None) -> Iterable[Card]:
    scene = pressed(way, made, intent)
    counts: Mapping[str, int] = dict(way.asked.copies)
    usual = counts.get(made.target.locale, counts.get("", 1))
    for leaf in leaves_of(scene):
        if not way.asked.only or leaf.id in way.asked.only:
            yield Card(leaf.id, scene, leaf.front, leaf.back, counts.get(leaf.id, usual))


def _how_to_print(way: Way, base: Work, imposed: Imposed | None) -> Work:
    """Return the page that says how to print, in the first language there is."""
    made = base.made[0]
    sources = made.sources
    scene = made.product.scene

    def say(key: str, **values: object) -> str:
        return sources.kit.texts[f"print.{key}"].value.format(**values)

    if imposed is not None and way.sheet is not None:
        paper, count = way.sheet.label, len(imposed.sheets)
        sides = _small(imposed)
        two_sided = any(card.back is not None for card in imposed.cards) and way.sides != "none"
    else:
        leaves = leaves_of(scene)
        paper, count = made.layout.format.label, len(leaves)
        sides = ()
        two_sided = any(leaf.back is not None for leaf in leaves)
    steps = list(_steps(way, imposed, two_sided))
    credit = sources.framework.credit
    content = Instructions(
        say("title"),
        scene.metadata.title,
        say("sheets", paper=paper, sheets=count),
        say("ruler"),
        tuple(say(key) for key in steps),
        sides,
        tuple(
            CreditText(
                text.value, text.lang, tuple(n for n in credit.protected if n in text.value)
            )
            for text in credit.whole
        ),
    )
    letter = "in" in paper or "Letter" in paper or "Tabloid" in paper
    page = instructions(
        content,
        Size(inch(8.5), inch(11)) if letter else _A4,
        Typesetter(sources.fonts, sources.locale, credit.protected),
        next(iter(made.layout.styles.values())).font,
        scene.metadata,
    )
    plain = PdfOutput(base.output.colour, dialog="one")
    return replace(base, scene=page, end=HOW_TO_PRINT, output=plain, limits=None)


def _steps(way: Way, imposed: Imposed | None, two_sided: bool) -> Iterable[str]:
    """Yield the keys of the instructions, in the order they are done."""
    yield "actual-size"
    if not two_sided or way.sides in ("fold", "none"):
        yield "one-side"
    else:
        yield {"long": "flip-long", "short": "flip-short", "separate": "again"}[way.sides]
        yield "test"
        yield "calibrate"
    if imposed is None:
        return
    if way.sides == "fold" and two_sided:
        yield "fold"
    if way.sheet is not None and way.sheet.stock is not None:
        yield "perforated"
    else:
        yield "cut"
        yield "order"
    if way.asked.order != "sheet" and len(imposed.sheets) > 1:
        yield "piles"


def _small(imposed: Imposed) -> tuple[Side, ...]:
    """Return the first sheet in small, front and back, its piles by their numbers."""
    grid, first = imposed.grid, imposed.sheets[0]
    order = sorted((card, cell) for cell, card in enumerate(first) if card is not None)
    numbers = {cell: str(place) for place, (_, cell) in enumerate(order, 1)}
    front = tuple((box, numbers.get(cell, "")) for cell, box in enumerate(grid.cells))
    over = turned_over(grid.page, imposed.axis)
    back = tuple((over.rect(box), number) for box, number in front)
    if not any(card.back is not None for card in imposed.cards):
        return (Side(grid.page, front),)
    if grid.fold is not None:
        return (Side(grid.page, (*front, *back), _line(grid.page, grid.fold)),)
    return Side(grid.page, front), Side(grid.page, back)


def _line(page: Size, fold: Axis) -> tuple[Length, Length, Length, Length]:
    """Return where a sheet is folded, from one edge to the other."""
    if fold == "vertical":
        return page.width // 2, 0, page.width // 2, page.height
    return 0, page.height // 2, page.width, page.height // 2
