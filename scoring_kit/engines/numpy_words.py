"""Each word over numpy arrays, in one table: `WORDS`.

An operand is an array of all rows or of no dimension (one value for all rows). Words that
are conditions give a `Condition`: where it is true and where it is false are two arrays,
calculated when asked for, because comparisons with NaN are neither.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import reduce
from typing import Any

import numpy as np

from scoring_kit.engines import numpy_compound
from scoring_kit.engines.base import FIRST_DAY, LARGEST_EXPONENT, LAST_DAY, OPPOSITES, power
from scoring_kit.engines.letters import lower, trim, upper
from scoring_kit.engines.numpy_frame import (
    NULLS,
    Array,
    Condition,
    Frame,
    is_known,
    objects,
    scalar,
    to_lists,
)
from scoring_kit.expression import words
from scoring_kit.expression.words import Comparison, Type, Word

# ---- what stands at the ends -------------------------------------------------------


def _column(word: words.Column, frame: Frame) -> Array:
    return frame.column(word.name)


def _reference(word: words.Reference, frame: Frame) -> Array:
    return frame.reference(word.name)


def _constant(word: words.Number | words.Text | words.Truth, frame: Frame) -> Array:
    return scalar(word.value, word.type)


def _date(word: words.Date, frame: Frame) -> Array:
    return scalar(float(word.days), Type.DATE)


def _null(word: words.Null, frame: Frame) -> Array:
    return scalar(NULLS[word.kind], word.kind)


# ---- conditions --------------------------------------------------------------------


def _compare(word: words.Compare, frame: Frame) -> Condition:
    left, right = frame.value(word.left), frame.value(word.right)
    compare = _compare_numbers
    if word.left.type not in (Type.NUMBER, Type.DATE):
        known = is_known(left, word.left.type) & is_known(right, word.left.type)
        compare = _compare_known(known)
    return Condition(
        lambda: compare(word.op, left, right), lambda: compare(OPPOSITES[word.op], left, right)
    )


_UFUNCS: dict[Comparison, np.ufunc] = {
    "=": np.equal,
    "<>": np.not_equal,
    "<": np.less,
    "<=": np.less_equal,
    ">": np.greater,
    ">=": np.greater_equal,
}


def _compare_numbers(op: Comparison, left: Array, right: Array) -> Array:
    if op == "<>":
        return (left < right) | (left > right)  # false for NaN, as != is not
    return _UFUNCS[op](left, right)


def _compare_known(known: Array) -> Callable[[Comparison, Array, Array], Array]:
    """Compare only where both sides are known: None has no order."""

    def compare(op: Comparison, left: Array, right: Array) -> Array:
        holds = np.zeros(known.shape, dtype=bool)
        sides = [np.broadcast_to(side, known.shape)[known] for side in (left, right)]
        holds[known] = _UFUNCS[op](*sides).astype(bool)
        return holds

    return compare


def _and(word: words.And, frame: Frame) -> Condition:
    items = [frame.condition(item) for item in word.items]
    return Condition(
        lambda: reduce(np.logical_and, [item.true() for item in items], np.array(True)),
        lambda: reduce(np.logical_or, [item.false() for item in items], np.array(False)),
    )


def _or(word: words.Or, frame: Frame) -> Condition:
    items = [frame.condition(item) for item in word.items]
    return Condition(
        lambda: reduce(np.logical_or, [item.true() for item in items], np.array(False)),
        lambda: reduce(np.logical_and, [item.false() for item in items], np.array(True)),
    )


def _not(word: words.Not, frame: Frame) -> Condition:
    item = frame.condition(word.item)
    return Condition(item.false, item.true)


def _in(word: words.In, frame: Frame) -> Condition:
    item = frame.full(word.item)
    choices = frozenset(frame.value(choice)[()] for choice in word.choices)
    known = is_known(item, word.item.type)
    found = np.fromiter((value in choices for value in item.tolist()), dtype=bool)
    return Condition(lambda: found & known, lambda: ~found & known)


def _is_missing(word: words.IsMissing, frame: Frame) -> Condition:
    known = is_known(frame.value(word.item), word.item.type)
    return Condition(lambda: ~known, lambda: known)


def _is_infinite(word: words.IsInfinite, frame: Frame) -> Condition:
    item = frame.value(word.item)
    holds = np.isinf(item)
    if word.item.kind is Type.DATE:
        holds = (item < FIRST_DAY) | (item > LAST_DAY)
    return Condition(lambda: holds, lambda: ~holds)


def _is_finite(word: words.IsFinite, frame: Frame) -> Condition:
    item = frame.value(word.item)
    holds = np.isfinite(item)
    if word.item.kind is Type.DATE:
        holds = (item >= FIRST_DAY) & (item <= LAST_DAY)
    return Condition(lambda: holds, lambda: ~holds)


# ---- arithmetic --------------------------------------------------------------------


def _add(word: words.Add, frame: Frame) -> Array:
    return np.add(frame.value(word.left), frame.value(word.right))


def _subtract(word: words.Subtract, frame: Frame) -> Array:
    return np.subtract(frame.value(word.left), frame.value(word.right))


def _multiply(word: words.Multiply, frame: Frame) -> Array:
    return np.multiply(frame.value(word.left), frame.value(word.right))


def _divide(word: words.Divide, frame: Frame) -> Array:
    right = frame.value(word.right)
    return np.where(right != 0.0, np.divide(frame.value(word.left), right), math.nan)


def _power(word: words.Power, frame: Frame) -> Array:
    left, right = frame.full(word.left).tolist(), frame.full(word.right).tolist()
    return np.fromiter(map(power, left, right), dtype=np.float64)


def _negate(word: words.Negate, frame: Frame) -> Array:
    return np.negative(frame.value(word.item))


def _absolute(word: words.Absolute, frame: Frame) -> Array:
    return np.absolute(frame.value(word.item))


def _floor(word: words.Floor, frame: Frame) -> Array:
    return np.add(np.floor(frame.value(word.item)), 0.0)


def _ceiling(word: words.Ceiling, frame: Frame) -> Array:
    return np.add(np.ceil(frame.value(word.item)), 0.0)


def _square_root(word: words.SquareRoot, frame: Frame) -> Array:
    return np.sqrt(frame.value(word.item))


def _ln(word: words.Ln, frame: Frame) -> Array:
    # numpy's own ln and exp differ from the C library in the last bit
    return _each(frame.full(word.item), lambda x: math.log(x) if x > 0.0 else math.nan)


def _exp(word: words.Exp, frame: Frame) -> Array:
    item = frame.full(word.item)
    return _each(item, lambda x: math.exp(x) if x <= LARGEST_EXPONENT else math.nan)


def _each(values: Array, function: Callable[[float], float]) -> Array:
    return np.fromiter(map(function, values.tolist()), dtype=np.float64)


def _finite(word: words.Finite, frame: Frame) -> Array:
    item = frame.value(word.item)
    if word.item.type is Type.DATE:
        return np.where((item >= FIRST_DAY) & (item <= LAST_DAY), item, math.nan)
    return np.where(np.isfinite(item), item, math.nan)


def _least(word: words.Least, frame: Frame) -> Array:
    return _folded(np.minimum, word.items, frame)


def _greatest(word: words.Greatest, frame: Frame) -> Array:
    return _folded(np.maximum, word.items, frame)


def _least_present(word: words.LeastPresent, frame: Frame) -> Array:
    return _folded(np.fmin, word.items, frame)


def _greatest_present(word: words.GreatestPresent, frame: Frame) -> Array:
    return _folded(np.fmax, word.items, frame)


def _folded(function: np.ufunc, items: Sequence[Word], frame: Frame) -> Array:
    chosen: Array = reduce(function, (frame.value(item) for item in items))
    return np.add(chosen, 0.0)  # which of 0.0 and -0.0 is chosen depends on the order


# ---- choice ------------------------------------------------------------------------


def _case(word: words.Case, frame: Frame) -> Array:
    result = to_lists(frame.value(word.otherwise))
    for condition, value in reversed(word.branches):
        holds = frame.condition(condition).true()
        result = np.where(holds, to_lists(frame.value(value)), result)
    return result


def _coalesce(word: words.Coalesce, frame: Frame) -> Array:
    items = [to_lists(frame.value(item)) for item in word.items]
    result = items[-1]
    for item in reversed(items[:-1]):
        result = np.where(is_known(item, word.type), item, result)
    return result


# ---- text and dates ----------------------------------------------------------------


def _lower(word: words.Lower, frame: Frame) -> Array:
    return objects(map(lower, frame.full(word.item)))


def _upper(word: words.Upper, frame: Frame) -> Array:
    return objects(map(upper, frame.full(word.item)))


def _trim(word: words.Trim, frame: Frame) -> Array:
    return objects(map(trim, frame.full(word.item)))


def _length(word: words.Length, frame: Frame) -> Array:
    lengths = (math.nan if text is None else len(text) for text in frame.full(word.item))
    return np.fromiter(lengths, dtype=np.float64)


def _starts_with(word: words.StartsWith, frame: Frame) -> Condition:
    return _text_condition(word, frame, lambda text, start: text.startswith(start))


def _contains(word: words.Contains, frame: Frame) -> Condition:
    return _text_condition(word, frame, lambda text, part: part in text)


def _text_condition(
    word: words.StartsWith | words.Contains, frame: Frame, holds: Callable[[str, str], bool]
) -> Condition:
    pairs = zip(frame.full(word.left), frame.full(word.right), strict=True)
    found = np.fromiter(
        (-1 if left is None or right is None else holds(left, right) for left, right in pairs),
        dtype=np.int8,
    )
    return Condition(lambda: found == 1, lambda: found == 0)


def _days(word: words.Days, frame: Frame) -> Array:
    return frame.value(word.item)


def _date_part(word: words.DatePart, frame: Frame) -> Array:
    item = frame.value(word.item)
    known = item == item
    days = np.where(known, item, 0.0).astype("datetime64[D]")
    months = days.astype("datetime64[M]")
    part = {
        "year": lambda: months.astype("datetime64[Y]").astype(np.int64) + 1970,
        "month": lambda: months.astype(np.int64) % 12 + 1,
        "day": lambda: (days - months).astype(np.int64) + 1,
    }[word.part]
    return np.where(known, part().astype(np.float64), math.nan)


WORDS: dict[type[Word], Callable[[Any, Frame], Array | Condition]] = {
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
    words.Piecewise: numpy_compound.piecewise,
    words.Bins: numpy_compound.bins,
    words.Lookup: numpy_compound.lookup,
    words.Pack: numpy_compound.pack,
    words.Top: numpy_compound.top,
    words.Ranked: numpy_compound.ranked,
    words.Names: numpy_compound.names,
}
"""How each word is written."""
