import numpy as np
import pandas as pd
import pytest

import scoring_kit as sk
from scoring_kit.engines.duckdb import DuckDBEngine, connect
from scoring_kit.playground.exact import exact_scores, explanation_plan
from scoring_kit.tables.table import open_table


def exact(card, data):
    engine = DuckDBEngine(connect())
    table = open_table(data, connection=engine.connection)
    return exact_scores(engine, table, card, explanation_plan(card, table, {}))


CARD = {
    "schema": "scoring-kit/1",
    "name": "two",
    "score": {"aggregate": "sum", "of": [{"criterion": "a", "missing": "fail"}]},
    "rounding": {"digits": 0},
    "knock_outs": [{"name": "minus", "when": "a < 0", "reason": "K"}],
    "tiers": {"top": 10, "middle": 5},
}


def test_scores_tiers_and_statuses_are_told_by_row():
    found = exact(sk.parse_scorecard(CARD), {"a": [5.4, 12.0, None, -1.0, 1.0]})
    np.testing.assert_array_equal(found.score, [5.0, 12.0, np.nan, np.nan, 1.0])
    np.testing.assert_array_equal(found.unrounded, [5.4, 12.0, np.nan, np.nan, 1.0])
    assert found.tier.tolist() == [1, 0, -1, -1, -1]  # places from the best tier
    statuses = [found.status.names[code] for code in found.status.codes]
    assert statuses == ["scored", "scored", "insufficient", "knocked_out", "scored"]
    assert found.rank.tolist() == [2, 1, 0, 0, 3]


@pytest.mark.parametrize("name", ["book_club", "german_credit", "hfi", "cvss"])
def test_scores_are_those_of_score(name):
    example = sk.example(name)
    frame = sk.score(example.scorecard, example.data, detail="full").to_pandas()
    data = sk.score(example.scorecard, example.data)
    found = exact(example.scorecard, pd.read_parquet(example.data))
    np.testing.assert_array_equal(found.score, frame["score"])
    np.testing.assert_array_equal(found.unrounded, frame["unrounded"])
    np.testing.assert_array_equal(found.rank, data.rank()["rank"].fillna(0))
