"""A file that is whole or absent: it is written as a draft beside its place, then put there."""

from __future__ import annotations

import errno
import glob
import hashlib
import os
import re
import secrets
import shutil
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows, which keeps others from removing a file that is open
    fcntl = None

_LONGEST_NAME = 200


def output_path(path: str | os.PathLike[str], *, overwrite: bool) -> Path:
    """Return the place of a new file, behind links.

    Raises
    ------
    OSError
        When the folder is missing, or something stands there that may not be replaced.

    Examples
    --------
    >>> output_path("scores.parquet", overwrite=False).name
    'scores.parquet'
    """
    place = Path(path).resolve()
    if not place.parent.is_dir():
        missing = "the folder does not exist; create it first"
        raise FileNotFoundError(errno.ENOENT, missing, str(place.parent))
    if place.is_dir():
        raise IsADirectoryError(errno.EISDIR, "this is a folder; name a file", str(path))
    if place.exists() and not place.is_file():
        raise OSError(errno.EINVAL, "this is no ordinary file; name another", str(path))
    if place.exists() and not overwrite:
        raise _exists(path)
    return place


def draft_path(place: Path) -> Path:
    """Return a new path beside a file, hidden, by which its drafts are recognised."""
    return place.with_name(f"{_beginning(place)}{secrets.token_hex(4)}.draft")


@contextmanager
def drafted(place: Path, draft: Path, *, overwrite: bool) -> Generator[None]:
    """Hold an empty draft open for writing; put it in its place at the end, or remove it.

    Drafts of the same file that a killed process left behind are removed first.

    Raises
    ------
    OSError
        When the folder cannot be written to, or the place was taken in the meantime.
    """
    lock = None
    try:
        try:
            _remove_stale(place)
            lock = _create(draft)
        except OSError as error:
            raise OSError(error.errno, error.strerror, str(place)) from error
        yield
        _publish(draft, place, overwrite=overwrite)
    finally:
        draft.unlink(missing_ok=True)
        if lock is not None:
            os.close(lock)


def _create(draft: Path) -> int:
    """Return a descriptor that locks the draft for as long as this process lives."""
    while True:
        descriptor = os.open(draft, os.O_CREAT | os.O_WRONLY, 0o666)
        _lock(descriptor)
        # another process may have taken it for a stale one before it was locked
        with suppress(FileNotFoundError):
            if os.path.samestat(draft.stat(), os.fstat(descriptor)):
                return descriptor
        os.close(descriptor)


def _publish(draft: Path, place: Path, *, overwrite: bool) -> None:
    if overwrite:
        if place.exists():
            shutil.copymode(place, draft)
        draft.replace(place)
        return
    try:
        os.link(draft, place)  # unlike a renaming, it replaces nothing
    except FileExistsError as error:
        raise _exists(place) from error
    except OSError as error:  # a file system without links
        if place.exists():
            raise _exists(place) from error
        draft.replace(place)


def _remove_stale(place: Path) -> None:
    pattern = re.compile(re.escape(_beginning(place)) + r"[0-9a-f]{8}\.draft")
    for found in place.parent.glob(f"{glob.escape(_beginning(place))}*.draft"):
        if pattern.fullmatch(found.name):
            with suppress(OSError):
                _remove_unlocked(found)


def _remove_unlocked(draft: Path) -> None:
    descriptor = os.open(draft, os.O_WRONLY)
    try:
        _lock(descriptor, wait=False)
        draft.unlink()
    finally:
        os.close(descriptor)


def _lock(descriptor: int, *, wait: bool = True) -> None:
    if fcntl is not None:
        fcntl.flock(descriptor, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)


def _beginning(place: Path) -> str:
    name = place.name
    if len(os.fsencode(name)) > _LONGEST_NAME:
        name = hashlib.sha256(os.fsencode(name)).hexdigest()[:16]
    return f".{name}."


def _exists(path: str | os.PathLike[str]) -> FileExistsError:
    message = "there is such a file already; choose another name, or pass overwrite=True"
    return FileExistsError(errno.EEXIST, message, str(path))
