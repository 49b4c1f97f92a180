"""How far a run is, drawn where somebody looks: tqdm in notebooks, rich in terminals."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from importlib import import_module
from typing import Any, Protocol

SOON = 1.0
"""Seconds that pass before a bar is drawn; what is done by then needs none."""


class Bar(Protocol):
    """A bar that was drawn."""

    def move(self, share: float | None) -> None:
        """Show which share is done, 0 to 1; None where that is not known."""
        ...

    def close(self, *, is_done: bool) -> None:
        """Leave nothing behind, or how far it came where that is not the end."""
        ...


@contextmanager
def progress_bar(
    wanted: bool | None, title: str
) -> Generator[Callable[[float | None], None] | None]:
    """Yield what to call with the share that is done; it draws a bar where one is wanted.

    wanted: None draws in notebooks and terminals what takes more than a second, True draws
    there at once, False never.

    Examples
    --------
    >>> with progress_bar(False, "scoring") as look:
    ...     print(look)
    None
    """
    make = _bar_here(wanted)
    if make is None:
        yield None
        return
    start, bars, is_done = time.monotonic(), list[Bar](), False

    def look(share: float | None) -> None:
        if not bars and (wanted or time.monotonic() - start >= SOON):
            bars.append(make(title))
        for bar in bars:
            bar.move(share)

    try:
        yield look
        is_done = True
    finally:
        for bar in bars:
            bar.close(is_done=is_done)


def _bar_here(wanted: bool | None) -> Callable[[str], Bar] | None:
    if wanted is False:
        return None
    if _is_notebook() and _has_tqdm():
        return _NotebookBar
    is_watched = sys.stderr is not None and sys.stderr.isatty()  # pyright: ignore[reportUnnecessaryComparison] - windows without a console
    return _TerminalBar if is_watched else None


def _is_notebook() -> bool:
    shell: Any = getattr(sys.modules.get("IPython"), "get_ipython", lambda: None)()
    return hasattr(shell, "kernel")


def _has_tqdm() -> bool:
    try:
        import_module("tqdm.notebook")
        import_module("ipywidgets")
    except ImportError:
        return False
    return True


class _NotebookBar:
    def __init__(self, title: str) -> None:
        tqdm: Any = import_module("tqdm.notebook").tqdm
        form = "{desc} {percentage:3.0f}% |{bar}| {elapsed}"
        self._bar = tqdm(total=100, desc=title, bar_format=form, leave=False)

    def move(self, share: float | None) -> None:
        if share is not None:
            self._bar.update(max(0.0, share * 100 - self._bar.n))

    def close(self, *, is_done: bool) -> None:
        # what is not full turns red and stays
        if is_done:
            self._bar.update(self._bar.total - self._bar.n)
        self._bar.close()


class _TerminalBar:
    def __init__(self, title: str) -> None:
        rich: Any = import_module("rich.progress")
        console: Any = import_module("rich.console").Console(stderr=True)
        columns = (
            rich.TextColumn("{task.description}"),
            rich.BarColumn(),
            rich.TaskProgressColumn(),
            rich.TimeElapsedColumn(),
        )
        self._progress = rich.Progress(*columns, console=console, transient=True)
        self._task = self._progress.add_task(title, total=None)
        self._progress.start()

    def move(self, share: float | None) -> None:
        if share is not None:
            self._progress.update(self._task, total=1.0, completed=share)

    def close(self, *, is_done: bool) -> None:
        self._progress.stop()
