from datetime import date

import pytest
from pydantic import ValidationError
from pydantic_core import PydanticCustomError

from scoring_kit.expression.words import Type
from scoring_kit.scorecard.inputs import Input, parameter_word
from tests.scorecard.one_row import scored

DOCUMENT = {
    "inputs": {"age": {"valid": [0, 120], "special": [{"code": -99, "label": "no_file"}]}},
    "score": {
        "aggregate": "mean",
        "of": [{"criterion": "age", "missing": 1, "invalid": 2, "special": {"no_file": 3}}],
    },
}


@pytest.mark.parametrize(
    ("age", "state", "value"),
    [
        (120, "ok", 120.0),  # `valid` takes its ends in
        (-99, "special", 3.0),  # before it is found outside `valid`
        (None, "missing", 1.0),
        (float("nan"), "missing", 1.0),
        (-1, "invalid", 2.0),
        (float("inf"), "invalid", 2.0),
    ],
)
def test_the_state_of_an_input_is_the_first_that_applies(age, state, value):
    row = scored(DOCUMENT, {"age": age})
    assert (row["state_age"], row["value_age"]) == (state, value)


@pytest.mark.parametrize(
    ("entry", "kind"),
    [
        ({}, None),
        ({"type": "date"}, Type.DATE),
        ({"valid": [0, None]}, Type.NUMBER),
        ({"special": {"X": "none"}}, Type.TEXT),
        ({"special": {True: "yes"}}, Type.BOOLEAN),
    ],
)
def test_the_type_of_an_input_follows_from_what_is_declared(entry, kind):
    assert Input.model_validate(entry).kind is kind


def test_a_parameter_of_any_type_becomes_a_literal():
    assert parameter_word(2, Type.NUMBER).value == 2.0
    assert parameter_word(False, Type.BOOLEAN).value is False
    assert parameter_word("1970-03-01", Type.DATE).days == 59  # 31 + 28
    assert parameter_word(date(1969, 12, 31), Type.DATE).days == -1


def test_a_parameter_of_another_type_is_refused():
    with pytest.raises(PydanticCustomError, match="a number is expected, found the boolean true"):
        parameter_word(True, Type.NUMBER)


def test_an_input_is_frozen():
    with pytest.raises(ValidationError, match="frozen"):
        Input().unit = "years"


@pytest.mark.parametrize("special", [-99, [-99]])
def test_codes_without_labels_are_told_with_an_example(special):
    with pytest.raises(ValidationError, match=r"\{-99: no_answer\}"):
        Input(special=special)
