"""The scores of a table a part after the other, in constant memory, for whoever sends them on."""

from __future__ import annotations

import threading
from collections.abc import Generator, Sequence
from contextlib import closing
from typing import Any, Literal

import duckdb

from scoring_kit.compiler.plan import Plan
from scoring_kit.engines.duckdb import DuckDBEngine
from scoring_kit.engines.duckdb_errors import translated
from scoring_kit.engines.sql_writer import literal, quote_identifier
from scoring_kit.expression.words import Type
from scoring_kit.optional import require
from scoring_kit.tables.table import Table
from scoring_kit.tables.types import family_of, is_text_in_arrow

Form = Literal["arrow", "csv", "lines"]
"""Columns; columns without lists; or one text a row, which is a JSON object."""

ROWS = 20_000
"""Rows of a part at most."""


def streamed_select(
    engine: DuckDBEngine, plan: Plan, table: Table, keys: Sequence[str], form: Form
) -> str:
    """Return the SELECT that scores a table in a form: the keys first, then the outputs.

    Examples
    --------
    >>> from scoring_kit.compiler.plan import Let, Output, Step
    >>> from scoring_kit.engines.duckdb import connect
    >>> from scoring_kit.expression.words import Number, Reference
    >>> from scoring_kit.tables.table import describe_table
    >>> steps = (Step("result", (Let("half", Number(0.5)),)),)
    >>> plan = Plan((), steps, (Output("x", Reference("half", Type.NUMBER)),))
    >>> engine = DuckDBEngine(connect())
    >>> table = describe_table("range(2)", engine.connection)
    >>> sql = streamed_select(engine, plan, table, ["range"], "lines")
    >>> engine.fetch(sql, lambda cursor: cursor.fetchall())
    [('{"range":0,"x":0.5}',), ('{"range":1,"x":0.5}',)]
    """
    items = {key: _key(key, table.columns[key].engine_type, form) for key in keys}
    for output in plan.outputs:
        x = quote_identifier(output.name)
        is_joined = form == "csv" and output.reference.kind is Type.LIST
        # names hold no comma
        items[output.name] = f"array_to_string({x}, ',')" if is_joined else x
    rows = f"({engine.run(plan, table, keys=keys).sql}) AS result"
    if form == "lines":
        members = ", ".join(f"{literal(name)}, {sql}" for name, sql in items.items())
        return f"SELECT json_object({members})::VARCHAR AS line FROM {rows}"
    columns = ", ".join(f"{sql} AS {quote_identifier(name)}" for name, sql in items.items())
    return f"SELECT {columns} FROM {rows}"


def _key(name: str, kind: str, form: Form) -> str:
    """Return a key column as a form can hold it; what it has no type for is text."""
    x = quote_identifier(name)
    if form == "arrow":
        return f"{x}::VARCHAR" if is_text_in_arrow(kind) else x
    if form == "lines" and family_of(kind) in ("DOUBLE", "FLOAT"):  # JSON has no other numbers
        return f"CASE WHEN isfinite({x}) THEN {x} END"
    return x if family_of(kind) in _PLAIN else f"{x}::VARCHAR"


_PLAIN = {
    *("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT"),
    *("DOUBLE", "FLOAT", "BOOLEAN", "VARCHAR"),
}


class BatchStream:
    """The rows of one SELECT as Arrow batches, read by one thread; any other may stop it.

    Examples
    --------
    >>> from scoring_kit.engines.duckdb import connect
    >>> stream = BatchStream(DuckDBEngine(connect()), "SELECT range FROM range(50000)")
    >>> [batch.num_rows <= ROWS for batch in stream.batches()]
    [True, True, True]
    """

    def __init__(self, engine: DuckDBEngine, sql: str) -> None:
        self._engine = engine
        self._sql = sql
        self._lock = threading.Lock()
        self._cursor: duckdb.DuckDBPyConnection | None = None

    def batches(self) -> Generator[Any]:
        """Yield Arrow batches in the order of the table; one without rows where there are none.

        Raises
        ------
        DataError
            Where the table holds what its types do not allow.
        EngineError
            Where the statement fails, or was stopped.
        """
        try:
            with closing(self._engine.connection.cursor()) as cursor:
                self._set(cursor)
                try:
                    # from a relation, because what a cursor has executed is kept in memory
                    yield from _some(cursor.sql(self._sql).to_arrow_reader(ROWS))
                finally:
                    self._set(None)
        except duckdb.Error as error:
            raise translated(error, self._sql) from error
        except (OSError, ValueError) as error:  # what Arrow makes of errors below it
            raise translated(duckdb.Error(str(error)), self._sql) from error

    def stop(self) -> None:
        """Interrupt what is being calculated; nothing where nothing is."""
        with self._lock:
            if self._cursor is not None:
                self._cursor.interrupt()

    def _set(self, cursor: duckdb.DuckDBPyConnection | None) -> None:
        with self._lock:
            self._cursor = cursor


def _some(reader: Any) -> Generator[Any]:  # noqa: ANN401 - pyarrow has no types
    rows = 0
    for batch in reader:
        rows += batch.num_rows
        yield batch
    if not rows:
        yield require("pyarrow", "streams").RecordBatch.from_pylist([], schema=reader.schema)
