"""How sure an AUC is: variances by DeLong, DeLong and Clarke-Pearson (1988), from midranks."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from scoring_kit.engines.arrays import Floats
from scoring_kit.evaluation.cells import Cells, Sample
from scoring_kit.evaluation.ranking import exact_sum

Interval = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure with its standard error; None where the rows are too few to give one."""

    value: float
    error: float | None

    def interval(self, z: float, *, within: Interval = (-math.inf, math.inf)) -> Interval | None:
        """Return value -/+ z standard errors, cut at the ends of its range; None without error.

        A standard error of 0 gives none: the rows do not vary, which is no proof that others
        would not.
        """
        if self.error is None or self.error == 0.0:
            return None
        low, high = self.value - z * self.error, self.value + z * self.error
        return max(low, within[0]), min(high, within[1])

    @property
    def p_value(self) -> float | None:
        """The two-sided probability of a value so far from 0 by chance, by the normal curve.

        1 where the value is exactly 0 in every row; None where there is no standard error.
        """
        if self.error is None:
            return None
        if self.error == 0.0:
            return 1.0 if self.value == 0.0 else None
        return math.erfc(abs(self.value / self.error) / math.sqrt(2.0))


def auc_estimate(sample: Sample) -> Estimate | None:
    """Return the AUC with its standard error; None without both classes.

    The variance is that of DeLong's components V10 and V01, Sun and Xu (2014) from midranks.
    Rows that weigh differently count by the squares of their weights (the linearised variance
    of a weighted mean); equal weights, whatever they are, give DeLong's own.

    Examples
    --------
    >>> from scoring_kit.evaluation.cells import sample_of
    >>> found = auc_estimate(sample_of([5, 4, 3, 2, 1], [1, 0, 1, 0, 0]))
    >>> round(found.value, 4), round(found.error, 4)
    (0.8333, 0.2357)
    """
    if not sample.has_both:
        return None
    beaten, missed = _placed(sample)
    variances = [_variance(sample.cells, 1, beaten), _variance(sample.cells, 0, missed)]
    return Estimate(sample.ranking.auc, _error(variances))


def auc_difference(sample: Sample) -> Estimate | None:
    """Return how much higher the AUC is than the other version's on the same rows.

    Rows without a score under either are left out. The variance is that of the differences
    of both components: that of both AUCs less twice their covariance.

    Examples
    --------
    >>> from scoring_kit.evaluation.cells import sample_of
    >>> found = auc_difference(sample_of([5, 3, 3, 2, 1], [1, 0, 1, 0, 0], other=[5, 4, 3, 2, 1]))
    >>> round(found.value, 4), round(found.error, 4)
    (0.0833, 0.1179)
    """
    here = Sample.of(sample.cells.where(~np.isnan(sample.cells.other)))
    there = here.by_other()
    if not here.has_both:
        return None
    (beaten, missed), (beaten_there, missed_there) = _placed(here), _placed(there)
    won, lost = beaten - beaten_there, missed - missed_there
    variances = [_variance(here.cells, 1, won), _variance(here.cells, 0, lost)]
    return Estimate(here.ranking.auc - there.ranking.auc, _error(variances))


def _placed(sample: Sample) -> tuple[Floats, Floats]:
    """Return for each cell the share of the other class that it beats, and that beats it."""
    order, starts = sample.layout
    places = np.empty(len(order), np.intp)
    sizes = np.diff(np.append(starts, len(order)))
    places[order] = np.repeat(np.arange(len(starts)), sizes)
    return sample.ranking.beaten[places], sample.ranking.missed[places]


def _error(variances: list[float | None]) -> float | None:
    known = [variance for variance in variances if variance is not None]
    return math.sqrt(math.fsum(known)) if len(known) == len(variances) else None


def _variance(cells: Cells, kind: int, values: Floats) -> float | None:
    """Return the variance of the weighted mean of a class; None with fewer than two rows."""
    here = (cells.event == kind) & (cells.weight > 0) & (cells.rows > 0)
    rows = int(cells.rows[here].sum())
    if rows < 2:
        return None
    weights, counts, found = cells.weight[here].astype(float), cells.rows[here], values[here]
    if found.min() == found.max():
        return 0.0  # and not what rounding makes of it
    weights = weights / weights.max()
    total = exact_sum(weights * counts)
    mean = exact_sum(weights * counts * found) / total
    squares = exact_sum(counts * (weights * (found - mean)) ** 2)
    return squares / total**2 * rows / (rows - 1)


def wilson(share: float, rows: float, z: float) -> Interval:
    """Return the interval of a share of so many rows, by Wilson (1927).

    Examples
    --------
    >>> [round(end, 4) for end in wilson(0.0, 10, 1.96)]
    [0.0, 0.2775]
    """
    if rows <= 0:
        return 0.0, 1.0
    spread = z * math.sqrt(share * (1.0 - share) / rows + z * z / (4.0 * rows * rows))
    middle, scale = share + z * z / (2.0 * rows), 1.0 + z * z / rows
    return max((middle - spread) / scale, 0.0), min((middle + spread) / scale, 1.0)


def effective_rows(cells: Cells, mask: npt.NDArray[np.bool_]) -> float:
    """Return how many equally weighing rows say as much as these, by Kish (1965)."""
    here = mask & (cells.weight > 0)
    if not here.any():
        return 0.0
    weights, rows = cells.weight[here].astype(float), cells.rows[here]
    weights = weights / weights.max()
    return exact_sum(weights * rows) ** 2 / exact_sum(weights**2 * rows)
