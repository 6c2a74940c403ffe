"""Parameter types and what the shell completes; nothing here reads more than it must."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

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


def profile_names() -> list[str]:
    return sorted(
        profile
        for name, tables in _layout_tables()
        if name == "profiles"
        for profile in tables.get("profile", {})
    )


def locale_names() -> list[str]:
    from printkit.build.files import packaged_folder
    from printkit.build.project import find_root

    root = find_root(Path.cwd()) or packaged_folder()
    return ["all", *sorted(path.stem for path in (root / "content/locales").glob("*.po"))]


def adaptation_names() -> list[str]:
    from printkit.build.files import packaged_folder
    from printkit.build.project import find_root

    root = find_root(Path.cwd()) or packaged_folder()
    return sorted(path.stem for path in (root / "content/adaptations").glob("*.yaml"))


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
PROFILE = Word("profile", profile_names)
LOCALE = Word("locale", locale_names)
ADAPTATION = Word("adaptation", adaptation_names)


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
