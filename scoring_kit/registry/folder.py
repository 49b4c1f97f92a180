"""A folder of an export: what is where in it, and how its files are read and written."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from scoring_kit.errors import RegistryError
from scoring_kit.registry.folder_names import file_name
from scoring_kit.scorecard.writing import write_bytes_atomically

try:
    import fcntl
except ImportError:  # Windows has none, and no locks of folders
    fcntl = None

FORMAT = "scoring-kit/registry/1"
MANIFEST = "registry.json"
"""Says that a folder is an export, and how far it goes. It is written last."""
LIVE = "live.yaml"
SCORECARDS = "scorecards"
ARTEFACTS = "artefacts"
OURS = (MANIFEST, LIVE, SCORECARDS, ARTEFACTS)
"""What an export writes into a folder; all else in it is left alone."""

HISTORY = "history.jsonl"
POLICIES = "policies.jsonl"
RUNS = "runs.jsonl"
INDEX = "index.jsonl"
ATTRIBUTES = ".gitattributes"
AS_THEY_ARE = b"* -text\n"
"""Keeps git from changing the ends of lines, which hashes cover."""


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder, none of whose files leads out of it: links are refused."""

    root: Path

    def read(self, *parts: str) -> bytes | None:
        """Return what a file holds; None where there is none.

        Raises
        ------
        RegistryError
            When something else than a file is there.
        """
        path = self._path(parts)
        if not _is(path, stat.S_ISREG, "a file"):
            return None
        return path.read_bytes()

    def lines(self, *parts: str) -> tuple[bytes, ...]:
        """Return the lines of a file; none where there is none; raises as `read` does.

        Each ends as it was written: git may have made ends of lines others in a checkout.
        """
        content = self.read(*parts) or b""
        return tuple(content.replace(b"\r\n", b"\n").splitlines(keepends=True))

    def write(self, content: bytes, *parts: str) -> bool:
        """Write a file, whole or not at all; return whether it was another before.

        Raises
        ------
        RegistryError
            When something else than a file is there.
        """
        path = self._path(parts)
        _is(path, stat.S_ISREG, "a file")
        path.parent.mkdir(parents=True, exist_ok=True)
        return write_bytes_atomically(path, content)

    def folders(self, *parts: str) -> tuple[str, ...]:
        """Return the names of the folders in one below, sorted; no links, and no hidden ones."""
        path = self._path(parts)
        if not _is(path, stat.S_ISDIR, "a folder"):
            return ()
        inner = (entry for entry in os.scandir(path) if entry.is_dir(follow_symlinks=False))
        return tuple(sorted(entry.name for entry in inner if not entry.name.startswith(".")))

    def _path(self, parts: tuple[str, ...]) -> Path:
        path = self.root
        for part in parts[:-1]:
            path /= part
            _is(path, stat.S_ISDIR, "a folder")
        return path / parts[-1] if parts else path


def opened(folder: str | os.PathLike[str]) -> Folder:
    """Return a folder by its path.

    Raises
    ------
    RegistryError
        When it is not there, or no folder.
    """
    root = Path(folder).resolve()
    if not root.is_dir():
        found = "is no folder" if root.exists() else "is not there"
        raise RegistryError("folder", f"{root}: it {found}; name the folder of an export")
    return Folder(root)


def made(folder: str | os.PathLike[str]) -> Folder:
    """Return the folder to write an export to, which is created where it is not there.

    Raises
    ------
    RegistryError
        When its parent is not there, or it holds files that an export would write over.
    """
    root = Path(folder).resolve()
    if not root.parent.is_dir():
        message = f"{root}: the folder {root.parent.name} is not there; create it first"
        raise RegistryError("folder", message)
    if not root.exists():
        root.mkdir(exist_ok=True)
    found = opened(root)
    taken = [name for name in OURS if os.path.lexists(root / name)]
    if taken and MANIFEST not in taken:
        names = ", ".join(taken)
        message = f"{root}: it holds {names}, and is no export; name a new or empty folder"
        raise RegistryError("folder", message)
    return found


@contextmanager
def held_to_write(folder: str | os.PathLike[str]) -> Generator[Folder]:
    """Hold the folder to write an export to, as `made` gives it; nobody else does meanwhile.

    One that was not there, and into which nothing was written, is not there afterwards.

    Raises
    ------
    RegistryError
        When `made` refuses it, or somebody else writes or reads it.
    """
    is_new = not os.path.lexists(folder)
    found = made(folder)
    try:
        with _held(found, alone=True):
            yield found
    finally:
        if is_new:
            with suppress(OSError):  # it holds something
                found.root.rmdir()


@contextmanager
def held_to_read(folder: str | os.PathLike[str]) -> Generator[Folder]:
    """Hold the folder of an export, as `opened` gives it; nobody writes into it meanwhile.

    Raises
    ------
    RegistryError
        When `opened` refuses it, or somebody writes into it.
    """
    found = opened(folder)
    with _held(found, alone=False):
        yield found


@contextmanager
def _held(folder: Folder, *, alone: bool) -> Generator[None]:
    """Lock a folder, which ends with the process at the latest; nothing where that cannot be."""
    if fcntl is None:
        yield
        return
    kind = fcntl.LOCK_EX if alone else fcntl.LOCK_SH
    descriptor = os.open(folder.root, os.O_RDONLY)
    try:
        with suppress(OSError):  # a file system without locks
            try:
                fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
            except BlockingIOError:
                what = "somebody exports into it, or imports it, right now; try again"
                raise RegistryError("busy", f"{folder.root}: {what}") from None
        yield
    finally:
        os.close(descriptor)


def home(scorecard: str, *parts: str) -> tuple[str, ...]:
    """Return where the files of a scorecard are."""
    return (SCORECARDS, file_name(scorecard), *parts)


def _is(path: Path, kind: Callable[[int], bool], words: str) -> bool:
    """Tell whether something is there, and refuse it where it is of another kind."""
    try:
        mode = os.lstat(path).st_mode
    except FileNotFoundError:
        return False
    if not kind(mode):
        message = f"{path}: {words} is expected, found something else, or a link; remove it"
        raise RegistryError("folder", message)
    return True
