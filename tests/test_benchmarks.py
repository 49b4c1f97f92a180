"""The benchmarks measure the same thing on both sides: hand-written SQL gives the card's score."""

import duckdb
import pandas as pd
import pytest

from benchmarks import batch, bench_evaluation, by_hand, outside, peers
from benchmarks.bench_base import plan_of
from benchmarks.measure import Timing, interleave, ratio
from benchmarks.mixed_card import criteria, load
from benchmarks.report import Report
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


@pytest.fixture(scope="module")
def source(tmp_path_factory):
    """Return the mixed table as a file."""
    path = tmp_path_factory.mktemp("mixed") / "mixed.parquet"
    with duckdb.connect() as opened:
        load(opened, criteria(20), ROWS)
        opened.execute(f"COPY mixed TO '{path}' (FORMAT parquet)")
    return path


PEERS = [(d, n) for d, found in batch.ALTERNATIVES.items() for n in found if "polars" in n]


@pytest.mark.parametrize(("detail", "name"), [*PEERS, ("score", "SQL by hand")])
def test_each_alternative_writes_the_same_columns(source, tmp_path, detail, name):
    ours, theirs = tmp_path / "ours", tmp_path / "theirs"
    batch.ALTERNATIVES[detail]["scoring_kit"](source, ours)
    batch.ALTERNATIVES[detail][name](source, theirs)
    assert batch.largest_difference(ours, theirs, ROWS) < 1e-9


def test_a_result_that_differs_in_one_text_is_not_equal(source, tmp_path):
    ours, theirs = tmp_path / "ours", tmp_path / "theirs"
    batch.ALTERNATIVES["reasons"]["scoring_kit"](source, ours)
    changed = f"SELECT * REPLACE (if(id = 5, 'Z', tier) AS tier) FROM read_parquet('{ours}')"
    duckdb.connect().execute(f"COPY ({changed}) TO '{theirs}' (FORMAT parquet)")
    assert batch.largest_difference(ours, theirs, ROWS) == float("inf")


def test_numpy_scores_the_card_of_bins_as_this_library_does():
    # -1 lies in the second bin: an edge belongs to the bin above it.
    points = {"x": [1.0, 2.0, 3.0, 4.0, 5.0], "y": [0.0, 0.0, 0.0, 0.0, 0.5]}
    frame = pd.DataFrame({"x": [-2.0, -1.0, 0.0, 0.3, 1.0], "y": [0.0, 0.0, 0.0, 0.0, 7.0]})
    card = {"edges": list(outside.EDGES), "points": points}
    assert peers.scoring(card, frame)().tolist() == [1, 2, 3, 4, 5.5]
    assert outside.numpy_card(points)(frame).tolist() == [1, 2, 3, 4, 5.5]
    assert outside.pandas_card(points)(frame).tolist() == [1, 2, 3, 4, 5.5]


def test_a_missed_target_is_named(capsys):
    report = Report()
    report.at_most("time", 1.3, 1.25)
    report.at_least("factor", 12.0, 10)
    assert report.missed == ["time: 1.30, target at most 1.25"]
    assert "factor: 12.00, target at least 10: met" in capsys.readouterr().out


def test_the_evaluation_that_is_timed_finds_the_auc_of_scikit_learn():
    frame = bench_evaluation.samples(5000)
    auc, ks = bench_evaluation.both(frame)
    assert auc == pytest.approx(bench_evaluation.theirs(frame), abs=1e-12)
    assert 0.5 < auc < 1.0
    assert ks > 0.0
