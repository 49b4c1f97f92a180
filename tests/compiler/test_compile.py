import datetime as dt

import pytest

from scoring_kit.compiler import compile_scorecard
from scoring_kit.compiler.compile import bind_parameters, compile_value, match_columns
from scoring_kit.errors import CompileError, DataError
from scoring_kit.expression.words import Column, Date, Number, Text, Truth, Type
from tests.compiler.worked import group, leaf, parsed, plan_of, root

DOCUMENT = {
    "derived": {"total": "a + b"},
    "score": root(
        group("g", leaf("total"), leaf("t", {"categories": {"x": 1}})), leaf("c"), then="value + d"
    ),
    "adjustments": [{"name": "bonus", "when": "e = 'yes'", "add": "f"}],
    "knock_outs": [{"name": "out", "when": "h"}],
}
TYPES = {"a": "number", "b": "number", "t": "text", "c": "number", "d": "number", "e": "text",
         "f": "number", "h": "boolean"}  # fmt: skip


def columns(**changes):
    kinds = {**TYPES, **changes}
    return {name: Column(name, Type(kind)) for name, kind in kinds.items() if kind is not None}


def problems(given):
    with pytest.raises(DataError, match="cannot be scored") as caught:
        compile_scorecard(parsed(DOCUMENT), given)
    return [(problem.code, problem.place) for problem in caught.value.problems]


# ---- columns -------------------------------------------------------------------------------------


def test_every_column_that_is_read_anywhere_is_in_the_plan_and_no_other():
    plan = compile_scorecard(parsed(DOCUMENT), columns(unused="date"))
    assert {column.name for column in plan.columns} == set(TYPES)


@pytest.mark.parametrize("name", TYPES)
def test_a_column_that_is_read_anywhere_must_be_there(name):
    assert problems(columns(**{name: None})) == [("column_missing", name)]


@pytest.mark.parametrize("name", TYPES)
def test_a_column_of_another_type_is_refused(name):
    assert problems(columns(**{name: "date"})) == [("column_type", name)]


def test_all_columns_that_do_not_fit_are_named_at_once():
    given = columns(a="text", h="number", c=None)
    assert set(problems(given)) == {("column_type", "a"), ("column_type", "h"),
                                    ("column_missing", "c")}  # fmt: skip


def test_the_nearest_name_is_offered():
    card = parsed({"score": root(leaf("income"))})
    with pytest.raises(
        DataError, match=r"no column 'income', which score\.of\.0 reads; did you mean 'incomes'"
    ):
        match_columns(card, {"incomes": Column("incomes", Type.NUMBER)})


def test_a_message_names_both_types():
    with pytest.raises(DataError, match="'a' holds texts, and the scorecard reads it as a number"):
        compile_scorecard(parsed(DOCUMENT), columns(a="text"))


def test_a_column_that_is_declared_and_used_nowhere_may_lack():
    document = {"inputs": {"spare": {"type": "text"}}, "score": root(leaf("a"))}
    assert [column.name for column in plan_of(document).columns] == ["a"]


def test_a_column_under_a_derived_input_is_not_read():
    document = {"derived": {"x": "2 * a"}, "score": root(leaf("x"))}
    given = {"a": Column("a", Type.NUMBER), "x": Column("x", Type.TEXT)}
    plan = compile_scorecard(parsed(document), given)
    assert [column.name for column in plan.columns] == ["a"]


def test_types_that_meet_only_in_the_table_must_agree():
    # a type that nothing fixes: equal to each other
    document = {"score": root({"criterion": "r", "missing": 0, "value": {"rules": [
        {"when": "a = b", "value": 1}, {"value": 0}]}})}  # fmt: skip
    given = {"a": Column("a", Type.TEXT), "b": Column("b", Type.DATE)}
    with pytest.raises(DataError, match="text"):
        compile_scorecard(parsed(document), given)


# ---- parameters ----------------------------------------------------------------------------------

PARAMETERS = {
    "as_of": {"type": "date"},
    "rate": {"type": "number", "default": 1.5},
    "city": {"type": "text", "default": "Rome"},
    "strict": {"type": "boolean", "default": True},
}
WITH_PARAMETERS = parsed({"parameters": PARAMETERS, "score": root(leaf("a"))})


def bound(**given):
    words = bind_parameters(WITH_PARAMETERS, given)
    return {name: getattr(word, "value", None) for name, word in words.items()}, words


@pytest.mark.parametrize("date", ["2024-02-29", dt.date(2024, 2, 29)])
def test_parameters_become_literals_and_defaults_stand_in(date):
    # 54 years and 59 days after 1970-01-01: 19782 days
    values, words = bound(as_of=date, rate=3, strict=False)
    assert values == {"as_of": None, "rate": 3.0, "city": "Rome", "strict": False}
    assert [type(word) for word in words.values()] == [Date, Number, Text, Truth]
    assert words["as_of"].days == 19782


def test_a_parameter_without_a_default_is_needed():
    with pytest.raises(CompileError, match=r"parameter 'as_of' \(date\) is needed"):
        bound()


def test_a_parameter_that_is_not_declared_is_refused():
    with pytest.raises(CompileError, match="'ratio' is not declared; did you mean 'rate'"):
        bound(as_of="2024-02-29", ratio=1)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("as_of", "29.2.2024"),
        ("as_of", "2023-02-29"),
        ("as_of", "20240229"),
        ("as_of", "2024-W09-4"),
        ("as_of", dt.datetime(2024, 2, 29)),
        ("as_of", 20240229),
        ("rate", "5"),
        ("rate", True),
        ("rate", float("nan")),
        ("city", 5),
        ("strict", 1),
        ("strict", "true"),
    ],
)
def test_a_parameter_of_another_type_is_refused(name, value):
    with pytest.raises(CompileError, match=f"parameter '{name}'"):
        bound(**{"as_of": "2024-02-29", name: value})


def test_all_parameters_that_are_wrong_are_named_at_once():
    with pytest.raises(CompileError, match=r"'speed' is not declared.*'as_of'.*'rate'"):
        bound(speed=1, rate="x")


# ---- outputs -------------------------------------------------------------------------------------


def test_a_normalisation_must_be_fitted_first():
    with pytest.raises(CompileError, match=r"normalisation of a is not fitted.*fit_references"):
        plan_of({"score": root(leaf("a", {"z_score": {}}))})


def names(document):
    return [output.name for output in plan_of(document).outputs]


def test_outputs_are_the_result_then_the_detail():
    assert names({"score": root(group("g", leaf("a")), leaf("b"))}) == [
        *("score", "tier", "status", "coverage", "knock_outs"),
        *("unrounded", "score_before_knock_out", "value_a", "value_b", "state_a", "state_b"),
        *("value_g", "coverage_g", "contribution_a", "contribution_b"),
    ]


ROOT = {"aggregate": "sum", "initial": 1, "then": "2 * value", "limits": [0, 9]}
SECTIONS = {
    "score": root(leaf("a", reference=5), **ROOT),
    "scaling": {"add": 1},
    "adjustments": [{"name": "bonus", "add": 1}],
    "rounding": {"digits": 0},
    "probability": {"of": "good", "points": 1, "odds": 1, "pdo": 1},
    "reasons": {"top": 2},
}


def test_sections_of_the_document_add_outputs():
    found = names(SECTIONS)
    lines = {name.removeprefix("contribution_") for name in found if "contribution_" in name}
    assert found[4:8] == ["probability", "reason_1", "reason_2", "knock_outs"]
    assert lines == {"a", "scaling", "bonus", "rounding"} | {
        f"score_{part}" for part in ("limits", "then", "initial")
    }


def test_a_text_in_double_quotes_is_a_column_and_the_message_says_so():
    out = {"name": "out", "when": 'town = "North"'}
    card = parsed({"score": root(leaf("income")), "knock_outs": [out]})
    given = {"income": Column("income", Type.NUMBER), "town": Column("town", Type.TEXT)}
    words = "'North', which knock_outs.0.when reads; if it is a text, write it in single quotes"
    with pytest.raises(DataError, match=words):
        compile_scorecard(card, given)


# ---- one value -----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["total", "t", "c"])
def test_the_plan_of_one_value_is_that_part_of_the_whole_plan(name):
    whole = compile_scorecard(parsed(DOCUMENT), columns())
    found = compile_value(parsed(DOCUMENT), name, columns())
    assert repr(found) == repr(whole.only([f"value_{name}"]))  # words are equal to themselves only


def test_one_value_needs_its_parameters_and_columns_too():
    with pytest.raises(DataError, match="cannot be scored"):
        compile_value(parsed(DOCUMENT), "c", columns(c=None))
