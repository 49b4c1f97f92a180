import math
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring_kit.fitting.statistics import (
    Degenerate,
    exact_mean,
    fit_min_max,
    fit_percentile,
    fit_rank,
    fit_z_score,
)

# Salaries in thousands, from the hand computations below.
SALARIES = np.array([20.0, 30.0, 30.0, 50.0])
FINITE = st.floats(min_value=-1e300, max_value=1e300).map(lambda x: x + 0.0)
SEVERAL = st.lists(FINITE, min_size=2, max_size=60).map(lambda found: np.sort(np.array(found)))


def test_min_max_takes_the_ends():
    assert fit_min_max(SALARIES) == {"minimum": 20.0, "maximum": 50.0}


def test_z_score_divides_by_one_less():
    # mean 130 / 4 = 32.5; squares 156.25 + 6.25 + 6.25 + 306.25 = 475; sqrt(475 / 3)
    found = fit_z_score(SALARIES)
    assert found["mean"] == 32.5
    assert found["standard_deviation"] == pytest.approx(12.583057392117917, rel=1e-15)


def test_rank_counts_what_is_below():
    assert fit_rank(SALARIES) == {
        "values": [20.0, 30.0, 50.0],
        "ranks": [1.0, 2.0, 4.0],
        "count": 4.0,
    }


def test_quantiles_are_straight_lines_between_values():
    # Position 3 * 0.25 = 0.75: 20 + 0.75 * 10 = 27.5; position 3 * 0.9 = 2.7: 30 + 0.7 * 20 = 44
    quantiles = fit_percentile(SALARIES)["quantiles"]
    assert (len(quantiles), quantiles[0], quantiles[50], quantiles[100]) == (101, 20, 30, 50)
    assert (quantiles[25], quantiles[90]) == pytest.approx((27.5, 44.0))


@pytest.mark.parametrize("size", [2, 7, 100, 101, 1000])
def test_statistics_are_those_of_numpy_and_pandas(size):
    values = np.sort(np.random.default_rng(size).lognormal(size=size))
    found = fit_z_score(values)
    assert found["mean"] == pytest.approx(values.mean(), rel=1e-13)
    assert found["standard_deviation"] == pytest.approx(pd.Series(values).std(), rel=1e-12)
    expected = np.quantile(values, np.arange(101) / 100)
    assert fit_percentile(values)["quantiles"] == pytest.approx(expected, rel=1e-12)


def test_ranks_are_those_of_pandas():
    values = np.sort(np.random.default_rng(5).integers(0, 50, 400).astype(float))
    found = fit_rank(values)
    expected = pd.Series(values).rank(method="min").drop_duplicates()
    assert found["ranks"] == expected.tolist()


@given(SEVERAL)
def test_the_mean_is_that_of_exact_fractions(values):
    exact = sum(map(Fraction, values.tolist())) / len(values)
    largest = max(abs(values))
    assert exact_mean(values) == pytest.approx(float(exact), rel=1e-15, abs=largest * 1e-16)


@given(SEVERAL)
def test_quantiles_never_fall_and_stay_within_the_values(values):
    if values[0] == values[-1]:
        return
    quantiles = fit_percentile(values)["quantiles"]
    assert quantiles == sorted(quantiles)
    assert (quantiles[0], quantiles[-1]) == (values[0], values[-1])


def test_large_values_do_not_overflow():
    found = fit_z_score(np.array([-1e300, 0.0, 1e300]))
    assert found == {"mean": 0.0, "standard_deviation": pytest.approx(1e300)}


def test_small_values_keep_their_spread():
    found = fit_z_score(np.array([1e-300, 2e-300, 3e-300]))
    assert found["standard_deviation"] == pytest.approx(1e-300)


@pytest.mark.parametrize("fit", [fit_min_max, fit_z_score, fit_percentile])
def test_a_constant_gives_no_statistics(fit):
    with pytest.raises(Degenerate, match="is 7 in every row"):
        fit(np.array([7.0, 7.0]))


@pytest.mark.parametrize("fit", [fit_min_max, fit_z_score, fit_rank, fit_percentile, exact_mean])
def test_nothing_gives_no_statistics(fit):
    with pytest.raises(Degenerate, match="no usable value"):
        fit(np.array([]))


def test_a_rank_keeps_at_most_a_thousand_values():
    assert len(fit_rank(np.arange(1000.0))["values"]) == 1000
    with pytest.raises(Degenerate, match="1,001 different values"):
        fit_rank(np.arange(1001.0))


def test_a_rank_of_one_value_is_one():
    assert fit_rank(np.array([7.0, 7.0])) == {"values": [7.0], "ranks": [1.0], "count": 2.0}


def test_a_spread_that_a_double_cannot_hold_is_degenerate():
    largest = math.nextafter(math.inf, 0.0)
    with pytest.raises(Degenerate, match="standard deviation"):
        fit_z_score(np.array([-largest, largest]))
