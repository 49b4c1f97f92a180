"""Two versions of a scorecard over one table, by DuckDB: rows as arrays, and sums over them."""

from __future__ import annotations

import math
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from scoring_kit.compiler.plan import Plan
from scoring_kit.engines.arrays import Outputs, fetch_arrays
from scoring_kit.engines.duckdb import DuckDBEngine
from scoring_kit.engines.growing import small_kind
from scoring_kit.engines.parts import Parting, Parts
from scoring_kit.engines.sql_writer import literal, quote_identifier
from scoring_kit.expression.words import Type
from scoring_kit.tables.table import Table

LINES_AT_ONCE = 100
"""Lines that one SELECT adds up."""
_BITS = 62
"""Bits of the integers that are added."""
_FIRST = 40
"""Binary digits behind the point of a line whose size is not known yet."""
_TINY = 2.0**-10
"""Where no change is as large, `_FIRST` are less than 30 binary digits of it."""


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
    rest = {item.name: item.reference.kind for item in plan.outputs if item.name not in partings}
    kinds = {name: np.dtype(np.float64) for name, kind in rest.items() if kind is not Type.TEXT}
    kinds |= {name: small_kind(len(parting.names) + 2) for name, parting in partings.items()}
    texts = [name for name, kind in rest.items() if kind is Type.TEXT]
    numbers, found = fetch_arrays(engine, f"SELECT {', '.join(items)} FROM ({inner})", kinds, texts)
    parts = {name: parting.parts(numbers.pop(name)) for name, parting in partings.items()}
    return {**numbers, **found}, parts


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
    found = _sums(engine, plan, table, dict.fromkeys(lines, _FIRST))
    again = _other_steps(found.largest)
    if again:
        better = _sums(engine, plan, table, again)
        found.changes.update(better.changes)
        found.sizes.update(better.sizes)
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
    largest: dict[str, float]


def _other_steps(largest: Mapping[str, float]) -> dict[str, int]:
    """Return the binary digits of lines for which `_FIRST` are too many, or too few for all.

    Each has its own, so that one line with huge changes takes nothing from the others.
    """
    is_tiny = max(largest.values(), default=0.0) < _TINY
    return {
        name: min(_BITS - math.frexp(min(size, sys.float_info.max))[1], 1023)
        for name, size in largest.items()
        if size >= 2.0 ** (_BITS - _FIRST) or (is_tiny and size)
    }


def _sums(engine: DuckDBEngine, plan: Plan, table: Table, powers: Mapping[str, int]) -> _Sums:
    """Return the sums in steps of 2^-power of each line; values too large for them left out."""
    found = _Sums((), {}, {}, {})
    lines = list(powers)
    for start in range(0, max(len(lines), 1), LINES_AT_ONCE):
        batch = lines[start : start + LINES_AT_ONCE]
        inner = engine.run(plan.only([*_READ, *batch]), table).sql
        sql = _sums_statement(inner, {name: powers[name] for name in batch})
        [row] = engine.fetch(sql, lambda cursor: cursor.fetchall())
        found.counts = [int(count or 0) for count in row[:5]]
        for name, total, size, largest in zip(batch, row[5::3], row[6::3], row[7::3], strict=True):
            step = Fraction(2) ** -powers[name]
            found.changes[name] = int(total or 0) * step
            found.sizes[name] = int(size or 0) * step
            found.largest[name] = float(largest or 0.0)
    return found


_READ = ("live.score", "candidate.score", "live.coverage", "candidate.coverage")


def _sums_statement(inner: str, powers: Mapping[str, int]) -> str:
    """Return the SELECT of five figures, then of two sums and the largest size of each line.

    DuckDB calculates what stands twice in a statement twice, so that each step has a SELECT.
    """
    old, new, covered, covers = map(quote_identifier, _READ)
    items = [
        f"isfinite({new} - {old}) AS counted",
        f"({covered} * 1e9)::BIGINT AS had",
        f"({covers} * 1e9)::BIGINT AS has",
    ]
    wholes, sums = ["counted", "had", "has"], ["count(*) FILTER (counted)", "sum(had)", "sum(has)"]
    sums += ["count(*) FILTER (has > had)", "count(*) FILTER (has < had)"]
    for place, (name, power) in enumerate(powers.items()):
        # beyond 2^1023 every finite number is small enough
        limit = literal(2.0 ** (_BITS - power) if _BITS - power < 1024 else math.inf)
        items.append(
            f"CASE WHEN isfinite({new} - {old}) THEN {quote_identifier(name)} END AS c{place}"
        )
        fits = (
            f"CASE WHEN abs(c{place}) < {limit} THEN (c{place} * {literal(2.0**power)})::BIGINT END"
        )
        wholes += [f"{fits} AS x{place}", f"abs(c{place}) AS s{place}"]
        sums += [f"sum(x{place})", f"sum(abs(x{place}))", f"max(s{place})"]
    steps = f"SELECT {', '.join(wholes)} FROM (SELECT {', '.join(items)} FROM ({inner}))"
    return f"SELECT {', '.join(sums)} FROM ({steps})"
