"""CSV files: what separates their columns, and the types they are read with."""

from __future__ import annotations

import csv
import gzip
import io
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO, cast

from scoring_kit.errors import DataError, Problem
from scoring_kit.expression.words import Type
from scoring_kit.tables.literals import file_literal, text_literal
from scoring_kit.tables.names import check_column_names
from scoring_kit.tables.types import CANONICAL_TYPES

DELIMITERS = {".csv": ",", ".tsv": "\t"}
"""What separates columns, by the ending of the file, where the header does not show it."""

SEPARATORS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}
"""What may separate columns, and what it is called."""


def csv_relation(files: Sequence[Path], usual: str, types: Mapping[str, Type]) -> str:
    """Return a table function of DuckDB that reads CSV files, as SQL.

    The columns get the types that are given, all others are text.

    usual: what separates columns, unless the header shows something else.

    Raises
    ------
    DataError
        Where a header cannot be read, or where headers differ.
    """
    headers = {file: _header(file, usual) for file in files}
    delimiter, columns = headers[files[0]]
    other = next((file for file in files if headers[file] != headers[files[0]]), None)
    if other is not None:
        message = f"the files {files[0].name!r} and {other.name!r} have different columns"
        raise _unreadable(files[0].parent, message)
    names = ", ".join(map(file_literal, files))
    typed = ", ".join(
        f"{text_literal(name)}: {text_literal(CANONICAL_TYPES[types.get(name, Type.TEXT)])}"
        for name in columns
    )
    return (
        f"read_csv([{names}], auto_detect = false, header = true, "
        f"delim = {text_literal(delimiter)}, "
        f"quote = '\"', escape = '\"', dateformat = '%Y-%m-%d', columns = {{{typed}}})"
    )


def _header(file: Path, usual: str) -> tuple[str, tuple[str, ...]]:
    """Return what separates the columns of a file, and their names."""
    line = _first_line(file)
    outside = re.sub(r'"(?:[^"]|"")*"', "", line)
    found = [sign for sign in SEPARATORS if sign in outside] or [usual]
    if len(found) > 1:
        used = " and ".join(SEPARATORS[sign] for sign in found)
        message = f"the header has {used}; put names that hold such signs in quotes"
        raise _unreadable(file, message)
    return found[0], check_column_names(_split(file, line, found[0]))


def _first_line(file: Path) -> str:
    """Return the header with its line end; a quoted name may run over several lines."""
    try:
        with _opened(file) as opened, io.TextIOWrapper(opened, "utf-8-sig", newline="") as lines:
            text = lines.readline()
            while text.count('"') % 2 and (more := lines.readline()):
                text += more
    except (OSError, EOFError, UnicodeDecodeError) as error:
        raise _unreadable(file, _why(error)) from error
    if not text.strip():
        raise _unreadable(file, "the first line should hold the column names")
    return text


def _split(file: Path, line: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader(io.StringIO(line, newline=""), delimiter=delimiter, strict=True))
    except (csv.Error, StopIteration) as error:
        raise _unreadable(file, f"the header cannot be read: {error}") from error


def _why(error: Exception) -> str:
    if isinstance(error, UnicodeDecodeError):
        return "the header cannot be read: it is no UTF-8; save the file as UTF-8"
    return f"the header cannot be read: {error}"


def _opened(file: Path) -> IO[bytes]:
    if file.suffix.lower() == ".gz":
        return cast(IO[bytes], gzip.open(file, "rb"))
    return file.open("rb")


def _unreadable(path: Path, message: str) -> DataError:
    return DataError([Problem("table_unreadable", str(path), message)], source=str(path))
