import duckdb
import pytest

from scoring_kit.expression.words import Type
from scoring_kit.tables.types import describe, quoted

NUMBER, TEXT, BOOLEAN, DATE = Type.NUMBER, Type.TEXT, Type.BOOLEAN, Type.DATE


@pytest.mark.parametrize(
    ("value", "kind", "finite", "expected"),
    [
        ("7::TINYINT", NUMBER, True, "7.0"),
        # 2**63 - 1 is nearest to 2**63
        ("9223372036854775807::BIGINT", NUMBER, True, "9.223372036854776e+18"),
        ("18446744073709551615::UBIGINT", NUMBER, True, "1.8446744073709552e+19"),
        # the direct cast to DOUBLE is off in the last bit of both
        ("12345678901234567890.12345678901234567::DECIMAL(38,17)", NUMBER, True,
         "1.2345678901234567e+19"),
        ("170141183460469231731687303715884105727::HUGEINT", NUMBER, True,
         "1.7014118346046923e+38"),
        ("0.1::DECIMAL(2,1)", NUMBER, True, "0.1"),
        ("0.1::FLOAT", NUMBER, False, "0.10000000149011612"),
        ("0.1::DOUBLE", NUMBER, False, "0.1"),
        ("'a'::VARCHAR", TEXT, True, "a"),
        ("'a'::ENUM ('a', 'b')", TEXT, True, "a"),
        ("true", BOOLEAN, True, "True"),
        ("DATE '2024-02-29'", DATE, False, "2024-02-29"),
        ("TIMESTAMP '2024-02-29 23:59:59'", DATE, False, "2024-02-29"),
        ("TIMESTAMP_NS '1969-12-31 23:00:00'", DATE, False, "1969-12-31"),
        ("make_timestamp_ns(1709251199999999999)", DATE, False, "2024-02-29"),
        ("make_timestamp_ns(-1)", DATE, False, "1969-12-31"),
        ("make_timestamp_ns(-86400000000000)", DATE, False, "1969-12-31"),
        ("make_timestamp_ns(-86400000000001)", DATE, False, "1969-12-30"),
        ("NULL::TIMESTAMP_NS", DATE, False, "None"),
        ("TIMESTAMPTZ '2024-02-29 23:00:00-05'", DATE, False, "2024-03-01"),
    ],
)  # fmt: skip
def test_a_type_is_read_as_its_kind_in_canonical_form(value, kind, finite, expected):
    with duckdb.connect() as connection:
        connection.execute("SET TimeZone = 'America/New_York'")  # UTC whatever is set
        connection.execute(f"CREATE TABLE t AS SELECT {value} AS x")
        engine_type = connection.execute("DESCRIBE t").fetchall()[0][1]
        column = describe("x", engine_type)
        found = connection.execute(f"SELECT {column.sql} FROM t AS source").fetchall()[0][0]
    assert (column.kind, column.finite, str(found)) == (kind, finite, expected)


@pytest.mark.parametrize("engine_type", ["BLOB", "INTEGER[]", "STRUCT(a INTEGER)", "UUID", "TIME"])
def test_a_type_that_scoring_has_no_use_for_has_no_kind(engine_type):
    assert describe("x", engine_type).kind is None


def test_a_name_is_quoted():
    assert quoted('6" nails') == '"6"" nails"'
