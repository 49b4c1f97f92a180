"""Sums of doubles that are exact, so that neither threads nor the order of rows change them.

A double is a whole number times a power of two. The whole numbers of each power are summed as
integers, which knows no order; the few sums are then added up as fractions.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from scoring_kit.engines.duckdb import DuckDBEngine

_FRACTION = 2**52
"""A normal double is (1 + fraction / 2^52) * 2^(power - 1023), or (2^52 + fraction) * 2^(power -
1075); the smallest ones have the power 0 and lack the 2^52."""


@dataclass(frozen=True, slots=True)
class ExactSum:
    """How many numbers there are, and their exact sum."""

    count: int = 0
    total: Fraction = Fraction(0)

    @property
    def mean(self) -> float | None:
        """The double nearest to the mean; None of no numbers."""
        return float(self.total / self.count) if self.count else None

    def __add__(self, other: ExactSum) -> ExactSum:
        return ExactSum(self.count + other.count, self.total + other.total)


def exact_sums(
    engine: DuckDBEngine, select: str, value: str, by: Sequence[str] = ()
) -> dict[tuple[Any, ...], ExactSum]:
    """Return the sums of an expression by groups of rows, which stand in rising order.

    select: what is read, as SQL. value: a DOUBLE over its columns, finite or NULL; NULL is in
    no sum, and a group of nothing else has a sum of no numbers. by: what the rows are grouped
    by, as SQL; NULL is a group of its own, the last.

    Examples
    --------
    >>> from scoring_kit.engines.duckdb import connect
    >>> select = "SELECT unnest([1e100, 0.1, -1e100]) AS x"
    >>> exact_sums(DuckDBEngine(connect()), select, "x")[()].total == Fraction(0.1)
    True
    """
    groups = ", ".join(f"{expression} AS g{i}" for i, expression in enumerate(by))
    more = f", {groups}" if by else ""
    sql = (
        f"SELECT {''.join(f'g{i}, ' for i in range(len(by)))}x < 0e0 AS is_negative, "
        f"({_BITS} & {2047 * _FRACTION}) >> 52 AS power, count(x), sum({_BITS} & {_FRACTION - 1}) "
        f"FROM (SELECT ({value}) + 0e0 AS x{more} FROM ({select})) GROUP BY ALL ORDER BY ALL"
    )
    found: dict[tuple[Any, ...], ExactSum] = {}
    for row in engine.fetch(sql, lambda cursor: cursor.fetchall()):
        group, (is_negative, power, count, fractions) = row[: len(by)], row[len(by) :]
        part = _part(bool(is_negative), power, count, fractions) if count else ExactSum()
        found[group] = found.get(group, ExactSum()) + part
    return found


_BITS = "x::BIT::BIGINT"


def _part(is_negative: bool, power: int, count: int, fractions: int) -> ExactSum:
    """Return the sum of numbers with one sign and one power."""
    whole = int(fractions) + (count * _FRACTION if power else 0)
    unit = Fraction(2) ** (max(power, 1) - 1075)
    return ExactSum(count, (-whole if is_negative else whole) * unit)
