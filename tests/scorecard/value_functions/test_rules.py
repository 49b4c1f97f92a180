import pytest

from tests.scorecard.one_row import judged

RULES = {
    "rules": [
        {"when": "age < 18", "value": 0},
        {"when": "income > 1000 and age < 65", "value": "income / 100"},
        {"when": "age is null", "value": 7},
        {"value": 5},
    ]
}
NO_LAST = {"rules": [{"when": "age < 18", "value": 1}]}


@pytest.mark.parametrize(
    ("value", "row", "expected"),
    [
        (RULES, {"age": 17, "income": 5000}, ("ok", 0.0)),  # the first rule wins
        (RULES, {"age": 18, "income": 5000}, ("ok", 50.0)),
        (RULES, {"age": 70, "income": 5000}, ("ok", 5.0)),
        (RULES, {"age": None, "income": 5000}, ("ok", 7.0)),  # age is tested, so not missing
        (RULES, {"age": 30, "income": None}, ("missing", None)),
        (NO_LAST, {"age": 18}, ("unmatched", None)),
        ("floor(age / 10) * 10", {"age": 39}, ("ok", 30.0)),
        ("1 / (age - 39)", {"age": 39}, ("invalid", None)),  # nothing is missing, yet no result
    ],
)
def test_rules_and_expressions_read_columns_by_name(value, row, expected):
    assert judged(value, row) == expected
