import json
import threading

import pyarrow as pa
import pytest

from scoring_kit.compiler import compile_scorecard
from scoring_kit.engines.duckdb import DuckDBEngine, connect
from scoring_kit.engines.streaming import ROWS, BatchStream, streamed_select
from scoring_kit.errors import DataError, EngineError
from scoring_kit.expression.words import Type
from scoring_kit.tables.table import open_table, table_columns
from tests.cards import card, criterion

CARD = card(criterion("age"), knock_outs=[{"name": "young", "when": "age < 18", "reason": "K1"}])


def streamed(data, keys, form):
    """Return what comes as columns, from a table in memory."""
    connection = connect(threads=1)
    engine, table = DuckDBEngine(connection), open_table(data, connection=connection)
    plan = compile_scorecard(CARD, table_columns(table)).only(["score", "knock_outs"])
    stream = BatchStream(engine, streamed_select(engine, plan, table, keys, form))
    return pa.Table.from_batches([*stream.batches()]).to_pydict()


DATA = {"id": [2**60 + 1, 7], "result": [float("nan"), 0.5], "age": [41.0, 3.0]}


def test_columns_come_as_they_are():
    found = streamed({"id": [7, 8], "age": [41.0, None]}, ["id"], "arrow")
    assert found == {"id": [7, 8], "score": [41.0, None], "knock_outs": [[], []]}


def test_a_row_is_an_object_in_json():
    lines = streamed(DATA, ["id", "result"], "lines")["line"]
    assert [json.loads(line) for line in lines] == [
        {"id": 2**60 + 1, "result": None, "score": 41.0, "knock_outs": []},
        {"id": 7, "result": 0.5, "score": None, "knock_outs": ["young"]},
    ]


def test_lists_are_joined_where_a_cell_can_hold_none():
    assert streamed(DATA, ["id"], "csv")["knock_outs"] == ["", "young"]


def test_keys_of_other_types_are_texts_where_there_is_none_for_them():
    days = {"day": pa.array([19_782], pa.date32()), "age": pa.array([1.0])}
    assert streamed(pa.table(days), ["day"], "arrow")["day"][0].year == 2024
    assert streamed(pa.table(days), ["day"], "csv")["day"] == ["2024-02-29"]


def test_parts_are_small_and_in_order():
    engine = DuckDBEngine(connect(threads=2))
    batches = BatchStream(engine, "SELECT range AS id FROM range(100000)").batches()
    first = next(batches)
    assert first.num_rows <= ROWS
    rest = [value for batch in batches for value in batch.column(0).to_pylist()]
    assert first.column(0).to_pylist() + rest == [*range(100_000)]


def test_what_is_calculated_can_be_stopped_from_another_thread():
    engine = DuckDBEngine(connect(threads=1))
    sql = "SELECT count(*) FROM range(100000000) AS a, range(100000) AS b WHERE a.range < b.range"
    stream, stopped = BatchStream(engine, sql), threading.Event()

    def stopping():
        while not stopped.wait(0.05):
            stream.stop()

    thread = threading.Thread(target=stopping)
    thread.start()
    with pytest.raises(EngineError, match="the run was stopped"):
        next(stream.batches())
    stopped.set()
    thread.join()
    assert engine.fetch("SELECT 1", lambda cursor: cursor.fetchall()) == [(1,)]


def test_a_stream_that_has_ended_cannot_be_stopped():
    stream = BatchStream(DuckDBEngine(connect()), "SELECT 1 AS a")
    assert [batch.num_rows for batch in stream.batches()] == [1]
    stream.stop()


def test_what_a_table_cannot_hold_is_told_when_it_is_reached(tmp_path):
    path = tmp_path / "people.csv"
    path.write_text("age\n" + "1\n" * 200_000 + "x\n")
    engine = DuckDBEngine(connect(files=[path], threads=1))
    table = open_table(path, connection=engine.connection, types={"age": Type.NUMBER})
    batches = BatchStream(engine, f"SELECT * FROM {table.relation}").batches()
    assert next(batches).num_rows > 0
    with pytest.raises(DataError, match="line 200002 does not hold a number"):
        list(batches)


def test_a_table_without_rows_still_has_columns():
    empty = pa.table({"id": pa.array([], pa.int64()), "age": pa.array([], pa.float64())})
    assert streamed(empty, ["id"], "arrow") == {"id": [], "score": [], "knock_outs": []}
