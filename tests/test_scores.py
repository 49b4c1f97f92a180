import math

import duckdb
import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from scoring_kit.errors import DataError, EngineError
from tests.compiler.worked import leaf, parsed, root
from tests.scored import RESULT, TABLE, every_engine, scores

# ---- tables without rows, files, arrow -----------------------------------------------------------

TYPES = {
    **{"id": "BIGINT", "score": "DOUBLE", "tier": "VARCHAR", "status": "VARCHAR"},
    **{"coverage": "DOUBLE", "reason_1": "VARCHAR", "reason_2": "VARCHAR"},
    "knock_outs": "VARCHAR[]",
}
EMPTY = pd.DataFrame({"id": np.array([], np.int64), "x": [], "y": []}).astype(
    {"x": float, "y": float}
)


@every_engine
@pytest.mark.parametrize("data", [TABLE, EMPTY], ids=["rows", "no rows"])
def test_files_and_arrow_tables_have_the_types_of_their_columns(engine, data, tmp_path):
    path = tmp_path / "scores.parquet"
    scores(data, engine=engine).to_parquet(path)
    table = scores(data, engine=engine).to_arrow()
    with duckdb.connect() as connection:
        for relation in (connection.read_parquet(str(path)), connection.from_arrow(table)):
            types = map(str, relation.types)
            assert dict(zip(relation.columns, types, strict=True)) == TYPES


@every_engine
def test_a_frame_without_rows_has_the_types_of_its_columns(engine):
    frame = scores(EMPTY, engine=engine).to_pandas()
    assert len(frame) == 0
    kinds = {"f": ["score", "coverage"], "i": ["id"]}
    found = {name: frame[name].dtype.kind for name in ("score", "coverage", "id")}
    assert found == {name: kind for kind, names in kinds.items() for name in names}
    assert pd.api.types.is_string_dtype(frame["status"].dtype)


@every_engine
def test_a_parquet_file_holds_what_was_worked_out(engine, tmp_path):
    path = tmp_path / "it's scores.parquet"
    scores(engine=engine).to_parquet(path)
    with duckdb.connect() as connection:
        found = connection.read_parquet(str(path)).fetchall()
    assert [list(row) for row in found] == RESULT
    assert [file.name for file in tmp_path.iterdir()] == [path.name]


@every_engine
def test_a_csv_file_has_a_header_and_a_line_a_row(engine, tmp_path):
    path = tmp_path / "scores.csv"
    scores(engine=engine, detail="score").to_csv(path)
    assert path.read_text() == (
        "id,score,tier,status,coverage\n7,6.0,A,scored,1.0\n8,2.0,B,partial,0.5\n"
        "9,,,knocked_out,1.0\n10,,,insufficient,0.5\n"
    )


def test_a_file_is_scored_into_a_file(tmp_path):
    source, path = tmp_path / "people.csv", tmp_path / "scores.csv"
    source.write_text("id,x,y\n7,9,3\n")
    scores(source, detail="score").to_csv(path)
    assert path.read_text() == "id,score,tier,status,coverage\n7,6.0,A,scored,1.0\n"


def test_whole_numbers_with_nulls_stay_whole_as_a_key(tmp_path):
    path = tmp_path / "scores.csv"
    scores(pa.table({**TABLE, "id": [7, None, 9, 10]}), detail="score").to_csv(path)
    assert path.read_text().splitlines()[1:3] == ["7,6.0,A,scored,1.0", ",2.0,B,partial,0.5"]


def test_a_run_that_fails_leaves_an_older_file_as_it_was(tmp_path):
    source, path = tmp_path / "people.csv", tmp_path / "scores.csv"
    source.write_text("id,x,y\n7,many,3\n")
    path.write_text("old")
    with pytest.raises(DataError, match="column 'x'"):
        scores(source).to_csv(path, overwrite=True)
    assert path.read_text() == "old"
    assert sorted(file.name for file in tmp_path.iterdir()) == ["people.csv", "scores.csv"]


def test_limits_hold_while_a_file_is_written(tmp_path):
    source, path = tmp_path / "people.parquet", tmp_path / "scores.parquet"
    with duckdb.connect() as connection:
        select = "SELECT range AS id, range AS x, range AS y FROM range(2000000)"
        connection.sql(select).write_parquet(str(source))
    with pytest.raises(EngineError, match=r"limit is 0\.001 s"):
        scores(source, threads=1, time_limit=0.001).to_parquet(path)
    assert [file.name for file in tmp_path.iterdir()] == ["people.parquet"]


def test_a_polars_frame_holds_what_was_worked_out():
    assert scores().to_polars().get_column("score").to_list() == [6.0, 2.0, None, None]


# ---- ranks ---------------------------------------------------------------------------------------

PLAIN = parsed({"score": root(leaf("x")), "rounding": {"digits": 0}})


def ranks(x, within=(), card=PLAIN, **columns):
    frame = scores({"x": x, **columns}, card).rank(within)
    return [None if rank is pd.NA else rank for rank in frame["rank"]]


def test_equal_scores_share_the_better_rank():
    assert ranks([5.0, 9.0, 9.0, 1.0, 5.0]) == [3, 1, 1, 5, 3]


def test_ranks_compare_what_was_not_rounded_to_nine_digits():
    assert ranks([5.1, 5.2, 5.2 + 1e-11]) == [3, 1, 1]


def test_without_a_score_there_is_no_rank():
    assert ranks([5.0, None, 7.0, math.inf]) == [2, None, 1, None]


def test_ranks_start_anew_in_each_group_of_rows():
    found = ranks([5.0, 9.0, 7.0, 1.0, 3.0], ["g"], g=["a", "a", "b", None, None])
    assert found == [2, 1, 1, 2, 1]


def test_ranks_start_anew_in_each_pair_of_groups():
    groups = {"group": ["a", "a", "a"], "half": [1, 2, 1]}
    assert ranks([5.0, 9.0, 7.0], ["group", "half"], **groups) == [2, 1, 1]
    assert ranks([5.0, 9.0, 7.0], "half", **groups) == [2, 1, 1]


def test_the_largest_scores_have_ranks_too():
    card = parsed({"score": root(leaf("x"))})
    assert ranks([1e300, 1e301, -1e300, 1.0], card=card) == [2, 1, 4, 3]


def grouped_frame():
    return pd.DataFrame({"id": [1, 2, 3], "x": [5.0, 9.0, 7.0], "g": ["a", "a", "b"]})


CHANGES = {
    "a column is set": lambda data: data.__setitem__("x", 0.0),
    "a row is dropped": lambda data: data.drop(index=1, inplace=True),
    "rows are sorted": lambda data: data.sort_values("x", inplace=True),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
@pytest.mark.filterwarnings("ignore:The inplace keyword")
def test_ranks_within_groups_are_those_of_the_rows_that_were_scored(change):
    data = grouped_frame()
    found = scores(data, PLAIN)
    change(data)
    assert found.rank("g").to_numpy().tolist() == [
        ["a", 5.0, 2],
        ["a", 9.0, 1],
        ["b", 7.0, 1],
    ]


def test_a_mapping_may_get_other_columns_after_it_was_scored():
    data = {"id": [1, 2], "x": [5.0, 9.0], "g": ["a", "a"]}
    found = scores(data, PLAIN)
    data["x"] = [0.0]
    assert found.rank("g")["rank"].tolist() == [2, 1]


def test_ranks_stand_beside_the_key_and_the_groups():
    frame = scores().rank(["y"])
    assert list(frame.columns) == ["id", "y", "score", "rank"]


def test_ranks_of_no_rows_are_none():
    assert scores(EMPTY).rank(["y"])["rank"].tolist() == []


@pytest.mark.parametrize("name", ["rank", "score", "Unrounded"])
def test_groups_of_ranks_may_not_be_named_as_results(name):
    with pytest.raises(DataError, match=f"key {name!r} has the name of a result"):
        ranks([5.0], [name], **{name: [1]})


def test_a_group_of_ranks_that_is_not_there_is_refused():
    with pytest.raises(DataError, match="no column 'goup'; did you mean 'group'"):
        ranks([5.0], ["goup"], group=[1])
