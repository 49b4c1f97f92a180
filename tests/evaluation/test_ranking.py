"""Counts from the highest score on: ties, exact sums, what only large weights meet."""

import numpy as np
import pytest

from scoring_kit.evaluation.ranking import Ranking, ranking_of


def pairs_told_apart(scores, came, weights):
    """Return AUC as it is defined, over all pairs."""
    better = np.sign(scores[came][:, None] - scores[~came][None, :]) / 2 + 0.5
    weight = weights[came][:, None] * weights[~came][None, :]
    return (better * weight).sum() / weight.sum()


@pytest.mark.parametrize("largest", [1, 50, 2**33])
def test_auc_is_that_of_all_pairs_for_weights_of_any_size(largest):
    draw = np.random.default_rng(largest)
    scores, came = draw.integers(0, 20, 200) / 4, draw.random(200) < 0.4
    weights = draw.integers(0, largest, 200, endpoint=True)
    ranking = ranking_of(scores, came.astype(np.int8), weights)
    expected = pairs_told_apart(scores, came, weights.astype(float))
    assert ranking.auc == pytest.approx(expected, abs=1e-14)


def test_cells_of_one_score_are_joined_and_the_highest_comes_first():
    scores = np.array([1.0, 3.0, -0.0, 0.0, 3.0])
    ranking = ranking_of(scores, np.array([1, 0, 0, 1, 1], np.int8), np.array([1, 2, 3, 4, 5]))
    assert (ranking.with_.tolist(), ranking.without.tolist()) == ([5, 1, 4], [2, 0, 3])


def test_places_without_rows_do_no_harm():
    full = Ranking.of(np.array([1, 2]), np.array([3, 4]))
    gaps = Ranking.of(np.array([0, 1, 0, 2, 0]), np.array([0, 3, 0, 4, 0]))
    assert (gaps.auc, gaps.ks, gaps.top(0.5)) == (full.auc, full.ks, full.top(0.5))


def test_a_ranking_of_nothing_has_no_rows():
    nothing = ranking_of(np.zeros(0), np.zeros(0, np.int8), np.zeros(0, np.int64))
    assert (nothing.total, nothing.total_without) == (0, 0)


def test_the_top_takes_rows_of_the_tied_score_in_part():
    # the best row has the event; of the 4 that tie at the cut of 3 rows, 2 have it and 2 are taken
    ranking = Ranking.of(np.array([1, 2, 0]), np.array([0, 2, 1]))
    assert ranking.top(0.5) == 2.0
    assert ranking.lift(0.5) == pytest.approx(2 / 3 / 0.5)
