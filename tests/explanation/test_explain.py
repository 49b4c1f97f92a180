"""Explanations of random cards over hostile tables, by each executor."""

from __future__ import annotations

import math

import pytest

from scoring_kit.compiler.explain import compile_explanation
from scoring_kit.engines.lookup import read_cells, run_rows
from scoring_kit.explanation.explain import explain_row
from scoring_kit.explanation.explanation_parts import Row
from scoring_kit.expression.words import Column
from scoring_kit.scorecard import parse_scorecard
from scoring_kit.tables.table import Table
from tests.agreement.documents import random_card
from tests.agreement.executors import Executors, columns_of, run_row
from tests.agreement.tables import random_table

SIZE = 20
chunks = pytest.mark.parametrize("first", range(0, 60, SIZE))


def explanations(executors, seed, by):
    """Return the explanation of each row of a hostile table."""
    drawn = random_card(seed)
    table = random_table(drawn, seed)
    card, found = parse_scorecard(drawn.document), columns_of(table)
    columns = {n: Column(n, c.kind, c.finite) for n, c in found.items() if c.kind is not None}
    plan = compile_explanation(card, columns, drawn.parameters)
    relation = Table(f"({table.select()})", found, keeps_order=True)
    names = [column.name for column in plan.columns]
    cells = read_cells(executors.engine, relation, names)
    results = run_rows(executors.engine, plan, relation)
    if by != "numpy":
        columns = (executors.run_duckdb if by == "duckdb" else run_row)(plan, table)
        results = [
            dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)
        ]
    rows = [Row(*pair) for pair in zip(cells, results, strict=True)]
    return [explain_row(card, {"row": place}, row) for place, row in enumerate(rows)]


def is_balanced(explanation):
    """Return whether the lines add up to the score, the last total too."""
    if explanation.total is None:
        return explanation.lines == () and explanation.problems != ()
    amounts = [line.amount for line in explanation.lines]
    largest = max([1.0, *(abs(amount) for amount in amounts)])
    sums = (math.fsum(amounts), explanation.lines[-1].total)
    return all(abs(found - explanation.total) <= 1e-9 * largest for found in sums)


@chunks
def test_explanations_of_any_card_add_up_and_are_the_same_by_each_executor(first):
    with Executors() as executors:
        for seed in range(first, first + SIZE):
            found = {by: explanations(executors, seed, by) for by in ("duckdb", "numpy", "row")}
            for explanation in found["duckdb"]:
                assert is_balanced(explanation), f"seed {seed}: {explanation!r}"
            first_by = [explanation.to_dict() for explanation in found["duckdb"]]
            for by in ("numpy", "row"):
                assert [explanation.to_dict() for explanation in found[by]] == first_by, seed
