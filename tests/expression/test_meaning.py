import datetime
import math

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring_kit.errors import ExpressionError
from scoring_kit.expression import syntax, words
from scoring_kit.expression.meaning import to_word
from scoring_kit.expression.parse import parse_expression
from scoring_kit.expression.words import Column, Date, Number, Type
from tests.expression.evaluation import NAMES, evaluate, evaluate_numbers_in_duckdb, value_of


def day(text):
    return datetime.date.fromisoformat(text)


def lowered(text, parameters=None, expect=None, names=NAMES):
    return to_word(parse_expression(text), names, parameters or {}, expect)


ARITHMETIC = [
    ("2 + 3 * 4", {}, 14.0),
    ("(2 + 3) * 4", {}, 20.0),
    ("2 - 3 - 4", {}, -5.0),
    ("a / b", {"a": 1.0, "b": 4.0}, 0.25),
    ("a / b", {"a": 1.0, "b": 0.0}, None),
    ("a / 0", {"a": 1.0}, None),
    ("-a", {"a": 2.5}, -2.5),
    ("a + b", {"a": 1.0}, None),
    ("abs(a)", {"a": -2.5}, 2.5),
    ("floor(a)", {"a": -2.5}, -3.0),
    ("ceil(a)", {"a": -2.5}, -2.0),
    ("round(a)", {"a": 2.5}, 3.0),
    ("round(a)", {"a": -2.5}, -2.0),  # half up, not away from zero
    ("round(a, 1)", {"a": 0.25}, 0.3),
    ("round(a, 2)", {"a": 3.14159}, 3.14),
    ("sqrt(a)", {"a": 9.0}, 3.0),
    ("sqrt(a)", {"a": -1.0}, None),
    ("ln(a)", {"a": 1.0}, 0.0),
    ("ln(a)", {"a": 0.0}, None),
    ("exp(a)", {"a": 0.0}, 1.0),
    ("exp(a)", {"a": 1000.0}, None),
    ("pow(a, b)", {"a": 2.0, "b": 10.0}, 1024.0),
    ("pow(a, 0.5)", {"a": -1.0}, None),
    ("least(a, b, 3)", {"a": 5.0, "b": 4.0}, 3.0),
    ("least(a, b)", {"a": 5.0}, None),
    ("greatest(a, b)", {"a": 5.0, "b": 4.0}, 5.0),
    ("coalesce(a, b, 0)", {"b": 4.0}, 4.0),
    ("coalesce(a, null, b)", {}, None),
    ("a * b > 1", {"a": 1e200, "b": 1e200}, None),  # 1e400 is not a number of a double
    ("a * b / b", {"a": 1e200, "b": 1e200}, None),
    ("1e308 * 10", {}, None),
]

CONDITIONS = [
    ("a > 1", {"a": 2.0}, True),
    ("a > 1", {}, None),
    ("a != 1", {"a": 1.0}, False),
    ("a between 1 and 3", {"a": 3.0}, True),
    ("a not between 1 and 3", {"a": 3.5}, True),
    ("a between b and 3", {"a": 5.0}, False),  # above 3, whatever b is
    ("a in (1, 2)", {"a": 2.0}, True),
    ("a not in (1, 2)", {"a": 2.0}, False),
    ("a not in (1, 2)", {}, None),
    ("a is null", {}, True),
    ("a is not null", {}, False),
    ("p and q", {"p": False}, False),
    ("p and q", {"p": True}, None),
    ("p or q", {"q": True}, True),
    ("not p", {}, None),
    ("p", {"p": True}, True),
    ("p = true", {"p": True}, True),
    ("p = true", {}, None),
    ("p <> true", {"p": False}, True),
    ("true = p", {"p": False}, False),
    ("p = false", {"p": False}, True),
    ("p = q", {"p": False, "q": False}, True),
    ("p = q", {"p": True, "q": False}, False),
    ("p = q", {"p": True}, None),
    ("p <> q", {"p": True, "q": False}, True),
    ("p <> q", {"q": False}, None),
    ("(a > 1) = (b > 1)", {"a": 2.0, "b": 0.0}, False),
    ("case when a > 1 then 'x' when a > 0 then 'y' else 'z' end = 'y'", {"a": 1.0}, True),
    ("case when a > 1 then p end", {"a": 2.0, "p": True}, True),
]

TEXTS_AND_CHOICES = [
    ("case when a > 1 then 'x' when a > 0 then 'y' else 'z' end", {}, "z"),
    ("case when a > 1 then 'x' end", {}, None),
    ("case when a > 1 then null else 'x' end", {"a": 2.0}, None),
    ("case t when 'x' then 1 when 'y' then 2 end", {"t": "y"}, 2.0),
    ("case p when true then 1 else 2 end", {"p": False}, 2.0),
    ("case when case when p then null end is null then 1 end", {}, 1.0),
    ("lower(t)", {"t": "ÄbC"}, "äbc"),
    ("upper(t)", {"t": "äbc"}, "ÄBC"),
    ("trim(t)", {"t": " \t a b\n"}, "a b"),
    ("length(t)", {"t": "a\U0001f600"}, 2.0),
    ("starts_with(t, 'ab')", {"t": "abc"}, True),
    ("contains(t, 'c')", {"t": "ab"}, False),
    ("contains(t, u)", {"t": "ab"}, None),
    ("t < 'a'", {"t": "Z"}, True),  # by code point: Z is 90, a is 97
    ("t > 'z'", {"t": "é"}, True),  # é is 233, z is 122
    ("t > '\uffff'", {"t": "\U0001f600"}, True),  # not by UTF-16, where D83D comes first
    ("t = 'it''s'", {"t": "it's"}, True),
]

# Completed months and years: a month is complete when the day of the month comes round.
DATES = [
    ("days_between(d, e)", "2024-02-28", "2024-03-01", 2.0),
    ("days_between(d, e)", "2023-02-28", "2023-03-01", 1.0),
    ("days_between(d, e)", "2024-03-01", "2024-02-28", -2.0),
    ("months_between(d, e)", "2024-01-15", "2024-03-15", 2.0),
    ("months_between(d, e)", "2024-01-15", "2024-03-14", 1.0),
    ("months_between(d, e)", "2024-01-31", "2024-02-29", 0.0),
    ("months_between(d, e)", "2024-01-31", "2024-03-01", 1.0),
    ("months_between(d, e)", "2024-03-15", "2024-01-15", -2.0),
    ("months_between(d, e)", "2024-03-15", "2024-01-16", -1.0),
    ("months_between(d, e)", "2024-03-15", "2024-02-16", 0.0),
    ("months_between(d, e)", "2024-02-16", "2024-03-15", 0.0),
    ("months_between(d, e)", "2023-12-31", "2024-01-01", 0.0),
    ("months_between(d, e)", "2000-06-15", "2024-06-15", 288.0),
    ("months_between(d, e)", "0001-01-01", "9999-12-31", 119987.0),  # 9999 years less a month
    ("years_between(d, e)", "1980-05-20", "2024-05-19", 43.0),
    ("years_between(d, e)", "1980-05-20", "2024-05-20", 44.0),
    ("years_between(d, e)", "2020-02-29", "2021-02-28", 0.0),
    ("years_between(d, e)", "2020-02-29", "2021-03-01", 1.0),
    ("years_between(d, e)", "2024-05-20", "1980-05-21", -43.0),
    ("years_between(d, e)", "2024-05-20", "2023-05-21", 0.0),
]


@pytest.mark.parametrize(("text", "row", "expected"), ARITHMETIC + CONDITIONS + TEXTS_AND_CHOICES)
def test_expressions_mean_what_the_table_says(text, row, expected):
    assert value_of(text, **row) == expected


@pytest.mark.parametrize(("text", "start", "end", "expected"), DATES)
def test_spans_between_dates_are_completed_ones(text, start, end, expected):
    assert value_of(text, d=day(start), e=day(end)) == expected


@pytest.mark.parametrize(("text", "start", "end", "expected"), DATES)
def test_spans_between_literal_dates_are_the_same(text, start, end, expected):
    literal = text.replace("d, e", f"date '{start}', date '{end}'")
    assert value_of(literal) == expected


@pytest.mark.parametrize("function", ["days_between", "months_between", "years_between"])
def test_a_span_from_no_date_is_null(function):
    assert value_of(f"{function}(d, e)", d=day("2024-01-01")) is None


MONTHS = st.dates(datetime.date(1900, 1, 1), datetime.date(2100, 1, 1))


@given(MONTHS, MONTHS)
def test_months_agree_with_the_calendar_definition(start, end):
    # The definition of the language, in whole numbers.
    months = 12 * (end.year - start.year) + end.month - start.month
    if months > 0 and end.day < start.day:
        months -= 1
    elif months < 0 and end.day > start.day:
        months += 1
    years = months // 12 if months >= 0 else -(-months // 12)
    assert value_of("months_between(d, e)", d=start, e=end) == months
    assert value_of("years_between(d, e)", d=start, e=end) == years


# ---- DuckDB as the second program ------------------------------------------------------

SMALL = st.integers(-3, 3).map(float)
LEAVES = st.sampled_from("abc").map(syntax.Name)
TRUTHS = st.sampled_from("pq").map(syntax.Name)


def conditions(numbers, truths):
    signs = st.sampled_from(["=", "<>", "<", "<=", ">", ">="])
    return st.one_of(
        truths,
        st.builds(syntax.Comparison, signs, numbers, numbers),
        st.builds(syntax.Logical, st.sampled_from(["and", "or"]), st.tuples(truths, truths)),
        st.builds(syntax.LogicalNot, truths),
        st.builds(syntax.Comparison, st.sampled_from(["=", "<>"]), truths, truths),
        st.builds(syntax.Between, numbers, numbers, numbers, st.booleans()),
        st.builds(syntax.MissingTest, numbers, st.booleans()),
    )


def numbers_of(parts):
    tests = conditions(parts, TRUTHS)
    tests = conditions(parts, tests)
    branches = st.lists(st.tuples(tests, parts), min_size=1, max_size=2).map(tuple)
    return st.one_of(
        st.builds(syntax.Arithmetic, st.sampled_from("+-*"), parts, parts),
        st.builds(syntax.Negation, parts),
        st.builds(syntax.CaseWhen, branches, st.none() | parts),
        st.builds(syntax.Call, st.just("coalesce"), st.tuples(parts, parts)),
        st.builds(syntax.Call, st.sampled_from(["abs", "floor"]), st.tuples(parts)),
    )


ROWS = st.fixed_dictionaries(
    {**dict.fromkeys("abc", st.none() | SMALL), **dict.fromkeys("pq", st.none() | st.booleans())}
)


@settings(max_examples=200, deadline=None)
@given(st.recursive(LEAVES, numbers_of, max_leaves=8), ROWS)
def test_duckdb_finds_the_same_in_the_same_text(tree, row):
    text = syntax.expression_text(tree)
    selected = ", ".join(f"${n}::double as {n}" for n in "abc")
    truths = ", ".join(f"${n}::boolean as {n}" for n in "pq")
    query = f"select {text} from (select {selected}, {truths})"
    [(expected,)] = duckdb.execute(query, row).fetchall()
    assert evaluate(lowered(text), row) == expected


# ---- words -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "wrapped"),
    [
        ("a", False),
        ("a + b", True),
        ("a + 1e300", True),
        ("100 - a", False),  # nothing that is added to a double rounds it up to infinity
        ("a / 2", False),
        ("a * 0.5", False),
        ("a * 2", True),
        ("-a", False),
        ("length(t) * 2", False),
        ("days_between(d, e) / 365.25", False),
        ("exp(a)", False),
        ("exp(a) + exp(b)", True),
        ("a / b", True),
    ],
)
def test_only_what_may_overflow_is_checked_for_it(text, wrapped):
    assert isinstance(lowered(text), words.Finite) is wrapped


@pytest.mark.parametrize(
    "text",
    [
        "a * b > 1",
        "a * b in (1)",
        "a * b between 0 and 1",
        "a * b is null",
        "least(a * b, 1)",
        "floor(a * b)",
        "ln(a * b)",
        "coalesce(a * b, 1)",
        "case when p then a * b end",
        "case a * b when 1 then 2 end",
        "round(a, 2)",
    ],
)
def test_operands_are_finite_wherever_they_are_read(text):
    assert any(isinstance(word, words.Finite) for word in below(lowered(text)))
    assert evaluate(lowered(text), {"a": 1e308, "b": 1e308, "p": True}) in (None, True, 1.0)


def below(word):
    yield word
    for operand in word.operands:
        yield from below(operand)


def test_a_column_that_may_hold_infinities_is_read_through_finite():
    column = Column("a", Type.NUMBER, finite=False)
    word = lowered("a", names={"a": column})
    assert isinstance(word, words.Finite)
    assert word.item is column


def test_constants_are_folded():
    word = lowered("a > -(2 + 3) * $k / 2", {"k": Number(4.0)})
    assert isinstance(word, words.Compare)
    assert isinstance(word.right, Number)
    assert word.right.value == -10.0


def test_a_folded_zero_has_no_sign():
    word = lowered("0 * -1")
    assert isinstance(word, Number)
    assert math.copysign(1.0, word.value) == 1.0


def test_parameters_stand_as_their_literals():
    word = lowered("d in ($first, date '1970-01-03')", {"first": Date(1)})
    assert isinstance(word, words.In)
    assert [choice.days for choice in word.choices if isinstance(choice, Date)] == [1, 2]


def test_the_null_of_a_case_has_the_type_of_its_other_results():
    word = lowered("case when p then null else t end")
    assert isinstance(word, words.Case)
    assert word.branches[0][1].type is Type.TEXT


def test_the_null_of_a_case_takes_the_expected_type():
    assert lowered("case when p then null end", expect=Type.NUMBER).type is Type.NUMBER


@pytest.mark.parametrize(
    ("text", "code", "message"),
    [
        ("amuont + 1", "unknown_name", "no column or input named 'amuont'; did you mean 'amount'"),
        ("Amount + 1", "unknown_name", "named 'Amount'; did you mean 'amount'"),
        ("$x + 1", "unknown_parameter", r"\$x is not declared; declared: \$limit"),
        ("amount + 'x'", "expression_type", "'x' is a text"),
        ("case when true then null end", "expression_type", "is always null"),
    ],
)
def test_what_has_no_meaning_is_refused(text, code, message):
    with pytest.raises(ExpressionError, match=message) as caught:
        lowered(text, {"limit": Number(1.0)}, names={"amount": Column("amount", Type.NUMBER)})
    assert caught.value.code == code


def test_between_inside_between_does_not_grow_without_end():
    text = "a"
    for _ in range(14):  # each between reads its item twice
        text = f"case when {text} between 0 and 1 then 1 else 2 end"
    with pytest.raises(ExpressionError, match="more than the 50,000 that are allowed"):
        lowered(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("+".join(["a"] * 101), 101.0),
        ("/".join(["a"] * 101), 1.0),
        ("case when a > 0 then " * 32 + "a" + " else b end" * 32, 1.0),
        ("round(" * 32 + "a" + ", 2)" * 32, 1.0),
        ("(1 * " * 32 + "a" + ")" * 32, 1.0),
    ],
    ids=["sum", "quotient", "case", "round", "parentheses"],
)
def test_the_deepest_expressions_run(text, expected):
    word, row = lowered(text), {"a": 1.0, "b": 2.0}
    assert evaluate(word, row) == evaluate_numbers_in_duckdb(word, row) == expected
