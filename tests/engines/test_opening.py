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
    for reader in (engine, source.finder(), source.writer(tmp_path / "draft", reads_files=True)):
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


@pytest.mark.parametrize("ending", ["csv", "parquet"])
def test_files_whose_names_are_patterns_of_others_are_read_themselves(tmp_path, ending):
    for name in ("s[1]", "s1", "s*"):
        duckdb.sql(f"COPY (SELECT '{name}' AS name) TO '{tmp_path}/{name}.{ending}'")
    engine, table = open_data(tmp_path, {})
    names = engine.fetch(f"SELECT name FROM {table.relation}", lambda cursor: cursor.fetchall())
    assert sorted(names) == [("s*",), ("s1",), ("s[1]",)]


@pytest.mark.parametrize("second", ["2 AS x, 7.5 AS part", "2 AS x"])
def test_a_column_that_is_asked_for_later_has_one_type_in_all_files(tmp_path, second):
    for name, row in {"a": "1 AS x, 5 AS part", "b": second}.items():
        duckdb.sql(f"COPY (SELECT {row}) TO '{tmp_path}/{name}.parquet'")
    source = Source(tmp_path, {})
    engine, table = source.open(["x"])
    assert source.table_with(engine, table, ["x"]) is table
    with pytest.raises(DataError, match=r"'part' is INTEGER in 'a\.parquet', but"):
        source.table_with(engine, table, ["x", "part"])


@pytest.mark.parametrize("reads_files", [True, False])
def test_what_is_streamed_to_a_writer_stays_in_order(reads_files, tmp_path):
    # it was mixed up from a few hundred thousand rows on, now and then
    path = tmp_path / "people.csv"
    path.write_text("age\n41\n")
    writer = Source(path, {}).writer(tmp_path / "draft", reads_files=reads_files)
    sql = "SELECT current_setting('preserve_insertion_order')"
    [(keeps_order,)] = writer.fetch(sql, lambda cursor: cursor.fetchall())
    assert keeps_order is not reads_files
