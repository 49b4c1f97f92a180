"""The closed language of expressions: its words, its functions, and what can go wrong."""

from __future__ import annotations

from dataclasses import dataclass

from scoring_kit.expression.words import Type

EXPRESSION_CODES: dict[str, str] = {
    "empty_expression": "An expression has no text.",
    "expression_syntax": "An expression does not follow the grammar, or a literal is malformed.",
    "expression_forbidden": "An expression uses something that is not on the list.",
    "expression_too_long": "An expression has more text or more operations than allowed.",
    "expression_too_deep": "An expression is nested more deeply than allowed.",
    "expression_type": "An expression mixes types, or has not the type that is expected.",
    "unknown_name": "An expression reads a name that does not exist.",
    "unknown_parameter": "An expression reads a parameter that is not declared.",
}
"""Code of every problem with an expression, and what it means."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


KEYWORDS = _words("and or not in between is null case when then else end true false")
"""Words of the language, in any case; a column of such a name is written in double quotes."""

RESERVED = _words(
    "select from where union intersect except having exists like ilike glob similar over "
    "distinct cast try_cast collate"
)
"""Words of SQL that the language has not; a column of such a name is double-quoted as well."""

STATEMENT_WORDS = _words(
    "all alter analyze any array as asc at attach begin by call checkpoint comment commit copy "
    "create cross delete desc describe detach drop execute explain export filter force grant group "
    "ignore import inner insert install interval into isnull join lambda lateral limit load "
    "natural notnull offset on order over partition pivot pragma prepare qualify recursive "
    "regexp replace reset returning revoke rlike rollback row set show some summarize table time "
    "timestamp to truncate unnest unpivot update use using vacuum values window with"
)
"""Words that tell, where a sentence breaks off, that SQL of another kind was written."""


@dataclass(frozen=True, slots=True)
class Signature:
    """What a function takes and gives; None stands for any type, the same throughout.

    takes: type of each argument; `fewest` of them must be there; the last may repeat.
    """

    takes: tuple[Type | None, ...]
    gives: Type | None
    fewest: int
    repeats: bool = False


def _plain(gives: Type, *takes: Type) -> Signature:
    return Signature(takes, gives, fewest=len(takes))


FUNCTIONS: dict[str, Signature] = {
    "abs": _plain(Type.NUMBER, Type.NUMBER),
    "least": Signature((Type.NUMBER,), Type.NUMBER, fewest=1, repeats=True),
    "greatest": Signature((Type.NUMBER,), Type.NUMBER, fewest=1, repeats=True),
    "floor": _plain(Type.NUMBER, Type.NUMBER),
    "ceil": _plain(Type.NUMBER, Type.NUMBER),
    "round": Signature((Type.NUMBER, Type.NUMBER), Type.NUMBER, fewest=1),
    "sqrt": _plain(Type.NUMBER, Type.NUMBER),
    "ln": _plain(Type.NUMBER, Type.NUMBER),
    "exp": _plain(Type.NUMBER, Type.NUMBER),
    "pow": _plain(Type.NUMBER, Type.NUMBER, Type.NUMBER),
    "coalesce": Signature((None,), None, fewest=1, repeats=True),
    "lower": _plain(Type.TEXT, Type.TEXT),
    "upper": _plain(Type.TEXT, Type.TEXT),
    "trim": _plain(Type.TEXT, Type.TEXT),
    "length": _plain(Type.NUMBER, Type.TEXT),
    "starts_with": _plain(Type.BOOLEAN, Type.TEXT, Type.TEXT),
    "contains": _plain(Type.BOOLEAN, Type.TEXT, Type.TEXT),
    "days_between": _plain(Type.NUMBER, Type.DATE, Type.DATE),
    "months_between": _plain(Type.NUMBER, Type.DATE, Type.DATE),
    "years_between": _plain(Type.NUMBER, Type.DATE, Type.DATE),
}
"""The functions of the language."""

OTHER_NAMES = {"ceiling": "ceil", "power": "pow"}
"""Second names of functions."""

INSTEAD = {
    "if": "case when ... then ... else ... end",
    "iif": "case when ... then ... else ... end",
    "ifnull": "coalesce",
    "nvl": "coalesce",
    "isnull": "is null",
    "log": "ln",
    "min": "least",
    "max": "greatest",
    "len": "length",
    "date_diff": "days_between",
    "datediff": "days_between",
    "current_date": "a date parameter such as $as_of",
    "today": "a date parameter such as $as_of",
    "now": "a date parameter such as $as_of",
}
"""What to write in place of a function that other languages have."""
