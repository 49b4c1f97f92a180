"""Each word as a Python expression for the row engine, in one table: `WORDS`.

A word of type BOOLEAN that is a condition gives a `Condition`: when it is true and when it
is false are two expressions, because comparisons with NaN are neither.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from scoring_kit.engines import row_compound
from scoring_kit.engines.base import FIRST_DAY, LARGEST_EXPONENT, LAST_DAY, OPPOSITES
from scoring_kit.engines.row_writer import (
    Condition,
    Writer,
    constant,
    is_float,
    is_known,
    null_of,
    number,
)
from scoring_kit.expression import words
from scoring_kit.expression.words import Comparison, Type, Word

# ---- what stands at the ends -------------------------------------------------------


def _column(word: words.Column, out: Writer) -> str:
    return out.column(word.name)


def _reference(word: words.Reference, out: Writer) -> str:
    return out.reference(word.name)


def _number_word(word: words.Number, out: Writer) -> str:
    return number(float(word.value))


def _text_word(word: words.Text, out: Writer) -> str:
    return repr(word.value)


def _date(word: words.Date, out: Writer) -> str:
    return number(float(word.days))


def _truth(word: words.Truth, out: Writer) -> str:
    return "True" if word.value else "False"


def _null(word: words.Null, out: Writer) -> str:
    return null_of(word)


# ---- conditions --------------------------------------------------------------------


def _compare(word: words.Compare, out: Writer) -> Condition:
    left, right = out.atom(word.left), out.atom(word.right)

    def write(op: Comparison) -> str:
        if not is_float(word.left):
            known = [f"{name} is not None and " for name in (left, right) if name.isidentifier()]
            return f"({''.join(known)}{left} {_PYTHON[op]} {right})"
        if op == "<>":
            return f"({left} < {right} or {left} > {right})"  # false for NaN, as != is not
        return f"({left} {_PYTHON[op]} {right})"

    return Condition(lambda: write(word.op), lambda: write(OPPOSITES[word.op]))


_PYTHON: dict[Comparison, str] = {
    "=": "==",
    "<>": "!=",
    "<": "<",
    "<=": "<=",
    ">": ">",
    ">=": ">=",
}


def _and(word: words.And, out: Writer) -> Condition:
    items = [out.condition(item) for item in word.items]
    return Condition(
        lambda: _all([item.true() for item in items]),
        lambda: _any([item.false() for item in items]),
        all(item.is_total for item in items),
    )


def _or(word: words.Or, out: Writer) -> Condition:
    items = [out.condition(item) for item in word.items]
    return Condition(
        lambda: _any([item.true() for item in items]),
        lambda: _all([item.false() for item in items]),
        all(item.is_total for item in items),
    )


def _all(texts: Sequence[str]) -> str:
    return f"({' and '.join(texts)})" if texts else "True"


def _any(texts: Sequence[str]) -> str:
    return f"({' or '.join(texts)})" if texts else "False"


def _not(word: words.Not, out: Writer) -> Condition:
    item = out.condition(word.item)
    return Condition(item.false, item.true, item.is_total)


def _in(word: words.In, out: Writer) -> Condition:
    item = out.atom(word.item)
    choices = out.constant(frozenset(map(constant, word.choices)))
    known = is_known(word.item, item)
    return Condition(
        lambda: f"({item} in {choices})", lambda: f"({known} and {item} not in {choices})"
    )


def _is_missing(word: words.IsMissing, out: Writer) -> Condition:
    item = out.atom(word.item)
    known = is_known(word.item, item)
    return Condition(lambda: f"(not ({known}))", lambda: f"({known})", is_total=True)


def _is_infinite(word: words.IsInfinite, out: Writer) -> Condition:
    item = out.atom(word.item)
    holds = f"({item} == inf or {item} == -inf)"
    if word.item.kind is Type.DATE:
        holds = f"({item} < {FIRST_DAY} or {item} > {LAST_DAY})"
    return Condition(lambda: holds, lambda: f"(not {holds})", is_total=True)


def _is_finite(word: words.IsFinite, out: Writer) -> Condition:
    item = out.atom(word.item)
    low, high = ("-inf < ", " < inf")
    if word.item.kind is Type.DATE:
        low, high = (f"{FIRST_DAY} <= ", f" <= {LAST_DAY}")
    holds = f"({low}{item}{high})"
    return Condition(lambda: holds, lambda: f"(not {holds})", is_total=True)


# ---- arithmetic --------------------------------------------------------------------


def _add(word: words.Add, out: Writer) -> str:
    return f"({out.value(word.left)} + {out.value(word.right)})"


def _subtract(word: words.Subtract, out: Writer) -> str:
    return f"({out.value(word.left)} - {out.value(word.right)})"


def _multiply(word: words.Multiply, out: Writer) -> str:
    return f"({out.value(word.left)} * {out.value(word.right)})"


def _divide(word: words.Divide, out: Writer) -> str:
    left, right = out.value(word.left), out.atom(word.right)
    return f"({left} / {right} if {right} else nan)"


def _power(word: words.Power, out: Writer) -> str:
    return f"power({out.value(word.left)}, {out.value(word.right)})"


def _negate(word: words.Negate, out: Writer) -> str:
    return f"(-{out.value(word.item)})"


def _absolute(word: words.Absolute, out: Writer) -> str:
    return f"abs({out.value(word.item)})"


def _floor(word: words.Floor, out: Writer) -> str:
    item = out.atom(word.item)
    return f"({item} // 1.0 + 0.0 if {item} - {item} == 0.0 else {item})"


def _ceiling(word: words.Ceiling, out: Writer) -> str:
    item = out.atom(word.item)
    return f"(0.0 - (-{item} // 1.0) if {item} - {item} == 0.0 else {item})"


def _square_root(word: words.SquareRoot, out: Writer) -> str:
    item = out.atom(word.item)
    return f"(sqrt({item}) if {item} >= 0.0 else nan)"


def _ln(word: words.Ln, out: Writer) -> str:
    item = out.atom(word.item)
    return f"(log({item}) if {item} > 0.0 else nan)"


def _exp(word: words.Exp, out: Writer) -> str:
    item = out.atom(word.item)
    return f"(exp({item}) if {item} <= {LARGEST_EXPONENT} else nan)"


def _finite(word: words.Finite, out: Writer) -> str:
    item = out.atom(word.item)
    if word.item.type is Type.DATE:
        return f"({item} if {FIRST_DAY} <= {item} <= {LAST_DAY} else nan)"
    return f"({item} if {item} - {item} == 0.0 else nan)"  # inf - inf is NaN


def _least(word: words.Least, out: Writer) -> str:
    return _unless_null("min", word.items, out)


def _greatest(word: words.Greatest, out: Writer) -> str:
    return _unless_null("max", word.items, out)


def _unless_null(function: str, items: Sequence[Word], out: Writer) -> str:
    names = [out.atom(item) for item in items]
    known = " and ".join(f"{name} == {name}" for name in names if name.isidentifier())
    chosen = f"{function}(({', '.join(names)},)) + 0.0"
    return f"({chosen} if {known or 'True'} else nan)"


def _least_present(word: words.LeastPresent, out: Writer) -> str:
    return _among_present("min", word.items, out)


def _greatest_present(word: words.GreatestPresent, out: Writer) -> str:
    return _among_present("max", word.items, out)


def _among_present(function: str, items: Sequence[Word], out: Writer) -> str:
    values = ", ".join(out.value(item) for item in items)
    return f"({function}([x for x in ({values},) if x == x], default=nan) + 0.0)"


# ---- choice ------------------------------------------------------------------------


def _case(word: words.Case, out: Writer) -> str:
    branches = [
        (out.condition(condition).true(), out.value(result)) for condition, result in word.branches
    ]
    return out.chain(branches, out.value(word.otherwise))


def _coalesce(word: words.Coalesce, out: Writer) -> str:
    names = [out.atom(item) for item in word.items]
    branches = [(is_known(item, name), name) for item, name in zip(word.items, names, strict=True)]
    return out.chain(branches[:-1], names[-1])


# ---- text and dates ----------------------------------------------------------------


def _lower(word: words.Lower, out: Writer) -> str:
    return f"lower({out.value(word.item)})"


def _upper(word: words.Upper, out: Writer) -> str:
    return f"upper({out.value(word.item)})"


def _trim(word: words.Trim, out: Writer) -> str:
    return f"trim({out.value(word.item)})"


def _length(word: words.Length, out: Writer) -> str:
    item = out.atom(word.item)
    return f"(float(len({item})) if {is_known(word.item, item)} else nan)"


def _starts_with(word: words.StartsWith, out: Writer) -> Condition:
    left, right = out.atom(word.left), out.atom(word.right)
    return _text_condition([left, right], f"{left}.startswith({right})")


def _contains(word: words.Contains, out: Writer) -> Condition:
    left, right = out.atom(word.left), out.atom(word.right)
    return _text_condition([left, right], f"{right} in {left}")


def _text_condition(names: Sequence[str], holds: str) -> Condition:
    known = " and ".join(f"{name} is not None" for name in names if name.isidentifier()) or "True"
    return Condition(lambda: f"({known} and {holds})", lambda: f"({known} and not ({holds}))")


def _days(word: words.Days, out: Writer) -> str:
    return out.value(word.item)


def _date_part(word: words.DatePart, out: Writer) -> str:
    return f"{word.part}_of({out.value(word.item)})"


WORDS: dict[type[Word], Callable[[Any, Writer], str | Condition]] = {
    words.Column: _column,
    words.Reference: _reference,
    words.Number: _number_word,
    words.Text: _text_word,
    words.Date: _date,
    words.Truth: _truth,
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
    words.Piecewise: row_compound.piecewise,
    words.Bins: row_compound.bins,
    words.Lookup: row_compound.lookup,
    words.Pack: row_compound.pack,
    words.Top: row_compound.top,
    words.Ranked: row_compound.ranked,
    words.Names: row_compound.names,
}
"""How each word is written."""
