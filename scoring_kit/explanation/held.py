"""What applied in a row, in words: the branch of a value function, or a policy."""

from __future__ import annotations

from itertools import pairwise

from scoring_kit.explanation.numerals import short
from scoring_kit.scorecard.models import Criterion, Scorecard
from scoring_kit.scorecard.policies import Policy
from scoring_kit.scorecard.value_functions.bins import Bins
from scoring_kit.scorecard.value_functions.categories import Categories
from scoring_kit.scorecard.value_functions.lines import PiecewiseLinear
from scoring_kit.scorecard.value_functions.rules import Rules

SHOWN = 3
"""Categories of a branch that are named; the others are counted."""


def held_in_words(
    card: Scorecard,
    criterion: Criterion,
    state: str,
    label: str | None,
    branch: int | None,
    x: object,
) -> str | None:
    """Return the branch that held or the policy that applied; None where neither says more.

    branch: its number from 0. x: the input where it is ok. label: of a special code.
    """
    if state not in ("ok", "clipped"):
        return _policy(card, criterion, state, label)
    return _branch(criterion, branch) if branch is not None else _segment(criterion, x)


def _policy(card: Scorecard, criterion: Criterion, state: str, label: str | None) -> str:
    missing = card.missing_policy(criterion)
    policies = {
        "missing": missing,
        "invalid": card.invalid_policy(criterion),
        "unmatched": card.unmatched_policy(criterion),
        "special": criterion.special.get(label or "", missing),
    }
    policy = missing if policies[state].value == "missing" else policies[state]
    return f"{label or state}: {_in_force(policy)}"


def _in_force(policy: Policy) -> str:
    return policy.value if isinstance(policy.value, str) else short(policy.value)


def _branch(criterion: Criterion, branch: int) -> str | None:
    function = criterion.value
    if isinstance(function, Bins):
        return bin_in_words(function, branch)
    if isinstance(function, Categories):
        return _category(function, branch)
    if isinstance(function, Rules):
        return function.rules[branch].when or "otherwise"
    return None


def bin_in_words(bins: Bins, index: int) -> str:
    """Return the range of a bin, such as "2 to below 6" or "above 5".

    Examples
    --------
    >>> function = Bins.model_validate(
    ...     {"bins": [{"below": 2, "value": 0}, {"up_to": 5, "value": 1}, {"value": 3}]}
    ... )
    >>> [bin_in_words(function, index) for index in range(3)]
    ['below 2', '2 to 5', 'above 5']
    """
    edges = bins.edges
    low = edges[index - 1] if index > 0 else None
    high = edges[index] if index < len(edges) else None
    start = "" if low is None else f"above {short(low[0])}" if low[1] else short(low[0])
    if low is None and high is None:
        return "any number"
    if high is None:
        return start if low is None or low[1] else f"{start} or more"
    end = f"to {short(high[0])}" if high[1] else f"to below {short(high[0])}"
    if low is None:
        return end.replace("to ", "up to ", 1) if high[1] else end.removeprefix("to ")
    return f"{start} {end}"


def _category(function: Categories, branch: int) -> str:
    if branch >= len(function.categories):
        return "any other"
    keys = function.categories[branch].in_
    shown = [_spelt(key) for key in keys[:SHOWN]]
    more = f" and {len(keys) - SHOWN} more" if len(keys) > SHOWN else ""
    return ", ".join(shown) + more


def _spelt(key: str | float | bool) -> str:
    if isinstance(key, bool):
        return str(key).lower()
    return key if isinstance(key, str) else short(key)


def _segment(criterion: Criterion, x: object) -> str | None:
    """Return the two knots around an input, each as input → value."""
    function = criterion.value
    if not isinstance(function, PiecewiseLinear) or not isinstance(x, float):
        return None
    knots = function.knots
    if not knots[0][0] <= x <= knots[-1][0]:
        edge = knots[0] if x < knots[0][0] else knots[-1]
        return f"{'below' if x < edge[0] else 'above'} {short(edge[0])} → {short(edge[1])}"
    left, right = next(pair for pair in pairwise(knots) if x <= pair[1][0])
    return " to ".join(f"{short(at)} → {short(value)}" for at, value in (left, right))
