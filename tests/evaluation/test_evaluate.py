"""What may be evaluated, and how what cannot be is refused or said."""

import json
import re

import numpy as np
import pandas as pd
import pytest

import scoring_kit as sk
from scoring_kit.errors import DataError

CARD = sk.parse_scorecard(
    {
        "schema": "scoring-kit/1",
        "name": "plain",
        "score": {
            "aggregate": "sum",
            "of": [
                {"criterion": "a", "missing": "fail"},
                {"criterion": "b", "weight": 0, "missing": 0},
            ],
        },
        "tiers": {"high": 3, "low": 0},
    }
)
OTHER = sk.parse_scorecard(
    {
        "schema": "scoring-kit/1",
        "name": "second",
        "score": {"aggregate": "sum", "of": [{"criterion": "b", "missing": "fail"}]},
    }
)
TABLE = pd.DataFrame(
    {
        "a": [5.0, 4, 3, 2, 1, np.nan, 2],
        "b": [5.0, 3, 3, 2, 1, 9, np.nan],
        "came": [1.0, 0, 1, 0, 0, 1, np.nan],
        "word": ["yes", "no", "yes", "no", "no", "yes", None],
        "weight": [1.0, 2, 1, 0, 1, 1, 1],
        "score": ["x"] * 7,
    }
)


def of(**options):
    return sk.evaluate(sk.score(CARD, TABLE), **{"outcome": "came", "bootstrap": 0, **options})


def test_figures_and_counts_by_hand():
    # rows 1 to 5 count: 5+ 4- 3+ 2- 1-, of 6 pairs 5 are right; row 6 has no score, 7 no outcome
    found = of()
    assert found.auc == 5 / 6
    assert found.ks == pytest.approx(2 / 3)
    expected = {"rows": 7, "used": 5, "events": 2, "without_score": 1, "without_outcome": 1}
    assert expected.items() <= found.counts.items()


def test_another_card_scores_the_same_rows():
    # b 5+ 3- 3+ 2- 1-: one pair of 6 ties: 5.5 / 6
    for against in (OTHER, sk.score(OTHER, TABLE)):
        row = of(against=against).comparison.loc["auc"]
        assert (row["value"], row["other"]) == pytest.approx((5 / 6, 5.5 / 6))
        assert row["rows"] == 5
    assert of(against=OTHER).against == "second"


def test_the_columns_of_a_table_may_be_called_as_results_are():
    # the table has a column named score, of texts, beside the calculated one
    assert of(segments="score").segments["part"].tolist() == ["x"]


def test_the_event_may_be_any_value_of_any_column():
    assert of(outcome="word", event="yes").auc == 5 / 6
    assert of(outcome="word", event="no").auc == pytest.approx(1 / 6)
    assert of(event=0).auc == pytest.approx(1 / 6)


def test_weights_count_and_rows_that_weigh_nothing_change_nothing():
    # pairs by weight: 5+ beats 4 (2), 2 (0), 1 (1); 3+ beats 2 (0), 1 (1), loses to 4 (2): 4 of 6
    found = of(weights="weight")
    assert found.auc == pytest.approx(4 / 6)
    assert (found.counts["used"], found.counts["weighing_nothing"]) == (5, 1)


def test_a_table_of_scores_gives_what_the_scores_give():
    frame = sk.score(CARD, TABLE).to_pandas().assign(came=TABLE["came"])
    given, own = sk.evaluate(frame, "came", bootstrap=0), of()
    assert given.figures() == own.figures()
    assert given.tiers["tier"].tolist() == ["high", "low"]


def test_arrays_are_rows():
    found = sk.evaluate([5, 4, 3, 2, 1], np.array([1, 0, 1, 0, 0]), against=[5, 3, 3, 2, 1])
    assert (found.auc, found.comparison.loc["auc", "other"]) == pytest.approx((5 / 6, 5.5 / 6))


def test_a_file_is_read_as_it_is_scored(tmp_path):
    path = tmp_path / "scored.csv"
    pd.DataFrame({"score": [3, 2, 1], "came": [1, 0, 0], "tier": ["A", "B", "B"]}).to_csv(
        path, index=False
    )
    found = sk.evaluate(path, "came")
    assert (found.name, found.auc, len(found.tiers)) == ("scored", 1.0, 2)


def test_an_infinite_score_is_none():
    found = sk.evaluate([np.inf, 2, 1, np.nan], [0, 1, 0, 1])
    assert (found.auc, found.counts["without_score"]) == (1.0, 2)


NO_FIGURES = {
    "no rows": ([], [], "no row with a score and a known outcome"),
    "all have it": ([1, 2], [1, 1], "no row without the event"),
    "none has it": ([1, 2], [0, 0], "no row with the event"),
    "no outcome is known": ([1, 2], [np.nan, np.nan], "no row with a score and a known outcome"),
    "no score": ([np.nan, np.nan], [1, 0], "no row with a score and a known outcome"),
}


@pytest.mark.parametrize(("scores", "events", "said"), NO_FIGURES.values(), ids=NO_FIGURES)
def test_what_has_no_figures_says_why(scores, events, said):
    found = sk.evaluate(np.array(scores, float), np.array(events, float))
    assert found.problem.startswith(said)
    assert found.auc is None
    assert found.metrics["value"].isna().all()
    assert (len(found.deciles), len(found.curve)) == (0, 0)
    assert found.summary[-1] == f"No figures: {found.problem}."
    json.dumps(found.figures(), allow_nan=False)
    assert found._repr_html_()


def test_rows_that_all_weigh_nothing_have_no_figures():
    found = sk.evaluate([2, 1], [1, 0], weights=[0, 0])
    assert found.problem.startswith("no row weighs anything")


def test_scores_that_are_all_equal_are_chance():
    found = sk.evaluate([5, 5, 5, 5], [1, 0, 1, 0], bootstrap=50)
    assert (found.auc, found.ks, found.value("lift")) == (0.5, 0.0, pytest.approx(1.0))


REFUSED = {
    "no such column": ({"outcome": "cam"}, "no column 'cam'; did you mean 'came'?"),
    "another number": (
        {"outcome": "a"},
        "5 rows of 'a' hold neither 0 nor 1, such as 2; an outcome is",
    ),
    "texts": ({"outcome": "word"}, r"holds texts \('no', 'yes'\).*event='no'"),
    "another kind": ({"event": "yes"}, "event='yes' is none of its values: .* holds numbers"),
    "weights of text": ({"weights": "word"}, "holds texts; a weight is a number"),
}


@pytest.mark.parametrize(("options", "said"), REFUSED.values(), ids=REFUSED)
def test_what_is_refused_says_what_is_allowed(options, said):
    with pytest.raises(DataError, match=said):
        of(**options)


@pytest.mark.parametrize(("value", "said"), [(-1.0, "1 row with negative"), (np.inf, "infinite")])
def test_weights_below_nothing_or_without_end_are_refused(value, said):
    with pytest.raises(DataError, match=f"{said} weights; a weight is a finite number"):
        sk.evaluate([1, 2, 3], [0, 1, 1], weights=[1.0, value, 1.0])


BAD = {
    "confidence": ({"confidence": 95}, "confidence is above 0 and below 1, found 95"),
    "bootstrap": ({"bootstrap": -1}, "bootstrap is a number of draws, found -1"),
    "lengths": ({"weights": [1]}, "arrays are of one length, found score 2, outcome 2, weights 1"),
}


@pytest.mark.parametrize(("options", "said"), BAD.values(), ids=BAD)
def test_what_is_no_option_is_refused(options, said):
    with pytest.raises(ValueError, match=said):
        sk.evaluate([1, 2], [0, 1], **options)


def test_names_and_arrays_do_not_mix():
    with pytest.raises(TypeError, match="beside a table `outcome` is the name of one of its"):
        sk.evaluate(sk.score(CARD, TABLE), TABLE["came"])
    with pytest.raises(TypeError, match="`against` is a Scorecard or Scores beside Scores, found"):
        of(against="b")
    with pytest.raises(TypeError, match="weights is the name of a column beside a table"):
        of(weights=[1, 2])


@pytest.mark.parametrize("engine", ["duckdb", "numpy", "row"])
def test_any_executor_gives_the_same_figures(engine):
    found = sk.evaluate(sk.score(CARD, TABLE, engine=engine), "came", bootstrap=20)
    assert found.figures() == of(bootstrap=20).figures()


def test_figures_do_not_depend_on_threads_or_the_order_of_rows(tmp_path):
    draw = np.random.default_rng(5)
    frame = pd.DataFrame(
        {
            "a": draw.normal(size=30_000).round(2),
            "b": draw.random(30_000),
            "came": draw.random(30_000) < 0.2,
            "weight": draw.random(30_000),
            "part": draw.choice(["x", "y"], 30_000),
        }
    )
    found = []
    for threads, rows in ((1, frame), (2, frame.sample(frac=1, random_state=1))):
        path = tmp_path / f"{threads}.parquet"
        rows.to_parquet(path, row_group_size=5000)
        scores = sk.score(CARD, path, threads=threads)
        options = {"weights": "weight", "segments": "part", "against": OTHER, "bootstrap": 20}
        found.append(json.dumps(sk.evaluate(scores, "came", **options).figures()))
    assert found[0] == found[1]
    assert not re.search("NaN|Infinity", found[0])


def test_beside_arrays_segments_and_periods_are_arrays():
    frame = pd.DataFrame(
        {"score": range(8), "outcome": [0, 1] * 4, "city": ["x", "y", "y", "x"] * 2}
    )
    frame["period"] = np.arange(8) // 4
    columns = sk.evaluate(frame, "outcome", segments="city", period="period", bootstrap=0)
    given = {name: frame[name].to_numpy() for name in frame}
    arrays = sk.evaluate(
        given["score"],
        given["outcome"],
        segments={"city": given["city"]},
        period=given["period"],
        bootstrap=0,
    )
    assert arrays.figures() == columns.figures()


def test_segments_beside_arrays_are_named_and_not_called_as_other_arrays():
    with pytest.raises(TypeError, match="beside arrays `segments` is a dict of arrays by name"):
        sk.evaluate([2, 1], [1, 0], segments=["x"])
    with pytest.raises(ValueError, match="no segment can be called 'tier' beside arrays"):
        sk.evaluate([2, 1], [1, 0], segments={"tier": ["a", "b"]})
