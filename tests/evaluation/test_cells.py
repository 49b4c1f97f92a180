"""Cells and samples: what counts, what is joined, what has a probability."""

import numpy as np

from scoring_kit.evaluation.cells import Cells, Sample, sample_of


def cells(**more):
    usual = {"score": [1.0, 1.0, np.nan, 2.0], "event": [1, 0, 1, -1], "rows": [1, 2, 3, 4]}
    return Cells.of({"part": [0, 0, 1, 1], **usual, **more})


def test_only_rows_with_score_outcome_and_weight_are_usable():
    assert cells().usable.tolist() == [True, True, False, False]
    assert cells(weight=[-1, 0, 1, 1]).usable.tolist() == [False, True, False, False]
    assert cells(weight=[-1, 2, 1, 1]).amounts.tolist() == [0, 4, 3, 4]


def test_cells_that_differ_in_their_part_only_are_joined():
    parted = Cells.of(
        {
            "score": [np.nan, np.nan, 1.0, 1.0],
            "event": [0, 0, 1, 1],
            "rows": [1, 2, 3, 4],
            "part": [0, 1, 0, 1],
        }
    )
    joined = parted.merged()
    assert (joined.rows.tolist(), joined.event.tolist()) == ([3, 7], [0, 1])
    assert set(joined.part.tolist()) == {-1}
    assert parted.where(parted.rows > 9).merged().rows.tolist() == []


def test_a_sample_counts_rows_and_weighs_their_rate():
    sample = sample_of([3, 2, 1], [1, 0, 0], [2, 1, 1])
    assert (sample.rows, sample.events, sample.rate) == (3, 1, 0.5)
    assert sample_of([1], [1], [0]).rate is None


def test_rows_without_a_probability_are_left_out_of_its_figures():
    sample = sample_of([3, 2, 1], [1, 0, 0], probability=[0.5, np.nan, 0.1])
    assert sample.predicted.rows == 2
    assert sample_of([1, 2], [0, 1]).predicted is None


def test_the_other_version_has_the_same_rows_in_its_own_order():
    sample = sample_of([3, 2, 1], [1, 0, 0], other=[1, 2, 3])
    assert sample.by_other().ranking.auc == 0.0
    assert sample.under_other(sample.by_other().layout).ranking.auc == 0.0
    assert isinstance(sample.by_other(), Sample)
