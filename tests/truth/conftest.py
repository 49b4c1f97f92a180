"""Published results: each document of `cards/` is scored by each executor."""

from pathlib import Path

import pytest

import scoring_kit as sk

CARDS = Path(__file__).parent / "cards"


@pytest.fixture(scope="session", params=["duckdb", "numpy", "row"])
def engine(request):
    return request.param


@pytest.fixture(scope="session")
def score(engine):
    """Return what scores a table with the card of that name: one row out for each row in."""

    def score_with(card, data, **options):
        return sk.score(sk.read_scorecard(CARDS / f"{card}.yaml"), data, engine=engine, **options)

    return score_with
