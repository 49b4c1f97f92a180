"""What a plan gives for a table as numpy arrays, for rows that stay in memory."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from itertools import count
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import numpy.typing as npt

from scoring_kit.compiler.plan import Plan
from scoring_kit.engines.duckdb import DuckDBEngine
from scoring_kit.engines.sql_writer import quote_identifier
from scoring_kit.expression.words import Type
from scoring_kit.tables.table import Table, describe_table

if TYPE_CHECKING:
    import pandas

Floats = npt.NDArray[np.float64]


class Texts(NamedTuple):
    """A column of few texts: the place of each row's text in `names`, -1 for NULL."""

    codes: npt.NDArray[np.signedinteger[Any]]
    names: tuple[str, ...]


Outputs = dict[str, Floats | Texts]


def plan_arrays(engine: DuckDBEngine, plan: Plan, table: Table) -> Outputs:
    """Return the outputs of a plan, each (rows,) in the order of the table.

    Numbers are NaN for NULL; of texts there should be few different ones.

    Examples
    --------
    >>> from scoring_kit.compiler.plan import Let, Output, Step
    >>> from scoring_kit.engines.duckdb import connect
    >>> from scoring_kit.expression.words import Number, Reference, Type
    >>> steps = (Step("result", (Let("half", Number(0.5)),)),)
    >>> plan = Plan((), steps, (Output("x", Reference("half", Type.NUMBER)),))
    >>> engine = DuckDBEngine(connect())
    >>> plan_arrays(engine, plan, describe_table("range(2)", engine.connection))["x"]
    array([0.5, 0.5])
    """
    sql = engine.run(plan, table, few_as_enums=True).sql
    return arrays_of(plan, engine.fetch(sql, lambda cursor: cursor.df()))


def arrays_of(
    plan: Plan, frame: pandas.DataFrame, *, without: frozenset[str] = frozenset()
) -> Outputs:
    """Return the outputs of a plan that stand in a frame, but for some."""
    return {
        output.name: _texts(frame[output.name])
        if output.reference.kind is Type.TEXT
        else frame[output.name].to_numpy(np.float64, copy=False)
        for output in plan.outputs
        if output.name not in without
    }


def _texts(column: pandas.Series[Any]) -> Texts:
    found = column.astype("category").cat
    return Texts(np.asarray(found.codes), tuple(map(str, found.categories)))


def kept_in_memory(engine: DuckDBEngine, table: Table, columns: Sequence[str]) -> Table:
    """Return a copy of these columns whose rows have an order, in the engine's own memory."""
    items = ", ".join(map(quote_identifier, columns)) or "0 AS row"
    engine.change(f"CREATE OR REPLACE TABLE kept AS SELECT {items} FROM {table.relation}")
    return describe_table("kept", engine.connection, keeps_order=True)


def row_count(engine: DuckDBEngine, table: Table) -> int:
    """Return how many rows a table has."""
    sql = f"SELECT count(*) FROM {table.relation}"
    return int(engine.fetch(sql, lambda cursor: cursor.fetchall())[0][0])


def memory_limit(engine: DuckDBEngine) -> int:
    """Return how many bytes the engine may take: a share of what the machine lets it have."""
    sql = "SELECT current_setting('memory_limit')"
    text = str(engine.fetch(sql, lambda cursor: cursor.fetchall())[0][0])
    number, unit = text.split()
    return int(float(number) * 1024 ** _UNITS.index(unit))


_UNITS = ("bytes", "KiB", "MiB", "GiB", "TiB", "PiB")


def rows_in_memory(engine: DuckDBEngine, table: Table, rows: npt.NDArray[np.int64]) -> Table:
    """Return a copy of some rows in their order, as a table of the engine's own memory.

    rows: their numbers from 0, in the order in which the table is read.
    """
    import pandas

    names = [name for name, column in table.columns.items() if column.engine_type]
    taken = {name.lower() for name in table.columns}
    number = next(name for name in map("row {}".format, count()) if name not in taken)
    name, counted = quote_identifier(f"some {secrets.token_hex(8)}"), quote_identifier(number)
    items = ", ".join(map(quote_identifier, names)) or "0 AS row"
    numbered = f"SELECT {items}, row_number() OVER () - 1 AS {counted} FROM {table.relation}"
    engine.change(
        f"CREATE TABLE {name} AS SELECT source.* EXCLUDE ({counted}) FROM ({numbered}) AS source "
        f"JOIN wanted ON source.{counted} = wanted.place ORDER BY wanted.number",
        wanted=pandas.DataFrame({"place": rows, "number": np.arange(len(rows))}),
    )
    return describe_table(name, engine.connection, keeps_order=True)
