"""Counts of small results, by hand."""

import math

import numpy as np
import pytest

from scoring_kit.compiler import compile_scorecard
from scoring_kit.engines.duckdb import DuckDBEngine, connect
from scoring_kit.engines.tallies import bin_width, reason_counts, score_bins, tier_counts
from scoring_kit.tables.table import open_table, table_columns
from tests.compiler.worked import leaf, parsed, root

CARD = parsed(
    {
        "score": root(leaf("x", range=[0, 10]), leaf("y", range=[0, 10])),
        "tiers": {"A": 5, "B": 2},
        "knock_outs": [
            {"name": "low", "when": "x < 0", "reason": "K"},
            {"name": "lower", "when": "x < -1", "reason": "K"},
            {"name": "odd", "when": "y = 7"},
        ],
        "reasons": {"top": 2},
    }
)
TABLE = {
    "x": [9.0, 1.0, -1.0, -2.0, -2.0, None, 0.0],
    "y": [3.0, 9.0, 4.0, 7.0, 4.0, 5.0, 1.0],
    "g": [1.0, 1.0, 2.0, 2.0, math.nan, 1.0, None],
}
CODES = {"low": "K", "lower": "K", "odd": "odd"}


def counted(count, *told, data=TABLE):
    connection = connect(threads=1)
    table = open_table(data, connection=connection)
    plan = compile_scorecard(CARD, table_columns(table))
    return count(DuckDBEngine(connection), plan, table, *told)


def test_reasons_are_counted_by_rank_and_knock_outs_once_a_row():
    found = counted(reason_counts, CODES)
    assert found.rows == {(None,): 7}
    criteria = {key[2:]: n for key, n in found.ranks.items() if not key[1]}
    # rows 1, 2 and 7 lack: y 3.5, x 0.5; x 4.5, y 0.5; x 5, y 4.5
    assert criteria == {("y", 1): 1, ("x", 2): 1, ("x", 1): 2, ("y", 2): 2}
    assert {key[2:]: n for key, n in found.ranks.items() if key[1]} == {("K", 1): 3, ("odd", 2): 1}
    assert found.knock_outs == {(None, "K"): 3, (None, "odd"): 1}


def test_nan_and_null_are_one_segment():
    found = counted(reason_counts, CODES, "g")
    assert found.rows == {(1.0,): 3, (2.0,): 2, (None,): 2}
    assert found.knock_outs == {(2.0, "K"): 2, (2.0, "odd"): 1, (None, "K"): 1}


def test_tiers_are_counted_with_the_status():
    assert counted(tier_counts) == {
        ("scored", "A"): 2,
        ("scored", None): 1,
        ("knocked_out", None): 3,
        ("insufficient", None): 1,
    }


def test_scores_are_counted_in_round_bins_by_tier():
    # scores 6, 5 and 0.5; a span of 5.5 in bins of 2
    expected = [(0.0, 2.0, None, 1), (4.0, 6.0, "A", 1), (6.0, 8.0, "A", 1)]
    assert counted(score_bins, 5) == expected
    assert counted(score_bins, 5, data={**TABLE, "x": [-1.0] * 7}) == []


@pytest.mark.parametrize("parts", [10, 20, 50, 1000])
def test_a_score_on_the_edge_of_bins_is_in_the_upper_one(parts):
    scores = [place / parts for place in range(parts + 1)]  # as people write them: 0.3, 0.15
    table = {"x": scores, "y": scores}
    bins = counted(score_bins, parts + 1, data=table)
    assert [(start, count) for start, _, _, count in bins] == [(score, 1) for score in scores]
    assert [end for _, end, _, _ in bins[:-1]] == scores[1:]


@pytest.mark.parametrize(
    ("span", "most", "expected"), [(7, 8, 1), (7.1, 8, 2), (1e-300, 3, 5e-301), (1e300, 2, 1e300)]
)
def test_widths_are_round(span, most, expected):
    assert bin_width(span, most) == pytest.approx(expected, rel=1e-12)


def test_a_table_without_rows_has_no_counts():
    empty = {name: np.array([], np.float64) for name in TABLE}
    assert counted(reason_counts, CODES, data=empty).rows == {}
    assert counted(tier_counts, data=empty) == {}
    assert counted(score_bins, 5, data=empty) == []
