"""A word that means something else in one executor must be seen by the agreement check."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

import numpy as np
import pytest

from scoring_kit.compiler.plan import Plan, walk
from scoring_kit.engines import numpy_words, row_words, sql_words
from scoring_kit.expression.words import Null, Type, Word
from tests.agreement.bits import Columns, different_cells
from tests.agreement.documents import random_card
from tests.agreement.executors import Executors, plan_of, run_numpy, run_row
from tests.agreement.tables import Table, random_table

SEEDS = range(500, 900)
TRIES = 40
"""A word must be noticed in so many of the plans that hold it."""

Change = Callable[[Word, Any], Any]


@dataclass(frozen=True)
class Case:
    """A plan over a table, and the words that the plan holds."""

    plan: Plan
    table: Table
    words: frozenset[type[Word]]

    @cached_property
    def by_row(self) -> Columns:
        return run_row(self.plan, self.table)

    @cached_property
    def by_numpy(self) -> Columns:
        return run_numpy(self.plan, self.table)


@cache
def cases() -> list[Case]:
    found = []
    for seed in SEEDS:
        card = random_card(seed)
        table = random_table(card, seed, rows=12)
        plan = plan_of(card, table)
        words = {type(word) for step in plan.steps for let in step.lets for word in walk(let.word)}
        found.append(Case(plan, table, frozenset(words)))
    return found


def holding(kind: type[Word], engine: str) -> list[tuple[Case, Columns]]:
    """The first cases that hold a word, with what an engine gives for them as it is."""
    held = [case for case in cases() if kind in case.words][:TRIES]
    assert held, f"no plan holds {kind.__name__}"
    return [(case, getattr(case, engine)) for case in held]


def in_sql(word: Word, sql: str) -> str:
    """Change the SQL of a word a little."""
    if isinstance(word, Null):
        return f"(CASE WHEN true THEN {_SQL_CONSTANTS[word.kind]} ELSE {sql} END)"
    return _SQL_CHANGES[word.type].format(f"({sql})")


_SQL_CONSTANTS = {
    Type.NUMBER: "7.0e0",
    Type.TEXT: "'x'",
    Type.BOOLEAN: "true",
    Type.DATE: "DATE '2020-02-29'",
    Type.PACKED: "7",
}
_SQL_CHANGES = {
    Type.NUMBER: "({} * 1.0000000000000002e0)",
    Type.TEXT: "({} || 'x')",
    Type.BOOLEAN: "(NOT {})",
    Type.DATE: "({} + 1)",
    Type.PACKED: "({} - 1)",
    Type.LIST: "({}[2:])",
}


def in_row(word: Word, written: Any) -> Any:
    """Change the Python expression of a word a little."""
    if isinstance(written, row_words.Condition):
        return row_words.Condition(written.false, written.true, written.is_total)
    if isinstance(word, Null):
        return {Type.NUMBER: "7.0", Type.DATE: "7.0", Type.TEXT: "'x'"}.get(word.kind, "True")
    return _ROW_CHANGES[word.type].format(written)


_ROW_CHANGES = {
    Type.NUMBER: "({} * 1.0000000000000002)",
    Type.TEXT: "((lambda text: None if text is None else text + 'x')({}))",
    Type.BOOLEAN: "(not {})",
    Type.DATE: "({} + 1.0)",
    Type.PACKED: "((lambda packed: None if packed is None else packed - 1)({}))",
    Type.LIST: "({})[1:]",
}


def in_numpy(word: Word, result: Any) -> Any:
    """Change the array of a word a little."""
    if isinstance(result, numpy_words.Condition):
        return numpy_words.Condition(result.false, result.true)
    if isinstance(word, Null):
        return _NUMPY_CONSTANTS[word.kind]
    return _NUMPY_CHANGES[word.type](result)


_NUMPY_CONSTANTS = {
    Type.NUMBER: np.array(7.0),
    Type.DATE: np.array(7.0),
    Type.TEXT: np.array("x", dtype=object),
    Type.BOOLEAN: np.array(1, dtype=np.int8),
}
_NUMPY_CHANGES: dict[Type, Callable[[Any], Any]] = {
    Type.NUMBER: lambda values: values * 1.0000000000000002,
    Type.TEXT: lambda values: np.asarray(_lengthened(values), dtype=object),
    Type.BOOLEAN: lambda values: np.where(values < 0, values, 1 - values).astype(np.int8),
    Type.DATE: lambda values: values + 1.0,
    Type.PACKED: lambda values: values - 1,
    Type.LIST: lambda values: values[:, ::-1] if values.ndim > 1 else _without_first(values),
}


_lengthened = np.frompyfunc(lambda text: None if text is None else text + "x", 1, 1)


def _without_first(lists: Any) -> Any:
    return np.fromiter((items[1:] for items in lists), dtype=object)


def changed(function: Callable[[Any, Any], Any], change: Change) -> Callable[[Any, Any], Any]:
    """The function of a word, with its result changed."""
    return lambda word, out: change(word, function(word, out))


def is_noticed(expected: Columns, found: Columns) -> bool:
    """Whether the agreement check sees a difference."""
    return any(True for _ in different_cells(expected, found))


def names(words: dict[type[Word], Any]) -> list[Any]:
    return [pytest.param(kind, id=kind.__name__) for kind in words]


@pytest.fixture(scope="module")
def executors() -> Iterator[Executors]:
    with Executors() as opened:
        yield opened


@pytest.mark.parametrize("kind", names(sql_words.WORDS))
def test_a_word_changed_in_duckdb_is_noticed(kind, executors, monkeypatch):
    held = holding(kind, "by_row")
    monkeypatch.setitem(sql_words.WORDS, kind, changed(sql_words.WORDS[kind], in_sql))
    results = ((rows, executors.run_duckdb(case.plan, case.table)) for case, rows in held)
    assert any(is_noticed(expected, found) for expected, found in results)


@pytest.mark.parametrize("kind", names(numpy_words.WORDS))
def test_a_word_changed_in_numpy_is_noticed(kind, monkeypatch):
    held = holding(kind, "by_row")
    monkeypatch.setitem(numpy_words.WORDS, kind, changed(numpy_words.WORDS[kind], in_numpy))
    results = ((rows, run_numpy(case.plan, case.table)) for case, rows in held)
    assert any(is_noticed(expected, found) for expected, found in results)


@pytest.mark.parametrize("kind", names(row_words.WORDS))
def test_a_word_changed_in_rows_is_noticed(kind, monkeypatch):
    held = holding(kind, "by_numpy")
    monkeypatch.setitem(row_words.WORDS, kind, changed(row_words.WORDS[kind], in_row))
    results = ((arrays, run_row(case.plan, case.table)) for case, arrays in held)
    assert any(is_noticed(expected, found) for expected, found in results)
