"""How the values of one output of a plan are spread over the rows of a table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from scoring_kit.compiler.plan import Plan
from scoring_kit.engines.arrays import Floats
from scoring_kit.engines.duckdb import DuckDBEngine
from scoring_kit.engines.sql_writer import quote_identifier
from scoring_kit.expression.words import Type
from scoring_kit.tables.table import Table

if TYPE_CHECKING:
    import pandas


def sorted_numbers(engine: DuckDBEngine, plan: Plan, table: Table, output: str) -> Floats:
    """Return the numbers of an output in rising order, without NULL; dates as days since 1970.

    Examples
    --------
    >>> from scoring_kit.compiler.plan import Let, Output, Step
    >>> from scoring_kit.engines.duckdb import connect
    >>> from scoring_kit.expression.words import Number, Reference
    >>> from scoring_kit.tables.table import describe_table
    >>> steps = (Step("result", (Let("half", Number(0.5)),)),)
    >>> plan = Plan((), steps, (Output("x", Reference("half", Type.NUMBER)),))
    >>> engine = DuckDBEngine(connect())
    >>> sorted_numbers(engine, plan, describe_table("range(2)", engine.connection), "x")
    array([0.5, 0.5])
    """
    wanted = plan.only([output])
    name = quote_identifier(output)
    is_date = wanted.outputs[0].reference.kind is Type.DATE
    number = f"({name} - DATE '1970-01-01')::DOUBLE" if is_date else name
    result = engine.run(wanted, table).sql
    sql = f"SELECT {number} AS x FROM ({result}) WHERE {name} IS NOT NULL"
    frame: pandas.DataFrame = engine.fetch(sql, lambda cursor: cursor.df())
    return np.sort(frame["x"].to_numpy(np.float64))


def counted(engine: DuckDBEngine, plan: Plan, table: Table, output: str) -> dict[Any, int]:
    """Return how many rows have each value of an output, the most frequent first.

    None for NULL; equal counts in the order of the values.
    """
    result = engine.run(plan.only([output]), table).sql
    name = quote_identifier(output)
    sql = f"SELECT {name}, count(*) AS n FROM ({result}) GROUP BY {name} ORDER BY n DESC, {name}"
    return dict(engine.fetch(sql, lambda cursor: cursor.fetchall()))
