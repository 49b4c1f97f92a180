"""Rules and expressions: value functions that read columns by name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Annotated, Any, ClassVar

from pydantic import model_serializer, model_validator

from scoring_kit.display.markup import Child, Markup, join
from scoring_kit.expression.words import Case, Null, Type, Word
from scoring_kit.scorecard.fields import Amount, ExpressionText, FilledText, ListOf, Part, problem
from scoring_kit.scorecard.value_functions.base import (
    Branch,
    BranchedFunction,
    Scope,
    Use,
    ValueFunction,
)
from scoring_kit.scorecard.value_functions.phrases import Axis, amount, code, listed


class Rule(Part):
    """A condition and the value where it holds; without a condition it always does."""

    when: ExpressionText | None = None
    value: Amount
    reason: FilledText | None = None


class Rules(BranchedFunction):
    """The value of the first rule that holds."""

    kind: ClassVar[str] = "rules"
    rules: Annotated[tuple[Rule, ...], ListOf]

    @model_validator(mode="after")
    def _check(self) -> Rules:
        if not self.rules:
            raise problem("too_few", "rules needs one rule or more", "rules")
        for index, rule in enumerate(self.rules[:-1]):
            if rule.when is None:
                message = f"rule {index} always holds; those after it never do"
                raise problem("open_rule_not_last", message, "rules", index)
        return self

    @property
    def input_type(self) -> None:
        return None

    @property
    def branches(self) -> tuple[Branch, ...]:
        return tuple(Branch(rule.value, rule.reason) for rule in self.rules)

    @property
    def may_be_unmatched(self) -> bool:
        return self.rules[-1].when is not None

    def choose(self, x: Word, scope: Scope, results: Sequence[Word]) -> Word:
        del x
        branches: list[tuple[Word, Word]] = []
        for rule, result in zip(self.rules, results, strict=True):
            if rule.when is None:
                return Case(tuple(branches), result) if branches else result
            branches.append((scope.word(rule.when, Type.BOOLEAN), result))
        return Case(tuple(branches), Null(results[0].type))

    def in_words(self, axis: Axis) -> Markup:
        del axis
        parts: list[Child] = []
        for rule in self.rules:
            value = amount(rule.value, rule.reason)
            if rule.when is not None:
                value = join([value, " where ", code(rule.when)])
            elif not parts:
                value = join(["always ", value])
            parts.append(join(["else ", value]) if parts else value)
        if self.may_be_unmatched:
            parts.append("else unmatched")
        return join([listed(parts, "rules"), "."])

    def part_in_words(self, branch: int | None, x: object) -> str | None:
        del x
        return None if branch is None else self.rules[branch].when or "otherwise"

    def uses(self) -> Iterator[Use]:
        # in reading order, as the first special input that is read gives the label
        for index, rule in enumerate(self.rules):
            if rule.when is not None:
                yield Use(("rules", index, "when"), rule.when, Type.BOOLEAN)
            if isinstance(rule.value, str):
                yield Use(("rules", index, "value"), rule.value, Type.NUMBER)


class ExpressionValue(ValueFunction):
    """The value of an expression."""

    kind: ClassVar[str] = "expression"
    expression: ExpressionText

    @model_validator(mode="before")
    @classmethod
    def _read_text(cls, data: Any) -> Any:
        return {"expression": data} if isinstance(data, str) else data

    @model_serializer
    def _write_text(self) -> str:
        return self.expression

    @property
    def input_type(self) -> None:
        return None

    def value(self, x: Word, scope: Scope) -> Word:
        del x
        return scope.amount(self.expression)

    def in_words(self, axis: Axis) -> Markup:
        del axis
        return code(self.expression)

    def uses(self) -> Iterator[Use]:
        yield Use((), self.expression, Type.NUMBER)
