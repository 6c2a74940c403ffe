"""``printkit calibrate``: the page, then what was read on it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from printkit.cli.params import LOCALE, PRINTER, SHEET, verbose
from printkit.diagnostics import PrintkitError

if TYPE_CHECKING:
    from printkit.build.project import Project
    from printkit.press.readings import Reading


@click.command(short_help="Measure a printer, so that backs land behind their fronts.")
@click.option(
    "--printer",
    type=PRINTER,
    default="",
    metavar="NAME",
    help="Take the readings of the page, and keep them under this name.",
)
@click.option(
    "--readings",
    metavar="TEXT",
    help="What was read, as in 'A=15.3 B=14.8 ...'; asked for one by one otherwise.",
)
@click.option(
    "--sides",
    type=click.Choice(("long", "short")),
    help="The edge the sheet was turned over on; long, if nothing else was said before.",
)
@click.option(
    "--on", "sheet", type=SHEET, default="", metavar="SHEET", help="The sheet; A4 otherwise."
)
@click.option("--locale", type=LOCALE, default="", metavar="TAG", help="Language of the page.")
@click.option(
    "--verify",
    type=PRINTER,
    default="",
    metavar="NAME",
    help="Make the page as this calibrated printer needs it, to see that it now prints true.",
)
@click.option(
    "--corrected",
    is_flag=True,
    help="The readings are of the page of --verify: make what is known of the printer finer.",
)
@click.option(
    "-o",
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="Output folder of the page; out/ in the project otherwise.",
)
@verbose
@click.pass_obj
def calibrate(
    obj: dict[str, Any],
    printer: str,
    readings: str | None,
    sides: str | None,
    sheet: str,
    locale: str,
    verify: str,
    corrected: bool,
    out: Path | None,
) -> None:
    """Make the page by which a printer is calibrated, or take what was read on it.

    Print the page on both sides, read it as it tells, and run this again with --printer NAME.
    `printkit build ... --printer NAME` then makes up for what the printer does.
    """
    obj["makes"] = True
    from printkit.build.project import open_project

    project = open_project(obj.get("folder"))
    if printer:
        if verify or locale or out:
            raise click.UsageError("--verify, --locale and --out are for the page, not --printer")
        _take(project, printer, readings, sides, sheet, corrected)
        return
    if readings is not None or sides or corrected:
        raise click.UsageError("readings need a --printer NAME to be kept under")
    from printkit.build.calibrating import make_page
    from printkit.build.files import shown_path

    file = make_page(project, sheet, locale, Path.cwd() / out if out else None, verify)
    click.echo(shown_path(file))


def _take(
    project: Project,
    printer: str,
    typed: str | None,
    sides: str | None,
    sheet: str,
    corrected: bool,
) -> None:
    """Take readings, say what they come to, and keep it."""
    from printkit.build.calibrating import calibrate as run_calibrate
    from printkit.build.calibrating import keep, require_project
    from printkit.build.files import shown_path
    from printkit.cli import report
    from printkit.press.readings import parse_readings

    require_project(project)
    if typed is None and not sys.stdin.isatty():
        raise click.UsageError("there is nobody to ask: give --readings 'A=15.3 B=14.8 ...'")
    found = parse_readings(typed) if typed is not None else _ask()
    turn: Any = sides
    outcome = run_calibrate(project, printer, found, sheet, turn, corrected)
    file = keep(project, outcome.printer)
    report.tell(outcome.notes)
    for line in outcome.lines:
        click.echo(line)
    click.echo(f"kept as [printer.{printer}] in {shown_path(file)}", err=True)


def _ask() -> tuple[Reading, ...]:
    """Ask for every reading, again where an answer cannot be one."""
    from printkit.press.readings import take
    from printkit.press.verniers import VERNIERS

    click.echo("millimetres, as in 15.3; leave out what you could not read with Enter", err=True)
    values: dict[str, str] = {}
    for one in VERNIERS:
        while True:
            place = "against the light" if one.side == "light" else one.side
            word = click.prompt(f"{one.name} ({place})", default="", show_default=False, err=True)
            try:
                take({one.name: word})
            except PrintkitError as error:
                for item in error.diagnostics:
                    click.echo(f"  {item.message}: {item.hint}", err=True)
                continue
            values[one.name] = word
            break
    return take(values)
