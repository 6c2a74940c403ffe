"""What all tests of the command line stand on."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from printkit.build import translating
from printkit.cli import _main

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Return ``run(*words)``: the exit code and what was said on both streams."""

    def go(*words: str) -> tuple[int, str, str]:
        code = _main(words)
        said = capsys.readouterr()
        return int(code), said.out, said.err

    return go


@pytest.fixture(autouse=True)
def unmeasured(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave the room of texts unmeasured, which is tested with the briefs and takes its time."""
    monkeypatch.setattr(translating, "briefed", lambda wanted, *_: dict(wanted))
    monkeypatch.setattr(translating, "measured", lambda *_: ({}, {}))
