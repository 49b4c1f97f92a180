"""Runs one expression on one row by the row engine, for tests of what expressions mean."""

from collections.abc import Mapping

from scoring_kit.compiler.plan import Let, Output, Plan, Step
from scoring_kit.engines.row import compile_row
from scoring_kit.expression.meaning import to_word
from scoring_kit.expression.parse import parse_expression
from scoring_kit.expression.words import Column, Reference, Type, Word

KINDS = {
    **dict.fromkeys("abcxyz", Type.NUMBER),
    **dict.fromkeys(["t", "u"], Type.TEXT),
    **dict.fromkeys(["d", "e"], Type.DATE),
    **dict.fromkeys(["p", "q"], Type.BOOLEAN),
}
"""Type of each column that these tests use."""

NAMES = {name: Column(name, kind) for name, kind in KINDS.items()}


def evaluate(word: Word, row: Mapping[str, object]) -> object:
    """Return the value of a word over the columns of KINDS; None is NULL."""
    let = Let("result", word)
    output = Output("result", Reference("result", word.type))
    plan = Plan(tuple(NAMES.values()), (Step("result", (let,)),), (output,))
    return compile_row(plan)({**dict.fromkeys(KINDS), **row})["result"]


def value_of(text: str, **row: object) -> object:
    """Return the value of an expression on a row whose other columns are NULL."""
    return evaluate(to_word(parse_expression(text), NAMES, {}), row)
