import math
from collections import Counter

import numpy as np
import pytest

import scoring_kit as sk
from scoring_kit.engines.score_summary import MOST_BARS, fine_power, summarize_scores
from tests.cards import card, criterion

PLAIN = card(criterion("points"), tiers={"A": 50, "B": 0}, defaults={"missing": "fail"})


def summary(points, within=(-math.inf, math.inf), top=10):
    scores = sk.score(PLAIN, {"points": points})
    return summarize_scores(
        scores._duckdb(), scores.whole_plan, scores.table, (), within=within, top=top
    )


@pytest.mark.parametrize("within", [(-math.inf, math.inf), (0.0, 100.0), (-1e12, 1e12)])
def test_counts_are_those_of_the_rows_whatever_range_was_known(within):
    points = [float(x) for x in np.random.default_rng(7).integers(0, 1000, 3000) / 10]
    found = summary(points, within)
    assert found.tiers == Counter("A" if x >= 50 else "B" for x in points)
    assert 15 <= len(found.bars) <= MOST_BARS
    for bar in found.bars:
        assert bar.count == sum(bar.start <= x < bar.end for x in points)


def test_hundredths_fall_in_the_bar_that_they_begin():
    # 0.29 * 100 is 28.999999999999996
    found = summary([n / 100 for n in range(30)], (0.0, 0.5))
    assert [bar.count for bar in found.bars] == [1] * 30


def test_the_best_rows_come_first_and_those_without_a_score_never():
    found = summary([1.0, None, 60.0, -5.0], top=3)
    assert [row[0] for row in found.top] == [60.0, 1.0, -5.0]
    assert (found.rows, found.scored, found.lowest, found.highest) == (4, 3, -5.0, 60.0)


def test_mean_and_coverage_are_of_the_rows_that_have_them():
    # (2 + 4) / 2 = 3; one of three rows has no usable value
    found = summary([2.0, 4.0, math.nan])
    assert found.mean == 3.0
    assert found.mean_coverage == pytest.approx(2 / 3)
    assert found.full_coverage == 2


@pytest.mark.parametrize("points", [[1e308, -1e308], [5e-324, 0.0], [1e300, 1e300 * (1 + 1e-15)]])
def test_numbers_at_the_ends_of_what_doubles_hold_are_counted(points):
    assert sum(bar.count for bar in summary(points).bars) == len(points)


def test_fine_bars_are_a_power_of_ten_wide():
    assert [fine_power((0.0, high)) for high in (100.0, 1.0, 1e6, math.inf, 0.0)] == [
        1, 3, -3, None, None
    ]  # fmt: skip
