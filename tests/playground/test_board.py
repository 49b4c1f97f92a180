"""Frames hold what `score()` gives, and quick frames nearly do."""

import copy

import numpy as np
import pytest

import scoring_kit as sk
from scoring_kit.playground.board import Board
from scoring_kit.playground.frame import View
from scoring_kit.scorecard.document import parse_scorecard, to_document


@pytest.fixture(scope="module")
def live():
    return sk.example("book_club").scorecard


@pytest.fixture(scope="module")
def data():
    return sk.example("book_club").data


@pytest.fixture
def board(live, data):
    return Board(live, data)


def edited(card, *places_and_values):
    """Return the card with other values at places of its document."""
    document = copy.deepcopy(to_document(card))
    for *place, last, value in places_and_values:
        part = document
        for step in place:
            part = part[step]
        part[last] = value
    return parse_scorecard(document)


ENGAGEMENT = ("score", "of", 0, "of")
EDITS = {
    "weight": [(*ENGAGEMENT, 0, "weight", 0.2)],
    "weight of a group": [("score", "of", 1, "weight", 0.8)],
    "knot": [(*ENGAGEMENT, 0, "value", "piecewise", 1, [6, 30])],
    "bin": [(*ENGAGEMENT, 1, "value", "bins", 0, "value", 55)],
    "categories": [("score", "of", 1, "of", 2, "value", "categories", 1, "value", 5)],
    "amount": [("adjustments", 0, "add", 11)],
    "cap": [("adjustments", 1, "cap", 70)],
    "cut": [("tiers", "B", 52)],
    "two at once": [
        (*ENGAGEMENT, 2, "weight", 0.9),
        (*ENGAGEMENT, 2, "value", "piecewise", 0, [50, 0]),
    ],
}


@pytest.mark.parametrize("edits", EDITS.values(), ids=EDITS)
def test_exact_frames_are_those_of_score(board, live, data, edits):
    card = edited(live, *edits)
    frame = board.exact(card, View(limit=40))
    found = sk.score(card, data).to_pandas()
    ranks = sk.score(card, data).rank()["rank"].fillna(0).astype(int).to_numpy()
    was = sk.score(live, data).rank()["rank"].fillna(0).astype(int).to_numpy()
    counts = found["tier"].value_counts().reindex(list(dict(card.tiers)), fill_value=0)
    assert frame.tier_counts.tolist() == [*counts, int(found["tier"].isna().sum())]
    both = (ranks > 0) & (was > 0)
    assert frame.movers.up == int((ranks < was)[both].sum())
    assert frame.movers.down == int((ranks > was)[both].sum())
    page = frame.page
    assert page.ranks.tolist() == sorted(ranks[ranks > 0])[:40]
    assert page.ranks.tolist() == ranks[page.rows].tolist()
    assert list(page.tiers) == found["tier"].iloc[page.rows].tolist()


@pytest.mark.parametrize("edits", EDITS.values(), ids=EDITS)
def test_quick_frames_are_near_exact_ones(board, live, edits):
    card = edited(live, *edits)
    board.prepare(live)
    quick, exact = board.quick(card, View(limit=200)), board.exact(card, View(limit=200))
    assert (quick.is_exact, exact.is_exact) == (False, True)
    assert np.abs(quick.tier_counts - exact.tier_counts).max() <= 2
    assert quick.page.scores == pytest.approx(exact.page.scores, abs=0.0501)  # one digit
    assert quick.movers.crossed_up == pytest.approx(exact.movers.crossed_up, abs=2)
    assert quick.movers.largest_change == pytest.approx(exact.movers.largest_change, abs=1e-4)
    assert quick.movers.mean_move == pytest.approx(exact.movers.mean_move, abs=5)


def test_quick_frames_follow_one_edit_after_another(board, live):
    board.prepare(live)
    card = live
    for edits in EDITS.values():
        card = edited(card, *edits)
        quick = board.quick(card, View())
    exact = board.exact(card, View())
    assert quick.page.scores == pytest.approx(exact.page.scores, abs=0.0501)  # one digit


def test_what_did_not_move_is_not_told_to_have_moved(board, live):
    frame = board.exact(live, View())
    assert (frame.movers.up, frame.movers.down, frame.movers.mean_change) == (0, 0, 0.0)
    assert not frame.page.moves.any()
    assert (frame.histogram.draft == frame.histogram.live).all()
    assert frame.histogram.draft.sum() == frame.tier_counts.sum() - 62  # 62 are knocked out


VIEWS = {
    "the second page": View(offset=50, limit=50),
    "most moved first": View(limit=30, sort="moved"),
    "crossed a tier": View(limit=1000, only="tier"),
    "moved more than 500 ranks": View(limit=4000, only="moved", moved_by=500),
    "pinned": View(only="pinned", pinned=(7, 3, 99)),
    "found by a search": View(among=(1, 2, 3, 4)),
}


@pytest.mark.parametrize("view", VIEWS.values(), ids=VIEWS)
def test_a_view_chooses_and_sorts_the_rows(board, live, data, view):
    card = edited(live, *EDITS["weight"])
    page = board.exact(card, view).page
    ranks = sk.score(card, data).rank()["rank"].fillna(0).astype(int).to_numpy()
    was = sk.score(live, data).rank()["rank"].fillna(0).astype(int).to_numpy()
    tiers, old = (sk.score(c, data).to_pandas()["tier"].fillna("") for c in (card, live))
    moves = np.where((ranks > 0) & (was > 0), was - ranks, 0)
    wanted = {
        "tier": tiers.to_numpy() != old.to_numpy(),
        "moved": np.abs(moves) > view.moved_by,
        "pinned": np.isin(np.arange(len(ranks)), view.pinned),
        None: np.isin(np.arange(len(ranks)), view.among) if view.among else ranks >= 0,
    }[view.only]
    rows = np.flatnonzero(wanted)
    order = -np.abs(moves) if view.sort == "moved" else np.where(ranks == 0, 10**9, ranks)
    expected = rows[np.lexsort((rows, order[rows]))][view.offset : view.offset + view.limit]
    assert page.rows.tolist() == expected.tolist()
    assert page.found == len(rows)


GEOMETRIC = [("score", "aggregate", "geometric_mean"), ("score", "at_least", 1)]
NOT_QUICK = {
    "geometric mean": GEOMETRIC,
    "power mean": [("score", "aggregate", {"power_mean": 2})],
    "least": [("score", "of", 0, "aggregate", "min")],
    "then": [("score", "then", "value * 0.9 + 2")],
    "amount": [("adjustments", 0, "add", "months_since_order * 0.2")],
    "missing": [("score", "aggregate", "max"), ("score", "of", 1, "of", 0, "missing", 50)],
}


@pytest.mark.parametrize("edits", NOT_QUICK.values(), ids=NOT_QUICK)
def test_other_drafts_are_calculated_as_exactly_on_all_rows_of_a_small_table(board, live, edits):
    card = edited(live, *edits)
    board.prepare(card)
    view = View(limit=5000)
    quick, exact = board.quick(card, view), board.exact(card, view)
    assert (quick.is_exact, quick.sampled, quick.ranks_exact) == (False, None, True)
    assert quick.tier_counts.tolist() == exact.tier_counts.tolist()
    assert quick.movers == exact.movers
    np.testing.assert_array_equal(quick.page.scores, exact.page.scores)
    assert quick.page.ranks.tolist() == exact.page.ranks.tolist()
    assert quick.page.tiers == exact.page.tiers


@pytest.mark.parametrize("edits", NOT_QUICK.values(), ids=NOT_QUICK)
def test_other_drafts_are_looked_at_on_a_sample_of_a_large_table(live, data, edits):
    card, board = edited(live, *edits), Board(live, data, sample_rows=1000)
    frame = board.quick(card, View(limit=5000))
    found = sk.score(card, data).to_pandas()
    assert 1000 <= frame.sampled < 1400  # 100 of each tier at least
    rows = frame.page.rows
    np.testing.assert_array_equal(frame.page.scores, found["score"].to_numpy()[rows])
    assert [tier or np.nan for tier in frame.page.tiers] == pytest.approx(
        found["tier"].iloc[rows].tolist(), nan_ok=True
    )
    assert frame.tier_counts.sum() == frame.page.found == 4000
    exact = board.exact(card, View())
    # a share of about a half of 4000, from 1000 rows: 95 within two standard errors
    assert frame.tier_counts == pytest.approx(exact.tier_counts, abs=95)
    assert frame.movers.mean_change == pytest.approx(exact.movers.mean_change, rel=0.1)
    assert frame.live_tier_counts.tolist() == exact.live_tier_counts.tolist()


def test_rows_that_are_pinned_or_found_are_shown_beside_the_sample(live, data):
    card, board = edited(live, *GEOMETRIC), Board(live, data, sample_rows=200)
    scores = sk.score(card, data).to_pandas()["score"].to_numpy()
    wanted = (17, 30, 2999, 3001)
    for view in (View(only="pinned", pinned=wanted), View(among=wanted)):
        frame = board.quick(card, view)
        assert sorted(frame.page.rows) == list(wanted)
        assert frame.page.found == 4
        np.testing.assert_array_equal(frame.page.scores, scores[frame.page.rows])
        assert frame.tier_counts.sum() == 4000


@pytest.mark.parametrize("is_exact", [True, False])
def test_tiers_of_other_names_are_held_against_each_other_by_name(is_exact):
    card = sk.read_scorecard("data/book_club.yaml")
    draft = card.model_copy(update={"tiers": (("S", 90.0), *card.tiers)})
    board = Board(card, "data/book_club.parquet")
    frame = board.exact(draft, View()) if is_exact else board.quick(draft, View())
    scores = sk.score(card, "data/book_club.parquet").to_pandas()["score"]
    # all from 90 on rise from A to the new S, and nobody falls
    assert frame.movers.crossed_up == (scores >= 90).sum()
    assert frame.movers.crossed_down == 0
