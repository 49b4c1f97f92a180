"""Which process runs something, and whether it still does, as far as this host can tell.

A process is known by its host, its number, and when it started, as numbers are used again. The
host is its name, this boot of its kernel, and the space that numbers of processes are counted in:
containers on one machine count in spaces of their own. Where the system tells less (it needs the
``/proc`` of Linux), nothing is known of other processes.
"""

from __future__ import annotations

import getpass
import os
import socket
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

_PROC = Path("/proc")
_LONGEST = 100
"""Letters of the name of a host."""
_ENDED = ("Z", "X", "x")
"""States of a process that does nothing any more, though nobody has asked how it ended."""


@dataclass(frozen=True, slots=True)
class Process:
    """A process. host: ``name/boot/space``. started: in ticks since that boot; "" if unknown."""

    host: str
    number: int
    started: str

    @property
    def host_name(self) -> str:
        """The name of the host alone."""
        return self.host.rsplit("/", 2)[0]

    def is_alive(self) -> bool | None:
        """Return whether the process lives; None where this cannot be told from here."""
        if not self.started or self.host != host():
            return None
        started = _started(self.number)
        return None if started is None else started == self.started


def this_process() -> Process:
    """Return the process that asks.

    Examples
    --------
    >>> this_process().number == os.getpid()
    True
    """
    number = os.getpid()
    return Process(host(), number, _started(number) or "")


def host() -> str:
    """Return this host, this boot, and the space of its processes."""
    boot, space = "", ""
    with suppress(OSError):
        boot = (_PROC / "sys/kernel/random/boot_id").read_text().strip()
        space = os.readlink(_PROC / "self/ns/pid").partition("[")[2].rstrip("]")
    return f"{socket.gethostname()[:_LONGEST]}/{boot}/{space}"


def logged_in() -> str:
    """Return who uses this machine, as far as it knows: in a container there may be nobody."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "unknown"


def _started(number: int) -> str | None:
    """Return when a process started; "" if there is none, None where it cannot be told."""
    try:
        written = (_PROC / str(number) / "stat").read_text(errors="replace")
    except OSError:
        return _unseen(number)
    fields = written.rpartition(")")[2].split()  # its name, in brackets, may hold anything
    return "" if fields[0] in _ENDED else fields[19]


def _unseen(number: int) -> str | None:
    """Return "" for a process that is not there; one of another user's may only be hidden."""
    if not (_PROC / "self/stat").exists():
        return None
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return ""
    except OSError:
        return None
    return None
