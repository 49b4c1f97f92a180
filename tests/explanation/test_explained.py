"""Charts of scores: counted in DuckDB, small, and what is said without altair."""

import json
import sys

import pytest

import scoring_kit as sk
from scoring_kit.optional import MissingPackageError


@pytest.fixture(scope="module")
def scores():
    return sk.score(sk.read_scorecard("data/book_club.yaml"), "data/book_club.parquet")


@pytest.mark.parametrize("what", ["scores", "tiers", "reasons"])
def test_charts_of_thousands_of_rows_are_small_and_valid(scores, what):
    text = json.dumps(scores.chart(what).to_dict(validate=True))
    assert len(text) < 10_000


def test_a_histogram_counts_every_row_that_has_a_score(scores):
    bars = scores.chart(bins=20).to_dict()["layer"][0]["data"]["values"]
    has_score = scores.to_pandas()["score"].notna().sum()
    assert sum(bar["rows"] for bar in bars) == has_score
    assert len({bar["from"] for bar in bars}) <= 20


def test_a_chart_that_is_none_is_refused(scores):
    with pytest.raises(ValueError, match="a chart is one of scores, tiers, reasons, found 'tier'"):
        scores.chart("tier")


def test_without_altair_a_chart_says_what_installs_it(scores, monkeypatch):
    monkeypatch.setitem(sys.modules, "altair", None)
    with pytest.raises(MissingPackageError, match=r"pip install 'scoring-kit\[charts\]'"):
        scores.chart("tiers")
    with pytest.raises(MissingPackageError, match="charts"):
        scores.explain(25).chart()


def test_a_row_of_a_file_is_found_without_reading_all_of_it(scores):
    with scores._finder() as engine:
        sql = f"EXPLAIN SELECT * FROM {scores.table.relation} WHERE customer_id = 25"
        plan = engine.connection.execute(sql).fetchall()[0][1]
    assert "Filters" in plan
