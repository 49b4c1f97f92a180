"""20,000 cards through all executors, both versions of DuckDB, and the oracle."""

from __future__ import annotations

import sys
from collections import Counter

import pytest

from tests.agreement.campaign import digests_by, other_python
from tests.agreement.occurrences import LEAST, as_table, expected

SIZE = 250
FIRSTS = range(100_000, 120_000, SIZE)
pytestmark = pytest.mark.prove


@pytest.mark.parametrize("first", FIRSTS)
def test_executors_and_oracle_agree(chunk_of, first):
    chunk = chunk_of(first, SIZE)
    found = [*chunk.disagreements, *chunk.opinions, *chunk.unbalanced, *chunk.disordered]
    assert found == []


@pytest.mark.parametrize("first", FIRSTS)
def test_two_versions_of_duckdb_agree(chunk_of, campaign_folder, first):
    found = digests_by(other_python(), campaign_folder, first, SIZE)
    assert found == chunk_of(first, SIZE).digests


def test_everything_occurs_ten_times_as_often(chunk_of, capfd):
    counts: Counter[str] = sum((chunk_of(first, SIZE).counts for first in FIRSTS), Counter())
    with capfd.disabled():
        print(as_table(counts), file=sys.stderr)  # noqa: T201 - the figures are the result
    assert {cell: counts[cell] for cell in expected() if counts[cell] < 10 * LEAST} == {}
