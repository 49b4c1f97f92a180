import pytest

from scoring_kit.errors import DataError
from scoring_kit.tables.names import check_column_names


def test_names_that_can_be_told_apart_are_returned_in_order():
    assert check_column_names(["b", "a", "größe", "with space", 'quo"ted']) == (
        "b", "a", "größe", "with space", 'quo"ted',
    )  # fmt: skip


@pytest.mark.parametrize("name", ["", "a\0b", "line\nfeed", "\x7f", "\ud800", 1, None])
def test_a_name_that_no_engine_can_hold_is_refused(name):
    with pytest.raises(DataError, match="is no column name"):
        check_column_names(["a", name])


@pytest.mark.parametrize(
    "names", [("Amt", "amt"), ("STRASSE", "straße"), ("a", "a")], ids=["case", "fold", "repeated"]
)
def test_names_that_collide_are_refused(names):
    with pytest.raises(DataError, match="differ by case at most") as error:
        check_column_names(names)
    assert error.value.problems[0].place == names[1]


def test_all_problems_are_reported_at_once():
    with pytest.raises(DataError, match="cannot be scored") as error:
        check_column_names(["a", "", "A", "b", "B"])
    assert [problem.code for problem in error.value.problems] == [
        "column_name", "column_names_collide", "column_names_collide",
    ]  # fmt: skip
