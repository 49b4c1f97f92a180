"""Variances and paired tests of AUC, against the textbook's double sums over all pairs."""

import math

import numpy as np
import pytest

from scoring_kit.evaluation.cells import Cells, sample_of
from scoring_kit.evaluation.delong import (
    Estimate,
    auc_difference,
    auc_estimate,
    effective_rows,
    wilson,
)


def psi(x, y):
    """Return the kernel of Mann and Whitney, as DeLong et al. (1988) write it."""
    return 1.0 if x > y else 0.5 if x == y else 0.0


def textbook(versions, events):
    """Return AUCs and their covariance matrix from equations 4 to 6 of the paper, in O(m n)."""
    cases, controls = np.flatnonzero(events == 1), np.flatnonzero(events == 0)
    m, n = len(cases), len(controls)
    v10 = [[sum(psi(s[i], s[j]) for j in controls) / n for i in cases] for s in versions]
    v01 = [[sum(psi(s[i], s[j]) for i in cases) / m for j in controls] for s in versions]
    aucs = [sum(v) / m for v in v10]
    covariance = np.zeros((len(versions), len(versions)))
    for r in range(len(versions)):
        for s in range(len(versions)):
            s10 = sum((v10[r][i] - aucs[r]) * (v10[s][i] - aucs[s]) for i in range(m)) / (m - 1)
            s01 = sum((v01[r][j] - aucs[r]) * (v01[s][j] - aucs[s]) for j in range(n)) / (n - 1)
            covariance[r, s] = s10 / m + s01 / n
    return aucs, covariance


def case(seed, size=80):
    draw = np.random.default_rng(seed)
    events = (draw.random(size) < 0.4).astype(int)
    first = (events + draw.normal(size=size)).round(1)
    second = (0.5 * events + 0.5 * first + draw.normal(size=size)).round(1)
    return first, second, events


@pytest.mark.parametrize("seed", range(5))
def test_the_error_of_an_auc_is_that_of_the_textbook(seed):
    first, _, events = case(seed)
    [auc], covariance = textbook([first], events)
    found = auc_estimate(sample_of(first, events))
    assert found.value == pytest.approx(auc, abs=1e-12)
    assert found.error == pytest.approx(math.sqrt(covariance[0, 0]), rel=1e-10)


@pytest.mark.parametrize("seed", range(5))
def test_the_paired_test_is_that_of_the_textbook(seed):
    first, second, events = case(seed)
    aucs, c = textbook([first, second], events)
    found = auc_difference(sample_of(first, events, other=second))
    error = math.sqrt(c[0, 0] + c[1, 1] - 2 * c[0, 1])
    assert found.value == pytest.approx(aucs[0] - aucs[1], abs=1e-12)
    assert found.error == pytest.approx(error, rel=1e-9)
    # two-sided p of the normal distribution: 2 (1 - Phi(|z|))
    z = abs(found.value) / error
    assert found.p_value == pytest.approx(
        2 * (1 - 0.5 * (1 + math.erf(z / math.sqrt(2)))), abs=1e-9
    )


def test_equal_weights_of_any_size_change_nothing():
    first, second, events = case(7)
    plain = auc_difference(sample_of(first, events, other=second))
    heavy = auc_difference(sample_of(first, events, np.full(80, 2**30), other=second))
    assert heavy == Estimate(plain.value, pytest.approx(plain.error, rel=1e-12))


def test_rows_without_weight_are_as_if_they_were_not_there():
    first, _, events = case(8)
    weights = np.arange(80) % 3 // 2
    whole = auc_estimate(sample_of(first, events, weights))
    kept = auc_estimate(sample_of(first[weights > 0], events[weights > 0]))
    assert whole == Estimate(kept.value, pytest.approx(kept.error, rel=1e-12))


def test_the_error_of_weighted_rows_is_about_that_of_drawing_them_again():
    draw = np.random.default_rng(3)
    first, _, events = case(3, 400)
    weights = draw.integers(1, 6, 400)
    found = auc_estimate(sample_of(first, events, weights))
    again = []
    for _ in range(300):
        rows = np.concatenate(
            [draw.choice(np.flatnonzero(events == k), (events == k).sum()) for k in (0, 1)]
        )
        again.append(sample_of(first[rows], events[rows], weights[rows]).ranking.auc)
    assert found.error == pytest.approx(np.std(again), rel=0.15)


def test_too_few_rows_have_no_error_and_perfect_ones_no_interval():
    one = auc_estimate(sample_of([3, 2, 1], [1, 0, 0]))
    assert (one.value, one.error, one.interval(2.0), one.p_value) == (1.0, None, None, None)
    perfect = auc_estimate(sample_of([4, 3, 2, 1], [1, 1, 0, 0]))
    assert (perfect.value, perfect.error, perfect.interval(2.0)) == (1.0, 0.0, None)
    assert auc_estimate(sample_of([1, 2], [1, 1])) is None
    assert auc_difference(sample_of([1, 2], [1, 0], other=[np.nan, 1.0])) is None


def test_intervals_stay_in_their_range():
    assert Estimate(0.9, 0.1).interval(2.0, within=(0.0, 1.0)) == (pytest.approx(0.7), 1.0)
    assert Estimate(0.0, 0.0).p_value == 1.0
    assert Estimate(0.1, 0.0).p_value is None


def test_the_interval_of_a_share_is_that_of_wilson():
    # Newcombe (1998), table I, method 3: 81 of 263 gives 0.2553 to 0.3662; 0 of 20 0 to 0.1611
    assert wilson(81 / 263, 263, 1.959964) == pytest.approx((0.2553, 0.3662), abs=5e-5)
    assert wilson(0.0, 20, 1.959964) == pytest.approx((0.0, 0.1611), abs=5e-5)
    assert wilson(0.5, 0, 2.0) == (0.0, 1.0)


def test_effective_rows_are_those_of_kish():
    # (1 + 1 + 2)^2 / (1 + 1 + 4), and rows that weigh nothing do not count
    cells: Cells = sample_of([1, 2, 3, 4], [1, 0, 0, 0], [1, 1, 2, 0]).cells
    assert effective_rows(cells, cells.score > 0) == pytest.approx(16 / 6)
    assert effective_rows(cells, cells.score > 9) == 0.0


def test_classes_that_are_told_apart_completely_have_no_error_from_rounding():
    # shares of 161 rows are not exact; their mean is not always the share itself
    estimate = auc_estimate(sample_of([1.0] * 161 + [0.0] * 168, [1] * 161 + [0] * 168))
    assert (estimate.value, estimate.error) == (1.0, 0.0)
    assert estimate.interval(1.96) is None
