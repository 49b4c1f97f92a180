"""Two versions beside each other on the same rows, with a paired test of the difference."""

from __future__ import annotations

from typing import Any

import numpy as np

from scoring_kit.evaluation.cells import Sample
from scoring_kit.evaluation.delong import Estimate, auc_difference
from scoring_kit.evaluation.metrics import METRICS, Metric
from scoring_kit.evaluation.resampling import Bootstrap, bootstrap


def compared_rows(sample: Sample, how: Bootstrap, z: float) -> list[dict[str, Any]]:
    """Return each figure of scores under both versions, over rows with a score under both.

    difference is this version less the other; p_value that of no difference, for AUC and Gini
    by DeLong's paired test (1988), whose interval is the normal one; for the others the
    interval is that of the same draws under both versions (Efron and Tibshirani, 1993), and
    there is no p_value. Figures of probabilities are of one version and not among them.
    """
    here = Sample.of(sample.cells.where(~np.isnan(sample.cells.other)))
    metrics = [metric for metric in METRICS.values() if metric.needs == "scores"]
    if not here.has_both:
        return [_row(metric, here.rows, None, None) for metric in metrics]
    there = here.by_other()
    order = there.layout  # draws of `here` change rows only, so that both layouts stay
    drawn = {
        metric.name: _difference(metric, order)
        for metric in metrics
        if metric.name not in ("auc", "gini")
    }
    intervals = bootstrap(here, drawn, how)
    delong = auc_difference(here)
    rows: list[dict[str, Any]] = []
    for metric in metrics:
        row = _row(metric, here.rows, metric.value(here), metric.value(there))
        if metric.name in drawn:
            row |= _ends(intervals[metric.name])
        elif delong is not None:
            row |= _by_delong(delong, z, 2.0 if metric.name == "gini" else 1.0)
        rows.append(row)
    return rows


def _difference(metric: Metric, layout: Any) -> Any:  # noqa: ANN401 (a statistic)
    def statistic(drawn: Sample) -> float | None:
        value, other = metric.value(drawn), metric.value(drawn.under_other(layout))
        return None if value is None or other is None else value - other

    return statistic


def _row(metric: Metric, rows: int, value: float | None, other: float | None) -> dict[str, Any]:
    return {
        "name": metric.name,
        "title": metric.title,
        "rows": rows,
        "value": value,
        "other": other,
        "difference": None if value is None or other is None else value - other,
        "low": None,
        "high": None,
        "p_value": None,
    }


def _ends(interval: tuple[float, float] | None) -> dict[str, Any]:
    return {} if interval is None else {"low": interval[0], "high": interval[1]}


def _by_delong(found: Estimate, z: float, factor: float) -> dict[str, Any]:
    ends = found.interval(z)
    scaled = None if ends is None else (factor * ends[0], factor * ends[1])
    return {**_ends(scaled), "p_value": found.p_value}
