import datetime as dt

import pytest

from scoring_kit.drafting.choosing import frequent, guessed_key, why_left_out
from scoring_kit.drafting.reading import read_table

ROWS = range(40)


def why(values, name="x", *, is_asked_for=False):
    reading = read_table({name: list(values)}, [], [])
    return why_left_out(name, reading, is_asked_for=is_asked_for)


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ([None, None], "no row has a value"),
        ([float("inf"), None], "no row has a value"),
        ([7, 7, 7], "one value in all rows: 7"),
        (["a", None, "a"], "one value in every row that has one: 'a'"),
        ([-1e300, 1e300], "its numbers are too large"),
        ([1, *[None] * 30, 2], ""),
        ([1, *[None] * 60, 2], "only 3.2 % of the rows have a value"),
        ([f"text {i}" for i in ROWS], "a different text in each row"),
        (range(100, 140), "a different whole number in each row"),
        ([(i * 7) % 41 for i in ROWS], ""),
        ([b"a", b"b"], "values of type BLOB cannot be scored"),
        ([str(i) for i in range(13)] * 2, "its texts are numbers; convert the column"),
        ([*map(str, range(20)), "NA"] * 2, "numbers but for 2 texts; mend them"),
        (["x" * 100, "y" * 100] * 3, "no short and printable text is frequent enough"),
    ],
)
def test_a_column_is_left_out_with_the_reason(values, reason):
    found = why(values)
    assert found.startswith(reason)
    assert bool(found) == bool(reason)


def test_many_rare_texts_are_free_text():
    values = [f"text {i // 2}" for i in range(400)]  # 200 texts, each in 0.5 % of the rows
    assert why(values).startswith("200 different texts, the 12 most frequent in 0.0 % of the rows")


def test_what_is_asked_for_is_taken_where_that_is_possible():
    assert why(range(100, 140), is_asked_for=True) == ""
    assert why([f"text {i}" for i in ROWS], is_asked_for=True) == ""
    assert why([7, 7], is_asked_for=True) == "one value in all rows: 7"


@pytest.mark.parametrize("name", [" ", "n" * 201])
def test_a_blank_or_endless_name_is_to_be_changed(name):
    assert why([1, 2], name) == "its name is blank or very long; rename it"


def test_fifty_equally_frequent_texts_are_categories():
    assert why([f"city {i % 50}" for i in range(500)]) == ""


@pytest.mark.parametrize(
    ("table", "key"),
    [
        ({"age": [3, 1], "customer_id": [5, 9]}, "customer_id"),
        ({"name": ["a", "b"], "age": [3, 1]}, "name"),
        ({"age": [3, 1], "name": ["a", "b"]}, None),
        ({"row": list(range(30))}, "row"),
        ({"id": [1, 1]}, None),
        ({"id": [1, None]}, None),
        ({"id": [dt.date(2024, 1, 1), dt.date(2024, 1, 2)]}, None),
        ({"reason_id": ["a", "b"], "age": [1, 1]}, None),
    ],
)
def test_the_key_is_a_unique_column_that_looks_like_one(table, key):
    assert guessed_key(read_table(table, [], [])) == key


def test_frequent_texts_have_one_row_in_a_hundred():
    values = ["a"] * 150 + ["b"] * 45 + ["c"] * 2 + ["rare"]  # 2 of 198 are 1.01 %, 1 is 0.5 %
    profile = read_table({"x": values}, [], []).profiles["x"]
    assert frequent(profile) == [("a", 150), ("b", 45), ("c", 2)]
