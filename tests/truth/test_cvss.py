"""CVSS v3.1 base scores (FIRST): products, 1-(1-a)(1-b)(1-c), conditions, rounding up, tiers."""

import pandas as pd
import pytest

from tests.truth.places import DATA

pytestmark = pytest.mark.truth


METRICS = ["AV", "AC", "PR", "UI", "S", "C", "I", "A"]


@pytest.fixture(scope="module")
def vectors(truth):
    """Return the shipped vectors, each with the score and severity published for it."""
    # "None" is a severity and "N" a metric: no text of this file means an absent value.
    path = truth / "cvss" / "cvss31_base_exhaustive.csv"
    published = pd.read_csv(path, keep_default_na=False)
    shipped = pd.read_parquet(DATA / "cvss.parquet")
    return shipped.merge(published, how="left", on=METRICS, validate="one_to_one")


@pytest.fixture(scope="module")
def scores(score, vectors):
    return score("cvss", vectors).to_pandas()


def test_all_2592_vectors_are_there(vectors):
    assert (len(vectors), vectors[METRICS].duplicated().sum()) == (2592, 0)
    assert vectors["base_score"].notna().all()


def test_every_base_score_is_the_published_one(scores, vectors):
    assert scores["score"].tolist() == vectors["base_score"].tolist()


def test_every_severity_is_the_published_one(scores, vectors):
    assert scores["tier"].tolist() == vectors["severity"].tolist()


def test_a_vector_without_impact_scores_zero_and_has_the_severity_none(scores, vectors):
    harmless = (vectors[["C", "I", "A"]] == "N").all(axis=1)
    assert harmless.sum() == 96
    assert set(scores["score"][harmless]) == {0.0}
    assert set(scores["tier"][harmless]) == {"None"}
