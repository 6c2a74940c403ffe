"""Fixtures for all tests. A judge is a tool that is no Python package: poppler, qpdf, …"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from printkit.build.files import packaged_folder, project_files
from printkit.build.plan import Sources, read_sources
from printkit.build.project import Project, Settings

REQUIRED = os.environ.get("PRINTKIT_REQUIRE_JUDGES") == "1"
_ABSENT = "judge is not installed: "


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden",
        action="store_true",
        help="write golden files anew, for a person to review",
    )


@pytest.fixture(scope="session")
def judge() -> Callable[[str], str]:
    """Return ``judge(name)``: the tool's path, or a skip that names it."""

    def find(name: str) -> str:
        path = shutil.which(name)
        if path is None:
            if REQUIRED:
                pytest.fail(_ABSENT + name)
            pytest.skip(_ABSENT + name)
        return path

    return find


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Name the judges that were missing, so that a quick run is not taken for a whole one."""
    missing: dict[str, int] = {}
    for report in terminalreporter.stats.get("skipped", []):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else ""
        if _ABSENT in reason:
            tool = reason.split(_ABSENT, 1)[1]
            missing[tool] = missing.get(tool, 0) + 1
    if missing:
        terminalreporter.section("judges that are not installed")
        for tool, count in sorted(missing.items()):
            terminalreporter.line(f"{tool}: {count} test{'s' if count > 1 else ''} skipped")


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Return ``golden(name, text)``: compares with a file beside the test, or writes it."""

    def compare(name: str, text: str) -> None:
        path = request.path.parent / "golden" / name
        if request.config.getoption("--update-golden"):
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, "utf-8")
            return
        assert path.is_file(), f"no golden file {name}: run pytest --update-golden, and read it"
        assert text == path.read_text("utf-8")

    return compare


@pytest.fixture(scope="session")
def sample_project() -> Project:
    """Return the shipped kit as a project."""
    return Project(packaged_folder(), project_files(None), Settings(), own=False)


@pytest.fixture(scope="session")
def sample(sample_project: Project) -> Sources:
    """Return the shipped content, layouts and fonts, read once."""
    return read_sources(sample_project)


@pytest.fixture(scope="session")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a project as `printkit init` makes it: made once, to be copied."""
    from printkit.build.starter import start

    folder = tmp_path_factory.mktemp("begun") / "demo"
    start(folder)
    return folder


@pytest.fixture
def demo(begun: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Return a copy of it, and stand in it."""
    folder = tmp_path / "demo"
    shutil.copytree(begun, folder)
    monkeypatch.chdir(folder)
    monkeypatch.delenv("PRINTKIT_PROJECT", raising=False)
    yield folder
