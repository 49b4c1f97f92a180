"""Counts over a plan's result, made by DuckDB: small answers about tables of any size."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from scoring_kit.compiler.plan import Plan
from scoring_kit.engines.duckdb import DuckDBEngine
from scoring_kit.engines.sql_writer import literal, quote_identifier
from scoring_kit.tables.table import Table
from scoring_kit.tables.types import without_zone

Counts = dict[tuple[Any, ...], int]


@dataclass(frozen=True, slots=True)
class ReasonCounts:
    """How many rows have each reason code, by segment first; None is a segment too.

    rows: all of a segment. ranks: by (segment, whether the row is knocked out, code, rank).
    knock_outs: by (segment, code), whatever their number in a row.
    """

    rows: Counts
    ranks: Counts
    knock_outs: Counts


def reason_counts(
    engine: DuckDBEngine,
    plan: Plan,
    table: Table,
    knock_outs: Mapping[str, str],
    segment: str | None = None,
) -> ReasonCounts:
    """Return how many rows have each reason code at each rank, and each knock-out.

    knock_outs: the code of each by its name. segment: a column of the result, else of the
    table, by which rows are counted apart.
    """
    outputs = [output.name for output in plan.outputs]
    keys = [segment] if segment is not None and segment not in outputs else []
    part = "NULL" if segment is None else quote_identifier(segment)
    reasons = [quote_identifier(name) for name in outputs if name.startswith("reason_")]
    parts = {
        "result": engine.run(plan, table, keys=keys).sql,
        "segment": without_zone(part, table.columns[keys[0]].engine_type) if keys else part,
        "codes": ", ".join(reasons),
        "places": ", ".join(str(rank + 1) for rank in range(len(reasons))),
        "names": ", ".join(f"({literal(n)}, {literal(c)})" for n, c in knock_outs.items())
        or "('', '')",
    }
    found = engine.fetch(_REASONS.format_map(parts), lambda cursor: cursor.fetchall())
    return ReasonCounts(
        rows=_counts((row[1:2], row[5]) for row in found if row[0] == "rows"),
        ranks=_counts((row[1:5], row[5]) for row in found if row[0] == "ranks"),
        knock_outs=_counts(((row[1], row[3]), row[5]) for row in found if row[0] == "outs"),
    )


_REASONS = """
WITH combinations AS MATERIALIZED (
  SELECT *, row_number() OVER () AS id FROM (
    SELECT {segment} AS segment, status = 'knocked_out' AS is_out,
      [{codes}]::VARCHAR[] AS codes, knock_outs, count(*) AS n
    FROM ({result}) GROUP BY ALL
  )
),
placed AS (
  SELECT segment, is_out, unnest(codes) AS code, unnest([{places}]::BIGINT[]) AS rank, n
  FROM combinations
),
fired AS (SELECT id, segment, unnest(knock_outs) AS name, n FROM combinations),
outs AS (
  SELECT DISTINCT id, segment, code, n
  FROM fired JOIN (VALUES {names}) AS known(name, code) USING (name)
)
SELECT 'rows', segment, NULL, NULL, NULL, sum(n) FROM combinations GROUP BY segment
UNION ALL
SELECT 'ranks', segment, is_out, code, rank, sum(n) FROM placed
WHERE code IS NOT NULL GROUP BY segment, is_out, code, rank
UNION ALL
SELECT 'outs', segment, NULL, code, NULL, sum(n) FROM outs GROUP BY segment, code
"""


def _counts(pairs: Iterable[tuple[Sequence[Any], Any]]) -> Counts:
    """Return counts by key; NaN, which is no key, counts as None."""
    counts: Counts = {}
    for parts, count in pairs:
        key = tuple(None if part != part else part for part in parts)
        counts[key] = counts.get(key, 0) + int(count)
    return counts


def tier_counts(engine: DuckDBEngine, plan: Plan, table: Table) -> Counts:
    """Return how many rows have each (status, tier)."""
    sql = engine.run(plan.only(("status", "tier")), table).sql
    counted = f"SELECT status, tier, count(*) FROM ({sql}) GROUP BY ALL"
    rows = engine.fetch(counted, lambda cursor: cursor.fetchall())
    return {(status, tier): int(count) for status, tier, count in rows}


def score_bins(
    engine: DuckDBEngine, plan: Plan, table: Table, most: int
) -> list[tuple[float, float, str | None, int]]:
    """Return (from, to, tier, rows) of equally wide bins over the scores, `most` at most.

    Bins begin at round numbers; one that several tiers share comes once for each. Empty bins
    are left out. Scores beyond 1e300 are not counted: bins between them have no width.
    """
    sql = engine.run(plan.only(("score", "tier")), table).sql
    within = f"FROM ({sql}) WHERE abs(score) < 1e300"
    ends = engine.fetch(f"SELECT min(score), max(score) {within}", lambda c: c.fetchall())[0]
    if ends[0] is None:
        return []
    width = bin_width(ends[1] - ends[0], most)
    # a millionth of a bin, so that 0.3 does not fall below its edge for want of a digit
    place = f"floor(score / {literal(width)} + 1e-6)"
    counted = f"SELECT {place}, tier, count(*) {within} GROUP BY ALL ORDER BY ALL"
    rows = engine.fetch(counted, lambda cursor: cursor.fetchall())
    return [
        (bin_edge(at, width), bin_edge(at + 1, width), tier, int(count)) for at, tier, count in rows
    ]


def bin_edge(place: float, width: float) -> float:
    """Return where a bin begins, by its place from 0: 0.3, not 3 * 0.1, which is more."""
    return place / round(1.0 / width) if 1e-300 < width < 1.0 else place * width


def bin_width(span: float, most: int) -> float:
    """Return a round width (1, 2 or 5 times a power of ten) of which few enough hold a span.

    Examples
    --------
    >>> bin_width(100.0, 40), bin_width(0.9, 40), bin_width(0.0, 40)
    (5.0, 0.05, 1.0)
    """
    if span <= 0.0:
        return 1.0
    least = span / max(most - 1, 1)
    power = 10.0 ** math.floor(math.log10(least))
    return next(factor * power for factor in _ROUND if factor * power >= least)


_ROUND: Sequence[float] = (1.0, 2.0, 5.0, 10.0, 20.0)
