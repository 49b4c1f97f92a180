import numpy as np
import pytest

from scoring_kit.compiler.plan import Let, Output, Plan, Step
from scoring_kit.engines.numpy import run
from scoring_kit.errors import DataError
from scoring_kit.expression.words import (
    Case,
    Column,
    Divide,
    IsMissing,
    Number,
    Pack,
    Reference,
    Text,
    Top,
    Type,
    Word,
)

X = Column("x", Type.NUMBER)


def outputs(columns, rows=None, **words: Word):
    lets = tuple(Let(name, word) for name, word in words.items())
    named = tuple(Output(name, Reference(name, word.type)) for name, word in words.items())
    return run(Plan((X,), (Step("score", lets),), named), columns, rows=rows)


def test_a_constant_is_given_for_each_row():
    result = outputs({}, rows=3, one=Number(1.0), text=Text("a"))
    assert (result["one"].tolist(), result["text"].tolist()) == ([1.0] * 3, ["a"] * 3)


def test_a_table_without_rows_gives_columns_without_rows():
    result = outputs({"x": np.array([])}, score=Divide(Number(1.0), X))
    assert (result["score"].shape, result["score"].dtype) == ((0,), np.float64)


def test_a_condition_is_1_or_0_or_minus_1_for_null():
    result = outputs({"x": np.array([1.0, np.nan])}, missing=IsMissing(X))
    assert (result["missing"].tolist(), result["missing"].dtype) == ([0, 1], np.int8)


def test_texts_that_are_chosen_keep_none_for_null():
    word = Case(((IsMissing(X), Text("missing")),), Text("there"))
    result = outputs({"x": np.array([1.0, np.nan])}, state=word)
    assert result["state"].tolist() == ["there", "missing"]


def test_reasons_come_out_as_lists_of_different_lengths():
    word = Top((Pack(X, 0),), 2, "positive")
    result = outputs({"x": np.array([1.0, -1.0])}, top=word)
    assert result["top"].tolist() == [[4096 * 10**6 + 4095], []]


def test_overflow_and_division_by_zero_warn_nobody():
    # pytest turns warnings into errors
    result = outputs({"x": np.array([0.0, 1e-320])}, share=Divide(Number(1e300), X))
    assert result["share"].tolist()[1] == np.inf


def test_names_that_collide_are_refused():
    with pytest.raises(DataError, match="'X' and 'x'"):
        outputs({"x": np.array([1.0]), "X": np.array([1.0])}, score=X)
