import duckdb
import pytest

from scoring_kit.errors import DataError
from scoring_kit.expression.words import Type
from scoring_kit.tables.table import open_table


def write(path, select):
    path.parent.mkdir(parents=True, exist_ok=True)
    with duckdb.connect() as connection:
        connection.sql(select).write_parquet(str(path))
    return path


def read(path, columns=None, **types):
    with duckdb.connect() as connection:
        table = open_table(path, connection=connection, types=types, columns=columns)
        names = ", ".join(f'"{name}"' for name in columns or table.columns)
        rows = connection.sql(f"SELECT {names} FROM {table.relation} ORDER BY ALL").fetchall()
        return {name: c.engine_type for name, c in table.columns.items()}, rows


def test_folders_name_columns_which_are_text_unless_typed(tmp_path):
    write(tmp_path / "sales/region=007/year=2023/a.parquet", "SELECT 1 AS x")
    write(tmp_path / "sales/region=a%20b/year=2024/a.parquet", "SELECT 2 AS x")
    types, rows = read(tmp_path / "sales", year=Type.NUMBER)
    assert types == {"x": "INTEGER", "region": "VARCHAR", "year": "DOUBLE"}
    assert rows == [(1, "007", 2023.0), (2, "a b", 2024.0)]


def test_a_partition_without_a_value_is_missing(tmp_path):
    write(tmp_path / "k=__HIVE_DEFAULT_PARTITION__/a.parquet", "SELECT 1 AS x")
    assert read(tmp_path)[1] == [(1, None)]


def test_files_that_hold_the_columns_of_their_folders_win(tmp_path):
    write(tmp_path / "year=1900/a.parquet", "SELECT 1 AS x, 2024 AS year")
    assert read(tmp_path) == ({"x": "INTEGER", "year": "INTEGER"}, [(1, 2024)])


@pytest.mark.parametrize(
    ("second", "message"),
    [
        ("k=1/a.parquet", "name different columns: k, j for 'a.parquet', but k for 'a.parquet'"),
        ("k=1/j=2/x=3/a.parquet", "name different columns: k, j for"),
    ],
)
def test_folders_that_name_different_columns_are_refused(tmp_path, second, message):
    write(tmp_path / "k=0/j=1/a.parquet", "SELECT 1 AS y")
    write(tmp_path / second, "SELECT 2 AS y")
    with pytest.raises(DataError, match=message):
        read(tmp_path)


def test_what_other_programs_note_beside_the_data_is_no_data(tmp_path):
    write(tmp_path / "a.parquet", "SELECT 1 AS x")
    write(tmp_path / "_temporary/b.parquet", "SELECT 2 AS x")
    (tmp_path / "_SUCCESS").touch()
    (tmp_path / ".part.parquet").write_text("half")
    assert read(tmp_path)[1] == [(1,)]


CHANGED = [
    ("SELECT 1.5::DOUBLE AS x, 1 AS k", "column 'x' is INTEGER in '1.parquet', but DOUBLE in"),
    ("SELECT 'a' AS x, 1 AS k", "column 'x' is INTEGER in '1.parquet', but VARCHAR in '2"),
    ("SELECT 1 AS k", "column 'x' is INTEGER in '1.parquet', but missing in '2.parquet'; write"),
]


@pytest.mark.parametrize(("select", "message"), CHANGED, ids=["number", "text", "missing"])
def test_a_type_that_changes_between_files_is_named_with_them(tmp_path, select, message):
    write(tmp_path / "1.parquet", "SELECT 1 AS x, 1 AS k")
    write(tmp_path / "2.parquet", select)
    with pytest.raises(DataError, match=message) as error:
        read(tmp_path / "*.parquet")
    assert [problem.code for problem in error.value.problems] == ["column_type_changes"]
    assert read(tmp_path / "*.parquet", columns=["k"])[1] == [(1,), (1,)]


def test_types_inside_a_column_count_too(tmp_path):
    write(tmp_path / "1.parquet", "SELECT {'a': 1} AS s")
    write(tmp_path / "2.parquet", "SELECT {'a': 'x'} AS s")
    with pytest.raises(DataError, match="column 's' is"):
        read(tmp_path)


def test_the_order_of_columns_may_differ(tmp_path):
    write(tmp_path / "1.parquet", "SELECT 1 AS x, 'a' AS t")
    write(tmp_path / "2.parquet", "SELECT 'b' AS t, 2 AS x")
    assert read(tmp_path)[1] == [(1, "a"), (2, "b")]


@pytest.mark.parametrize("length", [0, 3, 50, -20])
def test_a_file_that_was_cut_off_is_named(tmp_path, length):
    path = write(tmp_path / "people.parquet", "SELECT range AS x FROM range(1000)")
    path.write_bytes(path.read_bytes()[:length])
    with pytest.raises(DataError, match=r"'people\.parquet' is no Parquet file, or .* cut off"):
        read(path)
