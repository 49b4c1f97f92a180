import duckdb
import pandas as pd
import pytest

from scoring_kit.engines.duckdb import DuckDBEngine, connect
from scoring_kit.engines.writing import write_result
from scoring_kit.errors import DataError, EngineError

FRAME = pd.DataFrame({"score": [1.5, None], "knock_outs": [["a", "b"], []]})


def read(path):
    with duckdb.connect() as connection:
        relation = connection.sql(f"FROM '{path}'")
        return [str(kind) for kind in relation.types], relation.fetchall()


def test_a_frame_is_written_with_its_lists(tmp_path):
    path = tmp_path / "scores.parquet"
    write_result(FRAME, path, "parquet")
    assert read(path) == (["DOUBLE", "VARCHAR[]"], [(1.5, ["a", "b"]), (None, [])])


def test_a_frame_without_lists_is_written_too(tmp_path):
    path = tmp_path / "scores.csv"
    write_result(FRAME[["score"]], path, "csv")
    assert path.read_text() == "score\n1.5\n\n"


def test_a_select_over_a_file_is_written(tmp_path):
    source, path = tmp_path / "in.csv", tmp_path / "it's out.csv"
    source.write_text("a\n1\n2\n")

    def engine(draft):
        return DuckDBEngine(connect(files=[source, draft]))

    select = f"SELECT a + 1 AS b FROM read_csv('{source}')"
    write_result(select, path, "csv", engine=engine)
    assert path.read_text() == "b\n2\n3\n"


def test_a_stream_of_another_connection_is_written_with_its_types(tmp_path):
    path = tmp_path / "out.parquet"
    engine = DuckDBEngine(connect(threads=1))
    select = "SELECT 1::TINYINT AS a, DATE '2024-02-29' AS d, ['k'] AS l FROM range(2)"
    engine.stream(select, lambda stream: write_result(stream, path, "parquet"))
    types, rows = read(path)
    assert (types, len(rows)) == (["TINYINT", "DATE", "VARCHAR[]"], 2)


def test_a_stream_keeps_its_order(tmp_path):
    path = tmp_path / "out.parquet"
    engine = DuckDBEngine(connect(threads=2))
    select = "SELECT 300000 - range AS n FROM range(300000)"
    engine.stream(select, lambda stream: write_result(stream, path, "parquet"))
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


def test_a_new_file_takes_the_place_of_an_older_one(older):
    write_result(FRAME[["score"]], older, "csv")
    assert older.read_text() == "score\n1.5\n\n"
    assert [file.name for file in older.parent.iterdir()] == ["scores.csv"]


@pytest.mark.parametrize(
    ("select", "kind"),
    [
        ("SELECT error('stop') FROM range(3)", EngineError),
        ("SELECT CASE WHEN range = 99999 THEN error('late') END FROM range(100000)", EngineError),
        ("SELECT 'x'::INTEGER", DataError),
        ("SELECT FROM WHERE", EngineError),
    ],
)
def test_a_statement_that_fails_leaves_the_older_file(older, select, kind):
    with pytest.raises(kind):
        write_result(select, older, "csv")
    check_untouched(older)


def test_a_stream_that_fails_leaves_the_older_file(older):
    select = "SELECT CASE WHEN range = 99999 THEN error('late') END AS x FROM range(100000)"
    engine = DuckDBEngine(connect(threads=1))
    with pytest.raises(EngineError):
        engine.stream(select, lambda stream: write_result(stream, older, "csv"))
    check_untouched(older)


def test_a_run_that_takes_too_long_is_stopped(older):
    select = "SELECT sum(a.range * b.range) FROM range(10000000) AS a, range(10000000) AS b"

    def engine(draft):
        return DuckDBEngine(connect(files=[draft], threads=1), time_limit=0.2)

    with pytest.raises(EngineError, match=r"its limit is 0\.2 s"):
        write_result(select, older, "csv", engine=engine)
    check_untouched(older)


def test_no_other_file_can_be_read(older, tmp_path_factory):
    secret = tmp_path_factory.mktemp("elsewhere") / "secret.csv"
    secret.write_text("a\n1\n")
    with pytest.raises(EngineError, match="Permission"):
        write_result(f"FROM read_csv('{secret}')", older, "csv")
    check_untouched(older)


def test_a_folder_that_is_not_there_is_an_error_of_the_system(tmp_path):
    with pytest.raises(FileNotFoundError):
        write_result(FRAME, tmp_path / "none" / "scores.csv", "csv")


def test_a_folder_in_the_place_of_the_file_stays(tmp_path):
    (tmp_path / "scores.csv").mkdir()
    with pytest.raises(OSError, match=r"scores\.csv"):
        write_result(FRAME, tmp_path / "scores.csv", "csv")
    assert [file.name for file in tmp_path.iterdir()] == ["scores.csv"]


def test_an_error_quotes_no_cell_of_a_frame(older):
    frame = pd.DataFrame({"knock_outs": ["secret ]["]})
    with pytest.raises(DataError) as caught:
        write_result(frame, older, "csv")
    error = caught.value
    assert "secret" not in str(error) + "".join(getattr(error, "__notes__", []))
    check_untouched(older)
