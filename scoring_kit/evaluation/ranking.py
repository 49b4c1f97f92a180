"""Rows with an event and without it, from the highest score on: all that ranking figures need."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from scoring_kit.engines.arrays import Floats

Counts = npt.NDArray[np.int64]

_ROOM = 2**63


@dataclass(frozen=True, slots=True)
class Ranking:
    """Rows with the event and without it, from the highest score on.

    with_, without: how many have each score, or what they weigh in whole units, so that sums
    are exact in any order. above, above_without: how many have it or a higher one. Places
    without any row do no harm.

    Examples
    --------
    >>> ranking = Ranking.of(np.array([2, 0, 1]), np.array([0, 1, 1]))
    >>> ranking.auc, round(ranking.ks, 3)
    (0.75, 0.667)
    """

    with_: Counts
    without: Counts
    above: Counts
    above_without: Counts

    @classmethod
    def of(cls, with_: Counts, without: Counts) -> Ranking:
        """Return the counts with their sums."""
        return cls(with_, without, with_.cumsum(), without.cumsum())

    @property
    def total(self) -> int:
        """All rows with the event."""
        return int(self.above[-1]) if len(self.above) else 0

    @property
    def total_without(self) -> int:
        """All rows without the event."""
        return int(self.above_without[-1]) if len(self.above_without) else 0

    @property
    def rate(self) -> float:
        """The share of rows with the event, 0 to 1; needs some row."""
        return self.total / (self.total + self.total_without)

    @property
    def beaten(self) -> Floats:
        """The share of rows without the event that each score beats; equal ones count half."""
        return _share(self.above_without, self.without, -1.0)

    @property
    def missed(self) -> Floats:
        """The share of rows with the event that beat each score; equal ones count half."""
        return _share(self.above, self.with_, 1.0)

    @property
    def auc(self) -> float:
        """The share of pairs told apart the right way, equal scores half; needs both classes.

        One division of two whole numbers, so that it is exact to the last bit.
        """
        pairs = 2 * self.total * self.total_without
        lower = 2 * (self.total_without - self.above_without) + self.without
        if pairs < _ROOM:
            return int(np.dot(self.with_, lower)) / pairs
        return int(np.dot(self.with_.astype(object), lower.astype(object))) / pairs

    @property
    def distances(self) -> Floats:
        """At each score, the share of one class at or above it less that of the other."""
        return self.above / self.total - self.above_without / self.total_without

    @property
    def ks(self) -> float:
        """The largest distance between the distributions of both classes; needs both."""
        distances = self.distances
        return float(max(distances.max(), -distances.min(), 0.0))

    def top(self, share: float) -> float:
        """Return what there is with the event in the highest share of the rows.

        Rows that share the score at the cut count in part: what is expected of drawing among
        them.
        """
        rows = self.above + self.above_without
        wanted = share * int(rows[-1])
        place = min(int(np.searchsorted(rows, wanted)), len(rows) - 1)
        with_ = int(self.with_[place])
        here = with_ + int(self.without[place])
        return int(self.above[place]) - (int(rows[place]) - wanted) * with_ / max(here, 1)

    def lift(self, share: float) -> float:
        """Return the rate of the event in the highest share of the rows over that among all."""
        return self.top(share) / (share * self.total)


def _share(above: Counts, here: Counts, sign: float) -> Floats:
    """Return the share of a class that is above each score, or below it (-1), ties half."""
    share: Floats = here.astype(np.float64)
    share *= -0.5
    share += above
    share *= 1.0 / int(above[-1])
    if sign < 0.0:
        np.subtract(1.0, share, out=share)
    return share


def ranking_of(scores: Floats, events: npt.NDArray[np.int8], amounts: Counts) -> Ranking:
    """Return the ranking of cells: a score, whether they have the event (1, 0), what they weigh.

    Examples
    --------
    >>> cells = np.array([0.5, 0.7, 0.5]), np.array([1, 1, 0], np.int8), np.array([2, 3, 4])
    >>> ranking = ranking_of(*cells)
    >>> ranking.with_.tolist(), ranking.without.tolist()
    ([3, 2], [0, 4])
    """
    order, starts = runs(-scores)
    with_, without = (np.where(events == kind, amounts, 0)[order] for kind in (1, 0))
    return Ranking.of(summed(with_, starts), summed(without, starts))


def runs(values: Floats) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
    """Return the order in which values rise, and where in it each different value begins."""
    order = np.argsort(values, kind="stable")
    rising = values[order]
    return order, np.flatnonzero(np.concatenate([[True], rising[1:] != rising[:-1]])[: len(rising)])


def summed(values: Counts, starts: npt.NDArray[np.intp]) -> Counts:
    """Return the sums of the runs that begin at `starts`."""
    return np.add.reduceat(values, starts) if len(starts) else np.zeros(0, np.int64)


def exact_sum(values: Floats) -> float:
    """Return the correctly rounded sum, the same in any order.

    Examples
    --------
    >>> exact_sum(np.array([0.1] * 10))
    1.0
    """
    return math.fsum(values.tolist())
