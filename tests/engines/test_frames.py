import datetime as dt
import math

import duckdb
import numpy as np
import pandas as pd
import pytest

from scoring_kit.compiler.plan import Let, Output, Plan, Step
from scoring_kit.engines.duckdb import DuckDBEngine, connect
from scoring_kit.engines.frames import plan_frame
from scoring_kit.expression.words import (
    Add,
    Case,
    Column,
    Days,
    Finite,
    IsInfinite,
    Names,
    Number,
    Reference,
    Text,
    Type,
)
from scoring_kit.tables.table import open_table

X = Column("x", Type.NUMBER, finite=False)
B, T = Column("b", Type.BOOLEAN), Column("t", Type.TEXT)
D = Column("d", Type.DATE, finite=False)


@pytest.fixture(params=["duckdb", "numpy", "row"])
def frame_of(request):
    """Return a function that runs words over a table, as one engine does."""
    engine = DuckDBEngine(connect(threads=1))

    def run(data, words, columns, keys=()):
        table = open_table(data, connection=engine.connection)
        lets = tuple(Let(name, word) for name, word in words.items())
        outputs = tuple(Output(n, Reference(n, word.type)) for n, word in words.items())
        plan = Plan(columns, (Step("result", lets),), outputs)
        return plan_frame(engine, plan, table, keys, request.param)

    return run


def test_keys_come_first_and_as_they_are(frame_of):
    since = [dt.datetime(2024, 2, 29), dt.datetime(1969, 12, 31)]
    data = pd.DataFrame({"x": [1.0, 2.0], "id": ["b", "a"], "since": since})
    frame = frame_of(data, {"y": Add(X, Number(0.5))}, (X,), ["since", "id"])
    assert list(frame.columns) == ["since", "id", "y"]
    assert (frame["id"].tolist(), frame["since"].tolist()) == (["b", "a"], since)
    assert frame["y"].tolist() == [1.5, 2.5]


def test_a_column_may_be_a_key_and_be_read(frame_of):
    frame = frame_of({"x": [1, 2]}, {"y": Add(X, Number(1.0))}, (X,), ["x"])
    assert (frame["x"].tolist(), frame["y"].tolist()) == ([1, 2], [2.0, 3.0])


def test_null_is_nan_in_numbers_and_in_texts(frame_of):
    data = {"x": [1.0, None], "t": ["a", None]}
    frame = frame_of(data, {"y": Finite(X), "s": T}, (X, T))
    assert (frame["y"].dtype, str(frame["s"].dtype)) == (np.float64, "str")
    assert frame.isna().to_numpy().tolist() == [[False, False], [True, True]]


def test_lists_are_python_lists(frame_of):
    frame = frame_of({"b": [True, False, None]}, {"names": Names((B,), ("yes",))}, (B,))
    assert frame["names"].tolist() == [["yes"], [], []]
    assert {type(cell) for cell in frame["names"]} == {list}


def test_truths_are_read_with_their_nulls(frame_of):
    word = Case(((B, Number(1.0)),), Number(0.0))
    frame = frame_of({"b": [True, False, None]}, {"y": word}, (B,))
    assert frame["y"].tolist() == [1.0, 0.0, 0.0]


def test_infinite_numbers_reach_the_words(frame_of):
    word = Case(((IsInfinite(X), Text("far")),), Text("near"))
    frame = frame_of({"x": [math.inf, 1.0, None]}, {"y": word}, (X,))
    assert frame["y"].tolist() == ["far", "near", "near"]


def test_dates_are_read_in_days_with_those_of_no_calendar(frame_of):
    with duckdb.connect() as connection:
        data = connection.sql(
            "FROM (VALUES (DATE '1970-01-03'), ('1969-12-31'), (NULL), ('infinity'), "
            "('-infinity'), ('0044-03-15 (BC)'), ('9999-12-31')) AS t(d)"
        )
        words = {"days": Days(Finite(D)), "far": Case(((IsInfinite(D), Number(1.0)),), Number(0.0))}
        frame = frame_of(data, words, (D,))
    # 9999-12-31 is 2932896 days after 1970-01-01
    expected = [2.0, -1.0, None, None, None, None, 2932896.0]
    assert frame["days"].astype(object).where(frame["days"].notna(), None).tolist() == expected
    assert frame["far"].tolist() == [0.0, 0.0, 0.0, 1.0, 1.0, 1.0, 0.0]


def test_a_plan_that_reads_nothing_has_a_row_for_each_row(frame_of):
    frame = frame_of({"x": [1.0, 2.0, 3.0]}, {"y": Number(7.0)}, ())
    assert frame["y"].tolist() == [7.0, 7.0, 7.0]


def test_a_table_without_rows_has_typed_columns(frame_of):
    data = pd.DataFrame({"x": np.array([], np.float64), "t": pd.Series([], dtype="str")})
    words = {"y": Finite(X), "s": T, "names": Names((), ())}
    frame = frame_of(data, words, (X, T), ["x"])
    assert list(frame.columns) == ["x", "y", "s", "names"]
    assert [frame[name].dtype.kind for name in ("x", "y", "names")] == ["f", "f", "O"]
    assert (len(frame), str(frame["s"].dtype)) == (0, "str")


def test_names_that_need_quotes_are_read(frame_of):
    column = Column('a "b" c', Type.NUMBER)
    frame = frame_of({'a "b" c': [1.0]}, {"y": Add(column, Number(1.0))}, (column,), ['a "b" c'])
    assert frame.iloc[0].tolist() == [1.0, 2.0]
