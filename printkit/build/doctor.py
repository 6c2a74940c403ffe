"""What is there and what is missing: versions, fonts by script, tools for tests."""

from __future__ import annotations

import importlib.metadata
import os
import platform
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from msgspec import Struct

from printkit import __version__
from printkit.build.files import project_files, shown_path
from printkit.build.project import Project, open_project
from printkit.diagnostics import Diagnostic, PrintkitError

NEEDED: Final = ("click", "icu4py", "pillow", "pypdfium2", "PyYAML", "reportlab", "rich", "segno",
                 "svgwrite", "tree-sitter", "tree-sitter-toml", "uharfbuzz")  # fmt: skip
TOOLS: Final = {
    "pdftotext": "poppler-utils",
    "mutool": "mupdf-tools",
    "qpdf": "qpdf",
    "gs": "ghostscript",
    "hb-shape": "libharfbuzz-bin",
    "chromium": "chromium",
}
"""Tools the test suite asks when they are there; no product needs them."""


class Health(Struct, frozen=True):
    """What was found. ``fonts`` are (family, file, role, scripts, licence)."""

    packages: tuple[tuple[str, str], ...]
    project: str
    out: str
    writable: bool
    fonts: tuple[tuple[str, str, str, tuple[str, ...], str], ...]
    tools: tuple[tuple[str, str], ...]
    problems: tuple[Diagnostic, ...]

    @property
    def good(self) -> bool:
        return not self.problems

    def facts(self) -> dict[str, Any]:
        """Return everything for a JSON document."""
        return {
            "printkit": __version__,
            "python": platform.python_version(),
            "platform": platform.platform(),
            "packages": dict(self.packages),
            "project": self.project,
            "out": {"folder": self.out, "writable": self.writable},
            "fonts": [
                {"family": family, "file": file, "role": role, "scripts": list(scripts),
                 "licence": licence}
                for family, file, role, scripts, licence in self.fonts
            ],
            "tools": dict(self.tools),
            "problems": [str(problem) for problem in self.problems],
        }  # fmt: skip

    def lines(self) -> Iterator[str]:
        """Yield the same for people."""
        yield f"printkit {__version__}, Python {platform.python_version()}, {sys.platform}"
        yield f"project   {self.project}"
        yield f"output    {self.out} ({'can' if self.writable else 'cannot'} be written)"
        yield "packages  " + ", ".join(f"{name} {version}" for name, version in self.packages)
        for family, file, role, scripts, licence in self.fonts:
            yield f"font      {family} ({role}; {', '.join(scripts)}; {licence}): {file}"
        for tool, path in self.tools:
            package = TOOLS[tool]
            yield f"tool      {tool}: {path or f'not there; for tests only (Debian: {package})'}"
        yield 'complete  eval "$(_PRINTKIT_COMPLETE=bash_source printkit)" (or zsh_, fish_source)'


def examine(folder: Path | None = None) -> Health:
    """Look at the installation and at the project in or around ``folder``."""
    problems: list[Diagnostic] = []
    packages = []
    for name in NEEDED:
        try:
            packages.append((name, importlib.metadata.version(name)))
        except importlib.metadata.PackageNotFoundError:
            packages.append((name, "missing"))
            problems.append(
                Diagnostic("install", f"the Python package {name} is missing",
                           hint=f"pip install {name}")
            )  # fmt: skip
    project: Project | None = None
    try:
        project = open_project(folder)
    except PrintkitError as error:
        problems += error.diagnostics
    fonts = []
    try:
        from printkit.fonts.library import FontLibrary

        library = FontLibrary.load(project.files if project else project_files(None))
        library.verify()
        fonts = [(f.family, f.file, f.role, f.scripts, f.licence) for f in library.fonts]
    except (PrintkitError, ImportError) as error:
        problems += error.diagnostics if isinstance(error, PrintkitError) else ()
    out = project.out if project else Path.cwd() / "out"
    return Health(
        packages=tuple(packages),
        project=_name(project),
        out=shown_path(out),
        writable=_writable(out),
        fonts=tuple(fonts),
        tools=tuple((tool, shutil.which(tool) or "") for tool in TOOLS),
        problems=tuple(problems),
    )


def _name(project: Project | None) -> str:
    if project is None:
        return "its printkit.toml has problems"
    if not project.own:
        return "none here; the kit that printkit brings"
    return shown_path(project.root) or "."


def _writable(folder: Path) -> bool:
    while not folder.exists():
        folder = folder.parent
    return folder.is_dir() and os.access(folder, os.W_OK)
