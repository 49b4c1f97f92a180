"""Winners and losers by segment, expected by hand; `test_compare.py` holds them against pandas."""

import math

import pytest

from scoring_kit.errors import DataError
from scoring_kit.expression.words import Type
from scoring_kit.impact.segments import change_digits, check_parted, segment_rows
from tests.impact.hand import GAP, parts, scored

LIVE = scored([4, 6, 12, 12, GAP, 6], "-BAA-B")
CANDIDATE = scored([6, 12, 6, 13, 12, 6], "BABAAB")


def test_segments_by_hand():
    # art: +2 (from no tier to B, which is up), +6 (B to A), -6 (A to B)
    # mean 2/3, sd sqrt(112/3) = 6.1101
    art, rest = segment_rows(parts(["art", "rest"], [0, 0, 0, 1, 1, 1]), LIVE, CANDIDATE)
    names = ("rows", "scored", "higher", "lower", "up", "down", "small")
    assert [art[name] for name in names] == [3, 3, 2, 1, 2, 1, True]
    assert [rest[name] for name in names] == [3, 2, 1, 0, 1, 0, True]
    assert art["mean_change"] == pytest.approx(2 / 3)
    assert art["half_width"] == pytest.approx(1.96 * 6.1101 / math.sqrt(3), rel=1e-4)


@pytest.mark.parametrize("digits", [None, 1])
def test_equal_changes_have_no_width(digits):
    live, candidate = (scored([base] * 4, "----", digits=digits) for base in (0.1, 0.4))
    [row] = segment_rows(parts(["all"], [0] * 4), live, candidate)
    assert (row["mean_change"], row["half_width"]) == (pytest.approx(0.3), 0.0)


def test_large_changes_with_small_differences_keep_their_width():
    # sums of squares of doubles would lose it: 1e8 beside 1, two and two of them
    candidate = scored([1e8, 1e8 + 1, 1e8, 1e8 + 1], "AAAA")
    [row] = segment_rows(parts(["all"], [0] * 4), scored([0] * 4, "----"), candidate)
    assert row["half_width"] == pytest.approx(1.959964 * math.sqrt(1 / 3 / 4), rel=1e-6)


def test_changes_have_the_digits_of_both():
    one, two, free = (scored([1.0], "-", digits=digits) for digits in (1, 2, None))
    assert [change_digits(one, two), change_digits(one, free)] == [2, None]


@pytest.mark.parametrize(("kind", "found"), [(Type.DATE, "dates"), (None, "lists")])
def test_dates_and_lists_are_refused(kind, found):
    with pytest.raises(DataError, match=f"holds {found}; rows can be parted by text"):
        check_parted("day", kind)
