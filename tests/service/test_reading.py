import math

import numpy as np
import pytest

from scoring_kit.service.problems import ServiceError
from scoring_kit.service.reading import Reader
from scoring_kit.service.scorer import columns_of
from scoring_kit.service.settings import Settings
from tests.service.served import ROW, WIDE

COLUMNS = columns_of(WIDE)


def reader(**limits):
    return Reader(COLUMNS, Settings(**limits))


def refused(read, *given):
    """Return what is wrong, by place."""
    with pytest.raises(ServiceError) as refusal:
        read(*given)
    return {fault.pointer: fault.code for fault in refusal.value.faults}


UNFIT = {
    "a truth for a number": ("age", True),
    "a text for a number": ("age", "41"),
    "a list for a number": ("age", [41]),
    "a number for a text": ("region", 1),
    "a truth for a text": ("region", False),
    "a number for a truth": ("member", 1),
    "a text for a truth": ("member", "true"),
    "a number for a date": ("since", 19_000),
    "a moment for a date": ("since", "2024-02-29T00:00:00"),
    "no day of the calendar": ("since", "2023-02-29"),
    "a date without dashes": ("since", "20240229"),
    "an object for a date": ("since", {}),
}


@pytest.mark.parametrize(("name", "value"), UNFIT.values(), ids=UNFIT)
def test_nothing_is_taken_for_something_else_in_any_form(name, value):
    row = {**ROW, name: value}
    lists = {column: [ROW[column], row[column]] for column in ROW}
    assert refused(reader().row, row) == {f"/row/{name}": "wrong_type"}
    assert refused(reader().rows, [ROW, row]) == {f"/rows/1/{name}": "wrong_type"}
    assert refused(reader().lists, lists) == {f"/columns/{name}/1": "wrong_type"}


def test_all_that_is_wrong_is_told_at_once():
    row = {"age": "x", "region": 1, "since": None}
    faults = {"/age": "wrong_type", "/region": "wrong_type", "/member": "column_missing"}
    assert refused(reader().row, row) == {f"/row{at}": code for at, code in faults.items()}
    assert refused(reader().rows, [row]) == {f"/rows/0{at}": code for at, code in faults.items()}


def test_places_are_json_pointers():
    odd = Reader({"a/b~c": COLUMNS["age"]}, Settings())
    assert refused(odd.row, {"a/b~c": "x"}) == {"/row/a~1b~0c": "wrong_type"}


def test_what_is_missing_is_null_and_has_to_be_said():
    nothing = dict.fromkeys(ROW)
    read = reader().row(nothing)
    assert math.isnan(read.pop("age"))
    assert read == {"region": None, "member": None, "since": None}
    assert refused(reader().row, {}) == {f"/row/{name}": "column_missing" for name in ROW}


def test_many_rows_are_the_same_in_both_forms():
    rows = [ROW, dict.fromkeys(ROW)]
    lists = {name: [row[name] for row in rows] for name in ROW}
    by_rows, by_lists = reader().rows(rows), reader().lists(lists)
    assert by_rows.rows == by_lists.rows == 2
    for name, array in by_rows.arrays.items():
        np.testing.assert_array_equal(array, by_lists.arrays[name])
    assert by_rows.arrays["since"].tolist()[0] == 19_782  # days from 1970-01-01 to 2024-02-29


def test_whole_numbers_become_the_nearest_double():
    array = reader().rows([{**ROW, "age": 2**53 + 1}, {**ROW, "age": 2**63}]).arrays["age"]
    assert array.tolist() == [9007199254740992.0, 9223372036854775808.0]
    assert reader().row({**ROW, "age": 2**53 + 1})["age"] == 9007199254740992.0


def test_columns_that_the_scorecard_does_not_read_are_left_out():
    more = {**ROW, "other": [{"any": "thing"}]}
    assert reader().row(more).keys() == ROW.keys()
    assert reader().rows([more]).arrays.keys() == ROW.keys()


@pytest.mark.parametrize("name", ["AGE", "", "a\0b", "\x1b[31m", "x" * 1001])
def test_names_that_some_engine_could_not_tell_apart_are_refused(name):
    more = {**ROW, name: 1}
    assert refused(reader().row, more).keys() == {"/row"}
    assert refused(reader().rows, [ROW, more]).keys() == {"/rows"}
    assert refused(reader().lists, {x: [value] for x, value in more.items()}).keys() == {"/columns"}


def test_names_are_looked_at_again_when_they_change():
    read = reader()
    read.row(ROW)
    assert refused(read.row, {**ROW, "AGE": 1}) == {"/row": "column_names_collide"}
    assert refused(read.row, {**ROW, "AGE": 1}) == {"/row": "column_names_collide"}


def test_limits_hold_in_every_form():
    few = reader(row_limit=1, column_limit=4, text_limit=5)
    lists = {name: [value] * 2 for name, value in ROW.items()}
    long = {**ROW, "region": "northern"}
    with pytest.raises(ServiceError, match="413 too_many_rows"):
        few.rows([ROW, ROW])
    with pytest.raises(ServiceError, match="413 too_many_rows"):
        few.lists(lists)
    assert refused(few.row, {**ROW, "more": 1}) == {"/row": "too_many_columns"}
    assert refused(few.row, long) == {"/row/region": "too_long"}
    assert refused(few.rows, [long]) == {"/rows/0/region": "too_long"}
    assert refused(few.lists, {x: [long[x]] for x in long}) == {"/columns/region/0": "too_long"}


SHAPES = {
    "no object": ("row", [1], {"/row": "form"}),
    "no list": ("rows", {}, {"/rows": "form"}),
    "no rows": ("rows", [ROW, 1, None], {"/rows/1": "form", "/rows/2": "form"}),
    "no columns": ("lists", [], {"/columns": "form"}),
    "no lists": ("lists", {**{x: [1] for x in ROW}, "age": 3}, {"/columns/age": "form"}),
    "no column": (
        "lists",
        {"age": [1]},
        {f"/columns/{x}": "column_missing" for x in ("region", "member", "since")},
    ),
    "two lengths": (
        "lists",
        {x: [None] * (2 if x == "since" else 1) for x in ROW},
        {"/columns/since": "length"},
    ),
}


@pytest.mark.parametrize(("form", "given", "faults"), SHAPES.values(), ids=SHAPES)
def test_what_is_not_of_its_form_is_refused(form, given, faults):
    assert refused(getattr(reader(), form), given) == faults


def test_no_rows_are_none():
    assert reader().rows([]).rows == 0
    assert reader().lists({name: [] for name in ROW}).rows == 0


def test_a_column_of_mistakes_tells_the_first_hundred():
    assert len(refused(reader().rows, [{**ROW, "age": "x"}] * 500)) == 100
    assert len(refused(reader().rows, [{}] * 500)) == 100
