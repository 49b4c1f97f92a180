"""Each word as DuckDB SQL, in one table: `WORDS`.

Where an engine's habits differ between versions (division by zero, ln and sqrt outside
their range, NaN in comparisons), the SQL says itself what happens.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any, Protocol

from scoring_kit.engines.base import FIRST_DAY, LARGEST_EXPONENT, LAST_DAY, pieces
from scoring_kit.expression import words
from scoring_kit.expression.words import REASON_SLOTS, SHORTFALL_LIMIT, Type, Word

_LAST_SLOT = REASON_SLOTS - 1
_MOST_GREATEST = 8
"""Ranks that are found by one `greatest` each; beyond, sorting the list is quicker."""

_TYPES = {
    Type.NUMBER: "DOUBLE",
    Type.TEXT: "VARCHAR",
    Type.BOOLEAN: "BOOLEAN",
    Type.DATE: "DATE",
    Type.PACKED: "BIGINT",
}


class Writer(Protocol):
    """Writes the operands of a word."""

    def sql(self, word: Word) -> str: ...
    def repeatable(self, word: Word) -> str: ...
    def part(self, text: str) -> str: ...
    def column(self, name: str) -> str: ...
    def reference(self, name: str) -> str: ...


def quote_identifier(name: str) -> str:
    """Return a name as an SQL identifier.

    Examples
    --------
    >>> quote_identifier('6" nails')
    '"6"" nails"'
    """
    if "\0" in name:
        raise ValueError(f"a name cannot hold a NUL character: {name!r}")
    return '"' + name.replace('"', '""') + '"'


def literal(value: float | str | bool | date) -> str:
    """Return a value as an SQL literal that reads back as exactly this value.

    Examples
    --------
    >>> literal(0.1), literal("it's"), literal(date(2024, 2, 29)), literal(True)
    ('0.1e0', "'it''s'", "DATE '2024-02-29'", 'true')
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, date):
        return f"DATE '{value.isoformat()}'"
    return _number(float(value))


def _number(value: float) -> str:
    if not math.isfinite(value):
        return f"'{value}'::DOUBLE"
    text = repr(value)
    return text if "e" in text else f"{text}e0"  # a bare 0.1 is a DECIMAL


def _text(value: str) -> str:
    quoted = ["'" + part.replace("'", "''") + "'" for part in value.split("\0")]
    if len(quoted) == 1:
        return quoted[0]
    return "(" + " || chr(0) || ".join(quoted) + ")"


def _day(days: int) -> str:
    return literal(date(1970, 1, 1) + timedelta(days=days))


# ---- what stands at the ends -------------------------------------------------------


def _column(word: words.Column, out: Writer) -> str:
    return out.column(word.name)


def _reference(word: words.Reference, out: Writer) -> str:
    return out.reference(word.name)


def _constant(word: words.Number | words.Text | words.Truth, out: Writer) -> str:
    return literal(word.value)


def _date(word: words.Date, out: Writer) -> str:
    return _day(word.days)


def _null(word: words.Null, out: Writer) -> str:
    return f"NULL::{_TYPES[word.kind]}" if word.kind in _TYPES else "NULL"


# ---- conditions --------------------------------------------------------------------


def _compare(word: words.Compare, out: Writer) -> str:
    return f"({out.sql(word.left)} {word.op} {out.sql(word.right)})"


def _and(word: words.And, out: Writer) -> str:
    return _joined(" AND ", word.items, out) if word.items else "true"


def _or(word: words.Or, out: Writer) -> str:
    return _joined(" OR ", word.items, out) if word.items else "false"


def _not(word: words.Not, out: Writer) -> str:
    return f"(NOT {out.sql(word.item)})"


def _in(word: words.In, out: Writer) -> str:
    item = out.sql(word.item)
    if not word.choices:
        return f"CASE WHEN {item} IS NOT NULL THEN false END"
    return f"({item} IN {_joined(', ', word.choices, out)})"


def _is_missing(word: words.IsMissing, out: Writer) -> str:
    item = out.sql(word.item)
    if isinstance(word.item, words.Column) and word.item.kind is Type.NUMBER:
        return f"({item} IS NULL OR isnan({item}))"
    return f"({item} IS NULL)"


def _is_infinite(word: words.IsInfinite, out: Writer) -> str:
    item = out.sql(word.item)
    if word.item.kind is Type.DATE:
        return f"coalesce({item} NOT BETWEEN {_day(FIRST_DAY)} AND {_day(LAST_DAY)}, false)"
    return f"coalesce(isinf({item}), false)"


# ---- arithmetic --------------------------------------------------------------------


def _add(word: words.Add, out: Writer) -> str:
    return f"({out.sql(word.left)} + {out.sql(word.right)})"


def _subtract(word: words.Subtract, out: Writer) -> str:
    return f"({out.sql(word.left)} - {out.sql(word.right)})"


def _multiply(word: words.Multiply, out: Writer) -> str:
    return f"({out.sql(word.left)} * {out.sql(word.right)})"


def _divide(word: words.Divide, out: Writer) -> str:
    return f"({out.sql(word.left)} / nullif({out.repeatable(word.right)}, 0.0e0))"


def _power(word: words.Power, out: Writer) -> str:
    left, right = out.repeatable(word.left), out.repeatable(word.right)
    power = f"pow({left}, {right})"
    # pow(NaN, 0) is 1, but NaN stands for a missing value in the other engines
    known = f"NOT isnan({left}) AND NOT isnan({right})"
    return f"CASE WHEN isfinite({power}) AND {known} THEN {power} END"


def _negate(word: words.Negate, out: Writer) -> str:
    return f"(- {out.sql(word.item)})"


def _absolute(word: words.Absolute, out: Writer) -> str:
    return f"abs({out.sql(word.item)})"


def _floor(word: words.Floor, out: Writer) -> str:
    return f"(floor({out.sql(word.item)}) + 0.0e0)"


def _ceiling(word: words.Ceiling, out: Writer) -> str:
    return f"(ceil({out.sql(word.item)}) + 0.0e0)"


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
        return f"CASE WHEN {item} BETWEEN {_day(FIRST_DAY)} AND {_day(LAST_DAY)} THEN {item} END"
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
    return f"CASE WHEN {' AND '.join(tested)} THEN {chosen} END" if tested else f"({chosen})"


def _least_present(word: words.LeastPresent, out: Writer) -> str:
    return f"(least{_joined(', ', word.items, out)} + 0.0e0)"


def _greatest_present(word: words.GreatestPresent, out: Writer) -> str:
    return f"(greatest{_joined(', ', word.items, out)} + 0.0e0)"


# ---- choice ------------------------------------------------------------------------


def _case(word: words.Case, out: Writer) -> str:
    branches = [(out.sql(condition), out.sql(result)) for condition, result in word.branches]
    return _chain(branches, out.sql(word.otherwise))


def _chain(branches: Sequence[tuple[str, str]], otherwise: str | None = None) -> str:
    if not branches:
        return otherwise or "NULL"
    lines = " ".join(f"WHEN {condition} THEN {result}" for condition, result in branches)
    end = f" ELSE {otherwise}" if otherwise else ""
    return f"CASE {lines}{end} END"


def _coalesce(word: words.Coalesce, out: Writer) -> str:
    return f"coalesce{_joined(', ', word.items, out)}"


# ---- text and dates ----------------------------------------------------------------


def _lower(word: words.Lower, out: Writer) -> str:
    return f"lower({out.sql(word.item)})"


def _upper(word: words.Upper, out: Writer) -> str:
    return f"upper({out.sql(word.item)})"


def _trim(word: words.Trim, out: Writer) -> str:
    return rf"trim({out.sql(word.item)}, E' \t\n\r\f\x0b')"


def _length(word: words.Length, out: Writer) -> str:
    return f"length({out.sql(word.item)})::DOUBLE"


def _starts_with(word: words.StartsWith, out: Writer) -> str:
    return f"starts_with({out.sql(word.left)}, {out.sql(word.right)})"


def _contains(word: words.Contains, out: Writer) -> str:
    return f"contains({out.sql(word.left)}, {out.sql(word.right)})"


def _days(word: words.Days, out: Writer) -> str:
    return f"({out.sql(word.item)} - {_day(0)})::DOUBLE"


def _date_part(word: words.DatePart, out: Writer) -> str:
    return f"{word.part}({out.sql(word.item)})::DOUBLE"


# ---- compound words ----------------------------------------------------------------


def _piecewise(word: words.Piecewise, out: Writer) -> str:
    x = out.repeatable(word.x)
    branches: list[tuple[str, str]] = []
    for piece in pieces(word):
        # the last test is only there so that NULL stays NULL
        test = f"{x} >= {literal(piece.x)}"
        if piece.below is not None:
            test = f"{x} < {literal(piece.below)}"
        line = literal(piece.y)
        if piece.slope:
            line += f" + {literal(piece.slope)} * ({x} - {literal(piece.x)})"
        branches.append((test, line))
    return _chain(branches)


def _bins(word: words.Bins, out: Writer) -> str:
    x = out.repeatable(word.x)
    results = [out.sql(result) for result in word.results]
    tests = [f"{x} {'<=' if closed else '<'} {literal(edge)}" for edge, closed in word.edges]
    return _chain(list(zip([*tests, f"{x} IS NOT NULL"], results, strict=True)))


def _lookup(word: words.Lookup, out: Writer) -> str:
    pairs = [(out.sql(key), out.sql(result)) for key, result in word.entries]
    x = out.sql(word.x)
    if word.x.type is Type.TEXT:
        entries = ", ".join(f"{key}: {result}" for key, result in pairs)
        return f"MAP {{{entries}}}[{x}]"
    return f"CASE {x} {' '.join(f'WHEN {key} THEN {result}' for key, result in pairs)} END"


# ---- reasons and names -------------------------------------------------------------


def _pack(word: words.Pack, out: Writer) -> str:
    shortfall = out.repeatable(word.shortfall)
    q = f"({shortfall} * 1e6 + 0.5e0)"
    limit = literal(SHORTFALL_LIMIT)
    kept, held = {
        "positive": (f"{q} >= 1.0e0", f"least({q}, {limit})"),
        "nonnegative": (f"{q} >= 0.0e0", f"least({q}, {limit})"),
        "all": (f"{shortfall} IS NOT NULL", f"greatest(least({q}, {limit}), -{limit})"),
    }[word.keep]
    packed = f"floor({held})::BIGINT * {REASON_SLOTS} + {_LAST_SLOT - word.position}"
    return f"CASE WHEN {kept} THEN {packed} END"


def _top(word: words.Top, out: Writer) -> str:
    count = min(word.count, len(word.items))
    items = [out.repeatable(item) for item in word.items]
    if count == 0:
        return "[]::BIGINT[]"
    if count > _MOST_GREATEST:
        every = out.part(f"[{', '.join(items)}]")
        kept = f"least({count}, list_count({every}))"
        return f"list_sort({every}, 'DESC', 'NULLS LAST')[:{kept}]"
    # list_aggregate(items, 'max', count) is no quicker and fails on DuckDB 1.5
    ranks = [out.part(f"greatest({', '.join(items)})")]
    while len(ranks) < count:
        below = [f"CASE WHEN {item} < {ranks[-1]} THEN {item} END" for item in items]
        ranks.append(out.part(f"greatest({', '.join(below)})"))
    branches = [
        (f"{ranks[last]} IS NOT NULL", f"[{', '.join(ranks[: last + 1])}]")
        for last in reversed(range(count))
    ]
    return _chain(branches, "[]::BIGINT[]")


def _ranked(word: words.Ranked, out: Writer) -> str:
    codes = ", ".join(map(literal, word.codes))
    packed = f"list_extract({out.sql(word.top)}, {word.rank})"
    return f"list_extract([{codes}], {REASON_SLOTS} - ({packed} & {_LAST_SLOT}))"


def _names(word: words.Names, out: Writer) -> str:
    if not word.names:
        return "[]::VARCHAR[]"
    holds = ", ".join(f"coalesce({out.sql(item)}, false)" for item in word.conditions)
    return f"list_where([{', '.join(map(literal, word.names))}], [{holds}])"


def _joined(separator: str, items: Sequence[Word], out: Writer) -> str:
    return f"({separator.join(out.sql(item) for item in items)})"


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
    words.Piecewise: _piecewise,
    words.Bins: _bins,
    words.Lookup: _lookup,
    words.Pack: _pack,
    words.Top: _top,
    words.Ranked: _ranked,
    words.Names: _names,
}
"""How each word is written."""
