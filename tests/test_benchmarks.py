"""The benchmarks measure the same thing on both sides: hand-written SQL gives the card's score."""

import duckdb
import pytest

from benchmarks import by_hand
from benchmarks.bench_base import plan_of
from benchmarks.measure import Timing, interleave, ratio
from benchmarks.mixed_card import criteria, load
from scoring_kit.engines.row import compile_row

ROWS = 2000


@pytest.fixture(scope="module")
def connection():
    with duckdb.connect() as opened:
        load(opened, criteria(20), ROWS)
        opened.execute("UPDATE mixed SET piecewise_4 = '-inf'::DOUBLE WHERE id = 7")
        yield opened


@pytest.fixture(scope="module")
def scores(connection):
    """Return the score of each row by the row executor."""
    table = connection.sql("FROM mixed ORDER BY id")
    score = compile_row(plan_of(20).only(["score"]))
    return [score(dict(zip(table.columns, row, strict=True)))["score"] for row in table.fetchall()]


@pytest.mark.parametrize("style", by_hand.STYLES)
def test_hand_written_sql_gives_the_score_of_the_card(connection, scores, style):
    sql = by_hand.STYLES[style](criteria(20))
    theirs = [row[0] for row in connection.sql(f"SELECT score FROM ({sql}) ORDER BY id").fetchall()]
    assert [theirs[7], scores[7]] == [None, None]
    assert theirs == [
        score if score is None else pytest.approx(score, abs=1e-9) for score in scores
    ]


def test_alternatives_take_turns_and_warm_rounds_do_not_count():
    calls = []
    timings = interleave({"a": lambda: calls.append("a"), "b": lambda: calls.append("b")}, rounds=2)
    assert "".join(calls) == "baabbaab"
    assert len(timings["a"].processor) == len(timings["b"].wall) == 2


def test_a_ratio_is_the_median_over_the_rounds():
    # Round by round 4/2, 9/3, 8/8: 2, 3, 1; the middle one is 2.
    ours, theirs = Timing("ours", (4, 9, 8), (1, 1, 1)), Timing("theirs", (2, 3, 8), (1, 1, 1))
    assert ratio(ours, theirs) == 2
