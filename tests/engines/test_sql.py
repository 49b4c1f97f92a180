import datetime as dt
import math
import struct

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring_kit.compiler.plan import Let, Output, Plan, Step
from scoring_kit.engines.sql import literal, quote_identifier, select_statement
from scoring_kit.expression.words import Add, Column, Finite, Multiply, Number, Reference, Type

NUMBER = Type.NUMBER
CONNECTION = duckdb.connect()
TEXTS = st.text(st.characters(exclude_categories=["Cs"]))


WHOLE = """\
WITH read_columns AS NOT MATERIALIZED (
  SELECT
    source."id" AS "key id",
    source."years" AS "column years"
  FROM people AS source
), inputs AS NOT MATERIALIZED (
  SELECT
    *,
    CASE WHEN isfinite("column years") THEN "column years" END AS "age"
  FROM read_columns
), criterion_values AS NOT MATERIALIZED (
  SELECT
    *,
    "age" * 0.5e0 AS "points"
  FROM inputs
), score AS NOT MATERIALIZED (
  SELECT
    *,
    "points" + 10.0e0 AS "score"
  FROM criterion_values
)
SELECT
  "key id" AS "id",
  "score" AS "score",
  "points" AS "points"
FROM score"""


def value_of(sql):
    return CONNECTION.execute(f"SELECT {sql}").fetchall()[0][0]


def plan(*steps, reads=(), gives=()):
    outputs = tuple(Output(name, Reference(name, NUMBER)) for name in gives)
    return Plan(tuple(Column(name, NUMBER) for name in reads), steps, outputs)


def step(name, **lets):
    return Step(name, tuple(Let(let, word) for let, word in lets.items()))


@given(st.floats(allow_nan=False))
def test_a_number_reads_back_as_the_same_double(number):
    assert struct.pack("d", value_of(literal(number))) == struct.pack("d", number)


@given(TEXTS)
def test_a_text_reads_back_as_the_same_text(text):
    assert value_of(literal(text)) == text


@given(st.dates())
def test_a_date_reads_back_as_the_same_date(date):
    assert value_of(literal(date)) == date


@given(TEXTS.filter(lambda text: text and "\0" not in text))
def test_a_name_stays_one_name_whatever_it_holds(name):
    result = CONNECTION.execute(f"SELECT 1 AS {quote_identifier(name)}")
    assert result.description[0][0] == name


def test_a_name_with_nul_is_refused():
    with pytest.raises(ValueError, match="NUL"):
        quote_identifier("a\0b")


@pytest.mark.parametrize(
    ("value", "sql"),
    [(0.1, "0.1e0"), (5e-324, "5e-324"), (-1.0, "-1.0e0"), (math.inf, "'inf'::DOUBLE"),
     ("it's", "'it''s'"), ("a\0b", "('a' || chr(0) || 'b')"), (True, "true"),
     (dt.date(1, 1, 1), "DATE '0001-01-01'")],
)  # fmt: skip
def test_literals_never_depend_on_how_duckdb_reads_decimals(value, sql):
    assert literal(value) == sql


def test_a_plan_is_one_statement_with_a_line_for_each_calculation():
    age, points = Reference("age", NUMBER), Reference("points", NUMBER)
    whole = plan(
        step("inputs", age=Finite(Column("years", NUMBER, finite=False))),
        step("criterion_values", points=Multiply(age, Number(0.5))),
        step("score", score=Add(points, Number(10.0))),
        reads=["years"],
        gives=["score", "points"],
    )
    sql = select_statement(
        whole, relation="people", sources={"years": 'source."years"'}, keys=["id"]
    )
    assert sql == WHOLE


def test_a_plan_that_reads_nothing_gives_a_row_per_row():
    sql = select_statement(
        plan(step("score", score=Number(1.5)), gives=["score"]), relation="range(3)", sources={}
    )
    assert CONNECTION.execute(sql).fetchall() == [(1.5,)] * 3


def test_names_that_differ_by_case_only_stay_apart():
    whole = plan(step("score", A=Number(1.0), a=Number(2.0)), gives=["a", "A"])
    sql = select_statement(whole, relation="range(1)", sources={})
    assert CONNECTION.execute(sql).fetchall() == [(2.0, 1.0)]


def test_a_key_may_have_the_name_of_a_column_and_of_a_calculation():
    whole = plan(step("score", x=Add(Column("x", NUMBER), Number(1.0))), reads=["x"], gives=["x"])
    sql = select_statement(
        whole, relation="(SELECT 7 AS x)", sources={"x": "source.x::DOUBLE"}, keys=["x"]
    )
    assert CONNECTION.execute(sql).fetchall() == [(7, 8.0)]


def test_words_that_stand_twice_do_not_double_the_statement():
    word = Column("x", NUMBER)
    for _ in range(40):  # each Finite mentions what it holds twice: 2**40 without parts
        word = Finite(Add(word, Number(1.0)))
    whole = plan(step("score", score=word), reads=["x"], gives=["score"])
    sql = select_statement(whole, relation="(SELECT 0 AS x)", sources={"x": "source.x::DOUBLE"})
    assert len(sql) < 20_000
    assert CONNECTION.execute(sql).fetchall() == [(40.0,)]


def test_a_column_without_sql_is_an_error():
    with pytest.raises(ValueError, match=r"columns \['x'\]"):
        select_statement(plan(reads=["x"]), relation="t", sources={})
