"""Summaries of a table or of a plan over it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from scoring_kit.compiler.plan import Plan
from scoring_kit.engines.duckdb import DuckDBEngine
from scoring_kit.engines.sql_writer import literal, quote_identifier
from scoring_kit.tables.table import Table
from scoring_kit.tables.types import without_zone


@dataclass(frozen=True, slots=True)
class Repeats:
    """Keys that several rows share: how many keys, one of them, and rows without a key."""

    keys: int
    example: tuple[object, ...]
    rows_without: int


AT_ONCE = 50
"""Outputs that one SELECT counts: the memory of DuckDB grows with their square."""


def count_values(
    engine: DuckDBEngine, plan: Plan, table: Table, names: Sequence[str]
) -> dict[str, dict[object, int]]:
    """Return how often each output has each value but NULL."""
    counts: dict[str, dict[object, int]] = {}
    for start in range(0, len(names), AT_ONCE):
        batch = names[start : start + AT_ONCE]
        counted = ", ".join(f"histogram({quote_identifier(name)})" for name in batch)
        sql = f"SELECT {counted} FROM ({_select(engine, plan, table, batch)})"
        [row] = _rows(engine, sql)
        counts |= {name: found or {} for name, found in zip(batch, row, strict=True)}
    return counts


def count_rows(engine: DuckDBEngine, table: Table) -> int:
    """Return the number of rows of a table."""
    [row] = _rows(engine, f"SELECT count(*) FROM {table.relation}")
    return int(row[0])


def most_frequent(
    engine: DuckDBEngine, plan: Plan, table: Table, name: str, limit: int
) -> list[tuple[object, int]]:
    """Return the most frequent values of an output with their counts, NULL left out."""
    value = quote_identifier(name)
    sql = (
        f"SELECT {value}, count(*) FROM ({_select(engine, plan, table, [name])}) "
        f"WHERE {value} IS NOT NULL GROUP BY ALL ORDER BY 2 DESC, 1 LIMIT {limit}"
    )
    return [(value, int(count)) for value, count in _rows(engine, sql)]


def numbers(
    engine: DuckDBEngine,
    plan: Plan,
    table: Table,
    name: str,
    *,
    where: tuple[str, Sequence[str]] | None = None,
) -> npt.NDArray[np.float64]:
    """Return an output without its NULLs, rising, so that the order of the rows is gone.

    where: another output and the texts that it must be one of.
    """
    value = quote_identifier(name)
    conditions = [f"{value} IS NOT NULL"]
    names = [name]
    if where is not None:
        names.append(where[0])
        texts = ", ".join(literal(text) for text in where[1])
        conditions.append(f"{quote_identifier(where[0])} IN ({texts})")
    sql = (
        f"SELECT {value} + 0e0 AS number FROM ({_select(engine, plan, table, names)}) "
        f"WHERE {' AND '.join(conditions)}"
    )
    found = engine.fetch(sql, lambda cursor: cursor.fetchnumpy())["number"]
    return np.sort(np.asarray(found, dtype=np.float64))


def constant_columns(
    engine: DuckDBEngine, table: Table, names: Iterable[str]
) -> dict[str, object | None]:
    """Return the columns with one value in all rows, or none in any, and that value."""
    wanted = list(names)
    if not wanted:
        return {}
    columns = [table.columns[name].sql for name in wanted]
    items = ", ".join(f"count({x}), min({x}), min({x}) = max({x})" for x in columns)
    [row] = _rows(engine, f"SELECT count(*), {items} FROM {table.relation} AS source")
    rows = row[0]
    found: dict[str, object | None] = {}
    for index, name in enumerate(wanted):
        count, lowest, is_one = row[1 + 3 * index : 4 + 3 * index]
        if rows > 0 and (count == 0 or (count == rows and is_one)):
            found[name] = lowest
    return found


def repeated_keys(engine: DuckDBEngine, table: Table, keys: Sequence[str]) -> Repeats:
    """Return which keys stand in several rows; rows in which a key column is NULL apart."""
    columns = [f"source.{quote_identifier(key)}" for key in keys]
    some_null = " OR ".join(f"{column} IS NULL" for column in columns)
    kinds = (table.columns[key].engine_type for key in keys)
    shown = map(without_zone, columns, kinds)
    names = ", ".join(f"{column} AS key_{i}" for i, column in enumerate(shown))
    read = f"FROM {table.relation} AS source WHERE"
    repeats = (
        f"SELECT * FROM (SELECT {names} {read} NOT ({some_null})) GROUP BY ALL HAVING count(*) > 1"
    )
    example = _rows(engine, f"{repeats} ORDER BY ALL LIMIT 1")
    count = _rows(engine, f"SELECT count(*) FROM ({repeats})")[0][0] if example else 0
    without = _rows(engine, f"SELECT count(*) {read} {some_null}")[0][0]
    return Repeats(count, example[0] if example else (), without)


def _select(engine: DuckDBEngine, plan: Plan, table: Table, names: Sequence[str]) -> str:
    return engine.run(plan.only(names), table).sql


def _rows(engine: DuckDBEngine, sql: str) -> list[tuple[Any, ...]]:
    return engine.fetch(sql, lambda cursor: cursor.fetchall())
