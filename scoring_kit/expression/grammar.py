"""The grammar of expressions: precedence climbing over tokens, one method per construct."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from typing import Literal, NoReturn, cast

from scoring_kit.errors import ExpressionError, nearest
from scoring_kit.expression.language import (
    FUNCTIONS,
    INSTEAD,
    KEYWORDS,
    OTHER_NAMES,
    RESERVED,
    STATEMENT_WORDS,
)
from scoring_kit.expression.syntax import (
    Arithmetic,
    Between,
    Call,
    CaseWhen,
    Comparison,
    ComparisonSign,
    DateLiteral,
    Logical,
    LogicalNot,
    Membership,
    MissingTest,
    Name,
    Negation,
    NullLiteral,
    NumberLiteral,
    Parameter,
    Syntax,
    TextLiteral,
    TruthLiteral,
)
from scoring_kit.expression.tokens import Token, calendar_date, double, scan, shown, unquoted

DEEPEST_NESTING = 32
"""Parentheses, calls, case, not and minus signs that may stand inside each other."""

# How tightly an operator binds; `not` stands between `and` and the comparisons.
_NOT = 3
_COMPARED = 4
_SIGNED = 7
_BINDING = {
    **{"or": 1, "and": 2, "+": 5, "-": 5, "*": 6, "/": 6},
    **dict.fromkeys(["=", "<>", "!=", "<", "<=", ">", ">=", "in", "between", "is"], _COMPARED),
}


def too_deep() -> ExpressionError:
    """The error for an expression that is nested too deeply."""
    return ExpressionError(
        "expression_too_deep",
        f"the expression is nested more than {DEEPEST_NESTING} levels deep; "
        "move parts of it into derived inputs",
    )


class Parser:
    """Precedence climbing over the tokens of one text."""

    def __init__(self, text: str) -> None:
        self._tokens = list(scan(text))
        self._position = 0
        self._depth = 0

    # ---- tokens ----------------------------------------------------------------------

    @property
    def _next(self) -> Token:
        return self._tokens[self._position]

    @property
    def _word(self) -> str:
        """The next token, if it is a keyword or sign, in lower case; else empty."""
        token = self._next
        if token.kind == "sign":
            return token.text
        word = token.text.lower()
        return word if token.kind == "word" and word in KEYWORDS else ""

    def _take(self) -> Token:
        token = self._next
        self._position += 1
        return token

    def _took(self, word: str) -> bool:
        """Whether the next token is this keyword or sign; it is taken then."""
        if self._word != word:
            return False
        self._position += 1
        return True

    def _expect(self, word: str) -> None:
        if not self._took(word):
            self._fail(f"{word} is expected")

    def _fail(self, wanted: str) -> NoReturn:
        """Refuse the next token, by name where it is a word of SQL that is off the list."""
        token = self._next
        before = self._tokens[max(self._position - 1, 0)]
        after = self._tokens[min(self._position + 1, len(self._tokens) - 1)]
        suspects = (token, before, after) if self._word == "not" else (token, before)
        for suspect in suspects:
            if suspect.kind == "word" and suspect.text.lower() in STATEMENT_WORDS | RESERVED:
                raise _forbidden_word(suspect)
        found = "the expression ends" if token.kind == "end" else f"{shown(token)} was found"
        raise ExpressionError(
            "expression_syntax", f"at character {token.start} {wanted}, but {found}"
        )

    @contextmanager
    def _deeper(self) -> Generator[None]:
        if self._depth >= DEEPEST_NESTING:
            raise too_deep()
        self._depth += 1
        yield
        self._depth -= 1

    # ---- grammar ---------------------------------------------------------------------

    def whole(self) -> Syntax:
        tree = self._expression()
        if self._next.kind != "end":
            self._fail("an operator or the end is expected")
        return tree

    def _expression(self, floor: int = 1) -> Syntax:
        """Read operands and every operator that binds at least as tightly as `floor`."""
        left = self._operand(floor)
        compared = False
        while (binding := self._binding()) >= floor:
            if binding == _COMPARED and compared:
                self._fail("comparisons cannot follow each other without parentheses or and")
            compared = binding == _COMPARED
            left = self._test(left) if compared else self._operation(left, binding)
        return left

    def _binding(self) -> int:
        """How tightly the next token binds as an operator; 0 if it is none."""
        if self._word == "not":
            following = self._tokens[self._position + 1]
            return _COMPARED if following.text.lower() in ("in", "between") else 0
        return _BINDING.get(self._word, 0)

    def _operation(self, left: Syntax, binding: int) -> Syntax:
        sign = self._take().text.lower()
        right = self._expression(binding + 1)
        if sign not in ("and", "or"):
            return Arithmetic(cast(Literal["+", "-", "*", "/"], sign), left, right)
        items = [left, right]
        while self._took(sign):
            items.append(self._expression(binding + 1))
        return Logical(sign, tuple(items))

    def _test(self, left: Syntax) -> Syntax:
        negated = self._took("not")
        if self._took("in"):
            return Membership(left, self._choices(), negated)
        if self._took("between"):
            low = self._expression(_COMPARED + 1)
            self._expect("and")
            return Between(left, low, self._expression(_COMPARED + 1), negated)
        if self._took("is"):
            negated = self._took("not")
            self._expect("null")
            return MissingTest(left, negated)
        sign = self._take().text.replace("!=", "<>")
        return Comparison(cast(ComparisonSign, sign), left, self._expression(_COMPARED + 1))

    def _operand(self, floor: int) -> Syntax:
        start = self._next
        if self._took("not"):
            if floor > _NOT:
                self._position -= 1
                self._fail("a value is expected (put not and what follows in parentheses)")
            with self._deeper():
                return LogicalNot(self._expression(_NOT))
        if self._took("-"):
            with self._deeper():
                return _negative(self._expression(_SIGNED))
        if self._took("("):
            with self._deeper():
                inner = self._expression()
            self._expect(")")
            return inner
        if self._took("case"):
            with self._deeper():
                return self._case()
        return self._literal(start) or self._named(start)

    def _literal(self, token: Token) -> Syntax | None:
        word = self._word
        if token.kind == "number":
            node = NumberLiteral(double(token))
        elif token.kind == "text":
            node = TextLiteral(unquoted(token.text))
        elif token.kind == "parameter":
            node = Parameter(token.text[1:])
        elif word in ("true", "false"):
            node = TruthLiteral(word == "true")
        elif word == "null":
            node = NullLiteral()
        else:
            return None
        self._position += 1
        return node

    def _named(self, token: Token) -> Syntax:
        """Read a column, a call, or a date, all of which start with a name."""
        if token.kind not in ("word", "quoted") or token.text.lower() in KEYWORDS:
            self._fail("a value is expected")
        self._take()
        following = self._next
        if token.kind == "quoted":
            return self._quoted_name(token)
        if following.kind == "text":
            return self._date(token)
        if token.text.lower() in RESERVED:
            raise _forbidden_word(token)
        if self._took("("):
            with self._deeper():
                return self._call(token)
        return Name(token.text)

    def _quoted_name(self, token: Token) -> Syntax:
        if self._word == "(":
            raise ExpressionError(
                "expression_forbidden",
                f"the function {token.text} at character {token.start} is in quotes",
            )
        if token.text == '""':
            raise ExpressionError(
                "expression_syntax", f"the name at character {token.start} is empty"
            )
        return Name(unquoted(token.text))

    def _date(self, token: Token) -> Syntax:
        written = self._take()
        if token.text.lower() in RESERVED:
            raise _forbidden_word(token)
        if token.text.lower() != "date":
            raise ExpressionError(
                "expression_forbidden",
                f"{token.text} in front of {shown(written)} at character {token.start} is not "
                "allowed; a date is written date '2024-02-29', a text 'text'",
            )
        return DateLiteral(calendar_date(written))

    def _choices(self) -> tuple[Syntax, ...]:
        self._expect("(")
        choices: list[Syntax] = []
        while True:
            start = self._next
            choice = self._expression()
            if choice.children or isinstance(choice, Name):
                raise ExpressionError(
                    "expression_forbidden",
                    f"in takes literals and parameters only; {shown(start)} at character "
                    f"{start.start} starts something else",
                )
            choices.append(choice)
            if not self._took(","):
                self._expect(")")
                return tuple(choices)

    def _case(self) -> Syntax:
        subject = None if self._word == "when" else self._expression()
        branches: list[tuple[Syntax, Syntax]] = []
        while self._took("when"):
            condition = self._expression()
            self._expect("then")
            branches.append((condition, self._expression()))
        if not branches:
            self._fail("when is expected")
        otherwise = self._expression() if self._took("else") else None
        self._expect("end")
        return CaseWhen(tuple(branches), otherwise, subject)

    def _call(self, token: Token) -> Syntax:
        written = token.text.lower()
        function = OTHER_NAMES.get(written, written)
        if function not in FUNCTIONS:
            raise _forbidden_function(token)
        arguments: list[Syntax] = []
        if not self._took(")"):
            arguments.append(self._expression())
            while self._took(","):
                arguments.append(self._expression())
            self._expect(")")
        _check_arguments(written, function, arguments)
        return Call(function, tuple(arguments))


def _negative(item: Syntax) -> Syntax:
    """Return -item; a negative literal is a literal, and -0 is 0."""
    if isinstance(item, NumberLiteral):
        return NumberLiteral(0.0 - item.value)
    return Negation(item)


# ---- refusals -------------------------------------------------------------------------


def _forbidden_word(token: Token) -> ExpressionError:
    return ExpressionError(
        "expression_forbidden",
        f"{token.text} at character {token.start} is not allowed in expressions; "
        f'a column of that name is written "{token.text}"',
    )


def _forbidden_function(token: Token) -> ExpressionError:
    name = token.text.lower()
    instead = f"; write {INSTEAD[name]}" if name in INSTEAD else nearest(name, FUNCTIONS)
    return ExpressionError(
        "expression_forbidden",
        f"the function {shown(token)} at character {token.start} is not allowed{instead}; "
        f"allowed are {', '.join(FUNCTIONS)}; a column with brackets in its name stands in "
        "double quotes",
    )


def _check_arguments(written: str, function: str, arguments: list[Syntax]) -> None:
    signature = FUNCTIONS[function]
    fewest, most, count = signature.fewest, len(signature.takes), len(arguments)
    if count < fewest or (count > most and not signature.repeats):
        wanted = f"{fewest} or more" if signature.repeats else f"{fewest}"
        wanted += f" or {most}" if most > fewest else ""
        raise ExpressionError(
            "expression_syntax",
            f"{written} takes {wanted} argument{'s' * (wanted != '1')}, not {count}",
        )
    if function == "round" and count == 2:
        digits = arguments[1]
        whole = isinstance(digits, NumberLiteral) and digits.value in range(13)
        if not whole:
            raise ExpressionError(
                "expression_syntax", "the digits of round are a whole number from 0 to 12"
            )
