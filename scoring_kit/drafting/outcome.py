"""What an outcome says about the direction of columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from scoring_kit.drafting.reading import REFUSED, Reading
from scoring_kit.engines.profiles import ColumnProfile, Scale, correlations, outcome_means
from scoring_kit.errors import DataError, Problem
from scoring_kit.expression.words import Type

WEAKEST = 0.02
"""Correlations that are weaker than this say nothing about a direction."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """An outcome, and what goes with it.

    correlations: of number, date and boolean columns, where they vary. means: for text
    columns, the mean outcome of each value, from 0 (its lowest) to 1.
    """

    name: str
    correlations: Mapping[str, float | None]
    means: Mapping[str, Mapping[Any, float]]

    def direction(self, column: str) -> int:
        """Return 1 where more of the column goes with more of the outcome, -1, or 0."""
        found = self.correlations.get(column)
        if found is None or abs(found) < WEAKEST:
            return 0
        return 1 if found > 0 else -1


def read_outcome(name: str, reading: Reading, columns: Sequence[str]) -> Outcome:
    """Return what goes with an outcome among these columns.

    Raises
    ------
    DataError
        When the outcome is neither a number nor a boolean, or always the same.
    """
    scale = _scale_of(name, reading)
    chosen = [reading.profiles[column] for column in columns]
    scales = {p.name: _scale(p) for p in chosen if p.kind is not Type.TEXT}
    texts = [p.name for p in chosen if p.kind is Type.TEXT]
    engine, table = reading.engine, reading.table
    return Outcome(
        name,
        correlations(engine, table, scales, (name, scale)),
        {text: outcome_means(engine, table, text, (name, scale)) for text in texts},
    )


def _scale_of(name: str, reading: Reading) -> Scale:
    profile = reading.profiles.get(name)
    if profile is None or profile.kind not in (Type.NUMBER, Type.BOOLEAN):
        message = f"outcome {name!r} is neither a number nor a boolean; write it as 0 and 1"
        raise DataError([Problem("column_type", name, message)], *REFUSED)
    scale = Scale(0.0, 1.0) if profile.kind is Type.BOOLEAN else _ends(profile)
    if profile.distinct < 2 or not 1e-280 < scale.high - scale.low < 1e280:
        message = f"outcome {name!r} does not vary, so it tells nothing about other columns"
        raise DataError([Problem("constant_column", name, message)], *REFUSED)
    return scale


def _scale(profile: ColumnProfile) -> Scale:
    """The range without its outermost rows, which one odd value would stretch."""
    if profile.kind is Type.BOOLEAN:
        return Scale(0.0, 1.0)
    low, high = profile.quantiles[1], profile.quantiles[-2]
    return Scale(low, high) if low < high else _ends(profile)


def _ends(profile: ColumnProfile) -> Scale:
    if not profile.quantiles:
        return Scale(0.0, 1.0)
    return Scale(profile.quantiles[0], profile.quantiles[-1])
