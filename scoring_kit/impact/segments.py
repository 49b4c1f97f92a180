"""Winners and losers: how the rows of each segment fare from one version to another."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt

from scoring_kit.engines.arrays import Floats
from scoring_kit.engines.parts import KINDS, Parts
from scoring_kit.errors import DataError, Problem
from scoring_kit.expression.words import Type
from scoring_kit.impact.exact_sums import as_float, sums_by, whole
from scoring_kit.impact.headline import digits_of
from scoring_kit.impact.scored import Scored
from scoring_kit.impact.tier_places import crossings

MOST_SEGMENTS = 40
"""Segments that are told apart; smaller ones are joined."""
SMALL = 30
"""Rows below which a segment is too small to be drawn."""
Z = 1.959963984540054
"""Standard deviations on either side of the mean that hold 95 % of a normal distribution."""
SEGMENT_COLUMNS = (
    "segment", "kind", "rows", "scored", "higher", "lower", "up", "down", "mean_change",
    "half_width", "small",
)  # fmt: skip


def check_parted(name: str, kind: Type | None) -> None:
    """Refuse a column by whose values rows cannot be parted."""
    if kind in KINDS:
        return
    found = "lists" if kind is None else f"{kind.value}s"
    message = f"column {name!r} holds {found}; rows can be parted by text, booleans "
    message += "and numbers; name another column, or make a text of it"
    raise DataError([Problem("column_type", name, message)], refusal="cannot be parted")


def segment_rows(parts: Parts, live: Scored, candidate: Scored) -> list[dict[str, Any]]:
    """Return how each segment fares, largest segment first.

    Returns
    -------
    list of dict
        Of each segment ``segment`` (its name), ``kind`` (``value``; ``other`` for all beyond the
        40 largest, ``missing`` for rows without a value, which come last), ``rows``, ``scored``
        (under both), ``higher`` and ``lower`` (of these, those whose published score rose or
        fell), ``up`` and ``down`` (rows that came into a better or worse tier, no tier being
        below all), ``mean_change`` (of published scores, over rows with a score under both) and
        ``half_width`` of its 95 % interval: 1.96 standard errors, where there are two such rows
        or more; ``small`` (fewer than 30 rows).
    """
    groups = len(parts.names)
    change = change_of(live, candidate)
    lacking = ~np.isfinite(change)
    change[lacking] = 0.0
    scored = parts.sizes - np.bincount(parts.codes[lacking], minlength=groups)
    means, squares = _moments(parts, change, change_digits(live, candidate), scored)
    rows, is_up = crossings(live, candidate)
    codes = parts.codes[rows]
    counts = (
        parts.sizes,
        scored,
        np.bincount(parts.codes[change > 0.0], minlength=groups),
        np.bincount(parts.codes[change < 0.0], minlength=groups),
        np.bincount(codes[is_up], minlength=groups),
        np.bincount(codes[~is_up], minlength=groups),
    )
    cells = zip(*(column.tolist() for column in counts), means, squares, strict=True)
    return [
        _row(name, kind, *row)
        for name, kind, row in zip(parts.names, parts.kinds, cells, strict=True)
    ]


def change_of(live: Scored, candidate: Scored) -> Floats:
    """Return the change of each published score, NaN where one is lacking."""
    with np.errstate(over="ignore"):
        return candidate.score - live.score


def change_digits(live: Scored, candidate: Scored) -> int | None:
    """Return the decimals that changes have where both versions round their scores."""
    old, new = digits_of(live), digits_of(candidate)
    return None if old is None or new is None else max(old, new)


def _moments(
    parts: Parts, change: Floats, digits: int | None, scored: npt.NDArray[np.intp]
) -> tuple[list[Fraction], list[Fraction]]:
    """Return the mean of each segment, and the sum of squared differences from it."""
    groups = len(parts.names)
    exact = whole(change, digits)
    counts = [max(int(count), 1) for count in scored.tolist()]
    totals = sums_by(parts.codes, groups, exact)
    means = [total / count for total, count in zip(totals, counts, strict=True)]
    short = exact.short()
    sums = totals if short is exact else sums_by(parts.codes, groups, short)
    squares = sums_by(parts.codes, groups, short.squared())
    about = [
        square - total * total / count
        for square, total, count in zip(squares, sums, counts, strict=True)
    ]
    return means, about


def _row(
    name: str,
    kind: str,
    rows: int,
    scored: int,
    higher: int,
    lower: int,
    up: int,
    down: int,
    mean: Fraction,
    squares: Fraction,
) -> dict[str, Any]:
    error = math.sqrt(as_float(squares / (scored - 1) / scored)) if scored > 1 else None
    return {
        "segment": name,
        "kind": kind,
        "rows": rows,
        "scored": scored,
        "higher": higher,
        "lower": lower,
        "up": up,
        "down": down,
        "mean_change": as_float(mean) if scored else None,
        "half_width": None if error is None else Z * error,
        "small": rows < SMALL,
    }
