"""``printkit init`` and ``printkit pack``: projects begun from packs, and packs made of them."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from printkit.cli.params import LOCALE, verbose
from printkit.diagnostics import Diagnostic, ExitCode, PrintkitError, UsageError

if TYPE_CHECKING:
    from printkit.build.pack import Pack
    from printkit.build.starter import Beginning
    from printkit.content.model import By


@click.command(short_help="Begin a project, from a pack or with the sample content.")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path), default=".")
@click.option(
    "--from",
    "source",
    metavar="PACK",
    help="A folder or zip made by `printkit pack`; the sample otherwise. In a project: bring "
    "it up to a newer pack.",
)
@click.option("--locale", type=LOCALE, default="", metavar="TAG", help="Language to translate to.")
@click.option("--name", default="", metavar="NAME", help="Who adapts it, for the credit.")
@click.option("--place", default="", metavar="PLACE", help="Where, for the credit.")
@click.option("--yes", is_flag=True, help="Agree to the credit and permission without being asked.")
@verbose
@click.pass_obj
def init(
    obj: dict[str, Any],
    folder: Path,
    source: str | None,
    locale: str,
    name: str,
    place: str,
    yes: bool,
) -> None:
    """Begin a project in FOLDER (here, if none is named): its words, and what it is made from.

    With a name and a place, an adaptation is begun in which you write what is different; with
    a locale, the file for its translation. In a folder that has a project, --from brings it
    up to a newer pack and keeps what you changed.
    """
    obj["makes"] = True
    from printkit.build.pack import read_pack
    from printkit.build.project import SETTINGS
    from printkit.build.starter import begin, make
    from printkit.locales.tags import canonical

    tag = canonical(locale) if locale else ""
    by = _by(name, place)
    pack = read_pack(source) if source is not None else None
    if pack is not None and Path(source or "").resolve() == folder.resolve():
        raise UsageError(Diagnostic("pack", "the pack and the project are the same folder"))
    if pack is not None and (folder / SETTINGS).is_file():
        if by or tag:
            raise click.UsageError("a project is there already: --from brings it up to date alone")
        _bring(folder, pack, yes)
        return
    beginning = begin(folder, pack, by, tag)
    click.echo(beginning.terms(), err=True)
    if pack is not None or by or tag:
        _agree(yes, "begin the project under these terms?")
    _list(make(beginning))
    _next(folder, tag, name, beginning)


def _by(name: str, place: str) -> By | None:
    from printkit.build.starter import this_year
    from printkit.content.model import By

    words = []
    for option, text in (("--name", name), ("--place", place)):
        said = " ".join(text.split())
        if len(said) > 120 or not said.isprintable():
            raise click.BadParameter("needs a short text on one line", param_hint=option)
        words.append(said)
    if bool(words[0]) != bool(words[1]):
        raise click.UsageError("--name and --place go together: the credit says both")
    return By(words[0], words[1], this_year()) if words[0] else None


def _agree(yes: bool, question: str) -> None:
    """Ask; leave the process where the answer is no, and refuse where nobody can answer."""
    if yes:
        return
    if not sys.stdin.isatty():
        raise UsageError(
            Diagnostic(
                "terms",
                "there is nobody to ask whether these terms are agreed to",
                hint="read them, and say --yes",
            )
        )
    if not click.confirm(question, err=True):
        click.echo("nothing was changed", err=True)
        sys.exit(ExitCode.PROBLEMS)


def _list(paths: tuple[Path, ...]) -> None:
    from printkit.build.files import shown_path

    for path in paths:
        click.echo(shown_path(path))


def _next(folder: Path, tag: str, name: str, beginning: Beginning) -> None:
    """Begin the translation that was asked for, and say what to do now."""
    from printkit.build.files import shown_path
    from printkit.locales.tags import canonical

    if beginning.adaptation:
        file = f"content/adaptations/{beginning.adaptation}.yaml"
        click.echo(f"what you change goes into {file}; content/README.md says how", err=True)
    foreign = tag not in ("", canonical(beginning.framework.language))
    command = _catalogue(folder, tag, name) if foreign else "printkit build"
    there = shown_path(folder.resolve())
    click.echo(f"now: {f'cd {there} && ' if there else ''}{command}", err=True)


def _catalogue(folder: Path, tag: str, name: str) -> str:
    """Begin the catalogue of a locale unless it came with the pack; return the next command."""
    from printkit.build.editions import catalogue_path
    from printkit.build.files import shown_path
    from printkit.build.project import open_project
    from printkit.build.translating import start, update
    from printkit.cli import report

    project = open_project(folder)
    locale = project.locale(tag)
    if (path := catalogue_path(project, locale)) is not None:
        if not (project.root / path).is_file():  # printkit brings one, and the pack does not
            _list(tuple(one.path for one in update(project, (tag,))))
        click.echo(f"the translation to {tag} is in {path}", err=True)
        return f"printkit check --locale {tag}"
    try:
        made, _ = start(project, tag, name)
    except PrintkitError as error:  # a font that is missing: the project stands all the same
        report.tell(error.diagnostics)
        return f"printkit translate start {tag}"
    click.echo(shown_path(made))
    return f"printkit translate export {tag}"


def _bring(folder: Path, pack: Pack, yes: bool) -> None:
    from printkit.build.update import bring, look
    from printkit.cli import report

    update = look(folder, pack)
    if not update.news:
        click.echo("nothing is new in this pack", err=True)
        return
    for line in update.lines:
        click.echo(line, err=True)
    if update.told:
        click.echo("then, in your own files, to be looked at:", err=True)
        report.tell(update.told)
    click.echo(update.terms(), err=True)
    _agree(yes, "bring the project up to this pack?")
    _list(bring(update))
    click.echo("now: printkit translate update && printkit check", err=True)


@click.command(short_help="Make a pack of the project, to hand on.")
@click.option(
    "-o",
    "--out",
    type=click.Path(path_type=Path),
    metavar="FILE.zip",
    help="The pack; otherwise one in out/, named by the framework and its version.",
)
@verbose
@click.pass_obj
def pack(obj: dict[str, Any], out: Path | None) -> None:
    """Make a zip of the project's content, translations and adaptations, and of its own layouts
    and fonts, from which others begin theirs with `printkit init --from`.
    """
    obj["makes"] = True
    from printkit.build.pack import write_pack
    from printkit.build.project import open_project

    project = open_project(obj.get("folder"))
    _list((write_pack(project, None if out is None else Path.cwd() / out),))
