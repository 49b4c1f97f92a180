import duckdb
import pandas as pd
import pytest

import scoring_kit as sk
from scoring_kit.errors import DataError
from scoring_kit.scores import kept
from tests.scored import NAMES, RESULT, TABLE, every_engine, rows, scores

STAMPS = {"version": 3, "document_hash": "a1'b2"}
STAMPED = [[*row, 3, "a1'b2"] for row in RESULT]
ALL = [*NAMES, *STAMPS]


def stamped(data=TABLE, **told):
    return kept(scores(data, **told), STAMPS, {"made": "by hand"})[0]


def read(path):
    with duckdb.connect() as connection:
        return [list(row) for row in connection.read_parquet(str(path)).fetchall()]


@every_engine
def test_each_output_has_the_scores_and_a_stamp_in_each_row(engine, tmp_path):
    found = stamped(engine=engine)
    assert list(found.columns) == ALL
    frame = found.to_pandas()
    assert (list(frame), rows(frame)) == (ALL, STAMPED)
    assert [str(frame[name].dtype) for name in STAMPS] == ["int64", "str"]
    assert [list(row) for row in found.to_polars().rows()] == STAMPED
    assert [list(row.values()) for row in found.to_arrow().to_pylist()] == STAMPED
    found.to_parquet(tmp_path / "scores.parquet")
    assert read(tmp_path / "scores.parquet") == STAMPED
    with duckdb.connect() as connection:
        found.to_table(connection, "scores")
        assert [list(row) for row in connection.sql("FROM scores").fetchall()] == STAMPED


def test_a_csv_file_has_the_stamps_last(tmp_path):
    stamped(detail="score").to_csv(tmp_path / "scores.csv")
    lines = (tmp_path / "scores.csv").read_text().splitlines()
    assert lines[0] == "id,score,tier,status,coverage,version,document_hash"
    assert lines[1] == "7,6.0,A,scored,1.0,3,a1'b2"


def test_ranks_are_stamped():
    found = stamped().rank()
    assert list(found) == ["id", "score", "rank", "version", "document_hash"]
    assert (set(found["version"]), set(found["document_hash"])) == ({3}, {"a1'b2"})


@every_engine
@pytest.mark.parametrize("detail", ["score", "reasons", "full"])
def test_what_is_kept_is_what_was_not(engine, detail):
    plain = scores(engine=engine, detail=detail, order="key")
    assert_same(kept(plain, STAMPS, {})[0], plain)


def test_what_is_kept_of_a_real_table_is_what_was_not():
    card, data = sk.example("book_club")
    plain = sk.score(card, data, order="key")
    assert_same(kept(plain, STAMPS, {})[0], plain)


def assert_same(found, plain):
    frame = found.to_pandas().drop(columns=[*STAMPS])
    pd.testing.assert_frame_equal(frame, plain.to_pandas(), check_exact=True)


def test_what_is_kept_stays_though_the_file_changes(tmp_path):
    path = tmp_path / "table.csv"
    path.write_text("id,x,y\n7,9,3\n")
    found = stamped(path, types={"id": "number"})
    path.write_text("id,x,y\n7,1,1\n")
    assert found.to_pandas()["score"].tolist() == [6.0]


def test_a_file_says_what_it_was_told_to_say(tmp_path):
    stamped().to_parquet(tmp_path / "scores.parquet")
    with duckdb.connect() as connection:
        sql = "SELECT decode(value) FROM parquet_kv_metadata(?) WHERE decode(key) = 'made'"
        path = str(tmp_path / "scores.parquet")
        assert connection.execute(sql, [path]).fetchall() == [("by hand",)]


def test_a_key_with_the_name_of_a_stamp_is_refused():
    data = {"Version": [1], "x": [1.0], "y": [1.0]}
    with pytest.raises(DataError, match="key 'Version' has the name of a result; rename"):
        stamped(data, key="Version")


# ---- fingerprints ------------------------------------------------------------------------------


def test_the_fingerprint_is_that_of_the_rows_without_their_stamps():
    _, found = kept(scores(), STAMPS, {})
    table = scores().to_pandas()
    table["knock_outs"] = table["knock_outs"].map(",".join)
    assert found == sk.fingerprint(table, key="id")


@every_engine
def test_the_fingerprint_is_the_same_whoever_calculates(engine):
    assert kept(scores(engine=engine), {}, {})[1] == kept(scores(), STAMPS, {})[1]


def test_a_row_without_knock_outs_differs_from_one_with_an_empty_name():
    # lists stand as texts: none is an empty text, and names are never empty
    found = kept(scores({"id": [9], "x": [-1.0], "y": [4.0]}), {}, {})[1]
    other = kept(scores({"id": [9], "x": [None], "y": [4.0]}), {}, {})[1]
    assert "knock_outs" in found.differences(other).columns
