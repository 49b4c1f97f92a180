"""What an evaluation may be of, and which columns it reads."""

import numpy as np
import pandas as pd
import pytest

import scoring_kit as sk
from scoring_kit.errors import DataError


def test_all_columns_that_are_lacking_are_named_at_once():
    with pytest.raises(DataError, match=r"no column 'x'(.|\n)*no column 'y'"):
        sk.evaluate({"score": [1.0]}, "x", segments="y")


def test_scores_are_numbers():
    frame = pd.DataFrame({"score": ["high", "low"], "came": [1, 0]})
    with pytest.raises(DataError, match="column 'score' holds texts; numbers are needed"):
        sk.evaluate(frame, "came")


def test_lists_are_no_segments():
    frame = pd.DataFrame({"score": [1.0, 2.0], "came": [1, 0], "many": [[1], [2]]})
    with pytest.raises(DataError, match="'many'"):
        sk.evaluate(frame, "came", segments="many")


def test_too_many_tiers_are_no_tiers():
    frame = pd.DataFrame({"score": range(200), "came": [0, 1] * 100})
    frame["tier"] = frame["score"].astype(str)
    with pytest.raises(DataError, match="column 'tier' has more than 100 tiers"):
        sk.evaluate(frame, "came")


def test_other_names_for_the_columns_may_be_given():
    frame = pd.DataFrame(
        {
            "s": [3, 2, 1],
            "p": [0.9, 0.2, 0.1],
            "grade": ["x", "y", "y"],
            "o": [1, 2, 3],
            "c": [1, 0, 0],
        }
    )
    names = {"score": "s", "probability": "p", "tier": "grade", "against": "o"}
    found = sk.evaluate(frame, "c", **names, bootstrap=0)
    assert found.tiers["tier"].tolist() == ["x", "y"]
    assert found.value("brier") == pytest.approx((0.01 + 0.04 + 0.01) / 3)
    assert (found.against, found.comparison.loc["auc", "other"]) == ("o", 0.0)


def test_a_column_of_a_large_frame_that_nobody_named_is_read_when_asked_for():
    frame = pd.DataFrame({"score": [2.0, 1.0] * 20, "came": [1, 0] * 20, "x": np.arange(40.0)})
    found = sk.evaluate(frame, "came", bootstrap=0)
    assert found.information("x")["column"].unique().tolist() == ["x"]


def test_wide_numbers_and_decimals_are_read_exactly():
    frame = pd.DataFrame({"score": [2**60 + 512, 2**60, 5], "came": [1, 0, 0]})
    assert sk.evaluate(frame, "came", bootstrap=0).auc == 1.0


@pytest.mark.parametrize("scores", [[None, None], [np.nan, np.nan], np.array([np.nan, np.nan])])
def test_scores_that_are_all_missing_leave_nothing_to_evaluate(scores):
    found = sk.evaluate(scores, [1, 0])
    assert found.counts["without_score"] == 2
    assert found.problem.startswith("no row with a score and a known outcome")


def test_a_table_without_rows_has_no_figures():
    assert sk.evaluate([], np.zeros(0)).counts["rows"] == 0


def test_weights_and_other_scores_that_are_all_missing_leave_no_row():
    found = sk.evaluate([2, 1], [1, 0], weights=[None, None], against=[None, None])
    assert (found.counts["without_weight"], found.counts["used"]) == (2, 0)


@pytest.mark.parametrize("name", ["evaluated score", "Evaluated Score", "evaluated tier"])
def test_a_column_called_as_what_is_calculated_is_refused(name):
    # a number of this name would otherwise be taken for the score
    card, data = sk.example("book_club")
    table = pd.read_parquet(data).rename(columns={"gender": name})
    with pytest.raises(DataError, match=f"cannot be called '{name}', as what is calculated is"):
        sk.evaluate(sk.score(card, table), "bought", segments=name)
