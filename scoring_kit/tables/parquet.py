"""Parquet files: one, several of the same columns, or partitions in folders like year=2024."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import duckdb

from scoring_kit.errors import DataError, Problem
from scoring_kit.expression.words import Type
from scoring_kit.tables.names import check_column_names

PARQUET = (".parquet", ".pq")

_TYPES = {
    Type.NUMBER: "DOUBLE",
    Type.TEXT: "VARCHAR",
    Type.BOOLEAN: "BOOLEAN",
    Type.DATE: "DATE",
}
Schema = dict[str, str]


def parquet_relation(
    files: Sequence[Path],
    types: Mapping[str, Type],
    connection: duckdb.DuckDBPyConnection,
    columns: Sequence[str] | None,
) -> str:
    """Return a table function of DuckDB that reads Parquet files, as SQL.

    Raises
    ------
    DataError
        Where a file cannot be read, or where a column is not of one type in all files.
    """
    schemas = {file: _schema(file, connection) for file in files}
    _check_same(schemas, columns)
    names = ", ".join(_literal(str(file)) for file in files)
    keys = _partitions(files, schemas[files[0]])
    if not keys:
        return f"read_parquet([{names}], hive_partitioning = false)"
    typed = ", ".join(f"{_literal(key)}: {_TYPES[types.get(key, Type.TEXT)]}" for key in keys)
    return (
        f"read_parquet([{names}], hive_partitioning = true, hive_types_autocast = false, "
        f"hive_types = {{{typed}}})"
    )


def parquet_metadata(file: Path) -> dict[str, str]:
    """Return what programs noted in a Parquet file, by key.

    Raises
    ------
    DataError
        Where the file cannot be read.
    """
    if not file.is_file():
        raise _unreadable(str(file), "there is no such file")
    sql = f"SELECT key, value FROM parquet_kv_metadata({_literal(str(file))})"
    try:
        with duckdb.connect() as connection:
            found: list[tuple[bytes, bytes]] = connection.execute(sql).fetchall()
    except duckdb.Error as error:
        raise _damaged(file) from error
    return {key.decode(errors="replace"): value.decode(errors="replace") for key, value in found}


def _schema(file: Path, connection: duckdb.DuckDBPyConnection) -> Schema:
    """Return the columns of a file with their types, as the file itself has them.

    Not asked of DuckDB's reader, which numbers names that collide.
    """
    columns = "name, coalesce(num_children, 0), coalesce(duckdb_type, 'group')"
    sql = f"SELECT {columns} FROM parquet_schema({_literal(str(file))})"
    try:
        nodes: list[tuple[str, int, str]] = connection.execute(sql).fetchall()
    except duckdb.Error as error:
        raise _damaged(file) from error
    found: list[tuple[str, str]] = []
    left = [1]  # how many nodes are still to come on each level; the first is the root
    for name, children, kind in nodes:
        if len(left) == 2:
            found.append((name, kind))
        elif len(left) > 2:  # a part of a column that is nested
            found[-1] = (found[-1][0], f"{found[-1][1]} of {name} {kind}")
        left[-1] -= 1
        left.append(children)
        while left and left[-1] == 0:
            left.pop()
    check_column_names(name for name, _ in found)
    return dict(found)


def _check_same(schemas: Mapping[Path, Schema], columns: Sequence[str] | None) -> None:
    first, expected = next(iter(schemas.items()))
    wanted = set(expected if columns is None else columns)
    problems: list[Problem] = []
    for file, schema in schemas.items():
        for name in expected | schema:
            if name not in wanted or expected.get(name) == schema.get(name):
                continue
            message = _difference(name, (first, expected.get(name)), (file, schema.get(name)))
            problems.append(Problem("column_type_changes", name, message))
    if problems:
        raise DataError(problems)


def _difference(name: str, first: tuple[Path, str | None], other: tuple[Path, str | None]) -> str:
    told = [
        f"{kind} in {file.name!r}" if kind else f"missing in {file.name!r}"
        for file, kind in (first, other)
    ]
    return f"column {name!r} is {told[0]}, but {told[1]}; write the files with one type"


def _partitions(files: Sequence[Path], schema: Schema) -> tuple[str, ...]:
    """Return the columns that folders name; none where the files hold them as well."""
    found = {file: _keys(file) for file in files}
    keys = found[files[0]]
    other = next((file for file in files if found[file] != keys), None)
    if other is not None:
        told = [f"{_listed(found[file])} for {file.name!r}" for file in (files[0], other)]
        message = f"the folders name different columns: {told[0]}, but {told[1]}"
        raise _unreadable(str(other.parent), message)
    inside = {name.casefold() for name in schema}
    both = [key for key in keys if key.casefold() in inside]
    if both and len(both) < len(keys):
        message = f"column {both[0]!r} stands in the files and in the names of their folders"
        raise _unreadable(str(files[0]), message)
    return () if both else check_column_names(keys)


def _keys(file: Path) -> tuple[str, ...]:
    """Return the columns that the folders of a file name, as DuckDB sees them."""
    parts = (part.split("=") for part in file.parent.parts)
    return tuple(part[0] for part in parts if len(part) == 2 and part[0])


def _listed(keys: Sequence[str]) -> str:
    return ", ".join(keys) or "none"


def _damaged(file: Path) -> DataError:
    message = f"the file {file.name!r} is no Parquet file, or it is damaged or cut off"
    return _unreadable(str(file), f"{message}; write it again")


def _unreadable(path: str, message: str) -> DataError:
    return DataError([Problem("table_unreadable", path, message)], source=path)


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
