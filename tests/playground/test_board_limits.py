"""Boards of tables beyond memory, of tables with next to nothing in them, and of many threads."""

import threading
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pandas as pd
import pytest

import scoring_kit as sk
from scoring_kit.playground import board as boards
from scoring_kit.playground.board import Board
from scoring_kit.playground.frame import View
from tests.playground.test_board import EDITS, GEOMETRIC, edited


@pytest.fixture(scope="module")
def live():
    return sk.example("book_club").scorecard


@pytest.fixture(scope="module")
def data():
    return sk.example("book_club").data


def as_csv(data, folder):
    path = folder / "club.csv"
    pd.read_parquet(data).to_csv(path, index=False)
    return path


FORMS = {
    "file": lambda data, folder: data,
    "text file": as_csv,
    "frame": lambda data, folder: pd.read_parquet(data),
}


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_beyond_memory_drags_look_at_a_sample_and_exact_frames_at_all(live, data, tmp_path, form):
    large = Board(live, form(data, tmp_path), memory_limit=1, sample_rows=600)
    small = Board(live, data)
    card = edited(live, *EDITS["weight"])
    large.prepare(live)
    view = View(limit=4000)
    quick, exact, expected = (
        large.quick(card, view),
        large.exact(card, view),
        small.exact(card, view),
    )
    assert not large.fits
    assert 600 <= quick.sampled < 1000
    assert exact.is_exact
    assert exact.tier_counts.tolist() == expected.tier_counts.tolist()
    assert exact.page.rows.tolist() == expected.page.rows.tolist()
    np.testing.assert_array_equal(exact.page.scores, expected.page.scores)
    scores = sk.score(card, data).to_pandas()["score"].to_numpy()
    np.testing.assert_array_equal(quick.page.scores, scores[quick.page.rows])
    values = large.values_of(card)
    for name, column in small.values_of(card).items():
        np.testing.assert_array_equal(values[name], column)


def test_a_board_within_memory_looks_at_all_rows(live, data):
    frame = Board(live, data, sample_rows=600).quick(live, View())
    assert (frame.sampled, frame.ranks_exact, frame.is_exact) == (None, True, False)


CARD = {
    "schema": "scoring-kit/1",
    "name": "c",
    "score": {
        "aggregate": "mean",
        "of": [
            {"criterion": "a", "value": {"piecewise": [[0, 0], [10, 100]]}},
            {"criterion": "b", "value": {"piecewise": [[0, 0], [10, 100]]}, "weight": 2},
        ],
    },
    "defaults": {"missing": "reweight"},
    "tiers": {"A": 60, "B": 30},
}
OTHERS = {
    "quick": {},
    "sampled": {"score": CARD["score"] | {"aggregate": "geometric_mean", "at_least": 1}},
}
TABLES = {
    "no rows": {"a": np.zeros(0), "b": np.zeros(0)},
    "one row": {"a": [5.0], "b": [2.0]},
    "no scores": {"a": [np.nan] * 3, "b": [np.nan] * 3},
    "a constant": {"a": [5.0] * 4, "b": [5.0] * 4},
    "a column that is missing": {"a": [np.nan] * 3, "b": [1.0, 9.0, 5.0]},
}


@pytest.mark.parametrize("memory_limit", [None, 0])
@pytest.mark.parametrize("other", OTHERS.values(), ids=OTHERS)
@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_tables_with_next_to_nothing_in_them_have_frames(table, other, memory_limit):
    live = sk.parse_scorecard(CARD)
    data = pd.DataFrame(table)
    board = Board(live, data, memory_limit=memory_limit)
    board.prepare(live)
    for card in (live, sk.parse_scorecard(CARD | other), edited(live, ("tiers", "A", 40))):
        quick, exact = board.quick(card, View()), board.exact(card, View())
        assert quick.tier_counts.tolist() == exact.tier_counts.tolist()
        assert quick.page.rows.tolist() == exact.page.rows.tolist()
        assert quick.page.ranks.tolist() == exact.page.ranks.tolist()
        assert quick.page.scores == pytest.approx(exact.page.scores, abs=1e-4, nan_ok=True)
        assert quick.histogram.draft.sum() == exact.histogram.draft.sum()
        expected = sk.score(card, data).to_pandas()["score"].to_numpy()
        np.testing.assert_array_equal(exact.page.scores, expected[exact.page.rows])


def test_quick_frames_go_on_while_another_thread_calculates_exact_ones(live, data):
    board = Board(live, data)
    board.prepare(live)
    cards = [
        edited(live, ("score", "of", 1, "weight", 0.2 + 0.02 * step), *more)
        for step in range(20)
        for more in ((), GEOMETRIC)
    ]
    expected = [sk.score(card, data).to_pandas()["score"].to_numpy() for card in cards]
    stop = threading.Event()

    def drag():
        frames = 0
        while not stop.is_set():
            for card, scores in zip(cards, expected, strict=True):
                page = board.quick(card, View(limit=20)).page
                assert page.scores == pytest.approx(scores[page.rows], abs=0.0501)
                frames += 1
        return frames

    with ThreadPoolExecutor(3) as pool:
        dragging = [pool.submit(drag) for _ in range(2)]
        try:
            for found, scores in zip(pool.map(board.scores, cards), expected, strict=True):
                np.testing.assert_array_equal(found.score, scores)
            for card, scores in zip(cards[:6], expected, strict=False):
                page = board.exact(card, View(limit=20)).page
                np.testing.assert_array_equal(page.scores, scores[page.rows])
        finally:
            stop.set()
        assert all(each.result() > 0 for each in dragging)


def test_several_threads_that_ask_for_a_card_calculate_it_once(live, data, monkeypatch):
    board, made = Board(live, data), []
    exact = boards.exact_scores
    monkeypatch.setattr(boards, "exact_scores", lambda *given: made.append(1) or exact(*given))
    card = edited(live, *EDITS["weight"])
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(board.scores, [card] * 4))
    assert all(each is found[0] for each in found)
    assert made == [1]


def test_a_preview_has_the_sample_of_quick_cards_only(live, data):
    board = Board(live, data, sample_rows=500)
    found = board.preview_sample(edited(live, *EDITS["knot"]))
    assert found["of"] == 4000
    assert found["names"] == [criterion.name for criterion in live.criteria]
    assert len(found["codes"]) == found["rows"] * len(found["names"])
    weights = np.frombuffer(found["weights"], "<f4")
    assert weights.sum() == 4000
    scores = np.frombuffer(found["live"], "<f4")
    assert np.count_nonzero(np.isnan(scores) * weights) <= 100
    assert (weights * np.isnan(scores)).sum() == 62  # all those that are knocked out
    assert board.preview_sample(edited(live, *GEOMETRIC)) is None
