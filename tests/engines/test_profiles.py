import datetime as dt
import math

import numpy as np
import pytest

from scoring_kit.engines.opening import open_data
from scoring_kit.engines.profiles import (
    MOST_COUNTED,
    Scale,
    correlations,
    frequencies,
    outcome_means,
    profile_columns,
    text_forms,
)
from scoring_kit.expression.words import Type


def profile(values):
    engine, table = open_data({"x": values}, {})
    [found] = profile_columns(engine, table, ["x"], len(values))
    return found


def test_quantiles_are_values_that_occur():
    found = profile([*range(1, 101), None])
    assert (found.present, found.distinct, found.is_whole) == (100, 100, True)
    assert found.quantiles == (1, 5, 25, 50, 75, 95, 100)  # the 5th of a hundred is 5


def test_nan_is_missing_and_infinities_are_counted_apart():
    found = profile([1.5, math.nan, math.inf, -math.inf, None])
    assert (found.rows, found.present, found.infinite, found.distinct) == (5, 3, 2, 1)
    assert (found.quantiles, found.counts) == ((1.5,) * 7, ((1.5, 1),))


def test_dates_are_days_since_1970():
    found = profile([dt.date(1970, 1, 2), dt.date(1970, 1, 11)])
    assert (found.kind, found.quantiles[0], found.quantiles[-1]) == (Type.DATE, 1.0, 10.0)


def test_the_most_frequent_values_come_first_and_ties_in_order():
    assert profile(["b", "a", "c", "b", None]).counts == (("b", 2), ("a", 1), ("c", 1))
    assert profile([True, False, True]).counts == ((True, 2), (False, 1))


def test_many_values_are_not_listed():
    assert profile([f"t{i}" for i in range(MOST_COUNTED + 1)]).counts == ()
    assert len(profile([f"t{i}" for i in range(MOST_COUNTED)]).counts) == MOST_COUNTED


@pytest.mark.parametrize("values", [[None, None], np.array([math.nan, math.nan])])
def test_a_column_without_values_has_an_empty_profile(values):
    found = profile(values)
    assert (found.present, found.distinct, found.quantiles, found.counts) == (0, 0, (), ())
    assert found.infinite == 0


@pytest.mark.parametrize(
    ("texts", "kind", "misfits"),
    [
        (["1", "-2.5", "1e5", None], Type.NUMBER, 0),
        (["1"] * 19 + ["NA"], Type.NUMBER, 1),
        (["1", "NA"], Type.TEXT, 0),
        (["007", "012"], Type.TEXT, 0),
        (["0", "0.5", "-0.1"], Type.NUMBER, 0),
        (["true", "False"], Type.BOOLEAN, 0),
        (["yes", "no"], Type.TEXT, 0),
        (["2024-02-29"], Type.DATE, 0),
        (["2024-02-30"], Type.TEXT, 0),
        (["29.02.2024"], Type.TEXT, 0),
        (["2024-02-29"] * 19 + ["2024-02-30"], Type.DATE, 1),
        ([None], Type.TEXT, 0),
    ],
)
def test_texts_are_told_by_what_nine_in_ten_are_written_like(texts, kind, misfits):
    engine, table = open_data({"x": texts}, {})
    found = text_forms(engine, table, ["x"])["x"]
    assert (found.kind, found.misfits) == (kind, misfits)


def test_correlations_are_pearsons_within_the_scale():
    # x 0 1 2 3, y 0 0 1 1: sum of products about the means is 2, squares 5 and 1: 2 / sqrt 5
    engine, table = open_data({"x": [0, 1, 2, 3, None], "y": [0, 0, 1, 1, 1], "one": [1] * 5}, {})
    found = correlations(engine, table, {"x": Scale(0, 3), "one": Scale(0, 2)}, ("y", Scale(0, 1)))
    assert found["x"] == pytest.approx(2 / math.sqrt(5), abs=1e-3)
    assert found["one"] is None


def test_one_far_off_value_does_not_stretch_the_scale():
    engine, table = open_data({"x": [0, 1, 2, 3e9], "y": [False, False, True, True]}, {})
    found = correlations(engine, table, {"x": Scale(0, 3)}, ("y", Scale(0, 1)))
    assert found["x"] == pytest.approx(2 / math.sqrt(5), abs=1e-3)


def test_the_mean_outcome_of_each_value_leaves_gaps_out():
    engine, table = open_data({"x": ["a", "a", "b", None], "y": [1.0, 2.0, None, 2.0]}, {})
    assert outcome_means(engine, table, "x", ("y", Scale(1, 2))) == {"a": 0.5}


def test_frequencies_count_what_is_missing_too():
    engine, table = open_data({"tier": ["B", "A", None, "A"]}, {})
    assert frequencies(engine, table, ["tier"]) == {"tier": {"A": 2, "B": 1, None: 1}}
