"""When a group's calculation takes the score away: inputs it lacks, results it cannot have."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scoring_kit.compiler.conditions import (
    FALSE,
    both,
    either,
    has_value,
    negation,
)
from scoring_kit.compiler.context import Context
from scoring_kit.expression.words import IsMissing, Word
from scoring_kit.scorecard.fields import parsed
from scoring_kit.scorecard.models import Group, Root
from scoring_kit.scorecard.value_functions import Scope

if TYPE_CHECKING:
    from scoring_kit.compiler.criteria import Leaf
    from scoring_kit.compiler.groups import Node


@dataclass(frozen=True, slots=True)
class Failures:
    """Conditions under which a calculation makes its row insufficient or invalid.

    hidden: those of them under which the score could come out all the same, so that it has
    to be taken away; the others make it NULL by themselves.
    """

    missing: Word = FALSE
    invalid: Word = FALSE
    hidden: Word = FALSE

    @staticmethod
    def all_of(parts: Iterable[Failures]) -> Failures:
        """Return the conditions that any of several calculations fails."""
        parts = tuple(parts)
        return Failures(
            either(part.missing for part in parts),
            either(part.invalid for part in parts),
            either(part.hidden for part in parts),
        )


def member_scope(context: Context, values: Mapping[str, Word]) -> Scope:
    """Return the scope in which the members' names hide inputs."""
    return Scope({**context.scope.names, **values}, context.parameters)


def group_failures(
    context: Context,
    group: Group | Root,
    members: Sequence[Leaf | Node],
    aggregated: Word,
    result: Word,
) -> Failures:
    """Return when a group's aggregate or `then` fails its row."""
    formula = group.aggregate.formula
    present = either(has_value(member.value) for member in members)
    if formula is not None:
        defined = has_value(aggregated)
        first = _expression(context, formula, members, present, defined, hides_value=False)
    else:
        first = Failures(invalid=_overflow(context, group, members, aggregated))
    if group.then is None:
        return first
    defined = either((IsMissing(aggregated), has_value(result)))
    then = _expression(context, group.then, members, present, defined, hides_value=True)
    return Failures.all_of((first, then))


def _expression(
    context: Context,
    text: str,
    members: Sequence[Leaf | Node],
    runs: Word,
    defined: Word,
    *,
    hides_value: bool,
) -> Failures:
    """Return when an expression over members fails, where it runs.

    defined: the condition that it has a result, or nothing to calculate one from.
    """
    names = [member.name for member in members]
    hidden = frozenset([*names, "value"] if hides_value else names)
    required = context.required(context.reads((text,), hidden))
    lacking = context.any_missing(required)
    columns = parsed(text).columns
    absent = either(IsMissing(member.value) for member in members if member.name in columns)
    undefined = both((negation(defined), negation(absent), negation(lacking)))
    invalid = context.any_invalid(required)
    return Failures(
        missing=both((runs, lacking)),
        invalid=both((runs, either((invalid, undefined)))),
        hidden=both((runs, either((lacking, invalid, undefined)))),
    )


def _overflow(
    context: Context, group: Group | Root, members: Sequence[Leaf | Node], aggregated: Word
) -> Word:
    """Return the condition that an aggregate has members with values but no finite result."""
    intervals = [context.ranges.member(member, group) for member in group.of]
    weights = [group.weight_of(member) for member in group.of]
    if group.aggregation.stays_finite(intervals, weights, group.options):
        return FALSE
    counted = [
        member
        for member, weight in zip(members, weights, strict=True)
        if weight > 0.0 or not group.aggregation.is_mean
    ]
    needed = [member for member in members if not member.optional]
    some = either(has_value(member.value) for member in counted)
    return both((some, *(has_value(member.value) for member in needed), IsMissing(aggregated)))
