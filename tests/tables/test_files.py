import gzip

import duckdb
import pytest

from scoring_kit.errors import DataError
from scoring_kit.expression.words import Type
from scoring_kit.tables.files import data_files, file_relation


def read(path, **types):
    with duckdb.connect() as connection:
        relation = file_relation(str(path), types, connection)
        return connection.execute(f"SELECT * FROM {relation}").fetchall()


def write_parquet(path, value):
    with duckdb.connect() as connection:
        connection.execute(f"COPY (SELECT {value} AS x) TO '{path}' (FORMAT parquet)")


def test_a_csv_file_is_text_but_for_the_types_that_are_given(tmp_path):
    path = tmp_path / "people.csv"
    path.write_text('id,x,day,ok\n007,1.5,2024-02-29,true\n"a,""b""",,,\n')
    rows = read(path, x=Type.NUMBER, day=Type.DATE, ok=Type.BOOLEAN)
    assert [[str(value) for value in row] for row in rows] == [
        ["007", "1.5", "2024-02-29", "True"],
        ['a,"b"', "None", "None", "None"],
    ]


@pytest.mark.parametrize("name", ["a.csv.gz", "a.tsv", "byte order mark.csv", "it's.csv"])
def test_csv_files_come_in_several_forms(tmp_path, name):
    path = tmp_path / name
    text = "x\ty\n1\t2\n" if name.endswith("tsv") else "x,y\n1,2\n"
    mark = b"\xef\xbb\xbf" if "mark" in name else b""
    path.write_bytes(gzip.compress(text.encode()) if "gz" in name else mark + text.encode())
    assert read(path) == [("1", "2")]


@pytest.mark.parametrize("pattern", ["part", "part/*.parquet", "**/1.parquet"])
def test_a_folder_or_pattern_is_all_its_parquet_files(tmp_path, pattern):
    (tmp_path / "part").mkdir()
    for number in (1, 2):
        write_parquet(tmp_path / "part" / f"{number}.parquet", number)
    found = {value for (value,) in read(tmp_path / pattern)}
    assert found == ({1} if "**" in pattern else {1, 2})


@pytest.mark.parametrize("name", ["nothing.csv", "empty_folder", "*.parquet", "notes.txt"])
def test_what_is_no_table_is_refused(tmp_path, name):
    (tmp_path / "empty_folder").mkdir()
    (tmp_path / "notes.txt").write_text("x")
    with pytest.raises(DataError, match=r"there is no such file|use files of one kind"):
        data_files(tmp_path / name)


@pytest.mark.parametrize(
    ("content", "message"),
    [(b"", "first line should hold"), (b"a,A\n1,2\n", "differ by case"),
     (b"a,,b\n", "no column name"), (b"\xff\xfe\n", "cannot be read"), (b'"a\n', "cannot be read")],
    ids=["empty", "collision", "unnamed", "encoding", "quote"],
)  # fmt: skip
def test_a_csv_header_that_cannot_be_used_is_refused(tmp_path, content, message):
    path = tmp_path / "a.csv"
    path.write_bytes(content)
    with pytest.raises(DataError, match=message):
        read(path)


def test_csv_files_with_different_columns_are_refused(tmp_path):
    (tmp_path / "1.csv").write_text("a,b\n")
    (tmp_path / "2.csv").write_text("b,a\n")
    with pytest.raises(DataError, match="different columns"):
        read(tmp_path / "*.csv")


def test_files_are_named_by_their_real_place(tmp_path):
    (tmp_path / "a.csv").write_text("x\n")
    (tmp_path / "link.csv").symlink_to(tmp_path / "a.csv")
    assert data_files(tmp_path / "link.csv") == ((tmp_path / "a.csv").resolve(),)
