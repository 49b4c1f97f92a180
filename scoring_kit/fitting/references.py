"""Statistics of reference data, frozen into a scorecard: `fit_references`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from scoring_kit.compiler import compile_scorecard
from scoring_kit.compiler.observe import compile_observations
from scoring_kit.compiler.plan import Plan
from scoring_kit.engines.duckdb import DuckDBEngine
from scoring_kit.engines.opening import open_data
from scoring_kit.engines.summaries import numbers
from scoring_kit.errors import FitError, ScorecardError
from scoring_kit.fitting.statistics import (
    Degenerate,
    Numbers,
    exact_mean,
    fit_min_max,
    fit_percentile,
    fit_rank,
    fit_z_score,
)
from scoring_kit.scorecard.document import parse_scorecard, to_document
from scoring_kit.scorecard.models import Criterion, Scorecard, placed_members
from scoring_kit.scorecard.types import input_types
from scoring_kit.tables.table import Table, table_columns

_FITS: dict[str, Callable[[Numbers], dict[str, Any]]] = {
    "min_max": fit_min_max,
    "z_score": fit_z_score,
    "rank": fit_rank,
    "percentile": fit_percentile,
}
"""How the statistics of each normalisation are derived, by its kind."""


@dataclass(frozen=True, slots=True)
class _Data:
    """A table with the engine that reads it, and the parameters of the run."""

    engine: DuckDBEngine
    table: Table
    parameters: Mapping[str, Any]

    def inputs(self, plan: Plan, criterion: str) -> Numbers:
        """Return the inputs of a criterion whose state is ok."""
        return numbers(self.engine, plan, self.table, f"input_{criterion}")

    def values(self, plan: Plan, criterion: str) -> Numbers:
        """Return the values of a criterion where its input is ok or clipped."""
        where = (f"state_{criterion}", ("ok", "clipped"))
        return numbers(self.engine, plan, self.table, f"value_{criterion}", where=where)


def fit_references(
    card: Scorecard,
    data: object,
    *,
    parameters: Mapping[str, Any] | None = None,
    refit: bool = False,
    table: str | None = None,
) -> Scorecard:
    """Return a scorecard with the statistics of a table frozen in it.

    Completes min_max, z_score (n - 1), rank and percentile from the inputs whose state is
    ok, and where reasons are against the mean the `mean` of each criterion without a
    `reference`: that of its values where the input is ok or clipped. The same rows give the
    same numbers in whatever order they stand.

    Parameters
    ----------
    card
        Any scorecard; it stays as it is.
    data
        The reference table, in any form that `score` takes.
    parameters
        Values of the scorecard's parameters.
    refit
        Whether statistics that are there already are derived anew.
    table
        The table of a database file, where it has several.

    Raises
    ------
    FitError
        Where a column is constant, empty or, for rank, too varied; all of them at once.
    DataError, CompileError
        As in `score`.

    Examples
    --------
    >>> from scoring_kit import parse_scorecard
    >>> card = parse_scorecard({
    ...     "schema": "scoring-kit/1", "name": "wealth", "score": {"aggregate": "mean", "of": [
    ...         {"criterion": "income", "value": {"min_max": {}}, "missing": "reweight"}]}})
    >>> fitted = fit_references(card, {"income": [20, None, 50]})
    >>> fitted.criteria[0].value.min_max.maximum
    50.0
    """
    engine, opened = open_data(data, input_types(card).types, name=table)
    rows = _Data(engine, opened, parameters or {})
    fitted = _completed(card, _statistics(card, rows, refit=refit))
    return _completed(fitted, _means(fitted, rows, refit=refit))


Edits = list[tuple[tuple[str | int, ...], Any]]
"""Places in the document, and what to write there."""


def _completed(card: Scorecard, edits: Edits) -> Scorecard:
    if not edits:
        return card
    document = to_document(card)
    for (*path, last), value in edits:
        part: Any = document
        for step in path:
            part = part[step]
        part[last] = value
    try:
        return parse_scorecard(document)
    except ScorecardError as error:
        raise FitError(f"the statistics do not fit the scorecard: {error}") from error


def _statistics(card: Scorecard, data: _Data, *, refit: bool) -> Edits:
    """Return the statistics of all normalisations that need some."""
    wanted = [
        (place, criterion)
        for place, criterion in _criteria(card)
        if criterion.value.kind in _FITS and (refit or not criterion.value.is_fitted)
    ]
    if not wanted:
        return []
    plan = compile_observations(card, table_columns(data.table), data.parameters)
    edits: Edits = []
    faults: list[str] = []
    for place, criterion in wanted:
        kind = criterion.value.kind
        try:
            found = _FITS[kind](data.inputs(plan, criterion.name))
        except Degenerate as fault:
            faults.append(f"{kind} of criterion {criterion.name!r}: {criterion.column!r} {fault}")
            continue
        edits += [((*place, "value", kind, field), value) for field, value in found.items()]
    return _unless(faults, edits)


def _means(card: Scorecard, data: _Data, *, refit: bool) -> Edits:
    """Return the mean value of each criterion that reasons are measured against."""
    if card.reasons is None or card.reasons.against != "mean":
        return []
    wanted = [
        (place, criterion)
        for place, criterion in _criteria(card)
        if criterion.reference is None and (refit or criterion.mean is None)
    ]
    if not wanted:
        return []
    # Without its reasons the scorecard compiles although the means are not there yet.
    bare = card.model_copy(update={"reasons": None})
    plan = compile_scorecard(bare, table_columns(data.table), data.parameters)
    edits: Edits = []
    faults: list[str] = []
    for place, criterion in wanted:
        try:
            mean = exact_mean(data.values(plan, criterion.name))
        except Degenerate as fault:
            faults.append(f"mean of criterion {criterion.name!r}: it {fault}")
        else:
            edits.append(((*place, "mean"), mean))
    return _unless(faults, edits)


def _criteria(card: Scorecard) -> Iterator[tuple[tuple[str | int, ...], Criterion]]:
    for place, member, _ in placed_members(card.score):
        if isinstance(member, Criterion):
            yield place, member


def _unless(faults: list[str], edits: Edits) -> Edits:
    if faults:
        lines = "\n".join(f"- {fault}" for fault in faults)
        raise FitError(f"the data gives no statistics:\n{lines}")
    return edits
