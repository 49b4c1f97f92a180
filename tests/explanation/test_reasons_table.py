"""Reasons of all rows, counted by hand; in `test_tallies` are those of hard rows."""

import numpy as np
import pandas as pd
import pytest

import scoring_kit as sk
from scoring_kit.errors import DataError
from scoring_kit.explanation.reasons_table import by_rank
from tests.compiler.worked import leaf, parsed, root

CARD = parsed(
    {
        "key": "id",
        "score": root(leaf("x", range=[0, 10], reason="X"), leaf("y", range=[0, 10], title="Why?")),
        "tiers": {"top": 8, "all": 2},
        "knock_outs": [{"name": "out", "when": "x < 0", "description": "Is out"}],
        "reasons": {"top": 2, "texts": {"X": "Low x"}},
    }
)
# lacking: x 0.5, y 3.5; x 4; nothing; knocked out; no score
TABLE = {
    "id": [1, 2, 3, 4, 5],
    "x": [9.0, 2.0, 10.0, -1.0, None],
    "y": [3.0, 10.0, 10.0, 4.0, 5.0],
    "town": ["b", "a", "b", None, "a"],
}
COLUMNS = ["kind", "code", "text", "rank_1", "rank_2", "rows", "share"]


def reasons(by=None, data=TABLE, **told):
    return sk.score(CARD, data, **told).reasons_table(by)


@pytest.mark.parametrize("engine", ["duckdb", "numpy", "row"])
@pytest.mark.parametrize("detail", ["score", "full"])
def test_codes_are_counted_by_rank_the_most_frequent_first(engine, detail):
    frame = reasons(engine=engine, detail=detail)
    assert list(frame.columns) == COLUMNS
    assert frame.to_numpy().tolist() == [
        ["criterion", "X", "Low x", 1, 1, 2, 0.4],
        ["criterion", "y", "Why?", 1, 0, 1, 0.2],
        ["knock_out", "out", "Is out", 1, 0, 1, 0.2],
    ]


def test_tiers_are_segments_in_their_order_and_without_a_tier_last():
    frame = reasons("tier")
    assert list(frame.columns) == ["tier", *COLUMNS]
    assert frame["tier"].fillna("-").tolist() == ["top"] * 3 + ["all"] * 3 + ["-"] * 3
    assert frame["rows"].tolist() == [0, 0, 0, 2, 1, 0, 0, 0, 1]
    assert frame["share"].tolist() == [0, 0, 0, 1.0, 0.5, 0, 0, 0, 0.5]


def test_columns_of_the_table_are_segments_too():
    frame = reasons("town")
    frame = frame[frame["rows"] > 0].fillna("-")
    assert frame[["town", "code", "rows", "share"]].to_numpy().tolist() == [
        ["a", "X", 1, 0.5],
        ["b", "X", 1, 0.5],
        ["b", "y", 1, 0.5],
        ["-", "out", 1, 1.0],
    ]


def test_without_rows_each_code_is_there_with_none():
    empty = pd.DataFrame({name: np.array([], np.float64) for name in TABLE})
    assert reasons(data=empty)["rows"].tolist() == [0, 0, 0]
    assert reasons("tier", empty).shape == (0, 8)


def test_a_scorecard_without_reasons_has_those_of_its_knock_outs():
    card = CARD.model_copy(update={"reasons": None})
    frame = sk.score(card, TABLE).reasons_table()
    assert frame[["kind", "code", "rows"]].to_numpy().tolist() == [["knock_out", "out", 1]]


def test_a_column_that_is_not_there_is_refused():
    with pytest.raises(DataError, match="nor the table has a column 'twon'; did you mean 'town'"):
        reasons("twon")


def test_a_column_with_a_name_of_the_table_of_reasons_is_refused():
    with pytest.raises(DataError, match="has a column 'Rows' of its own"):
        reasons("Rows", {**TABLE, "Rows": [1] * 5})


def test_ranks_without_rows_are_not_drawn():
    assert by_rank(reasons())[0] == {"code": "X", "text": "Low x", "rank": 1, "rows": 1}
    assert [record["rank"] for record in by_rank(reasons())] == [1, 2, 1, 1]


def test_a_code_without_a_text_has_none_in_charts():
    members = (leaf("x", range=[0, 10], title="Why?"), leaf("y", range=[0, 10]))
    card = parsed({"key": "id", "score": root(*members), "reasons": {"top": 2}})
    records = by_rank(sk.score(card, TABLE).reasons_table())
    assert {record["code"]: record["text"] for record in records} == {"x": "Why?", "y": None}
