"""The layouts of a project: read, checked as a whole, solved on demand.

Everything wrong in any file of ``layouts/`` is told at once. A layout that loads can be
made at each of its sizes, in every script and theme.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from printkit.diagnostics import Diagnostic, UsageError
from printkit.files import Files
from printkit.layout.again import read_folder
from printkit.layout.model import EngineSchema, Format, Layout, Motif, Theme
from printkit.layout.read import Folder, Loaded, suggestion
from printkit.layout.solve import script_name, solved
from printkit.locales.model import Locale


class LayoutLibrary:
    """Every layout of a project that a product can be made from. Pickles as it is."""

    def __init__(self, folder: Folder) -> None:
        self.formats: Mapping[str, Format] = folder.formats
        self.motifs: Mapping[str, Motif] = folder.motifs
        self.themes: Mapping[str, Theme] = {
            name: spec.theme for name, spec in folder.themes.items()
        }
        self._palette = folder.palette
        self._themes = folder.themes
        self._layouts = folder.layouts
        self._solved: dict[tuple[str, str, str, str], Layout] = {}

    @classmethod
    def load(
        cls,
        files: Files,
        schemas: Mapping[str, EngineSchema],
        folder: str = "layouts",
        only: Iterable[str] | None = None,
    ) -> LayoutLibrary:
        """Read all of ``folder``; raises PrintkitError with everything wrong in it.

        With ``only``, no more than those layouts and their parents are read and checked,
        and no more engines are asked for what they need.
        """
        return cls(read_folder(files, schemas, folder, None if only is None else tuple(only)))

    @property
    def names(self) -> tuple[str, ...]:
        """The layouts that have an engine, sorted."""
        return tuple(sorted(self._layouts))

    def label(self, name: str) -> str:
        return self._known(name).first.label or name.capitalize()

    def engine(self, name: str) -> str:
        return self._known(name).first.engine

    def files(self, name: str) -> tuple[str, ...]:
        """Return the files a layout is read from: its own, its parents', the data files."""
        return self._known(name).files

    def sizes(self, name: str) -> tuple[str, ...]:
        return tuple(self._known(name).sizes)

    def default_size(self, name: str) -> str:
        page = self._known(name).first.page
        assert page is not None
        return page.default

    def solve(self, name: str, size: str, locale: Locale, theme: str = "colour") -> Layout:
        """Return a layout at one of its sizes; raises UsageError for a name that is not."""
        layout = self._known(name)
        if size not in layout.sizes:
            listed = ", ".join(layout.sizes)
            raise _usage(
                "size", f"{name} is not made at {size!r}{suggestion(size, layout.sizes)}",
                f"its sizes are {listed}",
            )  # fmt: skip
        if theme not in self._themes:
            raise _usage(
                "theme", f"there is no theme {theme!r}{suggestion(theme, self._themes)}",
                f"themes are {', '.join(self._themes)}",
            )  # fmt: skip
        page, spec, frames = layout.sizes[size]
        script = script_name(spec.scripts, locale)
        key = (name, size, script, theme)
        if key not in self._solved:
            self._solved[key] = solved(
                name, layout.file, spec, layout.schema, page, frames, spec.scripts[script],
                self._themes[theme], self._palette, self.motifs,
            )  # fmt: skip
        return self._solved[key]

    def _known(self, name: str) -> Loaded:
        if name not in self._layouts:
            raise _usage(
                "layout", f"there is no layout {name!r}{suggestion(name, self._layouts)}",
                f"layouts are {', '.join(self.names)}",
            )  # fmt: skip
        return self._layouts[name]


def _usage(code: str, message: str, hint: str) -> UsageError:
    return UsageError(Diagnostic(code, message, hint=hint))
