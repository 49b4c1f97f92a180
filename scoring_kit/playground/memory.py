"""Whether the values of all criteria fit in memory."""

from __future__ import annotations

from scoring_kit.engines.arrays import memory_limit, row_count
from scoring_kit.engines.duckdb import DuckDBEngine
from scoring_kit.tables.table import Table

_OF_A_CRITERION = 9
"""Bytes a row: its values of 32 bits twice, as they are and in its group's sum, and some gaps."""
_OF_A_COLUMN = 10
"""Bytes a row: in DuckDB, and a code of 16 bits once a value function is edited."""
_OF_A_ROW = 120
"""Bytes a row: scores, ranks, tiers and parts of the scale of live and draft, exact and quick."""
_SHARE = 0.5
"""Of what DuckDB may take, which needs the rest for what it calculates."""


def bytes_needed(rows: int, criteria: int, columns: int) -> int:
    """Return about how much memory quick frames take.

    Examples
    --------
    >>> bytes_needed(1_000_000, criteria=20, columns=20)
    500000000
    """
    return rows * (criteria * _OF_A_CRITERION + columns * _OF_A_COLUMN + _OF_A_ROW)


def fits(
    engine: DuckDBEngine, table: Table, *, criteria: int, columns: int, limit: int | None
) -> bool:
    """Return whether a table's values fit in so many bytes; None for half of DuckDB's limit."""
    most = memory_limit(engine) * _SHARE if limit is None else limit
    return bytes_needed(row_count(engine, table), criteria, columns) <= most
