"""Each word in each engine, against results that were worked out by hand."""

import inspect

import pytest

from scoring_kit.compiler.plan import Let, Output, Plan, Step, walk
from scoring_kit.engines import numpy_words, row_words, sql_words
from scoring_kit.engines.duckdb import DuckDBEngine, connect
from scoring_kit.engines.numpy import run
from scoring_kit.engines.row import compile_row
from scoring_kit.expression import words
from scoring_kit.expression.words import Column, Reference, Word
from scoring_kit.tables.columns import to_column
from scoring_kit.tables.table import open_table
from tests.engines.hostile import bits, python_values
from tests.engines.word_cases import CASES, COLUMNS

TABLES = [sql_words.WORDS, numpy_words.WORDS, row_words.WORDS]
CLASSES = {
    thing for _, thing in inspect.getmembers(words, inspect.isclass) if issubclass(thing, Word)
}
# what other words are made from is no word itself
VOCABULARY = {
    thing for thing in CLASSES if not any(o is not thing and issubclass(o, thing) for o in CLASSES)
}


def by_duckdb(plan, values):
    engine = DuckDBEngine(connect(threads=1))
    columns = {name: [value] for name, value in values.items()}
    table = open_table(columns, connection=engine.connection, types=COLUMNS)
    [[value]] = engine.run(plan, table).rows()
    return value


def by_numpy(plan, values):
    columns = {name: to_column([values[name]], kind, name) for name, kind in COLUMNS.items()}
    [[value]] = [
        python_values(array, output.reference.kind)
        for output, array in zip(plan.outputs, run(plan, columns).values(), strict=True)
    ]
    return value


def by_row(plan, values):
    return compile_row(plan)(values)["result"]


ENGINES = {"duckdb": by_duckdb, "numpy": by_numpy, "row": by_row}


@pytest.fixture(params=ENGINES.values(), ids=ENGINES)
def engine(request):
    return request.param


def plan_of(word):
    columns = {part.name: part for part in walk(word) if isinstance(part, Column)}
    output = Output("result", Reference("result", word.type))
    return Plan(tuple(columns.values()), (Step("result", (Let("result", word),)),), (output,))


@pytest.mark.parametrize(
    ("word", "values", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_a_word_gives_what_was_worked_out(engine, word, values, expected):
    row = {name: values.get(name) for name in COLUMNS}
    assert bits(engine(plan_of(word), row)) == bits(expected)


@pytest.mark.parametrize("table", TABLES, ids=["sql", "numpy", "row"])
def test_an_engine_knows_every_word_and_no_other(table):
    assert set(table) == VOCABULARY


def test_every_word_has_a_case():
    seen = {type(part) for _, word, _, _ in CASES for part in walk(word)}
    assert VOCABULARY - seen - {Reference} == set()
