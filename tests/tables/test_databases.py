import subprocess
import sys

import duckdb
import pytest

from scoring_kit.errors import DataError
from scoring_kit.tables.table import open_table


@pytest.fixture
def database(tmp_path):
    path = tmp_path / "it's a shop.duckdb"
    with duckdb.connect(path) as connection:
        connection.execute("CREATE TABLE customers AS SELECT 7 AS x")
    return path


def add(path, sql):
    with duckdb.connect(path) as connection:
        connection.execute(sql)


def read(path, name=None):
    with duckdb.connect() as connection:
        table = open_table(path, connection=connection, table=name)
        return connection.sql(f"FROM {table.relation}").fetchall()


def test_the_only_table_needs_no_name(database):
    assert (
        read(database) == read(database, "customers") == read(database, "main.customers") == [(7,)]
    )


def test_one_of_several_tables_or_views_is_named(database):
    add(database, 'CREATE SCHEMA "a.b"; CREATE VIEW "a.b"."odd ""name" AS SELECT 8 AS x')
    assert read(database, 'a.b.odd "name') == [(8,)]
    with pytest.raises(DataError, match=r"several tables: a\.b\.odd .*, customers; name one with"):
        read(database)
    with pytest.raises(DataError, match=r"no table 'customer' .*did you mean 'customers'"):
        read(database, "customer")


def test_a_database_without_tables_has_nothing_to_score(database):
    add(database, "DROP TABLE customers")
    with pytest.raises(DataError, match="the database has no tables"):
        read(database)


def test_the_name_of_a_table_is_for_databases_only(tmp_path):
    (tmp_path / "a.csv").write_text("x\n1\n")
    for data in (tmp_path / "a.csv", {"x": [1]}):
        with pytest.raises(DataError, match="table='t' names a table of a DuckDB file"):
            read(data, "t")


def test_the_database_is_not_written(database):
    before = database.read_bytes()
    read(database)
    assert database.read_bytes() == before
    assert [file.name for file in database.parent.iterdir()] == [database.name]


def test_what_another_process_wrote_and_did_not_merge_is_read(database):
    code = (
        "import duckdb, os, sys; c = duckdb.connect(sys.argv[1]); "
        "c.execute('INSERT INTO customers VALUES (8)'); os._exit(0)"
    )
    subprocess.run([sys.executable, "-c", code, database], check=True)
    assert database.with_name(f"{database.name}.wal").exists()
    assert read(database) == [(7,), (8,)]


def test_a_database_that_another_process_holds_is_named_with_it(database):
    code = (
        "import duckdb, sys; c = duckdb.connect(sys.argv[1]); print('open', flush=True); "
        "sys.stdin.read()"
    )
    command = [sys.executable, "-c", code, database]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen(command, **pipes) as holder:
        assert holder.stdout.readline() == b"open\n"
        with pytest.raises(DataError, match=f"process {holder.pid} has the database open; close"):
            read(database)
        holder.stdin.close()
    assert read(database) == [(7,)]


def test_a_database_that_this_process_holds_is_better_passed_as_a_table(database):
    with duckdb.connect(database) as mine:
        with pytest.raises(DataError, match=r"pass a table of that connection instead"):
            read(database)
        assert read(mine.table("customers")) == [(7,)]


def test_what_is_no_database_is_refused(tmp_path):
    path = tmp_path / "a.duckdb"
    path.write_bytes(b"nonsense" * 1000)
    with pytest.raises(DataError, match="this is no DuckDB database"):
        read(path)


def test_texts_are_compared_by_code_point_whatever_the_collation_of_the_database(database):
    add(database, "CREATE TABLE towns (id INT, town VARCHAR COLLATE NOCASE)")
    add(database, "INSERT INTO towns VALUES (1, 'Bern'), (2, 'BERN'), (3, NULL)")
    with duckdb.connect() as connection:
        table = open_table(database, connection=connection, table="towns")
        x = table.columns["town"].sql
        found = f"SELECT id FROM {table.relation} AS source WHERE {x} = 'BERN'"
        groups = f"SELECT count(*) FROM {table.relation} AS source GROUP BY {x}"
        assert connection.sql(found).fetchall() == [(2,)]
        assert connection.sql(groups).fetchall() == [(1,), (1,), (1,)]
