import numpy as np
import pandas as pd
import pytest

import scoring_kit as sk
from scoring_kit.engines.duckdb import DuckDBEngine, connect
from scoring_kit.playground.sample import Sample
from scoring_kit.playground.sampled import Sampled
from scoring_kit.playground.values import Values
from scoring_kit.tables.table import open_table

NAMES = ("book_club", "german_credit", "hfi", "cvss")


def sampled(data, rows):
    engine = DuckDBEngine(connect())
    table = open_table(data, connection=engine.connection)
    total = len(data)
    return Sampled(
        Values(engine, table, {}), Sample(np.array(rows), np.full(len(rows), 1.0), total)
    )


@pytest.mark.parametrize("name", NAMES)
def test_the_rows_of_a_sample_have_the_scores_that_score_gives_them(name):
    example = sk.example(name)
    data = pd.read_parquet(example.data)
    rows, shown = [3, 77, 200, 512], np.array([5, 200, 600])
    frame = sk.score(example.scorecard, data, detail="full").to_pandas()
    sample, few = sampled(data, rows).few(example.scorecard, shown)
    expected = frame.iloc[[*rows, 5, 600]]
    assert sample.rows.tolist() == [*rows, 5, 600]
    np.testing.assert_array_equal(few.score, expected["score"])
    np.testing.assert_array_equal(few.unrounded, expected["unrounded"])
    names = [*dict(example.scorecard.tiers), None]
    tiers = expected["tier"].astype(object).where(expected["tier"].notna(), None)
    assert [names[place] for place in few.tiers] == tiers.tolist()


def test_a_draft_may_read_columns_that_the_one_before_did_not():
    data = pd.DataFrame({"a": [1.0, 2.0, 3.0], "b": [5.0, 6.0, 7.0]})
    small = sampled(data, [0, 2])
    for name, expected in (("a", [1.0, 3.0]), ("b", [5.0, 7.0])):
        leaf = {"criterion": name, "missing": 0}
        card = {"schema": "scoring-kit/1", "name": "c", "score": {"aggregate": "sum", "of": [leaf]}}
        _, few = small.few(sk.parse_scorecard(card), np.zeros(0, np.int64))
        assert few.score.tolist() == expected
