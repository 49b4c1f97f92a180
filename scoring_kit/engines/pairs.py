"""Two versions of a scorecard over one table, by DuckDB: rows as arrays, and sums over them."""

from __future__ import annotations

import math
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from scoring_kit.compiler.plan import Plan
from scoring_kit.engines.arrays import Outputs, arrays_of
from scoring_kit.engines.duckdb import DuckDBEngine
from scoring_kit.engines.parts import Parting, Parts
from scoring_kit.engines.sql_writer import literal, quote_identifier
from scoring_kit.tables.table import Table

LINES_AT_ONCE = 100
"""Lines that one SELECT adds up."""
_BITS = 62
"""Bits of the integers that are added."""
_FIRST = 40
"""Binary digits behind the point of a line whose size is not known yet."""


def pair_arrays(
    engine: DuckDBEngine, plan: Plan, table: Table, partings: Mapping[str, Parting]
) -> tuple[Outputs, dict[str, Parts]]:
    """Return the outputs of a pair, each (rows,), and the parts of its rows by some outputs.

    partings: by the name of the output whose values fall into them.
    """
    inner = engine.run(plan, table, few_as_enums=True).sql
    items = [
        f"{partings[name].code(quote_identifier(name))} AS {quote_identifier(name)}"
        if name in partings
        else quote_identifier(name)
        for name in (output.name for output in plan.outputs)
    ]
    frame = engine.fetch(f"SELECT {', '.join(items)} FROM ({inner})", lambda cursor: cursor.df())
    parts = {
        name: parting.parts(frame[name].to_numpy(np.intp)) for name, parting in partings.items()
    }
    return arrays_of(plan, frame, without=frozenset(parts)), parts


@dataclass(frozen=True, slots=True)
class PairSums:
    """What is added up over all rows of a pair.

    rows: with a score under both whose change is finite. changes, sizes: by line, the sum of its
    changes over these rows with and without sign, exact in steps that are small beside them.
    live_coverage, coverage: sums over all rows. more, less: rows whose coverage rose or fell.
    """

    rows: int
    changes: dict[str, Fraction]
    sizes: dict[str, Fraction]
    live_coverage: Fraction
    coverage: Fraction
    more: int
    less: int


def pair_sums(engine: DuckDBEngine, plan: Plan, table: Table) -> PairSums:
    """Return the sums of a pair; integers are added, so that no order of rows matters."""
    prefix = "change."
    lines = [item.name for item in plan.outputs if item.name.startswith(prefix)]
    found = _sums(engine, plan, table, lines, _FIRST)
    if found.largest >= 2.0 ** (_BITS - _FIRST):  # their size is known now
        largest = min(found.largest, sys.float_info.max)
        found = _sums(engine, plan, table, lines, _BITS - math.frexp(largest)[1])
    rows, old, new, more, less = found.counts
    return PairSums(
        rows=rows,
        changes={name.removeprefix(prefix): total for name, total in found.changes.items()},
        sizes={name.removeprefix(prefix): total for name, total in found.sizes.items()},
        live_coverage=Fraction(old, 10**9),
        coverage=Fraction(new, 10**9),
        more=more,
        less=less,
    )


@dataclass(slots=True)
class _Sums:
    counts: Sequence[int]
    changes: dict[str, Fraction]
    sizes: dict[str, Fraction]
    largest: float


def _sums(
    engine: DuckDBEngine, plan: Plan, table: Table, lines: Sequence[str], power: int
) -> _Sums:
    """Return the sums in steps of 2^-power; without values that are too large for them."""
    found = _Sums((), {}, {}, 0.0)
    step = Fraction(2) ** -power
    for start in range(0, max(len(lines), 1), LINES_AT_ONCE):
        batch = lines[start : start + LINES_AT_ONCE]
        inner = engine.run(plan.only([*_READ, *batch]), table).sql
        sql = _sums_statement(inner, batch, power)
        [row] = engine.fetch(sql, lambda cursor: cursor.fetchall())
        *counts, largest = row[:6]
        found.counts = [int(count or 0) for count in counts]
        found.largest = max(found.largest, float(largest or 0.0))
        sums = [int(total or 0) * step for total in row[6:]]
        found.changes.update(zip(batch, sums[::2], strict=True))
        found.sizes.update(zip(batch, sums[1::2], strict=True))
    return found


_READ = ("live.score", "candidate.score", "live.coverage", "candidate.coverage")


def _sums_statement(inner: str, lines: Sequence[str], power: int) -> str:
    """Return the SELECT of six figures, then of two sums for each line.

    DuckDB calculates what stands twice in a statement twice, so that each step has a SELECT.
    """
    old, new, covered, covers = map(quote_identifier, _READ)
    names = [quote_identifier(name) for name in lines]
    # beyond 2^1023 every finite number is small enough
    limit = literal(2.0 ** (_BITS - power) if _BITS - power < 1024 else math.inf)
    scale = literal(2.0**power)
    sizes = ", ".join(f"abs({name})" for name in names) or "0e0"
    items = [
        f"isfinite({new} - {old}) AS counted",
        f"({covered} * 1e9)::BIGINT AS had",
        f"({covers} * 1e9)::BIGINT AS has",
        f"greatest({sizes}) AS largest",
        *(
            f"CASE WHEN isfinite({new} - {old}) AND abs({name}) < {limit} "
            f"THEN ({name} * {scale})::BIGINT END AS x{place}"
            for place, name in enumerate(names)
        ),
    ]
    sums = ["count(*) FILTER (counted)", "sum(had)", "sum(has)"]
    sums += ["count(*) FILTER (has > had)", "count(*) FILTER (has < had)", "max(largest)"]
    for place in range(len(names)):
        sums += [f"sum(x{place})", f"sum(abs(x{place}))"]
    return f"SELECT {', '.join(sums)} FROM (SELECT {', '.join(items)} FROM ({inner}))"
