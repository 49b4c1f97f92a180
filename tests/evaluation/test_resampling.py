"""Draws: the same for the same seed, as many of each class, as wide as drawing rows one by one."""

import numpy as np
import pytest

from scoring_kit.evaluation.cells import sample_of
from scoring_kit.evaluation.resampling import MOST_WORK, Bootstrap, bootstrap


def auc(sample):
    return sample.ranking.auc


@pytest.fixture(scope="module")
def sample():
    draw = np.random.default_rng(6)
    events = (draw.random(400) < 0.3).astype(int)
    return sample_of((events + draw.normal(size=400)).round(1), events)


def test_the_same_seed_draws_the_same(sample):
    one, same, other = (bootstrap(sample, {"auc": auc}, Bootstrap(50, seed)) for seed in (1, 1, 2))
    assert one == same
    assert one != other


def test_each_draw_has_as_many_of_each_class(sample):
    drawn = sample.drawn(np.random.default_rng(1))
    assert (drawn.rows, drawn.events) == (sample.rows, sample.events)
    assert drawn.ranking.total == sample.ranking.total


def test_a_wider_confidence_is_a_wider_interval(sample):
    narrow, wide = (
        bootstrap(sample, {"auc": auc}, Bootstrap(200, 0, c))["auc"] for c in (0.5, 0.99)
    )
    assert wide[0] < narrow[0] < narrow[1] < wide[1]


def test_intervals_are_as_wide_as_those_of_drawing_rows(sample):
    low, high = bootstrap(sample, {"auc": auc}, Bootstrap(400))["auc"]
    draw, cells = np.random.default_rng(9), sample.cells
    rows = np.repeat(np.arange(len(cells.rows)), cells.rows)
    found = []
    for _ in range(400):
        kinds = (rows[cells.event[rows] == kind] for kind in (0, 1))
        again = np.concatenate([draw.choice(kind, len(kind)) for kind in kinds])
        found.append(sample_of(cells.score[again], cells.event[again]).ranking.auc)
    expected = np.quantile(found, [0.025, 0.975])
    assert (low, high) == pytest.approx(expected.tolist(), abs=0.02)


def test_what_takes_too_long_is_drawn_only_where_asked(sample):
    large = sample_of(np.arange(MOST_WORK // 400), np.arange(MOST_WORK // 400) % 2)
    assert Bootstrap().draws(large) == 0
    assert Bootstrap(7).draws(large) == 7
    assert Bootstrap().draws(sample) == 500


def test_a_figure_that_a_draw_lacks_has_no_interval(sample):
    drawn = iter([0.5] * 9 + [None])
    assert bootstrap(sample, {"x": lambda _: next(drawn)}, Bootstrap(10)) == {"x": None}
    assert bootstrap(sample, {"x": auc}, Bootstrap(0)) == {"x": None}


def test_one_class_is_not_drawn():
    assert bootstrap(sample_of([1, 2], [1, 1]), {"auc": auc}, Bootstrap(5)) == {"auc": None}
