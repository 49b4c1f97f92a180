"""In words: what happens to a row or a member when an input is not ok."""

from __future__ import annotations

from collections.abc import Iterator

from scoring_kit.display.markup import Child, Markup, join, said
from scoring_kit.display.numbers import count, exact, percent
from scoring_kit.scorecard.models import (
    Criterion,
    Group,
    GroupParts,
    Root,
    Scorecard,
    group_policy,
)
from scoring_kit.scorecard.policies import Policy
from scoring_kit.scorecard.value_functions import BranchedFunction
from scoring_kit.scorecard.value_functions.phrases import code, listed

FATES = {
    "reweight": "leaves its weight to the others",
    "skip": "is left out",
    "fail": "leaves the row without a score",
    "missing": "counts as missing",
    "worst": "counts as the worst value",
    "best": "counts as the best value",
}
"""What a policy does to what it is the policy of."""


def policy_in_words(policy: Policy, reference: float | None = None) -> Markup:
    """Return what a policy does: "counts as 10 (R9)", "leaves its weight to the others"."""
    if not isinstance(policy.value, str):
        does = f"counts as {exact(policy.value)}"
    elif policy.value == "neutral":
        known = "" if reference is None else f", {exact(reference)}"
        does = f"counts as the reference{known}"
    else:
        does = FATES[policy.value]
    code = None if policy.reason is None else join([" (", said(policy.reason, 40), ")"])
    return join([does, code])


def policies_in_words(card: Scorecard, criterion: Criterion) -> Markup:
    """Return what happens to inputs of a criterion that are not ok, its reason and reference."""
    return listed([*_policies(card, criterion), *_rest(criterion)], "special values", "; ")


def _policies(card: Scorecard, criterion: Criterion) -> Iterator[Child]:
    yield _line("missing", card.missing_policy(criterion), criterion)
    if isinstance(criterion.value, BranchedFunction) and criterion.value.may_be_unmatched:
        yield _line("unmatched", card.unmatched_policy(criterion), criterion)
    if criterion.invalid is not None or card.defaults.invalid is not None:
        yield _line("invalid", card.invalid_policy(criterion), criterion)
    for label in special_labels(card, criterion):
        policy = criterion.special.get(label, Policy(value="missing"))
        yield _line(said(label, 40), policy, criterion)


def special_labels(card: Scorecard, criterion: Criterion) -> list[str]:
    """Return the labels of special values that a criterion may meet, each once."""
    declared = card.inputs.get(criterion.column) if criterion.column is not None else None
    codes = [] if declared is None else [special.label for special in declared.special]
    return list(dict.fromkeys([*codes, *criterion.special]))


def _line(what: Child, policy: Policy, criterion: Criterion) -> Markup:
    return join([what, " ", policy_in_words(policy, criterion.reference)])


def _rest(criterion: Criterion) -> Iterator[Child]:
    if criterion.reference is not None:
        yield f"reference {exact(criterion.reference)}"
    if criterion.mean is not None:
        yield f"mean {exact(criterion.mean)}"
    if criterion.range is not None:
        low, high = criterion.range
        yield f"worst {exact(low)}, best {exact(high)}"
    if criterion.monotone is not None:
        yield "rises throughout" if criterion.monotone == "up" else "falls throughout"
    if criterion.reason is not None:
        yield join(["reason ", said(criterion.reason, 40)])


def group_in_words(group: Group | Root, parent: GroupParts | None) -> Iterator[Child]:
    """Yield what a group does besides aggregating, in the order in which it happens."""
    if group.at_least is not None:
        least = exact(group.at_least)
        yield f"members below {least} count as {least}"
    if group.zero is not None:
        yield "0 as soon as a member is 0"
    if group.then is not None:
        yield join(["then ", code(group.then)])
    if group.limits is not None:
        low, high = group.limits
        yield f"held between {exact(low)} and {exact(high)}"
    if group.coverage is not None:
        yield f"missing below {percent(group.coverage.minimum)} usable weight"
    if isinstance(group, Group) and parent is not None and group.missing is not None:
        yield join(["missing ", policy_in_words(group_policy(group, parent))])


def aggregation_in_words(group: GroupParts) -> Markup:
    """Return how members become one value: "mean of 3", "12 + sum of 4"."""
    aggregate, members = group.aggregate, count(len(group.of))
    if aggregate.formula is not None:
        return join([code(aggregate.formula), f" of {members}"])
    named = group.aggregation.phrase or aggregate.method.replace("_", " ")
    if aggregate.exponent is not None:
        named = f"{named} with exponent {exact(aggregate.exponent)}"
    start = None if group.initial is None else f"{exact(group.initial)} + "
    return join([start, f"{named} of {members}"])
