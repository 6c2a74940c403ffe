"""A progress display on a terminal; nothing anywhere else."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

Progress = Callable[[str, int, int], None]


@contextmanager
def progress(quiet: bool = False) -> Iterator[Progress]:
    """Yield a function told (what, done, total); rich is loaded when there is much to do."""
    if quiet or not sys.stderr.isatty() or os.environ.get("TERM") == "dumb":
        yield lambda what, done, total: None
        return
    shown = _Bar()
    try:
        yield shown
    finally:
        shown.stop()


class _Bar:
    def __init__(self) -> None:
        self._stop: Callable[[], None] = lambda: None
        self._update: Callable[[str, int, int], None] | None = None

    def __call__(self, what: str, done: int, total: int) -> None:
        if total < 2:  # over before the bar would be drawn
            return
        if self._update is None:
            self._begin()
        if self._update is not None:
            self._update(what, done, total)

    def _begin(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

        bar = Progress(
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.description}"),
            console=Console(stderr=True, no_color=bool(os.environ.get("NO_COLOR"))),
            transient=True,
            auto_refresh=False,  # no thread of its own: work may fork
        )
        task = bar.add_task("", total=None)
        bar.start()

        def update(what: str, done: int, total: int) -> None:
            bar.update(task, description=what, completed=done, total=total, refresh=True)

        self._update, self._stop = update, bar.stop

    def stop(self) -> None:
        self._stop()
