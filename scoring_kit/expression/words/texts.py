"""Words on texts and dates."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from scoring_kit.expression.words.arithmetic import Binary, Unary
from scoring_kit.expression.words.base import Type, Word


class TextUnary(Unary):
    """A text made of a text."""

    @property
    def type(self) -> Type:
        return Type.TEXT


class Lower(TextUnary):
    """Each character in lower case, one for one."""


class Upper(TextUnary):
    """Each character in upper case, one for one; those without a single one stay."""


class Trim(TextUnary):
    """Without spaces, tabs, line feeds, carriage returns, form feeds, vertical tabs at the ends."""


class Length(Unary):
    """The number of code points of a text."""


class TextCondition(Binary):
    """A condition on two texts."""

    @property
    def type(self) -> Type:
        return Type.BOOLEAN


class StartsWith(TextCondition):
    """Whether left begins with right; NULL if either is NULL."""


class Contains(TextCondition):
    """Whether right occurs in left; NULL if either is NULL."""


class Days(Unary):
    """A date as a number: days since 1970-01-01."""


@dataclass(frozen=True, slots=True, eq=False)
class DatePart(Word):
    """The year, month (1-12) or day (1-31) of a date, as a number."""

    part: Literal["year", "month", "day"]
    item: Word

    @property
    def operands(self) -> tuple[Word, ...]:
        return (self.item,)
