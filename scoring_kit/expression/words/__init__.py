"""The closed, typed vocabulary that every calculation is written in.

A word says what is calculated, never how: the engines (duckdb, numpy, row) each implement
every word, so a value function or an aggregation that is written once, as words, means the
same everywhere. Words are plain frozen objects; they know no document and no engine.

Rules that hold for every word and every engine:

- A missing value is NULL. Words are total: they never raise, whatever the data.
- Arithmetic is IEEE 754 double arithmetic and may overflow to infinity; `Finite` turns
  what is not finite into NULL. Comparisons, minima and choices are only ever given finite
  operands, so no engine has to order NaN or infinity.
- Conditions have three values; `Case` takes a branch only when its condition is true.
"""

from __future__ import annotations

from scoring_kit.expression.words.arithmetic import (
    Absolute,
    Add,
    Binary,
    Case,
    Ceiling,
    Coalesce,
    Divide,
    Exp,
    Finite,
    Floor,
    Greatest,
    GreatestPresent,
    Least,
    LeastPresent,
    Ln,
    Multiply,
    Negate,
    Power,
    Several,
    SquareRoot,
    Subtract,
    Unary,
)
from scoring_kit.expression.words.base import (
    Column,
    Date,
    Null,
    Number,
    Reference,
    Text,
    Truth,
    Type,
    Word,
)
from scoring_kit.expression.words.compound import (
    REASON_SLOTS,
    SHORTFALL_LIMIT,
    Bins,
    Keep,
    Lookup,
    Names,
    Pack,
    Piecewise,
    Ranked,
    Top,
)
from scoring_kit.expression.words.conditions import (
    And,
    Compare,
    Comparison,
    Condition,
    In,
    IsFinite,
    IsInfinite,
    IsMissing,
    Not,
    Or,
)
from scoring_kit.expression.words.texts import (
    Contains,
    DatePart,
    Days,
    Length,
    Lower,
    StartsWith,
    TextCondition,
    TextUnary,
    Trim,
    Upper,
)

__all__ = [
    "REASON_SLOTS",
    "SHORTFALL_LIMIT",
    "Absolute",
    "Add",
    "And",
    "Binary",
    "Bins",
    "Case",
    "Ceiling",
    "Coalesce",
    "Column",
    "Compare",
    "Comparison",
    "Condition",
    "Contains",
    "Date",
    "DatePart",
    "Days",
    "Divide",
    "Exp",
    "Finite",
    "Floor",
    "Greatest",
    "GreatestPresent",
    "In",
    "IsFinite",
    "IsInfinite",
    "IsMissing",
    "Keep",
    "Least",
    "LeastPresent",
    "Length",
    "Ln",
    "Lookup",
    "Lower",
    "Multiply",
    "Names",
    "Negate",
    "Not",
    "Null",
    "Number",
    "Or",
    "Pack",
    "Piecewise",
    "Power",
    "Ranked",
    "Reference",
    "Several",
    "SquareRoot",
    "StartsWith",
    "Subtract",
    "Text",
    "TextCondition",
    "TextUnary",
    "Top",
    "Trim",
    "Truth",
    "Type",
    "Unary",
    "Upper",
    "Word",
]
