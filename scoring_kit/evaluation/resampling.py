"""How sure a figure is: intervals by drawing the rows again, the same for the same seed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from scoring_kit.evaluation.cells import Sample
from scoring_kit.evaluation.delong import Interval

Statistic = Callable[[Sample], float | None]

MOST_WORK = 200_000_000
"""Cells times rounds up to which intervals are drawn unasked: about half a minute."""
ROUNDS = 500


@dataclass(frozen=True, slots=True)
class Bootstrap:
    """How rows are drawn again.

    rounds: how often; None for 500, unless that takes too long. seed: the same draws for the
    same seed. confidence: of the intervals, between 0 and 1.
    """

    rounds: int | None = None
    seed: int = 0
    confidence: float = 0.95

    def draws(self, sample: Sample) -> int:
        """Return how often rows are drawn; 0 where nobody asked for it and it takes too long."""
        if self.rounds is not None:
            return self.rounds
        return ROUNDS if len(sample.cells.rows) * ROUNDS <= MOST_WORK else 0


def bootstrap(
    sample: Sample, statistics: Mapping[str, Statistic], how: Bootstrap
) -> dict[str, Interval | None]:
    """Return the percentile interval of each figure (Efron, 1979); None where there is none.

    Rows are drawn with replacement within each class, so that each draw has as many events.
    All figures are of the same draws. A figure that some draw does not have has no interval.

    Examples
    --------
    >>> from scoring_kit.evaluation.cells import sample_of
    >>> sample = sample_of([3, 2, 1, 0], [1, 1, 0, 0])
    >>> bootstrap(sample, {"auc": lambda drawn: drawn.ranking.auc}, Bootstrap(20))
    {'auc': (1.0, 1.0)}
    """
    rounds = how.draws(sample)
    if rounds == 0 or not sample.has_both:
        return dict.fromkeys(statistics)
    generator = np.random.Generator(np.random.PCG64(how.seed))
    found: dict[str, list[float | None]] = {name: [] for name in statistics}
    for _ in range(rounds):
        drawn = sample.drawn(generator)
        for name, statistic in statistics.items():
            found[name].append(statistic(drawn) if drawn.has_both else None)
    return {name: _interval(values, how.confidence) for name, values in found.items()}


def _interval(values: list[float | None], confidence: float) -> Interval | None:
    known = [value for value in values if value is not None]
    if len(known) < len(values):
        return None
    ends = np.quantile(np.array(known), [0.5 - confidence / 2, 0.5 + confidence / 2])
    return float(ends[0]), float(ends[1])
