import pytest

from scoring_kit.scorecard import parse_scorecard
from scoring_kit.scorecard.validation import problems_across
from tests.scorecard.written import SMALL

CARD = parse_scorecard(SMALL)


def test_a_valid_card_has_no_problems_across_its_parts():
    assert problems_across(CARD) == []


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"key": ("a", "a")}, ("duplicate_name", "key.1")),
        ({"derived": {"age": "age + 1"}}, ("cycle", "derived.age")),
        ({"derived": {"a": "$b"}}, ("unknown_parameter", "derived.a")),
        ({"derived": {"age": "'old'"}}, ("type_conflict", "derived.age")),
    ],
)
def test_a_card_changed_in_python_is_checked_like_a_document(change, expected):
    found = problems_across(CARD.model_copy(update=change))
    assert [(problem.code, problem.place) for problem in found] == [expected]


def test_the_message_says_what_to_do():
    card = {"criterion": "pace", "missing": 1}
    data = {**SMALL, "score": {"aggregate": "harmonic_mean", "at_least": 1, "of": [card]}}
    root = parse_scorecard(data).score.model_copy(update={"at_least": None})
    [problem] = problems_across(CARD.model_copy(update={"score": root}))
    assert problem.message == (
        "a harmonic_mean needs members above 0, and 'pace' can be -inf; give its input a `valid` "
        "range, change its values or policies, or say `at_least: x` or `zero: zero`"
    )
