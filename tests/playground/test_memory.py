import pytest

from scoring_kit.engines.duckdb import DuckDBEngine, connect
from scoring_kit.playground.memory import bytes_needed, fits
from scoring_kit.tables.table import open_table


@pytest.fixture
def table():
    engine = DuckDBEngine(connect(memory_limit="1GiB"))
    return engine, open_table({"a": [1.0, 2.0]}, connection=engine.connection)


@pytest.mark.parametrize(
    ("limit", "expected"),
    # two rows of 9 bytes for a criterion, 10 for its column, and 120
    [(278, True), (277, False), (None, True)],
)
def test_a_table_fits_where_its_rows_take_no_more_than_the_limit(table, limit, expected):
    assert fits(*table, criteria=1, columns=1, limit=limit) is expected


def test_the_limit_is_half_of_what_duckdb_may_take(table):
    def more(criteria):
        return fits(*table, criteria=criteria, columns=0, limit=None)

    half = 2**29 // 2  # for each of the two rows
    assert bytes_needed(1, half // 9, 0) > half  # 120 bytes too many
    assert not more(half // 9)
    assert more(half // 9 - 20)
