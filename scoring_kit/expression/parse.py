"""Reads the text of an expression into a tree, and refuses whatever is not on the list.

The parser is our own, not one of SQL: a closed grammar refuses everything else by itself,
in every version alike. A parser of SQL reads `1_000` as 1000, `0x1F` as 0 named x1F, `a b`
as a named b, and drops comments; all of that would have to be found and refused again.
"""

from __future__ import annotations

from scoring_kit.errors import ExpressionError
from scoring_kit.expression.grammar import Parser, too_deep
from scoring_kit.expression.language import EXPRESSION_CODES
from scoring_kit.expression.syntax import (
    Call,
    CaseWhen,
    Expression,
    MissingTest,
    Name,
    NullLiteral,
    Parameter,
    Syntax,
    walk_syntax,
)

__all__ = ["EXPRESSION_CODES", "Expression", "parse_expression"]

LONGEST_TEXT = 10_000
"""Characters that an expression may have."""

MOST_NODES = 2_000
"""Nodes that the tree of an expression may have."""

LONGEST_CHAIN = 100
"""Operations that may stand on top of each other; a + b + c + d has three."""


def parse_expression(text: str) -> Expression:
    """Return the expression that the text spells; no names or types are looked up.

    Raises
    ------
    ExpressionError
        With one of `EXPRESSION_CODES`; the message says what was found and where.

    Examples
    --------
    >>> parse_expression("coalesce(spend, 0) / orders > $limit").columns
    ('spend', 'orders')
    """
    if len(text) > LONGEST_TEXT:
        raise ExpressionError(
            "expression_too_long",
            f"the expression has {len(text):,} characters; at most {LONGEST_TEXT:,} are allowed",
        )
    if not text.strip():
        raise ExpressionError("empty_expression", "the expression is empty")
    try:
        tree = Parser(text).whole()
    except RecursionError:  # the caller's own stack may be nearly full
        raise too_deep() from None
    _check_size(tree)
    _check_nulls(tree)
    return _expression(text, tree)


def _expression(text: str, tree: Syntax) -> Expression:
    nodes = list(walk_syntax(tree))
    tests = [
        node
        for node in nodes
        if isinstance(node, MissingTest) or (isinstance(node, Call) and node.function == "coalesce")
    ]
    tested = {part.name for node in tests for part in walk_syntax(node) if isinstance(part, Name)}
    return Expression(
        text=text,
        tree=tree,
        columns=tuple(dict.fromkeys(node.name for node in nodes if isinstance(node, Name))),
        parameters=tuple(dict.fromkeys(node.name for node in nodes if isinstance(node, Parameter))),
        tested=frozenset(tested),
    )


def _check_size(tree: Syntax) -> None:
    """Refuse trees that are too large or too tall, counting without recursion."""
    level, count, height = [tree], 0, 0
    while level:
        count += len(level)
        height += 1
        if count > MOST_NODES:
            raise ExpressionError(
                "expression_too_long",
                f"the expression has more than {MOST_NODES:,} operations, names and literals; "
                "move parts of it into derived inputs",
            )
        if height > LONGEST_CHAIN + 1:
            raise ExpressionError(
                "expression_too_deep",
                f"more than {LONGEST_CHAIN} operations stand on top of each other; "
                "move parts of the expression into derived inputs",
            )
        level = [child for node in level for child in node.children]


def _check_nulls(tree: Syntax) -> None:
    """Refuse null anywhere but as a result of case and inside coalesce."""
    if isinstance(tree, NullLiteral):
        raise _misplaced_null()
    for node in walk_syntax(tree):
        if isinstance(node, Call) and node.function == "coalesce":
            continue
        # Nodes are told apart by identity: every null is equal to every other.
        results = {id(result) for result in node.results} if isinstance(node, CaseWhen) else ()
        for child in node.children:
            if isinstance(child, NullLiteral) and id(child) not in results:
                raise _misplaced_null()


def _misplaced_null() -> ExpressionError:
    return ExpressionError(
        "expression_forbidden",
        "null may stand only as a result of case and inside coalesce; "
        "test for a missing value with is null",
    )
