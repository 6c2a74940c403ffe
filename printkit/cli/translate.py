"""``printkit translate``: catalogues begun, brought up to date, sent out and taken back."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from printkit.cli.params import LOCALE, PRODUCT, verbose
from printkit.diagnostics import Diagnostic, ExitCode

if TYPE_CHECKING:
    from printkit.build.project import Project
    from printkit.build.translating import Updated


@click.group(short_help="Begin, update, send out and take back translations.")
def translate() -> None:
    """Work on the translations in content/locales/, one PO file a language.

    Begin with `printkit translate start TAG`, then translate content/locales/TAG.po in any
    editor for PO files, or with `export` and `import` in a spreadsheet.
    """


@translate.command(short_help="Begin a language.")
@click.argument("tag", type=LOCALE)
@click.option("--by", "names", default="", metavar="NAMES", help="Who translates, for the credit.")
@verbose
@click.pass_obj
def start(obj: dict[str, Any], tag: str, names: str) -> None:
    """Begin content/locales/TAG.po with every text there is to translate."""
    obj["makes"] = True
    from printkit.build.translating import start as begin
    from printkit.build.translating import where

    path, _ = begin(_project(obj), tag, names)
    click.echo(where(path))
    click.echo(
        f"now: translate it, then `printkit check --locale {tag}`; for a spreadsheet, "
        f"`printkit translate export {tag}`",
        err=True,
    )


@translate.command(short_help="Bring languages up to the content as it is now.")
@click.argument("tags", nargs=-1, type=LOCALE, metavar="[TAG]...")
@click.option(
    "--minor",
    "minor",
    multiple=True,
    metavar="KEY",
    help="A text whose translations are still right, though its source changed; again for "
    "more, or '*' for all.",
)
@click.option(
    "--check", "dry", is_flag=True, help="Write nothing; fail where something would change."
)
@verbose
@click.pass_obj
def update(obj: dict[str, Any], tags: tuple[str, ...], minor: tuple[str, ...], dry: bool) -> None:
    """Bring the files of TAGs, or all, up to the content as it is now.

    Texts are found by their keys, never by likeness: a translation stays with its card.
    What is new is added, what changed is marked, what is gone is put aside.
    """
    obj["makes"] = not dry
    from printkit.build.translating import update as bring

    found = bring(_project(obj), tags, minor, dry=dry)
    for one in found:
        click.echo(_said(one, dry))
        for key, before, now in one.changes.minor:
            click.echo(f"  {key}: {before!r} -> {now!r}", err=True)
    if dry and any(one.written for one in found):
        click.echo("run `printkit translate update`", err=True)
        sys.exit(ExitCode.PROBLEMS)


def _said(one: Updated, dry: bool) -> str:
    from printkit.build.translating import where

    changes = one.changes
    parts = [
        f"{len(keys)} {word}"
        for keys, word in (
            (changes.added, "new"),
            (changes.stale, "to look at again"),
            (changes.settled, "settled"),
            (changes.gone, "put aside"),
            (changes.revived, "back again"),
        )
        if keys
    ]
    if not one.written:
        return f"{where(one.path)}: up to date"
    would = "would change" if dry else "updated"
    return f"{where(one.path)}: {', '.join(parts) or would}"


@translate.command(short_help="Write a spreadsheet, for people without a PO editor.")
@click.argument("tag", type=LOCALE)
@click.option(
    "--to",
    "kind",
    type=click.Choice(("xlsx", "csv", "pot")),
    help="Kind of file, otherwise what FILE says, or xlsx; only xlsx can be taken back.",
)
@click.option(
    "-o",
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="The file; TAG.xlsx here otherwise.",
)
@verbose
@click.pass_obj
def export(obj: dict[str, Any], tag: str, kind: str | None, out: Path | None) -> None:
    """Write the texts of TAG, with what is translated so far, as a spreadsheet."""
    obj["makes"] = True
    from printkit.build.translating import export as send
    from printkit.build.translating import where

    path = send(_project(obj), tag, kind or "", out and Path.cwd() / out)
    click.echo(where(path))
    if path.suffix == ".xlsx":
        click.echo(f"then: printkit translate import {where(path)}", err=True)


@translate.command("import", short_help="Take a filled spreadsheet back.")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--locale", "tag", type=LOCALE, default="", metavar="TAG", help="Its language.")
@click.option("--dry-run", "dry", is_flag=True, help="Say what would happen; write nothing.")
@verbose
@click.pass_obj
def import_(obj: dict[str, Any], file: Path, tag: str, dry: bool) -> None:
    """Take the translations in FILE, an .xlsx made by `export`, into their PO file."""
    obj["makes"] = True
    from printkit.build.translating import import_ as take
    from printkit.build.translating import where
    from printkit.cli import report

    done = take(_project(obj), Path.cwd() / file, tag, dry=dry)
    report.tell(done.findings)
    if not dry:
        click.echo(where(done.path))
    counts = ((done.new, "new"), (done.changed, "changed"), (done.cleared, "still right"))
    said = ", ".join(f"{count} {word}" for count, word in counts if count) or "nothing new"
    click.echo(f"{'would be ' if dry else ''}{said}, {done.kept} as they were", err=True)
    if not dry:
        click.echo(f"now: printkit check --locale {done.tag}", err=True)


@translate.command(short_help="Say how far languages are.")
@click.argument("tags", nargs=-1, type=LOCALE, metavar="[TAG]...")
@click.option(
    "--product",
    "products",
    multiple=True,
    type=PRODUCT,
    metavar="NAME",
    help="Look at what this product prints; again for more.",
)
@click.option(
    "--fail-under",
    type=click.IntRange(0, 100),
    metavar="PERCENT",
    help="Fail where a product is translated less far.",
)
@click.option("--json", "as_json", is_flag=True, help="Report as one JSON document.")
@verbose
@click.pass_obj
def status(
    obj: dict[str, Any],
    tags: tuple[str, ...],
    products: tuple[str, ...],
    fail_under: int | None,
    as_json: bool,
) -> None:
    """Say how far TAGs, or all languages, are translated, for each product.

    Named languages are told with every text that waits for somebody.
    """
    obj["json"] = as_json
    from printkit.build.translating import lines
    from printkit.build.translating import status as ask
    from printkit.cli import report

    found = ask(_project(obj), tags, products)
    low = [one for one in found if fail_under is not None and one.least < fail_under]
    if as_json:
        findings = [report.as_json(item) for one in found for item in one.findings]
        facts = [one.facts() for one in found]
        click.echo(report.document(ok=not low, locales=facts, diagnostics=findings))
    else:
        if tags:  # the summary comes last, where it is seen
            _echo(_line(item) for one in found for item in one.findings)
        _echo(lines(found))
        if not found:
            click.echo("no translations here; `printkit translate start TAG` begins one", err=True)
    sys.exit(ExitCode.PROBLEMS if low else ExitCode.OK)


def _line(item: Diagnostic) -> str:
    """Return a text that waits for somebody, on one line: a list to work through."""
    where = f"{item.span}: " if item.span else ""
    return f"{where}{item.severity.value}[{item.code}]: {item.path}: {item.message}"


def _echo(text: Iterable[str]) -> None:
    for line in text:
        click.echo(line)


def _project(obj: dict[str, Any]) -> Project:
    from printkit.build.project import open_project

    return open_project(obj.get("folder"))
