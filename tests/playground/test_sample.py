import numpy as np
import pytest

import scoring_kit as sk
from scoring_kit.engines.arrays import Texts
from scoring_kit.impact.scored import ExactScores
from scoring_kit.playground.sample import Sample, stratified

CARD = sk.parse_scorecard(
    {
        "schema": "scoring-kit/1",
        "name": "s",
        "score": {"aggregate": "sum", "of": [{"criterion": "a", "missing": "fail"}]},
        "tiers": {"A": 90, "B": 50},
    }
)
ROWS = 20_000


def live(rows=ROWS):
    """Return scores from 0 to 100, one in ten of them none for one of two reasons."""
    score = np.random.default_rng(3).random(rows) * 100
    score[::10] = np.nan
    tier = np.where(score >= 90, 0, np.where(score >= 50, 1, -1)).astype(np.int8)
    codes = np.where(np.isnan(score), np.arange(rows) // 10 % 2, 2).astype(np.int8)
    status = Texts(codes, ("insufficient", "invalid", "scored"))
    return ExactScores(CARD, score, score, tier, status)


def test_the_weights_of_each_tier_and_status_add_up_to_its_rows():
    found, sample = live(), stratified(live(), 2000)
    for codes in (found.tier, found.status.codes):
        for code in np.unique(codes):
            weight = sample.weights[codes[sample.rows] == code].sum()
            assert weight == np.count_nonzero(codes == code)
    assert 2000 <= len(sample.rows) < 2600
    assert (np.diff(sample.rows) > 0).all()


def test_the_best_rows_are_all_in_it():
    found, sample = live(), stratified(live(), 2000)
    best = np.argsort(-found.unrounded)[:200]
    assert np.isin(best, sample.rows).all()
    assert (sample.weights[np.isin(sample.rows, best)] == 1.0).all()


def test_it_lies_evenly_along_the_scores():
    found, sample = live(), stratified(live(), 2000)
    scores = found.score[sample.rows]
    for cut in (10, 30, 60, 80):
        weight = sample.weights[scores < cut].sum()
        # one row of about 10 from each part: cuts are off by one part at most
        assert weight == pytest.approx((found.score < cut).sum(), abs=12)


def test_the_same_seed_gives_the_same_rows_and_another_others():
    one, same, other = (stratified(live(), 2000, seed) for seed in (1, 1, 2))
    assert one.rows.tolist() == same.rows.tolist() != other.rows.tolist()


def test_a_small_table_is_in_it_as_a_whole():
    for rows in (0, 1, 500):
        sample = stratified(live(rows), 500)
        assert sample.is_whole
        assert sample.rows.tolist() == list(range(rows))
        assert sample.weights.tolist() == [1.0] * rows


def test_shown_rows_come_last_and_count_for_nothing():
    sample = Sample(np.array([2, 5]), np.array([3.0, 4.0]), 7).with_shown(np.array([6, 5, 0, 6]))
    assert (sample.rows.tolist(), sample.weights.tolist()) == ([2, 5, 0, 6], [3, 4, 0, 0])
    assert not sample.is_whole
