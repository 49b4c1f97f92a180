"""The scores of a scorecard on every row in memory, as `score()` gives them, to the bit."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from scoring_kit.compiler.explain import compile_explanation
from scoring_kit.compiler.plan import Plan
from scoring_kit.engines.arrays import Floats, plan_arrays
from scoring_kit.engines.duckdb import DuckDBEngine
from scoring_kit.impact.scored import ExactScores, tier_codes
from scoring_kit.scorecard.models import Scorecard
from scoring_kit.tables.table import Table, table_columns


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
        tier=tier_codes(found["result.tier"], [name for name, _ in card.tiers]),
        status=found["result.status"],
    )
