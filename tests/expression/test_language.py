import pytest

from scoring_kit.errors import ExpressionError
from scoring_kit.expression.language import (
    EXPRESSION_CODES,
    FUNCTIONS,
    INSTEAD,
    KEYWORDS,
    OTHER_NAMES,
    RESERVED,
    STATEMENT_WORDS,
)
from scoring_kit.expression.meaning import to_word
from scoring_kit.expression.parse import parse_expression
from scoring_kit.expression.words import Type
from tests.expression.evaluation import NAMES

COLUMN = {Type.NUMBER: "a", Type.TEXT: "t", Type.DATE: "d", None: "a"}


@pytest.mark.parametrize("function", FUNCTIONS)
def test_every_function_can_be_called_and_gives_its_type(function):
    signature = FUNCTIONS[function]
    arguments = [COLUMN[kind] for kind in signature.takes[: signature.fewest]]
    word = to_word(parse_expression(f"{function}({', '.join(arguments)})"), NAMES, {})
    assert word.type is (signature.gives or Type.NUMBER)


@pytest.mark.parametrize("name", OTHER_NAMES)
def test_second_names_are_the_same_functions(name):
    arguments = "a, 2" if name == "power" else "a"
    first = parse_expression(f"{OTHER_NAMES[name]}({arguments})")
    assert parse_expression(f"{name}({arguments})").tree == first.tree


@pytest.mark.parametrize("name", INSTEAD)
def test_what_is_written_instead_is_told_of_functions_off_the_list(name):
    with pytest.raises(ExpressionError, match="is not allowed; write "):
        parse_expression(f"{name}(a)")


@pytest.mark.parametrize("word", sorted(KEYWORDS | RESERVED | STATEMENT_WORDS))
def test_every_word_of_sql_is_a_column_in_double_quotes(word):
    assert parse_expression(f'"{word}" + 1').columns == (word,)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (" ", "empty_expression"),
        ("a +", "expression_syntax"),
        ("a; b", "expression_forbidden"),
        ("1" * 10_001, "expression_too_long"),
        ("(" * 40, "expression_too_deep"),
        ("a + 'x'", "expression_type"),
        ("nobody + 1", "unknown_name"),
        ("a + $nothing", "unknown_parameter"),
    ],
)
def test_every_code_has_a_meaning_and_an_expression_that_gets_it(text, code):
    with pytest.raises(ExpressionError, match=r"[a-z]") as caught:
        to_word(parse_expression(text), NAMES, {})
    assert caught.value.code == code
    assert EXPRESSION_CODES[code].endswith(".")


def test_no_other_codes_are_documented():
    assert len(EXPRESSION_CODES) == 8
