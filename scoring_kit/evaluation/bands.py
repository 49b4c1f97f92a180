"""Tables of one sample: lift and gains by decile, what each tier holds, how probable it was."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from scoring_kit.evaluation.cells import Cells, Sample
from scoring_kit.evaluation.delong import effective_rows, wilson
from scoring_kit.evaluation.information import evidence
from scoring_kit.evaluation.ranking import exact_sum

Row = dict[str, Any]
BANDS = 10


def decile_rows(sample: Sample, bands: int = BANDS) -> list[Row]:
    """Return lift and gains by bands of equally many rows, from the highest scores on.

    Rows that share a score at an edge are dealt to both bands in proportion, which is what is
    expected of any order among them; so rows and events of a band need not be whole.
    """
    ranking = sample.ranking
    total = ranking.total + ranking.total_without
    unit = _unit(sample)
    rows: list[Row] = []
    before = 0.0
    for band in range(1, bands + 1):
        above = ranking.top(band / bands)
        here, share = above - before, 1.0 / bands
        rate = here / (total * share)
        rows.append(
            {
                "band": band,
                "share": band / bands,
                "rows": total * share * unit,
                "events": here * unit,
                "rate": rate,
                "lift": rate / ranking.rate,
                "cumulative_lift": above / (ranking.total * band * share),
                "gain": above / ranking.total,
            }
        )
        before = above
    return rows


def tier_rows(cells: Cells, tiers: tuple[str, ...], z: float) -> list[Row]:
    """Return rows, events and their rate by tier, from the best on; rows under the last cut last.

    rate has an interval by Wilson (1927); gain is the share of all events in this tier or a
    better one; woe and iv are those of `information`.
    """
    sample = Sample.of(cells)
    used = sample.cells
    codes = [*range(len(tiers)), *([-1] if (used.tier < 0).any() else [])]
    found: list[Row] = []
    above = 0
    ranking = sample.ranking
    totals, unit = (ranking.total, ranking.total_without), _unit(sample)
    total = sum(totals)
    for code in codes:
        mask = used.tier == code
        with_, without = _amounts(used, mask)
        above += with_
        both = with_ + without
        low, high = (None, None)
        if both:
            low, high = wilson(with_ / both, effective_rows(used, mask), z)
        found.append(
            {
                "tier": None if code < 0 else tiers[code],
                "rows": int(used.rows[mask].sum()),
                "share": both / total,
                "events": int(used.rows[mask & (used.event == 1)].sum()),
                "rate": with_ / both if both else None,
                "rate_low": low,
                "rate_high": high,
                "lift": with_ / both / ranking.rate if both else None,
                "gain": above / ranking.total,
                **evidence(
                    *(unit * n for n in (with_, without, ranking.total, ranking.total_without))
                ),
            }
        )
    return found


def reliability_rows(sample: Sample, z: float, bands: int = BANDS) -> list[Row]:
    """Return what was predicted beside what came, by bands of about equally many rows.

    Rows of one probability are in one band. observed has an interval by Wilson (1927).
    """
    cells = sample.cells
    order = np.argsort(cells.probability, kind="stable")
    values, amounts = cells.probability[order], cells.amounts[order]
    until = amounts.cumsum()
    total = int(until[-1])
    # the middle of all rows that share a probability says which band they are in
    first = np.searchsorted(values, values, side="left")
    last = np.searchsorted(values, values, side="right") - 1
    middle = (until[last] + until[first] - amounts[first]) / (2 * total)
    band = np.empty(len(order), np.int64)
    band[order] = np.minimum((middle * bands).astype(np.int64), bands - 1)
    return [_reliability(cells, band == number, z) for number in sorted(set(band.tolist()))]


def _reliability(cells: Cells, mask: Any, z: float) -> Row:  # noqa: ANN401 (a mask)
    with_, without = _amounts(cells, mask)
    both = with_ + without
    amounts, given = cells.amounts[mask], cells.probability[mask]
    low, high = wilson(with_ / both, effective_rows(cells, mask), z) if both else (None, None)
    return {
        "from": float(given.min()),
        "to": float(given.max()),
        "rows": int(cells.rows[mask].sum()),
        "predicted": exact_sum(given * amounts) / both if both else None,
        "observed": with_ / both if both else None,
        "observed_low": low,
        "observed_high": high,
    }


def curve_points(sample: Sample, most: int = 200) -> list[Row]:
    """Return the ROC and gains curves at up to `most` places, and the two ends.

    share: of all rows at or above the score; events, others: of both classes, the true and
    the false positive rate.
    """
    ranking = sample.ranking
    above, without = ranking.above, ranking.above_without
    here = np.flatnonzero((ranking.with_ + ranking.without) > 0)
    if len(here) > most:
        here = here[np.unique(np.linspace(0, len(here) - 1, most).round().astype(int))]
    total = ranking.total + ranking.total_without
    rows = [{"share": 0.0, "events": 0.0, "others": 0.0}]
    for place in here.tolist():
        a, b = int(above[place]), int(without[place])
        rows.append(
            {
                "share": (a + b) / total,
                "events": a / ranking.total,
                "others": b / ranking.total_without,
            }
        )
    return rows


def _amounts(cells: Cells, mask: Any) -> tuple[int, int]:  # noqa: ANN401 (a mask)
    amounts = cells.amounts
    with_ = int(amounts[mask & (cells.event == 1)].sum())
    return with_, int(amounts[mask & (cells.event == 0)].sum())


def _unit(sample: Sample) -> float:
    """Return how many rows a unit of weight stands for, so that bands add up to all rows."""
    total = sample.ranking.total + sample.ranking.total_without
    return sample.rows / total if total else math.nan
