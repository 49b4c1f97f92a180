"""How the numbers of columns lie in given ranges: counts in bins of equal width."""

from __future__ import annotations

from collections.abc import Mapping

from scoring_kit.engines.duckdb import DuckDBEngine
from scoring_kit.engines.sql_writer import literal
from scoring_kit.tables.table import Table

AT_ONCE = 50
"""Ranges that one SELECT counts."""


Within = tuple[str, float, float]
"""A number column, and the range of it that is divided."""


def column_bins(
    engine: DuckDBEngine, table: Table, ranges: Mapping[str, Within], bins: int
) -> dict[str, tuple[int, ...]]:
    """Return how many rows lie in each of `bins` equal bins of each range.

    ranges: by any name. A bin begins with its lower edge; the last one holds the upper edge
    too. Numbers outside of the range are in no bin.

    Examples
    --------
    >>> from scoring_kit.engines.duckdb import connect
    >>> from scoring_kit.tables.table import describe_table
    >>> engine = DuckDBEngine(connect())
    >>> table = describe_table("range(5)", engine.connection)
    >>> column_bins(engine, table, {"low": ("range", 0.0, 4.0)}, 2)
    {'low': (2, 3)}
    """
    found: dict[str, tuple[int, ...]] = {}
    names = list(ranges)
    for start in range(0, len(names), AT_ONCE):
        batch = names[start : start + AT_ONCE]
        counted = ", ".join(_counted(table, ranges[name], bins) for name in batch)
        sql = f"SELECT {counted} FROM {table.relation} AS source"
        [row] = engine.fetch(sql, lambda cursor: cursor.fetchall())
        found |= {name: _filled(counts, bins) for name, counts in zip(batch, row, strict=True)}
    return found


def _counted(table: Table, within: Within, bins: int) -> str:
    name, low, high = within
    x = table.columns[name].sql
    width = literal((high - low) / bins)
    # DuckDB works out the place of rows outside of the range too, where it may be no BIGINT
    place = f"least(floor(({x} - {literal(low)}) / {width}), {literal(float(bins - 1))})"
    place = f"greatest({place}, 0e0)"
    return f"histogram({place}::BIGINT) FILTER ({x} BETWEEN {literal(low)} AND {literal(high)})"


def _filled(counts: Mapping[int, int] | None, bins: int) -> tuple[int, ...]:
    return tuple((counts or {}).get(place, 0) for place in range(bins))
