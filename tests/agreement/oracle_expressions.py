"""What an expression of a document yields for one row, and what it reads."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from tests.agreement.oracle_syntax import Tree, parse

Values = Mapping[str, Any]


@lru_cache(maxsize=4096)
def names_read(text: str) -> tuple[str, ...]:
    """The names that an expression reads, in order of first appearance."""
    return tuple(dict.fromkeys(_names(parse(text))))


@lru_cache(maxsize=4096)
def names_tested(text: str) -> frozenset[str]:
    """Those tested by `is null` or standing inside `coalesce`."""
    tested = [node for node in _walk(parse(text)) if _is_test(node)]
    return frozenset(name for node in tested for name in _tested_names(node))


def _is_test(node: Tree) -> bool:
    return node[0] == "is null" or node[:2] == ("call", "coalesce")


def _tested_names(node: Tree) -> Iterator[str]:
    yield from _names(node)


def _names(tree: Tree) -> Iterator[str]:
    return (node[1] for node in _walk(tree) if node[0] == "name")


def _walk(tree: Tree) -> Iterator[Tree]:
    """The nodes of a tree in reading order."""
    if tree and isinstance(tree[0], str):
        yield tree
    for part in tree:
        if isinstance(part, tuple):
            yield from _walk(part)


def evaluate(text: str, values: Values, parameters: Values) -> Any:
    """The result of an expression; None for NULL, and for what is not finite."""
    return _settled(_Evaluation(values, parameters).of(parse(text)))


def _settled(value: Any) -> Any:
    """A value as anything but arithmetic sees it: infinities and NaN are NULL."""
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value


class _Evaluation:
    """Walks a tree over the values of one row. Numbers may pass through infinity."""

    def __init__(self, values: Values, parameters: Values) -> None:
        self.values = values
        self.parameters = parameters

    def of(self, tree: Tree) -> Any:
        kind = tree[0]
        if kind == "constant":
            return tree[1]
        if kind == "name":
            return self.values[tree[1]]
        if kind == "parameter":
            return self.parameters[tree[1]]
        if kind in {"and", "or", "not", "compare", "in", "is null"}:
            return self._condition(tree)
        if kind == "case":
            return self._case(tree)
        if kind == "call":
            return self._call(tree[1], list(tree[2:]))
        return self._arithmetic(tree)

    def _final(self, tree: Tree) -> Any:
        return _settled(self.of(tree))

    def _condition(self, tree: Tree) -> bool | None:
        kind = tree[0]
        if kind == "is null":
            return self._final(tree[1]) is None
        if kind == "not":
            value = self.of(tree[1])
            return None if value is None else not value
        if kind in {"and", "or"}:
            decisive = kind == "or"
            values = [self.of(tree[1]), self.of(tree[2])]
            if decisive in values:
                return decisive
            return None if None in values else not decisive
        if kind == "in":
            item, *choices = [self._final(part) for part in tree[1:]]
            return None if item is None else item in choices
        return _compare(tree[1], self._final(tree[2]), self._final(tree[3]))

    def _case(self, tree: Tree) -> Any:
        for condition, result in tree[1]:
            if self.of(condition) is True:
                return self._final(result)
        return self._final(tree[2])

    def _arithmetic(self, tree: Tree) -> float | None:
        operands = [self.of(part) for part in tree[1:]]
        if None in operands:
            return None
        if tree[0] == "negate":
            return -operands[0]
        left, right = operands
        if tree[0] == "/":
            return None if right == 0 else left / right
        return {"+": left + right, "-": left - right, "*": left * right}[tree[0]]

    def _call(self, function: str, arguments: list[Tree]) -> Any:
        if function == "coalesce":
            values = [self._final(argument) for argument in arguments]
            return next((value for value in values if value is not None), None)
        read = self.of if function in ARITHMETIC else self._final
        values = [read(argument) for argument in arguments]
        if None in values:
            return None
        return FUNCTIONS[function](*values)


def _compare(operator: str, left: Any, right: Any) -> bool | None:
    if left is None or right is None:
        return None
    outcomes: dict[str, Callable[[], bool]] = {
        "=": lambda: left == right,
        "<>": lambda: left != right,
        "<": lambda: left < right,
        "<=": lambda: left <= right,
        ">": lambda: left > right,
        ">=": lambda: left >= right,
    }
    return outcomes[operator]()


def _floor(x: float) -> float:
    return math.floor(x) + 0.0


def _round(x: float, digits: float = 0.0) -> float | None:
    raised = x * 10.0**digits + 0.5
    return _floor(raised) / 10.0**digits if math.isfinite(raised) else None


def _power(base: float, exponent: float) -> float | None:
    try:
        result = math.pow(base, exponent)
    except (ValueError, OverflowError):
        return None
    return result if math.isfinite(result) else None


def _exp(x: float) -> float | None:
    try:
        return math.exp(x)
    except OverflowError:
        return None


def _months(start: date, end: date) -> float:
    months = (end.year * 12 + end.month) - (start.year * 12 + start.month)
    if months > 0 and end.day < start.day:
        months -= 1
    elif months < 0 and end.day > start.day:
        months += 1
    return float(months)


def _upper(text: str) -> str:
    return "".join(c.upper() if len(c.upper()) == 1 else c for c in text)


def _lower(text: str) -> str:
    return "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


ARITHMETIC = {"abs", "sqrt", "ln", "exp", "pow"}
FUNCTIONS: dict[str, Callable[..., Any]] = {
    "abs": abs,
    "least": lambda *items: min(items) + 0.0,
    "greatest": lambda *items: max(items) + 0.0,
    "floor": _floor,
    "ceil": lambda x: math.ceil(x) + 0.0,
    "round": _round,
    "sqrt": lambda x: None if x < 0 else math.sqrt(x),
    "ln": lambda x: None if x <= 0 else math.log(x),
    "exp": _exp,
    "pow": _power,
    "lower": _lower,
    "upper": _upper,
    "trim": lambda text: text.strip(" \t\n\r\f\v"),
    "length": lambda text: float(len(text)),
    "starts_with": lambda text, start: text.startswith(start),
    "contains": lambda text, part: part in text,
    "days_between": lambda start, end: float((end - start).days),
    "months_between": _months,
    "years_between": lambda start, end: float(int(_months(start, end) / 12)),
}
