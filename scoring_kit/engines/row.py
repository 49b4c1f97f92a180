"""A plan as one Python function that scores one row in microseconds.

The function is generated: a local variable per calculation, constants written in, nothing
called that an expression can do. Inside it a missing number or date is NaN, anything else
missing is None. Text of users enters the source as `repr` only.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from itertools import compress, count

from scoring_kit.compiler.plan import Let, Output, Plan
from scoring_kit.engines.base import day_of, month_of, power, to_date, year_of
from scoring_kit.engines.letters import lower, trim, upper
from scoring_kit.engines.row_words import WORDS
from scoring_kit.engines.row_writer import Condition
from scoring_kit.expression.words import Column, Type, Word
from scoring_kit.tables.names import check_column_names
from scoring_kit.tables.values import missing_columns, to_value

RowFunction = Callable[[Mapping[str, object]], dict[str, object]]

_DEEPEST = 12
"""Words nested deeper get a variable: Python's parser stops at 200 brackets."""

_BOUND: dict[str, object] = {
    "nan": math.nan,
    "inf": math.inf,
    "sqrt": math.sqrt,
    "log": math.log,
    "exp": math.exp,
    "floor": math.floor,
    "compress": compress,
    "power": power,
    "lower": lower,
    "upper": upper,
    "trim": trim,
    "year_of": year_of,
    "month_of": month_of,
    "day_of": day_of,
    "to_date": to_date,
    "to_value": to_value,
    "missing_columns": missing_columns,
    "check_column_names": check_column_names,
    "NUMBER": Type.NUMBER,
    "TEXT": Type.TEXT,
    "BOOLEAN": Type.BOOLEAN,
    "DATE": Type.DATE,
}
"""What the generated function may call."""

_READ = {
    Type.NUMBER: "{x} if type({x}) is float else to_value({x}, NUMBER, {name})",
    Type.TEXT: "{x} if type({x}) is str and {x}.isascii() else to_value({x}, TEXT, {name})",
    Type.BOOLEAN: "{x} if {x} is True or {x} is False else to_value({x}, BOOLEAN, {name})",
    Type.DATE: "to_value({x}, DATE, {name})",
}

_GIVE = {
    Type.NUMBER: "{x} if {x} == {x} else None",
    Type.DATE: "to_date({x})",
}


def compile_row(plan: Plan) -> RowFunction:
    """Return a function from the values of one row, by column, to the plan's outputs.

    The function takes plain Python values and gives None for NULL. It raises DataError
    where a column is missing, holds a value of another type, or has the name of another.

    Examples
    --------
    >>> from scoring_kit.compiler.plan import Let, Output, Plan, Step
    >>> from scoring_kit.expression.words import Add, Column, Number, Reference, Type
    >>> points = Let("points", Add(Column("age", Type.NUMBER), Number(1.0)))
    >>> output = Output("points", Reference("points", Type.NUMBER))
    >>> columns = (Column("age", Type.NUMBER),)
    >>> compile_row(Plan(columns, (Step("inputs", (points,)),), (output,)))({"age": 41})
    {'points': 42.0}
    """
    source = RowSource(plan)
    namespace: dict[str, object] = {**_BOUND, **source.constants, "__builtins__": _BUILTINS}
    exec(compile(source.text, "<scorecard row>", "exec"), namespace)  # noqa: S102 - our own text
    function: RowFunction = namespace["score_row"]  # pyright: ignore[reportAssignmentType] - exec
    return function


_BUILTINS: dict[str, object] = {
    "abs": abs,
    "float": float,
    "len": len,
    "list": list,
    "max": max,
    "min": min,
    "sorted": sorted,
    "str": str,
    "tuple": tuple,
    "type": type,
    "KeyError": KeyError,
}


class RowSource:
    """The source of the function for a plan: `text`, and the `constants` it refers to."""

    def __init__(self, plan: Plan) -> None:
        self.constants: dict[str, object] = {
            "COLUMNS": tuple(column.name for column in plan.columns),
            "CHECKED": [()],  # the names of the row before, which are mostly those of this one
        }
        self._lines: list[str] = []
        self._numbers = count()
        self._columns: dict[str, str] = {}
        self._lets: dict[str, str] = {}
        self._known: dict[int, tuple[str | Condition, int]] = {}
        self._write(plan)
        self.text = "\n".join(self._lines) + "\n"

    def value(self, word: Word) -> str:
        """Return an expression for the word; a condition gives True, False or None."""
        written = self._written(word)
        if isinstance(written, str):
            return written
        if written.is_total:
            return written.true()
        return f"(True if {written.true()} else False if {written.false()} else None)"

    def condition(self, word: Word) -> Condition:
        """Return expressions for whether the word is true and whether it is false."""
        written = self._written(word)
        if isinstance(written, Condition):
            return written
        name = self.atom(word)
        return Condition(lambda: f"{name} is True", lambda: f"{name} is False")

    def atom(self, word: Word) -> str:
        """Return a name or literal for the word, which costs nothing to repeat."""
        text = self.local(self.value(word))
        self._known[id(word)] = (text, 0)
        return text

    def local(self, text: str) -> str:
        """Return the expression if it is a name or literal, else a variable that holds it."""
        if text.isidentifier() or text[0] in "'\"0123456789":
            return text
        name = f"t{next(self._numbers)}"
        self._lines.append(f"    {name} = {text}")
        return name

    def chain(self, branches: list[tuple[str, str]], otherwise: str) -> str:
        """Return an expression for the result of the first branch that holds."""
        if len(branches) <= 2 * _DEEPEST:
            lines = "".join(f"{result} if {condition} else " for condition, result in branches)
            return f"({lines}{otherwise})"
        # nested this far, Python would not compile it: one pass of a loop, left at a match
        name = f"t{next(self._numbers)}"
        self._lines.append("    while True:")
        for condition, result in branches:
            self._lines += [f"        if {condition}:", f"            {name} = {result}"]
            self._lines.append("            break")
        self._lines += [f"        {name} = {otherwise}", "        break"]
        return name

    def constant(self, value: object) -> str:
        """Return a name that the function can use for the value."""
        name = f"constant_{next(self._numbers)}"
        self.constants[name] = value
        return name

    def column(self, name: str) -> str:
        """Return the variable of a column."""
        return self._columns[name]

    def reference(self, name: str) -> str:
        """Return the variable of an earlier calculation."""
        return self._lets[name]

    def _written(self, word: Word) -> str | Condition:
        """Write the word once; nested too deep, it gets a variable."""
        known = self._known.get(id(word))
        if known is not None:
            return known[0]
        written = WORDS[type(word)](word, self)
        depths = (self._known[id(part)][1] for part in word.operands if id(part) in self._known)
        depth = 1 + max(depths, default=0)
        if depth > _DEEPEST:
            written, depth = self._shallow(written), 0
        self._known[id(word)] = (written, depth)
        return written

    def _shallow(self, written: str | Condition) -> str | Condition:
        if isinstance(written, str):
            return self.local(written)
        true, false = self.local(written.true()), self.local(written.false())
        return Condition(lambda: true, lambda: false, written.is_total)

    def _write(self, plan: Plan) -> None:
        self._lines += [
            "def score_row(row):",
            "    names = tuple(row)",
            "    if names != CHECKED[0]:",
            "        CHECKED[0] = check_column_names(names)",
        ]
        self._lines += self._reading(plan.columns)
        for let in (let for step in plan.steps for let in step.lets):
            self._write_let(let)
        self._lines.append("    return {" + ", ".join(map(self._output, plan.outputs)) + "}")

    def _reading(self, columns: tuple[Column, ...]) -> Iterator[str]:
        if not columns:
            return
        yield "    try:"
        for number, column in enumerate(columns):
            self._columns[column.name] = f"c{number}"
            yield f"        c{number} = row[{column.name!r}]"
        yield "    except KeyError:"
        yield "        raise missing_columns(COLUMNS, row) from None"
        for column in columns:
            x = self._columns[column.name]
            yield f"    {x} = {_READ[column.kind].format(x=x, name=repr(column.name))}"

    def _write_let(self, let: Let) -> None:
        name = f"v{len(self._lets)}"
        self._lines.append(f"    {name} = {self.value(let.word)}")
        self._lets[let.name] = name
        self._known[id(let.word)] = (name, 0)

    def _output(self, output: Output) -> str:
        value = _GIVE.get(output.reference.type, "{x}").format(x=self._lets[output.reference.name])
        return f"{output.name!r}: {value}"
