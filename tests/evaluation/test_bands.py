"""Deciles, tiers, reliability and curves, by hand and by counting rows."""

import numpy as np
import pytest

import scoring_kit as sk
from scoring_kit.evaluation.bands import curve_points, decile_rows, reliability_rows, tier_rows
from scoring_kit.evaluation.cells import sample_of
from scoring_kit.evaluation.delong import wilson


def test_deciles_are_tenths_of_the_rows_from_the_top():
    draw = np.random.default_rng(1)
    scores, events = draw.permutation(100), draw.random(100) < 0.3
    rows = decile_rows(sample_of(scores, events))
    best = events[np.argsort(-scores)].reshape(10, 10).sum(axis=1)
    assert [row["events"] for row in rows] == pytest.approx(best.tolist())
    assert [row["rate"] for row in rows] == pytest.approx((best / 10).tolist())
    assert [row["gain"] for row in rows] == pytest.approx((best.cumsum() / best.sum()).tolist())
    lift = best.cumsum() / (10 * np.arange(1, 11)) / events.mean()
    assert [row["cumulative_lift"] for row in rows] == pytest.approx(lift.tolist())


def test_rows_that_tie_are_dealt_to_both_bands():
    # all rows tie: each of five bands has a fifth of the two events
    rows = decile_rows(sample_of([1, 1, 1, 1], [1, 1, 0, 0]), bands=5)
    assert [row["events"] for row in rows] == pytest.approx([0.4] * 5)
    assert [row["lift"] for row in rows] == pytest.approx([1.0] * 5)


def test_weights_make_bands_of_equal_weight_that_add_up_to_all_rows():
    rows = decile_rows(sample_of([3, 2, 1], [1, 0, 0], [2, 1, 1]), bands=2)
    assert [row["rate"] for row in rows] == [1.0, 0.0]
    assert sum(row["rows"] for row in rows) == pytest.approx(3)


def test_tiers_by_hand():
    sample = sample_of([4, 3, 2, 1, 0], [1, 1, 0, 0, 1], tier=[0, 0, 1, 1, -1])
    high, low, none = tier_rows(sample.cells, ("high", "low"), 2.0)
    assert (high["tier"], high["rows"], high["events"], high["rate"]) == ("high", 2, 2, 1.0)
    assert (high["rate_low"], high["rate_high"]) == wilson(1.0, 2, 2.0)
    assert (high["lift"], high["gain"]) == pytest.approx((5 / 3, 2 / 3))
    assert (low["rate"], none["tier"], none["rate"], none["gain"]) == (0.0, None, 1.0, 1.0)


def test_an_empty_tier_has_rows_and_no_rate():
    sample = sample_of([2, 1], [1, 0], tier=[0, 0])
    rows = tier_rows(sample.cells, ("high", "low"), 2.0)
    assert [(row["rows"], row["rate"], row["woe"]) for row in rows][1] == (0, None, None)


def test_reliability_by_hand():
    given = [0.1, 0.1, 0.5, 0.9]
    sample = sample_of([1, 2, 3, 4], [0, 1, 0, 1], probability=given)
    rows = reliability_rows(sample, 2.0, bands=2)
    assert [(row["from"], row["to"], row["rows"]) for row in rows] == [(0.1, 0.1, 2), (0.5, 0.9, 2)]
    assert [row["predicted"] for row in rows] == pytest.approx([0.1, 0.7])
    assert [row["observed"] for row in rows] == [0.5, 0.5]


def test_rows_of_one_probability_are_in_one_band():
    sample = sample_of(range(30), np.arange(30) % 2, probability=np.full(30, 0.4))
    [row] = reliability_rows(sample, 2.0)
    assert (row["rows"], row["observed"]) == (30, 0.5)


def test_the_curve_begins_and_ends_at_the_corners():
    points = curve_points(sample_of([3, 2, 1], [1, 0, 0]))
    assert points[0] == {"share": 0.0, "events": 0.0, "others": 0.0}
    assert points[1]["events"] == 1.0
    assert points[-1] == {"share": 1.0, "events": 1.0, "others": 1.0}
    many = curve_points(sample_of(range(5000), np.arange(5000) % 2), most=50)
    assert len(many) == 51


def test_a_card_with_a_probability_has_a_reliability_table():
    card, data = sk.example("german_credit")
    assert card.probability is not None
    found = sk.evaluate(sk.score(card, data), "creditability", event="good", bootstrap=0)
    rates = found.reliability
    assert rates["rows"].sum() == found.counts["used"]
    assert found.value("brier") < 0.25
