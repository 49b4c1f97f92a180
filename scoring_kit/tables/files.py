"""Files as DuckDB relations. A CSV file is read with the types it is said to have."""

from __future__ import annotations

import csv
import glob
import gzip
import io
from collections.abc import Mapping, Sequence
from os import PathLike, fspath
from pathlib import Path
from typing import IO, cast

import duckdb

from scoring_kit.errors import DataError, Problem
from scoring_kit.expression.words import Type
from scoring_kit.tables.names import check_column_names

_PARQUET = (".parquet", ".pq")
_DELIMITERS = {".csv": ",", ".tsv": "\t"}
_CSV_TYPES = {
    Type.NUMBER: "DOUBLE",
    Type.TEXT: "VARCHAR",
    Type.BOOLEAN: "BOOLEAN",
    Type.DATE: "DATE",
}


def data_files(path: str | PathLike[str]) -> tuple[Path, ...]:
    """Return the files that a path stands for: itself, those in the folder, or the matches.

    Raises
    ------
    DataError
        Where there is none, or where they are of several kinds.
    """
    text = fspath(path)
    place = Path(text)
    if place.is_dir():
        files = sorted(p for p in place.rglob("*") if p.suffix.lower() in _PARQUET)
    elif place.is_file():
        files = [place]
    else:
        files = sorted(p for p in map(Path, glob.glob(text, recursive=True)) if p.is_file())
    if not files:
        raise _unreadable(text, "there is no such file, and no Parquet file in such a folder")
    endings = {_ending(file) for file in files}
    if len(endings) > 1 or not endings <= {*_PARQUET, *_DELIMITERS}:
        allowed = ", ".join((*_PARQUET, *_DELIMITERS))
        raise _unreadable(text, f"use files of one kind, ending in {allowed}")
    return tuple(file.resolve() for file in files)


def file_relation(path: str, types: Mapping[str, Type]) -> str:
    """Return a table function of DuckDB that reads the path, as SQL.

    The columns of a CSV file get the types that are given, all others are text.
    """
    files = data_files(path)
    names = ", ".join(_literal(str(file)) for file in files)
    if _ending(files[0]) in _PARQUET:
        return f"read_parquet([{names}])"
    delimiter = _DELIMITERS[_ending(files[0])]
    columns = ", ".join(
        f"{_literal(name)}: {_literal(_CSV_TYPES[types.get(name, Type.TEXT)])}"
        for name in _header(files, delimiter)
    )
    return (
        f"read_csv([{names}], auto_detect = false, header = true, delim = {_literal(delimiter)}, "
        f"quote = '\"', escape = '\"', dateformat = '%Y-%m-%d', columns = {{{columns}}})"
    )


def check_parquet_names(path: str, connection: duckdb.DuckDBPyConnection) -> None:
    """Refuse column names that collide, which DuckDB would number; nothing for other files."""
    file = data_files(path)[0]
    if _ending(file) not in _PARQUET:
        return
    sql = f"SELECT name, coalesce(num_children, 0) FROM parquet_schema({_literal(str(file))})"
    nodes: list[tuple[str, int]] = connection.execute(sql).fetchall()
    names: list[str] = []
    left = [1]  # how many nodes are still to come on each level; the first is the root
    for name, children in nodes:
        if len(left) == 2:
            names.append(name)
        left[-1] -= 1
        left.append(children)
        while left and left[-1] == 0:
            left.pop()
    check_column_names(names)


def _ending(file: Path) -> str:
    name = file.name.lower().removesuffix(".gz")
    return Path(name).suffix


def _header(files: Sequence[Path], delimiter: str) -> tuple[str, ...]:
    """The column names, which must be the same in all files."""
    headers = {_names(file, delimiter) for file in files}
    if len(headers) > 1:
        raise _unreadable(str(files[0].parent), "the files have different columns")
    return headers.pop()


def _names(file: Path, delimiter: str) -> tuple[str, ...]:
    try:
        with _opened(file) as opened, io.TextIOWrapper(opened, "utf-8-sig", newline="") as lines:
            names = next(csv.reader(lines, delimiter=delimiter, strict=True), None)
    except (OSError, EOFError, UnicodeDecodeError, csv.Error) as error:
        raise _unreadable(str(file), f"the header cannot be read: {error}") from error
    if not names:
        raise _unreadable(str(file), "the first line should hold the column names")
    return check_column_names(names)


def _opened(file: Path) -> IO[bytes]:
    if file.suffix.lower() == ".gz":
        return cast(IO[bytes], gzip.open(file, "rb"))
    return file.open("rb")


def _unreadable(path: str, message: str) -> DataError:
    return DataError([Problem("table_unreadable", path, message)], source=path)


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
