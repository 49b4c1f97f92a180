"""Winners and losers by segment, beside what pandas makes of the results of `score()`."""

import json
import math

import numpy as np
import pandas as pd
import pytest

import scoring_kit as sk
from scoring_kit.errors import DataError
from scoring_kit.playground.board import Board
from scoring_kit.playground.segments import Segments
from scoring_kit.playground.session import Session
from scoring_kit.scorecard.files import read_scorecard_text

# A score of one number: live as it is, draft from `b` on, tiers at 10 and 5.
CARD = """
schema: scoring-kit/1
name: plain
score: {aggregate: sum, of: [{criterion: a, missing: fail}]}
tiers: {A: 10, B: 5}
"""
LIVE = read_scorecard_text(CARD)
DRAFT = read_scorecard_text(CARD.replace("a, missing", "b, missing"))


def rows_of(facts, *names):
    return [tuple(row[name] for name in names) for row in facts["rows"]]


@pytest.fixture(scope="module")
def hand():
    data = {
        "a": [4.0, 6.0, 12.0, 12.0, np.nan, 6.0],
        "b": [6.0, 12.0, 6.0, 13.0, 12.0, 6.0],
        "genre": ["art", "art", "art", None, "music", "music"],
    }
    return Segments(Board(LIVE, data, draft=DRAFT, also=["genre"]))


def test_segments_by_hand(hand):
    # art: +2 (from no tier to B, which is up), +6 (B to A), -6 (A to B)
    # mean 2/3, sd sqrt(112/3) = 6.1101
    facts = hand.facts(DRAFT, "genre")
    counts = rows_of(facts, "segment", "kind", "rows", "scored", "up", "down")
    assert counts == [
        ("art", "value", 3, 3, 2, 1),
        ("music", "value", 2, 1, 1, 0),
        ("not known", "missing", 1, 1, 0, 0),
    ]
    art, music, lacking = rows_of(facts, "mean_change", "half_width")
    assert art == pytest.approx((2 / 3, 1.96 * 6.1101 / math.sqrt(3)), rel=1e-4)
    assert (music, lacking) == ((0.0, None), (1.0, None))
    assert (facts["column"], facts["small"]) == ("genre", 3)


def test_the_key_and_columns_of_fractions_are_not_offered(hand):
    assert hand.facts(DRAFT, "genre")["columns"] == ["a", "b", "genre"]
    board = Board(sk.example("book_club").scorecard, sk.example("book_club").data, also=["gender"])
    assert "customer_id" not in Segments(board).columns
    assert "gender" in Segments(board).columns


def test_a_column_that_is_not_there_is_refused_with_those_that_are(hand):
    with pytest.raises(DataError, match=r"no column 'gene'.*did you mean 'genre'.*`also`"):
        hand.facts(DRAFT, "gene")


def test_dates_are_refused():
    data = {"a": [1.0], "day": np.array(["2024-01-01"], "datetime64[D]")}
    with pytest.raises(DataError, match=r"holds dates; rows can be parted by text"):
        Segments(Board(LIVE, data, also=["day"])).facts(LIVE, "day")


def test_segments_are_those_that_pandas_finds():
    card, data = sk.example("book_club").scorecard, sk.example("book_club").data
    session = Session(card)
    session.set_weight("recency", 0.2)
    found = Segments(Board(card, data, also=["art_books"])).facts(session.scorecard, "art_books")
    was, now = (sk.score(each, data).to_pandas() for each in (card, session.scorecard))
    change = (now["score"] - was["score"]).groupby(pd.read_parquet(data)["art_books"])
    order = change.size().sort_values(ascending=False, kind="stable").index
    sizes = [(str(books), rows) for books, rows in change.size()[order].items()]
    assert rows_of(found, "segment", "rows") == sizes
    means = [row["mean_change"] for row in found["rows"]]
    assert means == pytest.approx(change.mean()[order].tolist())
    errors = (change.std() / change.count().pow(0.5))[order] * 1.959964
    widths = [row["half_width"] for row in found["rows"]]
    assert widths == [pytest.approx(width) if width == width else None for width in errors]
    assert json.loads(json.dumps(found, allow_nan=False)) == found


def test_more_than_forty_segments_are_joined():
    names = [f"g{number:02}" for number in range(45)]
    data = {"a": np.ones(90), "genre": names * 2}
    facts = Segments(Board(LIVE, data, also=["genre"])).facts(LIVE, "genre")
    assert len(facts["rows"]) == 41
    assert rows_of(facts, "segment", "kind", "rows")[-1] == ("other", "other", 10)


def test_no_rows_and_no_scores_give_no_numbers():
    nothing = Board(LIVE, {"a": np.array([], float), "g": np.array([], "str")}, also=["g"])
    assert Segments(nothing).facts(LIVE, "g")["rows"] == []
    lacking = Segments(Board(LIVE, {"a": [np.nan, np.nan], "g": ["x", "y"]}, also=["g"]))
    cells = rows_of(lacking.facts(LIVE, "g"), "scored", "mean_change", "half_width")
    assert cells == [(0, None, None)] * 2


def test_the_key_that_rows_are_called_by_parts_none_of_them():
    data = {"a": [1.5, 2.5, 3.5, 4.5], "genre": list("xxyy"), "code": list("ppqq")}
    board = Board(LIVE, data, also=["genre", "code"])
    assert Segments(board).columns == ("genre", "code")
    assert Segments(board, ("code",)).columns == ("genre",)
