"""Tables of a DuckDB database file, which is opened for reading only."""

from __future__ import annotations

import re
from os import PathLike
from pathlib import Path

import duckdb

from scoring_kit.errors import DataError, Problem, nearest
from scoring_kit.tables.literals import text_literal
from scoring_kit.tables.types import quoted

ENDINGS = (".duckdb", ".ddb", ".db")
ALIAS = "database"


def is_database(file: str | PathLike[str]) -> bool:
    """Return whether a file is a database, by its ending."""
    return Path(file).suffix.lower() in ENDINGS


def database_files(path: Path) -> tuple[Path, ...]:
    """Return the database file and the log that may stand beside it."""
    return path, path.with_name(f"{path.name}.wal")


def database_relation(path: Path, name: str | None, connection: duckdb.DuckDBPyConnection) -> str:
    """Return a table or view of a database as what stands after FROM, as SQL.

    name: such as ``customers`` or ``some_schema.customers``; None for the only one.

    Raises
    ------
    DataError
        When the database cannot be read, or it is not clear which table is meant.
    """
    _attach(path, connection)
    found = {
        f"{schema}.{table}": f"{quoted(ALIAS)}.{quoted(schema)}.{quoted(table)}"
        for schema, table in _tables(connection)
    }
    short = {full.removeprefix("main."): sql for full, sql in found.items()}
    if name is None and len(short) == 1:
        return _by_code_point(next(iter(short.values())), connection)
    if name is not None and name in found | short:
        return _by_code_point((found | short)[name], connection)
    raise _unclear(path, name, list(short))


def check_no_table(name: str | None) -> None:
    """Refuse the name of a table for what is no database."""
    if name is not None:
        message = f"table={name!r} names a table of a DuckDB file, and this is none; leave it out"
        raise DataError([Problem("table_unusable", "", message)])


def _by_code_point(relation: str, connection: duckdb.DuckDBPyConnection) -> str:
    """Return a table whose texts are compared by code point.

    Those of a database may have another collation, say NOCASE, which nothing tells of a column.
    """
    rows = connection.execute(f"DESCRIBE FROM {relation}").fetchall()
    texts = [quoted(row[0]) for row in rows if row[1] == "VARCHAR"]
    if not texts:
        return relation
    plain = ", ".join(f"{text} COLLATE C AS {text}" for text in texts)
    return f"(SELECT * REPLACE ({plain}) FROM {relation})"


def _tables(connection: duckdb.DuckDBPyConnection) -> list[tuple[str, str]]:
    return connection.execute(
        "SELECT schema_name, table_name FROM duckdb_tables() WHERE database_name = $name "
        "AND NOT internal UNION ALL SELECT schema_name, view_name FROM duckdb_views() "
        "WHERE database_name = $name AND NOT internal ORDER BY ALL",
        {"name": ALIAS},
    ).fetchall()


def _attach(path: Path, connection: duckdb.DuckDBPyConnection) -> None:
    place = text_literal(str(path))
    try:
        connection.execute(f"ATTACH IF NOT EXISTS {place} AS {quoted(ALIAS)} (READ_ONLY)")
    except duckdb.Error as error:
        raise DataError([_unreadable(path, str(error))], source=str(path)) from error


def _unreadable(path: Path, text: str) -> Problem:
    return Problem("table_unreadable", str(path), database_fault(text))


def database_fault(text: str) -> str:
    """Return what keeps a database file from being opened, from DuckDB's words."""
    if "set lock" in text:
        process = re.search(r"PID (\d+)", text)
        who = f"process {process[1]}" if process else "another process"
        return f"{who} has the database open; close it there, or copy the table to a Parquet file"
    if "file handle conflict" in text or "different configuration" in text:
        return (
            "this program has the database open already; pass a table of that connection "
            "instead, such as connection.table('customers')"
        )
    if "not a valid DuckDB" in text:
        return "this is no DuckDB database; check the path"
    if "version" in text:
        return "another version of DuckDB wrote the database; export the table to a Parquet file"
    return "DuckDB cannot open the database; check the path, and whether it is damaged"


def _unclear(path: Path, name: str | None, names: list[str]) -> DataError:
    if not names:
        message = "the database has no tables"
    elif name is None:
        message = f"the database has several tables: {', '.join(names)}; name one with table="
    else:
        hint = nearest(name, names)
        message = f"the database has no table {name!r} (there is: {', '.join(names)}){hint}"
    return DataError([Problem("table_missing", name or "", message)], source=str(path))
