import pytest

from scoring_kit.scorecard.policies import Policy
from tests.scorecard.one_row import judged, scored

LINE = {"linear": {"from": [0, 10], "to": [0, 100]}}


@pytest.mark.parametrize(
    ("policy", "expected"),
    [
        (12.5, 12.5),
        ("worst", 0.0),
        ("best", 100.0),
        ("neutral", 80.0),  # the reference
        ({"value": "worst", "reason": "R1"}, 0.0),
        ("reweight", None),
        ("fail", None),
    ],
)
def test_a_missing_input_gets_what_the_policy_says(policy, expected):
    assert judged(LINE, None, missing=policy, reference=80) == ("missing", expected)


@pytest.mark.parametrize(
    ("policy", "status", "score"),
    [("fail", "insufficient", None), ("reweight", "partial", 50.0), (0, "partial", 25.0)],
)
def test_a_policy_decides_what_becomes_of_the_row(policy, status, score):
    line = {"criterion": "a", "value": LINE, "missing": policy}
    other = {"criterion": "b", "value": LINE, "missing": "fail"}
    row = scored({"score": {"aggregate": "mean", "of": [line, other]}}, {"a": None, "b": 5})
    assert (row["status"], row["score"]) == (status, score)


def test_invalid_may_be_treated_as_missing_and_keeps_its_state():
    value = {**LINE, "outside": "invalid"}
    assert judged(value, 11, missing=7, invalid="missing") == ("invalid", 7.0)


@pytest.mark.parametrize("spelling", [5, 5.0, {"value": 5}])
def test_the_short_form_stands_for_the_long_one(spelling):
    policy = Policy.model_validate(spelling)
    assert policy == Policy(value=5.0)
    assert (policy.model_dump(), policy.gives_value, policy.is_absent) == (5.0, True, False)
