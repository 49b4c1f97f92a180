"""Plain data out as YAML text; of a text that is there already, only what differs changes."""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Mapping
from pathlib import Path

from scoring_kit.errors import Problem, ScorecardError
from scoring_kit.scorecard.source import Source, decode, parse, read_source
from scoring_kit.scorecard.source_nodes import Lines
from scoring_kit.scorecard.writing_changes import changed_text, is_same
from scoring_kit.scorecard.writing_layout import document_lines

_BINARY = getattr(os, "O_BINARY", 0)

SCHEMA_LINE = "# yaml-language-server: $schema=scoring-kit.schema.json"
"""Tells editors where the JSON Schema is, so that they complete and check."""

_NOT_PLAIN = Problem(
    "wrong_type",
    "",
    "something is neither a mapping, list, text, number, boolean nor null; convert it first",
)


def to_yaml(data: Mapping[str, object], *, existing: str | None = None) -> str:
    """Return data as YAML that reads back to the same data.

    Parameters
    ----------
    data
        Plain data of a document: dict, list, str, int, float, bool, None. Keys are text, but
        for numbers and booleans below ``categories`` and ``special``.
    existing
        YAML text to change: comments, order, quotes and the spelling of numbers stay where
        the data stays. Items of lists are matched by criterion, group or name, else by place.

    Raises
    ------
    ScorecardError
        `existing` cannot be read, or `data` holds what no document may hold, such as NaN.

    Examples
    --------
    >>> print(to_yaml({"weight": 0.4}, existing="weight: 0.50  # by hand"))
    weight: 0.4  # by hand
    """
    if existing is not None:
        source = read_source(existing, name="existing text", format="yaml")
        if source.problems:
            raise ScorecardError(source.problems, "the existing text")
        if is_same(source.data, data):
            return existing
        changed = _changed(existing, source, data)
        if _reads_back(changed, data) is None:
            return changed
    text = "\n".join([SCHEMA_LINE, *document_lines(data), ""])
    trouble = _reads_back(text, data)
    if trouble is not None:
        raise ScorecardError(trouble.problems or [_NOT_PLAIN], "the data to write")
    return text


def _changed(existing: str, source: Source, data: object) -> str:
    text = decode(existing)
    assert isinstance(text, str)  # a text that cannot be decoded has problems
    root = parse(text, Lines(text), "yaml").root
    mark = existing[: len(existing) - len(text)]
    return existing if root is None else mark + changed_text(text, root, source.data, data)


def _reads_back(text: str, data: object) -> Source | None:
    """Return what was read from a text unless it is the data."""
    source = read_source(text, name="written text", format="yaml")
    return None if not source.problems and is_same(source.data, data) else source


def write_text_atomically(path: str | Path, text: str) -> None:
    """Write a text as UTF-8 so that readers see the old file or the new one, never a part.

    A file that holds this text already is not touched. A link stays a link to its target.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_text_atomically(Path(folder) / "card.yaml", "name: book_club")
    ...     (Path(folder) / "card.yaml").read_text()
    'name: book_club'
    """
    write_bytes_atomically(path, text.encode("utf-8"))


def write_bytes_atomically(path: str | Path, content: bytes) -> bool:
    """Write bytes as `write_text_atomically` does; return whether the file was another before.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_bytes_atomically(Path(folder) / "a", b"1")
    ...     write_bytes_atomically(Path(folder) / "a", b"1")
    True
    False
    """
    target = Path(path).resolve()
    if target.is_file() and target.read_bytes() == content:
        return False
    # In the same folder, as a rename is atomic within one file system only. Created by hand, so
    # that a new file gets the permissions that the user's umask gives.
    temporary = target.with_name(f".scoring-kit-{secrets.token_hex(8)}.tmp")
    handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY, 0o666)
    try:
        with open(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if target.is_file():
            shutil.copymode(target, temporary)
        os.replace(temporary, target)
    finally:
        temporary.unlink(missing_ok=True)
    _keep_name(target.parent)
    return True


def _keep_name(folder: Path) -> None:
    """Make a rename survive a power cut, where folders can be synchronised."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
