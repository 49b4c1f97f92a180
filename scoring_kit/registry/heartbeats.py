"""Which runs are lost: those whose process is gone, and those that nobody has heard of for long.

Of a process on this host it is known whether it lives, so its runs are lost at once when it does
not, and never while it does, stopped or not. Of others only their heartbeats are known.
"""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from datetime import datetime, timedelta

from scoring_kit.registry.processes import this_process
from scoring_kit.registry.records import minute
from scoring_kit.registry.run_records import Run

HEARTBEAT_SECONDS = 10
"""How often a run says that it is alive."""
LOST_AFTER = timedelta(minutes=5)
"""How long nobody has heard of a run before it counts as lost, where no process can be seen."""

# Of its own runs this process knows which ones it still works on, whichever registry it opened
# for them; one that could not be ended, as its database was gone, is not among them.
_active: set[str] = set()


@contextmanager
def active(run: str) -> Generator[None]:
    """Work on a run; before it is written that it began, and until it is written how it ended.

    Examples
    --------
    >>> with active("a1"):
    ...     is_active("a1")
    True
    >>> is_active("a1")
    False
    """
    _active.add(run)
    try:
        yield
    finally:
        _active.discard(run)


def is_active(run: str) -> bool:
    """Return whether this process works on a run."""
    return run in _active


def why_lost(run: Run, now: datetime) -> str | None:
    """Return why a run that has not ended never will; None where it may yet.

    now: the time of the clock that heartbeats are taken from.
    """
    if is_active(run.id):
        return None
    process = run.process
    alive = process.is_alive()
    if alive is False:
        return f"process {process.number} on {process.host_name} ended before the run did"
    if process == this_process():
        return "its end could not be written, and nothing works on it any more"
    if alive is None and now - run.heartbeat > LOST_AFTER:
        heard = minute(run.heartbeat)
        return f"process {process.number} on {process.host_name} was last heard of {heard}"
    return None
