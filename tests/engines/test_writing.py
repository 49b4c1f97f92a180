import duckdb
import pytest

from scoring_kit.engines.duckdb import DuckDBEngine, connect
from scoring_kit.engines.results import Result
from scoring_kit.engines.writing import write_result, write_table
from scoring_kit.errors import DataError, EngineError

SCORES = "SELECT * FROM (VALUES (1.5e0, ['a', 'b']), (NULL, [])) AS t(score, knock_outs)"


def result(select=SCORES, **types):
    types = types or {"score": "DOUBLE", "knock_outs": "VARCHAR[]"}
    return Result(DuckDBEngine(connect(threads=2)), select, types)


def numbers(select, kind="BIGINT"):
    return result(select, n=kind)


LATE = "SELECT CASE WHEN range = 99999 THEN error('late') END AS n FROM range(100000)"
ZONED, MOMENT = "TIMESTAMP WITH TIME ZONE", "2024-02-29 12:00:00+00"


def read(path):
    with duckdb.connect() as connection:
        relation = connection.sql(f"FROM '{path}'")
        return [str(kind) for kind in relation.types], relation.fetchall()


def test_a_result_is_written_with_its_lists(tmp_path):
    path = tmp_path / "scores.parquet"
    write_result(result(), path, "parquet")
    assert read(path) == (["DOUBLE", "VARCHAR[]"], [(1.5, ["a", "b"]), (None, [])])


def test_a_select_over_a_file_is_written(tmp_path):
    source, path = tmp_path / "in.csv", tmp_path / "it's out.csv"
    source.write_text("a\n1\n2\n")

    def engine(draft):
        return DuckDBEngine(connect(files=[source, draft]))

    select = f"SELECT a + 1 AS n FROM read_csv('{source}')"
    write_result(numbers(select), path, "csv", engine=engine, reads_files=True)
    assert path.read_text() == "n\n2\n3\n"


TYPES = {"t": "TINYINT", "d": "DATE", "u": "UUID", "w": "DECIMAL(9,2)", "z": ZONED, "h": "HUGEINT"}


def test_a_stream_of_another_connection_is_written_with_its_types(tmp_path):
    path = tmp_path / "out.parquet"
    texts = ["1", "2024-02-29", "6f1c0e4e-0000-4000-8000-000000000001", "1.50", MOMENT, "17"]
    items = [f"'{x}'::{kind} AS {n}" for x, (n, kind) in zip(texts, TYPES.items(), strict=True)]
    write_result(result(f"SELECT {', '.join(items)}", **TYPES), path, "parquet")
    with duckdb.connect() as connection:
        found = connection.sql(f"FROM '{path}'")
        [row] = found.project("COLUMNS(*)::VARCHAR").fetchall()
        types = list(map(str, found.types))
    assert types == [*list(TYPES.values())[:5], "DECIMAL(38,0)"]  # Parquet has no HUGEINT
    assert [*row] == texts


def test_a_stream_keeps_its_order(tmp_path):
    path = tmp_path / "out.parquet"
    write_result(numbers("SELECT 300000 - range AS n FROM range(300000)"), path, "parquet")
    assert read(path)[1] == [(n,) for n in range(300000, 0, -1)]


@pytest.fixture
def older(tmp_path):
    """Return a path at which a file stands already."""
    path = tmp_path / "scores.csv"
    path.write_text("old")
    return path


def check_untouched(older):
    assert older.read_text() == "old"
    assert [file.name for file in older.parent.iterdir()] == ["scores.csv"]


def test_an_older_file_is_refused_unless_it_may_be_overwritten(older):
    with pytest.raises(FileExistsError, match=r"such a file already.*overwrite=True.*scores\.csv"):
        write_result(numbers("SELECT 1 AS n"), older, "csv")
    check_untouched(older)
    write_result(numbers("SELECT 1 AS n"), older, "csv", overwrite=True)
    assert older.read_text() == "n\n1\n"
    assert [file.name for file in older.parent.iterdir()] == ["scores.csv"]


@pytest.mark.parametrize(
    ("select", "kind", "message"),
    [
        ("SELECT error('stop') AS n FROM range(3)", EngineError, "stop"),
        (LATE, EngineError, "late"),
        ("SELECT 'x'::INTEGER AS n", DataError, "Could not convert"),
        ("SELECT FROM WHERE", EngineError, "syntax error"),
    ],
)
def test_a_statement_that_fails_leaves_the_older_file(older, select, kind, message):
    for reads_files in (True, False):
        with pytest.raises(kind, match=message):
            write_result(numbers(select), older, "csv", overwrite=True, reads_files=reads_files)
        check_untouched(older)


@pytest.mark.parametrize("reads_files", [True, False])
def test_a_run_that_takes_too_long_is_stopped(older, reads_files):
    def engine(draft=None):
        return DuckDBEngine(connect(files=[draft] if draft else [], threads=1), time_limit=0.2)

    endless = "SELECT sum(a.range * b.range) AS n FROM range(10000000) AS a, range(10000000) AS b"
    slow = Result(engine(), endless, {"n": "HUGEINT"})
    with pytest.raises(EngineError, match=r"its limit is 0\.2 s"):
        write_result(slow, older, "csv", engine=engine, overwrite=True, reads_files=reads_files)
    check_untouched(older)


def test_no_other_file_can_be_read(older, tmp_path_factory):
    secret = tmp_path_factory.mktemp("elsewhere") / "secret.csv"
    secret.write_text("n\n1\n")
    reading = numbers(f"FROM read_csv('{secret}')")
    with pytest.raises(EngineError, match="Permission"):
        write_result(reading, older, "csv", overwrite=True, reads_files=True)
    check_untouched(older)


def test_a_folder_that_is_not_there_is_an_error_of_the_system(tmp_path):
    with pytest.raises(FileNotFoundError, match="create it first"):
        write_result(result(), tmp_path / "none" / "scores.csv", "csv")


def test_a_folder_in_the_place_of_the_file_stays(tmp_path):
    (tmp_path / "scores.csv").mkdir()
    with pytest.raises(IsADirectoryError, match=r"name a file.*scores\.csv"):
        write_result(result(), tmp_path / "scores.csv", "csv", overwrite=True)
    assert [file.name for file in tmp_path.iterdir()] == ["scores.csv"]


# ---- tables of another database ------------------------------------------------------------------


@pytest.fixture
def database():
    with duckdb.connect() as connection:
        yield connection


def test_a_table_of_another_database_has_the_types_and_the_order(database):
    select = "SELECT 3 - range AS n, gen_random_uuid() AS u FROM range(3)"
    write_table(result(select, n="BIGINT", u="UUID"), database, "scores")
    relation = database.sql("FROM scores")
    assert list(map(str, relation.types)) == ["BIGINT", "UUID"]
    assert [row[0] for row in relation.fetchall()] == [3, 2, 1]


def test_a_table_that_is_there_is_refused_unless_it_may_be_overwritten(database):
    write_table(numbers("SELECT 1 AS n"), database, "scores")
    with pytest.raises(EngineError, match=r"a table 'scores' already.*overwrite=True"):
        write_table(numbers("SELECT 2 AS n"), database, "scores")
    assert database.sql("FROM scores").fetchall() == [(1,)]
    write_table(numbers("SELECT 2 AS n"), database, "main.scores", overwrite=True)
    assert database.sql("FROM scores").fetchall() == [(2,)]


def test_a_result_that_fails_leaves_the_older_table_and_nothing_else(database):
    write_table(numbers("SELECT 1 AS n"), database, "scores")
    with pytest.raises(EngineError, match="late"):
        write_table(numbers(LATE, "INTEGER"), database, "scores", overwrite=True)
    assert database.sql("FROM scores").fetchall() == [(1,)]
    assert database.sql("SELECT count(*) FROM duckdb_tables()").fetchall() == [(1,)]


def test_a_schema_that_is_not_there_is_told(database):
    with pytest.raises(EngineError, match=r"no schema for the table 'no_such\.scores'; create it"):
        write_table(numbers("SELECT 1 AS n"), database, "no_such.scores")


def test_a_database_file_is_made_or_kept_out_of_the_way(tmp_path):
    write_table(numbers("SELECT 1 AS n"), tmp_path / "new.duckdb", "scores")
    with duckdb.connect(tmp_path / "new.duckdb", read_only=True) as connection:
        assert connection.sql("FROM scores").fetchall() == [(1,)]
    with pytest.raises(EngineError, match="Error: x"):
        write_table(numbers("SELECT error('x') AS n"), tmp_path / "other.duckdb", "scores")
    assert [file.name for file in tmp_path.iterdir()] == ["new.duckdb"]


def test_what_is_no_connection_is_refused():
    with pytest.raises(TypeError, match="a path is expected, not a int"):
        write_table(result(), 7, "scores")


def test_a_name_and_a_connection_in_the_wrong_order_are_told(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(TypeError, match="name of a table is expected after the connection, not a"):
        write_table(numbers("SELECT 1 AS n"), "scores", duckdb.connect())
    assert list(tmp_path.iterdir()) == []
