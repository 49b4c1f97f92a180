from datetime import date, datetime
from decimal import Decimal

import numpy as np
import pytest

from scoring_kit.errors import ScorecardError
from scoring_kit.scorecard import parse_scorecard
from tests.scorecard.written import SMALL


def nested(levels):
    member = {"criterion": "age", "missing": 0}
    for level in range(levels):
        member = {"group": f"g{level}", "aggregate": "mean", "of": [member]}
    return {**SMALL, "score": {"aggregate": "mean", "of": [member]}}


def holding_itself():
    group = {"group": "people", "aggregate": "mean"}
    group["of"] = [group, group]
    return {**SMALL, "score": {"aggregate": "mean", "of": [group]}}


def member(**fields):
    criterion = {"criterion": "age", "missing": 0, **fields}
    return {**SMALL, "score": {"aggregate": "mean", "of": [criterion]}}


HUGE = 10**400
WRONG = {
    "nothing at all": (None, "not_a_mapping", ""),
    "a list": ([SMALL], "not_a_mapping", ""),
    "a number as a key": ({**SMALL, 1: 2}, "key_not_text", "1"),
    "a pair as a key": ({**SMALL, (1, 2): 3}, "key_not_text", "(1, 2)"),
    "null as a category": (
        member(value={"categories": {None: 1}}),
        "key_not_text",
        "score.of.0.value.categories.None",
    ),
    "a set": ({**SMALL, "key": {"customer"}}, "wrong_type", "key"),
    "bytes": ({**SMALL, "title": b"club"}, "wrong_type", "title"),
    "a decimal weight": (member(weight=Decimal("0.1")), "wrong_type", "score.of.0.weight"),
    "a numpy weight": (member(weight=np.int64(1)), "wrong_type", "score.of.0.weight"),
    "a date as a title": ({**SMALL, "title": date(2024, 2, 29)}, "wrong_type", "title"),
    "a time as a default": (
        {**SMALL, "parameters": {"at": {"type": "date", "default": datetime(2024, 2, 29)}}},
        "wrong_type",
        "parameters.at.default",
    ),
    "half a character": ({**SMALL, "owner": "\ud83d"}, "not_utf8", "owner"),
    "half a character in a key": ({**SMALL, "tiers": {"\ud83d": 1}}, "not_utf8", "tiers.\\ud83d"),
    "a huge weight": (member(weight=HUGE), "not_finite", "score.of.0.weight"),
    "a huge policy": (member(missing=-HUGE), "not_finite", "score.of.0.missing"),
    "a huge cut": ({**SMALL, "tiers": {"A": HUGE}}, "not_finite", "tiers.A"),
    "a huge category": (
        member(value={"categories": {HUGE: 1}}),
        "not_finite",
        f"score.of.0.value.categories.{HUGE}",
    ),
    "a huge default": (
        {**SMALL, "parameters": {"most": {"type": "number", "default": HUGE}}},
        "not_finite",
        "parameters.most.default",
    ),
}


@pytest.mark.parametrize(("data", "code", "place"), WRONG.values(), ids=WRONG)
def test_data_that_no_file_could_hold_is_refused_with_code_and_place(data, code, place):
    with pytest.raises(ScorecardError, match=code) as caught:
        parse_scorecard(data)
    assert [(problem.code, problem.place) for problem in caught.value.problems] == [(code, place)]


@pytest.mark.parametrize(
    "data", [nested(40), nested(5000), holding_itself()], ids=["40", "5000", "itself"]
)
def test_data_nested_for_ever_is_refused(data):
    with pytest.raises(ScorecardError, match=r"more than 64 levels deep \[too_deep\]$"):
        parse_scorecard(data)


def test_tuples_dates_and_numpy_doubles_are_plain():
    parameters = {"as_of": {"type": "date", "default": date(2024, 2, 29)}}
    data = {**member(weight=np.float64(0.5), range=(0, 1)), "parameters": parameters}
    card = parse_scorecard(data)
    assert (card.criteria[0].weight, card.parameters["as_of"].default) == (0.5, "2024-02-29")


@pytest.mark.parametrize(
    "value",
    [
        {"linear": {"from_": [0, 1], "to": [0, 1]}},
        {"categories": [{"in_": ["york"], "value": 1}]},
    ],
    ids=["from_", "in_"],
)
def test_names_that_only_python_needs_are_unknown_fields(value):
    with pytest.raises(ScorecardError, match=r"unknown_field"):
        parse_scorecard(member(value=value))
