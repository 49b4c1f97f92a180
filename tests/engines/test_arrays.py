import numpy as np
import pytest

from scoring_kit.compiler.plan import Let, Output, Plan, Step
from scoring_kit.engines.arrays import (
    Texts,
    kept_in_memory,
    plan_arrays,
    relation_of,
    rows_in_memory,
)
from scoring_kit.engines.duckdb import DuckDBEngine, connect
from scoring_kit.expression.words import Case, Column, Compare, Null, Number, Reference, Text, Type
from scoring_kit.tables.table import open_table

X = Column("x", Type.NUMBER)
GRADE = Case(
    ((Compare(">", X, Number(1.0)), Text("high")), (Compare("=", X, Number(1.0)), Text("even"))),
    Null(Type.TEXT),
)


@pytest.fixture
def engine():
    return DuckDBEngine(connect())


def plan_of(**words):
    lets = tuple(Let(name, word) for name, word in words.items())
    outputs = tuple(Output(name, Reference(name, word.type)) for name, word in words.items())
    return Plan((X,), (Step("result", lets),), outputs)


def test_numbers_are_nan_for_null_and_texts_are_codes_of_their_names(engine):
    table = open_table({"x": [2.0, None, 1.0, 0.0]}, connection=engine.connection)
    found = plan_arrays(engine, plan_of(same=X, grade=GRADE), table)
    np.testing.assert_array_equal(found["same"], [2.0, np.nan, 1.0, 0.0])
    codes, names = found["grade"]
    assert isinstance(found["grade"], Texts)
    texts = [None if code < 0 else names[code] for code in codes]
    assert texts == ["high", None, "even", None]


def test_a_table_without_rows_has_arrays_without_entries(engine):
    table = open_table({"x": np.zeros(0)}, connection=engine.connection)
    found = plan_arrays(engine, plan_of(same=X, grade=GRADE), table)
    assert (len(found["same"]), len(found["grade"].codes)) == (0, 0)


def test_what_is_kept_has_the_rows_of_a_file_in_their_order(engine, tmp_path):
    path = tmp_path / "people.csv"
    path.write_text("x,name\n" + "".join(f"{row},p{row}\n" for row in range(5000)))
    other = DuckDBEngine(connect(files=[path]))
    read = open_table(path, connection=other.connection, types={"x": Type.NUMBER})
    kept = kept_in_memory(other, read, ["x"])
    assert (list(kept.columns), kept.keeps_order) == (["x"], True)
    found = plan_arrays(other, plan_of(same=X), kept)
    assert found["same"].tolist() == list(range(5000))


def test_without_columns_the_rows_are_kept(engine):
    table = open_table({"x": [1.0, 2.0, 3.0]}, connection=engine.connection)
    kept = kept_in_memory(engine, table, [])
    count = engine.fetch(f"SELECT count(*) FROM {kept.relation}", lambda cursor: cursor.fetchall())
    assert count == [(3,)]


def test_some_rows_of_a_table_keep_the_order_that_is_asked_for(engine):
    data = {"x": [2.0, None, 1.0, 0.0], "row 0": [1.0, 2.0, 3.0, 4.0]}
    table = open_table(data, connection=engine.connection)
    some = rows_in_memory(engine, table, np.array([3, 0, 1]))
    assert some.keeps_order
    rows = engine.fetch(f"FROM {some.relation}", lambda cursor: cursor.fetchall())
    assert rows == [(0.0, 4.0), (2.0, 1.0), (None, 2.0)]


def test_a_table_can_be_handed_to_another_engine(engine):
    table = open_table({"x": [2.0, None], "name": ["a", "b"]}, connection=engine.connection)
    other = connect()
    handed = open_table(relation_of(engine, table), connection=other)
    assert other.execute(f"FROM {handed.relation}").fetchall() == [(2.0, "a"), (None, "b")]
