"""Tables that nobody hopes for: empty, wide, oddly named, repeated, in other time zones."""

import datetime as dt
import sys
import time

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import scoring_kit as sk
from scoring_kit.errors import DataError
from tests.compiler.worked import leaf, parsed, root

CARD = parsed({"key": "id", "score": root(leaf("x"))})
NAMES = ['it\'s "quoted"', "<script>alert(1)</script>", "\N{ROCKET} größe", "a;b,c", "order"]
every_engine = pytest.mark.parametrize("engine", ["duckdb", "numpy", "row"])


def forms(scores, folder):
    """Return the rows of a result in all its forms."""
    scores.to_parquet(folder / "out.parquet")
    frame = scores.to_pandas().astype(object)
    with duckdb.connect() as database:
        scores.to_table(database, "out")
        return [
            database.table("out").fetchall(),
            database.sql(f"FROM '{folder / 'out.parquet'}'").fetchall(),
            [tuple(row) for row in frame.where(frame.notna(), None).to_numpy().tolist()],
            list(scores.to_polars().iter_rows()),
            [tuple(row.values()) for row in scores.to_arrow().to_pylist()],
        ]


@every_engine
@pytest.mark.parametrize("rows", [0, 1])
def test_tables_of_no_rows_and_of_one_have_every_form(tmp_path, engine, rows):
    table = pa.table({"id": [7], "x": [0.5]}).slice(0, rows)
    scores = sk.score(CARD, table, detail="score", engine=engine)
    expected = [(7, 0.5, None, "scored", 1.0)][:rows]  # no tiers are declared
    assert forms(scores, tmp_path) == [expected] * 5


@every_engine
def test_keys_may_repeat(engine):
    scores = sk.score(CARD, {"id": ["a", "a", None], "x": [1, 2, 3]}, engine=engine)
    assert scores.to_polars().get_column("id").to_list() == ["a", "a", None]


@pytest.mark.parametrize("name", NAMES)
def test_names_may_be_odd(tmp_path, name):
    card = parsed({"key": name, "score": root(leaf("x"))})
    data = {name: ["k"], "x": [0.5]}
    pd.DataFrame(data).to_csv(tmp_path / "in.csv", index=False)
    for table in (data, pl.DataFrame(data), tmp_path / "in.csv"):
        scores = sk.score(card, table, detail="score")
        assert scores.to_arrow().to_pylist()[0][name] == "k"


def test_control_characters_in_names_are_refused_with_what_to_do():
    with pytest.raises(DataError, match=r"'two\\nlines' is no column name; use .* without control"):
        sk.score(CARD, {"id": [1], "x": [1.0], "two\nlines": [1]})


@pytest.fixture(scope="module")
def wide():
    """Return a table of 10,000 columns, of which two are read."""
    numbers = {f"c{place}": np.zeros(100) for place in range(9_998)}
    return {"id": np.arange(100), **numbers, "x": np.arange(100.0)}


def test_ten_thousand_columns_are_no_burden(tmp_path, wide):
    frame = pl.DataFrame(wide)
    frame.write_parquet(tmp_path / "wide.parquet")
    start = time.monotonic()
    for data in (wide, frame, frame.lazy(), frame.to_arrow(), tmp_path / "wide.parquet"):
        found = sk.score(CARD, data, order="key").to_polars().get_column("score")
        assert found.to_list() == [float(number) for number in range(100)]
    assert time.monotonic() - start < 60


def test_columns_that_are_not_read_are_not_touched():
    class Untouchable:
        def __array__(self, *_, **__):
            raise AssertionError("this column is not read")

    found = sk.score(CARD, {"id": [1], "x": [0.5], "other": Untouchable()})
    assert found.to_polars().get_column("score").to_list() == [0.5]


def test_ranks_read_the_columns_that_they_need():
    table = pa.table({"id": [1, 2, 3], "x": [1.0, 2.0, 3.0], "group": ["a", "a", "b"]})
    assert sk.score(CARD, table).rank("group")["rank"].tolist() == [2, 1, 1]
    assert sk.score(CARD, table.to_reader()).rank()["rank"].tolist() == [3, 2, 1]
    with pytest.raises(DataError, match="'group' went by in a stream; make it a key, or pass"):
        sk.score(CARD, table.to_reader()).rank("group")


NEW_YORK = "America/New_York"
DATED = {"value": {"decay": {"half_life_days": 1, "until": "2024-03-02"}}}


@every_engine
def test_moments_of_a_time_zone_are_days_in_utc_and_come_back_as_they_are(engine):
    card = parsed({"key": "at", "score": root(leaf("at", **DATED))})
    late = pd.Timestamp("2024-02-29 23:00", tz=NEW_YORK)  # 2024-03-01 04:00 in UTC: a day before
    tables = [pd.DataFrame({"at": [late]}), {"at": [late.to_pydatetime()]}]
    tables.append(pa.table({"at": pa.array([late], pa.timestamp("us", NEW_YORK))}))
    for table in tables:
        scores = sk.score(card, table, engine=engine)
        frame = scores.to_pandas()
        assert (frame["score"].tolist(), frame["at"].tolist()) == ([0.5], [late])
        assert scores.to_polars()["at"].to_list()[0] == late
        assert scores.to_arrow().schema.field("at").type == pa.timestamp("us", "UTC")


def test_the_order_of_the_key_is_the_order_of_every_form(tmp_path):
    table = {"id": ["b", "a", None, "\N{ROCKET}"], "x": [1.0, 2.0, 3.0, 4.0]}
    scores = sk.score(CARD, table, detail="score", order="key")
    for rows in forms(scores, tmp_path):
        assert [row[0] for row in rows] == ["a", "b", "\N{ROCKET}", None]
    with pytest.raises(ValueError, match="order='key' needs a key"):
        sk.score(CARD, table, key=[], order="key")


DAMAGES = {
    "overwritten": lambda whole: whole[:4] + b"\x77" * (len(whole) - 5000) + whole[-4996:],
    "changed": lambda whole: whole[:20000] + b"\x55" * 9000 + whole[29000:],
    "cut out": lambda whole: whole[:20000] + whole[-5000:],
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_file_that_is_damaged_inside_is_told_and_nothing_is_written(tmp_path, damage):
    path = tmp_path / "people.parquet"
    with duckdb.connect() as connection:
        select = "SELECT range AS id, hash(range)::DOUBLE AS x FROM range(100000)"
        connection.sql(select).write_parquet(str(path))
    path.write_bytes(DAMAGES[damage](path.read_bytes()))
    with pytest.raises(DataError, match=r"is damaged or cut off; write it again"):
        sk.score(CARD, path).to_parquet(tmp_path / "out.parquet")
    assert [file.name for file in tmp_path.iterdir()] == ["people.parquet"]


def test_dates_as_keys_are_dates(tmp_path):
    card = parsed({"key": "day", "score": root(leaf("x"))})
    scores = sk.score(card, {"day": [dt.date(2024, 2, 29)], "x": [0.5]}, detail="score")
    assert {rows[0][0] for rows in forms(scores, tmp_path)} == {dt.date(2024, 2, 29)}


def test_moments_with_a_zone_are_keys_wherever_keys_are_shown(monkeypatch):
    monkeypatch.setitem(sys.modules, "pytz", None)  # which no new environment has
    noon = pd.Timestamp("2024-02-29 12:00", tz="Europe/Berlin")
    table = pd.DataFrame({"id": [noon, noon], "x": [0.25, 0.75]})
    card = parsed({"key": "id", "score": root(leaf("x", reference=1)), "reasons": {"top": 1}})
    scores = sk.score(card, table)
    assert "2024-02-29 11:00:00" in scores._repr_html_()
    assert scores.reasons_table(by="id")["id"].tolist() == [pd.Timestamp("2024-02-29 11:00")]
    assert "2024-02-29 11:00:00" in str(sk.check_scorecard(card, table))


@pytest.mark.parametrize("kind", ["VARCHAR[]", "INTEGER[2]", "STRUCT(a INTEGER)", "BLOB"])
def test_what_rows_cannot_be_grouped_by_is_refused(kind):
    with duckdb.connect() as database:
        table = database.sql(f"SELECT 1 AS id, 0.5 AS x, NULL::{kind} AS parts")
        scores = sk.score(CARD, table)
        for ask in (scores.rank, scores.reasons_table):
            with pytest.raises(DataError, match=f"grouped by column 'parts': it is {kind[:4]}"):
                ask("parts")
