"""A plan of what criteria meet in a table, before any statistics are fitted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from scoring_kit.compiler.compile import compile_context, expressions_told, plan_of
from scoring_kit.compiler.context import Context
from scoring_kit.compiler.plan import Plan
from scoring_kit.expression.words import Case, Column, IsMissing, Null, Word
from scoring_kit.scorecard.models import Criterion, Scorecard
from scoring_kit.scorecard.value_functions import BranchedFunction
from scoring_kit.scorecard.value_functions.categories import Categories


def compile_observations(
    card: Scorecard,
    columns: Mapping[str, Column],
    parameters: Mapping[str, Any] | None = None,
) -> Plan:
    """Return a plan of what each criterion that reads one input meets in a table.

    Returns
    -------
    Plan
        Outputs: ``input_<criterion>``, the input where its state is ok, else NULL; for bins
        and categories ``branch_<criterion>``, the number of the branch from 0; for
        categories ``unlisted_<criterion>``, the input where no category lists it.

    Raises
    ------
    CompileError, DataError
        As `compile_scorecard`, but for normalisations that are not fitted.
    """
    context = compile_context(card, columns, parameters)
    with expressions_told():
        words = [pair for criterion in card.criteria for pair in _observed(context, criterion)]
    return plan_of(context, words)


def _observed(context: Context, criterion: Criterion) -> list[tuple[str, Word]]:
    if criterion.column is None:
        return []
    x, name, value = context.states[criterion.column].value, criterion.name, criterion.value
    found: list[tuple[str, Word]] = [(f"input_{name}", x)]
    if isinstance(value, BranchedFunction):
        found.append((f"branch_{name}", value.index(x, context.scope)))
    if isinstance(value, Categories):
        listed = value.model_copy(update={"other": None}).index(x, context.scope)
        unlisted = Case(((IsMissing(listed), x),), Null(x.type))
        found.append((f"unlisted_{name}", unlisted))
    return found
