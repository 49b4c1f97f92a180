"""Frames of a sample that is small enough to count by hand."""

import numpy as np
import pytest

from scoring_kit.impact.scored import ExactScores
from scoring_kit.playground.frame import View
from scoring_kit.playground.sample import Sample
from scoring_kit.playground.sampled import Few
from scoring_kit.playground.sampled_frame import sampled_frame
from scoring_kit.playground.standing import exact_standing
from tests.playground.test_frame import CARD, GAP, SCALE

# Of eight rows the sample has four, and row 3 is shown; tiers are A from 60 and B from 40.
SCORES = np.array([70.0, 50.0, 45.0, 44.0, 10.0, GAP, 30.0, 41.0])
LIVE = ExactScores(CARD, SCORES, SCORES, np.array([0, 1, 1, 1, -1, -1, -1, 1], np.int8), None)
SAMPLE = Sample(np.array([0, 1, 4, 5, 3]), np.array([1.0, 4.0, 2.0, 1.0, 0.0]), 8)
# live ranks 1 2 6 - 6; the draft lifts row 4 over row 1 and gives row 5 a score
DRAFT = np.array([70.0, 50.0, 55.0, 20.0, 30.0])
# draft ranks 1 4 2 8 8


def frame(**view):
    few = Few(CARD, DRAFT, DRAFT, {})
    return sampled_frame(few, LIVE, exact_standing(LIVE, SCALE), SAMPLE, View(**view))


def test_rows_count_for_those_that_they_stand_for():
    found = frame()
    assert (found.rows, found.sampled, found.is_exact, found.ranks_exact) == (8, 4, False, False)
    assert found.tier_counts.tolist() == [1, 6, 1]  # row 0; rows 1 and 4; row 5
    assert found.live_tier_counts.tolist() == [1, 4, 3]  # counted among all


def test_movers_are_counted_up_too():
    movers = frame().movers
    # row 1 of weight 4 loses 2 ranks, row 4 of weight 2 gains 4, over 7 rows with both scores
    assert (movers.up, movers.down) == (2, 4)
    assert movers.mean_move == pytest.approx((4 * 2 + 2 * 4) / 7)
    assert (movers.crossed_up, movers.crossed_down) == (2, 0)
    assert movers.mean_change == pytest.approx(2 * 45 / 7)
    assert movers.largest_change == 45.0


def test_the_histogram_has_the_true_live_rows_and_the_differences_of_the_sample():
    histogram = frame().histogram
    moved = histogram.draft - histogram.live
    # columns of 1.5625: two rows leave that of 10, which has only one, for that of 55; one
    # comes to 20
    assert histogram.live.sum() == 7
    assert {place: moved[place] for place in np.flatnonzero(moved)} == {6: -1, 12: 1, 35: 2}


@pytest.mark.parametrize(
    ("view", "rows", "found"),
    [
        ({}, [0, 4, 1, 5], 8),
        ({"limit": 2}, [0, 4], 8),
        ({"offset": 3}, [1, 5], 8),  # rows before: 0 1 3 7
        ({"sort": "moved"}, [4, 1, 0, 5], 8),
        ({"only": "moved", "moved_by": 2}, [4], 2),
        ({"only": "tier"}, [4], 2),
        ({"only": "top", "top": 2}, [4], 2),  # row 1 was the second
        ({"sort": "last"}, [5, 1, 4, 0], 8),
        ({"sort": "gain"}, [4, 0, 1, 5], 8),  # row 5 had no score
        ({"sort": "fallen"}, [1, 0, 5, 4], 8),
        ({"only": "pinned", "pinned": (3, 0)}, [0, 3], 2),
        ({"among": (1, 3)}, [1, 3], 2),
    ],
)
def test_a_view_has_its_rows_in_its_order(view, rows, found):
    page = frame(**view).page
    assert (page.rows.tolist(), page.found) == (rows, found)


def test_pinned_rows_are_in_every_frame_by_rank():
    pinned = frame(pinned=(3, 1, 4), limit=1).pinned
    assert (pinned.rows.tolist(), pinned.found) == ([4, 1, 3], 3)


def test_a_page_tells_both_sides_of_a_row():
    page = frame().page
    assert page.ranks.tolist() == [1, 2, 4, 8]
    assert page.moves.tolist() == [0, 4, -2, 0]
    np.testing.assert_array_equal(page.live_scores, [70.0, 10.0, 50.0, GAP])
    assert (page.tiers, page.live_tiers) == (("A", "B", "B", None), ("A", None, "B", None))
