"""The book club's files: the rows are the published ones, and the card does what it says."""

import duckdb
import numpy as np
import pandas as pd
import pytest

import scoring_kit as sk

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


# ---- the scorecard, written a second time with pandas --------------------------------------------


def by_hand(members):
    """Return the score of each member, before the knock-out, by the sentences of the card."""
    italy = members[["italian_cookbooks", "italian_atlases", "italian_art_books"]].sum(axis=1)
    shelves = pd.DataFrame(
        {
            "art": members["art_books"] + members["italian_art_books"],
            "travel": members["geography_books"] + members["italian_atlases"],
            "cooking": members["cookbooks"] + members["italian_cookbooks"],
            "family": members["child_books"] + members["youth_books"],
            "practical": members["do_it_yourself_books"] + members["reference_books"],
        }
    )
    worth = {"art": 100, "travel": 70, "family": 50, "practical": 40, "cooking": 20}
    shelf = shelves.idxmax(axis=1).map(worth).where(shelves.max(axis=1) > 0, 0)
    orders, art = members["orders"], members["art_books"]
    recency = np.interp(members["months_since_order"], [2, 6, 12, 24, 36], [100, 80, 50, 15, 0])
    spend = np.interp(members["total_spend"], [50, 250, 400], [30, 50, 100])
    frequency = np.select([orders < 3, orders < 6, orders < 9], [30, 60, 75], 100)
    travel = np.interp(members["geography_books"] + italy, [0, 1, 3], [0, 40, 100])
    books = np.select([art < 1, art < 2, art < 3], [0, 50, 85], 100)
    engagement = 0.55 * recency + 0.35 * frequency + 0.1 * spend
    taste = 0.45 * books + 0.3 * travel + 0.25 * shelf
    bonus = 5 * (members["italian_art_books"] >= 1)
    return np.floor((0.5 * engagement + 0.5 * taste + bonus).clip(upper=100) * 10 + 0.5) / 10


@pytest.fixture(scope="module")
def members(data):
    return pd.read_csv(data / "book_club.csv")


@pytest.fixture(scope="module", params=["duckdb", "numpy", "row"])
def scores(request, data, members):
    card = sk.read_scorecard(data / "book_club.yaml")
    return sk.score(card, members, engine=request.param).to_pandas()


def test_the_scores_are_those_of_a_second_program(scores, members):
    lapsed = (members["orders"] == 1) & (members["months_since_order"] > 30)
    expected = by_hand(members).mask(lapsed)
    assert scores["score"].tolist() == pytest.approx(expected.tolist(), abs=1e-9, nan_ok=True)
    assert (scores["status"] == "knocked_out").tolist() == lapsed.tolist()


@pytest.mark.parametrize("half", [0, 1], ids=["even numbers", "odd numbers"])
def test_the_tiers_order_the_response(scores, members, half):
    chosen = members["customer_id"] % 2 == half
    response = members[chosen].groupby(scores["tier"])["bought"].mean()
    assert response.index.tolist() == ["A", "B", "C", "D"]
    assert response.is_monotonic_decreasing
    assert response["A"] > 2 * members["bought"].mean()
