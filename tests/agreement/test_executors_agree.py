"""DuckDB (two versions), numpy and the row function agree to the bit on random documents.

2,000 cards with a hostile table each; `make prove` runs the same over 20,000 others.
"""

from __future__ import annotations

import sys
from collections import Counter

import duckdb
import pytest

from tests.agreement.campaign import digests_by, duckdb_version, other_python
from tests.agreement.documents import random_card
from tests.agreement.executors import Executors, plan_of
from tests.agreement.occurrences import LEAST, as_table, expected
from tests.agreement.tables import random_table

SIZE = 250
CHUNKS = range(0, 2000, SIZE)
chunks = pytest.mark.parametrize("first", CHUNKS)


@chunks
def test_duckdb_numpy_and_rows_agree_to_the_bit(chunk_of, first):
    assert chunk_of(first, SIZE).disagreements == []


@chunks
def test_contributions_add_up_to_the_score(chunk_of, first):
    assert chunk_of(first, SIZE).unbalanced == []


@chunks
def test_results_do_not_depend_on_the_order_of_rows(chunk_of, first):
    assert chunk_of(first, SIZE).disordered == []


@chunks
def test_two_versions_of_duckdb_agree_to_the_bit(chunk_of, campaign_folder, first):
    other = other_python()
    assert duckdb_version(other) != duckdb.__version__
    assert digests_by(other, campaign_folder, first, SIZE) == chunk_of(first, SIZE).digests


def test_every_policy_and_every_option_occurs_often(chunk_of, capfd):
    counts: Counter[str] = sum((chunk_of(first, SIZE).counts for first in CHUNKS), Counter())
    with capfd.disabled():
        print(as_table(counts), file=sys.stderr)  # noqa: T201 - the figures are the result
    assert {cell: counts[cell] for cell in expected() if counts[cell] < LEAST} == {}


@pytest.mark.parametrize("threads", [1, 2])
@pytest.mark.parametrize("seed", [1, 16, 36, 41])
def test_a_large_table_gives_the_same_on_any_number_of_threads(seed, threads):
    card = random_card(seed)
    table = random_table(card, seed, rows=20)
    with Executors(threads=threads) as executors:
        few, many = executors.distinct_rows(plan_of(card, table), table, copies=7000)
    assert many == few
