import duckdb
import pytest

from scoring_kit.engines.opening import Source, open_data
from scoring_kit.errors import DataError
from scoring_kit.expression.words import Type


def test_data_in_memory_comes_with_an_engine_that_reads_it():
    engine, table = open_data({"age": [1, 2]}, {})
    sql = f"SELECT sum(age) FROM {table.relation}"
    assert engine.fetch(sql, lambda cursor: cursor.fetchall()) == [(3,)]


def test_a_csv_file_has_the_types_that_are_known(tmp_path):
    path = tmp_path / "people.csv"
    path.write_text("age,name\n41,Ada\n")
    _, table = open_data(path, {"age": Type.NUMBER, "name": None})
    assert (table.columns["age"].kind, table.columns["name"].kind) == (Type.NUMBER, Type.TEXT)


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(DataError, match="no such file"):
        open_data(tmp_path / "none.parquet", {})


@pytest.fixture
def database(tmp_path):
    """Return a database with a view whose tables have 64,000 million pairs of rows."""
    with duckdb.connect(tmp_path / "Shop.DB") as connection:
        for name in "abc":
            connection.execute(f"CREATE TABLE {name} AS SELECT range AS id FROM range(4000)")
        view = "SELECT a.id FROM a, b, c WHERE a.id = b.id AND b.id = c.id"
        connection.execute(f"CREATE VIEW joined AS {view}")
    return tmp_path / "Shop.DB"


def test_a_view_that_joins_is_read_without_building_all_pairs(database, tmp_path):
    source = Source(database, {}, "joined", time_limit=20)
    engine, table = source.open()
    for reader in (engine, source.finder(), source.writer(tmp_path / "draft")):
        sql = f"SELECT count(*), sum(id) FROM {table.relation}"
        assert reader.fetch(sql, lambda cursor: cursor.fetchall()) == [(4000, 4000 * 3999 // 2)]


def test_only_databases_are_read_with_all_that_optimizes_joins(database):
    sql = "SELECT current_setting('disabled_optimizers')"

    def idle(data, **told):
        engine, _ = open_data(data, {}, **told)
        [(found,)] = engine.fetch(sql, lambda cursor: cursor.fetchall())
        return set(found.lower().split(","))

    asked = {"join_order", "filter_pushdown", "filter_pullup", "in_clause"}
    assert asked & idle(database, name="joined") == set()
    assert asked <= idle({"id": [1]})
