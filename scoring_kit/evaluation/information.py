"""Weight of evidence and information value: what the bins of a column say of the event."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from scoring_kit.engines.arrays import Floats

SMOOTHING = 0.5
"""Rows that a bin is taken to have of a class of which it has none; no other bin changes."""


def evidence(
    with_: float, without: float, all_with: float, all_without: float, smoothing: float = SMOOTHING
) -> dict[str, float | None]:
    """Return the WoE of a bin and its part of the IV.

    WoE = ln(share of all rows with the event / share of those without it), above 0 where the
    event is more frequent than elsewhere (Good, 1950); IV is the sum over the bins of the
    difference of both shares times WoE (Kullback and Leibler, 1951; Siddiqi, 2006). A bin
    that lacks one class is taken to have `smoothing` rows of it; one without rows says
    nothing.

    Examples
    --------
    >>> found = evidence(20, 30, 100, 100)
    >>> round(found["woe"], 4), round(found["iv"], 4)
    (-0.4055, 0.0405)
    """
    if (not with_ and not without) or not all_with or not all_without:
        return {"woe": None, "iv": None}
    events, others = (with_ or smoothing) / all_with, (without or smoothing) / all_without
    if events <= 0.0 or others <= 0.0:
        return {"woe": None, "iv": None}
    woe = math.log(events / others)
    return {"woe": woe, "iv": (events - others) * woe}


def quantile_edges(values: Floats, amounts: Sequence[int] | Any, bins: int) -> list[float]:  # noqa: ANN401 (whole numbers)
    """Return the inner edges of bins [lower, upper) with about equally much in each.

    Each edge is a value: the first of which at least that share lies below. Values that are
    frequent take several edges, which then are one.

    Examples
    --------
    >>> quantile_edges(np.array([1.0, 2.0, 3.0, 4.0]), [1, 1, 1, 1], 2)
    [3.0]
    """
    rising, places = np.unique(values, return_inverse=True)
    sums = np.zeros(len(rising), np.int64)
    np.add.at(sums, places, np.asarray(amounts, np.int64))
    until = sums.cumsum()
    total = int(until[-1]) if len(until) else 0
    if total == 0:
        return []
    # in whole numbers, so that no share falls on the wrong side of an edge; those of Python,
    # as weights are counted in units that leave no room to multiply them
    wanted = [-(-number * total // bins) for number in range(1, bins)]
    after = [int(np.searchsorted(until, least, side="left")) + 1 for least in wanted]
    return sorted({float(rising[place]) for place in after if place < len(rising)})


def binned(values: Floats, edges: Sequence[float]) -> Any:  # noqa: ANN401 (whole numbers)
    """Return the bin of each value, from 0; bins are [lower, upper), NaN has none, -1."""
    places = np.searchsorted(np.asarray(edges, float), values, side="right")
    return np.where(np.isnan(values), -1, places)


def information_rows(
    counts: Mapping[str, tuple[float, float]], smoothing: float = SMOOTHING
) -> list[dict[str, Any]]:
    """Return a row for each bin with its rate, WoE and part of the IV.

    counts: what a bin has with and without the event, by its name.

    Examples
    --------
    >>> rows = information_rows({"low": (20, 30), "high": (80, 70)})
    >>> [round(row["iv"], 4) for row in rows]
    [0.0405, 0.0134]
    """
    all_with = math.fsum(with_ for with_, _ in counts.values())
    all_without = math.fsum(without for _, without in counts.values())
    return [
        {
            "bin": name,
            "events": with_,
            "others": without,
            "rate": with_ / (with_ + without) if with_ + without else None,
            **evidence(with_, without, all_with, all_without, smoothing),
        }
        for name, (with_, without) in counts.items()
    ]
