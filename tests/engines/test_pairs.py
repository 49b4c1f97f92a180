"""Sums over the rows of two versions, expected by hand."""

from fractions import Fraction

import numpy as np
import pytest

from scoring_kit.engines.duckdb import DuckDBEngine, connect
from scoring_kit.engines.pairs import pair_arrays, pair_sums
from scoring_kit.engines.parts import find_parting
from scoring_kit.impact.pair import pair_of
from scoring_kit.tables.table import open_table
from tests.cards import card, criterion

LIVE = card(criterion("a", missing="fail"), criterion("b"), aggregate="sum")
HEAVIER = card(criterion("a", missing="fail", weight=3), criterion("c"), aggregate="sum")
DATA = {"a": [1.0, -2.0, None], "b": [1.0, 1.0, 1.0], "c": [5.0, None, 5.0]}


def sums_of(data, live=LIVE, candidate=HEAVIER, threads=1):
    engine = DuckDBEngine(connect(threads=threads))
    table = open_table(data, connection=engine.connection)
    return pair_sums(engine, pair_of(live, candidate, table, {}).plan, table)


def test_changes_of_lines_add_up_with_and_without_sign():
    # the third row has no score: what it would change counts nowhere
    found = sums_of(DATA)
    assert found.rows == 2
    assert found.changes == {"a": -2, "c": 5, "b": -2}
    assert found.sizes == {"a": 6, "c": 5, "b": 2}


def test_coverage_is_of_all_rows():
    # weights count: live 1, 1, 1/2; candidate 1, 3/4, 1/4
    found = sums_of(DATA)
    assert (found.live_coverage, found.coverage) == (Fraction(5, 2), Fraction(2))
    assert (found.more, found.less) == (0, 2)


@pytest.mark.parametrize("size", [1e9, 1e300, 8e307])
def test_large_lines_are_added_too(size):
    # twice as much is still a finite score of b = 1
    found = sums_of({"a": [size, -size], "b": [1.0, 1.0], "c": [1.0, 1.0]},
                    candidate=card(criterion("a", missing="fail", weight=2), criterion("b"),
                                   aggregate="sum"))  # fmt: skip
    assert (found.rows, found.changes["a"]) == (2, 0)
    assert float(found.sizes["a"] / Fraction(size)) == pytest.approx(2.0, rel=1e-12)


def test_no_rows_sum_to_nothing():
    found = sums_of({name: np.array([], float) for name in "abc"})
    assert (found.rows, found.live_coverage, found.more) == (0, 0, 0)


def test_rows_keep_their_parts():
    engine = DuckDBEngine(connect())
    data = {**DATA, "kind": ["x", None, "y"]}
    table = open_table(data, connection=engine.connection)
    pair = pair_of(LIVE, HEAVIER, table, {}, ["kind"])
    plan = pair.plan.only(["live.score", "candidate.score", "segment.kind"])
    partings = {"segment.kind": find_parting(engine, table, "kind", 1)}
    found, parts = pair_arrays(engine, plan, table, partings)
    assert found["candidate.score"][:2].tolist() == [8.0, -6.0]
    assert parts["segment.kind"].names == ("x", "other", "not known")
    assert parts["segment.kind"].codes.tolist() == [0, 2, 1]


def changes_by_hand(**columns):
    """Return the sums of the changes when each criterion weighs twice as much: its values."""
    members = [criterion(name) for name in columns]
    heavier = [criterion(name, weight=2) for name in columns]
    live, candidate = (card(*each, aggregate="sum") for each in (members, heavier))
    return sums_of(columns, live, candidate).changes


def test_a_line_with_a_huge_change_takes_nothing_from_the_others():
    found = changes_by_hand(a=[1e20, 0.0, 0.0], b=[0.5, 0.25, 0.5])
    assert found == {"a": 10**20, "b": Fraction(5, 4)}


@pytest.mark.parametrize("size", [3e-14, 1e-300])
def test_changes_that_are_all_tiny_are_added_too(size):
    found = changes_by_hand(a=[size, size], b=[0.0, size])
    assert float(found["a"] / found["b"]) == 2.0
    assert float(found["b"]) == pytest.approx(size, rel=1e-9)
