import math
import sys

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from scoring_kit.expression import words
from scoring_kit.expression.bounds import EMPTY, UNBOUNDED, bounds, is_finite
from scoring_kit.expression.meaning import settled, to_word
from scoring_kit.expression.parse import parse_expression
from scoring_kit.expression.words import Column, Number, Text, Type, Word
from tests.expression.evaluation import KINDS, NAMES, evaluate, evaluate_numbers_in_duckdb

X, Y, T = NAMES["x"], NAMES["y"], NAMES["t"]
INF, LARGEST = math.inf, sys.float_info.max
KNOWN = {"x": (-2.0, 4.0), "y": (1.0, 3.0)}


def word_of(text):
    return to_word(parse_expression(text), NAMES, {})


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("7", (7.0, 7.0)),
        ("x", (-2.0, 4.0)),
        ("a", UNBOUNDED),
        ("x + y", (-1.0, 7.0)),
        ("x - y", (-5.0, 3.0)),
        ("x * y", (-6.0, 12.0)),
        ("x * 0", (0.0, 0.0)),
        ("a * 0", (0.0, 0.0)),
        ("-x", (-4.0, 2.0)),
        ("x / y", (-2.0, 4.0)),
        ("y / x", UNBOUNDED),  # x comes as close to 0 as it likes
        ("1 / y", (1 / 3, 1.0)),
        ("y / (y - 1)", (0.5, INF)),  # 1/2 at the least, and y - 1 may be tiny
        ("y / (1 - y)", (-INF, -0.5)),
        ("x / 0", EMPTY),
        ("abs(x)", (0.0, 4.0)),
        ("abs(-y)", (1.0, 3.0)),
        ("abs(a)", (0.0, INF)),
        ("floor(x / 3)", (-1.0, 1.0)),
        ("ceil(x / 3)", (0.0, 2.0)),
        ("round(x, 1)", (-2.0, 4.0)),
        ("sqrt(x)", (0.0, 2.0)),
        ("sqrt(-y)", EMPTY),
        ("ln(y)", (0.0, math.log(3.0))),
        ("ln(x)", (-INF, math.log(4.0))),
        ("ln(-y)", EMPTY),
        ("exp(x)", (math.exp(-2.0), math.exp(4.0))),
        ("exp(a)", (0.0, INF)),
        ("pow(x, 2)", (0.0, 16.0)),
        ("pow(x, 3)", (-8.0, 64.0)),
        ("pow(x, -1)", UNBOUNDED),
        ("pow(x, -2)", (1 / 16, INF)),
        ("pow(-y, -1)", (-1.0, -1 / 3)),
        ("pow(-y, 3)", (-27.0, -1.0)),
        ("pow(x, 0.5)", (0.0, 2.0)),
        ("pow(-y, 0.5)", EMPTY),
        ("pow(y, x)", (1 / 9, 81.0)),
        ("pow(0.5, a)", (0.0, INF)),
        ("pow(x, y)", UNBOUNDED),
        ("least(x, y)", (-2.0, 3.0)),
        ("greatest(x, y)", (1.0, 4.0)),
        ("greatest(least(a, 10), 0)", (0.0, 10.0)),
        ("coalesce(x, y)", (-2.0, 4.0)),
        ("coalesce(y, 0)", (0.0, 3.0)),
        ("coalesce(y, 0, 99)", (0.0, 3.0)),
        ("case when p then x when q then 9 end", (-2.0, 9.0)),
        ("case when p then null else 5 end", (5.0, 5.0)),
        ("length(t)", (0.0, INF)),
        ("length('abc')", (3.0, 3.0)),
        ("days_between(d, e)", UNBOUNDED),
        ("days_between(date '2024-02-28', date '2024-03-01')", (2.0, 2.0)),
    ],
)
def test_bounds_of_expressions(text, expected):
    # Worked out by hand for x in [-2, 4] and y in [1, 3], nothing known of the rest.
    assert bounds(word_of(text), KNOWN) == expected


INFINITE = words.Multiply(Number(1e308), Number(10.0))
BINS = words.Bins(X, ((0.0, False), (2.0, True)), (Number(10.0), Number(30.0), Number(20.0)))
KNOTS = words.Piecewise(X, ((0.0, 100.0), (10.0, 0.0)))
STEEP = words.Piecewise(X, ((0.0, 0.0), (1.0, 5.0)), extrapolate=True)
SUBJECTS = words.Lookup(T, ((Text("art"), Number(100.0)), (Text("travel"), Number(60.0))))


@pytest.mark.parametrize(
    ("word", "known", "expected"),
    [
        (BINS, {}, (10.0, 30.0)),
        (BINS, {"x": (0.0, 5.0)}, (20.0, 30.0)),
        (BINS, {"x": (0.0, 2.0)}, (30.0, 30.0)),
        (BINS, {"x": (2.0, 5.0)}, (20.0, 30.0)),
        (BINS, {"x": (-5.0, -1.0)}, (10.0, 10.0)),
        (BINS, {"x": EMPTY}, EMPTY),
        (KNOTS, {}, (0.0, 100.0)),
        (KNOTS, {"x": (2.5, 20.0)}, (0.0, 75.0)),
        (KNOTS, {"x": (20.0, 30.0)}, (0.0, 0.0)),
        (KNOTS, {"x": EMPTY}, EMPTY),
        (STEEP, {}, UNBOUNDED),
        (STEEP, {"x": (-1.0, 2.0)}, (-5.0, 10.0)),
        (SUBJECTS, {}, (60.0, 100.0)),
        (words.LeastPresent((X, Number(3.0))), {"x": (1.0, 9.0)}, (1.0, 3.0)),
        (words.LeastPresent((X, Y)), {"x": (1.0, 9.0), "y": (2.0, 4.0)}, (1.0, 9.0)),
        (words.GreatestPresent((X, Number(3.0))), {"x": (1.0, 9.0)}, (3.0, 9.0)),
        (words.DatePart("month", NAMES["d"]), {}, (1.0, 12.0)),
        (words.DatePart("day", NAMES["d"]), {}, (1.0, 31.0)),
        (words.Null(Type.NUMBER), {}, EMPTY),
        (words.Finite(INFINITE), {}, EMPTY),
        (words.Subtract(INFINITE, INFINITE), {}, UNBOUNDED),
    ],
)
def test_bounds_of_compound_words(word, known, expected):
    assert bounds(word, known) == expected


def test_rounding_just_below_a_knot_is_within_the_bounds():
    # Found by search: the line from 0.3 at 2.2 passes 52.4 by a rounding just below 15.1.
    word = words.Piecewise(X, ((2.2, 0.3), (15.1, 52.4)))
    reached = evaluate(word, {"x": math.nextafter(15.1, 0.0)})
    assert reached == 52.400000000000006
    assert bounds(word) == (0.3, reached)


def test_parts_that_are_shared_are_visited_once():
    word: Word = X
    for _ in range(200):  # 2 to the power of 200 paths
        word = words.Add(word, word)
    assert bounds(word, {"x": (0.0, 1.0)}) == (0.0, 2.0**200)


# ---- soundness: what the row engine computes lies within ---------------------------------

KNOWN_ENDS = {"x": (-2.0, 4.0), "y": (0.0, 1.0), "z": (-1e300, 1e300)}
CONSTANTS = st.sampled_from([0.0, 1.0, -1.0, 0.5, 2.0, -3.0, 0.1, 1e200, -1e-200]).map(Number)
CUTS = st.lists(st.integers(-4, 4), min_size=2, max_size=4, unique=True).map(sorted)
LEAVES = CONSTANTS | st.sampled_from([X, Y, NAMES["z"]])
UNARY = [words.Negate, words.Absolute, words.Floor, words.Ceiling]
FUNCTIONS = [words.SquareRoot, words.Ln, words.Exp]
BINARY = [words.Add, words.Subtract, words.Multiply, words.Divide]


def built(kind, *operands):
    """Build a word; what reads finite numbers only gets them."""
    return kind(*operands) if kind in BINARY else kind(*map(settled, operands))


def piecewise(x, cuts, heights):
    return words.Piecewise(settled(x), tuple(zip(map(float, cuts), heights, strict=False)))


def binned(x, cuts, results):
    edges = tuple((float(cut), cut % 2 == 0) for cut in cuts)
    return words.Bins(settled(x), edges, tuple(map(settled, results[: len(cuts) + 1])))


def larger(parts):
    five = st.tuples(parts, parts, parts, parts, parts)
    heights = st.tuples(*[st.floats(-100, 100)] * 5)
    choice = st.builds(
        lambda a, b, c: words.Case(
            ((words.Compare("<", settled(a), settled(b)), settled(b)),), settled(c)
        ),
        *[parts] * 3,
    )
    several = st.sampled_from([words.Least, words.Greatest, words.Coalesce])
    present = st.sampled_from([words.LeastPresent, words.GreatestPresent])
    return st.one_of(
        st.builds(built, st.sampled_from(UNARY + FUNCTIONS), parts),
        st.builds(built, st.sampled_from([*BINARY, words.Power]), parts, parts),
        st.builds(lambda kind, pair: kind(tuple(map(settled, pair))), several | present, five),
        choice,
        st.builds(piecewise, parts, CUTS, heights),
        st.builds(binned, parts, CUTS, five),
    )


WORDS = st.recursive(LEAVES, larger, max_leaves=10)


def values(low, high):
    return st.sampled_from([low, high, 0.0]) | st.floats(low, high)


ROWS = st.fixed_dictionaries({name: values(*ends) for name, ends in KNOWN_ENDS.items()})


@settings(max_examples=500, deadline=None)
@given(WORDS, ROWS)
def test_results_lie_within_the_bounds(word, row):
    value = evaluate(words.Finite(word), row)
    assume(value is not None)
    low, high = bounds(word, KNOWN_ENDS)
    assert low <= value <= high


EXTREMES = st.sampled_from([LARGEST, -LARGEST, 5e-324, 0.0, 1.0, -1.0]) | st.floats(
    allow_nan=False, allow_infinity=False
)
ANY_ROWS = st.fixed_dictionaries(dict.fromkeys("xyz", EXTREMES))


@settings(max_examples=500, deadline=None)
@given(WORDS, ANY_ROWS)
@example(words.Subtract(Number(100.0), X), {"x": -LARGEST, "y": 0.0, "z": 0.0})
def test_what_is_called_finite_never_overflows(word, row):
    assume(is_finite(word))
    assert evaluate(word, row) == evaluate(words.Finite(word), row)


@settings(max_examples=200, deadline=None)
@given(WORDS, ANY_ROWS)
def test_what_is_called_finite_is_a_number_or_null_in_duckdb(word, row):
    assume(is_finite(word))
    value = evaluate_numbers_in_duckdb(word, row)
    assert value is None or math.isfinite(value)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a", True),
        ("100 - a", True),
        ("a + 1e292", False),  # the largest double and half of its last place, and more
        ("a - a", False),
        ("a / 2 - b / 2", True),
        ("a * 1", True),
        ("a * 1.0001", False),
        ("a / 0.5", False),
        ("a / b", False),
        ("abs(a)", True),
        ("length(t) * 1000", True),
        ("0 * (a * b)", False),
    ],
)
def test_proofs_of_finiteness_by_hand(text, expected):
    word = word_of(text)
    assert is_finite(word.item if isinstance(word, words.Finite) else word) is expected


def bounded_unless_nan(word):
    """Return 1 / (|word| + 1), which lies in [0, 1] unless it is NaN."""
    return words.Divide(Number(1.0), words.Add(words.Absolute(word), Number(1.0)))


PRODUCT = words.Multiply(words.Absolute(X), words.Absolute(Y))  # 0 to infinity
NANS = {
    "infinity less infinity": words.Subtract(PRODUCT, PRODUCT),
    "infinity by infinity": words.Divide(PRODUCT, PRODUCT),
    "infinity by 1 or more": words.Divide(PRODUCT, words.Add(PRODUCT, Number(1.0))),
    "nothing times infinity": words.Multiply(PRODUCT, Number(0.0)),
    "nothing by NaN": words.Divide(Number(0.0), words.Subtract(PRODUCT, PRODUCT)),
}


@pytest.mark.parametrize("name", NANS)
def test_a_range_does_not_hide_that_something_may_be_nan(name):
    assert not is_finite(bounded_unless_nan(NANS[name]))


def test_a_column_that_may_be_infinite_is_not_finite_by_itself():
    column = Column("x", KINDS["x"], finite=False)
    assert not is_finite(column)
    assert is_finite(words.Finite(column))
