"""The headline of two versions, expected by hand."""

import pytest

from scoring_kit.impact.headline import compared, crossed, digits_of, top_size
from tests.impact.hand import GAP, scored


def test_the_headline_by_hand():
    # ranks: live 1 2 3 4 -, candidate 4 1 2 3 5
    live = scored([12, 9, 6, 1, GAP], "ABB--")
    candidate = scored([5, 11, 8, 7, 1], "BABB-")
    assert compared(live, candidate, top=2) == {
        "mean": {"live": 7.0, "candidate": 6.4},
        "top": {"n": 2, "stay": 1, "enter": 1, "leave": 1},
        "median_move": 1.0,
        "most_up": 1,
        "most_down": 3,
        "crossed": {"up": 2, "down": 1, "gained": 1, "lost": 0},
    }


def test_no_tier_is_below_all():
    found = crossed(scored([1, 12, 6, 6], "-ABB"), scored([6, 1, 6, 12], "B-BA"))
    assert found == {"up": 2, "down": 1, "gained": 1, "lost": 1}


@pytest.mark.parametrize(
    ("rows", "given", "size"),
    [(0, None, 0), (1, None, 1), (5, None, 1), (200, None, 20), (12_000, None, 1000), (5, 9, 9)],
)
def test_the_top_is_a_tenth_of_the_rows_and_at_most_1000(rows, given, size):
    assert top_size(rows, given) == size


def test_equal_ranks_make_the_top_longer():
    tied = scored([5, 5, 5, 1], "BBB-")
    assert compared(tied, tied, top=1)["top"] == {"n": 1, "stay": 3, "enter": 0, "leave": 0}


def test_scores_have_the_digits_of_their_card():
    assert [digits_of(scored([1.0], "-", digits=digits)) for digits in (None, 2)] == [None, 2]
