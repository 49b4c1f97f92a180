"""A plan over a table as a pandas DataFrame, by any engine."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import repeat
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import numpy.typing as npt

from scoring_kit.compiler.plan import Plan
from scoring_kit.engines import numpy as numpy_engine
from scoring_kit.engines.duckdb import DuckDBEngine
from scoring_kit.engines.row import compile_row
from scoring_kit.engines.sql import quote_identifier
from scoring_kit.expression.words import Column, Type
from scoring_kit.tables.columns import to_column
from scoring_kit.tables.table import Table

if TYPE_CHECKING:
    import pandas

Array = npt.NDArray[Any]


def plan_frame(
    engine: DuckDBEngine,
    plan: Plan,
    table: Table,
    keys: Sequence[str],
    by: Literal["duckdb", "numpy", "row"],
) -> pandas.DataFrame:
    """Return the key columns and the plan's outputs, a row per row of the table.

    NULL is NaN; lists are Python lists.
    """
    if by == "duckdb":
        frame = engine.run(plan, table, keys=keys).to_pandas()
        outputs = {output.name: frame[output.name].to_numpy() for output in plan.outputs}
    else:
        frame, columns = _read(engine, plan, table, keys)
        run = _by_numpy if by == "numpy" else _by_row
        outputs = run(plan, columns, len(frame))
    return _assembled(frame, keys, plan, outputs)


def _read(
    engine: DuckDBEngine, plan: Plan, table: Table, keys: Sequence[str]
) -> tuple[pandas.DataFrame, dict[str, Array]]:
    """Return the key columns and the plan's columns in their canonical forms."""
    items = [f"source.{quote_identifier(key)} AS {quote_identifier(f'key {key}')}" for key in keys]
    for column in plan.columns:
        sql = table.columns[column.name].sql
        sql = _days(sql) if column.kind is Type.DATE else sql
        items.append(f"{sql} AS {quote_identifier(f'column {column.name}')}")
    sql = f"SELECT {', '.join(items or ['0 AS row'])} FROM {table.relation} AS source"
    frame = engine.fetch(sql, lambda cursor: cursor.df())
    columns = {column.name: _canonical(frame, column) for column in plan.columns}
    kept = frame[[f"key {key}" for key in keys]]
    return kept.rename(columns={f"key {key}": key for key in keys}), columns


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


def read_columns(
    engine: DuckDBEngine, plan: Plan, table: Table
) -> tuple[int, dict[str, Array], Iterator[dict[str, object]]]:
    """Return how many rows there are, the plan's columns, and the same row by row."""
    frame, columns = _read(engine, plan, table, ())
    return len(frame), columns, _records(plan, columns, len(frame))


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


def _assembled(
    frame: pandas.DataFrame, keys: Sequence[str], plan: Plan, outputs: Mapping[str, Array]
) -> pandas.DataFrame:
    """Return keys and outputs side by side, the same whatever engine made them."""
    import pandas

    columns: dict[str, Any] = {key: frame[key] for key in keys}
    for output in plan.outputs:
        values, kind = outputs[output.name], output.reference.kind
        if kind is Type.LIST:
            columns[output.name] = _as_array([list(value) for value in values], kind)
        elif kind is Type.TEXT:
            columns[output.name] = pandas.Series(values, dtype="str", index=frame.index)
        else:
            columns[output.name] = np.asarray(values, dtype=np.float64)
    return pandas.DataFrame(columns, index=frame.index)
