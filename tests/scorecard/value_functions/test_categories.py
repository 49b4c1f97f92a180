import pytest

from tests.scorecard.one_row import judged

SUBJECTS = {"categories": [{"in": ["art", "design"], "value": 100}], "other": 20}
ACCENTS = {"categories": {"caf\u00e9": 1}}
NUMBERS = {"categories": {1: 10, -0.0: 20, 0.1: 30}}
ANSWERS = {"categories": {True: 1, False: 0}}


@pytest.mark.parametrize(
    ("value", "x", "expected"),
    [
        (SUBJECTS, "design", ("ok", 100.0)),
        (SUBJECTS, "Design", ("ok", 20.0)),  # texts are compared code point by code point
        (SUBJECTS, "", ("ok", 20.0)),
        (SUBJECTS, None, ("missing", None)),  # never `other`
        (ACCENTS, "caf\u00e9", ("ok", 1.0)),
        (ACCENTS, "cafe\u0301", ("unmatched", None)),
        (NUMBERS, 0.0, ("ok", 20.0)),
        (NUMBERS, 0.1, ("ok", 30.0)),
        (NUMBERS, 0.30000000000000004 - 0.2, ("unmatched", None)),  # 0.10000000000000003
        (ANSWERS, False, ("ok", 0.0)),
    ],
)
def test_a_category_gives_the_value_of_its_branch(value, x, expected):
    assert judged(value, x) == expected


@pytest.mark.parametrize("other", ["length(x) * 5", {"value": "length(x) * 5", "reason": "R1"}])
def test_other_may_be_an_expression(other):
    assert judged({"categories": {"art": 1}, "other": other}, "garden") == ("ok", 30.0)
