"""One row of a table: found by its key or place, and what a plan gives for it."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Context, Decimal, InvalidOperation
from typing import Any, cast

import numpy as np

from scoring_kit.compiler.plan import Plan
from scoring_kit.engines import numpy as numpy_engine
from scoring_kit.engines.base import to_date
from scoring_kit.engines.duckdb import DuckDBEngine
from scoring_kit.engines.frames import read_columns
from scoring_kit.engines.numpy_frame import Array
from scoring_kit.engines.sql_writer import literal, quote_identifier
from scoring_kit.expression.words import Type
from scoring_kit.tables.table import Table
from scoring_kit.tables.types import TableColumn, without_zone

Key = Mapping[str, object]
ENOUGH = 2
"""Rows that are fetched of those with a key: the second shows that it is not the only one."""


def rows_with_key(table: Table, key: Key) -> Table | None:
    """Return the first rows with a key as a table; None where a value cannot be in its column."""
    condition = key_condition(table, key)
    return None if condition is None else _part(table, f"WHERE {condition} LIMIT {ENOUGH}")


def key_condition(table: Table, key: Key) -> str | None:
    """Return the condition that columns have these values; None where one of them cannot."""
    conditions = [_equals(table.columns[name], value) for name, value in key.items()]
    known = [condition for condition in conditions if condition is not None]
    return " AND ".join(known) if len(known) == len(conditions) else None


def row_at(table: Table, place: int) -> Table:
    """Return the row at a place, from 0, as a table; without rows beyond the end."""
    return _part(table, f"LIMIT 1 OFFSET {place}")


def _part(table: Table, clauses: str) -> Table:
    return replace(table, relation=f"(SELECT * FROM {table.relation} AS source {clauses})")


def read_cells(engine: DuckDBEngine, table: Table, columns: Sequence[str]) -> list[dict[str, Any]]:
    """Return columns of each row as the table has them, as Python values; NULL is None."""
    items = [_cell(table.columns[name]) for name in columns] or ["0"]
    sql = f"SELECT {', '.join(items)} FROM {table.relation} AS source"
    rows = engine.fetch(sql, lambda cursor: cursor.fetchall())
    return [dict(zip(columns, row, strict=bool(columns))) for row in rows]


def _cell(column: TableColumn) -> str:
    return without_zone(f"source.{quote_identifier(column.name)}", column.engine_type)


def run_rows(engine: DuckDBEngine, plan: Plan, table: Table) -> list[dict[str, Any]]:
    """Return what a plan gives for each row, as Python values; NULL is None.

    By numpy, which begins at once: DuckDB takes seconds to plan what explains a wide card.
    """
    rows, arrays = read_columns(engine, plan, table)
    return run_arrays(plan, arrays, rows)


def run_arrays(plan: Plan, columns: Mapping[str, Array], rows: int) -> list[dict[str, Any]]:
    """Return what a plan gives for each row of columns in their canonical forms.

    As Python values; NULL is None.
    """
    results = numpy_engine.run(plan, columns, rows=rows)
    lists = [
        [_plain(value, output.reference.kind) for value in results[output.name].tolist()]
        for output in plan.outputs
    ]
    names = [output.name for output in plan.outputs]
    return [dict(zip(names, row, strict=True)) for row in zip(*lists, strict=True)]


def _plain(value: Any, kind: Type) -> object:  # noqa: ANN401 (of any kind)
    """Return a value of numpy's canonical columns as a Python value."""
    if kind is Type.NUMBER:
        return None if value != value else value
    if kind is Type.DATE:
        return to_date(value)
    return {1: True, 0: False, -1: None}[value] if kind is Type.BOOLEAN else value


# ---- which rows have a key -----------------------------------------------------------------


_WHOLE = re.compile("U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?")
_DECIMAL = re.compile(r"DECIMAL\(\d+,(\d+)\)")
_MOST_DIGITS = Context(prec=40)


def _python(value: object) -> object:
    return cast("object", value.item()) if isinstance(value, np.generic) else value


def can_hold(kind: Type, value: object) -> bool:
    """Return whether a value is of a kind; dates may come as ISO texts."""
    value = _python(value)
    kinds: dict[Type, tuple[type, ...]] = {
        Type.NUMBER: (int, float, Decimal),
        Type.TEXT: (str,),
        Type.BOOLEAN: (bool,),
        Type.DATE: (date, str),
    }
    return isinstance(value, kinds[kind]) and (kind is Type.BOOLEAN or not isinstance(value, bool))


def _equals(column: TableColumn, value: object) -> str | None:
    """Return the condition that a column has a value; None where it never has."""
    wanted = key_value(column, value)
    if wanted is None:
        return None
    name = f"source.{quote_identifier(column.name)}"
    return f"{name}::VARCHAR = {wanted}" if _is_text(column) else f"{name} = {wanted}"


def key_value(column: TableColumn, value: object) -> str | None:
    """Return a value as the SQL that a column is compared with; None where it never has it.

    Columns of text, and of kinds that scoring does not read, are compared as text.
    """
    value = _python(value)
    if column.kind is not None and not can_hold(column.kind, value):
        return None
    text = value.isoformat() if isinstance(value, date) else str(value)
    if isinstance(value, int | float | Decimal) and column.kind is Type.NUMBER:
        text = _number_text(column.engine_type, value)
    if text is None or "\0" in text:
        return None
    wanted = literal(text)
    return wanted if _is_text(column) else f"TRY_CAST({wanted} AS {column.engine_type})"


def _is_text(column: TableColumn) -> bool:
    return column.kind in (Type.TEXT, None)


def _number_text(engine_type: str, value: float | Decimal) -> str | None:
    """Return a number as the text that a cast to the type keeps exactly, else None."""
    if isinstance(value, float) and not math.isfinite(value):
        return None
    exact = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
    decimal = _DECIMAL.fullmatch(engine_type)
    if decimal is None and _WHOLE.fullmatch(engine_type) is None:
        return repr(float(value))
    try:
        step = Decimal(1).scaleb(-int(decimal[1]) if decimal else 0)
        fits = exact == exact.quantize(step, context=_MOST_DIGITS)
    except InvalidOperation:  # more digits than any column has
        return None
    return f"{exact:f}" if fits else None


# ---- what else there is --------------------------------------------------------------------


SOME_REPEATS = 20
"""Rows that are looked at for each near key, as several may have the same."""


def nearest_keys(engine: DuckDBEngine, table: Table, key: Key, limit: int = 3) -> list[Any]:
    """Return the keys that are nearest to one that is not there, as tuples."""
    names = [quote_identifier(name) for name in key]
    distances = [_distance(table.columns[name], value) for name, value in key.items()]
    others = " + ".join(f"({name} IS NULL)::INTEGER" for name in names)
    apart = " + ".join(f"(distance_{i} > 0)::INTEGER" for i in range(len(names)))
    whole = " + ".join(f"distance_{i}" for i in range(len(names)))
    columns = ", ".join(f"{_cell(table.columns[name])} AS key_{i}" for i, name in enumerate(key))
    measured = ", ".join(f"{sql} AS distance_{i}" for i, sql in enumerate(distances))
    keys = ", ".join(f"key_{i}" for i in range(len(names)))
    sql = (
        f"SELECT {keys} FROM (SELECT {columns}, {measured} FROM {table.relation} "
        f"AS source WHERE {others} = 0) ORDER BY {apart}, {whole}, {keys} "
        f"LIMIT {limit * SOME_REPEATS}"
    )
    # a key that many rows have may fill all places: better than sorting every key
    found = engine.fetch(sql, lambda cursor: cursor.fetchall())
    return list(dict.fromkeys(map(tuple, found)))[:limit]


def _distance(column: TableColumn, value: object) -> str:
    name = f"source.{quote_identifier(column.name)}"
    value = _python(value)
    if isinstance(value, int | float) and column.kind is Type.NUMBER and math.isfinite(value):
        return f"abs({column.sql} - {literal(float(value))})"
    text = literal(str(value).replace("\0", " "))
    return f"1e0 - jaro_winkler_similarity(lower({name}::VARCHAR), lower({text}))"
