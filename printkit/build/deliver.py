"""From targets composed to the files a printer is given: inks, sheets, marks, order.

Scenes go in and scenes come out; ``works`` renders them. What is printed at home comes with a
page that says how.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from msgspec.structs import replace

from printkit.build import credit
from printkit.build.delivery import Way, condition_bytes, outputs_of
from printkit.build.howto import how_to_print
from printkit.build.plan import Target
from printkit.build.project import Project
from printkit.build.works import Made, Work
from printkit.diagnostics import Diagnostic, Severity, Span, UsageError, did_you_mean
from printkit.icc import Intent, read_intent
from printkit.layout.load import LayoutLibrary
from printkit.layout.model import Format
from printkit.layout.output import Outputs, PressSheet, SizeRule
from printkit.press.dress import Lettering, marked
from printkit.press.impose import Card, Imposition, impose
from printkit.press.inks import separated
from printkit.press.pages import Leaf, arranged, chosen, leaves_of, upright
from printkit.press.rules import Limits, limits
from printkit.press.slug import Words
from printkit.press.tile import OVERLAP, tile_words, tiled
from printkit.render.output import PdfOutput
from printkit.scene.model import Scene
from printkit.text.compose import Typesetter
from printkit.units import format_mm, mm

MUL: Final = "mul"
"""The language tag of a file in several languages (ISO 639)."""

_FEW: Final = 4  # so many languages are named in a file's name


def deliver(
    project: Project, way: Way, layouts: LayoutLibrary, made: Sequence[Made]
) -> tuple[tuple[Work, ...], tuple[Diagnostic, ...]]:
    """Return the files that ``made`` comes to, and notes. Raises PrintkitError for what is wrong.

    Pages that fit on the sheet are laid on it, larger ones are tiled over several.
    """
    _check_names(way, made)
    outputs = outputs_of(project, layouts)
    output = pdf_output(project, way)
    works: list[Work] = []
    notes: list[Diagnostic] = []
    for target, some in _grouped(way, made):
        base = Work(target, tuple(some), some[0].product.scene, "pdf", output=output, way=way)
        if way.profile.colour == "cmyk":
            base = replace(base, limits=_limits(way, some[0].layout.format, outputs))
        if way.sheet is None or _same(base.scene, way.sheet):
            if way.sheet is not None:
                notes.append(_as_it_is(target, way.sheet))
            works += _pages(way, base, notes)
        elif _fits(base.scene, way.sheet):
            works += _imposed(way, base, tuple(outputs.sheets.values()), notes)
        else:
            works += _tiled(way, base, notes)
    return tuple(works), tuple(dict.fromkeys(notes))


def _as_it_is(target: Target, sheet: PressSheet) -> Diagnostic:
    return Diagnostic(
        "sheet",
        f"{target.name} is as large as {sheet.label} itself, and is printed as it is",
        severity=Severity.NOTE,
    )


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


def _grouped(way: Way, made: Sequence[Made]) -> list[tuple[Target, tuple[Made, ...]]]:
    """Return targets with what is in each: languages together where cards share sheets."""
    groups: dict[Target, list[Made]] = {}
    for one in made:
        shares = way.asked.together and way.sheet is not None and _fits_beside(one, way.sheet)
        groups.setdefault(replace(one.target, locale=MUL) if shares else one.target, []).append(one)
    found = []
    for target, some in groups.items():
        if len(some) == 1:
            found.append((some[0].target, tuple(some)))
            continue
        locales = tuple(one.target.locale for one in some)
        name = "+".join(locales) if len(locales) <= _FEW else f"{len(locales)}-languages"
        whole = replace(target, locales=locales, variant=f"{target.variant}_{name}")
        found.append((whole, tuple(some)))
    return found


def _fits_beside(made: Made, sheet: PressSheet) -> bool:
    return _fits(made.product.scene, sheet) and not _same(made.product.scene, sheet)


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
        leaves = chosen_leaves(way, scene, notes)
        if len(leaves) < len(leaves_of(scene)):
            scene = chosen(scene, [n for leaf in leaves for n in leaf[1:] if n is not None])
        judged(one, [scene], leaves)
        pictures = way.profile.format == "png"  # each a file of its own, in folders
        for end, ordered in [("", scene)] if pictures else arranged(scene, way.profile.order):
            dressed, lost = marked(ordered, way.marks, _lettering(way, one, base.target))
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
        yield how_to_print(way, base, None)


def _lettering(way: Way, made: Made, target: Target) -> Lettering:
    """Return what marks say, in the document's words."""
    sources = made.sources
    framework = sources.framework
    texts = sources.kit.texts
    about = made.product.scene.metadata

    def apart(text: str) -> str:
        """Return Latin words and figures so that a line to the left does not part them."""
        return f"\u2066{text}\u2069" if about.direction == "rtl" else text

    pause = "\u060c" if sources.locale.script == "Arab" else ","
    words = Words(
        product=f"{about.title}{pause} {apart(made.layout.format.label)}",
        title=" ".join(framework.title.value.split()),
        version=apart(f"v{framework.version}"),
        locale=apart(target.locale),
        credit=framework.credit.short.value,
        page=texts["sheet.page"].value,
        sheet=texts["print.sheet"].value,
        front=texts["print.front"].value,
        back=texts["print.back"].value,
        font=next(iter(made.layout.styles.values())).font,
    )
    setter = Typesetter(sources.fonts, sources.locale, framework.credit.protected)
    spots = way.profile.spots if way.profile.colour == "cmyk" else None
    return Lettering(words, setter, spots)


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
    cards = [card for one in base.made for card in _cards(way, one, base.output.intent, notes)]
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
    lettering = _lettering(way, first, base.target)
    notes += _tight(way, first.layout.format)
    imposed = impose(cards, how, lettering=lettering, metadata=about, known=known)
    notes += imposed.notes
    credit.still_said(
        [(card.scene, number, 1) for card in imposed.cards
         for number in (card.front, card.back) if number is not None],
        imposed.scenes, first.sources.fonts, Span(first.layout.file),
    )  # fmt: skip
    ends = ("-fronts", "-backs") if len(imposed.scenes) == 2 else ("",)
    output = dialog(way, base.output, two_sided=any(card.back is not None for card in cards))
    for end, scene in zip(ends, imposed.scenes, strict=True):
        fed = scene if way.printer is None else upright(scene)
        yield replace(base, scene=fed, end=end, output=output)
    if way.profile.home:
        yield how_to_print(way, base, imposed)


def _tiled(way: Way, base: Work, notes: list[Diagnostic]) -> Iterable[Work]:
    """Yield posters in parts, on so many sheets, each with a plan of the whole."""
    assert way.sheet is not None
    if faults := tuple(_not_in_parts(way, base.target)):
        raise UsageError(faults)
    for one in base.made:
        sources = one.sources
        scene, lost = tiled(
            pressed(way, one, base.output.intent),
            way.sheet,
            OVERLAP if way.asked.overlap is None else way.asked.overlap,
            tile_words(sources.kit),
            Typesetter(sources.fonts, sources.locale, sources.framework.credit.protected),
            way.correct,
        )
        notes += lost
        credit.still_said(
            [(one.product.scene, number, 1) for number in range(len(one.product.scene.pages))],
            [scene], sources.fonts, Span(one.layout.file),
        )  # fmt: skip
        fed = scene if way.printer is None else upright(scene)
        output = dialog(way, base.output, two_sided=False)
        yield replace(base, scene=fed, output=output, limits=None)


def _not_in_parts(way: Way, target: Target) -> Iterable[Diagnostic]:
    """Yield errors for what says nothing of a poster that comes in parts."""
    assert way.sheet is not None
    if way.profile.colour == "cmyk":
        yield Diagnostic(
            "sheet",
            f"{target.name} is larger than {way.sheet.label}, and a press prints it whole",
            hint="leave --on out; --for office makes it in parts",
        )
    if way.sheet.stock is not None:
        yield Diagnostic(
            "sheet",
            f"{target.name} cannot be printed in parts on perforated stock",
            hint="name plain paper, as in --on A4",
        )
    asked = way.asked
    for option, said in (
        ("--sides", asked.sides),
        ("--order", asked.order),
        ("--gutter", asked.gutter is not None),
        ("--copies", asked.copies),
        ("--only", asked.only),
    ):
        if said:
            yield Diagnostic(
                "sheet",
                f"{option} is about cards, and {target.name} comes in parts on {way.sheet.label}",
                hint=f"leave {option} out",
            )


def chosen_leaves(way: Way, scene: Scene, notes: list[Diagnostic]) -> tuple[Leaf, ...]:
    """Return the leaves that are asked for; the one with the whole credit always comes along."""
    leaves = leaves_of(scene)
    if not way.asked.only:
        return leaves
    whole = credit.whole_on(scene)
    wanted = {leaf.id for leaf in leaves if leaf.id in way.asked.only}
    with_credit = [leaf.id for leaf in leaves if whole & {leaf.front, leaf.back}]
    if with_credit and not wanted & set(with_credit):
        wanted.add(with_credit[0])
        notes.append(
            Diagnostic(
                "card",
                f"the card {with_credit[0]!r} comes along: the whole credit stands on it",
                severity=Severity.NOTE,
            )
        )
    return tuple(leaf for leaf in leaves if leaf.id in wanted)


def judged(made: Made, scenes: Sequence[Scene], leaves: Iterable[Leaf]) -> None:
    """Raise PrintkitError unless every credit of these leaves is to be seen in ``scenes``."""
    pages = [n for leaf in leaves for n in (leaf.front, leaf.back) if n is not None]
    before = made.product.scene
    credit.still_said(
        [(before, number, 1) for number in pages], scenes, made.sources.fonts,
        Span(made.layout.file),
    )  # fmt: skip


def _cards(
    way: Way, made: Made, intent: Intent | None, notes: list[Diagnostic]
) -> Iterable[Card]:
    scene = pressed(way, made, intent)
    counts: Mapping[str, int] = dict(way.asked.copies)
    usual = counts.get(made.target.locale, counts.get("", 1))
    for leaf in chosen_leaves(way, scene, notes):
        yield Card(leaf.id, scene, leaf.front, leaf.back, counts.get(leaf.id, usual))
