"""What binds to what. The expected readings are those of SQL; sqlglot is the second program."""

import pytest
import sqlglot
from sqlglot import exp

from scoring_kit.errors import ExpressionError
from scoring_kit.expression.parse import parse_expression
from scoring_kit.expression.syntax import expression_text
from tests.expression.trees import grouped

READINGS = {
    "a + b * c": "(a + (b * c))",
    "a - b - c": "((a - b) - c)",
    "a / b / c": "((a / b) / c)",
    "a / b * c": "((a / b) * c)",
    "-a * b": "((- a) * b)",
    "a - -b": "(a - (- b))",
    "a or b and c": "(a or (b and c))",
    "a and b or c and d": "((a and b) or (c and d))",
    "not a and b": "((not a) and b)",
    "not a = b": "(not (a = b))",
    "not not a": "(not (not a))",
    "a + 1 < b * 2": "((a + 1) < (b * 2))",
    "a = 1 and b <> 2": "((a = 1) and (b <> 2))",
    "a between b and c and d": "((a between b c) and d)",
    "a between b + 1 and c - 1 or d": "((a between (b + 1) (c - 1)) or d)",
    "not a between b and c": "(not (a between b c))",
    "a + b is null and c": "(((a + b) is null) and c)",
    "a in (1, 2) or b": "((a in 1 2) or b)",
    "not a in (1)": "(not (a in 1))",
    "(a + b) * c": "((a + b) * c)",
    "a - (b - c)": "(a - (b - c))",
    "-(a + b)": "(- (a + b))",
    "a and (b or c)": "(a and (b or c))",
    "(a = b) = c": "((a = b) = c)",
}


@pytest.mark.parametrize(("text", "reading"), READINGS.items())
def test_operators_bind_as_in_sql(text, reading):
    assert grouped(parse_expression(text).tree) == reading


@pytest.mark.parametrize("text", READINGS)
def test_sqlglot_reads_the_same(text):
    assert reading_of_sqlglot(sqlglot.parse_one(text)) == grouped(parse_expression(text).tree)


SIGNS = {
    **{exp.Add: "+", exp.Sub: "-", exp.Mul: "*", exp.Div: "/", exp.And: "and", exp.Or: "or"},
    **{exp.EQ: "=", exp.NEQ: "<>", exp.LT: "<", exp.Is: "is"},
}


def reading_of_sqlglot(node):
    """Return sqlglot's tree as `grouped` returns ours."""
    match node:
        case exp.Paren():
            return reading_of_sqlglot(node.this)
        case exp.Neg() | exp.Not():
            return (
                f"({'-' if isinstance(node, exp.Neg) else 'not'} {reading_of_sqlglot(node.this)})"
            )
        case exp.Between():
            parts = [node.this, node.args["low"], node.args["high"]]
            item, low, high = map(reading_of_sqlglot, parts)
            return f"({item} between {low} {high})"
        case exp.In():
            item, *choices = map(reading_of_sqlglot, [node.this, *node.expressions])
            return f"({item} in {' '.join(choices)})"
        case exp.Binary() | exp.Connector():
            left, right = reading_of_sqlglot(node.left), reading_of_sqlglot(node.right)
            return f"({left} {SIGNS[type(node)]} {right})"
        case _:
            return node.sql().lower()


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("A != a", "A <> a"),
        ("a AND b OR NOT c", "a and b or not c"),
        ("CASE WHEN a THEN 1 ELSE NULL END", "case when a then 1.0 else null end"),
        ("Case a When 1 Then 'x' End", "case a when 1.0 then 'x' end"),
        ("CEILING(a) + Power(a, 2)", "ceil(a) + pow(a, 2.0)"),
        ("a IS NOT NULL", "a is not null"),
        ("a NOT IN (1, -2, $p)", "a not in (1.0, -2.0, $p)"),
        ("a not between 1 and 2", "a not between 1.0 and 2.0"),
        ("DATE '2024-02-29' = \"date\"", "date '2024-02-29' = date"),
        ("date = date'2024-02-29'", "date = date '2024-02-29'"),
        ('\'it\'\'s\' = "a ""b"""', '\'it\'\'s\' = "a ""b"""'),
        ('"end" + "Select" + "1a"', '"end" + "Select" + "1a"'),
        (".5 + 1. + 1e3 + 1.5E-2", "0.5 + 1.0 + 1000.0 + 0.015"),
        ("- 0", "0.0"),
        ("- -3", "3.0"),
        ("-(-a)", "-(-a)"),
        ("TRUE <> False", "true <> false"),
        ("round(a, 2) + round(a)", "round(a, 2.0) + round(a)"),
        ("((a))\n\t+ (b)", "a + b"),
        ("a and b and c", "a and b and c"),
        ("a and (b and c)", "a and (b and c)"),
    ],
)
def test_each_spelling_has_one_canonical_text(text, canonical):
    assert expression_text(parse_expression(text).tree) == canonical


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a b", "at character 3 an operator or the end is expected, but b was found"),
        ("(a", r"at character 3 \) is expected, but the expression ends"),
        ("a < b < c", "at character 7 comparisons cannot follow each other"),
        ("a = not b", "put not and what follows in parentheses"),
        ("flor(a)", "the function flor at character 1 is not allowed; did you mean 'floor'"),
        ("if(a, 1, 2)", "write case when"),
        ("max(a, b)", "write greatest"),
        ("a || b", r"\|\| at character 3 is not allowed: texts cannot be joined"),
        ("a like 'x'", 'like at character 3 is not allowed in expressions; .* written "like"'),
        ("date '2023-02-29'", "'2023-02-29' at character 6 is not a calendar date"),
        ("pow(a)", "pow takes 2 arguments, not 1"),
        ("floor()", "floor takes 1 argument, not 0"),
        ("least()", "least takes 1 or more arguments, not 0"),
        ("round(a, 2, 3)", "round takes 1 or 2 arguments, not 3"),
        ("round(a, 13)", "a whole number from 0 to 12"),
        ("a in (1, b)", "in takes literals and parameters only; b at character 10"),
        ("a = null", "test for a missing value with is null"),
        ("1e999", "too large for a double"),
        ("1e-999", "too small for a double"),
        ("a ＋ b", r"'\\uff0b' \(U\+FF0B\) at character 3"),
        ("basket (EUR) > 3", "a column with brackets in its name stands in double quotes"),
        ("1_000", "numbers are written 12, 0.5 or 1.5e3"),
    ],
)
def test_messages_say_what_was_found_where_and_what_to_write(text, message):
    with pytest.raises(ExpressionError, match=message):
        parse_expression(text)
