"""What every part of the compiler shares while one scorecard is compiled."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from scoring_kit.compiler.conditions import either
from scoring_kit.compiler.plan import PlanBuilder
from scoring_kit.expression.parse import Expression
from scoring_kit.expression.words import Column, Finite, Word
from scoring_kit.scorecard.aggregation import Interval
from scoring_kit.scorecard.fields import parsed
from scoring_kit.scorecard.models import Scorecard
from scoring_kit.scorecard.ranges import Ranges
from scoring_kit.scorecard.value_functions import Scope

OK, MISSING, INVALID, UNMATCHED, CLIPPED, FIRST_SPECIAL = 0.0, 1.0, 2.0, 3.0, 4.0, 5.0
"""Numbers of the states of inputs and criteria; special labels count on from the last."""


@dataclass(frozen=True, slots=True)
class InputState:
    """An input as expressions see it, and the conditions of its states.

    value: NULL unless ok. column: of a plain input that may be infinite, the column as it
    is, ok where `IsFinite`. missing, invalid, and one per special label: never NULL, and at
    most one of them holds.
    """

    value: Word
    missing: Word
    invalid: Word
    specials: tuple[tuple[str, Word], ...] = ()
    column: Column | None = None


@dataclass(frozen=True, slots=True)
class Reads:
    """The inputs that an expression reads: all, and those it does not test itself."""

    every: tuple[str, ...]
    untested: tuple[str, ...]


@dataclass
class Context:
    """A scorecard on its way to a plan."""

    card: Scorecard
    ranges: Ranges
    builder: PlanBuilder
    parameters: Mapping[str, Word]
    states: dict[str, InputState] = field(default_factory=dict[str, InputState])

    def __post_init__(self) -> None:
        self._names: dict[str, Word] = {}

    def add_input(self, name: str, state: InputState) -> None:
        """Let expressions see an input from now on."""
        self.states[name] = state
        self._names[name] = state.value

    @property
    def scope(self) -> Scope:
        """Names and parameters for expressions that see inputs."""
        return Scope(self._names, self.parameters)

    @cached_property
    def labels(self) -> tuple[str, ...]:
        """All labels of special codes, in document order."""
        found = {
            special.label: None for entry in self.card.inputs.values() for special in entry.special
        }
        return tuple(found)

    def label_number(self, label: str) -> float:
        """Return the state number of a special label."""
        return FIRST_SPECIAL + self.labels.index(label)

    def reads(self, texts: tuple[str, ...], hidden: frozenset[str] = frozenset()) -> Reads:
        """Return what expressions read together; `hidden` names are members, not inputs."""
        expressions: list[Expression] = [parsed(text) for text in texts]
        every = dict.fromkeys(
            name for expression in expressions for name in expression.columns if name not in hidden
        )
        tested = {name for expression in expressions for name in expression.tested}
        return Reads(tuple(every), tuple(name for name in every if name not in tested))

    def any_invalid(self, names: tuple[str, ...]) -> Word:
        """Return the condition that one of the inputs is invalid."""
        return either(self.states[name].invalid for name in names)

    def any_missing(self, names: tuple[str, ...]) -> Word:
        """Return the condition that one of the inputs is missing or special."""
        return either(
            condition
            for name in names
            for condition in (
                self.states[name].missing,
                *(special for _, special in self.states[name].specials),
            )
        )

    def required(self, reads: Reads) -> tuple[str, ...]:
        """Return the inputs that must not be missing: untested, and NULL not allowed."""
        return tuple(
            name
            for name in reads.untested
            if name not in self.card.inputs or self.card.inputs[name].missing is None
        )


def is_bounded(interval: Interval) -> bool:
    """Return whether both ends of an interval are finite."""
    return all(math.isfinite(end) for end in interval)


def finite_unless(interval: Interval, word: Word) -> Word:
    """Return the word, guarded by Finite unless the interval proves that it is finite."""
    return word if is_bounded(interval) else Finite(word)
