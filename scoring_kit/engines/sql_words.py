"""Each word as DuckDB SQL, in one table: `WORDS`.

Where an engine's habits differ between versions (division by zero, ln and sqrt outside
their range, NaN in comparisons), the SQL says itself what happens.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from scoring_kit.engines import sql_compound
from scoring_kit.engines.base import FIRST_DAY, LARGEST_EXPONENT, LAST_DAY
from scoring_kit.engines.sql_writer import Writer, chain, day, listed, literal
from scoring_kit.expression import words
from scoring_kit.expression.words import Type, Word

_TYPES = {
    Type.NUMBER: "DOUBLE",
    Type.TEXT: "VARCHAR",
    Type.BOOLEAN: "BOOLEAN",
    Type.DATE: "DATE",
    Type.PACKED: "BIGINT",
}


# ---- what stands at the ends -------------------------------------------------------


def _column(word: words.Column, out: Writer) -> str:
    return out.column(word.name)


def _reference(word: words.Reference, out: Writer) -> str:
    return out.reference(word.name)


def _constant(word: words.Number | words.Text | words.Truth, out: Writer) -> str:
    return literal(word.value)


def _date(word: words.Date, out: Writer) -> str:
    return day(word.days)


def _null(word: words.Null, out: Writer) -> str:
    return f"NULL::{_TYPES[word.kind]}" if word.kind in _TYPES else "NULL"


# ---- conditions --------------------------------------------------------------------


def _compare(word: words.Compare, out: Writer) -> str:
    return f"{out.sql(word.left)} {word.op} {out.sql(word.right)}"


def _and(word: words.And, out: Writer) -> str:
    return " AND ".join(map(out.sql, word.items)) if word.items else "true"


def _or(word: words.Or, out: Writer) -> str:
    if not word.items:
        return "false"
    if all(isinstance(item, words.IsInfinite) for item in word.items):
        # one coalesce for all: those that are NULL are not infinite
        tests = [_infinity(item, out) for item in word.items if isinstance(item, words.IsInfinite)]
        return f"coalesce({' OR '.join(tests)}, false)"
    return " OR ".join(map(out.sql, word.items))


def _not(word: words.Not, out: Writer) -> str:
    item = word.item
    if isinstance(item, words.IsMissing) and not _may_be_nan(item.item):
        return f"{out.sql(item.item)} IS NOT NULL"
    return f"NOT {out.sql(item)}"


def _in(word: words.In, out: Writer) -> str:
    item = out.sql(word.item)
    if not word.choices:
        return f"CASE WHEN {item} IS NOT NULL THEN false END"
    return f"{item} IN {listed(word.choices, out)}"


def _is_missing(word: words.IsMissing, out: Writer) -> str:
    item = out.sql(word.item)
    return f"{item} IS NULL OR isnan({item})" if _may_be_nan(word.item) else f"{item} IS NULL"


def _may_be_nan(word: Word) -> bool:
    return isinstance(word, words.Column) and word.kind is Type.NUMBER and not word.finite


def _is_infinite(word: words.IsInfinite, out: Writer) -> str:
    return f"coalesce({_infinity(word, out)}, false)"


def _infinity(word: words.IsInfinite, out: Writer) -> str:
    item = out.sql(word.item)
    if word.item.kind is Type.DATE:
        return f"{item} NOT BETWEEN {day(FIRST_DAY)} AND {day(LAST_DAY)}"
    return f"isinf({item})"


def _is_finite(word: words.IsFinite, out: Writer) -> str:
    item = out.sql(word.item)
    if word.item.kind is Type.DATE:
        return f"{item} BETWEEN {day(FIRST_DAY)} AND {day(LAST_DAY)}"
    return f"isfinite({item})"


# ---- arithmetic --------------------------------------------------------------------


def _summand(word: Word, out: Writer) -> str:
    """Return a left operand of + and -, which needs no brackets around what binds as tightly."""
    return out.bare(word) if isinstance(word, words.Add | words.Subtract) else _factor(word, out)


def _factor(word: Word, out: Writer) -> str:
    """Return an operand around which products and quotients need no brackets."""
    return out.bare(word) if isinstance(word, words.Multiply | words.Divide) else out.sql(word)


def _add(word: words.Add, out: Writer) -> str:
    return f"{_summand(word.left, out)} + {_factor(word.right, out)}"


def _subtract(word: words.Subtract, out: Writer) -> str:
    return f"{_summand(word.left, out)} - {_factor(word.right, out)}"


def _multiply(word: words.Multiply, out: Writer) -> str:
    return f"{_factor(word.left, out)} * {out.sql(word.right)}"


def _divide(word: words.Divide, out: Writer) -> str:
    return f"{_factor(word.left, out)} / nullif({out.repeatable(word.right)}, 0.0e0)"


def _power(word: words.Power, out: Writer) -> str:
    left, right = out.repeatable(word.left), out.repeatable(word.right)
    power = f"pow({left}, {right})"
    # pow(NaN, 0) is 1, but NaN stands for a missing value in the other engines
    known = f"NOT isnan({left}) AND NOT isnan({right})"
    return f"CASE WHEN isfinite({power}) AND {known} THEN {power} END"


def _negate(word: words.Negate, out: Writer) -> str:
    return f"- {out.sql(word.item)}"


def _absolute(word: words.Absolute, out: Writer) -> str:
    return f"abs({out.bare(word.item)})"


def _floor(word: words.Floor, out: Writer) -> str:
    return f"floor({out.bare(word.item)}) + 0.0e0"


def _ceiling(word: words.Ceiling, out: Writer) -> str:
    return f"ceil({out.bare(word.item)}) + 0.0e0"


def _square_root(word: words.SquareRoot, out: Writer) -> str:
    item = out.repeatable(word.item)
    return f"CASE WHEN {item} >= 0.0e0 THEN sqrt({item}) END"


def _ln(word: words.Ln, out: Writer) -> str:
    item = out.repeatable(word.item)
    return f"CASE WHEN {item} > 0.0e0 THEN ln({item}) END"


def _exp(word: words.Exp, out: Writer) -> str:
    item = out.repeatable(word.item)
    return f"CASE WHEN {item} <= {literal(LARGEST_EXPONENT)} THEN exp({item}) END"


def _finite(word: words.Finite, out: Writer) -> str:
    item = out.repeatable(word.item)
    if word.item.type is Type.DATE:
        return f"CASE WHEN {item} BETWEEN {day(FIRST_DAY)} AND {day(LAST_DAY)} THEN {item} END"
    return f"CASE WHEN isfinite({item}) THEN {item} END"


def _least(word: words.Least, out: Writer) -> str:
    return _unless_null("least", word.items, out)


def _greatest(word: words.Greatest, out: Writer) -> str:
    return _unless_null("greatest", word.items, out)


def _unless_null(function: str, items: Sequence[Word], out: Writer) -> str:
    """DuckDB's least and greatest skip NULL, so each item is tested."""
    texts = [out.repeatable(item) for item in items]
    tested = [
        f"{text} IS NOT NULL"
        for item, text in zip(items, texts, strict=True)
        if not isinstance(item, words.Number)
    ]
    chosen = f"{function}({', '.join(texts)}) + 0.0e0"
    return f"CASE WHEN {' AND '.join(tested)} THEN {chosen} END" if tested else chosen


def _least_present(word: words.LeastPresent, out: Writer) -> str:
    return f"least{listed(word.items, out)} + 0.0e0"


def _greatest_present(word: words.GreatestPresent, out: Writer) -> str:
    return f"greatest{listed(word.items, out)} + 0.0e0"


# ---- choice ------------------------------------------------------------------------


def _case(word: words.Case, out: Writer) -> str:
    results = [*(result for _, result in word.branches), word.otherwise]
    texts = [out.bare(result) for result in results]
    if not all(isinstance(result, words.Null) for result in results):
        # the others say what type a NULL is of
        texts = [_untyped(text, of) for text, of in zip(texts, results, strict=True)]
    *chosen, otherwise = texts
    conditions = [out.bare(condition) for condition, _ in word.branches]
    branches = list(zip(conditions, chosen, strict=True))
    return chain(branches, None if otherwise == "NULL" else otherwise)


def _untyped(text: str, word: Word) -> str:
    if isinstance(word, words.Null) and word.kind in _TYPES:
        return text.removesuffix(f"::{_TYPES[word.kind]}")
    return text


def _coalesce(word: words.Coalesce, out: Writer) -> str:
    return f"coalesce{listed(word.items, out)}"


# ---- text and dates ----------------------------------------------------------------


def _lower(word: words.Lower, out: Writer) -> str:
    return f"lower({out.bare(word.item)})"


def _upper(word: words.Upper, out: Writer) -> str:
    return f"upper({out.bare(word.item)})"


def _trim(word: words.Trim, out: Writer) -> str:
    return rf"trim({out.sql(word.item)}, E' \t\n\r\f\x0b')"


def _length(word: words.Length, out: Writer) -> str:
    return f"length({out.sql(word.item)})::DOUBLE"


def _starts_with(word: words.StartsWith, out: Writer) -> str:
    return f"starts_with({out.sql(word.left)}, {out.sql(word.right)})"


def _contains(word: words.Contains, out: Writer) -> str:
    return f"contains({out.sql(word.left)}, {out.sql(word.right)})"


def _days(word: words.Days, out: Writer) -> str:
    return f"({out.sql(word.item)} - {day(0)})::DOUBLE"


def _date_part(word: words.DatePart, out: Writer) -> str:
    return f"{word.part}({out.sql(word.item)})::DOUBLE"


LOOSE: frozenset[type[Word]] = frozenset(
    (
        *(words.Compare, words.And, words.Or, words.Not, words.In, words.IsMissing),
        *(words.IsFinite, words.Add, words.Subtract, words.Multiply, words.Divide, words.Negate),
        *(words.Floor, words.Ceiling, words.Least, words.Greatest),
        *(words.LeastPresent, words.GreatestPresent, words.Pack),
    )
)
"""Words whose SQL needs brackets where it is an operand."""

WORDS: dict[type[Word], Callable[[Any, Writer], str]] = {
    words.Column: _column,
    words.Reference: _reference,
    words.Number: _constant,
    words.Text: _constant,
    words.Date: _date,
    words.Truth: _constant,
    words.Null: _null,
    words.Compare: _compare,
    words.And: _and,
    words.Or: _or,
    words.Not: _not,
    words.In: _in,
    words.IsMissing: _is_missing,
    words.IsInfinite: _is_infinite,
    words.IsFinite: _is_finite,
    words.Add: _add,
    words.Subtract: _subtract,
    words.Multiply: _multiply,
    words.Divide: _divide,
    words.Power: _power,
    words.Negate: _negate,
    words.Absolute: _absolute,
    words.Floor: _floor,
    words.Ceiling: _ceiling,
    words.SquareRoot: _square_root,
    words.Ln: _ln,
    words.Exp: _exp,
    words.Finite: _finite,
    words.Least: _least,
    words.Greatest: _greatest,
    words.LeastPresent: _least_present,
    words.GreatestPresent: _greatest_present,
    words.Case: _case,
    words.Coalesce: _coalesce,
    words.Lower: _lower,
    words.Upper: _upper,
    words.Trim: _trim,
    words.Length: _length,
    words.StartsWith: _starts_with,
    words.Contains: _contains,
    words.Days: _days,
    words.DatePart: _date_part,
    words.Piecewise: sql_compound.piecewise,
    words.Bins: sql_compound.bins,
    words.Lookup: sql_compound.lookup,
    words.Pack: sql_compound.pack,
    words.Top: sql_compound.top,
    words.Ranked: sql_compound.ranked,
    words.Names: sql_compound.names,
}
"""How each word is written."""
