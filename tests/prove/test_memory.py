"""A file larger than the memory limit is scored into a file; the process stays below it."""

import subprocess
import sys

import duckdb
import pytest

pytestmark = pytest.mark.prove
LIMIT = 500
ABOVE = 250
"""Megabytes of Python, its libraries and the buffers that DuckDB does not count."""
SCORE = """
import sys
import scoring_kit as sk

def leaf(name):
    points = [[0, 0], [0.3, 50], [1, 100]]
    return {"criterion": name, "value": {"piecewise": points}, "missing": 0}

of = [leaf(f"c{place}") for place in range(10)]
card = sk.parse_scorecard({"schema": "scoring-kit/1", "name": "c", "key": "id",
    "score": {"aggregate": "mean", "of": of}, "reasons": {"top": 3}})
source, out, limit, detail, order = sys.argv[1:]
scores = sk.score(card, source, detail=detail, memory_limit=limit, temp_directory=f"{out}.spill",
    order=order or None)
scores.to_parquet(out)
# what getrusage tells begins at the size of the process that started this one
with open("/proc/self/status") as status:
    print(next(int(line.split()[1]) // 1024 for line in status if line.startswith("VmHWM")))
"""


@pytest.fixture(scope="module")
def source(tmp_path_factory):
    path = tmp_path_factory.mktemp("large") / "people.parquet"
    numbers = ", ".join(f"random() AS c{place}" for place in range(10))
    with duckdb.connect() as connection:
        rows = connection.sql(f"SELECT range AS id, {numbers} FROM range(10000000)")
        rows.write_parquet(str(path))
    return path


@pytest.mark.parametrize("order", ["", "key"])
@pytest.mark.parametrize("detail", ["score", "full"])
def test_the_memory_stays_below_the_limit_and_a_constant(source, tmp_path, detail, order):
    out = tmp_path / "scores.parquet"
    command = [sys.executable, "-c", SCORE, source, out, f"{LIMIT}MB", detail, order]
    done = subprocess.run(list(map(str, command)), check=True, capture_output=True, text=True)
    with duckdb.connect() as connection:
        counted = connection.sql(f"SELECT count(DISTINCT id) FROM '{out}'").fetchall()
    assert counted == [(10_000_000,)]
    assert int(done.stdout) < LIMIT + ABOVE
