"""What a criterion does with inputs that are not ok, and how many rows have such inputs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any

from scoring_kit.compiler.context import FIRST_SPECIAL, INVALID, MISSING, UNMATCHED
from scoring_kit.playground.value_data import InputData
from scoring_kit.playground.value_histogram import Spread
from scoring_kit.scorecard.models import Criterion, Scorecard
from scoring_kit.scorecard.policies import Policy
from scoring_kit.scorecard.value_functions import BranchedFunction, ValueFunction
from scoring_kit.scorecard.value_functions.bins import Bins
from scoring_kit.scorecard.value_functions.categories import Categories

States = Mapping[float, int]


def policies_of(
    card: Scorecard, criterion: Criterion, states: States, data: InputData | None
) -> dict[str, Any]:
    """Return policies with the rows that they apply to.

    states: rows by state, of the one input that the criterion reads, whose data is given too;
    else of the criterion.

    Returns
    -------
    dict
        missing, invalid: policy and rows. special: label, policy and rows of each code.
        unmatched: policy and rows, None where each input has a branch. outside: what happens
        beyond the ends of lines and curves, None where there are none, and rows there.
    """
    function = criterion.value
    unmatched = states.get(UNMATCHED, 0) if data is None else _unmatched(function, data)
    return {
        "missing": _told(card.missing_policy(criterion), states.get(MISSING, 0)),
        "invalid": _told(card.invalid_policy(criterion), states.get(INVALID, 0)),
        "special": list(_special(card, criterion, states)),
        "unmatched": _told(card.unmatched_policy(criterion), unmatched)
        if isinstance(function, BranchedFunction) and function.may_be_unmatched
        else None,
        "outside": {
            "policy": getattr(function, "outside", None),
            "rows": 0 if data is None or data.spread is None else _outside(function, data.spread),
        },
    }


def _told(policy: Policy, rows: int) -> dict[str, Any]:
    return {"policy": policy.value, "rows": rows}


def _special(card: Scorecard, criterion: Criterion, states: States) -> Iterator[dict[str, Any]]:
    labels = dict.fromkeys(code.label for part in card.inputs.values() for code in part.special)
    for number, label in enumerate(labels):
        rows = states.get(FIRST_SPECIAL + number, 0)
        if rows or label in criterion.special:
            policy = criterion.special.get(label, card.missing_policy(criterion))
            yield {"label": label, **_told(policy, rows)}


def _outside(function: ValueFunction, spread: Spread) -> int:
    """Return how many numbers lie beyond the ends of lines or of a curve."""
    if not hasattr(function, "outside") or not function.places:
        return 0
    return spread.below(function.places[0]) + spread.above(function.places[-1])


def _unmatched(function: ValueFunction, data: InputData) -> int:
    if isinstance(function, Categories) and function.other is None:
        known = {(isinstance(key, bool), key) for key in function.keys}
        counts = data.counts if data.spread is None else data.spread.counts
        return sum(
            rows
            for value, rows in counts.items()
            if value is not None and (isinstance(value, bool), value) not in known
        )
    if isinstance(function, Bins) and data.spread is not None:
        spread = data.spread
        reached = [
            len(spread.numbers) - spread.above(edge) if included else spread.below(edge)
            for edge, included in function.edges
        ]
        rows = [high - low for low, high in pairwise([0, *reached, len(spread.numbers)])]
        return sum(n for n, bin_ in zip(rows, function.bins, strict=True) if bin_.unmatched)
    return 0
