"""The scores of a scorecard on every row in memory, as `score()` gives them, to the bit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from scoring_kit.compiler.explain import compile_explanation
from scoring_kit.compiler.plan import Plan
from scoring_kit.engines.arrays import Floats, Texts, plan_arrays
from scoring_kit.engines.duckdb import DuckDBEngine
from scoring_kit.playground.ranks import competition_ranks
from scoring_kit.scorecard.models import Scorecard
from scoring_kit.tables.table import Table, table_columns

Ranks = npt.NDArray[np.int32]


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


def explanation_plan(card: Scorecard, table: Table, parameters: Mapping[str, Any]) -> Plan:
    """Return the plan of all that can be asked about a row of the table."""
    return compile_explanation(card, table_columns(table), parameters)


def exact_scores(engine: DuckDBEngine, table: Table, card: Scorecard, plan: Plan) -> ExactScores:
    """Return the scores of a scorecard, whose explanation has this plan, on each row."""
    wanted = ("result.score", "result.tier", "result.status", "score.unrounded")
    found: dict[str, Any] = {**plan_arrays(engine, plan.only(wanted), table)}
    score: Floats = found["result.score"]
    return ExactScores(
        card=card,
        score=score,
        unrounded=np.where(np.isnan(score), np.nan, found["score.unrounded"]),
        tier=_places(found["result.tier"], [name for name, _ in card.tiers]),
        status=found["result.status"],
    )


def _places(found: Texts, tiers: list[str]) -> npt.NDArray[np.int8]:
    """Return codes that count tiers from the best, whatever order the column has them in."""
    places = [*(tiers.index(name) if name in tiers else -1 for name in found.names), -1]
    table: npt.NDArray[np.int8] = np.array(places, np.int8)
    return table[found.codes]
