"""Rows of a table by many keys at once, and what a plan gives for each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import count

from scoring_kit.compiler.plan import Plan
from scoring_kit.engines import numpy as numpy_engine
from scoring_kit.engines.duckdb import DuckDBEngine
from scoring_kit.engines.frames import read_columns
from scoring_kit.engines.lookup import key_value
from scoring_kit.engines.numpy_frame import Array
from scoring_kit.engines.sql_writer import quote_identifier
from scoring_kit.expression.words import Column, Type
from scoring_kit.tables.table import Table
from scoring_kit.tables.types import describe

Key = Mapping[str, object]


def run_keys(
    engine: DuckDBEngine, plan: Plan, table: Table, keys: Sequence[Key]
) -> tuple[list[int], dict[str, Array]]:
    """Return which of the keys are found, by place and once for each row, and their outputs.

    keys: values by column, the same columns in each. A key of several rows comes twice at least.

    Examples
    --------
    >>> from scoring_kit.compiler.plan import Let, Output, Step
    >>> from scoring_kit.engines.duckdb import connect
    >>> from scoring_kit.expression.words import Number, Reference
    >>> from scoring_kit.tables.table import describe_table
    >>> steps = (Step("result", (Let("half", Number(0.5)),)),)
    >>> plan = Plan((), steps, (Output("x", Reference("half", Type.NUMBER)),))
    >>> engine = DuckDBEngine(connect())
    >>> table = describe_table("range(9)", engine.connection)
    >>> run_keys(engine, plan, table, [{"range": 7}, {"range": 70}])[0]
    [0]
    """
    known = [(place, values) for place, key in enumerate(keys) if (values := _values(table, key))]
    if not known:
        return [], numpy_engine.run(plan, read_columns(engine, plan, _none_of(table))[1], rows=0)
    number = _free_name(table)
    part = _rows(table, list(keys[0]), known, number)
    numbered = replace(plan, columns=(*plan.columns, Column(number, Type.NUMBER, finite=True)))
    rows, columns = read_columns(engine, numbered, part)
    places = [int(place) for place in columns.pop(number).tolist()]
    return places, numpy_engine.run(plan, columns, rows=rows)


def repeated(places: Sequence[int]) -> list[int]:
    """Return the places of keys that several rows have.

    Examples
    --------
    >>> repeated([3, 0, 3])
    [3]
    """
    return sorted(place for place, rows in Counter(places).items() if rows > 1)


def _values(table: Table, key: Key) -> str | None:
    """Return the values of a key as SQL; None where one cannot be in its column."""
    values = [key_value(table.columns[name], value) for name, value in key.items()]
    known = [value for value in values if value is not None]
    return ", ".join(known) if len(known) == len(values) else None


def _rows(
    table: Table, columns: Sequence[str], keys: Sequence[tuple[int, str]], number: str
) -> Table:
    """Return the rows with keys as a table, with the place of its key beside each row.

    One row more than there are keys at most: it shows that some key is not the only one.
    """
    place = quote_identifier(number)
    names = ", ".join(f"key_{i}" for i in range(len(columns)))
    values = ", ".join(f"({at}, {sql})" for at, sql in keys)
    same = " AND ".join(
        f"{_compared(table, name)} = wanted.key_{i}" for i, name in enumerate(columns)
    )
    sql = (
        f"(SELECT source.*, wanted.place AS {place} FROM {table.relation} AS source "
        f"JOIN (VALUES {values}) AS wanted(place, {names}) ON {same} LIMIT {len(keys) + 1})"
    )
    return Table(sql, {**table.columns, number: describe(number, "INTEGER")}, keeps_order=False)


def _compared(table: Table, name: str) -> str:
    column = f"source.{quote_identifier(name)}"
    return f"{column}::VARCHAR" if table.columns[name].kind in (Type.TEXT, None) else column


def _none_of(table: Table) -> Table:
    return replace(table, relation=f"(SELECT * FROM {table.relation} AS source LIMIT 0)")


def _free_name(table: Table) -> str:
    taken = {name.casefold() for name in table.columns}
    return next(name for name in map("place {}".format, count()) if name not in taken)
