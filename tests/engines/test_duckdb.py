import threading
import time
from concurrent.futures import ThreadPoolExecutor

import duckdb
import pytest

from scoring_kit.compiler.plan import Let, Output, Plan, Step
from scoring_kit.engines.duckdb import DuckDBEngine, connect
from scoring_kit.errors import DataError, EngineError
from scoring_kit.expression.words import (
    Add,
    Case,
    Column,
    Compare,
    Number,
    Reference,
    Text,
    Truth,
    Type,
)
from scoring_kit.tables.files import data_files
from scoring_kit.tables.table import open_table

ENDLESS = (
    "SELECT count(*) FROM range(10000000) AS a(i), range(10000000) AS b(i) WHERE a.i * b.i = 7"
)
X = Column("x", Type.NUMBER)


@pytest.fixture
def engine():
    with connect(threads=2) as connection:
        yield DuckDBEngine(connection)


def rows(engine, sql):
    return engine.fetch(sql, lambda cursor: cursor.fetchall())


def plan(word, *columns):
    output = Output("score", Reference("score", word.type))
    return Plan(columns, (Step("score", (Let("score", word),)),), (output,))


def add(number):
    return plan(Add(X, Number(number)), X)


def test_a_result_has_the_keys_first_and_the_order_of_the_rows(engine):
    data = {"id": list(range(5000, 0, -1)), "x": [1.0] * 5000}
    table = open_table(data, connection=engine.connection)
    frame = engine.run(add(0.5), table, keys=["id"]).to_pandas()
    assert (list(frame.columns), frame["id"].tolist()) == (["id", "score"], data["id"])
    assert frame["score"].unique().tolist() == [1.5]


def test_a_result_comes_as_an_arrow_table(engine):
    table = open_table({"x": [1.0, None]}, connection=engine.connection)
    assert engine.run(add(0.5), table).to_arrow().to_pydict() == {"score": [1.5, None]}


def test_threads_that_share_an_engine_get_their_own_results(engine):
    table = open_table({"x": [float(n) for n in range(2000)]}, connection=engine.connection)

    def total(number):
        return sum(row[0] for row in engine.run(add(float(number)), table).rows())

    with ThreadPoolExecutor(8) as pool:
        totals = list(pool.map(total, range(100)))
    # the numbers 0 to 1999 add up to 1999000
    assert totals == [1_999_000.0 + 2000 * number for number in range(100)]


def test_text_may_be_compared_with_a_choice_of_one_branch(engine):
    # DuckDB 2.0.0 fails here unless told not to reason from statistics
    subject = Column("t", Type.TEXT)
    word = Compare("<", subject, Case(((Compare("=", subject, Text("a")), Text("b")),), Text("0")))
    table = open_table({"t": ["a", "z"]}, connection=engine.connection)
    assert engine.run(plan(word, subject), table).rows() == [(True,), (False,)]


@pytest.mark.parametrize(
    "sql",
    ["SELECT 1; SELECT 2", "CREATE TABLE t (a INT)", "SET threads = 1", "ATTACH ':memory:' AS m",
     "COPY (SELECT 1) TO 'x.csv'", ""],
)  # fmt: skip
def test_only_one_select_is_run(engine, sql):
    with pytest.raises(EngineError, match="only one SELECT"):
        rows(engine, sql)


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT * FROM read_text('{path}')",
        "SELECT * FROM '{path}'",
        "SELECT * FROM glob('{folder}/*')",
        "SELECT * FROM read_csv('{folder}/*.csv')",
    ],
)
def test_files_that_were_not_named_cannot_be_read(tmp_path, sql):
    allowed, other = tmp_path / "allowed.csv", tmp_path / "other.csv"
    for path in (allowed, other):
        path.write_text("a\n1\n")
    engine = DuckDBEngine(connect(files=[allowed]))
    assert rows(engine, f"SELECT * FROM read_csv('{allowed}')") == [(1,)]
    with pytest.raises((EngineError, DataError), match=r"Permission|does not exist|cannot be"):
        rows(engine, sql.format(path=other, folder=tmp_path))


def test_variables_of_the_caller_are_no_tables(engine):
    secret = duckdb.sql("SELECT 1 AS a")
    with pytest.raises(EngineError, match="secret does not exist"):
        rows(engine, "SELECT * FROM secret")
    assert secret.fetchall() == [(1,)]


def test_settings_are_locked(engine):
    with pytest.raises(duckdb.InvalidInputException, match="locked"):
        engine.connection.execute("SET enable_external_access = true")


def test_a_run_ends_at_its_time_limit_and_the_engine_goes_on(engine):
    limited = DuckDBEngine(engine.connection, time_limit=0.3)
    start = time.monotonic()
    with pytest.raises(EngineError, match=r"stopped \(its limit is 0.3 s\)"):
        rows(limited, ENDLESS)
    assert time.monotonic() - start < 30
    assert rows(limited, "SELECT 1") == [(1,)]


def test_an_interrupt_from_another_thread_stops_what_runs(engine):
    threading.Timer(0.3, engine.interrupt).start()
    with pytest.raises(EngineError, match=r"was stopped$"):
        rows(engine, ENDLESS)
    assert rows(engine, "SELECT 1") == [(1,)]


def test_the_memory_limit_is_an_error_and_the_engine_goes_on():
    engine = DuckDBEngine(connect(memory_limit="50MB", temp_limit="0KB", threads=1))
    with pytest.raises(EngineError, match="more memory"):
        rows(engine, "SELECT list(i ORDER BY hash(i)) FROM range(20000000) AS r(i)")
    assert rows(engine, "SELECT 1") == [(1,)]


def test_an_error_names_the_step_and_keeps_the_statement_as_a_note(engine):
    table = open_table({"x": [1.0]}, connection=engine.connection)
    result = engine.run(add(0.5), table)
    broken = result.sql.replace("+ 0.5e0", "+ no_such_column")
    with pytest.raises(EngineError, match=r"in step 'score'.*no_such_column") as error:
        rows(engine, broken)
    assert broken in "".join(error.value.__notes__)


def test_a_csv_error_names_line_and_column_but_not_the_data(tmp_path):
    path = tmp_path / "people.csv"
    path.write_text("id,x\n1,2.5\n2,secret\n")
    engine = DuckDBEngine(connect(files=data_files(path)))
    table = open_table(path, connection=engine.connection, types={"x": Type.NUMBER})
    with pytest.raises(DataError, match=r"line 3 does not hold a number .* in column 'x'") as error:
        engine.run(add(0.0), table).rows()
    assert "secret" not in str(error.value)


def test_a_table_without_rows_gives_none(engine):
    table = open_table({"x": []}, connection=engine.connection, types={"x": Type.NUMBER})
    assert engine.run(add(0.0), table).rows() == []


def test_a_plan_without_columns_gives_a_row_per_row(engine):
    table = open_table({"x": [1.0, 2.0]}, connection=engine.connection)
    assert engine.run(plan(Truth(True)), table).rows() == [(True,), (True,)]


def test_an_engine_tells_how_far_it_is(engine, tmp_path):
    path = tmp_path / "large.parquet"
    with duckdb.connect() as connection:
        select = "SELECT hash(range) AS x FROM range(3000000)"
        connection.sql(select).write_parquet(str(path), row_group_size=100000)
    reader, shares = DuckDBEngine(connect(files=[path], threads=1)), []
    with reader.reporting(shares.append):
        rows(reader, f"SELECT count(DISTINCT md5(x::VARCHAR)) FROM '{path}'")
    told = [share for share in shares if share is not None]
    assert told == sorted(told)
    assert told
    assert 0 <= told[0] <= told[-1] <= 1
