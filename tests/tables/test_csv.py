import duckdb
import pytest

from scoring_kit.errors import DataError
from scoring_kit.expression.words import Type
from scoring_kit.tables.csv import csv_relation


def read(path, **types):
    with duckdb.connect() as connection:
        found = connection.sql(f"FROM {csv_relation([path], ',', types)}")
        return found.columns, found.fetchall()


@pytest.mark.parametrize("sign", [",", ";", "\t", "|"], ids=["comma", "semicolon", "tab", "bar"])
def test_what_separates_the_columns_is_seen_in_the_header(tmp_path, sign):
    path = tmp_path / "people.csv"
    path.write_text(f'id{sign}"a, b; c"\n007{sign}1.5\n')
    assert read(path, **{"a, b; c": Type.NUMBER}) == (["id", "a, b; c"], [("007", 1.5)])


def test_a_name_may_run_over_lines_only_where_it_is_refused_for_it(tmp_path):
    path = tmp_path / "people.csv"
    path.write_text('id,"two\nlines"\n1,2\n')
    with pytest.raises(DataError, match=r"'two\\nlines' is no column name.*control"):
        read(path)


@pytest.mark.parametrize(
    ("header", "message"),
    [
        ("id;price, net;tax", "the header has commas and semicolons; put names that hold such"),
        ("id;price|net;tax", "the header has semicolons and bars; put names"),
    ],
)
def test_a_header_that_could_be_read_in_two_ways_is_refused(tmp_path, header, message):
    path = tmp_path / "people.csv"
    path.write_text(f"{header}\n")
    with pytest.raises(DataError, match=message):
        read(path)


def test_another_encoding_is_named(tmp_path):
    path = tmp_path / "people.csv"
    path.write_bytes("größe\n1\n".encode("latin-1"))
    with pytest.raises(DataError, match="no UTF-8; save the file as UTF-8"):
        read(path)
