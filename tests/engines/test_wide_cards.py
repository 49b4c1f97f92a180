"""The forms in which DuckDB is told of wide cards give what the other executors give."""

import math

import pandas as pd
import pytest

import scoring_kit as sk
from scoring_kit.compiler.reasons import MOST_NAMED
from scoring_kit.engines.sql import select_statement
from scoring_kit.engines.sql_compound import MOST_COMPARED

CRITERIA = 260
"""Enough for more codes than are named one by one, and for columns that steps name."""

# DuckDB ignores case in names, and these two are also names within the statement
NAMED = {7: "shortfall", 8: "Place"}
ROWS = 5


def column(number):
    return NAMED.get(number, f"x{number}")


def criterion(number, height):
    found = {"criterion": f"c{number}", "input": column(number), "weight": 1 + number % 7}
    found["missing"] = "reweight" if number % 3 else number
    if number % 4:
        return found | {"value": {"piecewise": [[0, 0], [10, height]]}}
    return found | {"value": {"bins": [{"below": 5, "value": 1}, {"value": height + number}]}}


def card(height):
    members = [criterion(number, height) for number in range(CRITERIA)]
    document = {"schema": "scoring-kit/1", "name": "wide", "key": "id"}
    document |= {"score": {"aggregate": "mean", "of": members}, "tiers": {"A": 50, "B": 0}}
    return sk.parse_scorecard(document | {"reasons": {"top": 12, "against": "best"}})


def table():
    columns = {
        column(n): [float((n * 7 + r * 3) % 11) for r in range(ROWS)] for n in range(CRITERIA)
    }
    for number in range(0, CRITERIA, 5):
        columns[column(number)][number % ROWS] = math.nan
    columns[column(1)][4] = math.inf
    return {"id": list(range(ROWS)), **columns}


@pytest.mark.parametrize("detail", ["reasons", "full"])
@pytest.mark.parametrize("height", [100, 1e12], ids=["small shortfalls", "large shortfalls"])
def test_a_wide_card_gives_the_same_on_each_executor(height, detail):
    by_row, by_numpy, by_duckdb = (
        sk.score(card(height), table(), detail=detail, engine=engine).to_pandas()
        for engine in ("row", "numpy", "duckdb")
    )
    assert by_row["reason_12"].notna().sum() == ROWS - 1  # the infinite row has no score
    pd.testing.assert_frame_equal(by_duckdb, by_row, check_exact=True)
    pd.testing.assert_frame_equal(by_numpy, by_row, check_exact=True)


@pytest.mark.parametrize("height", [100, 1e12], ids=["small shortfalls", "large shortfalls"])
def test_a_wide_card_takes_the_forms_for_wide_cards(height):
    scores = sk.score(card(height), table())
    sources = {column.name: f'source."{column.name}"' for column in scores.plan.columns}
    sql = select_statement(scores.plan, relation="t", sources=sources)
    assert "list_transform([" in sql
    assert "\n    *,\n" not in sql
    assert ("CASE WHEN shortfall *" in sql) == (height > 1e6)


def test_reasons_are_named_as_long_as_they_are_compared_one_by_one():
    assert MOST_NAMED == MOST_COMPARED
