import datetime as dt
from decimal import Decimal
from uuid import UUID

import duckdb
import pytest

from scoring_kit.tables.exact import exact_column
from scoring_kit.tables.table import open_table

ID = UUID("6f1c0e4e-0000-4000-8000-000000000001")
ZONED = "TIMESTAMP WITH TIME ZONE"
TOKYO = dt.timezone(dt.timedelta(hours=9))
# values, the type in DuckDB, and the first value as DuckDB writes it (in UTC)
COLUMNS = [
    ([2**53 + 1, None], "BIGINT", "9007199254740993"),
    ([2**70, -1], "HUGEINT", "1180591620717411303424"),
    ([Decimal("1.50"), Decimal("-12")], "DECIMAL(4,2)", "1.50"),
    ([Decimal("1E+3"), None], "DECIMAL(4,0)", "1000"),
    ([Decimal("0.001")], "DECIMAL(4,3)", "0.001"),
    ([dt.datetime(2024, 2, 29, 12, 0, 0, 5)], "TIMESTAMP", "2024-02-29 12:00:00.000005"),
    ([dt.datetime(2024, 2, 29, tzinfo=TOKYO), None], ZONED, "2024-02-28 15:00:00+00"),
    ([ID, None], "UUID", str(ID)),
    ([dt.time(1, 2, 3)], "TIME", "01:02:03"),
    ([dt.date(2024, 2, 29)], "DATE", "2024-02-29"),
]  # fmt: skip


@pytest.mark.parametrize(("values", "kind", "text"), COLUMNS, ids=[kind for _, kind, _ in COLUMNS])
def test_python_objects_keep_what_they_are(values, kind, text):
    with duckdb.connect() as connection:
        connection.execute("SET TimeZone = 'UTC'")
        table = open_table({"x": values}, connection=connection)
        found = connection.execute(f"SELECT x::VARCHAR FROM {table.relation}").fetchall()
    assert (table.columns["x"].engine_type, found[0][0]) == (kind, text)
    assert [row[0] is None for row in found] == [value is None for value in values]


@pytest.mark.parametrize(
    "values",
    [
        [Decimal("-0.0")],
        [Decimal("NaN"), Decimal("Infinity")],
        [Decimal("1e38"), Decimal("1e-5")],
        [2**200],
        [1, 1.5],
        [None],
        [dt.datetime(2024, 1, 1), dt.datetime(2024, 1, 1, tzinfo=dt.UTC)],
        [dt.datetime.min.replace(tzinfo=TOKYO)],
    ],
    ids=["minus zero", "infinite", "too wide", "too large", "mixed", "nothing", "zones", "year 0"],
)
def test_what_a_database_cannot_hold_as_it_is_is_left_to_others(values):
    assert exact_column(values) is None
