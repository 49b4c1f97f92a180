"""Orders and filters of the table, on rows that one can count."""

import numpy as np
import pytest

from scoring_kit.playground.sorting import count_filters, first_rows, newly_among
from tests.playground.test_frame import DRAFT, GAP, LIVE, standing

# Scores: live 70 50 45 10 gap 30, draft 55 65 45 20 80 gap
# Ranks: live 1 2 3 5 - 4, draft 3 2 4 5 1 -
MOVES = np.array([-2, 0, -1, 0, 0, 0], np.int32)
ALL = np.arange(6)


@pytest.mark.parametrize(
    ("sort", "rows"),
    [
        ("last", [3, 2, 0, 1, 4, 5]),
        ("moved", [0, 2, 1, 3, 4, 5]),
        ("risen", [1, 3, 4, 5, 2, 0]),
        ("fallen", [0, 2, 1, 3, 4, 5]),
        ("change", [0, 1, 3, 2, 4, 5]),  # 15, 15, 10 and 0 without sign; two have none
        ("gain", [1, 3, 2, 0, 4, 5]),
        ("loss", [0, 2, 3, 1, 4, 5]),
    ],
)
def test_rows_come_in_the_order_that_is_asked_for(sort, rows):
    assert first_rows(ALL, DRAFT, LIVE, MOVES, sort, 6).tolist() == rows


@pytest.mark.parametrize("count", range(7))
def test_the_first_rows_are_the_beginning_of_all_rows_in_order(count):
    whole = first_rows(ALL, DRAFT, LIVE, MOVES, "moved", 6).tolist()
    assert first_rows(ALL, DRAFT, LIVE, MOVES, "moved", count).tolist() == whole[:count]


def test_only_rows_that_are_given_are_put_in_order():
    assert first_rows(np.array([1, 3, 5]), DRAFT, LIVE, MOVES, "gain", 2).tolist() == [1, 3]


def test_filters_count_the_rows_that_they_leave():
    filters = count_filters(DRAFT, LIVE, MOVES, moved_by=1, top=2)
    # one row moved by 2; row 4 came among the first two, and row 0 left
    assert (filters.moved_by, filters.moved) == (1, 1)
    assert (filters.top, filters.entered) == (2, 1)
    assert newly_among(DRAFT, LIVE, 2).tolist() == [4]


def test_rows_without_a_score_are_among_no_first_ranks():
    none = standing(GAP, GAP)
    filters = count_filters(none, none, np.zeros(2, np.int32), moved_by=0, top=5)
    assert filters.entered == 0
