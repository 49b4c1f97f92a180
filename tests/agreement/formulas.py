"""Random expressions in the document's own spelling, well typed for the names in reach."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

KEYWORDS = {"select", "group", "order", "case", "null"}


def quoted(name: str) -> str:
    """The name as an expression writes it: in double quotes unless it is a plain word."""
    if name.startswith("$"):
        return name
    if name.isidentifier() and name.isascii() and name.lower() not in KEYWORDS:
        return name
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def number_text(value: float) -> str:
    return repr(int(value)) if value == int(value) and abs(value) < 1e15 else repr(value)


@dataclass(frozen=True)
class Scope:
    """The names an expression may use, by kind, and the constants worth comparing with."""

    numbers: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    booleans: tuple[str, ...] = ()
    dates: tuple[str, ...] = ()
    constants: tuple[float, ...] = (0.0, 1.0, 5.0, 12.5)
    words: tuple[str, ...] = ("art", "A", "")
    days: tuple[str, ...] = field(default=("2020-02-29",))


@dataclass(frozen=True)
class Formulas:
    """Writes one random expression per call."""

    random: Random
    scope: Scope

    def number(self, depth: int = 2) -> str:
        if depth <= 0 or self.random.random() < 0.15:
            return self._plain_number()
        return self.random.choice(
            [self._sum, self._sum, self._product, self._function, self._choice, self._counted]
        )(depth)

    def condition(self, depth: int = 2) -> str:
        options = [self._comparison, self._comparison, self._membership, self._tested]
        if depth > 0:
            options += [self._connected, self._connected, self._negated]
        if self.scope.booleans:
            options += [self._flag]
        if self.scope.texts:
            options += [self._text_condition]
        if self.scope.dates:
            options += [self._date_condition]
        return self.random.choice(options)(depth)

    def text(self) -> str:
        name = quoted(self.random.choice(self.scope.texts))
        return self.random.choice(
            [name, f"lower({name})", f"upper({name})", f"trim({name})", f"coalesce({name}, 'x')"]
        )

    def date_choice(self) -> str:
        """A date that depends on a condition."""
        condition = self.condition(1)
        return f"case when {condition} then {self._date()} else {self._date()} end"

    def _plain_number(self) -> str:
        if self.scope.numbers and self.random.random() < 0.75:
            return quoted(self.random.choice(self.scope.numbers))
        return number_text(self.random.choice(self.scope.constants))

    def _sum(self, depth: int) -> str:
        left, right = self.number(depth - 1), self.number(depth - 1)
        return self.random.choice(["({} + {})", "{} - ({})", "-({}) + {}"]).format(left, right)

    def _product(self, depth: int) -> str:
        left, right = self.number(depth - 1), self.number(depth - 1)
        return self.random.choice(["({}) * ({})", "({}) / ({})"]).format(left, right)

    def _function(self, depth: int) -> str:
        first, second = self.number(depth - 1), self.number(depth - 1)
        form = self.random.choice(
            [
                "abs({0})", "floor({0})", "ceil({0})", "round({0})", "round({0}, 2)",
                "sqrt(abs({0}))", "sqrt({0})", "ln({0})", "ln(abs({0}) + 1)", "exp({0} / 100)",
                "pow({0}, 2)", "pow(abs({0}), 0.5)", "least({0}, {1})", "greatest({0}, {1})",
                "coalesce({0}, {1})", "coalesce({0}, 3)",
            ]
        )  # fmt: skip
        return form.format(first, second)

    def _choice(self, depth: int) -> str:
        condition = self.condition(depth - 1)
        first, second = self.number(depth - 1), self.number(depth - 1)
        otherwise = self.random.choice([f" else {second}", ""])
        return f"case when {condition} then {first}{otherwise} end"

    def _counted(self, depth: int) -> str:
        if self.scope.texts and self.random.random() < 0.5:
            return f"length({self.text()})"
        if not self.scope.dates:
            return self._plain_number()
        function = self.random.choice(["days_between", "months_between", "years_between"])
        return f"{function}({self._date()}, {self._date()})"

    def _date(self) -> str:
        if self.random.random() < 0.7:
            return quoted(self.random.choice(self.scope.dates))
        return f"date {literal(self.random.choice(self.scope.days))}"

    def _operator(self) -> str:
        return self.random.choice(["=", "<>", "!=", "<", "<=", ">", ">="])

    def _comparison(self, depth: int) -> str:
        return f"{self.number(depth - 1)} {self._operator()} {self.number(0)}"

    def _membership(self, depth: int) -> str:
        item = self.number(depth - 1)
        low, high = sorted(self.random.choices(self.scope.constants, k=2))
        form = self.random.choice(
            ["{} in ({}, {})", "{} not in ({}, {})", "{} between {} and {}",
             "{} not between {} and {}"]
        )  # fmt: skip
        return form.format(item, number_text(low), number_text(high))

    def _tested(self, depth: int) -> str:
        names = [*self.scope.numbers, *self.scope.texts, *self.scope.booleans]
        columns = [name for name in names if not name.startswith("$")]
        if not columns:
            return self._comparison(depth)
        name = quoted(self.random.choice(columns))
        return f"{name} is {self.random.choice(['null', 'not null'])}"

    def _connected(self, depth: int) -> str:
        left, right = self.condition(depth - 1), self.condition(depth - 1)
        return f"({left}) {self.random.choice(['and', 'or'])} {right}"

    def _negated(self, depth: int) -> str:
        return f"not ({self.condition(depth - 1)})"

    def _flag(self, depth: int) -> str:
        name = quoted(self.random.choice(self.scope.booleans))
        return self.random.choice([name, f"{name} = true", f"{name} <> true", f"{name} = false"])

    def _text_condition(self, depth: int) -> str:
        word = literal(self.random.choice(self.scope.words))
        form = self.random.choice(
            ["{0} = {1}", "{0} <> {1}", "{0} < {1}", "{0} >= {1}", "starts_with({0}, {1})",
             "contains({0}, {1})", "{0} in ({1}, 'zz')"]
        )  # fmt: skip
        return form.format(self.text(), word)

    def _date_condition(self, depth: int) -> str:
        return f"{self._date()} {self._operator()} {self._date()}"
