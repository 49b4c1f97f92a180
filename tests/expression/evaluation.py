"""Runs words on one row, by the row engine and by DuckDB, for tests of what they mean."""

from collections.abc import Mapping

import duckdb

from scoring_kit.compiler.plan import Let, Output, Plan, Step
from scoring_kit.engines.row import compile_row
from scoring_kit.engines.sql import quote_identifier, select_statement
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


def plan_of(word: Word, columns: Mapping[str, Column]) -> Plan:
    """Return the plan that calculates the word as `result`."""
    output = Output("result", Reference("result", word.type))
    return Plan(tuple(columns.values()), (Step("result", (Let("result", word),)),), (output,))


def evaluate(word: Word, row: Mapping[str, object]) -> object:
    """Return the value of a word over the columns of KINDS; None is NULL, and so is NaN."""
    return compile_row(plan_of(word, NAMES))({**dict.fromkeys(KINDS), **row})["result"]


def select(word: Word, columns: Mapping[str, Column], relation: str) -> str:
    """Return the statement that calculates the word over a relation with these columns."""
    sources = {name: f"source.{quote_identifier(name)}" for name in columns}
    return select_statement(plan_of(word, columns), relation=relation, sources=sources)


def evaluate_numbers_in_duckdb(word: Word, row: Mapping[str, object]) -> object:
    """Return the value of a word over number columns; here NaN is not NULL."""
    columns = {name: NAMES[name] for name in row}
    relation = f"(select {', '.join(f'${name}::double as {name}' for name in row)})"
    # all rows, as a result that is not read to its end keeps the connection of all tests busy
    [(found,)] = duckdb.execute(select(word, columns, relation), row).fetchall()
    return found


def value_of(text: str, **row: object) -> object:
    """Return the value of an expression on a row whose other columns are NULL."""
    return evaluate(to_word(parse_expression(text), NAMES, {}), row)
