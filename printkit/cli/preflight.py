"""``printkit preflight``: whether a press can print a PDF as it is."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from printkit.cli.params import PROFILE, SIZE, verbose
from printkit.diagnostics import ExitCode, Severity

if TYPE_CHECKING:
    from printkit.build.preflight import Judged
    from printkit.press.preflight import Finding


@click.command(short_help="Say whether a press can print a PDF as it is.")
@click.argument(
    "files",
    nargs=-1,
    required=True,
    type=click.Path(path_type=Path),
    metavar="FILE...",
)
@click.option(
    "--for",
    "profile",
    type=PROFILE,
    default="",
    metavar="PROFILE",
    help="Whose wishes it is judged by; those of 'press' otherwise.",
)
@click.option(
    "--size",
    type=SIZE,
    default="",
    metavar="NAME",
    help="The finished size that is ordered, as in A3, poker or 63x88mm.",
)
@click.option(
    "--icc",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="PATH",
    help="The CMYK profile of the press, where build was given one with --icc.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(("text", "json")),
    default="text",
    show_default=True,
    help="How findings are written.",
)
@click.option(
    "--picture",
    "pictures",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="Write a picture of every page with findings, the places marked, into DIR.",
)
@verbose
@click.pass_obj
def preflight(
    obj: dict[str, Any],
    files: tuple[Path, ...],
    profile: str,
    size: str,
    icc: Path | None,
    form: str,
    pictures: Path | None,
) -> None:
    """Judge FILEs, of printkit or of any other program, as a press would.

    Every finding says where on the page, what was measured, and what to do. Warnings do not
    stop a file, errors do.
    """
    obj["json"] = form == "json"
    from printkit.build.files import shown_path
    from printkit.build.preflight import preflight_files
    from printkit.build.project import open_project
    from printkit.cli import report

    folder = Path.cwd() / pictures if pictures is not None else None
    paths = [Path.cwd() / file for file in files]
    limits, judged = preflight_files(
        open_project(obj.get("folder")),
        paths,
        profile,
        size,
        folder,
        Path.cwd() / icc if icc is not None else None,
    )
    good = all(one.good for one in judged)
    if form == "json":
        click.echo(
            report.document(
                ok=good, profile=limits.label, files=[_as_json(one, shown_path) for one in judged]
            )
        )
    else:
        colour = report.coloured(sys.stdout)
        if not profile:
            click.echo(f"judged for {limits.label!r}; --for names another profile", err=True)
        for one in judged:
            _tell(one, colour, limits.printed)
        for one in judged:
            for path in one.pictures:
                click.echo(shown_path(path))
    sys.exit(ExitCode.OK if good else ExitCode.PROBLEMS)


_INKS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.NOTE: "cyan"}


def _tell(judged: Judged, colour: bool, printed: bool) -> None:
    for one in judged.findings:
        what = click.style(f"{one.severity.value}[{one.code}]", fg=_INKS[one.severity], bold=True)
        click.echo(f"{judged.file}: {what}: {one.message}", color=colour)
        if where := _where(one):
            click.echo(f"  {where}", color=colour)
        click.echo(f"  hint: {one.hint}", color=colour)
    counts = {level: sum(one.severity is level for one in judged.findings) for level in Severity}
    said = ", ".join(
        f"{count} {level.value}{'' if count == 1 else 's'}"
        for level, count in counts.items()
        if count
    )
    verdict = "good" if judged.good else f"not fit {'to print' if printed else 'for the screen'}"
    click.echo(f"{judged.file}: {verdict}{f', {said}' if said else ''}", err=True)


def _where(finding: Finding) -> str:
    """Return the places in words: "page 3 at 12.0, 40.5 mm, 30 x 4 mm; and 12 more places"."""
    from printkit.press.preflight import PLACES
    from printkit.units import to_mm

    places = []
    for place in finding.places[:PLACES]:
        box = place.box
        size = f", {to_mm(box.width):.1f} x {to_mm(box.height):.1f} mm" if box else ""
        places.append(f"{place}{size}")
    more = finding.count - len(places)
    if places and more > 0:
        pages = len({place.page for place in finding.places})
        on = f", on {pages} pages in all" if pages > 1 else ""
        places.append(f"and {more} more place{'' if more == 1 else 's'}{on}")
    return "; ".join(places)


def _as_json(judged: Judged, shown: Any) -> dict[str, Any]:
    from printkit.units import to_mm

    def findings(one: Finding) -> dict[str, Any]:
        return {
            "code": one.code,
            "severity": one.severity.value,
            "message": one.message,
            "hint": one.hint,
            "count": one.count,
            "places": [
                {
                    "page": place.page,
                    **(
                        {
                            key: round(to_mm(getattr(place.box, key)), 2)
                            for key in ("x", "y", "width", "height")
                        }
                        if place.box
                        else {}
                    ),
                }
                for place in one.places
            ],
        }

    return {
        "file": judged.file,
        "ok": judged.good,
        "findings": [findings(one) for one in judged.findings],
        "pictures": [shown(path) for path in judged.pictures],
    }
