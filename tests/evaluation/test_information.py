"""WoE, IV, edges and bins, by hand."""

import math

import numpy as np
import pytest

from scoring_kit.evaluation.information import (
    binned,
    evidence,
    information_rows,
    quantile_edges,
)


def test_woe_and_iv_by_hand():
    # shares 0.4 of the events, 0.1 of the others
    found = evidence(4, 1, 10, 10)
    assert found == pytest.approx({"woe": math.log(4), "iv": 0.3 * math.log(4)})


def test_a_pure_bin_is_finite_and_changes_no_other():
    rows = information_rows({"pure": (4, 0), "mixed": (6, 10)})
    assert rows[0]["woe"] == pytest.approx(math.log(0.4 / 0.05))  # half a row of 10
    assert rows[1]["woe"] == pytest.approx(math.log(0.6 / 1.0))


@pytest.mark.parametrize("counts", [(0, 0, 5, 5), (1, 0, 1, 0), (0, 1, 0, 1)])
def test_what_says_nothing_has_no_woe(counts):
    assert evidence(*counts) == {"woe": None, "iv": None}
    assert evidence(3, 0, 5, 5, smoothing=0) == {"woe": None, "iv": None}


def test_edges_take_equally_many_rows_and_frequent_values_once():
    # of 100 values 0 to 99 ten bins begin at 10, 20, ...
    assert quantile_edges(np.arange(100.0), np.ones(100, int), 10) == list(range(10, 100, 10))
    # 0 has 90 of 100 rows: what is above it is one bin
    assert quantile_edges(np.array([0.0, 1, 2]), [90, 5, 5], 10) == [1.0]
    assert quantile_edges(np.array([]), [], 10) == []
    assert quantile_edges(np.array([7.0]), [3], 10) == []


def test_bins_hold_their_lower_edge():
    places = binned(np.array([0.9, 1.0, 1.5, 2.0, np.nan]), [1.0, 2.0])
    assert places.tolist() == [0, 1, 1, 2, -1]


def test_edges_do_not_depend_on_how_equal_values_are_dealt_out():
    # 2 stands in three cells, as it does where rows with and without the event share a score
    apart = quantile_edges(np.array([1.0, 2, 2, 2, 3, 4]), [2, 1, 1, 1, 1, 2], 4)
    together = quantile_edges(np.array([1.0, 2, 3, 4]), [2, 3, 1, 2], 4)
    assert apart == together == [2.0, 3.0, 4.0]


def test_edges_hold_for_amounts_that_are_nearly_as_large_as_can_be():
    values = np.arange(8.0)
    assert quantile_edges(values, [2**58] * 8, 4) == quantile_edges(values, [1] * 8, 4)
