"""Groups: members made into one value, and when a group is missing or fails."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from scoring_kit.compiler.conditions import (
    FALSE,
    both,
    choose,
    either,
    null_where,
)
from scoring_kit.compiler.context import Context
from scoring_kit.compiler.criteria import Leaf, compile_criterion
from scoring_kit.compiler.failures import Failures, group_failures, member_scope
from scoring_kit.expression.words import (
    Add,
    Case,
    Compare,
    Divide,
    Finite,
    Floor,
    IsMissing,
    Multiply,
    Null,
    Number,
    Reference,
    Type,
    Word,
)
from scoring_kit.scorecard.aggregation import Combination, Interval, Member, present_weights
from scoring_kit.scorecard.aggregations import WeightedMean
from scoring_kit.scorecard.models import (
    Criterion,
    Group,
    Root,
    group_policy,
)
from scoring_kit.scorecard.policies import FAIL, Policy
from scoring_kit.scorecard.trees import total
from scoring_kit.scorecard.weights import effective_weights

COVERAGE_UNIT = 1e9
"""Coverage is published in steps of one part in a thousand million."""


@dataclass(frozen=True, slots=True)
class Node:
    """A compiled group.

    aggregate: before `then` and `limits`; NULL when the group has nothing to aggregate.
    result: after them. value: after its missing policy; NULL where it is absent or fails.
    present_weight: of a weighted mean, the sum of present weights; else None.
    missing: whether the group is missing. hides: whether it can be missing although leaves
    below it are usable. failures: its own, not those of its members.
    """

    group: Group | Root
    members: tuple[Leaf | Node, ...]
    aggregate: Reference
    result: Word
    value: Reference
    optional: bool
    present_weight: Word | None
    missing: Word
    hides: bool
    failures: Failures
    interval: Interval
    coverage: Word
    effective_weight: float

    @property
    def name(self) -> str:
        """The name of the group; `score` for the root."""
        return self.group.name

    @property
    def has_substitute(self) -> bool:
        """Whether a missing group gets a value from its policy."""
        policy = self.group.missing if isinstance(self.group, Group) else None
        return policy is not None and isinstance(policy.value, float)

    @property
    def leaves(self) -> tuple[Leaf, ...]:
        """All criteria below it, in document order."""
        found: list[Leaf] = []
        for member in self.members:
            found.extend(member.leaves if isinstance(member, Node) else (member,))
        return tuple(found)

    @property
    def nodes(self) -> tuple[Node, ...]:
        """The group itself and all groups below it, in document order."""
        below = tuple(
            node for member in self.members if isinstance(member, Node) for node in member.nodes
        )
        return (self, *below)


def compile_tree(context: Context) -> Node:
    """Return the compiled root; the calculations of the whole tree are added to the plan."""
    weights = effective_weights(context.card.score)
    return _compile_group(context, context.card.score, FAIL, weights)


def _compile_group(
    context: Context, group: Group | Root, policy: Policy, weights: Mapping[str, float]
) -> Node:
    members = tuple(
        compile_criterion(context, member, weights[member.name])
        if isinstance(member, Criterion)
        else _compile_group(context, member, group_policy(member, group), weights)
        for member in group.of
    )
    name = group.name
    present = _present_weight(context, group, members)
    bare = aggregate(context, group, members, [member.value for member in members], present)
    bare = bare if stays_finite(context, group) else Finite(bare)
    aggregated = context.builder.let("group_values", f"aggregate {name}", bare)
    finished = finish(context, group, values_of(members), aggregated)
    result = context.builder.let("group_values", f"result {name}", finished)
    coverage = context.builder.let("group_values", f"coverage {name}", _coverage(group, members))
    missing = either((IsMissing(result), _below_minimum(group, coverage)))
    failures = group_failures(context, group, members, aggregated, result)
    return Node(
        group=group,
        members=members,
        aggregate=aggregated,
        result=result,
        value=_value(context, name, missing, policy, result),
        optional=policy.is_absent,
        present_weight=present,
        missing=missing,
        hides=_hides(group),
        failures=Failures.all_of((failures, _missing_failure(policy, missing))),
        interval=context.ranges.group(group),
        coverage=coverage,
        effective_weight=weights.get(name, 1.0),
    )


def _missing_failure(policy: Policy, missing: Word) -> Failures:
    return Failures(missing=missing if policy.value == "fail" else FALSE)


def passes_failures_on(node: Node) -> bool:
    """Return whether the group is NULL whenever one of its members that must not be is NULL."""
    group = node.group
    if group.aggregate.formula is not None or group.zero is not None or node.has_substitute:
        return False
    weights = [group.weight_of(member) for member in group.of]
    return not node.optional and (group.aggregation.sharing != "proportional" or min(weights) > 0.0)


def _present_weight(
    context: Context, group: Group | Root, members: Sequence[Leaf | Node]
) -> Word | None:
    if not group.aggregation.is_mean:
        return None
    parts = [
        Member(compiled.value, group.weight_of(member), compiled.optional)
        for compiled, member in zip(members, group.of, strict=True)
    ]
    present = total(present_weights(parts))
    if isinstance(present, Number):
        return present
    return context.builder.let("group_values", f"present weight {group.name}", present)


def stays_finite(context: Context, group: Group | Root) -> bool:
    """Return whether no calculation of a group's aggregate can overflow."""
    if group.aggregate.formula is not None:
        return True  # its words are guarded where they overflow
    intervals = [context.ranges.member(member, group) for member in group.of]
    weights = [group.weight_of(member) for member in group.of]
    return group.aggregation.stays_finite(intervals, weights, group.options)


def _hides(group: Group | Root) -> bool:
    own_words = group.then is not None or group.aggregate.formula is not None
    idle = group.aggregation.is_mean and any(member.weight == 0.0 for member in group.of)
    return own_words or idle or group.coverage is not None


def values_of(members: Sequence[Leaf | Node]) -> dict[str, Word]:
    """Return the members' values by name."""
    return {member.name: member.value for member in members}


# ---- values ----------------------------------------------------------------------------


def aggregate(
    context: Context,
    group: Group | Root,
    members: Sequence[Leaf | Node],
    values: Sequence[Word],
    present: Word | None = None,
) -> Word:
    """Return a group's aggregate for these values of its members.

    present: the sum of the weights of the members that have a value, where it has a name.
    """
    if group.aggregate.formula is not None:
        named = {member.name: value for member, value in zip(members, values, strict=True)}
        formula = member_scope(context, named).word(group.aggregate.formula, Type.NUMBER)
        nothing = both(IsMissing(value) for value in values)
        return null_where(nothing, formula)
    parts = [
        Member(value, group.weight_of(member), compiled.optional, compiled.interval)
        for value, member, compiled in zip(values, group.of, members, strict=True)
    ]
    kind = group.aggregation
    assert isinstance(kind, Combination)  # all but formulas are
    if present is None or not isinstance(kind, WeightedMean) or kind.counted(parts) != parts:
        return kind.combine(parts, group.options)
    return kind.over(parts, present, group.options)


def finish(
    context: Context, group: Group | Root, values: Mapping[str, Word], aggregated: Word
) -> Word:
    """Return an aggregate after `then` and `limits`; NULL stays NULL."""
    result = aggregated
    if group.then is not None:
        scope = member_scope(context, {**values, "value": aggregated})
        result = null_where(IsMissing(aggregated), scope.word(group.then, Type.NUMBER))
    return limited(group, result)


def limited(group: Group | Root, result: Word) -> Word:
    """Return a result held within the group's `limits`; NULL stays NULL."""
    if group.limits is None:
        return result
    low, high = (Number(end) for end in group.limits)
    return Case(((Compare("<", result, low), low), (Compare(">", result, high), high)), result)


def _value(context: Context, name: str, missing: Word, policy: Policy, result: Word) -> Reference:
    substitute = Number(policy.value) if isinstance(policy.value, float) else Null(Type.NUMBER)
    if isinstance(missing, IsMissing) and isinstance(substitute, Null):
        return context.builder.let("group_values", f"value {name}", result)
    word = choose(((missing, substitute),), result)
    return context.builder.let("group_values", f"value {name}", word)


# ---- coverage --------------------------------------------------------------------------


def _coverage(group: Group | Root, members: Sequence[Leaf | Node]) -> Word:
    """Return the covered share of a group's criteria, in whole parts of COVERAGE_UNIT."""
    share = total(_covered(members, effective_weights(group)))
    units = Floor(Add(Multiply(share, Number(COVERAGE_UNIT)), Number(0.5)))
    return Divide(units, Number(COVERAGE_UNIT))


def _covered(members: Sequence[Leaf | Node], weights: Mapping[str, float]) -> list[Word]:
    """Return one term per member: the weight of what is usable in it."""
    terms: list[Word] = []
    for member in members:
        if isinstance(member, Leaf):
            weight = Number(weights[member.name])
            terms.append(choose(((member.usable, weight),), Number(0.0)))
            continue
        below = total(_covered(member.members, weights))
        hidden = member.missing if member.hides else FALSE
        terms.append(choose(((hidden, Number(0.0)),), below))
    return terms


def _below_minimum(group: Group | Root, coverage: Word) -> Word:
    if group.coverage is None:
        return FALSE
    return Compare("<", coverage, Number(group.coverage.minimum))
