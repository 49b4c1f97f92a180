"""Interval arithmetic over words: the lowest and highest number that a calculation can give.

Sums, differences, products, quotients and square roots are rounded correctly, hence monotone:
the rounded result at the ends of an interval bounds every rounded result within it. ln, exp and
pow of the platform are taken to be monotone as well.
"""

from __future__ import annotations

import bisect
import math
import sys
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from scoring_kit.expression import words
from scoring_kit.expression.words import Word

Range = tuple[float, float]

EMPTY: Range = (math.inf, -math.inf)
"""The bounds of what is always NULL."""

UNBOUNDED: Range = (-math.inf, math.inf)

_LARGEST = sys.float_info.max
_SMALLEST = math.ulp(0.0)
_MOST_DAYS = 2.0**31  # dates are 32-bit day numbers at most
_MOST_YEARS = 2.0**31 / 365
_MOST_CHARACTERS = 2.0**40


def bounds(word: Word, known: Mapping[str, Range] | None = None) -> Range:
    """Return the lowest and highest value of a NUMBER word when it is neither NULL nor NaN.

    Parameters
    ----------
    known: bounds of references and columns by name; (-inf, inf) where there is no entry.

    Returns
    -------
    Range
        Infinite where nothing is known; (inf, -inf) where the word is always NULL.

    Examples
    --------
    >>> share = words.Reference("share", words.Type.NUMBER)
    >>> bounds(words.Multiply(share, words.Number(50.0)), {"share": (0.0, 1.0)})
    (0.0, 50.0)
    """
    return _Bounds(known or {}, UNBOUNDED).of(word)


def is_finite(word: Word, known: Mapping[str, Range] | None = None) -> bool:
    """Whether a NUMBER word is a finite number whenever it is not NULL, without overflow.

    References, and columns that are declared finite, hold finite numbers; nothing more is
    taken as known about them.
    """
    low, high = _Bounds(known or {}, (-_LARGEST, _LARGEST)).of(word)
    return (low, high) == EMPTY or (math.isfinite(low) and math.isfinite(high))


class _Bounds:
    """Bounds of words that share parts, each calculated once.

    When it proves that something is finite (`proving`), an infinite end is an overflow that may
    happen, and UNBOUNDED stands for what may be NaN too; otherwise an infinite end says
    that nothing is known, and NaN, which ends as NULL, does not count.
    """

    def __init__(self, known: Mapping[str, Range], unknown: Range) -> None:
        self._known = known
        self.unknown = unknown
        self.proving = unknown != UNBOUNDED
        self._found: dict[int, tuple[Word, Range]] = {}

    def of(self, word: Word) -> Range:
        """Return the bounds of one word."""
        if id(word) not in self._found:
            low, high = self._rule(word)
            # Adding 0.0 turns -0.0 into 0.0.
            found = EMPTY if low > high else (low + 0.0, high + 0.0)
            self._found[id(word)] = (word, found)
        return self._found[id(word)][1]

    def _rule(self, word: Word) -> Range:
        if isinstance(word, words.Column | words.Reference):
            return self._named(word)
        if type(word) in _STRICT:
            ranges = [self.of(operand) for operand in word.operands]
            return EMPTY if EMPTY in ranges else _STRICT[type(word)](self, *ranges)
        rule = _RULES.get(type(word))
        return UNBOUNDED if rule is None else rule(self, word)

    def _named(self, word: words.Column | words.Reference) -> Range:
        if isinstance(word, words.Column) and not word.finite and self.proving:
            return UNBOUNDED
        low, high = self._known.get(word.name, self.unknown)
        return max(low, self.unknown[0]), min(high, self.unknown[1])


def _hull(ranges: Iterable[Range]) -> Range:
    """The smallest range that holds all; empty ranges add nothing."""
    lows, highs = zip(EMPTY, *ranges, strict=False)
    return min(lows), max(highs)


def _around(found: _Bounds, values: Iterable[float], *, undecided: float) -> Range:
    """The range of the values at the corners; `undecided` stands in for a harmless NaN."""
    corners = list(values)
    if any(map(math.isnan, corners)):
        if found.proving:
            return UNBOUNDED
        corners = [undecided if math.isnan(value) else value for value in corners]
    return min(corners), max(corners)


# ---- arithmetic: NULL if any operand is ------------------------------------------------


def _add(found: _Bounds, left: Range, right: Range) -> Range:
    low, high = left[0] + right[0], left[1] + right[1]
    return UNBOUNDED if math.isnan(low) or math.isnan(high) else (low, high)


def _subtract(found: _Bounds, left: Range, right: Range) -> Range:
    return _add(found, left, (-right[1], -right[0]))


def _multiply(found: _Bounds, left: Range, right: Range) -> Range:
    return _around(found, [x * y for x in left for y in right], undecided=0.0)


def _divide(found: _Bounds, left: Range, right: Range) -> Range:
    low, high = right
    if low > 0.0 or high < 0.0:
        return _around(found, [x / y for x in left for y in right], undecided=0.0)
    if low == high:
        return EMPTY  # divided by 0, and nothing else
    if left == (0.0, 0.0) and math.isfinite(low) and math.isfinite(high):
        return left
    if found.proving or low < 0.0 < high:
        return UNBOUNDED
    # A divisor of one sign comes as close to 0 as it likes.
    (low, high), furthest = (left, high) if low == 0.0 else ((-left[1], -left[0]), -low)
    smallest = _quotient(low, furthest) if low >= 0.0 else -math.inf
    return smallest, _quotient(high, furthest) if high <= 0.0 else math.inf


def _quotient(left: float, right: float) -> float:
    return 0.0 if math.isinf(right) else left / right


def _negate(found: _Bounds, item: Range) -> Range:
    return -item[1], -item[0]


def _absolute(found: _Bounds, item: Range) -> Range:
    if found.proving and item == UNBOUNDED:
        return item
    low, high = item
    return max(low, -high, 0.0), max(-low, high)


def _floor(found: _Bounds, item: Range) -> Range:
    low, high = (float(math.floor(end)) if math.isfinite(end) else end for end in item)
    return low, high


def _ceiling(found: _Bounds, item: Range) -> Range:
    low, high = (float(math.ceil(end)) if math.isfinite(end) else end for end in item)
    return low, high


def _square_root(found: _Bounds, item: Range) -> Range:
    low, high = item
    return EMPTY if high < 0.0 else (math.sqrt(max(low, 0.0)), math.sqrt(high))


def _ln(found: _Bounds, item: Range) -> Range:
    low, high = item
    if high <= 0.0:
        return EMPTY
    closest = math.log(_SMALLEST) if found.proving else -math.inf
    return (math.log(low) if low > 0.0 else closest), math.log(high)


def _exp(found: _Bounds, item: Range) -> Range:
    return _without_overflow(found, (_exp_of(item[0]), _exp_of(item[1])))


def _exp_of(value: float) -> float:
    try:
        return math.exp(value)
    except OverflowError:
        return math.inf


def _power(found: _Bounds, base: Range, exponent: Range) -> Range:
    return _without_overflow(found, _power_range(base, exponent))


def _power_range(base: Range, exponent: Range) -> Range:
    low, high = base
    if low < 0.0:
        if exponent[0] != exponent[1]:
            return UNBOUNDED
        if not exponent[0].is_integer():
            return EMPTY if high < 0.0 else _power_range((0.0, high), exponent)
        if exponent[0] % 2.0 == 0.0:
            return _power_range((max(-high, 0.0), max(-low, high)), exponent)
        return _odd_power(low, high, exponent[0])
    corners = [_power_of(x, y) for x in base for y in exponent]
    return min(corners), max(corners)


def _odd_power(low: float, high: float, exponent: float) -> Range:
    """Range of an odd power where low is below 0."""
    lowest = -_power_of(-low, exponent)
    if exponent > 0.0:
        return lowest, _power_of(high, exponent) if high >= 0.0 else -_power_of(-high, exponent)
    if high > 0.0:
        return UNBOUNDED
    return -_power_of(-high, exponent), lowest


def _power_of(base: float, exponent: float) -> float:
    """Return base >= 0 to the power of exponent; infinite where there is no number."""
    try:
        return math.pow(base, exponent)
    except (OverflowError, ValueError):  # ValueError: 0 to a negative power
        return math.inf


def _without_overflow(found: _Bounds, item: Range) -> Range:
    """Range of a word that is NULL where it would not be finite."""
    low, high = item
    if low == math.inf or high == -math.inf:
        return EMPTY
    if found.proving:
        return max(low, -_LARGEST), min(high, _LARGEST)
    return item


def _least(found: _Bounds, *items: Range) -> Range:
    return min(low for low, _ in items), min(high for _, high in items)


def _greatest(found: _Bounds, *items: Range) -> Range:
    return max(low for low, _ in items), max(high for _, high in items)


_STRICT: dict[type[Word], Callable[..., Range]] = {
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
    words.Finite: _without_overflow,
    words.Least: _least,
    words.Greatest: _greatest,
}


# ---- everything else -------------------------------------------------------------------


def _number(found: _Bounds, word: words.Number) -> Range:
    return word.value, word.value


def _null(found: _Bounds, word: words.Null) -> Range:
    return EMPTY


def _least_present(found: _Bounds, word: words.LeastPresent) -> Range:
    low, high = _hull(found.of(item) for item in word.items)
    return low, min([high, *_constants(word.items)])


def _greatest_present(found: _Bounds, word: words.GreatestPresent) -> Range:
    low, high = _hull(found.of(item) for item in word.items)
    return max([low, *_constants(word.items)]), high


def _constants(items: Iterable[Word]) -> list[float]:
    """Items that are surely there."""
    return [item.value for item in items if isinstance(item, words.Number)]


def _case(found: _Bounds, word: words.Case) -> Range:
    return _hull(
        found.of(result) for result in (*(then for _, then in word.branches), word.otherwise)
    )


def _coalesce(found: _Bounds, word: words.Coalesce) -> Range:
    ranges: list[Range] = []
    for item in word.items:
        ranges.append(found.of(item))
        if isinstance(item, words.Number):
            break
    return _hull(ranges)


def _days(found: _Bounds, word: words.Days) -> Range:
    if isinstance(word.item, words.Date):
        return float(word.item.days), float(word.item.days)
    return (-_MOST_DAYS, _MOST_DAYS) if found.proving else UNBOUNDED


def _date_part(found: _Bounds, word: words.DatePart) -> Range:
    if word.part == "year":
        return (-_MOST_YEARS, _MOST_YEARS) if found.proving else UNBOUNDED
    return (1.0, 12.0) if word.part == "month" else (1.0, 31.0)


def _length(found: _Bounds, word: words.Length) -> Range:
    if isinstance(word.item, words.Text):
        return float(len(word.item.value)), float(len(word.item.value))
    return 0.0, _MOST_CHARACTERS if found.proving else math.inf


def _piecewise(found: _Bounds, word: words.Piecewise) -> Range:
    """Ends of every piece that x reaches: rounding may overshoot just below a knot."""
    low, high = found.of(word.x)
    if low > high:
        return EMPTY
    ends = [end for x, _ in word.knots for end in (math.nextafter(x, -math.inf), x)]
    reached = [low, *(end for end in ends if low < end < high), high]
    slopes = word.slopes
    return _around(found, [_line(word, slopes, x) for x in reached], undecided=word.knots[0][1])


def _line(word: words.Piecewise, slopes: tuple[float, ...], x: float) -> float:
    """The value of a Piecewise at x."""
    knots = word.knots
    piece = bisect.bisect_right(knots, x, key=lambda knot: knot[0]) - 1
    beyond = piece < 0 or piece == len(knots) - 1
    start, value = knots[max(piece, 0)]
    slope = slopes[min(max(piece, 0), len(slopes) - 1)]
    if (beyond and not word.extrapolate) or (math.isinf(x) and slope == 0.0):
        return value
    return value + slope * (x - start)


def _bins(found: _Bounds, word: words.Bins) -> Range:
    low, high = found.of(word.x)
    if low > high:
        return EMPTY
    starts = [(-math.inf, False), *word.edges]
    ends = [*word.edges, (math.inf, True)]
    return _hull(
        found.of(result)
        for (start, over), (end, closed), result in zip(starts, ends, word.results, strict=True)
        if (low < end or (closed and low == end)) and (start < high or (start == high and not over))
    )


def _lookup(found: _Bounds, word: words.Lookup) -> Range:
    return _hull(found.of(result) for _, result in word.entries)


_RULES: dict[type[Word], Callable[[_Bounds, Any], Range]] = {
    words.Number: _number,
    words.Null: _null,
    words.LeastPresent: _least_present,
    words.GreatestPresent: _greatest_present,
    words.Case: _case,
    words.Coalesce: _coalesce,
    words.Days: _days,
    words.DatePart: _date_part,
    words.Length: _length,
    words.Piecewise: _piecewise,
    words.Bins: _bins,
    words.Lookup: _lookup,
}
