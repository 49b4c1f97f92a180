"""Folders that are gone when their process is, even when it was killed."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

MEMORY = Path("/dev/shm")
ENOUGH = 2 * 2**30
"""Bytes that have to be free in memory, before folders are made there."""


@dataclass(frozen=True)
class Folder:
    """A folder, and the process that removes it once its pipe is closed."""

    path: Path
    keeper: subprocess.Popen[bytes]

    def remove(self) -> None:
        """Remove it now."""
        self.keeper.communicate()
        assert not self.path.exists()


def made_folder(prefix: str, before: Callable[[Path], list[str]] | None = None) -> Folder:
    """Return a new folder, in memory where there is room.

    before: gives the command that runs before the folder is removed, such as to stop a server.
    """
    path = Path(tempfile.mkdtemp(prefix=prefix, dir=roomy()))
    # The end of this process, however it comes, closes the pipe; a session of its own keeps the
    # keeper from the signals that end this one.
    script = 'trap "" HUP INT TERM; cat; "$@"; rm -rf "$0"'
    command = before(path) if before else ["true"]
    keeper = subprocess.Popen(
        ["sh", "-c", script, str(path), *command], stdin=subprocess.PIPE, cwd="/",
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip
    return Folder(path, keeper)


def roomy() -> Path | None:
    """Return where folders are made: in memory, or None for the usual place."""
    if MEMORY.is_dir() and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ENOUGH:
        return MEMORY
    return None
