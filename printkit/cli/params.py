"""Parameter types and what the shell completes; nothing here reads more than it must."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from printkit.build.plan import Delivery

F = TypeVar("F", bound=Callable[..., Any])


def _layout_tables() -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the name and tables of every layout file in reach that can be read."""
    import tomllib

    from printkit.build.files import packaged_folder
    from printkit.build.project import find_root

    seen = set()
    for root in (find_root(Path.cwd()), packaged_folder()):
        for path in sorted((root / "layouts").glob("*.toml")) if root else ():
            if path.stem in seen:
                continue
            seen.add(path.stem)
            try:
                yield path.stem, tomllib.loads(path.read_text("utf-8"))
            except (OSError, ValueError):
                continue


def product_names() -> list[str]:
    return sorted(name for name, tables in _layout_tables() if "engine" in tables)


def size_names() -> list[str]:
    found = {
        size
        for _, tables in _layout_tables()
        for size in tables.get("page", {}).get("sizes", ())
        if isinstance(size, str)
    }
    return sorted(found)


def theme_names() -> list[str]:
    return sorted(
        theme
        for name, tables in _layout_tables()
        if name == "themes"
        for theme in tables.get("theme", tables)
    )


def locale_names() -> list[str]:
    from printkit.build.files import packaged_folder
    from printkit.build.project import find_root

    root = find_root(Path.cwd()) or packaged_folder()
    return ["all", *sorted(path.stem for path in (root / "content/locales").glob("*.po"))]


def _data_names(file: str, table: str) -> list[str]:
    return sorted(
        name for stem, tables in _layout_tables() if stem == file for name in tables.get(table, ())
    )


def adaptation_names() -> list[str]:
    from printkit.build.files import packaged_folder
    from printkit.build.project import find_root

    root = find_root(Path.cwd()) or packaged_folder()
    return sorted(path.stem for path in (root / "content/adaptations").glob("*.yaml"))


def printer_names() -> list[str]:
    import tomllib

    from printkit.build.project import SETTINGS, find_root

    root = find_root(Path.cwd())
    try:
        settings = tomllib.loads((root / SETTINGS).read_text("utf-8")) if root else {}
    except (OSError, ValueError):
        return []
    return sorted(settings.get("printer", {}))


class Word(click.ParamType[str]):
    """A word that the shell completes from the project; what exists is checked later."""

    def __init__(self, name: str, known: Callable[[], list[str]]) -> None:
        self.name = name
        self._known = known

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        from click.shell_completion import CompletionItem

        return [CompletionItem(word) for word in self._known() if word.startswith(incomplete)]


PRODUCT = Word("product", product_names)
SIZE = Word("size", size_names)
THEME = Word("theme", theme_names)
LOCALE = Word("locale", locale_names)
PRINTER = Word("printer", printer_names)
ADAPTATION = Word("adaptation", adaptation_names)
PROFILE = Word("profile", lambda: _data_names("profiles", "profile"))
SHEET = Word("sheet", lambda: _data_names("sheets", "sheet"))


class LengthOption(click.ParamType[int]):
    """A length with its unit, "3mm" or "0.125in", in EMU."""

    name = "length"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> int:
        from printkit.units import mm, parse_length

        if isinstance(value, int):
            return value
        try:
            length = parse_length(value)
        except ValueError as error:
            self.fail(str(error), param, ctx)
        if not 0 <= length <= mm(100):
            self.fail(f"{value!r} is not between 0mm and 100mm", param, ctx)
        return length


class Copies(click.ParamType[tuple[str, int]]):
    """How many: ``3``, or of one card or one language: ``building-trust=3``, ``hi-IN=12``."""

    name = "copies"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, int]:
        if isinstance(value, tuple):
            return value
        name, _, count = value.rpartition("=")
        if not count.isdecimal() or not 0 < int(count) <= 1000:
            self.fail(
                f"{value!r} is not a number of copies; write 3, or building-trust=3 for one card",
                param,
                ctx,
            )
        return name, int(count)


def _set_verbose(ctx: click.Context, param: click.Parameter, value: bool) -> None:
    if value:
        ctx.ensure_object(dict)["verbose"] = True


def verbose(command: F) -> F:
    """Add ``-v``, which works before and after the command's name."""
    return click.option(
        "-v",
        "--verbose",
        is_flag=True,
        expose_value=False,
        callback=_set_verbose,
        help="Say more; show a traceback when printkit itself fails.",
    )(command)


def adapting(command: F) -> F:
    """Add ``--adaptation``."""
    return click.option(
        "--adaptation",
        type=ADAPTATION,
        default="",
        metavar="ID",
        help="Changes of content/adaptations/ID.yaml; otherwise those printkit.toml names.",
    )(command)


_FOR = click.option(
    "--for",
    "profile",
    type=PROFILE,
    default="",
    metavar="PROFILE",
    help="Who prints it: screen, office, press, drivethrucards; see layouts/profiles.toml.",
)
_SHEETS = (
    click.option(
        "--on",
        type=SHEET,
        default="",
        metavar="SHEET",
        help="Paper to put cards on, or the parts of a poster: A4, SRA3, avery-5371.",
    ),
    click.option(
        "--printer",
        type=PRINTER,
        default="",
        metavar="NAME",
        help="A printer that was calibrated: [printer.NAME] in printkit.toml.",
    ),
    click.option(
        "--sides",
        type=click.Choice(("long", "short", "separate", "fold")),
        default=None,
        help="How backs get behind fronts: flipped on the long or the short edge of the sheet, "
        "fed again from a separate file, or folded over.",
    ),
    click.option(
        "--order",
        type=click.Choice(("stack", "sheet")),
        default=None,
        help="Cards in the order of the piles that are cut (stack), or sheet by sheet.",
    ),
    click.option("--marks/--no-marks", default=None, help="Printer's marks, or none of them."),
    click.option(
        "--bleed",
        type=LengthOption(),
        metavar="LENGTH",
        help="What is printed beyond the trim, instead of what the profile wants.",
    ),
    click.option(
        "--gutter",
        type=LengthOption(),
        metavar="LENGTH",
        help="Room between cards on a sheet; twice the bleed otherwise.",
    ),
    click.option(
        "--only",
        multiple=True,
        metavar="CARD",
        help="This card alone, by its id; again for more than one.",
    ),
    click.option(
        "--copies",
        multiple=True,
        type=Copies(),
        metavar="[NAME=]N",
        help="How many of every card, of one (building-trust=3) or in one language (hi-IN=12).",
    ),
)
_PRODUCTS = (
    click.option(
        "--overlap",
        type=LengthOption(),
        metavar="LENGTH",
        help="How far the parts of a poster overlap; 10mm otherwise.",
    ),
    click.option("--together", is_flag=True, help="Cards of several languages share sheets."),
    click.option(
        "--icc",
        default="",
        metavar="PATH",
        help="ICC profile of the press, instead of the profile's own.",
    ),
    click.option(
        "--hand-off",
        is_flag=True,
        help="Make a zip for the printer too: the files, a proof, a specification, checksums.",
    ),
    click.option(
        "--quantity",
        type=click.IntRange(1),
        metavar="N",
        help="How many are ordered, for the zip's specification.",
    ),
    click.option(
        "--stock", default="", metavar="TEXT", help="What it is printed on, for the zip."
    ),
)


def imposing(command: F) -> F:
    """Add what says how cards lie on sheets: --for, --on, --sides and their like."""
    for add in reversed((_FOR, *_SHEETS)):
        command = add(command)
    return command


def delivering(command: F) -> F:
    """Add what says how products leave the house: --for, --on and their like."""
    for add in reversed((_FOR, *_SHEETS, *_PRODUCTS)):
        command = add(command)
    return command


def delivery(how: dict[str, Any]) -> Delivery:
    """Return what the options of ``delivering`` or ``imposing`` say."""
    from printkit.build.plan import Delivery

    return Delivery(**{name: value for name, value in how.items() if value is not None})


def choosing(command: F) -> F:
    """Add what chooses targets: PRODUCTS, --size, --theme, --locale, --adaptation and more."""
    for add in (
        adapting,
        click.option(
            "--locale",
            "locales",
            multiple=True,
            metavar="TAG",
            type=LOCALE,
            help="Language, as in 'en' or 'hi-IN'; 'all' for every finished one.",
        ),
        click.option(
            "--draft",
            is_flag=True,
            help="Make it although texts are not translated: marked as a draft on every page.",
        ),
        click.option(
            "--strict",
            is_flag=True,
            help="Refuse what is only warned of, and translations nobody has signed.",
        ),
        click.option("--theme", type=THEME, default="", metavar="NAME", help="Theme of colours."),
        click.option(
            "--size",
            "sizes",
            type=SIZE,
            multiple=True,
            metavar="NAME",
            help="Finished size, as in A3, letter, poker; 'all' for every one.",
        ),
        click.argument("products", nargs=-1, type=PRODUCT, metavar="[PRODUCT]..."),
    ):
        command = add(command)
    return command
