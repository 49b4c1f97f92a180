"""The tree that an expression is parsed into: frozen, small, and the only thing kept of it."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from scoring_kit.expression.language import KEYWORDS, RESERVED
from scoring_kit.expression.words import Comparison as ComparisonSign


@dataclass(frozen=True, slots=True)
class Syntax:
    """One node of the tree."""

    @property
    def children(self) -> tuple[Syntax, ...]:
        """The nodes below this one, in reading order."""
        return ()


@dataclass(frozen=True, slots=True)
class NumberLiteral(Syntax):
    """A finite double, never -0.0."""

    value: float


@dataclass(frozen=True, slots=True)
class TextLiteral(Syntax):
    """A text."""

    value: str


@dataclass(frozen=True, slots=True)
class DateLiteral(Syntax):
    """A calendar date."""

    value: datetime.date


@dataclass(frozen=True, slots=True)
class TruthLiteral(Syntax):
    """True or false."""

    value: bool


@dataclass(frozen=True, slots=True)
class NullLiteral(Syntax):
    """NULL: only as a result of case and inside coalesce."""


@dataclass(frozen=True, slots=True)
class Name(Syntax):
    """A column, a derived input, or whatever else the place of the expression offers."""

    name: str


@dataclass(frozen=True, slots=True)
class Parameter(Syntax):
    """A parameter, `$name`."""

    name: str


@dataclass(frozen=True, slots=True)
class Negation(Syntax):
    """-item, where item is not a literal."""

    item: Syntax

    @property
    def children(self) -> tuple[Syntax, ...]:
        return (self.item,)


@dataclass(frozen=True, slots=True)
class Arithmetic(Syntax):
    """left sign right."""

    sign: Literal["+", "-", "*", "/"]
    left: Syntax
    right: Syntax

    @property
    def children(self) -> tuple[Syntax, ...]:
        return (self.left, self.right)


@dataclass(frozen=True, slots=True)
class Comparison(Syntax):
    """left sign right; `!=` is read as `<>`."""

    sign: ComparisonSign
    left: Syntax
    right: Syntax

    @property
    def children(self) -> tuple[Syntax, ...]:
        return (self.left, self.right)


@dataclass(frozen=True, slots=True)
class Logical(Syntax):
    """Two or more conditions joined by one word."""

    sign: Literal["and", "or"]
    items: tuple[Syntax, ...]

    @property
    def children(self) -> tuple[Syntax, ...]:
        return self.items


@dataclass(frozen=True, slots=True)
class LogicalNot(Syntax):
    """not item."""

    item: Syntax

    @property
    def children(self) -> tuple[Syntax, ...]:
        return (self.item,)


@dataclass(frozen=True, slots=True)
class Membership(Syntax):
    """item [not] in (choices); the choices are literals and parameters."""

    item: Syntax
    choices: tuple[Syntax, ...]
    negated: bool = False

    @property
    def children(self) -> tuple[Syntax, ...]:
        return (self.item, *self.choices)


@dataclass(frozen=True, slots=True)
class Between(Syntax):
    """item [not] between low and high, both included."""

    item: Syntax
    low: Syntax
    high: Syntax
    negated: bool = False

    @property
    def children(self) -> tuple[Syntax, ...]:
        return (self.item, self.low, self.high)


@dataclass(frozen=True, slots=True)
class MissingTest(Syntax):
    """item is [not] null."""

    item: Syntax
    negated: bool = False

    @property
    def children(self) -> tuple[Syntax, ...]:
        return (self.item,)


@dataclass(frozen=True, slots=True)
class CaseWhen(Syntax):
    """case [subject] when ... then ... [else ...] end."""

    branches: tuple[tuple[Syntax, Syntax], ...]
    otherwise: Syntax | None = None
    subject: Syntax | None = None

    @property
    def results(self) -> tuple[Syntax, ...]:
        """What it may yield."""
        results = tuple(result for _, result in self.branches)
        return results if self.otherwise is None else (*results, self.otherwise)

    @property
    def children(self) -> tuple[Syntax, ...]:
        subject = () if self.subject is None else (self.subject,)
        otherwise = () if self.otherwise is None else (self.otherwise,)
        return (*subject, *(node for branch in self.branches for node in branch), *otherwise)


@dataclass(frozen=True, slots=True)
class Call(Syntax):
    """A function of `FUNCTIONS` with its arguments."""

    function: str
    arguments: tuple[Syntax, ...]

    @property
    def children(self) -> tuple[Syntax, ...]:
        return self.arguments


@dataclass(frozen=True, slots=True)
class Expression:
    """A parsed expression.

    text: as it was written.
    columns, parameters: the names it reads, in order of first appearance.
    tested: the columns it tests for NULL itself, by `is null` or inside `coalesce`.
    """

    text: str
    tree: Syntax
    columns: tuple[str, ...]
    parameters: tuple[str, ...]
    tested: frozenset[str]


def walk_syntax(tree: Syntax) -> Iterator[Syntax]:
    """Yield the node and everything below it, in reading order."""
    stack = [tree]
    while stack:
        node = stack.pop()
        yield node
        stack.extend(reversed(node.children))


# ---- back to text: for messages, and for one spelling of one meaning ------------------

_PLAIN_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_OR, _AND, _NOT, _COMPARISON, _SUM, _PRODUCT, _SIGN, _PRIMARY = range(1, 9)


def expression_text(tree: Syntax) -> str:
    """Return the tree as an expression that parses back to it.

    Examples
    --------
    >>> expression_text(Arithmetic("*", Name("amount"), NumberLiteral(2.0)))
    'amount * 2.0'
    """
    return _text(tree)[0]


def quoted_name(name: str) -> str:
    """Return the name as an expression writes it, in double quotes where it must be."""
    word = name.lower()
    if _PLAIN_NAME.fullmatch(name) and word not in KEYWORDS and word not in RESERVED:
        return name
    return '"' + name.replace('"', '""') + '"'


def _within(node: Syntax, binding: int) -> str:
    """Text of an operand, in parentheses where it binds less than its place needs."""
    text, own = _text(node)
    return text if own >= binding else f"({text})"


def _text(node: Syntax) -> tuple[str, int]:
    """Text of a node and how tightly it binds."""
    match node:
        case Arithmetic(sign, left, right):
            own = _SUM if sign in "+-" else _PRODUCT
            return f"{_within(left, own)} {sign} {_within(right, own + 1)}", own
        case Negation(item):
            text = _within(item, _SIGN)
            # Two signs in a row would start a comment.
            return (f"-({text})" if text.startswith("-") else f"-{text}"), _SIGN
        case Logical(sign, items):
            own = _OR if sign == "or" else _AND
            return f" {sign} ".join(_within(item, own + 1) for item in items), own
        case LogicalNot(item):
            return f"not {_within(item, _NOT)}", _NOT
        case CaseWhen():
            return _case_text(node), _PRIMARY
        case Call(function, arguments):
            return f"{function}({', '.join(map(expression_text, arguments))})", _PRIMARY
        case Comparison() | Membership() | Between() | MissingTest():
            return _test_text(node), _COMPARISON
        case _:
            return _leaf_text(node), _PRIMARY


def _test_text(node: Comparison | Membership | Between | MissingTest) -> str:
    if isinstance(node, Comparison):
        return f"{_within(node.left, _SUM)} {node.sign} {_within(node.right, _SUM)}"
    item, negation = _within(node.item, _SUM), "not " if node.negated else ""
    match node:
        case Membership(choices=choices):
            return f"{item} {negation}in ({', '.join(map(expression_text, choices))})"
        case Between(low=low, high=high):
            return f"{item} {negation}between {_within(low, _SUM)} and {_within(high, _SUM)}"
        case MissingTest():
            return f"{item} is {negation}null"


def _case_text(node: CaseWhen) -> str:
    subject = "" if node.subject is None else f" {expression_text(node.subject)}"
    branches = "".join(
        f" when {expression_text(when)} then {expression_text(then)}"
        for when, then in node.branches
    )
    otherwise = "" if node.otherwise is None else f" else {expression_text(node.otherwise)}"
    return f"case{subject}{branches}{otherwise} end"


def _leaf_text(node: Syntax) -> str:
    match node:
        case NumberLiteral(value):
            return repr(value)
        case TextLiteral(value):
            return "'" + value.replace("'", "''") + "'"
        case DateLiteral(value):
            return f"date '{value.isoformat()}'"
        case TruthLiteral(value):
            return "true" if value else "false"
        case Name(name):
            return quoted_name(name)
        case Parameter(name):
            return f"${name}"
        case _:
            return "null"
