"""The tables of an impact are what pandas makes of the results of `score()`."""

import numpy as np
import pandas as pd
import pytest

import scoring_kit as sk
from scoring_kit.errors import DataError
from scoring_kit.playground.board import Board
from scoring_kit.playground.impact import impact
from scoring_kit.playground.segments import Segments
from scoring_kit.playground.session import Session
from scoring_kit.scorecard.files import read_scorecard_text

DATA = sk.example("book_club").data


@pytest.fixture(scope="module")
def cards():
    session = Session(sk.example("book_club").scorecard)
    session.set_weight("recency", 0.2)
    session.switch_knock_out("lapsed", on=False)
    return session.live, session.scorecard


@pytest.fixture(scope="module")
def board(cards):
    return Board(cards[0], DATA, draft=cards[1], also=["customer_id", "gender"])


@pytest.fixture(scope="module")
def found(board, cards):
    return impact(board, *cards, by="gender")


@pytest.fixture(scope="module")
def expected(cards):
    """Return key, score, tier, status and rank of both, the live ones with `_live`."""
    both = [sk.score(card, DATA).to_pandas() for card in cards]
    ranks = [sk.score(card, DATA).rank()["rank"] for card in cards]
    both = [each.assign(rank=rank) for each, rank in zip(both, ranks, strict=True)]
    return both[1].join(both[0].add_suffix("_live"))


@pytest.mark.parametrize("name", ["score", "rank", "tier", "status"])
def test_each_row_has_what_score_gives_it(found, expected, name):
    pd.testing.assert_series_equal(found.deltas[name], expected[name])
    live = found.deltas[f"live_{name}"].rename(f"{name}_live")
    pd.testing.assert_series_equal(live, expected[f"{name}_live"])


def test_each_row_has_its_key_and_its_changes(found, expected):
    assert found.deltas["customer_id"].tolist() == expected["customer_id"].tolist()
    change = (expected["score"] - expected["score_live"]).rename("change")
    pd.testing.assert_series_equal(found.deltas["change"], change)
    move = (expected["rank_live"] - expected["rank"]).rename("move")
    pd.testing.assert_series_equal(found.deltas["move"], move)


def test_moves_of_ranks_are_summed_up(found, expected):
    move = expected["rank_live"] - expected["rank"]
    ranks = found.ranks.set_index("moved")
    counts = [(move > 0).sum(), (move < 0).sum(), (move == 0).sum(), 62, 0]  # 62 were knocked out
    assert ranks["rows"].tolist() == counts
    assert ranks.loc["up", "median_move"] == move[(move > 0).fillna(False)].median()
    assert ranks.loc["down", "largest_move"] == -move.min()
    assert ranks.loc["entered"].isna().tolist() == [False, True, True]


def test_tiers_and_statuses_migrate(found, expected):
    matrix = pd.crosstab(expected["tier_live"].fillna("-"), expected["tier"].fillna("-"))
    tiers = found.tiers.fillna("-").pivot(index="live_tier", columns="tier", values="rows")
    assert tiers.sort_index().to_numpy().tolist() == matrix.sort_index().to_numpy().tolist()
    assert tiers.columns.tolist() == ["A", "B", "C", "D"]
    rows = found.statuses.to_numpy().tolist()
    assert rows == [["knocked_out", "scored", 62], ["scored", "scored", 3938]]


def test_segments_are_those_of_the_screen(found, board, cards):
    rows = Segments(board).facts(cards[1], "gender")["rows"]
    assert found.segments.drop(columns="column").to_dict("records") == rows
    assert found.segments["column"].tolist() == ["gender", "gender"]


def test_the_summary_says_the_figures(found, expected):
    # places count from the best, and no tier is below all
    order = {"A": 0, "B": 1, "C": 2, "D": 3}
    was, now = (expected[name].map(order).fillna(4) for name in ("tier_live", "tier"))
    up, down = (now < was).sum(), (now > was).sum()
    ways = f"{up + down:,} rows change tier: {up} up, {down} down; 62 of them had none before."
    assert found.summary[1] == ways
    assert found.summary[2] == "62 rows have a score now."
    means = expected[["score_live", "score"]].mean()
    low, high = means.round(2)
    assert found.summary[3].startswith(f"The mean score goes from {low} to {high} (−")
    assert repr(found).splitlines() == ["Impact", *(f"  {each}" for each in found.summary)]
    assert all(sentence in found._repr_html_() for sentence in found.summary)


PLAIN = """
schema: scoring-kit/1
name: plain
score: {aggregate: sum, of: [{criterion: a, missing: fail}]}
tiers: {"<b>": 1}
"""


def test_without_a_key_rows_have_their_numbers():
    card = read_scorecard_text(PLAIN)
    found = impact(Board(card, {"a": [1.0, np.nan, 0.0]}), card, card)
    assert found.deltas["row"].tolist() == [0, 1, 2]
    assert found.deltas["tier"].fillna("-").tolist() == ["<b>", "-", "-"]
    assert found.summary[0].startswith("Nothing changes: all 3 rows")
    assert "<b></bdi>" not in found._repr_html_()


def test_no_rows_are_no_error():
    card = read_scorecard_text(PLAIN)
    found = impact(Board(card, {"a": np.array([], float)}), card, card)
    assert (found.summary, len(found.deltas)) == (("There are no rows.",), 0)
    assert found._repr_html_()


def test_keys_that_are_not_there_or_collide_are_refused():
    card = read_scorecard_text(PLAIN)
    board = Board(card, {"a": [1.0], "move": ["x"]}, also=["move"])
    with pytest.raises(DataError, match="no column 'aa'; did you mean 'a'"):
        impact(board, card, card, "aa")
    with pytest.raises(DataError, match="key 'move' has the name of a result"):
        impact(board, card, card, "move")


def test_keys_may_repeat_as_rows_keep_their_order():
    card = read_scorecard_text(PLAIN)
    board = Board(card, {"a": [1.0, 2.0], "name": ["x", "x"]}, also=["name"])
    assert impact(board, card, card, "name").deltas["live_score"].tolist() == [1.0, 2.0]
