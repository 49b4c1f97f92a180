"""What each word gives, worked out by hand: one line a case, for all engines.

A case is an id, a word over the columns x, y (numbers), t, u (texts), b, c (truths) and d
(a date), the values of the columns, and the result. Columns that are not named are NULL.
"""

import datetime as dt
import math

from scoring_kit.expression import words as w
from scoring_kit.expression.words import REASON_SLOTS, Type

COLUMNS = {
    "x": Type.NUMBER, "y": Type.NUMBER, "t": Type.TEXT, "u": Type.TEXT,
    "b": Type.BOOLEAN, "c": Type.BOOLEAN, "d": Type.DATE,
}  # fmt: skip
X, Y, T, U, B, C, D = (w.Column(name, kind) for name, kind in COLUMNS.items())
RAW_X = w.Column("x", Type.NUMBER, finite=False)
RAW_D = w.Column("d", Type.DATE, finite=False)
ONE, TWO, A, Z = w.Number(1.0), w.Number(2.0), w.Text("a"), w.Text("z")
YES, NO = w.Truth(True), w.Truth(False)
LEAP = dt.date(2024, 2, 29)
INF = math.inf

# 0 below 10, up to 100 at 20, down to 50 at 40
LINE = ((10.0, 0.0), (20.0, 100.0), (40.0, 50.0))
# below 5: 1; exactly 5: 2; up to and with 8: 3; above: 4
BINS = ((5.0, False), (5.0, True), (8.0, True))
RESULTS = tuple(w.Number(n) for n in (1.0, 2.0, 3.0, 4.0))
SUBJECTS = ((A, w.Number(10.0)), (w.Text("it's"), w.Number(20.0)))


def pack(shortfall=X, place=3):
    return w.Pack(shortfall, place)


def packed(millionths):
    return millionths * REASON_SLOTS + REASON_SLOTS - 1 - 3


def top(*shortfalls, count=2, keep="all"):
    """The reasons whose shortfalls are x and so much more; None is one that is missing."""
    items = tuple(
        w.Null(Type.PACKED) if more is None else pack(w.Add(X, w.Number(more)), place)
        for place, more in enumerate(shortfalls)
    )
    return w.Top(items, count, keep)


CODES = ("R1", "R2", "R3")

CASES = [
    ("column", X, {"x": 1.5}, 1.5),
    ("column, NaN is NULL", w.Finite(RAW_X), {"x": math.nan}, None),
    ("number", w.Number(0.1), {}, 0.1),
    ("number, the smallest", w.Number(5e-324), {}, 5e-324),
    ("text", w.Text("it's \0 ß"), {}, "it's \0 ß"),
    ("date", w.Date(19782), {}, LEAP),
    ("date, the first", w.Date(-719162), {}, dt.date(1, 1, 1)),
    ("truth", YES, {}, True),
    ("null of text", w.Null(Type.TEXT), {}, None),
    ("null of date", w.Null(Type.DATE), {}, None),
    # comparisons
    ("equal", w.Compare("=", X, Y), {"x": 2.0, "y": 2.0}, True),
    ("zeros are equal", w.Compare("=", X, Y), {"x": -0.0, "y": 0.0}, True),
    ("equal with NULL", w.Compare("=", X, Y), {"x": 2.0}, None),
    ("not equal", w.Compare("<>", X, Y), {"x": 2.0, "y": 3.0}, True),
    ("not equal with NULL", w.Compare("<>", X, Y), {"y": 3.0}, None),
    ("below", w.Compare("<", X, Y), {"x": 2.0, "y": 2.0}, False),
    ("at most", w.Compare("<=", X, Y), {"x": 2.0, "y": 2.0}, True),
    ("above", w.Compare(">", X, Y), {"x": 3.0, "y": 2.0}, True),
    ("at least", w.Compare(">=", X, Y), {"x": 1.0, "y": 2.0}, False),
    ("text by code point, Z before a", w.Compare("<", T, A), {"t": "Z"}, True),
    ("text, beyond the basic plane", w.Compare("<", T, U), {"t": "\uffff", "u": "😀"}, True),
    ("text, both NULL", w.Compare("=", T, U), {}, None),
    ("dates", w.Compare("<", D, w.Date(0)), {"d": dt.date(1969, 12, 31)}, True),
    ("truths, false is less", w.Compare("<", B, C), {"b": False, "c": True}, True),
    # logic
    ("and", w.And((B, C)), {"b": True, "c": True}, True),
    ("and, false wins over NULL", w.And((B, C)), {"c": False}, False),
    ("and, else NULL", w.And((B, C)), {"c": True}, None),
    ("and of nothing", w.And(()), {}, True),
    ("or, true wins over NULL", w.Or((B, C)), {"b": True}, True),
    ("or, else NULL", w.Or((B, C)), {"b": False}, None),
    ("or of nothing", w.Or(()), {}, False),
    ("not", w.Not(B), {"b": True}, False),
    ("not NULL", w.Not(B), {}, None),
    ("not of a comparison with NULL", w.Not(w.Compare("<", X, ONE)), {}, None),
    ("in", w.In(T, (A, Z)), {"t": "z"}, True),
    ("in, not", w.In(X, (ONE, TWO)), {"x": 3.0}, False),
    ("in, -0.0 is 0.0", w.In(X, (w.Number(0.0),)), {"x": -0.0}, True),
    ("in, NULL", w.In(T, (A,)), {}, None),
    ("in nothing", w.In(T, ()), {"t": "a"}, False),
    ("missing", w.IsMissing(RAW_X), {}, True),
    ("missing, NaN", w.IsMissing(RAW_X), {"x": math.nan}, True),
    ("missing, infinity is not", w.IsMissing(RAW_X), {"x": INF}, False),
    ("missing text", w.IsMissing(T), {}, True),
    ("missing, empty text is not", w.IsMissing(T), {"t": ""}, False),
    ("infinite", w.IsInfinite(RAW_X), {"x": -INF}, True),
    ("infinite, NULL is not", w.IsInfinite(RAW_X), {}, False),
    ("infinite date, the last is not", w.IsInfinite(RAW_D), {"d": dt.date(9999, 12, 31)}, False),
    ("is finite", w.IsFinite(RAW_X), {"x": 1.0}, True),
    ("is finite, infinity", w.IsFinite(RAW_X), {"x": INF}, False),
    # arithmetic
    ("add", w.Add(X, Y), {"x": 0.1, "y": 0.2}, 0.30000000000000004),
    ("add NULL", w.Add(X, Y), {"x": 0.1}, None),
    ("subtract", w.Subtract(X, Y), {"x": 1.0, "y": 0.9}, 0.09999999999999998),
    ("multiply", w.Multiply(X, Y), {"x": 1e308, "y": 10.0}, INF),
    ("divide", w.Divide(X, Y), {"x": 1.0, "y": 3.0}, 0.3333333333333333),
    ("divide by zero", w.Divide(X, Y), {"x": 1.0, "y": 0.0}, None),
    ("divide by minus zero", w.Divide(X, Y), {"x": 1.0, "y": -0.0}, None),
    ("power", w.Power(X, Y), {"x": 2.0, "y": 0.5}, 1.4142135623730951),
    ("power, no real number", w.Power(X, Y), {"x": -8.0, "y": 0.5}, None),
    ("power of zero below zero", w.Power(X, Y), {"x": 0.0, "y": -1.0}, None),
    ("power, too large", w.Power(X, Y), {"x": 10.0, "y": 400.0}, None),
    ("NULL to the power of 0", w.Power(X, Y), {"y": 0.0}, None),
    ("negate", w.Negate(X), {"x": 0.0}, -0.0),
    ("absolute", w.Absolute(X), {"x": -2.5}, 2.5),
    ("floor", w.Floor(X), {"x": -2.5}, -3.0),
    ("floor, no -0.0", w.Floor(X), {"x": -0.0}, 0.0),
    ("ceiling", w.Ceiling(X), {"x": 2.1}, 3.0),
    ("ceiling, no -0.0", w.Ceiling(X), {"x": -0.5}, 0.0),
    ("square root", w.SquareRoot(X), {"x": 2.0}, 1.4142135623730951),
    ("square root below zero", w.SquareRoot(X), {"x": -1.0}, None),
    ("ln", w.Ln(X), {"x": 10.0}, 2.302585092994046),
    ("ln of zero", w.Ln(X), {"x": 0.0}, None),
    ("exp", w.Exp(X), {"x": 1.0}, 2.718281828459045),
    ("exp, the largest", w.Exp(X), {"x": 709.782712893384}, 1.7976931348622732e308),
    ("exp, too large", w.Exp(X), {"x": 709.7827128933841}, None),
    ("finite", w.Finite(RAW_X), {"x": INF}, None),
    ("finite, overflow", w.Finite(w.Multiply(X, X)), {"x": 1e200}, None),
    ("finite date", w.Finite(RAW_D), {"d": LEAP}, LEAP),
    ("least", w.Least((X, Y)), {"x": 2.0, "y": 1.0}, 1.0),
    ("least, NULL", w.Least((X, Y)), {"x": 2.0}, None),
    ("least, no -0.0", w.Least((X, Y)), {"x": -0.0, "y": 0.0}, 0.0),
    ("greatest", w.Greatest((X, Y, ONE)), {"x": -2.0, "y": -1.0}, 1.0),
    ("greatest, NULL", w.Greatest((X, ONE)), {}, None),
    ("least present", w.LeastPresent((X, Y)), {"y": 4.0}, 4.0),
    ("least present, none", w.LeastPresent((X, Y)), {}, None),
    ("greatest present", w.GreatestPresent((X, Y, ONE)), {"x": 3.0}, 3.0),
    ("greatest present, one item", w.GreatestPresent((X,)), {"x": -0.0}, 0.0),
    # choice
    ("case, first that holds", w.Case(((B, ONE), (C, TWO)), X), {"b": True, "c": True}, 1.0),
    ("case, NULL does not hold", w.Case(((B, ONE), (C, TWO)), X), {"c": True}, 2.0),
    ("case, otherwise", w.Case(((B, ONE),), X), {"x": 7.0}, 7.0),
    ("case without branches", w.Case((), X), {"x": 7.0}, 7.0),
    ("coalesce", w.Coalesce((X, Y, ONE)), {"y": 5.0}, 5.0),
    ("coalesce text", w.Coalesce((T, A)), {}, "a"),
    ("coalesce truths, false is a value", w.Coalesce((B, C)), {"b": False, "c": True}, False),
    # text and dates
    ("lower", w.Lower(T), {"t": "ÀΣς İ"}, "àσς i"),
    ("upper, one for one", w.Upper(T), {"t": "aßﬁᾳ"}, "Aẞﬁᾼ"),
    ("lower NULL", w.Lower(T), {}, None),
    ("trim", w.Trim(T), {"t": "\t\v a b\u00a0\r\n\f"}, "a b\u00a0"),
    ("trim to nothing", w.Trim(T), {"t": " "}, ""),
    ("length in code points", w.Length(T), {"t": "e\u0301😀"}, 3.0),
    ("length NULL", w.Length(T), {}, None),
    ("starts with", w.StartsWith(T, A), {"t": "ab"}, True),
    ("starts with nothing", w.StartsWith(T, w.Text("")), {"t": "ab"}, True),
    ("starts with, NULL", w.StartsWith(T, U), {"t": "ab"}, None),
    ("contains", w.Contains(T, Z), {"t": "ab"}, False),
    ("contains, NULL", w.Contains(T, Z), {}, None),
    ("days", w.Days(D), {"d": LEAP}, 19782.0),
    ("days before 1970", w.Days(D), {"d": dt.date(1969, 12, 30)}, -2.0),
    ("year", w.DatePart("year", D), {"d": dt.date(1, 1, 1)}, 1.0),
    ("month", w.DatePart("month", D), {"d": LEAP}, 2.0),
    ("day", w.DatePart("day", D), {"d": LEAP}, 29.0),
    ("day of NULL", w.DatePart("day", D), {}, None),
    # compound words
    ("piecewise below", w.Piecewise(X, LINE), {"x": 9.0}, 0.0),
    ("piecewise between", w.Piecewise(X, LINE), {"x": 15.0}, 50.0),
    ("piecewise at a knot", w.Piecewise(X, LINE), {"x": 20.0}, 100.0),
    ("piecewise falling", w.Piecewise(X, LINE), {"x": 30.0}, 75.0),
    ("piecewise at the end", w.Piecewise(X, LINE), {"x": 40.0}, 50.0),
    ("piecewise above", w.Piecewise(X, LINE), {"x": 1e300}, 50.0),
    ("piecewise NULL", w.Piecewise(X, LINE), {}, None),
    ("piecewise on below", w.Piecewise(X, LINE, extrapolate=True), {"x": 0.0}, -100.0),
    ("piecewise on above", w.Piecewise(X, LINE, extrapolate=True), {"x": 60.0}, 0.0),
    ("bin below", w.Bins(X, BINS, RESULTS), {"x": 4.9}, 1.0),
    ("bin of one point", w.Bins(X, BINS, RESULTS), {"x": 5.0}, 2.0),
    ("bin with its upper end", w.Bins(X, BINS, RESULTS), {"x": 8.0}, 3.0),
    ("bin above", w.Bins(X, BINS, RESULTS), {"x": 8.1}, 4.0),
    ("bin of NULL", w.Bins(X, BINS, RESULTS), {}, None),
    ("one bin", w.Bins(X, (), (A,)), {"x": 8.1}, "a"),
    ("bins of text", w.Bins(X, ((0.0, False),), (A, Z)), {"x": 0.0}, "z"),
    ("lookup", w.Lookup(T, SUBJECTS), {"t": "it's"}, 20.0),
    ("lookup, no key", w.Lookup(T, SUBJECTS), {"t": "A"}, None),
    ("lookup NULL", w.Lookup(T, SUBJECTS), {}, None),
    ("lookup of a number", w.Lookup(X, ((w.Number(0.0), A), (ONE, Z))), {"x": -0.0}, "a"),
    ("lookup of a truth", w.Lookup(B, ((YES, A), (NO, Z))), {"b": False}, "z"),
    # reasons and names
    ("pack", pack(), {"x": 1.5}, packed(1_500_000)),
    ("pack rounds half up", pack(), {"x": -2.5e-6}, packed(-2)),
    ("pack what is known to be small", w.Pack(X, 3, is_small=True), {"x": -1.0}, packed(-10**6)),
    ("pack, held at the limit", pack(), {"x": 1e300}, packed(2**50)),
    ("pack, held at the lower limit", pack(), {"x": -1e300}, packed(-(2**50))),
    ("pack NULL", pack(), {}, None),
    ("ranked first", w.Ranked(top(1.0, 3.0, 2.0), 1, CODES), {"x": 0.0}, "R2"),
    ("ranked second", w.Ranked(top(1.0, 3.0, 2.0), 2, CODES), {"x": 0.0}, "R3"),
    ("ranked beyond", w.Ranked(top(1.0, 3.0, 2.0), 3, CODES), {"x": 0.0}, None),
    ("ranked, a tie in order", w.Ranked(top(1.0, 1.0), 1, CODES), {"x": 0.0}, "R1"),
    ("ranked, few are there", w.Ranked(top(None, 1.0), 2, CODES), {"x": 0.0}, None),
    ("ranked, zero is not positive", w.Ranked(top(0.0, keep="positive"), 1, CODES), {"x": 0.0},
     None),
    ("ranked, zero is not negative", w.Ranked(top(0.0, keep="nonnegative"), 1, CODES), {"x": 0.0},
     "R1"),
    ("ranked, below zero", w.Ranked(top(-1.0, keep="nonnegative"), 1, CODES), {"x": 0.0}, None),
    ("top", w.Top((w.Null(Type.PACKED), pack()), 2, "all"), {"x": 0.0}, [packed(0)]),
    ("top, none is kept", w.Top((pack(),), 2, "positive"), {"x": -1.0}, []),
    ("top of nothing", w.Top((w.Null(Type.PACKED),), 2, "all"), {"x": 0.0}, []),
    ("top of many", top(*range(12), count=9), {"x": -11.0},
     [-n * 1_000_000 * REASON_SLOTS + REASON_SLOTS - 12 + n for n in range(9)]),
    ("names", w.Names((B, C, w.IsMissing(T)), ("b", "c'", "t")), {"c": True}, ["c'", "t"]),
    ("names, none", w.Names((B, C), ("b", "c")), {"b": False}, []),
    ("names of nothing", w.Names((), ()), {}, []),
]  # fmt: skip
