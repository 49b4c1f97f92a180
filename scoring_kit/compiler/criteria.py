"""Criteria: the value of each, and the conditions of its states."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from scoring_kit.compiler.conditions import (
    TRUE,
    both,
    choose,
    either,
    has_value,
    is_never,
    null_where,
)
from scoring_kit.compiler.context import (
    CLIPPED,
    INVALID,
    MISSING,
    OK,
    UNMATCHED,
    Context,
    Reads,
    finite_unless,
    is_bounded,
)
from scoring_kit.compiler.inputs import worst_state
from scoring_kit.expression.words import (
    Case,
    Compare,
    IsFinite,
    IsMissing,
    Null,
    Number,
    Reference,
    Text,
    Type,
    Word,
)
from scoring_kit.scorecard.aggregation import Interval
from scoring_kit.scorecard.models import Criterion
from scoring_kit.scorecard.policies import Policy
from scoring_kit.scorecard.value_functions import BranchedFunction
from scoring_kit.scorecard.value_functions.bins import Bins
from scoring_kit.scorecard.value_functions.lines import Identity, LinearFunction


@dataclass(frozen=True, slots=True)
class Outcome:
    """A state that is not ok: its condition, what applies then, and whether as missing."""

    condition: Word
    policy: Policy
    as_missing: bool


@dataclass(frozen=True, slots=True)
class Leaf:
    """A compiled criterion.

    value: NULL where it is absent or fails. usable, missing_fail, invalid_fail: conditions.
    state: its number. numbered: the words of that number where it decides nothing else, else
    None. code: the reason code of a row, None where it is always the criterion's own.
    effective_weight: share of the whole, 0 to 1.
    """

    criterion: Criterion
    value: Reference
    optional: bool
    usable: Word
    missing_fail: Word
    invalid_fail: Word
    state: Word
    numbered: Word | None
    code: Word | None
    interval: Interval
    effective_weight: float

    @property
    def name(self) -> str:
        """The name of the criterion."""
        return self.criterion.name

    @property
    def fails(self) -> Word:
        """The condition that it takes the score away."""
        return either((self.invalid_fail, self.missing_fail))


@dataclass(frozen=True, slots=True)
class _Applied:
    """A value function applied to its inputs.

    is_simple: it reads one input and nothing else, so that its states exclude each other.
    chosen: NULL where no branch holds. is_ok: where the input is ok, for a function that
    has a value for each such input, else None. bare: such a function's words, right only
    where `is_ok`. outside: where the input is outside the function's domain, right only where
    it is ok.
    """

    x: Word
    reads: Reads
    is_simple: bool
    result: Word
    chosen: Word
    outside: Word
    is_ok: Word | None = None
    bare: Word | None = None


def compile_criterion(context: Context, criterion: Criterion, effective_weight: float) -> Leaf:
    """Return the compiled criterion; its calculations are added to the plan."""
    applied = _apply(context, criterion)
    states = _states(context, criterion, applied)
    numbered = _number(states, applied.is_ok)
    number = context.builder.let("criterion_values", f"state {criterion.name}", numbered)
    conditions = _conditions(states, None if applied.is_simple else number)
    outcomes = [
        _outcome(context, criterion, state, condition)
        for state, condition in conditions.items()
        if state != CLIPPED
    ]
    fails = [outcome for outcome in outcomes if outcome.policy.value == "fail"]
    branches = _policy_values(context, criterion, outcomes)
    value = _value(context, criterion, applied, branches)
    return Leaf(
        criterion=criterion,
        value=value,
        optional=any(outcome.policy.is_absent for outcome in outcomes),
        usable=_usable(context, criterion, applied, conditions) if branches else has_value(value),
        missing_fail=either(outcome.condition for outcome in fails if outcome.as_missing),
        invalid_fail=either(outcome.condition for outcome in fails if not outcome.as_missing),
        state=number,
        numbered=numbered if applied.is_simple else None,
        code=_code(criterion, applied, outcomes),
        interval=context.ranges.criterion(criterion),
        effective_weight=effective_weight,
    )


def _apply(context: Context, criterion: Criterion) -> _Applied:
    value, name = criterion.value, criterion.name
    reads = context.reads(tuple(use.text for use in value.uses()))
    is_simple = criterion.column is not None and not reads.every
    x: Word = Null(Type.NUMBER)
    if criterion.column is not None:
        x = context.states[criterion.column].value
        reads = _with_input(reads, criterion.column)
    chosen: Word | None = None
    if isinstance(value, BranchedFunction) and _needs_index(value):
        index = value.index(x, context.scope)
        chosen = context.builder.let("criterion_values", f"branch {name}", index)
        result = value.value_at(chosen, context.scope)
    else:
        result = value.value(x, context.scope)
    if not isinstance(value, Identity):
        result = finite_unless(context.ranges.function(criterion), result)
    if not is_simple:
        blocked = either(condition for condition, _ in worst_state(context, reads.untested))
        result = null_where(blocked, result)
    outside = value.outside_domain(x, context.scope)
    if is_simple and _is_total(context, criterion):
        applied = _Applied(x, reads, is_simple, result, chosen or result, outside)
        return _total(context, criterion, applied)
    result = context.builder.let("criterion_values", f"function {name}", result)
    return _Applied(x, reads, is_simple, result, chosen or result, outside)


def _total(context: Context, criterion: Criterion, applied: _Applied) -> _Applied:
    """Return a function that has a value for every input that is ok, in its fastest form."""
    column = context.states[criterion.column or ""].column
    is_chain = isinstance(criterion.value, LinearFunction | Bins)
    if column is None or not is_chain or applied.chosen is not applied.result:
        return replace(applied, is_ok=has_value(applied.x), bare=_unguarded(applied))
    bare = criterion.value.value(column, context.scope)
    is_ok = IsFinite(column)
    result = Case(((is_ok, bare),), Null(Type.NUMBER))
    outside = criterion.value.outside_domain(column, context.scope)
    return replace(applied, result=result, chosen=result, outside=outside, is_ok=is_ok, bare=bare)


def _unguarded(applied: _Applied) -> Word:
    """Return a function's words without their own test that the input has a value."""
    match applied.result:
        case Case(branches=((IsMissing(item=item), Null()),), otherwise=bare) if item is applied.x:
            return bare
        case result:
            return result


def _is_total(context: Context, criterion: Criterion) -> bool:
    """Return whether a function of one input has a value for every input."""
    value = criterion.value
    if isinstance(value, BranchedFunction) and value.may_be_unmatched:
        return False
    has_domain = not value.clips and not is_never(value.outside_domain(NO_INPUT, context.scope))
    return not has_domain and not _may_be_null(context, criterion)


NO_INPUT = Null(Type.NUMBER)


def _with_input(reads: Reads, column: str) -> Reads:
    every = (column, *(name for name in reads.every if name != column))
    return Reads(every, (column, *(name for name in reads.untested if name != column)))


def _needs_index(value: BranchedFunction) -> bool:
    has_reasons = any(branch.reason is not None for branch in value.branches)
    return has_reasons or not value.has_plain_values


def _states(context: Context, criterion: Criterion, applied: _Applied) -> list[tuple[float, Word]]:
    """Return (state number, condition), the first that holds counting; none: ok."""
    value = criterion.value
    here = has_value(applied.x) if applied.is_simple else TRUE
    is_null = both((here, IsMissing(applied.result)))
    if isinstance(value, BranchedFunction):
        is_null = both((is_null, has_value(applied.chosen)))
    states = _numbered(worst_state(context, applied.reads.untested))
    if isinstance(value, BranchedFunction) and value.may_be_unmatched:
        states.append((UNMATCHED, both((here, IsMissing(applied.chosen)))))
    if not value.clips:
        states.append((INVALID, applied.outside))
    if applied.reads.every != applied.reads.untested:
        states += [
            (number, both((is_null, condition)))
            for number, condition in _numbered(worst_state(context, applied.reads.every))
        ]
    if _may_be_null(context, criterion):
        states.append((INVALID, is_null))
    if value.clips:
        states.append((CLIPPED, applied.outside))
    return [(number, condition) for number, condition in states if not is_never(condition)]


def _numbered(branches: list[tuple[Word, Word]]) -> list[tuple[float, Word]]:
    return [
        (number.value, condition) for condition, number in branches if isinstance(number, Number)
    ]


def _may_be_null(context: Context, criterion: Criterion) -> bool:
    """Return whether the value function can yield NULL although a branch holds."""
    value = criterion.value
    if isinstance(value, BranchedFunction):
        return not value.has_plain_values
    if value.input_type is None:
        return True
    return not isinstance(value, Identity) and not is_bounded(context.ranges.function(criterion))


def _number(states: list[tuple[float, Word]], is_ok: Word | None) -> Word:
    """Return the number of the state; the test that most rows pass comes first."""
    branches = [(condition, Number(number)) for number, condition in states]
    if is_ok is None:
        return choose(branches, Number(OK))
    # without an index of branches and other inputs, only an input that is ok can be clipped
    clipped = [(test, number) for test, number in branches if number.value == CLIPPED]
    others = [(test, number) for test, number in branches if number.value != CLIPPED]
    return choose([(is_ok, choose(clipped, Number(OK))), *others], Number(OK))


def _conditions(states: list[tuple[float, Word]], number: Reference | None) -> dict[float, Word]:
    """Return each state's condition: its own where states exclude each other, else by number."""
    gathered: dict[float, list[Word]] = {}
    for state, condition in states:
        gathered.setdefault(state, []).append(condition)
    if number is None:
        return {state: either(conditions) for state, conditions in gathered.items()}
    return {state: Compare("=", number, Number(state)) for state in gathered}


def _outcome(context: Context, criterion: Criterion, state: float, condition: Word) -> Outcome:
    card = context.card
    missing = card.missing_policy(criterion)
    if state == MISSING:
        return Outcome(condition, missing, as_missing=True)
    if state == INVALID:
        policy = card.invalid_policy(criterion)
    elif state == UNMATCHED:
        policy = card.unmatched_policy(criterion)
    else:
        policy = criterion.special.get(_label(context, state), missing)
        is_missing = policy is missing or policy.value in ("missing", "fail")
        return Outcome(condition, missing if policy.value == "missing" else policy, is_missing)
    if policy.value == "missing":
        return Outcome(condition, missing, as_missing=True)
    return Outcome(condition, policy, as_missing=False)


def _label(context: Context, state: float) -> str:
    return next(label for label in context.labels if context.label_number(label) == state)


def _policy_values(
    context: Context, criterion: Criterion, outcomes: list[Outcome]
) -> list[tuple[Word, Word]]:
    """Return the conditions under which a policy gives the value, with that value."""
    return [
        (outcome.condition, Number(value))
        for outcome in outcomes
        if (value := context.ranges.policy_value(criterion, outcome.policy)) is not None
    ]


def _value(
    context: Context, criterion: Criterion, applied: _Applied, branches: list[tuple[Word, Word]]
) -> Reference:
    if applied.is_ok is not None and applied.bare is not None:
        word = choose([(applied.is_ok, applied.bare), *branches], Null(Type.NUMBER))
    else:
        word = choose(branches, applied.result)
    return context.builder.let("criterion_values", f"value {criterion.name}", word)


def _usable(
    context: Context, criterion: Criterion, applied: _Applied, conditions: Mapping[float, Word]
) -> Word:
    special = [
        conditions[context.label_number(label)]
        for label, policy in criterion.special.items()
        if policy.gives_value and context.label_number(label) in conditions
    ]
    return either((applied.is_ok or has_value(applied.result), *special))


def _code(criterion: Criterion, applied: _Applied, outcomes: list[Outcome]) -> Word | None:
    """Return the reason code of a row where policies or branches have their own."""
    of_branches = [
        (Compare("=", applied.chosen, Number(float(index))), Text(branch.reason))
        for index, branch in enumerate(criterion.value.branches)
        if branch.reason is not None
    ]
    # a policy without a reason hides that of a branch that holds all the same
    branches = [
        (outcome.condition, Text(outcome.policy.reason or criterion.code))
        for outcome in outcomes
        if outcome.policy.reason is not None or of_branches
    ]
    branches += of_branches
    return choose(branches, Text(criterion.code)) if branches else None
