import pytest

import scoring_kit as sk
from scoring_kit.playground.missing_choices import missing_choices

AMOUNT = {"criterion": "amount", "value": {"piecewise": [[0, 0], [10, 100]]}}


def card_of(aggregate, **fields):
    return sk.parse_scorecard(
        {
            "schema": "scoring-kit/1",
            "name": "card",
            "score": {"aggregate": aggregate, "of": [{**AMOUNT, "missing": "fail", **fields}]},
        }
    )


@pytest.mark.parametrize(
    ("aggregate", "fields", "words"),
    [
        ("mean", {}, ["worst", "best", "reweight", "fail"]),
        ("sum", {}, ["worst", "best", "skip", "fail"]),
        ("mean", {"reference": 50}, ["worst", "best", "neutral", "reweight", "fail"]),
        # the input itself has no lowest and no highest value
        ("mean", {"value": "identity"}, ["reweight", "fail"]),
    ],
)
def test_words_are_those_that_the_document_takes(aggregate, fields, words):
    assert missing_choices(card_of(aggregate, **fields), "amount")["words"] == words


def test_the_reason_of_the_policy_is_told():
    policy = {"value": "worst", "reason": "M1"}
    assert missing_choices(card_of("mean", missing=policy), "amount")["reason"] == "M1"
    assert missing_choices(card_of("mean"), "amount")["reason"] is None
