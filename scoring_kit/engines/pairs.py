"""Two versions of a scorecard over one table, by DuckDB: rows as arrays, and sums over them."""

from __future__ import annotations

import math
from collections.abc import Mapping
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
    powers = dict.fromkeys(lines, _FIRST)
    found = _sums(engine, plan, table, powers)
    large = {
        name: _BITS - math.frexp(found.largest[name])[1]
        for name in lines
        if found.largest[name] >= 2.0 ** (_BITS - _FIRST)
    }
    if large:  # their size is known now
        again = _sums(engine, plan, table, large)
        found.changes.update(again.changes)
        found.sizes.update(again.sizes)
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
    counts: list[int]
    changes: dict[str, Fraction]
    sizes: dict[str, Fraction]
    largest: dict[str, float]


def _sums(engine: DuckDBEngine, plan: Plan, table: Table, powers: Mapping[str, int]) -> _Sums:
    found = _Sums([], {}, {}, {})
    names = list(powers)
    for start in range(0, max(len(names), 1), LINES_AT_ONCE):
        batch = names[start : start + LINES_AT_ONCE]
        read = plan.only([*_READ, *batch])
        inner = engine.run(read, table).sql
        sql = _sums_statement(inner, {name: powers[name] for name in batch})
        [row] = engine.fetch(sql, lambda cursor: cursor.fetchall())
        found.counts = [int(count or 0) for count in row[:5]]
        for place, name in enumerate(batch):
            change, size, largest = row[5 + 3 * place : 8 + 3 * place]
            step = Fraction(2) ** -powers[name]
            found.changes[name] = int(change or 0) * step
            found.sizes[name] = int(size or 0) * step
            found.largest[name] = float(largest or 0.0)
    return found


_READ = ("live.score", "candidate.score", "live.coverage", "candidate.coverage")


def _sums_statement(inner: str, powers: Mapping[str, int]) -> str:
    old, new, covered, covers = map(quote_identifier, _READ)
    counted = f"isfinite({new} - {old})"
    sums = [
        "count(*) FILTER (counted)",
        "sum(step_1)",
        "sum(step_2)",
        "count(*) FILTER (step_2 > step_1)",
        "count(*) FILTER (step_2 < step_1)",
    ]
    items = [f"{counted} AS counted", f"{_in_steps(covered)} AS step_1"]
    items.append(f"{_in_steps(covers)} AS step_2")
    for place, (name, power) in enumerate(powers.items()):
        x = quote_identifier(name)
        items.append(f"CASE WHEN {counted} AND isfinite({x}) THEN {x} END AS x{place}")
        limit = literal(2.0 ** (_BITS - power))
        scaled = f"floor(x{place} * {literal(2.0**power)} + 0.5e0)::BIGINT"
        whole = f"CASE WHEN abs(x{place}) < {limit} THEN {scaled} ELSE 0 END"
        sums += [f"sum({whole})", f"sum(abs({whole}))", f"max(abs(x{place}))"]
    return f"SELECT {', '.join(sums)} FROM (SELECT {', '.join(items)} FROM ({inner}))"


def _in_steps(x: str) -> str:
    return f"floor({x} * 1e9 + 0.5e0)::BIGINT"
