"""The scores of one scorecard on every row, in memory, to be held against those of another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np

from scoring_kit.engines.arrays import Floats, Texts
from scoring_kit.engines.growing import Codes, small_kind
from scoring_kit.impact.ranks import Ranks, competition_ranks
from scoring_kit.scorecard.models import Scorecard


class Scored(Protocol):
    """One scorecard on all rows, each array (rows,).

    score: NaN where there is none. tier: the place of the row's tier among the scorecard's,
    from the best, -1 under the last and without a score. status: as text codes. rank:
    competition ranks from 1, as `Scores.rank` gives them; 0 without a score.
    """

    @property
    def card(self) -> Scorecard: ...
    @property
    def score(self) -> Floats: ...
    @property
    def tier(self) -> Codes: ...
    @property
    def status(self) -> Texts: ...
    @property
    def rank(self) -> Ranks: ...


@dataclass(frozen=True)
class RankedScores:
    """`Scored` rows of which nothing else is kept."""

    card: Scorecard
    score: Floats
    tier: Codes
    status: Texts
    rank: Ranks


@dataclass(frozen=True)
class ExactScores:
    """`Scored` rows with their scores before rounding, from which ranks are made when asked for.

    unrounded: NaN where there is none.
    """

    card: Scorecard
    score: Floats
    unrounded: Floats
    tier: Codes
    status: Texts
    _ranks: list[Ranks] = field(default_factory=list[Ranks], repr=False)

    @property
    def rank(self) -> Ranks:
        """Competition ranks from 1, as `Scores.rank` gives them; 0 without a score."""
        if not self._ranks:
            self._ranks.append(competition_ranks(self.unrounded))
        return self._ranks[0]


def tier_codes(found: Texts, tiers: Sequence[str]) -> Codes:
    """Return codes that count tiers from the best, whatever order the column has them in."""
    places = [*(tiers.index(name) if name in tiers else -1 for name in found.names), -1]
    return np.array(places, small_kind(len(tiers)))[found.codes]
