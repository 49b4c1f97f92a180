"""Work in a thread of its own, so that whoever waits can look, hurry and give up."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Generic, TypeVar

from scoring_kit.errors import EngineError

T = TypeVar("T")
_SOON = 0.01
"""Seconds between two interrupts: a database that plans does not listen to the first."""


def supervised(
    work: Callable[[], T],
    interrupt: Callable[[], None],
    *,
    time_limit: float | None = None,
    look: Callable[[], None] | None = None,
) -> T:
    """Return what `work` returns; interrupt it at its time limit or when Ctrl-C is pressed.

    The work has always ended when this ends, so what it opened is closed and what it wrote
    is whole or gone.

    look: called ten times a second while the work goes on.

    Raises
    ------
    EngineError
        When the time limit, in seconds, is reached.
    KeyboardInterrupt
        When Ctrl-C was pressed, whatever the work made of it.

    Examples
    --------
    >>> supervised(lambda: 7, lambda: None, time_limit=60)
    7
    """
    job = _Job(work)
    end = None if not time_limit else time.monotonic() + time_limit
    try:
        job.thread.start()
        while not job.ended.wait(_pause(end, look)):
            if end is not None and time.monotonic() >= end:
                break
            if look is not None:
                look()
        was_late = not job.ended.is_set()
    finally:
        _finish(job, interrupt)
    if was_late and job.error is not None:
        raise EngineError(f"the run was stopped (its limit is {time_limit:g} s)") from job.error
    return job.result()


class _Job(Generic[T]):
    def __init__(self, work: Callable[[], T]) -> None:
        self._work = work
        self._results: list[T] = []
        self.error: BaseException | None = None
        self.ended = threading.Event()
        self.thread = threading.Thread(target=self._run, daemon=True)

    def result(self) -> T:
        if self.error is not None:
            raise self.error
        return self._results[0]

    def _run(self) -> None:
        try:
            self._results.append(self._work())
        except BaseException as error:
            self.error = error
        finally:
            self.ended.set()


def _pause(end: float | None, look: Callable[[], None] | None) -> float:
    """Return how long to wait; not for ever, as some systems hear Ctrl-C between waits only."""
    longest = 0.5 if look is None else 0.1
    return longest if end is None else max(0.0, min(longest, end - time.monotonic()))


def _finish(job: _Job[T], interrupt: Callable[[], None]) -> None:
    """Wait until a job that was started has ended; another Ctrl-C makes it no faster."""
    while job.thread.ident is not None and not job.ended.is_set():
        try:
            interrupt()
            job.ended.wait(_SOON)
        except KeyboardInterrupt:
            continue
