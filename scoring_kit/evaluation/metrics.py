"""The figures of an evaluation: one decorated function each, which tables and docs then list."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np

from scoring_kit.engines.arrays import Floats
from scoring_kit.evaluation.cells import Sample
from scoring_kit.evaluation.ranking import exact_sum

Needs = Literal["scores", "probability"]
Function = Callable[[Sample], float | None]
Range = tuple[float, float]

TOP = 0.1
"""The share of the rows that lift and capture look at."""


@dataclass(frozen=True, slots=True)
class Metric:
    """A figure: what it is called, what it says, between which ends, and whose it is.

    needs: "scores", or "probability" where it is of predicted probabilities. best: whether
    more is "high" better, "low", or "one" where 1 is right. function: gives it for a sample
    with both classes.
    """

    name: str
    title: str
    meaning: str
    range: Range
    source: str
    needs: Needs
    best: Literal["high", "low", "one"]
    function: Function

    def value(self, sample: Sample) -> float | None:
        """Return the figure; None where the sample lacks a class, or probabilities."""
        chosen = sample if self.needs == "scores" else sample.predicted
        return self.function(chosen) if chosen is not None and chosen.has_both else None


METRICS: dict[str, Metric] = {}
"""Every metric by its name, in the order in which they are shown."""


def metric(
    name: str,
    title: str,
    range: Range,
    source: str,
    *,
    needs: Needs = "scores",
    best: Literal["high", "low", "one"] = "high",
) -> Callable[[Function], Function]:
    """Register a function as a metric; the first paragraph of its docstring says what it means.

    Examples
    --------
    >>> @metric("rows", "Rows", (0.0, math.inf), "counted")
    ... def rows(sample):
    ...     "How many rows there are."
    ...     return float(sample.rows)
    >>> METRICS.pop("rows").meaning
    'How many rows there are.'
    """

    def register(function: Function) -> Function:
        if name in METRICS:
            raise ValueError(f"there is a metric {name!r} already; choose another name")
        meaning = " ".join((function.__doc__ or "").split("\n\n")[0].split())
        if not meaning:
            raise ValueError(f"metric {name!r} has no docstring; say in one sentence what it means")
        METRICS[name] = Metric(name, title, meaning, range, source, needs, best, function)
        return function

    return register


@metric("auc", "AUC", (0.0, 1.0), "Hanley and McNeil (1982)")
def auc(sample: Sample) -> float:
    """How often a row with the event scores above one without it; ties half, 0.5 is chance."""
    return sample.ranking.auc


@metric("gini", "Gini", (-1.0, 1.0), "Somers (1962)")
def gini(sample: Sample) -> float:
    """Twice the AUC less 1: 0 is chance."""
    return 2.0 * sample.ranking.auc - 1.0


@metric("ks", "KS", (0.0, 1.0), "Kolmogorov (1933), Smirnov (1939)")
def ks(sample: Sample) -> float:
    """The largest distance between the score distributions of rows with and without the event."""
    return sample.ranking.ks


@metric("average_precision", "Average precision", (0.0, 1.0), "Buckley and Voorhees (2000)")
def average_precision(sample: Sample) -> float:
    """The rate of the event above each event's score, averaged over events; chance is the rate."""
    ranking = sample.ranking
    here = ranking.with_ > 0
    above = ranking.above[here]
    precision = above / (above + ranking.above_without[here])
    return exact_sum(precision * ranking.with_[here]) / ranking.total


@metric("lift", "Lift of the top 10 %", (0.0, math.inf), "Ling and Li (1998)")
def lift(sample: Sample) -> float:
    """The rate of the event among the highest 10 % of the rows, over that among all."""
    return sample.ranking.lift(TOP)


@metric("capture", "Capture of the top 10 %", (0.0, 1.0), "Ling and Li (1998)")
def capture(sample: Sample) -> float:
    """The share of all events that the highest 10 % of the rows hold."""
    return sample.ranking.top(TOP) / sample.ranking.total


@metric("best_f1", "Best F1", (0.0, 1.0), "van Rijsbergen (1979)")
def best_f1(sample: Sample) -> float:
    """The highest harmonic mean of precision and recall that any cut of the score gives."""
    ranking = sample.ranking
    found = 2.0 * ranking.above / (ranking.above + ranking.above_without + ranking.total)
    return float(found.max())


@metric("brier", "Brier score", (0.0, 1.0), "Brier (1950)", needs="probability", best="low")
def brier(sample: Sample) -> float:
    """The mean squared distance of the probability from what came true; 0 is perfect."""
    return _squares(sample)


@metric("log_loss", "Log loss", (0.0, math.inf), "Good (1952)", needs="probability", best="low")
def log_loss(sample: Sample) -> float | None:
    """The mean of -ln of the probability given to what came true; 0 is perfect.

    None where a probability of 0 or 1 was wrong: the loss is then infinite.
    """
    cells = sample.cells
    given = np.where(cells.event == 1, cells.probability, 1.0 - cells.probability)
    weighs = cells.amounts > 0
    if (given[weighs] <= 0.0).any():
        return None
    # numpy's own logarithm differs from processor to processor in the last bit
    logarithms = [math.log(p) for p in np.where(weighs, given, 1.0).tolist()]
    return _mean(sample, -np.array(logarithms))


@metric("skill", "Brier skill", (-math.inf, 1.0), "Murphy (1973)", needs="probability")
def skill(sample: Sample) -> float:
    """How much of the Brier score of the plain rate the probability saves; 0 is no help."""
    rate = sample.ranking.rate
    return 1.0 - _squares(sample) / (rate * (1.0 - rate))


@metric(
    "observed_over_expected",
    "Observed over expected",
    (0.0, math.inf),
    "Steyerberg et al. (2010)",
    needs="probability",
    best="one",
)
def observed_over_expected(sample: Sample) -> float | None:
    """Events that came, over those that the probabilities add up to; 1 is right."""
    expected = _mean(sample, sample.cells.probability)
    return sample.ranking.rate / expected if expected > 0.0 else None


def _squares(sample: Sample) -> float:
    return _mean(sample, (sample.cells.probability - sample.cells.event) ** 2)


def _mean(sample: Sample, values: Floats) -> float:
    """Return the weighted mean of what the rows of each cell have; exact in any order."""
    amounts = sample.cells.amounts
    return exact_sum(values * amounts) / int(amounts.sum())
