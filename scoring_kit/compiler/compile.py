"""Turns a scorecard, the columns of a table and parameters into a plan."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from pydantic_core import PydanticCustomError

from scoring_kit.collection import paused_collection
from scoring_kit.compiler.conditions import null_where
from scoring_kit.compiler.context import CLIPPED, INVALID, MISSING, OK, UNMATCHED, Context
from scoring_kit.compiler.contributions import compile_contributions
from scoring_kit.compiler.criteria import Leaf, compile_criterion
from scoring_kit.compiler.groups import Node, compile_tree
from scoring_kit.compiler.inputs import compile_inputs
from scoring_kit.compiler.plan import Output, Plan, PlanBuilder
from scoring_kit.compiler.reasons import RankedReasons, compile_reasons
from scoring_kit.compiler.score import (
    Published,
    compile_score,
    probability_word,
    tier_word,
)
from scoring_kit.errors import CompileError, DataError, ExpressionError, Problem, nearest
from scoring_kit.expression.words import (
    Case,
    Column,
    Compare,
    Lookup,
    Names,
    Number,
    Text,
    Type,
    Word,
)
from scoring_kit.scorecard.inputs import parameter_word
from scoring_kit.scorecard.models import Scorecard
from scoring_kit.scorecard.problems import Place, spell
from scoring_kit.scorecard.ranges import Ranges
from scoring_kit.scorecard.types import input_types

STATE_NAMES = {
    OK: "ok",
    MISSING: "missing",
    INVALID: "invalid",
    UNMATCHED: "unmatched",
    CLIPPED: "clipped",
}


def compile_scorecard(
    card: Scorecard,
    columns: Mapping[str, Column],
    parameters: Mapping[str, Any] | None = None,
    *,
    with_contributions: bool = True,
) -> Plan:
    """Return the plan of a scorecard for a table with these columns.

    Parameters
    ----------
    card
        A valid scorecard whose normalisations are fitted.
    columns
        Every usable column of the table by name; those that are not read are ignored.
    parameters
        Values of the declared parameters: numbers, texts, booleans, dates or ISO dates.
    with_contributions
        Whether the contribution_ outputs are among the details; leaving them out is faster.

    Returns
    -------
    Plan
        Outputs: score, tier, status, coverage, probability where declared, reason_1..k,
        knock_outs; then the full detail (unrounded, score_before_knock_out, and
        value_, state_, contribution_, coverage_ per criterion and group).

    Raises
    ------
    CompileError
        When a parameter is not given, unknown or of another type, or a normalisation is not
        fitted.
    DataError
        When a column is missing or has another type; all of them at once.
    """
    with paused_collection():
        context, root, published = compile_parts(card, columns, parameters)
        reasons = compile_reasons(context, root, published)
        outputs = result_words(context, root, published, reasons)
        outputs += _details(context, root, published)
        if with_contributions:
            null_when = published.no_score
            lines = compile_contributions(context, root, published, null_when=null_when)
            outputs += [(f"contribution_{name}", word) for name, word in lines]
        return plan_of(context, outputs)


def compile_value(
    card: Scorecard,
    name: str,
    columns: Mapping[str, Column],
    parameters: Mapping[str, Any] | None = None,
) -> Plan:
    """Return the plan of a criterion's value and nothing else: the output value_NAME.

    It is the value that the whole card gives it, and takes a small part of the time. See
    `compile_scorecard` for the parameters and errors.
    """
    _check_fitted(card)
    criterion = next(item for item in card.criteria if item.name == name)
    with paused_collection():
        context = compile_context(card, columns, parameters)
        with expressions_told():
            leaf = compile_criterion(context, criterion, 1.0)
        return plan_of(context, [(f"value_{name}", leaf.value)])


def compile_parts(
    card: Scorecard, columns: Mapping[str, Column], parameters: Mapping[str, Any] | None
) -> tuple[Context, Node, Published]:
    """Return the compiled root and score; raises as `compile_scorecard` does."""
    _check_fitted(card)
    context = compile_context(card, columns, parameters)
    with expressions_told():
        root = compile_tree(context)
        return context, root, compile_score(context, root)


def compile_context(
    card: Scorecard, columns: Mapping[str, Column], parameters: Mapping[str, Any] | None
) -> Context:
    """Return the compiled inputs; raises as `compile_scorecard` does, but for what is not fitted.

    What is compiled from it may raise ExpressionError: see `expressions_told`.
    """
    values = bind_parameters(card, parameters or {})
    read = match_columns(card, columns)
    types = input_types(card, {name: column.kind for name, column in read.items()})
    if types.problems:
        raise DataError(types.problems)
    context = Context(card, Ranges(card, types.types), PlanBuilder(), values)
    with expressions_told():
        compile_inputs(context, read)
    return context


@contextmanager
def expressions_told() -> Generator[None]:
    """Tell what an expression cannot do with the columns of a table as what is wrong with it."""
    try:
        yield
    except ExpressionError as error:
        raise DataError([Problem(error.code, "", str(error))]) from error


def plan_of(context: Context, outputs: Sequence[tuple[str, Word]]) -> Plan:
    """Return the plan for outputs by name."""
    let = context.builder.let
    return context.builder.build(
        [Output(name, let("result", f"output {name}", word)) for name, word in outputs]
    )


def result_words(
    context: Context, root: Node, published: Published, reasons: RankedReasons
) -> list[tuple[str, Word]]:
    """Return the words of every column of a result without its details."""
    card = context.card
    outputs = [
        ("score", published.score),
        ("tier", tier_word(card, published.score)),
        ("status", published.status),
        ("coverage", root.coverage),
    ]
    if card.probability is not None:
        outputs.append(("probability", probability_word(card.probability, published.score)))
    outputs += [(f"reason_{rank}", word) for rank, word in enumerate(reasons.ranked, start=1)]
    fired = published.knock_outs
    conditions = tuple(knock_out.condition for knock_out in fired)
    names = tuple(knock_out.knock_out.name for knock_out in fired)
    return [*outputs, ("knock_outs", Names(conditions, names))]


def _details(context: Context, root: Node, published: Published) -> list[tuple[str, Word]]:
    unrounded = null_where(published.no_score, published.unrounded)
    failed = Case(
        (
            (published.failures.invalid, Number(1.0)),
            (published.failures.missing, Number(1.0)),
        ),
        Number(0.0),
    )
    before = null_where(Compare("=", failed, Number(1.0)), published.rounded)
    outputs: list[tuple[str, Word]] = [
        ("unrounded", unrounded),
        ("score_before_knock_out", before),
    ]
    outputs += [(f"value_{leaf.name}", leaf.value) for leaf in root.leaves]
    outputs += [(f"state_{leaf.name}", _state_name(context, leaf)) for leaf in root.leaves]
    for node in root.nodes[1:]:
        outputs += [(f"value_{node.name}", node.value), (f"coverage_{node.name}", node.coverage)]
    return outputs


def _state_name(context: Context, leaf: Leaf) -> Word:
    names = {
        **STATE_NAMES,
        **{context.label_number(label): "special" for label in context.labels},
    }
    if leaf.numbered is not None:
        return _with_names(leaf.numbered, names)
    entries = tuple((Number(number), Text(name)) for number, name in names.items())
    return Lookup(leaf.state, entries)


def _with_names(word: Word, names: Mapping[float, str]) -> Word:
    """Return the words of a state's number with names for numbers, which saves a step."""
    if isinstance(word, Number):
        return Text(names[word.value])
    assert isinstance(word, Case)
    branches = tuple((test, _with_names(result, names)) for test, result in word.branches)
    return Case(branches, _with_names(word.otherwise, names))


# ---- what must fit ----------------------------------------------------------------


def bind_parameters(card: Scorecard, given: Mapping[str, Any]) -> dict[str, Word]:
    """Return the literal of every declared parameter.

    Raises
    ------
    CompileError
        When one is not given and has no default, is unknown, or has another type.
    """
    faults = [
        f"parameter {name!r} is not declared{nearest(name, card.parameters)}"
        for name in given
        if name not in card.parameters
    ]
    words: dict[str, Word] = {}
    for name, parameter in card.parameters.items():
        value = given.get(name, parameter.default)
        if value is None:
            faults.append(f"parameter {name!r} ({parameter.type}) is needed: parameters={{...}}")
            continue
        try:
            words[name] = parameter_word(value, Type(parameter.type))
        except PydanticCustomError as error:
            faults.append(f"parameter {name!r}: {error.message()}")
    if faults:
        raise CompileError("; ".join(faults))
    return words


def _check_fitted(card: Scorecard) -> None:
    unfitted = [criterion.name for criterion in card.criteria if not criterion.value.is_fitted]
    if unfitted:
        raise CompileError(
            f"the normalisation of {', '.join(unfitted)} is not fitted yet; "
            "complete the scorecard with fit_references(card, data)"
        )


def match_columns(card: Scorecard, columns: Mapping[str, Column]) -> dict[str, Column]:
    """Return the columns that a scorecard reads.

    Raises
    ------
    DataError
        When one is missing (nearest name) or has another type than its use.
    """
    problems: list[Problem] = []
    read: dict[str, Column] = {}
    types = input_types(card)
    for name in types.read:
        if name in card.derived:
            continue
        kind, column = types.types[name], columns.get(name)
        if column is None:
            problems.append(_absent(name, types.read[name], columns))
        elif column.kind is not (kind or column.kind) or column.kind not in READABLE:
            problems.append(Problem("column_type", name, _unlike(column, kind)))
        else:
            read[name] = column
    if problems:
        raise DataError(problems)
    return read


def _absent(name: str, place: Place, columns: Iterable[str]) -> Problem:
    hint = nearest(name, columns)
    if not hint and isinstance(place[-1], str):  # an expression, not a criterion
        hint = "; if it is a text, write it in single quotes"
    message = f"the table has no column {name!r}, which {spell(place)} reads{hint}"
    return Problem("column_missing", name, message)


READABLE = (Type.NUMBER, Type.TEXT, Type.BOOLEAN, Type.DATE)
"""Types that a column can be read as."""


def _unlike(column: Column, kind: Type | None) -> str:
    wanted = f"a {kind.value}" if kind is not None else "a number, text, boolean or date"
    found = f"{column.kind.value}s" if column.kind in READABLE else "lists or other compounds"
    return f"column {column.name!r} holds {found}, and the scorecard reads it as {wanted}"
