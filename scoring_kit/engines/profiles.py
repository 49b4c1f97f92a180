"""What the columns of a table hold: counts, quantiles, frequent values, what goes with what.

All figures are exact and do not depend on the order of the rows, so that the same table
always gives the same profile.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import sqrt
from typing import Any

from scoring_kit.engines.duckdb import DuckDBEngine
from scoring_kit.engines.sql_writer import literal
from scoring_kit.expression.words import Type
from scoring_kit.tables.table import Table

SHARES = (0.0, 0.05, 0.25, 0.5, 0.75, 0.95, 1.0)
"""The shares whose quantiles a profile has; the ends are the lowest and the highest value."""

MOST_COUNTED = 1000
"""A column with more different values has no list of them."""

_CELLS_AT_ONCE = 20_000_000
_COLUMNS_AT_ONCE = 50
_STEPS = 1000
"""Numbers are brought to whole steps of their range, so that sums of them are exact."""


@dataclass(frozen=True, slots=True)
class ColumnProfile:
    """What a column holds.

    present: rows with a value (NULL and NaN are none). infinite: rows with an infinite
    number, or a date outside the years 1 to 9999. distinct: different values among the others.
    quantiles: at `SHARES`, of values that occur; dates in days since 1970-01-01; empty for
    texts and booleans. is_whole: whether all numbers are. longest: letters of a text.
    counts: values with their rows, the most frequent first, ties in rising order; empty where
    there are more than `MOST_COUNTED`. codes: numbers that stand for something else and are
    none of these values, with their rows.
    """

    name: str
    kind: Type
    rows: int
    present: int
    infinite: int
    distinct: int
    quantiles: tuple[float, ...] = ()
    is_whole: bool = False
    longest: int = 0
    counts: tuple[tuple[Any, int], ...] = ()
    codes: tuple[tuple[float, int], ...] = ()


@dataclass(frozen=True, slots=True)
class TextForm:
    """What the texts of a column are written like: the type, and how many are not so."""

    kind: Type
    misfits: int


def text_forms(engine: DuckDBEngine, table: Table, names: Sequence[str]) -> dict[str, TextForm]:
    """Return what nine in ten of the first texts of these columns are written like.

    Numbers, dates such as 2024-02-29, true and false; numbers with leading zeros are codes,
    thus text. The misfits are counted over all rows.
    """
    kinds: dict[str, Type] = {}
    for batch in _batches(names, 0):
        items = [f"[count(c{i}), {', '.join(_fitting(f'c{i}'))}]" for i in range(len(batch))]
        first = f"SELECT {_columns(table, batch)} {_from(table)} LIMIT {_FIRST}"
        [row] = _rows(engine, f"SELECT {', '.join(items)} FROM ({first})")
        kinds |= {name: _likeliest(row[i]) for i, name in enumerate(batch)}
    likely = [name for name in names if kinds[name] is not Type.TEXT]
    misfits = dict.fromkeys(names, 0)
    for batch in _batches(likely, 0):
        fits = [_FORMS[kinds[name]].format(x=f"c{i}") for i, name in enumerate(batch)]
        items = [f"count(c{i}) - count(*) FILTER ({fit})" for i, fit in enumerate(fits)]
        sql = f"SELECT {', '.join(items)} FROM (SELECT {_columns(table, batch)} {_from(table)})"
        misfits |= dict(zip(batch, _rows(engine, sql)[0], strict=True))
    return {name: TextForm(kinds[name], misfits[name]) for name in names}


_FIRST = 1000
# A cast that fails takes a microsecond, so it is tried only where it is likely to succeed.
_FORMS = {
    Type.NUMBER: "TRY_CAST({x} AS DOUBLE) IS NOT NULL AND NOT regexp_matches({x}, '^[-+]?0[0-9]')",
    Type.BOOLEAN: "{x} IN ('true', 'false', 'True', 'False', 'TRUE', 'FALSE')",
    Type.DATE: (
        "CASE WHEN {x} SIMILAR TO '[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}' THEN TRY_CAST({x} AS DATE) "
        "BETWEEN DATE '0001-01-01' AND DATE '9999-12-31' ELSE false END"
    ),
}


def _fitting(x: str) -> list[str]:
    return [f"count(*) FILTER ({form.format(x=x)})" for form in _FORMS.values()]


def _likeliest(counts: Sequence[int]) -> Type:
    present, *fitting = counts
    for kind, count in zip(_FORMS, fitting, strict=True):
        if present and count >= 0.9 * present:
            return kind
    return Type.TEXT


def profile_columns(
    engine: DuckDBEngine, table: Table, names: Iterable[str], rows: int
) -> Iterator[ColumnProfile]:
    """Yield the profile of each of these columns, which scoring must be able to read.

    rows: of the table. As many columns are read in one pass as fit into memory.
    """
    for batch in _batches(list(names), rows):
        kinds = {name: table.columns[name].kind for name in batch}
        items = [_MEASURES[kinds[name]].format(x=f"c{i}") for i, name in enumerate(batch)]
        sql = f"SELECT {', '.join(items)} FROM (SELECT {_columns(table, batch)} {_from(table)})"
        [row] = _rows(engine, sql)
        bare = [_profile(name, kinds[name], rows, row[i]) for i, name in enumerate(batch)]
        counts = _counts(engine, table, [p.name for p in bare if 0 < p.distinct <= MOST_COUNTED])
        for profile in bare:
            yield replace(profile, counts=counts.get(profile.name, ()))


_QUANTILES = f"[{', '.join(map(repr, SHARES))}]"
_DAYS = "({x} - DATE '1970-01-01')::DOUBLE"
_IN_CALENDAR = "{x} BETWEEN DATE '0001-01-01' AND DATE '9999-12-31'"
_MEASURES: dict[Type | None, str] = {
    Type.NUMBER: (
        "{{'present': count({x}) FILTER (NOT isnan({x})), "
        "'infinite': count(*) FILTER (isinf({x})), "
        "'distinct': count(DISTINCT {x}) FILTER (isfinite({x})), "
        f"'quantiles': quantile_disc({{x}}, {_QUANTILES}) FILTER (isfinite({{x}})), "
        "'whole': bool_and({x} = floor({x})) FILTER (isfinite({x})), 'longest': 0}}"
    ),
    Type.DATE: (
        f"{{{{'present': count({{x}}), 'infinite': count(*) FILTER (NOT ({_IN_CALENDAR})), "
        f"'distinct': count(DISTINCT {{x}}) FILTER ({_IN_CALENDAR}), 'quantiles': "
        f"quantile_disc(CASE WHEN {_IN_CALENDAR} THEN {_DAYS} END, {_QUANTILES}), "
        "'whole': true, 'longest': 0}}"
    ),
    Type.TEXT: (
        "{{'present': count({x}), 'infinite': 0, 'distinct': count(DISTINCT {x}), "
        "'quantiles': NULL::DOUBLE[], 'whole': false, 'longest': max(length({x}))}}"
    ),
    Type.BOOLEAN: (
        "{{'present': count({x}), 'infinite': 0, 'distinct': count(DISTINCT {x}), "
        "'quantiles': NULL::DOUBLE[], 'whole': false, 'longest': 0}}"
    ),
}


def _profile(name: str, kind: Type | None, rows: int, found: Mapping[str, Any]) -> ColumnProfile:
    assert kind is not None
    return ColumnProfile(
        name,
        kind,
        rows,
        present=found["present"],
        infinite=found["infinite"],
        distinct=found["distinct"],
        quantiles=tuple(value + 0.0 for value in found["quantiles"] or ()),
        is_whole=bool(found["whole"]),
        longest=found["longest"] or 0,
    )


def _counts(
    engine: DuckDBEngine, table: Table, names: Sequence[str]
) -> dict[str, tuple[tuple[Any, int], ...]]:
    """Return all values of columns that have few of them, as they are in their canonical form."""
    if not names:
        return {}
    usable: dict[Type | None, str] = {Type.NUMBER: "isfinite({x})", Type.DATE: _IN_CALENDAR}
    items = ", ".join(
        f"histogram(c{i}) FILTER ({usable.get(table.columns[name].kind, 'true').format(x=f'c{i}')})"
        for i, name in enumerate(names)
    )
    [row] = _rows(engine, f"SELECT {items} FROM (SELECT {_columns(table, names)} {_from(table)})")
    return {
        name: tuple(sorted(_items(found), key=lambda item: (-item[1], item[0])))
        for name, found in zip(names, row, strict=True)
    }


def _items(histogram: Mapping[Any, int] | None) -> list[tuple[Any, int]]:
    return [] if histogram is None else list(histogram.items())


def most_frequent_texts(
    engine: DuckDBEngine, table: Table, name: str, limit: int
) -> tuple[tuple[str, int], ...]:
    """Return the most frequent values of a text column with their rows."""
    sql = (
        f"SELECT c0, count(*) FROM (SELECT {_columns(table, [name])} {_from(table)}) "
        f"WHERE c0 IS NOT NULL GROUP BY ALL ORDER BY 2 DESC, 1 LIMIT {limit}"
    )
    return tuple((value, int(count)) for value, count in _rows(engine, sql))


def frequencies(
    engine: DuckDBEngine, table: Table, names: Sequence[str]
) -> dict[str, dict[str | None, int]]:
    """Return how often each value of each text column stands there, NULL as None."""
    found: dict[str, dict[str | None, int]] = {}
    for name in names:
        sql = (
            f"SELECT c0, count(*) FROM (SELECT {_columns(table, [name])} {_from(table)}) "
            "GROUP BY ALL ORDER BY 1"
        )
        found[name] = dict(_rows(engine, sql))
    return found


@dataclass(frozen=True, slots=True)
class Scale:
    """A range that numbers are brought to: 0 at `low` and below, 1 at `high` and above."""

    low: float
    high: float


def correlations(
    engine: DuckDBEngine,
    table: Table,
    scales: Mapping[str, Scale],
    outcome: tuple[str, Scale],
) -> dict[str, float | None]:
    """Return Pearson's correlation of number, boolean and date columns with an outcome.

    Each column is held within its scale first. None where one of both does not vary.
    """
    found: dict[str, float | None] = {}
    name, scale = outcome
    for batch in _batches(list(scales), 0):
        items = [f"{_steps(table, one, scales[one])} AS c{i}" for i, one in enumerate(batch)]
        inner = f"SELECT {', '.join(items)}, {_steps(table, name, scale)} AS y {_from(table)}"
        sums = ", ".join(_SUMS.format(x=f"c{i}") for i in range(len(batch)))
        [row] = _rows(engine, f"SELECT {sums} FROM ({inner}) WHERE y IS NOT NULL")
        for index, one in enumerate(batch):
            found[one] = _correlation([int(x or 0) for x in row[6 * index : 6 * index + 6]])
    return found


# A sum of whole numbers below 2^53 is exact in doubles, in whatever order they come; 0 * {x}
# leaves out the rows in which x is NULL.
_SUMS = "count({x}), sum({x}), sum(y + 0 * {x}), sum({x} * {x}), sum(y * y + 0 * {x}), sum({x} * y)"


def _correlation(sums: Sequence[int]) -> float | None:
    count, x, y, xx, yy, xy = sums
    spread = (count * xx - x * x) * (count * yy - y * y)
    return None if spread <= 0 else (count * xy - x * y) / sqrt(spread)


def outcome_means(
    engine: DuckDBEngine, table: Table, name: str, outcome: tuple[str, Scale]
) -> dict[Any, float]:
    """Return the mean outcome, as a share of its scale, for each value of a column."""
    y = _steps(table, *outcome)
    sql = (
        f"SELECT c0, count(y), sum(y) FROM (SELECT {_columns(table, [name])}, {y} AS y "
        f"{_from(table)}) WHERE c0 IS NOT NULL AND y IS NOT NULL GROUP BY ALL"
    )
    return {value: int(total) / (count * _STEPS) for value, count, total in _rows(engine, sql)}


def _steps(table: Table, name: str, scale: Scale) -> str:
    """A number, boolean or date as whole steps of its scale; NULL where it has no value."""
    column = table.columns[name]
    x = column.sql
    if column.kind is Type.DATE:
        x = f"CASE WHEN {_IN_CALENDAR.format(x=x)} THEN {_DAYS.format(x=x)} END"
    else:
        x = f"{x}::DOUBLE"
    low, high = literal(scale.low), literal(scale.high)
    held = f"least(greatest({x}, {low}), {high})"
    part = f"({held} - {low}) / {literal(scale.high - scale.low)}"
    return f"CASE WHEN isfinite({x}) THEN floor({part} * {literal(float(_STEPS))}) END"


def _batches(names: Sequence[str], rows: int) -> Iterator[Sequence[str]]:
    """Yield so many names at a time that the values of one batch fit into memory."""
    size = max(1, min(_COLUMNS_AT_ONCE, _CELLS_AT_ONCE // max(rows, 1)))
    for start in range(0, len(names), size):
        yield names[start : start + size]


def _columns(table: Table, names: Sequence[str]) -> str:
    return ", ".join(f"{table.columns[name].sql} AS c{i}" for i, name in enumerate(names))


def _from(table: Table) -> str:
    return f"FROM {table.relation} AS source"


def _rows(engine: DuckDBEngine, sql: str) -> list[tuple[Any, ...]]:
    return engine.fetch(sql, lambda cursor: cursor.fetchall())
