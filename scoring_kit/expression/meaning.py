"""Gives an expression its meaning: the tree becomes typed words that the engines know."""

from __future__ import annotations

import datetime
import math
from collections.abc import Callable, Mapping

from scoring_kit.errors import ExpressionError, nearest
from scoring_kit.expression import words
from scoring_kit.expression.bounds import bounds, is_finite
from scoring_kit.expression.inference import infer_types
from scoring_kit.expression.language import FUNCTIONS
from scoring_kit.expression.syntax import (
    Arithmetic,
    Between,
    Call,
    CaseWhen,
    Comparison,
    DateLiteral,
    Expression,
    Logical,
    LogicalNot,
    Membership,
    MissingTest,
    Name,
    Negation,
    NumberLiteral,
    Parameter,
    Syntax,
    TextLiteral,
    TruthLiteral,
)
from scoring_kit.expression.words import Number, Truth, Type, Word

__all__ = ["MOST_WORDS", "infer_types", "settled", "to_word"]

MOST_WORDS = 50_000
"""Words that an expression may come to where each is counted as often as it is read."""

_EPOCH = datetime.date(1970, 1, 1).toordinal()


def to_word(
    expression: Expression,
    names: Mapping[str, Word],
    parameters: Mapping[str, Word],
    expect: Type | None = None,
) -> Word:
    """Return the expression as a word over the given words.

    Parameters
    ----------
    names: what each column stands for.
    parameters: literal word of each parameter.
    expect: type that the result must have; None for any.

    Raises
    ------
    ExpressionError
        unknown_name, unknown_parameter, expression_type, or expression_too_long where
        between and the calendar functions, which read their parts twice, grow too large.

    Examples
    --------
    >>> from scoring_kit.expression.parse import parse_expression
    >>> to_word(parse_expression("price >= 3"), {"price": words.Reference("p", Type.NUMBER)}, {}).op
    '>='
    """
    for name in expression.columns:
        if name not in names:
            raise _unknown_name(name, names)
    types = {name: word.type for name, word in names.items()}
    parameter_types = {name: word.type for name, word in parameters.items()}
    kind, _ = infer_types(expression, types, parameter_types, expect)
    if kind is None:
        raise ExpressionError("expression_type", f"{expression.text} is always null")
    word = settled(_Lowering(names, parameters).lower(expression.tree, kind))
    _check_growth(word, {id(part) for part in names.values()})
    return word


def settled(word: Word) -> Word:
    """Return the word with what overflows turned into NULL, for whatever reads finite operands."""
    if isinstance(word, _MAY_OVERFLOW) and not is_finite(word):
        return words.Finite(word)
    return word


_MAY_OVERFLOW = (
    words.Add,
    words.Subtract,
    words.Multiply,
    words.Divide,
    words.Negate,
    words.Absolute,
    words.Piecewise,
)


def _unknown_name(name: str, names: Mapping[str, Word]) -> ExpressionError:
    return ExpressionError(
        "unknown_name", f"there is no column or input named {name!r}{nearest(name, names)}"
    )


def _check_growth(word: Word, given: set[int]) -> None:
    """Refuse words that become too many once shared parts are written out."""
    sizes: dict[int, int] = dict.fromkeys(given, 1)

    def size(part: Word) -> int:
        if id(part) not in sizes:
            sizes[id(part)] = 1 + sum([size(operand) for operand in part.operands])
        return sizes[id(part)]

    if size(word) > MOST_WORDS:
        raise ExpressionError(
            "expression_too_long",
            f"the expression comes to {size(word):,} steps, more than the {MOST_WORDS:,} that are "
            "allowed; move what stands in between, case or months_between into derived inputs",
        )


class _Lowering:
    """Turns nodes whose types are known to fit into words."""

    def __init__(self, names: Mapping[str, Word], parameters: Mapping[str, Word]) -> None:
        self._names = names
        self._parameters = parameters

    def lower(self, node: Syntax, kind: Type) -> Word:
        """Return the word of a node; `kind` is the type that its place asks for."""
        match node:
            case Name(name):
                return self._named(name)
            case Parameter(name):
                return self._parameters[name]
            case Negation(item):
                return _folded(words.Negate(self.lower(item, kind)))
            case Arithmetic(sign, left, right):
                word = _ARITHMETIC[sign](self.lower(left, kind), self.lower(right, kind))
                return _folded(word)
            case Logical(sign, items):
                join = words.And if sign == "and" else words.Or
                return join(tuple(self._condition(item) for item in items))
            case LogicalNot(item):
                return words.Not(self._condition(item))
            case Comparison() | Membership() | Between() | MissingTest():
                return self._test(node)
            case CaseWhen():
                return self._case(node, kind)
            case Call():
                return self._call(node, kind)
            case _:
                return _literal(node, kind)

    def _named(self, name: str) -> Word:
        word = self._names[name]
        if isinstance(word, words.Column) and word.kind is Type.NUMBER and not word.finite:
            return words.Finite(word)
        return word

    def _condition(self, node: Syntax) -> Word:
        return self.lower(node, Type.BOOLEAN)

    def _operand(self, node: Syntax, kind: Type) -> Word:
        return settled(self.lower(node, kind))

    def _own_type(self, node: Syntax) -> Type | None:
        match node:
            case Name(name):
                return self._names[name].type
            case Parameter(name):
                return self._parameters[name].type
            case CaseWhen():
                return self._first_type(node.results)
            case Call(function, arguments):
                return FUNCTIONS[function].gives or self._first_type(arguments)
            case _:
                return _TYPES.get(type(node))

    def _first_type(self, nodes: tuple[Syntax, ...]) -> Type | None:
        return next((kind for node in nodes if (kind := self._own_type(node))), None)

    def _test(self, node: Comparison | Membership | Between | MissingTest) -> Word:
        kind = self._first_type(node.children) or Type.NUMBER
        item, *others = [self._operand(child, kind) for child in node.children]
        match node:
            case Comparison(sign):
                return _compared(sign, item, others[0])
            case MissingTest(negated=negated):
                test: Word = words.IsMissing(item)
            case Membership(negated=negated):
                test = words.In(item, tuple(others))
            case Between(negated=negated):
                low, high = others
                test = words.And((words.Compare(">=", item, low), words.Compare("<=", item, high)))
        return words.Not(test) if negated else test

    def _case(self, node: CaseWhen, kind: Type) -> Word:
        conditions: list[Word] = []
        if node.subject is None:
            conditions = [self._condition(condition) for condition, _ in node.branches]
        else:
            nodes = (node.subject, *(condition for condition, _ in node.branches))
            asked = self._first_type(nodes) or Type.NUMBER
            subject, *values = [self._operand(part, asked) for part in nodes]
            conditions = [_compared("=", subject, value) for value in values]
        results = [self._operand(result, kind) for _, result in node.branches]
        last = node.otherwise
        otherwise = words.Null(kind) if last is None else self._operand(last, kind)
        return words.Case(tuple(zip(conditions, results, strict=True)), otherwise)

    def _call(self, node: Call, kind: Type) -> Word:
        takes = FUNCTIONS[node.function].takes
        asked = [takes[min(index, len(takes) - 1)] for index in range(len(node.arguments))]
        arguments = [
            self._operand(argument, wanted or kind)
            for argument, wanted in zip(node.arguments, asked, strict=True)
        ]
        return _CALLS[node.function](arguments)


_TYPES: dict[type[Syntax], Type] = {
    **dict.fromkeys((NumberLiteral, Negation, Arithmetic), Type.NUMBER),
    TextLiteral: Type.TEXT,
    DateLiteral: Type.DATE,
    **dict.fromkeys((TruthLiteral, Logical, LogicalNot), Type.BOOLEAN),
    **dict.fromkeys((Comparison, Membership, Between, MissingTest), Type.BOOLEAN),
}


def _literal(node: Syntax, kind: Type) -> Word:
    match node:
        case NumberLiteral(value):
            return Number(value)
        case TextLiteral(value):
            return words.Text(value)
        case DateLiteral(value):
            return words.Date(value.toordinal() - _EPOCH)
        case TruthLiteral(value):
            return Truth(value)
        case _:
            return words.Null(kind)


# ---- what the words of the language mean -----------------------------------------------

_ARITHMETIC: dict[str, Callable[[Word, Word], Word]] = {
    "+": words.Add,
    "-": words.Subtract,
    "*": words.Multiply,
    "/": words.Divide,
}


def _folded(word: Word) -> Word:
    """Return the number that arithmetic on constants comes to, where it is finite."""
    if all(isinstance(operand, Number) for operand in word.operands):
        low, high = bounds(word)
        if low == high and math.isfinite(low):
            return Number(low)
    return word


def _compared(sign: words.Comparison, left: Word, right: Word) -> Word:
    """Compare two operands; truths are joined by logic, which keeps their third value."""
    if left.type is not Type.BOOLEAN:
        return words.Compare(sign, left, right)
    if isinstance(left, Truth):
        left, right = right, left
    if isinstance(right, Truth):
        same = left if right.value else words.Not(left)
    else:
        both, neither = words.And((left, right)), words.And((words.Not(left), words.Not(right)))
        same = words.Or((both, neither))
    return same if sign == "=" else words.Not(same)


def _rounded(arguments: list[Word]) -> Word:
    """Half up: floor(x * 10^digits + 0.5) / 10^digits."""
    item, *digits = arguments
    factor = Number(10.0 ** bounds(digits[0])[0]) if digits else Number(1.0)
    if factor.value == 1.0:
        return words.Floor(settled(words.Add(item, Number(0.5))))
    scaled = words.Add(words.Multiply(item, factor), Number(0.5))
    return words.Divide(words.Floor(settled(scaled)), factor)


def _days_between(arguments: list[Word]) -> Word:
    start, end = (
        Number(float(date.days)) if isinstance(date, words.Date) else words.Days(date)
        for date in arguments
    )
    return _folded(words.Subtract(end, start))


def _whole_between(arguments: list[Word], length: float) -> Word:
    """Completed spans from one date to another, toward zero.

    A date counts as (12 * year + month) * 32 + day. The day moves this by at most 30, less than
    a month's 32, so that a span is complete where the difference reaches a multiple of `length`.
    """
    start, end = (_calendar_count(date) for date in arguments)
    spans = words.Divide(words.Subtract(end, start), Number(length))
    zero = Number(0.0)
    # Toward zero: one of the two is 0.
    return words.Add(
        words.Greatest((words.Floor(spans), zero)), words.Least((words.Ceiling(spans), zero))
    )


def _calendar_count(date: Word) -> Word:
    if isinstance(date, words.Date):
        day = datetime.date.fromordinal(date.days + _EPOCH)
        return Number(float(384 * day.year + 32 * day.month + day.day))
    years = words.Multiply(words.DatePart("year", date), Number(384.0))
    months = words.Multiply(words.DatePart("month", date), Number(32.0))
    return words.Add(words.Add(years, months), words.DatePart("day", date))


_CALLS: dict[str, Callable[[list[Word]], Word]] = {
    "abs": lambda items: _folded(words.Absolute(*items)),
    "least": lambda items: words.Least(tuple(items)),
    "greatest": lambda items: words.Greatest(tuple(items)),
    "floor": lambda items: words.Floor(*items),
    "ceil": lambda items: words.Ceiling(*items),
    "round": _rounded,
    "sqrt": lambda items: words.SquareRoot(*items),
    "ln": lambda items: words.Ln(*items),
    "exp": lambda items: words.Exp(*items),
    "pow": lambda items: words.Power(*items),
    "coalesce": lambda items: words.Coalesce(tuple(items)),
    "lower": lambda items: words.Lower(*items),
    "upper": lambda items: words.Upper(*items),
    "trim": lambda items: words.Trim(*items),
    "length": lambda items: words.Length(*items),
    "starts_with": lambda items: words.StartsWith(*items),
    "contains": lambda items: words.Contains(*items),
    "days_between": _days_between,
    "months_between": lambda items: _whole_between(items, 32.0),
    "years_between": lambda items: _whole_between(items, 384.0),
}
"""The word or words of each function, given its arguments, which are settled."""
