"""Every metric equals what scikit-learn and scipy find, with ties and weights; and the registry."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import ks_2samp
from sklearn.metrics import average_precision_score, brier_score_loss, log_loss, roc_auc_score

import scoring_kit as sk
from scoring_kit.evaluation.cells import sample_of
from scoring_kit.evaluation.metrics import METRICS, metric


@st.composite
def rows(draw):
    """Return scores with ties, outcomes of both classes and weights, some of them 0."""
    size = draw(st.integers(2, 60))
    seed = draw(st.integers(0, 2**32 - 1))
    steps = draw(st.sampled_from([2, 5, 50, 10**6]))
    random = np.random.default_rng(seed)
    scores = random.integers(-steps, steps, size) / 8
    events = random.integers(0, 2, size)
    events[:2] = [0, 1]
    weights = random.choice([random.random(size), random.integers(0, 4, size)])
    weights[:2] = 1.0
    return scores, events, weights.astype(float)


@given(rows())
def test_auc_and_average_precision_are_those_of_scikit_learn(case):
    scores, events, _ = case
    plain = sk.evaluate(scores, events, bootstrap=0)
    assert plain.auc == pytest.approx(roc_auc_score(events, scores), abs=1e-12)
    found = plain.value("average_precision")
    assert found == pytest.approx(average_precision_score(events, scores), abs=1e-12)


@given(rows())
def test_with_weights_too(case):
    scores, events, weights = case
    found = sk.evaluate(scores, events, weights=weights, bootstrap=0)
    theirs = roc_auc_score(events, scores, sample_weight=weights)
    assert found.auc == pytest.approx(theirs, abs=1e-10)
    theirs = average_precision_score(events, scores, sample_weight=weights)
    assert found.value("average_precision") == pytest.approx(theirs, abs=1e-10)


@given(rows())
def test_ks_is_that_of_scipy(case):
    scores, events, _ = case
    theirs = ks_2samp(scores[events == 1], scores[events == 0]).statistic
    assert sk.evaluate(scores, events, bootstrap=0).ks == pytest.approx(theirs, abs=1e-12)


@given(rows())
def test_figures_of_probabilities_are_those_of_scikit_learn(case):
    scores, events, weights = case
    given_ = 0.05 + 0.9 * (scores - scores.min()) / max(np.ptp(scores), 1.0)
    found = sk.evaluate(scores, events, weights=weights, probability=given_, bootstrap=0)
    theirs = brier_score_loss(events, given_, sample_weight=weights)
    assert found.value("brier") == pytest.approx(theirs, abs=1e-10)
    theirs = log_loss(events, given_, sample_weight=weights)
    assert found.value("log_loss") == pytest.approx(theirs, abs=1e-10)


def test_lift_and_capture_by_hand():
    # the highest of ten rows has one of two events: half of them, at 5 times the rate of 2 in 10
    sample = sample_of(range(10), [0, 0, 0, 1, 0, 0, 0, 0, 0, 1])
    assert METRICS["capture"].value(sample) == 0.5
    assert METRICS["lift"].value(sample) == pytest.approx(5.0)


def test_skill_and_observed_over_expected_by_hand():
    # the rate is 1/2; squared distances are 0.04, 0.04, 0.16, 0.16: 0.1 against 0.25
    sample = sample_of([4, 3, 2, 1], [1, 1, 0, 0], probability=[0.8, 0.8, 0.4, 0.4])
    assert METRICS["skill"].value(sample) == pytest.approx(1 - 0.1 / 0.25)
    assert METRICS["observed_over_expected"].value(sample) == pytest.approx(2 / 2.4)


def test_a_certain_probability_that_was_wrong_has_no_log_loss():
    sample = sample_of([2, 1], [1, 0], probability=[0.0, 0.5])
    assert METRICS["log_loss"].value(sample) is None
    assert METRICS["brier"].value(sample) == pytest.approx((1 + 0.25) / 2)


@pytest.mark.parametrize("name", METRICS)
def test_every_metric_says_what_it_is_its_range_and_its_source(name):
    found = METRICS[name]
    low, high = found.range
    assert low < high
    assert found.meaning
    assert found.title
    assert any(digit in found.source for digit in "0123456789"), "a source has its year"


@pytest.mark.parametrize("name", METRICS)
@pytest.mark.parametrize("events", [[1, 1], [0, 0], []])
def test_no_metric_has_a_value_without_both_classes(name, events):
    size = len(events)
    sample = sample_of(np.arange(size), events, probability=np.full(size, 0.5))
    assert METRICS[name].value(sample) is None


def test_one_decorated_function_is_a_metric_of_every_table():
    @metric("sure", "Sure", (0.0, math.inf), "the test (2026)")
    def sure(sample):
        """How many rows there are."""
        return float(sample.rows)

    try:
        found = sk.evaluate([3, 2, 1], [1, 0, 0], against=[1, 2, 3], bootstrap=20)
        assert found.value("sure") == 3.0
        assert found.metrics.loc["sure", ["range", "source"]].tolist() == [
            "0 and up",
            "the test (2026)",
        ]
        assert found.comparison.loc["sure", "difference"] == 0.0
        assert found.figures()["metrics"]["sure"]["high"] == 3.0
        assert "How many rows there are." in found._repr_html_()
    finally:
        del METRICS["sure"]


def test_a_metric_needs_a_name_of_its_own_and_a_docstring():
    with pytest.raises(ValueError, match="there is a metric 'auc' already"):
        metric("auc", "AUC", (0.0, 1.0), "x")(lambda sample: 0.0)
    with pytest.raises(ValueError, match="metric 'bare' has no docstring"):
        metric("bare", "Bare", (0.0, 1.0), "x")(lambda sample: 0.0)
