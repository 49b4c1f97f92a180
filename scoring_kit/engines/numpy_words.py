"""Each word over numpy arrays, in one table: `WORDS`.

An operand is an array of all rows or of no dimension (one value for all rows). Words that
are conditions give a `Condition`: where it is true and where it is false are two arrays,
calculated when asked for, because comparisons with NaN are neither.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from scoring_kit.engines.base import (
    FIRST_DAY,
    LARGEST_EXPONENT,
    LAST_DAY,
    NULL_PACKED,
    OPPOSITES,
    pieces,
    power,
)
from scoring_kit.engines.letters import lower, trim, upper
from scoring_kit.expression import words
from scoring_kit.expression.words import (
    REASON_SLOTS,
    SHORTFALL_LIMIT,
    Comparison,
    Type,
    Word,
)

Array = npt.NDArray[Any]
_LAST_SLOT = REASON_SLOTS - 1


@dataclass(frozen=True, slots=True)
class Condition:
    """Where a word is true and where it is false; it is NULL in other rows."""

    true: Callable[[], Array]
    false: Callable[[], Array]

    def value(self) -> Array:
        """Return 1, 0 and -1 for NULL."""
        return np.where(self.true(), 1, np.where(self.false(), 0, -1)).astype(np.int8)


class Frame(Protocol):
    """Calculates the operands of a word."""

    @property
    def rows(self) -> int: ...
    def value(self, word: Word) -> Array: ...
    def full(self, word: Word) -> Array: ...
    def condition(self, word: Word) -> Condition: ...
    def column(self, name: str) -> Array: ...
    def reference(self, name: str) -> Array: ...


def to_lists(values: Array) -> Array:
    """Return reasons that are held as columns, one a rank, as a list for each row."""
    if values.ndim < 2:
        return values
    kept = (values != NULL_PACKED).sum(axis=1).tolist()
    return _objects(row[:count] for row, count in zip(values.tolist(), kept, strict=True))


def _objects(values: Iterable[object]) -> Array:
    """An array of Python objects; numpy would make a matrix of lists of equal length."""
    return np.fromiter(values, dtype=object)


def _scalar(value: object, kind: Type) -> Array:
    return np.array(value, dtype=_DTYPES[kind])


_DTYPES: dict[Type, Any] = {
    Type.NUMBER: np.float64,
    Type.DATE: np.float64,
    Type.TEXT: object,
    Type.BOOLEAN: np.int8,
    Type.PACKED: np.int64,
    Type.LIST: object,
}

_NULLS: dict[Type, object] = {
    Type.NUMBER: math.nan,
    Type.DATE: math.nan,
    Type.TEXT: None,
    Type.BOOLEAN: -1,
    Type.PACKED: NULL_PACKED,
    Type.LIST: None,
}


def _is_known(values: Array, kind: Type) -> Array:
    if kind in (Type.NUMBER, Type.DATE):
        return values == values
    if kind in (Type.BOOLEAN, Type.PACKED):
        return values != _NULLS[kind]
    return np.not_equal(to_lists(values), None).astype(bool)


# ---- what stands at the ends -------------------------------------------------------


def _column(word: words.Column, frame: Frame) -> Array:
    return frame.column(word.name)


def _reference(word: words.Reference, frame: Frame) -> Array:
    return frame.reference(word.name)


def _constant(word: words.Number | words.Text | words.Truth, frame: Frame) -> Array:
    return _scalar(word.value, word.type)


def _date(word: words.Date, frame: Frame) -> Array:
    return _scalar(float(word.days), Type.DATE)


def _null(word: words.Null, frame: Frame) -> Array:
    return _scalar(_NULLS[word.kind], word.kind)


# ---- conditions --------------------------------------------------------------------


def _compare(word: words.Compare, frame: Frame) -> Condition:
    left, right = frame.value(word.left), frame.value(word.right)
    compare = _compare_numbers
    if word.left.type not in (Type.NUMBER, Type.DATE):
        known = _is_known(left, word.left.type) & _is_known(right, word.left.type)
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
    known = _is_known(item, word.item.type)
    found = np.fromiter((value in choices for value in item.tolist()), dtype=bool)
    return Condition(lambda: found & known, lambda: ~found & known)


def _is_missing(word: words.IsMissing, frame: Frame) -> Condition:
    known = _is_known(frame.value(word.item), word.item.type)
    return Condition(lambda: ~known, lambda: known)


def _is_infinite(word: words.IsInfinite, frame: Frame) -> Condition:
    item = frame.value(word.item)
    holds = np.isinf(item)
    if word.item.kind is Type.DATE:
        holds = (item < FIRST_DAY) | (item > LAST_DAY)
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
        result = np.where(_is_known(item, word.type), item, result)
    return result


# ---- text and dates ----------------------------------------------------------------


def _lower(word: words.Lower, frame: Frame) -> Array:
    return _objects(map(lower, frame.full(word.item)))


def _upper(word: words.Upper, frame: Frame) -> Array:
    return _objects(map(upper, frame.full(word.item)))


def _trim(word: words.Trim, frame: Frame) -> Array:
    return _objects(map(trim, frame.full(word.item)))


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


# ---- compound words ----------------------------------------------------------------


def _piecewise(word: words.Piecewise, frame: Frame) -> Array:
    lines = pieces(word)
    at = frame.value(word.x)
    place = np.searchsorted(np.array([line.below for line in lines[:-1]]), at, side="right")
    x, y, slope = (np.array(values)[place] for values in list(zip(*lines, strict=True))[1:])
    sloped = y + slope * (at - x)
    return np.where(at == at, np.where(slope != 0.0, sloped, y), math.nan)


def _bins(word: words.Bins, frame: Frame) -> Array:
    x = frame.value(word.x)
    result = _scalar(_NULLS[word.type], word.type)
    result = np.where(x == x, to_lists(frame.value(word.results[-1])), result)
    for (edge, closed), value in reversed(list(zip(word.edges, word.results[:-1], strict=True))):
        below = x <= edge if closed else x < edge
        result = np.where(below, to_lists(frame.value(value)), result)
    return result


def _lookup(word: words.Lookup, frame: Frame) -> Array:
    entries = {frame.value(key)[()]: frame.value(result)[()] for key, result in word.entries}
    null = _NULLS[word.type]
    found = (entries.get(key, null) for key in frame.full(word.x).tolist())
    return np.fromiter(found, dtype=_DTYPES[word.type])


# ---- reasons and names -------------------------------------------------------------


def _pack(word: words.Pack, frame: Frame) -> Array:
    q = np.floor(frame.value(word.shortfall) * 1e6 + 0.5)
    least = {"positive": 1.0, "nonnegative": 0.0, "all": -math.inf}[word.keep]
    kept = q >= least
    held = np.clip(np.where(kept, q, 0.0), -SHORTFALL_LIMIT, SHORTFALL_LIMIT).astype(np.int64)
    return np.where(kept, held * REASON_SLOTS + (_LAST_SLOT - word.position), NULL_PACKED)


def _top(word: words.Top, frame: Frame) -> Array:
    """(rows, count), in descending order, NULL at the end; `to_lists` makes them lists."""
    if not word.items:
        return np.empty((frame.rows, 0), dtype=np.int64)
    packed = np.stack([frame.full(item) for item in word.items], axis=1)
    packed.sort(axis=1)
    return packed[:, ::-1][:, : word.count]


def _ranked(word: words.Ranked, frame: Frame) -> Array:
    codes = np.array([*word.codes, None], dtype=object)
    packed = _at_rank(frame.full(word.top), word.rank - 1)
    place = np.where(packed == NULL_PACKED, -1, _LAST_SLOT - (packed & _LAST_SLOT))
    return codes[place]


def _at_rank(top: Array, index: int) -> Array:
    if top.ndim == 2:
        beyond = index >= top.shape[1]
        return np.full(len(top), NULL_PACKED) if beyond else top[:, index]
    values = (row[index] if row is not None and index < len(row) else NULL_PACKED for row in top)
    return np.fromiter(values, dtype=np.int64)


def _names(word: words.Names, frame: Frame) -> Array:
    lists: list[list[str]] = [[] for _ in range(frame.rows)]
    for condition, name in zip(word.conditions, word.names, strict=True):
        holds = np.broadcast_to(frame.condition(condition).true(), frame.rows)
        for row in np.flatnonzero(holds).tolist():
            lists[row].append(name)
    return _objects(lists)


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
