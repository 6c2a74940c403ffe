"""Calibrating a printer: the page, and what its readings come to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from math import ceil
from pathlib import Path
from typing import TYPE_CHECKING, Final

from msgspec import Struct
from msgspec.structs import replace

from printkit.build.outbox import Outbox
from printkit.build.printers import Printer, Turn, printer_named, with_printer
from printkit.build.project import SETTINGS, Project
from printkit.diagnostics import Diagnostic, PrintkitError, Severity, UsageError
from printkit.geometry import Sides
from printkit.press.correction import Correction
from printkit.units import Length, format_mm, mm, to_mm

if TYPE_CHECKING:
    from printkit.build.plan import Sources
    from printkit.layout.load import LayoutLibrary
    from printkit.layout.output import PressSheet
    from printkit.press.calibration import Calibration
    from printkit.press.readings import Reading
    from printkit.scene.model import Scene

SHEET: Final = "A4"
_NAME: Final = re.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*")
_STYLES: Final = "guide"  # the layout whose styles the page is set in


class Outcome(Struct, frozen=True):
    """A printer as its readings show it; ``lines`` say so in plain words."""

    printer: Printer
    calibration: Calibration
    lines: tuple[str, ...]
    notes: tuple[Diagnostic, ...]


def make_page(
    project: Project, on: str = "", tag: str = "", out: Path | None = None, verify: str = ""
) -> Path:
    """Write the calibration page for a sheet, and return its path. Raises PrintkitError.

    ``verify`` names a calibrated printer: the page is then moved as that needs, so that
    readings show whether it helps.
    """
    from printkit.build.plan import read_sources
    from printkit.render.pdf import render_pdf

    printer = printer_named(project.settings.printers, verify) if verify else None
    sources = read_sources(project, (_STYLES,))
    sheet = _sheet(project, sources.layouts, on or (printer.sheet if printer else "") or SHEET)
    sources = _edition(project, sources, tag)
    scene = _page(sources, sheet, printer)
    tag = sources.locale.tag
    end = f"_verify-{verify}" if verify else ""
    with Outbox(out or project.out) as outbox:
        data = render_pdf(scene, sources.fonts, {})
        file = outbox.put(f"{tag}/calibration_on-{sheet.id}{end}_{tag}.pdf", data)
        outbox.commit()
    return file


def _sheet(project: Project, layouts: LayoutLibrary, name: str) -> PressSheet:
    from printkit.layout.output import load_outputs, named

    sheets = load_outputs(project.files, layouts.formats, layouts.themes).sheets
    return named("sheet", name, sheets)


def _edition(project: Project, sources: Sources, tag: str) -> Sources:
    """Return the sources in a language; raises PrintkitError if the page is not translated."""
    from printkit.build.editions import edition
    from printkit.build.translation import refused
    from printkit.press.calibrate import WORDS

    wanted = tag or next((t for t in project.settings.locales if t != "all"), sources.locale.tag)
    found = edition(project, sources, wanted)
    if found.translation is not None:
        keys = {f"kit.{word}" for word in WORDS}
        faults = refused(found.translation, keys, "calibration page")
        if faults:
            raise PrintkitError(faults)
    return found


def _page(sources: Sources, sheet: PressSheet, printer: Printer | None) -> Scene:
    from printkit.press.calibrate import Look, calibration_page
    from printkit.text.compose import Typesetter

    layouts = sources.layouts
    layout = layouts.solve(_STYLES, layouts.default_size(_STYLES), sources.locale, "bw")
    inks = layout.inks
    command = "printkit calibrate --printer " + (
        f"{printer.name} --corrected" if printer else "office"
    )
    return calibration_page(
        {key: text.value for key, text in sources.kit.texts.items()},
        sheet.size,
        Typesetter(sources.fonts, sources.locale),
        Look(
            layout.styles, inks["ink"], inks["paper"], inks["label"], inks["rule"],
            inks["ink-tint"],
        ),
        command=command if sheet.id == SHEET else f"{command} --on {sheet.id}",
        label=f"printkit · {sheet.label} · {sources.locale.tag}"
        + (f" · {printer.name}" if printer else ""),
        correct=(printer.front(sheet.size), printer.back(sheet.size)) if printer else None,
    )  # fmt: skip


# -- what was read -------------------------------------------------------------------------


def calibrate(
    project: Project,
    name: str,
    readings: tuple[Reading, ...],
    on: str = "",
    sides: Turn | None = None,
    corrected: bool = False,
) -> Outcome:
    """Return what readings say of a printer; nothing is written yet.

    ``corrected``: they are of the page that was made to verify it, so that what is known of
    the printer is made finer.

    Raises PrintkitError for readings that make no sense, and without a project to keep it in.
    """
    from printkit.engines import Schemas
    from printkit.layout.load import LayoutLibrary
    from printkit.press.calibration import solve
    from printkit.press.readings import written

    require_project(project)
    if not _NAME.fullmatch(name):
        raise UsageError(
            Diagnostic(
                "printer",
                f"{name!r} cannot be the name of a printer",
                hint="use lower-case letters a-z, digits and hyphens, as in 'office-2'",
            )
        )
    printers = project.settings.printers
    known = printer_named(printers, name) if corrected else printers.get(name, Printer(name))
    # Words that are not finished, or wrong, are no reason to know less of a printer.
    layouts = LayoutLibrary.load(project.files, Schemas(), only=(_STYLES,))
    sheet = _sheet(project, layouts, on or known.sheet or SHEET)
    turn = sides or known.sides
    found = solve(readings, sheet.size, turn)
    printer = replace(
        known,
        sheet=sheet.id,
        sides=turn,
        fronts=_finer(known.fronts, found.front, corrected),
        backs=_finer(known.backs, found.back or Correction(), corrected),
        readings=written(readings),
    )
    notes = (*found.notes, *_margins(printer, sheet), *_unmeasured(found))
    return Outcome(printer, found, tuple(_said(name, found, readings)), notes)


def _finer(known: Correction, found: Correction, corrected: bool) -> Correction:
    """Return what a side needs. What a corrected page still needs comes before what it had."""
    return found.then(known) if corrected else found


def require_project(project: Project) -> None:
    """Raise UsageError without a project: its settings are where printers are kept."""
    if not project.own:
        raise UsageError(
            Diagnostic(
                "project",
                f"there is no {SETTINGS} here to keep a printer in",
                hint="make a project with `printkit init`, or name its folder with --project",
            )
        )


def keep(project: Project, printer: Printer) -> Path:
    """Write a printer into ``printkit.toml``; return its path. Raises PrintkitError."""
    data = with_printer(project.files.read(SETTINGS), printer, project.files.label(SETTINGS))
    with Outbox(project.root) as outbox:
        path = outbox.put(SETTINGS, data)
        outbox.commit()
    return path


def _said(name: str, found: Calibration, readings: tuple[Reading, ...]) -> Iterator[str]:
    """Yield what was found, and how sure it is."""
    from printkit.press.calibration import rounded_up

    yield f"front: {described(found.front.inverse())}"
    if found.back is not None:
        yield f"back: {described(found.back.inverse())}"
    expected = f"with --printer {name}, expect each side within {rounded_up(found.expected):g} mm"
    if found.together is not None:
        expected += f", and the back within {rounded_up(found.together):g} mm of its front"
    yield f"{expected}, out to the corners"
    if any(one.step > 0.1 for one in readings):
        yield "tenths of a millimetre, read as step 3 of the page shows, would give 0.2 mm"


def described(done: Correction) -> str:
    """Say in plain words what a printer does to a side."""
    x, y = round(to_mm(done.x), 2), round(to_mm(done.y), 2)
    angle, percent = round(done.angle, 2), round((done.scale - 1) * 100, 2)
    parts = [
        f"{abs(x):g} mm too far {'right' if x > 0 else 'left'}" if x else "",
        f"{abs(y):g} mm too {'low' if y > 0 else 'high'}" if y else "",
        f"turned {abs(angle):g} degrees {'' if angle > 0 else 'anti'}clockwise" if angle else "",
        f"{abs(percent):g} % too {'large' if percent > 0 else 'small'}" if percent else "",
    ]
    return ", ".join(filter(None, parts)) or "in its place"


def _margins(printer: Printer, sheet: PressSheet) -> Iterator[Diagnostic]:
    """Yield a warning where a correction pushes what stands at a margin off the print."""
    needed = printer.clear(sheet.size)
    short = [
        f"{format_mm(_tenths(getattr(needed, edge)))} at the {edge}"
        for edge in ("top", "right", "bottom", "left")
        if getattr(needed, edge) > getattr(sheet.margin, edge)
    ]
    if short and sheet.margin != Sides():
        yield Diagnostic(
            "calibration",
            f"{printer.name} is so far off that nothing can be printed within {', '.join(short)}; "
            f"{sheet.id} sheets keep {format_mm(_least(sheet.margin))} clear",
            hint="straighten the paper guides of the tray and calibrate again; or take a sheet "
            "with a wider margin",
            severity=Severity.WARNING,
        )


def _tenths(length: Length) -> Length:
    return ceil(length / mm(0.1)) * mm(0.1)


def _least(margin: Sides) -> Length:
    return min(margin.top, margin.right, margin.bottom, margin.left)


def _unmeasured(found: Calibration) -> Iterator[Diagnostic]:
    if found.back is None:
        yield Diagnostic(
            "calibration",
            "the back was not measured, and is printed as it is",
            hint="give E to H, J to M, or all of them",
            severity=Severity.NOTE,
        )
