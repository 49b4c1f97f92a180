"""From a table to cells: outcomes of every kind, parts of every kind."""

import datetime as dt

import numpy as np
import pandas as pd
import pytest

import scoring_kit as sk
from scoring_kit.errors import DataError

FRAME = pd.DataFrame(
    {
        "score": [4.0, 3, 2, 1],
        "number": [1.0, 0.0, np.nan, -0.0],
        "flag": pd.array([True, False, None, False], dtype="boolean"),
        "word": ["paid", "late", None, "it's"],
        "day": [dt.date(2024, 1, 1), dt.date(2024, 1, 2), None, dt.date(2024, 1, 2)],
        "empty": [None, None, None, None],
    }
)


@pytest.mark.parametrize(
    ("outcome", "event"),
    [
        ("number", None),
        ("number", 1),
        ("flag", None),
        ("flag", True),
        ("flag", 1),
        ("word", "paid"),
    ],
)
def test_outcomes_of_any_kind_are_read(outcome, event):
    found = sk.evaluate(FRAME, outcome, event=event, bootstrap=0)
    assert (found.auc, found.counts["used"], found.counts["without_outcome"]) == (1.0, 3, 1)


DAYS = [dt.date(2024, 1, 1), pd.Timestamp("2024-01-01"), np.datetime64("2024-01-01", "ns")]


@pytest.mark.parametrize("day", DAYS)
def test_a_date_may_be_the_event(day):
    assert sk.evaluate(FRAME, "day", event=day, bootstrap=0).auc == 1.0


def test_zero_is_the_event_where_a_boolean_is_false():
    assert sk.evaluate(FRAME, "flag", event=0, bootstrap=0).auc == 0.0
    with pytest.raises(DataError, match="event=2 is none of its values: column 'flag' holds"):
        sk.evaluate(FRAME, "flag", event=2)


def test_an_event_in_quotes_is_a_text_and_no_sql():
    assert sk.evaluate(FRAME, "word", event="it's", bootstrap=0).auc == 0.0


def test_an_event_that_no_row_has_leaves_one_class():
    assert sk.evaluate(FRAME, "word", event="gone").problem.startswith("no row with the event")


@pytest.mark.parametrize("outcome", ["day", "empty"])
def test_what_is_no_outcome_is_refused(outcome):
    with pytest.raises(DataError, match=f"column '{outcome}'"):
        sk.evaluate(FRAME, outcome)


PARTS = {
    "number": ["0", "1", "not known"],
    "flag": ["no", "yes", "not known"],
    "word": ["it's", "late", "paid", "not known"],
    "day": ["2024-01-02", "2024-01-01", "not known"],
}


@pytest.mark.parametrize("column", PARTS)
def test_rows_are_parted_by_columns_of_any_kind(column):
    found = sk.evaluate(FRAME, "number", segments=column, bootstrap=0)
    assert found.segments["part"].tolist() == PARTS[column]
    assert found.segments["rows"].sum() == 4


def test_true_is_one_and_numbers_of_numpy_are_numbers():
    for event in (True, np.int64(1), np.float64(1.0)):
        assert sk.evaluate(FRAME, "number", event=event, bootstrap=0).auc == 1.0


@pytest.mark.parametrize("value", [-0.1, 70.0])
def test_what_is_no_probability_is_refused(value):
    with pytest.raises(DataError, match="it is from 0 to 1: name another column"):
        sk.evaluate([1, 2], [0, 1], probability=[0.5, value])
