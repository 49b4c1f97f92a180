"""Rows of a table in memory by their place from 0: as a table, as texts, and found by texts."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import replace

from scoring_kit.engines.duckdb import DuckDBEngine
from scoring_kit.engines.lookup import Key, key_condition
from scoring_kit.engines.sql_writer import literal, quote_identifier
from scoring_kit.tables.table import Table
from scoring_kit.tables.types import TableColumn, family_of, without_zone

NOTHING = "–"
"""What stands for NULL."""
BETWEEN = " · "
"""What stands between the texts of several columns."""


def rows_at(table: Table, places: Sequence[int]) -> Table:
    """Return the rows at these places as a table, each once, in the order of the table.

    Examples
    --------
    >>> from scoring_kit.engines.duckdb import connect
    >>> from scoring_kit.tables.table import describe_table
    >>> engine = DuckDBEngine(connect())
    >>> engine.change("CREATE TABLE kept AS SELECT range * 2 AS x FROM range(9)")
    >>> table = describe_table("kept", engine.connection, keeps_order=True)
    >>> engine.fetch(f"FROM {rows_at(table, [3, 1]).relation}", lambda cursor: cursor.fetchall())
    [(2,), (6,)]
    """
    columns = ", ".join(f"source.{quote_identifier(name)}" for name in table.columns)
    select = f"SELECT {columns} FROM {_numbered(table)} WHERE {_is_at(table, places)}"
    return replace(table, relation=f"({select} ORDER BY {_place(table)})")


def texts_at(
    engine: DuckDBEngine, table: Table, columns: Sequence[str], places: Sequence[int]
) -> dict[int, str]:
    """Return columns as one text for each of these places."""
    sql = (
        f"SELECT {_place(table)}, {_text(table, columns)} "
        f"FROM {_numbered(table)} WHERE {_is_at(table, places)}"
    )
    return dict(engine.fetch(sql, lambda cursor: cursor.fetchall()))


def places_with_key(engine: DuckDBEngine, table: Table, key: Key, most: int) -> list[int]:
    """Return the first places whose columns have these values; none where they cannot."""
    condition = key_condition(table, key)
    return [] if condition is None else _places(engine, table, condition, most)


def places_with_text(
    engine: DuckDBEngine, table: Table, columns: Sequence[str], text: str, most: int
) -> list[int]:
    """Return the first places at which columns as one text are exactly this one."""
    if "\0" in text:
        return []
    return _places(engine, table, f"{_text(table, columns)} = {literal(text)}", most)


def keep_small_letters(engine: DuckDBEngine, table: Table, columns: Sequence[str]) -> Table:
    """Return a table in the engine's memory with columns as one text in small letters.

    Without columns, the texts are the numbers of the rows from 1.
    """
    name = quote_identifier(f"texts {secrets.token_hex(8)}")
    text = f"lower({_text(table, columns)})"
    engine.change(f"CREATE TABLE {name} AS SELECT {text} AS text FROM {_numbered(table)}")
    return Table(name, {"text": TableColumn("text", "VARCHAR", None, True, "text")}, True)


def places_containing(engine: DuckDBEngine, small: Table, text: str, most: int) -> list[int]:
    """Return the first places of texts in small letters that contain a text, literally."""
    if "\0" in text:
        return []
    condition = f"contains(source.text, lower({literal(text)}))"
    return _places(engine, small, condition, most)


def _places(engine: DuckDBEngine, table: Table, condition: str, most: int) -> list[int]:
    sql = f"SELECT {_place(table)} FROM {_numbered(table)} WHERE {condition} LIMIT {most}"
    return [row[0] for row in engine.fetch(sql, lambda cursor: cursor.fetchall())]


def _is_at(table: Table, places: Sequence[int]) -> str:
    if len(places) == 1:
        return f"{_place(table)} = {int(places[0])}"
    # a list of constants would be compared one by one in each row
    numbers = ", ".join(str(int(place)) for place in places)
    return f"{_place(table)} IN (SELECT unnest([{numbers}]::BIGINT[]))"


def _place(table: Table) -> str:
    return f"source.{quote_identifier(_counting_name(table) or 'rowid')}"


def _numbered(table: Table) -> str:
    """Return what stands after FROM, with a column that counts the rows from 0."""
    name = _counting_name(table)
    if name is None:
        return f"{table.relation} AS source"
    counted = f"row_number() OVER () - 1 AS {quote_identifier(name)}"
    columns = ", ".join(map(quote_identifier, table.columns))
    return f"(SELECT {counted}, {columns} FROM {table.relation}) AS source"


def _counting_name(table: Table) -> str | None:
    """Return a name for the places where a column of the table hides DuckDB's own."""
    taken = {name.casefold() for name in table.columns}
    if "rowid" not in taken:
        return None
    name = "place"
    while name in taken:
        name += "_"
    return name


def _text(table: Table, columns: Sequence[str]) -> str:
    if not columns:
        return f"({_place(table)} + 1)::VARCHAR"
    parts = [f"coalesce({_one_text(table.columns[name])}, {literal(NOTHING)})" for name in columns]
    return f" || {literal(BETWEEN)} || ".join(parts)


def _one_text(column: TableColumn) -> str:
    source = without_zone(f"source.{quote_identifier(column.name)}", column.engine_type)
    if family_of(column.engine_type) not in ("FLOAT", "DOUBLE"):
        return f"{source}::VARCHAR"
    # numbers of customers become doubles where one of them was missing
    return f"regexp_replace({source}::VARCHAR, '\\.0$', '')"
