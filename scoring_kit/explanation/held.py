"""What applied in a row, in words: the branch of a value function, or a policy."""

from __future__ import annotations

from scoring_kit.explanation.numerals import short
from scoring_kit.scorecard.models import Criterion, Scorecard
from scoring_kit.scorecard.policies import Policy


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
    return criterion.value.part_in_words(branch, x)


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
