"""The scores of one scorecard on every row, in memory, to be held against those of another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from scoring_kit.engines.arrays import Floats, Texts
from scoring_kit.impact.ranks import Ranks, competition_ranks
from scoring_kit.scorecard.models import Scorecard


@dataclass(frozen=True)
class ExactScores:
    """One scorecard on all rows, each array (rows,).

    score, unrounded: NaN where there is none. tier: the place of the row's tier among the
    scorecard's, from the best, -1 under the last and without a score. status: as text codes.
    """

    card: Scorecard
    score: Floats
    unrounded: Floats
    tier: npt.NDArray[np.int8]
    status: Texts
    _ranks: list[Ranks] = field(default_factory=list[Ranks], repr=False)

    @property
    def rank(self) -> Ranks:
        """Competition ranks from 1, as `Scores.rank` gives them; 0 without a score."""
        if not self._ranks:
            self._ranks.append(competition_ranks(self.unrounded))
        return self._ranks[0]


def tier_codes(found: Texts, tiers: Sequence[str]) -> npt.NDArray[np.int8]:
    """Return codes that count tiers from the best, whatever order the column has them in."""
    places = [*(tiers.index(name) if name in tiers else -1 for name in found.names), -1]
    table: npt.NDArray[np.int8] = np.array(places, np.int8)
    return table[found.codes]
