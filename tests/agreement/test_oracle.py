"""A naive walk of the plain document comes to the same statuses, scores, tiers and reasons."""

from __future__ import annotations

import pytest

from tests.agreement.test_executors_agree import CHUNKS, SIZE


@pytest.mark.parametrize("first", CHUNKS)
def test_the_oracle_is_of_the_same_opinion(chunk_of, first):
    assert chunk_of(first, SIZE).opinions == []
