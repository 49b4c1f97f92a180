import pytest

from scoring_kit import errors
from scoring_kit.errors import DataError, ExpressionError, Problem, ScorecardError, nearest

FIRST = Problem("unknown_field", "score.of.0", "there is no field 'wieght'", line=7)
SECOND = Problem("missing_field", "", "schema is needed")


def test_every_error_has_one_base():
    found = [thing for thing in vars(errors).values() if isinstance(thing, type)]
    kinds = {thing.__name__ for thing in found if issubclass(thing, errors.ScoringError)}
    assert kinds == {"ScoringError", "ScorecardError", "ExpressionError", "CompileError",
                     "DataError", "EngineError", "FitError", "MergeError", "RegistryError",
                     "ConflictError", "TamperingError"}  # fmt: skip


def test_a_problem_says_where_what_and_its_code():
    assert str(FIRST) == "line 7, score.of.0: there is no field 'wieght' [unknown_field]"
    assert str(SECOND) == "document: schema is needed [missing_field]"


@pytest.mark.parametrize(
    ("problems", "count"), [([FIRST], "1 problem:"), ([FIRST, SECOND], "2 problems:")]
)
def test_a_scorecard_error_lists_its_problems(problems, count):
    error = ScorecardError(problems, "card.yaml")
    assert str(error).splitlines() == [
        f"card.yaml has {count}",
        *(f"- {problem}" for problem in problems),
    ]
    assert (error.problems, error.source) == (tuple(problems), "card.yaml")


def test_a_data_error_lists_its_problems():
    error = DataError([Problem("column_missing", "age", "the table has no column 'age'")])
    assert str(error).splitlines() == [
        "table cannot be scored:",
        "- age: the table has no column 'age' [column_missing]",
    ]


def test_a_problem_of_a_whole_table_stands_at_the_table_and_not_at_a_document():
    error = DataError([Problem("table_missing", "", "the database has no tables")], "shop.duckdb")
    assert str(error).splitlines()[1] == "- table: the database has no tables [table_missing]"
    assert error.problems[0].place == ""


def test_an_expression_error_has_a_code():
    error = ExpressionError("unknown_name", "there is no 'agee'")
    assert (error.code, str(error)) == ("unknown_name", "there is no 'agee'")


@pytest.mark.parametrize(
    ("name", "expected"),
    [("wieght", "; did you mean 'weight'?"), ("weight", "; did you mean 'weight'?"), ("zzz", "")],
)
def test_the_nearest_name_is_offered_where_one_is_near(name, expected):
    assert nearest(name, ["value", "weight"]) == expected
