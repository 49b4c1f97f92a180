import math

import pytest

from scoring_kit.engines.codes import special_codes, without_codes
from scoring_kit.engines.opening import open_data


def codes(values):
    engine, table = open_data({"x": values}, {})
    return special_codes(engine, table, ["x"]).get("x", {})


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([0, 5, 12, -99, -99], {-99.0: 2}),
        ([3.5, 0.25, -9, -9, -8, -8, None], {-9.0: 2, -8.0: 2}),
        ([18, 75, 40, 999, 999], {999.0: 2}),
        ([1, 2, 30, -1, -1, -1], {-1.0: 3}),
        ([1.0, 2.0, math.nan, math.inf, -math.inf, -99, -99], {-99.0: 2}),
        ([10**20, 1, -999999, -999999], {-999999.0: 2}),
    ],
    ids=["-99", "two codes", "above", "-1 where nothing is 0", "not finite", "huge"],
)
def test_numbers_that_stand_apart_and_repeat_are_codes(values, expected):
    assert codes(values) == expected


@pytest.mark.parametrize(
    "values",
    [
        [0, 5, 12, -99],
        [0, 5, -12, -99, -99],
        [-1, -1, 0, 1, 2],
        [0, 500, 1000, 999, 999],
        [600, 100, 999, 999],
        [5, 5, -99, -99],
        [0, 5, -50, -50],
        [-99, -99, None],
    ],
    ids=[
        "once",
        "among negatives",
        "-1 beside 0",
        "inside",
        "nearer than the range",
        "nothing else varies",
        "not customary",
        "nothing else",
    ],
)
def test_numbers_like_the_others_are_none(values):
    assert codes(values) == {}


def test_many_columns_are_asked_for_in_several_statements():
    columns = {f"c{number}": [number, 2 * number + 1, -99, -99] for number in range(205)}
    engine, table = open_data(columns, {})
    assert special_codes(engine, table, list(columns)) == {name: {-99.0: 2} for name in columns}


def test_a_table_without_its_codes_has_nothing_in_their_place():
    engine, table = open_data({"x": [1, -99, -9, None], "y": [-99, 1, 1, 1]}, {})
    bare = without_codes(table, {"x": {-99.0: 1, -9.0: 1}})
    x, y = (bare.columns[name].sql for name in ("x", "y"))
    sql = f"SELECT {x}, {y} FROM {bare.relation} AS source"
    found = engine.fetch(sql, lambda cursor: cursor.fetchall())
    assert sorted(found, key=str) == [(1.0, -99.0), (None, 1.0), (None, 1.0), (None, 1.0)]
