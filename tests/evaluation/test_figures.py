"""Figures with their intervals: how they were found, or why there are none, and as JSON."""

import math

import numpy as np
import pytest

from scoring_kit.evaluation.cells import sample_of
from scoring_kit.evaluation.figures import (
    ASKED_NOT,
    BESIDE,
    BY_BOOTSTRAP,
    BY_DELONG,
    NO_VARIATION,
    NOT_DRAWN,
    NOT_EACH,
    figures_of,
    plain,
)
from scoring_kit.evaluation.resampling import MOST_WORK, Bootstrap

Z = 1.96


def by_name(sample, how):
    return {figure.metric.name: figure for figure in figures_of(sample, how, Z)}


@pytest.fixture(scope="module")
def sample():
    draw = np.random.default_rng(1)
    events = draw.integers(0, 2, 60)
    return sample_of((events + draw.normal(size=60)).round(1), events)


def test_every_interval_holds_its_figure_and_says_how_it_was_found(sample):
    found = by_name(sample, Bootstrap(100))
    assert {found[name].how for name in ("auc", "gini")} == {BY_DELONG}
    assert {found[name].how for name in ("ks", "lift", "capture")} == {BY_BOOTSTRAP}
    for figure in found.values():
        if figure.value is not None:
            low, high = figure.interval
            assert low <= figure.value <= high
    ends = found["auc"].interval
    assert found["gini"].interval == pytest.approx((2 * ends[0] - 1, 2 * ends[1] - 1))
    assert found["brier"].how is None


def test_without_an_interval_it_says_why(sample):
    assert by_name(sample, Bootstrap(0))["ks"].how == ASKED_NOT
    size = MOST_WORK // 400
    large = sample_of(np.arange(size), np.arange(size) % 2)
    assert by_name(large, Bootstrap())["ks"].how == NOT_DRAWN
    assert by_name(sample_of([2, 1], [1, 0]), Bootstrap(5))["auc"].how == NO_VARIATION


def test_a_figure_that_some_draws_lack_says_so():
    # a probability of 0 for an event in one row of 8: half of the draws have it
    given = [0.0, *[0.5] * 7]
    sample = sample_of(range(8), [1, 0] * 4, probability=given)
    assert by_name(sample, Bootstrap(5))["log_loss"].value is None
    sample = sample_of(range(8), [0, 1, *[0, 1] * 3], probability=[1 - 1e-300, *[0.5] * 7])
    assert by_name(sample, Bootstrap(5))["log_loss"].how in (NOT_EACH, None)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (math.inf, None),
        (np.float64(1.5), 1.5),
        (np.bool_(False), False),
        (None, None),
        ("text", "text"),
        (np.datetime64("2024-01-02"), "2024-01-02"),
    ],
)
def test_values_leave_as_json_holds_them(value, expected):
    assert plain(value) == expected


def test_draws_that_do_not_hold_their_figure_give_no_interval():
    # scores that alternate have the smallest KS that there is, 1 / 30: draws are never as even
    found = by_name(sample_of(range(60), np.arange(60) % 2), Bootstrap(100))["ks"]
    assert found.value == pytest.approx(1 / 30)
    assert (found.interval, found.how) == (None, BESIDE)
