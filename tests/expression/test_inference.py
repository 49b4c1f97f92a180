import pytest

from scoring_kit.errors import ExpressionError
from scoring_kit.expression.inference import infer_types
from scoring_kit.expression.parse import parse_expression
from scoring_kit.expression.words import Type
from tests.expression.evaluation import KINDS

NUMBER, TEXT, BOOLEAN, DATE = Type.NUMBER, Type.TEXT, Type.BOOLEAN, Type.DATE
PARAMETERS = {"as_of": DATE, "limit": NUMBER, "segment": TEXT, "strict": BOOLEAN}


def infer(text, types=KINDS, expect=None):
    return infer_types(parse_expression(text), types, PARAMETERS, expect)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("1", NUMBER),
        ("'1'", TEXT),
        ("date '2024-01-01'", DATE),
        ("true", BOOLEAN),
        ("$as_of", DATE),
        ("a + b * 2", NUMBER),
        ("a > 1 and not p", BOOLEAN),
        ("p = (a > 1)", BOOLEAN),
        ("t in ('x', $segment)", BOOLEAN),
        ("d between $as_of and e", BOOLEAN),
        ("t is null", BOOLEAN),
        ("case when p then t end", TEXT),
        ("case t when 'x' then d else null end", DATE),
        ("case when p then null else null end", None),
        ("coalesce(null, t, 'x')", TEXT),
        ("lower(t)", TEXT),
        ("length(t) + days_between(d, e)", NUMBER),
        ("contains(t, 'x')", BOOLEAN),
    ],
)
def test_an_expression_has_a_type(text, kind):
    assert infer(text)[0] is kind


TYPE_ERRORS = [
    ("t + 1", r"a number is expected by \+, but t is a text"),
    ("1 + '1'", r"a number is expected by \+, but '1' is a text"),
    ("d - e", "a number is expected by -, but d is a date"),
    ("d + 30", r"a number is expected by \+, but d is a date"),
    ("-t", "a number is expected after -, but t is a text"),
    ("p * 10", r"a number is expected by \*, but p is a condition"),
    ("(a > 1) + 1", r"a number is expected by \+, but a > 1.0 is a condition"),
    ("d < '2024-01-01'", r"d \(a date\) and .* cannot go together by <; a date is written date"),
    ("a = 'x'", r"a \(a number\) and 'x' \(a text\) cannot go together by ="),
    ("a = true", r"a \(a number\) and true \(a condition"),
    ("p = 1", r"p \(a condition .* and 1.0 \(a number\)"),
    ("p < q", "p is true or false, which compare only by = and <>"),
    ("p in (true)", "p is true or false, which compare only by = and <>"),
    ("p between false and true", "p is true or false, which compare only"),
    ("a in (1, '2')", r"a \(a number\) and '2' \(a text\) cannot go together by in"),
    ("d in ('2024-01-01')", "cannot go together by in; a date is written"),
    ("a between 1 and 'x'", "cannot go together by between"),
    ("a between d and e", "cannot go together by between"),
    ("a and p", "a condition .* is expected by and, but a is a number"),
    ("p or 'x'", "a condition .* is expected by or, but 'x' is a text"),
    ("not a", "a condition .* is expected after not, but a is a number"),
    ("case when a then 1 end", "a condition .* is expected after when, but a is a number"),
    ("case when p then 1 else 'x' end", "cannot go together as results of one case"),
    ("case when p then 1 when q then d end", "cannot go together as results of one case"),
    ("case a when 'x' then 1 end", "cannot go together in one case"),
    ("coalesce(a, 'none')", "cannot go together in coalesce"),
    ("coalesce(null, d, 0)", "cannot go together in coalesce"),
    ("least(a, t)", "a number is expected in least, but t is a text"),
    ("greatest(d, e)", "a number is expected in greatest, but d is a date"),
    ("floor(t)", "a number is expected in floor, but t is a text"),
    ("lower(a)", "a text is expected in lower, but a is a number"),
    ("length(a)", "a text is expected in length, but a is a number"),
    ("starts_with(t, 1)", "a text is expected in starts_with, but 1.0 is a number"),
    ("days_between(d, '2024-01-01')", "a date is expected in days_between, but '2024-01-01'"),
    ("months_between(a, d)", "a date is expected in months_between, but a is a number"),
    ("a > $as_of", r"a \(a number\) and \$as_of \(a date\)"),
    ("$limit + $segment", r"a number is expected by \+, but \$segment is a text"),
    ("a is null + 1", r"a number is expected by \+, but a is null is a condition"),
]


@pytest.mark.parametrize(("text", "message"), TYPE_ERRORS)
def test_types_that_do_not_fit_are_refused(text, message):
    with pytest.raises(ExpressionError, match=message) as caught:
        infer(text)
    assert caught.value.code == "expression_type"


@pytest.mark.parametrize(
    ("text", "expect", "message"),
    [
        ("a", BOOLEAN, "a condition .* is expected here, but a is a number"),
        ("a > 1", NUMBER, "a number is expected here, but a > 1.0 is a condition"),
        ("t", NUMBER, "a number is expected here, but t is a text"),
    ],
)
def test_a_result_of_another_type_than_expected_is_refused(text, expect, message):
    with pytest.raises(ExpressionError, match=message):
        infer(text, expect=expect)


@pytest.mark.parametrize(
    ("text", "forced"),
    [
        ("m + 1", {"m": NUMBER}),
        ("m", {}),
        ("m is null", {}),
        ("m = n", {}),
        ("m = n and n > 1", {"m": NUMBER, "n": NUMBER}),
        ("m = n and k = m and k = 'x'", {"m": TEXT, "n": TEXT, "k": TEXT}),
        ("m and not n", {"m": BOOLEAN, "n": BOOLEAN}),
        ("m > $as_of", {"m": DATE}),
        ("m in ('x')", {"m": TEXT}),
        ("case m when 'x' then n else 1 end", {"m": TEXT, "n": NUMBER}),
        ("coalesce(m, n, date '2024-01-01')", {"m": DATE, "n": DATE}),
        ("contains(m, lower(n))", {"m": TEXT, "n": TEXT}),
        ("a = m", {"m": NUMBER}),
    ],
)
def test_use_forces_types_on_unknown_columns(text, forced):
    assert infer(text)[1] == forced


def test_an_expected_result_forces_a_type_as_well():
    assert infer("coalesce(m, n)", expect=NUMBER) == (NUMBER, {"m": NUMBER, "n": NUMBER})


def test_a_type_given_as_unknown_is_found_too():
    assert infer("m * 2", types={"m": None})[1] == {"m": NUMBER}


@pytest.mark.parametrize("text", ["m + 1 > 0 and m = 'x'", "m = n and n = 1 and lower(m) = 'x'"])
def test_two_uses_of_one_unknown_column_must_agree(text):
    with pytest.raises(ExpressionError, match="number"):
        infer(text, types={})


def test_the_order_of_truths_is_refused_when_the_type_turns_out_later():
    with pytest.raises(ExpressionError, match="m is true or false"):
        infer("m < n and n", types={})


def test_a_parameter_that_is_not_declared_is_named_with_the_nearest():
    with pytest.raises(ExpressionError, match=r"\$as_off is not declared; did you mean 'as_of'"):
        infer("d > $as_off")


def test_long_operands_are_cut_in_messages():
    with pytest.raises(ExpressionError, match=r"but '(x+)\.\.\. is a text$"):
        infer("1 + '" + "x" * 500 + "'")
