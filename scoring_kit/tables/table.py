"""Any table in, as something that DuckDB can select from: `open_table`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from os import PathLike, fspath
from typing import Any

import duckdb

from scoring_kit.errors import DataError, Problem
from scoring_kit.expression.words import Column, Type
from scoring_kit.tables.files import check_parquet_names, file_relation
from scoring_kit.tables.frames import load_frame
from scoring_kit.tables.names import check_column_names
from scoring_kit.tables.types import TableColumn, describe


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
) -> Table:
    """Return a table for the connection, whatever the data comes as.

    Parameters
    ----------
    data
        A path (a Parquet or CSV file, a folder of Parquet files, a pattern with * or ?), a
        pandas DataFrame, a DuckDB relation, anything with an Arrow stream (polars,
        pyarrow), or a mapping of columns. What is in memory is copied.
    types
        What columns hold where the data does not say so: in CSV files, where all others
        are text, and in columns of Python objects.

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
            relation = file_relation(fspath(data), wanted)
            check_parquet_names(fspath(data), connection)
            return describe_table(relation, connection, keeps_order=False)
        relation = load_frame(data, connection, wanted)
        return describe_table(relation, connection, keeps_order=True)
    except duckdb.Error as error:
        raise DataError([Problem("table_unreadable", "", _first_line(error))]) from error


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


def _first_line(error: duckdb.Error) -> str:
    return f"DuckDB cannot read the table: {str(error).splitlines()[0]}"
