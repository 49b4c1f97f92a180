"""Each word as a Python expression for the row engine, in one table: `WORDS`.

A word of type BOOLEAN that is a condition gives a `Condition`: when it is true and when it
is false are two expressions, because comparisons with NaN are neither.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from scoring_kit.engines.base import FIRST_DAY, LARGEST_EXPONENT, LAST_DAY, OPPOSITES, pieces
from scoring_kit.expression import words
from scoring_kit.expression.words import (
    REASON_SLOTS,
    SHORTFALL_LIMIT,
    Comparison,
    Type,
    Word,
)

_LAST_SLOT = REASON_SLOTS - 1


@dataclass(frozen=True, slots=True)
class Condition:
    """Writes whether a word is true and whether it is false; total if it is never NULL."""

    true: Callable[[], str]
    false: Callable[[], str]
    is_total: bool = False


class Writer(Protocol):
    """Writes the operands of a word."""

    def value(self, word: Word) -> str: ...
    def condition(self, word: Word) -> Condition: ...
    def atom(self, word: Word) -> str: ...
    def local(self, text: str) -> str: ...
    def chain(self, branches: list[tuple[str, str]], otherwise: str) -> str: ...
    def constant(self, value: object) -> str: ...
    def column(self, name: str) -> str: ...
    def reference(self, name: str) -> str: ...


def _is_float(word: Word) -> bool:
    """Whether NULL is NaN, not None."""
    return word.type in (Type.NUMBER, Type.DATE)


def _null_of(word: Word) -> str:
    return "nan" if _is_float(word) else "None"


def _is_known(word: Word, name: str) -> str:
    return f"{name} == {name}" if _is_float(word) else f"{name} is not None"


def _number(value: float) -> str:
    text = repr(value)
    return f"({text})" if text.startswith("-") else text


# ---- what stands at the ends -------------------------------------------------------


def _column(word: words.Column, out: Writer) -> str:
    return out.column(word.name)


def _reference(word: words.Reference, out: Writer) -> str:
    return out.reference(word.name)


def _number_word(word: words.Number, out: Writer) -> str:
    return _number(float(word.value))


def _text_word(word: words.Text, out: Writer) -> str:
    return repr(word.value)


def _date(word: words.Date, out: Writer) -> str:
    return _number(float(word.days))


def _truth(word: words.Truth, out: Writer) -> str:
    return "True" if word.value else "False"


def _null(word: words.Null, out: Writer) -> str:
    return _null_of(word)


# ---- conditions --------------------------------------------------------------------


def _compare(word: words.Compare, out: Writer) -> Condition:
    left, right = out.atom(word.left), out.atom(word.right)

    def write(op: Comparison) -> str:
        if not _is_float(word.left):
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
    choices = out.constant(frozenset(map(_constant, word.choices)))
    known = _is_known(word.item, item)
    return Condition(lambda: f"({item} in {choices})", lambda: f"({known} and {item} not in {choices})")


def _constant(word: Word) -> object:
    """The value of a literal, as the generated function holds it."""
    if isinstance(word, words.Date):
        return float(word.days)
    if isinstance(word, words.Number | words.Text | words.Truth):
        return word.value
    raise TypeError(f"expected a literal, not {type(word).__name__}")


def _is_missing(word: words.IsMissing, out: Writer) -> Condition:
    item = out.atom(word.item)
    known = _is_known(word.item, item)
    missing = known.replace("==", "!=").replace("is not", "is")
    return Condition(lambda: f"({missing})", lambda: f"({known})", is_total=True)


def _is_infinite(word: words.IsInfinite, out: Writer) -> Condition:
    item = out.atom(word.item)
    holds = f"({item} == inf or {item} == -inf)"
    if word.item.kind is Type.DATE:
        holds = f"({item} < {FIRST_DAY} or {item} > {LAST_DAY})"
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
        (out.condition(condition).true(), out.value(result))
        for condition, result in word.branches
    ]
    return out.chain(branches, out.value(word.otherwise))


def _coalesce(word: words.Coalesce, out: Writer) -> str:
    names = [out.atom(item) for item in word.items]
    branches = [
        (_is_known(item, name), name) for item, name in zip(word.items, names, strict=True)
    ]
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
    return f"(float(len({item})) if {item} is not None else nan)"


def _starts_with(word: words.StartsWith, out: Writer) -> Condition:
    left, right = out.atom(word.left), out.atom(word.right)
    return _text_condition([left, right], f"{left}.startswith({right})")


def _contains(word: words.Contains, out: Writer) -> Condition:
    left, right = out.atom(word.left), out.atom(word.right)
    return _text_condition([left, right], f"{right} in {left}")


def _text_condition(names: Sequence[str], holds: str) -> Condition:
    known = "".join(f"{name} is not None and " for name in names if name.isidentifier())
    return Condition(lambda: f"({known}{holds})", lambda: f"({known}not ({holds}))")


def _days(word: words.Days, out: Writer) -> str:
    return out.value(word.item)


def _date_part(word: words.DatePart, out: Writer) -> str:
    return f"{word.part}_of({out.value(word.item)})"


# ---- compound words ----------------------------------------------------------------


def _piecewise(word: words.Piecewise, out: Writer) -> str:
    x = out.atom(word.x)
    branches: list[tuple[str, str]] = []
    for piece in pieces(word):
        test = f"{x} == {x}" if piece.below is None else f"{x} < {_number(piece.below)}"
        line = _number(piece.y)
        if piece.slope:
            line += f" + {_number(piece.slope)} * ({x} - {_number(piece.x)})"
        branches.append((test, line))
    return out.chain(branches, "nan")


def _bins(word: words.Bins, out: Writer) -> str:
    x = out.atom(word.x)
    tests = [f"{x} {'<=' if closed else '<'} {_number(edge)}" for edge, closed in word.edges]
    results = [out.value(result) for result in word.results]
    return out.chain(list(zip([*tests, f"{x} == {x}"], results, strict=True)), _null_of(word))


def _lookup(word: words.Lookup, out: Writer) -> str:
    entries = {_constant(key): _constant(result) for key, result in word.entries}
    return f"{out.constant(entries)}.get({out.value(word.x)}, {_null_of(word)})"


# ---- reasons and names -------------------------------------------------------------


def _pack(word: words.Pack, out: Writer) -> str:
    q = out.local(f"({out.value(word.shortfall)} * 1e6 + 0.5)")
    limit = repr(SHORTFALL_LIMIT)
    held = f"({q} if {q} < {limit} else {limit})"
    kept = {"positive": f"{q} >= 1.0", "nonnegative": f"{q} >= 0.0", "all": f"{q} == {q}"}
    if word.keep == "all":
        held = f"(-{limit} if {q} < -{limit} else {held})"
    packed = f"floor({held}) * {REASON_SLOTS} + {_LAST_SLOT - word.position}"
    return f"({packed} if {kept[word.keep]} else None)"


def _top(word: words.Top, out: Writer) -> str:
    values = ", ".join(out.value(item) for item in word.items)
    present = f"[x for x in ({values},) if x is not None]" if values else "[]"
    return f"sorted({present}, reverse=True)[:{word.count}]"


def _ranked(word: words.Ranked, out: Writer) -> str:
    top, codes = out.atom(word.top), out.constant(word.codes)
    code = f"{codes}[{_LAST_SLOT} - ({top}[{word.rank - 1}] & {_LAST_SLOT})]"
    return f"({code} if {top} and len({top}) >= {word.rank} else None)"


def _names(word: words.Names, out: Writer) -> str:
    if not word.names:
        return "[]"
    holds = ", ".join(out.condition(item).true() for item in word.conditions)
    return f"list(compress({out.constant(word.names)}, ({holds},)))"


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
