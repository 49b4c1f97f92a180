import pytest
from pydantic import TypeAdapter, ValidationError

from scoring_kit.scorecard import fields

ACCEPTED = [
    (fields.Number, 3, 3.0),
    (fields.Number, -0.0, 0.0),
    (fields.Name, "age_2", "age_2"),
    (fields.Label, "score", "score"),  # a label is no column, so nothing is reserved
    (fields.FilledText, " x ", " x "),
    (fields.Amount, "age * 2", "age * 2"),
    (fields.Amount, 2, 2.0),
    (fields.Pair, [1, 2], (1.0, 2.0)),
]
REFUSED = [
    (fields.Number, True, "a number is expected, found the boolean true"),
    (fields.Number, "3", "a number is expected, found the text '3'"),
    (fields.Name, "Age", "'Age' is not a name: small letters, digits and _ from a letter on"),
    (fields.Name, "tier", "'tier' names a column of every result; choose another name"),
    (fields.FilledText, " ", "the text is empty; leave the field out instead"),
    (fields.ExpressionText, "age +", "at character 6 a value is expected, but the expression ends"),
    (fields.Pair, [1], "two numbers \\[a, b\\] are expected, found a list"),
]


@pytest.mark.parametrize(("field", "value", "kept"), ACCEPTED)
def test_a_field_keeps_what_it_accepts(field, value, kept):
    found = TypeAdapter(field).validate_python(value)
    assert (found, type(found), str(found)) == (kept, type(kept), str(kept))


@pytest.mark.parametrize(("field", "value", "message"), REFUSED)
def test_a_field_says_what_it_found_and_what_it_takes(field, value, message):
    with pytest.raises(ValidationError, match=message):
        TypeAdapter(field).validate_python(value)


@pytest.mark.parametrize(
    ("value", "account"),
    [
        (None, "nothing (null)"),
        (False, "the boolean false"),
        ("x" * 99, f"the text '{'x' * 57}...'"),
        (0.5, "the number 0.5"),
        ({}, "a mapping"),
        ((), "a list"),
        (b"", "a bytes"),
    ],
)
def test_a_value_is_described_in_the_words_of_documents(value, account):
    assert fields.describe(value) == account
