"""``printkit impose``: cards of anybody's PDF on sheets of paper."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from printkit.cli.params import delivery, imposing, verbose


@click.command(short_help="Lay single cards of any PDF on sheets, backs behind fronts.")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option(
    "--backs",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="A second PDF with the backs: one page for all, or one for each front.",
)
@click.option(
    "--pages",
    type=click.Choice(("front-back", "back-front", "fronts-then-backs", "fronts")),
    default=None,
    help="How FILE's pages are cards; front-back otherwise, and fronts with --backs.",
)
@imposing
@click.option(
    "-o",
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="Folder for the result; the current one otherwise.",
)
@verbose
@click.pass_obj
def impose(
    obj: dict[str, Any],
    /,
    file: Path,
    backs: Path | None,
    pages: Any,
    out: Path | None,
    **how: Any,
) -> None:
    """Lay the pages of FILE, a PDF of single cards, on sheets of paper.

    Every page is one face of a card, all of one size: its trim box, or else the whole page.
    Vectors, fonts and colours stay as they are. Cards are called by their numbers: --only 3,
    --copies 3=2.
    """
    obj["makes"] = True
    from printkit.build.files import shown_path
    from printkit.build.foreign import Foreign, impose_files
    from printkit.build.project import open_project
    from printkit.cli import report

    what = Foreign(file, pages or ("fronts" if backs else "front-back"), backs)
    folder = Path.cwd() / out if out else Path.cwd()
    done = impose_files(open_project(obj.get("folder")), what, delivery(how), folder)
    report.tell(done.notes)
    for path in done.files:
        click.echo(shown_path(path))
