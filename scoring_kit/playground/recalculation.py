"""A plan calculated again after a small change: what stayed the same is taken over."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, cast

import numpy as np

from scoring_kit.collection import paused_collection
from scoring_kit.compiler.compile import compile_parts, plan_of
from scoring_kit.compiler.conditions import null_where
from scoring_kit.compiler.plan import Let, Plan
from scoring_kit.engines import numpy as numpy_engine
from scoring_kit.engines.numpy_frame import Array
from scoring_kit.expression.words import Column, Exp, Ln, Power, Reference, Word
from scoring_kit.scorecard.models import Scorecard


def score_plan(
    card: Scorecard, columns: Mapping[str, Column], parameters: Mapping[str, Any]
) -> Plan:
    """Return the plan of the outputs ``score`` and ``unrounded`` alone, for such a table."""
    with paused_collection():
        context, root, published = compile_parts(card, columns, parameters)
        # The same words as behind `ExactScores`: absent where the published score is.
        unrounded = null_where(published.no_score, published.unrounded)
        values = [(f"value.{leaf.name}", leaf.value) for leaf in root.leaves]
        return plan_of(context, [("score", published.score), ("unrounded", unrounded), *values])


class Recalculation:
    """Results of one plan after another, on the same columns.

    columns: in the canonical forms of `engines.numpy`, each (rows,).
    """

    def __init__(self, columns: Mapping[str, Array], rows: int) -> None:
        self._columns = columns
        self._rows = rows
        self._known: dict[str, tuple[Let, Array]] = {}
        self._slow: dict[_Key, Array] = {}

    def run(self, plan: Plan) -> dict[str, Array]:
        """Return the plan's outputs, by name, each (rows,); those of before must not be changed."""
        frame = _Frame(self._columns, self._rows, self._slow)
        known: dict[str, tuple[Let, Array]] = {}
        with np.errstate(all="ignore"):  # as in `engines.numpy.run`
            for let in (let for step in plan.steps for let in step.lets):
                before = self._known.get(let.name)
                if before is not None and self._holds(let, before[0], known):
                    frame.put(let.name, before[1])
                else:
                    frame.keep(let.name, let.word)
                known[let.name] = (let, frame.reference(let.name))
        self._known, self._slow = known, frame.slow
        return {item.name: frame.output(item.reference.name) for item in plan.outputs}

    def _holds(self, let: Let, before: Let, known: Mapping[str, tuple[Let, Array]]) -> bool:
        """Return whether a calculation and all that it reads are as they were."""
        return all(
            word.name in self._known and known[word.name][1] is self._known[word.name][1]
            for word in let.reads
            if isinstance(word, Reference)
        ) and is_same(let.word, before.word)


_SLOW = (Ln, Exp, Power)
"""Words that the engine calculates row by row; a mean of logarithms has one for each member."""

_Key = tuple[object, ...]


class _Frame(numpy_engine.Frame):
    """A frame into which results of another may be put, and that takes slow words from it."""

    def __init__(self, columns: Mapping[str, Array], rows: int, slow: Mapping[_Key, Array]) -> None:
        super().__init__(columns, rows)
        self._before = slow
        self.slow: dict[_Key, Array] = {}

    def put(self, name: str, values: Array) -> None:
        """Keep a result that was calculated before."""
        self._lets[name] = values

    def value(self, word: Word) -> Array:
        if not isinstance(word, _SLOW):
            return super().value(word)
        key = self._key(word)
        found = self._before.get(key)
        self.slow[key] = super().value(word) if found is None else found
        return self.slow[key]

    def _key(self, part: object) -> _Key:
        """Return what a word is calculated from; two runs hold their arrays, so ids differ."""
        if isinstance(part, Reference):
            return ("array", id(self.reference(part.name)))
        if isinstance(part, Word):
            return (type(part), *(self._key(inner) for _, inner in _parts(part)))
        if isinstance(part, tuple):
            return tuple(self._key(inner) for inner in cast("tuple[object, ...]", part))
        return (type(part), part)


def is_same(one: object, other: object) -> bool:
    """Return whether two words, or what they are made of, say the same.

    Examples
    --------
    >>> from scoring_kit.expression.words import Add, Number
    >>> is_same(Add(Number(1.0), Number(2.0)), Add(Number(1.0), Number(2.0)))
    True
    >>> is_same(Number(1.0), Number(3.0))
    False
    """
    if one is other:
        return True
    if type(one) is not type(other):
        return False
    if isinstance(one, Word):
        return all(is_same(part, getattr(other, name)) for name, part in _parts(one))
    if isinstance(one, tuple):
        mine, others = cast("tuple[object, ...]", one), cast("tuple[object, ...]", other)
        return len(mine) == len(others) and all(map(is_same, mine, others))
    return one == other


def _parts(word: Word) -> Iterator[tuple[str, object]]:
    return ((name, getattr(word, name)) for name in word.__dataclass_fields__)
