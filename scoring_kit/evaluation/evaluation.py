"""What an evaluation found: figures, tidy tables, sentences; `Evaluation`."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from statistics import NormalDist
from typing import TYPE_CHECKING, Any

from scoring_kit.errors import nearest
from scoring_kit.evaluation.bands import (
    Row,
    curve_points,
    decile_rows,
    reliability_rows,
    tier_rows,
)
from scoring_kit.evaluation.cells import Cells, Sample
from scoring_kit.evaluation.columns import column_evidence
from scoring_kit.evaluation.comparison import compared_rows
from scoring_kit.evaluation.counting import Asked, Part
from scoring_kit.evaluation.evaluation_html import evaluation_html
from scoring_kit.evaluation.figures import Figure, figures_of, plain
from scoring_kit.evaluation.metrics import METRICS
from scoring_kit.evaluation.parts import (
    SHARES,
    by_share,
    fairness_rows,
    one_class,
    part_rows,
    period_rows,
)
from scoring_kit.evaluation.reading import Opened
from scoring_kit.evaluation.resampling import Bootstrap
from scoring_kit.evaluation.words import summary_of
from scoring_kit.evaluation.yardstick import Models, yardstick_rows

if TYPE_CHECKING:
    import pandas


@dataclass(frozen=True, eq=False)
class Evaluation:
    """How well scores find an event, from `evaluate`; every table is calculated when asked for.

    Higher scores should mean the event. Rows without a score, a known outcome or a weight are
    left out of the figures and counted. All tables are pandas DataFrames; what cannot be known
    is None or NaN, and `problem` or a column `note` says why.

    Examples
    --------
    >>> import scoring_kit as sk
    >>> card, data = sk.example("book_club")
    >>> found = sk.evaluate(sk.score(card, data), outcome="bought")
    >>> print(found.metrics.loc["auc", ["value", "low", "high"]].round(3).to_string())
    value    0.625
    low      0.592
    high     0.658
    """

    name: str
    asked: Asked
    how: Bootstrap
    cells: Cells
    parts: tuple[Part, ...]
    period: Part | None
    tier_names: tuple[str, ...]
    against: str | None
    _opened: Opened
    _models: dict[Any, list[Row]] = field(default_factory=dict[Any, list[Row]], compare=False)

    def __repr__(self) -> str:
        return "\n  ".join([f"Evaluation of {self.name!r}", *self.summary])

    def _repr_html_(self) -> str:
        return evaluation_html(self)

    @cached_property
    def sample(self) -> Sample:
        """The rows that figures count: those with a score, a known outcome and a weight."""
        return Sample.of(self.cells)

    @property
    def z(self) -> float:
        """Standard errors on either side of a figure for an interval of this confidence."""
        return NormalDist().inv_cdf(0.5 + self.how.confidence / 2)

    @cached_property
    def counts(self) -> Mapping[str, int]:
        """How many rows there are, are used, have the event, and are left out for which reason.

        The first reason counts: no score, an outcome that is not known, no weight. Rows that
        weigh 0 are used and change nothing; without_probability is of the rows that are used.
        """
        cells = self.cells
        scored = cells.where(cells.has_score)
        known = scored.where(scored.event >= 0)
        used = self.sample.cells
        return {
            "rows": cells.total,
            "used": used.total,
            "events": self.sample.events,
            "without_score": cells.total - scored.total,
            "without_outcome": scored.total - known.total,
            "without_weight": known.total - used.total,
            "weighing_nothing": used.where(used.weight == 0).total,
            "without_probability": used.where(used.probability != used.probability).total,
        }

    @property
    def problem(self) -> str | None:
        """Why there are no figures, in words; None where there are."""
        if self.sample.has_both:
            return None
        return f"{one_class(self.sample)}; figures need rows with the event and rows without it"

    @property
    def auc(self) -> float | None:
        """The AUC; see `metrics` for all figures with their intervals."""
        return self.value("auc")

    @property
    def ks(self) -> float | None:
        """The KS distance."""
        return self.value("ks")

    def value(self, name: str) -> float | None:
        """Return one figure by its name, without its interval, which takes longer.

        Raises
        ------
        KeyError
            When there is no such figure; the message has the nearest name.

        Examples
        --------
        >>> import scoring_kit as sk
        >>> sk.evaluate([3, 2, 1], [1, 0, 0]).value("gini")
        1.0
        """
        if name not in METRICS:
            known = ", ".join(METRICS)
            raise KeyError(f"no figure {name!r}{nearest(name, METRICS)}; there are {known}")
        return METRICS[name].value(self.sample) if self.problem is None else None

    @cached_property
    def figure_list(self) -> tuple[Figure, ...]:
        """Every figure with its interval, and how that was found."""
        return figures_of(self.sample, self.how, self.z)

    @cached_property
    def metrics(self) -> pandas.DataFrame:
        """One row for each figure, by name: title, value, low, high, interval, range, source.

        interval says how low and high were found (DeLong, bootstrap), or why there are none.
        """
        return _frame([figure.row() for figure in self.figure_list]).set_index("name")

    @cached_property
    def deciles(self) -> pandas.DataFrame:
        """Lift and gains by tenths of the rows, from the highest scores on."""
        return _frame(self._with_figures(lambda: decile_rows(self.sample)))

    @cached_property
    def tiers(self) -> pandas.DataFrame:
        """Rows, events, rate, lift, gain, WoE and IV by tier; no rows without tiers."""
        if not self.tier_names:
            return _frame([])
        return _frame(self._with_figures(lambda: tier_rows(self.cells, self.tier_names, self.z)))

    @cached_property
    def reliability(self) -> pandas.DataFrame:
        """What was predicted beside what came true, by tenths of the rows; none without them."""
        sample = self.sample.predicted
        if sample is None or not len(sample.cells.rows) or not sample.cells.amounts.any():
            return _frame([])
        return _frame(reliability_rows(sample, self.z))

    @cached_property
    def curve(self) -> pandas.DataFrame:
        """Points of the ROC curve (others, events) and of the gains curve (share, events)."""
        return _frame(self._with_figures(lambda: curve_points(self.sample)))

    @cached_property
    def segments(self) -> pandas.DataFrame:
        """How well the score finds the event in each part of each segment column."""
        return _frame([row for part in self.parts for row in part_rows(part, self.z)])

    @cached_property
    def fairness(self) -> pandas.DataFrame:
        """Who reaches each tier, by segment: rates, impact ratios, four-fifths rule.

        Without tiers, who is among the highest 10, 25 and 50 % of all rows with a score.
        """
        found = (
            fairness_rows(part, self.tier_names, self.z)
            if self.tier_names
            else fairness_rows(by_share(part), SHARES, self.z)
            for part in self.parts
        )
        return _frame([row for rows in found for row in rows])

    @cached_property
    def periods(self) -> pandas.DataFrame:
        """How well the score finds the event over time, and how far the scores have shifted."""
        return _frame([] if self.period is None else period_rows(self.period, self.z))

    @cached_property
    def comparison(self) -> pandas.DataFrame:
        """Each figure beside the other version's on the same rows, and how sure the difference is.

        The AUC and Gini by DeLong's paired test, the others by a paired bootstrap.
        """
        if self.against is None:
            return _frame([])
        return _frame(compared_rows(self.sample, self.how, self.z)).set_index("name")

    def information(self, columns: str | list[str] | None = None) -> pandas.DataFrame:
        """Return WoE and IV of columns by bin; of the inputs of the card unless named.

        Numbers are cut into ten bins with about equally many rows, [lower, upper); missing
        values are a bin of their own. See `evidence` for the formula.

        Examples
        --------
        >>> import scoring_kit as sk
        >>> card, data = sk.example("book_club")
        >>> found = sk.evaluate(sk.score(card, data), outcome="bought").information("gender")
        >>> found[["bin", "woe"]].round(3).values.tolist()
        [['female', -0.147], ['male', 0.292]]
        """
        names = [columns] if isinstance(columns, str) else columns
        return _frame(column_evidence(self._opened, self.asked, names))

    def yardstick(
        self,
        models: Models = ("logistic", "boosting"),
        *,
        inputs: list[str] | None = None,
        folds: int = 5,
        seed: int = 0,
        most_rows: int = 200_000,
    ) -> pandas.DataFrame:
        """Return the card beside simple models that are fitted to the same rows and inputs.

        Every row is predicted by a model that did not see it (cross-validation, Stone, 1974),
        so that a model gets no credit for what it learnt by heart. gain is the AUC of the
        model less that of the card, with DeLong's paired interval. Needs scikit-learn.

        Parameters
        ----------
        models
            Of logistic (regression on standardised numbers and one-hot texts) and boosting
            (gradient boosted trees).
        inputs
            Columns to learn from; those that the card reads unless named.
        folds, seed
            Parts of the rows, each predicted by the others, and how they are drawn.
        most_rows
            Larger tables are sampled, and the column rows says so.

        Raises
        ------
        MissingPackageError
            When scikit-learn is not installed.

        Examples
        --------
        >>> import scoring_kit as sk
        >>> card, data = sk.example("book_club")
        >>> found = sk.evaluate(sk.score(card, data), outcome="bought")
        >>> found.yardstick(["logistic"], folds=2).index.tolist()
        ['book_club', 'logistic']
        """
        key = (tuple(models), tuple(inputs or ()), folds, seed, most_rows)
        if key not in self._models:
            self._models[key] = yardstick_rows(
                self._opened, self.asked, models, inputs, folds, seed, most_rows, self.z
            )
        return _frame(self._models[key]).set_index("name")

    @cached_property
    def summary(self) -> tuple[str, ...]:
        """What the figures say, in sentences that are made from them."""
        return summary_of(self)

    def figures(self) -> dict[str, Any]:
        """Return every figure by name, as JSON holds it: None where there is none.

        The same rows give the same figures in any order, on any number of threads.

        Examples
        --------
        >>> import scoring_kit as sk
        >>> found = sk.evaluate([3, 2, 1, 0], [1, 1, 0, 0]).figures()
        >>> found["counts"]["events"], found["metrics"]["ks"]["value"]
        (2, 1.0)
        """
        asked = self.asked
        return {
            "outcome": asked.outcome,
            "event": plain(asked.event),
            "weights": asked.weights,
            "confidence": self.how.confidence,
            "seed": self.how.seed,
            "counts": dict(self.counts),
            "problem": self.problem,
            "metrics": {figure.metric.name: figure.plain() for figure in self.figure_list},
            **{name: _records(getattr(self, name)) for name in _TABLES},
            "against": self.against,
            "comparison": _records(self.comparison.reset_index())
            if self.against is not None
            else [],
        }

    def _with_figures(self, rows: Callable[[], list[Row]]) -> list[Row]:
        return rows() if self.problem is None else []


_TABLES = ("deciles", "tiers", "reliability", "curve", "segments", "fairness", "periods")


def _frame(rows: list[Row]) -> Any:  # noqa: ANN401 (a DataFrame of whatever the rows hold)
    import pandas

    return pandas.DataFrame(rows)


def _records(frame: pandas.DataFrame) -> list[Row]:
    rows: list[Row] = frame.to_dict("records")  # pyright: ignore[reportAssignmentType] its keys are texts
    return [{name: plain(value) for name, value in row.items()} for row in rows]


def is_known(value: object) -> bool:
    """Return whether a cell of a table holds something."""
    return value is not None and not (isinstance(value, float) and math.isnan(value))
