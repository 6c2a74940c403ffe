"""What all tests of the command line stand on."""

from __future__ import annotations

from collections.abc import Callable

import pytest

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
