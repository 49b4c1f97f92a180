"""All that take a table take one of several in a DuckDB file, by its name."""

import duckdb
import pytest

import scoring_kit as sk
from scoring_kit.errors import DataError
from tests.cards import card, criterion

FITTED = card(criterion("age", value={"min_max": {"minimum": 0, "maximum": 50}}), key="id")
BARE = card(criterion("age", value={"min_max": {}}), key="id")


@pytest.fixture
def shop(tmp_path):
    """Return a database with two tables, people and orders."""
    path = tmp_path / "shop.duckdb"
    with duckdb.connect(path) as connection:
        connection.execute("CREATE TABLE people (id VARCHAR, age INTEGER)")
        connection.execute("INSERT INTO people VALUES ('a', 20), ('b', 40), ('c', 30)")
        connection.execute("CREATE TABLE orders (number INTEGER)")
    return path


def test_a_card_is_checked_against_one_of_them(shop):
    assert not sk.check_scorecard(FITTED, shop, table="people").has_errors
    [finding] = sk.check_scorecard(FITTED, shop).items
    assert "orders, people" in finding.message


def test_references_come_from_one_of_them(shop):
    fitted = sk.fit_references(BARE, shop, table="people")
    assert fitted.criteria[0].value.min_max.maximum == 40.0


def test_a_draft_is_made_of_one_of_them_and_has_its_name(shop):
    draft = sk.draft_scorecard(shop, table="people", columns=["age"], key="id")
    assert draft.scorecard.name == "people"


def test_a_fingerprint_is_that_of_the_same_rows_elsewhere(shop):
    rows = {"id": ["c", "b", "a"], "age": [30.0, 40.0, 20.0]}
    assert sk.fingerprint(shop, table="people") == sk.fingerprint(rows)


@pytest.mark.parametrize(
    "ask",
    [
        lambda data: sk.fit_references(BARE, data),
        lambda data: sk.draft_scorecard(data),
        lambda data: sk.fingerprint(data),
    ],
    ids=["fit_references", "draft_scorecard", "fingerprint"],
)
def test_without_the_name_the_tables_are_listed(shop, ask):
    with pytest.raises(DataError, match="orders, people"):
        ask(shop)
