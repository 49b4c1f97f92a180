"""Texts of which there are few are ENUMs that give the same texts."""

import duckdb
import pytest

from scoring_kit.compiler.plan import Let, Output, Plan, Step
from scoring_kit.engines.sql import select_statement
from scoring_kit.engines.sql_texts import few_texts
from scoring_kit.expression.words import (
    Case,
    Column,
    Compare,
    Lookup,
    Lower,
    Null,
    Number,
    Reference,
    Text,
    Truth,
    Type,
)

GRADE = Case(((Compare(">", Column("x", Type.NUMBER), Number(1.0)), Text("it's")),), Text("b"))


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        (Text("a"), ("a",)),
        (GRADE, ("it's", "b")),
        (Case(((Truth(True), Text("b")),), Null(Type.TEXT)), ("b",)),
        (Lookup(Column("x", Type.NUMBER), ((Number(1.0), Text("one")),)), ("one",)),
        (Null(Type.TEXT), ("",)),
        (Column("any", Type.TEXT), None),
        (Case(((Truth(True), Text("b")),), Column("any", Type.TEXT)), None),
        (Text("a\0b"), None),
        (Number(1.0), None),
    ],
)
def test_the_texts_of_a_calculation_are_known_where_all_are_literals(word, expected):
    assert few_texts(word) == expected


def few(word):
    """Return the SQL with an ENUM, and what it gives for x of 2, 1 and NULL, with its type."""
    plan = Plan(
        (Column("x", Type.NUMBER),),
        (Step("result", (Let("output y", word),)),),
        (Output("y", Reference("output y", Type.TEXT)),),
    )
    table = "(VALUES (2e0), (1e0), (NULL)) AS t(x)"
    sql = select_statement(
        plan, relation=f"(FROM {table})", sources={"x": 'source."x"'}, few_as_enums=True
    )
    found = duckdb.connect().sql(f"SELECT y::VARCHAR, typeof(y) FROM ({sql})").fetchall()
    return [row[0] for row in found], {row[1] for row in found}


def test_few_texts_are_an_enum_of_the_same_texts():
    assert few(GRADE) == (["it's", "b", "b"], {"ENUM('it''s', 'b')"})
    lookup = Lookup(Column("x", Type.NUMBER), ((Number(1.0), Text("one")),))
    assert few(lookup) == ([None, "one", None], {"ENUM('one')"})
    assert few(Null(Type.TEXT)) == ([None] * 3, {"ENUM('')"})
    assert few(Lower(GRADE))[1] == {"VARCHAR"}
