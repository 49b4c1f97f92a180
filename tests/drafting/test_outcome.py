import pytest

from scoring_kit.drafting.outcome import read_outcome
from scoring_kit.drafting.reading import read_table
from scoring_kit.errors import DataError

TABLE = {
    "up": [1.0, 2.0, 3.0, 4.0, 5.0, 6.0],
    "down": [9, 8, 5, 4, 2, 1],
    "flat": [1, 2, 1, 1, 2, 1],
    "city": ["a", "a", "b", "b", None, "c"],
    "bought": [False, False, False, True, True, True],
    "word": ["x", "y", "x", "y", "x", "y"],
    "always": [1, 1, 1, 1, 1, 1],
}


def outcome(name, columns):
    return read_outcome(name, read_table(TABLE, [], []), columns)


def test_directions_are_those_of_the_correlation():
    found = outcome("bought", ["up", "down", "flat"])
    assert [found.direction(name) for name in ("up", "down", "flat", "none")] == [1, -1, 0, 0]


def test_texts_have_the_mean_outcome_of_each_value():
    # a: 0 of 2 bought, b: 1 of 2, c: 1 of 1
    assert outcome("bought", ["city"]).means == {"city": {"a": 0.0, "b": 0.5, "c": 1.0}}


@pytest.mark.parametrize(
    ("name", "message"),
    [("word", "neither a number nor a boolean"), ("always", "does not vary")],
)
def test_an_outcome_that_tells_nothing_is_refused(name, message):
    with pytest.raises(DataError, match=message):
        outcome(name, ["up"])
