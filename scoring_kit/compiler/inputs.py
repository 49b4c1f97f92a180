"""Inputs and derived inputs: their values and states."""

from __future__ import annotations

from collections.abc import Mapping

from scoring_kit.compiler.conditions import FALSE, both, choose, either, null_where
from scoring_kit.compiler.context import (
    INVALID,
    MISSING,
    OK,
    Context,
    InputState,
    Reads,
)
from scoring_kit.expression.words import (
    Column,
    Compare,
    Finite,
    IsInfinite,
    IsMissing,
    Not,
    Number,
    Text,
    Word,
)
from scoring_kit.scorecard.derived import derived_order
from scoring_kit.scorecard.inputs import Input

NO_ENTRY = Input()


def compile_inputs(context: Context, columns: Mapping[str, Column]) -> None:
    """Add the states of all columns and derived inputs to the context."""
    for name, column in columns.items():
        if name not in context.card.derived:
            context.add_input(name, _column_state(context, name, column))
    for name in derived_order(context.card):
        context.add_input(name, _derived_state(context, name))


def _column_state(context: Context, name: str, column: Column) -> InputState:
    entry = context.card.inputs.get(name, NO_ENTRY)
    read = column if column.finite else Finite(column)
    if not entry.special and entry.valid is None:
        if column.finite:
            return InputState(column, IsMissing(column), FALSE)
        value = context.builder.let("inputs", f"input {name}", read)
        return InputState(value, IsMissing(column), IsInfinite(column), column=column)
    infinite = FALSE if column.finite else IsInfinite(column)
    branches = [
        *_special_branches(context, entry, read),
        (IsMissing(column), Number(MISSING)),
        (either((infinite, _outside_valid(entry, read))), Number(INVALID)),
    ]
    return _numbered_state(context, "inputs", name, branches, read)


def _special_branches(context: Context, entry: Input, base: Word) -> list[tuple[Word, Word]]:
    return [
        (_equals(base, special.code), Number(context.label_number(special.label)))
        for special in entry.special
    ]


def _equals(base: Word, code: str | float | bool) -> Word:
    if isinstance(code, bool):
        return base if code else Not(base)
    return Compare("=", base, Text(code) if isinstance(code, str) else Number(code))


def _outside_valid(entry: Input, base: Word) -> Word:
    if entry.valid is None:
        return FALSE
    low, high = entry.valid
    return either(
        (
            FALSE if low is None else Compare("<", base, Number(low)),
            FALSE if high is None else Compare(">", base, Number(high)),
        )
    )


def _numbered_state(
    context: Context, stage: str, name: str, branches: list[tuple[Word, Word]], base: Word
) -> InputState:
    number = context.builder.let(stage, f"input state {name}", choose(branches, Number(OK)))
    value = null_where(Compare("<>", number, Number(OK)), base)
    return InputState(
        context.builder.let(stage, f"input {name}", value),
        Compare("=", number, Number(MISSING)),
        Compare("=", number, Number(INVALID)),
        tuple(
            (label, Compare("=", number, Number(context.label_number(label))))
            for label in context.labels
            if _can_be(branches, context.label_number(label))
        ),
    )


def _can_be(branches: list[tuple[Word, Word]], number: float) -> bool:
    return any(isinstance(result, Number) and result.value == number for _, result in branches)


def _derived_state(context: Context, name: str) -> InputState:
    entry = context.card.inputs.get(name, NO_ENTRY)
    text = context.card.derived[name]
    reads = context.reads((text,))
    result = context.builder.let("derived", f"result {name}", context.scope.word(text))
    branches = [
        *state_branches(context, reads, IsMissing(result)),
        *_special_branches(context, entry, result),
        (_outside_valid(entry, result), Number(INVALID)),
    ]
    return _numbered_state(context, "derived", name, branches, result)


def state_branches(context: Context, reads: Reads, is_null: Word) -> list[tuple[Word, Word]]:
    """Return (condition, state number), first that holds, of what an expression yields.

    The worst state among the inputs that it does not test; and where its result is NULL the
    worst among all that it reads, or invalid.
    """
    branches = worst_state(context, reads.untested)
    if reads.every != reads.untested:
        branches += [
            (both((is_null, condition)), number)
            for condition, number in worst_state(context, reads.every)
        ]
    return [*branches, (is_null, Number(INVALID))]


def worst_state(context: Context, names: tuple[str, ...]) -> list[tuple[Word, Word]]:
    """Return (condition, state number) for inputs together: invalid, special, missing."""
    states = [context.states[name] for name in names]
    return [
        (either(state.invalid for state in states), Number(INVALID)),
        *(
            (condition, Number(context.label_number(label)))
            for state in states
            for label, condition in state.specials
        ),
        (either(state.missing for state in states), Number(MISSING)),
    ]
