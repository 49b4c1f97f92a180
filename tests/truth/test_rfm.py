"""RFM codes of the Charles Book Club (PyPI dmba 0.2.4): three criteria in bins."""

import pandas as pd
import pytest

pytestmark = pytest.mark.truth

CODES = {"recency": "Rcode", "frequency": "Fcode", "monetary": "Mcode"}


@pytest.fixture(scope="module")
def customers(truth):
    return pd.read_csv(truth / "charles_rfm" / "CharlesBookClub.csv")


@pytest.fixture(scope="module")
def scores(score, customers):
    return score("book_club_rfm", customers, detail="full").to_pandas()


@pytest.mark.parametrize(("criterion", "code"), CODES.items())
def test_every_code_is_the_published_one(scores, customers, criterion, code):
    assert len(customers) == 4000
    assert scores[f"value_{criterion}"].tolist() == customers[code].tolist()


def test_the_score_is_the_three_digit_code(scores, customers):
    expected = customers["Rcode"] * 100 + customers["Fcode"] * 10 + customers["Mcode"]
    assert scores["score"].tolist() == expected.tolist()


def test_the_key_keeps_its_odd_name(scores, customers):
    assert scores["ID#"].tolist() == customers["ID#"].tolist()
