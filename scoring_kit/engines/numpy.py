"""A plan over columns in memory, vectorised with numpy.

The forms of columns, in and out: NUMBER and DATE are float64 with NaN for NULL (a date is
its days since 1970-01-01), TEXT objects with None, BOOLEAN int8 with 1, 0 and -1 for NULL,
PACKED int64 with the least one for NULL, LIST objects that are lists.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from scoring_kit.compiler.plan import Plan
from scoring_kit.engines.numpy_frame import Array, Condition, to_lists
from scoring_kit.engines.numpy_words import WORDS
from scoring_kit.expression.words import Word
from scoring_kit.tables.names import check_column_names


def run(plan: Plan, columns: Mapping[str, Array], *, rows: int | None = None) -> dict[str, Array]:
    """Return the plan's outputs, by name, for columns in the canonical forms.

    Parameters
    ----------
    columns
        At least the columns of the plan, each (rows,), see the head of this module.
    rows
        How many rows there are, where the plan reads no column.

    Examples
    --------
    >>> from scoring_kit.compiler.plan import Let, Output, Plan, Step
    >>> from scoring_kit.expression.words import Add, Column, Number, Reference, Type
    >>> age = Column("age", Type.NUMBER)
    >>> steps = (Step("inputs", (Let("points", Add(age, Number(1.0))),)),)
    >>> plan = Plan((age,), steps, (Output("points", Reference("points", Type.NUMBER)),))
    >>> run(plan, {"age": np.array([41.0, np.nan])})
    {'points': array([42., nan])}
    """
    check_column_names(columns)
    if rows is None:
        rows = len(next(iter(columns.values()), ()))
    frame = Frame(columns, rows)
    # overflow to infinity and NaN are part of the arithmetic, not accidents
    with np.errstate(all="ignore"):
        for step in plan.steps:
            for let in step.lets:
                frame.keep(let.name, let.word)
        return {item.name: frame.output(item.reference.name) for item in plan.outputs}


class Frame:
    """The columns of a run and what was calculated from them so far."""

    def __init__(self, columns: Mapping[str, Array], rows: int) -> None:
        self.rows = rows
        self._columns = columns
        self._lets: dict[str, Array] = {}

    def value(self, word: Word) -> Array:
        """Return the word for each row, or one value that holds for all."""
        result = WORDS[type(word)](word, self)
        return result.value() if isinstance(result, Condition) else result

    def full(self, word: Word) -> Array:
        """Return the word for each row."""
        return self._spread(self.value(word))

    def condition(self, word: Word) -> Condition:
        """Return where the word is true and where it is false."""
        result = WORDS[type(word)](word, self)
        if isinstance(result, Condition):
            return result
        return Condition(lambda: result == 1, lambda: result == 0)

    def column(self, name: str) -> Array:
        """Return a column of the table."""
        return self._columns[name]

    def reference(self, name: str) -> Array:
        """Return the result of an earlier calculation."""
        return self._lets[name]

    def keep(self, name: str, word: Word) -> None:
        """Calculate a word and keep it under a name."""
        self._lets[name] = self.full(word)

    def output(self, name: str) -> Array:
        """Return what was kept under the name; reasons still in columns become lists."""
        return to_lists(self._lets[name])

    def _spread(self, value: Array) -> Array:
        if value.ndim == 0:
            return np.full(self.rows, value[()], dtype=value.dtype)
        return value
