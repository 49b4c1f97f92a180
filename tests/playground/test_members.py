import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring_kit.playground.members import Members

VALUES = np.array([[1.0, 2.0, np.nan], [10.0, np.nan, np.nan], [5.0, 5.0, 5.0]], np.float32)


def expected(values, weights):
    present = ~np.isnan(values)
    terms = np.where(present, values, 0.0) * weights[:, np.newaxis]
    return terms.sum(axis=0), (present * weights[:, np.newaxis]).sum(axis=0)


def made(values):
    members = Members(*values.shape)
    for place, row in enumerate(values):
        members.put(place, row)
    return members


WEIGHTS = st.lists(st.floats(0.0625, 4, width=16), min_size=3, max_size=3)


@given(st.lists(WEIGHTS, min_size=1, max_size=8))
def test_sums_follow_weights(steps):
    members = made(VALUES)
    for step in steps:
        weights = np.array(step, np.float32)
        total, present = members.weighted(weights)
        sums = expected(VALUES, weights)
        assert total == pytest.approx(sums[0], rel=1e-5)
        assert present == pytest.approx(sums[1], rel=1e-5, abs=1e-5)


def test_sums_are_corrected_for_weights_that_change_apart():
    values = np.random.default_rng(5).random((20, 100), np.float32)
    values[3, :7] = np.nan
    members = made(values)
    weights = np.full(20, 0.05, np.float32)
    members.weighted(weights)
    moved = weights * np.float32(0.9)  # the others make room
    moved[3] = 0.145
    total, present = members.weighted(moved)
    sums = expected(values, moved)
    assert total == pytest.approx(sums[0], rel=1e-5)
    assert present == pytest.approx(sums[1], rel=1e-5)


def test_sums_follow_values_that_change_or_go():
    members = made(VALUES)
    weights = np.array([1.0, 2.0, 3.0], np.float32)
    members.weighted(weights)
    changed = VALUES.copy()
    for row in ([4.0, np.nan, 1.0], [0.0, 0.0, 0.0], [np.nan, 7.0, 7.0]):
        changed[0] = row
        members.put(0, changed[0])
        total, present = members.weighted(weights)
        sums = expected(changed, weights)
        assert total == pytest.approx(sums[0], rel=1e-5)
        assert np.broadcast_to(present, 3) == pytest.approx(sums[1], rel=1e-5)
