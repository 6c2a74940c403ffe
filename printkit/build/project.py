"""A project: a folder with ``printkit.toml``, its own files, and the packaged ones behind.

The only way to disk. Without a ``printkit.toml`` the shipped kit is the project, and the
current folder takes the output.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, Literal, cast

from msgspec import Struct, field
from msgspec.structs import replace

from printkit.build.files import NotedFiles, packaged_folder, project_files, shown_path
from printkit.build.printers import PRINTERS, Printer
from printkit.diagnostics import Diagnostic, PrintkitError, Span, UsageError
from printkit.files import Files
from printkit.locales.model import Locale
from printkit.locales.tags import canonical, expected_digits, parse_locale
from printkit.scene.model import Direction
from printkit.shapes import SLUG, TEXT, Choice, Either, ListOf, MapOf, Node, load, optional, table
from printkit.shapes import Text as Plain
from printkit.shapes.toml import read_toml

SETTINGS: Final = "printkit.toml"
FORMATS: Final = ("pdf", "svg")
THEME: Final = "colour"

_SIZES = Either(TEXT, ListOf(TEXT, least=1, unit=("size", "sizes")))
_SHAPE: Final = table(
    {
        "build": optional(
            table(
                {
                    "framework": optional(TEXT, "the content file, as in 'content/our-map.yaml'"),
                    "products": optional(
                        ListOf(SLUG, least=1, unit=("product", "products")),
                        "what `printkit build` makes; every layout that has an engine if absent",
                    ),
                    "sizes": optional(
                        MapOf(_SIZES), "one size or a list of sizes for a product", {}
                    ),
                    "formats": optional(
                        ListOf(Choice(FORMATS), least=1, unit=("format", "formats")),
                        "pdf, svg or both",
                        FORMATS,
                    ),
                    "theme": optional(TEXT, "a theme of layouts/themes.toml", THEME),
                    "adaptation": optional(
                        SLUG, "an adaptation of content/adaptations/, by its id", ""
                    ),
                    "leave-out": optional(
                        ListOf(SLUG, least=1, unit=("product", "products")),
                        "decks made of their finished cards alone, and saying so",
                        (),
                    ),
                    "locales": optional(
                        ListOf(TEXT, least=1, unit=("locale", "locales")),
                        "language tags; the language of the content if absent",
                        (),
                    ),
                },
                about="what is made when nothing is named",
            ),
            "what is made when nothing is named",
        ),
        "locales": optional(
            MapOf(
                table(
                    {
                        "digits": optional(
                            Choice(("latn", "native", "auto")),
                            "on markers, counters and dates: latn is 0-9",
                            "",
                        ),
                        "script": optional(
                            Plain(4, "[A-Z][a-z]{3}", "a script such as 'Deva'"),
                            "its script, where the tag does not say which",
                            "",
                        ),
                        "direction": optional(
                            Choice(("ltr", "rtl")), "where lines begin: ltr is on the left", ""
                        ),
                        "extends": optional(
                            TEXT, "the locale whose translations it takes where it has none", ""
                        ),
                    }
                )
            ),
            "settings of a language, [locales.TAG]",
            {},
        ),
        "printer": optional(PRINTERS, "calibrated printers, [printer.NAME]", {}),
    },
    about="the settings of a project",
)


class LocaleSettings(Struct, frozen=True):
    """What ``[locales.TAG]`` says; empty where it says nothing."""

    digits: str = ""
    script: str = ""
    direction: str = ""
    extends: str = ""


class Settings(Struct, frozen=True):
    """What ``printkit.toml`` says; empty tuples where it says nothing."""

    framework: str = ""
    products: tuple[str, ...] = ()
    sizes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    formats: tuple[str, ...] = FORMATS
    theme: str = THEME
    adaptation: str = ""
    locales: tuple[str, ...] = ()
    leave_out: tuple[str, ...] = ()  # decks that do without cards that are not translated
    languages: Mapping[str, LocaleSettings] = field(default_factory=dict)  # by canonical tag
    printers: Mapping[str, Printer] = field(default_factory=dict)  # calibrated, by name
    node: Node | None = None  # knows the places

    def extends(self, tag: str) -> str:
        """Return the locale that a locale takes translations from where it has none, or ""."""
        own = self.languages.get(tag)
        return own.extends if own else ""

    def span(self, *keys: str) -> Span | None:
        """Return where a setting stands, or the nearest table around it.

        In a list, the last key is the word looked for.
        """
        node = self.node
        place = node.span if node else None
        for key in ("build", *keys):
            items = node.value if node and isinstance(node.value, list) else []
            found = next((item for item in items if item.value == key), None)
            found = found or (node.get(key) if node else None)
            if found is None:
                break
            node, place = found, found.span
        return place


class Project(Struct, frozen=True):
    """Where a project is, what it wants, and what can be read in it."""

    root: Path
    files: NotedFiles
    settings: Settings
    own: bool  # it has a printkit.toml

    @property
    def out(self) -> Path:
        return self.root / "out"

    def is_sample(self) -> bool:
        """Return whether the content is the one printkit brings, changed or not."""
        return (packaged_folder() / self.framework_path()).is_file()

    def locale(self, tag: str) -> Locale:
        """Return what a language tag means in this project; raises PrintkitError."""
        name = canonical(tag)
        own = self.settings.languages.get(name)
        if own is None:
            return parse_locale(tag)
        locale = replace(parse_locale(canonical(tag, own.script)), tag=name)
        if own.direction:
            locale = replace(locale, direction=cast("Direction", own.direction))
        if own.digits:
            wanted = expected_digits(locale) if own.digits == "auto" else own.digits
            locale = replace(locale, digits=cast('Literal["latn", "native"]', wanted))
        return locale

    def framework_path(self) -> str:
        """Return the path of the content file.

        The setting says which. Without it there must be one only, beside ``kit.yaml``;
        a project's own file goes before the shipped one.
        """
        if self.settings.framework:
            return self.settings.framework
        for folder in (self.root, packaged_folder()):
            found = sorted(
                path.name
                for path in (folder / "content").glob("*.y*ml")
                if path.suffix in (".yaml", ".yml") and path.stem != "kit"
            )
            if len(found) > 1:
                raise PrintkitError(
                    Diagnostic(
                        "content-file",
                        f"there are {len(found)} content files: {', '.join(found)}",
                        Span(shown_path(folder / "content")),
                        hint='say which one in printkit.toml: [build] framework = "content/…"',
                    )
                )
            if found:
                return f"content/{found[0]}"
        raise PrintkitError(
            Diagnostic(
                "content-file",
                "there is no content file here",
                Span(shown_path(self.root / "content")),
                hint="`printkit init` puts a sample there",
            )
        )


def find_root(start: Path) -> Path | None:
    """Return the nearest folder from ``start`` upwards that has a ``printkit.toml``.

    The search ends at the top of a git repository.
    """
    for folder in (start, *start.parents):
        if (folder / SETTINGS).is_file():
            return folder
        if (folder / ".git").exists():
            break
    return None


def open_project(folder: Path | None = None) -> Project:
    """Return the project in ``folder``, or the one around the current folder.

    Raises PrintkitError for faults in ``printkit.toml`` and UsageError where a named
    folder has none.
    """
    if folder is not None:
        root: Path | None = folder.resolve()
        if not (folder / SETTINGS).is_file():
            raise UsageError(
                Diagnostic(
                    "project",
                    f"{shown_path(folder.resolve()) or '.'} has no {SETTINGS}",
                    hint="make a project with `printkit init`",
                )
            )
    else:
        root = find_root(Path.cwd())
    if root is None:
        return Project(Path.cwd(), project_files(None), Settings(), own=False)
    files = project_files(root)
    return Project(root, files, read_settings(files), own=True)


def read_settings(files: Files) -> Settings:
    """Return what ``printkit.toml`` says; raises PrintkitError with everything wrong in it."""
    node = read_toml(files, SETTINGS)
    values: dict[str, Any] = load(_SHAPE, node)
    build = values["build"]
    languages = _languages(values["locales"], node)
    if build is None:
        return Settings(languages=languages, printers=values["printer"], node=node)
    sizes = {
        product: (found,) if isinstance(found, str) else tuple(found)
        for product, found in build["sizes"].items()
    }
    return Settings(
        framework=build["framework"] or "",
        products=tuple(build["products"] or ()),
        sizes=sizes,
        formats=tuple(build["formats"]),
        theme=build["theme"],
        adaptation=build["adaptation"],
        locales=tuple(build["locales"]),
        leave_out=tuple(build["leave-out"]),
        languages=languages,
        printers=values["printer"],
        node=node,
    )


def _languages(found: Mapping[str, Any], node: Node) -> Mapping[str, LocaleSettings]:
    """Return the settings of locales by canonical tag; raises PrintkitError with all faults."""
    languages: dict[str, LocaleSettings] = {}
    faults: list[Diagnostic] = []
    places = node.get("locales") or node
    for word, values in found.items():
        span = (places.get(word) or places).key_span
        try:
            tag = canonical(word)
            parse_locale(canonical(word, values["script"]))
            if values["extends"]:
                values["extends"] = _relative(word, values["extends"])
        except PrintkitError as error:
            faults += (replace(item, span=span) for item in error.diagnostics)
            continue
        languages[tag] = LocaleSettings(**values)
    if faults:
        raise PrintkitError(faults)
    return languages


def _relative(tag: str, base: str) -> str:
    """Return ``base`` in canonical form; raises PrintkitError where it has another script."""
    one, other = parse_locale(tag), parse_locale(base)
    if (one.language, one.script) != (other.language, other.script) or one.tag == other.tag:
        raise PrintkitError(
            Diagnostic(
                "locale-tag",
                f"{tag!r} cannot take translations from {base!r}",
                hint="only from the same language in the same script, as 'ur-IN' from 'ur'",
            )
        )
    return other.tag
