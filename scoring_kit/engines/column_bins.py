"""How the numbers of columns lie in given ranges: counts in bins of equal width."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from scoring_kit.engines.duckdb import DuckDBEngine
from scoring_kit.engines.sql_writer import literal
from scoring_kit.tables.table import Table

AT_ONCE = 50
"""Columns that one SELECT counts."""


def column_bins(
    engine: DuckDBEngine, table: Table, ranges: Mapping[str, tuple[float, float]], bins: int
) -> dict[str, tuple[int, ...]]:
    """Return how many rows lie in each of `bins` equal bins of the range of each number column.

    A bin begins with its lower edge; the last one holds the upper edge too. Numbers outside of
    the range are in no bin.

    Examples
    --------
    >>> from scoring_kit.engines.duckdb import connect
    >>> from scoring_kit.tables.table import describe_table
    >>> engine = DuckDBEngine(connect())
    >>> table = describe_table("range(5)", engine.connection)
    >>> column_bins(engine, table, {"range": (0.0, 4.0)}, 2)
    {'range': (2, 3)}
    """
    found: dict[str, tuple[int, ...]] = {}
    names = list(ranges)
    for start in range(0, len(names), AT_ONCE):
        batch = names[start : start + AT_ONCE]
        counted = ", ".join(_counted(table, name, ranges[name], bins) for name in batch)
        sql = f"SELECT {counted} FROM {table.relation} AS source"
        [row] = engine.fetch(sql, lambda cursor: cursor.fetchall())
        found |= {name: _filled(counts, bins) for name, counts in zip(batch, row, strict=True)}
    return found


def _counted(table: Table, name: str, within: Sequence[float], bins: int) -> str:
    x, (low, high) = table.columns[name].sql, within
    width = literal((high - low) / bins)
    place = f"least(floor(({x} - {literal(low)}) / {width}), {literal(float(bins - 1))})"
    return f"histogram({place}::BIGINT) FILTER ({x} BETWEEN {literal(low)} AND {literal(high)})"


def _filled(counts: Mapping[int, int] | None, bins: int) -> tuple[int, ...]:
    return tuple((counts or {}).get(place, 0) for place in range(bins))
