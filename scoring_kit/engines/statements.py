"""The SELECT of a scorecard, for people and other programs to run."""

from __future__ import annotations

from collections.abc import Sequence

from scoring_kit.compiler.plan import Plan
from scoring_kit.engines.sql import select_statement
from scoring_kit.tables.table import Table


def scoring_statement(plan: Plan, table: Table, keys: Sequence[str]) -> str:
    """Return the SELECT that scores a table, as the engine runs it."""
    sources = {column.name: table.columns[column.name].sql for column in plan.columns}
    return select_statement(plan, relation=table.relation, sources=sources, keys=keys)
