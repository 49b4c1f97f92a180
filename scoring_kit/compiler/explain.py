"""A plan that holds all that explains a row: the result and what stands behind it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from scoring_kit.compiler.compile import compile_parts, plan_of, result_words
from scoring_kit.compiler.conditions import choose, either, null_where
from scoring_kit.compiler.context import INVALID, MISSING, OK, Context, InputState
from scoring_kit.compiler.contributions import compile_contributions
from scoring_kit.compiler.criteria import Leaf
from scoring_kit.compiler.failures import Failures
from scoring_kit.compiler.groups import Node
from scoring_kit.compiler.plan import Plan
from scoring_kit.compiler.reasons import RankedReasons, compile_reasons, reference_of
from scoring_kit.compiler.score import Published
from scoring_kit.expression.words import Column, Null, Number, Type, Word
from scoring_kit.scorecard.models import Scorecard
from scoring_kit.scorecard.sections import Reasons
from scoring_kit.scorecard.value_functions import BranchedFunction

Words = Iterator[tuple[str, Word]]


def compile_explanation(
    card: Scorecard,
    columns: Mapping[str, Column],
    parameters: Mapping[str, Any] | None = None,
) -> Plan:
    """Return a plan of what explains rows, for a table with these columns.

    Returns
    -------
    Plan
        Outputs are named by what they are and of what, such as ``value.recency``:

        - ``result.<column>``: the columns of a result without its details
        - ``score.root``, ``.scaled``, ``.unrounded``, ``.rounded``: NULL where the row fails
        - ``input.<name>``, ``input_state.<name>``: what expressions see, and its state's number
        - ``value``, ``state``, ``branch``, ``code``, ``reference``, ``shortfall`` of a criterion
        - ``value``, ``coverage``, ``missing`` of a group
        - ``shortfall_of.<code>``: the sum by reason code
        - ``line.<name>``: contributions, also where a knock-out takes the score
        - ``fires``, ``amount``, ``before``, ``after`` of an adjustment; ``fires`` of a knock-out
        - ``lacks.<name>``, ``breaks.<name>``: whether it makes its row insufficient or invalid

        States and conditions are numbers; conditions are 1 or 0.

    Raises
    ------
    CompileError, DataError
        As `compile_scorecard`.
    """
    context, root, published = compile_parts(card, columns, parameters)
    reasons = compile_reasons(context, root, published)
    failed = either((published.failures.invalid, published.failures.missing))
    words = [(f"result.{n}", word) for n, word in result_words(context, root, published, reasons)]
    words += _score_words(root, published, failed)
    for name, state in context.states.items():
        words += [(f"input.{name}", state.value), (f"input_state.{name}", _number(context, state))]
    for leaf in root.leaves:
        words += _leaf_words(context, leaf)
    for node in root.nodes:
        words += _node_words(node)
    words += _shortfall_words(context, reasons, failed)
    lines = compile_contributions(context, root, published, null_when=failed)
    words += [(f"line.{name}", word) for name, word in lines]
    words += _condition_words(published)
    return plan_of(context, words)


def _flag(condition: Word) -> Word:
    return choose(((condition, Number(1.0)),), Number(0.0))


def _number(context: Context, state: InputState) -> Word:
    specials = [
        (condition, Number(context.label_number(label))) for label, condition in state.specials
    ]
    branches = [(state.invalid, Number(INVALID)), *specials, (state.missing, Number(MISSING))]
    return choose(branches, Number(OK))


def _score_words(root: Node, published: Published, failed: Word) -> list[tuple[str, Word]]:
    words = {
        "root": root.value,
        "scaled": published.scaled,
        "unrounded": published.unrounded,
        "rounded": published.rounded,
    }
    return [(f"score.{name}", null_where(failed, word)) for name, word in words.items()]


def _leaf_words(context: Context, leaf: Leaf) -> Words:
    name, function = leaf.name, leaf.criterion.value
    yield f"value.{name}", leaf.value
    yield f"state.{name}", leaf.state
    if leaf.code is not None:
        yield f"code.{name}", leaf.code
    yield from _failure_words(name, Failures(leaf.missing_fail, leaf.invalid_fail))
    if isinstance(function, BranchedFunction):
        column = leaf.criterion.column
        x = Null(Type.NUMBER) if column is None else context.states[column].value
        yield f"branch.{name}", function.index(x, context.scope)


def _node_words(node: Node) -> Words:
    yield f"value.{node.name}", node.value
    yield f"coverage.{node.name}", node.coverage
    yield f"missing.{node.name}", _flag(node.missing)
    yield from _failure_words(node.name, node.failures)


def _failure_words(name: str, failures: Failures) -> Words:
    yield f"lacks.{name}", _flag(failures.missing)
    yield f"breaks.{name}", _flag(failures.invalid)


def _shortfall_words(context: Context, reasons: RankedReasons, failed: Word) -> Words:
    for leaf, word in reasons.by_criterion:
        reference = reference_of(context, leaf, context.card.reasons or Reasons())
        yield f"reference.{leaf.name}", Number(reference)
        yield f"shortfall.{leaf.name}", null_where(failed, word)
    for code, word in reasons.by_code:
        yield f"shortfall_of.{code}", null_where(failed, word)


def _condition_words(published: Published) -> Words:
    for change in published.changes:
        name = change.adjustment.name
        yield f"fires.{name}", _flag(change.fires)
        yield f"amount.{name}", change.amount
        yield f"before.{name}", change.before
        yield f"after.{name}", change.after
        yield from _failure_words(name, change.failures)
    for fired in published.knock_outs:
        yield f"fires.{fired.knock_out.name}", _flag(fired.condition)
        yield from _failure_words(fired.knock_out.name, fired.failures)
