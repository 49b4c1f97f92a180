"""The same rows give the same figures: in any order, on any threads, by both DuckDBs."""

import json
import subprocess

import duckdb
import pandas as pd
import pytest

from tests.agreement.campaign import ROOT, duckdb_version, other_python
from tests.impact.texts import DATA, figures_of, texts

COPIES = 100


@pytest.fixture(scope="module")
def many(tmp_path_factory):
    """Return a table of 400,000 rows in pieces that several threads share."""
    path = tmp_path_factory.mktemp("many") / "many.parquet"
    relation = f"(SELECT * REPLACE (customer_id + 100000 * copy AS customer_id) FROM '{DATA}', "
    relation += f"range({COPIES}) AS copies(copy))"
    with duckdb.connect() as connection:
        connection.sql(f"COPY {relation} TO '{path}' (ROW_GROUP_SIZE 10000)")
    return path


def test_threads_make_no_difference(many):
    one, two = (figures_of(many, threads=threads) for threads in (1, 2))
    assert one == two
    assert json.loads(one)["rows"] == 4000 * COPIES


def test_the_order_of_rows_makes_no_difference():
    frame = pd.read_parquet(DATA)
    assert figures_of(frame.sample(frac=1.0, random_state=3)) == figures_of(frame)


def test_another_duckdb_makes_no_difference():
    other = other_python()
    assert duckdb_version(other) != duckdb.__version__
    command = [str(other), "-m", "tests.impact.texts"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == texts()
