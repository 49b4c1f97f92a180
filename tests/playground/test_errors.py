import pytest

from scoring_kit.errors import ScorecardError
from scoring_kit.playground.errors import EDIT_CODES, EditError


def test_a_refused_edit_is_a_scorecard_error_with_its_code():
    with pytest.raises(ScorecardError, match=r"edit has 1 problem:\n- recency: it is locked") as e:
        raise EditError("locked", "recency", "it is locked; unlock it first")
    assert (e.value.problems[0].code, e.value.problems[0].place) == ("locked", "recency")


def test_each_code_has_a_meaning():
    assert all(len(meaning) > 10 for meaning in EDIT_CODES.values())
