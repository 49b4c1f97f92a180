import datetime as dt
import math

import duckdb
import pandas as pd
import pyarrow as pa
import pytest

from scoring_kit.errors import CompileError, DataError
from tests.compiler.worked import by_engine, group, leaf, parsed, root
from tests.scored import NAMES, RESULT, TABLE, every_engine, rows, scores


@every_engine
def test_each_engine_gives_the_result_that_was_worked_out(engine):
    frame = scores(engine=engine).to_pandas()
    assert list(frame.columns) == NAMES
    assert rows(frame) == RESULT


@every_engine
def test_the_levels_of_detail_have_more_and_more_columns(engine):
    assert list(scores(detail="score", engine=engine).to_pandas()) == NAMES[:5]
    full = list(scores(detail="full", engine=engine).to_pandas())
    assert full[:8] == NAMES
    assert full[8:] == [
        *("unrounded", "score_before_knock_out", "value_x", "value_y", "state_x", "state_y"),
        *("contribution_x", "contribution_y"),
    ]


def test_the_columns_are_known_before_anything_is_calculated():
    assert scores().columns == tuple(NAMES)
    assert repr(scores(detail="score")) == (
        "Scores of 'small' by duckdb: id, score, tier, status, coverage"
    )
    assert "... (9 in all)" in repr(scores(key=["id", "y"]))


# ---- what the engines agree on, by hand ----------------------------------------------------------


@every_engine
def test_states_policies_and_coverage(engine):
    member = leaf("x", missing=4, invalid="worst", special={"closed": "best"}, range=[1, 9])
    inputs = {"x": {"valid": [0, 10], "special": {-1: "closed"}}}
    document = {"inputs": inputs, "score": root(member)}
    found = by_engine(engine, document, {"x": [5.0, None, math.nan, -1.0, 11.0, math.inf]})
    assert [row["state_x"] for row in found] == [
        *("ok", "missing", "missing", "special", "invalid", "invalid")
    ]
    assert [row["score"] for row in found] == [5.0, 4.0, 4.0, 9.0, 1.0, 1.0]
    assert [row["coverage"] for row in found] == [1.0, 0.0, 0.0, 1.0, 0.0, 0.0]


@every_engine
def test_groups_are_spread_anew(engine):
    # g weighs 3 of 4; in it a 1 and b 3 of 4
    members = [leaf("a", missing="reweight"), leaf("b", missing="reweight", weight=3)]
    document = {"score": root(group("g", *members, weight=3), leaf("c"))}
    table = {"a": [10.0, 10.0, None], "b": [20.0, None, None], "c": [40.0, 40.0, 40.0]}
    found = by_engine(engine, document, table)
    assert [row["score"] for row in found] == [23.125, 17.5, 40.0]
    assert [row["coverage"] for row in found] == [1.0, 0.4375, 0.25]
    assert found[0]["contribution_b"] == 11.25  # 3/4 * 3/4 * 20


@every_engine
@pytest.mark.parametrize(
    ("mode", "expected"),
    [
        ("half_up", [-2.0, 3.0, 4.0]),
        ("half_even", [-2.0, 2.0, 4.0]),
        ("up", [-2.0, 3.0, 4.0]),
        ("down", [-3.0, 2.0, 4.0]),
    ],
)
def test_rounding(engine, mode, expected):
    document = {"score": root(leaf("x")), "rounding": {"digits": 0, "mode": mode}}
    found = by_engine(engine, document, {"x": [-2.5, 2.5, 4.0]})
    assert [row["score"] for row in found] == expected


@every_engine
def test_dates_of_no_calendar_are_invalid(engine):
    decay = {"decay": {"half_life_days": 10, "until": "2024-03-31"}}
    document = {"score": root(leaf("d", decay, missing=5, invalid=7))}
    with duckdb.connect() as connection:
        table = connection.sql(
            "FROM (VALUES (DATE '2024-03-21'), (NULL), ('infinity'), ('2024-04-01')) AS t(d)"
        )
        found = by_engine(engine, document, table)
    # 10 days are one half; the day after is in the future
    assert [row["score"] for row in found] == [0.5, 5.0, 7.0, 7.0]


# ---- what is refused -----------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["score", "knock_outs", "Score"])
def test_a_key_may_not_be_named_as_a_result(name):
    with pytest.raises(DataError, match=f"key {name!r} has the name of a result"):
        scores({**TABLE, name: [1, 2, 3, 4]}, key=name)


def test_a_key_may_be_named_as_a_result_of_more_detail():
    found = scores({**TABLE, "value_x": [1, 2, 3, 4]}, key="value_x")
    assert found.to_pandas()["value_x"].tolist() == [1, 2, 3, 4]
    with pytest.raises(DataError, match="'value_x'"):
        scores({**TABLE, "value_x": [1, 2, 3, 4]}, key="value_x", detail="full")


def test_a_key_that_is_not_there_is_refused():
    with pytest.raises(DataError, match="no column 'ids'; did you mean 'id'"):
        scores(key=["ids"])


def test_no_key_is_a_key_too():
    assert scores(key=[]).columns == tuple(NAMES[1:])


def test_columns_that_lack_or_have_another_type_are_named_together():
    with pytest.raises(DataError, match="cannot be scored") as caught:
        scores(pa.table({"id": [1], "x": ["nine"], "yy": [3.0]}))
    assert [(problem.code, problem.place) for problem in caught.value.problems] == [
        ("column_type", "x"),
        ("column_missing", "y"),
    ]


@pytest.mark.parametrize(
    ("told", "message"),
    [
        ({"detail": "reason"}, "detail is one of score, reasons, full, found 'reason'; did you"),
        ({"engine": "gpu"}, "engine is one of duckdb, numpy, row, found 'gpu'"),
        ({"types": {"id": "integer"}}, "the type of 'id' is one of number, text"),
    ],
)
def test_words_that_are_none_are_refused(told, message):
    with pytest.raises(ValueError, match=message):
        scores(**told)


def test_types_say_what_a_csv_file_holds(tmp_path):
    path = tmp_path / "people.csv"
    path.write_text("id,x,y,since\n7,9,3,2024-02-29\n")
    found = scores(path, key=["id", "since"], types={"id": "number", "since": "date"}).to_pandas()
    assert found["id"].tolist() == [7.0]
    assert found["since"].tolist() == [dt.date(2024, 2, 29)]


@every_engine
def test_parameters_are_given_by_name(engine):
    parameters = {"from": {"type": "date"}, "factor": {"type": "number", "default": 2}}
    text = "days_between($from, d) * $factor"
    member = {"criterion": "e", "value": text, "missing": "fail"}
    card = parsed({"parameters": parameters, "score": root(member)})
    table = {"d": [dt.date(2024, 3, 1)]}
    given = {"from": "2024-02-28"}  # 2024 is a leap year: two days
    assert scores(table, card, parameters=given, engine=engine).to_pandas()["score"].tolist() == [4]
    with pytest.raises(CompileError, match="'from'"):
        scores(table, card, engine=engine)


def test_the_index_of_a_frame_stays_with_its_scores():
    frame = pd.DataFrame(TABLE, index=["a", "b", "c", "d"])
    assert scores(frame[frame["x"] < 5]).to_pandas().index.tolist() == ["b", "c"]


def test_an_integer_key_with_a_gap_keeps_its_digits():
    frame = pd.DataFrame({"id": pd.array([2**53 + 1, None], dtype="Int64"), "x": 1.0, "y": 1.0})
    assert scores(frame).to_pandas()["id"].tolist()[0] == 2**53 + 1
