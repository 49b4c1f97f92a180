"""The book club's files are what their README says: the published rows under speaking names."""

import duckdb
import pytest

SAME = {
    "customer_id": '"ID#"',
    "gender": "CASE Gender WHEN 0 THEN 'male' WHEN 1 THEN 'female' END",
    "total_spend": "M",
    "months_since_order": "R",
    "orders": "F",
    "months_since_first": "FirstPurch",
    "child_books": "ChildBks",
    "youth_books": "YouthBks",
    "cookbooks": "CookBks",
    "do_it_yourself_books": "DoItYBks",
    "reference_books": "RefBks",
    "art_books": "ArtBks",
    "geography_books": "GeogBks",
    "italian_cookbooks": "ItalCook",
    "italian_atlases": "ItalAtlas",
    "italian_art_books": "ItalArt",
    "bought": "Florence = 1",
}


@pytest.fixture
def connection():
    with duckdb.connect() as opened:
        yield opened


def rows(connection, select):
    return connection.sql(select).fetchall()


def test_the_two_files_hold_the_same_rows(connection, data):
    parquet = rows(connection, f"FROM '{data / 'book_club.parquet'}'")
    csv = rows(connection, f"FROM read_csv('{data / 'book_club.csv'}')")
    assert len(parquet) == 4000
    assert parquet == csv


def test_the_readme_describes_every_column(connection, data):
    columns = connection.sql(f"FROM '{data / 'book_club.parquet'}'").columns
    text = (data / "README.md").read_text()
    assert columns == list(SAME)
    assert [name for name in columns if f"| `{name}` |" not in text] == []


@pytest.mark.truth
def test_the_rows_are_those_that_were_published(connection, data, truth):
    published = truth / "charles_rfm" / "CharlesBookClub.csv"
    columns = ", ".join(f"{expression} AS {name}" for name, expression in SAME.items())
    theirs = rows(connection, f"SELECT {columns} FROM read_csv('{published}') ORDER BY 1")
    assert rows(connection, f"FROM '{data / 'book_club.parquet'}'") == theirs
