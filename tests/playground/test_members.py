import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring_kit.playground.members import Members
from scoring_kit.playground.values import CodedColumn, coded
from scoring_kit.playground.workers import Scratch

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


def weighted(members, weights, rows=3):
    """Return the sums of all rows, and the weights that are present in each."""
    members.turn_to(weights)
    out, present = np.empty(rows, np.float32), np.empty(rows, np.float32)
    for block in (slice(0, 2), slice(2, rows)):
        present[block] = members.sums(block, out[block], Scratch())
    return out, present


WEIGHTS = st.lists(st.floats(0.0625, 4, width=16), min_size=3, max_size=3)


@given(st.lists(WEIGHTS, min_size=1, max_size=8))
def test_sums_follow_weights(steps):
    members = made(VALUES)
    for step in steps:
        weights = np.array(step, np.float32)
        total, present = weighted(members, weights)
        sums = expected(VALUES, weights)
        assert total == pytest.approx(sums[0], rel=1e-5)
        assert present == pytest.approx(sums[1], rel=1e-5, abs=1e-5)


def test_sums_are_corrected_for_weights_that_change_apart():
    values = np.random.default_rng(5).random((20, 100), np.float32)
    values[3, :7] = np.nan
    members = made(values)
    weights = np.full(20, 0.05, np.float32)
    weighted(members, weights, 100)
    moved = weights * np.float32(0.9)  # the others make room
    moved[3] = 0.145
    total, present = weighted(members, moved, 100)
    sums = expected(values, moved)
    assert total == pytest.approx(sums[0], rel=1e-5)
    assert present == pytest.approx(sums[1], rel=1e-5)


def test_sums_follow_values_that_change_or_go():
    members = made(VALUES)
    weights = np.array([1.0, 2.0, 3.0], np.float32)
    weighted(members, weights)
    changed = VALUES.copy()
    for row in ([4.0, np.nan, 1.0], [0.0, 0.0, 0.0], [np.nan, 7.0, 7.0]):
        changed[0] = row
        members.put(0, changed[0])
        total, present = weighted(members, weights)
        sums = expected(changed, weights)
        assert total == pytest.approx(sums[0], rel=1e-5)
        assert np.broadcast_to(present, 3) == pytest.approx(sums[1], rel=1e-5)


def test_sums_follow_values_by_code():
    inputs = np.array([1.0, 2.0, 1.0, np.nan, 3.0])
    codes = coded(inputs)  # of 1, 2, 3 and NaN
    members = Members(2, 5)
    members.put(0, np.full(5, 10, np.float32))
    weights = np.array([1.0, 2.0], np.float32)
    for step, gap in enumerate([np.nan, np.nan, np.nan, 7.0, 8.0, np.nan]):
        values = np.array([step, 5.0, step * 2, gap], np.float32)
        members.put_coded(1, CodedColumn(codes, values))
        total, present = weighted(members, weights, 5)
        row = np.array([step, 5.0, step, gap, step * 2])
        assert total == pytest.approx(10 + 2 * np.nan_to_num(row))
        assert present == pytest.approx(np.where(np.isnan(row), 1.0, 3.0))


def test_errors_of_rounding_do_not_add_up_over_many_steps():
    codes = coded(np.array([1.0, 2.0]))
    members = Members(1, 2)
    weights = np.array([0.1], np.float32)
    draw = np.random.default_rng(7)
    for _ in range(1000):
        values = (draw.random(2) * 100).astype(np.float32)
        members.put_coded(0, CodedColumn(codes, values))
        total, _ = weighted(members, weights, 2)
    assert total == pytest.approx(values * 0.1, abs=2e-4)
