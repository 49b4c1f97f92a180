"""Bins of changes, expected by hand."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring_kit.impact.bins import MOST_BINS, change_bins

CHANGES = st.lists(st.floats(-1e6, 1e6) | st.sampled_from([0.0, 1e299, float("inf")]), max_size=50)


def test_bins_begin_at_round_numbers_and_never_hold_both_signs():
    # from -0.3 to 1.9: the span of 2.2 in bins of 0.1
    found = change_bins(np.array([-0.3, -0.05, 0.0, 0.05, 0.3, 1.9, np.nan]))
    assert [tuple(each.values()) for each in found] == [
        (-0.3, -0.2, 1),
        (-0.1, 0.0, 1),
        (0.0, 0.1, 1),
        (0.3, 0.4, 1),
        (1.9, 2.0, 1),
    ]


@given(CHANGES)
def test_each_change_is_in_one_bin(changes):
    found = change_bins(np.array(changes, float))
    assert sum(each["rows"] for each in found) == sum(0 < abs(change) < 1e300 for change in changes)
    assert len(found) <= MOST_BINS + 1
    for one, other in itertools.pairwise(found):
        assert one["to"] == pytest.approx(other["from"]) or one["to"] < other["from"]


@pytest.mark.parametrize("changes", [[], [np.nan], [0.0, 0.0], [np.inf]])
def test_without_changes_there_are_no_bins(changes):
    assert change_bins(np.array(changes, float)) == []
