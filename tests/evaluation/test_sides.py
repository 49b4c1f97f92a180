"""The sides of a drift: arrays, tables, scores with what the card reads."""

import datetime as dt

import numpy as np
import pytest

import scoring_kit as sk
from scoring_kit.errors import DataError
from scoring_kit.evaluation.sides import open_side


@pytest.mark.parametrize("data", [[1.0, 2.0], np.array([1.0, 2.0])])
def test_an_array_has_one_column(data):
    side = open_side(data, None, {})
    assert (list(side.columns), side.rows) == (["value"], 2)


def test_scores_have_score_tier_and_inputs_and_only_the_first_two_are_scored():
    card, data = sk.example("book_club")
    side = open_side(sk.score(card, data), None, {})
    assert list(side.columns)[:2] == ["score", "tier"]
    assert side.relation("score") != side.relation("months_since_order")
    assert list(open_side(sk.score(card, data), ["orders", "score"], {}).columns) == [
        "orders",
        "score",
    ]


def test_columns_that_are_lacking_are_refused():
    with pytest.raises(DataError, match="no column 'b'"):
        open_side({"a": [1]}, ["b"], {})


@pytest.mark.parametrize("other", [["1", "2"], [True, False], [dt.date(2024, 1, 1)] * 2])
def test_columns_of_two_kinds_are_refused(other):
    with pytest.raises(DataError, match=r"column 'a' holds numbers before and .* after; make one"):
        sk.psi({"a": [1, 2]}, {"a": other})


@pytest.mark.parametrize("values", [[1.0, 2.0], ["x", "y"], [dt.date(2024, 1, 1)] * 2])
@pytest.mark.parametrize("empty", [[None, None], np.array([np.nan, np.nan])])
def test_a_column_without_values_is_of_any_kind(values, empty):
    for sides in [(values, empty), (empty, values)]:
        shift = sk.psi(*({"a": side} for side in sides)).shifts["a"]
        assert (shift.new, shift.gone, shift.shared) == (1.0, 1.0, 0.0)
