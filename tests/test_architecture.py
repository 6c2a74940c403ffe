"""The rules of the building: one door for each library, one way to disk, words for every code."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "printkit"

DOORS: dict[str, tuple[str, ...]] = {
    "click": ("cli/",),
    "rich": ("cli/progress.py",),
    "icu4py": ("text/",),
    "polib": ("locales/po.py",),
    "openpyxl": ("build/spreadsheet.py",),
    "defusedxml": ("build/spreadsheet.py",),
    "msgspec": ("",),  # the base of every value: frozen, slotted, quick to define
    "PIL": ("content/assets.py", "icc.py", "pdfio/", "render/"),
    "pikepdf": ("pdfio/",),
    "pypdfium2": ("pdfio/",),
    "reportlab": ("render/pdf/",),
    "segno": ("engines/qr.py",),
    "svgwrite": ("render/svg/",),
    "tomlkit": ("build/printers.py",),
    "tree_sitter": ("shapes/toml.py",),
    "tree_sitter_toml": ("shapes/toml.py",),
    "uharfbuzz": ("fonts/face.py",),
    "yaml": ("content/reader.py",),
}
"""Where each third-party library may be imported; in no other module."""

WRITERS = {"write_bytes", "write_text", "mkdir", "unlink", "rename", "replace", "touch", "rmdir"}


@cache
def trees() -> dict[str, ast.Module]:
    return {
        path.relative_to(PACKAGE).as_posix(): ast.parse(path.read_text("utf-8"))
        for path in sorted(PACKAGE.rglob("*.py"))
    }


def imported(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.partition(".")[0]


def test_every_library_has_one_door() -> None:
    wrong = [
        f"{file} imports {name}"
        for file, tree in trees().items()
        for name in set(imported(tree))
        if name not in sys.stdlib_module_names
        and name != "printkit"
        and not file.startswith(DOORS.get(name, ("-",)))
    ]
    assert wrong == []


def test_every_library_is_a_dependency() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    listed = [*project["dependencies"], *project["optional-dependencies"]["xlsx"]]
    wanted = {re.split(r"[><=]", line)[0].lower() for line in listed}
    names = {"PIL": "pillow", "yaml": "pyyaml"}
    assert {names.get(name, name.replace("_", "-")) for name in DOORS} == wanted


def test_tests_for_dependencies_are_no_dependencies() -> None:
    used = {name for tree in trees().values() for name in imported(tree)}
    assert not used & {"fontTools", "numpy", "pymupdf", "resvg_py", "pydantic"}


def test_only_build_writes_to_disk() -> None:
    wrong = []
    for file, tree in trees().items():
        if file.startswith(("build/", "cli/")):
            continue
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call):
                continue
            function = node.func
            if isinstance(function, ast.Name) and function.id == "open":
                wrong.append(f"{file}:{node.lineno} open()")
            elif (
                isinstance(function, ast.Attribute)
                and function.attr in WRITERS
                and len(node.args) < 2  # str.replace takes two
                and not (isinstance(function.value, ast.Name) and function.value.id == "re")
                and function.attr != "replace"
            ):
                wrong.append(f"{file}:{node.lineno} .{function.attr}()")
    assert wrong == []


def test_nothing_below_the_command_line_prints() -> None:
    wrong = [
        f"{file}:{node.lineno}"
        for file, tree in trees().items()
        if not file.startswith("cli/")
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "print"
    ]
    assert wrong == []


def test_every_module_says_what_it_is_for() -> None:
    silent = [
        file for file, tree in trees().items() if tree.body and ast.get_docstring(tree) is None
    ]
    assert silent == []


def test_no_module_is_longer_than_people_can_read() -> None:
    lengths = {
        path.relative_to(PACKAGE).as_posix(): len(path.read_text("utf-8").splitlines())
        for path in PACKAGE.rglob("*.py")
    }
    assert {file: n for file, n in lengths.items() if n > 500} == {}


def test_every_engine_of_the_table_can_be_had() -> None:
    from printkit.engines import ENGINES, Schemas, engine

    for name in ENGINES:
        assert callable(engine(name).make)
        assert Schemas()[name] is engine(name).SCHEMA


# -- codes ---------------------------------------------------------------------------------

_MAKERS = {"Diagnostic", "error", "unknown", "_usage"}


def codes() -> set[str]:
    """Return every code a finding can have, as far as the sources say it in a word."""
    found: set[str] = set()
    for tree in trees().values():
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call):
                continue
            function = node.func
            name = function.attr if isinstance(function, ast.Attribute) else ""
            name = function.id if isinstance(function, ast.Name) else name
            first = node.args[0] if node.args else None
            if name in _MAKERS and isinstance(first, ast.Constant) and isinstance(first.value, str):
                found.add(first.value)
            for keyword in node.keywords:
                if keyword.arg == "code" and isinstance(keyword.value, ast.Constant):
                    found.add(str(keyword.value.value))
    return {code for code in found if re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", code)}


def test_the_readme_has_a_paragraph_for_every_error_code() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    told = set(re.findall(r"^(?:[-*#|]\s*)*`([a-z-]+)`", readme, re.MULTILINE))
    assert {*codes(), "internal"} - told == set(), "README.md: begin a line with each `code`"


def test_the_readme_explains_every_exit_code() -> None:
    from printkit.diagnostics import ExitCode

    readme = (ROOT / "README.md").read_text("utf-8")
    missing = [code for code in ExitCode if not re.search(rf"\b{int(code)}\b", readme)]
    assert missing == []
