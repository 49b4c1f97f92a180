"""Random syntax trees, and trees with every group in parentheses."""

import datetime

from hypothesis import strategies as st

from scoring_kit.expression.syntax import (
    Arithmetic,
    Between,
    Call,
    CaseWhen,
    Comparison,
    DateLiteral,
    Logical,
    LogicalNot,
    Membership,
    MissingTest,
    Name,
    Negation,
    NullLiteral,
    NumberLiteral,
    Parameter,
    TextLiteral,
    TruthLiteral,
    expression_text,
)

SHOWN = st.characters(codec="utf-8", exclude_categories=("Cc", "Cf", "Cs"))

LITERALS = st.one_of(
    st.floats(allow_nan=False, allow_infinity=False).map(lambda x: NumberLiteral(x + 0.0)),
    st.text(SHOWN, max_size=8).map(TextLiteral),
    st.dates(min_value=datetime.date(1, 1, 1)).map(DateLiteral),
    st.booleans().map(TruthLiteral),
    st.sampled_from(["p", "As_Of"]).map(Parameter),
)
NAMES = st.one_of(st.sampled_from(["a", "End", "date", "select"]), st.text(SHOWN, min_size=1)).map(
    Name
)


def larger(parts):
    """Trees one level larger; nulls only where the language has them."""
    pairs = st.tuples(parts, parts)
    results = st.one_of(parts, st.builds(NullLiteral))
    branches = st.lists(st.tuples(parts, results), min_size=1, max_size=2).map(tuple)
    signs = st.sampled_from(["=", "<>", "<", "<=", ">", ">="])
    calls = st.sampled_from(["least", "greatest"])
    some = st.lists(parts, min_size=2, max_size=3).map(tuple)
    return st.one_of(
        parts.filter(lambda part: not isinstance(part, NumberLiteral)).map(Negation),
        st.builds(Arithmetic, st.sampled_from("+-*/"), parts, parts),
        st.builds(Comparison, signs, parts, parts),
        st.builds(Logical, st.sampled_from(["and", "or"]), some),
        st.builds(LogicalNot, parts),
        st.builds(Membership, parts, st.lists(LITERALS, min_size=1).map(tuple), st.booleans()),
        st.builds(Between, parts, parts, parts, st.booleans()),
        st.builds(MissingTest, parts, st.booleans()),
        st.builds(CaseWhen, branches, st.none() | results, st.none() | parts),
        st.builds(Call, calls, some),
        st.builds(Call, st.just("coalesce"), st.lists(results, min_size=1).map(tuple)),
        st.builds(Call, st.just("pow"), pairs),
        st.builds(Call, st.sampled_from(["abs", "lower"]), st.tuples(parts)),
    )


TREES = st.recursive(LITERALS | NAMES, larger, max_leaves=15)


def grouped(tree) -> str:
    """Return arithmetic and conditions with parentheses around every group."""
    match tree:
        case Arithmetic(sign, left, right) | Comparison(sign, left, right):
            return f"({grouped(left)} {sign} {grouped(right)})"
        case Logical(sign, items):
            return f"({f' {sign} '.join(map(grouped, items))})"
        case Negation(item):
            return f"(- {grouped(item)})"
        case LogicalNot(item):
            return f"(not {grouped(item)})"
        case Between(item, low, high):
            return f"({grouped(item)} between {grouped(low)} {grouped(high)})"
        case Membership(item, choices):
            return f"({grouped(item)} in {' '.join(map(grouped, choices))})"
        case MissingTest(item):
            return f"({grouped(item)} is null)"
        case NumberLiteral(value):
            return f"{value:g}"
        case _:
            return expression_text(tree)
