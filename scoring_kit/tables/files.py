"""Files as DuckDB relations. A CSV file is read with the types it is said to have."""

from __future__ import annotations

import glob
from collections.abc import Mapping, Sequence
from os import PathLike, fspath
from pathlib import Path

import duckdb

from scoring_kit.errors import DataError, Problem
from scoring_kit.expression.words import Type
from scoring_kit.tables.csv import DELIMITERS, csv_relation
from scoring_kit.tables.databases import (
    ENDINGS,
    check_no_table,
    database_files,
    database_relation,
    is_database,
)
from scoring_kit.tables.parquet import PARQUET, parquet_relation

_FORMS: tuple[tuple[str, ...], ...] = (PARQUET, tuple(DELIMITERS), ENDINGS)


def data_files(path: str | PathLike[str]) -> tuple[Path, ...]:
    """Return the files that a path stands for: itself, those in the folder, or the matches.

    A folder is all its Parquet files, or else all its CSV files, at any depth; what begins
    with a dot or an underscore is left out, as other programs keep their notes there.

    Raises
    ------
    DataError
        Where there is none, or where they are of several kinds.
    """
    files = _found(path)
    endings = {_ending(file) for file in files}
    form = next((form for form in _FORMS if endings <= {*form}), None)
    if form is None or (form is ENDINGS and len(files) > 1):
        allowed = ", ".join((*PARQUET, *DELIMITERS, *ENDINGS))
        message = f"use files of one kind, or one database, ending in {allowed}"
        raise _unreadable(fspath(path), message)
    return database_files(files[0]) if form is ENDINGS else tuple(files)


def file_relation(
    path: str,
    types: Mapping[str, Type],
    connection: duckdb.DuckDBPyConnection,
    *,
    columns: Sequence[str] | None = None,
    table: str | None = None,
) -> str:
    """Return what reads the path and stands after FROM, as SQL.

    types: of the columns of CSV files and of those that folders name, such as ``year=2024``;
    all others of these are text. columns: those that matter; None for all. table: the one
    of a database.
    """
    files = data_files(path)
    ending = _ending(files[0])
    if is_database(files[0]):
        return database_relation(files[0], table, connection)
    check_no_table(table)
    if ending in PARQUET:
        return parquet_relation(files, types, connection, columns)
    return csv_relation(files, DELIMITERS[ending], types)


def _found(path: str | PathLike[str]) -> Sequence[Path]:
    text = fspath(path)
    place = Path(text)
    if place.is_dir():
        inside = sorted(found for found in place.rglob("*") if _is_data(found, place))
        files = [found for found in inside if _ending(found) in PARQUET]
        files = files or [found for found in inside if _ending(found) in DELIMITERS]
    elif place.is_file():
        files = [place]
    else:
        files = sorted(p for p in map(Path, glob.glob(text, recursive=True)) if p.is_file())
    if not files:
        missing = "there is no such file, and no Parquet or CSV file in such a folder"
        raise _unreadable(text, missing)
    return [file.resolve() for file in files]


def _is_data(found: Path, folder: Path) -> bool:
    names = found.relative_to(folder).parts
    return found.is_file() and not any(name.startswith((".", "_")) for name in names)


def _ending(file: Path) -> str:
    name = file.name.lower()
    without = name.removesuffix(".gz")
    ending = Path(without).suffix
    return ending if name == without or ending in DELIMITERS else ".gz"


def _unreadable(path: str, message: str) -> DataError:
    return DataError([Problem("table_unreadable", path, message)], source=path)
