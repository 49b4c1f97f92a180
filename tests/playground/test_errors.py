import pytest

from scoring_kit.errors import DataError, Problem, ScorecardError, ScoringError
from scoring_kit.playground.errors import EDIT_CODES, EditError, in_words


def test_a_refused_edit_is_a_scorecard_error_with_its_code():
    with pytest.raises(ScorecardError, match=r"edit has 1 problem:\n- recency: it is locked") as e:
        raise EditError("locked", "recency", "it is locked; unlock it first")
    assert (e.value.problems[0].code, e.value.problems[0].place) == ("locked", "recency")


def test_each_code_has_a_meaning():
    assert all(len(meaning) > 10 for meaning in EDIT_CODES.values())


def test_all_that_was_refused_is_said_without_a_heading():
    error = DataError([Problem("a", "x", "x is text"), Problem("b", "y", "y is missing")])
    assert in_words(error) == "x is text; y is missing"


def test_an_error_without_problems_is_said_as_it_is():
    assert in_words(ScoringError("no memory")) == "no memory"
