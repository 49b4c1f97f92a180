"""Each metric's value with its interval, and the forms in which figures leave."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, cast

import numpy as np

from scoring_kit.evaluation.cells import Sample
from scoring_kit.evaluation.delong import Interval, auc_estimate
from scoring_kit.evaluation.metrics import METRICS, Metric
from scoring_kit.evaluation.resampling import Bootstrap, bootstrap

BY_DELONG, BY_BOOTSTRAP = "DeLong", "bootstrap"
NO_VARIATION = "none: the rows do not vary, or a class has fewer than two"
NOT_DRAWN = "none: too many different scores; ask with bootstrap="
ASKED_NOT = "none: bootstrap=0"
NOT_EACH = "none: some draw has no such figure"
BESIDE = "none: nearly all draws lie to one side of it, as those of a KS near chance do"


@dataclass(frozen=True, slots=True)
class Figure:
    """A metric with its value and its interval; `how` says how that was found, or why not."""

    metric: Metric
    value: float | None
    interval: Interval | None
    how: str | None

    def row(self) -> dict[str, Any]:
        """Return the figure as a row of a table."""
        low, high = self.interval or (None, None)
        metric = self.metric
        return {
            "name": metric.name,
            "title": metric.title,
            "value": self.value,
            "low": low,
            "high": high,
            "interval": self.how,
            "meaning": metric.meaning,
            "range": range_text(metric),
            "source": metric.source,
        }

    def plain(self) -> dict[str, Any]:
        """Return the figure as JSON holds it."""
        return {name: plain(value) for name, value in self.row().items() if name != "name"}


def figures_of(sample: Sample, how: Bootstrap, z: float) -> tuple[Figure, ...]:
    """Return every metric with its interval."""
    values = {name: metric.value(sample) for name, metric in METRICS.items()}
    drawn = [n for n, value in values.items() if value is not None and n not in ("auc", "gini")]
    intervals = bootstrap(sample, {name: METRICS[name].value for name in drawn}, how)
    found: list[Figure] = []
    for name, value in values.items():
        if value is None:
            found.append(Figure(METRICS[name], None, None, None))
        elif name in drawn:
            found.append(_drawn(METRICS[name], value, intervals[name], _why_not(sample, how)))
        else:
            ends = delong_interval(sample, z, is_gini=name == "gini")
            said = BY_DELONG if ends is not None else NO_VARIATION
            found.append(Figure(METRICS[name], value, ends, said))
    return tuple(found)


def _drawn(metric: Metric, value: float, ends: Interval | None, why_not: str) -> Figure:
    """Return a figure with its percentile interval, unless that does not even hold the figure."""
    if ends is None:
        return Figure(metric, value, None, why_not)
    # a quantile of equal draws may differ from them in the last bits
    room = 1e-12 * max(abs(value), 1.0)
    if not ends[0] - room <= value <= ends[1] + room:
        return Figure(metric, value, None, BESIDE)
    return Figure(metric, value, ends, BY_BOOTSTRAP)


def delong_interval(sample: Sample, z: float, *, is_gini: bool) -> Interval | None:
    """Return the interval of an AUC, or of the Gini that belongs to it."""
    estimate = auc_estimate(sample)
    ends = None if estimate is None else estimate.interval(z, within=(0.0, 1.0))
    if ends is None or not is_gini:
        return ends
    return 2.0 * ends[0] - 1.0, 2.0 * ends[1] - 1.0


def _why_not(sample: Sample, how: Bootstrap) -> str:
    if how.draws(sample):
        return NOT_EACH
    return ASKED_NOT if how.rounds == 0 else NOT_DRAWN


def range_text(metric: Metric) -> str:
    """Return the range of a metric in words.

    Examples
    --------
    >>> range_text(METRICS["auc"]), range_text(METRICS["lift"])
    ('0 to 1', '0 and up')
    """
    low, high = metric.range
    if math.isinf(low):
        return f"up to {high:g}"
    return f"{low:g} and up" if math.isinf(high) else f"{low:g} to {high:g}"


def plain(value: object) -> Any:  # noqa: ANN401 (whatever JSON holds)
    """Return a value as JSON holds it: None for what is missing or infinite.

    Examples
    --------
    >>> plain(np.float64("nan")), plain(np.int64(3)), plain(np.True_)
    (None, 3, True)
    """
    value = cast("Any", value).item() if isinstance(value, np.generic) else value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if value is None or isinstance(value, bool | int | str):
        return value
    return str(value)
