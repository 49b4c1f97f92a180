"""The three executors over one card and one table."""

from __future__ import annotations

from types import TracebackType
from typing import Any

from scoring_kit.compiler import Plan, compile_scorecard
from scoring_kit.engines import numpy as numpy_engine
from scoring_kit.engines.duckdb import DuckDBEngine, connect
from scoring_kit.engines.row import compile_row
from scoring_kit.expression.words import Column, Type
from scoring_kit.scorecard import parse_scorecard
from scoring_kit.tables.columns import to_column
from scoring_kit.tables.table import Table as EngineTable
from scoring_kit.tables.types import TableColumn, describe
from tests.agreement.bits import Columns
from tests.agreement.documents import Card
from tests.agreement.tables import Table

TRUTHS = {1: True, 0: False, -1: None}


class Executors:
    """Runs cards on DuckDB, numpy and row by row; one DuckDB serves all of them."""

    def __init__(self, *, threads: int = 1) -> None:
        self.connection = connect(threads=threads)
        self.engine = DuckDBEngine(self.connection)

    def __enter__(self) -> Executors:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.connection.close()

    def all(self, card: Card, table: Table) -> dict[str, Columns]:
        """The full detail of a card for a table, by each executor."""
        plan = plan_of(card, table)
        return {
            "duckdb": self.run_duckdb(plan, table),
            "numpy": run_numpy(plan, table),
            "row": run_row(plan, table),
        }

    def run_duckdb(self, plan: Plan, table: Table, order: list[int] | None = None) -> Columns:
        """A plan by DuckDB, over the rows in an order."""
        relation = EngineTable(f"({table.select(order)})", columns_of(table), keeps_order=True)
        rows = self.engine.run(plan, relation).rows()
        return {
            output.name: [row[place] for row in rows] for place, output in enumerate(plan.outputs)
        }

    def distinct_rows(self, plan: Plan, table: Table, *, copies: int) -> tuple[set[Any], set[Any]]:
        """The different rows of a result as text, for the table and for many copies of it."""
        found = []
        for number, count in enumerate((1, copies)):
            name = f"copies_{number}"
            self.connection.execute(
                f"CREATE TABLE {name} AS SELECT given.* FROM ({table.select()}) AS given, "
                f"range({count})"
            )
            sql = self.engine.run(plan, EngineTable(name, columns_of(table), True)).sql
            texts = f"SELECT DISTINCT CAST(COLUMNS(*) AS VARCHAR) FROM ({sql})"
            found.append(set(self.connection.execute(texts).fetchall()))
        return found[0], found[1]


def plan_of(card: Card, table: Table) -> Plan:
    """The plan of a card for the types of a table."""
    columns = {
        name: Column(name, column.kind, column.finite)
        for name, column in columns_of(table).items()
        if column.kind is not None
    }
    return compile_scorecard(parse_scorecard(card.document), columns, card.parameters)


def columns_of(table: Table) -> dict[str, TableColumn]:
    """What the package makes of the columns of a table."""
    names = {"TIMESTAMPTZ": "TIMESTAMP WITH TIME ZONE"}
    return {name: describe(name, names.get(t, t)) for name, t in table.types.items()}


def run_numpy(plan: Plan, table: Table) -> Columns:
    """A plan by numpy."""
    columns = {
        column.name: to_column(
            [cell.python for cell in table.cells[column.name]], column.kind, column.name
        )
        for column in plan.columns
    }
    results = numpy_engine.run(plan, columns, rows=table.rows)
    return {
        output.name: [
            _plain(value, output.reference.kind) for value in results[output.name].tolist()
        ]
        for output in plan.outputs
    }


def _plain(value: Any, kind: Type) -> Any:
    """A value of numpy's forms as a Python value."""
    if kind is Type.NUMBER:
        return None if value != value else value
    return TRUTHS[value] if kind is Type.BOOLEAN else value


def run_row(plan: Plan, table: Table) -> Columns:
    """A plan row by row."""
    function = compile_row(plan)
    rows = [function(table.row(index)) for index in range(table.rows)]
    return {output.name: [row[output.name] for row in rows] for output in plan.outputs}
