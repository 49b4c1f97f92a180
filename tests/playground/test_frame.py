"""Frames of standings that are small enough to count by hand."""

import numpy as np
import pytest

import scoring_kit as sk
from scoring_kit.impact.scored import ExactScores
from scoring_kit.playground import room
from scoring_kit.playground.frame import View, make_frame, shared_scale
from scoring_kit.playground.room import Room
from scoring_kit.playground.standing import Scale, exact_standing
from scoring_kit.playground.workers import Workers

SCALE = Scale(0.0, 100.0)
CARD = sk.parse_scorecard(
    {
        "schema": "scoring-kit/1",
        "name": "frame",
        "score": {"aggregate": "sum", "of": [{"criterion": "a", "missing": "fail"}]},
        "tiers": {"A": 60, "B": 40},
    }
)
GAP = np.nan


def standing(*scores):
    """Return the exact standing of a row each."""
    column = np.array(scores)
    tier = np.array([-1 if not x >= 40 else 1 if x < 60 else 0 for x in scores], np.int8)
    return exact_standing(ExactScores(CARD, column, column, tier, None), SCALE)


LIVE = standing(70.0, 50.0, 45.0, 10.0, GAP, 30.0)
DRAFT = standing(55.0, 65.0, 45.0, 20.0, 80.0, GAP)
# Ranks: live 1 2 3 5 - 4; draft 3 2 4 5 1 -


def page(**view):
    return make_frame(DRAFT, LIVE, View(**view), Workers(1)).page


def test_rows_of_one_rank_come_by_number_wherever_a_page_ends():
    # 50 is the border of two parts of a scale from 0 to 100 + 100/16382, as 8191 parts are below
    scale = Scale(0.0, 100.0)
    border = 100.0 / 16_382 * 8_191
    scores = np.array([border - 2e-10, border + 2e-10, border - 2e-10, border + 2e-10, 9.0])
    found = ExactScores(CARD, scores, scores, np.full(5, 1, np.int8), None)
    draft = exact_standing(found, scale)
    assert len(set(draft.codes[:4].tolist())) == 2
    assert draft.ranks[:4].tolist() == [1, 1, 1, 1]
    for size in (1, 2, 3, 5):
        pages = [View(offset=start, limit=size) for start in range(0, 5, size)]
        rows = [make_frame(draft, draft, view, Workers(1)).page.rows.tolist() for view in pages]
        assert [row for page_rows in rows for row in page_rows] == [0, 1, 2, 3, 4]


def test_tiers_are_counted_from_the_best_and_those_without_last():
    frame = make_frame(DRAFT, LIVE, View(), Workers(1))
    assert (frame.tier_counts.tolist(), frame.live_tier_counts.tolist()) == ([2, 2, 2], [1, 2, 3])


def test_the_histogram_holds_every_row_with_a_score():
    histogram = make_frame(DRAFT, LIVE, View(), Workers(1)).histogram
    assert (histogram.low, histogram.high) == (0.0, 100.0)
    assert (histogram.draft.sum(), histogram.live.sum()) == (5, 5)
    # 64 columns of 1.5625: 55 is in the 36th from 0, 20 in the 13th
    assert np.flatnonzero(histogram.draft).tolist() == [12, 28, 35, 41, 51]


@pytest.mark.parametrize(
    ("view", "rows"),
    [
        ({}, [4, 1, 0, 2, 3, 5]),  # without a score last
        ({"offset": 1, "limit": 2}, [1, 0]),
        ({"sort": "moved"}, [0, 2, 1, 3, 4, 5]),
        ({"only": "moved", "moved_by": 1}, [0]),
        ({"only": "tier"}, [4, 1, 0]),
        ({"only": "pinned", "pinned": (3, 2)}, [2, 3]),
        ({"only": "pinned", "pinned": (3, 2), "sort": "last"}, [3, 2]),
        ({"only": "top", "top": 1}, [4]),
        ({"sort": "gain", "offset": 1, "limit": 2}, [3, 2]),
        ({"among": (0, 5, 3)}, [0, 3, 5]),
        ({"only": "tier", "among": (0, 3)}, [0]),
    ],
)
def test_a_view_has_its_rows_in_its_order(view, rows):
    assert page(**view).rows.tolist() == rows


def test_a_page_tells_both_sides_of_a_row():
    found = page(limit=2)
    assert found.scores.tolist() == [80.0, 65.0]
    np.testing.assert_array_equal(found.live_scores, [np.nan, 50.0])
    assert (found.ranks.tolist(), found.moves.tolist()) == ([1, 2], [0, 0])
    assert (found.tiers, found.live_tiers) == (("A", "A"), (None, "B"))
    assert found.found == 6


def test_pinned_rows_are_in_every_frame_by_rank():
    frame = make_frame(DRAFT, LIVE, View(pinned=(5, 0, 1), only="top", top=1), Workers(1))
    assert (frame.pinned.rows.tolist(), frame.pinned.found) == ([1, 0, 5], 3)
    assert (frame.filters.top, frame.filters.entered) == (1, 1)


def test_a_table_without_rows_has_an_empty_frame():
    nothing = standing()
    frame = make_frame(nothing, nothing, View(), Workers(1))
    assert (frame.rows, frame.page.found, frame.page.rows.tolist()) == (0, 0, [])
    assert (frame.movers.mean_move, frame.histogram.draft.sum()) == (0.0, 0)


def test_a_shared_scale_holds_the_ends_of_both():
    assert shared_scale((0.0, 10.0), (5.0, 20.0)) == Scale.of(0.0, 20.0)


@pytest.mark.parametrize("offset", [0, 7, 40, 195, 200, 300])
def test_a_page_of_rough_ranks_has_the_ranks_of_all_rows_counted(monkeypatch, offset):
    monkeypatch.setattr(room, "EXACT_RANKS_UP_TO", 10)
    scores = np.random.default_rng(4).integers(0, 60, 200).astype(np.float32)
    scores[::9] = np.nan
    live = standing(*[10.0] * 200)
    put = lambda block, out, scratch: np.copyto(out, scores[block])  # noqa: E731
    draft = Room(200, Workers(1)).standing(CARD, put, SCALE)
    found = make_frame(draft, live, View(offset=offset, limit=30), Workers(1))
    ranks = [0 if x != x else int((scores > x).sum()) + 1 for x in scores]
    order = sorted(range(200), key=lambda row: (ranks[row] == 0, ranks[row], row))
    rows = order[offset : offset + 30]
    assert found.page.rows.tolist() == rows
    assert found.page.ranks.tolist() == [ranks[row] for row in rows]
    assert found.page.moves.tolist() == [1 - ranks[row] if ranks[row] else 0 for row in rows]
    assert not found.ranks_exact
