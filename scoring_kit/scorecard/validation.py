"""Problems that show only when the parts of a document are seen together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from scoring_kit.errors import ExpressionError, Problem, nearest
from scoring_kit.expression.words import REASON_SLOTS
from scoring_kit.scorecard.derived import derived_cycle
from scoring_kit.scorecard.fields import parsed
from scoring_kit.scorecard.models import (
    Criterion,
    Group,
    GroupParts,
    Scorecard,
    group_policy,
    placed_members,
)
from scoring_kit.scorecard.policies import Policy
from scoring_kit.scorecard.ranges import Ranges
from scoring_kit.scorecard.types import input_types
from scoring_kit.scorecard.uses import Place

REWEIGHTING = ("min", "max")
SKIPPING = ("sum", "product", "complement_product", "formula")


def problems_across(card: Scorecard) -> list[Problem]:
    """Return every problem of a scorecard whose parts are valid by themselves."""
    found = [*_names(card), *_codes(card)]
    cycle = derived_cycle(card)
    if cycle:
        message = f"{' -> '.join(cycle)}: derived inputs must not need each other"
        found.append(_problem("cycle", ("derived", cycle[0]), message))
    types = input_types(card)
    found += types.problems
    for place, member, parent in placed_members(card.score):
        if isinstance(member, Criterion):
            found += _criterion_policies(card, member, parent, place)
        else:
            found += _group_policies(member, parent, place)
    if not cycle and not types.problems:
        found += _ranges(card, Ranges(card, types.types))
    return found


def problems_of_revised(card: Scorecard, criteria: Mapping[Place, Criterion]) -> list[Problem]:
    """Return what other numbers of a valid scorecard bring about: see `revision.revised`.

    criteria: those whose value functions have other numbers, by place; weights may differ anywhere.
    """
    if not criteria and not any(_needs_positive(group) for group in (card.score, *card.groups)):
        return []
    ranges, found = Ranges(card, input_types(card).types), list(_codes(card))
    for place, criterion in criteria.items():
        found += _needs_bounds(card, ranges, criterion, place)
    return [*found, *_positive_groups(card, ranges)]


def _problem(code: str, place: Place, message: str) -> Problem:
    return Problem(code, ".".join(str(part) for part in place), message)


# ---- names ---------------------------------------------------------------------------


def _names(card: Scorecard) -> Iterator[Problem]:
    taken: dict[str, str] = {}
    for place, name, own_input in _named(card):
        if name in taken:
            message = f"the name {name!r} is taken by {taken[name]} before it; names are unique"
            yield _problem("duplicate_name", place, message)
        elif name in card.derived and name != own_input:
            message = f"the name {name!r} is taken by derived.{name}; names are unique"
            yield _problem("duplicate_name", place, message)
        holder = place[-1] if place[0] == "score" else place[0]
        taken.setdefault(name, _HOLDERS[holder])
    groups = [card.score.name, *(group.name for group in card.groups)]
    lines = {f"{group}_{line}": group for group in groups for line in LINES}
    for place, name, _ in _named(card):
        if name in lines:
            message = f"{name!r} names a line of group {lines[name]!r} in full detail; rename it"
            yield _problem("duplicate_name", place, message)
    for index, column in enumerate(card.key):
        if column in card.key[:index]:
            yield _problem("duplicate_name", ("key", index), f"key {column!r} stands there twice")


_HOLDERS: dict[str | int, str] = {
    "criterion": "a criterion",
    "group": "a group",
    "adjustments": "an adjustment",
    "knock_outs": "a knock-out",
}

LINES = ("initial", "then", "limits")
"""Lines that a group can have among the contributions, beside its own."""


def _named(card: Scorecard) -> Iterator[tuple[Place, str, str | None]]:
    for place, member, _ in placed_members(card.score):
        if isinstance(member, Criterion):
            yield (*place, "criterion"), member.name, member.column
        else:
            yield (*place, "group"), member.name, None
    for index, adjustment in enumerate(card.adjustments):
        yield ("adjustments", index, "name"), adjustment.name, None
    for index, knock_out in enumerate(card.knock_outs):
        yield ("knock_outs", index, "name"), knock_out.name, None


def _codes(card: Scorecard) -> Iterator[Problem]:
    codes = {code for criterion in card.criteria for code in criterion.codes}
    if card.reasons is not None and len(codes) > REASON_SLOTS:
        message = f"{len(codes)} reason codes; at most {REASON_SLOTS} are possible"
        yield _problem("too_many_reasons", ("reasons",), message)


# ---- policies ------------------------------------------------------------------------


def _criterion_policies(
    card: Scorecard, criterion: Criterion, parent: GroupParts, place: Place
) -> Iterator[Problem]:
    if criterion.missing is None and card.defaults.missing is None:
        message = (
            f"criterion {criterion.name!r} does not say what a missing input means; "
            "add `missing:` (a number, worst, neutral, reweight, skip or fail) "
            "or `defaults: {missing: ...}`"
        )
        yield _problem("no_missing_policy", place, message)
    for where, policy in _policies(card, criterion):
        here = (*place, *where)
        if policy.value == "missing" and where == ("missing",):
            yield _problem("policy_not_here", here, "`missing` cannot refer to itself")
        yield from _absence(policy, parent, here)
        if policy.value == "neutral" and criterion.reference is None:
            message = f"neutral is the `reference` of {criterion.name!r}, which has none; add it"
            yield _problem("no_reference", here, message)
    yield from _special_labels(card, criterion, place)


def _policies(card: Scorecard, criterion: Criterion) -> Iterator[tuple[tuple[str, ...], Policy]]:
    yield from criterion.policies
    for name in ("missing", "unmatched", "invalid"):
        default = getattr(card.defaults, name)
        if getattr(criterion, name) is None and default is not None:
            yield (name,), default


def _absence(policy: Policy, parent: GroupParts, place: Place) -> Iterator[Problem]:
    method = parent.aggregate.method
    may_reweight = parent.aggregation.is_mean or method in REWEIGHTING
    if policy.value == "reweight" and not may_reweight:
        message = f"reweight works in means, min and max, not in {method}; use skip or a value"
        yield _problem("policy_not_here", place, message)
    if policy.value == "skip" and method not in SKIPPING:
        message = f"skip works in {', '.join(SKIPPING)}, not in {method}; use reweight or a value"
        yield _problem("policy_not_here", place, message)


def _special_labels(card: Scorecard, criterion: Criterion, place: Place) -> Iterator[Problem]:
    declared = _labels_read(card, criterion)
    for label in criterion.special:
        if label not in declared:
            known = ", ".join(sorted(declared)) or "none"
            message = (
                f"no special code with the label {label!r} is declared in `inputs`; "
                f"declared: {known}{nearest(label, declared)}"
            )
            yield _problem("unknown_special", (*place, "special", label), message)


def _labels_read(card: Scorecard, criterion: Criterion) -> set[str]:
    """Return the special labels of all columns that a criterion reads, derived inputs passed."""
    waiting = [column for use in criterion.value.uses() for column in parsed(use.text).columns]
    waiting += [] if criterion.column is None else [criterion.column]
    seen: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name in seen:
            continue
        seen.add(name)
        if name in card.derived:
            waiting += parsed(card.derived[name]).columns
    entries = [card.inputs[name] for name in seen if name in card.inputs]
    return {special.label for entry in entries for special in entry.special}


def _group_policies(group: Group, parent: GroupParts, place: Place) -> Iterator[Problem]:
    here = (*place, "missing")
    policy = group_policy(group, parent)
    words = ("reweight", "skip", "fail")
    if policy.reason is not None or not (isinstance(policy.value, float) or policy.value in words):
        message = f"a group's `missing` is a number, {', '.join(words)}, without a reason"
        yield _problem("policy_not_here", here, message)
    yield from _absence(policy, parent, here)


# ---- ranges --------------------------------------------------------------------------


def _ranges(card: Scorecard, ranges: Ranges) -> Iterator[Problem]:
    for place, member, _ in placed_members(card.score):
        if isinstance(member, Criterion):
            yield from _needs_bounds(card, ranges, member, place)
    yield from _positive_groups(card, ranges)


def _positive_groups(card: Scorecard, ranges: Ranges) -> Iterator[Problem]:
    groups: list[tuple[Place, GroupParts]] = [(("score",), card.score)]
    groups += [
        (place, member)
        for place, member, _ in placed_members(card.score)
        if isinstance(member, Group)
    ]
    for place, group in groups:
        try:
            yield from _positive_members(ranges, group, place)
        except ExpressionError as error:
            yield _problem(error.code, place, str(error))


def _needs_bounds(
    card: Scorecard, ranges: Ranges, criterion: Criterion, place: Place
) -> Iterator[Problem]:
    if not criterion.value.is_fitted:
        return
    worst, best = ranges.worst_and_best(criterion)
    ends = {"worst": worst, "best": best}
    for where, policy in _policies(card, criterion):
        if policy.value in ends and abs(ends[str(policy.value)]) == float("inf"):
            yield _unbounded(criterion, str(policy.value), (*place, *where))
    reasons = card.reasons
    if reasons is None or criterion.reference is not None or reasons.against == "mean":
        return
    if abs(ends[reasons.against]) == float("inf"):
        yield _unbounded(criterion, reasons.against, (*place, "reference"))


def _unbounded(criterion: Criterion, word: str, place: Place) -> Problem:
    message = (
        f"the {word} value of {criterion.name!r} has no bound; give `range: [lowest, highest]`, "
        "a `reference`, or a `valid` range of its input"
    )
    return _problem("unbounded", place, message)


def _positive_members(ranges: Ranges, group: GroupParts, place: Place) -> Iterator[Problem]:
    if not _needs_positive(group):
        return
    method, options = group.aggregate.method, group.options
    zero_is_fine = group.zero is not None or (method == "power_mean" and options.exponent > 0)
    for index, member in enumerate(group.of):
        low, high = ranges.member(member, group)
        takes_no_part = group.weight_of(member) == 0.0
        if takes_no_part or low > high or low > 0 or (low == 0 and zero_is_fine):
            continue
        need = "at or above 0" if zero_is_fine else "above 0"
        message = (
            f"a {method} needs members {need}, and {member.name!r} can be {low!r}; give its input "
            "a `valid` range, change its values or policies, or say `at_least: x` or `zero: zero`"
        )
        yield _problem("not_positive", (*place, "of", index), message)


def _needs_positive(group: GroupParts) -> bool:
    """Return whether members of a group must be proven positive."""
    method = group.aggregate.method
    return method in ("geometric_mean", "harmonic_mean", "power_mean") and group.at_least is None
