"""The command line: commands parse, call one function of ``build``, and report.

Results go to standard output, talk to standard error. Everything heavy is imported by
the command that needs it, so that help and completion stay quick.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from printkit import __version__
from printkit.cli.calibrate import calibrate
from printkit.cli.packs import init, pack
from printkit.cli.params import (
    LOCALE,
    PRODUCT,
    THEME,
    adapting,
    choosing,
    delivering,
    delivery,
    verbose,
)
from printkit.cli.preflight import preflight
from printkit.cli.press import impose
from printkit.cli.translate import translate
from printkit.diagnostics import ExitCode, PrintkitError

if TYPE_CHECKING:
    from printkit.build.plan import Request
    from printkit.build.project import Project

REPORT_TO = "please report it with this message and, from -v, the traceback"


@click.group(
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Exit codes: 0 good, 1 problems found, 2 usage, 3 something to install, "
    "4 cannot read or write, 70 our fault, 130 interrupted.",
)
@click.version_option(__version__, message="printkit %(version)s")
@click.option(
    "--project",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    envvar="PRINTKIT_PROJECT",
    metavar="DIR",
    help="The project's folder; otherwise the nearest one with a printkit.toml.",
)
@verbose
@click.pass_context
def cli(ctx: click.Context, folder: Path | None) -> None:
    """Make posters, sheets and card decks from content files and layout files."""
    ctx.ensure_object(dict)["folder"] = folder


@cli.command(short_help="Make products as PDF and SVG, for screens, printers and presses.")
@choosing
@delivering
@click.option(
    "--format",
    "formats",
    type=click.Choice(("pdf", "svg")),
    multiple=True,
    help="File format; again for more than one.",
)
@click.option(
    "-o",
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="Output folder; out/ in the project otherwise.",
)
@click.option("--json", "as_json", is_flag=True, help="Report as one JSON document.")
@verbose
@click.pass_obj
def build(
    obj: dict[str, Any],
    /,
    products: tuple[str, ...],
    sizes: tuple[str, ...],
    theme: str,
    locales: tuple[str, ...],
    draft: bool,
    strict: bool,
    adaptation: str,
    formats: tuple[str, ...],
    out: Path | None,
    as_json: bool,
    **how: Any,
) -> None:
    """Make PRODUCTS, or all that printkit.toml lists, as PDF and SVG.

    With --for or --on, as a PDF for a printer: with bleed, in its colours, cards on sheets with
    their backs behind them, a poster in parts.

    Prints the path of every file made. When anything is wrong, no file is changed.
    """
    obj["json"], obj["makes"] = as_json, True
    from msgspec.structs import replace

    from printkit.build.files import shown_path
    from printkit.build.run import run
    from printkit.cli import report
    from printkit.cli.progress import progress

    request = _request(products, sizes, theme, locales, formats, draft, strict, adaptation)
    request = replace(request, delivery=delivery(how))
    with progress() as show_progress:
        done = run(_project(obj), request, _absolute(out), show_progress)
    files = [shown_path(path) for path in done.files]
    if as_json:
        manifest = shown_path(done.manifest) if done.manifest else ""
        notes = [report.as_json(item) for item in done.notes]
        click.echo(report.document(ok=True, files=files, manifest=manifest, diagnostics=notes))
        return
    report.tell(done.notes)
    for file in files:
        click.echo(file)
    click.echo(report.made(done.files), err=True)


@cli.command(short_help="Judge content, layouts and fonts, and whether texts fit.")
@choosing
@click.option(
    "--format",
    "form",
    type=click.Choice(("text", "json", "github")),
    default="text",
    show_default=True,
    help="How findings are written.",
)
@verbose
@click.pass_obj
def check(
    obj: dict[str, Any],
    products: tuple[str, ...],
    sizes: tuple[str, ...],
    theme: str,
    locales: tuple[str, ...],
    draft: bool,
    strict: bool,
    adaptation: str,
    form: str,
) -> None:
    """Judge content, layouts and fonts, and whether every text fits. Makes no file."""
    from printkit.build.run import check as run_check
    from printkit.cli import report
    from printkit.cli.progress import progress

    code = ExitCode.OK
    try:
        with progress() as show_progress:
            request = _request(products, sizes, theme, locales, (), draft, strict, adaptation)
            findings = run_check(_project(obj), request, show_progress)
    except PrintkitError as error:
        findings, code = error.diagnostics, error.exit_code
    if form == "json":
        click.echo(
            report.document(ok=code == 0, diagnostics=[report.as_json(f) for f in findings])
        )
    elif form == "github":
        for line in report.github(findings):
            click.echo(line)
    else:
        report.tell(findings, sys.stdout)
        _count(len(findings), code)
    sys.exit(code)


@cli.command(short_help="Print the scene of a product as text.")
@click.argument("target", type=PRODUCT)
@click.option("--theme", type=THEME, default="", metavar="NAME", help="Theme of colours.")
@click.option("--locale", type=LOCALE, default="", metavar="TAG", help="Language.")
@adapting
@verbose
@click.pass_obj
def show(obj: dict[str, Any], target: str, theme: str, locale: str, adaptation: str) -> None:
    """Print the scene of TARGET as text: a product, or a product at a size (poster-A3)."""
    from printkit.build.run import show as run_show

    click.echo(run_show(_project(obj), target, theme, locale, adaptation), nl=False)


@cli.command(short_help="Make products with frames, names and a grid drawn over.")
@choosing
@click.option(
    "--format",
    "formats",
    type=click.Choice(("png", "pdf")),
    multiple=True,
    default=("png",),
    show_default=True,
    help="File format; again for more than one.",
)
@click.option(
    "--dpi",
    type=click.IntRange(18, 600),
    default=72,
    show_default=True,
    help="Pixels per inch of a PNG.",
)
@click.option(
    "-o",
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="Output folder; out/ in the project otherwise.",
)
@verbose
@click.pass_obj
def proof(
    obj: dict[str, Any],
    products: tuple[str, ...],
    sizes: tuple[str, ...],
    theme: str,
    locales: tuple[str, ...],
    draft: bool,
    strict: bool,
    adaptation: str,
    formats: tuple[str, ...],
    dpi: int,
    out: Path | None,
) -> None:
    """Make PRODUCTS with frames, their names and a grid drawn over the pages."""
    from printkit.build.files import shown_path
    from printkit.build.proof import proofs
    from printkit.cli import report
    from printkit.cli.progress import progress

    request = _request(products, sizes, theme, locales, formats, draft, strict, adaptation)
    with progress() as show_progress:
        done = proofs(_project(obj), request, _absolute(out), dpi, show_progress)
    report.tell(done.notes)
    for path in done.files:
        click.echo(shown_path(path))


@cli.command(short_help="Write the JSON Schema of content files.")
@click.argument(
    "kind",
    type=click.Choice(("framework", "kit", "adaptation")),
    default="framework",
    required=False,
)
@click.option(
    "-o",
    "--out",
    type=click.Path(path_type=Path),
    metavar="PATH",
    help="A file for this schema, or a folder for all of them.",
)
@verbose
def schema(kind: str, out: Path | None) -> None:
    """Write the JSON Schema of content files, which editors use to help and check."""
    from printkit.build.files import shown_path
    from printkit.build.schemas import schema_text, write_schemas

    if out is None:
        click.echo(schema_text(kind), nl=False)
        return
    for path in write_schemas(kind, out.resolve()):
        click.echo(shown_path(path))


@cli.command(short_help="Say what is installed and what is missing.")
@click.option("--json", "as_json", is_flag=True, help="Report as one JSON document.")
@verbose
@click.pass_obj
def doctor(obj: dict[str, Any], as_json: bool) -> None:
    """Say what is installed, which scripts have fonts, and what is missing."""
    obj["json"] = as_json
    from printkit.build.doctor import examine
    from printkit.cli import report

    found = examine(obj.get("folder"))
    if as_json:
        click.echo(report.document(ok=found.good, **found.facts()))
    else:
        for line in found.lines():
            click.echo(line)
    report.tell(found.problems)
    sys.exit(ExitCode.OK if found.good else ExitCode.MISSING)


cli.add_command(calibrate)
cli.add_command(translate)
cli.add_command(impose)
cli.add_command(init)
cli.add_command(pack)
cli.add_command(preflight)


def _project(obj: dict[str, Any]) -> Project:
    from printkit.build.project import open_project

    return open_project(obj.get("folder"))


def _request(
    products: Sequence[str],
    sizes: Sequence[str],
    theme: str,
    locales: Sequence[str],
    formats: Sequence[str] = (),
    draft: bool = False,
    strict: bool = False,
    adaptation: str = "",
) -> Request:
    from printkit.build.plan import Request

    chosen = tuple(products), tuple(sizes), tuple(formats)
    return Request(*chosen, theme, tuple(locales), draft, strict, adaptation)


def _absolute(path: Path | None) -> Path | None:
    return None if path is None else Path.cwd() / path


def _count(findings: int, code: ExitCode) -> None:
    if code == ExitCode.OK:
        click.echo("no problems" if not findings else f"no problems, {findings} to note", err=True)
    else:
        click.echo(f"{findings} problem{'' if findings == 1 else 's'} found", err=True)


# -- from exceptions to exit codes ---------------------------------------------------------


def main(argv: Sequence[str] | None = None) -> None:
    """Run the command line and leave the process with its exit code."""
    # A run is short and makes few cycles; looking for them takes a tenth of a cold start.
    gc.set_threshold(100_000)
    code = _main(argv)
    # Nor is anything won by freeing every font and scene once more before the process ends,
    # which takes Python 50 ms after a poster: what is frozen is left to the system.
    gc.freeze()
    sys.exit(code)


def _main(argv: Sequence[str] | None) -> int:
    obj: dict[str, Any] = {}
    try:
        code = cli.main(argv, prog_name="printkit", standalone_mode=False, obj=obj)
        sys.stdout.flush()
        return code if isinstance(code, int) else ExitCode.OK
    except PrintkitError as error:
        return _told(error, obj)
    except click.ClickException as error:
        error.show()
        return ExitCode.USAGE
    except (KeyboardInterrupt, click.Abort):
        click.echo("interrupted", err=True)
        return ExitCode.INTERRUPTED
    except SystemExit as error:
        return error.code if isinstance(error.code, int) else ExitCode.OK
    except BrokenPipeError:  # `printkit build | head`: whoever read has heard enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return ExitCode.IO
    except Exception as error:
        return _our_fault(error, obj)


def _told(error: PrintkitError, obj: dict[str, Any]) -> int:
    from printkit.cli import report

    if obj.get("json"):
        found = [report.as_json(item) for item in error.diagnostics]
        click.echo(report.document(ok=False, files=[], diagnostics=found))
    else:
        report.tell(error.diagnostics)
        if obj.get("makes"):
            click.echo("nothing was changed", err=True)
    return error.exit_code


def _our_fault(error: Exception, obj: dict[str, Any]) -> int:
    if obj.get("verbose"):
        import traceback

        traceback.print_exc()
    kind = type(error).__name__
    said = str(error).splitlines()
    click.echo(
        f"error[internal]: printkit {__version__} failed, which is our fault, not yours: "
        f"{kind}{': ' + said[0] if said else ''}",
        err=True,
    )
    click.echo(f"  hint: {REPORT_TO}", err=True)
    return ExitCode.INTERNAL
