"""Any table in, as something that DuckDB can select from: `open_table`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from os import PathLike, fspath
from typing import Any, cast

import duckdb

from scoring_kit.errors import DataError, Problem, nearest
from scoring_kit.expression.words import Column, Type
from scoring_kit.tables.databases import check_no_table
from scoring_kit.tables.files import file_relation
from scoring_kit.tables.frames import load_frame
from scoring_kit.tables.names import check_column_names
from scoring_kit.tables.types import TableColumn, describe, has_groups


@dataclass(frozen=True, slots=True)
class Table:
    """A table that a connection can read.

    relation: what stands after FROM, as SQL. columns: by name, in order. keeps_order:
    whether results come in the order of the rows, as they do for tables in memory.
    """

    relation: str
    columns: Mapping[str, TableColumn]
    keeps_order: bool


def open_table(
    data: object,
    *,
    connection: duckdb.DuckDBPyConnection,
    types: Mapping[str, Type] | None = None,
    columns: Sequence[str] | None = None,
    table: str | None = None,
) -> Table:
    """Return a table for the connection, whatever the data comes as.

    Parameters
    ----------
    data
        A path (a Parquet or CSV file, a folder, a pattern with * or ?, a DuckDB database), a
        pandas DataFrame, a DuckDB relation, anything with an Arrow stream (polars,
        pyarrow), or a mapping of columns. What is in memory is copied, or stays as it is.
    types
        What columns hold where the data does not say so: in CSV files, where all others
        are text, in the names of folders, and in columns of Python objects.
    columns
        Those that will be read, whether the data has them or not; others of a table in memory
        are not copied, and only their names are known. None for all.
    table
        The table of a database, unless it has one only.

    Raises
    ------
    DataError
        Where the data cannot be read or has names that cannot be told apart.

    Examples
    --------
    >>> table = open_table({"age": [41, None]}, connection=duckdb.connect())
    >>> table.columns["age"].kind
    <Type.NUMBER: 'number'>
    """
    wanted = types or {}
    try:
        if isinstance(data, str | PathLike):
            path = fspath(cast("str | PathLike[str]", data))
            relation = file_relation(path, wanted, connection, columns=columns, table=table)
            return describe_table(relation, connection, keeps_order=False)
        check_no_table(table)
        loaded = load_frame(data, connection, wanted, columns)
    except duckdb.Error as error:
        raise DataError([_problem(str(error))]) from error
    found = describe_table(loaded.relation, connection, keeps_order=True)
    known = {name: found.columns.get(name) or _not_read(name) for name in loaded.names}
    return Table(found.relation, known, keeps_order=True)


def describe_table(
    relation: str, connection: duckdb.DuckDBPyConnection, *, keeps_order: bool = False
) -> Table:
    """Return a table that the connection has already, by what stands after FROM, as SQL.

    Examples
    --------
    >>> describe_table("range(3)", duckdb.connect()).columns["range"].engine_type
    'BIGINT'
    """
    rows: list[tuple[Any, ...]] = connection.execute(f"DESCRIBE FROM {relation}").fetchall()
    check_column_names(row[0] for row in rows)
    columns = {row[0]: describe(row[0], row[1]) for row in rows}
    return Table(relation, columns, keeps_order)


def table_columns(table: Table) -> dict[str, Column]:
    """Return the columns of a table by name; those that no plan can read as lists."""
    return {
        name: Column(name, column.kind or Type.LIST, column.finite)
        for name, column in table.columns.items()
    }


def check_columns(table: Table, names: Sequence[str]) -> None:
    """Refuse names that the table does not have, all of them at once."""
    problems = [
        Problem(
            "column_missing",
            name,
            f"the table has no column {name!r}{nearest(name, table.columns)}",
        )
        for name in names
        if name not in table.columns
    ]
    if problems:
        raise DataError(problems)


def check_key_names(names: Sequence[str], results: Sequence[str]) -> None:
    """Refuse keys that have the name of a result."""
    taken = {result.casefold() for result in results}
    problems = [
        Problem("key_collides", name, f"key {name!r} has the name of a result; rename the column")
        for name in names
        if name.casefold() in taken
    ]
    if problems:
        raise DataError(problems)


def check_groups(table: Table, names: Iterable[str]) -> None:
    """Refuse columns by which rows cannot be grouped, all of them at once."""
    problems = [
        Problem("column_type", name, f"rows cannot be grouped by column {name!r}: it is {kind}")
        for name, kind in ((name, table.columns[name].engine_type) for name in names)
        if not has_groups(kind)
    ]
    if problems:
        raise DataError(problems, "table", "cannot be grouped")


def _not_read(name: str) -> TableColumn:
    return TableColumn(name, "", None, finite=True, sql="NULL")


def _problem(text: str) -> Problem:
    """Return what is wrong in one line of DuckDB's, without the values that it quotes."""
    if "schema mismatch in glob" in text:
        message = "the files have different columns; write them with the same ones"
    else:
        line = re.sub(r"(['\"]).*?\1", "...", text.splitlines()[0])
        message = f"DuckDB cannot read the table: {line}"
    return Problem("table_unreadable", "", message)
