"""A plan over a table, by any engine: the same columns of the same types."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import repeat
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import numpy.typing as npt

from scoring_kit.compiler.plan import Plan
from scoring_kit.engines import numpy as numpy_engine
from scoring_kit.engines.duckdb import DuckDBEngine
from scoring_kit.engines.results import LISTS, Result
from scoring_kit.engines.row import compile_row
from scoring_kit.engines.sql import quote_identifier
from scoring_kit.expression.words import Column, Type
from scoring_kit.tables.columns import to_column
from scoring_kit.tables.table import Table

if TYPE_CHECKING:
    import pandas

Array = npt.NDArray[Any]
By = Literal["duckdb", "numpy", "row"]


def plan_frame(
    engine: DuckDBEngine,
    plan: Plan,
    table: Table,
    keys: Sequence[str],
    by: By,
    order: Sequence[str] = (),
) -> pandas.DataFrame:
    """Return the key columns and the plan's outputs, a row per row of the table.

    NULL is NaN; lists are Python lists.
    """
    with plan_result(engine, plan, table, keys, by, order) as result:
        return result.to_pandas()


@contextmanager
def plan_result(
    engine: DuckDBEngine,
    plan: Plan,
    table: Table,
    keys: Sequence[str],
    by: By,
    order: Sequence[str] = (),
) -> Generator[Result]:
    """Yield the key columns and the plan's outputs, of the same types whoever calculates them.

    order: columns to sort the rows by; without them they keep the order of the table.
    """
    types = {key: table.columns[key].engine_type for key in keys}
    types |= {output.name: _TYPES[output.reference.kind] for output in plan.outputs}
    outputs = frozenset(output.name for output in plan.outputs)
    if by == "duckdb":

        def quick() -> str:
            return engine.run(plan, table, keys=keys, few_as_enums=True).sql

        sql = engine.run(plan, table, keys=keys).sql
        yield Result(engine, sql, types, outputs, tuple(order), quick)
        return
    with _calculated(engine, plan, table, keys, _by_numpy if by == "numpy" else _by_row) as name:
        yield Result(engine, f"FROM {name}", types, outputs, tuple(order))


_TYPES = {Type.NUMBER: "DOUBLE", Type.TEXT: "VARCHAR", Type.LIST: LISTS, Type.BOOLEAN: "BOOLEAN"}


@contextmanager
def _calculated(
    engine: DuckDBEngine,
    plan: Plan,
    table: Table,
    keys: Sequence[str],
    run: Callable[[Plan, Mapping[str, Array], int], dict[str, Array]],
) -> Generator[str]:
    """Yield a table of the database with what is calculated in memory; it is gone afterwards."""
    read, made = (quote_identifier(f"{part} {secrets.token_hex(8)}") for part in ("read", "made"))
    try:
        engine.change(f"CREATE TABLE {read} AS {_read_columns(plan, table, keys)}")
        columns, rows = _columns(engine, plan, read)
        frame, items = _loadable(plan, run(plan, columns, rows))
        items = [f"{_key(key)} AS {quote_identifier(key)}" for key in keys] + items
        select = f"SELECT {', '.join(items or ['0 AS row'])} FROM {read} POSITIONAL JOIN outputs"
        engine.change(f"CREATE TABLE {made} AS {select}", outputs=frame)
        engine.change(f"DROP TABLE {read}")
        yield made
    finally:
        for name in (read, made):
            engine.change(f"DROP TABLE IF EXISTS {name}")


def _key(key: str) -> str:
    return quote_identifier(f"key {key}")


def _read_columns(plan: Plan, table: Table, keys: Sequence[str]) -> str:
    """Return the SELECT of the keys and of the plan's columns in their canonical forms."""
    items = [f"source.{quote_identifier(key)} AS {_key(key)}" for key in keys]
    for column in plan.columns:
        sql = table.columns[column.name].sql
        sql = _days(sql) if column.kind is Type.DATE else sql
        items.append(f"{sql} AS {quote_identifier(f'column {column.name}')}")
    return f"SELECT {', '.join(['0 AS row', *items])} FROM {table.relation} AS source"


def _columns(engine: DuckDBEngine, plan: Plan, read: str) -> tuple[dict[str, Array], int]:
    names = [quote_identifier(f"column {column.name}") for column in plan.columns]
    sql = f"SELECT {', '.join(names or ['row'])} FROM {read}"
    frame = engine.fetch(sql, lambda cursor: cursor.df())
    return {column.name: _canonical(frame, column) for column in plan.columns}, len(frame)


def _loadable(plan: Plan, outputs: Mapping[str, Array]) -> tuple[pandas.DataFrame, list[str]]:
    """Return outputs as a frame that DuckDB reads without guessing, and the SQL of their types."""
    import pandas

    columns: dict[str, Any] = {"row": np.zeros(len(next(iter(outputs.values()), ())), np.int8)}
    items: list[str] = []
    for number, output in enumerate(plan.outputs):
        values, kind = outputs[output.name], output.reference.kind
        if kind is Type.LIST:  # of names, which hold no comma
            values = _as_array([",".join(names) for names in values], kind)
        columns[f"output {number}"], place = values, quote_identifier(f"output {number}")
        form = _FORMS.get(kind, f"{{x}}::{_TYPES[kind]}")
        items.append(f"{form.format(x=place)} AS {quote_identifier(output.name)}")
    return pandas.DataFrame(columns, copy=False), items


_FORMS = {Type.LIST: "CASE WHEN {x} = '' THEN []::VARCHAR[] ELSE string_split({x}, ',') END"}


def _days(sql: str) -> str:
    """Return a date as days since 1970-01-01, infinite where it is."""
    return (
        f"CASE WHEN isfinite({sql}) THEN ({sql} - DATE '1970-01-01')::DOUBLE "
        f"WHEN {sql} IS NOT NULL THEN 'inf'::DOUBLE END"
    )


def _canonical(frame: pandas.DataFrame, column: Column) -> Array:
    values = frame[f"column {column.name}"]
    if column.kind in (Type.NUMBER, Type.DATE):
        return values.to_numpy(dtype=np.float64, na_value=np.nan)
    return to_column(values, column.kind, column.name)


def _by_numpy(plan: Plan, columns: Mapping[str, Array], rows: int) -> dict[str, Array]:
    return numpy_engine.run(plan, columns, rows=rows)


def read_columns(engine: DuckDBEngine, plan: Plan, table: Table) -> tuple[int, dict[str, Array]]:
    """Return how many rows there are, and the plan's columns in their canonical forms."""
    columns, rows = _columns(engine, plan, f"({_read_columns(plan, table, ())})")
    return rows, columns


def _records(plan: Plan, columns: Mapping[str, Array], rows: int) -> Iterator[dict[str, object]]:
    names = [column.name for column in plan.columns]
    lists = [_plain(columns[column.name], column.kind) for column in plan.columns]
    cells = zip(*lists, strict=True) if lists else repeat((), rows)
    return (dict(zip(names, row, strict=True)) for row in cells)


def _by_row(plan: Plan, columns: Mapping[str, Array], rows: int) -> dict[str, Array]:
    function = compile_row(plan)
    results = [function(record) for record in _records(plan, columns, rows)]
    return {
        output.name: _as_array([result[output.name] for result in results], output.reference.kind)
        for output in plan.outputs
    }


OUT_OF_REACH = np.datetime64(10**8, "D")
"""A day far after year 9999, for dates that are infinite."""


def _plain(column: Array, kind: Type) -> list[object]:
    """Return a canonical column as the values that a row holds."""
    if kind is Type.BOOLEAN:
        return [None if value < 0 else bool(value) for value in column.tolist()]
    if kind is Type.DATE:
        return [_day(value) for value in column.tolist()]
    return column.tolist()


def _day(days: float) -> object:
    if days != days:
        return None
    return np.datetime64(int(days), "D") if np.isfinite(days) else OUT_OF_REACH


def _as_array(values: list[object], kind: Type) -> Array:
    if kind is Type.NUMBER:
        return np.array([np.nan if value is None else value for value in values], np.float64)
    array = np.empty(len(values), dtype=object)
    array[:] = values
    return array
