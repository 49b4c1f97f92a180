import math

import duckdb
import pytest

import scoring_kit as sk
from scoring_kit.scorecard.ranges import Ranges
from scoring_kit.scorecard.score_range import score_range
from scoring_kit.scorecard.types import input_types
from tests.agreement.documents import random_card
from tests.agreement.tables import random_table
from tests.cards import bins, card, criterion

# The mean of one criterion: 0 to 100.
TENTH = criterion("age", bins((18, 0), (65, 40), (None, 100)))


def range_of(**fields):
    scorecard = card(TENTH, **fields)
    return score_range(scorecard, Ranges(scorecard, input_types(scorecard).types))


def adjusted(**action):
    return {"adjustments": [{"name": "extra", **action}]}


CASES = {
    "the root alone": ({}, (0, 100)),
    "multiply and add": ({"scaling": {"multiply": 2, "add": -10}}, (-10, 190)),
    "a negative factor turns it round": ({"scaling": {"multiply": -1}}, (-100, 0)),
    # 600 + 20 / ln 2 * (0 - ln 19) = 515.041; 20 / ln 2 = 28.853900817779
    "log odds": (
        {"scaling": {"log_odds_of": "good", "points": 600, "odds": 19, "pdo": 20}},
        (515.0414497, 3400.4315315),
    ),
    "always 5 more": (adjusted(add=5), (5, 105)),
    "5 more for some": (adjusted(add=5, when="age > 40"), (0, 105)),
    "a cap": (adjusted(cap=60), (0, 60)),
    "a floor": (adjusted(floor=30), (30, 100)),
    "a floor for some changes nothing": (adjusted(floor=30, when="age > 40"), (0, 100)),
    "a negative factor for some": (adjusted(multiply=-0.5, when="age > 40"), (-50, 100)),
    "an amount without a bound": (adjusted(add="age", when="age > 40"), (-math.inf, math.inf)),
    "an amount with a bound": (
        {**adjusted(add="age"), "inputs": {"age": {"valid": [0, 120]}}},
        (0, 220),
    ),
    "an infinite factor leaves a zero": (adjusted(multiply="exp(age)"), (0, math.inf)),
    "rounding": ({"scaling": {"multiply": 0.333}, "rounding": {"digits": 0}}, (0, 34)),
}


def test_a_constant_score_is_adjusted_too():
    constant = card(criterion("age", bins((18, 7), (None, 7))), **adjusted(add=5))
    assert score_range(constant, Ranges(constant, {})) == (12, 12)


@pytest.mark.parametrize(("fields", "expected"), CASES.values(), ids=CASES)
def test_score_range(fields, expected):
    assert range_of(**fields) == pytest.approx(expected)


@pytest.mark.parametrize("seed", range(20))
def test_no_row_of_a_random_table_scores_outside(seed):
    given = random_card(seed)
    scorecard = sk.parse_scorecard(given.document)
    rows = duckdb.connect().sql(random_table(given, seed, 40).select())
    scores = sk.score(scorecard, rows, parameters=given.parameters, detail="full").to_pandas()
    low, high = score_range(scorecard, Ranges(scorecard, input_types(scorecard).types))
    assert scores["score_before_knock_out"].dropna().between(low, high).all()
