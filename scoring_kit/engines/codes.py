"""Numbers that stand for something else: -99 for no answer, 999 for a case that was closed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from scoring_kit.engines.duckdb import DuckDBEngine
from scoring_kit.engines.sql_writer import literal
from scoring_kit.tables.table import Table

_REPEATED = [float(digit * times) for digit in "789" for times in range(1, 7)]
CUSTOMARY = (*(-code for code in _REPEATED), *(code for code in _REPEATED if code >= 777.0), -1.0)
"""Codes that people write: sevens, eights and nines, and -1."""

FEWEST_ROWS = 2
_COLUMNS_AT_ONCE = 100


def may_hold_codes(lowest: float, highest: float) -> bool:
    """Whether a column can hold codes, by its ends: codes stand apart, thus at an end.

    Examples
    --------
    >>> may_hold_codes(-99.0, 119.0), may_hold_codes(0.0, 120.0)
    (True, False)
    """
    return lowest in CUSTOMARY or highest in CUSTOMARY


def special_codes(
    engine: DuckDBEngine, table: Table, names: Sequence[str]
) -> dict[str, dict[float, int]]:
    """Return the codes of number columns with their rows, lowest first, where there are some.

    A code is customary, stands in several rows and apart from the other numbers, of which
    there are different ones: below 0 where none of them is (-1 where none is below 1), or
    above them by at least their whole range.
    """
    codes = ", ".join(map(literal, CUSTOMARY))
    found: dict[str, dict[float, int]] = {}
    for start in range(0, len(names), _COLUMNS_AT_ONCE):
        batch = names[start : start + _COLUMNS_AT_ONCE]
        items = [_MEASURES.format(x=table.columns[name].sql, codes=codes) for name in batch]
        sql = f"SELECT {', '.join(items)} FROM {table.relation} AS source"
        [row] = engine.fetch(sql, lambda cursor: cursor.fetchall())
        for index, name in enumerate(batch):
            counts, low, high = row[3 * index : 3 * index + 3]
            if counts and low is not None and low < high:
                found[name] = _apart(counts, low, high)
    return {name: codes for name, codes in found.items() if codes}


_MEASURES = (
    "histogram({x}) FILTER ({x} IN ({codes})), "
    "min({x}) FILTER (isfinite({x}) AND {x} NOT IN ({codes})), "
    "max({x}) FILTER (isfinite({x}) AND {x} NOT IN ({codes}))"
)


def _apart(counts: Mapping[float, int], low: float, high: float) -> dict[float, int]:
    """Return the codes that stand apart from numbers between low and high."""
    return {
        code: rows
        for code, rows in sorted(counts.items())
        if rows >= FEWEST_ROWS
        and ((code < 0.0 <= low and (code < -1.0 or low >= 1.0)) or code - high >= high - low)
    }


def without_codes(table: Table, codes: Mapping[str, Mapping[float, int]]) -> Table:
    """Return the table with NULL in place of these codes."""
    columns = dict(table.columns)
    for name, found in codes.items():
        x = columns[name].sql
        hidden = f"CASE WHEN {x} IN ({', '.join(map(literal, found))}) THEN NULL ELSE {x} END"
        columns[name] = replace(columns[name], sql=f"({hidden})")
    return replace(table, columns=columns)
