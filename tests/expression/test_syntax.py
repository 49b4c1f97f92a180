import pytest
from hypothesis import given, settings

from scoring_kit.expression.parse import parse_expression
from scoring_kit.expression.syntax import Name, expression_text, quoted_name, walk_syntax
from tests.expression.trees import TREES


@settings(max_examples=300)
@given(TREES)
def test_a_tree_written_as_text_parses_back_to_itself(tree):
    assert parse_expression(expression_text(tree)).tree == tree


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("age", "age"),
        ("Age_2", "Age_2"),
        ("_x", "_x"),
        ("End", '"End"'),
        ("from", '"from"'),
        ("2x", '"2x"'),
        ("größe", '"größe"'),
        ("net spend", '"net spend"'),
        ('a"b', '"a""b"'),
        ("order", "order"),
    ],
)
def test_names_are_quoted_where_they_must_be(name, written):
    assert quoted_name(name) == written


def test_walking_goes_in_reading_order():
    tree = parse_expression("case a when b then c else d end + least(e, f)").tree
    names = [node.name for node in walk_syntax(tree) if isinstance(node, Name)]
    assert names == ["a", "b", "c", "d", "e", "f"]
