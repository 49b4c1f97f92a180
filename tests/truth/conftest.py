"""Published results: each document of `places.CARDS` is scored by each executor."""

import pytest

import scoring_kit as sk
from tests.truth.places import CARDS


@pytest.fixture(scope="session", params=["duckdb", "numpy", "row"])
def engine(request):
    return request.param


@pytest.fixture(scope="session")
def score(engine):
    """Return what scores a table with the card of that name: one row out for each row in."""

    def score_with(card, data, **options):
        return sk.score(sk.read_scorecard(CARDS[card]), data, engine=engine, **options)

    return score_with
