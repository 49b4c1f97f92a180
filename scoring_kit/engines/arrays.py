"""What a plan gives for a table as numpy arrays, for rows that stay in memory."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping, Sequence
from itertools import count
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from scoring_kit.compiler.plan import Plan
from scoring_kit.engines.duckdb import Cursor, DuckDBEngine
from scoring_kit.engines.growing import GrowingArray, GrowingTexts
from scoring_kit.engines.sql_writer import quote_identifier
from scoring_kit.expression.words import Type
from scoring_kit.tables.table import Table, describe_table

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
    names = {output.name: output.reference.kind for output in plan.outputs}
    texts = [name for name, kind in names.items() if kind is Type.TEXT]
    kinds = {name: np.float64 for name, kind in names.items() if kind is not Type.TEXT}
    numbers, found = fetch_arrays(engine, sql, kinds, texts)
    return {**numbers, **found}


def fetch_arrays(
    engine: DuckDBEngine, sql: str, kinds: Mapping[str, npt.DTypeLike], texts: Iterable[str] = ()
) -> tuple[dict[str, npt.NDArray[Any]], dict[str, Texts]]:
    """Return columns of a SELECT, each (rows,): numbers of these kinds, and texts.

    They are fetched a part after the other, so that no row is in memory twice.
    """
    numbers = {name: GrowingArray(kind) for name, kind in kinds.items()}
    found = {name: GrowingTexts() for name in texts}

    def fetch(cursor: Cursor) -> None:
        while True:
            frame = cursor.fetch_df_chunk(_VECTORS)
            for name, array in (numbers | found).items():
                array.append(frame[name])
            if not len(frame):
                return

    engine.fetch(sql, fetch)
    columns = {name: Texts(*array.whole()) for name, array in found.items()}
    return {name: array.whole() for name, array in numbers.items()}, columns


_VECTORS = 60
"""Of 2048 rows each, as many as DuckDB has in one group of rows."""


def kept_in_memory(engine: DuckDBEngine, table: Table, columns: Sequence[str]) -> Table:
    """Return a copy of these columns whose rows have an order, in the engine's own memory."""
    items = ", ".join(map(quote_identifier, columns)) or "0 AS row"
    engine.change(f"CREATE OR REPLACE TABLE kept AS SELECT {items} FROM {table.relation}")
    return describe_table("kept", engine.connection, keeps_order=True)


def relation_of(engine: DuckDBEngine, table: Table) -> object:
    """Return a table of an engine as a DuckDB relation, which any other engine reads as data.

    It stands on a connection of its own, so that it may be read in any thread.
    """
    return engine.connection.cursor().sql(f"FROM {table.relation}")


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
