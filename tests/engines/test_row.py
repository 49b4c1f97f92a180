import datetime as dt
import math
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest

from scoring_kit.compiler.plan import Let, Output, Plan, Step
from scoring_kit.engines.row import RowSource, compile_row
from scoring_kit.errors import DataError
from scoring_kit.expression.words import (
    Add,
    And,
    Bins,
    Case,
    Column,
    Compare,
    Days,
    Finite,
    Not,
    Number,
    Reference,
    Text,
    Type,
)

X, T = Column("x", Type.NUMBER), Column("t", Type.TEXT)
B, D = Column("b", Type.BOOLEAN), Column("d", Type.DATE)


def function(word, *columns):
    output = Output("result", Reference("result", word.type))
    return compile_row(Plan(columns, (Step("score", (Let("result", word),)),), (output,)))


@pytest.mark.parametrize(
    ("given", "number"),
    [(1, 1.0), (True + 1, 2.0), (2**63 + 1025, 9.223372036854778e18), (10**400, math.inf),
     (Decimal("0.1"), 0.1), (np.float32(0.5), 0.5), (np.int64(7), 7.0), (None, None),
     (math.nan, None), (pd.NA, None), (Decimal("NaN"), None)],
)  # fmt: skip
def test_numbers_come_in_any_type_and_are_rounded_once(given, number):
    assert function(X, X)({"x": given}) == {"result": number}


@pytest.mark.parametrize(
    ("given", "days"),
    [(dt.date(1970, 1, 2), 1.0), (dt.datetime(1970, 1, 2, 23, 59), 1.0), (pd.NaT, None),
     (dt.datetime(1970, 1, 1, 23, tzinfo=dt.timezone(dt.timedelta(hours=-5))), 1.0),
     (np.datetime64("1969-12-31T23:00"), -1.0), (pd.Timestamp("1970-01-03"), 2.0)],
)  # fmt: skip
def test_dates_are_days_in_utc(given, days):
    assert function(Days(D), D)({"d": given}) == {"result": days}


@pytest.mark.parametrize(
    ("column", "given"),
    [(X, True), (X, "1"), (X, np.bool_(True)), (X, 1j), (T, 1), (T, b"a"), (T, "\ud800"), (B, 1),
     (B, "true"), (D, "2024-01-01"), (D, 5)],
)  # fmt: skip
def test_a_value_of_another_type_is_refused_with_its_column(column, given):
    with pytest.raises(DataError, match=f"column '{column.name}' should hold a {column.kind}"):
        function(column, column)({column.name: given})


def test_missing_columns_are_all_named_with_their_nearest():
    subject = Column("subject", Type.TEXT)
    row = function(Case(((Compare("=", subject, Text("a")), X),), X), X, subject)
    with pytest.raises(
        DataError, match=r"no column 'x'.*\n.*'subject'; did you mean 'subjct'"
    ) as error:
        row({"y": 1.0, "subjct": "a"})
    assert [problem.code for problem in error.value.problems] == ["column_missing"] * 2


def test_names_that_differ_by_case_are_refused():
    with pytest.raises(DataError, match="'X' and 'x'"):
        function(X, X)({"x": 1.0, "X": 2.0})


def test_texts_of_users_are_data_and_no_source():
    text = "'); import os #\n\"\\"
    name = "x']; raise SystemExit #"
    word = Case(((Compare("=", Column(name, Type.TEXT), Text(text)), Text(text)),), Text("no"))
    assert function(word, Column(name, Type.TEXT))({name: text}) == {"result": text}


def test_many_bins_are_more_than_python_can_nest():
    edges = tuple((float(edge), False) for edge in range(3000))
    word = Bins(X, edges, tuple(Number(float(n)) for n in range(3001)))
    assert [function(word, X)({"x": x})["result"] for x in (-1, 0, 2999, None)] == [
        0.0, 1.0, 3000.0, None,
    ]  # fmt: skip


def test_deep_words_are_more_than_pythons_parser_takes():
    word = X
    for _ in range(100):
        word = Finite(Add(word, Number(1.0)))
    assert function(word, X)({"x": 0}) == {"result": 100.0}


def test_deep_conditions_keep_null_apart_from_false():
    word = B
    for _ in range(50):
        word = Not(And((word, Compare("<", X, Number(1.0)))))
    row = function(word, B, X)
    assert (row({"b": None, "x": 0.0}), row({"b": True, "x": 2.0})) == (
        {"result": None},
        {"result": True},
    )


def test_the_source_of_a_thousand_criteria_grows_in_proportion():
    def lines(count):
        lets = tuple(Let(f"value {n}", Add(X, Number(float(n)))) for n in range(count))
        return len(RowSource(Plan((X,), (Step("values", lets),), ())).text.splitlines())

    assert lines(1000) - lines(0) == 10 * (lines(100) - lines(0))
