"""What ``--for``, ``--on`` and their like come to: names looked up, contradictions told."""

from __future__ import annotations

import hashlib
import shlex
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, cast

from msgspec import Struct
from msgspec.structs import replace

from printkit.build.files import reason
from printkit.build.plan import Delivery, Gathering, Request, Target
from printkit.build.printers import Printer, printer_named
from printkit.build.project import THEME, Project
from printkit.diagnostics import (
    Diagnostic,
    PrintkitError,
    ReadWriteError,
    Severity,
    Span,
    UsageError,
)
from printkit.geometry import IDENTITY, Sides, Size, Transform
from printkit.layout.load import LayoutLibrary
from printkit.layout.model import Format
from printkit.layout.output import (
    MARKS,
    Condition,
    Flip,
    Mark,
    Outputs,
    PressSheet,
    Profile,
    load_outputs,
    named,
)
from printkit.units import Length, mm

if TYPE_CHECKING:
    from printkit.press.preflight import Finding

HOME = "office"
"""The profile of a sheet for which nobody names one."""

SCREEN = "screen"


class Way(Struct, frozen=True):
    """How products leave the house, every name looked up."""

    asked: Delivery
    profile: Profile
    condition: Condition | None
    sheet: PressSheet | None
    sides: Flip
    marks: tuple[Mark, ...]
    printer: Printer | None = None

    def bleed(self, format: Format) -> Length:
        """Return what is printed beyond the trim of a size, on each side."""
        return self.wanted_bleed(format) if self.asked.bleed is None else self.asked.bleed

    def wanted_bleed(self, format: Format) -> Length:
        """Return what the printer wants beyond the trim of a size, whatever was asked for."""
        own = self.profile.rule(format.id).bleed
        return next(
            length for length in (own, self.profile.bleed, format.bleed) if length is not None
        )

    def correct(self, sheet: Size) -> tuple[Transform, Transform]:
        """Return what undoes what the printer does to fronts and to backs of a sheet as it lies."""
        if self.printer is None:
            return IDENTITY, IDENTITY
        return self.printer.front(sheet), self.printer.back(sheet, self.sides)

    def safe(self, format: Format) -> Length:
        """Return how far inside the trim of a size nothing that matters may stand."""
        own = self.profile.rule(format.id).safe
        return next(
            length for length in (own, self.profile.safe, format.safe) if length is not None
        )

    def gutter(self, format: Format) -> Length:
        """Return the room between cards on a sheet: none where they have no bleed."""
        if self.asked.gutter is not None:
            return self.asked.gutter
        return 2 * self.bleed(format)

    @property
    def words(self) -> tuple[str, ...]:
        """What file names say beside the profile: files that differ never share a name."""
        asked = self.asked
        parts = []
        if self.sheet is not None:
            sides = "" if self.sides == "long" else f"-{self.sides}"
            parts.append(f"on-{self.sheet.id}{sides}")
        for name, length in (
            ("bleed", asked.bleed),
            ("gutter", asked.gutter),
            ("overlap", asked.overlap),
        ):
            if length is not None:
                parts.append(f"{name}-{_compact(length)}")
        if asked.order == "sheet":
            parts.append("by-sheet")
        if asked.marks is not None:
            parts.append("marks" if asked.marks else "no-marks")
        if asked.only or asked.copies:
            which = repr((sorted(asked.only), sorted(asked.copies))).encode()
            parts.append(f"selection-{hashlib.sha256(which).hexdigest()[:6]}")
        if asked.icc:
            parts.append(f"icc-{Path(asked.icc).stem}")
        if asked.printer:
            parts.append(f"printer-{asked.printer}")
        return tuple(parts)

    @property
    def variant(self) -> str:
        """What file names say of it: "_press_on-SRA3"."""
        return "".join(f"_{part}" for part in (self.profile.id, *self.words))

    @property
    def options(self) -> str:
        """What to type to have it again."""
        asked = self.asked
        words = ["--for", self.profile.id]
        for name, value in (
            ("on", asked.on),
            ("sides", asked.sides),
            ("order", asked.order),
            ("printer", asked.printer),
            ("icc", asked.icc),
        ):
            words += [f"--{name}", value] if value else []
        for name, length in (
            ("bleed", asked.bleed),
            ("gutter", asked.gutter),
            ("overlap", asked.overlap),
        ):
            if length is not None:
                words += [f"--{name}", _compact(length)]
        for card in asked.only:
            words += ["--only", card]
        for name, count in asked.copies:
            words += ["--copies", f"{name}={count}" if name else str(count)]
        if asked.marks is not None:
            words.append("--marks" if asked.marks else "--no-marks")
        words += ["--together"] * asked.together
        return shlex.join(words)


def _compact(length: Length) -> str:
    """Return a length as it is typed, exactly: "3.175mm"."""
    return f"{length / mm(1):.4f}".rstrip("0").rstrip(".") + "mm"


def outputs_of(project: Project, layouts: LayoutLibrary) -> Outputs:
    """Return the profiles and sheets of a project; raises PrintkitError for faults in them."""
    return load_outputs(project.files, layouts.formats, layouts.themes)


def find_way(project: Project, layouts: LayoutLibrary, asked: Delivery) -> Way | None:
    """Return what a delivery comes to, None where none was asked for.

    Raises UsageError with every name nobody knows, and what does not go together.
    """
    if asked in (Delivery(), Delivery(profile=SCREEN)):
        return None
    outputs = outputs_of(project, layouts)
    faults: list[Diagnostic] = []
    names = Gathering()
    printer: Printer | None = None
    if asked.printer:
        printers = project.settings.printers
        printer = names.attempt(lambda: printer_named(printers, asked.printer))
    word = asked.profile or (HOME if asked.on or asked.printer else SCREEN)
    profile = names.attempt(lambda: named("profile", word, outputs.profiles))
    words = (asked.on, profile.sheet if profile else "", printer.sheet if printer else "")
    on = next(filter(None, words), "")
    sheet = names.attempt(lambda: named("sheet", on, outputs.sheets)) if on else None
    names.settle()
    assert profile is not None, "a profile that is not there is told"
    sides = cast("Flip", asked.sides or (printer.sides if printer else "") or profile.sides)
    one_sided = not profile.duplex or (printer is not None and not printer.duplex)
    if one_sided and sides in ("long", "short"):
        if asked.sides:
            name = f"the printer {asked.printer!r}" if profile.duplex else profile.label
            faults.append(
                Diagnostic(
                    "duplex",
                    f"{name} prints on one side only, so it cannot turn the sheet over",
                    hint="--sides fold has both faces on one side, folded over; "
                    "--sides separate has the backs in a file of their own, to feed again",
                )
            )
        sides = "fold"
    faults += _pointless(asked, profile, sheet)
    if faults:
        raise UsageError(faults)
    if asked.marks is None:
        marks = profile.sheet_marks if sheet else profile.marks
    else:
        marks = (profile.sheet_marks if sheet else profile.marks) or cast(
            "tuple[Mark, ...]", MARKS
        )
        marks = marks if asked.marks else ()
    condition = outputs.conditions.get(profile.condition)
    if asked.icc and condition is not None:
        condition = replace(condition, icc=asked.icc, identifier="", label="", registry="")
    if sheet is not None and printer is not None:
        sheet = _kept_clear(sheet, printer, sides)
    return Way(asked, profile, condition, sheet, sides, marks, printer)


def _kept_clear(sheet: PressSheet, printer: Printer, sides: Flip) -> PressSheet:
    """Return a sheet whose margins are wide enough for what a printer's calibration moves."""
    wanted, own = printer.clear(sheet.size, sides), sheet.margin
    margin = Sides(
        max(own.top, wanted.top),
        max(own.right, wanted.right),
        max(own.bottom, wanted.bottom),
        max(own.left, wanted.left),
    )
    return sheet if sheet.stock is not None else replace(sheet, margin=margin)


def _pointless(
    asked: Delivery, profile: Profile, sheet: PressSheet | None
) -> Iterable[Diagnostic]:
    """Yield errors for options that say nothing as things are."""
    if asked.hand_off and (profile.home or profile.id == SCREEN):
        yield Diagnostic(
            "profile",
            f"--hand-off is for a printer, and {profile.id} is none",
            hint="say for whom it is made, as in `--for press`",
        )
    if asked.printer and sheet is None:
        yield Diagnostic(
            "printer",
            f"the printer {asked.printer!r} does not say which sheet it prints on",
            hint="add --on, or `sheet` to its table in printkit.toml",
        )
    if sheet is not None and profile.format == "png":
        yield Diagnostic(
            "profile",
            f"{profile.label} takes pictures of single cards, not sheets",
            hint="leave --on out",
        )
    if asked.icc and not profile.condition:
        yield Diagnostic(
            "profile",
            f"--icc is about a press, and {profile.id} is none",
            hint="say for whom it is made, as in `--for press`",
        )
    for option, said in (("--quantity", bool(asked.quantity)), ("--stock", bool(asked.stock))):
        if said and not asked.hand_off:
            yield Diagnostic(
                "profile",
                f"{option} is for the specification in the zip, and none is made",
                hint="add --hand-off",
            )
    if asked.bleed is not None and profile.format == "png" and profile.sizes:
        yield Diagnostic(
            "profile", f"{profile.label} wants so many pixels, so its bleed is settled",
            hint="leave --bleed out",
        )  # fmt: skip
    if asked.marks and profile.format == "png":
        yield Diagnostic(
            "profile", f"{profile.label} takes cards without marks", hint="leave --marks out"
        )
    if sheet is not None:
        return
    for option, value in (
        ("--sides", asked.sides),
        ("--order", asked.order),
        ("--gutter", asked.gutter),
        ("--overlap", asked.overlap),
        ("--copies", asked.copies),
        ("--together", asked.together),
    ):
        if value:
            yield Diagnostic(
                "sheet",
                f"{option} is about cards on a sheet, and there is none",
                hint="say which with --on, as in `--on A4`",
            )


def fitted(
    way: Way, request: Request, targets: Iterable[Target], layouts: LayoutLibrary
) -> tuple[Target, ...]:
    """Return targets as they are to be delivered; raises UsageError for sizes nobody takes."""
    faults: list[Diagnostic] = []
    found: list[Target] = []
    profile = way.profile
    for target in targets:
        if profile.sizes and target.size not in profile.sizes:
            comes = [size for size in profile.sizes if size in layouts.sizes(target.product)]
            hint = f"add --size {comes[0]}" if comes else "name another product"
            takes = ", ".join(profile.sizes)
            faults.append(
                Diagnostic(
                    "size",
                    f"{profile.label} takes {takes}, and no {target.product} of {target.size}",
                    hint=hint,
                )
            )
            continue
        found.append(
            replace(
                target,
                bleed=way.bleed(layouts.formats[target.size]),
                variant=way.variant,
                options=way.options,
                formats=(profile.format,),
            )
        )
    wrong = [kind for kind in request.formats if kind != profile.format]
    if wrong:
        faults.append(
            Diagnostic(
                "format",
                f"--format {wrong[0]} does not go with {way.options}:"
                f" it is delivered as {profile.format.upper()}",
                hint="leave --format out",
            )
        )
    if faults:
        raise UsageError(dict.fromkeys(faults))
    return tuple(found)


def theme_of(way: Way | None, request: Request, project: Project) -> str:
    """Return the theme: the one named, the project's where it is not the usual, the profile's."""
    if request.theme or way is None or project.settings.theme != THEME:
        return request.theme
    return way.profile.theme


def told(way: Way) -> Iterable[Diagnostic]:
    """Yield notes of what was settled without being said, and of what a service wants known."""
    if way.profile.id == HOME and not way.asked.profile and way.printer is None:
        theme = f", in the theme {way.profile.theme}" if way.profile.theme else ""
        yield Diagnostic(
            "profile",
            f"made for an office printer{theme}: no printer was named",
            hint="--for says who prints it, --theme colour has all the ink",
            severity=Severity.NOTE,
        )
    if way.profile.about:
        yield Diagnostic("profile", way.profile.about, severity=Severity.NOTE)


def doubtful(found: Sequence[Finding]) -> Diagnostic:
    """Return a note of what preflight warns of in a file that was delivered."""
    first = found[0].diagnostic()
    more = f"; and {len(found) - 1} more" if len(found) > 1 else ""
    return Diagnostic(
        "preflight",
        f"preflight found no error, but: {first.message}{more}",
        first.span,
        hint="`printkit preflight FILE --picture DIR` shows them all, with their places",
        severity=Severity.NOTE,
    )


def condition_bytes(project: Project, way: Way) -> bytes:
    """Return the ICC profile of the printing condition; raises PrintkitError if it is not there."""
    assert way.condition is not None
    if way.asked.icc:
        try:
            return Path(way.asked.icc).read_bytes()
        except OSError as error:
            raise ReadWriteError(
                Diagnostic(
                    "read",
                    f"the ICC profile cannot be read: {reason(error)}",
                    Span(way.asked.icc),
                    hint="--icc needs the path of a file",
                )
            ) from None
    path = f"layouts/{way.condition.icc}"
    hint = f"look at `icc` of [condition.{way.condition.id}]"
    try:
        return project.files.read(path)
    except FileNotFoundError:
        place = Span(project.files.label("layouts/profiles.toml"))
        fault = Diagnostic("no-file", f"there is no ICC profile {path}", place, hint=hint)
        raise ReadWriteError(fault) from None
    except PrintkitError as error:
        raise PrintkitError(replace(item, hint=hint) for item in error.diagnostics) from None
