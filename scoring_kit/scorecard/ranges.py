"""The lowest and highest value that inputs, criteria and groups can take."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from scoring_kit.expression.bounds import bounds
from scoring_kit.expression.words import Reference, Type, Word
from scoring_kit.scorecard.aggregation import Interval
from scoring_kit.scorecard.derived import derived_order
from scoring_kit.scorecard.models import (
    Criterion,
    Group,
    GroupParts,
    Scorecard,
    group_policy,
)
from scoring_kit.scorecard.policies import Policy
from scoring_kit.scorecard.value_functions import Scope

EVERYWHERE: Interval = (-math.inf, math.inf)
NOWHERE: Interval = (math.inf, -math.inf)


def union(left: Interval, right: Interval) -> Interval:
    """Return the interval from the lower low to the higher high."""
    return min(left[0], right[0]), max(left[1], right[1])


def intersection(left: Interval, right: Interval) -> Interval:
    """Return what both intervals hold."""
    return max(left[0], right[0]), min(left[1], right[1])


@dataclass(frozen=True)
class Ranges:
    """Intervals of a scorecard whose inputs have these types (unknown ones are numbers)."""

    card: Scorecard
    types: Mapping[str, Type | None]
    _known: dict[str, Interval] = field(default_factory=dict[str, Interval])
    _functions: dict[str, Interval] = field(default_factory=dict[str, Interval])

    @cached_property
    def scope(self) -> Scope:
        """Names and parameters as references, for words that are only measured."""
        names: dict[str, Word] = {
            name: Reference(name, kind or Type.NUMBER) for name, kind in self.types.items()
        }
        parameters: dict[str, Word] = {
            name: Reference(f"${name}", Type(parameter.type))
            for name, parameter in self.card.parameters.items()
        }
        return Scope(names, parameters)

    @cached_property
    def inputs(self) -> Mapping[str, Interval]:
        """Interval of every number input that has one."""
        known = {name: self._declared(name) for name in self.card.inputs}
        for name in derived_order(self.card):
            if self.types.get(name) is Type.NUMBER:
                word = self.scope.word(self.card.derived[name])
                known[name] = intersection(bounds(word, known), known.get(name, EVERYWHERE))
        return known

    def _declared(self, name: str) -> Interval:
        valid = self.card.inputs[name].valid
        if valid is None:
            return EVERYWHERE
        low, high = valid
        return -math.inf if low is None else low, math.inf if high is None else high

    def function(self, criterion: Criterion) -> Interval:
        """Return the interval of the value function: branches and `other`, never policies."""
        if criterion.name not in self._functions:
            self._functions[criterion.name] = self._function(criterion)
        return self._functions[criterion.name]

    def _function(self, criterion: Criterion) -> Interval:
        kind = criterion.value.input_type
        x = Reference(criterion.column or "", kind or Type.NUMBER)
        interval = bounds(criterion.value.value(x, self.scope), self.inputs)
        limits = criterion.value.limits
        return interval if limits is None else intersection(interval, limits)

    def worst_and_best(self, criterion: Criterion) -> Interval:
        """Return lowest and highest value: `range` where it is given, else the function's."""
        return criterion.range if criterion.range is not None else self.function(criterion)

    def policy_value(self, criterion: Criterion, policy: Policy) -> float | None:
        """Return the value that a policy gives, None where it gives none."""
        if isinstance(policy.value, float):
            return policy.value
        worst, best = self.worst_and_best(criterion)
        values = {"worst": worst, "best": best, "neutral": criterion.reference}
        return values.get(str(policy.value))

    def criterion(self, criterion: Criterion) -> Interval:
        """Return the interval of a criterion's value, policies included."""
        interval = self.function(criterion)
        policies = [
            self.card.missing_policy(criterion),
            self.card.unmatched_policy(criterion),
            self.card.invalid_policy(criterion),
            *criterion.special.values(),
        ]
        for policy in policies:
            value = self.policy_value(criterion, policy)
            if value is not None:
                interval = union(interval, (value, value))
        return interval

    def member(self, member: Criterion | Group, parent: GroupParts) -> Interval:
        """Return the interval of a member of a group, policies included."""
        if member.name not in self._known:
            self._known[member.name] = self._member(member, parent)
        return self._known[member.name]

    def _member(self, member: Criterion | Group, parent: GroupParts) -> Interval:
        if isinstance(member, Criterion):
            return self.criterion(member)
        interval = self.group(member)
        value = group_policy(member, parent).value
        return union(interval, (value, value)) if isinstance(value, float) else interval

    def aggregate(self, group: GroupParts) -> Interval:
        """Return the interval of a group's aggregate, before `then` and `limits`."""
        members = [self.member(member, group) for member in group.of]
        if group.aggregate.formula is not None:
            return self._expression(group, group.aggregate.formula, {})
        options = group.options
        if options.at_least is not None:
            raised = options.at_least
            members = [(max(low, raised), max(high, raised)) for low, high in members]
        weights = [group.weight_of(member) for member in group.of]
        low, high = group.aggregation.bounds(members, weights)
        return low + options.initial, high + options.initial

    def group(self, group: GroupParts) -> Interval:
        """Return the interval of a group's own result, `then` and `limits` included."""
        interval = self.aggregate(group)
        if group.then is not None:
            interval = self._expression(group, group.then, {"value": interval})
        if group.limits is not None:
            low, high = group.limits
            interval = (
                min(max(interval[0], low), high),
                max(min(interval[1], high), low),
            )
        return interval

    def _expression(self, group: GroupParts, text: str, extra: Mapping[str, Interval]) -> Interval:
        known = {member.name: self.member(member, group) for member in group.of}
        own: dict[str, Word] = {name: Reference(name, Type.NUMBER) for name in (*known, *extra)}
        scope = Scope({**self.scope.names, **own}, self.scope.parameters)
        return bounds(scope.word(text, Type.NUMBER), {**self.inputs, **known, **extra})
