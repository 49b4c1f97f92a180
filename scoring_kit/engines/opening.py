"""A table with an engine that reads it and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from os import PathLike
from typing import cast

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
    is_path = isinstance(data, str | PathLike)
    files = data_files(cast("str | PathLike[str]", data)) if is_path else ()
    connection = connect(files=files)
    known = {name: kind for name, kind in types.items() if kind is not None}
    table = open_table(data, connection=connection, types=known)
    return DuckDBEngine(connection), table
