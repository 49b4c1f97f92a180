"""A table with an engine that reads it and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from os import PathLike

from scoring_kit.engines.duckdb import DuckDBEngine, connect
from scoring_kit.expression.words import Type
from scoring_kit.tables.files import data_files
from scoring_kit.tables.table import Table, open_table


def open_data(data: object, types: Mapping[str, Type | None]) -> tuple[DuckDBEngine, Table]:
    """Return an engine of its own for the data, and the data as a table of it.

    types: what columns of CSV files hold, where it is known.

    Raises
    ------
    DataError
        When the data cannot be read.
    """
    files = data_files(data) if isinstance(data, str | PathLike) else ()
    connection = connect(files=files)
    known = {name: kind for name, kind in types.items() if kind is not None}
    return DuckDBEngine(connection), open_table(data, connection=connection, types=known)
