"""The statistics of normalisations, exact enough not to depend on the order of rows."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.float64]
"""Finite doubles, rising."""

MOST_RANKS = 1_000
"""Different values that a rank may keep in the document."""

PARTS = 100
"""Steps between the quantiles of a percentile."""


class Degenerate(Exception):
    """What is wrong with the numbers, said of their column; it becomes a line of a FitError."""


def fit_min_max(values: Numbers) -> dict[str, Any]:
    """Return the lowest and the highest value."""
    _check_spread(values)
    return {"minimum": float(values[0]), "maximum": float(values[-1])}


def fit_z_score(values: Numbers) -> dict[str, Any]:
    """Return the mean and the standard deviation (n - 1)."""
    _check_spread(values)
    scaled, exponent = _scaled(values)
    mean = exact_mean(scaled)
    squares = math.fsum((scaled - mean) ** 2)
    with np.errstate(over="ignore"):
        deviation = float(np.ldexp(math.sqrt(squares / (len(values) - 1)), exponent))
    if not 0.0 < deviation < math.inf:
        raise Degenerate("has no standard deviation that a double can hold")
    return {"mean": math.ldexp(mean, exponent), "standard_deviation": deviation}


def fit_rank(values: Numbers) -> dict[str, Any]:
    """Return the different values, the rank of each (1 + values below it), and their number."""
    _check_some(values)
    different, first = np.unique(values, return_index=True)
    if len(different) > MOST_RANKS:
        raise Degenerate(
            f"has {len(different):,} different values; a rank keeps at most {MOST_RANKS:,}, "
            "so use percentile"
        )
    return {
        "values": different.tolist(),
        "ranks": (first + 1.0).tolist(),
        "count": float(len(values)),
    }


def fit_percentile(values: Numbers) -> dict[str, Any]:
    """Return 101 quantiles: straight lines between order statistics (Hyndman-Fan type 7)."""
    _check_spread(values)
    return {"quantiles": [_quantile(values, part) for part in range(PARTS + 1)]}


def exact_mean(values: Numbers) -> float:
    """Return the mean of the correctly rounded sum."""
    _check_some(values)
    scaled, exponent = _scaled(values)
    return math.ldexp(math.fsum(scaled) / len(values), exponent)


def _quantile(values: Numbers, part: int) -> float:
    # In whole numbers, so that position 100 is the last value and not one beside it.
    index, rest = divmod(part * (len(values) - 1), PARTS)
    low = float(values[index])
    if rest == 0:
        return low
    high, share = float(values[index + 1]), rest / PARTS
    between = low * (1.0 - share) + high * share
    return min(max(between, low), high)


def _scaled(values: Numbers) -> tuple[Numbers, int]:
    """Return values divided by a power of 2 so that no square overflows, and its exponent."""
    largest = float(np.max(np.abs(values), initial=0.0))
    exponent = math.frexp(largest)[1]
    return np.ldexp(values, -exponent), exponent


def _check_some(values: Numbers) -> None:
    if len(values) == 0:
        raise Degenerate("has no usable value in any row")


def _check_spread(values: Numbers) -> None:
    _check_some(values)
    if values[0] == values[-1]:
        raise Degenerate(f"is {values[0]:g} in every row that has it; two values are needed")
