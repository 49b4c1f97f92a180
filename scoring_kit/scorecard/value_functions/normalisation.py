"""Normalisations: rescaling by statistics of reference data, frozen in the document.

`fit_references` completes them once; a row's score never depends on other rows.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Annotated, ClassVar, Literal

from pydantic import model_validator

from scoring_kit.display.markup import Markup, join
from scoring_kit.display.numbers import count, exact
from scoring_kit.expression.words import (
    Bins,
    Case,
    Compare,
    Divide,
    Number,
    Piecewise,
    Subtract,
    Word,
)
from scoring_kit.scorecard.fields import (
    ListOf,
    Pair,
    Part,
    check_increasing,
    problem,
)
from scoring_kit.scorecard.fields import Number as NumberField
from scoring_kit.scorecard.value_functions.base import Scope, Shape, ValueFunction
from scoring_kit.scorecard.value_functions.lines import (
    LinearFunction,
    check_slopes,
    outside_words,
    within,
)
from scoring_kit.scorecard.value_functions.phrases import Axis, formula, minus

Numbers = Annotated[tuple[NumberField, ...], ListOf]


def not_fitted(what: str) -> Markup:
    """Return what a normalisation will do once its statistics are known."""
    return Markup(f"{what.capitalize()}; not fitted yet: fit_references completes it.")


def check_together(part: Part, names: tuple[str, ...]) -> None:
    """Raise where some but not all of the fitted fields are given."""
    given = [name for name in names if getattr(part, name) is not None]
    if given and len(given) < len(names):
        rest = ", ".join(name for name in names if name not in given)
        raise problem("missing_field", f"{rest} must stand beside {', '.join(given)}")


class MinMaxSpec(Part):
    """Lowest and highest reference value, and the values there."""

    to: Pair = (0.0, 1.0)
    minimum: NumberField | None = None
    maximum: NumberField | None = None

    @model_validator(mode="after")
    def _check(self) -> MinMaxSpec:
        check_together(self, ("minimum", "maximum"))
        low, high = self.minimum, self.maximum
        if low is not None and high is not None and low >= high:
            message = f"maximum must be above minimum, found [{low!r}, {high!r}]"
            raise problem("empty_range", message, "maximum")
        return self


class MinMax(LinearFunction):
    """c + (d - c) * (x - minimum) / (maximum - minimum)."""

    kind: ClassVar[str] = "min_max"
    min_max: MinMaxSpec

    @model_validator(mode="after")
    def _check(self) -> MinMax:
        if self.is_fitted:
            check_slopes(self.knots)
        return self

    @property
    def is_fitted(self) -> bool:
        return self.min_max.minimum is not None

    def in_words(self, axis: Axis) -> Markup:
        if not self.is_fitted:
            low, high = self.min_max.to
            return not_fitted(f"{exact(low)} to {exact(high)} from lowest to highest")
        return join([super().in_words(axis), " The ends are those of the reference data."])

    @property
    def places(self) -> tuple[float, ...]:
        return super().places if self.is_fitted else ()

    @property
    def knots(self) -> tuple[tuple[float, float], ...]:
        spec = self.min_max
        if spec.minimum is None or spec.maximum is None:
            return ((0.0, spec.to[0]), (1.0, spec.to[1]))
        return ((spec.minimum, spec.to[0]), (spec.maximum, spec.to[1]))


class ZScoreSpec(Part):
    """Mean and standard deviation (n - 1) of the reference values."""

    mean: NumberField | None = None
    standard_deviation: NumberField | None = None

    @model_validator(mode="after")
    def _check(self) -> ZScoreSpec:
        check_together(self, ("mean", "standard_deviation"))
        if self.standard_deviation is not None and self.standard_deviation <= 0:
            message = "standard_deviation must be above 0"
            raise problem("out_of_range", message, "standard_deviation")
        return self


class ZScore(ValueFunction):
    """(x - mean) / standard deviation."""

    kind: ClassVar[str] = "z_score"
    z_score: ZScoreSpec
    shape: ClassVar[Shape] = "curve"

    def in_words(self, axis: Axis) -> Markup:
        del axis
        spec = self.z_score
        if spec.mean is None or spec.standard_deviation is None:
            return not_fitted("standard deviations from the mean")
        written = formula(f"({minus('x', spec.mean)}) / {exact(spec.standard_deviation)}")
        return join([written, ": standard deviations from the mean of the reference data."])

    @property
    def places(self) -> tuple[float, ...]:
        spec = self.z_score
        if spec.mean is None or spec.standard_deviation is None:
            return ()
        reach = 3.0 * spec.standard_deviation
        return spec.mean - reach, spec.mean, spec.mean + reach

    @property
    def is_fitted(self) -> bool:
        return self.z_score.mean is not None

    def value(self, x: Word, scope: Scope) -> Word:
        del scope
        mean = self.z_score.mean or 0.0
        deviation = self.z_score.standard_deviation or 1.0
        return Divide(Subtract(x, Number(mean)), Number(deviation))


class RankSpec(Part):
    """Distinct reference values, the rank of each (1 + values below it), and their number."""

    values: Numbers | None = None
    ranks: Numbers | None = None
    count: NumberField | None = None

    @model_validator(mode="after")
    def _check(self) -> RankSpec:
        check_together(self, ("values", "ranks", "count"))
        if self.values is None or self.ranks is None:
            return self
        if not self.values or len(self.values) != len(self.ranks):
            raise problem("wrong_type", "values and ranks must be lists of one length", "ranks")
        check_increasing(self.values, "values")
        check_increasing(self.ranks, "ranks")
        return self


class Rank(ValueFunction):
    """1 + the number of reference values below x."""

    kind: ClassVar[str] = "rank"
    rank: RankSpec
    shape: ClassVar[Shape] = "steps"

    def in_words(self, axis: Axis) -> Markup:
        del axis
        known = self.rank.count
        if known is None:
            return not_fitted("1 + how many values of the data are below")
        return Markup(f"1 + how many of the {count(int(known))} reference values are below.")

    @property
    def places(self) -> tuple[float, ...]:
        return self.rank.values or ()

    @property
    def is_fitted(self) -> bool:
        return self.rank.values is not None

    def value(self, x: Word, scope: Scope) -> Word:
        del scope
        edges = tuple((edge, True) for edge in self.rank.values or (0.0,))
        ranks = [*(self.rank.ranks or (1.0,)), (self.rank.count or 0.0) + 1.0]
        return Bins(x, edges, tuple(Number(rank) for rank in ranks))


class PercentileSpec(Part):
    """Equally spaced quantiles of the reference values, lowest to highest."""

    quantiles: Numbers | None = None

    @model_validator(mode="after")
    def _check(self) -> PercentileSpec:
        quantiles = self.quantiles
        if quantiles is None:
            return self
        for index, (before, after) in enumerate(pairwise(quantiles), start=1):
            if after < before:
                message = f"quantiles must not fall: {after!r} stands after {before!r}"
                raise problem("not_increasing", message, "quantiles", index)
        if len(set(quantiles)) < 2:
            raise problem("too_few", "quantiles needs two different values or more", "quantiles")
        return self


class Percentile(ValueFunction):
    """The share of reference values at or below x, by straight lines through quantiles."""

    kind: ClassVar[str] = "percentile"
    percentile: PercentileSpec
    shape: ClassVar[Shape] = "lines"
    outside: Literal["clamp", "invalid"] = "clamp"

    @model_validator(mode="after")
    def _check(self) -> Percentile:
        check_slopes(self.knots)
        return self

    @property
    def is_fitted(self) -> bool:
        return self.percentile.quantiles is not None

    @property
    def knots(self) -> tuple[tuple[float, float], ...]:
        """Each different quantile with the highest share that has it."""
        quantiles = self.percentile.quantiles or (0.0, 1.0)
        last = len(quantiles) - 1
        shares = {quantile: index / last for index, quantile in enumerate(quantiles)}
        return tuple(shares.items())

    @property
    def clips(self) -> bool:
        return self.outside == "clamp"

    def in_words(self, axis: Axis) -> Markup:
        del axis
        quantiles = self.percentile.quantiles
        if quantiles is None:
            return not_fitted("the share of values at or below")
        ends = f"{count(len(quantiles))} quantiles from {exact(quantiles[0])} to"
        last = f"{exact(quantiles[-1])}{'; invalid outside' if self.outside == 'invalid' else ''}"
        return Markup(f"The share of reference values at or below, by lines through {ends} {last}.")

    @property
    def places(self) -> tuple[float, ...]:
        return tuple(x for x, _ in self.knots) if self.is_fitted else ()

    def drawn(self, x: Word) -> Word:
        return Piecewise(x, self.knots)

    @property
    def limits(self) -> tuple[float, float]:
        return 0.0, 1.0

    def value(self, x: Word, scope: Scope) -> Word:
        del scope
        knots = self.knots
        is_below = Compare("<", x, Number(knots[0][0]))
        lines = Case(((is_below, Number(0.0)),), Piecewise(x, knots))
        return within(x, (knots[0][0], knots[-1][0]), self.outside, lines)

    def outside_domain(self, x: Word, scope: Scope) -> Word:
        del scope
        return outside_words(x, self.knots[0][0], self.knots[-1][0])
