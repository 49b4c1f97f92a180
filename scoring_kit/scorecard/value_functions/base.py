"""What every value function offers; each kind is defined once, as words."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar, Literal

from scoring_kit.display.markup import Markup
from scoring_kit.expression.meaning import to_word
from scoring_kit.expression.words import Case, Compare, Null, Number, Truth, Type, Word
from scoring_kit.scorecard.fields import Part, parsed
from scoring_kit.scorecard.value_functions.phrases import Axis

Outside = Literal["clamp", "extrapolate", "invalid"]
Path = tuple[str | int, ...]
Shape = Literal["lines", "steps", "curve", "bars", "none"]
"""How a value function is drawn."""


@dataclass(frozen=True, slots=True)
class Scope:
    """What the names and parameters in an expression stand for."""

    names: Mapping[str, Word] = field(default_factory=dict[str, Word])
    parameters: Mapping[str, Word] = field(default_factory=dict[str, Word])

    def word(self, text: str, expect: Type | None = None) -> Word:
        """Return the words of an expression text."""
        return to_word(parsed(text), self.names, self.parameters, expect)

    def amount(self, amount: float | str) -> Word:
        """Return the words of a number or of an expression that yields one."""
        return self.word(amount, Type.NUMBER) if isinstance(amount, str) else Number(amount)


@dataclass(frozen=True, slots=True)
class Use:
    """An expression in a document: where it stands and the type it must yield."""

    path: Path
    text: str
    expect: Type


@dataclass(frozen=True, slots=True)
class Branch:
    """One branch of a value function: its value, reason, and whether it is a gap."""

    value: float | str
    reason: str | None = None
    unmatched: bool = False


class ValueFunction(Part, ABC):
    """Maps an input to a value.

    `value` is NULL where the input is NULL, where no branch holds, and outside the domain
    of a function whose `outside` is ``invalid``.
    """

    kind: ClassVar[str]
    shape: ClassVar[Shape] = "none"

    @property
    def input_type(self) -> Type | None:
        """Type of the input; None where the function reads columns by name instead."""
        return Type.NUMBER

    @property
    def is_fitted(self) -> bool:
        """Whether all statistics that come from data are there."""
        return True

    @property
    def clips(self) -> bool:
        """Whether inputs outside the domain are held at its ends, and counted as clipped."""
        return False

    @property
    def limits(self) -> tuple[float, float] | None:
        """Lowest and highest value, where they are known exactly; rounding may pass them."""
        return None

    @abstractmethod
    def value(self, x: Word, scope: Scope) -> Word:
        """Return the words of the value for the input word x."""

    @abstractmethod
    def in_words(self, axis: Axis) -> Markup:
        """Return a sentence that says which values which inputs give."""

    def part_in_words(self, branch: int | None, x: object) -> str | None:
        """Return what of it holds for an input, in a few words; None where that says no more.

        branch: the number of the branch from 0, of those that have any. No markup.
        """
        del branch, x
        return None

    @property
    def places(self) -> tuple[float, ...]:
        """Inputs between which it is drawn, rising; where it turns or steps."""
        return ()

    def drawn(self, x: Word) -> Word:
        """Return the words of the value between the outer places."""
        return self.value(x, Scope())

    def outside_domain(self, x: Word, scope: Scope) -> Word:
        """Return the condition that x lies outside the domain; false where there is none."""
        del x, scope
        return Truth(False)

    def uses(self) -> Iterator[Use]:
        """Yield the expressions in it."""
        yield from ()

    @property
    def branches(self) -> tuple[Branch, ...]:
        """The branches, in order; empty for functions that have none."""
        return ()


class BranchedFunction(ValueFunction):
    """A value function that chooses one of several branches."""

    @abstractmethod
    def choose(self, x: Word, scope: Scope, results: Sequence[Word]) -> Word:
        """Return one constant result per branch by which branch x falls in, else NULL."""

    @property
    def may_be_unmatched(self) -> bool:
        """Whether an input can fall in no branch."""
        return any(branch.unmatched for branch in self.branches)

    @property
    def has_plain_values(self) -> bool:
        """Whether every branch's value is a number."""
        return not any(isinstance(branch.value, str) for branch in self.branches)

    def index(self, x: Word, scope: Scope) -> Word:
        """Return the number of the branch x falls in, from 0; NULL where there is none."""
        numbers = [
            Null(Type.NUMBER) if branch.unmatched else Number(float(index))
            for index, branch in enumerate(self.branches)
        ]
        return self.choose(x, scope, numbers)

    def value(self, x: Word, scope: Scope) -> Word:
        if self.has_plain_values:
            return self.choose(x, scope, [self._result(branch, scope) for branch in self.branches])
        return self.value_at(self.index(x, scope), scope)

    def value_at(self, index: Word, scope: Scope) -> Word:
        """Return the value of the branch with this number."""
        branches = tuple(
            (Compare("=", index, Number(float(number))), self._result(branch, scope))
            for number, branch in enumerate(self.branches)
            if not branch.unmatched
        )
        return Case(branches, Null(Type.NUMBER))

    def branch_uses(self, path: Path) -> Iterator[Use]:
        """Yield the expressions among the branch values."""
        for index, branch in enumerate(self.branches):
            if isinstance(branch.value, str):
                yield Use((*path, index, "value"), branch.value, Type.NUMBER)

    def _result(self, branch: Branch, scope: Scope) -> Word:
        return Null(Type.NUMBER) if branch.unmatched else scope.amount(branch.value)
