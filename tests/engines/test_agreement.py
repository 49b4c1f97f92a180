"""All engines give the same bits for any plan over hostile data."""

import pytest
from hypothesis import given

from tests.engines.hostile import Engines, hostile_rows
from tests.engines.random_plans import plans


@pytest.fixture(scope="module")
def engines():
    return Engines(hostile_rows())


@given(plan=plans())
def test_numpy_and_row_agree_to_the_bit(engines, plan):
    assert engines.numpy(plan) == engines.row(plan)


@given(plan=plans())
def test_duckdb_and_row_agree_to_the_bit(engines, plan):
    assert engines.duckdb(plan) == engines.row(plan)
